"""Every exercise knows right from wrong, says why, and nothing that a reader does breaks it."""

import ast
import random
import re
import time
from pathlib import Path

import numpy as np
import pytest
import torch

import linreg_helpers
from linreg_helpers import init_params, load_fruit_yields
from linreg_helpers.course import exercises

sandbox = None
from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_ATTEMPTED, NOT_YET
from linreg_helpers.course.exercises import EXERCISES, Exercise, check_mse, check_step
from tools.make_pages import read_notebooks

by_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def defined(exercise, code):
    """Run code as a notebook does, and return the `my_...` that it defines."""
    names = {**vars(linreg_helpers), "torch": torch}
    exec(code, names)
    return names[f"my_{exercise.name}"]


def cause(feedback):
    return dict(feedback.lines).get("likely cause")


# --- all exercises at once ------------------------------------------------------------------------


@by_exercise
def test_untouched_is_not_attempted(exercise):
    answer = defined(exercise, exercise.start)
    assert exercise.feedback(answer).heading == NOT_ATTEMPTED
    assert exercise.feedback(None).heading == NOT_ATTEMPTED


@by_exercise
def test_the_solution_as_shown_is_correct_and_brings_the_insight(exercise):
    feedback = exercise.feedback(defined(exercise, exercise.code))
    assert feedback.heading == CORRECT
    assert exercise.insight in str(feedback)


# Right answers that are written in another way.
OTHERWISE = {
    "two_squares": "my_two_squares = np.mean(np.square([3, 5]))",
    "directions": "my_directions = [1, 0, -1]",
    "next_weight": "my_next_weight = 0.9 - 0.2",
    "slope": """
def my_slope(rain, apples, weight):
    return np.mean(2 * (weight * rain - apples) * rain)""",
    "one_step": "my_one_step = (3, 2, 4, 1)",
    "walk": """
def my_walk(x, y, w, lr, n_steps):
    while n_steps:
        w, n_steps = w - lr * np.mean(2 * (w * x - y) * x), n_steps - 1
    return w""",
    "parameter_count": "my_parameter_count = torch.tensor(40.0) + 4",
    "dtype": "my_dtype = str(torch.tensor([73, 67, 43]).dtype)",
    "init": """
def my_init(n, m, seed):
    torch.manual_seed(seed)
    w = torch.randn(m, n).requires_grad_()
    return [w, torch.randn(m).requires_grad_()]""",
    "prediction": "my_prediction = np.float32(155.5)",
    "predict": """
def my_predict(inputs, weights, bias):
    return torch.einsum("nd,md->nm", inputs, weights) + bias""",
    "row_shape": "my_row_shape = torch.Size([1, 3])",
    "constant_miss": "my_constant_miss = 9.0",
    "mse": "my_mse = torch.nn.MSELoss()",
    "apple_loss": """
def my_apple_loss(pred, target):
    return (pred - target).square().mean(0)[0]""",
    "new_weight": "my_new_weight = 2 + 3.0",
    "gradients": """
def my_gradients(x, y, w, b):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    return torch.autograd.grad(((x @ w.T + b - y) ** 2).mean(), (w, b))""",
    "step": """
def my_step(w, b, lr):
    torch.optim.SGD([w, b], lr=lr).step()
    w.grad = b.grad = None""",
    "bug_hunt": """
my_bug_hunt = {"E": "Never zeroed ", "D": "broadcast target", "C": "stale predictions",
               "B": "lost leaf", "A": "zeroed  before"}""",
    "losses_after": """
def my_losses_after(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return history.losses[1:]""",
    "losses_before": """
def my_losses_before(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return tuple(history.losses[:-1])""",
    "train": """
def my_train(x, y, w, b, lr, n_steps):
    return train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses""",
    "least_squares": """
def my_least_squares(x, y):
    A = np.column_stack([x, np.ones(len(x))])
    theta = torch.tensor(np.linalg.lstsq(A, y.numpy(), rcond=None)[0])
    return theta[:-1].T, theta[-1]""",
    "rows_needed": "my_rows_needed = len([0, 1, 2, 3, 4])",
    "largest_rate": "my_largest_rate = 5e-3",
    "left": """
def my_left(curvatures, lr, n_steps):
    left = torch.ones_like(curvatures)
    for step in range(n_steps):
        left = left - lr * curvatures * left
    return left""",
    "scale_new": """
def my_scale_new(x_train, x_new):
    centre = x_train.mean(dim=0, keepdim=True)
    return (x_new - centre) / ((x_train - centre) ** 2).mean(0).sqrt()""",
    "original_units": """
def my_original_units(w, b, mean, std):
    w_back = w @ torch.diag(1 / std)
    return w_back, b - (w_back * mean).sum(1)""",
    "steps": "my_steps = -(-1000 // 64)",
    "order": 'my_order = ["zero_grad", "backward", "step"]',
    "count_sums": "my_count_sums = 102 * 102",
    "sums": """
def my_sums(x, y):
    Z = torch.hstack([x, x.new_ones(len(x), 1), y]).double()
    return sum(torch.outer(row, row) for row in Z)""",
}


@by_exercise
def test_another_way_to_write_it_is_correct(exercise):
    answer = defined(exercise, "import numpy as np\n" + OTHERWISE[exercise.name])
    assert str(exercise.feedback(answer)).startswith(CORRECT)


def wrong_answers():
    for exercise in EXERCISES:
        for number, (wrong, sentence) in enumerate(exercise.wrong):
            yield pytest.param(exercise, wrong, sentence, id=f"{exercise.name}-{number}")


@pytest.mark.parametrize(("exercise", "wrong", "sentence"), list(wrong_answers()))
def test_a_typical_wrong_answer_gets_its_own_sentence(exercise, wrong, sentence):
    if isinstance(wrong, dict):
        wrong = {**exercise.answer, **wrong}
    feedback = exercise.feedback(wrong)
    assert feedback.heading in (NOT_YET, ERROR)
    assert cause(feedback) == sentence


@by_exercise
def test_each_exercise_knows_three_wrong_answers_and_has_hints_and_words(exercise):
    sentences = [sentence for _, sentence in exercise.wrong]
    assert len(set(sentences)) == len(sentences) >= 3
    assert len(set(exercise.hints)) >= 2
    texts = [exercise.question, exercise.insight, *sentences, *exercise.hints]
    assert all(text.endswith((".", "?")) for text in texts)


def does_nothing(*arguments):
    return None


def raises(*arguments):
    raise RuntimeError("no idea")


def prints(*arguments):
    print("4")


def leaves(*arguments):
    raise SystemExit


def damages(*arguments):
    for argument in arguments:
        if isinstance(argument, torch.Tensor):
            with torch.no_grad():
                argument.zero_()
    return arguments[0]


JUNK = {
    "a text": "no idea",
    "an empty list": [],
    "a nested list": [[1], [2, 3]],
    "a tensor of a wrong shape": torch.zeros(7, 7, 7),
    "an empty tensor": torch.zeros(0),
    "nan": float("nan"),
    "complex": torch.tensor(1j),
    "an object": object(),
    "a dict": {"a": 1},
    "True": True,
    "a class": Exercise,
    "too few arguments": lambda: 0,
    "too many arguments": lambda a, b, c, d, e, f, g, h: 0,
    "a function that returns nothing": does_nothing,
    "a function that returns a text": lambda *arguments: "no idea",
    "a function that returns an object": lambda *arguments: object(),
    "a function that returns a wrong shape": lambda *arguments: torch.zeros(7, 7, 7),
    "a function that returns NaN": lambda *arguments: float("nan"),
    "a function that returns its arguments": lambda *arguments: arguments,
    "a function that raises": raises,
    "a function that leaves": leaves,
    "a function that prints": prints,
    "a function that damages its arguments": damages,
}


@by_exercise
def test_junk_neither_raises_nor_passes(exercise):
    headings = {name: exercise.feedback(junk).heading for name, junk in JUNK.items()}
    assert {k: v for k, v in headings.items() if v not in (NOT_YET, ERROR)} == {}


# --- every idea is exercised ----------------------------------------------------------------------

IDEAS = {
    "misses as squares": "two_squares",
    "which way a step goes, and how far": "directions next_weight",
    "the slope of one weight": "slope",
    "the order within a step": "one_step",
    "gradient descent on one weight": "walk",
    "counting parameters": "parameter_count",
    "kinds of numbers (dtype)": "dtype",
    "random start, seed, leaf": "init",
    "one prediction by hand": "prediction",
    "the forward pass": "predict",
    "shapes of rows": "row_shape",
    "the loss by head": "constant_miss",
    "the loss as a function": "mse",
    "broadcasting": "apple_loss losses_after bug_hunt",
    "direction of a step": "new_weight",
    "the gradients by formula": "gradients",
    "one step in place, then zero": "step",
    "backward adds": "step bug_hunt",
    "the full loop": "train losses_before",
    "reading a loss curve": "bug_hunt",
    "stale predictions": "losses_after bug_hunt",
    "order of step and zero": "losses_after bug_hunt order",
    "losing the leaf": "losses_before bug_hunt",
    "least squares": "least_squares",
    "a row never seen": "rows_needed",
    "the largest learning rate": "largest_rate",
    "speed of each direction": "left",
    "scaling with the training rows": "scale_new",
    "back to the original units": "original_units",
    "mini-batches and epochs": "steps",
    "the calls of an optimizer": "order",
    "sums in place of rows": "sums",
    "size of the sums": "count_sums",
}


def test_every_idea_has_an_exercise_and_every_exercise_an_idea():
    named = {name for names in IDEAS.values() for name in names.split()}
    assert named == {exercise.name for exercise in EXERCISES}


def test_an_exercise_is_named_after_its_check():
    for exercise in EXERCISES:
        assert getattr(exercises, f"check_{exercise.name}") is exercise
    checks = {f"check_{exercise.name}" for exercise in EXERCISES}
    assert set(exercises.__all__) == {"EXERCISES", "Exercise", "bug_traces"} | checks


# --- in the notebooks -----------------------------------------------------------------------------

NOTEBOOKS = {path.stem: notebook for path, notebook in read_notebooks().items()}


def found_in_notebooks(exercise):
    """Return the stem of the one notebook that asks the question, and its code cell."""
    ((stem, cell),) = (
        (stem, cell)
        for stem, notebook in NOTEBOOKS.items()
        for cell in notebook.cells
        if cell.source.endswith(f"check_{exercise.name}(my_{exercise.name})")
    )
    return stem, cell


@by_exercise
def test_a_notebook_asks_the_question_in_the_same_words_and_gives_the_same_start(exercise):
    stem, cell = found_in_notebooks(exercise)
    cells = NOTEBOOKS[stem].cells
    assert cells[cells.index(cell) - 1].source.endswith(exercise.question)
    start = f"{exercise.start}\n\ncheck_{exercise.name}(my_{exercise.name})"
    assert ast.dump(ast.parse(cell.source)) == ast.dump(ast.parse(start))


@by_exercise
def test_the_stored_output_says_that_it_is_not_attempted(exercise):
    (output,) = found_in_notebooks(exercise)[1].outputs
    feedback = exercise.feedback(defined(exercise, exercise.start))
    assert feedback.heading == NOT_ATTEMPTED
    assert output.data["text/plain"] == str(feedback)
    assert output.data["text/markdown"] == feedback._repr_markdown_()


def test_every_notebook_has_exercises_and_the_first_five_more_of_them():
    stems = [found_in_notebooks(exercise)[0] for exercise in EXERCISES]
    for stem in NOTEBOOKS:
        assert stems.count(stem) >= (2 if int(stem[:2]) <= 5 else 1), stem


# --- the words ------------------------------------------------------------------------------------


def plus(x, y):
    return x + y


ADD = Exercise(
    name="add",
    question="Add.",
    answer=plus,
    cases=[(torch.tensor([1.0, 2.0]), torch.tensor([0.5, 0.25]))],
    wrong=[(lambda x, y: x - y, "You subtracted.")],
    hints=["A nudge.", "A stronger one."],
    code="def my_add(x, y):\n    return x + y",
    insight="Sums are easy.",
)


def said(answer, exercise=ADD):
    return str(exercise.feedback(answer))


TRIED = "  tried: my_add with x = a tensor [1, 2], y = a tensor [0.5, 0.25]\n"
HELP = "  help: `check_add.hint()`"


def test_a_wrong_value_is_shown_beside_the_right_one():
    assert said(lambda x, y: x - y) == (
        "✗ Not yet: add\n" + TRIED + "  expected: [1.5, 2.25]\n  got: [0.5, 1.75]\n"
        "  likely cause: You subtracted.\n" + HELP
    )


def test_type_comes_before_shape_and_shape_before_value():
    assert "got: [0, 0]" in said(lambda x, y: [0, 0])
    assert "got: a tensor of shape (3,)\n" in said(lambda x, y: torch.zeros(3))
    assert "expected: [1.5, 2.25]\n  got: [0, 0]" in said(lambda x, y: torch.zeros(2))


def test_an_error_is_shown_with_its_line():
    def my_add(x, y):
        return x.plus(y)

    assert said(my_add) == (
        "! Error in your code: add\n"
        "  AttributeError: 'Tensor' object has no attribute 'plus'\n"
        "  in the line: `return x.plus(y)`\n" + HELP
    )


def test_a_missing_return_is_named():
    assert "likely cause: the line with `return` is missing.\n" in said(does_nothing)
    assert "it printed: `4`" in said(prints)
    assert "`print` shows a number, and `return` hands it back." in said(prints)


def test_an_answer_that_is_no_function_or_takes_other_arguments():
    assert "expected: a function my_add(x, y)\n  got: 3" in said(3)
    assert "expected: a function with the arguments (x, y)\n  got: (x)" in said(lambda x: x)


def test_a_changed_argument_is_named():
    def my_add(x, y):
        x += y
        return x

    assert said(my_add) == (
        "✗ Not yet: add\n" + TRIED + "  expected: arguments left as they were\n  got: a changed x\n"
        "  likely cause: an operation in place, such as -= or sub_, worked on an argument.\n" + HELP
    )


def test_a_value_is_not_given_away():
    text = said(40, exercises.check_parameter_count)
    assert text == (
        "✗ Not yet: parameter_count\n  expected: another number\n  got: 40\n"
        "  likely cause: You counted the weights only. Each target has a bias too.\n"
        "  help: `check_parameter_count.hint()`"
    )
    assert "expected: a number\n" in said("forty", exercises.check_parameter_count)


def test_the_hunt_says_how_many_are_right_and_where_to_look():
    answer = {**exercises.check_bug_hunt.answer, "A": "lost leaf", "B": "zeroed before"}
    text = said(answer, exercises.check_bug_hunt)
    assert "right so far: 3 of 5" in text
    assert (
        "Look at A. With 'lost leaf' the losses would fall in the first step and then hardly at "
        "all. These stay exactly where they began."
    ) in text


def test_hints_and_solution_are_printed(capsys):
    for show in (ADD.hint, lambda: ADD.hint(2), lambda: ADD.hint(9), lambda: ADD.hint("x")):
        show()
    ADD.solution()
    assert capsys.readouterr().out == (
        "Hint 1 of 2: add\n  A nudge.\n"
        "Hint 2 of 2: add\n  A stronger one.\n"
        "Hint 2 of 2: add\n  A stronger one.\n"
        "Hint 1 of 2: add\n  A nudge.\n"
        "Solution: add\n    def my_add(x, y):\n        return x + y\n  Sums are easy.\n"
    )


def test_jupyter_gets_markdown():
    feedback = ADD.feedback(lambda x, y: x - y)
    start = "**✗ Not yet**: add\n\n- **tried**: my\\_add with"
    assert feedback._repr_markdown_().startswith(start)
    assert r"**got**: '\*a\*'" in ADD.feedback(lambda x, y: "*a*")._repr_markdown_()
    assert len(re.findall(r"^- ", feedback._repr_markdown_(), re.MULTILINE)) == 5


# --- nothing is damaged ---------------------------------------------------------------------------

data = load_fruit_yields()
inputs = data.inputs.copy()
x_named = torch.from_numpy(inputs)
w_named, b_named = init_params(3, 2, seed=0)


def test_named_tensors_arrays_and_gradients_are_put_back():
    def my_mse(pred, target):
        with torch.no_grad():
            w_named.zero_()
            w_named.grad.add_(1)
        w_named.requires_grad_(False)
        b_named.data = torch.zeros(7)
        inputs[:] = 0
        return torch.mean((pred - target) ** 2)

    w_named.grad = torch.ones(2, 3)
    before = [w_named.detach().clone(), b_named.detach().clone(), inputs.copy()]
    assert check_mse.feedback(my_mse).heading == CORRECT
    assert torch.equal(w_named, before[0])
    assert torch.equal(w_named.grad, torch.ones(2, 3))
    assert w_named.requires_grad
    assert torch.equal(b_named, before[1])
    assert np.array_equal(inputs, before[2])
    assert torch.equal(x_named, torch.from_numpy(before[2]))
    inputs[0, 0] = 1
    assert x_named[0, 0] == 1  # they still share their memory
    inputs[0, 0] = before[2][0, 0]


def test_the_random_state_is_left_alone():
    def my_mse(pred, target):
        torch.manual_seed(1), np.random.seed(1), random.seed(1)
        return torch.mean((pred - target) ** 2)

    torch.manual_seed(0), np.random.seed(0), random.seed(0)
    expected = torch.rand(1), np.random.rand(), random.random()
    torch.manual_seed(0), np.random.seed(0), random.seed(0)
    assert check_mse.feedback(my_mse).heading == CORRECT
    assert (torch.rand(1), np.random.rand(), random.random()) == expected


def test_one_call_cannot_change_the_arguments_of_the_next(monkeypatch):
    case = check_step.cases[0]
    before = [case[0].detach().clone(), case[0].grad.clone()]
    check_step.feedback(damages)
    assert torch.equal(case[0], before[0])
    assert torch.equal(case[0].grad, before[1])


def never_ends(*arguments):
    while True:
        pass


def swallows_what_stops_it(*arguments):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


@pytest.mark.parametrize("function", [never_ends, swallows_what_stops_it])
def test_an_endless_loop_ends_with_a_message(monkeypatch, function):
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    begin = time.monotonic()
    text = said(function)
    assert time.monotonic() - begin < 3
    assert text == (
        "! Error in your code: add\n"
        "  it was stopped after 0.2 seconds. Usual cause: a loop that never ends.\n" + HELP
    )


def test_a_flood_of_output_ends_with_a_message(capsys):
    def my_add(x, y):
        while True:
            print("again and again")

    assert "it was stopped after printing 10,000 characters. Usual cause: a print in a loop." in (
        said(my_add)
    )
    assert capsys.readouterr().out == ""


def test_an_honest_answer_does_not_wait():
    check_mse.feedback(linreg_helpers.mse)  # the first call starts what starts only once
    begin = time.monotonic()
    check_mse.feedback(linreg_helpers.mse)
    assert time.monotonic() - begin < 0.2


def test_an_error_of_ours_is_never_the_readers():
    def broken(function, x, y):
        function(x, y)
        raise KeyError("a mistake in the exercise")

    exercise = Exercise(
        **{k: getattr(ADD, k) for k in ("name", "question", "answer", "wrong", "hints", "code")},
        insight="Sums are easy.", cases=ADD.cases, run=broken,
    )  # fmt: skip
    with pytest.raises(KeyError, match="a mistake in the exercise"):
        exercise.feedback(plus)


# --- an exercise of a teacher ---------------------------------------------------------------------


def test_the_exercise_of_the_readme_works_as_shown(capsys):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (code,) = (c for c in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "Exercise(" in c)
    assert len(code.strip().splitlines()) <= 20
    names = {}
    exec(code, names)
    check, printed = names["check_spread"], capsys.readouterr().out
    assert printed == (
        "✗ Not yet: spread\n  tried: my_spread with values = a tensor [4, 9, 6]\n"
        "  expected: 5\n  got: -5\n  likely cause: You subtracted the other way round.\n"
        "  help: `check_spread.hint()`\n"
    )
    assert check.feedback(defined(check, check.code)).heading == CORRECT
    assert check.feedback(defined(check, check.start)).heading == NOT_ATTEMPTED
    for wrong, sentence in check.wrong:
        assert cause(check.feedback(wrong)) == sentence
