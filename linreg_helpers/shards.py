"""Fit rows that are spread over several processes, with one message between them.

Run it with PyTorch's launcher, here with two processes on this machine:

    OMP_NUM_THREADS=1 torchrun --standalone --nproc-per-node 2 -m linreg_helpers.shards
"""

import argparse
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

from linreg_helpers.sums import Statistics


def draw_rows(rank: int, n_rows: int) -> tuple[Tensor, Tensor]:
    """Draw the rows of one process: every process has its own, and none has those of another.

    Args:
        rank: number of the process, which is the seed too.
        n_rows: number of rows.

    Returns:
        `(x, y)`: inputs (n_rows, 3) and targets (n_rows, 2), float32, from the weights
        [[1, 2, 3], [4, 5, 6]] and the bias [7, 8], with noise of standard deviation 1.

    Example:
        >>> x, y = draw_rows(0, 4)
        >>> tuple(x.shape), tuple(y.shape)
        ((4, 3), (4, 2))
    """
    generator = torch.Generator().manual_seed(rank)
    x = torch.randn(n_rows, 3, generator=generator)
    w, b = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), torch.tensor([7.0, 8.0])
    return x, x @ w.T + b + torch.randn(n_rows, 2, generator=generator)


def all_reduce(statistics: Statistics) -> Statistics:
    """Add up the statistics of all processes: each passes its own, and each gets the sum.

    The message has (d + 1 + m)² numbers, however many rows there are.

    Args:
        statistics: the `Statistics` of this process's rows. They are left as they are.

    Returns:
        The `Statistics` of all rows of all processes.

    Raises:
        RuntimeError: a process has died, or did not answer within the group's timeout.
    """
    sums = statistics.sums.clone()
    dist.all_reduce(sums)
    return Statistics(sums, statistics.n_targets)


def main() -> None:
    """Fit the rows of all processes, and let the first process print the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="rows of each process")
    parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for the others")
    options = parser.parse_args()

    dist.init_process_group("gloo", timeout=timedelta(seconds=options.timeout))
    rank = dist.get_rank()
    statistics = all_reduce(Statistics.of(*draw_rows(rank, options.rows)))
    if rank == 0:
        w, b = statistics.least_squares()
        print(f"{dist.get_world_size()} processes, {statistics}")
        print("w", [[round(v, 2) for v in row] for row in w.tolist()])
        print("b", [round(v, 2) for v in b.tolist()])
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
