"""Follow the descent: a slider and a play button over the steps."""

import numpy as np

from linreg_helpers import _checks
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.drawing.style import style
from linreg_helpers.course.explore._bowl import MARK, bowl_panel
from linreg_helpers.course.explore._picture import Picture, new_figure
from linreg_helpers.course.explore._shell import full_label, show
from linreg_helpers.course.explore._words import (
    losses_in_the_loop,
    outside,
    short,
    split_unit,
    spread,
    steps_to_show,
    worst_miss,
)
from linreg_helpers.course.plots import loss_curve, predicted_against_actual
from linreg_helpers.exact import max_learning_rate
from linreg_helpers.model import init_params, predict
from linreg_helpers.path import DescentPath


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

    The picture is computed by `DescentPath`, in closed form, so that each step is there at once.

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
    steps = steps_to_show(n_steps)

    def controls(widgets):
        slider = widgets.SelectionSlider(
            options=[(number_text(step), step) for step in steps],
            description=f"step (number of steps taken, 0 to {number_text(n_steps)})",
            **full_label("44em"),
        )
        play = widgets.Play(max=len(steps) - 1, interval=200, tooltip="play the steps")
        widgets.jslink((play, "value"), (slider, "index"))
        return {"step": slider}, [[play, slider]]

    picture = descent_picture(x, y, lr, seed, n_steps, targets, regions, unit)
    show(picture, {"step": 0}, controls)


def descent_picture(x, y, lr, seed, n_steps, targets, regions, unit):
    """Return the `Picture` of a descent: its state is the step."""
    w, b = (p.detach().to(x.dtype) for p in init_params(x.shape[1], y.shape[1], seed=seed))
    path = DescentPath(x, y, w, b, lr)
    losses = losses_in_the_loop(path, range(n_steps + 1), y)
    actual = y.double().numpy()

    with style():
        figure = new_figure(9, 5.4)
        panels = figure.subplot_mosaic([["fit", "loss"], ["fit", "bowl"]], width_ratios=[1.1, 1])
        ax, loss_ax, bowl_ax = panels["fit"], panels["loss"], panels["bowl"]
        predicted_against_actual(predict(x, w, b), y, target_names=targets, unit=unit, ax=ax)
        marks = ax.lines[: len(targets)]
        for line in marks:
            line.set_clip_on(False)
        low, high = np.array(ax.get_ylim()) @ [[1, -0.3], [0, 1.3]]  # room for the legend
        ax.set(aspect="auto", xlim=spread(actual), ylim=(low, high), title="Step 0")
        ax.legend(loc="upper left")
        log = bool((losses > 0).any())
        loss_curve(losses, log=log, log_steps=True, unit=unit, title="Down the curve", ax=loss_ax)
        loss_ax.set_ylabel(f"loss ({unit}²)")
        loss_ax.minorticks_off()
        (loss_mark,) = loss_ax.plot(0, 1, clip_on=False, **MARK)
        bowl_artists, move_in_bowl = bowl_panel(bowl_ax, x, y, w, b, lr, steps_to_show(n_steps))
        bowl_ax.set_title(f"Across the bowl of {split_unit(targets[0])[0]}")

        def update(step):
            pred = predict(x, *path.params(step)).double().numpy()
            loss = losses[step].item()
            finite = np.isfinite(pred).all() and np.isfinite(loss)
            seen = pred.clip(low, high) if finite else np.full_like(pred, np.nan)
            for j, line in enumerate(marks):
                line.set_ydata(seen[:, j])
            loss_mark.set_data([step], [loss])
            move_in_bowl(step)
            number = f"{short(loss)} {unit}²" if finite else "no finite number"
            ax.title.set_text(f"Step {number_text(step)}: loss {number}")
            words = [
                f"Step {number_text(step)} of {number_text(n_steps)}, at the learning rate "
                f"{short(lr)}: the loss is {number}."
            ]
            if finite:
                words.append(worst_miss(pred, actual, regions, targets, unit))
                words += outside((seen != pred).sum())
            else:
                limit = max_learning_rate(x, y.shape[1])
                words.append(f"The largest rate that converges is {limit:.4g}.")
                words.append("Take a smaller one." if lr > limit else "Scale the data.")
            return " ".join(words)

        update(0)
        return Picture(figure, [*marks, ax.title, loss_mark, *bowl_artists], update)
