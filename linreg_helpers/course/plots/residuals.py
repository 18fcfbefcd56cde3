"""Residuals: where a model fails, against its predictions and against each input."""

import matplotlib.pyplot as plt

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import legend, plain_axis
from linreg_helpers.course.drawing.groups import draw_groups, rows_of_groups
from linreg_helpers.course.drawing.inputs import dict_of, numbers, require_finite
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, GUIDE, side_by_side, style


def residuals(against, diff, groups, *, ylabel, marks=None, title="What the model misses"):
    """Draw residuals against several quantities, a panel for each, and the line of no residual.

    Args:
        against: dict from the name of a quantity, with its unit, to its numbers (n,).
        diff: residuals (n,): prediction minus target.
        groups: the group of each row, n names.
        ylabel: what the residual is, with its unit.
        marks: dict from the number of a row to a text that is written beside its point.
        title: what the figure shows.

    Returns:
        The Axes, one for each quantity, in a list. All have the same limits of the residual.

    Raises:
        TypeError, ValueError: the numbers or the groups do not fit together, a number is not
            finite, or a mark is not a row.

    Example:
        >>> axes = residuals({"predicted (g)": [1, 2]}, [0.5, -0.5], ["A", "B"], ylabel="g")
        >>> [ax.get_xlabel() for ax in axes]
        ['predicted (g)']
    """
    where = "residuals"
    diff = numbers(where, "diff", diff, ("n",))
    against = dict_of(where, "against", against, diff.shape)
    require_finite(where, "diff", diff)
    for name, values in against.items():
        require_finite(where, f"against[{name!r}]", values)
    rows = rows_of_groups(where, groups, len(diff))
    marks = {} if marks is None else marks
    for row in marks:
        if _checks.whole_number(where, "the row of a mark", row, least=0) >= len(diff):
            must, cause = f"the row of a mark must be below {len(diff)}", "a row that was dropped."
            raise ValueError(_checks.complaint(where, must, f"{row}", cause))

    with style():
        wide = 1.3 if len(against) > 1 else 1
        axes = side_by_side(where, None, len(against), title, wide)
        for ax, (name, values) in zip(axes, against.items(), strict=True):
            zero = ax.axhline(0, label="no residual", zorder=1.5, **GUIDE)
            handles = draw_groups(ax, values, diff, rows)
            ax.set_xlabel(name)
            plain_axis(ax.xaxis)
            plain_axis(ax.yaxis)
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        axes[0].set_ylabel(ylabel)
        legend(axes[-1], [*handles, zero])
        for ax, values in zip(axes, against.values(), strict=True):
            notes = [(values[row], diff[row], text, 0, DARK) for row, text in marks.items()]
            write_beside(ax, notes, [])
    return axes
