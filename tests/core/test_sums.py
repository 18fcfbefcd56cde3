"""Fitting from the sums alone, against NumPy's least squares and a float64 loop over the rows."""

import copy
import functools
import operator
import warnings
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import init_params, max_learning_rate, mse, predict, sums, train
from linreg_helpers.exact import least_squares
from linreg_helpers.sums import Statistics
from tests.core.interrupts import assert_that_only_whole_steps_are_left_behind
from tests.oracles import X, Y, float64_loop, numpy_least_squares, random_problem, start

X64, Y64 = X.double(), Y.double()
sizes = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4))  # n, d, m


def equal_sums(a, b):
    torch.testing.assert_close(a.sums, b.sums, rtol=1e-12, atol=1e-12)
    return a.n_targets == b.n_targets


# of


@settings(max_examples=30)
@given(sizes, st.sampled_from([torch.float32, torch.float64]))
def test_the_sums_are_those_of_numpy_in_float64(size, dtype):
    x, y, _, _ = random_problem(*size, dtype=dtype)
    z = np.column_stack([x.double().numpy(), np.ones(len(x)), y.double().numpy()])
    found = Statistics.of(x, y)
    np.testing.assert_allclose(found.sums, z.T @ z, rtol=1e-12, atol=1e-12)
    assert found.sums.dtype == torch.float64
    assert (found.n_rows, found.n_inputs, found.n_targets) == size


@pytest.mark.parametrize("n", [100, 255, 256, 257, 4096, 5000])
@pytest.mark.parametrize("d", [1, 3, 80])
def test_the_rows_are_read_in_blocks_and_none_is_lost(monkeypatch, n, d):
    monkeypatch.setattr(sums, "BLOCK", 1000)
    x, y, _, _ = random_problem(n, d, 2, dtype=torch.float32)
    z = torch.cat([x, torch.ones(n, 1), y], dim=1).double()
    torch.testing.assert_close(Statistics.of(x, y).sums, z.T @ z, rtol=1e-12, atol=1e-10)


def test_rows_that_do_not_lie_in_order_in_memory():
    x, y, _, _ = random_problem(3, 5, 5)
    assert equal_sums(Statistics.of(x.T, y.T), Statistics.of(x.T.clone(), y.T.clone()))


def test_the_sums_do_not_follow_later_changes_of_the_data():
    x, y = X.clone().requires_grad_(), Y.clone()
    found = Statistics.of(x, y)
    with torch.no_grad():
        x.zero_()
    assert equal_sums(found, Statistics.of(X, Y))
    assert not found.sums.requires_grad


def test_statistics_show_what_they_hold():
    assert repr(Statistics.of(X, Y)) == "Statistics(5 rows, 3 inputs, 2 targets)"
    many = Statistics.of(torch.ones(12_345, 1), torch.ones(12_345, 3))
    assert repr(many) == "Statistics(12,345 rows, 1 inputs, 3 targets)"


def test_statistics_are_equal_to_themselves_only():
    one, other = Statistics.of(X, Y), Statistics.of(X, Y)
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_statistics_stay_as_they_are():
    with pytest.raises(FrozenInstanceError):
        Statistics.of(X, Y).n_targets = 1


# a + b


@settings(max_examples=50)
@given(sizes, st.data())
def test_statistics_of_parts_add_up_to_those_of_the_whole_in_any_order(size, data):
    x, y, _, _ = random_problem(*size)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(x) - 1)), max_size=3)) - {len(x)})
    parts = [
        Statistics.of(p, q) for p, q in zip(x.tensor_split(cuts), y.tensor_split(cuts), strict=True)
    ]
    shuffled = data.draw(st.permutations(parts))
    whole = Statistics.of(x, y)
    assert equal_sums(sum(parts), whole)
    assert equal_sums(functools.reduce(operator.add, shuffled), whole)
    assert sum(shuffled).n_rows == len(x)


def test_adding_changes_neither_part():
    a, b = Statistics.of(X[:2], Y[:2]), Statistics.of(X[2:], Y[2:])
    before = a.sums.clone(), b.sums.clone()
    a + b
    assert torch.equal(a.sums, before[0])
    assert torch.equal(b.sums, before[1])


# least_squares


@settings(max_examples=50)
@given(sizes)
def test_least_squares_from_the_sums_are_those_from_the_rows(size):
    x, y, _, _ = random_problem(*size)
    found = Statistics.of(x, y).least_squares()
    torch.testing.assert_close(found, numpy_least_squares(x, y), rtol=1e-6, atol=1e-6)


def test_on_well_scaled_data_they_agree_to_eight_digits():
    x, y, _, _ = random_problem(100_000, 3, 2, dtype=torch.float32)
    y = y + x @ torch.tensor([[1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]]).T + 4
    found = Statistics.of(x, y).least_squares()
    torch.testing.assert_close(found, numpy_least_squares(x, y), rtol=1e-8, atol=0)
    found = Statistics.of(X, Y).least_squares()
    torch.testing.assert_close(found, numpy_least_squares(X, Y), rtol=1e-8, atol=0)


def test_on_badly_scaled_data_only_the_digits_that_the_docstring_promises():
    x, y, _, _ = random_problem(1000, 3, 1)
    y = y + x.sum(1, keepdim=True)
    x[:, 0] += 1e4  # the mean is 10,000 times the spread
    w, b = Statistics.of(x, y).least_squares()
    expected_w, expected_b = numpy_least_squares(x, y)
    assert 1e-10 < (w / expected_w - 1).abs().max() < 1e-6
    assert 1e-10 < (b / expected_b - 1).abs().max() < 1e-5


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1e6, 1e12])
def test_the_unit_of_an_input_does_not_matter(unit):
    x, y, _, _ = random_problem(20, 3, 2)
    w, b = Statistics.of(x, y).least_squares()
    scale = torch.tensor([unit, 1, 1]).double()
    found = Statistics.of(x * scale, y).least_squares()
    torch.testing.assert_close(found, (w / scale, b), rtol=1e-8, atol=0)


@pytest.mark.parametrize("n", [1, 3, 20])
def test_of_many_solutions_the_one_of_minimum_norm(n):
    x, y, _, _ = random_problem(n, 5, 2)
    x[:, 1] = 7
    x[:, 2] = 3 * x[:, 0]
    x[:, 3] = 0
    found = Statistics.of(x, y).least_squares()
    torch.testing.assert_close(found, numpy_least_squares(x, y), rtol=1e-6, atol=1e-6)


def test_a_column_counts_where_a_hundred_thousandth_of_it_is_its_own():
    def largest_weight(own):
        x, y, _, _ = random_problem(40, 3, 2)
        x[:, 2] = x[:, 0] + own * x[:, 2]
        return Statistics.of(x, y).least_squares()[0].abs().max()

    assert largest_weight(own=1e-5) > 1e3  # fitted to what is its own
    assert largest_weight(own=1e-7) < 2


@pytest.mark.parametrize("spoil", ["zeros", "constant", "few rows"])
def test_whatever_the_columns_the_losses_are_those_of_the_rows(spoil):
    x, y, w, b = random_problem(2 if spoil == "few rows" else 20, 4, 2)
    x[:, 1] = {"zeros": 0, "constant": 7}.get(spoil, 1)
    expected, *params = float64_loop(x, y, w, b, 1e-3, 30)
    losses = Statistics.of(x, y).train(w, b, lr=1e-3, n_steps=30).losses
    torch.testing.assert_close(losses, expected, rtol=1e-9, atol=1e-12)
    torch.testing.assert_close((w, b), tuple(params), rtol=1e-9, atol=1e-9)


def test_targets_that_are_all_zero_are_targets_too():
    x, y, w, b = random_problem(20, 2, 2)
    y[:, 0] = 0
    found_w, found_b = Statistics.of(x, y).least_squares()
    torch.testing.assert_close((found_w, found_b), numpy_least_squares(x, y), rtol=1e-9, atol=1e-9)
    losses = Statistics.of(x, y).train(w, b, lr=0.1, n_steps=5).losses
    assert losses[-1].item() == pytest.approx(mse(predict(x, w, b), y).item(), rel=1e-12)


def test_columns_that_depend_on_each_other_up_to_rounding_get_no_huge_weights():
    x, y, _, _ = random_problem(50, 3, 2, dtype=torch.float32)
    x[:, 2] = x[:, 0] + x[:, 1]
    found = Statistics.of(x, y).least_squares()
    expected = tuple(p.double() for p in least_squares(x, y))
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-6)


# train


@settings(max_examples=60)
@given(sizes, st.floats(0.01, 1.05), st.integers(0, 60), st.integers(0, 1000))
def test_the_losses_and_parameters_are_those_of_a_loop_over_the_rows(size, share, n_steps, seed):
    x, y, w, b = random_problem(*size, seed=seed)
    lr = share * max_learning_rate(x, len(b))
    expected, *params = float64_loop(x, y, w, b, lr, n_steps)
    losses = Statistics.of(x, y).train(w, b, lr=lr, n_steps=n_steps).losses
    torch.testing.assert_close(losses, expected, rtol=1e-9, atol=1e-12)
    torch.testing.assert_close((w, b), tuple(params), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_course_data_gives_the_losses_of_a_float64_loop(seed):
    w, b = start(seed)
    expected, *params = float64_loop(X, Y, w, b, 1e-5, 5000)
    losses = Statistics.of(X, Y).train(w, b).losses
    torch.testing.assert_close(losses, expected, rtol=1e-9, atol=0)
    torch.testing.assert_close((w, b), tuple(params), rtol=1e-9, atol=0)
    ends = [0.5774, 0.5145, 0.5436, 0.5557, 0.5481]
    assert losses[-1].item() == pytest.approx(ends[seed], abs=5e-5)


def test_float32_parameters_end_where_train_ends():
    w, b = init_params(3, 2, seed=0)
    losses = Statistics.of(X, Y).train(w, b).losses
    assert losses.dtype == w.dtype == torch.float32
    assert w.requires_grad
    expected = init_params(3, 2, seed=0)
    history = train(X, Y, *expected, progress=False)
    torch.testing.assert_close(losses, history.losses, rtol=5e-5, atol=0)
    torch.testing.assert_close((w, b), expected, rtol=1e-5, atol=0)


def test_the_sums_of_parts_train_as_the_sums_of_the_whole():
    parts = Statistics.of(X[:2], Y[:2]) + Statistics.of(X[2:], Y[2:])
    w, b = start()
    expected = start()
    losses = parts.train(w, b, n_steps=100).losses
    torch.testing.assert_close(
        losses, Statistics.of(X, Y).train(*expected, n_steps=100).losses, rtol=1e-12, atol=0
    )
    torch.testing.assert_close((w, b), expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("n_steps", [0, 1, 5, 6, 7, 12, 13])
def test_a_run_in_blocks_of_steps_is_the_run_in_one_go(monkeypatch, n_steps):
    runs = []
    for block in (6 * 12, 10**6):  # a step is 12 numbers
        monkeypatch.setattr(sums, "BLOCK", block)
        w, b = start()
        losses = Statistics.of(X, Y).train(w, b, n_steps=n_steps).losses
        assert losses.shape == (n_steps + 1,)
        runs.append((losses, w, b))
    torch.testing.assert_close(*runs, rtol=1e-13, atol=0)


def test_no_step_gives_one_loss_and_moves_nothing():
    w, b = init_params(3, 2, seed=0)
    losses = Statistics.of(X, Y).train(w, b, n_steps=0).losses
    torch.testing.assert_close(losses, mse(predict(X, w, b), Y).detach()[None])
    torch.testing.assert_close((w, b), init_params(3, 2, seed=0), rtol=0, atol=0)


def test_a_run_that_nobody_stopped_is_not_marked_as_interrupted():
    for n_steps in (0, 3):
        history = Statistics.of(X, Y).train(*start(), n_steps=n_steps)
        assert history.interrupted is False
        assert "interrupted" not in repr(history)


def test_a_perfect_fit_gives_a_loss_of_zero_to_rounding_never_below():
    x, _, w, b = random_problem(30, 3, 2)
    losses = Statistics.of(x, predict(x, w, b)).train(w, b, lr=0.1, n_steps=10).losses
    assert (losses >= 0).all()
    assert losses.max() < 1e-13


def test_training_leaves_the_sums_alone_and_can_be_run_again():
    statistics_of_all = Statistics.of(X, Y)
    before = copy.deepcopy(statistics_of_all.sums)
    first, second = (statistics_of_all.train(*start(), n_steps=10).losses for _ in range(2))
    assert torch.equal(statistics_of_all.sums, before)
    assert torch.equal(first, second)


@pytest.mark.parametrize(("n", "d"), [(4000, 2), (2, 400)])
def test_thousands_of_rows_or_hundreds_of_inputs(n, d):
    x, y, w, b = random_problem(n, d, 1)
    lr = 0.5 * max_learning_rate(x, 1)
    expected, *params = float64_loop(x, y, w, b, lr, 5)
    losses = Statistics.of(x, y).train(w, b, lr=lr, n_steps=5).losses
    torch.testing.assert_close(losses, expected, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close((w, b), tuple(params), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("steps_in_a_block", [1, 2])
def test_an_interrupt_at_any_instruction_leaves_whole_blocks_of_steps(
    monkeypatch, steps_in_a_block
):
    # A step is 12 numbers; a block holds one step where it has no room for any.
    monkeypatch.setattr(sums, "BLOCK", {1: 1, 2: 24}[steps_in_a_block])
    statistics = Statistics.of(X, Y)

    def run(w, b, n_steps):
        return statistics.train(w, b, n_steps=n_steps * steps_in_a_block)

    assert_that_only_whole_steps_are_left_behind(run, start, n_steps=2)


# What is refused, word for word

W, B = start(dtype=torch.float32)
NAN_X, INF_Y = X.clone(), Y.clone()
NAN_X[2, 1], INF_Y[0, 0] = float("nan"), float("inf")
NAN_W = torch.full((2, 3), float("nan"))
SUMS = Statistics.of(X, Y)
SWAPPED = "rows and columns are swapped, or the tensors belong to different data."
MISSING = "a missing value in the table, or a division by zero."
DIVERGED = "an earlier run with a learning rate that is too large. Draw new parameters."

REFUSALS = [
    (
        lambda: Statistics.of(X.tolist(), Y),
        TypeError,
        "Statistics.of: x must be a floating-point tensor of shape (n, d); got a list of length 5. "
        "Usual cause: it is not a tensor yet. Try torch.tensor(x) or torch.from_numpy(x).",
    ),
    (
        lambda: Statistics.of(X, Y[:4]),
        ValueError,
        "Statistics.of: y must be a floating-point tensor of shape (5, m); got a tensor of shape "
        f"(4, 2). Usual cause: {SWAPPED}",
    ),
    (
        lambda: Statistics.of(X, Y64),
        TypeError,
        "Statistics.of: x, y must have one dtype; got x float32, y float64. Usual cause: NumPy "
        "makes float64 and PyTorch float32 by default. Try .float() on the former.",
    ),
    (
        lambda: Statistics.of(NAN_X, Y),
        ValueError,
        "Statistics.of: x must hold finite numbers only; got nan at x[2, 1]. "
        f"Usual cause: {MISSING}",
    ),
    (
        lambda: Statistics.of(X, INF_Y),
        ValueError,
        "Statistics.of: y must hold finite numbers only; got inf at y[0, 0]. "
        f"Usual cause: {MISSING}",
    ),
    (
        lambda: Statistics.of(X64 * 1e200, Y64),
        ValueError,
        "Statistics.of: the squares of all numbers must stay finite; got an infinite sum. Usual "
        "cause: numbers of 1e154 or more. Scale the inputs and the targets.",
    ),
    (
        lambda: Statistics.of(X, Y) + Statistics.of(X[:, :2], Y),
        ValueError,
        "Statistics + Statistics: both must have the same numbers of inputs and of targets; got "
        "Statistics(5 rows, 3 inputs, 2 targets) and Statistics(5 rows, 2 inputs, 2 targets). "
        "Usual cause: parts of two different tables, or a column was dropped from one of them.",
    ),
    (
        lambda: Statistics.of(X[:, :2], Y) + Statistics.of(X, Y[:, :1]),
        ValueError,
        "Statistics + Statistics: both must have the same numbers of inputs and of targets; got "
        "Statistics(5 rows, 2 inputs, 2 targets) and Statistics(5 rows, 3 inputs, 1 targets). "
        "Usual cause: parts of two different tables, or a column was dropped from one of them.",
    ),
    (
        lambda: SUMS + Statistics.of(X, Y[:, :1]),
        ValueError,
        "Statistics + Statistics: both must have the same numbers of inputs and of targets; got "
        "Statistics(5 rows, 3 inputs, 2 targets) and Statistics(5 rows, 3 inputs, 1 targets). "
        "Usual cause: parts of two different tables, or a column was dropped from one of them.",
    ),
    (
        lambda: SUMS + 1,
        TypeError,
        "unsupported operand type(s) for +: 'Statistics' and 'int'",
    ),
    (
        lambda: 0.0 + SUMS,  # only what sum() starts from
        TypeError,
        "unsupported operand type(s) for +: 'float' and 'Statistics'",
    ),
    (
        lambda: SUMS.train(W.double(), B),
        TypeError,
        "Statistics.train: w, b must have one dtype; got w float64, b float32. Usual cause: NumPy "
        "makes float64 and PyTorch float32 by default. Try .float() on the former.",
    ),
    (
        lambda: SUMS.train(W, B[:1]),
        ValueError,
        "Statistics.train: b must be a floating-point tensor of shape (2,); got a tensor of shape "
        f"(1,). Usual cause: {SWAPPED}",
    ),
    *(
        (
            lambda lr=lr: SUMS.train(W, B, lr=lr),
            TypeError,
            f"Statistics.train: lr must be a finite number above 0; got {words}. Usual cause: a "
            "value of another kind was passed in its place.",
        )
        for lr, words in ((True, "True"), (torch.ones(2), "a tensor of shape (2,)"))
    ),
    (
        lambda: Statistics.of(X.double(), Y),
        TypeError,
        "Statistics.of: x, y must have one dtype; got x float64, y float32. Usual cause: NumPy "
        "makes float64 and PyTorch float32 by default. Try .float() on the former.",
    ),
    (
        lambda: 1 + SUMS,
        TypeError,
        "unsupported operand type(s) for +: 'int' and 'Statistics'",
    ),
    (
        lambda: SUMS.train(W[:, :2], B),
        ValueError,
        "Statistics.train: w must be a floating-point tensor of shape (2, 3); got a tensor of "
        f"shape (2, 2). Usual cause: {SWAPPED}",
    ),
    (
        lambda: SUMS.train(W, B.double()),
        TypeError,
        "Statistics.train: w, b must have one dtype; got w float32, b float64. Usual cause: NumPy "
        "makes float64 and PyTorch float32 by default. Try .float() on the former.",
    ),
    (
        lambda: SUMS.train(NAN_W, B),
        ValueError,
        "Statistics.train: w must hold finite numbers only; got nan at w[0, 0]. "
        f"Usual cause: {DIVERGED}",
    ),
    (
        lambda: SUMS.train(W, NAN_W[:, 0]),
        ValueError,
        "Statistics.train: b must hold finite numbers only; got nan at b[0]. "
        f"Usual cause: {DIVERGED}",
    ),
    (
        lambda: SUMS.train(W, B, lr=-1),
        ValueError,
        "Statistics.train: lr must be a finite number above 0; got -1. Usual cause: a sign, or "
        "1e-5 typed as 1e5 or 0.",
    ),
    (
        lambda: SUMS.train(W, B, n_steps=2.5),
        TypeError,
        "Statistics.train: n_steps must be a whole number of at least 0; got 2.5. Usual cause: a "
        "division or a quoted number. Try int(...).",
    ),
    (
        lambda: SUMS.train(W, B, lr=1.2e-4),
        ValueError,
        "Statistics.train: the loss must stay finite; the largest learning rate that converges "
        "here is 0.0001117; got inf at step 283 with lr = 0.00012. Usual cause: lr is above that "
        "limit, so each step overshoots by more than the last. Try half the limit.",
    ),
    (
        lambda: SUMS.train(1e20 * W, B, n_steps=10),
        ValueError,
        "Statistics.train: the loss must stay finite; the largest learning rate that converges "
        "here is 0.0001117; got inf at step 0 with lr = 1e-05. Usual cause: the numbers are too "
        "large for torch.float32. Scale the inputs and the targets.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS)
def test_a_refusal_says_what_was_wrong_and_why_and_changes_nothing(call, kind, words):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == words
    assert torch.equal(W, start(dtype=torch.float32)[0])
    assert torch.equal(B, start(dtype=torch.float32)[1])


def test_a_divergence_is_reported_in_the_words_of_train():
    messages = []
    for run in (
        lambda w, b: train(X, Y, w, b, lr=1.5e-4, progress=False),
        lambda w, b: SUMS.train(w, b, lr=1.5e-4),
    ):
        with pytest.raises(ValueError, match="the loss must stay finite") as caught:
            run(*init_params(3, 2, seed=0))
        words = str(caught.value).split(": ", 1)[1]
        messages.append(words.split(" at step")[0] + words.split(" with ")[1])
    assert messages[0] == messages[1]


def test_a_divergence_prints_no_warning_of_numpy():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(ValueError, match="the loss must stay finite"):
            SUMS.train(*start(), lr=1e-3)
    assert caught == []


def test_the_loss_after_the_last_step_is_looked_at_too():
    w, b = start(dtype=torch.float32)
    with pytest.raises(ValueError, match="got inf at step 283 with"):
        SUMS.train(w, b, lr=1.2e-4, n_steps=283)
    torch.testing.assert_close((w, b), (W, B), rtol=0, atol=0)
    assert SUMS.train(w, b, lr=1.2e-4, n_steps=282).losses.isfinite().all()


def test_a_divergence_is_found_in_a_later_block_of_steps(monkeypatch):
    monkeypatch.setattr(sums, "BLOCK", 12 * 50)
    with pytest.raises(ValueError, match="got inf at step 283 with"):
        SUMS.train(*start(dtype=torch.float32), lr=1.2e-4)
