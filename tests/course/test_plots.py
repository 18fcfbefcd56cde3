"""The figures, through what is drawn: numbers, labels, second cues, size, and the refusals."""

import re
import warnings
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from linreg_helpers import init_params, load_fruit_yields, mse, predict, train
from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale
from tests.course.expected_looks import LOOKS
from tests.oracles import X, Y

DATA = load_fruit_yields()
NAMES = {"target_names": DATA.target_names, "region_names": DATA.region_names}
# The predictions that the study notes print, the first and the last.
FIRST = torch.tensor(
    [
        [116.6629, -163.4659],
        [148.9410, -221.4479],
        [375.6723, -230.6700],
        [-30.1504, -168.7918],
        [211.2514, -214.7471],
    ]
)
LAST = torch.tensor(
    [
        [57.4097, 70.6969],
        [82.0064, 100.3976],
        [118.7603, 132.9620],
        [21.0812, 36.9854],
        [101.8528, 119.1335],
    ]
)
SEED_0 = predict(X, *init_params(3, 2, seed=0))
NAN, INF = float("nan"), float("inf")


def first_losses(n=50):
    return train(X, Y, *init_params(3, 2, seed=0), n_steps=n, progress=False).losses


def one_step_losses(rates):
    w, b = init_params(3, 2, seed=0)
    mse(predict(X, w, b), Y).backward()
    return [mse(predict(X, w - r * w.grad, b - r * b.grad), Y) for r in rates]


LOSSES = first_losses()
RATES = torch.linspace(0, 1.2e-4, 61)
RATE_LOSSES = one_step_losses(RATES)
SIZES, SECONDS = [5, 1000, 1_000_000], {"loop": [1e-4, 1e-4, 0.5], "sums": [1e-6, 1e-6, 1e-6]}

FIGURES = {
    "loss_curve": lambda **kw: plots.loss_curve(LOSSES, **kw),
    "loss_curve, log, two runs": lambda **kw: plots.loss_curve(
        {"right": LOSSES, "half": LOSSES / 2}, log=True, phases={0: "one", 3: "two"}, **kw
    ),
    "predicted_against_actual": lambda **kw: plots.predicted_against_actual(LAST, Y, **NAMES, **kw),
    "loss_along_gradient": lambda **kw: plots.loss_along_gradient(
        RATES, RATE_LOSSES, lr=1e-5, **kw
    ),
    "squared_differences": lambda **kw: plots.squared_differences(SEED_0, Y, **NAMES, **kw),
    "cost_curves": lambda **kw: plots.cost_curves(SIZES, SECONDS, xlabel="number of rows", **kw),
}
# The same functions where something is missing, or a run diverges.
SPECIAL = {
    "loss_curve, diverged": lambda: plots.loss_curve(
        {"1e-5": [3, 2, 1], "1e-3": [3, 9, INF]}, log=True
    ),
    "loss_curve, one diverged at once": lambda: plots.loss_curve(
        {"good": [2, 1], "bad": [NAN, NAN]}
    ),
    "loss_curve, all diverged at once": lambda: plots.loss_curve([NAN, NAN]),
    "loss_curve, one loss": lambda: plots.loss_curve([3.0]),
    "loss_along_gradient, lr = lowest": lambda: plots.loss_along_gradient(
        [1, 2, 3], [4, 2, 1], lr=2
    ),
    "predicted_against_actual, no names": lambda: plots.predicted_against_actual(LAST, Y),
    "predicted_against_actual, one point": lambda: plots.predicted_against_actual(
        [[5.0]], [[5.0]], region_names=["Kanto"]
    ),
    "squared_differences, one target": lambda: plots.squared_differences(
        LAST[:, :1], Y[:, :1], region_names=DATA.region_names, target_names=["apples"]
    ),
}

IN_TONS = [name for name in FIGURES if name not in ("cost_curves",)]
each_drawn = pytest.mark.parametrize("name", FIGURES)
every_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@cache
def drawn(name):
    """Return one of the figures, for tests that only look at it."""
    return (FIGURES | SPECIAL)[name]()


def labelled(ax):
    """Return the lines that have a label, by label."""
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def legend_texts(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def pixels(ax):
    return looks.pixels(ax.figure)


@cache
def drawn_pixels(name):
    """Return the pixels of one of the figures, for tests that only look at them."""
    return pixels(drawn(name))


def boxes(ax):
    pixels(ax)
    return [Text.get_window_extent(text) for text in ax.texts]


def line_style(line):
    """Return the dashes themselves: for dashes of one's own, get_linestyle() says only "--"."""
    return str(line._unscaled_dash_pattern)


def different_cues(lines):
    colors = {to_rgb(line.get_color()) for line in lines}
    return len(colors) == len({line_style(line) for line in lines}) == len(lines)


# every figure


@each_drawn
def test_a_new_figure_has_the_fixed_size(name):
    figure = drawn(name).figure
    assert repr(figure) == "<Figure size 980x630 with 1 Axes>"
    assert figure.dpi == 140
    assert drawn_pixels(name).shape == (630, 980, 4)


@every_figure
def test_it_draws_on_the_axes_that_it_is_given_and_opens_no_figure(draw):
    figure, (ax, other) = plt.subplots(1, 2)
    assert draw(ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    assert ax.has_data()
    assert not other.has_data()
    assert figure.get_size_inches().tolist() == mpl.rcParams["figure.figsize"]


@every_figure
def test_global_settings_are_left_alone(draw):
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever an earlier test may have left behind
        before = mpl.rcParams.copy()
        draw()
        draw(ax=plt.subplots()[1])
        assert dict(mpl.rcParams) == dict(before)


@each_drawn
def test_the_look_does_not_depend_on_the_settings_at_the_time_of_saving(name):
    ax = drawn(name)
    here = drawn_pixels(name)
    loud = {"font.size": 30, "font.family": "monospace", "lines.linewidth": 9, "grid.color": "red"}
    loud |= {"xtick.labelsize": 30, "ytick.color": "red", "axes.prop_cycle": mpl.cycler(color="r")}
    with plt.rc_context(loud):
        assert np.array_equal(pixels(ax), here)


@pytest.mark.parametrize("name", LOOKS)
def test_it_shows_what_the_table_says(name):
    drawn_pixels(name)  # only then the ticks have their texts
    assert looks.axes(drawn(name)) == LOOKS[name]


@each_drawn
def test_the_legend_stands_beside_the_drawing_and_inside_of_axes_that_are_given(name):
    if not LOOKS[name]["legend"]:
        return
    drawn_pixels(name)
    ax = drawn(name)
    beside, frame = ax.get_legend().get_window_extent(), ax.get_window_extent()
    assert frame.x1 <= beside.x0 < frame.x1 + 40
    assert 0 <= frame.y1 - beside.y1 < 40
    given = FIGURES[name](ax=plt.figure().add_axes((0.1, 0.1, 0.8, 0.8)))
    pixels(given)
    inside = given.get_legend().get_window_extent()
    assert given.get_window_extent().padded(1).count_overlaps([inside]) == 1
    assert inside.x1 <= given.get_window_extent().x1


@pytest.mark.parametrize("name", FIGURES | SPECIAL)
def test_everything_stands_out_from_the_ground(name):
    assert too_pale(drawn(name).figure) == []


@pytest.mark.parametrize("name", FIGURES)
def test_the_caller_can_change_title_and_unit(name):
    ax = FIGURES[name](title="Mine", **({"unit": "kg"} if name in IN_TONS else {}))
    if name in IN_TONS:
        assert "(kg" in ax.get_ylabel()
        assert not any("ton" in word for word in [ax.get_xlabel(), ax.get_ylabel()])
    assert ax.get_title() == "Mine"
    ax.set_title("Again")
    assert [ax.get_title(loc=side) for side in ("left", "center", "right")] == ["", "Again", ""]


@each_drawn
def test_everything_is_large_enough_for_a_projector(name):
    drawn_pixels(name)  # only then the ticks have their texts
    ax = drawn(name)
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    for text in [ax.xaxis.label, ax.yaxis.label, ax.title, *ticks, *ax.texts, *legend]:
        assert text.get_fontsize() >= 12
        assert text.get_fontfamily() == ["DejaVu Sans"]
    assert all(line.get_linewidth() >= 2 for line in ax.lines)


@each_drawn
def test_nothing_is_cut_off_at_the_edge(name):
    assert looks.edges_are_white(drawn_pixels(name))


@each_drawn
def test_texts_do_not_overlap(name):
    drawn_pixels(name)  # only then the texts have their places
    places = [Text.get_window_extent(text) for text in drawn(name).texts]
    for i, box in enumerate(places):
        assert box.count_overlaps(places[:i]) == 0


def test_every_sign_of_the_course_is_in_the_font():
    ax = plots.loss_curve([1, 2], title="°F, ton², λ, Σ, →, ≤, \N{MINUS SIGN}")
    pixels(ax)  # a missing glyph is a warning, and a warning is an error here


def test_second_cues_and_colours_repeat_together_as_late_as_possible():
    runs = {f"{k}": [2.0, 1.0] for k in range(35)}
    lines = plots.loss_curve(runs, ax=plt.subplots()[1]).lines
    assert len({(line.get_color(), line_style(line)) for line in lines}) == 35


def test_tensors_with_a_graph_arrays_and_lists_give_the_same_figure():
    w, b = init_params(3, 2, seed=0)
    pred = predict(X, w, b)
    assert pred.requires_grad
    kinds = [pred, pred.detach().numpy(), pred.tolist(), [list(row) for row in pred], pred.double()]
    images = [pixels(plots.predicted_against_actual(kind, Y)) for kind in kinds]
    assert all(np.array_equal(image, images[0]) for image in images)
    assert pred.requires_grad


# loss_curve


def test_the_loss_curve_starts_at_step_0_and_shows_every_loss():
    (line,) = plots.loss_curve(LOSSES).lines
    assert line.get_xdata().tolist() == list(range(51))
    assert line.get_ydata().tolist() == LOSSES.tolist()


@pytest.mark.parametrize(("log", "scale"), [(False, "linear"), (True, "log")])
def test_the_loss_axis_is_logarithmic_on_request_and_says_so(log, scale):
    ax = plots.loss_curve(LOSSES, log=log)
    assert ax.get_yscale() == scale
    assert ("logarithmic" in ax.get_ylabel()) == log
    assert ax.get_xscale() == "linear"


def test_the_step_axis_can_be_logarithmic_and_still_shows_step_0():
    ax = plots.loss_curve(LOSSES, log_steps=True)
    assert ax.get_xscale() == "symlog"
    assert ax.get_xlabel() == "step, logarithmic scale"
    assert ax.get_xlim()[0] < 0 < 50 < ax.get_xlim()[1]
    pixels(ax)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0", "1", "10"]


@pytest.mark.parametrize(
    ("span", "ticks"),
    [
        (1.01, "0.7 0.701 0.702 0.703 0.704 0.705 0.706 0.707"),
        (3, "0.8 1 1.2 1.4 1.6 1.8 2 2.2"),
        (30, "1 2 5 10 20"),
        (900, "0.5 1 2 5 10 20 50 100 200 500"),
        (1.1e3, "1 10 100 1,000"),
        (3e6, "1 10 100 1,000 10,000 100,000 1e6"),
        (1e30, None),
    ],
)
def test_a_logarithmic_axis_always_has_ticks_to_read(span, ticks):
    ax = plots.loss_curve([0.7 * span, 0.7], log=True)
    pixels(ax)
    found = looks.ticks(ax.yaxis).removesuffix(" + marks")
    assert len(found.split()) >= 3
    assert ticks in (None, found)


def test_several_runs_have_a_legend_and_two_cues():
    runs = {f"seed {k}": LOSSES * (k + 1) for k in range(5)}
    ax = plots.loss_curve(runs)
    assert legend_texts(ax) == list(runs)
    assert different_cues(ax.lines)
    for label, run in runs.items():
        assert labelled(ax)[label].get_ydata() == pytest.approx(run.numpy())


PHASES = {0: "first phase", 3: "second\nphase", 20: "third phase"}


@pytest.mark.parametrize("log", [False, True])
def test_each_phase_is_a_band_to_the_next_one_with_its_name_in_it_above_the_curve(log):
    ax = plots.loss_curve(LOSSES, log=log, phases=PHASES)
    pixels(ax)
    assert ax.get_xscale() == "symlog"
    assert ax.get_xlabel() == "step, logarithmic scale"
    left, right = ax.get_xlim()
    bands = [(band.get_x(), band.get_x() + band.get_width()) for band in ax.patches]
    assert np.ravel(bands) == pytest.approx([left, 3, 3, 20, 20, right])
    colors = [band.get_facecolor() for band in ax.patches]
    assert colors[0] == colors[2] != colors[1]
    curve, *borders = ax.lines
    assert [set(line.get_xdata()) for line in borders] == [{3}, {20}]
    assert all(line.is_dashed() for line in borders)  # not by colour alone
    assert texts(ax) == list(PHASES.values())
    path = curve.get_path().transformed(curve.get_transform())
    for text, band in zip(ax.texts, ax.patches, strict=True):
        box, frame = text.get_window_extent(), band.get_window_extent()
        assert frame.x0 < box.x0 < box.x1 < frame.x1
        assert (box.x0 + box.x1) / 2 == pytest.approx((frame.x0 + frame.x1) / 2, abs=2)
        assert not path.intersects_bbox(box, filled=False)


def test_the_bands_lie_behind_everything_else():
    ax = plots.loss_curve(LOSSES, phases=PHASES)
    assert max(band.get_zorder() for band in ax.patches) < min(x.get_zorder() for x in ax.lines)


def test_phases_in_any_order_are_the_same_bands():
    ordered, mixed = (
        plots.loss_curve(LOSSES, phases=dict(items))
        for items in (PHASES.items(), [*PHASES.items()][::-1])
    )
    assert np.array_equal(pixels(ordered), pixels(mixed))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("bad", [NAN, INF])
def test_a_diverged_run_is_drawn_as_far_as_it_is_finite_and_says_where_it_stops(bad, log):
    ax = plots.loss_curve([1.0, 10.0, 100.0, bad, 5.0], log=log)
    assert ax.lines[0].get_ydata().tolist() == [1, 10, 100]
    assert (ax.lines[1].get_xdata(), ax.lines[1].get_ydata()) == ([2], [100])
    assert ax.lines[1].get_marker() == "X"
    assert texts(ax) == ["not finite from step 3 on"]
    pixels(ax)


def test_of_two_runs_only_the_diverged_one_is_marked():
    ax = plots.loss_curve({"1e-5": [3, 2, 1], "1e-3": [3, 9, INF]}, log=True)
    assert legend_texts(ax) == ["1e-5", "1e-3"]
    assert texts(ax) == ["not finite from step 2 on"]
    assert ax.lines[2].get_color() == ax.lines[1].get_color()


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("log_steps", [False, True])
def test_a_run_without_any_finite_loss_says_so(log, log_steps):
    for run in ([NAN, NAN], [INF]):
        ax = plots.loss_curve(run, log=log, log_steps=log_steps)
        assert texts(ax) == ["not finite from step 0 on"]
        pixels(ax)
    ax = plots.loss_curve({"good": [2, 1], "bad": [NAN, NAN]}, log=log, log_steps=log_steps)
    assert texts(ax) == ["bad: not finite from step 0 on"]
    pixels(ax)


@pytest.mark.parametrize("run", [[4.0, 0.0], [0.0, 4.0], [4.0, NAN, -1.0], [4.0, INF]])
def test_only_losses_without_any_logarithm_are_refused(run):
    assert plots.loss_curve(run, log=True).get_yscale() == "log"


@pytest.mark.parametrize("step", [0, 50])
def test_a_phase_can_begin_at_the_first_and_at_the_last_step(step):
    assert texts(plots.loss_curve(LOSSES, phases={step: "here"})) == ["here"]


def test_a_text_in_place_of_the_curve_stands_in_the_middle():
    (text,) = drawn("loss_curve, all diverged at once").texts
    frame, box = (
        drawn("loss_curve, all diverged at once").get_window_extent(),
        text.get_window_extent(),
    )
    assert (box.x0 + box.x1) / 2 == pytest.approx((frame.x0 + frame.x1) / 2, abs=2)
    assert box.y0 == pytest.approx((frame.y0 + frame.y1) / 2, abs=10)


def test_a_loss_that_reaches_zero_can_be_drawn_logarithmically():
    ax = plots.loss_curve([16.0, 4.0, 0.0], log=True)
    assert ax.get_ylim()[0] > 0
    pixels(ax)


# predicted_against_actual


def test_each_target_is_drawn_at_actual_and_predicted():
    drawn = labelled(plots.predicted_against_actual(FIRST, Y, **NAMES))
    for j, name in enumerate(DATA.target_names):
        assert drawn[name].get_xdata().tolist() == Y[:, j].tolist()
        assert drawn[name].get_ydata().tolist() == FIRST[:, j].tolist()


@pytest.mark.parametrize("pred", [FIRST, LAST, SEED_0], ids=["hopeless", "good", "seed 0"])
def test_the_ideal_line_is_the_diagonal_of_equal_axes_that_hold_everything(pred):
    ax = plots.predicted_against_actual(pred, Y, **NAMES)
    ideal = labelled(ax)["predicted = actual"]
    assert ax.get_xlim() == ax.get_ylim() == tuple(ideal.get_xdata()) == tuple(ideal.get_ydata())
    assert ax.get_aspect() == 1
    low, high = ax.get_xlim()
    assert low < min(pred.min(), Y.min())
    assert high > max(pred.max(), Y.max())


@pytest.mark.parametrize("pred", [FIRST, LAST, SEED_0], ids=["hopeless", "good", "seed 0"])
def test_the_names_of_the_regions_hide_neither_each_other_nor_a_mark(pred):
    ax = plots.predicted_against_actual(pred, Y, **NAMES)
    assert texts(ax) == [*DATA.region_names] * 2
    places = boxes(ax)
    marks = ax.transData.transform([*zip(Y.T.flatten(), pred.detach().T.flatten(), strict=True)])
    for i, (text, box) in enumerate(zip(ax.texts, places, strict=True)):
        assert text.xy == (Y.T.flatten()[i], pred.T.flatten()[i])
        assert box.count_overlaps(places[:i]) == 0
        assert not any(box.contains(*mark) for mark in marks)
        assert ax.get_window_extent().x0 < box.x0
        assert ax.get_window_extent().x1 > box.x1
        # Near its mark, or tied to it by a line.
        gap = np.hypot(*np.maximum(abs(marks[i] - box.get_points().mean(0)) - box.size / 2, 0))
        assert gap < (65 if text.arrow_patch.get_visible() else 25) * 140 / 72


def test_the_first_target_has_its_names_on_the_left_and_the_next_on_the_right():
    drawn_pixels("predicted_against_actual")
    ax = drawn("predicted_against_actual")
    sides = []
    for text in ax.texts:
        box = Text.get_window_extent(text)
        sides.append(box.get_points().mean(0)[0] - ax.transData.transform(text.xy)[0])
    assert sum(side < 0 for side in sides[:5]) >= 4
    assert sum(side > 0 for side in sides[5:]) >= 3


def test_equal_axes_leave_no_empty_band_at_the_sides():
    columns = (drawn_pixels("predicted_against_actual") < 255).any(axis=(0, 2)).nonzero()[0]
    assert columns[0] < 60
    assert columns[-1] > 980 - 60


def test_targets_differ_in_colour_and_marker():
    lines = [*labelled(plots.predicted_against_actual(LAST, Y)).values()][:2]
    assert len({line.get_marker() for line in lines}) == 2
    assert len({line.get_color() for line in lines}) == 2
    assert len({line.get_markersize() for line in lines}) == 2  # of equal points both are seen


def test_without_names_targets_are_numbered_and_no_name_is_written():
    ax = plots.predicted_against_actual(LAST, Y)
    assert legend_texts(ax) == ["target 1", "target 2", "predicted = actual"]
    assert texts(ax) == []


# loss_along_gradient


def test_the_curve_goes_through_every_rate():
    curve = plots.loss_along_gradient(RATES, RATE_LOSSES, lr=1e-5).lines[0]
    assert curve.get_xdata().tolist() == RATES.tolist()
    assert curve.get_ydata().tolist() == torch.stack(RATE_LOSSES).tolist()


def test_rates_in_any_order_make_one_curve():
    ax = plots.loss_along_gradient([2.0, 0.0, 1.0], [3.0, 5.0, 4.0], lr=1.0)
    assert ax.lines[0].get_xdata().tolist() == [0, 1, 2]
    assert ax.lines[0].get_ydata().tolist() == [5, 4, 3]


def test_start_chosen_rate_and_lowest_point_are_marked_and_named():
    ax = plots.loss_along_gradient(RATES, RATE_LOSSES, lr=1e-5)
    assert sorted(texts(ax)) == [
        "lowest: 5.6e-5\nloss 3,435",
        "lr = 1e-5\nloss 23,430",
        "start\nloss 33,060",
    ]
    dots = ax.lines[1:]
    assert sorted(dot.get_xdata()[0] for dot in dots) == pytest.approx([0, 1e-5, 5.6e-5])
    assert len({dot.get_marker() for dot in dots}) == 3
    for text, box in zip(ax.texts, boxes(ax), strict=True):
        path = ax.lines[0].get_path().transformed(ax.transData)
        assert not path.intersects_bbox(box, filled=False), text


def test_a_rate_between_two_others_is_marked_on_the_curve():
    ax = plots.loss_along_gradient([0, 1, 2], [4, 2, 1], lr=0.5)
    assert "lr = 0.5\nloss 3" in texts(ax)


@pytest.mark.parametrize(
    ("rates", "losses", "marked"),
    [
        ([0, 1, 2], [4, 3, 2], ["lr = 1", "start"]),  # the lowest is at the end
        ([0, 1, 2], [2, 3, 4], ["lr = 1", "start"]),  # ... at the start
        ([0.5, 1, 2], [4, 3, 5], ["lr = 1", "lowest: 1"]),
        ([0.5, 1, 2, 3], [4, 2, 1, 5], ["lr = 1", "lowest: 2"]),
    ],
)
def test_what_is_not_there_is_not_marked(rates, losses, marked):
    ax = plots.loss_along_gradient(rates, losses, lr=1)
    assert [text.split("\n")[0] for text in texts(ax)] == marked
    points = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines[1:]]
    assert points == [text.xy for text in ax.texts]


def test_the_last_rate_may_be_chosen_although_float32_has_rounded_it():
    rates = torch.linspace(0, 1e-5, 11)
    plots.loss_along_gradient(rates, rates + 1, lr=1e-5)
    plots.loss_along_gradient(rates, rates + 1, lr=rates[-1])
    plots.loss_along_gradient(rates[1:], rates[1:] + 1, lr=1e-6 * (1 - 1e-7))
    for lr in (1.0001e-5, 0.9999e-6):
        with pytest.raises(ValueError, match="lr must be within rates, from 1e-06 to 1e-05"):
            plots.loss_along_gradient(rates[1:], rates[1:] + 1, lr=lr)


# squared_differences


def test_each_bar_is_a_squared_difference():
    ax = plots.squared_differences(SEED_0, Y, **NAMES)
    bars = [[bar.get_height() for bar in group] for group in ax.containers]
    assert np.transpose(bars) == pytest.approx(((SEED_0 - Y) ** 2).detach().numpy(), rel=1e-5)
    for row, name in enumerate(DATA.region_names):
        inside = [group[row] for group in ax.containers]
        middle = np.mean([bar.get_x() + bar.get_width() / 2 for bar in inside])
        assert middle == pytest.approx(ax.get_xticks()[row])
        assert ax.get_xticklabels()[row].get_text() == name


def test_the_dashed_line_is_the_loss_and_says_so():
    ax = plots.squared_differences(LAST, Y, **NAMES)
    (line,) = ax.lines
    assert line.is_dashed()
    assert line.get_ydata() == pytest.approx([mse(LAST, Y).item()] * 2, rel=1e-5)
    assert legend_texts(ax) == [*DATA.target_names, "mean = the loss:\n0.6086 ton²"]


def test_the_bars_of_a_region_stand_side_by_side_and_differ_in_colour_and_hatch():
    y = torch.ones(3, 5)
    ax = plots.squared_differences(2 * y, y, region_names=list("abc"), target_names=list("12345"))
    groups = [group[0] for group in ax.containers]
    assert [looks.color(bar.get_facecolor()) for bar in groups] == [
        "blue", "vermilion", "green", "pink", "black"
    ]  # fmt: skip
    assert [bar.get_hatch() for bar in groups] == ["", "//", "..", "xx", ""]
    assert {looks.color(bar.get_edgecolor()) for bar in groups} == {"white"}
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in groups]
    assert np.ravel(ends) == pytest.approx([-0.4, *np.repeat([-0.24, -0.08, 0.08, 0.24], 2), 0.4])


def test_the_names_of_the_regions_have_no_tick_marks():
    ax = drawn("squared_differences")
    assert {tick.tick1line.get_markersize() for tick in ax.xaxis.get_major_ticks()} == {0}


def test_the_mean_is_seen_over_the_bars_and_the_line_of_equality_under_the_marks():
    ax = drawn("squared_differences")
    assert ax.lines[0].get_zorder() > max(bar.get_zorder() for bar in ax.patches)
    *marks, ideal = drawn("predicted_against_actual").lines
    assert ideal.get_zorder() < min(mark.get_zorder() for mark in marks)


# cost_curves


def test_each_cost_is_a_line_on_logarithmic_axes():
    ax = drawn("cost_curves")
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    for label, line in labelled(ax).items():
        assert line.get_xydata() == pytest.approx(np.column_stack([SIZES, SECONDS[label]]))
    assert different_cues(ax.lines)


def test_many_decades_have_few_ticks():
    ax = plots.cost_curves([1, 1e12], {"loop": [1e-6, 1e6]}, xlabel="rows")
    pixels(ax)
    assert 3 <= len(looks.ticks(ax.xaxis).split()) <= 6
    assert 3 <= len(looks.ticks(ax.yaxis).split()) <= 6


# refusals

OTHER_DATA = "rows and columns are swapped, or the numbers belong to different data."
DROPPED = "an index that drops a dimension, or brackets too many or too few."
NOT_NUMBERS = "texts, rows of different lengths, or a History in place of its losses."
NOTHING = "a slice or a filter selected nothing."
DIVERGED = "a run that diverged, because its learning rate was too large."
MISSING = "a missing value in the table, or a division by zero."
NO_LABEL = "the numbers of a single line, without a label."
TOO_SHORT = "a time that was too short to measure, or an empty table."
NO_LOOP = "the loop that fills it did not run."
OTHER_NAMES = "names of the columns in place of names of the rows, or the other way round."
NO_LOG = "numbers that are not losses, or a fit without any error."
HISTORY = train(X, Y, *init_params(3, 2, seed=0), n_steps=2, progress=False)

REFUSALS = [
    # numbers
    (
        lambda: plots.loss_curve(HISTORY),
        TypeError,
        "loss_curve: losses must be numbers of shape (steps,); got History(2 steps, loss "
        f"3.306e+04 -> 1.693e+04). Usual cause: {NOT_NUMBERS}",
    ),
    (
        lambda: plots.loss_curve(["1", "2"]),
        TypeError,
        "loss_curve: losses must be numbers of shape (steps,); got a list of length 2. "
        f"Usual cause: {NOT_NUMBERS}",
    ),
    (
        lambda: plots.loss_curve({"seed 0": None}),
        TypeError,
        "loss_curve: losses['seed 0'] must be numbers of shape (steps,); got None. "
        f"Usual cause: {NOT_NUMBERS}",
    ),
    (
        lambda: plots.loss_curve(LOSSES[:0]),
        ValueError,
        f"loss_curve: losses must not be empty; got a tensor of shape (0,). Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.loss_curve([]),
        ValueError,
        f"loss_curve: losses must not be empty; got a list of length 0. Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.loss_curve({"seed 0": []}),
        ValueError,
        "loss_curve: losses['seed 0'] must not be empty; got a list of length 0. "
        f"Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.predicted_against_actual(Y[:0], Y[:0]),
        ValueError,
        "predicted_against_actual: pred must not be empty; got a tensor of shape (0, 2). "
        f"Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.loss_along_gradient([], [], lr=1),
        ValueError,
        "loss_along_gradient: rates must not be empty; got a list of length 0. "
        f"Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.loss_panels({"A": [1.0]}, right=[]),
        ValueError,
        f"loss_panels: right must not be empty; got a list of length 0. Usual cause: {NOTHING}",
    ),
    (
        lambda: plots.loss_curve({}),
        ValueError,
        f"loss_curve: losses must not be empty; got {{}}. Usual cause: {NO_LOOP}",
    ),
    (
        lambda: plots.loss_panels({}, right=LOSSES),
        ValueError,
        f"loss_panels: runs must not be empty; got {{}}. Usual cause: {NO_LOOP}",
    ),
    (
        lambda: plots.cost_curves(SIZES, {}, xlabel="rows"),
        ValueError,
        f"cost_curves: seconds must not be empty; got {{}}. Usual cause: {NO_LOOP}",
    ),
    (
        lambda: plots.cost_curves(SIZES, [1, 2, 3], xlabel="rows"),
        TypeError,
        "cost_curves: seconds must be a dict from a label to its numbers; got a list of length 3. "
        f"Usual cause: {NO_LABEL}",
    ),
    (
        lambda: plots.loss_panels([4.0, 2.0], right=[4.0, 2.0]),
        TypeError,
        "loss_panels: runs must be a dict from a label to its numbers; got a list of length 2. "
        f"Usual cause: {NO_LABEL}",
    ),
    (
        lambda: plots.loss_panels({"A": Y}, right=[4.0]),
        ValueError,
        "loss_panels: runs['A'] must be numbers of shape (steps,); got the shape (5, 2). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: plots.loss_panels({"A": [1.0]}, right=Y),
        ValueError,
        "loss_panels: right must be numbers of shape (steps,); got the shape (5, 2). "
        f"Usual cause: {DROPPED}",
    ),
    *(
        (
            lambda axes=axes: plots.loss_panels({"A": [1.0]}, right=[1.0], axes=axes),
            ValueError,
            f"loss_panels: axes must be 1 Axes or None; got a list of length {len(axes)}. "
            "Usual cause: plt.subplots made more or fewer.",
        )
        for axes in ([], [1], [None, None])
    ),
    (
        lambda: plots.cost_curves([[1, 2]], {"loop": [1, 1]}, xlabel="rows"),
        ValueError,
        "cost_curves: sizes must be numbers of shape (k,); got the shape (1, 2). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: plots.cost_curves([1, 2], {"loop": [1, 1, 1]}, xlabel="rows"),
        ValueError,
        "cost_curves: seconds['loop'] must be numbers of shape (2,); got the shape (3,). "
        f"Usual cause: {OTHER_DATA}",
    ),
    (
        lambda: plots.cost_curves([1, 2], {"loop": [1, NAN]}, xlabel="rows"),
        ValueError,
        "cost_curves: seconds['loop'] must hold finite numbers only; got nan at "
        f"seconds['loop'][1]. Usual cause: {MISSING}",
    ),
    (
        lambda: plots.cost_curves([1, 2], {"loop": [0, 1]}, xlabel="rows"),
        ValueError,
        f"cost_curves: seconds['loop'] must be above 0; got 0. Usual cause: {TOO_SHORT}",
    ),
    (
        lambda: plots.cost_curves([-1, 2], {"loop": [1, 1]}, xlabel="rows"),
        ValueError,
        f"cost_curves: sizes must be above 0; got -1. Usual cause: {TOO_SHORT}",
    ),
    (
        lambda: plots.loss_curve(Y),
        ValueError,
        "loss_curve: losses must be numbers of shape (steps,); got the shape (5, 2). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: plots.loss_curve(3.0),
        ValueError,
        "loss_curve: losses must be numbers of shape (steps,); got the shape (). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: plots.predicted_against_actual(Y[:, 0], Y[:, 0]),
        ValueError,
        "predicted_against_actual: pred must be numbers of shape (n, m); got the shape (5,). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: plots.predicted_against_actual(Y, Y.T),
        ValueError,
        "predicted_against_actual: target must be numbers of shape (5, 2); got the shape (2, 5). "
        f"Usual cause: {OTHER_DATA}",
    ),
    (
        lambda: plots.loss_along_gradient(RATES, RATE_LOSSES[1:], lr=1e-5),
        ValueError,
        "loss_along_gradient: losses must be numbers of shape (61,); got the shape (60,). "
        f"Usual cause: {OTHER_DATA}",
    ),
    (
        lambda: plots.squared_differences(Y[:, :1], Y, **NAMES),
        ValueError,
        "squared_differences: target must be numbers of shape (5, 1); got the shape (5, 2). "
        f"Usual cause: {OTHER_DATA}",
    ),
    (
        lambda: plots.predicted_against_actual(Y * NAN, Y),
        ValueError,
        "predicted_against_actual: pred must hold finite numbers only; got nan at pred[0, 0]. "
        f"Usual cause: {DIVERGED}",
    ),
    (
        lambda: plots.squared_differences(Y, Y * INF, **NAMES),
        ValueError,
        "squared_differences: target must hold finite numbers only; got inf at target[0, 0]. "
        f"Usual cause: {MISSING}",
    ),
    (
        lambda: plots.loss_along_gradient([0, 1], [1, NAN], lr=1),
        ValueError,
        "loss_along_gradient: losses must hold finite numbers only; got nan at losses[1]. "
        f"Usual cause: {DIVERGED}",
    ),
    (
        lambda: plots.loss_along_gradient([0, NAN], [1, 1], lr=1),
        ValueError,
        "loss_along_gradient: rates must hold finite numbers only; got nan at rates[1]. "
        f"Usual cause: {MISSING}",
    ),
    # logarithms and learning rates
    (
        lambda: plots.loss_curve([1.0, -2.0], log=True),
        ValueError,
        f"loss_curve: losses must be above 0 on a logarithmic axis; got -2. Usual cause: {NO_LOG}",
    ),
    (
        lambda: plots.loss_curve({"a": [1.0], "b": [0.0, 0.0]}, log=True),
        ValueError,
        "loss_curve: losses['b'] must be above 0 on a logarithmic axis; got 0. "
        f"Usual cause: {NO_LOG}",
    ),
    (
        lambda: plots.loss_panels({"A": [1.0, -2.0]}, right=[1.0]),
        ValueError,
        "loss_panels: runs['A'] must be above 0 on a logarithmic axis; got -2. "
        f"Usual cause: {NO_LOG}",
    ),
    (
        lambda: plots.loss_panels({"A": [1.0]}, right=[0.0]),
        ValueError,
        f"loss_panels: right must be above 0 on a logarithmic axis; got 0. Usual cause: {NO_LOG}",
    ),
    (
        lambda: plots.loss_along_gradient([0, 1], [2, 1], lr=2),
        ValueError,
        "loss_along_gradient: lr must be within rates, from 0 to 1; got 2. "
        "Usual cause: rates that stop too early. Try torch.linspace(0, 3 * lr, 61).",
    ),
    (
        lambda: plots.loss_along_gradient([0, 1], [2, 1], lr=-1),
        ValueError,
        "loss_along_gradient: lr must be a finite number above 0; got -1. "
        "Usual cause: a sign, or 1e-5 typed as 1e5 or 0.",
    ),
    # names and marks
    (
        lambda: plots.predicted_against_actual(Y, Y, target_names=DATA.region_names),
        ValueError,
        "predicted_against_actual: target_names must be 2 names; got 5. "
        f"Usual cause: {OTHER_NAMES}",
    ),
    (
        lambda: plots.predicted_against_actual(Y, Y, region_names=["Kanto"]),
        ValueError,
        "predicted_against_actual: region_names must be 5 names; got 1. "
        f"Usual cause: {OTHER_NAMES}",
    ),
    (
        lambda: plots.squared_differences(
            Y, Y, region_names=DATA.target_names, target_names=DATA.target_names
        ),
        ValueError,
        f"squared_differences: region_names must be 5 names; got 2. Usual cause: {OTHER_NAMES}",
    ),
    (
        lambda: plots.squared_differences(Y, Y, region_names=None, target_names=None),
        TypeError,
        "squared_differences: region_names must be 5 names; got None. "
        "Usual cause: the names were left out, or were not put into a list.",
    ),
    (
        lambda: plots.loss_curve(LOSSES, phases=[5, 30]),
        TypeError,
        "loss_curve: phases must be a dict from a step to its text; got a list of length 2. "
        "Usual cause: a list of steps without texts.",
    ),
    (
        lambda: plots.loss_curve(LOSSES, phases={51: "end"}),
        ValueError,
        "loss_curve: the step of a phase must be at most 50, the last step; got 51. "
        "Usual cause: phases that were made for a longer run.",
    ),
    (
        lambda: plots.loss_curve(LOSSES, phases={0.5: "half"}),
        TypeError,
        "loss_curve: the step of a phase must be a whole number of at least 0; got 0.5. "
        "Usual cause: a division or a quoted number. Try int(...).",
    ),
    # axes
    *(
        (
            lambda draw=draw: draw(ax=np.zeros(2)),
            TypeError,
            f"{name.split(',')[0]}: ax must be a matplotlib Axes or None; got a numpy.ndarray of "
            "shape (2,). Usual cause: plt.subplots(1, 2) returns several Axes. Pass one of them, "
            "as in axes[0].",
        )
        for name, draw in FIGURES.items()
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:60] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_and_leaves_no_empty_figure(call, kind, words):
    with pytest.raises(kind, match=f"^{re.escape(words)}$"):
        call()
    assert plt.get_fignums() == []


# --- loss_panels ----------------------------------------------------------------------------------


def test_each_panel_shows_its_run_beside_the_right_one_on_equal_axes():
    runs = {"A": LOSSES, "B": LOSSES * 2, "C": LOSSES / 2, "D": LOSSES[:1].expand(51)}
    axes = plots.loss_panels(runs, right=LOSSES, unit="kg")
    assert [ax.get_title() for ax in axes] == list(runs)
    for ax, run in zip(axes, runs.values(), strict=True):
        right, own = ax.lines
        assert np.allclose(right.get_ydata(), LOSSES)
        assert np.allclose(own.get_ydata(), run)
        assert (right.get_linestyle(), own.get_linestyle()) == ("--", "-")  # not by colour alone
        assert own.get_marker() == "o"
        assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "log")
        assert (ax.get_xlim(), ax.get_ylim()) == (axes[0].get_xlim(), axes[0].get_ylim())
    figure = axes[0].figure
    assert figure.get_supylabel() == "loss (kg²), logarithmic scale"
    assert figure.get_supxlabel() == "step"
    labels = [
        text.get_text() for ax in figure.axes if ax.get_legend() for text in ax.get_legend().texts
    ]
    assert labels == ["this run", "without mistakes"]
    pixels(axes[0])


@pytest.mark.parametrize(
    ("count", "rows", "columns", "inches", "ticks"),
    [
        (1, 1, 1, (8.75, 3.375), "0 10 20 30 40 50"),
        (2, 1, 2, (8.75, 3.375), "0 10 20 30 40 50"),
        (4, 2, 3, (8.75, 5.625), "0 20 40"),
    ],
)
def test_up_to_three_panels_stand_in_a_row_and_a_free_place_takes_the_legend(
    count, rows, columns, inches, ticks
):
    axes = plots.loss_panels({f"{k}": LOSSES for k in range(count)}, right=LOSSES, title="Mine")
    figure = axes[0].figure
    assert tuple(figure.get_size_inches()) == inches
    assert axes[0].get_subplotspec().get_gridspec().get_geometry() == (rows, columns)
    assert figure.get_suptitle() == "Mine"
    pixels(axes[0])
    for k, ax in enumerate(axes):
        assert looks.ticks(ax.xaxis) == ticks  # the same in every row
        inner = [tick.label1.get_visible() for tick in ax.yaxis.get_major_ticks()]
        assert any(inner) == (k % columns == 0)
        assert ax.get_xticklabels()[0].get_fontsize() == 12
    *_, last = [ax for ax in figure.axes if ax.get_legend()]
    free = [ax for ax in figure.axes if ax not in axes]
    assert last is (free[-1] if free else axes[-1])
    assert not any(ax.axison for ax in free)
    box, frame = last.get_legend().get_window_extent(), last.get_window_extent()
    if free:  # in the middle of it
        assert box.get_points().mean(0) == pytest.approx(frame.get_points().mean(0), abs=3)


@pytest.mark.parametrize(("last", "ticks"), [(2, "0 1 2"), (2000, "0 1,000 2,000")])
def test_the_steps_of_a_panel_are_whole_numbers_written_as_everywhere(last, ticks):
    runs = {name: np.linspace(2, 1, last + 1) for name in "ABC"}
    ax, *_ = plots.loss_panels(runs, right=runs["A"])
    pixels(ax)
    assert looks.ticks(ax.xaxis) == ticks


def test_the_words_around_the_panels_look_like_those_of_one_figure():
    axes = plots.loss_panels({"A": LOSSES, "B": LOSSES}, right=LOSSES)
    pixels(axes[0])
    shown = looks.axes(axes[0])
    assert shown["limits"] == [[-1.5, 51.5], [1840, 37900]]
    assert shown["y ticks"] == "2,000 5,000 10,000 20,000 + marks"
    assert shown["from back to front"] == ["dark grey, long-dashed 2", "blue, solid 2.5, o 6"]
    figure = axes[0].figure
    assert figure.get_suptitle() == "Which curve is which?"
    assert figure._suptitle.get_fontweight() == "bold"
    assert [figure._supxlabel.get_fontsize(), figure._supylabel.get_fontsize()] == [13, 13]


def test_panels_leave_global_settings_alone():
    before = dict(mpl.rcParams)
    plots.loss_panels({"A": LOSSES}, right=LOSSES)
    assert dict(mpl.rcParams) == before


def test_a_panel_ends_where_its_run_is_no_longer_finite():
    (ax,) = plots.loss_panels({"A": [4.0, 2.0, INF, NAN]}, right=[4.0, 2.0, 1.0, 0.5])
    assert ax.lines[1].get_ydata().tolist() == [4, 2]


def test_panels_can_be_drawn_on_given_axes():
    figure, axes = plt.subplots(1, 2)
    assert plots.loss_panels({"A": LOSSES, "B": LOSSES}, right=LOSSES, axes=axes) == list(axes)
    assert plt.get_fignums() == [figure.number]
