"""The two panels of a learning rate: its loss curve, and the factor of each direction."""

import numpy as np

from linreg_helpers.course.drawing.axes import logarithmic_losses, logarithmic_steps, number_text
from linreg_helpers.course.drawing.style import GUIDE, NOTE, color_of
from linreg_helpers.course.explore._words import direction_names, percent, short


def curve_panel(ax, steps, least, highest, unit):
    """Draw the axes of the loss curve; return what moves, and the function to move it."""
    top = 1000 * highest or 1
    bottom = max(least / 4, 1e-10 * top)
    logarithmic_losses(ax, [np.array([bottom, top])])
    logarithmic_steps(ax, steps[-1])
    ax.minorticks_off()
    ax.set(ylim=(bottom, top), title="The whole loss curve")
    ax.set(xlabel="step, logarithmic scale", ylabel=f"loss ({unit}²), logarithmic scale")
    ax.axhline(max(least, bottom), **GUIDE)
    ax.text(0.02, max(least, bottom) * 1.2, f"least loss {short(least)}", va="bottom",
            transform=ax.get_yaxis_transform(), **NOTE)  # fmt: skip
    (curve,) = ax.plot(steps, steps, color=color_of(0))
    (end,) = ax.plot(0, 1, color=color_of(0), marker="X", ls="none", mec="white", clip_on=False)
    end.set_markersize(12)
    text = ax.text(0.98, 0.96, "", va="top", ha="right", transform=ax.transAxes, **NOTE)

    def move(losses):
        inside = losses <= top
        first = len(losses) if inside.all() else int(inside.argmin())  # the first one outside
        # Beyond the picture by one power of ten at most: numbers near infinity have no place in it.
        curve.set_data(steps[: first + 1], losses[: first + 1].clip(bottom / 10, 10 * top))
        last = min(first, len(losses) - 1)
        end.set_data([steps[last]], [np.clip(losses[last], bottom, top)])
        end.set_marker("X" if first < len(losses) else "o")
        loss = f"{short(losses[-1])} {unit}²" if np.isfinite(losses[-1]) else "no finite number"
        text.set_y(0.96 if losses[-1] <= losses[0] else 0.3)  # where the curve is not
        text.set_text(f"after {number_text(steps[-1])} steps: {loss}")

    return [curve, end, text], move


def factor_panel(ax, count, n_steps):
    """Draw the axes of the factors; return what moves, and the function to move it."""
    reach = 1.4
    rows = np.arange(count)
    ax.axvspan(-1, 1, color="0.94", zorder=0)
    for side in (-1, 1):
        ax.axvline(side, **GUIDE)
    ax.set(
        xlim=(-reach, reach),
        ylim=(count - 0.5, -0.9),
        title=f"Left after {number_text(n_steps)} steps",
    )
    ax.set_yticks(rows, direction_names(count))
    ax.set_xticks([-1, 0, 1])
    ax.xaxis.set_major_formatter(number_text)
    ax.grid(False, axis="y")
    ax.set(xlabel="factor of one step, 1 \N{MINUS SIGN} lr · λ", ylabel="direction of the bowl")
    ax.text(0, -0.85, "inside, it converges", ha="center", va="top", **NOTE)
    (dots,) = ax.plot(0 * rows, rows, "D", color=color_of(1), mec="white", markersize=11,
                      clip_on=False)  # fmt: skip
    notes = [ax.text(0, row + 0.2, "", ha="center", va="top", **NOTE) for row in rows]

    def move(factor, curvatures):
        dots.set_xdata(factor.clip(-reach, reach))
        for note, r, curved in zip(notes, factor, curvatures, strict=True):
            left = "it grows" if abs(r) > 1 else percent(abs(r) ** n_steps)
            left = left.replace("below ", "<").replace("over ", ">")
            note.set_text(f"λ {short(curved)}: {left}")

    return [dots, *notes], move
