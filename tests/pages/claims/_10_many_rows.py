"""What notebook 10 says and no cell beside it checks."""

import json

import numpy as np
import pytest
import torch

from linreg_helpers import Statistics, curvature, init_params, least_squares, mse, predict
from tests.oracles import X, Y
from tests.pages.claims import claim, curvatures
from tools.make_pages import ROOT

Z = torch.cat([X, torch.ones(5, 1), Y], dim=1).double()
COSTS = json.loads((ROOT / "notebooks" / "many_rows.json").read_text(encoding="utf-8"))


def seconds(axis, word):
    """Return the times of one line of the table or figure."""
    return next(times for label, times in COSTS[axis]["seconds"].items() if word in label)


def noisy_rows(n, mean=0.0, spread=1.0):
    generator = torch.Generator().manual_seed(0)
    x = mean + spread * torch.randn(n, 3, generator=generator, dtype=torch.float64)
    noise = torch.randn(n, 1, generator=generator, dtype=torch.float64)
    return x, x @ torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64) + 4 + noise


@claim("(w·x − y)² = w²·x² − 2·w·x·y + y²")  # noqa: RUF001
@claim("you need three sums only: of x², of x·y and of y²")
def _():
    rain, apples = X[:, 1].numpy().astype(float), Y[:, 0].numpy().astype(float)
    xx, xy, yy = (rain**2).sum(), (rain * apples).sum(), (apples**2).sum()
    for w in (-1.0, 0.3, 0.9):
        assert w**2 * xx - 2 * w * xy + yy == pytest.approx(((w * rain - apples) ** 2).sum())


@claim("Read the first row: w·(sum of x²) − 1·(sum of x·y), and then times w.")  # noqa: RUF001
@claim("The second: w·(sum of x·y) − 1·(sum of y²), and then times -1.")  # noqa: RUF001
def _():
    w, xx, xy, yy = 0.9, 5.0, 7.0, 11.0
    numbers = np.array([w, -1])
    once = numbers @ np.array([[xx, xy], [xy, yy]])
    assert once.tolist() == pytest.approx([w * xx - xy, w * xy - yy])
    assert (once * numbers).sum() == pytest.approx(w**2 * xx - 2 * w * xy + yy)


@claim("Then a residual is a product of a row of Z with fixed numbers")
@claim("The loss is the sum of their squares, divided by 10.")
def _():
    w, b = (part.detach().double() for part in init_params(3, 2, seed=0))
    numbers = torch.cat([w, b[:, None], -torch.eye(2)], dim=1).double()
    residual = Z @ numbers.T
    assert torch.allclose(residual, predict(X.double(), w, b) - Y)
    assert residual.square().sum() / 10 == pytest.approx(mse(predict(X.double(), w, b), Y.double()))


@claim("The same loss, from 36 numbers.")
@claim("They include the number of rows (ones times ones) and the sums of each column.")
def _():
    sums = Z.T @ Z
    assert sums.numel() == 36
    assert sums[3, 3] == 5
    assert torch.allclose(sums[3], Z.sum(0))


@claim("They are read once, to make the sums, and never again.")
def _():
    x, y = X.clone(), Y.clone()
    sums = Statistics.of(x, y)
    x.fill_(float("nan"))
    w, b = init_params(3, 2, seed=0)
    assert sums.train(w, b, n_steps=10).losses.isfinite().all()


@claim("The parameters of the parts, for example, cannot be averaged to those of the whole")
@claim("two rows do not even determine four numbers")
def _():
    a = torch.cat([X, torch.ones(5, 1)], dim=1)[:2]
    assert torch.linalg.matrix_rank(a) == 2
    x, y = noisy_rows(20)
    whole, first, rest = (least_squares(*p)[0] for p in ((x, y), (x[:8], y[:8]), (x[8:], y[8:])))
    for share in (0.5, 0.4):
        assert (share * first + (1 - share) * rest - whole).abs().max() > 0.01


@claim("A chunk takes 1.6 MB of memory; the whole table would take 160.")
def _():
    x, y = torch.zeros(100_000, 3), torch.zeros(100_000, 1)
    assert x.nbytes + y.nbytes == 1.6e6
    assert 10_000_000 / 100_000 == 100


@claim("`yield` hands over one chunk and waits until the next one is asked for.")
def _():
    made = []

    def chunks():
        for k in range(3):
            made.append(k)
            yield k

    assert next(chunks()) == 0
    assert made == [0]


@claim("What is measured has noise as large as the smallest weight.")
@claim("Ten million noisy rows give the parameters to three digits. Five rows could not.")
def _():
    # The ten million are summed up on the page. Errors are about 1 / sqrt(n).
    true = torch.tensor([[1.0, 2.0, 3.0]])
    assert (least_squares(*noisy_rows(5))[0] - true).abs().max() > 0.1
    many = (Statistics.of(*noisy_rows(250_000)).least_squares()[0] - true).abs().max()
    assert many / np.sqrt(40) < 0.0015


@claim("The last loss is 1, not 0: it is the noise, which nobody can predict.")
def _():
    x, y = noisy_rows(100_000)
    noise = y - predict(x, torch.tensor([[1.0, 2, 3]]).double(), torch.tensor([4.0]).double())
    assert (noise**2).mean().item() == pytest.approx(1, abs=0.02)


@claim("Up to a thousand rows a step of the notes takes about as long as for five")
@claim("From some thousands of rows on, it takes longer with more rows.")
@claim("A step from the sums takes the same time for five rows and for ten million.")
def _():
    sizes, notes, sums = COSTS["rows"]["sizes"], *map(seconds, ["rows"] * 2, ["notes", "from the"])
    late = [t for n, t in zip(sizes, notes, strict=True) if n >= 5000]
    assert late == sorted(late)
    assert late[0] > 3 * notes[0]
    few = [t for n, t in zip(sizes, notes, strict=True) if n <= 1000]
    assert max(few) < 2 * min(few)
    assert (sizes[0], sizes[-1]) == (5, 10_000_000)
    assert max(sums) < 1.5 * min(sums)


@claim("Summing up is done only once, and with three inputs it takes no longer than a single step")
def _():
    for notes, summing in zip(seconds("rows", "notes"), seconds("rows", "summing"), strict=True):
        assert summing < 1.1 * notes


@claim("With d inputs there are about d² sums, so every column grows.")
def _():
    for times in COSTS["inputs"]["seconds"].values():
        assert times == sorted(times)


@claim("With 10,000 inputs the sums would be 100 million numbers, or 800 MB.")
def _():
    assert pytest.approx(100e6, rel=1e-3) == (10_000 + 1 + 2) ** 2
    assert torch.zeros(1, dtype=torch.float64).nbytes * 100e6 == 800e6


@claim("when the model is not linear: then the loss is not a function of a few sums")
def _():
    # Two tables with the same sums, and two losses of the model exp(w x).
    x, y = np.array([1.0, -1.0, 0.0, 0.0]), np.array([1.0, 1.0, 0.0, 0.0])
    other = np.array([np.sqrt(0.5), -np.sqrt(0.5), np.sqrt(0.5), -np.sqrt(0.5)])
    tables = [np.column_stack([x, np.ones(4)]), np.column_stack([other, np.ones(4)])]
    assert np.allclose(tables[0].T @ tables[0], tables[1].T @ tables[1])
    losses = [np.mean(np.exp(2 * t[:, 0]) ** 2) for t in tables]
    assert abs(losses[0] - losses[1]) > 0.1
    assert len(y) == 4


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
@claim("the mean and the standard deviation of the first chunk are good enough for that")
def _():
    a = torch.from_numpy(np.column_stack([X.double().numpy(), np.ones(5)]))
    digits = torch.log10(torch.linalg.cond(a)), torch.log10(torch.linalg.cond(a.T @ a))
    assert (digits[1] / digits[0]).item() == pytest.approx(2, abs=1e-3)
    x, y = noisy_rows(20_000, mean=1e5)
    mean, std = x[:1000].mean(0), x[:1000].std(0)
    rows = least_squares(x, y)[0]
    raw, scaled = (Statistics.of(table, y).least_squares()[0] for table in (x, (x - mean) / std))
    assert (raw - rows).abs().max() > 1e-7
    assert (scaled / std - rows).abs().max() < 1e-9


@claim("The message has 36 numbers, and it would have 36 for a billion rows.")
def _():
    assert Statistics.of(X, Y).sums.numel() == 36


@claim("Symbols: Z (n, d + 1 + m) inputs, ones and targets side by side")
def _():
    assert Z.shape == (5, 3 + 1 + 2)
