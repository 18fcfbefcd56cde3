"""What is said of a function: how it is called, what is seen, and which cause is told."""

import functools

import pytest
import torch

from linreg_helpers.course.checking import habits
from tests.course.test_feedback import exercise
from tests.course.test_values import lines_of

CASES = [
    (torch.tensor([1.0, 2.0, 4.0]), torch.tensor([0.5, 0.25, 3.0])),
    (torch.tensor([3.0, 7.0]), torch.tensor([5.0, 1.0])),
]
TRIED = ("tried", "my_size with x = a tensor [1, 2, 4], y = a tensor [0.5, 0.25, 3]")
SECOND = ("tried", "my_size with x = a tensor [3, 7], y = a tensor [5, 1]")


def add(x, y):
    return x + y


def asked(**parts):
    """Return an exercise that asks for the sum of two arguments."""
    usual = {"answer": add, "cases": CASES, "code": "def my_size(x, y): ..."}
    return exercise(**usual | parts)


def told(function, **parts):
    return lines_of(asked(**parts).feedback(function))


def causes(function, **parts):
    labels = ("likely cause", "or", "found")
    return [line for line in told(function, **parts) if line[0] in labels]


# --- how it is called -----------------------------------------------------------------------------


def test_what_is_no_function_is_shown_beside_what_is_asked_for():
    cause = (
        "That is no function. If you called it, leave out the brackets behind its name: "
        "`check_size(my_size)`."
    )
    expected = ("expected", "a function my_size(x, y)")
    assert told(5) == [expected, ("got", "5"), ("likely cause", cause)]
    assert told({1})[1] == ("got", "a set")


def test_a_function_of_other_arguments_is_told_how_many_it_gets():
    expected = ("expected", "a function with the arguments (x, y)")
    hands = "and the check hands over 2: x, y."
    assert told(lambda: 1) == [
        expected, ("got", "()"), ("likely cause", f"Your function takes 0 arguments, {hands}"),
    ]  # fmt: skip
    assert told(lambda a: 1)[1:] == [
        ("got", "(a)"), ("likely cause", f"Your function takes 1 argument, {hands}"),
    ]  # fmt: skip
    assert told(lambda a, b, c: 1)[1:] == [
        ("got", "(a, b, c)"), ("likely cause", f"Your function takes 3 arguments, {hands}"),
    ]  # fmt: skip
    assert told(lambda a, *, b: 1) == [expected, ("got", "(a, b)")]


def test_what_counts_is_what_can_be_called_and_not_what_it_is_called_after():
    @functools.wraps(lambda x, y, more: None)
    def two(x, y):
        return x + y

    @functools.wraps(add)
    def one(x):
        return x

    assert asked().feedback(two).outcome == "correct"
    assert told(one)[1] == ("got", "(x)")


def test_arguments_that_go_by_name_only_are_handed_over_by_name():
    def named(*, y, x):
        return x + 2 * y

    def others(*, x, z):
        return x + z

    assert asked(answer=lambda x, y: x + 2 * y).feedback(named).outcome == "correct"
    assert told(others) == [
        ("expected", "a function with the arguments (x, y)"), ("got", "(x, z)"),
    ]  # fmt: skip


def test_an_exercise_may_call_the_function_by_name_and_gets_a_class_as_it_is():
    by_name = asked(run=lambda function, x, y: function(x, y=y))
    assert by_name.feedback(add).outcome == "correct"

    class Sum:
        def __init__(self, x, y):
            self.value = x + y

    class Difference(Sum):
        def __init__(self, x, y):
            self.value = x - y

    a_class = {
        "answer": Sum,
        "run": lambda made, x, y: {"is a class": isinstance(made, type), "sum": made(x, y).value},
    }
    assert asked(**a_class).feedback(Sum).outcome == "correct"
    # Nothing was watched, which is not the same as nothing returned.
    subtracted = ("likely cause", "In sum: `y` is subtracted, and should be added.")
    assert causes(Difference, **a_class)[0] == subtracted


# --- what is seen ---------------------------------------------------------------------------------


def test_a_wrong_result_is_shown_with_the_case_and_what_was_printed():
    def my_size(x, y):
        print("\nhere\rthere\n")
        return x * y**2

    assert told(my_size) == [
        TRIED, ("expected", "[1.5, 2.25, 7]"), ("got", "[0.25, 0.125, 36]"),
        ("it printed", "`here ...`"),
    ]  # fmt: skip
    assert told(lambda x, y: (print(" "), x + y)[1]) == [("", "Areas are products.")]
    for length, text in ((30, "x" * 30 + " ..."), (76, "x" * 76 + " ..."), (77, "x" * 77 + "...")):
        shown = told(lambda x, y, n=length: (print("x" * n), x + y)[1])[0]
        assert shown == ("it printed", f"`{text}`")  # it is called more than once


def test_a_long_case_is_cut():
    cases = [tuple({f"{name * 30}{i}": i for i in range(8)} for name in "xy")]
    parts = {"answer": lambda x, y: len(x) + len(y), "cases": cases}
    (label, text), *_ = told(lambda x, y: len(x), **parts)
    assert (label, len(text), text[-3:]) == ("tried", 400, "...")


def test_a_changed_argument_is_named_with_the_case_and_what_was_printed():
    def my_size(x, y):
        total = x + y
        if len(x) == 2:
            print("now")
            y -= 1
        return total

    assert told(my_size) == [
        SECOND, ("expected", "arguments left as they were"), ("got", "a changed y"),
        ("likely cause", "an operation in place, such as -= or sub_, worked on an argument."),
        ("it printed", "`now`"),
    ]  # fmt: skip


def test_what_is_kept_from_call_to_call_shows_in_the_second_call():
    calls = []

    def my_size(x, y):
        calls.append(1)
        return x + y if len(calls) == 1 else x * y**2

    tried, *_, (label, cause) = told(my_size)
    assert (tried, label) == (TRIED, "likely cause")
    assert cause.startswith("The first call is right, and a second one with the same arguments")
    calls.clear()

    def wrong_from_the_first_call_on(x, y):
        calls.append(1)
        return (2, 3, 2)[len(calls) - 1] * (x + y)

    assert causes(wrong_from_the_first_call_on) == [("found", "Every number is 2 times too large.")]


def test_what_holds_on_one_case_only_is_said_of_the_case_that_is_shown():
    def my_size(x, y):
        return (x + y) * (2 if len(x) == 2 else 1)

    assert told(my_size) == [
        SECOND, ("expected", "[8, 8]"), ("got", "[16, 16]"),
        ("found", "Here: Every number is 2 times too large."),
    ]  # fmt: skip

    def first_is_wrong(x, y):
        return (x + y) * 2 if len(x) == 3 else x * y**3

    assert causes(first_is_wrong) == [("found", "Here: Every number is 2 times too large.")]


# --- which cause is told --------------------------------------------------------------------------


def test_numbers_that_nobody_watches_are_told_where_there_is_no_other_cause():
    cases = [(torch.ones(2, requires_grad=True), torch.ones(2))]
    watched = {"cases": cases, "about": ["requires_grad"]}
    assert causes(lambda x, y: (x + y).detach(), **watched) == [("likely cause", habits.UNWATCHED)]
    wrong = [(lambda x, y: (x + y).detach(), "`detach` takes it away.")]
    assert causes(lambda x, y: x.detach() + y, **watched, wrong=wrong) == [
        ("likely cause", "`detach` takes it away.")
    ]
    unused = ("likely cause", "Your function never uses its argument `x`.")
    assert causes(lambda x, y: y + 9, **watched)[0] == unused


def test_nothing_returned_is_told_with_a_word_on_print():
    missing = "The line with `return` is missing."
    on_print = f"{missing} `print` shows a number, and `return` hands it back."
    run = {"run": lambda function, x, y: {"the sum": function(x, y)}}
    for parts in ({}, run):
        assert causes(lambda x, y: None, **parts) == [("likely cause", missing)]
        assert causes(lambda x, y: print(x + y), **parts) == [("likely cause", on_print)]
    assert missing not in str(causes(lambda x, y: x if len(x) == 3 else None))
    quiet = {"answer": lambda x, y: x.add_(y) and None, "cases": [(torch.ones(1), torch.ones(1))],
             "run": lambda function, x, y: (function(x, y), x)[1]}  # fmt: skip
    assert missing not in str(causes(lambda x, y: None, **quiet))


@pytest.mark.parametrize("wrap", [lambda f: f, lambda f: (1, f), lambda f: [f], lambda f: {1: f}])
def test_a_function_that_is_returned_wants_brackets_wherever_it_stands(wrap):
    text = "The function returns a function. Round brackets behind its name call it."
    assert causes(lambda x, y: wrap((x + y).sum)) == [("likely cause", text)]
    assert text not in str(causes(lambda x, y: wrap((x + y).sum())))


def test_a_typical_wrong_answer_may_return_what_is_no_number():
    wrong = [(lambda x, y: abs, "You return the function."), (lambda x, y: None, "Nothing at all.")]
    assert causes(lambda x, y: len, wrong=wrong) == [("likely cause", "You return the function.")]
    assert causes(lambda x, y: f"{x} {y}", wrong=wrong) == []


def test_a_line_that_does_nothing_is_told_unless_a_typical_answer_says_the_same():
    def my_size(x, y):
        x + y
        return x

    thrown = "A line computes something with `+` and keeps it nowhere, so it changes nothing."
    assert causes(my_size) == [("likely cause", thrown)]
    left, new = "You left y out.", "`x + y` makes a new tensor, and nobody keeps it."
    assert causes(my_size, wrong=[(lambda x, y: x, left)]) == [
        ("likely cause", thrown), ("or", left),
    ]  # fmt: skip
    assert causes(my_size, wrong=[(lambda x, y: x, new)]) == [("likely cause", new)]


def test_a_typical_answer_is_told_at_once_where_it_agrees_closely_or_else_where_nothing_is_seen():
    wrong = [(lambda x, y: x, "You left y out.")]
    left = [("likely cause", "You left y out.")]
    unused = [("likely cause", "Your function never uses its argument `y`.")]
    assert causes(lambda x, y: x * (1 + 5e-6), wrong=wrong) == left
    assert causes(lambda x, y: x * (1 + 5e-5), wrong=wrong) == unused
    wrong = [(lambda x, y: x * y**2, "You multiplied.")]
    multiplied = [("likely cause", "You multiplied.")]
    assert causes(lambda x, y: x * y**2 * (1 + 5e-5), wrong=wrong) == multiplied
    assert causes(lambda x, y: x * y**2 * (1 + 5e-4), wrong=wrong) == []


def test_of_an_error_the_listed_cause_is_told_or_else_what_the_line_shows():
    def my_size(x, y):
        return x - x.grad * y

    without = told(my_size)
    assert without[1] == ("in the line", "`return x - x.grad * y`")
    assert without[2:] == [
        ("likely cause", "There is no gradient yet: `.grad` is None until `backward` was called.")
    ]
    wrong = [(lambda x, y: x.grad * y, "Nobody watches x.")]
    assert told(my_size, wrong=wrong)[2:] == [("likely cause", "Nobody watches x.")]
    assert len(told(eval("lambda x, y: 1 / 0"))) == 2  # where the line is not known
    assert told(eval("lambda x, y: 1 / 0"))[0] == ("", "ZeroDivisionError: division by zero")


def test_a_count_that_makes_up_the_factor_is_named_after_its_argument():
    def mean(t):
        return t.mean()

    tables = [(torch.arange(12.0).reshape(4, 3),), (torch.arange(10.0).reshape(2, 5) + 7,)]
    parts = {"answer": mean, "cases": tables, "code": "def my_size(t): ..."}
    for change, count in (
        (lambda t: t.mean() * t.shape[0], "the number of rows of `t`: here 4 times."),
        (lambda t: t.mean() * t.shape[1], "the number of columns of `t`: here 3 times."),
        (lambda t: t.sum(), "how many numbers `t` has: here 12 times."),
    ):
        assert causes(change, **parts) == [("found", f"The number is too large, by {count}")]
    rows = [(torch.arange(4.0),), (torch.arange(6.0),)]
    assert causes(lambda t: t.sum(), **parts | {"cases": rows}) == [
        ("found", "The number is too large, by the number of rows of `t`: here 4 times.")
    ]


def test_an_error_and_a_result_are_never_taken_for_each_other():
    errors = [(lambda x, y: x.plus(y), "`plus` is no method."), (lambda x, y: x, "You left y out.")]
    assert causes(lambda x, y: x.plus(y), wrong=errors) == [
        ("likely cause", "`plus` is no method.")
    ]
    assert causes(lambda x, y: 1 * x, wrong=errors)[0] == ("likely cause", "You left y out.")
