"""The still twin of a line and its bowl: the points, the bowl and the loss, drawn by matplotlib."""

import numpy as np

from linreg_helpers.course.drawing.axes import logarithmic_steps, number_text, plain_axis
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, GUIDE, NOTE, color_of, style
from linreg_helpers.course.explore._line_bowl_numbers import (
    WIDE,
    loss_at,
    path_of,
    place_at,
    reach_of,
    round_levels,
    steps_to_draw,
)
from linreg_helpers.course.explore._picture import new_figure
from linreg_helpers.course.explore._words import short

STAR = {"marker": "*", "markersize": 18, "color": DARK, "mec": "white", "ls": "none"}
HERE = {"marker": "o", "markersize": 10, "mec": "white", "ls": "none"}


def line_bowl_figure(world, state, n_steps, texts):
    """Return a figure of a state: what the live one shows before anything is moved.

    Args:
        world: the bowl, as `bowl_of` describes it.
        state: dict of lr, start, step and inputs.
        n_steps: the last step.
        texts: dict of the labels of the axes, the names of the rows, and the unit.
    """
    path = path_of(world, state["start"], state["lr"])
    with style():
        figure = new_figure(9, 6.8)
        layout = [["fit", "bowl"], ["loss", "loss"]]
        panels = figure.subplot_mosaic(layout, height_ratios=[1.5, 1])
        figure.set_layout_engine("constrained")
        figure.draw_without_rendering()  # the panels have their places before texts look for room
        figure.set_layout_engine("none")
        draw_fit(panels["fit"], world, path, state, texts)
        draw_bowl(panels["bowl"], world, path, state, texts)
        draw_loss(panels["loss"], world, path, state, n_steps, texts["unit"])
        figure.set_layout_engine("constrained")
    return figure


def draw_fit(ax, world, path, state, texts):
    """Draw the points, the line of the step with its misses, and the line of the start."""
    x, y = world.x.numpy()[:, 0], world.y.numpy()[:, 0]
    ends = np.array([x.min(), x.max()]) + 0.2 * np.ptp(x) * np.array([-1, 1])

    def height(place, at):
        return place[1] + place[0] * (at - world.middle) / world.unit

    place, _ = place_at(path, state["step"])
    ax.plot(ends, height(state["start"], ends), **GUIDE)
    few = len(x) <= 30
    if np.isfinite(place).all():
        ax.plot(ends, height(place, ends), color=color_of(0))
        ax.vlines(x, y, height(place, x), color=color_of(1), lw=2 if few else 0.7)
    ax.plot(x, y, "o", color=DARK, mec="white", markersize=9 if few else 5)
    span = np.ptp(y) or 1
    ax.set(xlim=ends, ylim=(y.min() - 0.3 * span, y.max() + 0.3 * span))
    ax.set(xlabel=texts["inputLabel"], ylabel=texts["targetLabel"], title="The line and its misses")
    for axis in (ax.xaxis, ax.yaxis):
        plain_axis(axis)
    if len(x) <= 8:
        for place in zip(x, y, texts["names"], strict=True):
            ax.annotate(place[2], place[:2], xytext=(7, 6), textcoords="offset points", **NOTE)


def draw_bowl(ax, world, path, state, texts):
    """Draw lines of equal loss over (w, b), and the path up to the step."""
    reach = reach_of(world, state["start"])
    (left, low), (right, high) = world.lowest - reach, world.lowest + reach
    grid = np.meshgrid(np.linspace(left, right, 301), np.linspace(low, high, 301))
    heights = loss_at(world, np.stack(grid))
    levels = round_levels(world.least, heights.max() or 1.0)
    strengths = [0.05 + 0.35 * k / len(levels) for k in range(len(levels) + 1)]
    colors = [(1 - s, 1 - 0.55 * s, 1 - 0.3 * s) for s in strengths]
    ax.contourf(*grid, heights, levels=[0, *levels], colors=colors, extend="max")
    lines = ax.contour(*grid, heights, levels=levels, colors="0.5", linewidths=1)
    ax.clabel(lines, fmt=number_text, fontsize=10)
    steps = steps_to_draw(state["step"])
    places = np.array([place_at(path, k)[0] for k in steps])
    places = places[np.isfinite(places).all(1)]
    ax.plot(*places.T, color=color_of(1), lw=1.8)
    ax.plot(*places[:61].T, "o", color=color_of(1), markersize=4.5)
    ax.plot(*world.lowest, **STAR)
    ax.plot(*places[-1], color=color_of(1), **HERE)
    ax.plot(*state["start"], "s", color=color_of(0), mec="white", markersize=9)
    ax.set(xlim=(left, right), ylim=(low, high), title="The bowl, seen from above")
    ax.set_box_aspect(1 / WIDE)
    for axis in (ax.xaxis, ax.yaxis):
        plain_axis(axis)
    ax.grid(False)
    unit, per = texts["unit"], texts["inputUnit"]
    per = "standard deviation" if state["inputs"] == "standardised" else per
    ax.set(xlabel=f"weight w ({unit} per {per})", ylabel=f"bias b ({unit})")
    notes = [(*state["start"], "start", 45, DARK)]
    notes.append((*world.lowest, f"lowest: {short(world.least)}", 0, DARK))
    write_beside(ax, notes, [])


def draw_loss(ax, world, path, state, n_steps, unit):
    """Draw the loss by step: what is taken, and what comes."""
    steps = np.array(steps_to_draw(n_steps))
    losses = path.losses(steps).numpy()
    start = losses[0]
    low = 10 ** np.floor(np.log10(max(world.least, 1e-8 * start, 1e-300)) - 0.2)
    high = 10 ** np.ceil(np.log10(max(start, world.least, 1e-299)) + 0.5)
    losses = losses.clip(low, 10 * high)
    taken, coming = steps <= state["step"], steps >= state["step"]
    ax.set_yscale("log")
    logarithmic_steps(ax, n_steps)
    if world.least:
        ax.axhline(world.least, **GUIDE)
        ax.text(0.01, world.least * 1.1, f"least loss {short(world.least)}", va="bottom",
                transform=ax.get_yaxis_transform(), **NOTE)  # fmt: skip
    ax.plot(steps[coming], losses[coming], color=color_of(0), lw=1.5, ls=(0, (4, 3)))
    ax.plot(steps[taken], losses[taken], color=color_of(0))
    ax.plot(steps[taken][-1:], losses[taken][-1:], color=color_of(1), **HERE)
    ax.set(ylim=(low, high), title="The loss by step")
    ax.yaxis.set_major_formatter(number_text)
    ax.minorticks_off()
    ax.set(xlabel="step, logarithmic scale", ylabel=f"loss ({unit}²), log scale")
