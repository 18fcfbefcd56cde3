"""Choose the learning rate: what it does to the whole loss curve and to each direction."""

import numpy as np
import torch

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.style import style
from linreg_helpers.course.explore._picture import Picture, new_figure
from linreg_helpers.course.explore._rate_panels import curve_panel, factor_panel
from linreg_helpers.course.explore._shell import full_label, show
from linreg_helpers.course.explore._words import (
    losses_in_the_loop,
    percent,
    short,
    without_rounding,
)
from linreg_helpers.exact import curvature, least_squares
from linreg_helpers.model import init_params, mse, predict
from linreg_helpers.path import DescentPath

SEEDS = range(10)


def learning_rate(x, y, *, lr=1e-5, seed=0, n_steps=5000, unit="ton"):
    """Show the loss curve for any learning rate, and how fast each direction of the bowl shrinks.

    A slider sets the rate, another one the seed of the random start, and a box standardises the
    inputs. The curve is computed by `DescentPath`, in closed form.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        lr: learning rate to begin with; outside of the slider, its end is taken. The slider goes
            from about a ten thousandth of the limit to ten times the limit.
        seed: seed to begin with, from 0 to 9.
        n_steps: number of steps, at least 1.
        unit: unit of the targets.

    Returns:
        None: the figure and its controls are displayed.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype, shape or value.

    Example:
        >>> x, y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[2.0], [5.0], [4.0]])
        >>> learning_rate(x, y, lr=0.05, n_steps=50)  # doctest: +NORMALIZE_WHITESPACE
        The learning rate 0.05 converges. After 50 steps the loss is 1.03 ton²; the least is
        0.889. Left of the distance along each direction, from the steepest: below 0.001 %,
        54.63 %. The largest rate that converges is 0.1803.
    """
    where = "learning_rate"
    _checks.regression_data(where, x, y)
    lr = _checks.positive_number(where, "lr", lr)
    seed = _checks.whole_number(where, "seed", seed, least=0)
    if seed not in SEEDS:
        cause = "a larger seed, which the slider does not reach."
        raise ValueError(_checks.complaint(where, "seed must be at most 9", seed, cause))
    n_steps = _checks.whole_number(where, "n_steps", n_steps, least=1)

    data = {False: x, True: standardised(x)}
    ranges = {key: slider_range(inputs, y.shape[1]) for key, inputs in data.items()}
    lr = float(np.clip(lr, *(10.0**end for end in ranges[False])))

    def controls(widgets):
        rate = widgets.FloatLogSlider(
            value=lr,
            min=ranges[False][0],
            max=ranges[False][1],
            step=0.02,
            readout_format=".2e",
            description="learning rate (per step)",
            **full_label("36em"),
        )
        start = widgets.IntSlider(
            value=seed, max=9, description="seed of the random start (0 to 9)", **full_label()
        )
        box = widgets.Checkbox(
            description="standardise the inputs (mean 0, standard deviation 1)",
            indent=False,
            layout={"width": "auto"},
        )

        def keep_place(change):  # the same share of the limit, about
            shift = ranges[change.new][1] - ranges[change.old][1]
            with rate.hold_trait_notifications():
                rate.min, rate.max = ranges[change.new]
                rate.value *= 10.0**shift

        box.observe(keep_place, "value")
        return {"lr": rate, "seed": start, "standardise": box}, [[rate], [start, box]]

    picture = rate_picture(data, y, n_steps, unit)
    show(picture, {"lr": lr, "seed": seed, "standardise": False}, controls)


def standardised(x):
    """Return the inputs with mean 0 and standard deviation 1; a constant column becomes zeros."""
    std = x.std(0, correction=0)
    return (x - x.mean(0)) / torch.where(std > 1e-6 * x.abs().amax(0), std, 1)


def slider_range(x, n_targets):
    """Return the exponents of ten between which the slider moves: the limit is inside."""
    limit = np.log10(2 / curvature(x.double(), n_targets)[-1].item())
    return int(np.floor(limit)) - 4, int(np.floor(limit)) + 1


def rate_picture(data, y, n_steps, unit):
    """Return the `Picture`: its state are the learning rate, the seed and the switch."""
    steps = np.unique(np.geomspace(1, n_steps, 300).round().astype(int))
    steps = np.append(0, steps)
    # From the first direction, the steepest, to the last.
    curvatures = {key: curvature(x.double(), y.shape[1]).numpy()[::-1] for key, x in data.items()}
    starts = {seed: init_params(data[False].shape[1], y.shape[1], seed=seed) for seed in SEEDS}
    starts = {seed: [p.detach().to(y.dtype) for p in pair] for seed, pair in starts.items()}

    def loss_of(key, w, b):
        loss = mse(predict(data[key].double(), w.double(), b.double()), y.double()).item()
        return without_rounding(loss, y.double().numpy())

    least = loss_of(True, *least_squares(data[True].double(), y.double()))
    highest = max(loss_of(False, *pair) for pair in starts.values())

    with style():
        figure = new_figure(9, 4.8)
        ax, factors = figure.subplots(1, 2, width_ratios=[1.25, 1])
        curve_artists, move_curve = curve_panel(ax, steps, least, highest, unit)
        factor_artists, move_factors = factor_panel(factors, len(curvatures[False]), n_steps)

        def update(lr, seed, standardise):
            path = DescentPath(data[standardise], y, *starts[seed], lr)
            losses = losses_in_the_loop(path, steps, y).double().numpy()
            factor = 1 - lr * curvatures[standardise]
            limit = 2 / curvatures[standardise][0]
            move_curve(losses)
            move_factors(factor, curvatures[standardise])
            words = words_of(lr, limit, losses, steps, factor, least, unit)
            return f"With standardised inputs, t{words[1:]}" if standardise else words

        update(lr=1e-5, seed=0, standardise=False)
        return Picture(figure, curve_artists + factor_artists, update)


def words_of(lr, limit, losses, steps, factor, least, unit):
    """Say in words what the picture of a learning rate shows."""
    n_steps = number_text(steps[-1])
    start = f"The learning rate {short(lr)}"
    safe = f"The largest rate that converges is {limit:.4g}."
    if lr >= limit:
        words = [
            f"{start} does not converge: each step multiplies the distance along the steepest "
            f"direction by {short(factor[0])}."
        ]
        if not np.isfinite(losses[-1]):
            words.append("The loss grows until it is no finite number.")
    else:
        shares = ", ".join(percent(abs(r) ** int(steps[-1])) for r in factor)
        words = [
            f"{start} converges.",
            f"After {n_steps} steps the loss is {short(losses[-1])} {unit}²; the least is "
            f"{short(least)}.",
            f"Left of the distance along each direction, from the steepest: {shares}.",
        ]
    return " ".join([*words, safe])
