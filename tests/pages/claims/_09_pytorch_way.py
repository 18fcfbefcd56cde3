"""What notebook 9 says and no cell beside it checks."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from linreg_helpers import init_params, train
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


@claim("The last batch has only one row.", "Here it is three.")
def _():
    assert [len(inputs) for inputs, _ in loader()] == [2, 2, 1]


@claim("Every row comes once in each epoch, in an order that is drawn anew.")
def _():
    rows = loader()
    epochs = [torch.cat([targets for _, targets in rows])[:, 0].tolist() for _ in range(3)]
    assert all(sorted(epoch) == sorted(Y[:, 0].tolist()) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


@claim("At this rate the batches come down sooner, because they take three steps in each epoch.")
@claim("the full loop could use a larger rate")
def _():
    batches = losses_in_batches(0.2, 100)
    full, faster = (
        train(Z, Y, *init_params(3, 2, seed=0), lr=lr, n_steps=100, progress=False).losses.tolist()
        for lr in (0.2, 0.5)
    )
    first = [next(k for k, loss in enumerate(run) if loss < 1) for run in (batches, full, faster)]
    assert first[0] < first[1]
    assert first[2] < first[1]


@claim("jump about above the least loss and never settle, while the full loop glides towards it")
def _():
    batches = losses_in_batches(0.2, 100)[50:]
    full = train(Z, Y, *init_params(3, 2, seed=0), lr=0.2, n_steps=100, progress=False).losses
    assert min(batches) > least_loss()
    assert max(batches) > 1.05 * min(batches)
    assert full.tolist() == sorted(full.tolist(), reverse=True)


@claim("A smaller rate makes the jumps smaller:", "Nearer, and still above.")
def _():
    large, small = (losses_in_batches(lr, 300)[-50:] for lr in (0.2, 0.03))
    assert least_loss() < min(small)
    assert max(small) - min(small) < (max(large) - min(large)) / 3


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
