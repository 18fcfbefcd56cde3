"""A figure that answers at once: its still parts are drawn once, its moving parts every time."""

import io
import zlib

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image


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
        for place, artist in enumerate(moving):
            artist.set(animated=True, zorder=10 + place)  # on top in a full drawing as well
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
        pixels = Image.fromarray(np.asarray(self._canvas.buffer_rgba()))
        file = io.BytesIO()
        pixels.convert("RGB").save(file, "PNG", **options)
        return file.getvalue()


def png_of(figure):
    """Return a figure as PNG of 32 colours at most, small enough to be stored twice."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    # Without k-means, small marks lose their colour. A ninth of the pixels is enough for it.
    ninth = pixels.resize((pixels.width // 3, pixels.height // 3), Image.Resampling.NEAREST)
    palette = ninth.quantize(32, kmeans=1)
    few = pixels.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
