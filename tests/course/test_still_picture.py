"""A still picture of a live figure: few colours, and those of small marks among them."""

import io

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from PIL import Image

from linreg_helpers import load_penguins
from linreg_helpers.course.drawing.style import color_of, style
from linreg_helpers.course.explore._line_bowl_numbers import bowl_of
from linreg_helpers.course.explore._line_bowl_panels import line_bowl_figure
from linreg_helpers.course.explore._picture import png_of


@pytest.fixture(scope="module")
def picture():
    """Draw many rows, whose many colours are those of edges, and one blue mark, the start."""
    table = torch.from_numpy(load_penguins().measurements).double()
    table = table[~table.isnan().any(dim=1)]
    world = bowl_of(table[:, 1:2], table[:, 3:], "raw")
    state = {"lr": 0.0027, "start": [0, 0], "step": 0, "inputs": "raw"}
    texts = dict.fromkeys(("inputLabel", "targetLabel", "unit", "inputUnit"), "x") | {"names": []}
    return Image.open(io.BytesIO(png_of(line_bowl_figure(world, state, 1000, texts))))


def test_it_has_32_colours_at_most(picture):
    assert len(picture.getcolors()) <= 32


@pytest.mark.parametrize("number", [0, 1])
def test_a_small_mark_keeps_its_colour(picture, number):
    with style():
        wanted = 255 * np.array(to_rgb(color_of(number)))
    pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    assert abs(pixels - wanted).max(axis=1).min() < 20
