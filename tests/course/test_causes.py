"""What the told causes must and must not be, over the exercises of the whole course."""

import re

import pytest
import torch

from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_YET
from linreg_helpers.course.exercises import EXERCISES
from tests.course.answers import made
from tests.course.test_answers import BY_NAME, wrong_answers
from tests.course.test_unlisted import FUNCTIONS

# --- the lost leaf --------------------------------------------------------------------------------

UPDATES = {
    "one by one": "w = w - lr * w.grad\nb = b - lr * b.grad",
    "both at once": "w, b = w - lr * w.grad, b - lr * b.grad",
    "the gradient first": "w = -lr * w.grad + w\nb = -lr * b.grad + b",
    "by a method": "w = w.sub(lr * w.grad)\nb = b.sub(lr * b.grad)",
    "by a function": "w = torch.sub(w, lr * w.grad)\nb = torch.sub(b, lr * b.grad)",
    "w alone": "w = w - lr * w.grad\nwith torch.no_grad():\n    b -= lr * b.grad",
}
ZEROS = "w.grad.zero_()\nb.grad.zero_()"
# Every exercise in which the parameters are moved by hand can be answered so.
LOOPS = {
    "step": "def my_step(w, b, lr):\n{update}",
    "train": """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
{update}
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
    "losses_after": """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        mse(predict(x, w, b), y).backward()
{update}
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
    "losses_before": """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
{update}
    return losses""",
}
WATCHED = {
    "watched": "{update}\n{zeros}",
    "without watching": "with torch.no_grad():\n    {update}\n    {zeros}",
    "zeroed outside": "with torch.no_grad():\n    {update}\n{zeros}",
    "never zeroed": "{update}",
}


def indented(text, by):
    return text.replace("\n", "\n" + " " * by)


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("watched", WATCHED)
@pytest.mark.parametrize("update", UPDATES)
def test_the_lost_leaf_is_named_wherever_it_can_be_written(name, watched, update):
    within = 4 if "with" in WATCHED[watched].split("{update}")[0] else 0
    parts = {"update": indented(UPDATES[update], within)}
    parts["zeros"] = indented(ZEROS, within * (watched == "without watching"))
    lines = WATCHED[watched].format(**parts)
    by = 4 if name == "step" else 8
    code = LOOPS[name].format(update=" " * by + indented(lines, by))
    feedback = BY_NAME[name].feedback(made(BY_NAME[name], code))
    assert feedback.heading in (NOT_YET, ERROR), f"{code}\n{feedback}"
    assert re.search("new tensor", feedback.cause or ""), f"{code}\n{feedback}"


def test_the_lost_leaf_is_named_in_the_loop_over_the_parameters_of_a_model():
    code = """\
def my_fit(model, x, y, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in model.parameters():
                p = p - lr * p.grad
        model.zero_grad()
    return losses"""
    feedback = BY_NAME["fit"].feedback(made(BY_NAME["fit"], code))
    assert "`p = p - ...` makes a new tensor" in feedback.cause


def test_a_new_tensor_is_no_cause_where_the_answer_is_right():
    code = """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w"""
    assert BY_NAME["walk"].feedback(made(BY_NAME["walk"], code)).heading == CORRECT


# --- arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_too_few_and_too_many_arguments_are_counted(exercise):
    names = exercise.parameters
    for own in (names[:-1], [*names, "more", "still_more"]):
        function = eval(f"lambda {', '.join(own)}: None")
        number = f"{len(own)} argument" + "s" * (len(own) != 1)
        told = f"Your function takes {number}, and the check hands over {len(names)}: "
        assert told + ", ".join(names) + "." in exercise.feedback(function).cause


@pytest.mark.parametrize(
    "exercise",
    [each for each in FUNCTIONS if len(each.parameters) > 1 and not isinstance(each.answer, type)],
    ids=lambda exercise: exercise.name,
)
def test_arguments_in_another_order_are_named(exercise):
    names = exercise.parameters
    turned = names[::-1]
    space = {"answer": exercise.answer}
    exec(f"def function({', '.join(turned)}):\n    return answer({', '.join(names)})", space)
    feedback = exercise.feedback(space["function"])
    if feedback.heading == CORRECT:  # the two may be taken for each other, as in a square
        assert exercise.name in ("mse", "apple_loss")
    elif exercise.name == "sums":
        assert feedback.cause == "Inputs and targets have changed places."
    else:
        wanted = f"The check hands over in the order {', '.join(names)}."
        assert f"Your function takes {', '.join(turned)}. {wanted}" in feedback.cause


# --- nothing is given away ------------------------------------------------------------------------


def plain_code(code):
    return re.sub(r"\s+", "", code.split("#")[0])


def repairs(exercise):
    """Return what a cause must not hold: code of the hints, and lines of the solution."""
    quoted = [piece for hint in exercise.hints for piece in re.findall("`([^`]+)`", hint)]
    lines = exercise.code.splitlines()
    lines = [
        line for line in lines if not re.match(r"\s*(def|class|for|import|losses = \[\])", line)
    ]
    lines = [re.sub(r"^\s*(my_\w+ =|return)\s", "", line) for line in lines]
    pieces = {plain_code(piece) for piece in [*quoted, *lines]} - {""}
    pieces -= {piece for piece in pieces if piece in plain_code(exercise.start)}
    return {piece for piece in pieces if len(piece) >= 5 and re.search(r"[-+*/@=(\[]", piece)}


def words_of(answer):
    return plain_code(answer) if isinstance(answer, str) else ""


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_cause_gives_away_what_a_hint_or_the_solution_holds(exercise):
    given_away = {}
    for answer, _ in wrong_answers(exercise):
        cause = exercise.feedback(made(exercise, answer)).cause or ""
        held = {piece for piece in repairs(exercise) if piece in plain_code(cause)}
        held -= {piece for piece in held if piece in words_of(answer)}  # the reader wrote it
        if held:
            given_away[cause] = held
    assert given_away == {}


NUMBER = r"(?<![\w.,])-?\d[\d,]*(?:\.\d+)?"


@pytest.mark.parametrize(
    "exercise",
    [each for each in EXERCISES if isinstance(each.answer, int | float) and abs(each.answer) > 10],
    ids=lambda exercise: exercise.name,
)
def test_no_cause_holds_the_number_that_is_asked_for(exercise):
    for answer, _ in wrong_answers(exercise):
        cause = exercise.feedback(made(exercise, answer)).cause or ""
        numbers = [float(number.replace(",", "")) for number in re.findall(NUMBER, cause)]
        assert exercise.answer not in numbers, cause


# --- the cases ------------------------------------------------------------------------------------

# Which sizes the arguments of each case have, all different and none of them 1 or 2; and why
# these are not the rows n, the inputs d and the targets m, where they are not.
SIZES = {
    "slope": ("n", "one input and one target"),
    "walk": ("n", "one input and one target"),
    "init": ("d m", "no table: two numbers and a seed"),
    "predict": ("n d m", ""),
    "mse": ("n m", "predictions and targets, whatever the inputs"),
    "apple_loss": ("n m", "predictions and targets, whatever the inputs"),
    "gradients": ("n d m", ""),
    "step": ("d m", "parameters alone"),
    "train": ("n d m", ""),
    "losses_after": ("n d m", ""),
    "losses_before": ("n d m", ""),
    "least_squares": ("n d m", ""),
    "left_out": ("n d m", ""),
    "left": ("d", "one curvature for each direction"),
    "condition_number": ("n d", "inputs alone"),
    "steps_needed": ("", "three numbers, no table"),
    "scale_new": ("n k d", "inputs alone, of training rows and of new ones"),
    "original_units": ("d m", "parameters, means and spreads"),
    "safe_scaling": ("n d", "inputs alone"),
    "fit": ("n d m", ""),
    "model": ("d m", "a mean and a spread for each input, and the number of targets"),
    "sums": ("n d m", ""),
    "sums_loss": ("n d m", ""),
    "misfit": ("n d m", ""),
}
# Where gradients are what the question is about, the inputs are watched tensors.
WATCHED_INPUTS = {
    "gradients": "w b",
    "step": "w b",
    "train": "w b",
    "losses_after": "w b",
    "losses_before": "w b",
    "predict": "w b",
    "mse": "pred",
    "apple_loss": "pred",
}


def sizes_of(name, value):
    """Return the sizes that an argument tells: those of a tensor, of a model, or itself."""
    if isinstance(value, torch.nn.Module):
        return {size for parameter in value.parameters() for size in parameter.shape}
    if hasattr(value, "n_rows"):
        return {value.n_rows, value.n_targets}
    return {value} if name in ("n_inputs", "n_targets") else set(getattr(value, "shape", ()))


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_rows_inputs_and_targets_of_a_case_all_differ_and_none_is_one_or_two(exercise):
    roles, why = SIZES[exercise.name]
    assert bool(why) == (roles != "n d m")
    assert len(exercise.cases) >= 2
    for case in exercise.cases:
        named = zip(exercise.parameters, case, strict=True)
        sizes = set().union(*(sizes_of(name, value) for name, value in named))
        assert len(sizes) == len(roles.split()), sizes
        assert not sizes & {1, 2}, sizes


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_every_argument_differs_from_case_to_case_and_no_number_is_one_or_two(exercise):
    for values in zip(*exercise.cases, strict=True):
        assert len({str(value) for value in values}) > 1
        assert not {1, 2} & {value for value in values if type(value) in (int, float)}


def test_the_table_of_sizes_is_that_of_the_course():
    assert set(SIZES) == {exercise.name for exercise in FUNCTIONS}
    assert set(WATCHED_INPUTS) <= set(SIZES)


@pytest.mark.parametrize("name", WATCHED_INPUTS)
def test_where_gradients_matter_the_inputs_are_watched(name):
    exercise = BY_NAME[name]
    for case in exercise.cases:
        named = dict(zip(exercise.parameters, case, strict=True))
        for argument in WATCHED_INPUTS[name].split():
            assert named[argument].requires_grad
            assert named[argument].is_leaf


# --- kinds ----------------------------------------------------------------------------------------


def test_some_exercises_order_shuffled_lines_in_the_first_the_middle_and_the_last_third():
    ordering = [exercise.name for exercise in EXERCISES if exercise.kind == "ordering"]
    assert ordering == ["one_step", "fit_order", "order", "printout"]
