"""Closed forms against NumPy's least squares, autograd's Hessian and a float64 loop of steps."""

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import init_params, mse, predict, train
from linreg_helpers.exact import curvature, least_squares, max_learning_rate
from linreg_helpers.path import DescentPath
from tests.oracles import X, Y, random_problem

X64, Y64 = X.double(), Y.double()
STANDARDISED = (X64 - X64.mean(0)) / X64.std(0, correction=0)
sizes = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4))  # n, d, m


def numpy_least_squares(x, y):
    a = np.column_stack([x.double().numpy(), np.ones(len(x))])
    theta = np.linalg.lstsq(a, y.double().numpy(), rcond=None)[0]
    return torch.from_numpy(theta[:-1].T), torch.from_numpy(theta[-1])


def float64_loop(x, y, w, b, lr, n_steps):
    """Take the steps one by one, and return the loss before each, the last one, w and b."""
    x, y, w, b = (t.detach().double().numpy().copy() for t in (x, y, w, b))
    losses = []
    for step in range(n_steps + 1):
        diff = x @ w.T + b - y
        losses.append(np.mean(diff**2))
        if step < n_steps:
            w -= lr * 2 / diff.size * diff.T @ x
            b -= lr * 2 / diff.size * diff.sum(0)
    return torch.tensor(losses, dtype=torch.float64), torch.from_numpy(w), torch.from_numpy(b)


def loss_at(x, y, w, b):
    return mse(predict(x, w, b), y).item()


def start(seed=0, dtype=torch.float64):
    return tuple(p.detach().to(dtype) for p in init_params(3, 2, seed=seed))


def course_path(lr=1e-5, seed=0):
    return DescentPath(X64, Y64, *start(seed), lr)


# curvature and max_learning_rate


def test_curvature_of_the_course_data():
    found = curvature(X64, n_targets=2)
    expected = torch.tensor([0.0081924, 93.347, 633.38, 17909.5], dtype=torch.float64)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=0)
    assert (found[-1] / found[0]).item() == pytest.approx(2.186e6, rel=1e-3)


@settings(max_examples=30)
@given(sizes)
def test_curvature_is_the_eigenvalues_of_the_hessian_that_autograd_finds(size):
    x, y, w, b = random_problem(*size)
    d, m = x.shape[1], len(b)
    theta = torch.cat([w, b[:, None]], dim=1).flatten()

    def loss(theta):
        theta = theta.view(m, d + 1)
        return torch.nn.functional.mse_loss(x @ theta[:, :d].T + theta[:, d], y)

    hessian = torch.autograd.functional.hessian(loss, theta)
    expected = torch.linalg.eigvalsh(hessian).view(d + 1, m)[:, 0]  # each of them m times
    torch.testing.assert_close(curvature(x, m), expected, rtol=1e-9, atol=1e-12)


def test_curvature_is_zero_in_the_directions_that_too_few_rows_leave_open():
    assert curvature(X64[:2], 2)[:2].tolist() == [0, 0]
    assert (curvature(X64[:2], 2)[2:] > 1).all()


def test_curvature_keeps_the_dtype_of_x():
    assert curvature(X, 2).dtype == torch.float32
    assert curvature(X64, 2).dtype == torch.float64


def test_largest_learning_rate_of_the_course_data():
    assert max_learning_rate(X, 2) == pytest.approx(1.1167e-4, rel=1e-4)


def test_standardised_inputs_are_a_round_bowl():
    found = curvature(STANDARDISED, 2)
    assert (found[-1] / found[0]).item() == pytest.approx(6.95, abs=0.005)
    assert max_learning_rate(STANDARDISED, 2) == pytest.approx(1.007, abs=0.001)


@pytest.mark.parametrize(("factor", "converges"), [(0.99, True), (1.01, False)])
def test_descent_converges_below_the_largest_learning_rate_and_diverges_above(factor, converges):
    lr = factor * max_learning_rate(X, 2)
    losses, _, _ = float64_loop(X, Y, *start(), lr, n_steps=1000)
    assert (losses[-1] < losses[500]) == converges


# least_squares


def test_least_loss_of_the_course_data():
    w, b = least_squares(X64, Y64)
    expected_w = [[-0.38757, 0.84776, 0.69818], [-0.28516, 0.79401, 0.92498]]
    torch.testing.assert_close(w, torch.tensor(expected_w).double(), rtol=0, atol=6e-6)
    torch.testing.assert_close(b, torch.tensor([-1.63761, -2.21828]).double(), rtol=0, atol=6e-6)
    assert loss_at(X64, Y64, w, b) == pytest.approx(0.48312, abs=5e-6)
    apples, oranges = (predict(X64, w, b) - Y64).square().mean(0).tolist()
    assert apples == pytest.approx(0.962, abs=5e-4)
    assert oranges == pytest.approx(0.0047, abs=5e-5)


def test_leave_one_out_error_of_the_course_data():
    squares = []
    for row in range(5):
        others = [k for k in range(5) if k != row]
        w, b = least_squares(X64[others], Y64[others])
        squares.append((predict(X64[[row]], w, b) - Y64[[row]]).square())
    assert torch.cat(squares).mean().item() == pytest.approx(42.59, abs=0.005)
    assert torch.cat(squares)[2, 0].sqrt().item() == pytest.approx(18, abs=0.5)  # Hoenn's apples


@settings(max_examples=60)
@given(sizes, st.sampled_from([torch.float32, torch.float64]))
def test_least_squares_are_those_of_numpy_with_many_rows_and_with_few(size, dtype):
    x, y, _, _ = random_problem(*size, dtype=dtype)
    found = least_squares(x, y)
    assert [p.dtype for p in found] == [dtype, dtype]
    expected = tuple(p.to(dtype) for p in numpy_least_squares(x, y))
    rtol = 1e-5 if dtype == torch.float32 else 1e-8
    torch.testing.assert_close(found, expected, rtol=rtol, atol=rtol)


@pytest.mark.parametrize(("n", "d"), [(4000, 3), (3, 4000), (400, 300)])
def test_thousands_of_rows_or_inputs(n, d):
    x, y, _, _ = random_problem(n, d, 2)
    torch.testing.assert_close(
        least_squares(x, y), numpy_least_squares(x, y), rtol=1e-8, atol=1e-10
    )


def constant_column(x):
    x[:, 1] = 7


def repeated_column(x):
    x[:, 2] = 3 * x[:, 0]


def column_of_zeros(x):
    x[:, 0] = 0


def all_rows_alike(x):
    x[:] = x[0].clone()


@pytest.mark.parametrize(
    "spoil", [constant_column, repeated_column, column_of_zeros, all_rows_alike]
)
@pytest.mark.parametrize("n", [1, 3, 20])
def test_of_many_solutions_the_one_of_minimum_norm(spoil, n):
    x, y, _, _ = random_problem(n, 4, 2)
    spoil(x)
    torch.testing.assert_close(least_squares(x, y), numpy_least_squares(x, y), rtol=1e-9, atol=1e-9)


def test_descent_from_zero_tends_to_the_solution_of_minimum_norm():
    x, y, w, b = random_problem(3, 5, 2)
    path = DescentPath(x, y, torch.zeros_like(w), torch.zeros_like(b), lr=0.1)
    torch.testing.assert_close(path.params(10**6), least_squares(x, y), rtol=1e-9, atol=1e-9)


def test_columns_that_depend_on_each_other_up_to_rounding_get_no_huge_weights():
    celsius = torch.linspace(-10, 35, 46)[:, None]
    x = torch.cat([celsius, celsius * 1.8 + 32], dim=1)
    y = 2 * celsius + 5 + torch.sin(celsius)
    w, b = least_squares(x, y)
    assert w.abs().max() < 2
    assert numpy_least_squares(x, y)[0].abs().max() > 1000  # fitted to the rounding of 1.8
    alone = loss_at(celsius, y, *least_squares(celsius, y))
    assert loss_at(x, y, w, b) == pytest.approx(alone, rel=1e-4)


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1e6, 1e12])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_unit_of_an_input_does_not_matter(unit, dtype):
    x, y, _, _ = random_problem(20, 3, 2, dtype=dtype)
    w, b = least_squares(x, y)
    scale = torch.tensor([unit, 1, 1], dtype=dtype)
    rtol = 1e-5 if dtype == torch.float32 else 1e-9
    torch.testing.assert_close(least_squares(x * scale, y), (w / scale, b), rtol=rtol, atol=1e-30)


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_the_unit_of_an_input_spoils_no_fit_of_fewer_rows_than_parameters(unit):
    x, y, _, _ = random_problem(3, 4, 2)
    x[:, 0] *= unit
    torch.testing.assert_close(predict(x, *least_squares(x, y)), y, rtol=1e-12, atol=1e-12)


def test_an_input_far_from_zero_is_not_taken_for_a_constant():
    x, y, _, _ = random_problem(1000, 2, 1)
    w, b = least_squares(x, y)
    far_w, far_b = least_squares(x + 1e7, y)
    torch.testing.assert_close(far_w, w, rtol=1e-6, atol=0)
    torch.testing.assert_close(far_b, b - 1e7 * w.sum(1), rtol=1e-6, atol=0)


def test_the_solution_has_no_graph():
    assert not any(p.requires_grad for p in least_squares(X.clone().requires_grad_(), Y))


# DescentPath


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


@settings(max_examples=100)
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
    arguments = [X64.clone(), Y64.clone(), *(p.clone().requires_grad_() for p in start())]
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


# What is refused, word for word

W, B = start(dtype=torch.float32)
NAN_X = X.clone()
NAN_X[2, 1] = float("nan")
NAN_W = torch.full((2, 3), float("nan"))
DIVISION = "a division, as in n_steps / 2, gives a number with a decimal point. Try //."
STEPS = "steps must be a whole number of at least 0, or a list or 1-D tensor of such numbers"
SWAPPED = "rows and columns are swapped, or the tensors belong to different data."
MISSING = "a missing value in the table, or a division by zero."


def path():
    return DescentPath(X, Y, W, B, 1e-5)


REFUSALS = [
    (
        lambda: least_squares(X.numpy(), Y),
        TypeError,
        "least_squares: x must be a floating-point tensor of shape (n, d); got a numpy.ndarray of "
        "shape (5, 3). Usual cause: it is not a tensor yet. Try torch.tensor(x) or "
        "torch.from_numpy(x).",
    ),
    (
        lambda: least_squares(NAN_X, Y),
        ValueError,
        "least_squares: x must hold finite numbers only; got nan at x[2, 1]. "
        f"Usual cause: {MISSING}",
    ),
    (
        lambda: least_squares(X, Y[:4]),
        ValueError,
        "least_squares: y must be a floating-point tensor of shape (5, m); got a tensor of shape "
        f"(4, 2). Usual cause: {SWAPPED}",
    ),
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
