"""Figures of a fit: the predictions beside the targets."""

import numpy as np
from matplotlib.patheffects import withStroke

from linreg_helpers.course.drawing.axes import four_digits, legend, plain_axis
from linreg_helpers.course.drawing.inputs import names_of, prediction_pair
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import GUIDE, HATCHES, canvas, color_of, mark_cue


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
    pred, target = prediction_pair(where, pred, target)
    n, m = pred.shape
    target_names = names_of(where, "target_names", target_names, m, "target")
    if region_names is not None:
        region_names = names_of(where, "region_names", region_names, n)

    with canvas(where, ax) as ax:
        handles = []
        for j, name in enumerate(target_names):
            # Smaller from one target to the next, so that of two equal marks both are seen.
            look = {"label": name, "markersize": 12 - 4 * j / m, **mark_cue(j)}
            handles += ax.plot(target[:, j], pred[:, j], **look)
        low, high = min(pred.min(), target.min()), max(pred.max(), target.max())
        margin = 0.06 * (high - low) or 1
        limits = (low - margin, high + margin)
        (ideal,) = ax.plot(limits, limits, label="predicted = actual", zorder=1.5, **GUIDE)
        ax.set(xlim=limits, ylim=limits, aspect="equal")
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel(f"actual yield ({unit})")
        ax.set_ylabel(f"predicted ({unit})")
        ax.set_title(title)
        legend(ax, [*handles, ideal])
        if region_names is not None:
            # If there is room, one target has its names on the left and the next on the right.
            notes = [
                (target[i, j], pred[i, j], region_names[i], (180, 0)[j % 2], color_of(j))
                for j in range(m)
                for i in range(n)
            ]
            write_beside(ax, notes, [], [ideal])
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
    pred, target = prediction_pair(where, pred, target)
    n, m = pred.shape
    region_names = names_of(where, "region_names", region_names, n)
    target_names = names_of(where, "target_names", target_names, m)
    squares = (pred - target) ** 2

    with canvas(where, ax) as ax:
        width = 0.8 / m
        bars = []
        for j, name in enumerate(target_names):
            place = np.arange(n) + (j - (m - 1) / 2) * width
            look = {"color": color_of(j), "edgecolor": "white", "hatch": HATCHES[j % len(HATCHES)]}
            bars.append(ax.bar(place, squares[:, j], width, label=name, **look))
        text = f"mean = the loss:\n{four_digits(squares.mean())} {unit}²"
        mean = ax.axhline(squares.mean(), label=text, zorder=3, **GUIDE)
        mean.set_path_effects([withStroke(linewidth=5, foreground="white")])
        ax.set_xticks(range(n), region_names)
        ax.tick_params(axis="x", length=0)
        ax.grid(False, axis="x")
        plain_axis(ax.yaxis)
        ax.set_xlabel("region")
        ax.set_ylabel(f"squared difference ({unit}²)")
        ax.set_title(title)
        legend(ax, [*bars, mean])
    return ax
