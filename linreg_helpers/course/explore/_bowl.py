"""The bowl of one target, seen along its two flattest directions, with a mark that moves."""

import numpy as np

from linreg_helpers.course.drawing.axes import number_text, plain_axis
from linreg_helpers.course.drawing.labels import write_beside
from linreg_helpers.course.drawing.style import DARK, color_of, line_cue
from linreg_helpers.course.explore._words import direction_names
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
    line = valley(ax, np.array([place(s) for s in labelled]), curvatures, labelled)
    line.set(data=np.transpose([place(s) for s in trail]), linewidth=2)
    line.set_markevery([trail.index(s) for s in labelled])
    a = np.column_stack([x, np.ones(len(x))])
    rank = np.linalg.matrix_rank(a, tol=1e-6 * np.linalg.norm(a, 2))
    *_, second, last = direction_names(rank)
    ax.set(xlabel=f"distance along the {last}", ylabel=f"along the {second}")
    (mark,) = ax.plot(*start, **MARK)

    def move(step):
        mark.set_data(*place(step)[:, None])

    return [mark], move


def valley(ax, points, curvatures, steps):
    """Draw points of the path in two directions, flat and steep, with lines of equal loss."""
    corners = np.vstack([points, [[0, 0]]])
    low, high = corners.min(0), corners.max(0)
    margin = 0.15 * (high - low) + 1e-12
    grid = [np.linspace(*ends, 200) for ends in zip(low - margin, high + margin, strict=True)]
    loss = curvatures[0] * grid[0] ** 2 / 2 + curvatures[1] * grid[1][:, None] ** 2 / 2
    levels = loss.max() * (np.arange(1, 11) / 10) ** 2  # evenly far apart across the valley
    ax.contour(*grid, loss, levels=levels, colors="0.75", linewidths=2)
    (line,) = ax.plot(*points.T, marker="o", **line_cue(0))
    ax.plot(0, 0, marker="*", markersize=20, color=color_of(1), mec="white", ls="none")
    ax.grid(False)
    plain_axis(ax.xaxis)
    plain_axis(ax.yaxis)
    notes = [
        (*point, f"step {number_text(step)}", 0, DARK)
        for point, step in zip(points, steps, strict=True)
    ]
    write_beside(ax, notes, [line])
    return line
