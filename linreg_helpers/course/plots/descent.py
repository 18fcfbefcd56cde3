"""Figures of gradient descent: what the steps do to the loss and to the parameters."""

import numpy as np
from matplotlib.ticker import LogLocator

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import (
    four_digits,
    legend,
    logarithmic_losses,
    logarithmic_steps,
    number_text,
    plain_axis,
)
from linreg_helpers.course.drawing.inputs import (
    DIVERGED,
    dict_of,
    finite_count,
    marks_of,
    numbers,
    require_finite,
    require_logarithms,
)
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import (
    DARK,
    GUIDE,
    MARKERS,
    NOTE,
    canvas,
    color_of,
    line_cue,
)


def loss_curve(
    losses,
    *,
    log=False,
    log_steps=False,
    phases=None,
    unit="ton",
    title="The loss, step by step",
    ax=None,
):
    """Draw the loss against the step.

    Args:
        losses: the loss before each step and after the last one, (n_steps + 1,), or a dict from a
            label to such numbers, one entry a run. A run is drawn up to its first loss that is not
            finite, and the figure says where that is.
        log: whether the loss axis is logarithmic.
        log_steps: whether the step axis is logarithmic from step 1 on, to see the first steps. With
            phases it always is.
        phases: dict from a step to the name of the phase that begins there. Each is a band, which
            reaches to the next one.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: losses are not such numbers, or have no logarithm; a phase does
            not begin at a step of a run; or ax is not an Axes.

    Example:
        >>> loss_curve([4.0, 2.0, 1.0]).get_ylabel()
        'loss (ton²)'
    """
    where = "loss_curve"
    if isinstance(losses, dict):
        runs = dict_of(where, "losses", losses, ("steps",))
    else:
        runs = {None: numbers(where, "losses", losses, ("steps",))}
    for label, run in runs.items() if log else ():
        require_logarithms(where, "losses" if label is None else f"losses[{label!r}]", run)
    finite = {label: run[: finite_count(run)] for label, run in runs.items()}
    last_step = max(map(len, runs.values())) - 1
    phases = marks_of(where, phases, last_step, "phase")
    log_steps = log_steps or bool(phases)

    with canvas(where, ax) as ax:
        lines, stops, nothing = [], [], []
        for i, (label, run) in enumerate(finite.items()):
            (line,) = ax.plot(run, label=label, **line_cue(i))
            lines.append(line)
            stop = f"not finite from step {len(run)} on"
            if len(run) == 0:
                nothing.append(stop if label is None else f"{label}: {stop}")
            elif len(run) < len(runs[label]):
                end = (len(run) - 1, run[-1])
                ax.plot(*end, marker="X", color=line.get_color())
                stops.append((*end, stop, 180, line.get_color()))
            elif len(run) == 1:
                line.set_marker("o")  # a line needs two points to be seen
        if last_step == 0:
            ax.set_xlim(-0.5, 1)  # wide enough for whole numbers
        plain_axis(ax.xaxis, integer=True)
        plain_axis(ax.yaxis)
        if log:
            logarithmic_losses(ax, finite.values())
        if log_steps:
            logarithmic_steps(ax, last_step)
        ax.set_xlabel("step, logarithmic scale" if log_steps else "step")
        ax.set_ylabel(f"loss ({unit}²)" + (", logarithmic scale" if log else ""))
        ax.set_title(title)
        if nothing:
            ax.text(0.5, 0.5, "\n".join(nothing), transform=ax.transAxes, ha="center")
        if len(nothing) == len(runs):
            ax.set(xlim=(0, last_step + 1), yticks=[])
        if isinstance(losses, dict):
            legend(ax, lines)
        if phases:
            bands(ax, phases)
        write_beside(ax, stops, lines)
    return ax


def loss_along_gradient(
    rates,
    losses,
    *,
    lr,
    unit="ton",
    title="The loss after one step, for many learning rates",
    ax=None,
):
    r"""Draw the loss after one step, for many learning rates from the same start.

    Formula: `losses[i]` is the loss at `w - rates[i] * grad_w` and `b - rates[i] * grad_b`.

    Args:
        rates: learning rates (k,).
        losses: the loss that each leads to, (k,).
        lr: the learning rate to mark, within the rates. Between two of them, its loss is read from
            the straight line that is drawn there.
        unit: unit of the targets; the loss has its square.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes. Marked are lr, the start (rate 0) where it is among the rates, and the lowest of
        the losses where it is at neither end.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not finite, lr is not within
            the rates, or ax is not an Axes.

    Example:
        >>> loss_along_gradient([0, 1, 2], [4, 1, 0], lr=1).texts[0].get_text()
        'lr = 1\nloss 1'
    """
    where = "loss_along_gradient"
    rates = numbers(where, "rates", rates, ("k",))
    losses = numbers(where, "losses", losses, rates.shape)
    require_finite(where, "rates", rates)
    require_finite(where, "losses", losses, DIVERGED)
    lr = _checks.positive_number(where, "lr", lr)
    # A rate that was rounded to float32 is still the same rate.
    if not rates.min() * (1 - 1e-6) <= lr <= rates.max() * (1 + 1e-6):
        must = f"lr must be within rates, from {rates.min():g} to {rates.max():g}"
        cause = "rates that stop too early. Try torch.linspace(0, 3 * lr, 61)."
        raise ValueError(_checks.complaint(where, must, f"{lr:g}", cause))
    order = np.argsort(rates)
    rates, losses = rates[order], losses[order]
    lowest = np.argmin(losses)

    with canvas(where, ax) as ax:
        (curve,) = ax.plot(rates, losses, color=color_of(0))
        points = [("lr = {rate}", lr, np.interp(lr, rates, losses), "D", color_of(1), 30)]
        if rates[0] == 0:
            points.append(("start", 0, losses[0], "o", DARK, 60))
        if 0 < lowest < len(rates) - 1:
            points.append(("lowest: {rate}", rates[lowest], losses[lowest], "v", DARK, 90))
        notes = []
        for text, rate, loss, marker, color, toward in points:
            ax.plot(rate, loss, color=color, marker=marker, markersize=11)
            text = text.format(rate=four_digits(rate)) + f"\nloss {four_digits(loss)}"
            notes.append((rate, loss, text, toward, color))
        plain_axis(ax.xaxis)
        plain_axis(ax.yaxis)
        ax.set_xlabel("learning rate: how far along the negative gradient")
        ax.set_ylabel(f"loss ({unit}²)")
        ax.set_title(title)
        write_beside(ax, notes, [curve])
    return ax


def cost_curves(sizes, seconds, *, xlabel, title="The time of one step", ax=None):
    """Draw how long something takes against how much there is of it, both logarithmic.

    Args:
        sizes: how much there is (k,), above 0.
        seconds: dict from a label to the time for each size (k,), in seconds, above 0.
        xlabel: what the sizes count.
        title: what the figure shows.
        ax: the Axes to draw on, or None for a new figure.

    Returns:
        The Axes.

    Raises:
        TypeError, ValueError: the numbers do not fit together or are not above 0, or ax is not an
            Axes.

    Example:
        >>> cost_curves([5, 500], {"loop": [1e-4, 1e-4]}, xlabel="rows").get_xscale()
        'log'
    """
    where = "cost_curves"
    sizes = numbers(where, "sizes", sizes, ("k",))
    times = dict_of(where, "seconds", seconds, sizes.shape)
    named = {"sizes": sizes} | {f"seconds[{label!r}]": run for label, run in times.items()}
    for name, array in named.items():
        require_finite(where, name, array)
        if array.min() <= 0:
            must = f"{name} must be above 0"
            cause = "a time that was too short to measure, or an empty table."
            raise ValueError(_checks.complaint(where, must, f"{array.min():g}", cause))

    with canvas(where, ax) as ax:
        lines = []
        for i, (label, run) in enumerate(times.items()):
            look = {"marker": MARKERS[i % len(MARKERS)], **line_cue(i)}
            lines += ax.plot(sizes, run, label=label, **look)
        ax.set(xscale="log", yscale="log", xlabel=xlabel, ylabel="time (s)", title=title)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(LogLocator(numticks=6))
            axis.set_major_formatter(number_text)
        ax.minorticks_off()
        legend(ax, lines)
    return ax


# --- parts ----------------------------------------------------------------------------------------


def bands(ax, phases):
    """Draw phases as bands, from a first step to the next one, with their names at the top."""
    heights = ax.yaxis.get_transform()
    low, high = heights.transform(ax.get_ylim())
    ax.set_ylim(top=heights.inverted().transform(high + 0.2 * (high - low)))  # for the names
    steps = ax.xaxis.get_transform()
    left, right = ax.get_xlim()
    starts = sorted(phases)
    ends = [*starts[1:], right]
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        start_drawn = start or left
        ax.axvspan(start_drawn, end, color=("0.96", "0.9")[k % 2], lw=0, zorder=0)
        if start:
            ax.axvline(start, zorder=1.5, **GUIDE)
        middle = steps.inverted().transform(steps.transform([start_drawn, end]).mean())
        at_the_top = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "top"}
        ax.text(middle, 0.98, phases[start], **at_the_top, **NOTE)
