"""What notebook 7 says and no cell beside it checks."""

import numpy as np
import pytest
import torch

from linreg_helpers import DescentPath, curvature, init_params, max_learning_rate
from tests.oracles import X, Y
from tests.pages.claims import claim, curvatures, least_loss, losses_of_seed, standardised

A = np.column_stack([X.double().numpy(), np.ones(5)])
HESSIAN = 2 / 10 * A.T @ A
VALUES, VECTORS = np.linalg.eigh(HESSIAN)


@claim("The factor must lie between -1 and 1, so the rate must be below 2 / λ.")
@claim("At the limit itself the steps jump from side to side for ever.")
def _():
    for value in (0.5, 4.0):
        assert abs(1 - 1.99 / value * value) < 1
        assert 1 - 2 / value * value == -1


@claim("Along every straight line through its lowest point the bowl is a parabola.")
@claim("a step along one changes the slope along another")
def _():
    rng = np.random.default_rng(0)
    for direction in rng.normal(size=(5, 4)):
        heights = [t**2 * direction @ HESSIAN @ direction / 2 for t in (1, 2, 3)]
        assert heights[1] == pytest.approx(4 * heights[0])
        assert heights[2] == pytest.approx(9 * heights[0])
    assert abs(HESSIAN[0, 1]) > 1000  # a step in temperature changes the slope in rainfall


@claim("are the directions that do not disturb each other")
def _():
    between = VECTORS.T @ HESSIAN @ VECTORS
    assert np.allclose(between, np.diag(VALUES), atol=1e-9)


@claim("The steepest direction is more than two million times as curved as the flattest.")
def _():
    assert VALUES[-1] / VALUES[0] > 2e6


@claim("A bowl with sides of equal steepness has the condition number 1.")
def _():
    round_bowl = curvature(torch.tensor([[1.0], [-1.0]]), n_targets=1)
    assert round_bowl[-1] / round_bowl[0] == 1


@claim("The flattest direction is nearly pure bias. The steepest one mixes the three weights.")
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


@claim("A larger rate such as 1.0e-4 would have been faster.")
@claim("A rate just below the limit would have been slower")
def _():
    usual, faster, slower = (losses_of_seed(0, lr=lr) for lr in (1e-5, 1e-4, 1.116e-4))
    for k in (1000, 5000):
        assert faster[k] < usual[k] < slower[k]


@claim(
    "each step then jumps from one side of the steepest direction to the other, and almost as far"
)
def _():
    assert -1 < 1 - 1.116e-4 * curvatures()[-1] < -0.99


@claim("The steepest direction is nearly done after 20 steps, and the third one after 400.")
@claim("The second needs all 5000.")
def _():
    factor = 1 - 1e-5 * curvatures()
    assert factor[3] ** 20 < 0.05
    assert factor[2] ** 400 < 0.1
    assert factor[1] ** 5000 < 0.02 < factor[1] ** 3000


@claim("Millions of steps for five rows. With 1e-5 it would be ten times as many.")
def _():
    start = [p.detach().double() for p in init_params(3, 2, seed=0)]
    steps = {1e-4: 4_000_000, 1e-5: 40_000_000}
    for lr, k in steps.items():
        path = DescentPath(X.double(), Y.double(), *start, lr=lr)
        assert path.losses(k) - least_loss() < 1e-4 < path.losses(int(0.9 * k)) - least_loss()


@claim("From about 2e-5 on the final loss hardly falls")
def _():
    assert losses_of_seed(0, lr=2e-5)[-1] - losses_of_seed(0, lr=1e-4)[-1] < 0.01


@claim("With the box ticked all directions finish, and every seed ends at the least loss.")
def _():
    for seed in range(10):
        start = [p.detach() for p in init_params(3, 2, seed=seed)]
        end = DescentPath(standardised(), Y, *start, lr=0.1).losses(5000).item()
        assert end == pytest.approx(least_loss(), abs=1e-4)


@claim("The steepest direction leaves the band first, at the computed limit.")
def _():
    limit = max_learning_rate(X.double(), 2)
    assert (1 - 1.01 * limit * curvatures() < -1).tolist() == [False, False, False, True]
