"""What a reader sees on an Axes, in words and numbers, for tables of what is expected."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from linreg_helpers.course.drawing.style import ink

COLORS = {
    "#0072b2": "blue",
    "#d55e00": "vermilion",
    "#009e73": "green",
    "#cc79a7": "pink",
    "#000000": "black",
    "#bf8400": "orange",
    "#4999c6": "sky blue",
    "#666666": "grey",
    "#222222": "ink",
    "#262626": "dark",
    "#404040": "dark grey",
    "#737373": "mid grey",
    "#bfbfbf": "light grey",
    "#f0f0f0": "pale grey",
    "#ffffff": "white",
}
INKS = {to_hex(ink(color)): name for color, name in COLORS.items()}
DASHES = {
    (): "solid",
    (5, 1.2): "dashed",
    (6.4, 1.6, 1, 1.6): "dash-dotted",
    (1, 1.65): "dotted",
    (4, 1, 1, 1, 1, 1): "dash-dot-dotted",
    (5, 3): "long-dashed",
}


def pixels(figure):
    """Draw a figure; only then its ticks have their texts, and its texts their places."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


def edges_are_white(image):
    """Say whether nothing is cut off at the edge of a figure."""
    return all((edge == 255).all() for edge in [image[0], image[-1], image[:, 0], image[:, -1]])


def color(value):
    return COLORS[to_hex(value)]


def dashes(line):
    """Name the dashes themselves: for dashes of one's own, get_linestyle() says only "--"."""
    pattern = line._unscaled_dash_pattern[1]
    return DASHES[tuple(pattern or ())]


def ink_color(value):
    """Name the colour of a text: that of the course whose ink it is."""
    return INKS.get(to_hex(value)) or color(value)


def line(line):
    """Describe a line and its marks, as in "blue, dashed 2.5, o 9"."""
    words = [color(line.get_color())]
    if line.get_linestyle() != "None":
        words.append(f"{dashes(line)} {line.get_linewidth():g}")
    if line.get_marker() not in ("None", "", None):
        words.append(f"{line.get_marker()} {line.get_markersize():g}")
        if line.get_markeredgecolor() != line.get_color():
            words[-1] += f" with a {color(line.get_markeredgecolor())} edge"
    if not line.get_clip_on():
        words.append("never cut off")
    if line.get_path_effects():
        words.append(f"halo {line.get_path_effects()[0]._gc['linewidth']:g}")
    return ", ".join(words)


def text(text):
    """Describe the look of a text, as in "blue 12, halo 3"."""
    words = f"{ink_color(text.get_color())} {text.get_fontsize():g}"
    if text.get_fontweight() == "bold":
        words += ", bold"
    if text.get_path_effects():
        words += f", halo {text.get_path_effects()[0]._gc['linewidth']:g}"
    return words


def texts(ax):
    """Return a dict from a look to the texts that have it."""
    found = {}
    for each in filter(lambda each: each.get_text(), ax.texts):
        found.setdefault(text(each), []).append(each.get_text())
    return found


def ticks(axis):
    """Return the texts of the ticks that can be seen, in one line, and "+ marks" for minor ones."""
    low, high = sorted(axis.get_view_interval())
    seen = [
        tick.label1.get_text()
        for tick in axis.get_major_ticks()
        if low - 1e-9 <= tick.get_loc() <= high + 1e-9 and tick.label1.get_visible()
    ]
    minor = axis.get_minor_ticks()
    between = [tick.label1.get_text() for tick in minor] + ["+ marks"] * bool(minor)
    return " ".join(filter(None, seen + between))


def axes(ax):
    """Return what an Axes shows. Draw its figure first: only then the ticks have their texts."""
    legend = ax.get_legend()
    grids = {"x": ax.get_xgridlines(), "y": ax.get_ygridlines()}
    return {
        "title": ax.get_title(),
        "labels": [ax.get_xlabel(), ax.get_ylabel()],
        "scales": [ax.get_xscale(), ax.get_yscale()],
        "limits": [
            [float(f"{end:.3g}") for end in pair] for pair in (ax.get_xlim(), ax.get_ylim())
        ],
        "x ticks": ticks(ax.xaxis),
        "y ticks": ticks(ax.yaxis),
        "grid": "".join(k for k, lines in grids.items() if any(g.get_visible() for g in lines)),
        "legend": [text.get_text() for text in legend.get_texts()] if legend else [],
        "from back to front": [line(each) for each in sorted(ax.lines, key=lambda one: one.zorder)],
        "texts": texts(ax),
    }
