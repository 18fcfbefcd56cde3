"""What a reader is told, word for word: as plain text, as Markdown, and for programs."""

import sys
from dataclasses import FrozenInstanceError
from types import SimpleNamespace

import pytest
import torch

from linreg_helpers.course.checking.feedback import BUNDLE, Feedback
from linreg_helpers.course.exercises import Exercise


def exercise(**parts):
    usual = {
        "name": "size",
        "question": "How large?",
        "answer": 12,
        "wrong": [],
        "hints": ["Count."],
        "code": "my_size = 12",
        "insight": "Areas are products.",
    }
    return Exercise(**usual | parts)


def test_each_line_stands_below_the_heading_and_code_before_the_lines():
    feedback = Feedback("Solution", "it", [("", "One.\nTwo."), ("got", "4")], "a = 1\n\nb = 2")
    assert repr(feedback) == ("Solution: it\n    a = 1\n\n    b = 2\n  One.\n  Two.\n  got: 4")
    assert feedback._repr_markdown_() == (
        "**Solution**: it\n\n```python\na = 1\n\nb = 2\n```\n\n- One.\n  Two.\n- **got**: 4"
    )


def test_a_hint_has_no_outcome_and_no_facts_for_programs():
    feedback = Feedback("Hint 1 of 2", "it", [("", "Count.")])
    assert feedback.outcome is None
    assert set(feedback._repr_mimebundle_()) == {"text/plain", "text/markdown"}
    assert BUNDLE == "application/vnd.linreg.check+json"  # what saved notebooks hold


def test_signs_of_markdown_are_shown_as_they_are_but_for_code():
    text = r"a_b *c* <d> [e] #f \g `h_i*` j_k `l_m`"
    shown = Feedback("Hint", "a_b", [("", text)])._repr_markdown_()
    escaped = r"a\_b \*c\* \<d\> \[e\] \#f \\g `h_i*` j\_k `l_m`"
    assert shown == f"**Hint**: a\\_b\n\n- {escaped}"


def test_a_cause_is_told_before_what_was_found():
    lines = [("found", "A."), ("likely cause", "B."), ("or", "C."), ("found", "D.")]
    assert Feedback("✗ Not yet", "it", lines).cause == "B. Or: C."
    assert Feedback("✗ Not yet", "it", lines[::3]).cause == "A. Or: D."
    assert Feedback("✗ Not yet", "it", [("got", "A.")]).cause is None


def test_a_check_says_how_it_is_used():
    assert repr(exercise()) == (
        "check_size checks an answer, which goes between round brackets:\n"
        "  check_size(my_size)\n"
        "  check_size.hint()\n"
        "  check_size.solution()"
    )


def test_a_check_without_an_answer_and_one_with_several(capsys):
    exercise()()
    exercise()(3, 4)
    exercise()(3, other=4)
    exercise()(my_size=12)
    several = (
        "✗ Not yet: size\n  expected: one answer\n  got: 2 answers\n"
        "  likely cause: An answer of several parts needs round brackets of its own: "
        "`check_size((..., ...))`.\n  help: `check_size.hint()`\n"
    )
    assert capsys.readouterr().out == (
        "○ Not attempted: size\n"
        "  Put your answer between the brackets: `check_size(my_size)`.\n"
        f"  help: `check_size.hint()`\n{several}{several}"
        "✓ Correct: size\n  Areas are products.\n"
    )


def test_what_is_left_to_do_is_said_of_an_answer_that_is_not_there():
    asked = exercise()
    assert asked.feedback(...).lines == [
        ("", "Write your answer in place of `...`, and run this cell again."),
        ("help", "`check_size.hint()`"),
    ]
    given = "def my_size(a, b):\n    return a + b"
    faulty = exercise(
        answer=lambda a, b: a * b, cases=[(3, 4)], given=given, code="def my_size(a, b): ..."
    )
    assert faulty.feedback(None).lines[0] == ("", "Repair the code, and run this cell again.")


def test_of_one_hint_the_number_is_said(capsys):
    exercise().hint(0)
    exercise().hint(2)
    assert capsys.readouterr().out == (
        "Hint: size\n  A hint is asked for with the number 1: `check_size.hint(1)`.\n"
        "Hint: size\n  Number 1 is the last hint. Next comes `check_size.solution()`.\n"
    )
    exercise().hint(1e9)
    exercise().hint(1e8)
    numbers = capsys.readouterr().out
    assert numbers.count("asked for") == numbers.count("the last hint") == 1


def test_an_answer_that_cannot_be_read_stands_beside_what_was_expected():
    def my_size(x):
        return {1}

    asked = exercise(answer=lambda x: x, cases=[(torch.ones(2),)], code="def my_size(x): ...")
    assert str(asked.feedback(my_size)) == (
        "✗ Not yet: size\n  I can't read this answer: it is a set.\n"
        "  expected: a tensor [1, 1]\n  help: `check_size.hint()`"
    )
    assert asked.feedback(my_size).lines[0] == ("", "I can't read this answer: it is a set.")


def test_an_exercise_is_of_the_core_and_takes_five_minutes_if_nothing_else_is_said():
    asked = exercise()
    assert (asked.core, asked.minutes, asked.within) == (True, 5, 1e-4)
    assert asked.start == "my_size = ..."
    assert exercise(untouched="my_size = 0  # yours").start == "my_size = 0  # yours"


def test_neither_what_is_told_nor_an_exercise_can_be_changed():
    for made, name in ((exercise(), "answer"), (Feedback("Hint", "it", []), "name")):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, "other")


def test_without_a_number_the_first_hint_is_shown(capsys):
    exercise(hints=["One.", "Two."]).hint()
    assert capsys.readouterr().out == "Hint 1 of 2: size\n  One.\n"


@pytest.mark.parametrize("ipython", [None, SimpleNamespace(get_ipython=lambda: None)])
def test_outside_of_a_notebook_it_is_printed(monkeypatch, capsys, ipython):
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    Feedback("Hint", "it", [("", "One.")]).show()
    assert capsys.readouterr().out == "Hint: it\n  One.\n"


def test_in_a_notebook_it_is_displayed(monkeypatch, capsys):
    shown = []
    display = SimpleNamespace(display=shown.append)
    notebook = SimpleNamespace(get_ipython=lambda: object(), display=display)
    monkeypatch.setitem(sys.modules, "IPython", notebook)
    feedback = Feedback("Hint", "it", [("", "One.")])
    feedback.show()
    assert shown == [feedback]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("part", ["question", "code", "insight"])
@pytest.mark.parametrize("text", [" ", None])
def test_each_part_of_an_exercise_is_a_text(part, text):
    with pytest.raises(TypeError, match=f"exercise 'size': {part} must be a text."):
        exercise(**{part: text})


def test_a_case_is_a_tuple_and_all_that_can_be_asked_about_may_be():
    code = "def my_size(x): ..."
    with pytest.raises(TypeError) as caught:
        exercise(answer=abs, code=code, cases=[3])
    assert str(caught.value) == "exercise 'size': a case is a tuple of arguments. Got 3."
    assert exercise(about=["tensor", "dtype", "requires_grad", "leaf"]).about
