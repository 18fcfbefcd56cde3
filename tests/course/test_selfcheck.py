"""What a teacher is told of a mistake in an exercise, word for word."""

import re

import pytest
import torch

from linreg_helpers.course.checking.values import run_program
from tests.course.test_feedback import exercise


def add(x, y):
    return x + y


def push(x, y):
    x += y
    return x


def broken(x, y):
    return x.plus(y)


NUMBERS = [(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0]))]
FUNCTION = {"answer": add, "cases": NUMBERS, "code": "def my_size(x, y): ..."}
ORDER = {"answer": [1, 2, 3], "lines": ["x = 1", "y = x", "x = 5"], "code": "my_size = [1, 2, 3]"}
RUN = ORDER | {"run": lambda program: run_program(program)["y"]}
NAME = "an exercise's name stands in names such as check_mse, so it has letters, digits and _ only."
KINDS = "answer must be a number, a text, True or False, a tuple or dict of these, or a function."


@pytest.mark.parametrize(
    ("error", "parts", "told"),
    [
        (TypeError, {"question": " "}, "question must be a text."),
        (TypeError, {"question": 3}, "question must be a text."),
        (TypeError, {"code": "\n"}, "code must be a text."),
        (TypeError, {"insight": None}, "insight must be a text."),
        (ValueError, {"hints": []}, "there are no hints. Give a list with at least one text."),
        (ValueError, {"hints": "Count."}, "there are no hints. Give a list with at least one "
         "text."),
        (TypeError, {"hints": ["Count.", " "]}, "each hint must be a text."),
        (TypeError, {"hints": ["Count.", 3]}, "each hint must be a text."),
        *((TypeError, {"wrong": [wrong]}, "each wrong answer is a pair: (answer, its likely "
           "cause).") for wrong in (5, (5,), (5, "A.", "B."), [5, "A."], (5, None))),
        (ValueError, {"minutes": 7}, "minutes must be 5 or 10. Got 7."),
        (ValueError, {"about": ["value"]}, "about must be a list of some of tensor, dtype, "
         "requires_grad, leaf."),
        (ValueError, {"about": "leaf"}, "about must be a list of some of tensor, dtype, "
         "requires_grad, leaf."),
        (ValueError, {"code": "my_size ="}, "code is no Python: invalid syntax."),
        (ValueError, {"given": "my_size ="}, "given is no Python: invalid syntax."),
        (ValueError, {"untouched": "size = 1"}, "untouched does not define my_size."),
        (ValueError, {"code": "size = 'my_size'"}, "code does not define my_size."),
        (TypeError, {"answer": [1, 2]}, f"{KINDS} Got [1, 2]."),
        (TypeError, {"answer": ()}, f"{KINDS} Got ()."),
        (TypeError, {"answer": {}}, f"{KINDS} Got {{}}."),
        (TypeError, {"answer": (1, None)}, f"{KINDS} Got (1, None)."),
        (TypeError, {"answer": {"a": [1]}}, f"{KINDS} Got {{'a': [1]}}."),
        (ValueError, {"wrong": [(5, "A."), (12.0, "B.")]}, "wrong answer 2 is right: 12.0."),
        (ValueError, {"also": [5], "wrong": [(5, "A.")]}, "wrong answer 1 is right: 5."),
        (ValueError, {"wrong": [(7, "A."), (5, "B."), (5, "C.")]}, "wrong answers 2 and 3 are the "
         "same: 5."),
        (ValueError, {"answer": {"a": 1, "b": 2}, "wrong": [({"a": 1}, "A.")]},
         "wrong answer 1 is right: {'a': 1}."),
        (ValueError, FUNCTION | {"cases": []}, "there are no cases. Give a list of tuples of "
         "arguments."),
        (TypeError, FUNCTION | {"cases": [5]}, "a case is a tuple of arguments. Got 5."),
        (ValueError, FUNCTION | {"cases": [*NUMBERS, (1,)]}, "the answer takes 2 arguments."),
        (ValueError, FUNCTION | {"answer": lambda x, y=2: x, "cases": [(1,)]}, "the answer takes 2 "
         "arguments."),
        (TypeError, FUNCTION | {"wrong": [(push, "A."), (4, "B.")]}, "wrong answer 2 must be a "
         "function, as the answer is."),
        (ValueError, FUNCTION | {"wrong": [(push, "A."), (add, "B.")]}, "wrong answer 2 gives the "
         "same as the right one on all cases."),
        (ValueError, FUNCTION | {"wrong": [(add, "A.")]}, "wrong answer 1 gives the same as the "
         "right one on all cases."),
        (ValueError, FUNCTION | {"wrong": [(push, "A."), (lambda x, y: x, "B."),
                                           (lambda x, y: 1 * x, "C.")]},
         "wrong answers 2 and 3 give the same on all cases."),
        (ValueError, FUNCTION | {"answer": broken}, "its own right answer fails: AttributeError: "
         "'Tensor' object has no attribute 'plus'."),
        (ValueError, ORDER | {"answer": [1, 1, 2]}, "[1, 1, 2] is no order of 3 lines, a list of "
         "numbers."),
        (ValueError, ORDER | {"answer": (1, 2, 3)}, "(1, 2, 3) is no order of 3 lines, a list of "
         "numbers."),
        (ValueError, ORDER | {"also": [[1, 2]]}, "[1, 2] is no order of 3 lines, a list of "
         "numbers."),
        (ValueError, ORDER | {"wrong": [([0, 1, 2], "A.")]}, "[0, 1, 2] is no order of 3 lines, a "
         "list of numbers."),
        (ValueError, ORDER | {"wrong": [([1, 2, 3], "A.")]}, "the order [1, 2, 3] stands there "
         "twice."),
        (ValueError, RUN | {"answer": [2, 1, 3]}, "its own right answer fails: NameError: name "
         "'x' is not defined."),
    ],
)  # fmt: skip
def test_a_mistake_in_an_exercise_is_said_word_for_word(error, parts, told):
    with pytest.raises(error, match=f"^exercise 'size': {re.escape(told)}$"):
        exercise(**parts).feedback(...)


def test_a_wrong_order_whose_program_does_the_same_is_right():
    lines = ["x = 1", "y = x", "z = 3"]
    parts = {"lines": lines, "wrong": [([2, 1, 3], "It fails."), ([1, 3, 2], "No.")]}
    told = "exercise 'size': wrong answer 2 is right: the program gives the same."
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        exercise(**RUN | parts).feedback(...)


@pytest.mark.parametrize("name", ["a b", 3, "a-b"])
def test_a_name_stands_in_names(name):
    with pytest.raises(ValueError, match=f"^{re.escape(f'{NAME} Got {name!r}.')}$"):
        exercise(name=name)


def test_what_cannot_be_compared_is_no_answer():
    told = "it can't be compared.$"
    with pytest.raises(TypeError, match=told):
        exercise(**FUNCTION | {"answer": lambda x, y: abs}).feedback(...)


@pytest.mark.parametrize(
    "parts",
    [
        {"minutes": 10},
        {"about": ["leaf", "dtype"]},
        {"answer": True, "wrong": [(1, "That is a number."), ("True", "That is a text.")]},
        {"answer": "a", "wrong": [("b", "A."), (1, "B."), (1.0, "C.")]},
        {"answer": {"a": 1, "b": 2}, "wrong": [({"a": 2}, "A."), ({"c": 1}, "B.")]},
        {"answer": (1, "b", True)},
        FUNCTION | {"wrong": [(broken, "A."), (push, "It changes `x`.")]},
        ORDER | {"also": [[1, 3, 2]], "wrong": [([2, 1, 3], "A.")]},
        RUN | {"wrong": [([2, 1, 3], "It fails."), ([1, 3, 2], "It is set back.")]},
        {"code": "class my_size: pass"},
    ],
)
def test_an_exercise_without_a_mistake_is_made(parts):
    assert exercise(**parts).feedback(...).heading == "○ Not attempted"
