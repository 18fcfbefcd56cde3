"""Fit it by hand: sliders for the weights and the bias of one target."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.explore._fit_panels import fit_figure
from linreg_helpers.course.explore._live import show
from linreg_helpers.course.explore._picture import png_of
from linreg_helpers.course.explore._words import (
    outside,
    short,
    split_unit,
    spread,
    without_rounding,
    worst_miss,
)
from linreg_helpers.exact import least_squares
from linreg_helpers.model import init_params


def fit_by_hand(
    x, y, *, target=0, input_names=None, target_names=None, region_names=None, unit="ton"
):
    """Show sliders for the weights and the bias of one target, the fit, and its loss.

    The loss is the mean of the squares over this target's rows, beside what random parameters
    (seed 0) and least squares reach. All sliders start at zero.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        target: which column of y to fit, from 0 to m - 1.
        input_names: one name for each input, such as "rainfall (mm)", or None.
        target_names: one name for each target, or None.
        region_names: one name for each row, or None.
        unit: unit of the targets.

    Returns:
        None: the figure and its controls are displayed.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype, shape or value.

    Example:
        >>> import torch
        >>> x, y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[2.0], [5.0], [4.0]])
        >>> fit_by_hand(x, y)  # doctest: +NORMALIZE_WHITESPACE
        All parameters are 0. The loss of target 1 is 15 ton². Random parameters (seed 0) have
        1.86, least squares 0.889. The largest miss: row 2, target 1, 5 ton too low.
    """
    where = "fit_by_hand"
    _checks.regression_data(where, x, y)
    target = _checks.whole_number(where, "target", target, least=0)
    (n, d), m = x.shape, y.shape[1]
    if target >= m:
        must = f"target must be a column of y, from 0 to {m - 1}"
        cause = "columns are counted from 0."
        raise ValueError(_checks.complaint(where, must, target, cause))
    inputs = names_of(where, "input_names", input_names, d, "input")
    targets = names_of(where, "target_names", target_names, m, "target")
    regions = names_of(where, "region_names", region_names, n, "row")

    data = fit_data(x, y, target, inputs, targets[target], regions, unit)
    start = [0.0] * (d + 1)
    pred, loss = fit_at(data, start)
    show("fit", data, png_of(fit_figure(data, pred, loss)), fit_words(data, start))


def fit_data(x, y, target, inputs, name, regions, unit):
    """Return what the figure of a fit is made from, here and in `fit.js`.

    Its state are the parameters: the weights, and the bias as the last one.
    """
    actual = y[:, target].double().numpy()
    word = split_unit(name)[0]
    best_w, best_b = least_squares(x.double(), y.double())
    labels = [
        f"weight of {input_word} ({unit} per {input_unit or 'unit'})"
        for input_word, input_unit in map(split_unit, inputs)
    ]
    bias = max(best_b[target].abs().item(), y.abs().max().item() / 2)
    reach = [reach_of(best_w[target].abs().max().item(), least=1.5)] * len(inputs)
    size = np.abs(actual).max().item() or 1.0
    data = {
        "x": x.double().tolist(),
        "actual": actual.tolist(),
        "names": regions,
        "target": target,
        "word": word,
        "unit": unit,
        "labels": [*labels, f"bias ({unit})"],
        "reach": [*reach, reach_of(bias)],
        # The edges of the picture: of the actual values, and of the predictions.
        "ends": spread(actual, share=0.08).tolist(),
        "limits": [min(0.0, actual.min().item()) - size, max(0.0, actual.max().item()) + size],
    }
    pairs = init_params(x.shape[1], y.shape[1], seed=0), (best_w, best_b)
    random, least = (
        fit_at(data, [*w[target].detach().double().tolist(), b[target].item()])[1] for w, b in pairs
    )
    top = 100 * max(fit_at(data, np.zeros(len(inputs) + 1))[1], random, least) or 1.0
    data["known"] = {"random (seed 0)": random, "least squares": least}
    data["losses"] = [max(min(random, least) / 4, 1e-10 * top), top]
    return data


def fit_at(data, params):
    """Return the predictions of these parameters, and their loss."""
    pred = np.array(data["x"]) @ np.array(params[:-1], dtype=float) + params[-1]
    actual = np.array(data["actual"])
    return pred, without_rounding(np.mean((pred - actual) ** 2).item(), actual)


def fit_words(data, params):
    """Say in words what the figure shows. `fit.js` says the same."""
    pred, loss = fit_at(data, params)
    actual, unit, known = np.array(data["actual"]), data["unit"], data["known"]
    words = [
        f"The loss of {data['word']} is {short(loss)} {unit}².",
        f"Random parameters (seed 0) have {short(known['random (seed 0)'])},",
        f"least squares {short(known['least squares'])}.",
        worst_miss(pred[:, None], actual[:, None], data["names"], [data["word"]], unit),
    ]
    if not any(params):
        words.insert(0, "All parameters are 0.")
    low, high = data["limits"]
    return " ".join(words + outside(((pred < low) | (pred > high)).sum()))


def reach_of(size, least=0.0):
    """Return a round number that is at least twice the size: how far a slider goes."""
    size = 2 * max(size, least) or 1
    power = float(10.0 ** np.floor(np.log10(size)))
    rounded = (k * power for k in (1, 2, 3, 5, 10))
    return next(number for number in rounded if number >= size * (1 - 1e-6))
