"""What an exercise checks about itself, so that a teacher's mistake never becomes a learner's."""

import ast
from itertools import combinations

from linreg_helpers.course.checking import values
from linreg_helpers.course.checking.compare import ABOUT, difference, is_of_kind
from linreg_helpers.course.checking.functions import agree, look, results_of
from linreg_helpers.course.checking.kernel import ReadersError
from linreg_helpers.course.checking.reading import UnreadableError

SINGLE = bool | int | float | str


def check_parts(exercise):
    """Look at the parts of an exercise, when it is made, without calling anything.

    Args:
        exercise: an `Exercise`.

    Raises:
        TypeError: a part is of a wrong kind.
        ValueError: a part contradicts another one.
    """
    if not isinstance(exercise.name, str) or not f"my_{exercise.name}".isidentifier():
        raise ValueError(
            f"an exercise's name stands in names such as check_mse, so it has letters, digits and "
            f"_ only. Got {exercise.name!r}."
        )
    for part in ("question", "code", "insight"):
        if not isinstance(getattr(exercise, part), str) or not getattr(exercise, part).strip():
            _refuse(exercise, f"{part} must be a text.", TypeError)
    if isinstance(exercise.hints, str) or not exercise.hints:
        _refuse(exercise, "there are no hints. Give a list with at least one text.")
    if not all(isinstance(hint, str) and hint.strip() for hint in exercise.hints):
        _refuse(exercise, "each hint must be a text.", TypeError)
    for pair in exercise.wrong:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], str)):
            _refuse(exercise, "each wrong answer is a pair: (answer, its likely cause).", TypeError)
    if exercise.minutes not in (5, 10):
        _refuse(exercise, f"minutes must be 5 or 10. Got {exercise.minutes!r}.")
    if not set(exercise.about) <= set(ABOUT) or isinstance(exercise.about, str):
        _refuse(exercise, f"about must be a list of some of {', '.join(ABOUT)}.")
    _check_code(exercise)
    if exercise.look:
        _check_made(exercise)
    elif callable(exercise.answer):
        _check_cases(exercise)
    elif exercise.lines:
        _check_order(exercise)
    else:
        _check_values(exercise)


def check_results(exercise):
    """Call the right and the wrong functions of an exercise, before it is first used.

    Args:
        exercise: an `Exercise`.

    Returns:
        What the right answer gives, one result for each case.

    Raises:
        ValueError: the right answer fails, a wrong one is right, or two wrong ones agree.
    """
    try:
        if exercise.lines:
            right = [values.run_order(exercise, exercise.answer)] if exercise.run else []
        else:
            right = results_of(exercise, exercise.answer) if callable(exercise.answer) else []
    except (ReadersError, UnreadableError) as error:
        right = str(error)
    if isinstance(right, str):
        _refuse(exercise, f"its own right answer fails: {right}.")
    if exercise.lines and exercise.run:
        for i, (wrong, _) in enumerate(exercise.wrong, 1):
            try:
                result = values.run_order(exercise, wrong)
            except (ReadersError, UnreadableError):
                continue
            if not difference(right[0], result, exercise.within):
                _refuse(exercise, f"wrong answer {i} is right: the program gives the same.")
    if callable(exercise.answer):
        _check_kind(exercise, right[0])
        _compare_functions(exercise, right)
    return right


def _check_kind(exercise, right):
    try:
        difference(right, right, exercise.within)
    except (TypeError, KeyError, AttributeError):
        _refuse(exercise, f"its right answer returns {right!r}: it can't be compared.", TypeError)


def _compare_functions(exercise, right):
    wrong = exercise.wrong_results
    for i, results in enumerate(wrong, 1):
        if isinstance(results, str):
            continue
        found = (
            difference(r, w, exercise.within, exercise.about)
            for r, w in zip(right, results, strict=True)
        )
        if not any(found) and not _changes(exercise, exercise.wrong[i - 1][0]):
            _refuse(exercise, f"wrong answer {i} gives the same as the right one on all cases.")
    for (i, one), (j, other) in combinations(enumerate(wrong, 1), 2):
        if agree(exercise, one, other):
            _refuse(exercise, f"wrong answers {i} and {j} give the same on all cases.")


def _changes(exercise, function):
    """Say whether a function changes one of its arguments, which is also a mistake."""
    return any(look(exercise, function, case)[1] for case in exercise.cases)


def _check_code(exercise):
    for part in ("code", "given", "untouched"):
        code = getattr(exercise, part)
        if code is None:
            continue
        try:
            tree = ast.parse(code)
        except SyntaxError as error:
            _refuse(exercise, f"{part} is no Python: {error.msg}.")
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        names |= {getattr(n, "name", None) for n in tree.body}
        if f"my_{exercise.name}" not in names:
            _refuse(exercise, f"{part} does not define my_{exercise.name}.")


def _check_cases(exercise):
    if not exercise.cases:
        _refuse(exercise, "there are no cases. Give a list of tuples of arguments.")
    for case in exercise.cases:
        if not isinstance(case, tuple):
            _refuse(exercise, f"a case is a tuple of arguments. Got {case!r}.", TypeError)
        if len(case) != len(exercise.parameters):
            _refuse(exercise, f"the answer takes {len(exercise.parameters)} arguments.")
    for i, (wrong, _) in enumerate(exercise.wrong, 1):
        if not callable(wrong):
            _refuse(exercise, f"wrong answer {i} must be a function, as the answer is.", TypeError)


def _check_made(exercise):
    makers = [exercise.look, exercise.answer, *exercise.needs.values()]
    if not all(map(callable, [*makers, *(wrong for wrong, _ in exercise.wrong)])):
        _refuse(
            exercise,
            "with look, the answer, each wrong one and each of needs must be functions.",
            TypeError,
        )


def _check_order(exercise):
    numbers = list(range(1, len(exercise.lines) + 1))
    orders = [exercise.answer, *exercise.also, *(wrong for wrong, _ in exercise.wrong)]
    for order in orders:
        if not isinstance(order, list) or sorted(order) != numbers:
            _refuse(exercise, f"{order!r} is no order of {len(numbers)} lines, a list of numbers.")
    for i, order in enumerate(orders):
        if order in orders[:i]:
            _refuse(exercise, f"the order {order} stands there twice.")


def _check_values(exercise):
    right = exercise.answer
    parts = right.values() if isinstance(right, dict) else right
    several = isinstance(right, dict | tuple) and right
    if not isinstance(right, SINGLE) and not (
        several and all(isinstance(p, SINGLE) for p in parts)
    ):
        _refuse(
            exercise,
            f"answer must be a number, a text, True or False, a tuple or dict of these, or a "
            f"function. Got {right!r}.",
            TypeError,
        )
    rights = (right, *exercise.also)
    for i, (wrong, _) in enumerate(exercise.wrong, 1):
        whole = {**right, **wrong} if isinstance(right, dict) and isinstance(wrong, dict) else wrong
        if any(_same(value, whole, exercise.within) for value in rights):
            _refuse(exercise, f"wrong answer {i} is right: {wrong!r}.")
    for (i, (one, _)), (j, (other, _)) in combinations(enumerate(exercise.wrong, 1), 2):
        if type(one) is type(other) and _same(one, other, exercise.within):
            _refuse(exercise, f"wrong answers {i} and {j} are the same: {one!r}.")


def _same(one, other, within):
    try:
        return is_of_kind(one, other) and not difference(one, other, within)
    except KeyError:
        return False


def _refuse(exercise, text, kind=ValueError):
    raise kind(f"exercise {exercise.name!r}: {text}")
