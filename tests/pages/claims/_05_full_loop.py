"""What notebook 5 says and no cell beside it checks."""

import pytest
import torch

from linreg_helpers import init_params, mse, predict, train
from linreg_helpers.course import plots
from linreg_helpers.course.exercises import bug_traces, check_bug_hunt
from tests.oracles import X, Y
from tests.pages.claims import claim, curvatures, losses_of_seed, run_of_seed


@claim("Here each step uses all five rows, so one epoch is one step.")
def _():
    assert len(losses_of_seed(0)) == 5001


@claim("It starts at about 33,000.", "From 33,000 to less than 1.")
def _():
    losses = losses_of_seed(0)
    assert losses[0].item() == pytest.approx(33_000, rel=0.01)
    assert losses[-1] < 1


@claim("The variable `loss` was computed before the last step.")
def _():
    losses = losses_of_seed(0)
    assert losses[-2] != losses[-1]


@claim("5001 numbers for 5000 steps")
def _():
    assert len(train(X, Y, *init_params(3, 2, seed=0), progress=False).losses) == 5001


@claim("All ten marks lie on the dashed line, or so close to it that the eye sees no gap.")
def _():
    _, w, b = run_of_seed(0)
    span = Y.max() - Y.min()
    assert (predict(X, w, b) - Y).abs().max() < 0.015 * span


@claim("On a logarithmic axis equal distances are equal factors")
def _():
    ax = plots.loss_curve(losses_of_seed(0), log=True)
    one, ten, hundred = (ax.transData.transform((0, h))[1] for h in (1, 10, 100))
    assert ten - one == pytest.approx(hundred - ten)


@claim("In the first twenty steps the loss falls very fast.", "until about step 400")
def _():
    losses = losses_of_seed(0)
    rates = [(losses[a] / losses[b]).log() / (b - a) for a, b in ((0, 20), (20, 400), (400, 3000))]
    assert rates[0] > 5 * rates[1] > 5 * rates[2]


@claim("Towards the end the curve bends and becomes flat, although a loss of zero is far away.")
def _():
    losses = losses_of_seed(0)
    assert losses[4900] / losses[5000] < 1.03
    assert losses[5000] > 0.5


@claim(
    "Each phase belongs to a direction in which the model learns: the first, the steepest, then",
    "There is a fourth, the flattest, so flat that 5000 steps hardly move along it.",
)
def _():
    flattest, third, second, first = 1 - 1e-5 * curvatures()
    assert first**20 < 0.05
    assert second**20 > 0.8 > 0.1 > second**400
    assert third**400 > 0.6 > 0.02 > third**5000
    assert flattest**5000 > 0.999


@claim("Go to step 20. The whole cloud jumps up, but it does not lie along the line yet.")
def _():
    _, w, b = run_of_seed(0, n_steps=20)
    start = predict(X, *run_of_seed(0, n_steps=0)[1:])
    pred = predict(X, w, b)
    assert (pred.mean() - start.mean()) > 50
    assert (pred - Y).abs().max() > 20


@claim("Go to step 400, and then to 5000. The marks turn to the line, and the loss falls below 1.")
def _():
    losses = losses_of_seed(0)
    assert losses[400] > 100
    assert losses[5000] < 1


@claim("`torch.cat` joins them into a new tensor, so later steps cannot change what you have kept.")
def _():
    w, b = torch.ones(2, 3), torch.ones(2)
    kept = torch.cat([w.flatten(), b])
    w += 1
    assert torch.equal(kept, torch.ones(8))


@claim(
    "they have moved by less than 0.01, and still have nearly the values that were drawn at random"
)
def _():
    b = run_of_seed(0)[2]
    assert (b - init_params(3, 2, seed=0)[1]).abs().max() < 0.01


@claim("in each run no prediction misses by as much as two tons")
def _():
    for seed in range(5):
        _, w, b = run_of_seed(seed)
        assert (predict(X, w, b) - Y).abs().max() < 2


@claim("`w` and `b` are as they were before the call, so you can try again at once.")
def _():
    w, b = init_params(3, 2, seed=0)
    with pytest.raises(ValueError, match="finite"):
        train(X, Y, w, b, lr=1e-3, progress=False)
    assert torch.equal(w, init_params(3, 2, seed=0)[0])


@claim("the update reads `if w.grad is not None: w = w - lr * w.grad`, so that it does not stop")
def _():
    w, b = init_params(3, 2, seed=0)
    for _ in range(3):
        loss = mse(predict(X, w, b), Y)
        loss.backward()
        before = w
        with torch.no_grad():
            if w.grad is not None:
                w = w - 1e-5 * w.grad
            b -= 1e-5 * b.grad
        b.grad.zero_()
    assert w.grad is None
    assert w is before


@claim("Here are five programs, each with one mistake of notebook 3 or 4.")
def _():
    traces = bug_traces(X, Y)
    right = traces.pop("right")
    assert set(traces) == set(check_bug_hunt.answer)
    assert all(losses != right for losses in traces.values())
