"""What notebook 2 says of predictions, of shapes and of the sliders."""

from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from linreg_helpers import init_params, load_fruit_yields, predict
from linreg_helpers.course import plots
from tests.oracles import X, Y
from tests.pages.claims import claim, raises

NAMES = list(load_fruit_yields().region_names)
RAIN, APPLES = X[:, 1].double().numpy(), Y[:, 0].double().numpy()


@cache
def first_predictions():
    w, b = (part.detach().double().numpy() for part in init_params(3, 2, seed=0))
    return np.einsum("nd,md->nm", X.double().numpy(), w) + b


def by_sliders(temperature=0.0, rainfall=0.0, humidity=0.0, bias=0.0):
    return X.double().numpy() @ [temperature, rainfall, humidity] + bias


@claim("The first predictions will be far off.")
def _():
    assert (np.abs(first_predictions() - Y.numpy()) > 40).all()


@claim("`x[0]` is the first row, and `w[0, 1]` is the weight of rainfall for apples")
def _():
    w = torch.arange(6.0).reshape(2, 3)
    rain = torch.tensor([[0.0, 1.0, 0.0]])
    assert predict(rain, w, torch.zeros(2))[0, 0] == w[0, 1]


@claim("in `w.T`, the transpose of `w`, the two rows have become two columns, one for each target.")
def _():
    w = torch.arange(6.0).reshape(2, 3)
    assert torch.equal(w.T[:, 0], w[0])
    assert torch.equal(w.T[:, 1], w[1])


@claim(
    "The first number is the one that you computed by hand. The second, `row[1]`, is for oranges."
)
def _():
    w, b = init_params(3, 2, seed=0)
    row = X[0] @ w.T + b
    assert np.allclose(row.detach(), first_predictions()[0], atol=1e-3)


@claim("each number is the dot product of a row on the left and a column on the right.")
def _():
    left, right = torch.randn(4, 3), torch.randn(3, 5)
    product = left @ right
    for i in range(4):
        for j in range(5):
            assert abs(product[i, j] - (left[i] * right[:, j]).sum()) < 1e-5


@claim(
    "The two inner numbers must be equal, here 3 and 3. They disappear, and the outer numbers stay"
)
def _():
    assert (torch.ones(5, 3) @ torch.ones(3, 2)).shape == (5, 2)
    assert raises(lambda: torch.ones(5, 3) @ torch.ones(2, 3), RuntimeError)


@claim("PyTorch names both shapes, so you can see which one is turned the wrong way.")
def _():
    with pytest.raises(RuntimeError, match=r"mat1 and mat2 .*5x3 and 2x3"):
        torch.ones(5, 3) @ torch.ones(2, 3)


@claim(
    "PyTorch stretches `b` to five equal rows and then adds.",
    "Shapes are compared from the right: 2 fits 2, and a missing dimension is filled with copies.",
)
def _():
    b = torch.tensor([1.0, 2.0])
    assert (torch.zeros(5, 2) + b).tolist() == [[1, 2]] * 5
    assert raises(lambda: torch.zeros(2, 5) + b, RuntimeError)


@claim("It also works where you did not mean it, and then it says nothing")
def _():
    assert (torch.zeros(5, 1) - torch.zeros(5)).shape == (5, 5)


@claim(
    "PyTorch has recorded which operations made it, because `w` and `b` are watched.",
    "so nothing is recorded for them: `x.grad_fn` is `None`.",
)
def _():
    w, b = init_params(3, 2, seed=0)
    assert predict(X, w, b).grad_fn is not None
    assert predict(X, w.detach(), b.detach()).grad_fn is None
    assert X.grad_fn is None


@claim("Nine of the ten predictions are negative")
def _():
    assert (first_predictions() < 0).sum() == 9


@claim("On the dashed line both are equal.", "Each mark is one prediction.")
def _():
    ax = plots.predicted_against_actual(first_predictions(), Y)
    *dots, dashed = ax.lines
    assert sum(len(line.get_xdata()) for line in dots) == 10
    assert list(dashed.get_xdata()) == list(dashed.get_ydata())
    assert dashed.get_linestyle() != "-"
    plt.close(ax.figure)


@claim("Nine marks lie far below the line, and one lies above it: Sinnoh's apples.")
def _():
    gaps = first_predictions() - Y.numpy()
    assert (gaps > 0).sum() == 1
    assert gaps[NAMES.index("Sinnoh"), 0] > 0
    assert np.sort(gaps.ravel())[-2] < -50


@claim("Move only the bias. All five marks rise and fall together.")
def _():
    assert np.allclose(by_sliders(rainfall=0.3, bias=20) - by_sliders(rainfall=0.3), 20)


@claim(
    "Put the bias back to 0, and the weight of rainfall to 0.9. Which two marks stay far from the "
    "line?",
    "With rainfall alone, Sinnoh and Unova stay away, by about 17 tons.",
)
def _():
    gaps = np.abs(by_sliders(rainfall=0.9) - APPLES)
    far = np.argsort(gaps)[-2:]
    assert {NAMES[i] for i in far} == {"Sinnoh", "Unova"}
    assert (gaps[far].round() == 17).all()
    assert np.sort(gaps)[-3] < 5


@claim(
    "The weight of temperature lowers Sinnoh most, because it is the hottest region. But it lowers "
    "the others too.",
    "A weight moves every mark",
)
def _():
    fall = by_sliders(temperature=-0.2)
    assert NAMES[np.argmin(fall)] == "Sinnoh"
    assert (fall < -10).all()
    assert (X != 0).all()


@claim("The sliders are the four parameters of the apples, and all of them start at zero.")
def _():
    assert np.mean((by_sliders() - APPLES) ** 2).round(-1) == 6990  # as the picture's text says


@claim("The study notes write `w.t()` for `w.T`.")
def _():
    w = torch.randn(2, 3)
    assert torch.equal(w.t(), w.T)


@claim("Their printed predictions do not follow from their printed parameters")
def _():
    w = np.array([[-2.2122, 0.4708, -0.9458], [1.6726, 1.2096, -0.2875]])
    kanto = w @ [73, 67, 43] + [-0.1555, -0.4671]
    assert np.abs(kanto - [116.6629, -163.4659]).min() > 200
