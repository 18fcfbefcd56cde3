"""The model's functions against autograd, finite differences and PyTorch's own functions."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import gradients, init_params, mse, predict
from tests.oracles import X, Y, random_problem

sizes = st.tuples(st.integers(1, 40), st.integers(1, 8), st.integers(1, 5))  # n, d, m


# init_params


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("d", "m"), [(3, 2), (1, 1), (30, 7)])
def test_a_seed_draws_the_numbers_of_the_global_generator(d, m, seed):
    w, b = init_params(d, m, seed=seed)
    torch.manual_seed(seed)
    assert torch.equal(w, torch.randn(m, d))
    assert torch.equal(b, torch.randn(m))


@pytest.mark.parametrize("seed", [2**63, 2**64 - 1])
def test_the_largest_seeds_are_seeds_too(seed):
    w, b = init_params(3, 2, seed=seed)
    torch.manual_seed(seed)
    assert torch.equal(w, torch.randn(2, 3))
    assert torch.equal(b, torch.randn(2))


def test_a_seed_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    init_params(3, 2, seed=0)
    assert torch.equal(torch.get_rng_state(), before)


def test_without_a_seed_the_global_generator_is_used():
    torch.manual_seed(7)
    w, _ = init_params(3, 2)
    assert torch.equal(w, init_params(3, 2, seed=7)[0])
    assert not torch.equal(w, init_params(3, 2)[0])


def test_parameters_are_watched_float32_leaves():
    for parameter in init_params(3, 2, seed=0):
        assert parameter.is_leaf
        assert parameter.requires_grad
        assert parameter.dtype == torch.float32


# predict


@settings(max_examples=25)
@given(sizes)
def test_predictions_are_those_of_nn_linear(shape):
    x, _, w, b = random_problem(*shape)
    linear = torch.nn.Linear(*shape[1:], dtype=torch.float64)
    linear.load_state_dict({"weight": w, "bias": b})
    torch.testing.assert_close(predict(x, w, b), linear(x))


def test_the_notes_expression_gives_the_same_bits():
    w, b = init_params(3, 2, seed=0)
    assert torch.equal(predict(X, w, b), X @ w.t() + b)


def test_first_predictions_of_the_notes_come_from_the_parameters_recovered_from_them():
    w = torch.tensor([[-1.619, 4.573, -1.648], [-0.892, -0.476, -1.520]])
    b = torch.tensor([-0.674, -1.059])
    printed = torch.tensor([116.6629, -163.4659])
    torch.testing.assert_close(predict(X, w, b)[0], printed, atol=0.1, rtol=0)


@pytest.mark.parametrize("function", [lambda *a: predict(a[0], *a[2:]), gradients])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_callers_dtype_is_kept(function, dtype):
    result = function(*random_problem(4, 3, 2, dtype))
    for tensor in result if isinstance(result, tuple) else (result,):
        assert tensor.dtype == dtype


# mse


@settings(max_examples=25)
@given(sizes)
def test_mse_is_that_of_torch(shape):
    x, y, w, b = random_problem(*shape)
    pred = predict(x, w, b)
    torch.testing.assert_close(mse(pred, y), F.mse_loss(pred, y))


def test_mse_of_the_printed_predictions_of_the_notes():
    last = [[57.4097, 70.6969], [82.0064, 100.3976], [118.7603, 132.962]]
    last += [[21.0812, 36.9854], [101.8528, 119.1335]]
    first = [[116.6629, -163.4659], [148.9410, -221.4479], [375.6723, -230.67]]
    first += [[-30.1504, -168.7918], [211.2514, -214.7471]]
    assert mse(torch.tensor(last), Y).item() == pytest.approx(0.6086, abs=5e-5)
    assert mse(torch.tensor(first), Y).item() == pytest.approx(53308.7, abs=0.05)


def test_mse_of_the_printed_final_parameters_of_the_notes():
    w = torch.tensor([[-0.3965, 0.8490, 0.6874], [-0.2831, 0.8030, 0.8995]])
    b = torch.tensor([-0.3978, -1.7858])
    assert mse(predict(X, w, b), Y).item() == pytest.approx(0.5196, abs=5e-5)


@pytest.mark.parametrize(
    ("pred", "target"), [((5, 2), (2,)), ((5, 2), (5, 1)), ((5, 1), (5,)), ((5,), (1,))]
)
def test_mse_refuses_what_broadcasting_would_accept(pred, target):
    with pytest.raises(ValueError, match="must have the same shape"):
        mse(torch.ones(pred), torch.ones(target))


def test_mse_accepts_one_dimension_on_both_sides():
    assert mse(torch.tensor([1.0, 3.0]), torch.tensor([1.0, 1.0])).item() == 2


def test_mse_shows_the_infinite_loss_of_a_diverged_model():
    assert mse(torch.full((5, 2), float("inf")), Y).item() == float("inf")


# gradients


@settings(max_examples=25)
@given(sizes)
def test_gradients_are_those_of_autograd(shape):
    x, y, w, b = random_problem(*shape)
    w.requires_grad_(), b.requires_grad_()
    mse(predict(x, w, b), y).backward()
    grad_w, grad_b = gradients(x, y, w, b)
    torch.testing.assert_close(grad_w, w.grad)
    torch.testing.assert_close(grad_b, b.grad)


def test_gradients_are_those_of_finite_differences():
    x, y, w, b = random_problem(5, 3, 2)
    grad_w, grad_b = gradients(x, y, w, b)
    h = 1e-6
    for parameter, grad in ((w, grad_w), (b, grad_b)):
        flat = parameter.view(-1)
        for i in range(flat.numel()):
            flat[i] += h
            above = mse(predict(x, w, b), y)
            flat[i] -= 2 * h
            below = mse(predict(x, w, b), y)
            flat[i] += h
            assert ((above - below) / (2 * h)).item() == pytest.approx(grad.view(-1)[i].item())


def test_gradients_on_the_course_data_are_those_of_autograd_in_float32():
    w, b = init_params(3, 2, seed=0)
    mse(predict(X, w, b), Y).backward()
    grad_w, grad_b = gradients(X, Y, w, b)
    torch.testing.assert_close(grad_w, w.grad, rtol=1e-6, atol=0)
    torch.testing.assert_close(grad_b, b.grad, rtol=1e-6, atol=0)


def test_gradients_leave_the_parameters_and_their_grad_alone():
    w, b = init_params(3, 2, seed=0)
    before = w.detach().clone()
    grad_w, _ = gradients(X, Y, w, b)
    assert torch.equal(w, before)
    assert w.grad is None
    assert not grad_w.requires_grad
