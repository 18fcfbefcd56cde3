"""What the told causes must and must not be, over the exercises of the whole course."""

import re

import pytest
import torch

from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_YET
from linreg_helpers.course.exercises import EXERCISES
from tests.course.answers import made
from tests.course.answers.unlisted import ODD_BUT_RIGHT, WRONG
from tests.course.test_answers import BY_NAME
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
    "scaled_split": ("n d", "inputs alone"),
    "typical_miss": ("n m", "predictions and targets, whatever the inputs"),
    "ridge_step": ("n d m", ""),
    "indicators": ("n", "one number a row"),
    "unseen_group": ("n d m", ""),
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
    for name, values in zip(exercise.parameters, zip(*exercise.cases, strict=True), strict=True):
        assert len({str(value) for value in values}) > 1
        if name != "group":  # which is a name
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
    assert ordering == ["one_step", "fit_order", "order", "printout", "momentum_order"]


# --- answers that nobody listed -------------------------------------------------------------------


@pytest.mark.parametrize(("name", "answer"), ODD_BUT_RIGHT, ids=range(len(ODD_BUT_RIGHT)))
def test_an_odd_style_is_right_all_the_same(name, answer):
    feedback = BY_NAME[name].feedback(made(BY_NAME[name], answer))
    assert feedback.heading == CORRECT, f"{answer}\n{feedback}"


@pytest.mark.parametrize(("name", "answer"), WRONG, ids=range(len(WRONG)))
def test_an_unlisted_mistake_is_refused_and_read(name, answer):
    feedback = BY_NAME[name].feedback(made(BY_NAME[name], answer))
    assert feedback.heading in (NOT_YET, ERROR), f"{answer}\n{feedback}"
    assert "I can't read" not in str(feedback), f"{answer}\n{feedback}"


# A mistake in one line of a right program, and a part of the cause.
IN_ONE_LINE = [
    ("train", "loss.backward()", "loss.backward", "`backward` stands without round brackets"),
    ("train", "losses.append(loss.item())", "losses.append", "`append` stands without round"),
    ("losses_after", "w -= lr * w.grad", "w - lr * w.grad", "keeps it nowhere"),
    ("losses_after", "w -= lr * w.grad", "w == w - lr * w.grad", "compares with `==`"),
    ("losses_after", "w -= lr * w.grad", "w =- lr * w.grad", "gives a name a negative value"),
    ("losses_after", "w -= lr * w.grad", "w.sub(lr * w.grad)", "which nobody keeps"),
    ("step", "with torch.no_grad():", "with torch.no_grad:", "name behind `with` is not called"),
    ("step", "w.grad.zero_()", "w.grad.zero()", "It has no attribute of this name."),
    ("step", "w -= lr * w.grad", "w *= 0; w -= lr * w.grad", "which is not added"),
    ("mse", "diff.numel()", "diff.numel", "A function stands where its result should be."),
    ("mse", "/ diff.numel()", "/ 10", "if how many numbers `pred` has were 10. Here it is 12."),
    ("mse", "/ diff.numel()", "/ len(diff) * diff.shape[1]", "brackets are missing behind `/`"),
    ("mse", "pred - target", "pred.detach() - target", "cut off from w and b"),
    ("apple_loss", "pred[:, 0]", "pred[:, 0].detach()", "PyTorch does not watch them"),
    ("predict", "return x @ w.T + b", "return (x @ w.T + b).round()", "It is rounded"),
    ("predict", "return", "x = torch.ones(3); return", "gives its argument `x` a new value"),
    ("original_units", "b - w_back @ mean", "b", "The bias must change as well"),
    ("gradients", "return grad_w, grad_b", "return grad_w, grad_b, diff", "and 3 came back."),
    ("fit", "optimizer.step() ", "optimizer.step ", "`step` stands without round brackets"),
    ("fit", "range(n_steps)", "n_steps", "A loop over numbers goes through `range(...)`."),
]


@pytest.mark.parametrize(("name", "right", "wrong", "told"), IN_ONE_LINE)
def test_a_mistake_in_one_line_is_named(name, right, wrong, told):
    exercise = BY_NAME[name]
    assert right in exercise.code
    code = exercise.code.replace(right, wrong)
    feedback = exercise.feedback(made(exercise, code))
    assert feedback.heading in (NOT_YET, ERROR), f"{code}\n{feedback}"
    assert told in str(feedback), f"{code}\n{feedback}"


AS_VALUES = [
    ("two_squares", "17 tons", "Only the number is asked for, without its unit"),
    ("two_squares", "seventeen", "A number is asked for, in digits"),
    ("steps", 15.8, "A whole number is asked for."),
    ("directions", 1, "3 answers are asked for."),
    ("directions", {1, 0, -1}, "Curly brackets make a set, which has no order."),
    ("directions", ("up", "no", "down"), "Each part is a number."),
    ("dtype", 64, "A text is asked for, in quotes."),
    ("recall_downhill", "smaler", "minus times minus is plus"),
    ("bug_hunt", {"A": "zeroed before"}, "Some keys are missing: B, C, D, E."),
    ("one_step", "3241", "The numbers stand in square brackets"),
]


@pytest.mark.parametrize(("name", "answer", "told"), AS_VALUES)
def test_what_kind_of_answer_is_asked_for_is_said(name, answer, told):
    assert told in BY_NAME[name].feedback(answer).cause


def test_a_right_answer_may_take_its_time_and_print_much():
    code = BY_NAME["walk"].code.replace("diff =", "[print(i * 'x') for i in range(3000)]; diff =")
    feedback = BY_NAME["walk"].feedback(made(BY_NAME["walk"], code))
    assert feedback.heading == CORRECT
    assert len(str(feedback)) < 500
