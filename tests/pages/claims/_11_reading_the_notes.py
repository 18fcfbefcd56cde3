"""What notebook 11 says of the numbers that the study notes print, computed with NumPy alone."""

from functools import cache
from math import erfc

import numpy as np

from tests.oracles import X, Y
from tests.pages.claims import claim, losses_of_seed, run_of_seed

A = np.column_stack([X.double().numpy(), np.ones(5)])
HARVEST = Y.double().numpy()
# Parameters as columns of four numbers: three weights and the bias of each fruit.
FIRST = np.array([[-2.2122, 0.4708, -0.9458, -0.1555], [1.6726, 1.2096, -0.2875, -0.4671]]).T
STEP = np.array([[0.6583, 1.5759, 0.2232, -0.6590], [1.3011, -0.0160, -0.3618, -1.1407]]).T
LAST = np.array([[-0.3965, 0.8490, 0.6874, -0.3978], [-0.2831, 0.8030, 0.8995, -1.7858]]).T
FIRST_PRED = np.array(
    [
        [116.6629, -163.4659],
        [148.9410, -221.4479],
        [375.6723, -230.6700],
        [-30.1504, -168.7918],
        [211.2514, -214.7471],
    ]
)
LAST_PRED = np.array(
    [
        [57.4097, 70.6969],
        [82.0064, 100.3976],
        [118.7603, 132.9620],
        [21.0812, 36.9854],
        [101.8528, 119.1335],
    ]
)
BACK = np.linalg.pinv(A)
LOST_FIRST, LOST_LAST = BACK @ FIRST_PRED, BACK @ LAST_PRED
STARTS, ENDS = (FIRST, STEP, LOST_FIRST), (LAST, LOST_LAST)


def loss(pred):
    return ((pred - HARVEST) ** 2).mean()


def gradient(theta):
    return 2 / 10 * A.T @ (A @ theta - HARVEST)


@cache
def after(start, steps):
    """Return a start after some steps at 1e-5, by a power of the matrix that a step is."""
    lowest = BACK @ HARVEST
    power = np.linalg.matrix_power(np.eye(4) - 1e-5 * 2 / 10 * A.T @ A, steps)
    return lowest + power @ (STARTS[start] - lowest)


@claim("print their parameters three times, their predictions twice and their loss once.")
def _():
    assert [p.shape for p in (FIRST, STEP, LAST)] == [(4, 2)] * 3
    assert [p.shape for p in (FIRST_PRED, LAST_PRED)] == [(5, 2)] * 2


@claim("All ten marks lie close to the line")
def _():
    assert np.abs(LAST_PRED - HARVEST).max() < 1.5


@claim("These two fit, to all printed digits.")
def _():
    assert round(loss(LAST_PRED), 4) == 0.6086


@claim("They give a smaller loss.")
def _():
    assert round(loss(A @ LAST), 4) == 0.5196


@claim("At worst all four errors of a prediction add up, each multiplied by its input")
def _():
    rng = np.random.default_rng(0)
    errors = 0.00005 * rng.choice([-1, 1], (4, 1000))
    assert np.isclose(np.abs(A @ errors).max(), 0.00005 * A.sum(1).max())


@claim("Nearly fifty times too much.")
def _():
    assert 45 < np.abs(A @ LAST - LAST_PRED).max() / (0.00005 * A.sum(1).max()) < 50


@claim("Not even the signs agree.")
def _():
    assert (np.sign(A @ FIRST)[0] == -np.sign(FIRST_PRED)[0]).all()


@claim("Both differences are smaller than half of the last printed digit.")
def _():
    for pred in (FIRST_PRED, LAST_PRED):
        assert np.abs(A @ BACK @ pred - pred).max() < 0.00004


@claim("four numbers can always meet four rows, but the fifth row is a test.")
def _():
    for i in range(5):
        rest = np.delete(A, i, axis=0)
        assert np.linalg.matrix_rank(rest) == 4
    assert np.linalg.matrix_rank(np.eye(5) - A @ BACK, tol=1e-6) == 1


@claim("a hundredth of a ton in one number, and the five rows no longer fit together.")
def _():
    for i in range(5):  # in whichever number it stands
        misprint = LAST_PRED.copy()
        misprint[i, 0] += 0.01
        assert np.abs(A @ BACK @ misprint - misprint).max() > 0.0001


@claim("the weights to about five decimals and the biases to three.")
def _():
    *weights, bias = 0.00005 * np.abs(BACK).sum(1)
    assert max(weights) < 0.00001
    assert bias < 0.0005


@claim(
    "The last weights are close to those of every run that you have trained",
    "and the last biases are not.",
)
def _():
    for seed in range(5):
        _, w, b = run_of_seed(seed)
        assert np.abs(w.numpy().T - LOST_LAST[:3]).max() < 0.05
        assert np.abs(b.numpy() - LOST_LAST[3]).min() > 0.5


@claim("One of them is 4.573: that is 4.6 standard deviations from 0.")
def _():
    assert round(LOST_FIRST[1, 0], 3) == 4.573 == round(np.abs(LOST_FIRST).max(), 3)


@claim("The chance that one such number lies further than `z` from 0 is `erfc(z / √2)`")
def _():
    drawn = np.abs(np.random.default_rng(0).standard_normal(100_000))
    for z in (1, 2, 3):
        assert abs((drawn > z).mean() - erfc(z / 2**0.5)) < 0.005


@claim("Possible, and hard to believe.")
def _():
    one_run = 1 - (1 - erfc(LOST_FIRST[1, 0] / 2**0.5)) ** 8
    assert 25_000 < 1 / one_run < 27_000


@claim(
    "The right order moves the weights by a quarter at most. The printouts differ by nearly 3.",
    "is not the result of a step, in whatever order",
)
def _():
    assert np.abs(1e-5 * gradient(FIRST)[:3]).max() < 0.25
    assert 2.8 < np.abs(STEP - FIRST)[:3].max() < 3
    assert np.abs(after(2, 1) - STEP).max() > 2  # nor from the recovered first parameters


@claim("The loss falls at every step, so the loop learns.")
def _():
    losses = [loss(A @ after(1, steps)) for steps in range(50)]
    assert (np.diff(losses) < 0).all()


@claim("in 5000 steps the biases hardly move.")
def _():
    for seed in range(2):
        assert abs(run_of_seed(seed)[2] - run_of_seed(seed, n_steps=0)[2]).max() < 0.05


@claim("No bias has moved by more than 0.03, and another 5000 steps would hardly change that.")
def _():
    for number, start in enumerate(STARTS):
        assert np.abs(after(number, 5000)[3] - start[3]).max() <= 0.03
        assert np.abs(after(number, 10_000)[3] - after(number, 5000)[3]).max() < 0.001


@claim(
    "Neither end belongs to any of the three starts, and the two ends belong to different runs.",
    "five sets of parameters, and none of them leads to another",
)
def _():
    for end in ENDS:
        for number in range(len(STARTS)):
            for steps in (5000, 5001, 10_000):
                assert np.abs(after(number, steps)[3] - end[3]).max() > 0.2
    assert np.abs(LAST - LOST_LAST)[3].min() > 1


@claim("do the printed parameters, rounded to four decimals, give the printed predictions")
def _():
    _, w, b = run_of_seed(0)
    theta = np.column_stack([w.numpy(), b.numpy()]).T.astype("float64")
    assert np.abs(A @ theta.round(4) - A @ theta).max() < 0.00005 * A.sum(1).max()
    assert losses_of_seed(0)[-1] < 0.6


@claim("You made this mistake in notebook 4.", "The step of the notes moves nothing at all.")
def _():
    assert np.array_equal(FIRST - 1e-5 * 0 * gradient(FIRST), FIRST)


@claim("`float64` keeps our own rounding far away from the printed digits.")
def _():
    single = np.abs(A.astype("float32") @ LAST.astype("float32") - A @ LAST).max()
    double = np.finfo("float64").eps * np.abs(A @ np.abs(LAST)).max()
    assert double < 1e-10 < 1e-6 < single  # the printed digits end at 1e-4


@claim("So the table, the loss function and its factor 1/10 are the same in the notes as here.")
def _():
    for other in (5, 2, 1):
        assert round(loss(LAST_PRED) * 10 / other, 4) != 0.6086


@claim("A prediction is a sum of four parts, so each fruit gives five equations with only four")
def _():
    assert A.shape == (5, 4)
    assert np.linalg.matrix_rank(A) == 4


@claim("They stand nowhere on the page:")
def _():
    for lost in (LOST_FIRST, LOST_LAST):
        for printed in (FIRST, STEP, LAST):
            assert np.abs(lost - printed).max() > 0.5
