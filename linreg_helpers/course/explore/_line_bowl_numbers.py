"""What the bowl of a line is made of: its numbers, and the words that say what it shows.

`bowl.js` computes and says the same in a browser; a test compares the two.
"""

import math
from typing import NamedTuple

import numpy as np
import torch

from linreg_helpers.course.drawing.axes import four_digits, number_text
from linreg_helpers.course.explore._words import percent, short, steps_to_show, without_rounding
from linreg_helpers.exact import curvature, least_squares
from linreg_helpers.model import mse, predict
from linreg_helpers.path import DescentPath

GUESSED = 10  # how many steps a guess is about
WIDE = 328 / 246  # the shape of the bowl's picture


class World(NamedTuple):
    """The bowl of a line: what its picture and its words are made from, all in float64."""

    x: torch.Tensor  # the inputs as they are
    z: torch.Tensor  # the inputs that are used
    y: torch.Tensor
    middle: float  # z = (x - middle) / unit
    unit: float
    curvatures: np.ndarray  # the steepest first
    lowest: np.ndarray
    least: float
    limit: float
    stretch: float  # how many units of b are drawn as long as one of w


def bowl_of(x, y, inputs):
    """Describe the bowl of a line, over float64 columns whose input is used raw or transformed."""
    mean, std = x.mean().item(), x.std(correction=0).item()
    middle, unit = {"raw": (0.0, 1.0), "centred": (mean, 1.0), "standardised": (mean, std)}[inputs]
    z = (x - middle) / unit
    w, b = least_squares(z, y)
    curvatures = curvature(z, 1).numpy()[::-1]
    return World(
        x=x,
        z=z,
        y=y,
        middle=middle,
        unit=unit,
        curvatures=curvatures,
        lowest=np.array([w.item(), b.item()]),
        least=without_rounding(mse(predict(z, w, b), y).item(), y.numpy()),
        limit=2 / curvatures[0].item(),
        stretch={"raw": math.hypot(mean, std), "centred": std ** (2 / 3), "standardised": 1.0}[
            inputs
        ],
    )


def path_of(world, start, lr):
    """Return the `DescentPath` from a start."""
    w, b = (torch.tensor(value, dtype=torch.float64).reshape(1) for value in start)
    return DescentPath(world.z, world.y, w[:, None], b, lr)


def place_at(path, step):
    """Return (w, b) and the loss after so many steps."""
    w, b = path.params(step)
    return np.array([w.item(), b.item()]), path.losses(step).item()


def slider_range(world):
    """Return the exponents of ten between which the learning rate moves: the limit is inside."""
    power = math.floor(math.log10(world.limit))
    return power - 3, power + 2


def reach_of(world, start):
    """Return half the width and half the height of the picture of the bowl."""
    dw, db = abs(np.array(start) - world.lowest)
    high = 1.25 * (max(db, world.stretch * dw / WIDE) or world.y.std(correction=0).item() or 1.0)
    return np.array([high / world.stretch * WIDE, high])


def steps_to_one_percent(factors):
    """Return how many steps leave at most 1 % of the distance in every direction."""
    with np.errstate(divide="ignore"):
        return max(1, *np.ceil(np.log(0.01) / np.log(abs(factors)) - 1e-9).astype(int).tolist())


def words_of(world, lr, start, step, inputs, n_steps, unit):
    """Say in words what the picture of a state shows. `bowl.js` says the same."""
    path = path_of(world, start, lr)
    place, loss = place_at(path, step)
    reach = reach_of(world, start)
    place = np.where(abs(place) < 1e-9 * reach, 0, place)  # what would be nothing but rounding
    steep, flat = 1 - lr * world.curvatures
    which = "" if inputs == "raw" else f", with {inputs} inputs"
    if np.isfinite([*place, loss]).all():
        loss = without_rounding(loss, world.y.numpy())
        now = f"w is {short(place[0])}, b is {short(place[1])}, and the loss is "
        now += f"{short(loss)} {unit}²"
    else:
        now = "the loss is no finite number"
    words = [
        f"Step {number_text(step)} of {number_text(n_steps)}{which}: {now}; "
        f"the least is {short(world.least)}."
    ]
    rate, limit = f"The learning rate {short(lr)}", f"2/λmax = {four_digits(world.limit)}"
    if lr >= world.limit * (1 - 1e-12):
        words.append(
            f"{rate} does not converge: the limit is {limit}, and each step multiplies the "
            f"distance along the steepest direction by {short(steep)}."
        )
    else:
        words.append(f"{rate} is below the limit, {limit}, and converges.")
        if steep < 0:
            words.append(
                f"It bounces: each step jumps across the valley, and leaves {percent(-steep)} of "
                "the distance along the steepest direction."
            )
        still = max(0, steps_to_one_percent(np.array([steep, flat])) - step)
        most = "at most 1 % of the distance is left"
        if still == 0:
            words.append(f"In every direction {most}.")
        elif flat > 0.99:
            words.append(
                f"It crawls along the flattest direction: each step leaves {percent(flat)} of the "
                f"distance. In {short(still)} more steps {most}."
            )
        else:
            words.append(f"In {short(still)} more step{'s' * (still != 1)} {most}.")

    def outside(place):
        return not (abs(place - world.lowest) <= reach).all()

    if outside(place):
        first = next(k for k in range(step + 1) if outside(place_at(path, k)[0]))
        words.append(f"The path has left the picture of the bowl at step {number_text(first)}.")
    return " ".join(words)


def words_before(lr, count):
    """Ask for a guess, before anything is shown. `bowl.js` asks the same."""
    return (
        f"Guess first: where do {count} steps with the learning rate {short(lr)} lead? Click into "
        "the bowl, or type the w and b of your guess. Then play."
    )


def loss_at(world, places):
    """Return the loss at places (2, ...), from the sums over the rows."""
    z, y = world.z.numpy()[:, 0], world.y.numpy()[:, 0]
    w, b = (place - at for place, at in zip(places, world.lowest, strict=True))
    return world.least + (z @ z / len(y)) * w**2 + 2 * z.mean() * w * b + b**2


def round_levels(least, highest):
    """Return up to eight round losses between these two: 100, 200, 500, 1,000 and so on."""
    power = math.floor(math.log10(highest))
    levels = [float(f"{r}e{k}") for k in range(power - 3, power + 1) for r in (1, 2, 5)]
    return [level for level in levels if least < level < highest][-8:] or [highest]


def steps_to_draw(last):
    """Return the steps of which a path is drawn: the first 300, then ten for a power of ten."""
    return [*range(min(last, 300) + 1), *(k for k in steps_to_show(last) if k > 300)]
