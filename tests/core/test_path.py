"""Any step of gradient descent at once, against a float64 loop that takes them all."""

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import DescentPath, init_params, least_squares, max_learning_rate, train
from tests.oracles import X, Y, float64_loop, loss_at, random_problem, start

X64, Y64 = X.double(), Y.double()
sizes = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4))  # n, d, m


def course_path(lr=1e-5, seed=0):
    return DescentPath(X64, Y64, *start(seed), lr)


@pytest.mark.parametrize("seed", range(5))
def test_all_losses_are_those_of_a_float64_loop(seed):
    expected, _, _ = float64_loop(X, Y, *start(seed), 1e-5, 5000)
    found = course_path(seed=seed).losses(torch.arange(5001))
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=0)


def test_every_seed_ends_elsewhere():
    ends = [course_path(seed=seed).losses(5000).item() for seed in range(5)]
    assert ends == pytest.approx([0.5774, 0.5145, 0.5436, 0.5557, 0.5481], abs=5e-5)


def test_the_path_of_float32_data_is_that_of_train_to_the_rounding_of_its_losses():
    w, b = init_params(3, 2, seed=0)
    path = DescentPath(X, Y, w, b, lr=1e-5)
    losses = path.losses(torch.arange(5001))
    exact, _, _ = float64_loop(X, Y, w, b, 1e-5, 5000)
    torch.testing.assert_close(losses, exact.float(), rtol=2e-7, atol=0)
    history = train(X, Y, w, b, progress=False)
    torch.testing.assert_close(losses, history.losses, rtol=5e-5, atol=0)
    found = path.params(5000)
    assert [p.dtype for p in (losses, *found)] == [torch.float32] * 3
    torch.testing.assert_close(found, (w.detach(), b.detach()), rtol=1e-5, atol=0)


@settings(deadline=None, max_examples=100)
@given(sizes, st.floats(0.01, 1.05), st.integers(0, 60), st.integers(0, 1000))
def test_the_path_is_the_loop_at_any_size_and_rate(size, share, n_steps, seed):
    x, y, w, b = random_problem(*size, seed=seed)
    lr = share * max_learning_rate(x, len(b))
    losses, *expected = float64_loop(x, y, w, b, lr, n_steps)
    path = DescentPath(x, y, w, b, lr)
    torch.testing.assert_close(path.losses(range(n_steps + 1)), losses, rtol=1e-9, atol=1e-18)
    torch.testing.assert_close(path.params(n_steps), tuple(expected), rtol=1e-9, atol=1e-9)


def test_the_path_of_many_rows_is_the_loop():
    x, y, w, b = random_problem(3000, 4, 2)
    losses, *expected = float64_loop(x, y, w, b, 0.3, 40)
    path = DescentPath(x, y, w, b, 0.3)
    torch.testing.assert_close(path.losses(range(41)), losses, rtol=1e-12, atol=0)
    torch.testing.assert_close(path.params(40), tuple(expected), rtol=1e-12, atol=1e-12)


def test_after_no_step_the_path_is_at_its_start():
    torch.testing.assert_close(course_path().params(0), start(), rtol=0, atol=0)
    assert course_path().losses(0).item() == pytest.approx(loss_at(X64, Y64, *start()), rel=1e-14)


def test_five_million_steps_come_within_a_ten_thousandth_of_the_least_loss():
    least = loss_at(X64, Y64, *least_squares(X64, Y64))
    three, five = (course_path(lr=1e-4).losses([3_000_000, 5_000_000]) - least).tolist()
    assert 0 < five < 1e-4 < three


def test_after_5000_steps_the_slowest_direction_has_kept_0_9996_of_its_way():
    # Along it the way to the lowest point shrinks by 1 - lr * curvature, 5000 times.
    x, y = X64, Y64
    slowest = torch.linalg.svd(torch.cat([x, torch.ones(5, 1).double()], dim=1))[2][-1]
    best, begin, end = (
        torch.cat([w, b[:, None]], dim=1) @ slowest
        for w, b in (least_squares(x, y), start(), course_path().params(5000))
    )
    torch.testing.assert_close(
        (end - best) / (begin - best), torch.full((2,), 0.99959).double(), rtol=0, atol=5e-6
    )


def test_after_ever_so_many_steps_the_path_is_at_the_least_loss():
    path = course_path()
    torch.testing.assert_close(path.params(10**18), least_squares(X64, Y64), rtol=1e-9, atol=0)
    least = loss_at(X64, Y64, *least_squares(X64, Y64))
    assert path.losses(10**18).item() == pytest.approx(least, rel=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_a_direction_that_no_row_points_in_does_not_move(n):
    x = torch.zeros(n, 2).double()
    x[:, 0] = torch.arange(n) + 1
    path = DescentPath(x, 2 * x[:, :1], x[:1] * 0 + 5, x[0, :1] * 0 + 1, lr=0.01)
    w, b = path.params(10**9)
    assert w[0, 1].item() == 5
    torch.testing.assert_close(x @ w.T + b - 5 * x[:, 1:], 2 * x[:, :1], rtol=1e-9, atol=1e-9)


def test_slow_directions_are_exact_over_a_trillion_steps_and_over_one():
    # The curvature is 2 and 4 is missing, so after k steps 4 * exp(-2 * lr * k) is.
    x = torch.tensor([[1.0], [-1.0]]).double()
    path = DescentPath(x, 4 * x, 0 * x[:1], 0 * x[0], lr=1e-13)
    assert path.losses(10**13).item() == pytest.approx(16 * math.exp(-4), rel=1e-11)
    assert path.params(10**13)[0].item() == pytest.approx(4 - 4 * math.exp(-2), rel=1e-11)
    assert path.params(1)[0].item() == pytest.approx(8e-13, rel=1e-11, abs=0)


def test_steps_may_be_a_number_a_list_a_range_or_a_tensor_in_any_order():
    path = course_path()
    assert path.losses(3).shape == ()
    expected = torch.stack([path.losses(k) for k in (3, 0, 3)])
    for steps in (
        [3, 0, 3],
        torch.tensor([3, 0, 3]),
        torch.tensor([3, 0, 3]).int(),
        np.array([3, 0, 3]),
    ):
        assert torch.equal(path.losses(steps), expected)
    assert torch.equal(path.losses(range(4)), path.losses([0, 1, 2, 3]))


def test_a_rate_that_reaches_the_lowest_point_in_one_step():
    x = torch.tensor([[1.0], [-1.0]]).double()
    path = DescentPath(x, 4 * x, 0 * x[:1], 0 * x[0], lr=0.5)
    assert path.losses([0, 1, 2]).tolist() == pytest.approx([16, 0, 0], rel=1e-14, abs=1e-25)
    assert path.params(1)[0].item() == pytest.approx(4, rel=1e-15)


def test_a_path_that_diverges_leads_to_infinity_never_to_nan():
    path = course_path(lr=1.2e-4)
    losses = path.losses([0, 1000, 5000, 10**6, 10**18])
    assert not losses.isnan().any()
    assert losses.isinf().tolist() == [False, False, True, True, True]
    for step in (10**4, 10**4 + 1, 10**18, 10**30):
        w, b = path.params(step)
        assert w.isinf().all()
        assert b.isinf().all()


def test_where_many_directions_diverge_the_steepest_decides_the_sign():
    x, y, w, b = random_problem(6, 4, 2)
    path = DescentPath(x, y, w, b, lr=100)
    before, after = path.params(20), path.params(10**6)
    for finite, infinite in zip(before, after, strict=True):
        assert torch.equal(infinite, torch.copysign(torch.tensor(torch.inf), finite).double())


def test_what_does_not_diverge_still_converges_beside_what_does():
    x = torch.tensor([[100.0], [-100.0]]).double()
    y = torch.tensor([[3.0], [5.0]]).double()
    w, b = DescentPath(x, y, 0 * x[:1] + 1, 0 * x[0], lr=0.1).params(10**5)
    assert w.isinf().all()
    assert b.item() == pytest.approx(4, rel=1e-12)


@pytest.mark.parametrize("factor", [1.01, 1.5, 7, 300])
@pytest.mark.parametrize("size", [(6, 3, 2), (2, 4, 1), (1, 1, 3)])
def test_while_a_path_that_diverges_is_finite_it_is_the_loop(factor, size):
    x, y, w, b = random_problem(*size)
    lr = factor * max_learning_rate(x, len(b))
    path = DescentPath(x, y, w, b, lr)
    for n_steps in (0, 1, 2, 3, 10, 11):
        losses, *expected = float64_loop(x, y, w, b, lr, n_steps)
        torch.testing.assert_close(path.losses(n_steps), losses[-1], rtol=1e-8, atol=1e-9)
        torch.testing.assert_close(path.params(n_steps), tuple(expected), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_with_fewer_rows_than_parameters_the_path_is_the_loop(n):
    x, y, w, b = random_problem(n, 6, 2)
    x[:, 1], x[:, 2], x[:, 3] = 7, 0, 3 * x[:, 0]
    losses, *expected = float64_loop(x, y, w, b, 1e-3, 50)
    path = DescentPath(x, y, w, b, 1e-3)
    torch.testing.assert_close(path.losses(range(51)), losses, rtol=1e-9, atol=1e-12)
    torch.testing.assert_close(path.params(50), tuple(expected), rtol=1e-9, atol=1e-9)
    end_w, _ = path.params(10**9)
    assert torch.equal(end_w[:, 2], w[:, 2])  # an input that is always zero says nothing
    assert path.losses(10**9).item() == pytest.approx(0, abs=1e-12)


def test_a_path_in_float32_gives_infinity_where_only_float32_overflows():
    path = DescentPath(X, Y, W, B, 1.2e-4)
    losses = path.losses([282, 283])
    assert losses.dtype == torch.float32
    assert losses.isfinite().tolist() == [True, False]
    assert DescentPath(X64, Y64, *start(), 1.2e-4).losses(283).isfinite()


def test_of_no_steps_there_are_no_losses():
    for steps in ([], (), range(0), torch.tensor([]), torch.tensor([], dtype=torch.int64)):
        losses = course_path().losses(steps)
        assert losses.shape == (0,)
        assert losses.dtype == torch.float64


def test_a_start_at_the_lowest_point_stays_there_at_any_rate():
    x = torch.tensor([[1.0], [-1.0]])
    path = DescentPath(x, 0 * x, 0 * x[:1], 0 * x[0], lr=1e3)
    assert path.losses([0, 10**6]).tolist() == [0, 0]
    assert [p.item() for p in path.params(10**6)] == [0, 0]


def test_numbers_too_large_to_square_give_infinity_not_nan():
    x, y, w, b = random_problem(5, 2, 1)
    losses = DescentPath(x * 1e200, y, w, b, lr=0.1).losses([0, 1, 10])
    assert losses.isinf().all()


def test_the_path_changes_no_argument_and_does_not_follow_later_changes():
    arguments = [t.clone().requires_grad_() for t in (X64, Y64, *start())]
    path = DescentPath(*arguments, 1e-5)
    before = copy.deepcopy(arguments)
    expected = path.losses([0, 100]).tolist()
    w, b = path.params(100)
    assert not any(t.requires_grad for t in (w, b, path.losses(100)))
    w.zero_()
    for argument, kept in zip(arguments, before, strict=True):
        assert torch.equal(argument, kept)
        with torch.no_grad():
            argument.zero_()
    assert path.losses([0, 100]).tolist() == expected
    assert torch.equal(path.params(0)[0], start()[0])


def test_descent_from_zero_tends_to_the_solution_of_minimum_norm():
    x, y, w, b = random_problem(3, 5, 2)
    path = DescentPath(x, y, torch.zeros_like(w), torch.zeros_like(b), lr=0.1)
    torch.testing.assert_close(path.params(10**6), least_squares(x, y), rtol=1e-9, atol=1e-9)


# What is refused, word for word

W, B = start(dtype=torch.float32)
NAN_X = X.clone()
NAN_X[2, 1] = float("nan")
NAN_W = torch.full((2, 3), float("nan"))
FLOATS = "NumPy makes float64 and PyTorch float32 by default. Try .float() on the former."
DIVISION = "a division, as in n_steps / 2, gives a number with a decimal point. Try //."
STEPS = "steps must be a whole number of at least 0, or a list or 1-D tensor of such numbers"
SWAPPED = "rows and columns are swapped, or the tensors belong to different data."
MISSING = "a missing value in the table, or a division by zero."


def path():
    return DescentPath(X, Y, W, B, 1e-5)


REFUSALS = [
    (
        lambda: DescentPath(NAN_X, Y, W, B, 1e-5),
        ValueError,
        f"DescentPath: x must hold finite numbers only; got nan at x[2, 1]. Usual cause: {MISSING}",
    ),
    (
        lambda: DescentPath(X, Y, W.T, B, 1e-5),
        ValueError,
        "DescentPath: w0 must be a floating-point tensor of shape (2, 3); got a tensor of shape "
        f"(3, 2). Usual cause: {SWAPPED}",
    ),
    (
        lambda: DescentPath(X, Y, W, B[:1], 1e-5),
        ValueError,
        "DescentPath: b0 must be a floating-point tensor of shape (2,); got a tensor of shape "
        f"(1,). Usual cause: {SWAPPED}",
    ),
    (
        lambda: DescentPath(X, Y, W.double(), B, 1e-5),
        TypeError,
        "DescentPath: x, y, w0, b0 must have one dtype; got x float32, y float32, w0 float64, "
        "b0 float32. Usual cause: NumPy makes float64 and PyTorch float32 by default. Try .float() "
        "on the former.",
    ),
    (
        lambda: DescentPath(X, Y64, W, B, 1e-5),
        TypeError,
        f"DescentPath: x, y must have one dtype; got x float32, y float64. Usual cause: {FLOATS}",
    ),
    (
        lambda: DescentPath(X, Y, W, B.double(), 1e-5),
        TypeError,
        "DescentPath: x, y, w0, b0 must have one dtype; got x float32, y float32, w0 float32, "
        f"b0 float64. Usual cause: {FLOATS}",
    ),
    (
        lambda: DescentPath(X, Y, W, B, True),
        TypeError,
        "DescentPath: lr must be a finite number above 0; got True. Usual cause: a value of "
        "another kind was passed in its place.",
    ),
    (
        lambda: path().params(True),
        TypeError,
        "DescentPath.params: step must be a whole number of at least 0; got True. Usual cause: a "
        "division or a quoted number. Try int(...).",
    ),
    (
        lambda: DescentPath(X, Y, NAN_W, B, 1e-5),
        ValueError,
        "DescentPath: w0 must hold finite numbers only; got nan at w0[0, 0]. Usual cause: an "
        "earlier run with a learning rate that is too large. Draw new parameters.",
    ),
    (
        lambda: DescentPath(X, Y, W, NAN_W[:, 0], 1e-5),
        ValueError,
        "DescentPath: b0 must hold finite numbers only; got nan at b0[0]. Usual cause: an "
        "earlier run with a learning rate that is too large. Draw new parameters.",
    ),
    (
        lambda: DescentPath(X, Y, W, B, 0),
        ValueError,
        "DescentPath: lr must be a finite number above 0; got 0. Usual cause: a sign, or 1e-5 "
        "typed as 1e5 or 0.",
    ),
    (
        lambda: path().losses(2.5),
        TypeError,
        f"DescentPath.losses: {STEPS}; got numbers of torch.float64. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses([1 + 0j, 2]),
        TypeError,
        f"DescentPath.losses: {STEPS}; got numbers of torch.complex128. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses(torch.ones(2, requires_grad=True)),
        TypeError,
        f"DescentPath.losses: {STEPS}; got a tensor of shape (2,). Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses([[1], [2, 3]]),
        TypeError,
        f"DescentPath.losses: {STEPS}; got a list of length 2. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses(None),
        TypeError,
        f"DescentPath.losses: {STEPS}; got None. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses([True]),
        TypeError,
        f"DescentPath.losses: {STEPS}; got numbers of torch.bool. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses("all"),
        TypeError,
        f"DescentPath.losses: {STEPS}; got 'all'. Usual cause: {DIVISION}",
    ),
    (
        lambda: path().losses([3, -1]),
        ValueError,
        f"DescentPath.losses: {STEPS}; got -1. Usual cause: a sign; the path can't be followed "
        "back from its start.",
    ),
    (
        lambda: path().losses(torch.ones(2, 2).int()),
        ValueError,
        f"DescentPath.losses: {STEPS}; got a tensor of shape (2, 2). Usual cause: a table of "
        "steps. Try steps.flatten().",
    ),
    (
        lambda: path().params(2.5),
        TypeError,
        "DescentPath.params: step must be a whole number of at least 0; got 2.5. Usual cause: a "
        "division or a quoted number. Try int(...).",
    ),
    (
        lambda: path().params(-1),
        ValueError,
        "DescentPath.params: step must be a whole number of at least 0; got -1. Usual cause: a "
        "sign, or a count that came out too small.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS)
def test_a_refusal_says_what_was_wrong_and_why(call, kind, words):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == words
