"""A still picture of a live figure: few colours, and those of small marks among them."""

import io

import numpy as np
from PIL import Image

from linreg_helpers.course.drawing.style import color_of
from linreg_helpers.course.explore._picture import new_figure, png_of


def test_a_small_mark_on_many_shades_keeps_its_colour():
    figure = new_figure(6, 4)
    ax = figure.add_subplot()
    ax.imshow(np.linspace(0, 1, 500).reshape(20, 25), cmap="gray", aspect="auto")
    ax.plot(12, 10, "s", color=color_of(0), markersize=8)
    picture = Image.open(io.BytesIO(png_of(figure)))
    assert len(picture.getcolors()) <= 32
    wanted = [int(color_of(0)[k : k + 2], 16) for k in (1, 3, 5)]
    pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    assert abs(pixels - wanted).max(axis=1).min() < 12
