"""The figures of notebook 0: true squares, a true parabola, true ellipses, and the refusals."""

import re
import warnings
from functools import cache
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from linreg_helpers import load_fruit_yields
from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale
from tests.oracles import X, Y

RAIN, APPLES = X[:, 1].double().numpy(), Y[:, 0].double().numpy()
NAMES = load_fruit_yields().region_names
CENTRED = (RAIN - 85.6) / 30
STEPS = [0.5, 0.7044, 0.8076, 0.8597]
JUMPS = [0.5, 1.386, 0.3714, 1.533]
LINES = {"w = 0.2": 0.2, "w = 0.5": 0.5, "w = 0.9": 0.9, "w = 1.6": 1.6}
BEST = (1.09296, -17.3571)


def steps_of(x, w, b, lr, n_steps):
    path = [(w, b)]
    for _ in range(n_steps):
        diff = w * x + b - APPLES
        w, b = w - lr * 2 * (diff * x).mean(), b - lr * 2 * diff.mean()
        path.append((w, b))
    return path


NARROW, ROUND = steps_of(RAIN, 0.5, 0, 3e-5, 100), steps_of(CENTRED, 15, 42.8, 0.25, 5)

FIGURES = {
    "points_and_lines": lambda **kw: plots.points_and_lines(RAIN, APPLES, NAMES, **kw),
    "points_and_lines, lines": lambda **kw: plots.points_and_lines(
        RAIN, APPLES, NAMES, LINES, **kw
    ),
    "points_and_lines, steps": lambda **kw: plots.points_and_lines(
        RAIN, APPLES, NAMES, STEPS, steps=True, **kw
    ),
    "misses_as_squares": lambda **kw: plots.misses_as_squares(RAIN, APPLES, NAMES, 0.5, **kw),
    "misses_as_squares, best": lambda **kw: plots.misses_as_squares(
        RAIN, APPLES, NAMES, *BEST, **kw
    ),
    "mean_of_squares": lambda **kw: plots.mean_of_squares(RAIN, APPLES, NAMES, 0.5, **kw),
    "loss_over_weight": lambda **kw: plots.loss_over_weight(RAIN, APPLES, LINES, **kw),
    "loss_over_weight, steps": lambda **kw: plots.loss_over_weight(
        RAIN, APPLES, STEPS, steps=True, **kw
    ),
    "loss_over_weight, jumps": lambda **kw: plots.loss_over_weight(
        RAIN, APPLES, JUMPS, steps=True, **kw
    ),
    "rise_over_run": lambda **kw: plots.rise_over_run(RAIN, APPLES, 0.5, 0.1, **kw),
    "bowl": lambda **kw: plots.bowl(RAIN, APPLES, NARROW, marks=[0, 1, 100], **kw),
    "bowl, round": lambda **kw: plots.bowl(
        CENTRED, APPLES, ROUND, marks=[0, 1, 2, 5], unit="30 mm", **kw
    ),
}
# What stands at the axes: x label, y label.
POINTS = ("rainfall (mm)", "apples (ton)")
PARABOLA = ("weight w (ton per mm)", "loss (ton²)")
LABELS = {
    "points_and_lines": POINTS,
    "misses_as_squares": POINTS,
    "mean_of_squares": ("region; the numbers are the areas (ton²)", "side: the miss (ton)"),
    "loss_over_weight": PARABOLA,
    "rise_over_run": PARABOLA,
    "bowl": ("weight w (ton per mm)", "bias b (ton)"),
    "bowl, round": ("weight w (ton per 30 mm)", "bias b (ton)"),
}
each_drawn = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@cache
def drawn(name):
    """Return one of the figures, drawn, for tests that only look at it."""
    ax = FIGURES[name]()
    pixels(ax)
    return ax


def pixels(ax):
    return looks.pixels(ax.figure)


@pytest.mark.parametrize("name", FIGURES)
def test_everything_stands_out_from_the_ground(name):
    assert too_pale(drawn(name).figure) == []


def words(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def loss(w, b=0.0, x=RAIN):
    return np.mean((w * x + b - APPLES) ** 2)


# --- every figure ---------------------------------------------------------------------------------


@each_drawn
def test_its_axes_say_what_they_show_with_units(name):
    ax = drawn(name)
    expected = LABELS.get(name) or LABELS[name.split(",")[0]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == expected
    assert len(ax.get_title()) > 10


@each_drawn
def test_everything_is_large_enough_for_a_projector_and_in_the_style_of_the_course(name):
    ax = drawn(name)
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    for text in [ax.xaxis.label, ax.yaxis.label, ax.title, *ticks, *ax.texts]:
        assert text.get_fontsize() >= 12
        assert text.get_fontfamily() == ["DejaVu Sans"]
    assert all(line.get_linewidth() >= 2 for line in ax.lines)
    assert ax.figure.dpi == 140
    assert ax.figure.get_size_inches()[0] == 7


@each_drawn
def test_no_two_texts_overlap_and_nothing_is_cut_off(name):
    ax = drawn(name)
    boxes = [Text.get_window_extent(text) for text in [*ax.texts, ax.title] if text.get_text()]
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
    assert looks.edges_are_white(pixels(ax))


@each_drawn
def test_it_draws_on_the_axes_that_it_is_given_and_leaves_the_settings_alone(name):
    before = dict(mpl.rcParams)
    figure, (ax, other) = plt.subplots(1, 2)
    size = figure.get_size_inches().tolist()
    assert FIGURES[name](ax=ax, title="Mine") is ax
    assert ax.get_title() == "Mine"
    assert plt.get_fignums() == [figure.number]
    assert not other.has_data()
    assert figure.get_size_inches().tolist() == size
    assert dict(mpl.rcParams) == before


def test_tensors_arrays_and_lists_give_the_same_figure():
    rain, apples = torch.tensor(RAIN), torch.tensor(APPLES, requires_grad=True)
    kinds = [(rain, apples), (RAIN, APPLES), (RAIN.tolist(), APPLES.tolist())]
    images = [pixels(plots.misses_as_squares(*kind, NAMES, 0.5)) for kind in kinds]
    assert all(np.array_equal(image, images[0]) for image in images)


# --- points and lines -----------------------------------------------------------------------------


def test_each_region_is_a_named_point():
    ax = drawn("points_and_lines")
    (points,) = ax.lines
    assert points.get_xydata().tolist() == np.stack([RAIN, APPLES], 1).tolist()
    assert [(text.get_text(), text.xy) for text in ax.texts] == [
        (name, (x, y)) for name, x, y in zip(NAMES, RAIN, APPLES, strict=True)
    ]


def test_a_line_has_the_slope_of_its_weight_ends_at_the_frame_and_bears_its_name_there():
    ax = drawn("points_and_lines, lines")
    for line, (label, w) in zip(ax.lines, LINES.items(), strict=False):
        x, y = line.get_xydata().T
        assert line.get_label() == label
        assert y == pytest.approx(w * x)
        assert (x[0], y[0]) == (0, 0)
        assert x[1] == pytest.approx(ax.get_xlim()[1]) or y[1] == pytest.approx(ax.get_ylim()[1])
        (text,) = (text for text in ax.texts if text.get_text() == label)
        assert text.xy == pytest.approx((x[1], y[1]))


def test_lines_differ_in_colour_and_style_and_steps_in_strength_and_number():
    lines = drawn("points_and_lines, lines").lines[: len(LINES)]
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == len(lines)
    assert len({to_rgb(line.get_color()) for line in lines}) == len(lines)
    ax = drawn("points_and_lines, steps")
    lightness = [sum(to_rgb(line.get_color())) for line in ax.lines[: len(STEPS)]]
    assert lightness == sorted(lightness, reverse=True)
    assert words(ax)[: len(STEPS)] == ["0", "1", "2", "3"]


def test_a_line_with_a_bias_begins_where_it_enters_the_figure():
    line = drawn("misses_as_squares, best").lines[0]
    (x, y), _ = line.get_xydata()
    assert (x, y) == pytest.approx((-BEST[1] / BEST[0], 0))
    assert words(line.axes)[0] == "w = 1.093, b = −17.36"  # noqa: RUF001  as matplotlib writes it


def test_a_line_outside_of_the_figure_does_no_harm():
    ax = plots.points_and_lines(RAIN, APPLES, NAMES, {"flat": 0.0, "down": -1.0})
    assert ax.lines[0].get_ydata().tolist() == [0, 0]
    pixels(ax)


# --- squares --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("w", "b"), [(0.5, 0.0), BEST, (1.3, 0.0)])
def test_each_square_spans_from_the_line_to_the_point_and_touches_it(w, b):
    ax = plots.misses_as_squares(RAIN, APPLES, NAMES, w, b)
    assert len(ax.patches) == 5
    for square, x, y in zip(ax.patches, RAIN, APPLES, strict=True):
        side = abs(w * x + b - y)
        assert square.get_width() == pytest.approx(side)
        assert square.get_height() == pytest.approx(side)
        assert [square.get_y(), square.get_y() + side] == pytest.approx(sorted([w * x + b, y]))
        assert pytest.approx(x) in (square.get_x(), square.get_x() + side)


@pytest.mark.parametrize("name", ["misses_as_squares", "misses_as_squares, best"])
def test_the_squares_are_square_on_the_page(name):
    ax = drawn(name)
    for square in ax.patches:
        width, height = square.get_window_extent().size
        assert width == pytest.approx(height, rel=1e-6)


def test_the_squares_stand_where_they_overlap_least():
    def overlap(squares):
        boxes = [square.get_bbox() for square in squares]
        shared = [mpl.transforms.Bbox.intersection(a, b) for a, b in combinations(boxes, 2)]
        return sum(box.width * box.height for box in shared if box)

    squares = drawn("misses_as_squares").patches
    assert overlap(squares) == pytest.approx(22.5 * 8 + 8 * 33)  # Unova's with two others


def test_the_mean_of_the_squares_has_the_area_of_the_loss():
    ax = drawn("mean_of_squares")
    *squares, mean = ax.patches
    areas = [square.get_width() * square.get_height() for square in squares]
    assert areas == pytest.approx((0.5 * RAIN - APPLES) ** 2)
    assert mean.get_width() * mean.get_height() == pytest.approx(loss(0.5))
    assert words(ax) == ["506.2", "1,369", "2,704", "0.25", "3,025", "1,521"]
    labels = [text.get_text() for text in ax.get_xticklabels()]
    assert labels == [*NAMES, "mean\n= the loss"]
    assert mean.get_linestyle() != squares[0].get_linestyle()
    width, height = mean.get_window_extent().size
    assert width == pytest.approx(height, rel=1e-6)
    boxes = [square.get_bbox() for square in ax.patches]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_a_line_that_hits_every_point_has_squares_without_area():
    ax = plots.mean_of_squares([1.0, 2.0], [2.0, 4.0], ["A", "B"], 2.0)
    assert [patch.get_width() for patch in ax.patches] == [0, 0, 0]
    pixels(ax)


# --- the parabola ---------------------------------------------------------------------------------


def test_the_curve_is_the_loss_of_each_weight_with_its_lowest_point_in_the_middle():
    ax = drawn("loss_over_weight")
    w, losses = ax.lines[0].get_xydata().T
    assert losses == pytest.approx([loss(value) for value in w])
    lowest = w[np.argmin(losses)]
    assert lowest == pytest.approx(np.mean(ax.get_xlim()))
    assert lowest == pytest.approx(0.91288, abs=1e-5)
    assert ax.get_ylim()[0] == 0


def test_each_weight_has_a_mark_of_its_own_on_the_curve():
    ax = drawn("loss_over_weight")
    marks = ax.lines[1:]
    assert [mark.get_xydata().tolist() for mark in marks] == [
        [[w, loss(w)]] for w in LINES.values()
    ]
    assert len({mark.get_marker() for mark in marks}) == len(LINES)
    assert words(ax) == list(LINES)


@pytest.mark.parametrize(("name", "path"), [("steps", STEPS), ("jumps", JUMPS)])
def test_arrows_lead_from_each_step_to_the_next(name, path):
    ax = drawn(f"loss_over_weight, {name}")
    arrows = [(text.xyann, text.xy) for text in ax.texts if not text.get_text()]
    points = [(w, loss(w)) for w in path]
    assert np.array(arrows) == pytest.approx(np.array([points[:-1], points[1:]]).swapaxes(0, 1))
    assert words(ax) == ["0", "1", "2", "3"]


def test_lines_and_their_losses_look_alike_on_both_sides():
    left, right = plots.lines_and_loss(RAIN, APPLES, NAMES, LINES, title="Both")
    assert left.figure.get_suptitle() == "Both"
    colors = [line.get_color() for line in left.lines[: len(LINES)]]
    assert [mark.get_color() for mark in right.lines[1:]] == colors
    assert (left.get_xlabel(), right.get_xlabel()) == (POINTS[0], PARABOLA[0])
    assert repr(left.figure) == "<Figure size 1274x630 with 2 Axes>"
    pixels(left)
    assert left.get_position().y0 == pytest.approx(right.get_position().y0)


def test_rise_and_run_are_those_of_the_loss():
    ax = drawn("rise_over_run")
    curve, secant, run, rise, _ = ax.lines
    assert curve.get_ydata() == pytest.approx([loss(w) for w in curve.get_xdata()])
    assert run.get_xydata() == pytest.approx(np.array([[0.5, loss(0.5)], [0.6, loss(0.5)]]))
    assert rise.get_xydata() == pytest.approx(np.array([[0.6, loss(0.5)], [0.6, loss(0.6)]]))
    (x0, x1), (y0, y1) = secant.get_xydata().T
    assert (y1 - y0) / (x1 - x0) == pytest.approx((loss(0.6) - loss(0.5)) / 0.1)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["the loss", "slope −5,988"]  # noqa: RUF001
    assert words(ax)[2:] == ["run 0.1", "rise −598.8"]  # noqa: RUF001


# --- the bowl -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "x"), [("bowl", RAIN), ("bowl, round", CENTRED)])
def test_the_ellipses_are_lines_of_equal_loss_and_the_same_in_both(name, x):
    ax = drawn(name)
    _, lines = ax.collections
    assert lines.levels.tolist() == [100, 200, 500, 1000, 2000, 4000]
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        losses = [loss(w, b, x) for w, b in path.vertices]
        assert losses == pytest.approx([level] * len(losses), rel=0.02)
    fills = ax.collections[0].get_facecolor()
    assert fills == pytest.approx(drawn("bowl").collections[0].get_facecolor())


@pytest.mark.parametrize(("name", "x"), [("bowl", RAIN), ("bowl, round", CENTRED)])
def test_the_numbers_stand_on_their_ellipses(name, x):
    ax = drawn(name)
    numbered = {t.get_text(): t.xy for t in ax.texts if re.fullmatch(r"[\d,]+", t.get_text())}
    assert {"200", "500"} <= set(numbered)
    for text, place in numbered.items():
        assert loss(*place, x) == pytest.approx(float(text.replace(",", "")))


def test_what_is_round_is_round_on_the_page_and_the_raw_bowl_is_narrow():
    def roundness(name):
        ax = drawn(name)
        lines = ax.collections[1]
        at = lines.levels.tolist().index(500)
        place = ax.transData.transform(lines.get_paths()[at].vertices)
        spread = np.linalg.svd(place - place.mean(0), compute_uv=False)
        return spread[1] / spread[0]

    assert roundness("bowl, round") == pytest.approx(1, abs=0.03)
    assert roundness("bowl") < 0.25


def test_the_path_is_drawn_with_its_marks_and_the_lowest_point():
    ax = drawn("bowl, round")
    path, marks, lowest = ax.lines
    assert path.get_xydata() == pytest.approx(np.array(ROUND))
    assert marks.get_xydata() == pytest.approx(np.array(ROUND)[[0, 1, 2, 5]])
    assert lowest.get_xydata()[0] == pytest.approx([30 * BEST[0], 76.2], abs=1e-3)
    assert words(ax)[-5:] == ["step 0", "step 1", "step 2", "step 5", "lowest: 80.66"]
    assert lowest.get_marker() != marks.get_marker()


def test_steps_at_one_place_are_named_together():
    ax = plots.bowl(RAIN, APPLES, NARROW, marks=[0, 1, 10, 100])
    assert words(ax)[-4:] == ["step 0", "step 1", "steps 10 to 100", "lowest: 80.66"]


# --- refusals -------------------------------------------------------------------------------------

REFUSALS = [
    (
        lambda: plots.points_and_lines(RAIN, APPLES[:4], NAMES),
        ValueError,
        "points_and_lines: apples must be numbers of shape (5,); got the shape (4,).",
    ),
    (
        lambda: plots.points_and_lines(RAIN, APPLES, NAMES[:2]),
        ValueError,
        "points_and_lines: names must be 5 names; got 2.",
    ),
    (
        lambda: plots.points_and_lines(RAIN, APPLES, NAMES, {"w": float("nan")}),
        ValueError,
        "points_and_lines: lines['w'] must hold finite numbers only; got nan",
    ),
    (
        lambda: plots.misses_as_squares(RAIN, APPLES, NAMES, [0.5, 0.6]),
        ValueError,
        "misses_as_squares: w must be numbers of shape (); got the shape (2,).",
    ),
    (
        lambda: plots.loss_over_weight(RAIN, APPLES, 0.5),
        ValueError,
        "loss_over_weight: weights must be numbers of shape (k,); got the shape ().",
    ),
    (
        lambda: plots.rise_over_run(RAIN, APPLES, 0.5, 0),
        ValueError,
        "rise_over_run: run must be a finite number above 0; got 0.",
    ),
    (
        lambda: plots.bowl(RAIN, APPLES, NARROW, marks=[101]),
        ValueError,
        "bowl: a mark must be a step of the path, from 0 to 100; got 101. Usual cause: a path "
        "that is shorter.",
    ),
    (
        lambda: plots.bowl(np.ones(5), APPLES, NARROW, marks=[0]),
        ValueError,
        "bowl: inputs must not all be the same; got 1 only. Usual cause: a column of ones in "
        "place of the input.",
    ),
    (
        lambda: plots.mean_of_squares(RAIN, APPLES, NAMES, 0.5, ax=np.zeros(2)),
        TypeError,
        "mean_of_squares: ax must be a matplotlib Axes or None",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:60] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_and_leaves_no_empty_figure(call, kind, words):
    with pytest.raises(kind, match=f"^{re.escape(words)}"):
        call()
    assert plt.get_fignums() == []
