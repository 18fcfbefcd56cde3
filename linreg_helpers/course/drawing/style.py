"""The look that all figures share: the style, and colours with a second cue."""

from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patheffects import withStroke

from linreg_helpers import _checks

STYLE = Path(__file__).with_name("linreg.mplstyle")

# Five share no divisor with the eight colours, so that pairs repeat late.
LINE_STYLES = ("-", (0, (5, 1.2)), "-.", ":", (0, (4, 1, 1, 1, 1, 1)))
MARKERS = ("o", "^", "s", "D", "v")
HATCHES = ("", "//", "..", "xx")
GUIDE = {"color": "0.25", "linestyle": (0, (5, 3)), "linewidth": 2}
DARK = "0.15"
HALO = [withStroke(linewidth=3, foreground="white")]  # keeps a text apart from what lies behind it
NOTE = {"fontsize": 12, "color": DARK, "path_effects": HALO}


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


def side_by_side(where, axes, count, title, wide=1.3):
    """Return the Axes that are given, or those of a new figure with one scale of heights."""
    if axes is not None:
        if len(axes) != count:
            must, cause = f"axes must be {count} Axes or None", "plt.subplots made more, or fewer."
            raise ValueError(_checks.complaint(where, must, f"{len(axes)}", cause))
        return list(axes)
    width, height = plt.rcParams["figure.figsize"]
    layout = {"sharey": True, "squeeze": False, "layout": "compressed"}
    figure, grid = plt.subplots(1, count, figsize=(wide * width, height), **layout)
    figure.suptitle(title, fontweight="bold")
    return list(grid.flat)


def color_of(index):
    """Return a colour of the course's cycle."""
    colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    return colors[index % len(colors)]


def ink(color):
    """Return a colour for a text on white: as dark as small letters need, 4.5 : 1 in WCAG 2.2."""
    rgb = np.array(to_rgb(color))
    shares = (
        share for share in np.linspace(1, 0, 101) if luminance(share * rgb) <= 1.05 / 4.5 - 0.05
    )
    return tuple(next(shares) * rgb)


def luminance(rgb):
    """Return how bright a colour is, from 0 for black to 1 for white, as WCAG 2.2 defines it."""
    light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return light @ [0.2126, 0.7152, 0.0722]


def line_cue(index):
    """Return a colour and the line style that is its second cue."""
    return {"color": color_of(index), "linestyle": LINE_STYLES[index % len(LINE_STYLES)]}


def mark_cue(index):
    """Return a colour and the marker that is its second cue, for dots without a line."""
    look = {"color": color_of(index), "marker": MARKERS[index % len(MARKERS)]}
    return look | {"linestyle": "none", "markeredgecolor": "white"}
