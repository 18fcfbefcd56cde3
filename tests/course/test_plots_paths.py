"""The parameters, step by step: paths, best values, names, one scale for all, and the refusals."""

import re
import warnings
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale

NAMES = {"names": ["rainfall", "humidity", "bias"], "target_names": ["apples", "oranges"]}
BEST = np.array([[1.0, 0.5, -2.0], [0.8, -0.3, 3.0]])
# The first two parameters arrive, the bias of each target stays where it began.
STEPS = np.arange(1001)[:, None, None]
VALUES = BEST + (0, 0, 1.5) + np.array([-1.0, 2.0, 0]) * 0.99**STEPS


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@cache
def usual():
    """Return the usual figure, for tests that only look at it."""
    return drawn()


def drawn(values=VALUES, best=BEST, **changes):
    axes = plots.parameter_paths(values, best, **NAMES | changes)
    looks.pixels(axes[0].figure)
    return axes


def parts(ax):
    """Return the paths, the lines from their ends to the marks, and the marks."""
    return ax.lines[::3], ax.lines[1::3], ax.lines[2::3]


def test_everything_stands_out_from_the_ground():
    assert too_pale(usual()[0].figure) == []


def test_each_target_has_a_panel_with_the_path_of_each_of_its_parameters():
    for j, ax in enumerate(usual()):
        paths, _, _ = parts(ax)
        assert ax.get_title() == NAMES["target_names"][j]
        assert [line.get_xdata().tolist() for line in paths] == [list(range(1001))] * 3
        assert np.array([line.get_ydata() for line in paths]) == pytest.approx(VALUES[:, j].T)


def test_a_mark_stands_at_each_best_value_and_a_dotted_line_says_what_is_missing():
    for j, ax in enumerate(usual()):
        paths, missing, marks = parts(ax)
        assert [mark.get_xydata().tolist() for mark in marks] == [[[1000, v]] for v in BEST[j]]
        lasts = [path.get_ydata()[-1] for path in paths]
        ends = [[[1000, last], [1000, v]] for last, v in zip(lasts, BEST[j], strict=True)]
        assert np.array([line.get_xydata() for line in missing]) == pytest.approx(np.array(ends))
        long = [abs(np.diff(line.get_ydata())[0]) for line in missing]
        assert long == pytest.approx([0, 0, 1.5], abs=1e-3)
        assert {looks.dashes(line) for line in missing} == {"dotted"}


def test_paths_and_marks_differ_in_colour_and_in_a_second_cue():
    paths, _, marks = parts(usual()[0])
    assert len({to_rgb(line.get_color()) for line in paths}) == 3
    assert [mark.get_color() for mark in marks] == [line.get_color() for line in paths]
    assert len({looks.dashes(line) for line in paths}) == 3
    assert len({mark.get_marker() for mark in marks}) == 3


def test_what_the_panels_say():
    left, right = drawn(title="Mine", unit="kg")
    assert left.figure.get_suptitle() == "Mine"
    assert [ax.get_xlabel() for ax in (left, right)] == ["step, logarithmic scale"] * 2
    assert [left.get_ylabel(), right.get_ylabel()] == ["value (kg per unit of input)", ""]
    assert left.get_legend() is None
    assert [text.get_text() for text in right.get_legend().texts] == ["best value"]
    assert looks.ticks(left.xaxis) == "0 1 10 100 1,000"
    for ax in (left, right):
        assert [text.get_text() for text in ax.texts] == NAMES["names"]
        assert ax.get_xscale() == "symlog"


def test_both_panels_have_one_scale_that_holds_every_value_and_every_mark():
    left, right = usual()
    assert left.get_ylim() == right.get_ylim()
    assert left.get_xlim() == right.get_xlim()
    low, high = left.get_ylim()
    assert low < min(VALUES.min(), BEST.min()) < max(VALUES.max(), BEST.max()) < high


def test_a_name_stands_beside_the_end_of_its_path_and_touches_no_other():
    ends = np.array([[0.80, 0.801, 0.802], [0.9, -0.3, -0.301]])
    for j, ax in enumerate(drawn([0 * ends, ends], ends)):
        boxes = [Text.get_window_extent(text) for text in ax.texts]
        assert all(box.count_overlaps(boxes[:i]) == 0 for i, box in enumerate(boxes))
        heights = [box.y0 for box in boxes]
        assert np.argsort(heights).tolist() == np.argsort(ends[j]).tolist()
        for text, end in zip(ax.texts, ends[j], strict=True):
            assert text.xy == (1, end)
            assert text.get_position()[0] == 20  # points to the right of it


def test_it_is_large_enough_for_a_projector_and_nothing_is_cut_off():
    axes = usual()
    figure = axes[0].figure
    assert repr(figure) == "<Figure size 1274x630 with 2 Axes>"
    for ax in axes:
        texts = [ax.xaxis.label, ax.title, *ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts]
        assert all(text.get_fontsize() >= 12 for text in texts)
    assert looks.edges_are_white(looks.pixels(figure))


def test_it_draws_on_the_axes_that_it_is_given_and_leaves_the_settings_alone():
    before = dict(mpl.rcParams)
    figure, axes = plt.subplots(1, 2)
    assert drawn(axes=axes) == list(axes)
    assert plt.get_fignums() == [figure.number]
    assert dict(mpl.rcParams) == before


def test_a_path_of_one_point_that_is_at_its_best_value_can_be_drawn():
    assert len(drawn(BEST[None], BEST)) == 2
    assert len(drawn(0 * BEST[None], 0 * BEST)) == 2


REFUSALS = [
    ({"values": VALUES[:, 0]}, "values must be numbers of shape (steps, m, k); got the shape"),
    ({"values": VALUES * np.nan}, "values must hold finite numbers only; got"),
    ({"best": BEST.T}, "best must be numbers of shape (2, 3); got the shape (3, 2)."),
    ({"best": BEST * np.inf}, "best must hold finite numbers only; got"),
    ({"names": ["w"]}, "names must be 3 names; got 1."),
    ({"target_names": list("abc")}, "target_names must be 2 names; got 3."),
    ({"axes": []}, "axes must be 2 Axes or None; got 0. Usual cause: plt.subplots made more,"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSALS, ids=[words[:40] for _, words in REFUSALS])
def test_what_does_not_fit_is_refused(changes, words):
    with pytest.raises(ValueError, match=f"^parameter_paths: {re.escape(words)}"):
        drawn(**changes)
    assert plt.get_fignums() == []


def test_texts_in_place_of_numbers_are_refused():
    with pytest.raises(TypeError, match="parameter_paths: values must be numbers"):
        drawn(values=["1", "2"])
