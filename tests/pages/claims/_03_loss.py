"""What notebook 3 says of the loss, of the sliders and of shapes that nearly fit."""

import warnings
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F

import linreg_helpers
from linreg_helpers import init_params, load_fruit_yields
from linreg_helpers.course import plots
from linreg_helpers.course.explore._fit import fit_at, fit_data
from linreg_helpers.course.explore._fit_panels import fit_figure
from tests.oracles import X, Y
from tests.pages.claims import claim, raises

DATA = load_fruit_yields()
NAMES = list(DATA.region_names)
A = np.c_[X.double().numpy(), np.ones(5)]  # temperature, rainfall, humidity, 1 for the bias
TARGETS = Y.double().numpy()
APPLES = TARGETS[:, 0]
RAINFALL, BIAS, TEMPERATURE = 1, 3, 0


@cache
def residuals():
    w, b = (part.detach().double().numpy() for part in init_params(3, 2, seed=0))
    return A @ np.c_[w, b].T - TARGETS


def still_picture():
    data = fit_data(X, Y, 0, ["", "", ""], "apples (ton)", NAMES, "ton")
    return fit_figure(data, *fit_at(data, [0, 0, 0, 0]))


def loss_of_apples(sliders):
    return np.mean((A @ sliders - APPLES) ** 2)


def least_with(*columns, start=None):
    """Return the least loss of the apples that these sliders alone can reach."""
    rest = APPLES if start is None else APPLES - A @ start
    best, *_ = np.linalg.lstsq(A[:, columns], rest, rcond=None)
    return np.mean((A[:, columns] @ best - rest) ** 2)


# --- the loss -------------------------------------------------------------------------------------


@claim("it is negative when the model predicts too little.")
def _():
    assert residuals()[0, 0] < 0
    assert (residuals() + TARGETS)[0, 0] < TARGETS[0, 0]


@claim("`numel` counts all ten numbers", "its shape is `()`")
def _():
    assert torch.zeros(5, 2).numel() == 10
    assert torch.zeros(5, 2).sum().shape == ()


@claim("it is the size of a typical miss")
def _():
    sizes = np.abs(residuals())
    assert sizes.min() < np.mean(residuals() ** 2) ** 0.5 < sizes.max()
    assert abs(np.mean(residuals() ** 2) ** 0.5 - np.median(sizes)) < 0.2 * np.median(sizes)


@claim(
    "The targets lie between 22 and 133 tons, so a model that typically misses by 182 is of no use."
)
def _():
    assert (TARGETS.min(), TARGETS.max()) == (22, 133)
    assert round(np.mean(residuals() ** 2) ** 0.5) == 182


@claim("The study notes divide by `numel` too, so their numbers and yours mean the same.")
def _():
    printed = [[57.4097, 70.6969], [82.0064, 100.3976], [118.7603, 132.9620]]
    printed += [[21.0812, 36.9854], [101.8528, 119.1335]]
    assert round(((np.array(printed) - TARGETS) ** 2).sum() / 10, 4) == 0.6086


@claim("`float32` keeps about seven digits, and five of them stand before the decimal point here.")
def _():
    assert 1e-8 < torch.finfo(torch.float32).eps < 1e-6
    assert len(str(int(np.mean(residuals() ** 2)))) == 5


@claim(
    "A parabola is smooth, so it has a slope everywhere, and steps need slopes. The absolute value "
    "has a corner at 0."
)
def _():
    little = 1e-6
    for function, smooth in ((np.square, True), (np.abs, False)):
        left, right = (function(side * little) / (side * little) for side in (-1, 1))
        assert (abs(left - right) < 1e-5) == smooth


@claim(
    "Each bar is one squared difference, a residual times itself. The dashed line is their mean: "
    "the loss."
)
def _():
    names = {"region_names": NAMES, "target_names": DATA.target_names}
    ax = plots.squared_differences(residuals() + TARGETS, TARGETS, **names)
    heights = np.array([bar.get_height() for bar in ax.patches]).reshape(2, 5).T
    assert np.allclose(heights, residuals() ** 2)
    (line,) = ax.lines
    assert np.allclose(line.get_ydata(), np.mean(residuals() ** 2))
    plt.close(ax.figure)


@claim(
    "Hoenn's and Unova's oranges tower above the rest, while Kanto's and Sinnoh's apples hardly "
    "show."
)
def _():
    squares = residuals() ** 2
    order = [divmod(i, 2) for i in np.argsort(squares, axis=None)]
    assert {(NAMES[i], j) for i, j in order[-2:]} == {("Hoenn", 1), ("Unova", 1)}
    assert {(NAMES[i], j) for i, j in order[:2]} == {("Kanto", 0), ("Sinnoh", 0)}


@claim("The largest miss is 7 times the smallest, and its bar is 53 times as high.")
def _():
    sizes = np.abs(residuals())
    assert round(sizes.max() / sizes.min()) == 7
    assert round((sizes.max() / sizes.min()) ** 2) == 53


@claim("`y.mean(0)` is the mean of each column, and `expand` repeats it for all five rows.")
def _():
    assert np.allclose(Y.mean(0).expand(5, 2), [TARGETS.mean(0)] * 5)


@claim(
    "Of all models that always predict the same two numbers, this one is the best.",
    "Keep 1,192 in mind as a first goal.",
)
def _():
    def loss(pair):
        return np.mean((pair - TARGETS) ** 2)

    best = TARGETS.mean(0)
    assert round(loss(best)) == 1192
    for pair in np.random.default_rng(0).normal(0, 20, (200, 2)):
        assert loss(best + pair) > loss(best)


# --- the sliders ----------------------------------------------------------------------------------


@claim(
    "It is a mark on a logarithmic scale: each line of the grid is ten times the one below it.",
    "the loss here is the mean over the five apples only",
)
def _():
    scale = still_picture().axes[1]
    low, high = scale.get_ylim()
    ticks = np.array([tick for tick in scale.get_yticks() if low <= tick <= high])
    assert scale.get_yscale() == "log"
    assert len(ticks) >= 5
    assert np.allclose(ticks[1:] / ticks[:-1], 10)
    assert len(scale.get_yticks(minor=True)) == 0


@claim("Use the weight of rainfall alone. How low can you get?", "With rainfall alone you stay")
def _():
    assert 114 < least_with(RAINFALL) < 115


@claim("This is the line from the corner of notebook 0.")
def _():
    rain = A[:, RAINFALL]
    w = (rain * APPLES).sum() / (rain * rain).sum()
    assert abs(least_with(RAINFALL) - np.mean((w * rain - APPLES) ** 2)) < 1e-9


@claim(
    "Now move rainfall and the bias in turns, a little of each. Can you get below 100?",
    "Put the bias back to 0, and do the same with rainfall and temperature.",
)
def _():
    assert 80.6 < least_with(RAINFALL, BIAS) < loss_of_apples([0, 1.09, 0, -17]) < 80.8
    assert least_with(RAINFALL, TEMPERATURE) < loss_of_apples([-0.2, 1.1, 0, 0]) < 58


@claim("when rainfall is at its best, no other slider alone brings you below 100 either")
def _():
    rain = A[:, RAINFALL]
    best = (rain * APPLES).sum() / (rain * rain).sum()
    for w in (best, 0.91):  # 0.91 is the nearest stop of the slider
        start = np.array([0, w, 0, 0])
        assert min(least_with(k, start=start) for k in (TEMPERATURE, 2, BIAS)) > 104


@claim(
    "the dashed line of least squares, the best that any parameters can reach",
    "With all four you come near to 1.",
)
def _():
    assert round(least_with(0, 1, 2, 3), 3) == 0.962
    assert loss_of_apples([-0.39, 0.85, 0.7, -2.0]) < 1.1
    dashed = [line for line in still_picture().axes[1].lines if line.get_linestyle() == "--"]
    assert round(min(line.get_ydata()[0] for line in dashed), 3) == 0.962


# --- shapes that nearly fit -----------------------------------------------------------------------


@claim(
    "`pred[:, 0:1]` keeps the column as a table (5, 1). `y[:, 0]` drops it to a row of numbers (5,)"
)
def _():
    assert Y[:, 0:1].shape == (5, 1)
    assert Y[:, 0].shape == (5,)


@claim("every region was compared with every region. There was no error and no warning")
def _():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diff = Y[:, 0:1] - Y[:, 0]
    assert diff.tolist() == [[a - b for b in APPLES] for a in APPLES]


@claim("This wrong loss is least when every prediction is the mean of all targets")
def _():
    def wrong_loss(pred):
        return np.mean((pred[:, None] - APPLES) ** 2)

    best = np.full(5, APPLES.mean())
    assert wrong_loss(best) < wrong_loss(APPLES)
    for change in np.random.default_rng(0).normal(0, 20, (200, 5)):
        assert wrong_loss(best + change) > wrong_loss(best)


@claim("it is compared with each of the five rows.")
def _():
    assert torch.equal(X[:, :2] - Y[0], X[:, :2] - Y[0].expand(5, 2))


@claim("PyTorch's own function computes the same wrong number, but it warns.")
def _():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        theirs = F.mse_loss(Y[:, 0:1], Y[:, 0])
    assert len(caught) == 1
    assert abs(theirs - np.mean((APPLES[:, None] - APPLES) ** 2)) < 1e-2


@claim("The `mse` of this course's package refuses two different shapes.")
def _():
    assert raises(lambda: linreg_helpers.mse(Y[:, 0:1], Y[:, 0]), ValueError)
    assert raises(lambda: linreg_helpers.mse(Y, Y[0]), ValueError)
