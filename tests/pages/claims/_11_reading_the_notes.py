"""What notebook 11 says and no cell beside it checks."""

import math

import numpy as np
import pytest
import torch

from linreg_helpers import init_params, mse, predict
from tests.oracles import X, Y
from tests.pages.claims import claim, losses_of_seed, run_of_seed

A = np.column_stack([X.double().numpy(), np.ones(5)])
FIRST = np.array([[116.6629, -163.4659], [148.9410, -221.4479], [375.6723, -230.6700],
                  [-30.1504, -168.7918], [211.2514, -214.7471]])  # fmt: skip
LAST = np.array([[57.4097, 70.6969], [82.0064, 100.3976], [118.7603, 132.9620],
                 [21.0812, 36.9854], [101.8528, 119.1335]])  # fmt: skip


@claim("a last loss of 0.6086", "so the last predictions and the loss belong together")
def _():
    assert ((LAST - Y.numpy()) ** 2).mean() == pytest.approx(0.6086, abs=5e-5)


@claim("each run keeps its own random bias, and two runs end at two losses")
def _():
    assert abs(losses_of_seed(0)[-1] - losses_of_seed(1)[-1]) > 0.01
    for seed in (0, 1):
        start = init_params(3, 2, seed=seed)[1]
        assert (run_of_seed(seed)[2] - start).abs().max() < 0.05


@claim("Not even the signs agree.")
def _():
    w, b = (
        torch.tensor([[-2.2122, 0.4708, -0.9458], [1.6726, 1.2096, -0.2875]]),
        torch.tensor([-0.1555, -0.4671]),
    )
    signs = torch.sign(predict(X, w, b)[0]) == torch.sign(torch.from_numpy(FIRST[0]))
    assert not signs.any()


@claim("four numbers explain all five predictions as exactly as they were printed")
@claim("for both fruits and both moments")
def _():
    for printed in (FIRST, LAST):
        theta = np.linalg.lstsq(A, printed, rcond=None)[0]
        assert abs(A @ theta - printed).max() < 5e-5


@claim("The weights are alike, and the biases are far apart.")
def _():
    theta = np.linalg.lstsq(A, LAST, rcond=None)[0]
    printed = np.array([[-0.3965, 0.8490, 0.6874, -0.3978], [-0.2831, 0.8030, 0.8995, -1.7858]]).T
    assert abs(theta[:3] - printed[:3]).max() < 0.04
    assert abs(theta[3] - printed[3]).min() > 1.5


@claim("Seven of these eight numbers look like draws of `torch.randn`.")
@claim("4.57 is more than four and a half standard deviations away from zero")
def _():
    theta = np.sort(abs(np.linalg.lstsq(A, FIRST, rcond=None)[0].flatten()))
    assert theta[-1] == pytest.approx(4.573, abs=1e-3)
    assert theta[-2] < 2
    assert 1 / (8 * math.erfc(theta[-1] / math.sqrt(2))) == pytest.approx(26_000, rel=0.02)


@claim("It is mistake 2 of notebook 4.")
def _():
    w, b = init_params(3, 2, seed=0)
    mse(predict(X, w, b), Y).backward()
    w.grad.zero_()
    before = w.detach().clone()
    with torch.no_grad():
        w -= 1e-5 * w.grad
    assert torch.equal(w, before)


@claim("You can recover parameters from predictions, when there are at least as many rows as")
def _():
    assert np.linalg.matrix_rank(A) == 4
    assert np.linalg.matrix_rank(A[:3]) < 4
