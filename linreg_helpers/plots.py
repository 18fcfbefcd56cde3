"""Figures from plain numbers: each function draws one idea and returns its `Axes`.

Numbers may be tensors (with or without a graph), arrays or lists. With `ax=None` a function makes
its own figure, in the style of `linreg.mplstyle`; with an `Axes` it draws there. Neither changes
matplotlib's global settings. Everything that is told by a colour is told by a second cue as well:
a line style, a marker or a hatch.
"""

from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.path import Path as Polyline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import AutoLocator, LogLocator, MaxNLocator, NullFormatter
from matplotlib.transforms import Bbox

from linreg_helpers import _checks

STYLE = Path(__file__).with_name("linreg.mplstyle")

# Their counts share no divisor with the seven colours, so that pairs repeat late.
LINE_STYLES = ("-", (0, (5, 1.2)), "-.", ":", (0, (4, 1, 1, 1, 1, 1)))
MARKERS = ("o", "^", "s", "D", "v")
HATCHES = ("", "//", "..", "xx")
GUIDE = {"color": "0.25", "linestyle": (0, (5, 3)), "linewidth": 2}
DARK = "0.15"


def loss_curve(
    losses,
    *,
    log=False,
    log_steps=False,
    marks=None,
    unit="ton",
    title="The loss, step by step",
    ax=None,
):
    """Draw the loss against the step.

    Args:
        losses: the loss before each step and after the last one, (n_steps + 1,), or a dict from a
            label to such numbers, one entry a run. A run is drawn up to its first loss that is not
            finite, and the figure says where that is.
        log: whether the loss axis is logarithmic.
        log_steps: whether the step axis is logarithmic from step 1 on, to see the first steps.
        marks: dict from a step to a short text, each drawn as a vertical dashed line.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: losses are not such numbers, or have no logarithm; a mark is not a
            step of a run; or ax is not an Axes.

    Example:
        >>> loss_curve([4.0, 2.0, 1.0]).get_ylabel()
        'loss (ton²)'
    """
    where = "loss_curve"
    runs = _runs(where, losses, log)
    finite = {label: run[: _finite_count(run)] for label, run in runs.items()}
    last_step = max(map(len, runs.values())) - 1
    marks = _steps(where, marks, last_step)

    with _canvas(where, ax) as ax:
        lines, stops, nothing = [], [], []
        for i, (label, run) in enumerate(finite.items()):
            (line,) = ax.plot(run, label=label, **_line_cue(i))
            lines.append(line)
            stop = f"not finite from step {len(run)} on"
            if len(run) == 0:
                nothing.append(stop if label is None else f"{label}: {stop}")
            elif len(run) < len(runs[label]):
                end = (len(run) - 1, run[-1])
                ax.plot(*end, marker="X", color=line.get_color())
                stops.append((*end, stop, 180, line.get_color()))
            elif len(run) == 1:
                line.set_marker("o")  # a line needs two points to be seen
        _plain_axis(ax.xaxis, integer=True)
        _plain_axis(ax.yaxis)
        if log:
            _logarithmic_losses(ax, finite.values())
        if log_steps:
            ax.set_xscale("symlog", linthresh=1, linscale=0.4)
            ax.set_xlim(-0.2, max(1.2 * last_step, 1))
            ax.xaxis.set_major_formatter(_number)
        ax.set_xlabel("step, logarithmic scale" if log_steps else "step")
        ax.set_ylabel(f"loss ({unit}²)" + (", logarithmic scale" if log else ""))
        ax.set_title(title)
        if nothing:
            ax.text(0.5, 0.5, "\n".join(nothing), transform=ax.transAxes, ha="center")
        if len(nothing) == len(runs):
            ax.set(xlim=(0, last_step + 1), yticks=[])
        if isinstance(losses, dict):
            _legend(ax, lines)
        guides = [ax.axvline(step, zorder=1.5, **GUIDE) for step in marks]
        top = ax.get_ylim()[1]
        notes = [(step, top, text, "down", DARK) for step, text in marks.items()]
        _write_beside(ax, stops + notes, lines, guides)
    return ax


def predicted_against_actual(
    pred,
    target,
    *,
    target_names=None,
    region_names=None,
    unit="ton",
    title="The nearer to the line, the better",
    ax=None,
):
    """Draw each prediction against the actual value, and the line on which both are equal.

    Args:
        pred: predictions (n, m).
        target: targets (n, m).
        target_names: one name a column, or None for "target 1", "target 2", ...
        region_names: one name a row, written beside its marks, or None for no names.
        unit: unit of the targets.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Both axes have the same limits.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> predicted_against_actual([[57.4, 70.7]], [[56, 70]]).get_xlabel()
        'actual yield (ton)'
    """
    where = "predicted_against_actual"
    pred, target = _prediction_pair(where, pred, target)
    n, m = pred.shape
    if target_names is None:
        target_names = [f"target {j + 1}" for j in range(m)]
    target_names = _names(where, "target_names", target_names, m)
    if region_names is not None:
        region_names = _names(where, "region_names", region_names, n)

    with _canvas(where, ax) as ax:
        handles = []
        for j, name in enumerate(target_names):
            # Smaller from one target to the next, so that of two equal marks both are seen.
            size = 12 - 4 * j / m
            look = {"color": _color(j), "marker": MARKERS[j % len(MARKERS)], "markersize": size}
            dots = ax.plot(target[:, j], pred[:, j], ls="none", label=name, mec="white", **look)
            handles += dots
        low, high = min(pred.min(), target.min()), max(pred.max(), target.max())
        margin = 0.06 * (high - low) or 1
        limits = (low - margin, high + margin)
        (ideal,) = ax.plot(limits, limits, label="predicted = actual", zorder=1.5, **GUIDE)
        ax.set(xlim=limits, ylim=limits, aspect="equal")
        _plain_axis(ax.xaxis)
        _plain_axis(ax.yaxis)
        ax.set_xlabel(f"actual yield ({unit})")
        ax.set_ylabel(f"predicted ({unit})")
        ax.set_title(title)
        _legend(ax, [*handles, ideal])
        if region_names is not None:
            # If there is room, one target has its names on the left and the next on the right.
            notes = [
                (target[i, j], pred[i, j], region_names[i], (180, 0)[j % 2], _color(j))
                for j in range(m)
                for i in range(n)
            ]
            _write_beside(ax, notes, [], [ideal])
    return ax


def parameter_paths(values, names, *, unit="ton", title="The parameters, step by step", ax=None):
    """Draw each parameter against the step, with its name at the end of its line.

    Args:
        values: the parameters before each step and after the last one, (n_steps + 1, k).
        names: one name a parameter, k in all.
        unit: unit of the targets.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> [text.get_text() for text in parameter_paths([[0, 1], [2, 3]], ["w", "b"]).texts]
        ['w', 'b']
    """
    where = "parameter_paths"
    values = _numbers(where, "values", values, ("steps", "k"))
    _finite(where, "values", values)
    names = _names(where, "names", names, values.shape[1])

    with _canvas(where, ax) as ax:
        lines = []
        for k, name in enumerate(names):
            (line,) = ax.plot(values[:, k], label=name, **_line_cue(k))
            if len(values) == 1:
                line.set_marker("o")
            lines.append(line)
        ax.set_xlim(0, max(len(values) - 1, 1))
        _plain_axis(ax.xaxis, integer=True)
        _plain_axis(ax.yaxis)
        ax.set_xlabel("step")
        ax.set_ylabel(f"value ({unit} per unit of input)")
        ax.set_title(title)
        _write_at_ends(ax, lines)
    return ax


def loss_along_gradient(
    rates,
    losses,
    *,
    lr,
    unit="ton",
    title="The loss after one step, for many learning rates",
    ax=None,
):
    r"""Draw the loss after one step, for many learning rates from the same start.

    Formula: `losses[i]` is the loss at `w - rates[i] * grad_w` and `b - rates[i] * grad_b`.

    Args:
        rates: learning rates (k,).
        losses: the loss that each leads to, (k,).
        lr: the learning rate to mark, within the rates. Between two of them, its loss is read from
            the straight line that is drawn there.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Marked are lr, the start (rate 0) where it is among the rates, and the lowest of
        the losses where it is at neither end.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not finite, lr is not within
            the rates, or ax is not an Axes.

    Example:
        >>> loss_along_gradient([0, 1, 2], [4, 1, 0], lr=1).texts[0].get_text()
        'lr = 1\nloss 1'
    """
    where = "loss_along_gradient"
    rates = _numbers(where, "rates", rates, ("k",))
    losses = _numbers(where, "losses", losses, rates.shape)
    _finite(where, "rates", rates)
    _finite(where, "losses", losses)
    lr = _checks.positive_number(where, "lr", lr)
    # A rate that was rounded to float32 is still the same rate.
    if not rates.min() * (1 - 1e-6) <= lr <= rates.max() * (1 + 1e-6):
        must = f"lr must be within rates, from {rates.min():g} to {rates.max():g}"
        cause = "rates that stop too early. Try torch.linspace(0, 3 * lr, 61)."
        raise ValueError(_checks.complaint(where, must, f"{lr:g}", cause))
    order = np.argsort(rates)
    rates, losses = rates[order], losses[order]
    lowest = np.argmin(losses)

    with _canvas(where, ax) as ax:
        (curve,) = ax.plot(rates, losses, color=_color(0))
        points = [("lr = {rate}", lr, np.interp(lr, rates, losses), "D", _color(1), 30)]
        if rates[0] == 0:
            points.append(("start", 0, losses[0], "o", DARK, 60))
        if 0 < lowest < len(rates) - 1:
            points.append(("lowest: {rate}", rates[lowest], losses[lowest], "v", DARK, 90))
        notes = []
        for text, rate, loss, marker, color, toward in points:
            ax.plot(rate, loss, color=color, marker=marker, markersize=11)
            text = text.format(rate=_four_digits(rate)) + f"\nloss {_four_digits(loss)}"
            notes.append((rate, loss, text, toward, color))
        _plain_axis(ax.xaxis)
        _plain_axis(ax.yaxis)
        ax.set_xlabel("learning rate: how far along the negative gradient")
        ax.set_ylabel(f"loss ({unit}²)")
        ax.set_title(title)
        _write_beside(ax, notes, [curve])
    return ax


def squared_differences(
    pred,
    target,
    *,
    region_names,
    target_names,
    unit="ton",
    title="Each squared difference, and their mean",
    ax=None,
):
    """Draw the squared difference of each prediction as a bar, and their mean as a line.

    Formula: bars `(pred - target)²`, line `sum((pred - target)²) / (n * m)`.

    Args:
        pred: predictions (n, m).
        target: targets (n, m).
        region_names: one name a row.
        target_names: one name a column.
        unit: unit of the targets; the bars have its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> names = {"region_names": ["Kanto"], "target_names": ["apples"]}
        >>> [bar.get_height().item() for bar in squared_differences([[3]], [[1]], **names).patches]
        [4.0]
    """
    where = "squared_differences"
    pred, target = _prediction_pair(where, pred, target)
    n, m = pred.shape
    region_names = _names(where, "region_names", region_names, n)
    target_names = _names(where, "target_names", target_names, m)
    squares = (pred - target) ** 2

    with _canvas(where, ax) as ax:
        width = 0.8 / m
        bars = []
        for j, name in enumerate(target_names):
            place = np.arange(n) + (j - (m - 1) / 2) * width
            look = {"color": _color(j), "edgecolor": "white", "hatch": HATCHES[j % len(HATCHES)]}
            bars.append(ax.bar(place, squares[:, j], width, label=name, **look))
        text = f"mean = the loss:\n{_four_digits(squares.mean())} {unit}²"
        mean = ax.axhline(squares.mean(), label=text, zorder=3, **GUIDE)
        mean.set_path_effects(_halo(5))
        ax.set_xticks(range(n), region_names)
        ax.tick_params(axis="x", length=0)
        ax.grid(False, axis="x")
        _plain_axis(ax.yaxis)
        ax.set_xlabel("region")
        ax.set_ylabel(f"squared difference ({unit}²)")
        ax.set_title(title)
        _legend(ax, [*bars, mean])
    return ax


# --- what goes in ---------------------------------------------------------------------------------


def _numbers(where, name, value, shape):
    """Return the numbers as a float64 array of that shape, or say why that cannot be.

    A word in `shape` stands for any size of at least 1, as in `_checks.float_tensor`.
    """
    wanted = "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
    must = f"{name} must be numbers of shape {wanted}"
    try:
        array = np.asarray(_without_graph(value))
    except ValueError:
        array = np.asarray(None)  # lists of different lengths
    if array.dtype.kind not in "iuf":
        cause = "texts, rows of different lengths, or a History in place of its losses."
        raise TypeError(_checks.complaint(where, must, _checks.describe(value), cause))
    if array.size == 0:
        cause = "a slice or a filter selected nothing."
        raise ValueError(
            _checks.complaint(where, f"{name} must not be empty", _checks.describe(value), cause)
        )
    if array.ndim != len(shape):
        cause = "an index that drops a dimension, or brackets too many or too few."
    elif any(not isinstance(k, str) and k != s for k, s in zip(shape, array.shape, strict=True)):
        cause = "rows and columns are swapped, or the numbers belong to different data."
    else:
        return array.astype("float64")
    raise ValueError(_checks.complaint(where, must, f"the shape {array.shape}", cause))


def _runs(where, losses, log):
    """Return a dict from the label of each run to its losses; a single run has the label None."""
    if isinstance(losses, dict):
        if not losses:
            cause = "the loop that fills it did not run."
            raise ValueError(_checks.complaint(where, "losses must not be empty", "{}", cause))
        names = {label: f"losses[{label!r}]" for label in losses}
    else:
        losses, names = {None: losses}, {None: "losses"}
    runs = {label: _numbers(where, names[label], run, ("steps",)) for label, run in losses.items()}
    for label, run in runs.items() if log else ():
        run = run[: _finite_count(run)]
        if run.size and (run.min() < 0 or run.max() == 0):
            must = f"{names[label]} must be above 0 for log=True"
            cause = "numbers that are not losses, or a fit without any error. Use log=False."
            raise ValueError(_checks.complaint(where, must, f"{run.min():g}", cause))
    return runs


def _without_graph(value):
    """Turn tensors, and lists of them, into plain lists."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_without_graph(item) for item in value]
    return value


def _finite(where, name, array):
    cause = "a run that diverged, because its learning rate was too large."
    _checks.finite(where, name, torch.from_numpy(array), cause)


def _prediction_pair(where, pred, target):
    pred = _numbers(where, "pred", pred, ("n", "m"))
    target = _numbers(where, "target", target, pred.shape)
    _finite(where, "pred", pred)
    _finite(where, "target", target)
    return pred, target


def _names(where, name, names, count):
    must = f"{name} must be {count} names"
    if isinstance(names, str) or not hasattr(names, "__len__"):
        cause = "one text in place of a list of texts."
        raise TypeError(_checks.complaint(where, must, repr(names), cause))
    if len(names) != count:
        cause = "names of the columns in place of names of the rows, or the other way round."
        raise ValueError(_checks.complaint(where, must, f"{len(names)}", cause))
    return [str(text) for text in names]


def _steps(where, marks, last):
    if marks is None:
        return {}
    if not isinstance(marks, dict):
        must = "marks must be a dict from a step to its text"
        cause = "a list of steps without texts."
        raise TypeError(_checks.complaint(where, must, _checks.describe(marks), cause))
    for step in marks:
        if _checks.whole_number(where, "the step of a mark", step, least=0) > last:
            must = f"the step of a mark must be at most {last}, the last step"
            cause = "marks that were made for a longer run."
            raise ValueError(_checks.complaint(where, must, f"{step}", cause))
    return marks


def _finite_count(run):
    """Count the numbers before the first that is not finite."""
    return int(np.isfinite(run).cumprod().sum())


# --- how it looks ---------------------------------------------------------------------------------


@contextmanager
def _canvas(where, ax):
    """Lend the Axes to draw on, a new one if need be, with the course's style while it is used."""
    if not (ax is None or isinstance(ax, Axes)):
        must = "ax must be a matplotlib Axes or None"
        cause = "plt.subplots(1, 2) returns several Axes. Pass one of them, as in axes[0]."
        raise TypeError(_checks.complaint(where, must, _checks.describe(ax), cause))
    # Wakes up the backend, which changes settings of its own that the context below would undo.
    plt.draw_if_interactive()
    with plt.style.context(STYLE):
        if ax is None:
            # "compressed" is the constrained layout that comes to rest with equal aspects as well.
            ax = plt.subplots(layout="compressed")[1]
            # Otherwise the number of ticks depends on the settings at the time of saving.
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        yield ax


def _color(index):
    colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    return colors[index % len(colors)]


def _line_cue(index):
    return {"color": _color(index), "linestyle": LINE_STYLES[index % len(LINE_STYLES)]}


def _halo(width):
    """Return a white border, which keeps a text or a line apart from what lies behind it."""
    return [withStroke(linewidth=width, foreground="white")]


def _number(value, _position=None):
    """Write a number as the course does: 33,060 and 0.5774, 1e-5 and 1e38 at the far ends."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.6g}"
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    return "\N{MINUS SIGN}" + text[1:] if text[0] == "-" else text


def _four_digits(value):
    return _number(float(f"{value:.4g}"))


def _plain_axis(axis, *, integer=False):
    axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=integer))
    axis.set_major_formatter(_number)


def _logarithmic_losses(ax, runs):
    """Make the loss axis logarithmic, with enough ticks however many decades the losses span."""
    ax.set_yscale("log")
    positive = np.concatenate([run[run > 0] for run in runs])
    decades = np.log10(positive.max() / positive.min()) if positive.size else 0
    if decades > 1:
        ax.yaxis.set_major_locator(LogLocator(subs=(1,) if decades > 3 else (1, 2, 5)))
    else:
        ax.yaxis.set_major_locator(AutoLocator())
    ax.yaxis.set_major_formatter(_number)
    ax.yaxis.set_minor_formatter(NullFormatter())


def _legend(ax, handles):
    """Put the legend to the right of the Axes, or inside where no layout engine makes room."""
    has_room = ax.figure.canvas.figure.get_layout_engine() is not None
    place = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if has_room else {"loc": "best"}
    ax.legend(handles=handles, **place)


# --- texts beside points --------------------------------------------------------------------------


def _settled(ax):
    """Return the figure, its limits and its layout computed, so that pixels can be counted."""
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()
    return figure


def _write_at_ends(ax, lines):
    """Write each line's label to the right of its end, moved up or down where two would touch."""
    point = _settled(ax).dpi / 72
    frame = ax.get_window_extent()
    ends = [line.get_xydata()[-1] for line in lines]
    heights = ax.transData.transform(ends)[:, 1]
    order = np.argsort(heights, kind="stable")
    places = heights[order]
    gap = min(17 * point, frame.height / len(lines))
    for _ in range(200):
        push = np.maximum(gap - np.diff(places), 0) / 2
        places[:-1] -= push
        places[1:] += push
        places = places.clip(frame.y0, frame.y1)
    shifts = np.empty_like(heights)
    shifts[order] = (places - heights[order]) / point
    for line, end, shift in zip(lines, ends, shifts, strict=True):
        leader = {"arrowstyle": "-", "color": line.get_color(), "lw": 1.5, "relpos": (0, 0.5)}
        ax.annotate(
            line.get_label(),
            end,
            xytext=(20, shift),
            textcoords="offset points",
            va="center",
            fontsize=12,
            arrowprops=leader | {"shrinkA": 2, "shrinkB": 0},
        )


def _write_beside(ax, notes, lines, guides=()):
    """Write each note near its point, where it hides as little as possible.

    Args:
        ax: the Axes.
        notes: list of (x, y, text, toward, color): a point, its text, and where the text should be,
            in degrees from the right; or "down" for both sides of a vertical line below the point.
        lines: lines that should stay visible.
        guides: lines that may be crossed where there is no better place.
    """
    point = _settled(ax).dpi / 72
    frame = ax.get_window_extent()
    lines, guides = [_in_pixels(line) for line in lines], [_in_pixels(line) for line in guides]
    spots = [ax.transData.transform(note[:2]) for note in notes]
    marks = [Bbox([spot, spot]).padded(7 * point) for spot in spots]
    texts = [_note(ax, *note) for note in notes]
    halves = [Text.get_window_extent(text).padded(2 * point, 0).size / 2 for text in texts]

    def crossings(box, leader, foreign, placed):
        """Say how bad it is what the text and its leader run across."""
        cost = 150 * sum(line.intersects_bbox(box, filled=False) for line in lines)
        cost += 30 * sum(guide.intersects_bbox(box, filled=False) for guide in guides)
        cost += 100 * sum(way.intersects_bbox(box) for _, way in placed if way)
        if leader:
            cost += 100 * sum(leader.intersects_bbox(other) for other in foreign)
            cost += 100 * sum(leader.intersects_path(way) for _, way in placed if way)
        return cost

    # Costs are distances, in points, that one would rather go to avoid the trouble. The second
    # round is there because only then each text knows where all the others are.
    chosen = {}
    for i in [*range(len(notes))] * 2:
        placed = [place for k, place in chosen.items() if k != i]
        boxes = [box for box, _ in placed]
        foreign = boxes + [mark for mark in marks if not mark.contains(*spots[i])]
        toward, least = notes[i][3], np.inf
        ways = _below(halves[i], point) if toward == "down" else _around(halves[i], toward, point)
        for effort, gap, place in ways:
            if effort >= least:
                break
            centre = spots[i] + place
            box = Bbox([centre - halves[i], centre + halves[i]])
            outside = not np.array_equal(Bbox.union([frame, box]).extents, frame.extents)
            cost = effort + 500 * outside + 300 * box.count_overlaps(marks + boxes)
            leader = Polyline([spots[i], centre]) if gap > 16 else None  # the near ones need none
            if cost < least:
                cost += crossings(box, leader, foreign, placed)
            if cost < least:
                least, chosen[i] = cost, (box, leader)
                texts[i].set_position(place / point)
                texts[i].arrow_patch.set_visible(leader is not None)


def _note(ax, x, y, text, _toward, color):
    return ax.annotate(
        text,
        (x, y),
        xytext=(0, 0),
        textcoords="offset points",
        ha="center",
        va="center",
        color=color,
        fontsize=12,
        path_effects=_halo(3),
        arrowprops={"arrowstyle": "-", "color": color, "lw": 1, "shrinkA": 0, "shrinkB": 6},
    )


def _in_pixels(line):
    return Polyline(line.get_transform().transform(line.get_xydata()))


def _around(half, toward, point):
    """Yield (effort, gap, place) around a spot, for a text of that half size, best places first."""
    turns = (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180)
    # To turn by 60 degrees is as bad as to go 10 points further away.
    for effort, gap, turn in sorted(
        (g + abs(t) / 6, g, t) for g in range(9, 130, 6) for t in turns
    ):
        angle = np.radians(toward + turn)
        yield effort, gap, (half + gap * point) * (np.cos(angle), np.sin(angle))


def _below(half, point):
    """Yield (effort, gap, place) on both sides of a line that hangs down from a spot."""
    for drop in range(2, 300, 6):
        for side in (1, -1):
            place = np.array([side * (half[0] + 8 * point), -half[1] - drop * point])
            yield drop, 0, place
