"""A figure that answers at once: its still parts are drawn once, its moving parts every time."""

import io
import zlib

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from linreg_helpers.plots._look import STYLE, number_text


def in_style():
    """Lend the course's style: a figure must be built and first drawn inside."""
    # Wakes up the backend, which changes settings of its own that the context would undo.
    plt.draw_if_interactive()
    return plt.style.context(STYLE)


def new_figure(width, height):
    """Return an empty figure, in inches, of which pyplot knows nothing."""
    figure = Figure(figsize=(width, height), layout="none")
    # About what the layout makes of it in the end: texts that look for room find the same room.
    figure.subplots_adjust(left=0.1, right=0.99, bottom=0.12, top=0.93, wspace=0.27, hspace=0.6)
    return figure


class Picture:
    """A figure, and the function that moves its parts from one state to another.

    What a frame shows depends on the state alone, not on the frames before it.

    Args:
        figure: the figure in some state, with everything on it.
        moving: the artists that differ from state to state. They are drawn on top, in this order.
        update: function of a state, in keywords: it moves them, and returns the words that say
            what the figure shows then.
    """

    def __init__(self, figure, moving, update):
        """Draw what stays."""
        self.figure, self.move, self._moving = figure, update, moving
        self._canvas = FigureCanvasAgg(figure)
        figure.set_layout_engine("constrained")  # computed once: it takes its time
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine("none")  # from here on, nothing shifts
        for artist in moving:
            artist.set_animated(True)
        self._canvas.draw()
        self._still = self._canvas.copy_from_bbox(figure.bbox)

    def frame(self, **state):
        """Return the picture of a state as PNG, and its words."""
        words = self.move(**state)
        self.draw()
        return self.png(), words

    def draw(self):
        """Draw the moving parts over the still ones."""
        self._canvas.restore_region(self._still)
        for artist in self._moving:
            artist.draw(self._canvas.get_renderer())

    def png(self, **options):
        """Return what is drawn as PNG. The options are Pillow's: quick ones, unless others come."""
        options = options or {"compress_level": 1, "compress_type": zlib.Z_RLE}
        size = self._canvas.get_width_height()
        pixels = Image.frombuffer("RGBA", size, self._canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        file = io.BytesIO()
        pixels.convert("RGB").save(file, "PNG", **options)
        return file.getvalue()


def short(value):
    """Write a number with three significant digits: no processor changes these."""
    return number_text(float(f"{value:.3g}"))


def split_unit(name):
    """Split "apples (ton)" into "apples" and "ton"; the unit may be missing."""
    word, _, unit = name.partition(" (")
    return word, unit.removesuffix(")")


def worst_miss(pred, target, row_names, column_names, unit):
    """Say in words which prediction is furthest from its target. Both are arrays (n, m)."""
    miss = pred - target
    if not miss.any():
        return "Every prediction equals its target."
    i, j = divmod(int(abs(miss).argmax()), miss.shape[1])
    side = "too high" if miss[i, j] > 0 else "too low"
    where = ", ".join(filter(None, [row_names[i], split_unit(column_names[j])[0]]))
    return f"The largest miss: {where}, {short(abs(miss[i, j]))} {unit} {side}."


def outside(count):
    """Return the sentence on marks that lie outside the picture, in a list; none for no marks."""
    if count == 0:
        return []
    marks = "1 mark lies" if count == 1 else f"{count} marks lie"
    return [f"{marks} outside the picture, drawn at its edge."]


def default_names(word, count):
    """Return "row 1", "row 2", ..."""
    return [f"{word} {k + 1}" for k in range(count)]


def losses_in_the_loop(path, steps, y):
    """Return the losses of a `DescentPath`, infinite from where the loop's sum of squares is."""
    losses = path.losses(steps)
    return torch.where(torch.isfinite(losses * y.numel()), losses, torch.inf)


def spread(actual, share=0.12):
    """Return limits with a margin on both sides of the actual values."""
    margin = share * np.ptp(actual) or 1
    return np.array([actual.min() - margin, actual.max() + margin])


def without_rounding(loss, actual):
    """Return the loss, or 0 where it is nothing but the rounding of a perfect fit."""
    return loss if loss > 1e-20 * np.square(actual).max() else 0.0
