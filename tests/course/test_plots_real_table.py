"""The figures of a table with groups: pairs, lines within groups, residuals, validation."""

import re
import warnings
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from linreg_helpers import least_squares, load_penguins, predict
from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale
from tests.course.expected_looks import REAL_TABLE

DATA = load_penguins()
WHOLE = ~np.isnan(DATA.measurements).any(axis=1)
X, Y = torch.from_numpy(DATA.measurements[WHOLE]).split(2, dim=1)
SPECIES = DATA.species[WHOLE]
GROUPS = ["Adelie", "Gentoo", "Chinstrap"]  # in order of appearance
BILL, TARGETS = DATA.measurement_names[:2], DATA.measurement_names[2:]
DIFF = predict(X, *least_squares(X, Y)) - Y
STEPS = {"xlabel": "step", "ylabel": "loss", "title": "Both"}


def pairs(inputs=X, targets=Y, groups=SPECIES, **changes):
    return plots.pairs(
        inputs, targets, groups, **{"input_names": BILL, "target_names": TARGETS} | changes
    )


def lines_within(x=X[:, 1], y=Y[:, 1], groups=SPECIES, **changes):
    return plots.lines_within(x, y, groups, **{"xlabel": BILL[1], "ylabel": TARGETS[1]} | changes)


def residuals(against=None, diff=DIFF[:, 1], groups=SPECIES, **changes):
    against = dict(zip(BILL, X.T, strict=True)) if against is None else against
    return plots.residuals(against, diff, groups, **{"ylabel": "residual (g)"} | changes)


def training_and_validation(at=(0, 1, 2), low=(4, 2, 1), high=(5, 3, 3), **changes):
    return plots.training_and_validation(at, low, high, **STEPS | changes)


FIGURES = {
    "pairs, lower right": lambda: pairs()[1, 1],
    "pairs, upper left": lambda: pairs()[0, 0],
    "lines_within": lines_within,
    "residuals, right": lambda: residuals(marks={229: "row 229"})[1],
    "residuals, one panel": lambda: residuals({BILL[0]: X[:, 0]})[0],
    "training_and_validation": training_and_validation,
    "training_and_validation, logarithmic": lambda: training_and_validation(
        (0.01, 1, 10), (3, 30, 400), (500, 60, 700), log_x=True, log_y=True, marks=True
    ),
}
PANELS = [name for name in FIGURES if name.startswith(("pairs", "residuals"))]


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@cache
def drawn_pixels(name):
    """Return one of the figures as pixels, for tests that only look at it."""
    return looks.pixels(drawn_axes(name).figure)


@cache
def drawn_axes(name):
    return FIGURES[name]()


def drawn(name):
    """Return the Axes of one of the figures, its layout done: then the ticks have their texts."""
    drawn_pixels(name)
    return drawn_axes(name)


def points(ax):
    """Return the points of each group, by name."""
    return {
        line.get_label(): line.get_xydata() for line in ax.lines if line.get_linestyle() == "None"
    }


def test_every_figure_is_in_the_table():
    assert REAL_TABLE.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", FIGURES)
def test_it_shows_what_the_table_says(name):
    assert looks.axes(drawn(name)) == REAL_TABLE[name]


@pytest.mark.parametrize("name", FIGURES)
def test_everything_stands_out_from_the_ground(name):
    assert too_pale(np.ravel(drawn_axes(name))[0].figure) == []


def test_pairs_have_each_target_against_each_input_and_each_row_in_its_group():
    axes = pairs()
    assert axes.shape == (2, 2)
    for (j, k), ax in np.ndenumerate(axes):
        assert list(points(ax)) == GROUPS
        for group, found in points(ax).items():
            rows = group == SPECIES
            np.testing.assert_array_equal(found, np.stack([X[rows, k], Y[rows, j]], axis=1))
    assert [axes[1, k].get_xlabel() for k in range(2)] == list(BILL)
    assert [axes[j, 0].get_ylabel() for j in range(2)] == list(TARGETS)


def test_the_line_of_all_rows_and_of_each_group_is_the_best_one():
    every, *others = [line for line in lines_within().lines if line.get_linestyle() != "None"]
    parts = [np.full(342, True), *(group == SPECIES for group in GROUPS)]
    for line, rows in zip([every, *others], parts, strict=True):
        x = X[rows, 1].double().numpy()
        best = np.polyval(np.polyfit(x, Y[rows, 1].double().numpy(), 1), line.get_xdata())
        assert line.get_ydata() == pytest.approx(best)
        assert line.get_xdata().tolist() == pytest.approx([x.min(), x.max()])


def test_a_line_has_the_colour_of_its_points_and_a_cue_of_its_own():
    ax = lines_within()
    lines = [line for line in ax.lines if line.get_linestyle() != "None"][1:]
    dots = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert [line.get_color() for line in lines] == [line.get_color() for line in dots]
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == len(lines)
    assert len({line.get_marker() for line in dots}) == len(dots)


def test_residuals_stand_over_each_quantity_on_one_scale_with_a_line_at_zero():
    left, right = residuals()
    assert left.get_ylim() == right.get_ylim()
    for k, ax in enumerate((left, right)):
        assert set(ax.lines[0].get_ydata()) == {0}
        for group, found in points(ax).items():
            rows = group == SPECIES
            np.testing.assert_allclose(found, np.stack([X[rows, k], DIFF[rows, 1]], axis=1))


def test_a_mark_stands_beside_its_row_in_each_panel():
    for k, ax in enumerate(residuals(marks={229: "row 229"})):
        (text,) = ax.texts
        assert text.get_text() == "row 229"
        assert text.xy == pytest.approx((X[229, k].item(), DIFF[229, 1].item()))


def test_training_comes_first_and_both_runs_differ_in_two_cues():
    training, validation = training_and_validation(marks=True).lines
    assert training.get_xydata().tolist() == [[0, 4], [1, 2], [2, 1]]
    assert validation.get_xydata().tolist() == [[0, 5], [1, 3], [2, 3]]
    assert training.get_color() != validation.get_color()
    assert training.get_linestyle() != validation.get_linestyle()
    assert training.get_marker() != validation.get_marker()


@pytest.mark.parametrize("name", FIGURES)
def test_it_is_large_enough_for_a_projector_and_nothing_is_cut_off(name):
    ax = drawn(name)
    figure = ax.figure
    width = figure.get_size_inches()[0] * figure.dpi
    assert round(width) == (1274 if name in PANELS and "one panel" not in name else 980)
    assert all(label.get_fontsize() >= 12 for label in [ax.xaxis.label, *ax.get_xticklabels()])
    assert looks.edges_are_white(drawn_pixels(name))


@pytest.mark.parametrize("draw", [lines_within, training_and_validation])
def test_it_draws_on_the_axes_that_it_is_given_and_leaves_the_settings_alone(draw):
    before = dict(mpl.rcParams)
    figure, (ax, other) = plt.subplots(1, 2)
    assert draw(ax=ax) is ax
    assert not other.has_data()
    assert plt.get_fignums() == [figure.number]
    assert dict(mpl.rcParams) == before


def test_titles_can_be_changed():
    assert lines_within(title="Mine").get_title() == "Mine"
    assert pairs(title="Mine")[0, 0].figure.get_suptitle() == "Mine"
    assert residuals(title="Mine")[0].figure.get_suptitle() == "Mine"


GAP = torch.where(torch.arange(342)[:, None] == 3, torch.nan, X)
REFUSALS = [
    (lambda: pairs(inputs=GAP), ValueError, "pairs: inputs must hold finite numbers only"),
    (lambda: pairs(targets=Y[:5]), ValueError, "pairs: targets must be numbers of shape (342, m)"),
    (lambda: pairs(groups=GROUPS), ValueError, "pairs: groups must be 342 names; got 3."),
    (lambda: pairs(input_names=BILL[:1]), ValueError, "pairs: input_names must be 2 names"),
    (lambda: pairs(target_names="ab"), TypeError, "pairs: target_names must be 2 names"),
    (lambda: lines_within(y=X), ValueError, "lines_within: y must be numbers of shape (342,)"),
    (lambda: lines_within(x=GAP[:, 0]), ValueError, "lines_within: x must hold finite numbers"),
    (
        lambda: lines_within([1, 2, 2], [1, 2, 3], ["A", "A", "B"]),
        ValueError,
        "lines_within: x must differ within B; got 2 only. Usual cause: a group of a single row.",
    ),
    (lambda: lines_within(ax=3), TypeError, "lines_within: ax must be a matplotlib Axes or None"),
    (lambda: residuals({}), ValueError, "residuals: against must not be empty"),
    (lambda: residuals(X), TypeError, "residuals: against must be a dict"),
    (lambda: residuals(diff=GAP[:, 0]), ValueError, "residuals: diff must hold finite numbers"),
    (lambda: residuals({"a": GAP[:, 0]}), ValueError, "residuals: against['a'] must hold finite"),
    (
        lambda: residuals(marks={342: "x"}),
        ValueError,
        "residuals: the row of a mark must be below 342; got 342. Usual cause: a row that was",
    ),
    (
        lambda: training_and_validation(low=(1, 2)),
        ValueError,
        "training_and_validation: training must be numbers of shape (3,)",
    ),
    (
        lambda: training_and_validation(high=(1, 2, float("nan"))),
        ValueError,
        "training_and_validation: validation must hold finite numbers only",
    ),
    (
        lambda: training_and_validation(low=(1, -2, 3), log_y=True),
        ValueError,
        "training_and_validation: training must be above 0 on a logarithmic axis",
    ),
    (
        lambda: training_and_validation(log_x=True),
        ValueError,
        "training_and_validation: positions must be above 0 on a logarithmic axis; got 0.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:60] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_and_leaves_no_empty_figure(call, kind, words):
    with pytest.raises(kind, match=f"^{re.escape(words)}"):
        call()
    assert plt.get_fignums() == []
