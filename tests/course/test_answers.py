"""No right answer is refused, no wrong one is accepted, and most wrong ones are named."""

import pytest

from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_YET
from linreg_helpers.course.exercises import EXERCISES
from tests.course.answers import collected, made

BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
RIGHT, WRONG = collected("RIGHT"), collected("WRONG")

# How many right and wrong answers each kind of exercise must have, those of its own with them.
LEAST = {
    "function": (10, 15),
    "repair": (10, 15),
    "value": (10, 15),
    "ordering": (4, 8),
    "recall": (4, 8),
}
NAMED = 0.8  # share of the wrong answers whose cause is told


def right_answers(exercise):
    return [exercise.code, *exercise.also, *RIGHT.get(exercise.name, [])]


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
    feedback = exercise.feedback(made(exercise, answer))
    assert feedback.heading == CORRECT, f"\n{answer}\n{feedback}"


@pytest.mark.parametrize(("exercise", "wrong"), each(wrong_answers))
def test_no_wrong_answer_is_accepted_and_its_cause_is_told(exercise, wrong):
    answer, cause = wrong
    feedback = exercise.feedback(made(exercise, answer))
    assert feedback.heading in (NOT_YET, ERROR), f"\n{answer}\n{feedback}"
    assert cause is None or cause in (feedback.cause or ""), f"\n{answer}\n{feedback}"


def test_the_cause_of_most_wrong_answers_is_told():
    causes = [cause for exercise in EXERCISES for _, cause in wrong_answers(exercise)]
    assert sum(cause is not None for cause in causes) >= NAMED * len(causes)


def test_answers_belong_to_exercises():
    assert set(RIGHT) | set(WRONG) <= set(BY_NAME)


def short_of_answers():
    """Return which exercises have how many answers too few."""
    found = {}
    for exercise in EXERCISES:
        right, wrong = LEAST[exercise.kind]
        short = right - len(right_answers(exercise)), wrong - len(wrong_answers(exercise))
        if max(short) > 0:
            found[exercise.name] = tuple(max(0, number) for number in short)
    return found
