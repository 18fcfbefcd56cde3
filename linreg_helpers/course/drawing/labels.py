"""Texts beside points and at the ends of lines, where they hide as little as possible."""

import numpy as np
from matplotlib.path import Path as Polyline
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from linreg_helpers.course.drawing.style import NOTE, ink


def settled(ax):
    """Return the figure, its limits and its layout computed, so that pixels can be counted."""
    figure = ax.figure.canvas.figure
    ax.autoscale_view()
    if layout := figure.get_layout_engine():
        layout.execute(figure)
    return figure


def write_at_ends(ax, lines):
    """Write each line's label to the right of its end, moved up or down where two would touch."""
    point = settled(ax).dpi / 72
    frame = ax.get_window_extent()
    ends = [line.get_xydata()[-1] for line in lines]
    heights = ax.transData.transform(ends)[:, 1]
    order = np.argsort(heights, kind="stable")
    places = heights[order]
    gap = min(17 * point, frame.height / len(lines))
    for _ in range(200):
        push = np.maximum(gap - np.diff(places), 0) / 2
        places[:-1] -= push
        places[1:] += push
        places = places.clip(frame.y0, frame.y1)
    shifts = np.empty_like(heights)
    shifts[order] = (places - heights[order]) / point
    for line, end, shift in zip(lines, ends, shifts, strict=True):
        leader = {"arrowstyle": "-", "color": line.get_color(), "lw": 1.5, "relpos": (0, 0.5)}
        ax.annotate(
            line.get_label(),
            end,
            xytext=(20, shift),
            textcoords="offset points",
            va="center",
            fontsize=12,
            arrowprops=leader | {"shrinkA": 2, "shrinkB": 0},
        )


def write_beside(ax, notes, lines, guides=()):
    """Write each note near its point, where it hides as little as possible.

    Args:
        ax: the Axes.
        notes: list of (x, y, text, toward, color): a point, its text, and where the text should be,
            in degrees from the right.
        lines: lines that should stay visible.
        guides: lines that may be crossed where there is no better place.
    """
    point = settled(ax).dpi / 72
    frame = ax.get_window_extent()
    lines, guides = [_in_pixels(line) for line in lines], [_in_pixels(line) for line in guides]
    spots = [ax.transData.transform(note[:2]) for note in notes]
    marks = [Bbox([spot, spot]).padded(7 * point) for spot in spots]
    texts = [_note(ax, *note) for note in notes]
    halves = [Text.get_window_extent(text).padded(2 * point, 0).size / 2 for text in texts]

    def crossings(box, leader, foreign, placed):
        """Say how bad it is what the text and its leader run across."""
        cost = 150 * sum(line.intersects_bbox(box, filled=False) for line in lines)
        cost += 30 * sum(guide.intersects_bbox(box, filled=False) for guide in guides)
        cost += 100 * sum(way.intersects_bbox(box) for _, way in placed if way)
        if leader:
            cost += 100 * sum(leader.intersects_bbox(other) for other in foreign)
            cost += 100 * sum(leader.intersects_path(way) for _, way in placed if way)
        return cost

    # Costs are distances, in points, that one would rather go to avoid the trouble. The second
    # round is there because only then each text knows where all the others are.
    chosen = {}
    for i in [*range(len(notes))] * 2:
        placed = [place for k, place in chosen.items() if k != i]
        boxes = [box for box, _ in placed]
        foreign = boxes + [mark for mark in marks if not mark.contains(*spots[i])]
        toward, least = notes[i][3], np.inf
        for effort, gap, place in _around(halves[i], toward, point):
            if effort >= least:
                break
            centre = spots[i] + place
            box = Bbox([centre - halves[i], centre + halves[i]])
            outside = not np.array_equal(Bbox.union([frame, box]).extents, frame.extents)
            cost = effort + 500 * outside + 300 * box.count_overlaps(marks + boxes)
            leader = Polyline([spots[i], centre]) if gap > 16 else None  # the near ones need none
            if cost < least:
                cost += crossings(box, leader, foreign, placed)
            if cost < least:
                least, chosen[i] = cost, (box, leader)
                texts[i].set_position(place / point)
                texts[i].arrow_patch.set_visible(leader is not None)


def _note(ax, x, y, text, _toward, color):
    return ax.annotate(
        text,
        (x, y),
        xytext=(0, 0),
        textcoords="offset points",
        ha="center",
        va="center",
        **NOTE | {"color": ink(color)},
        arrowprops={"arrowstyle": "-", "color": color, "lw": 1, "shrinkA": 0, "shrinkB": 6},
    )


def _in_pixels(line):
    return Polyline(line.get_transform().transform(line.get_xydata()))


def _around(half, toward, point):
    """Yield (effort, gap, place) around a spot, for a text of that half size, best places first."""
    turns = (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180)
    # To turn by 60 degrees is as bad as to go 10 points further away.
    for effort, gap, turn in sorted(
        (g + abs(t) / 6, g, t) for g in range(9, 130, 6) for t in turns
    ):
        angle = np.radians(toward + turn)
        yield effort, gap, (half + gap * point) * (np.cos(angle), np.sin(angle))
