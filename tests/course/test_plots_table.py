"""The figure of the whole table: every number at its place, every panel named, and the refusals."""

import warnings
from functools import cache
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from linreg_helpers import load_fruit_yields
from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale
from tests.oracles import X, Y

DATA = load_fruit_yields()
NAMES = {
    "input_names": DATA.input_names,
    "target_names": DATA.target_names,
    "region_names": DATA.region_names,
}


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


def drawn(inputs=X, targets=Y, **changes):
    axes = plots.yields_against_inputs(inputs, targets, **{**NAMES, **changes})
    looks.pixels(axes[0].figure)
    return axes


def test_everything_stands_out_from_the_ground():
    assert too_pale(usual()[0].figure) == []


def test_each_panel_shows_each_target_against_one_input():
    for k, ax in enumerate(usual()):
        points = [line.get_xydata().tolist() for line in ax.lines]
        assert points == [np.stack([X[:, k], Y[:, j]], 1).tolist() for j in range(2)]
        assert ax.get_xlabel() == ["temperature (°F)", "rainfall (mm)", "humidity (%)"][k]
        assert ax.get_ylabel() == ("yield (ton)" if k == 0 else "")


def test_all_panels_have_one_scale_of_the_yield_from_zero_and_show_all_points():
    for ax in usual():
        assert ax.get_ylim() == pytest.approx((0, 1.15 * 133))
        low, high = ax.get_xlim()
        assert all(low < x < high for line in ax.lines for x in line.get_xdata())
    assert drawn(targets=-Y)[0].get_ylim() == pytest.approx((-1.15 * 133, 1.15))


def test_each_region_is_named_in_each_panel_above_its_highest_mark():
    for k, ax in enumerate(usual()):
        assert [(text.get_text(), text.xy) for text in ax.texts] == [
            (name, (x, y))
            for name, x, y in zip(
                DATA.region_names, X[:, k].tolist(), Y[:, 1].tolist(), strict=True
            )
        ]


def test_targets_differ_in_colour_and_marker_and_the_legend_names_them():
    *others, last = usual()
    assert [ax.get_legend() for ax in others] == [None, None]
    handles = last.get_legend().legend_handles
    assert [text.get_text() for text in last.get_legend().texts] == list(DATA.target_names)
    assert len({handle.get_marker() for handle in handles}) == 2
    assert len({to_rgb(handle.get_color()) for handle in handles}) == 2


def test_it_is_large_enough_for_a_projector_nothing_overlaps_and_nothing_is_cut_off():
    axes = drawn(title="Mine")
    figure = axes[0].figure
    assert figure.get_suptitle() == "Mine"
    assert figure.get_size_inches()[0] * figure.dpi == pytest.approx(1274)
    for ax in axes:
        ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
        texts = [ax.xaxis.label, *ticks, *ax.texts]
        assert all(text.get_fontsize() >= 12 for text in texts)
        boxes = [Text.get_window_extent(text) for text in ax.texts]
        assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert looks.edges_are_white(looks.pixels(figure))


def test_it_draws_on_the_axes_that_it_is_given_and_leaves_the_settings_alone():
    before = dict(mpl.rcParams)
    figure, axes = plt.subplots(1, 3)
    assert drawn(axes=axes) == list(axes)
    assert plt.get_fignums() == [figure.number]
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"targets": Y[:4]}, r"targets must be numbers of shape \(5, m\)"),
        ({"targets": Y / 0}, "targets"),
        ({"inputs": X[:, 0]}, r"inputs must be numbers of shape \(n, d\)"),
        ({"input_names": DATA.region_names}, "input_names must be 3 names"),
        ({"target_names": DATA.input_names}, "target_names must be 2 names"),
        ({"region_names": DATA.input_names}, "region_names must be 5 names"),
        ({"axes": []}, r"axes must be 3 Axes or None; got 0\. Usual cause: plt\.subplots"),
    ],
)
def test_what_does_not_fit_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        drawn(**changes)
