"""Closed forms against NumPy's least squares, autograd's Hessian and a float64 loop of steps."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import curvature, least_squares, max_learning_rate, predict
from tests.oracles import X, Y, float64_loop, loss_at, numpy_least_squares, random_problem, start

X64, Y64 = X.double(), Y.double()
STANDARDISED = (X64 - X64.mean(0)) / X64.std(0, correction=0)
sizes = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4))  # n, d, m


# curvature and max_learning_rate


def test_curvature_of_the_course_data():
    found = curvature(X64, n_targets=2)
    expected = torch.tensor([0.0081924, 93.347, 633.38, 17909.5], dtype=torch.float64)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=0)
    assert (found[-1] / found[0]).item() == pytest.approx(2.186e6, rel=1e-3)


@settings(deadline=None, max_examples=30)
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


@pytest.mark.parametrize("n_targets", [1, 2, 7])
def test_the_mean_over_more_targets_is_less_curved(n_targets):
    one = curvature(X64, 1)
    torch.testing.assert_close(curvature(X64, n_targets), one / n_targets, rtol=1e-12, atol=0)
    assert max_learning_rate(X64, n_targets) == pytest.approx(n_targets * 2 / one[-1].item())


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


@settings(deadline=None, max_examples=60)
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


def test_columns_that_depend_on_each_other_up_to_rounding_get_no_huge_weights():
    celsius = torch.linspace(-10, 35, 46)[:, None]
    x = torch.cat([celsius, celsius * 1.8 + 32], dim=1)
    y = 2 * celsius + 5 + torch.sin(celsius)
    w, b = least_squares(x, y)
    assert w.abs().max() < 2
    assert numpy_least_squares(x, y)[0].abs().max() > 1000  # fitted to the rounding of 1.8
    alone = loss_at(celsius, y, *least_squares(celsius, y))
    assert loss_at(x, y, w, b) == pytest.approx(alone, rel=1e-4)


def with_a_column_that_is_almost(other, distance, dtype, n=40):
    # In float64 the distance is far above the rounding, whatever the dtype of the data.
    x, y, _, _ = random_problem(n, 3, 2)
    x[:, 2] = (x[:, 0] if other == "another" else 1) + distance * x[:, 2]
    return x.to(dtype), y.to(dtype)


@pytest.mark.parametrize("other", ["another", "constant"])
@pytest.mark.parametrize(
    ("dtype", "seen", "unseen"), [(torch.float32, 2e-6, 3e-8), (torch.float64, 1e-14, 1e-16)]
)
def test_how_close_to_each_other_columns_may_be(other, dtype, seen, unseen):
    # A weight fitted to what a column has of its own grows as that gets less.
    w, _ = least_squares(*with_a_column_that_is_almost(other, 30 * seen, dtype))
    assert w.abs().max() > 1e-3 / seen
    w, _ = least_squares(*with_a_column_that_is_almost(other, unseen, dtype))
    assert w.abs().max() < 2


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_columns_of_zeros_and_constants_share_nothing_with_the_rest(dtype):
    x, y, _, _ = random_problem(20, 4, 2, dtype=dtype)
    x[:, 0], x[:, 1] = 0, 7
    w, b = least_squares(x, y)
    alone_w, alone_b = least_squares(x[:, 2:], y)
    assert w[:, 0].abs().max() < 1e-6
    rtol = 1e-4 if dtype == torch.float32 else 1e-10
    torch.testing.assert_close(w[:, 2:], alone_w, rtol=rtol, atol=rtol)
    torch.testing.assert_close(7 * w[:, 1] + b, alone_b, rtol=rtol, atol=rtol)
    torch.testing.assert_close(w[:, 1], 7 * b, rtol=rtol, atol=rtol)  # of minimum norm


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
    watched = X.clone().requires_grad_(), Y.clone().requires_grad_()
    assert not any(p.requires_grad for p in least_squares(*watched))
    assert not curvature(watched[0], 2).requires_grad


# What is refused, word for word

NAN_X, INF_Y = X.clone(), Y.clone()
NAN_X[2, 1], INF_Y[0, 0] = float("nan"), float("inf")
SWAPPED = "rows and columns are swapped, or the tensors belong to different data."
MISSING = "a missing value in the table, or a division by zero."
REFUSALS = [
    (
        lambda: least_squares(X, Y64),
        TypeError,
        "least_squares: x, y must have one dtype; got x float32, y float64. Usual cause: NumPy "
        "makes float64 and PyTorch float32 by default. Try .float() on the former.",
    ),
    (
        lambda: least_squares(X, -INF_Y),
        ValueError,
        f"least_squares: y must hold finite numbers only; got -inf at y[0, 0]. Usual cause: "
        f"{MISSING}",
    ),
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
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS)
def test_a_refusal_says_what_was_wrong_and_why(call, kind, words):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == words
