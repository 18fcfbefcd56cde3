"""The engine behind the exercises: what it accepts, what it says, and that nothing breaks it."""

import contextlib
import functools
import json
import os
import random
import re
import sys
import threading
import time
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from linreg_helpers.course.checking.feedback import (
    BUNDLE,
    CORRECT,
    ERROR,
    NOT_ATTEMPTED,
    NOT_YET,
    STOPPED,
)
from linreg_helpers.course.checking.kernel import KEPT_CHARACTERS
from linreg_helpers.course.checking.values import run_program
from linreg_helpers.course.exercises import Exercise
from tests.course.answers import made


def exercise(**parts):
    """Return an exercise made for a test: what is not given is filled in."""
    name = parts.get("name", "it")
    usual = {
        "name": name,
        "question": "What is it?",
        "wrong": [],
        "hints": ["A nudge.", "A stronger one."],
        "code": f"my_{name} = 0",
        "insight": "So it is.",
    }
    return Exercise(**usual | parts)


def add(x, y):
    return x + y


def predict(x, w, b):
    return x @ w.T + b


def step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()


def numbers(*shape):
    return torch.arange(1.0, 1 + np.prod(shape)).reshape(shape) ** 1.5


def watched(shape):
    tensor = numbers(*shape).requires_grad_()
    tensor.grad = numbers(*shape).flip(0) + 1
    return tensor


ADD = exercise(
    name="add",
    answer=add,
    cases=[
        (torch.tensor([1.0, 2.0, 4.0]), torch.tensor([0.5, 0.25, 3.0])),
        (numbers(4), numbers(4) ** 2),
    ],
    wrong=[(lambda x, y: x - y, "You subtracted.")],
    code="def my_add(x, y):\n    return x + y",
    insight="Sums are easy.",
)
MEAN = exercise(
    name="mean", answer=lambda t: t.mean(), cases=[(numbers(4, 3),), (numbers(3, 5) + 7,)]
)
TABLE = exercise(
    name="table",
    answer=predict,
    cases=[
        (numbers(4, 3), numbers(5, 3), numbers(5) ** 2),
        (numbers(3, 4), numbers(3, 4), numbers(3)),
    ],
)
PAIR = exercise(
    name="pair",
    answer=lambda x: (x.sum(0), x.T @ x),
    cases=[(numbers(4, 3),), (numbers(5, 4),)],
)
STEP = exercise(
    name="step",
    answer=step,
    run=lambda function, w, b, lr: (function(w, b, lr), {"w": w, "b": b, "w.grad": w.grad})[1],
    cases=[(watched((3, 4)), watched((3,)), 0.1), (watched((5, 3)), watched((5,)), 0.3)],
)
SLOPE = exercise(
    name="slope",
    answer=lambda w: torch.autograd.grad((w**2).sum(), w)[0],
    cases=[(watched((3, 4)),), (watched((5, 3)),)],
)
WHOLE = exercise(name="whole", answer=44, wrong=[(40, "You counted the weights only.")])
DECIMAL = exercise(name="decimal", answer=155.5)
TEXT = exercise(name="text", answer="never zeroed", also=["not zeroed"])
SHAPE = exercise(name="shape", answer=(1, 3))
TEXTS = exercise(name="texts", answer=("backward", "step", "zero"))
LINES = exercise(
    name="lines",
    lines=["y = x + 1", "z = 2 * y", "x = 3", "seen.append(z)", "z = z + y"],
    answer=[3, 1, 2, 5, 4],
    run=lambda program: run_program(program, seen=[])["seen"],
    wrong=[([3, 1, 2, 4, 5], "It is looked at before it is there.")],
)


def said(exercise, answer):
    return str(exercise.feedback(answer))


def defined(code, name="add", **names):
    """Return what a cell defines, as a notebook does."""
    cell = exercise(name=name, answer=0)
    function = made(cell, code)
    getattr(function, "__globals__", {}).update(names)
    return function


# --- a right answer is right in every usual form --------------------------------------------------


def kind(*bases, **methods):
    """Return a class made for a test."""
    return type("Made", bases, methods)


ADDS = kind(__call__=lambda self, x, y: x + y, method=lambda self, x, y: x + y)
MODULE = kind(nn.Module, forward=lambda self, x, y: x + y)


def with_a_loop(x, y):
    total = torch.zeros_like(x)
    for i in range(len(x)):
        total[i] = x[i] + y[i]
    return total


def that_prints_a_lot(x, y):
    for _ in range(1000):
        print("adding")
    return x + y


def with_defaults(x, y, scale=1.0, *, shift=0):
    return x * scale + y + shift


def by_name_only(*, y, x):
    return x + y


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: x + y,
        functools.partial(lambda shift, x, y: x + y + shift, 0),
        ADDS(),
        ADDS().method,
        MODULE(),
        torch.add,
        with_a_loop,
        that_prints_a_lot,
        with_defaults,
        by_name_only,
        lambda *arguments: sum(arguments),
        lambda x, y: (x + y).double(),
        lambda x, y: (x + y).numpy(),
        lambda x, y: (x + y).tolist(),
        lambda x, y: nn.Parameter(x + y),
        functools.lru_cache(add),
    ],
)
def test_a_function_is_right_in_every_usual_form(function):
    assert ADD.feedback(function).heading == CORRECT


@pytest.mark.parametrize(
    "result",
    [
        float,
        lambda t: t.item(),
        lambda t: t.numpy(),
        lambda t: np.float64(t.item()),
        lambda t: t[None],
        lambda t: t.reshape(1, 1),
        lambda t: Fraction(t.item()),
    ],
)
def test_one_number_is_right_in_every_usual_form(result):
    assert MEAN.feedback(lambda t: result(t.mean())).heading == CORRECT


@pytest.mark.parametrize(
    "four",
    [
        *(44, 44.0, np.int64(44), np.float32(44), np.array(44), np.array([44.0]), torch.tensor(44)),
        *(torch.tensor([44.0]), torch.tensor([[44]]), torch.tensor(4.4) * 10),
        *(Fraction(44), Decimal(44)),
    ],
)
def test_a_whole_number_is_right_in_every_usual_form(four):
    assert WHOLE.feedback(four).heading == CORRECT


def test_a_tuple_may_be_a_list_and_a_row_a_tensor_and_names_are_compared_as_a_reader_would():
    for answer in ([1, 3], torch.Size([1, 3]), torch.tensor([1, 3]), np.array([1, 3]), (1.0, 3.0)):
        assert SHAPE.feedback(answer).heading == CORRECT
    for answer in (
        "Never zeroed",
        " never  zeroed ",
        "never_zeroed",
        "'never-zeroed'",
        "not zeroed.",
    ):
        assert TEXT.feedback(answer).heading == CORRECT
    assert PAIR.feedback(lambda x: [x.sum(0), x.T @ x]).heading == CORRECT
    dtype = exercise(answer="int64", also=["torch.int64"])
    assert dtype.feedback(torch.int64).heading == CORRECT


def test_whole_numbers_are_compared_exactly_and_measured_ones_with_the_digits_shown():
    for wrong in (44.0001, 44.01, 43, True, "44", [44], (44,)):
        assert WHOLE.feedback(wrong).heading == NOT_YET
    assert DECIMAL.feedback(155.5001).heading == CORRECT
    assert DECIMAL.feedback(155.6).heading == NOT_YET
    big = exercise(answer=2**60)
    assert big.feedback(2**60).heading == CORRECT
    assert big.feedback(2**60 + 1).heading == NOT_YET


@pytest.mark.parametrize(
    ("about", "change"),
    [
        ("tensor", lambda t: t.detach().numpy()),
        ("dtype", torch.Tensor.double),
        ("requires_grad", lambda t: t.detach()),
        ("leaf", lambda t: t.detach().requires_grad_()),
    ],
)
def test_what_the_question_is_about_is_compared_and_the_rest_is_not(about, change):
    parts = {"answer": lambda w: 2 * w, "cases": [(numbers(3).requires_grad_(),)]}
    careful = exercise(**parts, about=[about])
    assert careful.feedback(lambda w: w + w).heading == CORRECT
    assert careful.feedback(lambda w: change(2 * w)).heading == NOT_YET
    assert exercise(**parts).feedback(lambda w: change(2 * w)).heading == CORRECT


def test_a_leaf_that_is_watched_is_told_from_one_that_is_not():
    asked = exercise(
        answer=lambda t: t.clone().requires_grad_(), cases=[(numbers(3),)], about=["requires_grad"]
    )
    assert asked.feedback(nn.Parameter).heading == CORRECT
    assert asked.feedback(lambda t: t.clone()).heading == NOT_YET


# --- whatever comes back ends in a sentence -------------------------------------------------------


def boom(*arguments, **named):
    raise RuntimeError("boom")


def bad(**methods):
    return kind(**methods)()


BadList = kind(list, __len__=boom, __iter__=boom)
BadInt = kind(int, __add__=boom, __eq__=boom, __hash__=None, __str__=boom, __repr__=boom)
BadText = kind(str, __len__=boom, casefold=boom, strip=boom)
BadTensor = kind(torch.Tensor, __torch_function__=classmethod(boom))
BadCall = kind(__call__=boom, **dict.fromkeys(("__signature__", "__code__"), property(boom)))
Nameless = kind(type, __name__=property(boom))("Nameless", (), {})
LikePandas = kind(
    shape=(3,),
    __bool__=boom,
    __float__=boom,
    __array__=boom,
    __len__=lambda self: 3,
    __eq__=lambda self, other: self,
    __hash__=None,
)
BadError = kind(Exception, __str__=boom)
WorseError = kind(Exception, __str__=lambda self: sys.exit())


def endless():
    while True:
        yield 1


def itself():
    row = []
    row.append(row)
    return row


def quiet(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make()


UNREADABLE = {
    "a whole number of 5,000 digits": 10**5000,
    "a negative one": -(10**5000),
    "a sparse tensor": torch.eye(3).to_sparse(),
    "a sparse row tensor": quiet(lambda: torch.eye(3).to_sparse_csr()),
    "a meta tensor": torch.zeros(3, device="meta"),
    "a quantized tensor": quiet(
        lambda: torch.quantize_per_tensor(torch.ones(3), 1, 0, torch.qint8)
    ),
    "a nested tensor": quiet(lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])),
    "a tensor of 10**12 numbers": torch.zeros(1).expand(10**12),
    "a tensor that refuses": torch.zeros(3).as_subclass(BadTensor),
    "a tensor that is not there yet": nn.UninitializedParameter(),
    "a complex number": 1j,
    "a complex tensor": torch.tensor(1j),
    "a complex array": np.array([1j]),
    "an array of objects": np.array([1, "a"], dtype=object),
    "an array of texts": np.array(["a"]),
    "an array of dates": np.array(["2020"], dtype="datetime64"),
    "an array with fields": np.zeros(3, dtype=[("a", int)]),
    "a masked array": np.ma.masked_array([1, 2], [0, 1]),
    "a list that contains itself": itself(),
    "a list in many lists": [[[[[[1]]]]]],
    "a list of a million": [0] * 1_000_000,
    "a range of 10**12": range(10**12),
    "a text of ten million": "x" * 10**7,
    "an endless generator": endless(),
    "a map": map(str, [1]),
    "a set": {1, 2},
    "bytes": b"44",
    "an error": ValueError("x"),
    "a file": sys.stdin,
    "a module": torch,
    "an optimizer": torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1),
    "NotImplemented": NotImplemented,
    "an object like a table of pandas": LikePandas(),
    "a decimal that is no number": Decimal("sNaN"),
    "a dict with an object as key": {bad(): 1},
    "__str__ raises": bad(__str__=boom),
    "__repr__ raises": bad(__repr__=boom),
    "__float__ raises": bad(__float__=boom),
    "__eq__ raises": bad(__eq__=boom, __hash__=None),
    "__len__ raises": bad(__len__=boom, __iter__=boom),
    "__class__ raises": bad(__class__=property(boom)),
    "everything raises": bad(__getattribute__=boom),
    "the name of its class raises": Nameless(),
    "a list that raises": BadList([1]),
}
READABLE = {
    "nan": float("nan"),
    "inf": float("inf"),
    "True": True,
    "an empty text": "",
    "an empty list": [],
    "an empty tensor": torch.zeros(0),
    "a text with strange signs": "\ud800\0",
    "a text that raises": BadText("a"),
    "a number that raises": BadInt(4),
    "a ragged list": [[1], [2, 3]],
    "a mixed list": [1, "a", None],
    "a list of two thousand": [0] * 2000,
    "a class": Exercise,
    "a class without a name": Nameless,
    "a function": boom,
    "a function whose signature raises": BadCall(),
    "a dict": {"a": 1},
    "a tensor of small precision": torch.zeros(7, dtype=torch.bfloat16),
    "a long double": np.longdouble(4),
}
ALL = [WHOLE, DECIMAL, TEXT, SHAPE, TEXTS, LINES, ADD, MEAN, TABLE, PAIR, STEP]
by_kind = pytest.mark.parametrize("asked", ALL, ids=lambda exercise: exercise.name)


def outcome_of(asked, answer):
    feedback = asked.feedback(answer)
    assert len(str(feedback)) < 2000
    json.dumps(feedback._repr_mimebundle_())
    return feedback


@by_kind
@pytest.mark.parametrize("name", [*UNREADABLE, *READABLE])
def test_whatever_is_given_ends_in_a_sentence(asked, name):
    answer = (UNREADABLE | READABLE)[name]
    assert outcome_of(asked, answer).heading in (NOT_YET, ERROR)
    assert outcome_of(asked, lambda *arguments: answer).heading in (NOT_YET, ERROR)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_said_beside_what_was_expected(name):
    text = said(WHOLE, UNREADABLE[name])
    assert re.search(r"I can't read this answer: it is .+\.\n  expected: a number", text)
    assert "I can't read this answer: it is " in said(ADD, lambda x, y: UNREADABLE[name])


def raising(error):
    def function(*arguments):
        raise error

    return function


def for_ever(*arguments):
    return for_ever(*arguments)


@pytest.mark.parametrize(
    "function",
    [raising(error) for error in (SystemExit(3), GeneratorExit(), BadError(), WorseError())]
    + [raising(ValueError("x" * 10**6)), raising(StopIteration()), for_ever]
    + [lambda *a: sys.exit("bye"), lambda *a: eval("1 +"), lambda *a: input("?"), max, vars],
)
@pytest.mark.parametrize("asked", [ADD, MEAN, STEP], ids=lambda exercise: exercise.name)
def test_an_exception_of_any_kind_ends_in_a_sentence(asked, function):
    assert outcome_of(asked, function).heading in (ERROR, NOT_YET)


def test_an_error_is_shown_with_its_line_and_long_texts_are_cut():
    function = defined("def my_add(x, y):\n    return x.plus(y)")
    assert said(ADD, function) == (
        "! Error in your code: add\n"
        "  AttributeError: 'Tensor' object has no attribute 'plus'\n"
        "  in the line: `return x.plus(y)`\n"
        "  likely cause: It has no attribute of this name. Look at the spelling (names of methods "
        "that work in place end with `_`), and at what stands before the point.\n"
        "  help: `check_add.hint()`"
    )
    assert "ValueError: xxx" in said(ADD, raising(ValueError("x" * 10**6)))
    assert len(said(ADD, raising(ValueError("x" * 10**6)))) < 500
    assert "(an error without a readable text)" in said(ADD, raising(BadError()))


def test_thousands_of_printed_lines_are_cut(capsys):
    def my_add(x, y):
        for number in range(2000):
            print(number, "again and again")
        print("x" * 100_000)
        return x + y

    text = said(ADD, my_add)
    assert text.startswith(CORRECT)
    assert "it printed: `0 again and again ...`" in text
    assert len(text) < KEPT_CHARACTERS
    assert capsys.readouterr().out == ""


# --- the stop button, and a kernel that stays whole -----------------------------------------------


def interrupted(*arguments):
    raise KeyboardInterrupt


def test_the_stop_button_ends_it_with_a_sentence():
    feedback = ADD.feedback(interrupted)
    assert feedback.heading == STOPPED
    assert str(feedback) == (
        "■ Stopped: add\n  You stopped it. Usual cause: a loop that never ends.\n"
        "  help: `check_add.hint()`"
    )
    assert STEP.feedback(interrupted).heading == STOPPED
    assert WHOLE.feedback(bad(__class__=property(interrupted))).heading == STOPPED


def test_a_loop_that_never_ends_is_interrupted_as_any_cell_is():
    def my_add(x, y):
        torch.set_grad_enabled(False)
        while True:
            print("again")

    begun = settings()
    with python_interrupt_after(0.2):
        assert ADD.feedback(my_add).heading == STOPPED
    assert settings() == begun
    assert ADD.feedback(add).heading == CORRECT


@contextlib.contextmanager
def python_interrupt_after(seconds):
    """Do what the stop button does, be SIGINT ignored by this process or not."""
    import _thread
    import signal

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)


def settings():
    return (
        torch.get_rng_state().tolist(),
        str(np.random.get_state()),
        random.getstate(),
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
        torch.empty(0).device,
        torch.is_anomaly_enabled(),
        np.geterr(),
        sys.stdout,
        sys.stderr,
        os.getcwd(),
        sys.getrecursionlimit(),
        list(warnings.filters),
    )


def seeds():
    torch.manual_seed(1), np.random.seed(1), random.seed(1), torch.rand(3), np.random.rand()


def redirects():
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def starts_a_thread():
    thread = threading.Thread(target=lambda: time.sleep(0.05), daemon=True)
    thread.start()


def turns_warnings_into_errors():
    warnings.simplefilter("error")
    np.seterr(all="raise")


DAMAGES = {
    "seeds": seeds,
    "grad mode": lambda: torch.set_grad_enabled(False),
    "default dtype": lambda: torch.set_default_dtype(torch.float64),
    "default device": lambda: torch.set_default_device("meta"),
    "anomaly mode": lambda: torch.autograd.set_detect_anomaly(True),
    "closed stdout": lambda: (sys.stdout.close(), print("still here")),
    "redirected": redirects,
    "another folder": lambda: os.chdir("/"),
    "recursion limit": lambda: sys.setrecursionlimit(500),
    "warnings": turns_warnings_into_errors,
    "a thread": starts_a_thread,
}


@pytest.mark.parametrize("ending", ["returns", "raises", "is stopped"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_settings_of_the_kernel_are_put_back(damage, ending):
    endings = {"returns": add, "raises": boom, "is stopped": interrupted}

    def my_add(x, y):
        right = x + y
        DAMAGES[damage]()
        return right if ending == "returns" else endings[ending]()

    begun = settings()
    outcome = ADD.feedback(my_add).heading
    assert settings() == begun
    assert outcome == {"returns": CORRECT, "raises": ERROR, "is stopped": STOPPED}[ending]


def test_a_default_device_that_may_not_be_there_hinders_no_check_and_stays():
    torch.set_default_device("cuda:0")
    try:
        assert ADD.feedback(add).heading == CORRECT
        assert torch.get_default_device() == torch.device("cuda:0")
    finally:
        torch.set_default_device(None)


@pytest.mark.parametrize("damage", ["grad mode", "default dtype", "default device", "warnings"])
def test_a_right_answer_is_right_in_a_kernel_whose_settings_were_changed(damage):
    begun = settings()
    try:
        with warnings.catch_warnings():
            DAMAGES[damage]()
            changed = settings()
            for asked in (ADD, MEAN, TABLE, PAIR, STEP, SLOPE, WHOLE):
                assert asked.feedback(asked.answer).heading == CORRECT
            assert settings() == changed
    finally:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
        torch.set_default_device(None)
        np.seterr(**begun[7])
    assert settings() == begun


def test_arguments_are_copies_with_their_gradients():
    def my_step(w, b, lr):
        w.data = torch.zeros(7)
        b.requires_grad_(False)
        w.grad = None

    w = STEP.cases[0][0]
    before = w.detach().clone(), w.grad.clone()
    STEP.feedback(my_step)
    assert torch.equal(w, before[0])
    assert torch.equal(w.grad, before[1])
    assert w.requires_grad


def test_an_argument_that_is_changed_is_named():
    def my_add(x, y):
        x += y
        return x

    text = said(ADD, my_add)
    assert "expected: arguments left as they were\n  got: a changed x\n" in text
    assert "likely cause: an operation in place, such as -= or sub_, worked on an argument." in text


def test_what_is_kept_from_call_to_call_is_named():
    kept = []

    def my_add(x, y, seen=kept):
        seen.append(1)
        return x + y + len(seen) - 1

    assert "Something is kept from call to call" in said(ADD, my_add)


# --- the sentences --------------------------------------------------------------------------------

HELP = "  help: `check_add.hint()`"
TRIED = "  tried: my_add with x = a tensor [1, 2, 4], y = a tensor [0.5, 0.25, 3]\n"


def test_a_wrong_value_is_shown_beside_the_right_one_with_its_cause():
    assert said(ADD, lambda x, y: x - y) == (
        "✗ Not yet: add\n" + TRIED + "  expected: [1.5, 2.25, 7]\n  got: [0.5, 1.75, 1]\n"
        "  likely cause: You subtracted.\n" + HELP
    )


def test_shape_comes_before_value_and_enough_digits_are_shown():
    assert "got: a tensor of shape (2,)\n" in said(ADD, lambda x, y: torch.zeros(2))
    text = said(ADD, lambda x, y: (x + y) * 1.0002)
    lines = dict(line.strip().split(": ", 1) for line in text.splitlines()[1:])
    assert lines["expected"] != lines["got"]


def test_two_causes_that_fit_alike_are_both_told():
    wrong = [({"A": "z"}, "One."), ({"B": "z"}, "Other.")]
    feedback = exercise(answer={"A": "x", "B": "y"}, wrong=wrong).feedback({"A": "z", "B": "z"})
    assert dict(feedback.lines)["likely cause"] == "One."
    assert dict(feedback.lines)["or"] == "Other."
    assert feedback.cause == "One. Or: Other."


# A wrong answer, and a part of what is said of it.
GENERAL = [
    (ADD, "def my_add(x, y):\n    x + y", "The line with `return` is missing."),
    (ADD, "def my_add(x, y):\n    print(x + y)", "`print` shows a number, and `return` hands it"),
    (ADD, "def my_add(x, y):\n    return x", "never uses its argument `y`."),
    (ADD, "def my_add(x, y):\n    return x + 0 * y", "right but for `y`, which is not added"),
    (ADD, "def my_add(x, y):\n    return x + 2 * y", "`y`"),
    (ADD, "def my_add(x, y):\n    return x ^ y", "`^` is no power"),
    (ADD, "def my_add(x, y):\n    return lambda: x + y", "The function returns a function."),
    (ADD, "def my_add(x, y):\n    return 2 * (x + y)", "Every number is 2 times too large."),
    (ADD, "def my_add(x, y):\n    return (x + y) / 4", "Every number is 4 times too small."),
    (ADD, "def my_add(x, y):\n    return -(x + y)", "The sign is the other way round."),
    (ADD, "def my_add(x, y):\n    return x + y + 3", "Every number is too large by 3."),
    (ADD, "def my_add(x, y):\n    return x + y - 0.5", "Every number is too small by 0.5."),
    (ADD, "def my_add(x, y):\n    return (x + y).sqrt()", "square root of the right one"),
    (ADD, "def my_add(x, y):\n    return (x + y) ** 2", "square of the right one"),
    (ADD, "def my_add(x, y):\n    return (x + y)[:-1]", "The last number is missing."),
    (ADD, "def my_add(x, y):\n    return (x + y)[1:]", "The first number is missing."),
    (ADD, "def my_add(x, y):\n    return (x + y).flip(0)", "in the opposite order"),
    (ADD, "def my_add(x, y):\n    return [*(x + y), 0]", "one number too many, the last"),
    (ADD, "def my_add(x, y):\n    return (x + y)[None]", "numbers are right, and the shape is not"),
    (ADD, "def my_add(x, y):\n    return (x + y).sum()", "the sum of the right numbers"),
    (ADD, "def my_add(x, y):\n    return (x + y)[-1]", "That is the last number alone."),
    (ADD, "def my_add(x, y):\n    return x[:, None] + y", "stretched to a square table"),
    (ADD, "def my_add(x, y):\n    return 0 * x", "Every number is 0."),
    (ADD, "def my_add(x, y):\n    return (x + y + 0.004 * x) * 1", "Usual cause: rounding"),
    (ADD, "def my_add(x, y):\n    return (x + y) / 0", "not finite"),
    (ADD, "def my_add(x, y):\n    return x(y)", "Is a sign such as `*` missing"),
    (ADD, "def my_add(x, y):\n    return x + z", "Nothing has this name at this place"),
    (ADD, "def my_add(x, y):\n    return my_add(x, y)", "calls itself again and again"),
    (ADD, "def my_add(x, y):\n    exit()", "ends the whole program"),
    (ADD, "my_add = 5", "That is no function."),
    (MEAN, "def my_mean(t):\n    return t", "The mean is missing"),
    (MEAN, "def my_mean(t):\n    return t.sum()", "by how many numbers `t` has: here 12 times"),
    (MEAN, "def my_mean(t):\n    return t.sum() / t.shape[1]", "by the number of rows of `t`"),
    (TABLE, "def my_table(x, w, b):\n    return x @ w.T", "`b`"),
    (TABLE, "def my_table(x, w, b):\n    return x @ w.T - b", "`b` is subtracted, and should be"),
    (TABLE, "def my_table(x, w, b):\n    return (x @ w.T + b).T", "It is turned"),
    (TABLE, "def my_table(x, w, b):\n    return x @ w + b", "as many columns as"),
    (TABLE, "def my_table(x, w, b):\n    return (x @ w.T + b)[:, 0]", "the first column alone"),
    (
        TABLE,
        "def my_table(x, w, b):\n    return (x @ w.T + b).sum(0)",
        "expected: a tensor of shape",
    ),
    (PAIR, "def my_pair(x):\n    return x.T @ x, x.sum(0)", "order of the results"),
    (PAIR, "def my_pair(x):\n    return x.sum(0)", "That is result 1 alone."),
    (
        PAIR,
        "def my_pair(x):\n    return x.sum(0), 2 * x.T @ x",
        "Result 1 is right. In result 2: every",
    ),
    (
        STEP,
        "def my_step(w, b, lr):\n    with torch.no_grad():\n        w = w - lr * w.grad\n"
        "        b = b - lr * b.grad\n    w.grad.zero_()\n    b.grad.zero_()",
        "makes a new tensor",
    ),
    (
        STEP,
        "def my_step(w, b, lr):\n    w, b = w - lr * w.grad, b - lr * b.grad\n    w.grad.zero_()",
        "makes a new tensor",
    ),
    (
        STEP,
        "def my_step(w, b, lr):\n    w -= lr * w.grad",
        "must stand where PyTorch does not watch",
    ),
    (
        STEP,
        "def my_step(w, b, lr):\n    w.sum().item().backward()",
        "'float' object has no attribute",
    ),
]


@pytest.mark.parametrize(("asked", "code", "part"), GENERAL, ids=range(len(GENERAL)))
def test_causes_that_nobody_listed_are_found(asked, code, part):
    text = said(asked, defined(code, asked.name))
    assert text.startswith((NOT_YET, ERROR))
    assert part in text


def test_a_variable_of_the_notebook_in_place_of_an_argument_is_named():
    code = "def my_add(inputs, y):\n    return inputs_all + y"
    function = defined(code, inputs_all=torch.ones(1))
    words = "never uses its argument `inputs`. It uses `inputs_all`, a variable of the notebook."
    assert words in said(ADD, function)
    assert "notebook" not in said(ADD, lambda x, y: x * y)


def test_some_columns_are_right():
    def my_table(x, w, b):
        right = predict(x, w, b)
        right[:, 1] = 7
        return right

    asked = exercise(name="table", answer=predict, cases=[TABLE.cases[0]] * 2)
    assert "Columns 1, 3, 4 and 5 are right, column 2 is not." in said(asked, my_table)


def test_no_cause_is_invented():
    for function in (lambda x, y: x * y + 9, lambda x, y: x**3 - y, lambda x, y: x + y.exp()):
        assert ADD.feedback(function).cause is None
    assert WHOLE.feedback(45).cause is None


VALUES = [
    (WHOLE, "44", "That is a text. Leave out the quotes."),
    (DECIMAL, "155,5", "That is a text. Leave out the quotes. The decimal sign is a point."),
    (DECIMAL, (155, 5), "The decimal sign is a point."),
    (WHOLE, (44,), "Leave out the brackets or the comma."),
    (WHOLE, -44, "The size is right, and the sign is not."),
    (DECIMAL, 15.55, "The decimal point is at another place."),
    (DECIMAL, 156, "rounding on the way"),
    (WHOLE, abs, "Call it, with round brackets."),
    (WHOLE, float("nan"), "It is not a number"),
    (TEXT, "never zroed", "look at the spelling"),
    (SHAPE, (3, 1), "These are the right ones, in another order."),
    (TEXTS, ("backward", "zero", "update"), "1 of 3 are right."),
    (SHAPE, (1, 3, 3), "2 answers are asked for."),
]


@pytest.mark.parametrize(("asked", "answer", "part"), VALUES, ids=range(len(VALUES)))
def test_what_is_wrong_with_a_value_is_found(asked, answer, part):
    feedback = asked.feedback(answer)
    assert feedback.heading == NOT_YET
    assert part in feedback.cause


def test_a_value_is_not_given_away_and_expected_never_contradicts_got():
    assert said(WHOLE, 40) == (
        "✗ Not yet: whole\n  expected: another number\n  got: 40\n"
        "  likely cause: You counted the weights only.\n  help: `check_whole.hint()`"
    )
    assert "expected: a number\n" in said(WHOLE, "forty")
    text = said(TEXTS, ("step", "zero", "backward"))
    assert "expected: other than that: 3 texts in round brackets\n" in text
    assert "which are of another kind" in said(TEXTS, (1, 2, 3))


def test_a_wrong_number_of_arguments_is_named():
    assert "expected: a function with the arguments (x, y)\n  got: (x)" in said(ADD, lambda x: x)


# --- lines in an order ----------------------------------------------------------------------------


def test_every_order_that_does_the_same_is_right_and_others_are_told_why():
    for order in ([3, 1, 2, 5, 4], (3, 1, 2, 5, 4), torch.tensor([3, 1, 2, 5, 4])):
        assert LINES.feedback(order).heading == CORRECT
    free = exercise(
        lines=["a = 1", "b = 2", "c = a + b"],
        answer=[1, 2, 3],
        run=lambda program: run_program(program)["c"],
    )
    assert free.feedback([2, 1, 3]).heading == CORRECT
    assert "NameError: name 'x' is not defined" in said(LINES, [1, 3, 2, 5, 4])
    assert LINES.feedback([3, 1, 2, 4, 5]).cause == "It is looked at before it is there."
    assert "Line 4 is missing." in said(LINES, [3, 1, 2, 5])
    assert "Line 3 stands 2 times." in said(LINES, [3, 3, 1, 2, 5])
    assert "There is no line 9: they are numbered 1 to 5." in said(LINES, [3, 1, 2, 5, 9])
    assert "The first line is in a right place." in said(free, [1, 3, 2])
    assert "expected: the 5 line numbers" in said(LINES, "3 1 2 5 4")


# --- how a check is used --------------------------------------------------------------------------


def test_the_ladder_goes_from_hint_to_hint_to_the_solution_and_begins_anew(capsys):
    asked = exercise(answer=44)

    def rung(answer):
        asked(answer)
        return capsys.readouterr().out.rstrip().splitlines()[-1].strip()

    assert rung(1) == "help: `check_it.hint()`"
    assert rung(...) == "help: `check_it.hint()`"
    assert rung(2) == "help: `check_it.hint(2)`"
    assert rung(abs) == "help: `check_it.solution()`"
    assert rung(3) == "help: `check_it.solution()`"
    assert asked.feedback(3).lines[-1] == ("help", "`check_it.hint()`")
    assert rung(44) == "So it is."
    assert rung(1) == "help: `check_it.hint()`"


@pytest.mark.parametrize(
    "number", ["two", float("inf"), float("nan"), 0, -1, True, 1.5, None, [], bad(__int__=boom)]
)
def test_a_hint_that_does_not_exist_is_a_sentence(capsys, number):
    ADD.hint(number)
    text = "  A hint is asked for with a number from 1 to 2: `check_add.hint(1)`.\n"
    assert capsys.readouterr().out == f"Hint: add\n{text}"


def test_hints_and_solution_are_shown(capsys):
    for number in (1, 2, 2.0, np.int64(2)):
        ADD.hint(number)
    ADD.hint(3)
    ADD.solution()
    assert capsys.readouterr().out == (
        "Hint 1 of 2: add\n  A nudge.\n"
        + 3 * "Hint 2 of 2: add\n  A stronger one.\n"
        + "Hint: add\n"
        "  Number 2 is the last hint. Next comes `check_add.solution()`.\n"
        "Solution: add\n    def my_add(x, y):\n        return x + y\n  Sums are easy.\n"
    )


def test_a_check_without_brackets_without_an_answer_or_with_three(capsys):
    assert repr(ADD).startswith("check_add checks an answer, which goes between round brackets:")
    ADD()
    assert "Put your answer between the brackets: `check_add(my_add)`." in capsys.readouterr().out
    TEXTS("backward", "step", "zero")
    assert "expected: one answer\n  got: 3 answers\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "outcome", "cause"),
    [
        (44, "correct", None),
        (40, "not yet", "You counted the weights only."),
        (45, "not yet", None),
        (..., "not attempted", None),
    ],
)
def test_the_display_carries_a_bundle_for_programs(answer, outcome, cause):
    bundle = WHOLE.feedback(answer)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", BUNDLE}
    assert json.loads(json.dumps(bundle[BUNDLE])) == {
        "exercise": "whole",
        "outcome": outcome,
        "cause": cause,
    }


def test_the_bundle_tells_errors_and_stops_apart_and_ipython_shows_it():
    from IPython.core.formatters import DisplayFormatter

    assert ADD.feedback(boom)._repr_mimebundle_()[BUNDLE]["outcome"] == "error"
    feedback = ADD.feedback(interrupted)
    assert feedback._repr_mimebundle_()[BUNDLE]["outcome"] == "stopped"
    data, _ = DisplayFormatter().format(feedback)
    assert data["text/plain"] == str(feedback)
    assert data[BUNDLE]["exercise"] == "add"


def test_jupyter_gets_markdown():
    feedback = ADD.feedback(lambda x, y: x - y)
    assert feedback._repr_markdown_().startswith("**✗ Not yet**: add\n\n- **tried**: my\\_add with")
    assert r"**got**: '\*a\*'" in ADD.feedback(lambda x, y: "*a*")._repr_markdown_()


# --- an exercise checks itself --------------------------------------------------------------------

FUNCTION = {
    "name": "add",
    "answer": add,
    "cases": ADD.cases,
    "code": "def my_add(x, y): ...",
}
MISTAKES = [
    (ValueError, {"name": "a b", "answer": 4}, "has letters, digits and _ only. Got 'a b'"),
    (ValueError, {"answer": 4, "hints": []}, "exercise 'it': there are no hints"),
    (ValueError, {"answer": 4, "hints": "one"}, "there are no hints. Give a list"),
    (TypeError, {"answer": 4, "insight": None}, "insight must be a text"),
    (ValueError, {"answer": 4, "code": "my_other = 4"}, "code does not define my_it"),
    (ValueError, {"answer": 4, "code": "my_it = ="}, "code is no Python"),
    (ValueError, {"answer": 4, "minutes": 7}, "minutes must be 5 or 10. Got 7"),
    (ValueError, {"answer": 4, "about": ["value"]}, "about must be a list of some of tensor"),
    (TypeError, {"answer": 4, "wrong": [5]}, "each wrong answer is a pair"),
    (TypeError, {"answer": object()}, "answer must be a number, a text"),
    (TypeError, {"answer": [1, 2]}, "answer must be a number, a text"),
    (ValueError, {"answer": 4, "wrong": [(4.0, "No.")]}, "wrong answer 1 is right: 4.0"),
    (ValueError, {"answer": 4, "also": [5], "wrong": [(5, "No.")]}, "wrong answer 1 is right: 5"),
    (
        ValueError,
        {"answer": 4, "wrong": [(5, "A."), (5, "B.")]},
        "wrong answers 1 and 2 are the same",
    ),
    (ValueError, FUNCTION | {"cases": []}, "there are no cases"),
    (TypeError, FUNCTION | {"cases": [torch.ones(3)]}, "a case is a tuple of arguments"),
    (ValueError, FUNCTION | {"cases": [(1, 2, 3)]}, "the answer takes 2 arguments"),
    (TypeError, FUNCTION | {"wrong": [(4, "No.")]}, "wrong answer 1 must be a function"),
    (
        ValueError,
        FUNCTION | {"wrong": [(add, "No.")]},
        "wrong answer 1 gives the same as the right",
    ),
    (
        ValueError,
        FUNCTION | {"wrong": [(lambda x, y: x, "A."), (lambda x, y: 1 * x, "B.")]},
        "wrong answers 1 and 2 give the same on all cases",
    ),
    (ValueError, FUNCTION | {"answer": lambda x, y: x.plus(y)}, "its own right answer fails"),
    (TypeError, FUNCTION | {"answer": lambda x, y: abs}, "can't be compared"),
    (ValueError, {"answer": [1, 1], "lines": ["a", "b"]}, "is no order of 2 lines"),
    (
        ValueError,
        {"answer": [2, 1], "lines": ["a", "b"], "wrong": [([2, 1], "No.")]},
        "stands there twice",
    ),
]


@pytest.mark.parametrize(("error", "parts", "words"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_in_an_exercise_is_a_sentence_before_a_reader_meets_it(error, parts, words):
    with pytest.raises(error, match=re.escape(words)):
        exercise(**parts).feedback(...)


def test_an_exercise_knows_its_kind_and_its_start():
    assert [e.kind for e in (WHOLE, ADD, LINES)] == ["value", "function", "ordering"]
    assert exercise(name="recall_it", answer=4, hints=["One."]).kind == "recall"
    given = "def my_add(x, y):\n    return x - y"
    repair = exercise(**FUNCTION | {"given": given})
    assert (repair.kind, repair.start) == ("repair", given)
    assert repair.feedback(defined(given)).heading == NOT_ATTEMPTED
    assert ADD.start == "def my_add(x, y):\n    ...  # your code here"
    assert ADD.feedback(defined(ADD.start)).heading == NOT_ATTEMPTED


def test_a_class_that_is_asked_for_has_a_start_of_its_own():
    start = (
        "class my_line(nn.Module):\n    def __init__(self, d):\n        super().__init__()\n"
        "        ...\n\n    def forward(self, x):\n        ..."
    )

    class Line(nn.Module):
        def __init__(self, d):
            super().__init__()
            self.line = nn.Linear(d, 4)

        def forward(self, x):
            return self.line(x)

    asked = exercise(
        name="line",
        code=start,
        untouched=start,
        answer=Line,
        cases=[(3,), (5,)],
        run=lambda make, d: {"the shape of the result": tuple(make(d)(torch.ones(7, d)).shape)},
    )
    assert asked.feedback(defined(start, "line")).heading == NOT_ATTEMPTED
    assert asked.feedback(Line).heading == CORRECT
    assert asked.feedback(lambda d: nn.Linear(d, 4)).heading == CORRECT
    assert asked.feedback(lambda d: nn.Linear(d, 5)).heading == NOT_YET
    assert asked.feedback(nn.Linear).heading == NOT_YET


# --- the page that shows teachers how -------------------------------------------------------------


def test_the_exercise_of_the_readme_works_as_shown(capsys):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (code,) = (c for c in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "Exercise(" in c)
    names = {}
    exec(code, names)
    check, printed = names["check_spread"], capsys.readouterr().out
    assert printed == (
        "✗ Not yet: spread\n  tried: my_spread with values = a tensor [4, 9, 6]\n"
        "  expected: 5\n  got: -5\n  likely cause: You subtracted the other way round.\n"
        "  help: `check_spread.hint()`\n"
    )
    assert check.feedback(made(check, check.code)).heading == CORRECT
    assert check.feedback(made(check, check.start)).heading == NOT_ATTEMPTED
    for wrong, sentence in check.wrong:
        assert check.feedback(wrong).cause == sentence


# --- the last exercise of a page ------------------------------------------------------------------


def test_the_last_exercise_of_a_page_says_what_is_solved_and_what_comes_next(capsys):
    parts = {k: getattr(ADD, k) for k in ("question", "answer", "hints", "insight", "cases")}
    first, last = (
        Exercise(name=name, wrong=[], code=f"def my_{name}(): ...", **parts)
        for name in ("first", "last")
    )
    last.close([first, last], "notebook 8.")
    last(add)
    assert capsys.readouterr().out.endswith(
        "  solved since the kernel started: 1 of 2 exercises of this notebook\n"
        "  still open: `check_first`\n"
        "  next: notebook 8.\n"
    )
    first(add)
    assert "next" not in capsys.readouterr().out
    last(add)
    closing = "2 of 2 exercises of this notebook\n  next: notebook 8.\n"
    assert capsys.readouterr().out.endswith(closing)
    last(lambda x, y: x - y)
    assert "next" not in capsys.readouterr().out
