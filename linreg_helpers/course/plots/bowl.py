"""Figures of the bowl: the path over two parameters, and what is left in each direction."""

import matplotlib.pyplot as plt
import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import four_digits, legend, number_text, plain_axis
from linreg_helpers.course.drawing.inputs import (
    DIVERGED,
    dict_of,
    marks_of,
    names_of,
    numbers,
    require_finite,
)
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, HATCHES, NOTE, canvas, color_of

PARAMETERS = ("first parameter", "second parameter")
ARROW = {"arrowstyle": "-|>", "mutation_scale": 22, "lw": 3, "shrinkA": 0, "shrinkB": 0}


def path_in_bowl(
    path,
    hessian,
    lowest,
    *,
    marks,
    names=PARAMETERS,
    directions=(),
    least=0.0,
    levels=None,
    wide=1.0,
    title="The path in the bowl, seen from above",
    ax=None,
):
    """Draw the path of gradient descent over two parameters, with ellipses of equal loss.

    Both parameters have the same scale, so that right angles and ellipses look as they are.

    Formula: `least + d @ hessian @ d / 2`, where `d` is the distance from the lowest point.

    Args:
        path: the two parameters before each step and after the last one, (k, 2).
        hessian: how the loss curves over the two parameters (2, 2), symmetric.
        lowest: the two parameters at the lowest point (2,).
        marks: dict from a row of the path to its text.
        names: one name a parameter.
        directions: names of the two special directions, the steeper one first, to draw each as an
            arrow with its curvature; none for no arrows.
        least: the loss at the lowest point.
        levels: the losses at which ellipses are drawn, or None for round ones.
        wide: how many times as wide as high the drawing is.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers do not fit together, a number is not finite, the loss
            does not rise in all directions, a mark is not on the path, or ax is not an Axes.

    Example:
        >>> ax = path_in_bowl([[2, 0], [1, 0]], [[1, 0], [0, 9]], [0, 0], marks={0: "start"})
        >>> ax.get_xlabel(), ax.get_aspect()
        ('first parameter', 1.0)
    """
    where = "path_in_bowl"
    path = numbers(where, "path", path, ("k", 2))
    hessian = numbers(where, "hessian", hessian, (2, 2))
    lowest = numbers(where, "lowest", lowest, (2,))
    least = numbers(where, "least", least, ()).item()
    wide = _checks.positive_number(where, "wide", wide)
    require_finite(where, "path", path, DIVERGED)
    require_finite(where, "hessian", hessian)
    require_finite(where, "lowest", lowest)
    require_finite(where, "least", np.array(least))
    marks = marks_of(where, marks, len(path) - 1)
    names = names_of(where, "names", names, 2)
    curvatures, axes = np.linalg.eigh(hessian)
    if curvatures.min() <= 0:
        must = "the curvatures of hessian must be above 0"
        cause = "fewer rows than parameters, so that the loss does not change in some direction."
        raise ValueError(_checks.complaint(where, must, f"{curvatures.min():g}", cause))
    if len(directions):
        directions = names_of(where, "directions", directions, 2)
    # The arrows point away from where the path begins.
    flat, steep = axes.T * np.where(axes.T @ (path[0] - lowest) > 0, -1, 1)[:, None]

    with canvas(where, ax) as ax:
        # The lowest point is in the middle, and the whole path around it.
        sides = np.array([wide, 1])
        reach = sides * (1.25 * np.abs((path - lowest) / sides).max() or 1)
        ends = np.linspace(-1, 1, 301)[:, None] * reach
        grid = np.stack(np.meshgrid(*ends.T))  # distances from the lowest point
        heights = least + np.einsum("i...,ij,j...->...", grid, hessian, grid) / 2
        if levels is None:
            start = path[0] - lowest
            levels = round_levels(least, least + start @ hessian @ start or 1.0)
        ellipses(ax, *(grid + lowest[:, None, None]), heights, levels)
        # Their losses stand between the two directions, where neither path nor arrow is.
        between = flat / np.sqrt(2 * curvatures[0]) - steep / np.sqrt(2 * curvatures[1])
        scale = (ax.get_window_extent().size / reach).min() / 2 * 72 / ax.figure.dpi  # in points
        last, chars, on_a_line = np.full(2, np.inf), 0, NOTE | {"color": "0.25"}
        for level in sorted(levels, reverse=True):
            way, text = between * np.sqrt(2 * max(level - least, 0)), number_text(level)
            touches = (abs(way - last) * scale < (9 * max(len(text), chars), 18)).all()
            if 0.25 < np.abs(way / reach).max() < 0.9 and not touches:
                last, chars = way, len(text)
                ax.annotate(text, lowest + way, ha="center", va="center", **on_a_line)
        (line,) = ax.plot(*path.T, color=color_of(1), label="gradient descent")
        ax.plot(*path[list(marks)].T, "o", color=color_of(1), mec="white", markersize=10)
        look = {"marker": "*", "markersize": 20, "color": DARK, "mec": "white", "ls": "none"}
        ax.plot(*lowest, label="lowest point", **look)
        away = 180 + np.degrees(np.arctan2(*between[::-1]))
        notes = [(*path[row], text, away, DARK) for row, text in marks.items()]
        aside = np.degrees(np.arctan2(*steep[::-1]))
        notes.append((*lowest, f"lowest: {four_digits(least)}", aside, DARK))
        for text, way, curved in zip(directions, (steep, flat), curvatures[::-1], strict=False):
            tip = lowest + 0.5 * reach.min() * way
            ax.annotate("", tip, lowest, arrowprops=ARROW | {"color": color_of(0)})
            notes.append((*tip, f"{text}\nλ = {four_digits(curved)}", aside, color_of(0)))
        ax.set_aspect("equal")
        (left, low), (right, high) = lowest - reach, lowest + reach
        ax.set(xlim=(left, right), ylim=(low, high))
        ax.grid(False)
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set(xlabel=names[0], ylabel=names[1], title=title)
        write_beside(ax, notes, [line])
    return ax


def what_is_left(
    shares, directions, *, title="What is left of the distance in each direction", ax=None
):
    """Draw as bars what share of the distance to the lowest point is left in each direction.

    Args:
        shares: dict from a label, such as "after 20 steps", to the shares (k,), from 0 to 1; a
            share below 0, on the other side of the lowest point, is drawn by its size.
        directions: one name a direction, k in all; the first stands at the top.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes, with a bar for each share, and its percentage beside it.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or ax is not an Axes.

    Example:
        >>> ax = what_is_left({"after 20 steps": [0.25, 1.0]}, ["first", "second"])
        >>> [text.get_text() for text in ax.texts]
        ['25 %', '100 %']
    """
    where = "what_is_left"
    shares = dict_of(where, "shares", shares, ("k",))
    count = len(next(iter(shares.values())))
    for label, share in shares.items():
        numbers(where, f"shares[{label!r}]", share, (count,))
        require_finite(where, f"shares[{label!r}]", share, DIVERGED)
    directions = names_of(where, "directions", directions, count)

    with canvas(where, ax) as ax:
        height = 0.8 / len(shares)
        bars = []
        for i, (label, share) in enumerate(shares.items()):
            rows = np.arange(count) - 0.4 + (i + 0.5) * height
            look = {"color": color_of(i), "hatch": HATCHES[i % len(HATCHES)], "edgecolor": "white"}
            bars.append(ax.barh(rows, 100 * abs(share), height, label=label, **look))
            for row, size in zip(rows, abs(share), strict=True):
                ax.text(100 * size + 1.5, row, percent_text(size), va="center", **NOTE)
        ax.set_yticks(range(count), directions)
        longest = max(1, np.abs(list(shares.values())).max())
        ax.set(ylim=(count - 0.5, -0.5), xlim=(0, 100 * longest + 14))  # room for the numbers
        ax.set_xticks([0, 25, 50, 75, 100])
        ax.grid(False, axis="y")
        ax.tick_params(axis="y", length=0)
        ax.set(xlabel="left of the distance at the start (%)", ylabel="direction of the bowl")
        ax.set_title(title)
        legend(ax, bars)
    return ax


# --- parts ----------------------------------------------------------------------------------------


def ellipses(ax, x, y, heights, levels):
    """Draw lines of equal loss, and colour what lies between them: the higher, the darker."""
    fills = plt.get_cmap("Blues")(np.linspace(0, 0.17, len(levels) + 1))
    ax.contourf(x, y, heights, levels=[0, *levels], colors=fills, extend="max")
    ax.contour(x, y, heights, levels=levels, colors="0.45", linewidths=1.5)


def round_levels(least, highest):
    """Return up to six round losses between these two: 100, 200, 500, 1,000 and so on."""
    power = int(np.floor(np.log10(highest)))
    levels = [r * 10.0**k for k in range(power - 2, power + 1) for r in (1, 2, 5)]
    return [level for level in levels if least < level < highest][-6:] or [highest]


def percent_text(share):
    """Write a share as a percentage of few digits; with more where little is done."""
    if share < 1e-4:
        return "<0.01 %"
    return f"{100 * share:.{2 if share < 0.995 else 4}g} %"
