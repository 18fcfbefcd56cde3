"""What linear regression has in closed form: answers that need no loop over steps."""

import torch
from torch import Tensor

from linreg_helpers import _checks


def curvature(x: Tensor, n_targets: int) -> Tensor:
    """Compute how strongly the loss curves in each direction of one target's parameters.

    Formula: the eigenvalues of the Hessian `2 / (n * m) * A.T @ A`, with `A = [x, 1]`. The Hessian
    is the same for every target, so the loss as a whole has each eigenvalue m times. They are
    computed in float64 from the singular values of A, which does not square its condition number.

    Args:
        x: inputs (n, d).
        n_targets: number of targets m; the mean over m targets divides the curvature by m.

    Returns:
        Eigenvalues (d + 1,), ascending, of the dtype of x; the first ones are zero where
        there are fewer rows than parameters.

    Raises:
        TypeError, ValueError: x has the wrong type or shape or is not finite, or n_targets is not
            a whole number of at least 1.

    Example:
        >>> curvature(torch.tensor([[1.0], [-1.0]]), n_targets=1)
        tensor([2., 2.])
    """
    return _curvature("curvature", x, n_targets).to(x.dtype)


def max_learning_rate(x: Tensor, n_targets: int) -> float:
    """Compute the largest learning rate with which gradient descent converges.

    Formula: `2 / max(curvature(x, n_targets))`. Above it, each step overshoots the lowest point of
    the steepest direction by more than the step before.

    Args:
        x: inputs (n, d).
        n_targets: number of targets m.

    Returns:
        The limit, a Python float.

    Raises:
        TypeError, ValueError: as for `curvature`.

    Example:
        >>> round(max_learning_rate(torch.tensor([[1.0], [-1.0]]), n_targets=1), 4)
        1.0
    """
    return 2 / _curvature("max_learning_rate", x, n_targets)[-1].item()


def _curvature(where, x, n_targets):
    _checks.float_tensor(where, "x", x, ("n", "d"))
    _checks.finite(where, "x", x)
    m = _checks.whole_number(where, "n_targets", n_targets, least=1)
    n, d = x.shape
    eigenvalues = torch.zeros(d + 1, dtype=torch.float64)
    singular = torch.linalg.svdvals(_with_ones(x))
    eigenvalues[: len(singular)] = 2 / (n * m) * singular**2
    return eigenvalues.flip(0)


def least_squares(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Compute the parameters with the least loss there is.

    Formula: `theta = pinv(A) @ y`, with `A = [x, 1]` and `theta = [w, b].T`, computed in float64.
    Where many parameters have the least loss (fewer rows than parameters, a constant column,
    columns that depend on each other), these are the ones of minimum norm: the sum of squares of
    all weights and biases is the least. Gradient descent that starts at zero tends to the same.

    Columns count as dependent when they are so to the precision of x. What is left of one without
    the others is then rounding, and weights fitted to rounding are huge.

    Args:
        x: inputs (n, d).
        y: targets (n, m).

    Returns:
        `(w, b)`: weights (m, d) and bias (m,), of the dtype of x, without a graph.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype or shape, or is not finite.

    Example:
        >>> w, b = least_squares(torch.tensor([[0.0], [1.0]]), torch.tensor([[1.0], [3.0]]))
        >>> round(w.item(), 4), round(b.item(), 4)
        (2.0, 1.0)
    """
    _checks.regression_data("least_squares", x, y)
    # A singular value this small is rounding: that of the data, or that of the decomposition.
    tolerance = max(4 * torch.finfo(x.dtype).eps, max(x.shape) * torch.finfo(torch.float64).eps)
    theta = minimum_norm(*few_rows(x, y), tolerance).T.to(x.dtype)
    return theta[:, :-1], theta[:, -1]


def minimum_norm(a: Tensor, y: Tensor, tolerance: float) -> Tensor:
    """Return the theta (k, m) of minimum norm among those for which `|a @ theta - y|` is least.

    A singular value counts as zero below `tolerance` times the largest, where the columns of `a`
    are first scaled to a largest value of 1, so that the choice of units decides nothing.
    """
    size = a.abs().amax(0)
    size[size == 0] = 1
    u, s, vt = torch.linalg.svd(a / size, full_matrices=False)
    kept = s > tolerance * s[0]
    u, s, vt = u[:, kept], s[kept], vt[kept]
    known = u.T @ y / s[:, None]
    if len(s) == a.shape[1]:
        return vt.T @ known / size[:, None]
    # The one of minimum norm lies in the row space of `a`, which the scaling has changed.
    basis, r = torch.linalg.qr((vt * size).T)
    return basis @ torch.linalg.solve_triangular(r.T, known, upper=False)


def _with_ones(x):
    """Return A = [x, 1] in float64: the bias is the weight of a column of ones."""
    return torch.cat([x.detach().double(), torch.ones(len(x), 1)], dim=1)


def few_rows(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return A and y in float64; of many rows, the few that have the same loss everywhere.

    With `[A, y] = Q @ R`, every difference `A @ theta - y` is Q times one of the rows of R, and Q
    keeps lengths. Decomposing R further takes no time.
    """
    rows = torch.cat([_with_ones(x), y.detach()], dim=1)
    if len(rows) > rows.shape[1]:
        rows = torch.linalg.qr(rows, mode="r").R
    return rows[:, : x.shape[1] + 1], rows[:, x.shape[1] + 1 :]
