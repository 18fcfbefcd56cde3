"""One step and the loop of steps, against the notes' loop and against nn.Linear with SGD."""

import itertools
from dataclasses import FrozenInstanceError

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_helpers import History, descent, gradient_step, init_params, mse, predict, train
from tests.core.interrupts import assert_that_only_whole_steps_are_left_behind
from tests.oracles import X, Y, notes_loop, random_problem


def fresh(seed=0):
    return init_params(3, 2, seed=seed)


# gradient_step


def test_a_step_is_the_step_of_sgd():
    w, b = fresh()
    expected = [p.detach().clone().requires_grad_() for p in (w, b)]
    mse(predict(X, *expected), Y).backward()
    torch.optim.SGD(expected, lr=1e-5).step()
    mse(predict(X, w, b), Y).backward()
    gradient_step(w, b, lr=1e-5)
    torch.testing.assert_close([w, b], expected, rtol=1e-6, atol=1e-9)


def test_a_step_zeroes_the_gradients_after_it_has_used_them():
    w, b = fresh()
    before = w.detach().clone()
    mse(predict(X, w, b), Y).backward()
    gradient_step(w, b, lr=1e-5)
    assert not torch.equal(w, before)
    assert not w.grad.any()
    assert not b.grad.any()


def test_a_step_keeps_the_parameters_watched_leaves():
    w, b = fresh()
    mse(predict(X, w, b), Y).backward()
    gradient_step(w, b, lr=1e-5)
    assert w.is_leaf
    assert w.requires_grad


def test_a_refused_step_changes_nothing():
    w, b = fresh()
    w.grad = torch.ones(2, 3)
    before = w.detach().clone()
    with pytest.raises(ValueError, match=r"b\.grad must hold a gradient"):
        gradient_step(w, b, lr=1e-5)
    assert torch.equal(w, before)
    assert w.grad.all()


# train: the numbers


@pytest.mark.parametrize("seed", [0, 1])
def test_train_gives_the_numbers_of_the_notes_loop_to_the_last_bit(seed):
    w, b = fresh(seed)
    w_notes, b_notes = fresh(seed)
    losses = notes_loop(X, Y, w_notes, b_notes, n_steps=1000)
    history = train(X, Y, w, b, n_steps=1000, progress=False)
    assert torch.equal(history.losses, losses)
    assert torch.equal(w, w_notes)
    assert torch.equal(b, b_notes)


def test_train_agrees_with_nn_linear_and_sgd():
    w, b = fresh()
    linear = torch.nn.Linear(3, 2)
    linear.load_state_dict({"weight": w.detach(), "bias": b.detach()})
    sgd = torch.optim.SGD(linear.parameters(), lr=1e-5)
    losses = []
    for _ in range(1000):
        sgd.zero_grad()
        loss = torch.nn.functional.mse_loss(linear(X), Y)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
    history = train(X, Y, w, b, n_steps=1000, progress=False)
    torch.testing.assert_close(history.losses[:-1], torch.tensor(losses), rtol=2e-5, atol=0)


@settings(deadline=None, max_examples=20)
@given(st.tuples(st.integers(1, 20), st.integers(1, 6), st.integers(1, 4)))
def test_train_is_the_notes_loop_for_every_shape(shape):
    x, y, w, b = random_problem(*shape)
    w_notes, b_notes = w.clone().requires_grad_(), b.clone().requires_grad_()
    losses = notes_loop(x, y, w_notes, b_notes, lr=1e-3, n_steps=20)
    history = train(x, y, w, b, lr=1e-3, n_steps=20, progress=False)
    torch.testing.assert_close(history.losses, losses)
    torch.testing.assert_close(w, w_notes.detach())


@pytest.mark.parametrize(
    ("seed", "final"), [(0, 0.5774), (1, 0.5145), (2, 0.5436), (3, 0.5557), (4, 0.5481)]
)
def test_final_losses_of_five_seeds(seed, final):
    assert train(X, Y, *fresh(seed), progress=False).losses[-1].item() == pytest.approx(
        final, abs=8e-5
    )


def test_first_losses_of_seed_0():
    losses = train(X, Y, *fresh(), n_steps=1, progress=False).losses
    assert losses.tolist() == pytest.approx([33060.81, 23432.49], abs=0.01)


def test_the_bias_hardly_moves_in_5000_steps():
    w, b = fresh()
    start = b.detach().clone()
    train(X, Y, w, b, progress=False)
    assert (b - start).abs().max() < 0.02


# train: the history


def test_losses_hold_each_step_and_the_end():
    w, b = fresh()
    history = train(X, Y, w, b, n_steps=10, progress=False)
    assert history.losses.shape == (11,)
    assert history.losses.dtype == torch.float32
    assert history.losses[-1] == mse(predict(X, w, b), Y)
    assert not history.interrupted


def test_no_step_is_a_run_too():
    w, b = fresh()
    before = w.detach().clone()
    assert train(X, Y, w, b, n_steps=0, progress=False).losses.shape == (1,)
    assert torch.equal(w, before)


def test_two_runs_in_a_row_are_one_long_run():
    w, b = fresh()
    first = train(X, Y, w, b, n_steps=30, progress=False).losses
    second = train(X, Y, w, b, n_steps=20, progress=False).losses
    whole = train(X, Y, *fresh(), n_steps=50, progress=False).losses
    assert torch.equal(torch.cat([first[:-1], second]), whole)


def test_parameters_stay_the_same_watched_tensors():
    w, b = fresh()
    train(X, Y, w, b, n_steps=3, progress=False)
    assert w.is_leaf
    assert w.requires_grad
    assert w.grad is None
    mse(predict(X, w, b), Y).backward()


def test_the_steps_build_no_graph():
    def kept(n_steps):
        tensors = []
        with torch.autograd.graph.saved_tensors_hooks(tensors.append, lambda _: None):
            train(X.clone().requires_grad_(), Y, *fresh(), n_steps=n_steps, progress=False)
        return len(tensors)

    assert kept(n_steps=3) == kept(n_steps=0)


def test_float64_stays_float64():
    w, b = (p.detach().double() for p in fresh())
    assert train(X.double(), Y.double(), w, b, progress=False).losses.dtype == torch.float64


def test_history_says_what_happened():
    history = train(X, Y, *fresh(), n_steps=2, progress=False)
    assert repr(history) == "History(2 steps, loss 3.306e+04 -> 1.693e+04)"
    stopped = History(history.losses[:1], interrupted=True)
    assert not History(history.losses).interrupted
    assert repr(stopped) == "History(0 steps, loss 3.306e+04 -> 3.306e+04, interrupted)"


def test_a_history_is_equal_to_itself_only():
    one, other = (train(X, Y, *fresh(), n_steps=2, progress=False) for _ in range(2))
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_a_history_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        train(X, Y, *fresh(), n_steps=0, progress=False).interrupted = True


# train: the bar


def test_the_bar_is_on_standard_output_and_shows_no_speed(capsys):
    train(X, Y, *fresh(), n_steps=100)
    captured = capsys.readouterr()
    assert captured.out.rstrip().endswith("| 100/100 steps")
    assert captured.out.split("\r")[-1].startswith("100%|")
    assert "it/s" not in captured.out
    assert captured.err == ""


def test_without_progress_nothing_is_printed(capsys):
    train(X, Y, *fresh(), n_steps=100, progress=False)
    assert capsys.readouterr() == ("", "")


# train: interrupts and divergence


def test_an_interrupt_at_any_instruction_leaves_whole_steps():
    def run(w, b, n_steps):
        return train(X, Y, w, b, n_steps=n_steps, progress=False)

    assert_that_only_whole_steps_are_left_behind(run, fresh, n_steps=3)


@pytest.mark.parametrize("function", ["mean_square", "gradients_from"])
@pytest.mark.parametrize("calls_before", range(3))
def test_an_interrupt_in_the_arithmetic_of_a_step_takes_the_step_back(
    monkeypatch, function, calls_before
):
    real, calls = getattr(descent, function), itertools.count()

    def interrupted_once(*args):
        result = real(*args)
        if next(calls) == calls_before:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(descent, function, interrupted_once)
    w, b = fresh()
    history = train(X, Y, w, b, n_steps=3)
    w_whole, b_whole = fresh()
    whole = train(X, Y, w_whole, b_whole, n_steps=calls_before, progress=False)
    assert torch.equal(history.losses, whole.losses)
    assert len(history.losses) == calls_before + 1
    assert torch.equal(w, w_whole)
    assert torch.equal(b, b_whole)
    assert repr(history).endswith(", interrupted)")


def test_a_run_that_nobody_stopped_is_not_marked_as_interrupted():
    assert not train(X, Y, *fresh(), n_steps=3, progress=False).interrupted


@pytest.mark.parametrize(("lr", "step"), [(1.2e-4, 274), (1.5e-4, 73)])
def test_a_rate_above_the_limit_stops_and_names_step_rate_and_limit(lr, step):
    w, b = fresh()
    before = w.detach().clone()
    with pytest.raises(ValueError, match="must stay finite") as caught:
        train(X, Y, w, b, lr=lr, progress=False)
    assert f"at step {step} with lr = {lr:g}" in str(caught.value)
    assert "0.0001117" in str(caught.value)
    assert torch.equal(w, before)


@pytest.mark.parametrize(("lr", "step"), [(1.2e-4, 274), (1.5e-4, 73)])
def test_the_loss_after_the_last_step_is_looked_at_too(lr, step):
    w, b = fresh()
    with pytest.raises(ValueError, match=f"got inf at step {step} with"):
        train(X, Y, w, b, lr=lr, n_steps=step, progress=False)
    for now, then in zip((w, b), fresh(), strict=True):
        assert torch.equal(now, then)
    assert train(X, Y, w, b, lr=lr, n_steps=step - 1, progress=False).losses.isfinite().all()


def test_a_rate_below_the_limit_converges():
    assert train(X, Y, *fresh(), lr=1.0e-4, progress=False).losses[-1] < 0.6
