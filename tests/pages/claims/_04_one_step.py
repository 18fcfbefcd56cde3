"""What notebook 4 says and no cell beside it checks."""

from itertools import pairwise

import pytest
import torch

from linreg_helpers import init_params, mse, predict
from linreg_helpers.course import plots
from tests.oracles import X, Y
from tests.pages.claims import claim, losses_of_seed


def fresh():
    w, b = init_params(3, 2, seed=0)
    mse(predict(X, w, b), Y).backward()
    return w, b


def faulty_losses(step, n_steps):
    w, b = init_params(3, 2, seed=0)
    losses = []
    for _ in range(n_steps):
        loss = mse(predict(X, w, b), Y)
        loss.backward()
        losses.append(loss.item())
        step(w, b)
    return losses


def never_zeroed(w, b):
    with torch.no_grad():
        w -= 1e-5 * w.grad
        b -= 1e-5 * b.grad


@claim("The slope is negative: a larger weight would lower the loss.", "the model predicts too few")
def _():
    w, b = fresh()
    assert w.grad[0, 0] < 0
    assert (predict(X, w, b)[:, 0] < Y[:, 0]).sum() == 4


@claim("`torch.eye(8)` is a table with ones on its diagonal")
def _():
    assert torch.equal(torch.eye(8), torch.diag(torch.ones(8)))


@claim("Trying needs two forward passes for each parameter. That is 16 here")
def _():
    w, b = fresh()
    assert 2 * (w.numel() + b.numel()) == 16


@claim("All slopes are negative here, because nine of the ten predictions are too low")
def _():
    w, b = fresh()
    assert (w.grad < 0).all()
    assert (b.grad < 0).all()
    assert (predict(X, w, b) < Y).sum() == 9


@claim("the slopes of the biases are far smaller than the others", "an input of 37 to 134")
def _():
    w, b = fresh()
    assert b.grad.abs().max() < w.grad.abs().min() / 10
    assert (X.min(), X.max()) == (37, 134)


@claim("With a growing rate the loss falls, reaches a lowest point, and rises again")
@claim("a careful choice on the left side of the valley")
def _():
    w, b = fresh()
    rates = torch.linspace(0, 1.2e-4, 61)
    losses = [mse(predict(X, w - r * w.grad, b - r * b.grad), Y).item() for r in rates]
    lowest = losses.index(min(losses))
    assert losses[: lowest + 1] == sorted(losses[: lowest + 1], reverse=True)
    assert losses[lowest:] == sorted(losses[lowest:])
    assert 1e-5 < rates[lowest] < 1.2e-4


@claim("One step has removed more than a quarter of the loss.")
def _():
    first, second = losses_of_seed(0)[:2]
    assert second < 0.75 * first


@claim("The underscore at its end means that the tensor itself is changed.")
def _():
    tensor = torch.ones(3)
    assert tensor.zero_() is tensor
    assert not tensor.any()


@claim("so from 1,000 to 2,000 is as far as from 5,000 to 10,000")
def _():
    wrong = faulty_losses(never_zeroed, 60)
    ax = plots.loss_curve({"right": losses_of_seed(0)[:60], "never zeroed": wrong}, log=True)
    heights = dict(zip(*[(ax.get_yticks()), ax.get_yticks()], strict=True))
    place = {h: ax.transData.transform((0, h))[1] for h in heights}
    assert place[2000] - place[1000] == pytest.approx(place[10000] - place[5000])


@claim("The other one swings up and down through all sixty steps")
def _():
    losses = faulty_losses(never_zeroed, 60)
    rises = [later > earlier for earlier, later in pairwise(losses)]
    turns = [k for k in range(1, len(rises)) if rises[k] != rises[k - 1]]
    assert len(turns) >= 6
    assert turns[-1] > 50


@claim("The right loss falls at every step.")
def _():
    losses = losses_of_seed(0)[:61].tolist()
    assert losses == sorted(losses, reverse=True)


@claim("The next step stops with an error, because `w.grad` is `None`")
def _():
    w, b = fresh()
    with torch.no_grad():
        w = w - 1e-5 * w.grad
    mse(predict(X, w, b), Y).backward()  # no error yet
    with pytest.raises(TypeError, match="NoneType"), torch.no_grad():
        w = w - 1e-5 * w.grad


@claim("Each step jumps over the valley and lands higher on the other side than it started.")
@claim("Soon the numbers are too large for `float32`.")
def _():
    w, b = init_params(3, 2, seed=0)
    losses = []
    for _ in range(20):
        loss = mse(predict(X, w, b), Y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= 1e-3 * w.grad
            b -= 1e-3 * b.grad
            w.grad.zero_(), b.grad.zero_()
    assert losses[:14] == sorted(losses[:14])
    assert torch.tensor(losses[14:]).isfinite().sum() == 0


@claim("from the second step on only `b` moves, and the loss hardly falls")
def _():
    w, b = init_params(3, 2, seed=0)
    losses, seen = [], []
    for _ in range(6):
        loss = mse(predict(X, w, b), Y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            if w.grad is not None:
                w = w - 1e-5 * w.grad
            b -= 1e-5 * b.grad
        b.grad.zero_()
        seen.append(w.clone())
    assert all(torch.equal(seen[0], later) for later in seen)
    assert losses[1] < 0.75 * losses[0]
    assert losses[1] - losses[5] < 10
