"""The two panels of a fit by hand: the marks with their residuals, and the scale of losses."""

import numpy as np

from linreg_helpers.course.drawing.axes import logarithmic_losses, plain_axis
from linreg_helpers.course.drawing.style import GUIDE, NOTE
from linreg_helpers.course.explore._words import short, spread


def fit_panel(ax, actual, regions, look):
    """Draw the line of equality and the marks; return what moves, and the function to move it."""
    size = np.abs(actual).max() or 1
    low, high = min(0, actual.min()) - size, max(0, actual.max()) + size
    ends = spread(actual, share=0.08)
    ax.plot(ends, ends, **GUIDE)
    ax.set(xlim=ends, ylim=(low, high), title="Bring the marks to the dashed line")
    plain_axis(ax.xaxis)
    plain_axis(ax.yaxis)
    residuals = ax.vlines(actual, actual, actual, color="0.45", linewidth=2)
    (dots,) = ax.plot(actual, actual, markersize=11, **look)
    names = [_note(ax, text, va="center") for text in regions]

    def move(pred):
        seen = pred.clip(low, high)
        residuals.set_segments([[(t, t), (t, p)] for t, p in zip(actual, seen, strict=True)])
        dots.set_data(actual, seen)
        for text, t, p in zip(names, actual, seen, strict=True):
            text.xy = (t, p)
            # On the side away from the line, but not out of the picture.
            share = (p - low) / (high - low)
            text.set_position((0, 14 if share < 0.1 or (p >= t and share < 0.9) else -14))
        return int((seen != pred).sum())

    return [residuals, dots, *names], move


def scale_panel(ax, known, start, look):
    """Draw the scale of losses; return what moves on it, and the function to move it."""
    top = 100 * max(start, *known.values()) or 1
    bottom = max(min(known.values()) / 4, 1e-10 * top)
    logarithmic_losses(ax, [np.array([bottom, top])])
    ax.set(xlim=(0, 1), xticks=[], ylim=(bottom, top), title="Lower is better")
    ax.minorticks_off()
    ax.grid(False, axis="x")
    for label, loss in known.items():
        height = max(loss, bottom)
        ax.axhline(height, **GUIDE)
        note = _note(ax, f"{label}\n{short(loss)}", va="bottom")
        note.xy = (0.98, height)
        note.set(position=(0, 3), ha="right")
    (mark,) = ax.plot([0.18], [top], **{**look, "markersize": 15})
    number = _note(ax, "", va="top", fontsize=13, fontweight="bold")

    def move(loss):
        height = np.clip(loss, bottom, top)
        mark.set_data([0.18], [height])
        number.xy = (0.18, height)
        number.set_text(f"yours\n{short(loss)}")
        # Near the floor the number stands above its mark.
        low = height < bottom * (top / bottom) ** 0.2
        number.set(position=(0, 12 if low else -12), va="bottom" if low else "top")

    return [mark, number], move


def _note(ax, text, **look):
    """Write a text that is placed in points from a spot of the data."""
    look = {"ha": "center", **NOTE, **look}
    return ax.annotate(text, (0, 1), xytext=(0, 0), textcoords="offset points", **look)
