"""The still twin of a fit by hand: the marks with their residuals, and the scale of losses."""

import numpy as np

from linreg_helpers.course.drawing.axes import logarithmic_losses, plain_axis
from linreg_helpers.course.drawing.style import GUIDE, NOTE, mark_cue, style
from linreg_helpers.course.explore._picture import new_figure
from linreg_helpers.course.explore._words import short

MOST_NAMES = 12  # more would cover each other


def fit_figure(data, pred, loss):
    """Return a figure of these predictions and their loss; `data` are those of `fit_data`."""
    with style():
        figure = new_figure(9, 4.8)
        ax, scale = figure.subplots(1, 2, width_ratios=[1.9, 1])
        look = {**mark_cue(data["target"]), "clip_on": False}
        fit_panel(ax, data, pred, look)
        scale_panel(scale, data, loss, look)
        figure.set_layout_engine("constrained")
    return figure


def fit_panel(ax, data, pred, look):
    """Draw the line of equality, and a mark with its residual for each row."""
    actual, ends, (low, high) = np.array(data["actual"]), data["ends"], data["limits"]
    seen = pred.clip(low, high)
    ax.plot(ends, ends, **GUIDE)
    ax.vlines(actual, actual, seen, color="0.45", linewidth=2)
    ax.plot(actual, seen, markersize=11, **look)
    for name, t, p in zip(data["names"], actual, seen, strict=True):
        # On the side away from the line, but not out of the picture.
        share = (p - low) / (high - low)
        up = share < 0.1 or (p >= t and share < 0.9)
        if len(actual) <= MOST_NAMES:
            _note(ax, name, (t, p), (0, 14 if up else -14), va="center")
    ax.set(xlim=ends, ylim=(low, high), title="Bring the marks to the dashed line")
    plain_axis(ax.xaxis)
    plain_axis(ax.yaxis)
    word, unit = data["word"], data["unit"]
    ax.set(xlabel=f"actual yield of {word} ({unit})", ylabel=f"predicted ({unit})")


def scale_panel(ax, data, loss, look):
    """Draw the scale of losses, with the known ones and this one on it."""
    bottom, top = data["losses"]
    logarithmic_losses(ax, [np.array([bottom, top])])
    ax.set(xlim=(0, 1), xticks=[], ylim=(bottom, top), title="Lower is better")
    ax.set_ylabel(f"loss of {data['word']} ({data['unit']}²), logarithmic scale")
    ax.minorticks_off()
    ax.grid(False, axis="x")
    for label, known in data["known"].items():
        height = max(known, bottom)
        ax.axhline(height, **GUIDE)
        _note(ax, f"{label}\n{short(known)}", (0.98, height), (0, 3), va="bottom", ha="right")
    height = np.clip(loss, bottom, top)
    ax.plot([0.18], [height], **{**look, "markersize": 15})
    # Near the floor the number stands above its mark.
    low = height < bottom * (top / bottom) ** 0.2
    place = {"va": "bottom" if low else "top", "fontsize": 13, "fontweight": "bold"}
    _note(ax, f"yours\n{short(loss)}", (0.18, height), (0, 12 if low else -12), **place)


def _note(ax, text, spot, away, **look):
    """Write a text that is placed in points from a spot of the data."""
    look = {"ha": "center", **NOTE, **look}
    ax.annotate(text, spot, xytext=away, textcoords="offset points", **look)
