"""Notebook 13, solved from top to bottom in styles that share as little as possible."""

import copy
import functools
import itertools

import numpy as np
import pytest
import torch

from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_ATTEMPTED, NOT_YET
from linreg_helpers.course.checking.made import FaultError
from linreg_helpers.course.exercises import NOTEBOOKS, Exercise
from tests.course.answers import earlier, solved, told
from tools.make_pages import ROOT, read_notebooks
from tools.solutions import NAME, START

STEPS = {exercise.name: exercise for exercise in NOTEBOOKS[13] if exercise.look}
(PAGE,) = (nb for path, nb in read_notebooks().items() if path.name.startswith("13_"))
CELLS = [cell.source for cell in PAGE.cells if cell.cell_type == "code"]

IN_TORCH = {
    "look": """
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
k = [data.measurement_names.index(name) for name in [*my_question[0], my_question[1]]]
t = torch.from_numpy(data.measurements)[:, k]
bad = t.isnan().sum(1) > 0
my_look = torch.stack([bad.sum(), t[:, -1].nanmean(), t[~bad, -1].std()])""",
    "clean": "my_clean = TensorDataset(t[~bad, :-1], t[~bad, -1:])",
    "split": """
gen = torch.Generator().manual_seed(42)
my_split = random_split(my_clean, [0.8, 0.2], generator=gen)""",
    "scale": """
train_x, train_y = (my_clean.tensors[i][my_split[0].indices] for i in (0, 1))
val_x, val_y = (my_clean.tensors[i][my_split[1].indices] for i in (0, 1))
(sx, mx), (sy, my) = torch.std_mean(train_x, 0), torch.std_mean(train_y, 0)
my_scale = (TensorDataset((train_x - mx) / sx, (train_y - my) / sy),
            TensorDataset((val_x - mx) / sx, (val_y - my) / sy))""",
    "untrained": """
class Plane(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.slopes = nn.Parameter(torch.randn(d, 1))
        self.height = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return x @ self.slopes + self.height

_ = torch.manual_seed(1)
my_untrained = Plane(len(my_question[0]))""",
    "trained": """
my_trained = Plane(len(my_question[0]))
opt = torch.optim.SGD(my_trained.parameters(), lr=0.05, momentum=0.5)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, 0.95)
for epoch in range(80):
    for a, b in DataLoader(my_scale[0], batch_size=64, shuffle=True):
        opt.zero_grad()
        nn.MSELoss()(my_trained(a), b).backward()
        opt.step()
    sched.step()
my_trained.eval()""",
    "compared": """
A = torch.cat([my_scale[0].tensors[0], torch.ones(len(train_x), 1)], 1)
fit = torch.linalg.lstsq(A, my_scale[0].tensors[1]).solution
my_compared = tuple(nn.functional.mse_loss(p, my_scale[0].tensors[1]).item()
                    for p in (my_trained(my_scale[0].tensors[0]), A @ fit))""",
    "validated": """
with torch.inference_mode():
    my_validated = nn.functional.mse_loss(
        my_trained(my_scale[1].tensors[0]) * sy + my, val_y).sqrt()""",
    "residuals": "my_residuals = train_y - (my_trained(my_scale[0].tensors[0]) * sy + my)",
    "loaded": """
torch.save([my_trained.state_dict(), mx, sx, my, sy], "penguins.pt")

def my_loaded(x):
    state, mean_in, std_in, mean_out, std_out = torch.load("penguins.pt", weights_only=True)
    m = Plane(len(mean_in))
    m.load_state_dict(state)
    return m((x - mean_in) / std_in) * std_out + mean_out""",
    "report": """
my_report = (f"The {my_question[1].split(' (')[0]} of a penguin follows from its other sizes. "
             f"On validation rows the typical miss is {my_validated.item():.1f} "
             f"{my_question[1][-3:-1].strip('(')}.")""",
}
IN_LISTS = {
    "look": """
import math
k = [data.measurement_names.index(name) for name in [*my_question[0], my_question[1]]]
rows = [[float(row[i]) for i in k] for row in data.measurements]
good = [row for row in rows if not any(math.isnan(v) for v in row)]
goal = [row[-1] for row in good]
m = sum(goal) / len(goal)
my_look = [len(rows) - len(good), m, math.sqrt(sum((g - m) ** 2 for g in goal) / len(goal))]""",
    "clean": "my_clean = [row[:-1] for row in good], goal",
    "split": """
import random
random.Random(5).shuffle(good)
n = int(0.78 * len(good))
my_split = {"train": np.array(good[:n]), "validation": np.array(good[n:])}""",
    "scale": """
c, s = my_split["train"].mean(axis=0), my_split["train"].std(axis=0)
my_scale = [((part - c) / s).tolist() for part in my_split.values()]""",
    "untrained": "my_untrained = torch.nn.Sequential(torch.nn.Linear(len(k) - 1, 1)).double()",
    "trained": """
zx = torch.tensor(my_scale[0], dtype=torch.float64)
for p in my_untrained.parameters():
    p.data.zero_()
opt = torch.optim.LBFGS(my_untrained.parameters(), lr=1, max_iter=50)

def closure():
    opt.zero_grad()
    diff = my_untrained(zx[:, :-1])[:, 0] - zx[:, -1]
    (diff @ diff / len(diff)).backward()
    return diff.detach() @ diff.detach() / len(diff)

for start in range(3):  # by hand, without a loader
    _ = opt.step(closure)
my_trained = my_untrained""",
    "compared": """
zt = np.array(my_scale[0])
M = np.column_stack([np.ones(len(zt)), zt[:, :-1]])
theta = np.linalg.solve(M.T @ M, M.T @ zt[:, -1])
guess = my_trained(torch.from_numpy(zt[:, :-1])).detach().numpy()[:, 0]
my_compared = np.array([np.mean((p - zt[:, -1]) ** 2) for p in (guess, M @ theta)])""",
    "validated": """
squares = []
for row in my_scale[1]:
    pred = my_trained(torch.tensor([row[:-1]], dtype=torch.float64)).item()
    squares.append(((pred - row[-1]) * s[-1]) ** 2)
my_validated = float(f"{math.sqrt(sum(squares) / len(squares)):.2g}")""",
    "residuals": "my_residuals = sorted((guess - zt[:, -1]) * s[-1])",
    "loaded": """
import json
kept = json.dumps({"w": my_trained[0].weight[0].tolist(), "b": my_trained[0].bias.item(),
                   "c": c.tolist(), "s": s.tolist()})

def my_loaded(x):
    got = json.loads(kept)
    z = (np.array(x, dtype=float) - got["c"][:-1]) / got["s"][:-1]
    return [(sum(got["w"] * row) + got["b"]) * got["s"][-1] + got["c"][-1] for row in z]""",
    "report": """
unit = "grams" if "(g)" in my_question[1] else "millimetres"
my_report = f"A plane says it from the rest. New penguins are missed by {my_validated:,} {unit}!"
""",
}
STYLES = {"torch": IN_TORCH, "lists": IN_LISTS}
QUESTIONS = {
    "as on the page": None,
    "one input": (["flipper length (mm)"], "body mass (g)"),
    "mm from g": (["body mass (g)", "bill length (mm)"], "flipper length (mm)"),
    "depth from two": (["body mass (g)", "flipper length (mm)"], "bill depth (mm)"),
}


@functools.cache
def answer(name):
    """Return the answer that the solution makes, after the solutions before it."""
    exec(STEPS[name].code, names := dict(solved(name)))
    return names[f"my_{name}"]


def worked_through(answers, question, folder, monkeypatch):
    """Run the notebook's cells in order, with answers put in, and return what each check says."""
    monkeypatch.chdir(folder)
    names, said = {}, {}
    for source in CELLS:
        exercise = next((e for e in STEPS.values() if source.endswith(e.call)), None)
        if exercise is None:
            exec(source, names)
            if source.startswith("my_question") and question:
                names["my_question"] = question
            continue
        exec(answers[exercise.name], names)
        made = [names[f"my_{name}"] for name in (exercise.name, *exercise.needs)]
        said[exercise.name] = exercise.feedback(*made)
    return said


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_step_is_passed_in_this_style(style, question, tmp_path, monkeypatch, capsys):
    said = worked_through(STYLES[style], QUESTIONS[question], tmp_path, monkeypatch)
    assert [feedback for feedback in said.values() if feedback.heading != CORRECT] == []
    assert list(said) == list(STEPS)


def test_the_page_of_solutions_runs_from_top_to_bottom():
    text = (ROOT / NAME).read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    assert blocks[0].strip() == START.strip()
    names = {}
    for block, exercise in itertools.zip_longest(blocks[1:], STEPS.values()):
        exec(blocks[0] + block if not names else block, names)
        made = [names[f"my_{name}"] for name in (exercise.name, *exercise.needs)]
        assert exercise.feedback(*made).heading == CORRECT


@pytest.mark.parametrize("name", STEPS)
def test_a_check_changes_neither_the_answer_nor_the_earlier_ones(name):
    exercise = STEPS[name]
    made = [answer(name), *earlier(exercise)]
    models = [m for m in made if isinstance(m, torch.nn.Module)]
    before = [copy.deepcopy(m.state_dict()) for m in models]
    assert exercise.feedback(*made).heading == CORRECT
    for model, state in zip(models, before, strict=True):
        assert all(torch.equal(model.state_dict()[key], value) for key, value in state.items())


@pytest.mark.parametrize("name", STEPS)
def test_what_comes_first_is_asked_for_first(name):
    exercise = STEPS[name]
    made = earlier(exercise)
    for i, needed in enumerate(exercise.needs):
        missing = [*made[:i], ..., *made[i + 1 :]]
        feedback = exercise.feedback(answer(name), *missing)
        assert feedback.heading == NOT_ATTEMPTED
        assert f"`my_{needed}` comes first" in str(feedback)


JUNK = [
    "no idea",
    [],
    [[1], [2, 3]],
    object(),
    7,
    float("nan"),
    torch.zeros(0),
    {},
    lambda: 0,
    torch.nn.Linear(9, 9),
    (["body mass (g)"], "body mass (g)"),
    torch.zeros(3, 3, 3),
]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: str(type(junk).__name__))
def test_junk_in_an_earlier_answer_neither_raises_nor_passes(name, junk):
    exercise = STEPS[name]
    made = earlier(exercise)
    for i in range(len(made)):
        feedback = exercise.feedback(answer(name), *made[:i], junk, *made[i + 1 :])
        same_result = name == "report" and feedback.heading == CORRECT  # any question in grams
        assert feedback.heading in (NOT_YET, ERROR) or same_result, (name, i, feedback)


def test_a_random_split_is_hardly_ever_refused():
    question = solved("split")["my_question"]
    x, y = (torch.from_numpy(part) for part in solved("split")["my_clean"])
    refused = 0
    for seed in range(60):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
        parts = order[:274], order[274:]
        split = tuple(table[rows] for rows in parts for table in (x, y))
        refused += STEPS["split"].feedback(split, question).heading != CORRECT
    assert refused == 0


def test_a_split_within_each_species_is_random_too():
    names = solved("split")
    x, y = (torch.from_numpy(part) for part in names["my_clean"])
    species = names["data"].species[names["whole"]]
    rng = np.random.default_rng(0)
    kinds = [rng.permutation(np.flatnonzero(species == kind)) for kind in np.unique(species)]
    cut = [round(0.8 * len(rows)) for rows in kinds]
    train = np.concatenate([rows[:n] for rows, n in zip(kinds, cut, strict=True)])
    val = np.concatenate([rows[n:] for rows, n in zip(kinds, cut, strict=True)])
    assert told(STEPS["split"], (x[train], y[train], x[val], y[val])).heading == CORRECT


# --- the engine behind them -----------------------------------------------------------------------


def is_even(answer, earlier):
    if answer % 2:
        raise FaultError("an even number", str(answer), "Odd.", came=answer)
    return f"It is {answer - earlier} more than before."


def even(**parts):
    usual = {
        "name": "even",
        "question": "An even number?",
        "answer": lambda earlier: earlier + 2,
        "look": is_even,
        "needs": {"earlier": lambda: 4},
        "wrong": [
            (lambda earlier: earlier + 1, "One more."),
            (lambda earlier: earlier - 3, "Odd."),
        ],
        "hints": ["Two."],
        "code": "my_even = my_earlier + 2",
        "insight": "Even.",
    }
    return Exercise(**usual | parts)


def test_an_answer_with_properties_is_right_whatever_it_is():
    exercise = even()
    assert exercise.kind == "made"
    assert exercise.call == "check_even(my_even, my_earlier)"
    assert "It is 96 more than before." in str(exercise.feedback(100, 4))
    assert "One more." in exercise.feedback(9, 8).cause  # as a typical wrong answer is made from 8
    assert exercise.feedback(3, 8).cause == "Odd."  # what `look` says itself
    assert exercise.feedback(..., 8).heading == NOT_ATTEMPTED
    assert exercise.feedback(8, ...).heading == NOT_ATTEMPTED
    assert exercise.feedback("x", 8).heading == ERROR


def test_an_answer_alone_is_told_what_else_goes_between_the_brackets(capsys):
    even()(8)
    assert "expected: `check_even(my_even, my_earlier)`" in capsys.readouterr().out
    even()(8, 4)
    assert "Correct" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"answer": lambda earlier: 1}, "its own right answer fails"),
        ({"wrong": [(lambda earlier: earlier + 2, "No.")]}, "wrong answer 1 gets other words"),
        (
            {"wrong": [(lambda e: e + 1, "One more."), (lambda e: e + 4, "Never told.")]},
            "wrong answer 2 gets other words",
        ),
    ],
)
def test_an_exercise_with_properties_checks_itself(parts, words):
    with pytest.raises(ValueError, match=words):
        even(**parts).feedback(8, 4)


def test_with_properties_each_part_is_a_function():
    with pytest.raises(TypeError, match="must be functions"):
        even(answer=4)
    with pytest.raises(TypeError, match="must be functions"):
        even(wrong=[(3, "Odd.")])
