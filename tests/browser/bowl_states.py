"""States of the bowl on which Python and the browser must agree."""

import itertools

import torch

from linreg_helpers import load_fruit_yields, load_penguins

FRUIT = load_fruit_yields()
BIRDS = torch.from_numpy(load_penguins().measurements).double()
BIRDS = BIRDS[~BIRDS.isnan().any(1)]
DATA = {
    "fruit": (torch.tensor(FRUIT.inputs[:, 1:2]), torch.tensor(FRUIT.targets[:, :1])),
    "penguins": (BIRDS[:, 2:3], BIRDS[:, 3:4]),
    "perfect": (torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([[3.0], [5.0], [9.0]])),
}
INPUTS = ("raw", "centred", "standardised")
SHARES = (0.001, 0.3, 0.8, 0.999, 1.0, 1.3)  # of the largest rate that converges
STEPS = (0, 1, 2, 10, 999, 100_000)


def states():
    """Yield (data, inputs, share of the limit, step, start) for each state."""
    yield from itertools.product(DATA, INPUTS, SHARES, STEPS, ([0.0, 0.0], [-1.5, 80.0]))
