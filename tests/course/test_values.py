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


def test_a_dict_is_compared_part_by_part_and_its_keys_as_names():
    parts = {"answer": {"to do": 1.5, "b": 2}}
    assert exercise(**parts).feedback({"To_Do": 1.5, "b": 2}).outcome == "correct"
    assert lines_of(exercise(**parts).feedback({"to do": 1.5, "b": 3})) == [
        ("right so far", "1 of 2")
    ]
    near = {"to do": 1.5005, "b": 3}
    assert lines_of(exercise(**parts).feedback(near)) == [("right so far", "0 of 2")]
    assert lines_of(exercise(**parts, within=1e-3).feedback(near)) == [("right so far", "1 of 2")]

    def cause(answer):
        return exercise(**parts).feedback(answer).cause

    assert cause({"to do": 1, "c": 2, "d": 3, "b": 2}) == (
        "There are keys that nobody asked for: c, d."
    )
    assert cause({"c": 1}) == "Some keys are missing: to do, b."
    assert (
        cause({"to do": 1, "b": "2"}) == "The value of b is of another kind: a number is asked for."
    )
    a_dict = "A dict is asked for: curly brackets with a key, a colon and a value for each."
    assert cause([1.5, 2]) == cause(5) == a_dict
    assert exercise(answer=5).feedback({"a": 5}).outcome == "not yet"


def test_a_typical_wrong_text_is_told_also_when_it_is_misspelt_and_no_other_is_nearer():
    wrong = [("the gradient", "That is the slope."), ("the learning rate", "That is the stride.")]
    asked = exercise(answer="the loss", also=["the loss function"], wrong=wrong)
    assert asked.feedback("the gradeint").cause == "That is the slope."
    assert asked.feedback("the lerning rate").cause == "That is the stride."
    assert asked.feedback("the ladder").cause is None
    assert asked.feedback("the loss functoin").cause is None  # nearer to what is right
    twins = exercise(answer="weights", wrong=[("weight", "Only one of them?")])
    assert twins.feedback("weigts").cause == "It is nearly that: look at the spelling."
    assert exercise(answer="weights").feedback("weigts").cause == (
        "It is nearly that: look at the spelling."
    )
    mixed = exercise(wrong=[("twelfe", "A number is asked for.")])
    assert mixed.feedback("twelfe").cause == "A number is asked for."
    numbers = exercise(answer="weights", wrong=[(3, "A word."), ("biases", "The other ones.")])
    assert numbers.feedback("biasses").cause == "The other ones."


def test_how_far_a_number_is_off_is_said_within_narrow_bounds():
    def cause(answer, right):
        return exercise(answer=right).feedback(answer).cause

    point = "The digits are right. The decimal point is at another place."
    close = "It is close. Usual cause: too few digits, or rounding on the way."
    assert cause(15.55, 155.5) == cause(15.550005, 155.5) == point
    assert cause(15.5501, 155.5) is None
    assert cause(155.5 * 1.0059, 155.5) == cause(155.5 * 0.9941, 155.5) == close
    assert cause(155.5 * 1.0061, 155.5) is None
    assert cause(-155.5 * 1.005, -155.5) == close
    assert cause(401.0, 400.0) is None  # a whole number is not rounded on the way
    assert cause(0.5, 0.0) is None
    assert cause(0.5, 0) == "A whole number is asked for."
    assert cause(float("nan"), 155.5) == "It is not a number (nan)."
    assert cause(-155.5, 155.5) == "The size is right, and the sign is not."


def test_a_text_in_place_of_a_number_is_read_as_python_reads_it():
    quotes = "That is a text. Leave out the quotes."
    for text in ("12.5", " 12", "3 * 4", "-12", "(3 + 4) / 2", "2 ** 3", "[1, 2]"):
        assert exercise().feedback(text).cause == quotes
    point = f"{quotes} The decimal sign is a point."
    assert exercise().feedback(" 1,5").cause == exercise().feedback("-1,5 * 2").cause == point
    unit = "Only the number is asked for, without its unit and without quotes."
    for text in ("12 kg", " -12.5kg", "1,5 %", "12euro"):
        assert exercise().feedback(text).cause == unit
    digits = "A number is asked for, in digits and without quotes."
    for text in ("twelve", "kg 12", "x * 3", "", "f(3)", "\0"):
        assert exercise().feedback(text).cause == digits
    pair = exercise(answer=(1, 2))
    assert pair.feedback("1, 2").cause == quotes
    assert pair.feedback("one, two").cause is None


def test_a_row_in_place_of_one_number_is_told_by_what_it_holds():
    decimal, comma = exercise(answer=1.5), "One number is asked for, and a comma makes two."
    assert decimal.feedback((1, 5)).cause == f"{comma} The decimal sign is a point."
    assert exercise(answer=2.0).feedback((1, 5)).cause == comma
    row = "That is a row with one number in it. Leave out the brackets or the comma."
    assert decimal.feedback((1.5,)).cause == decimal.feedback([2]).cause == row
    assert exercise(answer=True).feedback([True]).cause is None
    assert exercise(answer="a").feedback(("a",)).cause == "A text is asked for, in quotes."
    parts = exercise(answer=("a", "b"))
    assert parts.feedback(("a", 1)).cause == "Each part is a text."
    assert parts.feedback(["b", "a"]).cause == "These are the right ones, in another order."
    assert parts.feedback(5).cause == "2 answers are asked for."
    assert parts.feedback(5).lines[1] == ("got", "5")


def test_an_order_that_fails_is_told_with_its_error():
    asked = exercise(**ORDER | RUN)
    told = dict(asked.feedback([2, 1, 3, 4]).lines)
    assert told["in this order"] == "NameError: name 'x' is not defined"
    assert "in the line" not in told  # there is no file that it could stand in
    assert told["found"] == "The first line is not in a right place."


def test_a_typical_wrong_answer_of_another_kind_hinders_no_comparison():
    asked = exercise(answer={"a": 1}, wrong=[(5, "One number."), ({"a": 2}, "Twice that.")])
    assert asked.feedback({"a": 2}).cause == "Twice that."
    assert asked.feedback(5).cause == "One number."
    assert asked.feedback({"a": 3}).cause is None


def test_an_answer_of_the_kind_of_another_right_one_is_compared_as_far_as_it_goes():
    asked = exercise(answer=(1, 2), also=[(1, 2, 3)])
    assert asked.feedback((1, 2, 3)).outcome == "correct"
    assert asked.feedback((1, 5, 4)).cause == "1 of 2 are right."
