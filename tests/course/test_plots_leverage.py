"""The figure of leverage: two best lines, one point that moves, and how far the line follows."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.text import Text

from linreg_helpers.course import plots
from linreg_helpers.data import load_fruit_yields
from tests.course import looks
from tests.course.contrast import too_pale
from tests.oracles import X, Y

RAIN, APPLES = X[:, 1].double().numpy(), Y[:, 0].double().numpy()
NAMES = list(load_fruit_yields().region_names)
# By hand: one part in five, and the square of the distance from the mean over all such squares.
SQUARES = (RAIN - RAIN.mean()) ** 2
LEVERAGE = 1 / 5 + SQUARES / SQUARES.sum()


@pytest.fixture(autouse=True)
def _no_figure_stays():
    yield
    plt.close("all")


def pull(moved="Hoenn", by=40, **options):
    return plots.pull(RAIN, APPLES, NAMES, moved, by, **options)


@pytest.mark.parametrize(("moved", "by"), [("Hoenn", 40), ("Johto", 40), ("Sinnoh", -20)])
def test_both_lines_are_the_best_ones_and_the_bar_is_as_long_as_the_leverage_says(moved, by):
    ax = pull(moved, by)
    before, after, bar, *_ = ax.lines
    at = NAMES.index(moved)
    for line, targets in ((before, APPLES), (after, APPLES + by * (np.arange(5) == at))):
        assert line.get_ydata() == pytest.approx(
            np.polyval(np.polyfit(RAIN, targets, 1), line.get_xdata())
        )
    low, high = bar.get_ydata()
    assert high - low == pytest.approx(LEVERAGE[at] * by)
    assert low == pytest.approx(np.polyval(np.polyfit(RAIN, APPLES, 1), RAIN[at]))


def test_the_point_has_an_old_and_a_new_place_and_an_arrow_between_them():
    ax = pull()
    others, old, new = ax.lines[3:]
    assert old.get_xydata().tolist() == [[134, 119]]
    assert new.get_xydata().tolist() == [[134, 159]]
    assert others.get_xydata().tolist() == [[67, 56], [88, 81], [43, 22], [96, 103]]
    assert to_hex(old.get_markerfacecolor()) == "#ffffff"
    assert old.get_marker() != new.get_marker()
    (arrow,) = (text for text in ax.texts if not text.get_text())
    assert (arrow.xyann, arrow.xy) == ((134, 119), (134, 159))
    places = {text.get_text(): text.xy for text in ax.texts if text.get_text()}
    assert places == {
        **{name: (x, y) for name, x, y in zip(NAMES, RAIN, APPLES, strict=True)},
        "Hoenn": (134, 159),
    }


def test_it_looks_as_expected():
    ax = pull()
    assert ax.get_title() == "Hoenn up 40, the line up 28.3"
    assert [ax.get_xlabel(), ax.get_ylabel()] == ["rainfall (mm)", "apples (ton)"]
    ax.figure.canvas.draw()
    assert looks.ticks(ax.xaxis) == "40 60 80 100 120 140 160"
    assert looks.ticks(ax.yaxis) == "20 40 60 80 100 120 140 160"
    assert ax.get_xlim() == pytest.approx((29.35, 161.3))
    assert ax.get_ylim() == pytest.approx((1.45, 179.55))
    assert too_pale(ax.figure) == []
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["before", "after", "how far it follows"]
    assert [looks.line(line) for line in ax.lines[:3]] == [
        "blue, solid 2.5",
        "vermilion, dashed 2.5",
        "vermilion, solid 7",
    ]
    assert looks.texts(ax) == {
        "dark 12, halo 3": ["Hoenn", "Kanto", "Johto", "Sinnoh", "Unova"],
    }


def test_two_panels_have_the_same_limits_and_nothing_is_cut_off():
    left, right = axes = plots.two_axes("The line follows the point at the edge")
    pull("Johto", ax=left)
    assert pull("Hoenn", ax=right) is right
    assert left.get_title() == "Johto up 40, the line up 8.05"
    assert left.get_xlim() == right.get_xlim()
    assert left.get_ylim() == right.get_ylim()
    left.figure.canvas.draw()
    width, height = left.figure.bbox.size
    for text in [text for ax in axes for text in [*ax.texts, ax.title] if text.get_text()]:
        box = Text.get_window_extent(text)
        assert 0 < box.x0 < box.x1 < width
        assert 0 < box.y0 < box.y1 < height


def test_a_title_of_ones_own_and_tensors():
    ax = plots.pull(torch.tensor(RAIN), torch.tensor(APPLES), NAMES, "Kanto", 5, title="Mine")
    assert ax.get_title() == "Mine"


REFUSALS = [
    (
        lambda: pull("hoenn"),
        ValueError,
        "pull: moved must be one of Kanto, Johto, Hoenn, Sinnoh, Unova; got 'hoenn'. Usual cause: "
        "a name in other letters.",
    ),
    (
        lambda: plots.pull(RAIN, APPLES[:4], NAMES, "Kanto", 1),
        ValueError,
        "pull: apples must be numbers of shape (5,); got the shape (4,).",
    ),
    (lambda: pull(by=float("inf")), ValueError, "pull: by must hold finite numbers only"),
    (
        lambda: plots.pull(np.ones(5), APPLES, NAMES, "Kanto", 1),
        ValueError,
        "pull: rainfall must not all be the same; got 1 only.",
    ),
    (lambda: pull(ax=3), TypeError, "pull: ax must be a matplotlib Axes or None"),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:50] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_and_leaves_no_empty_figure(call, kind, words):
    with pytest.raises(kind, match=f"^{re.escape(words)}"):
        call()
    assert plt.get_fignums() == []
