"""What notebook 13 says and no cell beside it prints or asserts."""

from functools import cache

import numpy as np
import torch

from linreg_helpers import curvature, load_penguins, max_learning_rate, train
from linreg_helpers.course.exercises import NOTEBOOKS
from linreg_helpers.course.exercises._13_your_turn import AT_MOST
from tests.course.answers import solved, told
from tests.pages.claims import claim, raises

STEPS = {exercise.name: exercise for exercise in NOTEBOOKS[13] if exercise.look}


@cache
def rows():
    """Return the inputs with a column of ones, the body mass, and the species of all whole rows."""
    data = load_penguins()
    whole = np.isfinite(data.measurements).all(1)
    table = data.measurements[whole].astype(float)
    return np.c_[table[:, :3], np.ones(len(table))], table[:, 3], data.species[whole]


def residuals(train, inputs=slice(None)):
    """Return predictions minus targets on all rows, of the best plane for some."""
    a, y, _ = rows()
    theta = np.linalg.lstsq(a[train][:, inputs], y[train], rcond=None)[0]
    return a[:, inputs] @ theta - y


def root(numbers):
    return np.sqrt((numbers**2).mean())


@cache
def errors_of_splits():
    """Return the errors on the training rows and on the others, over 200 random splits."""
    pairs = []
    for seed in range(200):
        order = torch.randperm(342, generator=torch.Generator().manual_seed(seed)).numpy()
        diff = residuals(order[:274])
        pairs.append((root(diff[order[:274]]), root(diff[order[274:]])))
    return np.array(pairs)


@claim("holds four numbers for each of 344 penguins", "What is missing is NaN.")
def _():
    table = load_penguins().measurements
    assert table.shape == (344, 4)
    assert np.isnan(table).any(1).sum() == 2


@claim("Notebook 12 took the body mass from the bill alone, and the typical miss was 580 g.")
def _():
    assert round(root(residuals(slice(None), [0, 1, 3])), -1) == 580


@claim("any of the four names as target, and some of the other three as inputs")
def _():
    names = load_penguins().measurement_names
    for target in names:
        for inputs in ([n for n in names if n != target], [names[0 if target != names[0] else 1]]):
            question = (inputs, target)
            clean = STEPS["clean"].answer(question)
            assert STEPS["clean"].feedback(clean, question).outcome == "correct"


@claim("Arrays, tensors or lists, `float32` or `float64`, any order of the rows")
def _():
    x, y = solved("split")["my_clean"]
    forms = [
        (x, y),
        (torch.from_numpy(x).double(), y),
        (x.tolist(), y.tolist()),
        (x[::-1], y[::-1]),
    ]
    assert all(told(STEPS["clean"], form).outcome == "correct" for form in forms)


@claim("When a check is passed, it also tells something about your result.")
def _():
    assert "Without any input you would always say" in str(
        told(
            STEPS["look"],
            "my_look = (2, \
        np.nanmean(columns[:, -1]), np.nanstd(columns[:, -1]))",
        )
    )


@claim("A solution uses the variables of the solutions before it.")
def _():
    assert "x_train" in STEPS["untrained"].code
    assert "x_train, y_train, x_val, y_val = my_split" in STEPS["scale"].code


@claim("The standard deviation of the target is worth a look too", "if you always said the mean")
def _():
    _, y, _ = rows()
    assert np.isclose(root(y - y.mean()), y.std())


@claim("NaN spreads to each sum that it takes part in")
def _():
    assert np.isnan(np.float32("nan") + 1)


@claim("The table is sorted by species: its last 68 whole rows, a fifth, are all chinstraps.")
def _():
    species = rows()[2]
    assert (species[:-1] != species[1:]).sum() == 2
    assert set(species[-68:]) == {"Chinstrap"}
    assert round(68 / len(species), 1) == 0.2


@claim(
    "the bowl of the default question has a condition number of 30 million, standardised one of 9"
)
def _():
    x = torch.from_numpy(rows()[0][:, :3])
    bowls = [curvature(t, 1) for t in (x, (x - x.mean(0)) / x.std(0, correction=0))]
    raw, scaled = ((bowl[-1] / bowl[0]).item() for bowl in bowls)
    assert round(raw, -6) == 30e6
    assert round(scaled) == 9


@claim("A loss 2 % above the least is near enough: in grams that is 1 %.")
def _():
    assert AT_MOST == 0.02
    assert round(100 * ((1 + AT_MOST) ** 0.5 - 1)) == 1


@claim("At the lowest point their mean is 0, and so is their correlation with each input.")
def _():
    diff = residuals(slice(None))
    assert abs(diff.mean()) < 1e-6
    for column in rows()[0][:, :3].T:
        assert abs(np.corrcoef(diff, column)[0, 1]) < 1e-6


@claim("When you have passed the eleven checks")
def _():
    assert len(STEPS) == 11


@claim("Hold back one species as a whole, and the error is 690, 960 or 1,500 g.")
def _():
    species = rows()[2]
    errors = []
    for kind in ("Adelie", "Chinstrap", "Gentoo"):
        diff = residuals(species != kind)
        errors.append(round(root(diff[species == kind]), -1))
    assert errors == [690, 960, 1500]


@claim("the chinstraps are lighter than the model says, by about 260 g on average")
def _():
    assert round(residuals(slice(None))[rows()[2] == "Chinstrap"].mean(), -1) == 260


@claim(
    "Over 200 random splits the error of the best model on the penguins held back lies between 320 "
    "and 490 g, while on the training rows it hardly changes.",
    "68 penguins are few",
)
def _():
    training, held_back = errors_of_splits().T
    assert held_back.min() > 320
    assert held_back.max() < 490
    assert held_back.min() < 330
    assert held_back.max() > 480
    assert np.ptp(training) < np.ptp(held_back) / 3


@claim("Two inputs that say almost the same make a flat direction", "the predictions hardly suffer")
def _():
    generator = torch.Generator().manual_seed(0)
    one = torch.randn(200, 1, generator=generator, dtype=torch.float64)
    x = torch.cat([one, one + 1e-3 * torch.randn(200, 1, generator=generator)], 1)
    y = x @ torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    w = torch.tensor([[-1.0, 0.5]], dtype=torch.float64, requires_grad=True)
    b = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    lr = max_learning_rate(x, n_targets=1) / 2
    history = train(x, y, w, b, lr=lr, n_steps=2000, progress=False)
    assert (w - torch.tensor([[1.0, 0.0]])).abs().max() > 0.5  # the weights are far from the best
    assert history.losses[-1] < 1e-5 * y.var()


@claim("The rate is half of the largest one that converges, so it suits every table.")
def _():
    for size in (1e-3, 1, 1e3):
        x = size * torch.randn(50, 4, generator=torch.Generator().manual_seed(1)).double()
        y = x.sum(1, keepdim=True)
        w, b = (torch.zeros(s, dtype=torch.float64, requires_grad=True) for s in ((1, 4), (1,)))
        lr = max_learning_rate(x, n_targets=1) / 2
        losses = train(x, y, w, b, lr=lr, n_steps=200, progress=False).losses
        assert (losses[1:] <= losses[:-1] + 1e-12 * losses[0]).all()


@claim("`suppress` passes over the error that `float` raises then")
def _():
    assert raises(lambda: float("male"), ValueError)
    assert raises(lambda: float(""), ValueError)
