"""The still picture of a live figure: it is what is stored, and what shows where no script runs."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from linreg_helpers.course.drawing.style import style


def new_figure(width, height):
    """Return an empty figure, in inches, of which pyplot knows nothing."""
    figure = Figure(figsize=(width, height), layout="none")
    # About what the layout makes of it in the end: texts that look for room find the same room.
    figure.subplots_adjust(left=0.1, right=0.99, bottom=0.12, top=0.93, wspace=0.27, hspace=0.6)
    return figure


def png_of(figure):
    """Return a figure as PNG of 32 colours at most, small enough to be stored twice."""
    canvas = FigureCanvasAgg(figure)
    with style():  # on which the number of ticks depends
        canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    # Without k-means, small marks lose their colour. A ninth of the pixels is enough for it.
    ninth = pixels.resize((pixels.width // 3, pixels.height // 3), Image.Resampling.NEAREST)
    palette = ninth.quantize(32, kmeans=1)
    few = pixels.quantize(palette=palette, dither=Image.Dither.NONE)
    # Pillow looks for the nearest colour in steps, and may find the ground a little grey.
    ground, colours = few.getpixel((0, 0)), few.getpalette()
    colours[3 * ground : 3 * ground + 3] = [255, 255, 255]
    few.putpalette(colours)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
