"""Find the first difference between what was expected and what came: type, shape, then value."""

import numpy as np
import torch

KINDS = {
    bool: "True or False",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "numbers in a row",
}


def difference(expected, got, within, *, place="", marks=False):
    """Return `(expected, got)` in words for the first difference, or None.

    Args:
        expected: a number, a text, a tensor, a list of numbers, or a tuple or dict of these.
        got: anything.
        within: the largest difference that counts as rounding, relative to the largest number.
        place: where in a tuple or dict this is, for the words.
        marks: whether tensors must also agree in being watched and in being leaves, where
            `expected` is not a leaf that is watched.

    Returns:
        None, or two texts.

    Example:
        >>> difference(torch.zeros(2, 3), torch.zeros(3, 2), 1e-4)
        ('a tensor of shape (2, 3)', 'a tensor of shape (3, 2)')
    """
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return f"{place}a dict with the keys {', '.join(map(str, expected))}", show(got)
        pairs = ((f"{key}: ", expected[key], got[key]) for key in expected)
        return _first(pairs, within, place, marks)
    if isinstance(expected, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            parts = ", ".join(map(show, expected))
            return f"{place}{len(expected)} results: {parts}", show(got)
        numbers = range(1, len(expected) + 1)
        pairs = zip((f"result {i}: " for i in numbers), expected, got, strict=True)
        return _first(pairs, within, place, marks)
    if isinstance(expected, str):
        same = isinstance(got, str) and _plain(expected) == _plain(got)
        return None if same else (place + show(expected), place + show(got))
    if isinstance(expected, torch.Tensor):
        return _tensors(expected, got, within, place, marks)
    return _numbers(expected, got, within, place)


def kind(value):
    """Say what kind of answer a value is, without giving it away.

    Args:
        value: a right answer.

    Returns:
        A text such as "a number".
    """
    if isinstance(value, tuple):
        return f"{len(value)} answers in round brackets"
    if isinstance(value, dict):
        return f"a dict with the keys {', '.join(map(str, value))}"
    return KINDS[type(value)]


def is_of_kind(value, got):
    """Say whether `got` is of the kind of a right answer, be it right or wrong.

    Args:
        value: a right answer.
        got: anything.

    Returns:
        True or False.
    """
    if isinstance(value, tuple):
        right = isinstance(got, tuple | list) and len(got) == len(value)
        return right and all(map(is_of_kind, value, got))
    if isinstance(value, dict):
        right = isinstance(got, dict) and set(got) == set(value)
        return right and all(is_of_kind(value[key], got[key]) for key in value)
    if isinstance(value, str):
        return isinstance(got, str)
    return not difference(value, got, float("inf"))


def show(value):
    """Write a value in few words, with at most four digits.

    Args:
        value: anything.

    Returns:
        A text of one line.

    Example:
        >>> show(torch.tensor([[1.0, 0.33333]]))
        'a tensor [[1, 0.3333]]'
    """
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")
    if isinstance(value, torch.Tensor):
        if 0 < value.numel() <= 8:
            return f"a tensor {_texts(value.tolist())}"
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list) and len(value) <= 8:
        brackets = "()" if isinstance(value, tuple) else "[]"
        return ", ".join(map(show, value)).join(brackets)
    if isinstance(value, dict) and len(value) <= 8:
        return "{" + ", ".join(f"{k!r}: {show(v)}" for k, v in value.items()) + "}"
    if callable(value):
        return "a function"
    return f"a {type(value).__name__}"


def _first(pairs, within, place, marks):
    for name, expected, got in pairs:
        found = difference(expected, got, within, place=place + name, marks=marks)
        if found:
            return found
    return None


def _tensors(expected, got, within, place, marks):
    if not isinstance(got, torch.Tensor):
        return f"{place}a tensor of shape {tuple(expected.shape)}", place + show(got)
    if expected.shape != got.shape:
        shapes = (f"{place}a tensor of shape {tuple(t.shape)}" for t in (expected, got))
        return tuple(shapes)
    watched = expected.is_leaf and expected.requires_grad
    if (watched or marks) and expected.requires_grad != got.requires_grad:
        return tuple(f"{place}requires_grad {t.requires_grad}" for t in (expected, got))
    if (watched or marks) and expected.is_leaf != got.is_leaf:
        return tuple(f"{place}is_leaf {t.is_leaf}" for t in (expected, got))
    return _values(expected, got, within, place)


def _numbers(expected, got, within, place):
    """Compare a number, or a list of numbers, with anything."""
    kind = f"{place}{KINDS[type(expected)]}"
    if isinstance(got, torch.Tensor | np.ndarray | np.generic):
        got = got.tolist()
    if isinstance(got, bool) != isinstance(expected, bool):
        return kind, place + show(got)
    if isinstance(expected, list):
        if not isinstance(got, list | tuple) or not all(map(_is_number, got)):
            try:  # a list of tensors with one number each
                got = [float(item) for item in got]
            except (TypeError, ValueError, RuntimeError):
                return f"{place}{len(expected)} {kind.removeprefix(place)}", place + show(got)
        if len(got) != len(expected):
            return f"{place}{len(expected)} numbers", f"{place}{len(got)} numbers"
    elif not _is_number(got):
        return kind, place + show(got)
    numbers = (torch.tensor(v, dtype=torch.float64) for v in (expected, got))
    return _values(*numbers, within, place)


def _is_number(value):
    return isinstance(value, int | float)


def _values(expected, got, within, place):
    """Compare two tensors of one shape by their numbers."""
    if expected.numel() == 0 or got.is_complex() or got.is_quantized:
        return None if got.is_floating_point() else (place + show(expected), place + show(got))
    if within == float("inf"):
        return None
    expected, got = expected.detach().double(), got.detach().double()
    finite = expected[torch.isfinite(expected)].abs()
    largest = finite.max().item() if finite.numel() else 0
    same = torch.isclose(got, expected, rtol=0, atol=within * largest + 1e-9, equal_nan=True)
    if same.all():
        return None
    if expected.ndim == 0 or expected.numel() <= 4:
        return place + _texts(expected.tolist()), place + _texts(got.tolist())
    index = tuple((~same).nonzero()[0].tolist())
    at = ", ".join(map(str, index))
    return tuple(f"{place}{_texts(t[index].item())} at [{at}]" for t in (expected, got))


def _texts(numbers):
    if isinstance(numbers, list):
        return "[" + ", ".join(map(_texts, numbers)) + "]"
    return f"{numbers:.4g}" if isinstance(numbers, float) else str(numbers)


def _plain(text):
    return "".join(text.split()).casefold()
