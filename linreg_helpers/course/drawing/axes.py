"""Axes: how numbers are written on them, linear and logarithmic scales, the legend."""

import numpy as np
from matplotlib.ticker import AutoLocator, LogLocator, MaxNLocator, NullFormatter


def number_text(value, _position=None):
    """Write a number as the course does: 33,060 and 0.5774, 1e-5 and 1e38 at the far ends."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.6g}"
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    return "\N{MINUS SIGN}" + text[1:] if text[0] == "-" else text


def four_digits(value):
    """Write a number with four significant digits."""
    return number_text(float(f"{value:.4g}"))


def plain_axis(axis, *, integer=False):
    """Put round numbers on a linear axis, and write them as the course does."""
    axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=integer))
    axis.set_major_formatter(number_text)


def logarithmic_losses(ax, runs):
    """Make the loss axis logarithmic, with enough ticks however many decades the losses span."""
    positive = np.concatenate([run[run > 0] for run in runs])
    if positive.size == 0:
        return  # nothing to show, and a logarithmic axis has no place for that
    ax.set_yscale("log")
    decades = np.log10(positive.max() / positive.min())
    if decades > 1:
        # Without a number of ticks, it depends on the settings at the time of saving.
        ax.yaxis.set_major_locator(LogLocator(subs=(1,) if decades > 3 else (1, 2, 5), numticks=9))
    else:
        ax.yaxis.set_major_locator(AutoLocator())
    ax.yaxis.set_major_formatter(number_text)
    ax.yaxis.set_minor_formatter(NullFormatter())


def logarithmic_steps(ax, last_step):
    """Make the step axis logarithmic from step 1 on, with room for step 0."""
    ax.set_xscale("symlog", linthresh=1, linscale=0.4)
    ax.set_xlim(-0.2, max(1.2 * last_step, 1))
    ax.xaxis.set_major_formatter(number_text)


def legend(ax, handles):
    """Put the legend to the right of the Axes, or inside where no layout engine makes room."""
    has_room = ax.figure.canvas.figure.get_layout_engine() is not None
    place = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if has_room else {}
    ax.legend(handles=handles, **place)
