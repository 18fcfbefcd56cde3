"""Wrong answers that nobody has listed, made from the right function by itself: all are refused.

A change that leaves the function right (mse is the same for the two arguments swapped) is told
from a wrong one by other, random arguments: where these give the right results too, it is right.
"""

import copy
import functools

import pytest
import torch

from linreg_helpers.course.checking import functions
from linreg_helpers.course.checking.compare import difference
from linreg_helpers.course.checking.feedback import CORRECT
from linreg_helpers.course.checking.functions import look
from linreg_helpers.course.checking.kernel import ReadersError
from linreg_helpers.course.checking.reading import UnreadableError
from linreg_helpers.course.exercises import EXERCISES

FUNCTIONS = [exercise for exercise in EXERCISES if exercise.kind in ("function", "repair")]
by_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)

IN_ALL = {
    "times 2": lambda t: 2 * t,
    "half": lambda t: t / 2,
    "plus 1": lambda t: t + 1,
    "negated": lambda t: -t,
    "absolute": abs,
    "rounded down": lambda t: t.floor() if isinstance(t, torch.Tensor) else t // 1,
    "zero": lambda t: 0 * t,
    "one": lambda t: 0 * t + 1,
    "transposed": lambda t: t.mT if t.ndim > 1 else t.flip(0),
    "another axis": lambda t: t.flip(0),
    "another axis, the last": lambda t: t.flip(-1),
    "sum": lambda t: t.sum(),
    "mean": lambda t: t.mean(),
    "sum over rows": lambda t: t.sum(0),
    "mean over columns": lambda t: t.mean(-1),
    "without the last": lambda t: t[:-1],
    "without the first": lambda t: t[1:],
    "one dimension more": lambda t: t[None],
}
IN_AN_ARGUMENT = {
    "without": lambda a: torch.zeros_like(a) if isinstance(a, torch.Tensor) else 0,
    "another constant for": lambda a: torch.ones_like(a) if isinstance(a, torch.Tensor) else 1,
    "twice": lambda a: 2 * a,
    "the opposite of": lambda a: -a,
    "one more for": lambda a: a + 1,
    "the transposed": lambda a: a.T if a.ndim == 2 else a[None].T,
    "the first row for all of": lambda a: a[:1].expand_as(a),
    "the first column for all of": lambda a: a[..., :1].expand_as(a),
    "the mean of": lambda a: a.mean().expand_as(a),
}


def on_results(change, which, function):
    """Return a function whose results, or one of them, are changed."""

    @functools.wraps(function)
    def changed(*arguments):
        results = function(*arguments)
        if not isinstance(results, tuple | list):
            return change(results)
        if isinstance(results, list):
            return [change(part) for part in results]
        return tuple(change(p) if which in (i, None) else p for i, p in enumerate(results))

    return changed


def on_arguments(change, which, function):
    """Return a function that works with one argument changed, and the others as they are."""

    @functools.wraps(function)
    def changed(*arguments):
        arguments = list(arguments)
        before, new = arguments[which], change(arguments[which])
        if isinstance(before, torch.Tensor) and before.is_leaf and before.requires_grad:
            grad = before.grad
            new = new.detach().requires_grad_()
            new.grad = grad
        arguments[which] = new
        return function(*arguments)

    return changed


def swapped(i, j, function):
    """Return a function that takes two of its arguments for each other."""

    @functools.wraps(function)
    def changed(*arguments):
        arguments = list(arguments)
        arguments[i], arguments[j] = arguments[j], arguments[i]
        return function(*arguments)

    return changed


def one_for_the_other(i, j, function):
    """Return a function that uses one argument in place of another."""

    @functools.wraps(function)
    def changed(*arguments):
        arguments = list(arguments)
        arguments[i] = arguments[j]
        return function(*arguments)

    return changed


def unlisted(exercise):
    """Yield a name and a function for each change of the right function."""
    answer, names = exercise.answer, exercise.parameters
    first = exercise.right_results[0]
    parts = [None, *range(len(first))] if isinstance(first, tuple) else [None]
    for name, change in IN_ALL.items():
        for which in parts:
            yield f"{name} (result {which})", on_results(change, which, answer)
    if isinstance(first, tuple):
        yield "results swapped", lambda *a: answer(*a)[::-1]
        yield "the first result alone", lambda *a: answer(*a)[0]
    yield "a constant result", lambda *a: exercise.right_results[0]
    for i, one in enumerate(names):
        for name, change in IN_AN_ARGUMENT.items():
            yield f"{name} {one}", on_arguments(change, i, answer)
        for j, other in enumerate(names):
            if i < j:
                yield f"{one} and {other} swapped", swapped(i, j, answer)
            if i != j:
                yield f"{other} for {one}", one_for_the_other(i, j, answer)


def other_cases(exercise):
    """Return cases like those of the exercise, with other numbers in them."""
    generator = torch.Generator().manual_seed(0)
    cases = copy.deepcopy(list(exercise.cases)) * 3
    for case in cases:
        for value in case:
            if isinstance(value, torch.Tensor) and value.is_floating_point():
                spread = value.detach().abs().mean() / 3
                noise = torch.randn(value.shape, generator=generator) * spread
                value.data = value.data.abs() + noise if (value > 0).all() else value.data + noise
                if value.grad is not None:
                    value.grad = value.grad + torch.randn(value.shape, generator=generator)
    return cases


def is_right(exercise, function):
    """Say whether a changed function is right on other arguments too, so that it is no mistake."""
    try:
        for case in other_cases(exercise):
            right, came = (look(exercise, f, case) for f in (exercise.answer, function))
            if difference(right[0], came[0], exercise.within, exercise.about) or came[1]:
                return False
    except (ReadersError, UnreadableError):
        return False
    return True


@by_function
def test_wrong_answers_that_nobody_has_listed_are_refused(exercise, monkeypatch):
    # Which cause is told is a question for test_causes, and takes most of the time.
    monkeypatch.setattr(functions, "_causes", lambda *arguments: [])
    accepted = [
        name
        for name, function in unlisted(exercise)
        if exercise.feedback(function).heading == CORRECT and not is_right(exercise, function)
    ]
    assert accepted == []


@by_function
def test_the_cases_tell_rows_inputs_and_targets_apart(exercise):
    assert len(exercise.cases) >= 2
    for case in exercise.cases:
        sizes = {tuple(v.shape) for v in case if isinstance(v, torch.Tensor)}
        numbers = {size for shape in sizes for size in shape}
        assert not numbers & {1, 2}, sizes
        assert all(len(set(shape)) == len(shape) for shape in sizes), sizes
    kinds = [tuple(tuple(getattr(v, "shape", ())) for v in case) for case in exercise.cases]
    assert len(set(kinds)) == len(kinds) or not any(map(any, kinds))
