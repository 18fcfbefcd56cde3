"""Figures of training in mini-batches."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import four_digits, legend, plain_axis
from linreg_helpers.course.drawing.inputs import DIVERGED, dict_of, require_finite
from linreg_helpers.course.drawing.style import GUIDE, canvas, line_cue


def late_losses(
    losses,
    least,
    *,
    first,
    unit="ton",
    title="The loss jumps above its lowest value",
    ax=None,
):
    """Draw the last part of some runs, epoch by epoch, above the least possible loss.

    Args:
        losses: dict from a label to the loss on all rows before each epoch and after the last one,
            (n_epochs + 1,).
        least: the least possible loss.
        first: the epoch at which the drawing begins. All runs go on beyond it.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its last line is the least loss, across the whole width.

    Raises:
        TypeError, ValueError: losses are not such numbers, or one of them is not finite or below
            least; first is not an epoch before the last; or ax is not an Axes.

    Example:
        >>> late_losses({"lr = 0.2": [9.0, 3.0, 2.0]}, 1.0, first=1).get_xlabel()
        'epoch'
    """
    where = "late_losses"
    runs = dict_of(where, "losses", losses, ("epochs",))
    least = _checks.positive_number(where, "least", least)
    first = _checks.whole_number(where, "first", first, least=0)
    for label, run in runs.items():
        name = f"losses[{label!r}]"
        require_finite(where, name, run, DIVERGED)
        if run.min() < least * (1 - 1e-6):
            cause = "the least loss of other rows, or the loss on a batch in place of all rows."
            must = f"{name} must not be below the least loss, {least:g}"
            raise ValueError(_checks.complaint(where, must, f"{run.min():g}", cause))
        if first > len(run) - 2:
            must = f"first must be before the last epoch of {name}, {len(run) - 1}"
            cause = "a run of fewer epochs than the others."
            raise ValueError(_checks.complaint(where, must, f"{first}", cause))

    with canvas(where, ax) as ax:
        lines = []
        for i, (label, run) in enumerate(runs.items()):
            epochs = np.arange(first, len(run))
            lines += ax.plot(epochs, run[first:], label=label, **line_cue(i))
        look = {**GUIDE, "linestyle": ":"}  # the guide's dashes are much like those of a run
        lines.append(ax.axhline(least, label=f"least loss {four_digits(least)}", **look))
        plain_axis(ax.xaxis, integer=True)
        plain_axis(ax.yaxis)
        ax.set(xlabel="epoch", ylabel=f"loss on all rows ({unit}²)", title=title)
        ax.margins(x=0.02)
        legend(ax, lines)
    return ax
