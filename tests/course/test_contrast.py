"""The computation of contrast, and the colours themselves, for those who see fewer of them.

That the figures keep to it is held beside each figure's other tests.
"""

from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from linreg_helpers.course.drawing.style import LINE_STYLES, MARKERS, STYLE, ink
from tests.course.contrast import contrast, linear, too_pale

CYCLE = [
    f"#{color.lstrip('#')}"
    for color in mpl.rc_params_from_file(STYLE, use_default_template=False)[
        "axes.prop_cycle"
    ].by_key()["color"]
]
# Machado, Oliveira and Fernandes 2009, severity 1: linear red, green, blue -> what is seen.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
) / np.array([[0.9505], [1], [1.089]])


def lab(color, sight):
    """Return L*, a* and b* of a colour as it is seen."""
    seen = TO_XYZ @ np.clip(SIGHT[sight] @ linear(to_rgb(color)), 0, 1)
    x, y, z = np.where(seen > 0.008856, np.cbrt(seen), 7.787 * seen + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_contrasts_that_are_known():
    assert contrast("black") == pytest.approx(21)
    assert contrast("white") == 1
    assert contrast("#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast((0, 0, 0, 0.5)) == pytest.approx(contrast("#808080"), rel=0.01)


def test_the_lightness_and_the_colour_that_are_known():
    assert lab("white", "usual") == pytest.approx([100, 0, 0], abs=0.1)
    assert lab("red", "usual") == pytest.approx([53.2, 80.1, 67.2], abs=0.2)
    assert lab("white", "tritanopia") == pytest.approx([100, 0, 0], abs=0.1)


def drawn(draw):
    figure = Figure()
    draw(figure.subplots())
    return too_pale(figure)


@pytest.mark.parametrize(
    ("draw", "named"),
    [
        (lambda ax: ax.set_title("pale", color="0.6", fontsize=30), "large text 'pale': 2.85"),
        (lambda ax: ax.text(0, 0, "pale", color="#D55E00"), "text 'pale': 3.87"),
        (lambda ax: ax.plot([1, 2], color="#E69F00", label="pale"), "drawing 'Line2D pale': 2.25"),
        (lambda ax: ax.plot([1], "o", color="0.7", label="pale"), "drawing 'Line2D pale': 2.11"),
        (lambda ax: ax.bar([1], [1], color="0.7", label="pale"), "Rectangle"),
        (lambda ax: ax.contour([[0, 1], [1, 2]], levels=[1], colors="0.7"), "QuadContourSet"),
        (lambda ax: ax.annotate("", (0, 0), (1, 1), arrowprops={"ec": "0.7"}), "Arrow"),
    ],
)
def test_what_is_pale_is_found(draw, named):
    found = drawn(draw)
    assert any(named in each for each in found), found


def test_what_stands_out_is_not():
    assert drawn(lambda ax: ax.plot([1], "o", mfc="white", mec="black", ls="none")) == []
    assert drawn(lambda ax: ax.text(0, 0, "dark", color="0.4")) == []


@pytest.mark.parametrize("color", CYCLE)
def test_each_colour_stands_out_as_a_line_and_its_ink_as_a_text(color):
    assert contrast(color) >= 3
    assert contrast(ink(color)) >= 4.5
    if contrast(color) >= 4.5:
        assert to_rgb(ink(color)) == to_rgb(color)


def near(distance, sight):
    """Return the pairs of colours, by their places in the cycle, that are nearer than that."""
    seen = [lab(color, sight) for color in CYCLE]
    pairs = combinations(range(len(CYCLE)), 2)
    return [(i, j) for i, j in pairs if np.linalg.norm(seen[i] - seen[j]) < distance]


# In CIE Lab a distance of 2.3 is just seen; at 15 nobody takes one line for the other.
@pytest.mark.parametrize("sight", SIGHT)
def test_everybody_can_tell_the_colours_apart_or_their_second_cue(sight):
    assert not [pair for pair in near(15, sight) if max(pair) < 5]  # the first five: by colour
    for i, j in near(15, sight):
        assert LINE_STYLES[i % len(LINE_STYLES)] != LINE_STYLES[j % len(LINE_STYLES)]
        assert MARKERS[i % len(MARKERS)] != MARKERS[j % len(MARKERS)]


def test_red_and_green_of_one_lightness_would_not_do(monkeypatch):
    monkeypatch.setattr(f"{__name__}.CYCLE", ["#a05000", "#607000"])
    assert near(15, "usual") == []
    assert near(15, "deuteranopia") == [(0, 1)]
