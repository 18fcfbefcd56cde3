"""What figures and explorers share: numbers on axes, colours with a second cue, texts that fit."""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from linreg_helpers.course.drawing import style
from linreg_helpers.course.drawing.axes import (
    four_digits,
    logarithmic_losses,
    logarithmic_steps,
    number_text,
    plain_axis,
)
from linreg_helpers.course.drawing.inputs import finite_count, names_of, numbers
from linreg_helpers.course.drawing.labels import write_at_ends, write_beside
from tests.course import looks

POINT = 140 / 72  # pixels
NAN, INF = float("nan"), float("inf")


@pytest.fixture(autouse=True)
def _close_what_is_open():
    plt.switch_backend("agg")
    yield
    plt.close("all")


# numbers on the axes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (33060.0, "33,060"),
        (-200.0, "−200"),  # noqa: RUF001
        (0.001, "0.001"),
        (0.00099, "9.9e-4"),
        (999999, "999,999"),
        (1e6, "1e6"),
        (1e-5, "1e-5"),
        (1.234e-5, "1.23e-5"),
        (1.2e-4, "1.2e-4"),
        (1e38, "1e38"),
        (-2.5e7, "−2.5e7"),  # noqa: RUF001
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
    ],
)
def test_numbers_are_written_as_in_the_course(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.60863, "0.6086"), (33060.81, "33,060"), (5.6e-5, "5.6e-5"), (12, "12")]
)
def test_four_digits_are_enough(value, text):
    assert four_digits(value) == text


@pytest.mark.parametrize(
    ("integer", "end", "ticks"),
    [(False, 2, "0 0.5 1 1.5 2"), (True, 2, "0 1 2"), (True, 9, "0 1 2 3 4 5 6 7 8 9")],
)
def test_an_axis_has_round_numbers(integer, end, ticks):
    ax = empty()
    ax.set_xlim(0, end)
    plain_axis(ax.xaxis, integer=integer)
    ax.figure.canvas.draw()
    assert looks.ticks(ax.xaxis) == ticks


@pytest.mark.parametrize(("last", "end"), [(0, 1), (0.5, 1), (1, 1.2), (50, 60), (5000, 6000)])
def test_the_axis_of_the_steps_has_room_for_step_0_and_behind_the_last(last, end):
    ax = empty()
    logarithmic_steps(ax, last)
    assert ax.get_xlim() == pytest.approx((-0.2, end))
    width = ax.get_window_extent().width
    at = {step: ax.transData.transform((step, 1))[0] for step in (0, 1, 10, 100)}
    # From 0 to 1 it is less than a decade, and the decades are equal.
    assert at[100] - at[10] == pytest.approx(at[10] - at[1])
    assert 0.4 * (at[10] - at[1]) < at[1] - at[0] < 0.5 * (at[10] - at[1])
    assert width > 0


@pytest.mark.parametrize(
    ("losses", "ticks"),
    [
        ([3, 5], "3 3.25 3.5 3.75 4 4.25 4.5 4.75 5"),
        ([1, 100], "1 2 5 10 20 50 100"),
        ([0.1, 0, 1e6], "0.1 1 10 100 1,000 10,000 100,000 1e6"),
    ],
)
def test_a_loss_axis_has_enough_ticks_however_many_decades_it_spans(losses, ticks):
    ax = empty()
    logarithmic_losses(ax, [np.array(losses, dtype=float)])
    positive = [loss for loss in losses if loss]
    ax.set_ylim(min(positive), max(positive))
    ax.figure.canvas.draw()
    assert ax.get_yscale() == "log"
    assert looks.ticks(ax.yaxis).removesuffix(" + marks") == ticks


def test_without_a_loss_above_zero_the_axis_stays_linear():
    ax = empty()
    logarithmic_losses(ax, [np.zeros(3)])
    assert ax.get_yscale() == "linear"


# colours


def test_five_lines_eight_colours_and_five_markers_come_round_in_their_order():
    with style.style():
        lines = [style.line_cue(i) for i in range(10)]
        marks = [style.mark_cue(i) for i in range(10)]
    names = ["blue", "vermilion", "green", "pink", "black", "orange", "sky blue", "grey"]
    assert [looks.color(cue["color"]) for cue in lines] == [*names, *names[:2]]
    assert [cue["color"] for cue in marks] == [cue["color"] for cue in lines]
    assert [cue["marker"] for cue in marks] == list("o^sDv") * 2
    ax = empty()
    drawn = [ax.plot([0, 1], **cue)[0] for cue in lines]
    shapes = ["solid", "dashed", "dash-dotted", "dotted", "dash-dot-dotted"]
    assert [looks.dashes(line) for line in drawn] == shapes * 2


# numbers and names that come in


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2], [3, 4]],
        ((1, 2), (3, 4)),
        torch.tensor([[1, 2], [3, 4]]),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True),
        [torch.tensor([1.0, 2.0], requires_grad=True), (3, torch.tensor(4))],
        np.array([[1, 2], [3, 4]], dtype="uint8"),
        np.array([[1, 2], [3, 4]], dtype="float32"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("shape", [("n", "m"), (2, 2), ("n", 2)])
def test_numbers_of_any_kind_become_one_array(value, shape):
    array = numbers("f", "x", value, shape)
    assert array.dtype == "float64"
    assert array.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("value", ["12", [True], [1j], [None], [[1], [2, 3]], {"a": 1}])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match=r"^f: x must be numbers of shape \(n,\); got "):
        numbers("f", "x", value, ("n",))


def test_without_names_they_are_numbered():
    assert names_of("f", "names", None, 3, "row") == ["row 1", "row 2", "row 3"]
    assert names_of("f", "names", [1, "b"], 2, "row") == ["1", "b"]


@pytest.mark.parametrize(
    ("run", "count"), [([1, 2], 2), ([1, NAN, 2], 1), ([INF], 0), ([0, -INF, 3], 1)]
)
def test_a_run_is_good_up_to_its_first_number_that_is_not_finite(run, count):
    assert finite_count(np.array(run)) == count


# texts beside points


def empty():
    """Return an Axes of 600 by 400 pixels whose data are pixels from its lower left corner."""
    with style.style():
        figure = plt.figure(figsize=(700 / 140, 500 / 140), layout="none")
        ax = figure.add_axes((50 / 700, 50 / 500, 600 / 700, 400 / 500))
    ax.set(xlim=(0, 600), ylim=(0, 400))
    return ax


def box_of(text, corner):
    """Return the box of a text, without its leader, in pixels from the corner."""
    text.update_positions(text.figure.canvas.get_renderer())
    return Bbox(Text.get_window_extent(text).get_points() - corner)


def written(notes, lines=(), guides=()):
    """Write notes on an empty Axes with some lines; return the texts' boxes, in its pixels."""
    ax = empty()
    lines = [ax.plot(*np.transpose(line), color="C0")[0] for line in lines]
    guides = [ax.plot(*np.transpose(line), color="C1")[0] for line in guides]
    write_beside(ax, [(*note, "0.15") for note in notes], lines, guides)
    corner = ax.get_window_extent().min
    return SimpleNamespace(
        ax=ax,
        boxes=[box_of(text, corner) for text in ax.texts],
        leaders=[t.arrow_patch.get_visible() for t in ax.texts],
    )


def middle(box):
    return box.get_points().mean(0)


def crosses(line, box):
    return Path(line).intersects_bbox(box, filled=False)


@pytest.mark.parametrize("toward", [0, 30, 60, 90, 150, 180, 225, 270])
def test_where_all_is_free_a_text_stands_near_its_point_on_the_side_that_is_asked_for(toward):
    place = written([(300, 200, "Kanto", toward)])
    (box,) = place.boxes
    way = np.array([np.cos(np.radians(toward)), np.sin(np.radians(toward))])
    gap = np.maximum(abs(middle(box) - [300, 200]) - box.size / 2, 0)
    assert 7 * POINT < np.hypot(*gap) < 14 * POINT
    assert place.leaders == [False]
    offset = middle(box) - [300, 200]
    assert offset @ way > 0
    if toward % 90 == 0:
        assert offset == pytest.approx((box.size / 2 + 10 * POINT) * way, abs=3 * POINT)


@pytest.mark.parametrize(
    ("x", "y"), [(3, 3), (3, 200), (3, 397), (300, 3), (300, 397), (597, 3), (597, 397)]
)
@pytest.mark.parametrize("toward", [0, 180])
def test_a_text_stays_inside_the_frame_and_near_its_point(x, y, toward):
    (box,) = written([(x, y, "a long text", toward)]).boxes
    assert min(box.min) >= 0
    assert box.x1 <= 600
    assert box.y1 <= 400
    assert not box.contains(x, y)
    gap = np.maximum(abs(middle(box) - [x, y]) - box.size / 2, 0)
    assert np.hypot(*gap) < 20 * POINT


LINES = {
    "horizontal": [(0, 200), (600, 200)],
    "vertical": [(300, 0), (300, 400)],
    "rising": [(0, 0), (600, 400)],
    "falling": [(0, 400), (600, 0)],
    "right below": [(0, 180), (600, 180)],
    "right above": [(0, 220), (600, 220)],
}


@pytest.mark.parametrize("kind", ["line", "guide"])
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
@pytest.mark.parametrize("toward", [0, 90])
def test_no_text_stands_on_a_line_where_there_is_room_beside_it(line, toward, kind):
    place = written([(300, 200, "lr = 1\nloss 2", toward)], **{f"{kind}s": [line]})
    assert not crosses(line, place.boxes[0])


def test_a_guide_is_crossed_before_a_line_is():
    guide, rest = [(0, 200), (600, 200)], [[(0, y), (600, y)] for y in (150, 250)]
    # Between the lines is no room beside the guide: the text crosses it, not them.
    place = written([(300, 200, "one\ntwo\nthree", 0)], lines=rest, guides=[guide])
    (box,) = place.boxes
    assert crosses(guide, box) or not 150 < middle(box)[1] < 250
    assert not any(crosses(line, box) for line in rest)


def test_texts_keep_off_each_other_and_off_each_others_points():
    spots = [(300 + 12 * i, 200 + 3 * i) for i in range(6)]
    place = written([(*spot, f"number {i}", 0) for i, spot in enumerate(spots)])
    for i, box in enumerate(place.boxes):
        assert box.count_overlaps(place.boxes[:i]) == 0
        for spot in spots:
            assert not box.padded(5).contains(*spot)


@pytest.mark.parametrize(
    ("spots", "turn"),
    [
        ([(300 + 24 * (i % 4), 200 + 12 * (i // 4)) for i in range(6)], 60),
        ([(300 + 0.1 * (i % 4), 200 + 30 * (i // 4)) for i in range(6)], 0),
    ],
    ids=["two rows", "two heaps"],
)
def test_what_stands_further_away_is_tied_to_its_point_and_no_tie_crosses_another(spots, turn):
    place = written([(*spot, f"number {i}", turn * i) for i, spot in enumerate(spots)])
    assert any(place.leaders)
    assert not all(place.leaders)
    ties = []
    for i, (box, spot, tied) in enumerate(zip(place.boxes, spots, place.leaders, strict=True)):
        assert box.count_overlaps(place.boxes[:i]) == 0
        gap = np.maximum(abs(middle(box) - spot) - box.size / 2, 0).max()
        assert gap < (130 if tied else 17) * POINT
        assert not tied or gap > 9 * POINT
        if tied:
            tie = Path([spot, middle(box)])
            assert not any(tie.intersects_path(other) for other in ties)
            assert not any(tie.intersects_bbox(b) for b in place.boxes if b is not box)
            ties.append(tie)


def test_the_first_text_makes_room_for_a_later_one_that_has_no_other_place():
    # The second text can stand on the left only: the first one then does not.
    place = written([(300, 200, "first", 180), (590, 203, "second, a long one", 180)])
    assert place.boxes[0].count_overlaps(place.boxes[1:]) == 0
    place = written(
        [(480, 200, "first", 0), (598, 200, "second one", 180)],
        lines=[[(440, 225), (600, 225)], [(440, 175), (600, 175)]],
    )
    first, second = place.boxes
    assert first.count_overlaps([second]) == 0
    assert not any(crosses([(440, y), (600, y)], box) for y in (175, 225) for box in place.boxes)


def test_a_text_has_a_halo_and_the_colour_that_it_is_given():
    place = written([(300, 200, "Kanto", 0)])
    assert looks.texts(place.ax) == {"dark 12, halo 3": ["Kanto"]}
    (text,) = place.ax.texts
    assert looks.color(text.arrow_patch.get_edgecolor()) == "dark"
    assert text.arrow_patch.get_linewidth() == 1
    assert text.arrow_patch.shrinkA == 0  # from the very point
    assert text.arrow_patch.shrinkB == 6


# names at the ends of lines


def named(heights, end=400):
    """Draw lines that end at these heights; return the boxes of their names, in pixels."""
    ax = empty()
    lines = [ax.plot([0, end], [200, y], label=f"w{i}")[0] for i, y in enumerate(heights)]
    with style.style():
        write_at_ends(ax, lines)
    corner = ax.get_window_extent().min
    return [box_of(text, corner) for text in ax.texts], ax.texts


def test_a_name_stands_right_of_the_end_of_its_line_and_is_tied_to_it():
    boxes, texts = named([100, 300])
    for box, text, height in zip(boxes, texts, [100, 300], strict=True):
        assert box.x0 == pytest.approx(400 + 20 * POINT, abs=2)
        assert middle(box)[1] == pytest.approx(height, abs=4)
        assert looks.text(text) == "ink 12"
        assert text.arrow_patch.get_linewidth() == 1.5
        assert text.arrow_patch.shrinkA == 2
        assert text.arrow_patch.shrinkB == 0
        # The tie ends at the left of the name, in the middle of its height.
        assert text.arrowprops["relpos"] == (0, 0.5)
        assert text.arrowprops["arrowstyle"] == "-"


@pytest.mark.parametrize(
    "heights", [[200, 200], [200, 201, 202, 203], [0, 1, 2], [400, 399, 398, 200], [203, 200]]
)
def test_names_that_would_touch_move_apart_as_far_as_needed_and_keep_their_order(heights):
    boxes, _ = named(heights)
    middles = np.array([middle(box)[1] for box in boxes])
    order = np.argsort(heights, kind="stable")
    gaps = np.diff(middles[order])
    assert gaps.min() == pytest.approx(17 * POINT, abs=5)
    assert middles.min() > -5
    assert middles.max() < 405
    inside = [h for h in heights if 60 < h < 340]
    if len(inside) == len(heights):  # nothing but each other pushes them
        assert middles.mean() == pytest.approx(np.mean(heights), abs=4)


def test_more_names_than_have_room_share_the_height_of_the_frame():
    boxes, _ = named([200] * 20)
    middles = [middle(box)[1] for box in boxes]
    assert np.diff(middles) == pytest.approx([400 / 20] * 19, abs=4)
    assert min(middles) > -5
    assert max(middles) < 405
