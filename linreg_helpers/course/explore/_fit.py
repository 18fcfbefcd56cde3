"""Fit it by hand: sliders for the weights and the bias of one target."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.drawing.style import mark_cue, style
from linreg_helpers.course.explore._fit_panels import fit_panel, scale_panel
from linreg_helpers.course.explore._picture import Picture, new_figure
from linreg_helpers.course.explore._shell import full_label, show
from linreg_helpers.course.explore._words import (
    outside,
    short,
    split_unit,
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

    picture = fit_picture(x, y, target, targets[target], regions, unit)
    best_w, best_b = least_squares(x, y)
    reach = {f"w{k}": reach_of(best_w[target].abs().max().item(), least=1.5) for k in range(d)}
    reach["b"] = reach_of(max(best_b[target].abs().item(), y.abs().max().item() / 2))
    labels = {}
    for k, (name, input_unit) in enumerate(map(split_unit, inputs)):
        labels[f"w{k}"] = f"weight of {name} ({unit} per {input_unit or 'unit'})"
    labels["b"] = f"bias ({unit})"

    # All labels equally wide, so that the sliders stand below each other.
    label_width = f"{0.55 * max(map(len, labels.values())) + 1:.0f}em"

    def controls(widgets):
        sliders = {
            key: widgets.FloatSlider(
                value=0,
                min=-reach[key],
                max=reach[key],
                step=power_of_ten(reach[key]) / 100,
                description=label,
                readout_format=".2f",
                **full_label("46em", label_width),
            )
            for key, label in labels.items()
        }
        return sliders, [[slider] for slider in sliders.values()]

    show(picture, dict.fromkeys(labels, 0.0), controls)


def reach_of(size, least=0.0):
    """Return a round number that is at least twice the size: how far a slider goes."""
    size = 2 * max(size, least) or 1
    rounded = (k * power_of_ten(size) for k in (1, 2, 3, 5, 10))
    return next(number for number in rounded if number >= size * (1 - 1e-6))


def power_of_ten(size):
    """Return the largest power of ten that is not above the size."""
    return float(10.0 ** np.floor(np.log10(size)))


def fit_picture(x, y, target, name, regions, unit):
    """Return the `Picture` of a fit: its state are the weights w0, w1, ... and the bias b."""
    a, actual = x.double().numpy(), y[:, target].double().numpy()

    def prediction(w, b):
        return a @ w + b

    def loss_of(pred):
        return without_rounding(np.mean((pred - actual) ** 2).item(), actual)

    known = {}
    for label, (w, b) in {
        "random (seed 0)": init_params(x.shape[1], y.shape[1], seed=0),
        "least squares": least_squares(x.double(), y.double()),
    }.items():
        w, b = w[target].detach().double().numpy(), b[target].item()
        known[label] = loss_of(prediction(w, b))

    with style():
        figure = new_figure(9, 4.8)
        ax, scale = figure.subplots(1, 2, width_ratios=[1.9, 1])
        look = {**mark_cue(target), "clip_on": False}
        word = split_unit(name)[0]
        fit_artists, move_fit = fit_panel(ax, actual, regions, look)
        ax.set(xlabel=f"actual yield of {word} ({unit})", ylabel=f"predicted ({unit})")
        scale_artists, move_mark = scale_panel(scale, known, loss_of(0 * actual), look)
        scale.set_ylabel(f"loss of {word} ({unit}²), logarithmic scale")

        def update(b, **weights):
            w = np.array([weights[f"w{k}"] for k in range(len(weights))])
            pred = prediction(w, b)
            hidden = move_fit(pred)
            move_mark(loss_of(pred))
            words = [
                f"The loss of {word} is {short(loss_of(pred))} {unit}².",
                f"Random parameters (seed 0) have {short(known['random (seed 0)'])},",
                f"least squares {short(known['least squares'])}.",
                worst_miss(pred[:, None], actual[:, None], regions, [name], unit),
            ]
            if not (w.any() or b):
                words.insert(0, "All parameters are 0.")
            return " ".join(words + outside(hidden))

        update(b=0, **{f"w{k}": 0 for k in range(x.shape[1])})
        return Picture(figure, fit_artists + scale_artists, update)
