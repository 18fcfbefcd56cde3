"""What notebook 5 says and no cell beside it checks."""

import ast
import itertools
from functools import cache

import numpy as np
import pytest
import torch

from linreg_helpers import (
    DescentPath,
    History,
    descent,
    init_params,
    least_squares,
    load_fruit_yields,
    mse,
    predict,
    train,
)
from linreg_helpers.course import plots
from linreg_helpers.course.exercises import bug_traces, check_bug_hunt
from linreg_helpers.course.explore._descent import (
    descent_data,
    descent_figure,
    predictions_at,
)
from linreg_helpers.descent import BAR_FORMAT
from tests.oracles import X, Y, notes_loop
from tests.pages.claims import claim, curvatures, losses_of_seed, run_of_seed
from tools.make_pages import ROOT, read_notebooks

DATA = load_fruit_yields()
# The last predictions and the last loss that the study notes print.
NOTES_PRED = torch.tensor(
    [
        [57.4097, 70.6969],
        [82.0064, 100.3976],
        [118.7603, 132.9620],
        [21.0812, 36.9854],
        [101.8528, 119.1335],
    ],
    dtype=torch.float64,
)


@cache
def path_of_seed_0():
    """Return the parameters at every tenth step, (501, 2, 4): the weights and the bias."""
    path = DescentPath(X, Y, *init_params(3, 2, seed=0), 1e-5)
    steps = [torch.cat([w, b[:, None]], dim=1) for w, b in map(path.params, range(0, 5001, 10))]
    return torch.stack(steps)


def best():
    w, b = least_squares(X, Y)
    return torch.cat([w, b[:, None]], dim=1)


@cache
def program(tag):
    (page,) = (page for path, page in read_notebooks(ROOT).items() if path.stem == "05_full_loop")
    (cell,) = (cell for cell in page.cells if tag in cell.metadata.get("tags", []))
    return cell.source


@claim("Here each step uses all five rows, so one epoch is one step.")
def _():
    assert len(losses_of_seed(0)) == 5001


@claim("It starts at about 33,000.", "From 33,000 to less than 1.")
def _():
    losses = losses_of_seed(0)
    assert losses[0].item() == pytest.approx(33_000, rel=0.01)
    assert losses[-1] < 1


@claim("The typical miss, its root, is now less than one ton.")
def _():
    assert losses_of_seed(0)[-1].sqrt() < 1


@claim("It can also show the speed", "`BAR_FORMAT` leaves the speed out")
def _():
    from tqdm import tqdm

    bar = tqdm.format_meter(10, 5000, 2.0, bar_format=BAR_FORMAT)
    assert bar == tqdm.format_meter(10, 5000, 9.0, bar_format=BAR_FORMAT)
    assert tqdm.format_meter(10, 5000, 2.0) != tqdm.format_meter(10, 5000, 9.0)


@claim(
    "Compare this with the first predictions in notebook 2.", "it has found the eight parameters"
)
def _():
    _, w, b = run_of_seed(0)
    assert w.numel() + b.numel() == 8
    before = (predict(X, *run_of_seed(0, n_steps=0)[1:]) - Y).abs()
    after = (predict(X, w, b) - Y).abs()
    assert before.min() > 40 > 2 > after.max()


@claim("The axes are in tons.", "with the names of regions and fruits")
def _():
    _, w, b = run_of_seed(0)
    names = {"target_names": DATA.target_names, "region_names": DATA.region_names}
    ax = plots.predicted_against_actual(predict(X, w, b), Y, **names)
    assert "(ton)" in ax.get_xlabel()
    assert "(ton)" in ax.get_ylabel()
    assert {text.get_text() for text in ax.texts} == set(DATA.region_names)
    legend = [text.get_text() for text in ax.get_legend().texts]
    assert legend == [*DATA.target_names, "predicted = actual"]


@claim("is another question, and five rows cannot answer it well.", "five rows say little about a")
def _():
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    y = Y.double().numpy()
    leverage = np.diag(a @ np.linalg.pinv(a))
    miss = (a @ np.linalg.lstsq(a, y, rcond=None)[0] - y) / (1 - leverage)[:, None]
    assert np.abs(miss).max() > 15 > 10 * losses_of_seed(0)[-1].sqrt()


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


@claim("falls like a stone and then seems to lie on the floor for nearly all 5000 steps.")
def _():
    losses = losses_of_seed(0)
    assert losses[20] < 0.1 * losses[0]
    assert (losses[300:] < 0.01 * losses[0]).all()


@claim("the steps from 10 to 100 get as much room as those from 100 to 1,000.")
@claim("Now there are three phases, one in each band.")
def _():
    phases = {0: "first", 20: "second", 400: "third"}
    ax = plots.loss_curve(losses_of_seed(0), log=True, phases=phases)
    ten, hundred, thousand = (ax.transData.transform((step, 1))[0] for step in (10, 100, 1000))
    assert hundred - ten == pytest.approx(thousand - hundred, rel=0.01)
    assert [text.get_text() for text in ax.texts] == ["first", "second", "third"]
    assert [band.get_x() for band in ax.patches][1:] == [20, 400]


@claim("In each of them the curve becomes steeper, and then it bends and becomes less steep.")
def _():
    losses = losses_of_seed(0).double().log()

    def slope(step):  # in the picture, whose axes are both logarithmic
        low, high = round(step / 1.1), round(step * 1.1)
        return ((losses[high] - losses[low]) / np.log(high / low)).item()

    first = [losses[2] - losses[1], (losses[6] - losses[4]) / np.log(6 / 4), slope(19)]
    first[0] = first[0] / np.log(2)
    for early, middle, late in (
        first,
        [slope(22), slope(200), slope(390)],
        [slope(500), slope(3000), slope(4500)],
    ):
        assert middle < early < 0
        assert middle < late < 0


@claim(
    "The first phase removes nine tenths of the loss in 20 steps. The second removes nine tenths",
    "and needs 380. The third needs 4,600, and at its end the curve becomes flat, although a loss",
)
def _():
    losses = losses_of_seed(0)
    assert 0.9 < 1 - losses[20] / losses[0] < 0.93
    assert 0.9 < 1 - losses[400] / losses[20] < 0.93
    assert (400 - 20, 5000 - 400) == (380, 4600)
    assert losses[4900] / losses[5000] < 1.03
    assert losses[5000] > 0.5


@claim(
    "Each phase belongs to a direction in which the model learns, a mixture of all the parameters",
    "the first, the steepest, then the second, then the third.",
    "There is a fourth, the flattest, so flat that 5000 steps hardly move along it.",
)
def _():
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    directions = np.linalg.eigh(a.T @ a)[1]
    assert (np.abs(directions) > 0).all()  # a mixture
    flattest, third, second, first = 1 - 1e-5 * curvatures()
    assert first**20 < 0.05
    assert second**20 > 0.8 > 0.1 > second**400
    assert third**400 > 0.6 > 0.02 > third**5000
    assert flattest**5000 > 0.999


@cache
def data_of_descent():
    names = DATA.target_names, DATA.region_names
    return descent_data(X, Y, 1e-5, 0, 5000, *names, "ton")


def place_in_bowl(step):
    """Return the distances along the second and the third direction."""
    bowl = data_of_descent()["bowl"]
    return np.abs(bowl["start"] * (1 - 1e-5 * np.array(bowl["curvatures"])) ** step)


@claim(
    "On the left the predictions move to the dashed line. On the right one mark runs down the loss",
    "here that of the apples, seen along the second and the third direction.",
)
def _():
    fit, curve, bowl = descent_figure(data_of_descent()).axes
    (ideal,) = (line for line in fit.lines if line.get_label() == "predicted = actual")
    assert ideal.is_dashed()
    apples = [predictions_at(data_of_descent(), step)[:, 0] for step in (0, 5000)]
    assert np.allclose(fit.lines[0].get_ydata(), apples[0])
    misses = [np.abs(pred - Y[:, 0].numpy()).max() for pred in apples]
    assert misses[0] > 100 > 2 > misses[1]
    assert curve.lines[-1].get_xydata().tolist()[0][0] == 0
    assert bowl.get_title() == "Across the bowl of apples"
    assert (bowl.get_xlabel(), bowl.get_ylabel()) == (
        "distance along the third",
        "along the second",
    )


@claim(
    "At step 400 it has come down along the second direction. From there it goes along the third",
    "and at step 5,000 it is at the star, the lowest point.",
)
def _():
    (second_0, third_0), (second_400, third_400), end = map(place_in_bowl, (0, 400, 5000))
    assert second_400 < 0.1 * second_0
    assert third_400 > 0.6 * third_0
    bowl = descent_figure(data_of_descent()).axes[2]
    assert np.allclose(np.abs(bowl.lines[-1].get_xydata()[0]), (third_0, second_0))
    assert np.hypot(*end) < 0.01 * np.ptp(bowl.get_ylim())


@claim(
    "the first, which is over after 20 steps, and the fourth, along which hardly anything moves."
)
def _():
    assert data_of_descent()["bowl"]["names"] == ["second", "third"]
    flattest, _, _, first = 1 - 1e-5 * curvatures()
    assert first**20 < 0.02
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


@claim(
    "`b[:, None]` stands the biases upright, as a column (2, 1), and `torch.cat` joins both into a",
    "new tensor, so later steps cannot change what you have kept.",
)
def _():
    w, b = torch.ones(2, 3), torch.ones(2)
    assert b[:, None].shape == (2, 1)
    kept = torch.cat([w, b[:, None]], dim=1)
    w += 1
    b += 1
    assert torch.equal(kept, torch.ones(2, 4))


@claim("computes the best parameters of all, those with the least loss, without any step.")
def _():
    x, y = X.double(), Y.double()
    w, b = least_squares(x, y)
    least = mse(predict(x, w, b), y)
    for seed in range(20):
        other_w, other_b = (0.01 * part.detach().double() for part in init_params(3, 2, seed=seed))
        assert mse(predict(x, w + other_w, b + other_b), y) > least
    assert losses_of_seed(0)[-1] > least


@claim("Each best value gets a mark at the right, and a dotted line leads to it from the end of")
def _():
    names = {"names": ["t", "r", "h", "b"], "target_names": ["apples", "oranges"]}
    for j, ax in enumerate(plots.parameter_paths(path_of_seed_0(), best(), **names)):
        marks = [line.get_xydata()[0] for line in ax.lines[2::3]]
        assert [height for _, height in marks] == pytest.approx(best()[j].tolist())
        assert all(step == len(path_of_seed_0()) - 1 for step, _ in marks)
        assert {line.get_linestyle() for line in ax.lines[1::3]} == {":"}


@claim(
    "The six weights end at their marks, or within 0.04 of them, and some take a detour",
    "the weight of rainfall for apples climbs to 1.37 and comes back. Those of humidity arrive",
)
def _():
    weights, marks = path_of_seed_0()[:, :, :3], best()[:, :3]
    assert (weights[-1] - marks).abs().max() < 0.04
    rainfall = weights[:, 0, 1]
    assert rainfall.max().item() == pytest.approx(1.37, abs=0.005)
    assert rainfall[-1] < 0.9
    left = (weights - marks).abs() / (weights[0] - marks).abs()
    arrived = 10 * (left < 0.1).int().argmax(0)
    assert (arrived[:, 2] > 2000).all()
    late = (weights[200] - marks).abs()  # after 2000 steps
    assert (late[:, 2] > late[:, :2].max(1).values).all()


@claim(
    "The two biases are flat lines. They end within 0.01 of the values that were drawn at random",
    "two tons from the mark for apples and three for oranges.",
)
def _():
    biases = path_of_seed_0()[:, :, 3]
    assert (biases[-1] - biases[0]).abs().max() < 0.01
    assert (biases - biases[0]).abs().max() < 0.02  # flat in the picture, 4 tons high
    assert (biases[-1] - best()[:, 3]).tolist() == pytest.approx([2, 3], abs=0.1)


@claim("The predictions are good all the same, because the weights have made up for it.")
def _():
    _, w, b = run_of_seed(0)
    assert (predict(X, w, b) - Y).abs().max() < 2
    assert (predict(X, least_squares(X, Y)[0], b) - Y).abs().max() > 2  # the best weights do not


@claim("computes the same losses with the formula of notebook 4, without autograd, and returns a")
def _():
    w, b = init_params(3, 2, seed=0)
    history = train(X, Y, w, b, n_steps=50, progress=False)
    assert isinstance(history, History)
    assert isinstance(history.losses, torch.Tensor)
    by_autograd = notes_loop(X, Y, *init_params(3, 2, seed=0), n_steps=50)
    assert torch.allclose(history.losses, torch.as_tensor(by_autograd), rtol=1e-4)
    assert w.grad is None


@claim("Train from five random starts, and from zero, as notebook 1 promised.")
@claim("And zero is as good a start as any: for this model, random numbers are a habit and not a")
def _():
    zero = DescentPath(X, Y, torch.zeros(2, 3), torch.zeros(2), 1e-5).losses(5000)
    finals = [losses_of_seed(seed)[-1] for seed in range(5)]
    assert min(finals) < zero < max(finals)


@claim("Six starts, six losses, six biases", "So the loss after 5000 steps depends on the start.")
@claim("Good predictions do not mean that the parameters are right, or even that they agree.")
def _():
    ends = [run_of_seed(seed) for seed in range(5)]
    finals = torch.stack([losses[-1] for losses, _, _ in ends])
    assert len(set(finals.tolist())) == 5
    assert finals.max() - finals.min() > 0.05
    apples = [b[0].item() for _, _, b in ends]
    assert max(apples) - min(apples) > 2


@claim("Compare the biases of this table with those that `init_params` draws: each run keeps its")
def _():
    for seed in range(5):
        drawn, kept = init_params(3, 2, seed=seed)[1], run_of_seed(seed)[2]
        assert (kept - drawn).abs().max() < 0.03


@claim("The study notes' run kept its own, too: its printed predictions have another loss than")
def _():
    a = torch.cat([X, torch.ones(5, 1)], dim=1).double()
    bias = torch.linalg.lstsq(a, NOTES_PRED).solution[3]
    assert (bias - best()[:, 3]).min() > 3
    notes_loss = mse(NOTES_PRED, Y.double())
    assert round(notes_loss.item(), 4) == 0.6086
    assert abs(notes_loss - losses_of_seed(0)[-1]) > 0.02


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


@claim("stops when the loss is no longer a finite number, and says what to do.", "mistake 6")
def _():
    with pytest.raises(ValueError, match=r"must stay finite.*Try half the limit"):
        train(X, Y, *init_params(3, 2, seed=0), lr=1e-3, progress=False)
    pages = {path.stem: page for path, page in read_notebooks(ROOT).items()}
    text = "\n".join(cell.source for cell in pages["04_one_step"].cells)
    assert "gradient_step(w, b, lr=1e-3)" in text.partition("### Mistake 6")[2]


@claim("is safe too: the package's `train` finishes the step, and returns the losses so far.")
def _():
    real, calls = descent.gradients_from, itertools.count()

    def stopped_in_the_third_step(*args):
        if next(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(descent, "gradients_from", stopped_in_the_third_step)
        w, b = init_params(3, 2, seed=0)
        history = train(X, Y, w, b, progress=False)
    losses, w_whole, b_whole = run_of_seed(0, n_steps=2)
    assert torch.equal(history.losses, losses)
    assert torch.equal(w, w_whole)
    assert torch.equal(b, b_whole)


@claim("it uses nothing but Python, NumPy, PyTorch and tqdm.")
def _():
    tree = ast.parse(program("whole-program"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    assert found == {"sys", "numpy", "torch", "tqdm"}
    *rest, last = tree.body
    made = {name.id for node in rest for name in ast.walk(node) if isinstance(name, ast.Name)}
    assert not made & {"predict", "mse", "train", "gradient_step", "init_params", "compare"}
    assert "compare" in ast.dump(last)


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


@claim("None of the five stops with an error. Which mistake belongs to which panel?")
def _():
    traces = {name: np.array(losses) for name, losses in bug_traces(X, Y).items()}
    right = traces["right"]
    named = {bug: traces[panel] for panel, bug in check_bug_hunt.answer.items()}
    assert len(set(named["zeroed before"])) == 1
    lost = named["lost leaf"]
    assert lost[1] < 0.75 * lost[0]
    assert lost[1] - lost[-1] < 0.01 * lost[1]
    assert named["stale predictions"][1:] == pytest.approx(right[:-1])
    assert abs(named["broadcast target"][0] - right[0]) > 0.2 * right[0]
    turns = np.diff(np.sign(np.diff(named["never zeroed"])))
    assert (turns != 0).sum() >= 5
