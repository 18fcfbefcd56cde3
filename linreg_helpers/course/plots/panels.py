"""A figure of several small panels, for comparing the shapes of loss curves."""

import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import logarithmic_losses, plain_axis
from linreg_helpers.course.drawing.inputs import dict_of, finite_count, numbers, require_logarithms
from linreg_helpers.course.drawing.style import GUIDE, color_of, style


def loss_panels(runs, *, right, unit="ton", title="Which curve is which?", axes=None):
    """Draw each run in a panel of its own, beside the run of a program without mistakes.

    Args:
        runs: dict from the title of a panel to the losses of its run, (n_steps + 1,).
        right: the losses of the right program, which every panel shows as a dashed line.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        axes: the Axes to draw on, one for each run, or None for a new figure.

    Returns:
        The Axes, one for each panel, in a list. All have the same limits, and
        a logarithmic loss axis.

    Raises:
        TypeError, ValueError: the losses are not such numbers, or have no logarithm; or axes are
            not one Axes a run.

    Example:
        >>> [ax.get_title() for ax in loss_panels({"A": [4.0, 4.0]}, right=[4.0, 2.0])]
        ['A']
    """
    where = "loss_panels"
    runs = dict_of(where, "runs", runs, ("steps",))
    right = numbers(where, "right", right, ("steps",))
    require_logarithms(where, "right", right)
    for name, run in runs.items():
        require_logarithms(where, f"runs[{name!r}]", run)
    last_step = max(map(len, [right, *runs.values()])) - 1
    right, *finite = (run[: finite_count(run)] for run in [right, *runs.values()])
    if axes is not None:
        flat = list(np.ravel(axes))
        if len(flat) != len(runs) or not all(isinstance(ax, Axes) for ax in flat):
            must, cause = (
                f"axes must be {len(runs)} Axes or None",
                "plt.subplots made more or fewer.",
            )
            raise ValueError(_checks.complaint(where, must, _checks.describe(axes), cause))
        axes = flat
    with style():
        legend_ax = None
        if axes is None:
            axes, legend_ax = _new_panels(len(runs), title, unit)
        for ax, name, run in zip(axes, runs, finite, strict=True):
            (line,) = ax.plot(right, label="without mistakes", **GUIDE)
            (own,) = ax.plot(run, marker="o", markersize=6, color=color_of(0), label="this run")
            logarithmic_losses(ax, [right, *finite])
            plain_axis(ax.xaxis, integer=True)
            ax.set_xlim(-0.03 * last_step, 1.03 * last_step)
            ax.set_title(name)
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        place = {"loc": "center"} if legend_ax else {}
        (legend_ax or axes[-1]).legend(handles=[own, line], **place)
    return list(axes)


def _new_panels(count, title, unit):
    """Return a new figure's Axes for the panels, and one for the legend if there is a free one."""
    n_rows, n_columns = math.ceil(count / 3), min(count, 3)
    width, height = plt.rcParams["figure.figsize"]
    figure, grid = plt.subplots(
        n_rows,
        n_columns,
        squeeze=False,
        sharey=True,
        layout="compressed",
        figsize=(1.25 * width, (0.25 + 0.5 * n_rows) * height),
    )
    font = {"fontsize": plt.rcParams["axes.labelsize"]}
    figure.suptitle(title, fontweight="bold")
    figure.supxlabel("step", **font)
    figure.supylabel(f"loss ({unit}²), logarithmic scale", **font)
    free = list(grid.flat)[count:]
    for ax in free:
        ax.set_axis_off()
    return list(grid.flat)[:count], free[-1] if free else None
