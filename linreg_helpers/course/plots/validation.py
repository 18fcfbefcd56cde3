"""Training beside validation: two curves, and where they part."""

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import (
    legend,
    logarithmic_losses,
    number_text,
    plain_axis,
)
from linreg_helpers.course.drawing.inputs import numbers, require_finite, require_logarithms
from linreg_helpers.course.drawing.style import MARKERS, canvas, line_cue


def training_and_validation(
    positions,
    training,
    validation,
    *,
    xlabel,
    ylabel,
    title,
    log_x=False,
    log_y=False,
    marks=False,
    ax=None,
):
    """Draw a number measured on the training rows and on the validation rows.

    Args:
        positions: what varies (k,), such as the step, the number of columns or the penalty.
        training: the number on the training rows (k,).
        validation: the number on the validation rows (k,).
        xlabel: what varies, with its unit if it has one.
        ylabel: what was measured, with its unit.
        title: what the figure shows.
        log_x: whether the positions are on a logarithmic axis.
        log_y: whether the numbers are on a logarithmic axis.
        marks: whether each position gets a mark, for few positions.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Its first line is that of the training rows.

    Raises:
        TypeError, ValueError: the numbers do not fit together, one is not finite or has no
            logarithm where one is needed, or ax is not an Axes.

    Example:
        >>> words = {"xlabel": "step", "ylabel": "loss", "title": "Both fall"}
        >>> ax = training_and_validation([0, 1], [4, 1], [5, 2], **words)
        >>> [text.get_text() for text in ax.get_legend().get_texts()]
        ['training', 'validation']
    """
    where = "training_and_validation"
    positions = numbers(where, "positions", positions, ("k",))
    runs = {
        "training": numbers(where, "training", training, positions.shape),
        "validation": numbers(where, "validation", validation, positions.shape),
    }
    require_finite(where, "positions", positions)
    for label, run in runs.items():
        require_finite(where, label, run)
        if log_y:
            require_logarithms(where, label, run)
    if log_x and positions.min() <= 0:
        must, cause = "positions must be above 0 on a logarithmic axis", "no penalty at all."
        raise ValueError(_checks.complaint(where, must, f"{positions.min():g}", cause))

    with canvas(where, ax) as ax:
        lines = []
        for i, (label, run) in enumerate(runs.items()):
            mark = {"marker": MARKERS[i]} if marks else {}
            lines += ax.plot(positions, run, label=label, **line_cue(i), **mark)
        plain_axis(ax.xaxis, integer=not log_x)
        plain_axis(ax.yaxis)
        if log_x:
            ax.set_xscale("log")
            ax.xaxis.set_major_formatter(number_text)
        if log_y:
            logarithmic_losses(ax, runs.values())
        ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
        legend(ax, lines)
    return ax
