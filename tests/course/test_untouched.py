"""Whether a reader has begun: the code is compared, and comments are not."""

import functools

import pytest

from linreg_helpers.course.checking.untouched import is_untouched

START = "def my_size(x):\n    half = x / 2\n    return half\n"
CLASS = (
    "class my_line:\n    def __init__(self):\n        self.a = 1\n\n"
    "    def twice(self):\n        ..."
)


def made(code, name):
    names = {}
    exec(code, names)
    return names[name]


@pytest.mark.parametrize(
    ("code", "untouched"),
    [
        (START, True),
        (START.replace("x / 2", "x / 2  # half of it"), True),
        (START.replace("2", "3"), False),
        (START.replace("/", "*"), False),
        (START.replace("half", "part"), False),
        (START.replace("x / 2", "abs(x)"), False),
        (START.replace("my_size(x)", "other(x)") + "my_size = other", False),
        (START.replace("x / 2", "(lambda: x / 2)()"), False),
    ],
)
def test_a_function_is_untouched_until_its_code_changes(code, untouched):
    assert is_untouched(made(code, "my_size"), START) is untouched


@pytest.mark.parametrize(
    ("code", "untouched"),
    [(CLASS, True), (CLASS.replace("= 1", "= 2"), False), (CLASS.replace("...", "pass; 1"), True),
     (CLASS.replace("...", "return 2"), False), (CLASS.replace("twice", "thrice"), False),
     ("class my_line:\n    pass", False)],
)  # fmt: skip
def test_so_is_a_class_with_all_its_methods(code, untouched):
    assert is_untouched(made(code, "my_line"), CLASS) is untouched


def test_what_has_no_code_of_its_own_is_not_the_untouched_cell():
    function = made(START, "my_size")
    for answer in (5, abs, functools.partial(function, 1)):
        assert is_untouched(answer, START) is False
