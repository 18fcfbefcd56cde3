"""Find the first difference between what was expected and what came: kind, shape, then value.

What came was read by `reading.read`. A number may come as a tensor or an array with one number,
a tuple as a list, a tensor as an array or a list of numbers, a decimal number with any precision.
"""

import math

import numpy as np
import torch

from linreg_helpers.course.checking.reading import show

WHOLE = 1e-6  # what float32 makes of a whole number, and no more
ABOUT = ("tensor", "dtype", "requires_grad", "leaf")
ONE, MANY = {bool: "True or False", int: "a number", float: "a number", str: "a text"}, "{} numbers"


def difference(expected, got, within, about=(), place=""):
    """Return `(expected, got)` in words for the first difference, or None.

    Args:
        expected: a number, a text, a tensor, None, or a list, tuple or dict of these.
        got: what `read` returned.
        within: the largest difference that counts as rounding, relative to the number. Whole
            numbers are compared exactly.
        about: what else the question is about: some of "tensor" (no number or array in its
            place), "dtype", "requires_grad" and "leaf".
        place: where in a tuple or dict this is, for the words.

    Returns:
        None, or two texts that differ.

    Example:
        >>> difference(torch.zeros(2, 3), torch.zeros(3, 2), 1e-4)
        ('a tensor of shape (2, 3)', 'a tensor of shape (3, 2)')
    """
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return f"{place}{kind(expected)}", place + show(got)
        pairs = ((f"{place}{key}: ", expected[key], got[key]) for key in expected)
        return _first(pairs, within, about)
    if isinstance(expected, tuple):
        got = _row(got)
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return f"{place}{len(expected)} results: {show(expected)}", place + show(got)
        numbered = zip(range(1, len(expected) + 1), expected, got, strict=True)
        pairs = ((f"{place}result {i}: ", part, came) for i, part, came in numbered)
        return _first(pairs, within, about)
    if isinstance(expected, str):
        same = isinstance(got, str) and plain(expected) == plain(got)
        return None if same else (place + show(expected), place + show(got))
    if expected is None:
        return None if got is None else (f"{place}None", place + show(got))
    if isinstance(expected, bool):
        got = _one(got)
        same = isinstance(got, bool) and got == expected
        return None if same else (place + show(expected), place + show(got))
    return _numbers(expected, got, within, about, place)


def kind(value):
    """Say what kind of answer a value is, without giving it away.

    Args:
        value: a right answer.

    Returns:
        A text such as "a number".
    """
    if isinstance(value, tuple):
        parts = [ONE[type(part)] for part in value]
        what = f"{parts[0].removeprefix('a ')}s" if len(set(parts)) == 1 else "answers"
        return f"{len(value)} {what} in round brackets"
    if isinstance(value, list):
        return MANY.format(len(value)) + " in square brackets"
    if isinstance(value, dict):
        return f"a dict with the keys {', '.join(map(str, value))}"
    return ONE[type(value)]


def is_of_kind(value, got):
    """Say whether `got` is of the kind of a right answer, be it right or wrong.

    Args:
        value: a right answer.
        got: what `read` returned.

    Returns:
        True or False.
    """
    if isinstance(value, tuple | list):
        got = _row(got)
        right = isinstance(got, tuple | list) and len(got) == len(value)
        return right and all(map(is_of_kind, value, got))
    if isinstance(value, dict):
        right = isinstance(got, dict) and set(got) == set(value)
        return right and all(is_of_kind(value[key], got[key]) for key in value)
    if isinstance(value, str):
        return isinstance(got, str)
    got = _one(got)
    return isinstance(got, int | float) and isinstance(got, bool) == isinstance(value, bool)


def plain(text):
    """Leave out what makes no difference between names: case, spaces, hyphens, quotes, brackets.

    Args:
        text: a text.

    Returns:
        The text that is compared.

    Example:
        >>> plain("Zero-grad()") == plain("zero_grad")
        True
    """
    text = text.strip(" \t\n\"'`.!").removesuffix("()")
    return "".join(text.replace("-", " ").replace("_", " ").split()).casefold()


def as_tensor(value):
    """Return the numbers of a value as a tensor, detached and in float64.

    Args:
        value: what `read` returned.

    Returns:
        A tensor, or None where the value is not made of numbers.
    """
    if isinstance(value, torch.Tensor):
        return value.detach().double()
    if isinstance(value, bool) or not isinstance(value, int | float | np.ndarray | tuple | list):
        return None
    if isinstance(value, tuple | list) and {type(part) for part in value} <= {int, float}:
        return torch.tensor(value, dtype=torch.float64)
    if isinstance(value, tuple | list):
        parts = [as_tensor(part) for part in value]
        if any(part is None for part in parts) or len({part.shape for part in parts}) > 1:
            return None
        return torch.stack(parts)
    return torch.tensor(value, dtype=torch.float64)


def same(expected, got, within):
    """Compare two tensors of one shape, number by number.

    Args:
        expected: a float64 tensor.
        got: another.
        within: the largest difference, relative to the number; a hundredth of it is also allowed
            relative to the largest number, for what rounding leaves of a zero.

    Returns:
        A tensor of True and False.
    """
    finite = expected[torch.isfinite(expected)].abs()
    floor = within / 100 * (finite.max().item() if finite.numel() else 0)
    return torch.isclose(got, expected, rtol=within, atol=floor, equal_nan=True)


def apart(expected, got, write=show):
    """Write two values with as many digits as it takes to tell them apart, at least four.

    Args:
        expected: a value.
        got: another.
        write: writes a value with so many digits.

    Returns:
        Two texts.

    Example:
        >>> apart(1.5, 1.50001)
        ('1.5', '1.50001')
    """
    texts = [(write(expected, digits), write(got, digits)) for digits in (4, 6, 9, 17)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[-1])


def _first(pairs, within, about):
    found = (difference(expected, got, within, about, place) for place, expected, got in pairs)
    return next(filter(None, found), None)


def _numbers(expected, got, within, about, place):
    """Compare a number, a list of numbers or a tensor with anything."""
    wanted = _of(expected)
    if "tensor" in about and isinstance(expected, torch.Tensor) != isinstance(got, torch.Tensor):
        return place + wanted, place + _of(got)
    numbers, came = as_tensor(expected), as_tensor(got)
    in_brackets = numbers.ndim == 0 and isinstance(got, list | tuple)
    if came is None or in_brackets or _is_logical(got) != _is_logical(expected):
        return place + wanted, place + show(got)
    if numbers.shape != came.shape:
        if not (numbers.ndim == 0 and came.numel() == 1):
            return _lengths(expected, got, place)
        came = came.reshape(())
    if isinstance(expected, torch.Tensor) and isinstance(got, torch.Tensor):
        for mark in ("dtype", "requires_grad", "leaf"):
            pair = [getattr(tensor, mark.replace("leaf", "is_leaf")) for tensor in (expected, got)]
            if mark in about and pair[0] != pair[1]:
                return tuple(f"{place}{mark} {value}" for value in pair)
    whole = isinstance(expected, int) or (
        isinstance(expected, torch.Tensor) and not expected.is_floating_point()
    )
    right = same(numbers, came, WHOLE if whole else within)
    if isinstance(expected, int) and isinstance(_one(got), int):
        right = torch.tensor(_one(got) == expected)  # exactly: float64 has 16 digits only
    if right.all():
        return None
    if numbers.numel() <= 4:
        right = expected if isinstance(expected, int) else numbers.tolist()
        return tuple(place + text for text in apart(right, came.tolist()))
    index = tuple((~right).nonzero()[0].tolist())
    at = ", ".join(map(str, index))
    pair = apart(numbers[index].item(), came[index].item())
    return tuple(f"{place}{text} at [{at}]" for text in pair)


def _of(value):
    """Say what shape of numbers a value is."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, list):
        return MANY.format(len(value)) if len(value) != 1 else "1 number"
    return ONE.get(type(value)) or show(value)


def _lengths(expected, got, place):
    if isinstance(got, int | float):
        return place + _of(expected), place + show(got)
    words = [_of(expected), _of(got)]
    if isinstance(expected, torch.Tensor) and not isinstance(got, torch.Tensor):
        words[1] = f"numbers of shape {tuple(as_tensor(got).shape)}"
    if words[0] == words[1]:
        words = [f"numbers of shape {tuple(as_tensor(v).shape)}" for v in (expected, got)]
    return place + words[0], place + words[1]


def _row(value):
    """Return the numbers of a row, however they come."""
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim == 1:
        return value.tolist()
    return value


def _one(value):
    """Return the one number of a value that has one number, or the value."""
    if isinstance(value, torch.Tensor | np.ndarray) and math.prod(value.shape) == 1:
        return value.reshape(()).item()
    return value


def _is_logical(value):
    return str(getattr(value, "dtype", "")) in ("bool", "torch.bool")
