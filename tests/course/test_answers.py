"""No right answer is refused, no wrong one is accepted, and most wrong ones are named."""

import re
from fractions import Fraction
from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_YET
from linreg_helpers.course.exercises import EXERCISES
from tests.course.answers import MODULES, collected, told

BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
RIGHT, WRONG = collected("RIGHT"), collected("WRONG")

# How many right and wrong answers each exercise must have, those that stand with it included.
LEAST = {
    "function": (10, 15),
    "made": (5, 15),
    "repair": (10, 15),
    "value": (10, 15),
    "ordering": (4, 8),
    "recall": (4, 8),
}
NAMED = 0.8  # share of the wrong answers whose cause is told


def usual_forms(value):
    """Return the forms in which learners write the same number, text or row of these."""
    if isinstance(value, tuple):
        forms = [value, list(value)]
        if all(isinstance(part, int) for part in value):
            forms += [torch.tensor(value), np.array(value), torch.Size(value)]
        return forms
    if isinstance(value, str):
        return [value, value.upper(), f" {value} ", f"{value}.", f'"{value}"']
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [value]
    whole = [int, np.int64, lambda number: torch.tensor([int(number)])]
    kinds = [float, np.float32, np.float64, np.array, torch.tensor, Fraction]
    kinds += whole if value == int(value) else []
    one = torch.tensor([float(value)])
    return [*(kind(value) for kind in kinds), one, one.double().reshape(1, 1), one.numpy()]


def right_answers(exercise):
    own = [form for value in (exercise.answer, *exercise.also) for form in usual_forms(value)]
    own = [] if callable(exercise.answer) else own
    return [exercise.code, *own, *RIGHT.get(exercise.name, [])]


def wrong_answers(exercise):
    whole = exercise.answer if isinstance(exercise.answer, dict) else {}
    own = [({**whole, **w} if isinstance(w, dict) else w, cause) for w, cause in exercise.wrong]
    return [*own, *WRONG.get(exercise.name, [])]


by_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


@by_exercise
def test_no_right_answer_is_refused(exercise):
    refused = {}
    for answer in right_answers(exercise):
        feedback = told(exercise, answer)
        if feedback.heading != CORRECT:
            refused[str(answer)] = str(feedback)
    assert refused == {}


@cache
def refusals(exercise):
    """Return each wrong answer, a part of the cause that must be told, and what was told."""
    wrong = wrong_answers(exercise)
    return [(answer, cause, told(exercise, answer)) for answer, cause in wrong]


@by_exercise
def test_no_wrong_answer_is_accepted(exercise):
    accepted = [
        answer
        for answer, _, feedback in refusals(exercise)
        if feedback.heading not in (NOT_YET, ERROR)
    ]
    assert accepted == []


@by_exercise
def test_the_cause_of_a_wrong_answer_is_told(exercise):
    untold = {
        str(answer): (cause, str(feedback))
        for answer, cause, feedback in refusals(exercise)
        if cause is not None and cause not in (feedback.cause or "")
    }
    assert untold == {}


def test_the_cause_of_most_wrong_answers_is_told():
    causes = [cause for exercise in EXERCISES for _, cause in wrong_answers(exercise)]
    assert sum(cause is not None for cause in causes) >= NAMED * len(causes)


def test_answers_belong_to_exercises():
    assert set(RIGHT) | set(WRONG) <= set(BY_NAME)


@pytest.mark.parametrize("module", MODULES)
def test_a_complete_module_has_enough_answers_for_each_exercise(module):
    module = import_module(f"tests.course.answers.{module}")
    short = {}
    for name in module.RIGHT if module.COMPLETE else ():
        right, wrong = LEAST[BY_NAME[name].kind]
        missing = (
            right - len(right_answers(BY_NAME[name])),
            wrong - len(wrong_answers(BY_NAME[name])),
        )
        if max(missing) > 0:
            short[name] = missing
    assert short == {}, "right and wrong answers that are missing"


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


@by_exercise
def test_no_cause_gives_away_what_a_hint_or_the_solution_holds(exercise):
    given_away = {}
    for answer, _, feedback in refusals(exercise):
        cause = feedback.cause or ""
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
    for *_, feedback in refusals(exercise):
        cause = feedback.cause or ""
        numbers = [float(number.replace(",", "")) for number in re.findall(NUMBER, cause)]
        assert exercise.answer not in numbers, cause
