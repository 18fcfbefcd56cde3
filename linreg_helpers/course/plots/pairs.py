"""Figures of a table with groups: what goes with what, over all rows and within each group."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import legend, plain_axis
from linreg_helpers.course.drawing.groups import draw_groups, rows_of_groups
from linreg_helpers.course.drawing.inputs import names_of, numbers, require_finite
from linreg_helpers.course.drawing.style import GUIDE, canvas, line_cue, style

HIDDEN = "a missing value. Drop or fill such rows first."


def pairs(inputs, targets, groups, *, input_names, target_names, title="What goes with what"):
    """Draw each target against each input, with a colour and a marker for each group.

    Args:
        inputs: inputs (n, d).
        targets: targets (n, m).
        groups: the group of each row, n names.
        input_names: one name an input, with its unit.
        target_names: one name a target, with its unit.
        title: what the figure shows.

    Returns:
        The Axes, an array (m, d): a row for each target and a column for each input.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, or a number is not
            finite.

    Example:
        >>> names = {"input_names": ["bill (mm)"], "target_names": ["mass (g)"]}
        >>> pairs([[39], [46]], [[3700], [5000]], ["A", "B"], **names).shape
        (1, 1)
    """
    where = "pairs"
    inputs = numbers(where, "inputs", inputs, ("n", "d"))
    targets = numbers(where, "targets", targets, (len(inputs), "m"))
    require_finite(where, "inputs", inputs, HIDDEN)
    require_finite(where, "targets", targets, HIDDEN)
    rows = rows_of_groups(where, groups, len(inputs))
    d, m = inputs.shape[1], targets.shape[1]
    input_names = names_of(where, "input_names", input_names, d)
    target_names = names_of(where, "target_names", target_names, m)

    with style():
        width, height = plt.rcParams["figure.figsize"]
        figure, axes = plt.subplots(
            m,
            d,
            squeeze=False,
            sharex="col",
            sharey="row",
            layout="compressed",
            figsize=(1.3 * width, 1.3 * height),
        )
        figure.suptitle(title, fontweight="bold")
        for (j, k), ax in np.ndenumerate(axes):
            handles = draw_groups(ax, inputs[:, k], targets[:, j], rows)
            plain_axis(ax.xaxis)
            plain_axis(ax.yaxis)
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
            if j == m - 1:
                ax.set_xlabel(input_names[k])
            if k == 0:
                ax.set_ylabel(target_names[j])
        legend(axes[0, -1], handles)
    return axes


def lines_within(
    x, y, groups, *, xlabel, ylabel, title="One line for all rows, and one in each group", ax=None
):
    """Draw the best line through all rows, and the best line through the rows of each group.

    Args:
        x: an input (n,).
        y: a target (n,).
        groups: the group of each row, n names.
        xlabel: name of the input, with its unit.
        ylabel: name of the target, with its unit.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its first line is that of all rows; then come points and line of each group.

    Raises:
        TypeError, ValueError: the numbers or the groups do not fit together, a number is not
            finite, an input is the same in all rows of a group, or ax is not an Axes.

    Example:
        >>> ax = lines_within([1, 2, 3, 4], [2, 3, 0, 1], ["A", "A", "B", "B"],
        ...                   xlabel="depth (mm)", ylabel="mass (g)")
        >>> [text.get_text() for text in ax.get_legend().get_texts()]
        ['all rows', 'A', 'B']
    """
    where = "lines_within"
    x = numbers(where, "x", x, ("n",))
    y = numbers(where, "y", y, x.shape)
    require_finite(where, "x", x, HIDDEN)
    require_finite(where, "y", y, HIDDEN)
    rows = rows_of_groups(where, groups, len(x))
    for group, mask in rows.items():
        if np.ptp(x[mask]) == 0:
            must, cause = f"x must differ within {group}", "a group of a single row."
            raise ValueError(_checks.complaint(where, must, f"{x[mask][0]:g} only", cause))

    with canvas(where, ax) as ax:
        look = {key: GUIDE[key] for key in ("color", "linestyle")}
        every = _best_line(ax, x, y, label="all rows", **look)
        points = draw_groups(ax, x, y, rows)
        for i, mask in enumerate(rows.values()):
            _best_line(ax, x[mask], y[mask], **line_cue(i))
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
        legend(ax, [every, *points])
    return ax


def _best_line(ax, x, y, **look):
    ends = np.array([x.min(), x.max()])
    line = np.polynomial.Polynomial.fit(x, y, 1)
    halo = [withStroke(linewidth=6.5, foreground="white")]  # over hundreds of points
    return ax.plot(ends, line(ends), path_effects=halo, linewidth=3.5, zorder=3, **look)[0]
