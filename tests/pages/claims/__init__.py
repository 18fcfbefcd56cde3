"""The ledger of claims: what the pages say and no cell beside them prints or asserts.

One module for each page, named as the page is. A claim is a function: its decorator holds the words
as they stand on the page, and its body holds them to be true.

    @claim("One step has removed more than a quarter of the loss.")
    def _():
        first, second = losses_of_seed(0)[:2]
        assert second < 0.75 * first

The test `test_claims.py` fails when the words are gone from the page, or when the body does.
"""

from functools import cache

import torch

from linreg_helpers import curvature, init_params, least_squares, mse, predict, train
from tests.oracles import X, Y

CLAIMS = []


def claim(*words):
    """Enter a claim into the ledger: these words stand on the page, and the function holds them.

    Args:
        words: a sentence of the page, or several parts of it, each on the page word for word.
            White space and line ends do not count.
    """

    def enter(function):
        page = function.__module__.rpartition(".")[2].removeprefix("_")
        CLAIMS.append((page, words, function))
        return function

    return enter


# --- what many claims look at ---------------------------------------------------------------------


@cache
def run_of_seed(seed, lr=1e-5, n_steps=5000):
    """Return the losses, the weights and the bias of a run on the fruit table. Change none."""
    w, b = init_params(3, 2, seed=seed)
    losses = train(X, Y, w, b, lr=lr, n_steps=n_steps, progress=False).losses
    return losses, w.detach(), b.detach()


def losses_of_seed(seed, lr=1e-5, n_steps=5000):
    """Return the losses of a run on the fruit table."""
    return run_of_seed(seed, lr, n_steps)[0]


@cache
def least_loss():
    """Return the least possible loss on the fruit table."""
    x, y = X.double(), Y.double()
    return mse(predict(x, *least_squares(x, y)), y).item()


@cache
def curvatures():
    """Return the four curvatures of the fruit table, from the flattest to the steepest."""
    return curvature(X.double(), n_targets=2)


def standardised(x=X):
    """Return inputs with mean 0 and standard deviation 1."""
    return (x - x.mean(0)) / x.std(0, correction=0)


def raises(function, kind=Exception):
    """Say whether a call raises an error of this kind."""
    try:
        function()
    except kind:
        return True
    return False


def tensor(*numbers):
    """Return a float64 tensor, for sums in a claim."""
    return torch.tensor(numbers, dtype=torch.float64)
