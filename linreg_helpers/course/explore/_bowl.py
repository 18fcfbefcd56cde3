"""The bowl of one target, seen along its two flattest directions, with a mark that moves."""

import numpy as np

from linreg_helpers.course.drawing.style import DARK
from linreg_helpers.course.plots import path_in_bowl
from linreg_helpers.exact import least_squares

# How the place of the present state is marked wherever a curve is shown.
MARK = {"marker": "D", "markersize": 11, "color": DARK, "mec": "white", "ls": "none"}


def flattest_two(x, y, w, b):
    """Return the curvatures of the two flattest directions, and the start's distances along them.

    Directions in which the loss does not change at all are left out; the distances are those of
    the first target's parameters to their lowest point.
    """
    a = np.column_stack([x.double().numpy(), np.ones(len(x))])
    _, singular, directions = np.linalg.svd(a, full_matrices=False)
    curved = singular > 1e-6 * singular[0]
    chosen = directions[curved][::-1][:2]
    chosen *= np.sign(chosen.sum(1, keepdims=True))  # both signs are right: choose one
    best_w, best_b = least_squares(x.double(), y.double())
    theta, best = (
        np.append(w[0].double().numpy(), b[0].item())
        for w, b in ((w.detach(), b.detach()), (best_w, best_b))
    )
    return 2 / y.numel() * singular[curved][::-1][:2] ** 2, chosen @ (theta - best)


def bowl_panel(ax, x, y, w, b, lr, steps):
    """Draw the path in the bowl; return what moves, and the function to move it to a step."""
    curvatures, start = flattest_two(x, y, w, b)
    if len(curvatures) < 2:
        ax.set(xticks=[], yticks=[], xlabel="distance along the flattest direction")
        ax.set_ylabel("(one direction only)")
        ax.text(0.5, 0.5, "The loss curves in one direction only:\nthere is no bowl to look into.",
                ha="center", va="center", transform=ax.transAxes, fontsize=12)  # fmt: skip
        return [], lambda _step: None

    def place(step):
        with np.errstate(over="ignore"):
            return start * (1 - lr * curvatures) ** step

    # A run that diverges is drawn as long as it stays in sight.
    trail = [s for s in steps if (abs(place(s)) <= 3 * abs(start).max() + 1e-12).all()]
    labelled = sorted({0, min(trail, key=lambda s: abs(s - trail[-1] / 5)), trail[-1]})
    path_in_bowl([place(s) for s in labelled], curvatures, labelled, ax=ax)
    ax.get_legend().remove()
    line = ax.lines[0]
    line.set(data=np.transpose([place(s) for s in trail]), linewidth=2)
    line.set_markevery([trail.index(s) for s in labelled])
    ax.set(xlabel="distance along the flattest direction", ylabel="along the second")
    (mark,) = ax.plot(*start, **MARK)

    def move(step):
        mark.set_data(*place(step)[:, None])

    return [mark], move
