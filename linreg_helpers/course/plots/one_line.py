"""Figures of one line through five points: its misses, its loss, and the steps that turn it.

Rainfall (mm) is the only input and apples (ton) the only target, so a line is a weight w (ton per
mm) and, at the end, a bias b (ton).
"""

from functools import partial
from itertools import pairwise, product

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import four_digits, number_text, plain_axis
from linreg_helpers.course.drawing.inputs import names_of, numbers, require_finite
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import (
    DARK,
    GUIDE,
    MARKERS,
    canvas,
    color_of,
    line_cue,
    style,
)
from linreg_helpers.course.plots.bowl import ellipses

RAINFALL, APPLES, LOSS = "rainfall (mm)", "apples (ton)", "loss (ton²)"
WIDTH, HEIGHT = 190, 135  # what the figures of the points show, in mm and in tons
LEVELS = (100, 200, 500, 1000, 2000, 4000)  # lines of equal loss, the same in every bowl
LABELLED = (200, 500, 1000, 2000)
MARK = {"markersize": 11, "mec": "white", "linestyle": "none", "clip_on": False, "zorder": 3}
CORNERS = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])


def points_and_lines(
    rainfall, apples, names, lines=None, *, steps=False, title="More rain, more apples", ax=None
):
    """Draw the regions as points, and lines through them.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        names: one name a region.
        lines: weights in tons per mm, each drawn as a line from (0, 0): a dict from a label to a
            weight, or a list, whose weights are numbered from 0.
        steps: whether the lines follow one another, so that the earlier ones are fainter.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> points_and_lines([67], [56], ["Kanto"], {"w = 0.5": 0.5}).lines[0].get_label()
        'w = 0.5'
    """
    where = "points_and_lines"
    rainfall, apples, names = _regions(where, rainfall, apples, names)
    lines = {} if lines is None else _weights(where, "lines", lines)
    with canvas(where, ax) as ax:
        drawn = [
            _draw_line(ax, w, 0, label=label, **look)
            for (label, w), look in zip(lines.items(), _looks(len(lines), steps), strict=True)
        ]
        _draw_points(ax, rainfall, apples)
        leaves_at_the_top = [_write_at_end(line) for line in drawn]
        ax.set_title(title, pad=26 if any(leaves_at_the_top) else None)
        gaps = apples - np.multiply.outer(list(lines.values()) or [0], rainfall)  # (lines, n)
        nearest = np.abs(gaps).argmin(0)
        _write_names(ax, rainfall, apples, names, gaps[nearest, range(len(names))], drawn)
    return ax


def misses_as_squares(
    rainfall, apples, names, w, b=0.0, *, title="Each miss is the side of a square", ax=None
):
    """Draw the miss of each region as a line from its point to the line, and its square.

    Formula: the side of a square is `|w * rainfall + b - apples|`, on both axes: one mm is as long
    on the page as one ton. Each square stands on that side of its miss where it hides least.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        names: one name a region.
        w: the weight, in tons per mm.
        b: the bias, in tons.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its patches are the squares, in the order of the regions.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> (square,) = misses_as_squares([67], [56], ["Kanto"], 0.5).patches
        >>> float(square.get_width()), float(square.get_height())
        (22.5, 22.5)
    """
    where = "misses_as_squares"
    rainfall, apples, names = _regions(where, rainfall, apples, names)
    w, b = _number(where, "w", w), _number(where, "b", b)
    pred = w * rainfall + b
    sides = np.abs(pred - apples)
    lows = np.minimum(pred, apples)
    lefts = rainfall + _places(rainfall, lows, sides) * sides

    with canvas(where, ax) as ax:
        for left, low, side in zip(lefts, lows, sides, strict=True):
            ax.add_patch(_square(left, low, side, 1))
        label = f"w = {four_digits(w)}" + (f", b = {four_digits(b)}" if b else "")
        line = _draw_line(ax, w, b, label=label, color=color_of(0))
        for x, at in zip(rainfall, zip(pred, apples, strict=True), strict=True):
            ax.plot([x, x], at, color=color_of(1), lw=4, solid_capstyle="butt", label="_miss")
        _draw_points(ax, rainfall, apples)
        ax.set_aspect("equal")
        ax.set_title(title, pad=26 if _write_at_end(line) else None)
        edges = [
            ax.plot(left + side * CORNERS[0], low + side * CORNERS[1], alpha=0)[0]
            for left, low, side in zip(lefts, lows, sides, strict=True)
        ]
        _write_names(ax, rainfall, apples, names, apples - pred, [*ax.lines])
        for edge in edges:
            edge.remove()
    return ax


def mean_of_squares(
    rainfall, apples, names, w, b=0.0, *, title="The loss is the mean of the squares", ax=None
):
    """Draw the squares of all misses side by side, and the square that is their mean.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        names: one name a region.
        w: the weight, in tons per mm.
        b: the bias, in tons.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its patches are the squares in the order of the regions, and the mean last.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> ax = mean_of_squares([10, 20], [8, 14], ["A", "B"], 1.0)
        >>> round(ax.patches[-1].get_height() ** 2)  # the mean of 4 and 36
        20
    """
    where = "mean_of_squares"
    rainfall, apples, names = _regions(where, rainfall, apples, names)
    w, b = _number(where, "w", w), _number(where, "b", b)
    sides = np.abs(w * rainfall + b - apples)
    mean = np.sqrt(np.mean(sides**2))

    new = ax is None
    with canvas(where, ax) as ax:
        if new:
            ax.figure.set_size_inches(7, 3.2)
        # Each has room for its name, and the mean stands apart.
        room = np.maximum(sides, 0.35 * max(sides.max(), 1e-12))
        lefts = np.cumsum([0, *room[:-1]]) + 0.12 * sides.max() * np.arange(len(sides))
        start = lefts[-1] + room[-1] + 0.35 * sides.max()
        for left, width, side in zip(lefts, room, sides, strict=True):
            ax.add_patch(_square(left + (width - side) / 2, 0, side, 1))
        ax.add_patch(_square(start, 0, mean, 0, linestyle=GUIDE["linestyle"]))
        centres = [*(lefts + room / 2), start + mean / 2]
        for centre, side, area in zip(centres, [*sides, mean], [*sides**2, mean**2], strict=True):
            place = (centre, side / 2) if side > 0.3 * sides.max() else (centre, side)
            va = "center" if side > 0.3 * sides.max() else "bottom"
            ax.annotate(four_digits(area), place, ha="center", va=va, **_note())
        ax.set_xticks(centres, [*names, "mean\n= the loss"])
        ax.tick_params(axis="x", length=0)
        ax.grid(False, axis="x")
        plain_axis(ax.yaxis)
        ax.set(xlim=(-2, start + mean + 4), ylim=(0, 1.12 * sides.max() or 1), aspect="equal")
        ax.set_xlabel("region; the numbers are the areas (ton²)")
        ax.set_ylabel("side: the miss (ton)")
        ax.set_title(title)
    return ax


def loss_over_weight(
    rainfall, apples, weights, *, steps=False, title="The loss of every weight", ax=None
):
    """Draw the loss against the weight: a parabola, with a mark at some weights.

    Formula: `mean((w * rainfall - apples)²)` for each w.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        weights: the weights that are marked, in tons per mm: a dict from a label to a weight, or a
            list, whose weights are numbered from 0.
        steps: whether the weights follow one another, so that arrows go from one to the next.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not finite, or ax is not an
            Axes.

    Example:
        >>> loss_over_weight([67, 88], [56, 81], {"w = 0.5": 0.5}).get_xlabel()
        'weight w (ton per mm)'
    """
    where = "loss_over_weight"
    rainfall, apples, _ = _regions(where, rainfall, apples, None)
    weights = _weights(where, "weights", weights)
    marked = list(weights.values())
    lowest = rainfall @ apples / (rainfall @ rainfall)
    loss = partial(_loss, rainfall, apples)

    with canvas(where, ax) as ax:
        reach = 1.2 * max(*np.abs(np.array(marked) - lowest), 0.3)
        grid = np.linspace(lowest - reach, lowest + reach, 201)
        (curve,) = ax.plot(grid, loss(grid), color="0.45")
        if steps:
            points = list(zip(marked, loss(marked), strict=True))
            arrow = {"arrowstyle": "-|>", "color": color_of(1), "lw": 2, "shrinkA": 5, "shrinkB": 5}
            for old, new in pairwise(points):
                # Each step is a hop, above the curve whichever way it goes.
                hop = {"connectionstyle": f"arc3,rad={-0.25 if new[0] > old[0] else 0.25}"}
                ax.annotate("", new, old, arrowprops=arrow | hop | {"mutation_scale": 16})
        notes = []
        for i, (text, w, look) in enumerate(
            zip(weights, marked, _looks(len(marked), steps), strict=True)
        ):
            look["marker"] = "o" if steps else MARKERS[i % len(MARKERS)]
            ax.plot(w, loss(w), **look | MARK)
            notes.append((w, loss(w), text, -30 if w > lowest else 210, DARK))
        ax.set(xlim=(grid[0], grid[-1]), ylim=(0, 1.05 * loss(grid).max()))
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel("weight w (ton per mm)")
        ax.set_ylabel(LOSS)
        ax.set_title(title)
        write_beside(ax, notes, [curve])
    return ax


def lines_and_loss(rainfall, apples, names, weights, *, steps=False, title):
    """Draw lines through the points on the left, and the loss of each on the right.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        names: one name a region.
        weights: in tons per mm: a dict from a label to a weight, or a list, whose weights are
            numbered from 0.
        steps: whether the weights follow one another.
        title: what the figure shows.

    Returns:
        The two Axes.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, or a number is not
            finite.

    Example:
        >>> left, right = lines_and_loss([67], [56], ["Kanto"], {"w = 0.5": 0.5}, title="One line")
        >>> left.get_ylabel(), right.get_ylabel()
        ('apples (ton)', 'loss (ton²)')
    """
    left, right = two_axes(title)
    points_and_lines(rainfall, apples, names, weights, steps=steps, title=None, ax=left)
    loss_over_weight(rainfall, apples, weights, steps=steps, title=None, ax=right)
    return left, right


def rise_over_run(rainfall, apples, w, run, *, title="The slope is the rise over the run", ax=None):
    r"""Draw the loss near a weight, with the straight line to a second weight close by.

    Formula: slope = `(loss(w + run) - loss(w)) / run`.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        w: the weight, in tons per mm.
        run: how far the second weight is from it, above 0.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not finite, run is not above
            0, or ax is not an Axes.

    Example:
        >>> [text.get_text() for text in rise_over_run([1], [0], 1.0, 1.0).texts]
        ['w = 1\nloss 1', 'w = 2\nloss 4', 'run 1', 'rise 3']
    """
    where = "rise_over_run"
    rainfall, apples, _ = _regions(where, rainfall, apples, None)
    w = _number(where, "w", w)
    run = _checks.positive_number(where, "run", run)
    loss = partial(_loss, rainfall, apples)

    with canvas(where, ax) as ax:
        grid = np.linspace(w - 1.2 * run, w + 2.2 * run, 201)
        (curve,) = ax.plot(grid, loss(grid), color="0.45", label="the loss")
        before, after = loss(w), loss(w + run)
        ends = np.array([w - 0.6 * run, w + 1.6 * run])
        slope = (after - before) / run
        label = f"slope {four_digits(slope)}"
        (secant,) = ax.plot(ends, before + slope * (ends - w), color=color_of(1), label=label)
        look = {"color": color_of(0), "lw": 3}
        sides = [
            ax.plot([w, w + run], [before, before], **look)[0],
            ax.plot([w + run, w + run], [before, after], **look | {"ls": (0, (4, 1))})[0],
        ]
        ax.plot([w, w + run], [before, after], "o", color=DARK, markersize=11, mec="white")
        ax.set_xlim(grid[0], grid[-1])
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel("weight w (ton per mm)")
        ax.set_ylabel(LOSS)
        ax.set_title(title)
        ax.legend(handles=[curve, secant])
        down = after < before
        notes = [
            (w, before, f"w = {four_digits(w)}\nloss {four_digits(before)}", 180, DARK),
            (
                w + run,
                after,
                f"w = {four_digits(w + run)}\nloss {four_digits(after)}",
                200 if down else 0,
                DARK,
            ),
            (w + run / 2, before, f"run {four_digits(run)}", 90 if down else -90, color_of(0)),
            (w + run, (before + after) / 2, f"rise {four_digits(after - before)}", 0, color_of(0)),
        ]
        write_beside(ax, notes, [curve, secant, *sides])
    return ax


def bowl(inputs, apples, path, *, marks, unit="mm", title="The bowl, seen from above", ax=None):
    """Draw the loss over the weight and the bias, with lines of equal loss and a path of steps.

    Formula: `mean((w * inputs + b - apples)²)`. Its lines of equal loss are ellipses around the
    lowest point, and the figure shows the one through the start of the path as wide as high.

    Args:
        inputs: the input (n,), in whatever unit.
        apples: the target (n,), in tons.
        path: the weight and the bias before each step and after the last one, (k, 2).
        marks: the steps that are named; those at one place are named together.
        unit: the unit of the input.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not finite, a mark is not a
            step of the path, the inputs are all the same, or ax is not an Axes.

    Example:
        >>> bowl([-1, 1], [0, 2], [[0, 0], [1, 1]], marks=[0]).get_xlabel()
        'weight w (ton per mm)'
    """
    where = "bowl"
    inputs, apples, _ = _regions(where, inputs, apples, None)
    path = numbers(where, "path", path, ("k", 2))
    require_finite(where, "path", path)
    for mark in marks:
        if _checks.whole_number(where, "a mark", mark, least=0) >= len(path):
            must = f"a mark must be a step of the path, from 0 to {len(path) - 1}"
            raise ValueError(_checks.complaint(where, must, f"{mark}", "a path that is shorter."))
    if np.ptp(inputs) == 0:
        must, cause = "inputs must not all be the same", "a column of ones in place of the input."
        raise ValueError(_checks.complaint(where, must, f"{inputs[0]:g} only", cause))
    table = np.stack([inputs, np.ones_like(inputs)], axis=1)  # (n, 2)
    lowest = np.linalg.lstsq(table, apples, rcond=None)[0]
    loss = partial(_loss, inputs, apples)

    # Half the width and half the height of the ellipse through the start.
    above = max(loss(*path[0]) - loss(*lowest), 1)
    half = np.sqrt(above * np.diag(np.linalg.inv(table.T @ table / len(inputs))))
    view = max(0.75, 1.15 * (np.abs(path[0] - lowest) / half).max()) * half

    with canvas(where, ax) as ax:
        # Wider than high by as much as the frame is, so that what is round looks round.
        sides = zip(lowest, view * (1 / 0.85, 1), strict=True)
        grid = np.meshgrid(*(np.linspace(c - s, c + s, 301) for c, s in sides))
        heights = loss(*grid)
        ellipses(ax, *grid, heights, LEVELS)
        for level in LABELLED:
            # To the lower right, where the narrow ones are longest: so far from the lowest point.
            way = half * (1, -1)
            there = loss(*(lowest + way)) - loss(*lowest)
            place = lowest + way * np.sqrt(max(level - loss(*lowest), 0) / there)
            if (np.abs(place - lowest) < 0.95 * view).all():
                ax.annotate(number_text(level), place, ha="center", va="center", **_note("0.35"))
        (line,) = ax.plot(*path.T, color=color_of(1), label="the steps")
        ax.plot(*path[list(marks)].T, "o", color=color_of(1), mec="white", markersize=10)
        look = {"marker": "*", "markersize": 20, "color": DARK, "mec": "white"}
        ax.plot(*lowest, label="lowest point", ls="none", **look)
        ax.set(xlim=grid[0][0, [0, -1]], ylim=grid[1][[0, -1], 0], box_aspect=0.85)
        ax.grid(False)
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel(f"weight w (ton per {unit})")
        ax.set_ylabel("bias b (ton)")
        ax.set_title(title)
        # The names of the steps stand beside the path: to the left of one who walks it.
        way = (path[-1] - path[0]) / view * (0.85, 1)
        beside = 90 + np.degrees(np.arctan2(way[1], way[0]))
        notes = [
            (*path[group[0]], _steps_text(group), beside, DARK)
            for group in _at_one_place(path / view, sorted(marks))
        ]
        notes.append((*lowest, f"lowest: {four_digits(loss(*lowest))}", 0, DARK))
        write_beside(ax, notes, [line])
    return ax


def two_axes(title):
    """Make a new figure with two Axes side by side, in the style of the course.

    Args:
        title: what the figure shows.

    Returns:
        The two Axes.

    Example:
        >>> [ax.get_xlabel() for ax in two_axes("Left and right")]
        ['', '']
    """
    with style():
        width, height = plt.rcParams["figure.figsize"]
        figure, axes = plt.subplots(1, 2, layout="compressed", figsize=(1.3 * width, height))
        figure.suptitle(title, fontweight="bold")
        for ax in axes:
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
    return tuple(axes)


# --- parts ----------------------------------------------------------------------------------------


def _regions(where, rainfall, apples, names):
    """Return the inputs, the targets and the names, checked."""
    rainfall = numbers(where, "rainfall", rainfall, ("n",))
    apples = numbers(where, "apples", apples, rainfall.shape)
    require_finite(where, "rainfall", rainfall)
    require_finite(where, "apples", apples)
    return (
        rainfall,
        apples,
        names if names is None else names_of(where, "names", names, len(apples)),
    )


def _loss(inputs, apples, w, b=0.0):
    """Return the loss at a weight and a bias, or at many of them at once."""
    pred = np.multiply.outer(w, inputs) + np.expand_dims(b, -1)
    return np.mean((pred - apples) ** 2, axis=-1)


def _at_one_place(points, steps):
    """Put neighbouring steps together whose points can't be told apart in the figure."""
    groups = []
    for step in steps:
        if groups and np.abs(points[step] - points[groups[-1][0]]).max() < 0.02:
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _steps_text(group):
    first, last = number_text(group[0]), number_text(group[-1])
    return f"step {first}" if first == last else f"steps {first} to {last}"


def _number(where, name, value):
    """Return one finite number as a float."""
    value = numbers(where, name, value, ())
    require_finite(where, name, value)
    return value.item()


def _weights(where, name, weights):
    """Return a dict from a label to a weight; those of a list are numbered from 0."""
    if not isinstance(weights, dict):
        weights = dict(enumerate(numbers(where, name, weights, ("k",))))
    return {str(label): _number(where, f"{name}[{label!r}]", w) for label, w in weights.items()}


def _looks(count, steps):
    """Return how so many lines look: steps in a colour that darkens, others with two cues each."""
    if steps:
        color = np.array(to_rgb(color_of(1)))
        first, last = 1 - 0.84 * (1 - color), 0.6 * color  # the first just stands out from white
        return [{"color": first + a * (last - first)} for a in np.linspace(0, 1, count)]
    return [line_cue(i) for i in range(count)]


def _square(left, low, side, index, **look):
    """Return a square in a colour of the course, which what lies behind it shines through."""
    color = color_of(index)
    return Rectangle((left, low), side, side, fc=(*to_rgb(color), 0.15), ec=color, lw=2.5, **look)


def _note(color=DARK):
    """Return how a number on a coloured area is written."""
    effect = [withStroke(linewidth=3, foreground="white")]
    return {"fontsize": 12, "color": color, "path_effects": effect}


def _draw_line(ax, w, b, **look):
    """Draw a line from where it enters the figure to where it leaves it."""
    ends = np.array([0.0, WIDTH])
    if w:
        inside = np.clip(sorted([-b / w, (HEIGHT - b) / w]), 0, WIDTH)
        ends = inside if np.ptp(inside) else ends
    return ax.plot(ends, b + w * ends, **look)[0]


def _write_at_end(line):
    """Write a line's label at its end, and say whether that is at the top."""
    end = line.get_xydata()[-1]
    at_the_top = end[0] < WIDTH and end[1] > HEIGHT / 2
    look = {"ha": "center", "va": "bottom"} if at_the_top else {"ha": "left", "va": "center"}
    shift = (0, 4) if at_the_top else (6, 0)
    text = line.get_label()
    line.axes.annotate(text, end, xytext=shift, textcoords="offset points", **look, **_note())
    return at_the_top


def _draw_points(ax, rainfall, apples):
    """Draw the regions, on axes that are the same in every figure."""
    ax.plot(rainfall, apples, "o", color=DARK, markersize=10, mec="white", zorder=3)
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    plain_axis(ax.xaxis)
    plain_axis(ax.yaxis)
    ax.set_xlabel(RAINFALL)
    ax.set_ylabel(APPLES)


def _write_names(ax, rainfall, apples, names, above, lines):
    """Write the names of the regions, each on that side of the line on which its point is."""
    points = zip(rainfall, apples, names, above, strict=True)
    notes = [(x, y, name, 135 if up >= 0 else -45, DARK) for x, y, name, up in points]
    write_beside(ax, notes, list(lines))


def _places(lefts, lows, sides):
    """Say for each square whether it stands left (-1) or right (0): where they overlap least."""

    def overlap(places):
        x = lefts + np.array(places) * sides
        wide = np.minimum.outer(x + sides, x + sides) - np.maximum.outer(x, x)
        high = np.minimum.outer(lows + sides, lows + sides) - np.maximum.outer(lows, lows)
        shared = np.maximum(wide, 0) * np.maximum(high, 0)
        return shared.sum() - np.trace(shared)

    return np.array(min(product((-1, 0), repeat=len(sides)), key=overlap))
