"""The bowl of one target, seen along two of its directions, with a mark that moves."""

import numpy as np

from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.style import DARK
from linreg_helpers.course.explore._line_bowl_numbers import round_levels
from linreg_helpers.course.explore._words import direction_names, steps_to_show
from linreg_helpers.course.plots import path_in_bowl
from linreg_helpers.exact import least_squares
from linreg_helpers.model import mse, predict

# How the place of the present state is marked wherever a curve is shown.
MARK = {"marker": "D", "markersize": 11, "color": DARK, "mec": "white", "ls": "none"}


def two_directions(x, y, w, b):
    """Return two neighbouring directions of the bowl: of all such pairs, the one most alike.

    Where the curvatures are alike, lines of equal loss are ellipses that fit into a picture.
    Directions in which the loss does not change at all do not count.

    Returns:
        None where there is one direction only. Else a dict: of the two directions, the steeper one
        first, their names, their curvatures, and the start's distances along them to the lowest
        point of the first target's parameters; and the round losses of the ellipses.
    """
    a = np.column_stack([x.double().numpy(), np.ones(len(x))])
    _, singular, directions = np.linalg.svd(a, full_matrices=False)
    singular = singular[singular > 1e-6 * singular[0]]
    if len(singular) < 2:
        return None
    k = np.argmin(singular[:-1] / singular[1:])
    pair = slice(k, k + 2)
    chosen = directions[pair] * np.sign(directions[pair].sum(1, keepdims=True))  # both are right
    best_w, best_b = least_squares(x.double(), y.double())
    theta, best = (np.append(w[0].numpy(), b[0].item()) for w, b in ((w, b), (best_w, best_b)))
    names = direction_names(len(singular))[pair]
    curvatures, start = 2 / y.numel() * singular[pair] ** 2, chosen @ (theta - best)
    least = mse(predict(x.double(), best_w, best_b), y.double()).item()
    return {
        "names": names,
        "curvatures": curvatures.tolist(),
        "start": start.tolist(),
        "least": least,
        "levels": round_levels(least, least + curvatures @ start**2 or 1.0)[-6:],
    }


def bowl_panel(ax, data):
    """Draw the path in the bowl, and where it begins; `data` are those of `descent_data`."""
    if data["bowl"] is None:
        ax.set(xticks=[], yticks=[], xlabel="distance along the only direction")
        ax.text(0.5, 0.5, "The loss curves in one direction only:\nthere is no bowl to look into.",
                ha="center", va="center", transform=ax.transAxes, fontsize=12)  # fmt: skip
        return
    names, curvatures, start, least, levels = data["bowl"].values()
    curvatures, start = np.array(curvatures), np.array(start)

    def place(step):
        """Return the distances along the flatter direction, to the right, and the steeper one."""
        with np.errstate(over="ignore"):
            return (start * (1 - data["lr"] * curvatures) ** step)[::-1]

    # A run that diverges is drawn as long as it stays in sight.
    steps = steps_to_show(data["nSteps"])
    trail = [s for s in steps if (abs(place(s)) <= 3 * abs(start).max() + 1e-12).all()]
    named = {0, min(trail, key=lambda s: abs(s - trail[-1] / 12)), trail[-1]}
    path_in_bowl(
        [place(s) for s in trail],
        np.diag(curvatures[::-1]),
        (0, 0),
        marks={trail.index(s): f"step {number_text(s)}" for s in sorted(named)},
        names=[f"distance along the {names[1]}", f"along the {names[0]}"],
        least=least,
        levels=levels,
        wide=2,
        ax=ax,
    )
    ax.plot(*place(0), **MARK)
