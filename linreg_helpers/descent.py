"""Gradient descent: one step, and the loop of steps that fits the parameters."""

import math
import sys
from dataclasses import dataclass

import torch
from torch import Tensor
from tqdm import tqdm

from linreg_helpers import _checks
from linreg_helpers.exact import max_learning_rate
from linreg_helpers.model import gradients_from, mean_square

# No rate and no clock: they change from run to run, and stored outputs are compared.
BAR_FORMAT = "{percentage:3.0f}%|{bar:40}| {n_fmt}/{total_fmt} steps"


@dataclass(frozen=True, eq=False)
class History:
    """What `train` has seen.

    Attributes:
        losses: the loss before each step and after the last one, (n_steps + 1,).
        interrupted: whether the run was stopped before all steps were done.
    """

    losses: Tensor
    interrupted: bool = False

    def __repr__(self) -> str:
        first, last = self.losses[0], self.losses[-1]
        mark = ", interrupted" if self.interrupted else ""
        return f"History({len(self.losses) - 1} steps, loss {first:.4g} -> {last:.4g}{mark})"


def gradient_step(w: Tensor, b: Tensor, lr: float) -> None:
    """Take one step of gradient descent from `.grad`, then set `.grad` to zero, in that order.

    Formula: `w -= lr * w.grad` and `b -= lr * b.grad`, in place.

    Args:
        w: weights (m, d), a leaf tensor whose `.grad` was filled by `loss.backward()`.
        b: bias (m,), likewise.
        lr: learning rate, above 0.

    Raises:
        TypeError, ValueError: an argument has the wrong type or shape, or a `.grad` is missing.

    Example:
        >>> w, b = torch.ones(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
        >>> (5 * w + b).sum().backward()
        >>> gradient_step(w, b, lr=0.1)
        >>> w.item(), w.grad.item()
        (0.5, 0.0)
    """
    lr = _checks.step("gradient_step", w, b, lr)
    with torch.no_grad():
        for parameter in (w, b):
            parameter -= lr * parameter.grad
            parameter.grad.zero_()


def train(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    b: Tensor,
    *,
    lr: float = 1e-5,
    n_steps: int = 5000,
    progress: bool = True,
) -> History:
    """Fit w and b by gradient descent on all rows: forward pass, loss, gradients, step, again.

    Formula of a step: `w -= lr * grad_w` and `b -= lr * grad_b`, with `gradients(x, y, w, b)`. The
    gradients are written out, not asked of autograd: the same numbers in less time.

    Args:
        x: inputs (n, d).
        y: targets (n, m).
        w: weights (m, d), changed in place.
        b: bias (m,), changed in place.
        lr: learning rate, above 0.
        n_steps: number of steps, at least 0.
        progress: whether to show a tqdm bar, on standard output.

    Returns:
        A `History` with the loss before each step and after the last one. A keyboard interrupt
        (the notebook's stop button) ends the run early: w and b are then as after the last whole
        step, and the shorter History is marked as interrupted.

    Raises:
        TypeError, ValueError: an argument has the wrong type, dtype, shape or value; or the loss
            is no longer finite. In each case w and b are as they were before the call.

    Example:
        >>> x, w, b = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
        >>> train(x, 4 * x, w, b, lr=0.25, n_steps=1, progress=False).losses
        tensor([16.,  0.])
    """
    _checks.problem("train", x, y, w=w, b=b)
    _checks.starting_point("train", w=w, b=b)
    lr, n_steps = _checks.schedule("train", lr, n_steps)

    losses = []
    interrupted = False
    # The whole state of the run, replaced by a single assignment: an interrupt falls before a step
    # or after it, never between its weights and its bias.
    done, w_now, b_now = state = (0, w, b)
    with torch.no_grad():
        try:
            with _progress_bar(n_steps, progress) as steps:
                for step in steps:
                    diff = x @ w_now.T + b_now - y
                    losses.append(_finite_loss(diff, x, step, lr))
                    grad_w, grad_b = gradients_from(diff, x)
                    state = (step + 1, w_now - lr * grad_w, b_now - lr * grad_b)
                    done, w_now, b_now = state
        except KeyboardInterrupt:
            interrupted = True
            done, w_now, b_now = state
        losses[done:] = [_finite_loss(x @ w_now.T + b_now - y, x, done, lr)]
        write(w, b, w_now, b_now)
    return History(torch.tensor(losses, dtype=x.dtype), interrupted)


def write(w: Tensor, b: Tensor, w_now: Tensor, b_now: Tensor) -> None:
    """Write both parameters in one call, so that no interrupt falls between them."""
    with torch.no_grad():
        torch._foreach_copy_([w, b], [w_now, b_now])


def _progress_bar(n_steps, progress):
    # Standard output, because Jupyter paints whatever comes on standard error red.
    return tqdm(range(n_steps), disable=not progress, bar_format=BAR_FORMAT, file=sys.stdout)


def _finite_loss(diff, x, step, lr):
    """Return the loss as a number, or say why the run has to stop."""
    loss = mean_square(diff).item()
    if math.isfinite(loss):
        return loss
    limit = max_learning_rate(x, diff.shape[1])
    raise _checks.divergence("train", loss, step=step, lr=lr, limit=limit, dtype=x.dtype)
