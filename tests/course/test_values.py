"""What is said of an answer that is a number, a text, several of these, or an order of lines."""

import numpy as np
import pytest

from linreg_helpers.course.checking.values import run_program
from tests.course.test_feedback import exercise


def lines_of(feedback):
    return [line for line in feedback.lines if line[0] != "help"]


def got(answer, text=None):
    return [("expected", "a number"), ("got", text or str(answer))]


DECIMAL = {"answer": 155.5}
OTHER = ("expected", "another number")


@pytest.mark.parametrize(
    ("parts", "answer", "lines"),
    [
        ({}, "12", [*got("'12'"), ("likely cause", "That is a text. Leave out the quotes.")]),
        ({}, "twelve", [*got("'twelve'"), ("likely cause", "A number is asked for, in digits "
                                            "and without quotes.")]),
        ({}, "1,2", [*got("'1,2'"), ("likely cause", "That is a text. Leave out the quotes. The "
                                     "decimal sign is a point.")]),
        ({}, len, [*got("a function"), ("likely cause", "That is a function, not its result. Call "
                                        "it, with round brackets.")]),
        ({}, (1, 2), [*got("(1, 2)"), ("likely cause", "One number is asked for, and a comma makes "
                                       "two.")]),
        ({}, (1, 2.5), got("(1, 2.5)")),
        ({}, [1, 2], got("[1, 2]")),
        ({}, (1, 2, 3), got("(1, 2, 3)")),
        ({}, [3], [*got("[3]"), ("likely cause", "That is a row with one number in it. Leave out "
                                 "the brackets or the comma.")]),
        ({"answer": True}, 3, [("expected", "True or False"), ("got", "3")]),
        ({"answer": True}, (1, 2), [("expected", "True or False"), ("got", "(1, 2)")]),
        ({"answer": True}, "1", [("expected", "True or False"), ("got", "'1'"),
                                  ("likely cause", "That is a text. Leave out the quotes.")]),
        ({"answer": (1, 2)}, (1, 2, 3), [("expected", "2 numbers in round brackets"),
                                         ("got", "(1, 2, 3)"),
                                         ("likely cause", "2 answers are asked for.")]),
        ({"answer": (1, 2)}, ("a", "b"), [("expected", "2 numbers in round brackets"),
                                          ("got", "('a', 'b'), which are of another kind"),
                                          ("likely cause", "Each part is a number.")]),
        ({"answer": "cat"}, 5, [("expected", "a text"), ("got", "5"),
                                ("likely cause", "A text is asked for, in quotes.")]),
        ({"answer": "catalogue"}, "catalouge", [("expected", "another text"),
                                                ("got", "'catalouge'"),
                                                ("found", "It is nearly that: look at the "
                                                 "spelling.")]),
        ({"answer": "catalogue"}, "dog", [("expected", "another text"), ("got", "'dog'")]),
        ({"answer": (1, 2, 3)}, (3, 1, 2), [
            ("expected", "other than that: 3 numbers in round brackets"), ("got", "(3, 1, 2)"),
            ("found", "These are the right ones, in another order.")]),
        ({"answer": (1, 2, 3)}, [1, 2, 4], [
            ("expected", "other than that: 3 numbers in round brackets"), ("got", "[1, 2, 4]"),
            ("found", "2 of 3 are right.")]),
        ({"answer": (1, 2, 3)}, (4, 5, 6), [
            ("expected", "other than that: 3 numbers in round brackets"), ("got", "(4, 5, 6)")]),
        ({}, float("nan"), [OTHER, ("got", "nan"), ("found", "It is not a number (nan).")]),
        ({}, -12, [OTHER, ("got", "-12"), ("found", "The size is right, and the sign is not.")]),
        *(({}, 12 * 10.0**k, [OTHER, ("got", f"{12 * 10.0**k:.4g}"),
                              ("found", "The digits are right. The decimal point is at another "
                               "place.")]) for k in (-4, -3, -2, -1, 1, 2, 3, 4)),
        ({}, 12e5, [OTHER, ("got", "1.2e+06")]),
        *(({}, value, [OTHER, ("got", text), ("found", "A whole number is asked for.")])
          for value, text in ((12e-5, "0.00012"), (120.01, "120"), (12.05, "12.05"))),
        (DECIMAL, 156, [OTHER, ("got", "156"), ("found", "It is close. Usual cause: too few "
                                                "digits, or rounding on the way.")]),
        (DECIMAL, 155, [OTHER, ("got", "155"), ("found", "It is close. Usual cause: too few "
                                                "digits, or rounding on the way.")]),
        (DECIMAL, 156.5, [OTHER, ("got", "156.5")]),
        (DECIMAL, 155.52, [OTHER, ("got", "155.52"), ("found", "It is close. Usual cause: too few "
                                                     "digits, or rounding on the way.")]),
        ({"answer": 0}, -5, [OTHER, ("got", "-5")]),
        ({"answer": {"a": 1, "b": 2}}, {"a": 1, "b": 3}, [("right so far", "1 of 2")]),
        ({"answer": {"a": 1, "b": 2}}, {"a": 1}, [("expected", "a dict with the keys a, b"),
                                                  ("got", "{'a': 1}"),
                                                  ("likely cause", "Some keys are missing: b.")]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_with_a_value_is_said_word_for_word(parts, answer, lines):
    assert lines_of(exercise(**parts).feedback(answer)) == lines


def test_a_typical_wrong_answer_is_told_whatever_its_kind_and_whatever_else_is_wrong():
    asked = exercise(wrong=[(7, "You added."), ("twelve", "A word is no number.")])
    assert lines_of(asked.feedback(7)) == [OTHER, ("got", "7"), ("likely cause", "You added.")]
    assert asked.feedback("Twelve").cause == "A word is no number."
    pair = exercise(answer={"a": 1, "b": 2}, wrong=[({"b": 1}, "It is twice that.")])
    assert pair.feedback({"a": 5, "b": 1}).cause == "It is twice that."
    assert pair.feedback({"a": 5, "b": 4}).cause is None


ORDER = {
    "lines": ["x = 1", "y = x + 1", "x = 5", "z = x + y"],
    "answer": [1, 2, 3, 4],
    "wrong": [([3, 1, 2, 4], "It is set back.")],
    "code": "my_size = [1, 2, 3, 4]",
}
RUN = {"run": lambda program: run_program(program)["z"]}
WANTED = ("expected", "other than that: the 4 line numbers in square brackets")


@pytest.mark.parametrize(
    ("parts", "order", "lines"),
    [
        *(({}, order, [("expected", "the 4 line numbers in square brackets"),
                       ("got", "something else"),
                       ("likely cause", "The numbers stand in square brackets, with commas between "
                        "them.")])
          for order in ("1234", [1.5, 2, 3, 4], [[1, 2], [3, 4]], [1, 2, 3, float("inf")])),
        ({}, [1, 2, 3, 0], [WANTED, ("got", "[1, 2, 3, 0]"),
                            ("likely cause", "There is no line 0: they are numbered 1 to 4.")]),
        ({}, [1, 2, 3, 5], [WANTED, ("got", "[1, 2, 3, 5]"),
                            ("likely cause", "There is no line 5: they are numbered 1 to 4.")]),
        ({}, [1, 2, 2, 4], [WANTED, ("got", "[1, 2, 2, 4]"),
                            ("likely cause", "Line 2 stands 2 times. Each line stands once.")]),
        ({}, [1, 2, 3], [WANTED, ("got", "[1, 2, 3]"),
                         ("likely cause", "Line 4 is missing. Each line stands once.")]),
        ({}, [3, 1, 2, 4], [WANTED, ("got", "[3, 1, 2, 4]"), ("likely cause", "It is set back.")]),
        ({}, [1, 2, 4, 3], [WANTED, ("got", "[1, 2, 4, 3]"),
                            ("found", "The first 2 lines are in a right place.")]),
        ({}, [1, 4, 2, 3], [WANTED, ("got", "[1, 4, 2, 3]"),
                            ("found", "The first line is in a right place.")]),
        ({}, [2, 1, 3, 4], [WANTED, ("got", "[2, 1, 3, 4]"),
                            ("found", "The first line is not in a right place.")]),
        (RUN, [2, 1, 3, 4], [WANTED, ("got", "[2, 1, 3, 4]"),
                             ("in this order", "NameError: name 'x' is not defined"),
                             ("found", "The first line is not in a right place.")]),
        (RUN, [1, 3, 2, 4], [WANTED, ("got", "[1, 3, 2, 4]"),
                             ("found", "The first line is in a right place.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_order_is_said_word_for_word(parts, order, lines):
    assert lines_of(exercise(**ORDER | parts).feedback(order)) == lines


def test_an_order_is_right_as_a_row_of_any_kind_and_so_is_another_right_one():
    asked = exercise(**ORDER | {"also": [[1, 3, 2, 4]]})
    for order in ((1, 2, 3, 4), np.array([1.0, 2, 3, 4]), [1, 3, 2, 4]):
        assert asked.feedback(order).heading == "✓ Correct"
    assert asked.feedback([1, 3, 4, 2]).cause == "The first 2 lines are in a right place."


def test_a_program_sees_what_it_is_given_and_hands_back_all_names():
    names = run_program("y = 2 * x\nx = 5", x=3)
    assert (names["x"], names["y"]) == (5, 6)
    with pytest.raises(ZeroDivisionError) as caught:
        run_program("1 / 0")
    assert caught.traceback[-1].path == "<the lines in your order>" or "lines in your order" in str(
        caught.traceback[-1].path
    )
