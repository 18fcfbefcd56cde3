"""The exact words of every refusal, and that nothing is changed before one."""

import re

import numpy as np
import pytest
import torch

from linreg_helpers import (
    curvature,
    gradient_step,
    gradients,
    init_params,
    max_learning_rate,
    mse,
    predict,
    train,
)
from tests.oracles import X, Y

W, B = init_params(3, 2, seed=0)
NAN_X = X.clone()
NAN_X[2, 1] = float("nan")
INF_Y = Y.clone()
INF_Y[0, 0] = float("inf")
NAN_W = torch.full((2, 3), float("nan"))

NO_DIVISION = "a division or a quoted number. Try int(...)."
TOO_SMALL = "a sign, or a count that came out too small."
SWAPPED = "rows and columns are swapped, or the tensors belong to different data."
TYPED = "a sign, or 1e-5 typed as 1e5 or 0."
FLOATS = "NumPy makes float64 and PyTorch float32 by default. Try .float() on the former."
MISSING = "a missing value in the table, or a division by zero."
NO_ROWS = "a slice or a filter selected no rows."
DROPPED = (
    "a column was selected with pred[:, 0], which drops a dimension, or b is missing one. "
    "PyTorch would stretch both shapes and return a wrong number without an error."
)


def not_a_tensor(name):
    return f"it is not a tensor yet. Try torch.tensor({name}) or torch.from_numpy({name})."


def with_grad(w, b):
    w.grad, b.grad = torch.ones_like(w), torch.ones_like(b)
    return w, b


def stepped_away():
    w, b = with_grad(*init_params(3, 2, seed=0))
    with torch.no_grad():
        return w - w.grad, b


REFUSALS = [
    # counts and seeds
    (
        lambda: init_params(0, 2),
        ValueError,
        "init_params: n_inputs must be a whole number of at least 1; got 0. "
        f"Usual cause: {TOO_SMALL}",
    ),
    (
        lambda: init_params(3, 2.0),
        TypeError,
        "init_params: n_targets must be a whole number of at least 1; got 2.0. "
        f"Usual cause: {NO_DIVISION}",
    ),
    (
        lambda: init_params(3, 2, seed="0"),
        TypeError,
        "init_params: seed must be a whole number of at least 0 and below 2**64; got '0'. "
        f"Usual cause: {NO_DIVISION}",
    ),
    (
        lambda: init_params(True, 2),
        TypeError,
        "init_params: n_inputs must be a whole number of at least 1; got True. "
        f"Usual cause: {NO_DIVISION}",
    ),
    (
        lambda: train(X, Y, W, B, n_steps=-1),
        ValueError,
        f"train: n_steps must be a whole number of at least 0; got -1. Usual cause: {TOO_SMALL}",
    ),
    (
        lambda: train(X, Y, W, B, n_steps=0.5),
        TypeError,
        f"train: n_steps must be a whole number of at least 0; got 0.5. Usual cause: {NO_DIVISION}",
    ),
    (
        lambda: train(X, Y, W, B, n_steps=True),
        TypeError,
        "train: n_steps must be a whole number of at least 0; got True. "
        f"Usual cause: {NO_DIVISION}",
    ),
    (
        lambda: init_params(3, 2, seed=-1),
        ValueError,
        "init_params: seed must be a whole number of at least 0 and below 2**64; got -1. "
        f"Usual cause: {TOO_SMALL}",
    ),
    *(
        (
            lambda seed=seed: init_params(3, 2, seed=seed),
            ValueError,
            "init_params: seed must be a whole number of at least 0 and below 2**64; got "
            f"{seed}. Usual cause: a sign, or a count that came out too large.",
        )
        for seed in (2**64, 2**70)
    ),
    (
        lambda: curvature(X, 2.5),
        TypeError,
        "curvature: n_targets must be a whole number of at least 1; got 2.5. "
        f"Usual cause: {NO_DIVISION}",
    ),
    # types
    (
        lambda: predict(X.numpy(), W, B),
        TypeError,
        "predict: x must be a floating-point tensor of shape (n, d); got a numpy.ndarray of shape "
        f"(5, 3). Usual cause: {not_a_tensor('x')}",
    ),
    (
        lambda: mse(Y, [[1.0]]),
        TypeError,
        "mse: target must be a floating-point tensor; got a list of length 1. "
        f"Usual cause: {not_a_tensor('target')}",
    ),
    (
        lambda: gradients(X, Y, None, B),
        TypeError,
        "gradients: w must be a floating-point tensor of shape (2, 3); got None. "
        f"Usual cause: {not_a_tensor('w')}",
    ),
    (
        lambda: predict(X.int(), W, B),
        TypeError,
        "predict: x must be a floating-point tensor of shape (n, d); got a tensor of torch.int32. "
        "Usual cause: numbers written without a decimal point become integers. Try x.float().",
    ),
    (
        lambda: predict((1.0, 2.0), W, B),
        TypeError,
        "predict: x must be a floating-point tensor of shape (n, d); got a tuple of length 2. "
        f"Usual cause: {not_a_tensor('x')}",
    ),
    # one dtype, in each function that takes two tensors
    *(
        (
            call,
            TypeError,
            f"{where}: {', '.join(names)} must have one dtype; got "
            + ", ".join(f"{name} float{64 if name in doubled else 32}" for name in names)
            + f". Usual cause: {FLOATS}",
        )
        for where, names, doubled, call in (
            ("predict", "xwb", "x", lambda: predict(X.double(), W, B)),
            ("predict", "xwb", "w", lambda: predict(X, W.double(), B)),
            ("predict", "xwb", "b", lambda: predict(X, W, B.double())),
            ("gradients", "xy", "y", lambda: gradients(X, Y.double(), W, B)),
            ("gradients", "xywb", "w", lambda: gradients(X, Y, W.double(), B)),
            ("gradients", "xywb", "b", lambda: gradients(X, Y, W, B.double())),
            ("train", "xy", "x", lambda: train(X.double(), Y, W, B)),
            ("train", "xywb", "b", lambda: train(X, Y, W, B.double())),
            ("gradient_step", "wb", "b", lambda: gradient_step(W, B.double(), 1e-5)),
        )
    ),
    (
        lambda: train(X.double(), Y.double(), W, B),
        TypeError,
        "train: x, y, w, b must have one dtype; got x float64, y float64, w float32, b float32. "
        f"Usual cause: {FLOATS}",
    ),
    (
        lambda: mse(Y, Y.double()),
        TypeError,
        "mse: pred, target must have one dtype; got pred float32, target float64. "
        f"Usual cause: {FLOATS}",
    ),
    # rank and shape
    (
        lambda: predict(X[0], W, B),
        ValueError,
        "predict: x must be a floating-point tensor of shape (n, d); got a tensor of shape (3,). "
        "Usual cause: a dimension was lost by indexing, as in x[0]. Keep it with x[0:1].",
    ),
    (
        lambda: predict(X[None], W, B),
        ValueError,
        "predict: x must be a floating-point tensor of shape (n, d); got a tensor of shape "
        "(1, 5, 3). Usual cause: a dimension too many. Look at x.shape.",
    ),
    (
        lambda: predict(X, W.T, B),
        ValueError,
        "predict: w must be a floating-point tensor of shape (m, 3); got a tensor of shape (3, 2). "
        f"Usual cause: {SWAPPED}",
    ),
    (
        lambda: predict(X, W, torch.ones(5)),
        ValueError,
        "predict: b must be a floating-point tensor of shape (2,); got a tensor of shape (5,). "
        f"Usual cause: {SWAPPED}",
    ),
    (
        lambda: gradients(X, Y[:4], W, B),
        ValueError,
        "gradients: y must be a floating-point tensor of shape (5, m); got a tensor of shape "
        f"(4, 2). Usual cause: {SWAPPED}",
    ),
    (
        lambda: train(X, Y[:, :1], W, B),
        ValueError,
        "train: w must be a floating-point tensor of shape (1, 3); got a tensor of shape (2, 3). "
        f"Usual cause: {SWAPPED}",
    ),
    (
        lambda: gradient_step(W, B[:1], 1e-5),
        ValueError,
        "gradient_step: b must be a floating-point tensor of shape (2,); got a tensor of shape "
        f"(1,). Usual cause: {SWAPPED}",
    ),
    (
        lambda: mse(Y, Y[:, 0]),
        ValueError,
        "mse: pred and target must have the same shape; got pred (5, 2) and target (5,). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: mse(Y[:, :1], Y),
        ValueError,
        "mse: pred and target must have the same shape; got pred (5, 1) and target (5, 2). "
        f"Usual cause: {DROPPED}",
    ),
    (
        lambda: predict(X, W[0], B),
        ValueError,
        "predict: w must be a floating-point tensor of shape (m, 3); got a tensor of shape (3,). "
        "Usual cause: a dimension was lost by indexing, as in w[0]. Keep it with w[0:1].",
    ),
    # empty and not finite
    (
        lambda: predict(X[:0], W, B),
        ValueError,
        f"predict: x must not be empty; got a tensor of shape (0, 3). Usual cause: {NO_ROWS}",
    ),
    (
        lambda: mse(Y[:0], Y[:0]),
        ValueError,
        f"mse: pred must not be empty; got a tensor of shape (0, 2). Usual cause: {NO_ROWS}",
    ),
    (
        lambda: predict(NAN_X, W, B),
        ValueError,
        f"predict: x must hold finite numbers only; got nan at x[2, 1]. Usual cause: {MISSING}",
    ),
    (
        lambda: mse(Y, INF_Y),
        ValueError,
        "mse: target must hold finite numbers only; got inf at target[0, 0]. "
        f"Usual cause: {MISSING}",
    ),
    (
        lambda: train(X, INF_Y, W, B),
        ValueError,
        f"train: y must hold finite numbers only; got inf at y[0, 0]. Usual cause: {MISSING}",
    ),
    (
        lambda: train(X, Y, NAN_W, B),
        ValueError,
        "train: w must hold finite numbers only; got nan at w[0, 0]. Usual cause: an earlier run "
        "with a learning rate that is too large. Draw new parameters.",
    ),
    (
        lambda: train(X, Y, W, -INF_Y[0]),
        ValueError,
        "train: b must hold finite numbers only; got -inf at b[0]. Usual cause: an earlier run "
        "with a learning rate that is too large. Draw new parameters.",
    ),
    (
        lambda: gradients(NAN_X, INF_Y, W, B),
        ValueError,
        f"gradients: x must hold finite numbers only; got nan at x[2, 1]. Usual cause: {MISSING}",
    ),
    (
        lambda: max_learning_rate(X.int(), 2),
        TypeError,
        "max_learning_rate: x must be a floating-point tensor of shape (n, d); got a tensor of "
        "torch.int32. Usual cause: numbers written without a decimal point become integers. "
        "Try x.float().",
    ),
    (
        lambda: curvature(NAN_X, 2),
        ValueError,
        f"curvature: x must hold finite numbers only; got nan at x[2, 1]. Usual cause: {MISSING}",
    ),
    (
        lambda: max_learning_rate(X, 0),
        ValueError,
        "max_learning_rate: n_targets must be a whole number of at least 1; got 0. "
        f"Usual cause: {TOO_SMALL}",
    ),
    # learning rates
    *(
        (
            lambda lr=lr: train(X, Y, W, B, lr=lr),
            ValueError,
            f"train: lr must be a finite number above 0; got {lr!r}. Usual cause: {TYPED}",
        )
        for lr in (0, -1e-5, float("nan"), float("inf"))
    ),
    (
        lambda: gradient_step(*with_grad(*init_params(3, 2, seed=0)), lr=-1e-5),
        ValueError,
        f"gradient_step: lr must be a finite number above 0; got -1e-05. Usual cause: {TYPED}",
    ),
    (
        lambda: train(X, Y, W, B, lr=torch.tensor(-1.0)),
        ValueError,
        f"train: lr must be a finite number above 0; got tensor(-1.). Usual cause: {TYPED}",
    ),
    *(
        (
            lambda lr=lr: train(X, Y, W, B, lr=lr),
            TypeError,
            f"train: lr must be a finite number above 0; got {words}. "
            "Usual cause: a value of another kind was passed in its place.",
        )
        for lr, words in (
            ("1e-5", "'1e-5'"),
            (True, "True"),
            (None, "None"),
            (1e-5j, "1e-05j"),
            ([1e-5], "a list of length 1"),
            (torch.tensor([1e-5, 1e-5]), "a tensor of shape (2,)"),
            (np.array([1e-5, 1e-5]), "a numpy.ndarray of shape (2,)"),
        )
    ),
    # missing gradients
    (
        lambda: gradient_step(W, B, lr=1e-5),
        ValueError,
        "gradient_step: w.grad must hold a gradient; got None. "
        "Usual cause: loss.backward() has not been called.",
    ),
    (
        lambda: gradient_step(*stepped_away(), lr=1e-5),
        ValueError,
        "gradient_step: w.grad must hold a gradient; got None. "
        "Usual cause: w = w - ... made a new tensor. Update in place: w -= ...",
    ),
    (
        lambda: gradient_step(W * 2, B, lr=1e-5),
        ValueError,
        "gradient_step: w.grad must hold a gradient; got a w that is not a leaf tensor. "
        "Usual cause: w = w - ... made a new tensor. Update in place: w -= ...",
    ),
    (
        lambda: gradient_step(W.detach(), B, lr=1e-5),
        ValueError,
        "gradient_step: w.grad must hold a gradient; got None. "
        "Usual cause: w = w - ... made a new tensor. Update in place: w -= ...",
    ),
    (
        lambda: gradient_step(with_grad(*init_params(3, 2, seed=0))[0], B, lr=1e-5),
        ValueError,
        "gradient_step: b.grad must hold a gradient; got None. "
        "Usual cause: loss.backward() has not been called.",
    ),
    # divergence
    (
        lambda: train(X, Y, W, B, lr=1.2e-4, progress=False),
        ValueError,
        "train: the loss must stay finite; the largest learning rate that converges here is "
        "0.0001117; got inf at step 274 with lr = 0.00012. Usual cause: lr is above that limit, "
        "so each step overshoots by more than the last. Try half the limit.",
    ),
    (
        # The loss of the last step's parameters is looked at too.
        lambda: train(X, Y, W, B, lr=1.2e-4, n_steps=274, progress=False),
        ValueError,
        "train: the loss must stay finite; the largest learning rate that converges here is "
        "0.0001117; got inf at step 274 with lr = 0.00012. Usual cause: lr is above that limit, "
        "so each step overshoots by more than the last. Try half the limit.",
    ),
    (
        # At the limit itself the rate is not to blame.
        lambda: train(X, 1e30 * Y, W, B, lr=max_learning_rate(X, 2), progress=False),
        ValueError,
        "train: the loss must stay finite; the largest learning rate that converges here is "
        "0.0001117; got inf at step 0 with lr = 0.000111673. Usual cause: the numbers are too "
        "large for torch.float32. Scale the inputs and the targets.",
    ),
    (
        lambda: train(X, 1e30 * Y, W, B, progress=False),
        ValueError,
        "train: the loss must stay finite; the largest learning rate that converges here is "
        "0.0001117; got inf at step 0 with lr = 1e-05. Usual cause: the numbers are too large for "
        "torch.float32. Scale the inputs and the targets.",
    ),
]


FOUR_PARTS = r"\w+: .+ must .+; got .+\. Usual cause: .+\S"


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:60] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_expected_received_and_usual(call, kind, words):
    before = [t.detach().clone() for t in (W, B, X, Y)]
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == words
    assert re.fullmatch(FOUR_PARTS, str(caught.value))
    for now, then in zip((W, B, X, Y), before, strict=True):
        assert torch.equal(now.detach(), then)
        assert now.grad is None


@pytest.mark.parametrize("number", [np.int64(3), torch.tensor(3), 3])
def test_whole_numbers_of_every_kind_are_accepted(number):
    assert init_params(number, 2)[0].shape == (2, 3)


@pytest.mark.parametrize("lr", [np.float32(0.5), torch.tensor(0.5), torch.tensor([0.5]), 0.5])
def test_learning_rates_of_every_kind_are_accepted(lr):
    x, w, b = torch.ones(1, 1), torch.zeros(1, 1), torch.zeros(1)
    assert train(x, 3 * x, w, b, lr=lr, n_steps=1, progress=False).losses.tolist() == [9, 9]
    assert train(x, 3 * x, w, b, lr=1, n_steps=0, progress=False).losses.tolist() == [9]
