"""Notebook 12 against others: the design's figures, normal equations, NumPy, and torch.optim."""

from unittest import mock

import numpy as np
import pytest
import torch
from torch import nn

from linreg_helpers import curvature, load_penguins, max_learning_rate
from tests.oracles import numpy_least_squares as fit
from tools.make_pages import read_notebooks

DATA = load_penguins()
WHOLE = ~np.isnan(DATA.measurements).any(axis=1)
X, Y = torch.from_numpy(DATA.measurements[WHOLE]).double().split(2, dim=1)
SPECIES = DATA.species[WHOLE]


def squares(x, y, known=slice(None), judged=slice(None)):
    """Return the mean square on the judged rows, of the best fit to the known ones."""
    w, b = fit(x[known], y[known])
    return (x[judged] @ w.T + b - y[judged]).square().mean(0)


def misses(*arguments):
    return squares(*arguments).sqrt().tolist()


@pytest.fixture(scope="module")
def page():
    """Run the cells of the notebook without what they print and draw; return their names."""
    (notebook,) = (nb for path, nb in read_notebooks().items() if path.stem == "12_real_table")
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    names = dict.fromkeys(("explore", "plots", "table", "compare", "reveal"), mock.MagicMock())
    for source in sources[1:]:
        if "my_" not in source or "my_guess" in source:
            exec(source, names)
    return names


# --- what the design has measured -----------------------------------------------------------------


def test_the_fit_of_all_penguins():
    w, b = fit(X, Y)
    assert w.tolist() == [
        pytest.approx([1.415, -3.238], abs=5e-4),
        pytest.approx([75.28, -142.72], abs=5e-3),
    ]
    assert b.tolist() == pytest.approx([194.3, 3343.1], abs=0.05)
    assert misses(X, Y) == pytest.approx([8.59, 582.5], abs=0.05)
    assert squares(X, Y).tolist() == pytest.approx([74, 339_000], rel=5e-3)
    explained = 1 - squares(X, Y) / Y.var(0, correction=0)
    assert explained.tolist() == pytest.approx([0.626, 0.471], abs=5e-4)


def test_the_slopes_of_all_and_of_each_species():
    rows = [np.full(342, True), *(name == SPECIES for name in ("Adelie", "Chinstrap", "Gentoo"))]
    slopes = [fit(X[part, 1:], Y[part, 1:])[0].item() for part in rows]
    assert slopes == pytest.approx([-191.6, 217, 205, 369], abs=0.5)


def test_the_fit_with_species():
    kinds = torch.from_numpy(np.stack([k == SPECIES for k in ("Chinstrap", "Gentoo", "Adelie")], 1))
    x = torch.cat([X, kinds[:, :2]], dim=1)
    assert fit(x, Y)[0][1, 1].item() == pytest.approx(179, abs=0.5)
    assert misses(x, Y) == pytest.approx([5.50, 332], abs=0.5)
    explained = 1 - squares(x, Y) / Y.var(0, correction=0)
    assert explained.tolist() == pytest.approx([0.847, 0.828], abs=5e-4)
    assert torch.linalg.matrix_rank(torch.cat([X, kinds, torch.ones(342, 1)], dim=1)) == 5


def test_random_splits_and_species_left_out():
    orders = [
        torch.randperm(342, generator=torch.Generator().manual_seed(seed)) for seed in range(200)
    ]
    train = np.mean([misses(X, Y, o[:274], o[:274]) for o in orders], axis=0)
    unseen = np.mean([misses(X, Y, o[:274], o[274:]) for o in orders], axis=0)
    assert train == pytest.approx([8.58, 581], rel=2e-3)
    assert unseen == pytest.approx([8.62, 590], rel=5e-3)
    left_out = {
        name: misses(X, Y, torch.from_numpy(name != SPECIES), torch.from_numpy(name == SPECIES))
        for name in ("Adelie", "Chinstrap", "Gentoo")
    }
    assert left_out == {
        "Adelie": pytest.approx([13.8, 1256], rel=2e-3),
        "Chinstrap": pytest.approx([18.3, 1503], rel=2e-3),
        "Gentoo": pytest.approx([27.8, 1999], rel=2e-3),
    }


def test_the_bowl_raw_and_standardised():
    raw = curvature(X, n_targets=2)
    assert raw.tolist() == pytest.approx([0.00541, 8.974, 2248.9], rel=1e-3)
    assert (raw[-1] / raw[0]).item() == pytest.approx(416_000, rel=2e-3)
    assert max_learning_rate(X, n_targets=2) == pytest.approx(8.893e-4, rel=1e-3)
    scaled = (X - X.mean(0)) / X.std(0, correction=0)
    assert curvature(scaled, n_targets=2).tolist() == pytest.approx([0.765, 1, 1.235], abs=5e-4)
    assert max_learning_rate(scaled, n_targets=2) == pytest.approx(1.619, abs=1e-3)


# --- the page's own functions ---------------------------------------------------------------------


def test_gradient_descent_on_the_training_rows_reaches_least_squares(page):
    rows = page["train_rows"]
    w, b, losses = page["train_and_watch"](page["z"], page["u"])
    x, y = page["z"][rows].double(), page["u"][rows].double()
    best_w, best_b = fit(x, y)
    assert torch.allclose(w.double(), best_w, atol=1e-5)
    assert torch.allclose(b.double(), best_b, atol=1e-5)
    assert losses[-1, 0].item() == pytest.approx(squares(x, y).mean().item(), rel=1e-4)


def test_training_and_validation_losses_stay_together_from_the_first_step_to_the_last(page):
    *_, losses = page["train_and_watch"](page["z"], page["y"])
    training, validation = losses.T
    assert (validation / training).log().abs().max() < 0.1


def test_the_products_are_those_of_numpy_and_so_is_their_fit(page):
    z, few = page["z"].double(), page["few"]
    a, b = z.T.numpy()
    made = page["powers"](z, 4).numpy()
    wanted = np.polynomial.polynomial.polyvander2d(a, b, [4, 4])  # a**i * b**j in column 5 i + j
    of_degree = [(i, k - i) for k in range(1, 5) for i in range(k + 1)]
    assert made == pytest.approx(wanted[:, [5 * i + j for i, j in of_degree]])
    for n, found in zip((2, 5, 9, 14), page["errors"].tolist(), strict=True):
        p = np.column_stack([made[:, :n], np.ones(342)])
        theta = np.linalg.lstsq(p[few], page["mass"][few, 0].double().numpy(), rcond=None)[0]
        diff = p @ theta - page["mass"][:, 0].double().numpy()
        assert found == pytest.approx(
            [np.sqrt(np.mean(diff[rows] ** 2)) for rows in (few, page["val_rows"])], rel=5e-3
        )


def test_the_products_of_one_input_fit_as_polyfit_does(page):
    z, mass = page["z"][:, :1].double(), page["mass"].double()
    column = torch.cat([z, torch.ones_like(z)], dim=1)
    cubic = page["powers"](column, 3)[:, [1, 4, 8]]  # the products a, a², a³ with ones left out
    w, b = fit(cubic, mass)
    wanted = np.polyfit(z[:, 0].numpy(), mass[:, 0].numpy(), 3)
    assert [*w[0].tolist()[::-1], b.item()] == pytest.approx(wanted.tolist())


@pytest.mark.parametrize("penalty", [0.1, 1, 3])
def test_ridge_is_the_solution_of_the_normal_equations(page, penalty):
    w, b = page["ridge"](penalty)
    p, t = page["P"][page["few"]].numpy(), page["t"][page["few"]].numpy()
    a = np.column_stack([p, np.ones(20)])
    pull = np.diag([penalty] * 14 + [0])  # none on the bias
    theta = np.linalg.solve(a.T @ a / 20 + pull, a.T @ t / 20)
    assert w.numpy() == pytest.approx(theta[:-1].T, abs=1e-4)
    assert b.numpy() == pytest.approx(theta[-1], abs=1e-4)


def test_ridge_takes_the_steps_of_an_optimizer_with_weight_decay(page):
    p, t = page["P"][page["few"]], page["t"][page["few"]]
    w, b = nn.Parameter(torch.zeros(1, 14).double()), nn.Parameter(torch.zeros(1).double())
    groups = [{"params": [w], "weight_decay": 2 * 0.3}, {"params": [b]}]
    optimizer = torch.optim.SGD(groups, lr=0.1)
    for _ in range(20):
        nn.functional.mse_loss(p @ w.T + b, t).backward()
        optimizer.step()
        optimizer.zero_grad()
    ours = page["ridge"](0.3, n_steps=20)
    assert torch.allclose(ours[0], w)
    assert torch.allclose(ours[1], b)


@pytest.mark.parametrize(("batch_size", "momentum"), [(342, 0), (342, 0.8), (32, 0), (32, 0.5)])
def test_momentum_takes_as_many_steps_as_the_optimizer(page, batch_size, momentum):
    x, y = page["z_4"], page["u"]
    w, b = (nn.Parameter(p.detach()) for p in page["init_params"](4, 2, seed=0))
    optimizer = torch.optim.SGD([w, b], lr=0.5, momentum=momentum)
    draws, steps = torch.Generator().manual_seed(0), 0
    while steps < 300:
        for rows in torch.randperm(342, generator=draws).split(batch_size):
            if nn.functional.mse_loss(x @ w.T + b, y) < page["goal"]:
                assert steps == page["steps_to_goal"](batch_size, momentum)
                return
            nn.functional.mse_loss(x[rows] @ w.T + b, y[rows]).backward()
            optimizer.step()
            optimizer.zero_grad()
            steps += 1
    pytest.fail("the optimizer does not reach the goal")


def test_the_least_absolute_error_is_that_of_reweighted_least_squares(page):
    for mass in (page["mass"], page["wrong"]):
        y, a = mass[:, 0].double().numpy(), np.column_stack([X, np.ones(342)])
        theta = np.zeros(3)
        for _ in range(100):  # each square divided by its last residual counts once
            root = np.sqrt(np.abs(a @ theta - y).clip(1e-3))
            theta = np.linalg.lstsq(a / root[:, None], y / root, rcond=None)[0]
        assert page["least_absolute"](mass)[0].tolist() == pytest.approx(theta[:2], rel=0.01)
