"""What notebook 8 says and no cell beside it checks."""

import pytest
import torch

from linreg_helpers import (
    DescentPath,
    curvature,
    init_params,
    least_squares,
    max_learning_rate,
    predict,
    train,
)
from linreg_helpers.course.explore._line_bowl_numbers import bowl_of
from tests.oracles import X, Y
from tests.pages.claims import claim, curvatures, least_loss, standardised

Z = standardised()


@claim(
    "In notebook 7 the loss was a bowl two million times as curved in one direction as in another."
)
def _():
    values = curvatures()
    assert 2e6 < values[-1] / values[0] < 2.3e6


@claim("`correction=0` divides by the number of rows, as the loss does.")
@claim("the two differ by the same factor in every column")
def _():
    spread, other = X.std(0, correction=0), X.std(0)
    assert torch.allclose(spread, ((X - X.mean(0)) ** 2).mean(0).sqrt())
    assert torch.allclose(other / spread, torch.full((3,), (5 / 4) ** 0.5))


@claim("each is far from zero, compared with its spread")
def _():
    assert (X.mean(0) / X.std(0, correction=0) > 2.5).all()


@claim("Read Hoenn: a usual temperature, and far more rain than the others.")
def _():
    assert abs(Z[2, 0]) < 0.3
    assert Z[2, 1] == Z[:, 1].max()
    assert Z[2, 1] > 1 + Z[:, 1].sort().values[-2]


@claim("Two operations on the table, and the bowl is nearly round.")
def _():
    values = curvature(Z.double(), n_targets=2)
    assert values[-1] / values[0] == pytest.approx(6.95, abs=0.01)


@claim("The largest learning rate is about 1 in place of 0.0001")
def _():
    assert max_learning_rate(Z, 2) == pytest.approx(1, abs=0.01)
    assert max_learning_rate(X, 2) == pytest.approx(1e-4, rel=0.2)


@claim("With two targets and n rows its factor 2 / (n · m) is 1 / n.")
def _():
    n, m = Y.shape
    assert 2 / (n * m) == 1 / n


@claim("thousands for the weights, 1 for the bias")
@claim("In the last column these are the means of the inputs.")
def _():
    a = torch.cat([X, torch.ones(5, 1)], dim=1).double()
    hessian = a.T @ a / 5
    assert (hessian.diag()[:3] > 1000).all()
    assert hessian[3, 3] == 1
    assert torch.allclose(hessian[:3, 3], X.mean(0).double())


@claim("At half of the limit, the first direction, the steepest, is done in one step.")
@claim("So 0.5 is a good rate.")
def _():
    limit = max_learning_rate(Z, 2)
    steepest = curvature(Z.double(), 2)[-1].item()
    assert 1 - limit / 2 * steepest == pytest.approx(0, abs=1e-6)
    assert limit / 2 == pytest.approx(0.5, abs=0.01)


@claim("Fifty steps for what took millions before.")
@claim("reach the least loss in some tens of steps")
def _():
    losses = train(Z, Y, *init_params(3, 2, seed=0), lr=0.5, n_steps=50, progress=False).losses
    assert losses[50].item() == pytest.approx(least_loss(), abs=1e-4)


@claim(
    "The solid line takes one great step, along its first direction, the steepest. Then it crawls"
)
def _():
    lr = max_learning_rate(X, 2) / 2
    losses = train(X, Y, *init_params(3, 2, seed=0), lr=lr, n_steps=50, progress=False).losses
    assert losses[1] < 0.2 * losses[0]
    assert losses[50] > 0.05 * losses[1]  # the others are at the least loss by then


@claim("parameters need longer than the loss to come near")
def _():
    w, b = init_params(3, 2, seed=0)
    train(Z, Y, w, b, lr=0.5, n_steps=50, progress=False)
    best = least_squares(Z, Y)[0]
    assert (w - best).abs().max() > 1e-3


@claim("Even the biases agree, which 5000 raw steps had hardly moved.")
def _():
    start = init_params(3, 2, seed=0)[1]
    w, b = init_params(3, 2, seed=0)
    train(X, Y, w, b, progress=False)
    assert (b - start).abs().max() < 0.01


@claim(
    "a linear model of the scaled inputs can say exactly what a linear model of the raw inputs can"
)
def _():
    raw, scaled = predict(X, *least_squares(X, Y)), predict(Z, *least_squares(Z, Y))
    assert torch.allclose(raw, scaled, atol=1e-3)


@claim("The spread is zero, so there is a `nan` in every row.")
def _():
    column = torch.full((5,), 50.0)
    scaled = (column - column.mean()) / column.std(correction=0)
    assert scaled.isnan().all()


def walk(x, steps):
    """Return the losses of the table while two weights of the apples move, and their curvatures."""
    x, y = x.double(), Y.double()
    two = 2 / 10 * x[:, :2].T @ x[:, :2]
    curved, ways = torch.linalg.eigh(two)
    start = init_params(3, 2, seed=0)[0][0, :2].detach().double()
    far = ways.T @ (start - least_squares(x, y)[0][0, :2])
    factor = 1 - max_learning_rate(x, 2) / 2 * curved
    return [
        least_loss() + (curved * (factor**k * far) ** 2).sum().item() / 2 for k in steps
    ], curved


@claim("the first step falls down the wall, and 19 more still leave a loss of 361")
def _():
    (start, first, last), _ = walk(X, (0, 1, 20))
    assert first < 0.5 * start
    assert last == pytest.approx(361, abs=0.5)


@claim("On the right the bowl is nearly round")
@claim("each step goes roughly towards the star, and the last ends on it")
def _():
    (last,), curved = walk(Z, (20,))
    assert (curved[1] / curved[0]) ** 0.5 < 1.4  # an ellipse is so many times as long as wide
    assert last == pytest.approx(least_loss(), abs=1e-4)
    # The step is the distance times lr * curvature: at most so far from the way to the star.
    cosine = 2 * (curved[0] * curved[1]) ** 0.5 / curved.sum()
    assert cosine > 0.95


@claim("nobody forces you to use them as they are", "Millions of steps would be needed")
def _():
    start = [p.detach().double() for p in init_params(3, 2, seed=0)]
    path = DescentPath(X.double(), Y.double(), *start, lr=1e-4)
    assert path.losses(2_000_000) - least_loss() > 1e-4


@claim("In notebook 7 that was the reason for the flattest direction.")
def _():
    assert curvature((X - X.mean(0)).double(), 2)[0] > 100 * curvatures()[0]


@claim("their products add up to zero", "The bias now has a direction of its own")
def _():
    assert (Z * torch.ones(5, 1)).sum(0).abs().max() < 1e-5


@claim("The dashed line goes down and ends at the least loss.")
def _():
    losses = train(Z, Y, *init_params(3, 2, seed=0), lr=0.5, n_steps=50, progress=False).losses
    assert (losses[1:] <= losses[:-1] + 1e-5).all()
    assert losses[-1].item() == pytest.approx(least_loss(), abs=1e-4)


@claim("a single row has no spread", "a warm region among warm regions would count as an average")
def _():
    warm = torch.tensor([[90.0], [91.0], [92.0]])
    assert standardised(warm)[1].item() == 0
    assert standardised(warm[:1]).isnan().all()


@claim("The factor of x is w / std.", "No error is raised")
def _():
    w, b = least_squares(Z, Y)
    mean, std = X.mean(0), X.std(0, correction=0)
    assert torch.allclose(predict(X, w / std, b - (w / std) @ mean), predict(Z, w, b), atol=1e-3)
    assert predict(torch.tensor([[80.0, 100.0, 50.0]]), w, b).min() > 1000


@claim("A column that never changes can teach nothing: the bias already does its work.")
def _():
    constant = X.clone()
    constant[:, 2] = 50
    with_it, without = (predict(x, *least_squares(x, Y)) for x in (constant, X[:, :2]))
    assert torch.allclose(with_it, without, atol=1e-2)


@claim("Ten raw steps have reached the floor of the valley")
@claim("and ten steps leave at most 1 % of the distance")
@claim("the valley stands upright, because weight and bias no longer get in each other's way")
def _():
    for inputs in ("raw", "centred", "standardised"):
        bowl = bowl_of(X[:, 1:2].double(), Y[:, :1].double(), inputs)
        left = (1 - 0.8 * bowl.limit * bowl.curvatures) ** 10
        assert abs(left[0]) < 0.01  # of the steeper direction: the walls
        assert (abs(left[1]) < 0.01) == (inputs == "standardised")
        assert (abs(bowl.z.mean()) < 1e-9) == (inputs != "raw")  # the Hessian's mixed number
