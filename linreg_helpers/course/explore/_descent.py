"""Follow the descent: a slider and a play button over the steps."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.drawing.style import style
from linreg_helpers.course.explore._bowl import MARK, bowl_panel, two_directions
from linreg_helpers.course.explore._directions import bowl_of_losses, directions_of, losses_at
from linreg_helpers.course.explore._live import show
from linreg_helpers.course.explore._picture import new_figure, png_of
from linreg_helpers.course.explore._words import outside, short, split_unit, spread, worst_miss
from linreg_helpers.course.plots import loss_curve, predicted_against_actual
from linreg_helpers.exact import max_learning_rate
from linreg_helpers.model import init_params, predict


def descent(
    x,
    y,
    *,
    lr=1e-5,
    seed=0,
    n_steps=5000,
    target_names=None,
    region_names=None,
    unit="ton",
):
    """Show gradient descent from random parameters, with a slider and a play button for the steps.

    Each step is computed in closed form, as by `DescentPath`, so that it is there at once.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        lr: learning rate, above 0.
        seed: seed of the random parameters to start from.
        n_steps: the last step, at least 1.
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
        >>> descent(x, y, lr=0.1, n_steps=10)  # doctest: +NORMALIZE_WHITESPACE
        Step 0 of 10, at the learning rate 0.1: the loss is 1.86 ton². The largest miss: row 2,
        target 1, 2.21 ton too low.
    """
    where = "descent"
    _checks.regression_data(where, x, y)
    lr = _checks.positive_number(where, "lr", lr)
    seed = _checks.whole_number(where, "seed", seed, least=0)
    n_steps = _checks.whole_number(where, "n_steps", n_steps, least=1)
    (n, m) = y.shape
    targets = names_of(where, "target_names", target_names, m, "target")
    regions = names_of(where, "region_names", region_names, n, "row")
    data = descent_data(x, y, lr, seed, n_steps, targets, regions, unit)
    show("descent", data, png_of(descent_figure(data)), descent_words(data, 0))


def descent_data(x, y, lr, seed, n_steps, targets, regions, unit):
    """Return what the figure of a descent is made from, here and in `descent.js`."""
    w, b = (p.detach().double() for p in init_params(x.shape[1], y.shape[1], seed=seed))
    actual, pred = y.double().numpy(), predict(x.double(), w, b).numpy()
    u = directions_of(x, y).u
    low, high = min(pred.min(), actual.min()), max(pred.max(), actual.max())
    margin = 0.06 * (high - low) or 1
    low, high = low - margin, high + margin
    limit = max_learning_rate(x, y.shape[1])
    return bowl_of_losses(x, y, pred) | {
        "lr": lr,
        "nSteps": n_steps,
        "targets": targets,
        "words": [split_unit(name)[0] for name in targets],
        "names": regions,
        "unit": unit,
        "actual": actual.tolist(),
        "start": pred.tolist(),
        "u": u.tolist(),
        "missing": (u.T @ (actual - pred)).tolist(),
        "advice": f"The largest rate that converges is {limit:.4g}. "
        + ("Take a smaller one." if lr > limit else "Scale the data."),
        # The edges of the picture: of the actual values, and of the predictions.
        "ends": spread(actual).tolist(),
        "limits": [float(low), float(1.3 * high - 0.3 * low)],  # room for the legend
        "bowl": two_directions(x, y, w, b),
    }


def predictions_at(data, step):
    """Return the predictions after so many steps."""
    with np.errstate(over="ignore", invalid="ignore"):
        done = 1 - (1 - data["lr"] * np.array(data["curvatures"])) ** step
        return data["start"] + np.array(data["u"]) @ (done[:, None] * data["missing"])


def descent_words(data, step):
    """Say in words what the figure shows. `descent.js` says the same."""
    loss, unit = losses_at(data, data["lr"], step), data["unit"]
    finite = np.isfinite(loss)
    number = f"{short(loss)} {unit}²" if finite else "no finite number"
    words = [
        f"Step {number_text(step)} of {number_text(data['nSteps'])}, at the learning rate "
        f"{short(data['lr'])}: the loss is {number}."
    ]
    if finite:
        pred, (low, high) = predictions_at(data, step), data["limits"]
        words.append(worst_miss(pred, data["actual"], data["names"], data["words"], unit))
        words += outside(((pred < low) | (pred > high)).sum())
    else:
        words.append(data["advice"])
    return " ".join(words)


def descent_figure(data):
    """Return the still twin: the descent at its start."""
    pred, actual, unit = np.array(data["start"]), np.array(data["actual"]), data["unit"]
    losses = losses_at(data, data["lr"], range(data["nSteps"] + 1))
    with style():
        figure = new_figure(9, 5.4)
        panels = figure.subplot_mosaic([["fit", "loss"], ["fit", "bowl"]], width_ratios=[1.1, 1])
        ax, loss_ax, bowl_ax = panels["fit"], panels["loss"], panels["bowl"]
        predicted_against_actual(pred, actual, target_names=data["targets"], unit=unit, ax=ax)
        for line in ax.lines[: len(data["targets"])]:
            line.set_clip_on(False)
        number = f"{short(losses[0])} {unit}²" if np.isfinite(losses[0]) else "no finite number"
        ax.set(
            aspect="auto", xlim=data["ends"], ylim=data["limits"], title=f"Step 0: loss {number}"
        )
        ax.legend(loc="upper left")
        log = bool((losses > 0).any())
        loss_curve(losses, log=log, log_steps=True, unit=unit, title="Down the curve", ax=loss_ax)
        loss_ax.set_ylabel(f"loss ({unit}²)")
        loss_ax.minorticks_off()
        loss_ax.plot(0, losses[0], clip_on=False, **MARK)
        bowl_panel(bowl_ax, data)
        bowl_ax.set_title(f"Across the bowl of {data['words'][0]}")
        figure.set_layout_engine("constrained")
    return figure
