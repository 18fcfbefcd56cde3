"""What notebook 4 says and no cell beside it checks."""

import re
from itertools import pairwise

import numpy as np
import pytest
import torch

from linreg_helpers import gradient_step, gradients, init_params, mse, predict
from linreg_helpers.course import plots
from tests.oracles import X, Y
from tests.pages.claims import claim, losses_of_seed, raises


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


def loss_at(theta):
    """Return the loss of numpy parameters (2, 4), weights and bias, in float64."""
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    return np.mean((a @ theta.T - Y.double().numpy()) ** 2)


def start():
    w, b = init_params(3, 2, seed=0)
    return torch.cat([w, b[:, None]], dim=1).detach().double().numpy()


@claim("A negative slope means: more of this parameter makes the loss smaller.")
@claim(
    "The slope is negative: a larger weight would lower the loss.",
    "the model predicts too few apples in four of the five regions",
)
def _():
    w, b = fresh()
    assert w.grad[0, 0] < 0
    more = start()
    more[0, 0] += 0.01
    assert loss_at(more) < loss_at(start())
    assert (predict(X, w, b)[:, 0] < Y[:, 0]).sum() == 4


@claim(
    "`flatten` lays the weights out in a row, `torch.cat` joins the biases to it, and `view` makes",
    "`detach` gives the same numbers, unwatched.",
)
def _():
    w, b = fresh()
    row = torch.cat([w.flatten(), b])
    assert row.tolist() == [*w[0].tolist(), *w[1].tolist(), *b.tolist()]
    assert torch.equal(row[:6].view(2, 3), w)
    assert row.requires_grad
    assert not row.detach().requires_grad
    assert torch.equal(row.detach(), row)


@claim("switches to `float64`, because differences of nearly equal numbers lose digits.")
def _():
    w, b = init_params(3, 2, seed=0)
    nudge = torch.zeros(2, 3)
    nudge[0, 0] = 0.001
    with torch.no_grad():
        single = (mse(predict(X, w + nudge, b), Y) - mse(predict(X, w - nudge, b), Y)) / 0.002
        double = (
            mse(predict(X.double(), (w + nudge).double(), b.double()), Y.double())
            - mse(predict(X.double(), (w - nudge).double(), b.double()), Y.double())
        ) / 0.002
    exact = gradients(X.double(), Y.double(), w.detach().double(), b.detach().double())[0][0, 0]
    assert abs(double - exact) < 1  # the weights are rounded to float32 here, which moves them
    assert abs(single - exact) > 2 * abs(double - exact)


@claim(
    "`torch.eye(8)` is a table with ones on its diagonal, so each of its rows nudges one parameter"
)
def _():
    assert torch.equal(torch.eye(8), torch.diag(torch.ones(8)))
    assert (0.001 * torch.eye(8)).count_nonzero(1).tolist() == [1] * 8


@claim("Trying needs two forward passes for each parameter. That is 16 here, and two billion for")
def _():
    calls = []
    numbers = start()
    for place in np.ndindex(numbers.shape):
        for sign in (1, -1):
            nudged = numbers.copy()
            nudged[place] += sign * 0.001
            calls.append(loss_at(nudged))
    assert len(calls) == 16 == 2 * numbers.size
    assert 2 * 10**9 == 2_000_000_000


@claim(
    "When it grows by one, each prediction of apples grows by the temperature of its region.",
    "So, as in notebook 0, each region adds its difference (predicted minus actual, the residual)",
)
def _():
    w, b = (part.detach() for part in init_params(3, 2, seed=0))
    more = w.clone()
    more[0, 0] += 1
    change = predict(X, more, b) - predict(X, w, b)
    assert torch.allclose(change[:, 0], X[:, 0])
    assert not change[:, 1].any()


@claim(
    "The 2 comes from the square, and the 10 from the mean of ten numbers.",
    "that of the loss for a difference, 2/10 · diff, and that of the difference for the weight",
)
def _():
    diff = torch.tensor([3.0, -1.0, *[0.5] * 8], dtype=torch.float64, requires_grad=True)
    (diff**2).mean().backward()
    assert torch.allclose(diff.grad, 2 / 10 * diff)


@claim("a column of `diff` times a column of `x`. `diff.T @ x` is all six sums at once.")
def _():
    diff = (predict(X, *init_params(3, 2, seed=0)) - Y).detach()
    products = diff.T @ X
    for j in range(2):
        for k in range(3):
            assert products[j, k].item() == pytest.approx((diff[:, j] * X[:, k]).sum().item())


@claim("For a bias, the input is 1, so its sum is that of a column of `diff`")
def _():
    w, b = fresh()
    diff = (predict(X, w, b) - Y).detach()
    assert torch.allclose(b.grad, 2 / 10 * torch.stack([diff[:, 0].sum(), diff[:, 1].sum()]))


@claim("forgetting the 2 or the 10 is the usual mistake")
def _():
    w, b = fresh()
    diff = (predict(X, w, b) - Y).detach()
    assert not torch.allclose(w.grad, 1 / 10 * diff.T @ X, rtol=0.1)
    assert not torch.allclose(w.grad, 2 * diff.T @ X, rtol=0.1)


@claim("PyTorch has recorded every operation since `w` and `b`.", "`backward` walks through it")
def _():
    w, b = init_params(3, 2, seed=0)
    nodes, seen = [mse(predict(X, w, b), Y).grad_fn], set()
    while nodes:
        node = nodes.pop()
        seen.add(node)
        nodes += [before for before, _ in node.next_functions if before]
    leaves = {id(node.variable) for node in seen if hasattr(node, "variable")}
    assert leaves == {id(w), id(b)}


@claim(
    "`backward` returns nothing. It puts its results into `w.grad` and `b.grad`, and lets go of",
    "a second `backward` needs a new forward pass.",
)
def _():
    w, b = init_params(3, 2, seed=0)
    loss = mse(predict(X, w, b), Y)
    assert loss.backward() is None
    assert raises(loss.backward, RuntimeError)
    mse(predict(X, w, b), Y).backward()


@claim(
    "All slopes are negative here, because nine of the ten predictions are too low; only Sinnoh's",
    "apples are too many, and they do not outweigh the rest.",
)
def _():
    w, b = fresh()
    assert (w.grad < 0).all()
    assert (b.grad < 0).all()
    too_many = (predict(X, w, b) > Y).nonzero().tolist()
    assert too_many == [[3, 0]]  # Sinnoh, apples


@claim("the slopes of the biases are far smaller than the others", "an input of 37 to 134")
def _():
    w, b = fresh()
    assert b.grad.abs().max() < w.grad.abs().min() / 10
    assert (X.min(), X.max()) == (37, 134)


@claim("The biases will learn slowly.")
def _():
    w, b = fresh()
    gradient_step(w, b, lr=1e-5)
    w0, b0 = init_params(3, 2, seed=0)
    assert (b - b0).abs().max() < 0.01 < (w - w0).abs().min()


@claim("The gradient points uphill, so the step goes the other way")
def _():
    w, b = fresh()
    downhill, uphill = (
        mse(predict(X, w - rate * w.grad, b - rate * b.grad), Y) for rate in (1e-6, -1e-6)
    )
    assert downhill < mse(predict(X, w, b), Y) < uphill


def along_the_gradient():
    w, b = fresh()
    rates = torch.linspace(0, 1.2e-4, 61)
    return rates, [mse(predict(X, w - r * w.grad, b - r * b.grad), Y).item() for r in rates]


@claim("At the left end nothing moves.", "The learning rate of the study notes, 1e-5 (0.00001)")
def _():
    rates, losses = along_the_gradient()
    assert losses[0] == pytest.approx(losses_of_seed(0)[0].item())
    ax = plots.loss_along_gradient(rates, losses, lr=1e-5)
    places = {text.get_text().split("\n")[0]: text.xy[0] for text in ax.texts}
    assert places["start"] == 0
    assert places["lr = 1e-5"] == 0.00001


@claim("`w -= ...` changes the numbers inside `w`. `no_grad` tells PyTorch not to record")
def _():
    w, _ = fresh()
    same, place = w, w.data_ptr()
    with torch.no_grad():
        w -= 1e-5 * w.grad
        assert not (w * 2).requires_grad  # nothing is recorded
    assert w is same
    assert w.data_ptr() == place
    assert w.is_leaf
    assert w.requires_grad


@claim("because `backward` adds to what is in `.grad`.")
@claim("Then each `backward` adds its slopes to the old ones.")
def _():
    w, b = fresh()
    once = w.grad.clone()
    mse(predict(X, w, b), Y).backward()
    assert torch.allclose(w.grad, 2 * once)


@claim("Without its line with `init_params`, each run would take one more step.")
def _():
    w, b = init_params(3, 2, seed=0)
    for k in range(3):
        loss = mse(predict(X, w, b), Y)
        assert loss.item() == pytest.approx(losses_of_seed(0)[k].item(), rel=1e-4)
        loss.backward()
        gradient_step(w, b, lr=1e-5)


@claim("It needs no autograd, but it fits this model only.")
def _():
    w, b = init_params(3, 2, seed=0)
    assert not any(part.requires_grad for part in gradients(X, Y, w, b))
    mse(torch.tanh(predict(X, w, b)), Y).backward()  # another model
    assert not torch.allclose(w.grad, gradients(X, Y, w, b)[0], rtol=0.1)


@claim("With a growing rate the loss falls, reaches a lowest point, and rises again")
@claim("a careful choice on the left side of the valley")
def _():
    rates, losses = along_the_gradient()
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


@claim("Each of these is easy to make, and only one of them raises an error where it is made.")
def _():
    w, b = fresh()
    assert raises(lambda: w.sub_(1e-5 * w.grad), RuntimeError)  # mistake 3, outside no_grad
    for zero_first in (True, False):  # mistakes 1 and 2
        w, b = fresh()
        if zero_first:
            w.grad.zero_(), b.grad.zero_()
        never_zeroed(w, b)
    with torch.no_grad():
        w = w - 1e-5 * w.grad  # mistake 4
    w, b = init_params(3, 2, seed=0)
    pred = predict(X, w, b)
    mse(pred, Y).backward()
    gradient_step(w, b, lr=1e-3)  # mistake 6
    assert mse(pred, Y).isfinite()  # mistake 5


@claim("The sum of old gradients works like a growing step.")
def _():
    w, b = init_params(3, 2, seed=0)
    moves = []
    for _ in range(3):
        mse(predict(X, w, b), Y).backward()
        before = w.detach().clone()
        never_zeroed(w, b)
        moves.append((w - before).norm().item())
    assert moves == sorted(moves)
    right = losses_of_seed(0)
    assert faulty_losses(never_zeroed, 4)[3] < right[3]  # at first it looks better


@claim("The step subtracts zero, so nothing moves, and nothing complains.")
def _():
    w, b = fresh()
    w.grad.zero_(), b.grad.zero_()
    never_zeroed(w, b)
    for part, first in zip((w, b), init_params(3, 2, seed=0), strict=True):
        assert torch.equal(part, first)


@claim("PyTorch does not let you change it in place while operations are recorded.")
@claim('"A leaf Variable that requires grad" is your `w`, and "an in-place operation" is the `-=`.')
def _():
    w, _ = fresh()
    with pytest.raises(RuntimeError, match=r"a leaf Variable that requires grad .* in-place"):
        w -= 1e-5 * w.grad
    with torch.no_grad():
        w -= 1e-5 * w.grad  # the repair


@claim("But it makes a new tensor, and it was made inside `no_grad`.")
@claim("The new `w` is not watched any more, so it will never get a gradient again.")
def _():
    old, b = fresh()
    with torch.no_grad():
        new = old - 1e-5 * old.grad
    assert new.data_ptr() != old.data_ptr()
    for _ in range(2):
        mse(predict(X, new, b), Y).backward()
    assert new.grad is None
    assert not new.requires_grad


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


@claim(
    "The next step stops with an error, because `w.grad` is `None`, and its message does not name"
)
def _():
    w, b = fresh()
    with torch.no_grad():
        w = w - 1e-5 * w.grad
    mse(predict(X, w, b), Y).backward()  # no error yet
    with pytest.raises(TypeError, match="NoneType") as caught, torch.no_grad():
        w = w - 1e-5 * w.grad
    assert not re.search("leaf|grad|watch", str(caught.value))  # of the cause it says nothing


@claim("The parameters have moved, and `pred` has not: it is a table of numbers, not a formula.")
def _():
    w, b = init_params(3, 2, seed=0)
    pred = predict(X, w, b)
    kept = pred.detach().clone()
    mse(pred, Y).backward()
    gradient_step(w, b, lr=1e-5)
    assert torch.equal(pred, kept)
    assert not torch.allclose(predict(X, w, b), kept, rtol=1e-3)


@claim("its right end is the rate 1.2e-4. Where does a step land that goes eight times as far?")
def _():
    assert round(1e-3 / 1.2e-4) == 8
    w, b = fresh()
    assert mse(predict(X, w - 1e-3 * w.grad, b - 1e-3 * b.grad), Y) > 1e6


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


@claim(
    "Some people then write `if w.grad is not None:` above the update, and the error is gone.",
    "from the second step on only `b` moves, and the loss hardly falls",
)
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


@claim(
    "waves, a loss that never changes, an error about a leaf, a `w` that has stopped learning, "
    "stale predictions, a loss that explodes."
)
def _():
    assert len(set(faulty_losses(lambda w, b: None, 4))) == 1  # never changes
    waves = faulty_losses(never_zeroed, 60)
    assert min(waves[:20]) < waves[21] > min(waves[21:])
