"""A figure of the parameters, step by step, beside the values that they should reach."""

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

from linreg_helpers.course.drawing.axes import logarithmic_steps, plain_axis
from linreg_helpers.course.drawing.inputs import DIVERGED, names_of, numbers, require_finite
from linreg_helpers.course.drawing.labels import write_at_ends
from linreg_helpers.course.drawing.style import DARK, MARKERS, line_cue, side_by_side, style

MARK = {"mec": "white", "markersize": 11, "clip_on": False}
MISSING = {"color": DARK, "ls": ":", "lw": 2, "clip_on": False}


def parameter_paths(
    values,
    best,
    *,
    names,
    target_names,
    unit="ton",
    title="The parameters, step by step",
    axes=None,
):
    """Draw each parameter against the step, a panel for each target, with a mark at its best value.

    A dotted line leads from the end of each path to its mark: what is still missing.

    Args:
        values: the parameters before each step and after the last one, (n_steps + 1, m, k).
        best: the value of each parameter with which the loss is least, (m, k).
        names: one name a parameter of a target, k in all, written at the end of its line.
        target_names: one name a target.
        unit: unit of the targets.
        title: what the figure shows.
        axes: the Axes to draw on, one for each target, or None for a new figure.

    Returns:
        The Axes, one for each target, in a list. All have the same limits and a logarithmic step
        axis.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or there are more or fewer axes than targets.

    Example:
        >>> values, names = [[[0, 1]], [[2, 3]]], {"names": ["w", "b"], "target_names": ["apples"]}
        >>> (ax,) = parameter_paths(values, [[2, 5]], **names)
        >>> [text.get_text() for text in ax.texts]
        ['w', 'b']
    """
    where = "parameter_paths"
    values = numbers(where, "values", values, ("steps", "m", "k"))
    _, m, k = values.shape
    best = numbers(where, "best", best, (m, k))
    require_finite(where, "values", values, DIVERGED)
    require_finite(where, "best", best)
    names = names_of(where, "names", names, k)
    target_names = names_of(where, "target_names", target_names, m)
    last = len(values) - 1
    low, high = min(values.min(), best.min()), max(values.max(), best.max())
    margin = 0.06 * (high - low) or 1

    with style():
        axes = side_by_side(where, axes, m, title)
        lines = []
        for j, ax in enumerate(axes):
            lines.append([])
            for i, name in enumerate(names):
                (line,) = ax.plot(values[:, j, i], label=name, **line_cue(i))
                missing = [values[-1, j, i], best[j, i]]
                ax.plot([last] * 2, missing, **MISSING, zorder=1.8)
                look = MARK | {"marker": MARKERS[i % len(MARKERS)], "color": line.get_color()}
                ax.plot(last, best[j, i], ls="none", zorder=3, **look)
                lines[-1].append(line)
            logarithmic_steps(ax, last)
            ax.set(xlim=(-0.2, max(last, 1)), ylim=(low - margin, high + margin))
            plain_axis(ax.yaxis)
            ax.set_title(target_names[j])
            ax.set_xlabel("step, logarithmic scale")
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        axes[0].set_ylabel(f"value ({unit} per unit of input)")
        for ax, ends in zip(axes, lines, strict=True):
            write_at_ends(ax, ends)
        key = Line2D([], [], label="best value", **MISSING | MARK, marker=MARKERS[0])
        axes[-1].legend(handles=[key])
    return axes
