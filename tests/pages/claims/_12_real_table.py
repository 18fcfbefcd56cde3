"""What notebook 12 says and no cell beside it checks."""

from functools import cache

import numpy as np
import pytest
import torch

from linreg_helpers import curvature, gradients, init_params, load_penguins, mse, predict
from linreg_helpers.course import plots
from linreg_helpers.course.explore._line_bowl_numbers import bowl_of, path_of, place_at
from tests.oracles import numpy_least_squares as fit
from tests.pages.claims import claim

DATA = load_penguins()
WHOLE = ~np.isnan(DATA.measurements).any(axis=1)
X, Y = torch.from_numpy(DATA.measurements[WHOLE]).double().split(2, dim=1)
MASS, SPECIES = Y[:, 1:], DATA.species[WHOLE]
NAMES = ["Adelie", "Chinstrap", "Gentoo"]
IS = {name: torch.from_numpy(name == SPECIES) for name in NAMES}
ONES = torch.stack(list(IS.values()), dim=1).double()


def drawn(seed):
    return torch.randperm(342, generator=torch.Generator().manual_seed(seed))


TRAIN, VAL = drawn(0).split([274, 68])
FEW = TRAIN[:20]
MEAN, STD = X[TRAIN].mean(0), X[TRAIN].std(0, correction=0)
Z, U = (X - MEAN) / STD, (Y - Y[TRAIN].mean(0)) / Y[TRAIN].std(0, correction=0)


def miss(x, y, known, judged):
    """Return the typical miss on the judged rows, of the best fit to the known ones."""
    return (predict(x[judged], *fit(x[known], y[known])) - y[judged]).square().mean(0).sqrt()


@cache
def products():
    """Return the 14 columns of the page, scaled by the twenty rows."""
    a, b = Z.T
    columns = [a**i * b ** (k - i) for k in range(1, 5) for i in range(k + 1)]
    table = torch.stack(columns, dim=1)
    return (table - table[FEW].mean(0)) / table[FEW].std(0, correction=0)


def ridge(penalty):
    """Return the weights (14,) of ridge on the twenty rows, from the normal equations."""
    p, u = products()[FEW].numpy(), U[FEW, 1].numpy()
    return np.linalg.solve(p.T @ p / 20 + penalty * np.eye(14), p.T @ (u - u.mean()) / 20)


def ridge_misses(penalty):
    """Return the typical misses of ridge in g, on the twenty rows and on the validation rows."""
    pred = products().numpy() @ ridge(penalty) + U[FEW, 1].mean().item()
    diff = (pred - U[:, 1].numpy()) * Y[TRAIN, 1].std(correction=0).item()
    return [np.sqrt(np.mean(diff[rows] ** 2)) for rows in (FEW, VAL)]


@claim("This one holds 344 penguins of three species, measured on three islands in the Antarctic.")
def _():
    assert len(DATA.species) == 344
    assert sorted(set(DATA.species)) == NAMES
    assert len(set(DATA.islands)) == 3


@claim("The same two rows lack all four numbers.")
@claim("Nine more rows lack the sex of the bird.")
def _():
    assert ((DATA.sexes == "") & WHOLE).sum() == 9
    assert (DATA.sexes == "").sum() == 11
    lacks = np.isnan(DATA.measurements)
    assert lacks.all(axis=1).sum() == lacks.any(axis=1).sum() == 2


@claim("Dropping changes little.")
@claim("Filling pulls the weight towards zero, because a filled mass has nothing to do with the")
@claim("the miss on its own rows gets smaller")
@claim("the miss on the true masses gets larger")
def _():
    every = torch.arange(342)
    weight, true_miss = fit(X, MASS)[0][0, 1], miss(X, MASS, every, every)
    for seed in range(30):
        kept = drawn(seed) < 242
        filled = torch.where(kept[:, None], MASS, MASS[kept].mean())
        dropped, pulled = (fit(*rows)[0][0, 1] for rows in ((X[kept], MASS[kept]), (X, filled)))
        assert abs(dropped / weight - 1) < 0.2
        assert 0.55 < pulled / weight < 0.9
        w, b = fit(X, filled)
        assert miss(X, filled, every, every) < 0.98 * miss(X, MASS, kept, kept)
        assert (predict(X, w, b) - MASS).square().mean().sqrt() > 1.01 * true_miss


@claim("because the filled ones are easy to predict")
def _():
    kept = drawn(0) < 242
    filled = torch.where(kept[:, None], MASS, MASS[kept].mean())
    diff = predict(X, *fit(X, filled)) - filled
    assert diff[~kept].square().mean() < 0.5 * diff[kept].square().mean()


@claim("Longer bills go with longer flippers and heavier birds.")
@claim("Deeper bills seem to go with lighter ones.")
def _():
    together = np.corrcoef(torch.cat([X, Y], dim=1).T.numpy())
    assert together[0, 2] > 0.5
    assert together[0, 3] > 0.5
    assert together[1, 3] < -0.4


@claim("And the Gentoos, the triangles, stand apart from the others.")
def _():
    names = {"input_names": DATA.measurement_names[:2], "target_names": DATA.measurement_names[2:]}
    panel = plots.pairs(X, Y, SPECIES, **names)[1, 1]
    (marker,) = {line.get_marker() for line in panel.lines if line.get_label() == "Gentoo"}
    assert marker == "^"
    # A long flipper and a shallow bill tell nearly all of them.
    told = (Y[:, 0] > 202) & (X[:, 1] < 17.4)
    assert (told == IS["Gentoo"]).double().mean() > 0.98


@claim("The table is sorted by species, so draw them at random, with a seed.")
def _():
    changes = (SPECIES[1:] != SPECIES[:-1]).sum()
    assert changes == 2
    assert set(SPECIES[274:]) == {"Chinstrap"}


@claim(
    "The two lines stay together all the way, with the validation loss a little higher at the end."
)
def _():
    w, b = fit(Z[TRAIN], Y[TRAIN])
    end = [mse(predict(Z[rows], w, b), Y[rows]).item() for rows in (TRAIN, VAL)]
    assert 1 < end[1] / end[0] < 1.1
    # All the way: tests/pages/test_real_table.py. Here where they begin.
    w, b = init_params(2, 2, seed=0)
    both = [mse(predict(Z[rows].float(), w, b), Y[rows].float()).item() for rows in (TRAIN, VAL)]
    assert both[1] / both[0] == pytest.approx(1, abs=0.1)


@claim("A few numbers learnt from 274 rows leave little room for that.")
def _():
    # On 200 other splits too, the validation loss is the training loss, nearly.
    both = [
        [miss(Z, U, order[:274], rows).square().mean() for rows in (order[:274], order[274:])]
        for order in map(drawn, range(200))
    ]
    train, val = np.array(both).mean(0)
    assert val / train == pytest.approx(1.03, abs=0.03)


@claim("Half the sum of the two numbers above the figure: 71 mm² and 335,000 g².")
@claim("Flippers are two parts in ten thousand of it.")
def _():
    w, b = fit(X[TRAIN], Y[TRAIN])
    flipper, mass = (predict(X, w, b) - Y)[TRAIN].square().mean(0)
    assert flipper.item() == pytest.approx(71, abs=0.5)
    assert mass.item() == pytest.approx(335_000, abs=500)
    assert mse(predict(X[TRAIN], w, b), Y[TRAIN]).item() == pytest.approx((flipper + mass) / 2)
    assert flipper / (flipper + mass) == pytest.approx(2.1e-4, abs=1e-5)


@claim("Each target has weights of its own, so the fit is the same either way.")
def _():
    back = predict(X, *fit(X, U)) * Y[TRAIN].std(0, correction=0) + Y[TRAIN].mean(0)
    assert torch.allclose(back, predict(X, *fit(X, Y)))


@claim("and over 200 splits the training misses are 8.6 mm and 581 g on average")
@claim('"8.6 mm and 580 g" is what one tells a biologist')
def _():
    misses = [miss(X, Y, order[:274], order[:274]) for order in map(drawn, range(200))]
    flipper, mass = torch.stack(misses).mean(0).tolist()
    assert flipper == pytest.approx(8.6, abs=0.05)
    assert mass == pytest.approx(581, abs=0.5)


@claim("On the training rows more columns always help.")
@claim("14 columns miss by 10,000 g, more than any penguin weighs")
@claim("here five columns are best")
def _():
    p = products()
    known, unseen = (
        [miss(p[:, :n], MASS, FEW, rows).item() for n in (2, 5, 9, 14)] for rows in (FEW, VAL)
    )
    assert known == sorted(known, reverse=True)
    assert unseen.index(min(unseen)) == 1
    assert unseen[-1] == pytest.approx(10_000, rel=0.05)
    assert unseen[-1] > MASS.max()


@claim("a surface that swings needs large weights")
def _():
    assert np.abs(ridge(0)).max() > 10 * np.abs(ridge(0.1)).max()


@claim("Its derivative is 2 · penalty · w: one term more in the step.")
@claim("(PyTorch's optimizers call it weight decay.)")
def _():
    w = torch.tensor([1.5, -2.0], requires_grad=True)
    (0.3 * w.square().sum()).backward()
    assert torch.allclose(w.grad, 2 * 0.3 * w)
    parameter = torch.nn.Parameter(w.detach().clone())
    optimizer = torch.optim.SGD([parameter], lr=0.1, weight_decay=2 * 0.3)
    parameter.grad = torch.zeros(2)
    optimizer.step()
    assert torch.allclose(parameter, w - 0.1 * w.grad)


@claim("With a penalty of 0.1 the same columns miss by 580 g, less than any model of the table")
@claim("A larger penalty pulls all weights to zero, and both lines rise.")
def _():
    few, val = np.transpose([ridge_misses(penalty) for penalty in (0.1, 0.3, 1, 3, 1000)])
    assert val[0] == pytest.approx(580, abs=5)
    assert val[0] < 600 < miss(products()[:, :5], MASS, FEW, VAL).item()
    assert list(few) == sorted(few)
    assert list(val) == sorted(val)
    assert np.abs(ridge(1000)).max() < 1e-3


@claim("It adds 2 · penalty to the curvature λ of each direction of notebook 7.")
@claim("So it leaves λ / (λ + 2 · penalty) of what least squares puts there")
def _():
    p = products()[FEW].numpy()
    values, directions = np.linalg.eigh(2 / 20 * p.T @ p)
    w = torch.zeros(14, dtype=torch.float64)

    def loss(w):
        diff = products()[FEW] @ w - U[FEW, 1]
        return diff.square().mean() + 0.1 * w.square().sum()

    hessian = torch.autograd.functional.hessian(loss, w).numpy()
    assert np.linalg.eigvalsh(hessian) == pytest.approx(values + 0.2)
    share = (ridge(0.1) @ directions) / (ridge(0) @ directions)
    assert share == pytest.approx(values / (values + 0.2), abs=1e-6)


@claim("There least squares had its wildest weights, and there ridge puts almost zero.")
def _():
    p = products()[FEW].numpy()
    directions = np.linalg.eigh(p.T @ p)[1]
    free, held = (np.abs(ridge(penalty) @ directions) for penalty in (0, 0.1))
    assert sorted(free.argsort()[-3:]) == [0, 1, 2]
    assert held[:3].max() < 0.1


@claim("Nearly all Chinstraps lie above zero: they are lighter than the model says.")
@claim("on the right each species is a stripe of its own that falls")
def _():
    diff = (predict(X, *fit(X, Y)) - Y)[:, 1]
    assert (diff[IS["Chinstrap"]] > 0).double().mean() > 0.9
    for rows in IS.values():
        assert np.polyfit(X[rows, 1], diff[rows], 1)[0] < -200


@claim("Somebody types 47,500 g for a Gentoo of 4,750 g.")
@claim("One row of 342 has nearly doubled a weight")
def _():
    assert (SPECIES[229], MASS[229].item()) == ("Gentoo", 4750)
    wrong = MASS.clone()
    wrong[229] *= 10
    assert fit(X, wrong)[0][0, 1] / fit(X, MASS)[0][0, 1] == pytest.approx(1.77, abs=0.01)


@claim("Its derivative knows the sign of a residual only, and not its size.")
@claim("a residual ten times as large counts a hundred times")
def _():
    diff = torch.tensor([1.0, -10.0, 100.0], requires_grad=True)
    diff.abs().sum().backward()
    assert diff.grad.tolist() == [1, -1, 1]
    assert diff.square()[1] == 100 * diff.square()[0]


@claim("The absolute error hardly notices the row.")
def _():
    # Least squares again and again, each row weighted by 1 / |its last residual|.
    def least_absolute(target):
        a = np.column_stack([X, np.ones(342)])
        theta = np.linalg.lstsq(a, target, rcond=None)[0]
        for _ in range(200):
            size = np.sqrt(np.abs(a @ theta - target).clip(1e-3))[:, None]
            theta = np.linalg.lstsq(a / size, target / size[:, 0], rcond=None)[0]
        return theta[1]

    mass = MASS[:, 0].numpy()
    wrong = np.where(np.arange(342) == 229, 47_500, mass)
    assert least_absolute(mass) == pytest.approx(-132, abs=1)
    assert least_absolute(wrong) == pytest.approx(-133, abs=1)


@claim("And in the figure it stands alone.")
def _():
    wrong = MASS.clone()
    wrong[229] *= 10
    size = (predict(X, *fit(X, wrong)) - wrong).abs().flatten().sort().values
    assert size[-1] > 20 * size[-2]


@claim("all 342 rows fit into one bowl", "and there the line rises, by 236 g per mm")
@claim("set the step to 1,000: it still rises", "The lowest point lies far along the floor")
@claim("a run that stops too early can say the opposite of the table")
@claim("in the round bowl, ten steps nearly reach the lowest point")
def _():
    assert len(X) == 342
    raw, scaled = (bowl_of(X[:, 1:], MASS, inputs) for inputs in ("raw", "standardised"))
    path = path_of(raw, [0, 0], 0.0027)  # the rate that the figure begins with
    assert f"{0.8 * raw.limit:.2g}" == "0.0027"
    after = {k: place_at(path, k)[0] for k in (10, 1000)}
    assert round(after[10][0]) == 236
    assert raw.lowest[0] < 0 < after[1000][0] < after[10][0]
    steep, flat = abs(1 - 0.0027 * raw.curvatures) ** 10  # what ten steps leave
    assert steep < 0.01 < 0.99 < flat
    path = path_of(scaled, [0, 0], 0.0027 / raw.limit * scaled.limit)
    assert place_at(path, 10)[0] == pytest.approx(scaled.lowest, rel=0.01)
    assert scaled.curvatures[0] == pytest.approx(scaled.curvatures[1])


@claim("Over all rows, each millimetre more goes with 192 g less.")
def _():
    assert np.polyfit(X[:, 1], MASS[:, 0], 1)[0] == pytest.approx(-192, abs=0.5)


@claim("The grey line over all rows goes down, and the line of each species goes up.")
@claim("Gentoos are heavy and have shallow bills")
def _():
    ax = plots.lines_within(X[:, 1], MASS[:, 0], SPECIES, xlabel="depth", ylabel="mass")
    lines = [line.get_ydata() for line in ax.lines if line.get_linestyle() != "None"]
    assert [np.sign(y[-1] - y[0]) for y in lines] == [-1, 1, 1, 1]
    gentoo = IS["Gentoo"]
    assert MASS[gentoo].mean() > MASS[~gentoo].mean() + 1000
    assert X[gentoo, 1].mean() < X[~gentoo, 1].mean() - 3


@claim("The bias then belongs to the first, Adelie.")
def _():
    x = torch.cat([X, ONES[:, 1:]], dim=1)
    (adelie,) = {tuple(row) for row in x[IS["Adelie"], 2:].tolist()}
    assert adelie == (0, 0)


@claim("With the species the depth counts +179 g per mm.")
@claim("The misses fall from 8.6 to 5.5 mm and from 583 to 332 g.")
def _():
    every = torch.arange(342)
    x = torch.cat([X, ONES[:, 1:]], dim=1)
    assert fit(x, Y)[0][1, 1].item() == pytest.approx(179, abs=0.5)
    assert miss(X, Y, every, every).tolist() == pytest.approx([8.59, 582.5], abs=0.05)
    assert miss(x, Y, every, every).tolist() == pytest.approx([5.5, 332.3], abs=0.05)


@claim("Together they are a column of ones, like the bias.")
@claim("Add 10 to the bias, take 10 from each of the three, and all predictions stay.")
def _():
    assert (ONES.sum(1) == 1).all()
    x = torch.cat([Z, ONES], dim=1)
    w, b = torch.randn(2, 5, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
    moved = w.clone()
    moved[:, 2:] -= 10
    assert torch.allclose(predict(x, w, b), predict(x, moved, b + 10))


@claim("each with parameters of its own: the nearest to its start among the best ones")
@claim("Along the direction in which no prediction changes there is no slope")
def _():
    x = torch.cat([Z, ONES], dim=1)
    a = np.column_stack([x, np.ones(342)])
    same = np.array([0, 0, 1, 1, 1, -1]) / 2  # no prediction changes along it
    assert np.abs(a @ same).max() == 0
    start = np.random.default_rng(0).normal(size=(6, 2))
    theta = start.copy()
    for _ in range(1000):
        gradient = 2 / 684 * a.T @ (a @ theta - U.numpy())
        assert np.abs(same @ gradient).max() < 1e-12
        theta -= 0.5 * gradient
    nearest = start + np.linalg.pinv(a) @ (U.numpy() - a @ start)
    assert theta == pytest.approx(nearest, abs=1e-4)


@claim("A species that was never seen is missed far worse, its mass at least twice as badly.")
def _():
    for rows in IS.values():
        flipper, mass = miss(X, Y, ~rows, rows)
        assert flipper > 1.5 * 8.6
        assert mass > 2 * 589


@claim("342 rows are 11 batches of 32")
def _():
    assert [len(rows) for rows in torch.arange(342).split(32)] == [32] * 10 + [22]


@claim("this bowl is long, with a condition number above 100")
def _():
    values = curvature(torch.cat([Z, ONES[:, 1:]], dim=1), n_targets=2)
    assert 100 < values[-1] / values[0] < 130


@claim("so that steps in the same direction add up")
@claim("along its floor all gradients point the same way")
def _():
    assert sum(0.8**k for k in range(100)) == pytest.approx(5)
    x = torch.cat([Z, ONES[:, 1:]], dim=1)
    w, b = torch.zeros(2, 4, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
    late = []
    for _ in range(101):
        parts = gradients(x, U, w, b)
        w, b = w - 0.5 * parts[0], b - 0.5 * parts[1]
        late.append(torch.cat([part.flatten() for part in parts]))
    assert torch.nn.functional.cosine_similarity(late[-1], late[-21], dim=0) > 0.99


@claim("Gentoos gain 369 g per mm, and the others about 210.")
@claim("Indicators move a line and do not tilt it.")
def _():
    slopes = [np.polyfit(X[rows, 1], MASS[rows, 0], 1)[0] for rows in IS.values()]
    assert slopes == pytest.approx([217, 205, 369], abs=0.5)
    w, b = fit(torch.cat([X, ONES[:, 1:]], dim=1), Y)
    deeper = torch.cat([X + torch.tensor([0.0, 1.0]), ONES[:, 1:]], dim=1)
    gain = predict(deeper, w, b) - predict(torch.cat([X, ONES[:, 1:]], dim=1), w, b)
    assert torch.allclose(gain, gain[0].expand_as(gain))


@claim("a bill of 100 mm: it answers, without a warning")
def _():
    far = torch.tensor([[100.0, 17.0]], dtype=torch.float64)
    assert X[:, 0].max() < 60
    assert predict(far, *fit(X, Y)).isfinite().all()
