"""The linear model: its parameters, its predictions, its loss and the gradients of that loss."""

import torch
from torch import Tensor

from linreg_helpers import _checks


def init_params(n_inputs: int, n_targets: int, *, seed: int | None = None) -> tuple[Tensor, Tensor]:
    """Draw random weights and a random bias from the standard normal distribution.

    Args:
        n_inputs: number of inputs d, at least 1.
        n_targets: number of targets m, at least 1.
        seed: a whole number below 2**64 for the same draw every time, or None for a new one from
            PyTorch's global generator. With a seed the global generator is left alone.

    Returns:
        `(w, b)`: weights (m, d) and bias (m,), float32 leaf tensors with `requires_grad=True`.
        With a seed they hold the numbers of `torch.manual_seed(seed)`, `torch.randn(m, d)`,
        `torch.randn(m)`.

    Raises:
        TypeError, ValueError: a count or the seed is not a whole number in its range.

    Example:
        >>> w, b = init_params(3, 2, seed=0)
        >>> tuple(w.shape), tuple(b.shape), w.requires_grad
        ((2, 3), (2,), True)
    """
    d = _checks.whole_number("init_params", "n_inputs", n_inputs, least=1)
    m = _checks.whole_number("init_params", "n_targets", n_targets, least=1)
    generator = None
    if seed is not None:
        seed = _checks.whole_number("init_params", "seed", seed, least=0, bits=64)
        generator = torch.Generator().manual_seed(seed)
    w = torch.randn(m, d, generator=generator, requires_grad=True)
    b = torch.randn(m, generator=generator, requires_grad=True)
    return w, b


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Compute the predictions of the linear model: the forward pass.

    Formula: `pred = x @ w.T + b`.

    Args:
        x: inputs (n, d), one row an example.
        w: weights (m, d), one row a target.
        b: bias (m,), one number a target.

    Returns:
        Predictions (n, m), in the units of the targets.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype or shape, or x is not finite.

    Example:
        >>> predict(torch.ones(1, 3), torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([0.5]))
        tensor([[6.5000]])
    """
    _checks.linear_model("predict", x, w, b)
    return x @ w.T + b


def mse(pred: Tensor, target: Tensor) -> Tensor:
    """Compute the mean of all squared differences: the loss.

    Formula: `sum((pred - target)²) / (n * m)`.

    Args:
        pred: predictions, of any shape, usually (n, m).
        target: targets, of exactly that shape. They are not broadcast: (5, 1) against (5,) would
            compare every prediction with every target and give a plausible wrong number.

    Returns:
        The loss, a tensor with a single number, in squared units of the targets.

    Raises:
        TypeError, ValueError: an argument has the wrong type or dtype, or the shapes differ, or
            target is not finite.

    Example:
        >>> mse(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
        tensor(2.)
    """
    _checks.prediction_pair("mse", pred, target)
    return mean_square(pred - target)


def gradients(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Compute the gradients of the loss by the written-out formula, without autograd.

    Formula, with `diff = predict(x, w, b) - y`: `grad_w = 2 / (n * m) * diff.T @ x` and
    `grad_b = 2 / (n * m) * diff.sum(0)`.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        w: weights (m, d).
        b: bias (m,).

    Returns:
        `(grad_w, grad_b)`, of the shapes of w and b, without a graph.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype or shape, or x or y is not
            finite.

    Example:
        >>> one = torch.ones(1, 1)
        >>> gradients(one, one, 3 * one, torch.zeros(1))
        (tensor([[4.]]), tensor([4.]))
    """
    _checks.problem("gradients", x, y, w=w, b=b)
    with torch.no_grad():
        return gradients_from(x @ w.T + b - y, x)


def mean_square(diff: Tensor) -> Tensor:
    """Return the mean of the squares of `diff`, with the notes' arithmetic and no checks."""
    return torch.sum(diff * diff) / diff.numel()


def gradients_from(diff: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients for differences `diff` (n, m), in the order in which autograd works."""
    slope = diff * (2 / diff.numel())
    return slope.T @ x, slope.sum(0)
