"""Look at an answer that can be made in many ways: by its properties, beside earlier answers."""

from linreg_helpers.course.checking.compare import difference
from linreg_helpers.course.checking.feedback import CAUSE, CORRECT, ERROR, NOT_YET, OR
from linreg_helpers.course.checking.kernel import ReadersError, call
from linreg_helpers.course.checking.reading import UnreadableError


class FaultError(Exception):
    """A property that an answer lacks.

    Args:
        expected: the property, in words.
        got: what there is in its place, in words.
        cause: the usual cause, or None.
        came: the numbers of the answer, in the form in which the exercise's typical wrong answers
            return theirs, or None. Where they agree, the cause that stands with these is told.
    """

    def __init__(self, expected, got, cause=None, came=None):
        """Keep the words and the numbers."""
        super().__init__(expected, got, cause)
        self.told = {"expected": expected, "got": got, "cause": cause, "came": came}


def look_at_made(exercise, answer, made):
    """Look for the properties of an answer, and find the cause where one is missing.

    Args:
        exercise: an `Exercise` with `look`.
        answer: what the reader gave.
        made: the reader's earlier answers that `exercise.look` is given too.

    Returns:
        `(outcome, lines of a feedback)`.

    Raises:
        UnreadableError: the answer can't be read.
    """
    try:
        fault, note = _look(exercise, answer, made)
    except ReadersError as error:
        line = [("in the line", f"`{error.line}`")] if error.line else []
        return ERROR, [("", str(error)), *line]
    if fault is None:
        return CORRECT, [*([("found", note)] if note else []), ("", exercise.insight)]
    causes = _known(exercise, fault["came"], made) or [fault["cause"]]
    labels = [CAUSE] + [OR] * len(causes)
    told = [(label, cause) for label, cause in zip(labels, causes, strict=False) if cause]
    return NOT_YET, [("expected", fault["expected"]), ("got", fault["got"]), *told]


def check_made(exercise):
    """Make a right answer and the typical wrong ones, and look at them.

    Args:
        exercise: an `Exercise` with `look`.

    Returns:
        The right answer.

    Raises:
        ValueError: the right answer is refused, or a wrong one is not refused with its cause.
    """
    made = [make() for make in exercise.needs.values()]
    right = exercise.answer(*made)
    outcome, lines = look_at_made(exercise, right, made)
    if outcome != CORRECT:
        raise ValueError(f"exercise {exercise.name!r}: its own right answer fails: {lines}.")
    for number, (wrong, cause) in enumerate(exercise.wrong, 1):
        lines = look_at_made(exercise, wrong(*made), made)[1]
        if cause not in [text for _, text in lines]:
            raise ValueError(
                f"exercise {exercise.name!r}: wrong answer {number} gets other words: {lines}."
            )
    return right


def _look(exercise, answer, made):
    def work():
        try:
            return None, exercise.look(answer, *made)
        except FaultError as fault:
            return fault.told, None

    return call(work)[0]


def _known(exercise, came, made):
    """Return the causes of the typical wrong answers that have these numbers."""
    causes, run = [], exercise.run or (lambda result, *made: result)
    for wrong, cause in exercise.wrong if came is not None else ():
        try:
            result = call(lambda wrong=wrong: run(wrong(*made), *made))[0]
            if not difference(result, came, exercise.within):
                causes.append(cause)
        except (FaultError, ReadersError, UnreadableError, TypeError, KeyError, AttributeError):
            continue  # it can't be made from these earlier answers, or not be compared
    return list(dict.fromkeys(causes))
