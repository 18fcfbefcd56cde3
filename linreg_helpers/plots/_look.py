"""The look that all figures share: style, colours with a second cue, axes, legend."""

from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import AutoLocator, LogLocator, MaxNLocator, NullFormatter

from linreg_helpers import _checks

STYLE = Path(__file__).with_name("linreg.mplstyle")

# Five share no divisor with the eight colours, so that pairs repeat late.
LINE_STYLES = ("-", (0, (5, 1.2)), "-.", ":", (0, (4, 1, 1, 1, 1, 1)))
MARKERS = ("o", "^", "s", "D", "v")
HATCHES = ("", "//", "..", "xx")
GUIDE = {"color": "0.25", "linestyle": (0, (5, 3)), "linewidth": 2}
DARK = "0.15"


@contextmanager
def style():
    """Use the course's style, and nothing of it afterwards."""
    # Wakes up the backend, which changes settings of its own that the context below would undo.
    plt.draw_if_interactive()
    with plt.style.context(STYLE):
        yield


@contextmanager
def canvas(where, ax):
    """Lend the Axes to draw on, a new one if need be, with the course's style while it is used."""
    if not (ax is None or isinstance(ax, Axes)):
        must = "ax must be a matplotlib Axes or None"
        cause = "plt.subplots(1, 2) returns several Axes. Pass one of them, as in axes[0]."
        raise TypeError(_checks.complaint(where, must, _checks.describe(ax), cause))
    with style():
        if ax is None:
            # "compressed" is the constrained layout that comes to rest with equal aspects as well.
            ax = plt.subplots(layout="compressed")[1]
            # Otherwise the number of ticks depends on the settings at the time of saving.
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        yield ax


def color_of(index):
    colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    return colors[index % len(colors)]


def line_cue(index):
    return {"color": color_of(index), "linestyle": LINE_STYLES[index % len(LINE_STYLES)]}


def halo(width):
    """Return a white border, which keeps a text or a line apart from what lies behind it."""
    return [withStroke(linewidth=width, foreground="white")]


def number_text(value, _position=None):
    """Write a number as the course does: 33,060 and 0.5774, 1e-5 and 1e38 at the far ends."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.6g}"
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    return "\N{MINUS SIGN}" + text[1:] if text[0] == "-" else text


def four_digits(value):
    return number_text(float(f"{value:.4g}"))


def plain_axis(axis, *, integer=False):
    axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=integer))
    axis.set_major_formatter(number_text)


def logarithmic_losses(ax, runs):
    """Make the loss axis logarithmic, with enough ticks however many decades the losses span."""
    ax.set_yscale("log")
    positive = np.concatenate([run[run > 0] for run in runs])
    decades = np.log10(positive.max() / positive.min()) if positive.size else 0
    if decades > 1:
        ax.yaxis.set_major_locator(LogLocator(subs=(1,) if decades > 3 else (1, 2, 5)))
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
    place = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if has_room else {"loc": "best"}
    ax.legend(handles=handles, **place)
