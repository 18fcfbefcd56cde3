"""The path of gradient descent in closed form: any step of it, with no loop over steps."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from linreg_helpers import _checks
from linreg_helpers.exact import few_rows


class DescentPath:
    """Where gradient descent on all rows is after any number of steps, without taking the steps.

    Formula: in the direction of each singular vector of `A = [x, 1]`, a step multiplies the
    distance that is left by `r = 1 - lr * curvature`, so k steps multiply it by `r**k`. Where the
    curvature is zero, nothing moves. All is computed in float64 from a copy of the arguments.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        w0: weights to start from (m, d).
        b0: bias to start from (m,).
        lr: learning rate, above 0. Above `max_learning_rate(x, m)` the path leads to infinity.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype, shape or value.

    Example:
        >>> x, w0, b0 = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
        >>> DescentPath(x, 4 * x, w0, b0, lr=0.125).losses([0, 1, 2, 10**6])
        tensor([16.,  4.,  1.,  0.])
    """

    def __init__(self, x: Tensor, y: Tensor, w0: Tensor, b0: Tensor, lr: float) -> None:
        """Decompose the problem into its directions, once for all steps."""
        _checks.problem("DescentPath", x, y, w0=w0, b0=b0)
        _checks.starting_point("DescentPath", w0=w0, b0=b0)
        lr = _checks.positive_number("DescentPath", "lr", lr)

        a, y64 = few_rows(x, y)
        self._dtype = x.dtype
        self._start = torch.cat([w0.detach(), b0.detach()[:, None]], dim=1).double()
        u, self._singular, self._directions = torch.linalg.svd(a, full_matrices=False)
        missing = y64 - a @ self._start.T
        self._missing = u.T @ missing
        self._least = (missing - u @ self._missing).square().sum() / y.numel()
        # Logarithms keep slow directions exact over millions of steps, and a power that overflows
        # from meeting a zero. Weights: what each direction adds to the loss at the start.
        self._log_weights = (self._missing.square().sum(1) / y.numel()).log()
        move = lr * 2 / y.numel() * self._singular**2
        self._flips = move > 1  # r is negative: each step jumps across the lowest point
        log_r = torch.where(self._flips, (move - 1).log(), (-move).log1p())
        self._log_r = log_r.clamp(-1e4, 1e4)  # not infinite, as r**0 = 1 also where r = 0

    def losses(self, steps: int | Sequence[int] | Tensor) -> Tensor:
        """Compute the loss after each of the given numbers of steps.

        Formula: `least loss + sum(weight * r**(2 * k))` over the directions.

        Args:
            steps: a whole number, or a list or 1-D integer tensor of them, in any order.

        Returns:
            The losses, of the shape of `steps` and the dtype of x; infinite where they are too
            large for it.

        Raises:
            TypeError, ValueError: `steps` are not whole numbers of at least 0.

        Example:
            >>> x, w0, b0 = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
            >>> DescentPath(x, 4 * x, w0, b0, lr=0.125).losses(2)
            tensor(1.)
        """
        k = _step_numbers("DescentPath.losses", steps).double()
        excess = (self._log_weights + 2 * k[..., None] * self._log_r).exp().sum(-1)
        return (self._least + excess).to(self._dtype)

    def params(self, step: int) -> tuple[Tensor, Tensor]:
        """Compute the parameters after the given number of steps.

        Args:
            step: a whole number of at least 0.

        Returns:
            `(w, b)`: weights (m, d) and bias (m,), of the dtype of x; infinite where they are too
            large for it.

        Raises:
            TypeError, ValueError: `step` is not a whole number of at least 0.

        Example:
            >>> x, w0, b0 = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
            >>> DescentPath(x, 4 * x, w0, b0, lr=0.125).params(1)
            (tensor([[1.]]), tensor([1.]))
        """
        step = _checks.whole_number("DescentPath.params", "step", step, least=0)
        log_power = float(step) * self._log_r
        flipped = self._flips & (step % 2 == 1)  # r**k is negative
        way = self._missing / self._singular.clamp(min=1e-150)[:, None]  # to the lowest point

        # The share of the way that is done, 1 - r**k, without cancellation where r**k is near 1.
        done = torch.where(flipped, 1 + log_power.exp(), -log_power.expm1())
        steady = log_power <= 0
        change = (done[:, None] * way)[steady].T @ self._directions[steady]
        # Those that grow, in units of the largest power, so that two infinities never meet.
        top = log_power.max()
        power = torch.where(flipped, -1, 1) * (log_power - top).exp()
        burst = (((-top).exp() - power)[:, None] * way)[~steady].T @ self._directions[~steady]
        change += torch.where(burst == 0, 0, burst * top.exp())
        theta = (self._start + change).to(self._dtype)
        return theta[:, :-1], theta[:, -1]


def _step_numbers(where, steps):
    """Return `steps` as a tensor of whole numbers, or say what is wrong with them."""
    must = "steps must be a whole number of at least 0, or a list or 1-D tensor of such numbers"
    cause = "a division, as in n_steps / 2, gives a number with a decimal point. Try //."
    try:
        # NumPy reads a long list in a fifth of the time.
        numbers = torch.as_tensor(np.asarray(steps))
    except (TypeError, ValueError, RuntimeError):
        raise TypeError(_checks.complaint(where, must, _checks.describe(steps), cause)) from None
    whole = not (numbers.dtype == torch.bool or numbers.is_floating_point() or numbers.is_complex())
    if not whole and numbers.numel():  # of no numbers, NumPy can't tell the kind
        raise TypeError(_checks.complaint(where, must, f"numbers of {numbers.dtype}", cause))
    if numbers.ndim > 1:
        cause = "a table of steps. Try steps.flatten()."
        raise ValueError(_checks.complaint(where, must, _checks.describe(steps), cause))
    if (numbers < 0).any():
        cause = "a sign; the path can't be followed back from its start."
        raise ValueError(_checks.complaint(where, must, numbers.min().item(), cause))
    return numbers
