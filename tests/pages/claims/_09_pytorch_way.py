"""What notebook 9 says and no cell beside it checks."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from linreg_helpers import init_params
from tests.oracles import Y
from tests.pages.claims import claim, least_loss, standardised

Z = standardised()


def loader():
    order = torch.Generator().manual_seed(0)
    return DataLoader(TensorDataset(Z, Y), batch_size=2, shuffle=True, generator=order)


def losses_in_batches(lr, n_epochs):
    model, rows, losses = nn.Linear(3, 2), loader(), []
    w, b = init_params(3, 2, seed=0)
    model.load_state_dict({"weight": w.detach(), "bias": b.detach()})
    optimizer, loss_of = torch.optim.SGD(model.parameters(), lr=lr), nn.MSELoss()
    for _ in range(n_epochs):
        losses.append(loss_of(model(Z), Y).item())
        for inputs, targets in rows:
            loss_of(model(inputs), targets).backward()
            optimizer.step()
            optimizer.zero_grad()
    return losses


@claim("Every row comes once in each epoch, in an order that is drawn anew.")
def _():
    rows = loader()
    epochs = [torch.cat([targets for _, targets in rows])[:, 0].tolist() for _ in range(3)]
    assert all(sorted(epoch) == sorted(Y[:, 0].tolist()) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


@claim("`nn.MSELoss` stretches shapes as your first `mse` did, but it warns.")
def _():
    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        nn.MSELoss()(torch.zeros(5, 2), torch.zeros(2))
    assert "target size" in str(caught[0].message)


@claim("it is a plain dictionary that any later program can read")
def _():
    state = nn.Linear(3, 2).state_dict()
    assert isinstance(state, dict)
    assert set(state) == {"weight", "bias"}


@claim("some layers then behave differently, though `nn.Linear` does not")
def _():
    x = torch.ones(4, 3)
    linear, dropout = nn.Linear(3, 2), nn.Dropout(0.5)
    assert torch.equal(linear.train()(x), linear.eval()(x))
    assert torch.equal(dropout.eval()(x), x)
    torch.manual_seed(0)
    assert not torch.equal(dropout.train()(x), x)


@claim("the last batch has only one row")
@claim("In notebook 5 an epoch was one step. Here it is three.")
def _():
    assert [len(inputs) for inputs, _ in loader()] == [2, 2, 1]


@claim("With 0.2 the loss jumps about above the dotted line and never settles there")
@claim("With 0.03 the jumps are much smaller, and the loss is nearly the least one.")
def _():
    large, small = (losses_in_batches(lr, 300)[-100:] for lr in (0.2, 0.03))
    assert least_loss() < min(large)
    assert max(large) > 1.05 * min(large)
    assert max(small) - min(small) < (max(large) - min(large)) / 3
    assert max(small) < 1.1 * least_loss()
