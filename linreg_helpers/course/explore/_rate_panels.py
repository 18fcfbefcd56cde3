"""The still twin of a learning rate: its loss curve, and the factor of each direction."""

import numpy as np

from linreg_helpers.course.drawing.axes import logarithmic_losses, logarithmic_steps, number_text
from linreg_helpers.course.drawing.style import GUIDE, NOTE, color_of, style
from linreg_helpers.course.explore._picture import new_figure
from linreg_helpers.course.explore._words import direction_names, percent, short

REACH = 1.4  # of the axis of the factors


def rate_figure(data, steps, losses, factors):
    """Return a figure of the losses after these steps, and of the factors of the directions."""
    with style():
        figure = new_figure(9, 4.8)
        ax, factor_ax = figure.subplots(1, 2, width_ratios=[1.25, 1])
        curve_panel(ax, steps, losses, data)
        factor_panel(factor_ax, factors, data["worlds"][0]["curvatures"], data["nSteps"])
        figure.set_layout_engine("constrained")
    return figure


def curve_panel(ax, steps, losses, data):
    """Draw the losses as far as they stay in the picture, and how low they could be."""
    (bottom, top), unit = data["losses"], data["unit"]
    logarithmic_losses(ax, [np.array([bottom, top])])
    logarithmic_steps(ax, steps[-1])
    ax.minorticks_off()
    ax.set(ylim=(bottom, top), title="The whole loss curve")
    ax.set(xlabel="step, logarithmic scale", ylabel=f"loss ({unit}²), logarithmic scale")
    floor = max(data["least"], bottom)
    ax.axhline(floor, **GUIDE)
    ax.text(0.02, floor * 1.2, f"least loss {short(data['least'])}", va="bottom",
            transform=ax.get_yaxis_transform(), **NOTE)  # fmt: skip
    inside = losses <= top
    first = len(losses) if inside.all() else int(inside.argmin())  # the first one outside
    # Beyond the picture by one power of ten at most: numbers near infinity have no place in it.
    ax.plot(steps[: first + 1], losses[: first + 1].clip(bottom / 10, 10 * top), color=color_of(0))
    last = min(first, len(losses) - 1)
    look = {"color": color_of(0), "ls": "none", "mec": "white", "clip_on": False, "markersize": 12}
    look["marker"] = "X" if first < len(losses) else "o"
    ax.plot([steps[last]], [np.clip(losses[last], bottom, top)], **look)
    loss = f"{short(losses[-1])} {unit}²" if np.isfinite(losses[-1]) else "no finite number"
    height = 0.96 if losses[-1] <= losses[0] else 0.3  # where the curve is not
    ax.text(0.98, height, f"after {number_text(steps[-1])} steps: {loss}", va="top", ha="right",
            transform=ax.transAxes, **NOTE)  # fmt: skip


def factor_panel(ax, factors, curvatures, n_steps):
    """Draw the factor by which a step shrinks each direction, and what is left at the end."""
    count = len(curvatures)
    rows = np.arange(count)
    ax.axvspan(-1, 1, color="0.94", zorder=0)
    for side in (-1, 1):
        ax.axvline(side, **GUIDE)
    title = f"Left after {number_text(n_steps)} steps"
    ax.set(xlim=(-REACH, REACH), ylim=(count - 0.5, -0.9), title=title)
    ax.set_yticks(rows, direction_names(count))
    ax.set_xticks([-1, 0, 1])
    ax.xaxis.set_major_formatter(number_text)
    ax.grid(False, axis="y")
    ax.set(xlabel="factor of one step, 1 \N{MINUS SIGN} lr · λ", ylabel="direction of the bowl")
    ax.text(0, -0.85, "inside, it converges", ha="center", va="top", **NOTE)
    ax.plot(factors.clip(-REACH, REACH), rows, "D", color=color_of(1), mec="white", markersize=11,
            clip_on=False)  # fmt: skip
    for row, r, curved in zip(rows, factors, curvatures, strict=True):
        left = "it grows" if abs(r) > 1 else percent(abs(r) ** n_steps)
        left = left.replace("below ", "<").replace("over ", ">")
        ax.text(0, row + 0.2, f"λ {short(curved)}: {left}", ha="center", va="top", **NOTE)
