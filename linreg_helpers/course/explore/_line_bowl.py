"""One line and its bowl: the points, the loss over (w, b) seen from above, the loss by step."""

import math

import numpy as np
import torch

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.explore._line_bowl_numbers import (
    GUESSED,
    bowl_of,
    slider_range,
    words_before,
    words_of,
)
from linreg_helpers.course.explore._line_bowl_panels import line_bowl_figure
from linreg_helpers.course.explore._live import show
from linreg_helpers.course.explore._picture import png_of
from linreg_helpers.course.explore._words import split_unit

INPUTS = ("raw", "centred", "standardised")
MOST_STEPS = 100_000  # the page takes each of them


def bowl(
    x,
    y,
    *,
    lr=None,
    start=(0.0, 0.0),
    step=10,
    n_steps=1000,
    inputs="raw",
    guess_first=False,
    input_name=None,
    target_name=None,
    row_names=None,
    unit="ton",
):
    """Show a line through points, its bowl from above with the path of the steps, and its loss.

    Points, start, learning rate, inputs and step can be changed by mouse, touch and keyboard.

    Args:
        x: one input (n, 1), with two different values at least.
        y: one target (n, 1).
        lr: learning rate to begin with, or None for about 4/5 of the largest that converges;
            outside of the slider, its end is taken.
        start: the `(w, b)` to start from, for the inputs that are shown.
        step: the step to begin with; beyond n_steps, that one is taken.
        n_steps: the last step, from 1 to 100,000.
        inputs: "raw", "centred" (mean 0) or "standardised" (standard deviation 1 as well).
        guess_first: whether the reader is asked where ten steps lead before anything is shown.
        input_name: name of the input, such as "rainfall (mm)", or None.
        target_name: name of the target, or None.
        row_names: one name for each row, or None.
        unit: unit of the target.

    Returns:
        None: the figure and its controls are displayed.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype, shape or value.

    Example:
        >>> x, y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[2.0], [5.0], [4.0]])
        >>> bowl(x, y, lr=0.1, start=(0, 0), step=1)  # doctest: +NORMALIZE_WHITESPACE
        Step 1 of 1,000: w is 1.6, b is 0.733, and the loss is 1.2 ton²; the least is 0.889.
        The learning rate 0.1 is below the limit, 2/λmax = 0.1803, and converges. It bounces: each
        step jumps across the valley, and leaves 10.93 % of the distance along the steepest
        direction. In 189 more steps at most 1 % of the distance is left.
    """
    where = "bowl"
    _checks.float_tensor(where, "x", x, ("n", 1))
    _checks.float_tensor(where, "y", y, (x.shape[0], 1))
    _checks.regression_data(where, x, y)
    x, y = x.double(), y.double()
    if x.std(correction=0) <= 1e-6 * x.abs().max():
        cause = "a constant column, or a single row: then there is no bowl to look into."
        must = "x must hold different values"
        raise ValueError(_checks.complaint(where, must, f"{x[0, 0]:.4g} in all rows", cause))
    n_steps = _checks.whole_number(where, "n_steps", n_steps, least=1)
    if n_steps > MOST_STEPS:
        must, cause = f"n_steps must be at most {number_text(MOST_STEPS)}", "a zero too many."
        raise ValueError(_checks.complaint(where, must, number_text(n_steps), cause))
    step = min(_checks.whole_number(where, "step", step, least=0), n_steps)
    if inputs not in INPUTS:
        cause = "another spelling."
        must = f"inputs must be one of {', '.join(map(repr, INPUTS))}"
        raise ValueError(_checks.complaint(where, must, repr(inputs), cause))
    [input_name] = names_of(where, "input_name", input_name and [input_name], 1, "input")
    [target_name] = names_of(where, "target_name", target_name and [target_name], 1, "target")
    names = names_of(where, "row_names", row_names, len(x), "row")
    world = bowl_of(x, y, inputs)
    if lr is None:
        lr = float(f"{0.8 * world.limit:.2g}")
    lr = _checks.positive_number(where, "lr", lr)
    lr = float(np.clip(lr, *(10.0**end for end in slider_range(world))))
    start = two_numbers(where, "start", start)
    state = {"lr": lr, "start": start, "step": 0 if guess_first else step, "inputs": inputs}

    (input_word, input_unit), (target_word, _) = split_unit(input_name), split_unit(target_name)
    words = (
        words_before(lr, min(GUESSED, n_steps))
        if guess_first
        else words_of(world, **state, n_steps=n_steps, unit=unit)
    )
    labels = {"inputLabel": input_name, "targetLabel": target_name, "unit": unit}
    labels |= {"inputName": input_word, "inputUnit": input_unit or "unit"}
    data = (
        state
        | labels
        | {
            "targetName": target_word,
            "points": torch.cat([x, y], dim=1).tolist(),
            "names": names,
            "nSteps": n_steps,
            "guessing": bool(guess_first),
        }
    )
    figure = line_bowl_figure(world, state, n_steps, data)
    show("bowl", data, png_of(figure), words)


def two_numbers(where, name, value):
    """Return two finite numbers as a list of floats, or say what is wrong."""
    must = f"{name} must be two finite numbers, (w, b)"
    try:
        w, b = (float(number) for number in value)
    except (TypeError, ValueError, RuntimeError):
        cause = "a single number, or a tensor with more than one weight."
        raise TypeError(_checks.complaint(where, must, _checks.describe(value), cause)) from None
    if not (math.isfinite(w) and math.isfinite(b)):
        raise ValueError(_checks.complaint(where, must, f"{w}, {b}", "a run that diverged."))
    return [w, b]
