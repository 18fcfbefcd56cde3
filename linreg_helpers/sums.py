"""What the loss needs to know of the data: a few sums, however many rows there are."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from linreg_helpers import _checks
from linreg_helpers.descent import History, write
from linreg_helpers.exact import minimum_norm

BLOCK = 2**18  # numbers in float64 at a time: 2 MB, which stays in the processor's cache


@dataclass(frozen=True, eq=False)
class Statistics:
    """The sums of a data set from which its loss and gradients follow at any parameters.

    Formula: `sums = Z.T @ Z`, with one row `[inputs, 1, targets]` of Z for each row of the data,
    in float64. Then `diff = Z @ [w, b, -I].T`, so the loss is a sum over `sums` alone. The
    statistics of two parts of the data add up to those of the whole: `a + b`, or `sum(parts)`.

    Attributes:
        sums: (d + 1 + m, d + 1 + m), float64.
        n_targets: number of targets m.

    Example:
        >>> x, y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([[1.0], [3.0], [5.0]])
        >>> Statistics.of(x[:2], y[:2]) + Statistics.of(x[2:], y[2:])
        Statistics(3 rows, 1 inputs, 1 targets)
    """

    sums: Tensor
    n_targets: int

    @classmethod
    def of(cls, x: Tensor, y: Tensor) -> "Statistics":
        """Sum up a data set, or a part of one that is too large for the memory.

        The rows are read in blocks, so that a float64 copy of all of them is never made.

        Args:
            x: inputs (n, d).
            y: targets (n, m).

        Raises:
            TypeError, ValueError: an argument has the wrong type, dtype or shape, or is not finite.

        Example:
            >>> Statistics.of(torch.tensor([[2.0], [3.0]]), torch.tensor([[1.0], [1.0]])).sums
            tensor([[13.,  5.,  5.],
                    [ 5.,  2.,  2.],
                    [ 5.,  2.,  2.]], dtype=torch.float64)
        """
        _checks.table("Statistics.of", x, y)
        (n, d), k = x.shape, x.shape[1] + 1 + y.shape[1]
        # A product of few columns keeps one core busy: take several slices of rows side by side.
        slices = max(1, 64 // k)
        length = min(-(-n // slices), max(256, BLOCK // (k * slices)))
        table = torch.zeros(k, slices, length, dtype=torch.float64)
        flat, stack = table.flatten(1), table.transpose(0, 1)  # two views of the same numbers
        sums = torch.zeros(k, k, dtype=torch.float64)
        blocks = zip(*(t.detach().split(slices * length) for t in (x, y)), strict=True)
        for x_block, y_block in blocks:
            flat[:, len(x_block) :] = 0
            rows = flat[:, : len(x_block)]
            rows[:d], rows[d], rows[d + 1 :] = x_block.T, 1, y_block.T
            sums += (stack @ stack.mT).sum(0)
        if not sums.isfinite().all():
            # Looked for only now: a pass over ten million rows takes longer than the sums.
            _checks.finite("Statistics.of", "x", x)
            _checks.finite("Statistics.of", "y", y)
            cause = "numbers of 1e154 or more. Scale the inputs and the targets."
            must = "the squares of all numbers must stay finite"
            raise ValueError(_checks.complaint("Statistics.of", must, "an infinite sum", cause))
        return cls(sums, y.shape[1])

    @property
    def n_rows(self) -> int:
        """Number of rows n: the sum over the column of ones."""
        return int(self.sums[self.n_inputs, self.n_inputs])

    @property
    def n_inputs(self) -> int:
        """Number of inputs d."""
        return len(self.sums) - 1 - self.n_targets

    def __repr__(self) -> str:
        return f"Statistics({self.n_rows:,} rows, {self.n_inputs} inputs, {self.n_targets} targets)"

    def __add__(self, other: "Statistics") -> "Statistics":
        if not isinstance(other, Statistics):
            return NotImplemented
        if (self.n_inputs, self.n_targets) != (other.n_inputs, other.n_targets):
            must = "both must have the same numbers of inputs and of targets"
            cause = "parts of two different tables, or a column was dropped from one of them."
            got = f"{self} and {other}"
            raise ValueError(_checks.complaint("Statistics + Statistics", must, got, cause))
        return Statistics(self.sums + other.sums, self.n_targets)

    def __radd__(self, other: int) -> "Statistics":
        # `sum(parts)` starts from 0.
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def least_squares(self) -> tuple[Tensor, Tensor]:
        """Compute the parameters with the least loss, from the sums alone.

        As the function `least_squares`, of minimum norm too where there are many. On well-scaled
        data the two agree to 1e-8. But sums of squares square the condition number of the data:
        with an input whose mean is 10,000 times its spread, the weights agree to 6 digits only
        and the bias to 5. A singular value below a millionth of the largest, columns scaled to
        one size, counts as zero. The remedy is to centre the inputs before they are summed.

        Returns:
            `(w, b)`: weights (m, d) and bias (m,), float64.

        Example:
            >>> x = torch.tensor([[0.0], [1.0]])
            >>> w, b = Statistics.of(x, 2 * x + 1).least_squares()
            >>> round(w.item(), 4), round(b.item(), 4)
            (2.0, 1.0)
        """
        rows = self._equivalent_rows()
        a, y = rows[:, : -self.n_targets], rows[:, -self.n_targets :]
        theta = minimum_norm(a, y, tolerance=1e-6).T
        return theta[:, :-1], theta[:, -1]

    def train(self, w: Tensor, b: Tensor, *, lr: float = 1e-5, n_steps: int = 5000) -> History:
        """Fit w and b by gradient descent on all rows, at a cost that no longer depends on n.

        Formula of a step: `theta -= lr * theta @ hessian`, with `theta = [w, b, -I]` and
        `hessian = 2 / (n * m) * sums`, whose last m columns are set to zero because -I stays. As
        a step is linear in theta, it is one product with the same small matrix each time.

        Args:
            w: weights (m, d), changed in place.
            b: bias (m,), changed in place.
            lr: learning rate, above 0.
            n_steps: number of steps, at least 0.

        Returns:
            A `History`, as from the function `train`, with the losses in the dtype of w. A loss
            that is much smaller than the mean square of the targets has fewer exact digits,
            because the sums hold that square to 15 digits. A keyboard interrupt ends the run
            early, after a whole step, and the shorter History is marked as interrupted.

        Raises:
            TypeError, ValueError: an argument has the wrong type, dtype, shape or value; or the
                loss is no longer finite. In each case w and b are as they were before the call.

        Example:
            >>> x, w, b = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
            >>> Statistics.of(x, 4 * x).train(w, b, lr=0.125, n_steps=1).losses
            tensor([16.,  4.])
        """
        where = "Statistics.train"
        d, m = self.n_inputs, self.n_targets
        _checks.parameters(where, w=w, b=b, n_inputs=d, n_targets=m)
        _checks.starting_point(where, w=w, b=b)
        lr, n_steps = _checks.schedule(where, lr, n_steps)

        # NumPy, because a product of matrices this small takes it a third of the time.
        hessian = 2 / (self.n_rows * m) * self.sums.numpy()
        hessian[:, -m:] = 0
        one_step = np.eye(len(hessian)) - lr * hessian
        rows = self._equivalent_rows().numpy()
        theta = torch.column_stack([w.detach(), b.detach(), -torch.eye(m)]).double().numpy()
        block = max(1, BLOCK // theta.size)  # steps at a time, so that long runs need no memory

        losses = torch.empty(n_steps + 1, dtype=w.dtype)
        interrupted = False
        done, theta = state = 0, theta  # as in the function `train`: one assignment
        losses[0] = self._losses(theta[None], rows, done, lr, w.dtype)
        try:
            while done < n_steps:
                path = _walk(theta, one_step, min(block, n_steps - done))
                losses[done : done + len(path)] = self._losses(path, rows, done, lr, w.dtype)
                done, theta = state = done + len(path) - 1, path[-1]
        except KeyboardInterrupt:
            interrupted = True
            done, theta = state
        write(w, b, torch.from_numpy(theta[:, :d]), torch.from_numpy(theta[:, d]))
        return History(losses[: done + 1], interrupted)

    def _equivalent_rows(self):
        """Return d + 1 + m rows that have the same sums, so the same loss everywhere but for n."""
        size = self.sums.diag().sqrt()
        unit = torch.where(size == 0, 1, size)  # a column of zeros stays one
        values, vectors = torch.linalg.eigh(self.sums / unit / unit[:, None])
        return values.clamp(min=0).sqrt()[:, None] * vectors.T * size

    def _losses(self, path, rows, first, lr, dtype):
        """Return the losses on a path that begins at step `first`, or say why the run must stop."""
        with np.errstate(over="ignore", invalid="ignore"):
            sums = np.square(path @ rows.T).sum((1, 2))
        losses = torch.from_numpy(sums / (self.n_rows * self.n_targets)).to(dtype)
        if losses.isfinite().all():
            return losses
        step = int((~losses.isfinite()).nonzero()[0])
        steepest = torch.linalg.eigvalsh(self.sums[: -self.n_targets, : -self.n_targets])[-1]
        limit = self.n_rows * self.n_targets / steepest  # as max_learning_rate: 2 / curvature
        raise _checks.divergence(
            "Statistics.train", losses[step].item(), step=first + step, lr=lr, limit=limit,
            dtype=dtype,
        )  # fmt: skip


def _walk(theta, one_step, n_steps):
    """Return where the parameters are before the first step and after each of the steps."""
    path = np.empty((n_steps + 1, *theta.shape))
    path[0] = theta
    with np.errstate(over="ignore", invalid="ignore"):  # NumPy warns of an overflow now and then
        for before, after in pairwise(path):
            np.dot(before, one_step, out=after)
    return path
