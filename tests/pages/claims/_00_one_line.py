"""What notebook 0 says of one line and no cell beside it prints."""

from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from linreg_helpers.course import plots
from linreg_helpers.course.explore._line_bowl_numbers import bowl_of, path_of, place_at
from linreg_helpers.course.workbook.page import RUN, without_outputs
from tests.oracles import X, Y
from tests.pages.claims import claim
from tools.make_pages import read_notebooks

RAIN, APPLES = X[:, 1].double().numpy(), Y[:, 0].double().numpy()
NAMES = ["Kanto", "Johto", "Hoenn", "Sinnoh", "Unova"]
# The loss of a line is a polynomial in w and b; these are its coefficients, by hand.
XX, X1, XY, Y1, YY = (
    part.mean() for part in (RAIN * RAIN, RAIN, RAIN * APPLES, APPLES, APPLES * APPLES)
)
LOWEST = XY / XX  # the best weight of a line from the corner
CURVATURE = 2 * XX


def loss(w, b=0.0):
    return w * w * XX + 2 * w * b * X1 + b * b - 2 * w * XY - 2 * b * Y1 + YY


def slope(w):
    return CURVATURE * (w - LOWEST)


def weight_after(steps, lr, start=0.5):
    """Return the weight after some steps: its distance shrinks by one factor a step."""
    return LOWEST + (start - LOWEST) * (1 - lr * CURVATURE) ** steps


@cache
def walk(centre, unit, w, b, lr, steps):
    """Return the way of the weight and the bias, for rain in other units, by matrix powers."""
    x = (RAIN - centre) / unit
    hessian = 2 * np.array([[(x * x).mean(), x.mean()], [x.mean(), 1]])
    best = np.linalg.solve(hessian, 2 * np.array([(x * APPLES).mean(), Y1]))
    power = np.linalg.matrix_power(np.eye(2) - lr * hessian, steps)
    return best + power @ (np.array([w, b]) - best), best


def narrow(steps):
    return walk(0, 1, 0.5, 0, 3e-5, steps)[0]


def curvatures(centre, unit):
    x = (RAIN - centre) / unit
    return np.linalg.eigvalsh(2 * np.array([[(x * x).mean(), x.mean()], [x.mean(), 1]]))


# --- the data and the first line ------------------------------------------------------------------


@claim(
    "Five regions measured their rain (the **input**, known before the harvest) and their apples"
)
def _():
    assert RAIN.tolist() == [67, 88, 134, 43, 96]
    assert APPLES.tolist() == [56, 81, 119, 22, 103]


@claim("The points climb from left to right")
def _():
    order = np.argsort(RAIN)
    assert [NAMES[i] for i in order] == ["Sinnoh", "Kanto", "Johto", "Unova", "Hoenn"]
    assert (np.diff(APPLES[order]) > 0).all()


@claim("but they do not lie on one straight line, so no line will hit all five.")
def _():
    order = np.argsort(RAIN)
    rises = np.diff(APPLES[order]) / np.diff(RAIN[order])
    assert np.ptp(rises) > 1


@claim("The line passes close to Sinnoh and far below the others: 0.5 is too small.")
def _():
    gaps = APPLES - 0.5 * RAIN
    assert 0 < gaps[3] < 1
    assert (gaps[[0, 1, 2, 4]] > 20).all()
    assert LOWEST > 0.5


# --- squares --------------------------------------------------------------------------------------


@claim("It is Unova's: not the region with the most rain, but the point farthest above the line.")
def _():
    assert NAMES[np.argmax(APPLES - 0.5 * RAIN)] == "Unova"
    assert NAMES[np.argmax(RAIN)] == "Hoenn"


@claim("These are true squares, because one ton is as long on the page as one millimetre.")
def _():
    ax = plots.misses_as_squares(RAIN, APPLES, NAMES, 0.5)
    ax.figure.canvas.draw()
    (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (1, 1)])
    assert abs((x1 - x0) - (y1 - y0)) < 1e-6
    plt.close(ax.figure)


@claim("Its side, 39 tons, is a typical miss.")
def _():
    assert round(loss(0.5) ** 0.5) == 39


@claim(
    "Unova's miss is about 1.5 times Johto's (55 to 37), and its square more than twice.",
    "they cannot cancel each other as plus and minus do.",
)
def _():
    assert 1.45 < 55 / 37 < 1.55
    assert 55**2 / 37**2 > 2
    assert (APPLES - 1.0929568 * RAIN + 17.357).sum() < 0.01  # misses that are not 0 cancel


@claim("The curve is a **parabola**, a valley with one lowest point, near 0.9.")
def _():
    w = np.linspace(0, 2, 9)
    losses = [((v * RAIN - APPLES) ** 2).mean() for v in w]
    assert np.allclose(np.polyval(np.polyfit(w, losses, 2), w), losses)
    assert abs(LOWEST - 0.9) < 0.02


@claim("The loss there is not zero, because no line hits all five points.")
def _():
    assert loss(LOWEST) > 100


# --- slopes and steps -----------------------------------------------------------------------------


@claim("The curve bends, so at 0.5 itself it is steeper than the straight line")
def _():
    assert slope(0.5) < (loss(0.6) - loss(0.5)) / 0.1 < 0


@claim("the slopes in the table settle near −6,813.")  # noqa: RUF001
def _():
    assert round(slope(0.5)) == -6813
    gaps = [(loss(0.5 + run) - loss(0.5)) / run - slope(0.5) for run in (0.1, 0.01, 0.001, 1e-4)]
    assert np.allclose(np.array(gaps[:-1]) / gaps[1:], 10)
    assert gaps[-1] < 1


@claim(
    "a prediction grows by that little times its rain.",
    "its area gets a strip along two of its sides: 2 times the side.",
)
def _():
    little, side, rain = 1e-6, 37.0, 88.0
    assert abs(((0.5 + little) * rain - 0.5 * rain) / little - rain) < 1e-6
    assert abs(((side + little) ** 2 - side**2) / little - 2 * side) < 1e-4


@claim("Left of the lowest point the slope is negative, right of it positive.")
def _():
    assert slope(LOWEST - 0.3) < 0 < slope(LOWEST + 0.3)


@claim(
    "the weight grows by 0.2044, and more than two thirds of the loss are gone.",
)
def _():
    assert round(-3e-5 * slope(0.5), 4) == 0.2044
    assert loss(weight_after(1, 3e-5)) < loss(0.5) / 3


@claim("At 0.7044 the slope is −3,440.")  # noqa: RUF001
def _():
    assert round(slope(weight_after(1, 3e-5))) == -3440
    assert round(0.7044 + 3e-5 * 3440, 4) == 0.8076  # by hand, with the digits on the page


@claim("yet the steps get shorter, because the slope gets flatter.")
def _():
    weights = [weight_after(k, 3e-5) for k in range(4)]
    assert (np.diff(np.diff(weights)) < 0).all()
    assert (np.diff([abs(slope(w)) for w in weights]) < 0).all()


@claim("Each step covers about half of the way that is left.")
def _():
    assert 0.47 < 3e-5 * CURVATURE < 0.53


@claim("Take 0.00013, more than four times as large.")
def _():
    assert 4 < 0.00013 / 0.00003 < 5


@claim(
    "The first step jumps over the valley and lands higher on the other side. "
    "There the slope is steeper, so the next jump is longer still."
)
def _():
    first, second = weight_after(1, 1.3e-4), weight_after(2, 1.3e-4)
    assert first > LOWEST
    assert loss(first) > loss(0.5)
    assert abs(slope(first)) > abs(slope(0.5))
    assert abs(second - first) > abs(first - 0.5)


@claim(
    "The lowest point is at 0.913. With 0.00006 one step almost reaches it.",
    "With 0.00011 each step jumps over it but lands nearer,",
    "and with 0.00013 it lands farther away. The limit lies between these two.",
)
def _():
    assert round(LOWEST, 3) == 0.913
    assert abs(weight_after(1, 6e-5) - LOWEST) < 0.005
    assert -1 < 1 - 1.1e-4 * CURVATURE < 0
    assert 1 - 1.3e-4 * CURVATURE < -1


@claim(
    "The slope changes by 16,502 when the weight changes by 1.",
    "the limit is 2 / 16,502, about 0.00012.",
)
def _():
    assert round(slope(1.5) - slope(0.5)) == 16502
    limit = 2 / CURVATURE
    assert round(limit, 5) == 0.00012
    assert abs(1 - 0.999 * limit * CURVATURE) < 1 < abs(1 - 1.001 * limit * CURVATURE)


# --- the bias and the bowl ------------------------------------------------------------------------


@claim("The squares are small now", "no line from the corner comes below 114.")
def _():
    w, b = np.polyfit(RAIN, APPLES, 1)
    assert np.abs(w * RAIN + b - APPLES).max() < 16 < 55 / 3
    assert 114 < loss(LOWEST) < 115
    assert loss(w, b) < 81


@claim("Without rain this line predicts −17 tons")  # noqa: RUF001
def _():
    assert round(np.polyfit(RAIN, APPLES, 1)[1]) == -17


@claim("For the bias, each residual is multiplied by 1 in place of the rain.")
def _():
    diff = 0.5 * RAIN + 3 - APPLES
    assert abs((loss(0.5, 3 + 1e-5) - loss(0.5, 3 - 1e-5)) / 2e-5 - 2 / 5 * diff.sum()) < 1e-3


@claim(
    "counted from its mean, 85.6 mm, in units of 30 mm. (Kanto then has −0.62 and Hoenn 1.61.",  # noqa: RUF001
    "The first line is 15 · rain + 42.8: each 30 mm bring 30 · 0.5 tons, and at the mean it",
)
def _():
    centred = (RAIN - 85.6) / 30
    assert RAIN.mean() == 85.6
    assert centred[[0, 2]].round(2).tolist() == [-0.62, 1.61]
    assert np.allclose(15 * centred + 42.8, 0.5 * RAIN)


@claim(
    "the steps fall down its steep wall and then creep along the floor, and step 1,000 is still "
    "where step 10 was."
)
def _():
    width = 2.2  # of the picture, in weights
    (w, b), (later_w, later_b) = narrow(10), narrow(1000)
    assert loss(w, b) < 0.1 * loss(0.5)
    assert abs(later_w - w) < width / 500
    assert abs(later_b - b) < 0.2  # of 170 tons
    assert loss(later_w, later_b) > 113


@claim("On equal scales this ellipse would be a needle, 270 times as long as wide.")
def _():
    flat, steep = curvatures(0, 1)
    assert 265 < (steep / flat) ** 0.5 < 275


@claim(
    "On the right the bowl is round: each step goes straight towards the middle and halves the "
    "distance."
)
def _():
    flat, steep = curvatures(85.6, 30)
    assert (steep / flat) ** 0.5 < 1.02
    for curvature in (flat, steep):
        assert 0.48 < 1 - 0.25 * curvature < 0.501


@claim("eight numbers to learn in place of one")
def _():
    assert 3 * 2 + 2 == 8
    assert X.shape[1] == 3
    assert Y.shape[1] == 2


@claim("In your own workbook no output stands below a cell before you run it.")
def _():
    (page,) = (page for path, page in read_notebooks().items() if path.stem == "00_one_line")
    assert any(cell.get("outputs") for cell in page.cells)
    mine = without_outputs(page, "00_one_line.ipynb")
    left = [output.data["text/plain"] for cell in mine.cells for output in cell.get("outputs", [])]
    assert set(left) == {RUN}  # where a live figure will stand


@claim("the least loss of a line from the corner, which 25 steps reach.")
def _():
    assert loss(weight_after(25, 3e-5)) == pytest.approx(loss(LOWEST), rel=1e-5)


@claim("`requires_grad=True` tells it to watch the weight, and `backward` computes the slope")
def _():
    weight = torch.tensor(0.5, requires_grad=True)
    ((weight * torch.tensor(RAIN) - torch.tensor(APPLES)) ** 2).mean().backward()
    assert weight.grad.item() == pytest.approx(slope(0.5))


@claim("`np.polyfit` finds the best line of this kind without steps.")
def _():
    w, b = np.polyfit(RAIN, APPLES, 1)
    around = [loss(w + dw, b + db) for dw in (-0.01, 0.01) for db in (-0.5, 0.5)]
    assert loss(w, b) < min(around)


@claim("Regions, lines and losses are the same. Only the way of counting the rain has changed.")
def _():
    for w, b in ((0.5, 0.0), (1.1, -17.0), (-2.0, 40.0)):
        line = 30 * w * (RAIN - 85.6) / 30 + (b + 85.6 * w)
        assert np.mean((line - APPLES) ** 2) == pytest.approx(loss(w, b))


@claim("ten of them end near w = 0.91, with b still near 0")
@claim("and ten steps end at its lowest point")
def _():
    raw, round_ = (
        bowl_of(X[:, 1:2].double(), Y[:, :1].double(), k) for k in ("raw", "standardised")
    )
    (w, b), _ = place_at(path_of(raw, [0.5, 0], 1e-4), 10)
    assert (round(w, 2), abs(b) < 0.1) == (0.91, True)
    start = [0.5 * round_.unit, 0.5 * round_.middle]
    _, loss = place_at(path_of(round_, start, 1e-4 / raw.limit * round_.limit), 10)
    assert loss == pytest.approx(round_.least, rel=0.01)
