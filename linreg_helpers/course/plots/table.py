"""A figure of the whole table: each target against each input."""

import matplotlib.pyplot as plt

from linreg_helpers.course.drawing.axes import plain_axis
from linreg_helpers.course.drawing.inputs import names_of, numbers, require_finite
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, MARKERS, color_of, side_by_side, style


def yields_against_inputs(
    inputs,
    targets,
    *,
    input_names,
    target_names,
    region_names,
    unit="ton",
    title="Each target against each input",
    axes=None,
):
    """Draw a panel for each input, with each region's targets above its input.

    Args:
        inputs: inputs (n, d).
        targets: targets (n, m).
        input_names: one name an input, with its unit.
        target_names: one name a target.
        region_names: one name a row, written above its highest mark.
        unit: unit of the targets.
        title: what the figure shows.
        axes: the Axes to draw on, one for each input, or None for a new figure.

    Returns:
        The Axes, one for each input, in a list. All have the same limits of the yield.

    Raises:
        TypeError, ValueError: the numbers or the names do not fit together, a number is not
            finite, or there are more or fewer axes than inputs.

    Example:
        >>> names = {"target_names": ["apples"], "region_names": ["Kanto"]}
        >>> axes = yields_against_inputs([[67]], [[56]], input_names=["rainfall (mm)"], **names)
        >>> [ax.get_xlabel() for ax in axes]
        ['rainfall (mm)']
    """
    where = "yields_against_inputs"
    inputs = numbers(where, "inputs", inputs, ("n", "d"))
    targets = numbers(where, "targets", targets, (len(inputs), "m"))
    require_finite(where, "inputs", inputs)
    require_finite(where, "targets", targets)
    (n, d), m = inputs.shape, targets.shape[1]
    input_names = names_of(where, "input_names", input_names, d)
    target_names = names_of(where, "target_names", target_names, m)
    region_names = names_of(where, "region_names", region_names, n)
    with style():
        axes = side_by_side(where, axes, d, title)
        for k, ax in enumerate(axes):
            for j, name in enumerate(target_names):
                look = {"color": color_of(j), "marker": MARKERS[j % len(MARKERS)], "mec": "white"}
                ax.plot(inputs[:, k], targets[:, j], ls="none", markersize=11, label=name, **look)
            ax.margins(x=0.22)
            ax.set_ylim(1.15 * min(targets.min(), 0), 1.15 * max(targets.max(), 1))
            ax.set_xlabel(input_names[k])
            plain_axis(ax.xaxis)
            plain_axis(ax.yaxis)
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])
        axes[0].set_ylabel(f"yield ({unit})")
        axes[-1].legend(loc="lower right")
        for k, ax in enumerate(axes):
            tops = zip(inputs[:, k], targets.max(1), region_names, strict=True)
            write_beside(ax, [(x, y, name, 90, DARK) for x, y, name in tops], [])
    return axes
