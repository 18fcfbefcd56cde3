"""Leverage as a picture: one point is moved, and the line follows it, a little or a lot."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text, plain_axis
from linreg_helpers.course.drawing.inputs import names_of, numbers, require_finite
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, canvas, color_of, line_cue


def pull(rainfall, apples, names, moved, by, *, title=None, ax=None):
    """Draw the best line before and after one point is moved up, and how far the line follows.

    Formula: the line follows by `leverage * by` at the moved point.

    Args:
        rainfall: the input (n,), in mm.
        apples: the target (n,), in tons.
        names: one name a region.
        moved: the name of the region that is moved.
        by: how far it is moved up, in tons; below 0 for down.
        title: what the figure shows, or None for how far the line follows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its first two lines are the best lines before and after.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, no region has the name, the rainfall is the same everywhere, or ax is not an
            Axes.

    Example:
        >>> pull([1, 2, 3], [1, 2, 3], ["A", "B", "C"], "B", 3).get_title()
        'B up 3, the line up 1'
    """
    where = "pull"
    rainfall = numbers(where, "rainfall", rainfall, ("n",))
    apples = numbers(where, "apples", apples, rainfall.shape)
    by = float(numbers(where, "by", by, ()))
    for name, array in (("rainfall", rainfall), ("apples", apples), ("by", np.array([by]))):
        require_finite(where, name, array)
    names = names_of(where, "names", names, len(rainfall))
    if moved not in names:
        must, cause = f"moved must be one of {', '.join(names)}", "a name in other letters."
        raise ValueError(_checks.complaint(where, must, repr(moved), cause))
    if np.ptp(rainfall) == 0:
        must, cause = "rainfall must not all be the same", "a column of ones in place of it."
        raise ValueError(_checks.complaint(where, must, f"{rainfall[0]:g} only", cause))

    at = names.index(moved)
    after = apples + by * (np.arange(len(apples)) == at)
    margin = 0.15 * np.ptp(rainfall)
    ends = np.array([rainfall.min() - margin, rainfall.max() + 2 * margin])
    fits = [np.polynomial.Polynomial.fit(rainfall, targets, 1) for targets in (apples, after)]
    x, (low, high) = rainfall[at], (fit(rainfall[at]) for fit in fits)

    with canvas(where, ax) as ax:
        lines = [
            ax.plot(ends, fit(ends), label=label, **line_cue(i))[0]
            for i, (fit, label) in enumerate(zip(fits, ("before", "after"), strict=True))
        ]
        # Beside the arrow, so that both lengths are seen.
        way = {"color": color_of(1), "lw": 7, "solid_capstyle": "butt"}
        (follows,) = ax.plot([x + margin / 5] * 2, [low, high], label="how far it follows", **way)
        others = np.arange(len(names)) != at
        dots = {"linestyle": "none", "markersize": 11, "mec": "white", "zorder": 3}
        ax.plot(rainfall[others], apples[others], "o", color=DARK, **dots)
        ax.plot(x, apples[at], "o", mfc="white", **dots | {"mec": DARK, "mew": 2})
        ax.plot(x, after[at], "D", color=DARK, **dots)
        arrow = {"arrowstyle": "-|>", "color": DARK, "lw": 2, "shrinkA": 7, "shrinkB": 7}
        ax.annotate("", (x, after[at]), (x, apples[at]), arrowprops=arrow | {"mutation_scale": 16})
        # The same limits whichever point is moved.
        room = 0.15 * (np.ptp(apples) + abs(by)) or 1
        ax.set(xlim=ends, ylim=(apples.min() + min(by, 0) - room, apples.max() + max(by, 0) + room))
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel("rainfall (mm)")
        ax.set_ylabel("apples (ton)")
        up, follow = (number_text(float(f"{value:.3g}")) for value in (by, high - low))
        words = f"{moved} up {up}, the line up {follow}"
        ax.set_title(words if title is None else title)
        ax.legend(handles=[*lines, follows], loc="upper left")
        notes = [(x, after[at], moved, 180, DARK)]
        notes += [(rainfall[i], apples[i], names[i], -30, DARK) for i in np.flatnonzero(others)]
        write_beside(ax, notes, [*lines, follows])
    return ax
