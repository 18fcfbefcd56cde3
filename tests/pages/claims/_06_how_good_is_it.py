"""What notebook 6 says of the best fit, of rows never seen and of leverage."""

from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from linreg_helpers import load_fruit_yields
from linreg_helpers.course import plots
from tests.oracles import X, Y
from tests.pages.claims import claim, least_loss, losses_of_seed, run_of_seed

TABLE, HARVEST = X.double().numpy(), Y.double().numpy()
RAIN, APPLES = TABLE[:, 1], HARVEST[:, 0]
NAMES = list(load_fruit_yields().region_names)
HOENN = NAMES.index("Hoenn")


def with_ones(x):
    return np.column_stack([x, np.ones(len(x))])


def hat(x):
    """Return the matrix that turns targets into predictions."""
    return with_ones(x) @ np.linalg.pinv(with_ones(x))


DIFF = hat(TABLE) @ HARVEST - HARVEST  # predicted minus harvested, (5, 2)
LEVERAGE = hat(TABLE).diagonal()


@cache
def left_out_of(powers=None):
    """Return the residuals of leave-one-out, by fitting: of the table, or of powers of the rain."""
    rain = (RAIN - RAIN.mean())[:, None] / 30
    x = TABLE if powers is None else rain ** np.arange(1, powers + 1)
    missed = []
    for i in range(5):
        rest = np.arange(5) != i
        theta = np.linalg.lstsq(with_ones(x[rest]), HARVEST[rest], rcond=None)[0]
        missed.append(np.append(x[i], 1) @ theta - HARVEST[i])
    return np.array(missed)


def polynomial_loss(degree):
    rain = (RAIN - RAIN.mean()) / 30
    fits = [np.polyfit(rain, targets, degree) for targets in HARVEST.T]
    return np.mean([(np.polyval(f, rain) - t) ** 2 for f, t in zip(fits, HARVEST.T, strict=True)])


# --- the lowest point -----------------------------------------------------------------------------


@claim("Your runs ended with losses between 0.51 and 0.58.")
def _():
    losses = [losses_of_seed(seed)[-1] for seed in range(2)]
    assert 0.51 < min(losses) < max(losses) < 0.58


@claim("compare the difference with the 33,000 at the start.")
def _():
    assert 33_000 < losses_of_seed(0)[0] < 33_100
    assert losses_of_seed(0)[-1] - least_loss() < 0.1


@claim("No parameters can do better than the second line, not even after a million steps more.")
def _():
    # At the lowest point the slopes are zero, and the loss curves upwards in every direction.
    assert np.allclose(with_ones(TABLE).T @ DIFF, 0, atol=1e-8)
    assert np.linalg.eigvalsh(with_ones(TABLE).T @ with_ones(TABLE)).min() > 0


@claim("so that the answer has about sixteen digits in place of seven.")
def _():
    assert -np.log10(np.finfo("float64").eps) > 15.5
    assert 6.5 < -np.log10(np.finfo("float32").eps) < 7.5


@claim("The weights agree to about one digit. The biases do not even have the same sign.")
def _():
    best = np.linalg.lstsq(with_ones(TABLE), HARVEST, rcond=None)[0]
    _, w, b = run_of_seed(0)
    assert np.abs(w.numpy() / best[:3].T - 1).max() < 0.1
    assert (b.numpy() * best[3] < 0).all()


@claim("They had hardly moved from their random start, as you saw in notebook 5.")
def _():
    start = run_of_seed(0, n_steps=0)[2]
    assert (run_of_seed(0)[2] - start).abs().max() < 0.05


@claim("Oranges are predicted almost perfectly, and nearly all of the loss comes from the apples.")
def _():
    apples, oranges = (DIFF**2).mean(0)
    assert apples > 0.99 * (apples + oranges)
    assert np.abs(DIFF[:, 1]).max() < 0.1


# --- a region never seen --------------------------------------------------------------------------


@claim("The typical miss on known regions, the root of the least loss, is 0.7 tons.")
def _():
    assert round(least_loss() ** 0.5, 1) == 0.7


@claim("Nearly ninety times the loss.")
def _():
    assert 85 < (left_out_of() ** 2).mean() / least_loss() < 90


@claim("Hoenn's apples are missed by 18 tons. Hoenn is the wettest region.")
def _():
    assert round(abs(left_out_of()[HOENN, 0])) == 18
    assert np.argmax(RAIN) == HOENN == np.argmax(np.abs(left_out_of()[:, 0]))


@claim("No oranges are missed by more than 1.3 tons.")
def _():
    assert 1.2 < np.abs(left_out_of()[:, 1]).max() <= 1.3


@claim("The model is much better than that.")
def _():
    rival = (HARVEST.sum(0) - HARVEST) / 4 - HARVEST
    assert (rival**2).mean() > 40 * (left_out_of() ** 2).mean()


@claim("On the left each column helps: 90, 22, 8. On the right each column harms.")
def _():
    known = [polynomial_loss(degree) for degree in (1, 2, 3)]
    assert [round(loss) for loss in known] == [90, 22, 8]
    unseen = [(left_out_of(powers) ** 2).mean() for powers in (1, 2, 3)]
    assert unseen[0] < unseen[1] < unseen[2]


@claim("between and beyond them it swings away.")
def _():
    rain = (RAIN - RAIN.mean()) / 30
    wide = np.linspace(rain.min() - 1, rain.max() + 1, 300)
    cubic, line = (np.polyval(np.polyfit(rain, APPLES, degree), wide) for degree in (3, 1))
    between = (wide > rain.min()) & (wide < rain.max())
    for place in (between, ~between):
        assert np.abs(cubic - line)[place].max() > 10


# --- leverage -------------------------------------------------------------------------------------


@claim(
    "it follows by a fifth of the way.",
    "28 of 40 tons, or 0.71 of the way.",
    "Johto has neighbours on both sides",
    "Hoenn has nobody beyond it",
)
def _():
    leverage = hat(RAIN[:, None]).diagonal()
    assert round(leverage[1], 1) == 0.2
    assert round(leverage[HOENN], 2) == 0.71
    assert round(40 * leverage[HOENN]) == 28
    assert RAIN.min() < RAIN[1] < RAIN[HOENN] == RAIN.max()


@claim("The white circle is the old place of the point, and the thick bar shows how far")
def _():
    ax = plots.pull(RAIN, APPLES, NAMES, "Hoenn", 40)
    old = next(line for line in ax.lines if line.get_markerfacecolor() == "white")
    assert old.get_xydata().tolist() == [[134, 119]]
    bar = max(ax.lines, key=lambda line: line.get_linewidth())
    assert abs(np.ptp(bar.get_ydata()) - 28.3) < 0.05
    plt.close(ax.figure)


@claim("Raise one target to 1, and see what the model predicts there.")
def _():
    # It does not matter from which targets one starts: the harvests give the same.
    for i in range(5):
        raised = HARVEST.copy()
        raised[i] += 1
        assert np.allclose((hat(TABLE) @ (raised - HARVEST))[i], LEVERAGE[i])


@claim("A leverage of 1 would mean that the model follows that region wherever it goes.")
def _():
    # Four rows and four parameters: every leverage is 1, and every row is met exactly.
    assert np.allclose(hat(TABLE[:4]), np.eye(4))


@claim("leverages are the diagonal of a matrix called the *hat matrix*")
def _():
    assert LEVERAGE.round(3).tolist() == [0.835, 0.604, 0.986, 0.837, 0.738]


@claim(
    "Always the number of parameters for each target", "With a thousand rows the average is 0.004."
)
def _():
    for x in (TABLE, TABLE[:, :2], TABLE[:, :1]):
        assert abs(hat(x).trace() - (x.shape[1] + 1)) < 1e-8
    assert 4 / 5 == 0.8
    assert 4 / 1000 == 0.004


@claim("One typing mistake can decide a model of a thousand rows.")
def _():
    rng = np.random.default_rng(0)
    many = 80 + 15 * rng.standard_normal((1000, 3))
    many[-1, 1] = 10_000
    q, _ = np.linalg.qr(with_ones(many))
    leverage = (q**2).sum(1)
    assert round(leverage[-1], 3) == 0.998
    assert leverage[:-1].max() < 0.05


@claim("divide each difference by one minus the leverage.")
def _():
    assert np.allclose(DIFF / (1 - LEVERAGE)[:, None], left_out_of())


@claim("missed by only 0.26 tons", "One minus its leverage is 0.0144, and 0.263 / 0.0144 is about")
def _():
    assert round(abs(DIFF[HOENN, 0]), 3) == 0.263
    assert round(1 - LEVERAGE[HOENN], 4) == 0.0144
    assert round(0.263 / 0.0144) == 18


# --- five rows ------------------------------------------------------------------------------------


@claim("Five rows determine the four numbers of each fruit.")
def _():
    assert np.linalg.matrix_rank(with_ones(TABLE)) == 4


@claim(
    "Four rows can be met exactly, whatever they say.",
    "of five differences only one is free, and the others follow from it.",
)
def _():
    for i in range(5):
        assert np.linalg.matrix_rank(with_ones(np.delete(TABLE, i, axis=0))) == 4
    assert np.linalg.matrix_rank(np.eye(5) - hat(TABLE), tol=1e-8) == 1


@claim(
    "their pattern is decided by the weather table alone, and only their size by the harvest.",
)
def _():
    other = np.array([3.0, 1, 4, 1, 5])  # any harvest
    pattern = hat(TABLE) @ other - other
    ratio = pattern / DIFF[:, 0]
    assert np.allclose(ratio, ratio[0])
