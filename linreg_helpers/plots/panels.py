"""A figure of several small panels, for comparing the shapes of loss curves."""

import math

import matplotlib.pyplot as plt

from linreg_helpers import _checks
from linreg_helpers.plots._input import finite_count, numbers, runs_of
from linreg_helpers.plots._look import (
    GUIDE,
    color_of,
    logarithmic_losses,
    logarithmic_steps,
    style,
)


def loss_panels(runs, *, right, unit="ton", title="Which curve is which?"):
    """Draw each run in a panel of its own, beside the run of a program without mistakes.

    Args:
        runs: dict from the title of a panel to the losses of its run, (n_steps + 1,).
        right: the losses of the right program, which every panel shows as a dashed line.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.

    Returns:
        The Axes, one for each panel, in a list. All have the same limits and logarithmic axes.

    Raises:
        TypeError, ValueError: the losses are not such numbers, or have no logarithm.

    Example:
        >>> [ax.get_title() for ax in loss_panels({"A": [4.0, 4.0]}, right=[4.0, 2.0])]
        ['A']
    """
    where = "loss_panels"
    if not isinstance(runs, dict):
        must, cause = "runs must be a dict from a title to losses", "the losses of a single run."
        raise TypeError(_checks.complaint(where, must, _checks.describe(runs), cause))
    runs = runs_of(where, runs, log=True)
    right = numbers(where, "right", right, ("steps",))
    last_step = max(map(len, [right, *runs.values()])) - 1
    with style():
        n_rows = math.ceil(len(runs) / 3)
        size = plt.rcParams["figure.figsize"]
        figure, grid = plt.subplots(
            n_rows,
            min(len(runs), 3),
            squeeze=False,
            sharex=True,
            sharey=True,
            layout="compressed",
            figsize=(size[0] * 1.25, size[1] * (0.25 + 0.5 * n_rows)),
        )
        axes = list(grid.flat)
        for ax, (name, run) in zip(axes, runs.items(), strict=False):
            (line,) = ax.plot(right, label="without mistakes", **GUIDE)
            run = run[: finite_count(run)]
            (own,) = ax.plot(run, marker="o", markersize=4, color=color_of(0), label="this run")
            ax.set_title(name)
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"], labelbottom=True)
        logarithmic_losses(axes[0], [right, *runs.values()])
        logarithmic_steps(axes[0], last_step)
        for ax in axes[len(runs) :]:
            ax.set_axis_off()
        figure.suptitle(title, fontweight="bold")
        font = {"fontsize": plt.rcParams["axes.labelsize"]}
        figure.supxlabel("step, logarithmic scale", **font)
        figure.supylabel(f"loss ({unit}²), logarithmic scale", **font)
        place = {"loc": "center"} if len(axes) > len(runs) else {"loc": "best"}
        axes[-1].legend(handles=[own, line], **place)
    return axes[: len(runs)]
