"""Gradient descent in the directions of the bowl: a power of one number a direction, at any step.

`DescentPath` computes the same; here it is in the few numbers that a browser needs for it, and
`engine.js` computes from them what `losses_at` does.
"""

from typing import NamedTuple

import numpy as np
import torch


class Directions(NamedTuple):
    """The directions of a bowl, from the first, the steepest, to the flattest; all in float64."""

    u: np.ndarray  # (n, k), what a step along each does to the predictions
    curvatures: np.ndarray  # (k,), one target's
    least: float


def directions_of(x, y):
    """Decompose `A = [x, 1]`: along each of its left singular vectors the steps shrink the rest."""
    a = np.column_stack([x.double().numpy(), np.ones(len(x))])
    y = y.double().numpy()
    u, singular, _ = np.linalg.svd(a, full_matrices=False)
    rest = y - u @ (u.T @ y)
    # Fewer rows than parameters: in the other directions nothing moves.
    idle = a.shape[1] - len(singular)
    curvatures = np.pad(2 / y.size * singular**2, (0, idle))
    return Directions(np.pad(u, ((0, 0), (0, idle))), curvatures, np.mean(rest**2).item())


def bowl_of_losses(x, y, pred):
    """Return what the losses are made from, for a descent that starts at these predictions.

    Returns:
        A dict of `curvatures`, `weights` (what each direction adds to the loss at the start),
        `least`, and `largest`, from which on a loss is no finite number in the dtype of x.
    """
    u, curvatures, least = directions_of(x, y)
    missing = u.T @ (y.double().numpy() - pred)
    return {
        "curvatures": curvatures.tolist(),
        "weights": (np.square(missing).sum(1) / y.numel()).tolist(),
        "least": least,
        "largest": torch.finfo(x.dtype).max / y.numel(),  # the loop sums before it divides
    }


def losses_at(bowl, lr, steps):
    """Return the losses after these numbers of steps, infinite where they are no finite number."""
    factors = 1 - lr * np.array(bowl["curvatures"])
    weights = np.array(bowl["weights"])
    with np.errstate(over="ignore"):
        left = abs(factors[weights > 0]) ** (2 * np.array(steps, dtype=float)[..., None])
        losses = bowl["least"] + left @ weights[weights > 0]
    return np.where(losses <= bowl["largest"], losses, np.inf)


def steps_to_draw(last, count=300):
    """Return the steps at which a curve is drawn: 0, and others evenly on a logarithmic scale."""
    return np.append(0, np.unique(np.geomspace(1, last, count).round().astype(int)))
