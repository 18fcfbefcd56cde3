"""What notebook 7 says and no cell beside it checks."""

import numpy as np
import pytest
import torch

from linreg_helpers import (
    DescentPath,
    curvature,
    init_params,
    least_squares,
    max_learning_rate,
    mse,
    predict,
)
from linreg_helpers.course.explore._line_bowl_numbers import (
    bowl_of,
    path_of,
    place_at,
    words_of,
)
from tests.oracles import X, Y
from tests.pages.claims import (
    claim,
    curvatures,
    least_loss,
    losses_of_seed,
    run_of_seed,
    standardised,
)

A = np.column_stack([X.double().numpy(), np.ones(5)])
HESSIAN = 2 / 10 * A.T @ A
VALUES, VECTORS = np.linalg.eigh(HESSIAN)  # the flattest first

# The bowl of the picture: temperature and rainfall move, for the apples.
TWO = HESSIAN[:2, :2]
CURVED, WAYS = np.linalg.eigh(TWO)
LOWEST = least_squares(X.double(), Y.double())[0][0, :2].numpy()
START = init_params(3, 2, seed=0)[0][0, :2].detach().double().numpy()


def after(steps, lr=1e-5):
    """Return how far the two weights are from their lowest point, and the loss of the table."""
    way = WAYS @ ((1 - lr * CURVED) ** steps * (WAYS.T @ (START - LOWEST)))
    return way, least_loss() + way @ TWO @ way / 2


@claim("and with it its share of the loss")
def _():
    x, y = X.double(), Y.double()
    best = torch.cat([least_squares(x, y)[0], least_squares(x, y)[1][:, None]], 1)
    for seed in (0, 1):
        start = [p.detach().double() for p in init_params(3, 2, seed=seed)]
        far = (torch.cat([start[0], start[1][:, None]], 1) - best).numpy()
        kept = VALUES[0] * ((far @ VECTORS[:, 0]) ** 2).sum() / 2  # along the fourth direction
        end = DescentPath(x, y, *start, lr=2e-5).losses(5000).item()
        assert end == pytest.approx(least_loss() + kept, abs=1e-3)


@claim("The other six stay at their best values", "What humidity and bias add", "is then fixed")
@claim("Each ellipse joins points of equal loss, in ton², of the whole table.")
def _():
    x, y = X.double(), Y.double()
    w, b = least_squares(x, y)
    w[0, :2] = torch.from_numpy(START)
    assert mse(predict(x, w, b), y).item() == pytest.approx(after(0)[1])


@claim(
    "after 20 steps the loss is down from 3,200 to 1,200",
    "although the point has hardly come nearer to the star",
)
def _():
    assert after(0)[1] == pytest.approx(3200, abs=50)
    assert after(20)[1] == pytest.approx(1200, abs=50)
    assert np.linalg.norm(after(20)[0]) > 0.85 * np.linalg.norm(after(0)[0])


@claim("It takes 80 more steps to do less than half of what is left")
@claim("at step 500 it is still not there")
def _():
    far = {k: np.linalg.norm(after(k)[0]) for k in (20, 100, 500)}
    assert 0.5 * far[20] < far[100] < 0.65 * far[20]
    assert far[500] > 0.04 * far[20]


@claim("That is θ times (1 \N{MINUS SIGN} lr · λ).")
@claim("With 0.1 the distance shrinks slowly.", "With 2.1 each step lands further away.")
def _():
    theta = torch.tensor(3.0, requires_grad=True)
    (0.5 * 4 * theta**2).backward()
    assert (theta - 0.1 * theta.grad).item() == pytest.approx(3 * (1 - 0.1 * 4))
    assert [abs(1 - lr) < 1 for lr in (0.1, 1.5, 2.1)] == [True, True, False]


@claim("The factor must lie between -1 and 1, so the rate must be below 2 / λ.")
@claim("At the limit itself the steps jump from side to side for ever.")
def _():
    for value in (0.5, 4.0):
        assert abs(1 - 1.99 / value * value) < 1
        assert 1 - 2 / value * value == -1


@claim("Walk through the bowl along any straight line through the star: the loss is a parabola.")
@claim("a step along one changes the slope along the other")
def _():
    rng = np.random.default_rng(0)
    for direction in rng.normal(size=(5, 4)):
        heights = [t**2 * direction @ HESSIAN @ direction / 2 for t in (1, 2, 3)]
        assert heights[1] == pytest.approx(4 * heights[0])
        assert heights[2] == pytest.approx(9 * heights[0])
    assert abs(HESSIAN[0, 1]) > 1000  # a step in temperature changes the slope in rainfall


@claim("Two special directions leave each other alone")
@claim("the slope changes by λ along the same direction, and by nothing along the other")
def _():
    between = WAYS.T @ TWO @ WAYS  # the slopes along both, one unit along each
    assert np.allclose(between, np.diag(CURVED), atol=1e-9)


@claim("how each slope changes when each parameter changes", "It is called the **Hessian**.")
@claim("it is the same for both fruits")
def _():
    x, y = torch.from_numpy(A), Y.double()
    by_autograd = torch.autograd.functional.hessian(
        lambda theta: mse(x @ theta.T, y), torch.zeros(2, 4, dtype=torch.float64)
    )
    for fruit in (0, 1):
        assert by_autograd[fruit, :, fruit].numpy() == pytest.approx(HESSIAN)


@claim("`eigh` finds both, the flattest first.")
def _():
    assert (np.diff(torch.linalg.eigh(torch.from_numpy(HESSIAN)).eigenvalues.numpy()) > 0).all()


@claim("1 \N{MINUS SIGN} 1e-5 · 14,890, about 0.85", "Along the second it is 0.994")
@claim("so only 0.6 % of the distance goes with each step")
def _():
    second, first = 1 - 1e-5 * CURVED
    assert CURVED[1] == pytest.approx(14_890, abs=1)
    assert first == pytest.approx(0.85, abs=0.002)
    assert second == pytest.approx(0.994, abs=0.0005)


@claim("The first direction is more than two million times as curved as the fourth.")
@claim("a needle, 1,479 times as long as wide")
def _():
    assert VALUES[-1] / VALUES[0] > 2e6
    assert (VALUES[-1] / VALUES[0]) ** 0.5 == pytest.approx(1479, abs=1)


@claim("A bowl with sides of equal steepness has the condition number 1.")
def _():
    round_bowl = curvature(torch.tensor([[1.0], [-1.0]]), n_targets=1)
    assert round_bowl[-1] / round_bowl[0] == 1


@claim("The fourth, the flattest direction is nearly pure bias.")
@claim("The first, the steepest one mixes the three weights.")
def _():
    assert abs(VECTORS[3, 0]) > 0.999
    assert abs(VECTORS[:3, 3]).min() > 0.3


@claim("All of them lie far on one side of zero", "Size alone is not the reason")
def _():
    assert (X > 30).all()
    small = curvature((X / X.mean(0)).double(), n_targets=2)[0].item()
    centred = curvature((X - X.mean(0)).double(), n_targets=2)[0].item()
    assert small < VALUES[0]
    assert centred == pytest.approx(1)


@claim("a safe choice, eleven times smaller than the limit")
def _():
    assert max_learning_rate(X, 2) / 1e-5 == pytest.approx(11, abs=0.3)


@claim("A larger rate such as 1.0e-4 is faster.")
@claim("A rate just below the limit is slower")
def _():
    usual, faster, slower = (losses_of_seed(0, lr=lr) for lr in (1e-5, 1e-4, 1.116e-4))
    for k in (1000, 5000):
        assert faster[k] < usual[k] < slower[k]


@claim(
    "each step then jumps from one side of the steepest direction to the other, and almost as far"
)
def _():
    assert -1 < 1 - 1.116e-4 * curvatures()[-1] < -0.99


@claim(
    "The first direction, the steepest, is nearly done after 20 steps",
    "and the second one after 400",
)
@claim("The third needs all 5000.")
def _():
    factor = 1 - 1e-5 * curvatures()
    assert factor[3] ** 20 < 0.05
    assert factor[2] ** 400 < 0.1
    assert factor[1] ** 5000 < 0.02 < factor[1] ** 3000


@claim("The fourth, the flattest, still has 99.96 % of its way before it.")
@claim("The random bias that you drew at the start is still there at the end")
def _():
    factor = 1 - 1e-5 * curvatures()
    assert 100 * factor[0] ** 5000 == pytest.approx(99.96, abs=0.005)
    for seed in (0, 1):
        start, end = init_params(3, 2, seed=seed)[1].detach(), run_of_seed(seed)[2]
        assert (start - end).abs().max() < 0.02


@claim("Millions of steps for five rows. With 1e-5 it would be ten times as many.")
def _():
    start = [p.detach().double() for p in init_params(3, 2, seed=0)]
    steps = {1e-4: 4_000_000, 1e-5: 40_000_000}
    for lr, k in steps.items():
        path = DescentPath(X.double(), Y.double(), *start, lr=lr)
        assert path.losses(k) - least_loss() < 1e-4 < path.losses(int(0.9 * k)) - least_loss()


@claim("From about 2e-5 on: at no rate does the fourth direction get far.")
def _():
    assert losses_of_seed(0, lr=2e-5)[-1] - losses_of_seed(0, lr=1e-4)[-1] < 0.01
    assert losses_of_seed(0, lr=1e-5)[-1] - losses_of_seed(0, lr=2e-5)[-1] > 0.03
    assert (1 - 1.116e-4 * curvatures()[0]) ** 5000 > 0.99


@claim("No. All directions finish, and every seed ends at the least loss.")
def _():
    for seed in range(10):
        start = [p.detach() for p in init_params(3, 2, seed=seed)]
        end = DescentPath(standardised(), Y, *start, lr=0.1).losses(5000).item()
        assert end == pytest.approx(least_loss(), abs=1e-4)


@claim("The first, the steepest, at the computed limit.")
def _():
    limit = max_learning_rate(X.double(), 2)
    assert (1 - 1.01 * limit * curvatures() < -1).tolist() == [False, False, False, True]


@claim("Its first steps go along the first direction")
def _():
    moved = WAYS.T @ (after(5)[0] - after(0)[0])
    assert abs(moved[1]) > 3 * abs(moved[0])


@claim("each step lands higher, until the path leaves the picture")
@claim("Then drag Hoenn to 200 mm. The mark moves to the left")
def _():
    x, y = X[:, 1:2].double(), Y[:, :1].double()
    raw = bowl_of(x, y, "raw")
    path = path_of(raw, [0, 0], 1.05 * raw.limit)
    losses = [place_at(path, k)[1] for k in range(50)]
    assert losses == sorted(losses)
    assert "has left the picture" in words_of(raw, 1.05 * raw.limit, [0, 0], 50, "raw", 1000, "ton")
    x[2] = 200
    assert bowl_of(x, y, "raw").limit < 0.8 * raw.limit
