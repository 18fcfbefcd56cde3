"""The figures of the bowl: its ellipses, its directions, the path, and what is left of it."""

import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.text import Annotation

from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale

MINUS = "\N{MINUS SIGN}"
HESSIAN = torch.tensor([[5.0, 3.0], [3.0, 5.0]])  # 8 along (1, 1), 2 along (1, -1)
PATH = torch.tensor([[4.0, -2.0], [2.0, -1.0], [1.5, 0.5]])
LOWEST = torch.tensor([1.0, 1.0])
MARKS = {0: "step 0", 2: "step 9"}
SHARES = {"after 5 steps": [0.25, 0.9996, -0.5], "after 9": torch.tensor([2e-5, 1.0, 0.125])}
THREE = ["first (steepest)", "second", "third (flattest)"]


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


def bowl(**options):
    least = torch.tensor(0.5)
    options = {"marks": MARKS, "least": least, "directions": ["steep", "flat"]} | options
    ax = plots.path_in_bowl(PATH, HESSIAN, LOWEST, **options)
    ax.figure.canvas.draw()
    return ax


def ellipses_of(ax):
    """Return a dict from each level of the loss to the points of its line."""
    lines = [c for c in ax.collections if hasattr(c, "levels") and not c.filled]
    (contours,) = lines
    pairs = zip(contours.levels, contours.get_paths(), strict=True)
    return {float(level): path.vertices for level, path in pairs if len(path.vertices)}


def arrows_of(ax):
    """Return the vectors of the arrows, from their beginning to their tip."""
    found = [t for t in ax.texts if isinstance(t, Annotation) and not t.get_text()]
    return [np.subtract(t.xy, t.xyann) for t in found]


def test_a_wide_drawing_has_the_same_unit_both_ways_and_holds_the_path():
    ax = bowl(wide=2)
    width, height = ax.get_window_extent().size
    assert width == pytest.approx(2 * height, rel=1e-3)
    assert np.ptp(ax.get_xlim()) == pytest.approx(2 * np.ptp(ax.get_ylim()))
    assert [np.mean(ax.get_xlim()), np.mean(ax.get_ylim())] == pytest.approx(LOWEST.tolist())
    assert all(ax.viewLim.contains(*point) for point in PATH)


def test_the_numbers_of_the_ellipses_do_not_touch():
    ax = bowl(levels=np.linspace(2, 30, 99))
    boxes = [t.get_window_extent() for t in ax.texts if re.fullmatch(r"[\d.]+", t.get_text())]
    assert len(boxes) >= 2
    assert all(box.count_overlaps(boxes[:k]) == 0 for k, box in enumerate(boxes))


def test_a_bowl_that_hardly_rises_has_one_ellipse():
    assert len(ellipses_of(bowl(least=torch.tensor(1e9)))) == 1


def test_what_the_bowl_shows():
    ax = bowl(names=["w (ton)", "v (ton)"])
    assert too_pale(ax.figure) == []
    seen = looks.axes(ax)
    assert seen == {
        "title": "The path in the bowl, seen from above",
        "labels": ["w (ton)", "v (ton)"],
        "scales": ["linear", "linear"],
        "limits": [[-2.75, 4.75], [-2.75, 4.75]],
        "x ticks": f"{MINUS}2 0 2 4",
        "y ticks": f"{MINUS}2 {MINUS}1 0 1 2 3 4",
        "grid": "",
        "legend": [],
        "from back to front": [
            "vermilion, solid 2.5",
            "vermilion, o 10 with a white edge",
            "dark, * 20 with a white edge",
        ],
        "texts": {
            "dark grey 12, halo 3": ["20", "10", "5"],
            "dark 12, halo 3": ["step 0", "step 9", "lowest: 0.5"],
            "blue 12, halo 3": ["steep\nλ = 8", "flat\nλ = 2"],
        },
    }


def test_each_line_joins_points_of_the_same_loss():
    lines = ellipses_of(bowl(levels=[1, 2, 5, 20]))
    assert list(lines) == [1, 2, 5, 20]
    for level, points in lines.items():
        way = points - LOWEST.numpy()
        loss = 0.5 + np.einsum("ki,ij,kj->k", way, HESSIAN.numpy(), way) / 2
        assert loss == pytest.approx([level] * len(loss), rel=5e-3)


def test_the_lines_are_closed_ellipses_longer_along_the_flat_direction():
    way = ellipses_of(bowl(levels=[5]))[5] - LOWEST.numpy()
    steep, flat = np.abs(way @ [[1, 1], [1, -1]] / np.sqrt(2)).max(0)
    assert flat / steep == pytest.approx(np.sqrt(8 / 2), rel=1e-2)
    assert way[0] == pytest.approx(way[-1])


def test_both_parameters_have_the_same_scale_so_that_right_angles_are_right():
    ax = bowl()
    ax.figure.canvas.draw()
    ends = ax.transData.transform([[0, 0], [1, 0], [0, 1]])
    across, up = ends[1:] - ends[0]
    assert across[0] == pytest.approx(up[1])


def test_an_arrow_points_along_each_direction_away_from_the_start():
    steep, flat = arrows_of(bowl())
    hessian = HESSIAN.numpy()
    assert hessian @ steep == pytest.approx(8 * steep)
    assert hessian @ flat == pytest.approx(2 * flat)
    start = (PATH[0] - LOWEST).numpy()
    assert start @ flat < 0


def test_without_names_of_directions_there_are_no_arrows():
    ax = bowl(directions=())
    assert arrows_of(ax) == []
    assert not any("λ" in text.get_text() for text in ax.texts)


def test_the_path_its_marks_and_the_lowest_point_are_where_they_are():
    path, dots, star = bowl().lines
    assert path.get_xydata() == pytest.approx(PATH.numpy())
    assert dots.get_xydata() == pytest.approx(PATH[[0, 2]].numpy())
    assert star.get_xydata() == pytest.approx(LOWEST.numpy()[None])


def test_a_path_that_stands_at_the_lowest_point_has_a_bowl_too():
    ax = plots.path_in_bowl([[1, 1]], HESSIAN, [1, 1], marks={})
    assert ax.get_xlim() == (0, 2)


def test_round_losses_are_drawn_where_none_are_named():
    assert list(ellipses_of(bowl(levels=None))) == [1, 2, 5, 10, 20]


def test_the_same_level_has_the_same_colour_in_two_bowls():
    left, right = plots.two_axes("Two bowls")
    levels = [1, 10, 100]
    for ax, hessian in ((left, HESSIAN), (right, torch.eye(2))):
        plots.path_in_bowl(PATH, hessian, LOWEST, marks=MARKS, levels=levels, ax=ax)
    fills = [next(c for c in ax.collections if getattr(c, "filled", False)) for ax in (left, right)]
    assert fills[0].get_facecolor() == pytest.approx(fills[1].get_facecolor())
    darkness = fills[0].get_facecolor()[:, :3].sum(1)
    assert (np.diff(darkness) < 0).all()  # the higher, the darker


def left(**options):
    ax = plots.what_is_left(SHARES, THREE, **options)
    ax.figure.canvas.draw()
    return ax


def test_what_the_bars_show():
    ax = left()
    assert too_pale(ax.figure) == []
    seen = looks.axes(ax)
    assert seen == {
        "title": "What is left of the distance in each direction",
        "labels": ["left of the distance at the start (%)", "direction of the bowl"],
        "scales": ["linear", "linear"],
        "limits": [[0.0, 114.0], [2.5, -0.5]],
        "x ticks": "0 25 50 75 100",
        "y ticks": "first (steepest) second third (flattest)",
        "grid": "x",
        "legend": ["after 5 steps", "after 9"],
        "from back to front": [],
        "texts": {
            "dark 12, halo 3": ["25 %", "99.96 %", "50 %", "<0.01 %", "100 %", "12 %"],
        },
    }


def test_each_bar_is_as_long_as_what_is_left_and_stands_in_the_row_of_its_direction():
    ax = left()
    for bars, share in zip(ax.containers, SHARES.values(), strict=True):
        assert [bar.get_width() for bar in bars] == pytest.approx(
            [100 * abs(float(s)) for s in share]
        )
        for row, bar in enumerate(bars):
            assert row - 0.5 < bar.get_y() < bar.get_y() + bar.get_height() < row + 0.5
    texts = iter(ax.texts)
    for bar in [bar for bars in ax.containers for bar in bars]:
        x, y = next(texts).get_position()
        assert bar.get_width() < x < bar.get_width() + 3
        assert y == pytest.approx(bar.get_y() + bar.get_height() / 2)


def test_the_bars_of_two_runs_differ_in_colour_and_hatch():
    one, other = (bars[0] for bars in left().containers)
    assert one.get_facecolor() != other.get_facecolor()
    assert one.get_hatch() != other.get_hatch()


def test_a_share_that_has_grown_is_inside_the_figure():
    ax = plots.what_is_left({"after 3 steps": [1.3, 1.0]}, ["first", "second"])
    assert ax.get_xlim() == pytest.approx((0, 144))


def test_a_share_too_small_for_a_number_is_not_called_nothing():
    ax = plots.what_is_left({"after 5,000 steps": [0.0, 1e-9, 0.004]}, THREE)
    assert [text.get_text() for text in ax.texts] == ["<0.01 %", "<0.01 %", "0.4 %"]


FEWER = "fewer rows than parameters, so that the loss does not change in some direction."


@pytest.mark.parametrize(
    ("draw", "kind", "words"),
    [
        (lambda: plots.path_in_bowl([], HESSIAN, LOWEST, marks={}), ValueError,
         "path_in_bowl: path must not be empty; got a list of length 0."),
        (lambda: plots.path_in_bowl([1.0, 2.0], HESSIAN, LOWEST, marks={}), ValueError,
         "path_in_bowl: path must be numbers of shape (k, 2); got the shape (2,)."),
        (lambda: plots.path_in_bowl(PATH, [1, 2], LOWEST, marks={}), ValueError,
         "path_in_bowl: hessian must be numbers of shape (2, 2); got the shape (2,)."),
        (lambda: plots.path_in_bowl(PATH, HESSIAN, [1, 2, 3], marks={}), ValueError,
         "path_in_bowl: lowest must be numbers of shape (2,); got the shape (3,)."),
        (lambda: plots.path_in_bowl(PATH * np.nan, HESSIAN, LOWEST, marks={}), ValueError,
         "path_in_bowl: path must hold finite numbers only; got nan at path[0, 0]. Usual cause: a "
         "run that diverged, because its learning rate was too large."),
        (lambda: plots.path_in_bowl(PATH, [[1, 0], [0, 0]], LOWEST, marks={}), ValueError,
         f"path_in_bowl: the curvatures of hessian must be above 0; got 0. Usual cause: {FEWER}"),
        (lambda: plots.path_in_bowl(PATH, HESSIAN, LOWEST, marks={3: "x"}), ValueError,
         "path_in_bowl: the step of a mark must be at most 2, the last step; got 3."),
        (lambda: bowl(names=["w"]), ValueError, "path_in_bowl: names must be 2 names; got 1."),
        (lambda: bowl(directions=["w"]), ValueError,
         "path_in_bowl: directions must be 2 names; got 1."),
        (lambda: plots.what_is_left([1, 2], ["a", "b"]), TypeError,
         "what_is_left: shares must be a dict from a label to its numbers; got a list of length"),
        (lambda: plots.what_is_left({"a": [1, 2], "b": [1]}, ["a", "b"]), ValueError,
         "what_is_left: shares['b'] must be numbers of shape (2,); got the shape (1,)."),
        (lambda: plots.what_is_left({"a": [1, 2]}, ["a"]), ValueError,
         "what_is_left: directions must be 2 names; got 1."),
        (lambda: plots.what_is_left({"a": [1, np.inf]}, ["a", "b"]), ValueError,
         "what_is_left: shares['a'] must hold finite numbers only; got inf at shares['a'][1]."),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused_in_words(draw, kind, words):
    with pytest.raises(kind) as refused:
        draw()
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    ("least", "highest", "levels"),
    [
        (0, 1000, [10, 20, 50, 100, 200, 500]),
        (0, 999, [5, 10, 20, 50, 100, 200, 500][1:]),
        (60, 1100, [100, 200, 500, 1000]),
        (0.5, 0.6, [0.6]),
    ],
)
def test_round_losses_lie_between_the_least_and_the_highest(least, highest, levels):
    from linreg_helpers.course.plots.bowl import round_levels

    assert round_levels(least, highest) == pytest.approx(levels)
