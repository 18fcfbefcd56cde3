"""How far what a figure draws stands out from its ground, as WCAG 2.2 computes it."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.text import Text

LEAST = {"text": 4.5, "large text": 3, "drawing": 3}  # success criteria 1.4.3 and 1.4.11


def linear(color):
    """Return the amounts of red, green and blue light of a colour of sRGB."""
    values = np.asarray(color, dtype=float)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(color):
    return linear(color) @ [0.2126, 0.7152, 0.0722]


def contrast(color, ground=(1, 1, 1)):
    """Return the contrast ratio of a colour, seen through if it has an alpha, to its ground."""
    *color, alpha = to_rgba(color)
    seen = alpha * np.array(color) + (1 - alpha) * np.array(ground)
    low, high = sorted([luminance(seen), luminance(ground)])
    return (high + 0.05) / (low + 0.05)


def too_pale(figure):
    """Return what of a figure does not stand out: texts, lines, marks, bars and contours.

    Bands behind a curve do not count: their borders are lines, their names are texts.
    """
    found = []
    for text in filter(lambda each: each.get_text() and each.get_visible(), figure.findobj(Text)):
        size, bold = text.get_fontsize(), text.get_fontweight() == "bold"
        kind = "large text" if size >= 18 or (bold and size >= 14) else "text"
        found += _pale(kind, text.get_color(), figure.get_facecolor()[:3], text.get_text())
    for ax in figure.axes:
        ground, seen = _darkest_ground(ax), []
        for line in ax.lines:
            marks = line.get_marker() not in ("None", "", None)
            seen += [(line, [line.get_color()])] * (line.get_linestyle() != "None")
            seen += [(line, [line.get_markerfacecolor(), line.get_markeredgecolor()])] * marks
        seen += [(bar, [bar.get_fc(), bar.get_ec()]) for bar in ax.patches if bar.get_zorder() > 0]
        arrows = [text.arrow_patch for text in ax.texts if getattr(text, "arrow_patch", None)]
        seen += [(arrow, [arrow.get_ec()]) for arrow in arrows if arrow.get_visible()]
        seen += [(each, each.get_ec()) for each in ax.collections if len(each.get_ec())]
        for artist, colors in seen:
            best = max(colors, key=lambda color: contrast(color, ground))
            found += _pale("drawing", best, ground, f"{type(artist).__name__} {artist.get_label()}")
    return found


def _darkest_ground(ax):
    fills = [color[:3] for each in ax.collections for color in each.get_fc()]
    return min([(1, 1, 1), *fills], key=luminance)


def _pale(kind, color, ground, name):
    ratio = contrast(color, ground)
    return [f"{kind} {name!r}: {ratio:.2f}"] if ratio < LEAST[kind] else []
