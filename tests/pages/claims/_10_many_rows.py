"""What notebook 10 says and no cell beside it checks."""

import json

import numpy as np
import pytest
import torch

from linreg_helpers import Statistics, curvature
from tests.oracles import X, Y
from tests.pages.claims import claim, curvatures
from tools.make_pages import ROOT

Z = torch.cat([X, torch.ones(5, 1), Y], dim=1).double()
COSTS = json.loads((ROOT / "notebooks" / "many_rows.json").read_text(encoding="utf-8"))


@claim("The same loss, from 36 numbers.")
@claim("They include the number of rows (ones times ones) and the sums of each column.")
def _():
    sums = Z.T @ Z
    assert sums.numel() == 36
    assert sums[3, 3] == 5
    assert torch.allclose(sums[3, :3], X.sum(0).double())


@claim("two rows do not even determine four numbers")
def _():
    a = torch.cat([X, torch.ones(5, 1)], dim=1)[:2]
    assert torch.linalg.matrix_rank(a) == 2


@claim("The true weights are 1, 2 and 3, and the true bias is 4.")
@claim("What is measured has noise as large as the smallest weight.")
def _():
    generator = torch.Generator().manual_seed(0)
    sums = 0
    for _ in range(100):
        x = torch.randn(10_000, 3, generator=generator)
        noise = torch.randn(10_000, 1, generator=generator)
        y = x @ torch.tensor([[1.0], [2.0], [3.0]]) + 4 + noise
        sums = Statistics.of(x, y) + sums if sums else Statistics.of(x, y)
    w, b = sums.least_squares()
    assert noise.std().item() == pytest.approx(1, abs=0.02)
    assert (w - torch.tensor([[1.0, 2.0, 3.0]])).abs().max() < 0.005
    assert abs(b.item() - 4) < 0.005


@claim("The message has 36 numbers, and it would have 36 for a billion rows.")
def _():
    assert Statistics.of(X, Y).sums.numel() == 36


@claim("A step from the sums takes the same time for five rows and for ten million.")
def _():
    sizes, seconds = COSTS["rows"]["sizes"], COSTS["rows"]["seconds"]
    notes, sums = (
        next(times for label, times in seconds.items() if word in label)
        for word in ("step of the notes", "step from the sums")
    )
    late = [t for n, t in zip(sizes, notes, strict=True) if n >= 5000]
    assert late == sorted(late)
    assert sizes[0] == 5
    assert sizes[-1] == 10_000_000
    assert max(sums) < 1.5 * min(sums)


@claim("With d inputs there are about d² sums, so every column grows.")
def _():
    for times in COSTS["inputs"]["seconds"].values():
        assert times == sorted(times)


@claim("The 2.2 million of notebook 7 is the condition number of the sums, and it is the square")
@claim("of that of the table itself, which is about 1,480")
def _():
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    values = curvatures()
    assert (values[-1] / values[0]).item() == pytest.approx(2.2e6, rel=0.01)
    assert np.linalg.cond(a) == pytest.approx(1480, abs=5)
    assert np.linalg.cond(a) ** 2 == pytest.approx((values[-1] / values[0]).item(), rel=1e-6)
    assert len(curvature(X, 2)) == 4


@claim("With badly scaled inputs the sums lose twice as many digits as least squares on the rows")
def _():
    a = torch.from_numpy(np.column_stack([X.double().numpy(), np.ones(5)]))
    digits = torch.log10(torch.linalg.cond(a)), torch.log10(torch.linalg.cond(a.T @ a))
    assert (digits[1] / digits[0]).item() == pytest.approx(2, abs=1e-3)


@claim("Summing up is done only once, and with three inputs it takes no longer than a single step")
def _():
    seconds = COSTS["inputs"]["seconds"]
    notes, summing = (
        next(times for label, times in seconds.items() if word in label)
        for word in ("step of the notes", "summing up")
    )
    assert summing[0] < 1.1 * notes[0]


@claim("The last loss is 1, not 0: it is the noise, which nobody can predict.")
def _():
    noise = torch.randn(100_000, generator=torch.Generator().manual_seed(1))
    assert (noise**2).mean().item() == pytest.approx(1, abs=0.02)
