"""Choose the learning rate: what it does to the whole loss curve and to each direction."""

import numpy as np
import torch

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.explore._directions import bowl_of_losses, losses_at, steps_to_draw
from linreg_helpers.course.explore._live import show
from linreg_helpers.course.explore._picture import png_of
from linreg_helpers.course.explore._rate_panels import rate_figure
from linreg_helpers.course.explore._words import direction_names, percent, short, without_rounding
from linreg_helpers.exact import max_learning_rate
from linreg_helpers.model import init_params, predict

SEEDS = range(10)
RAW, STANDARDISED = 0, 1


def learning_rate(x, y, *, lr=1e-5, seed=0, n_steps=5000, unit="ton"):
    """Show the loss curve for any learning rate, and how fast each direction of the bowl shrinks.

    A slider sets the rate, another one the seed of the random start, and a box standardises the
    inputs. The curve is computed in closed form, as by `DescentPath`.

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

    data = rate_data(x, y, n_steps, unit)
    lr = float(np.clip(lr, *(10.0**end for end in data["worlds"][RAW]["range"])))
    data |= {"lr": lr, "seed": seed}
    steps = steps_to_draw(n_steps)
    figure = rate_figure(data, steps, *rate_at(data, lr, seed, RAW, steps))
    show("rate", data, png_of(figure), rate_words(data, lr, seed, RAW))


def standardised(x):
    """Return the inputs with mean 0 and standard deviation 1; a constant column becomes zeros."""
    std = x.std(0, correction=0)
    return (x - x.mean(0)) / torch.where(std > 1e-6 * x.abs().amax(0), std, 1)


def slider_range(limit):
    """Return the exponents of ten between which the slider moves: the limit is inside."""
    power = int(np.floor(np.log10(limit)))
    return power - 4, power + 1


def rate_data(x, y, n_steps, unit):
    """Return what the figure of a learning rate is made from, here and in `rate.js`.

    It holds two worlds: the inputs as they are, and standardised. Each has the weights of ten
    starts.
    """
    worlds = []
    for inputs in (x, standardised(x)):
        starts = [init_params(x.shape[1], y.shape[1], seed=seed) for seed in SEEDS]
        preds = [
            predict(inputs.double(), *(p.detach().double() for p in s)).numpy() for s in starts
        ]
        bowls = [bowl_of_losses(inputs, y, pred) for pred in preds]
        limit = max_learning_rate(inputs, y.shape[1])
        worlds.append(
            bowls[0]
            | {
                "weights": [bowl["weights"] for bowl in bowls],
                "limit": limit,
                "limitText": f"{limit:.4g}",
                "range": slider_range(limit),
            }
        )
    raw = worlds[RAW]
    highest = raw["least"] + max(map(sum, raw["weights"]))
    least = without_rounding(worlds[STANDARDISED]["least"], y.double().numpy())
    top = 1000 * highest or 1.0
    return {
        "nSteps": n_steps,
        "unit": unit,
        "directions": direction_names(x.shape[1] + 1),
        "least": least,
        "losses": [max(least / 4, 1e-10 * top), top],  # the edges of the picture
        "worlds": worlds,
    }


def rate_at(data, lr, seed, which, steps):
    """Return the losses after these steps, and the factor of a step in each direction."""
    world = data["worlds"][which]
    bowl = world | {"weights": world["weights"][seed]}
    return losses_at(bowl, lr, steps), 1 - lr * np.array(world["curvatures"])


def rate_words(data, lr, seed, which):
    """Say in words what the figure shows. `rate.js` says the same."""
    n_steps, unit, world = data["nSteps"], data["unit"], data["worlds"][which]
    loss, factors = rate_at(data, lr, seed, which, n_steps)
    start = f"{'With standardised inputs, t' if which else 'T'}he learning rate {short(lr)}"
    if lr >= world["limit"]:
        words = [
            f"{start} does not converge: each step multiplies the distance along the steepest "
            f"direction by {short(factors[0])}."
        ]
        if not np.isfinite(loss):
            words.append("The loss grows until it is no finite number.")
    else:
        shares = ", ".join(percent(abs(r) ** n_steps) for r in factors)
        words = [
            f"{start} converges.",
            f"After {number_text(n_steps)} steps the loss is {short(loss)} {unit}²; the least is "
            f"{short(data['least'])}.",
            f"Left of the distance along each direction, from the steepest: {shares}.",
        ]
    return " ".join([*words, f"The largest rate that converges is {world['limitText']}."])
