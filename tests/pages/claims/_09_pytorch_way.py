"""What notebook 9 says and no cell beside it checks."""

import io
import pickle
import warnings
from functools import cache

import matplotlib.pyplot as plt
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from linreg_helpers import init_params, least_squares, mse, predict, train
from linreg_helpers.course import plots
from linreg_helpers.course.exercises import check_recall_exact_fit
from tests.oracles import X, Y
from tests.pages.claims import claim, least_loss, raises, standardised

Z = standardised()


def loader(seed=0):
    order = torch.Generator().manual_seed(seed)
    return DataLoader(TensorDataset(Z, Y), batch_size=2, shuffle=True, generator=order)


def start():
    model = nn.Linear(3, 2)
    w, b = init_params(3, 2, seed=0)
    model.load_state_dict({"weight": w.detach(), "bias": b.detach()})
    return model


@cache
def losses_in_batches(lr, n_epochs, seed=0):
    """Take the steps of the page by the formula, in the order in which the loader deals rows."""
    z, y = Z.double().numpy(), Y.double().numpy()
    w, b = (part.detach().double().numpy() for part in init_params(3, 2, seed=0))
    order = torch.Generator().manual_seed(seed)
    rows = DataLoader(range(5), batch_size=2, shuffle=True, generator=order)
    losses = [((z @ w.T + b - y) ** 2).mean()]
    for _ in range(n_epochs):
        for batch in rows:
            inputs, targets = z[batch.numpy()], y[batch.numpy()]
            scaled = 2 / targets.size * (inputs @ w.T + b - targets)
            w, b = w - lr * scaled.T @ inputs, b - lr * scaled.sum(0)
        losses.append(((z @ w.T + b - y) ** 2).mean())
    return losses


def full_loop(lr, n_steps=100):
    w, b = init_params(3, 2, seed=0)
    return train(Z, Y, w, b, lr=lr, n_steps=n_steps, progress=False).losses.tolist()


def below_1(losses):
    return next(k for k, loss in enumerate(losses) if loss < 1)


@claim(check_recall_exact_fit.question)
def _():
    for left_out in range(5):
        rows = [i for i in range(5) if i != left_out]
        w, b = least_squares(X[rows].double(), Y[rows].double())
        assert mse(predict(X[rows].double(), w, b), Y[rows].double()) < 1e-15


@claim("It draws random parameters of its own.", "The parameters now live inside the model.")
def _():
    assert not torch.equal(nn.Linear(3, 2).weight, nn.Linear(3, 2).weight)
    assert [name for name, _ in nn.Linear(3, 2).named_parameters()] == ["weight", "bias"]


class Line(nn.Module):
    """The class of the page, with a plain tensor as well."""

    def __init__(self, n_inputs, n_targets):
        super().__init__()
        self.w = nn.Parameter(torch.randn(n_targets, n_inputs))
        self.b = nn.Parameter(torch.randn(n_targets))
        self.plain = torch.ones(3)

    def forward(self, x):
        return x @ self.w.T + self.b


@claim("it is watched, and the model finds it by itself.", "`parameters()` lists both tensors.")
@claim("You call the model, as in `line(x)`, and PyTorch calls its `forward`.")
def _():
    line = Line(3, 2)
    assert line.w.requires_grad
    assert [name for name, _ in line.named_parameters()] == ["w", "b"]
    assert not line.plain.requires_grad
    assert torch.equal(line(X), line.forward(X))


@claim("super().__init__()  # always first: nn.Module prepares itself")
def _():
    class Late(nn.Module):
        def __init__(self):
            self.w = nn.Parameter(torch.ones(2))
            super().__init__()

    assert raises(Late, AttributeError)


@claim(
    "The loop, line by line beside yours:", "`step` moves the parameters, and `zero_grad` clears"
)
def _():
    model = start()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    nn.MSELoss()(model(Z), Y).backward()
    before, grad = model.weight.detach().clone(), model.weight.grad.clone()
    optimizer.step()
    assert torch.allclose(model.weight.detach(), before - 0.1 * grad)
    optimizer.zero_grad()
    assert model.weight.grad is None


@claim("When `step` is called there are no gradients yet, and the optimizer passes over parameters")
def _():
    model = start()
    before = model.weight.detach().clone()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    assert torch.equal(model.weight.detach(), before)


@claim("old gradients add up, and at first it looks faster than doing it right")
def _():
    def losses(*, zero):
        model = start()
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
        found = []
        for _ in range(4):
            loss = nn.MSELoss()(model(X), Y)
            loss.backward()
            optimizer.step()
            if zero:
                optimizer.zero_grad()
            found.append(loss.item())
        return found

    assert losses(zero=False)[2] < losses(zero=True)[2]


@claim("`nn.MSELoss` stretches shapes as your first `mse` did, but it warns.")
@claim("the wrong loss is computed all the same")
def _():
    pred, row = torch.arange(10.0).reshape(5, 2), torch.tensor([1.0, 2.0])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loss = nn.MSELoss()(pred, row)
    assert "target size" in str(caught[0].message)
    assert loss.item() == pytest.approx(((pred - row) ** 2).mean().item())


@claim("Three, and the last batch has only one row.", "Here it is three.")
def _():
    assert [len(inputs) for inputs, _ in loader()] == [2, 2, 1]


@claim("Every row comes once in each epoch, in an order that is drawn anew.")
@claim("The generator with a seed makes the order repeatable.")
def _():
    rows = loader()
    epochs = [torch.cat([targets for _, targets in rows])[:, 0].tolist() for _ in range(3)]
    assert all(sorted(epoch) == sorted(Y[:, 0].tolist()) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3
    assert torch.cat([targets for _, targets in loader()])[:, 0].tolist() == epochs[0]


@claim("each at a rate that suits it: 0.5 for all rows, as in notebook 8, and 0.2 for the batches")
def _():
    assert below_1(full_loop(0.5)) < below_1(full_loop(0.2))
    assert below_1(full_loop(0.5)) < below_1(full_loop(0.4))
    assert below_1(losses_in_batches(0.2, 100)) < below_1(losses_in_batches(0.1, 30))


@claim(
    "At these rates the batches are ahead in epochs: they read all rows fewer times",
    "In steps they are behind",
)
def _():
    full, batches = below_1(full_loop(0.5)), below_1(losses_in_batches(0.2, 100))
    assert (full, batches) == (12, 7)
    assert batches < full < 3 * batches


@claim("With seven other orders of the rows they needed 7 to 12 epochs.")
def _():
    epochs = [below_1(losses_in_batches(0.2, 20, seed)) for seed in range(1, 8)]
    assert (min(epochs), max(epochs)) == (7, 12)


@claim("After 50 epochs the full loop is at the least loss.")
def _():
    assert full_loop(0.5)[50] == pytest.approx(least_loss(), rel=1e-4)


@claim("With 0.2 the loss jumps about above the dotted line and never settles there")
@claim("With 0.03 the jumps are much smaller, and the loss is nearly the least one.")
def _():
    large, small = losses_in_batches(0.2, 300), losses_in_batches(0.03, 300)
    ax = plots.late_losses({"0.2": large, "0.03": small}, least_loss(), first=200)
    jumps, nearly, least = (line.get_ydata() for line in ax.lines)
    plt.close(ax.figure)
    assert ax.lines[-1].get_linestyle() == ":"
    assert min(jumps) > least[0]
    assert min(nearly) > least[0]
    assert max(jumps) - min(jumps) > 10 * (max(nearly) - min(nearly))
    assert all(max(jumps[k : k + 20]) > 1.2 * least[0] for k in range(0, 100, 20))
    assert max(nearly) < 1.04 * least[0]


@claim("each batch pulls to parameters of its own, and the batches do not agree")
def _():
    w, b = (p.requires_grad_() for p in least_squares(Z, Y))
    pulls = []
    for rows in ([0, 1], [2, 3], [4]):
        pulls += torch.autograd.grad(mse(predict(Z[rows], w, b), Y[rows]), w)
    assert all(pull.abs().max() > 0.1 for pull in pulls)
    assert (2 * pulls[0] + 2 * pulls[1] + pulls[2]).abs().max() < 1e-3


@claim("But that run needed 66 epochs to come below 1.")
def _():
    assert below_1(losses_in_batches(0.03, 300)) == 66


@claim("begin with a large rate and lower it")
@claim("PyTorch's tools for that are in `torch.optim.lr_sch")
def _():
    assert issubclass(torch.optim.lr_scheduler.StepLR, torch.optim.lr_scheduler.LRScheduler)


@claim("a few rows already show roughly where to go, and a step from them costs little")
def _():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(10_000, 3, generator=generator)
    y = x @ torch.tensor([[1.0], [2.0], [3.0]]) + torch.randn(10_000, 1, generator=generator)
    few, all_rows = (-2 * x[:n].T @ y[:n] / n for n in (30, 10_000))
    assert nn.functional.cosine_similarity(few, all_rows, dim=0) > 0.9


@claim("it is a plain dictionary that any later program can read")
def _():
    state = nn.Linear(3, 2).state_dict()
    assert isinstance(state, dict)
    assert set(state) == {"weight", "bias"}


class Stranger:
    """What runs a program when it is read back."""

    def __reduce__(self):
        return print, ("a program of a stranger",)


@claim("`weights_only=True` reads numbers and nothing else")
def _():
    memory = io.BytesIO()
    torch.save({"model": Stranger()}, memory)
    memory.seek(0)
    assert raises(lambda: torch.load(memory, weights_only=True), pickle.UnpicklingError)


@claim("some layers then behave differently, though `nn.Linear` does not")
def _():
    x = torch.ones(4, 3)
    linear, dropout = nn.Linear(3, 2), nn.Dropout(0.5)
    assert torch.equal(linear.train()(x), linear.eval()(x))
    assert torch.equal(dropout.eval()(x), x)
    torch.manual_seed(0)
    assert not torch.equal(dropout.train()(x), x)


@claim("`no_grad` switches the computation graph off")
def _():
    with torch.no_grad():
        assert nn.Linear(3, 2)(X).grad_fn is None


@claim("Symbols: model(x) (n, m) predictions of a model object")
def _():
    assert nn.Linear(3, 4)(X).shape == (5, 4)
