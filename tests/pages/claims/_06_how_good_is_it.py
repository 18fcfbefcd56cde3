"""What notebook 6 says and no cell beside it checks."""

import math

import numpy as np
import pytest
import torch

from linreg_helpers import least_squares, predict
from tests.oracles import X, Y
from tests.pages.claims import claim, least_loss

A = np.column_stack([X.numpy(), np.ones(5)]).astype(float)
HAT = A @ np.linalg.pinv(A)
DIFF = HAT @ Y.numpy() - Y.numpy()


@claim("Oranges are predicted almost perfectly, and nearly all of the loss comes from the apples.")
def _():
    apples, oranges = (DIFF**2).mean(0)
    assert apples / (apples + oranges) > 0.99


@claim("for each fruit there are five printed predictions and only four unknown numbers")
def _():
    assert A.shape == (5, 4)
    assert np.linalg.matrix_rank(A) == 4


@claim("The eighth, 4.57, is more than four and a half standard deviations away from zero")
@claim("among eight draws that happens about once in 25,000 times")
def _():
    tail = math.erfc(4.573 / math.sqrt(2))  # one draw, on either side
    assert 1 / (8 * tail) == pytest.approx(25_000, rel=0.1)


@claim("The typical miss on known regions, the root of the least loss, is 0.7 tons.")
def _():
    assert math.sqrt(least_loss()) == pytest.approx(0.7, abs=0.01)


@claim("Nearly ninety times the loss.")
def _():
    left_out = ((DIFF / (1 - HAT.diagonal())[:, None]) ** 2).mean()
    assert 85 < left_out / least_loss() < 90


@claim("Hoenn's apples are missed by 18 tons.", "Hoenn is the wettest region.")
def _():
    missed = DIFF / (1 - HAT.diagonal())[:, None]
    assert abs(missed[2, 0]) == pytest.approx(18, abs=0.5)
    assert X[:, 1].argmax() == 2


@claim("The oranges hold up well.")
def _():
    missed = DIFF / (1 - HAT.diagonal())[:, None]
    assert abs(missed[:, 1]).max() < 1.3


@claim("Five regions have to share it, so each has a leverage of 0.8 on average.")
@claim("With a thousand regions the average would be 0.004.")
def _():
    assert HAT.trace() == pytest.approx(4)
    assert 4 / 5 == 0.8
    assert 4 / 1000 == 0.004


@claim("one region far away from all others has nearly 1 even among a thousand")
def _():
    rows = np.random.default_rng(0).normal(size=(1000, 3))
    rows[0] = 1000
    a = np.column_stack([rows, np.ones(1000)])
    assert (a @ np.linalg.pinv(a))[0, 0] > 0.99


@claim("A leverage of 1 would mean that the model follows that region wherever it goes.")
def _():
    moved = Y.clone().double()
    moved[2, 0] += 1
    x = X.double()
    before, after = (predict(x, *least_squares(x, y))[2, 0] for y in (Y.double(), moved))
    assert (after - before).item() == pytest.approx(HAT[2, 2])


@claim("Its difference for the apples is small, a quarter of a ton")
def _():
    assert abs(DIFF[2, 0]) == pytest.approx(0.25, abs=0.02)


@claim("Four numbers can pass through four points exactly, whatever the points mean.")
@claim("Five rows determine four numbers, but hardly more.")
def _():
    for left in range(5):
        rows = [i for i in range(5) if i != left]
        assert np.linalg.matrix_rank(A[rows]) == 4


@claim("of five differences only one is free, and the others follow from it")
@claim("The differences carry no information about the regions")
def _():
    free = np.eye(5) - HAT  # what least squares leaves of any targets
    assert np.linalg.matrix_rank(free, tol=1e-8) == 1


@claim("`pinv(A) @ y` is the least-squares solution")
def _():
    expected = np.linalg.lstsq(A, Y.numpy(), rcond=None)[0]
    assert np.allclose(np.linalg.pinv(A) @ Y.numpy(), expected)
    assert torch.linalg.pinv(torch.from_numpy(A)).shape == (4, 5)
