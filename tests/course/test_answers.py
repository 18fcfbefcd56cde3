"""No right answer is refused, no wrong one is accepted, and most wrong ones are named."""

from fractions import Fraction
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


def each(answers):
    return [
        pytest.param(exercise, answer, id=f"{exercise.name}-{number}")
        for exercise in EXERCISES
        for number, answer in enumerate(answers(exercise))
    ]


@pytest.mark.parametrize(("exercise", "answer"), each(right_answers))
def test_no_right_answer_is_refused(exercise, answer):
    feedback = told(exercise, answer)
    assert feedback.heading == CORRECT, f"\n{answer}\n{feedback}"


@pytest.mark.parametrize(("exercise", "wrong"), each(wrong_answers))
def test_no_wrong_answer_is_accepted_and_its_cause_is_told(exercise, wrong):
    answer, cause = wrong
    feedback = told(exercise, answer)
    assert feedback.heading in (NOT_YET, ERROR), f"\n{answer}\n{feedback}"
    assert cause is None or cause in (feedback.cause or ""), f"\n{answer}\n{feedback}"


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
