"""Read whatever comes back as an answer into plain parts, or say that it can't be read.

Everything behind this page compares and shows only what `read` let through: None, True and False,
whole and decimal numbers, texts, dense real tensors and arrays, lists, tuples and dicts of these,
and `Thing`, which stands for what is no answer at all, such as a function.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import torch

DEEPEST = 4
LONGEST = 20_000
DIGITS = 300


class UnreadableError(Exception):
    """What came back can't be read; the text says what it is."""


@dataclass(frozen=True)
class Thing:
    """Something that can be named, and never compared."""

    words: str


def read(value):
    """Return a value in plain parts, which later changes of the value do not reach.

    Args:
        value: anything, however hostile.

    Returns:
        The plain value.

    Raises:
        UnreadableError: it can't be read. Nothing else is raised but an interrupt.

    Example:
        >>> read(np.float64(4)), read([torch.tensor(1), range(2)])
        (4.0, [tensor(1), [0, 1]])
    """
    try:
        return _read(value, DEEPEST)
    except (UnreadableError, KeyboardInterrupt):
        raise
    except BaseException:  # its methods may do anything, and raise anything
        raise UnreadableError(name_of(value)) from None


def _read(value, depth):
    if value is None or type(value) is bool:
        return value
    if isinstance(value, np.floating):
        return float(value)
    if isinstance(value, np.generic):
        return _read(value.item(), depth)
    if isinstance(value, int):
        value = int.__add__(value, 0)  # not a subclass with methods of its own
        return value if value.bit_length() < DIGITS * 3.33 else _fail("a very long whole number")
    if isinstance(value, float):
        return float.__add__(value, 0.0)
    if isinstance(value, str):
        value = str.__str__(value)
        return value if len(value) <= LONGEST else _fail(f"a text of {len(value):,} characters")
    if isinstance(value, Fraction | Decimal):
        return float(value)
    if isinstance(value, torch.dtype | np.dtype):
        return str(value)
    if isinstance(value, torch.Tensor):
        return _read_tensor(value)
    if isinstance(value, np.ndarray):
        return _read_array(value)
    if isinstance(value, list | tuple | range):
        return _read_row(value, depth)
    if isinstance(value, dict):
        return _read_dict(value, depth)
    if isinstance(value, complex):
        _fail("a complex number")
    if isinstance(value, torch.nn.Module):
        return Thing("a model")
    if callable(value):
        return Thing("a class" if isinstance(value, type) else "a function")
    return _fail(name_of(value))


def _read_tensor(value):
    kinds = {
        "a nested tensor": value.is_nested,
        f"a tensor with the layout {str(value.layout).removeprefix('torch.')}": (
            value.layout != torch.strided
        ),
        "a quantized tensor": value.is_quantized,
        "a tensor without numbers, on the device meta": value.is_meta,
        "a tensor of complex numbers": value.is_complex(),
        "a very large tensor": value.numel() > 1000 * LONGEST,
    }
    for words, is_so in kinds.items():
        if is_so:
            _fail(words)
    if value.is_leaf:
        return value.detach().cpu().clone().requires_grad_(value.requires_grad)
    return value.cpu().clone()


def _read_array(value):
    if isinstance(value, np.ma.MaskedArray):
        _fail("a masked array")
    if value.dtype.kind not in "biuf":
        _fail(f"an array of {value.dtype.name}")
    return np.array(value, np.float64 if value.dtype.kind == "f" else value.dtype)


def _read_row(value, depth):
    if depth == 0:
        _fail(f"{name_of(value)} in a list in a list, deeper than I look")
    if len(value) > LONGEST:
        _fail(f"{name_of(value)} of {len(value):,} parts")
    parts = [_read(part, depth - 1) for part in value]
    return tuple(parts) if isinstance(value, tuple) else parts


def _read_dict(value, depth):
    if depth == 0 or len(value) > LONGEST:
        _fail("a dict in too many others, or a very long one")
    return {_read_key(key): _read(part, depth - 1) for key, part in value.items()}


def _read_key(key):
    return key if isinstance(key, int) else str.__str__(key)


def _fail(words):
    raise UnreadableError(words)


def name_of(value):
    """Return the name of a value's type, as "a list", whatever the type does.

    Args:
        value: anything.

    Returns:
        A text of a few words.
    """
    try:
        name = type.__getattribute__(type(value), "__name__")
        return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {cut(str(name), 40)}"
    except Exception:
        return "an object"


def cut(text, length):
    """Cut a text that is longer, and mark the cut.

    Args:
        text: a text.
        length: the largest number of characters.

    Returns:
        The text, or its beginning and "...".
    """
    return text if len(text) <= length else text[: length - 3] + "..."


def show(value, digits=4):
    """Write a value that was read in few words.

    Args:
        value: what `read` returned.
        digits: how many digits of a decimal number are shown.

    Returns:
        A text of one line.

    Example:
        >>> show(torch.tensor([[1.0, 0.33333]]))
        'a tensor [[1, 0.3333]]'
    """
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        text = str(value)
        return text if len(text) <= 30 else f"a whole number of {len(text)} digits"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, str):
        return repr(cut(value, 60))
    if isinstance(value, torch.Tensor | np.ndarray):
        kind = "a tensor" if isinstance(value, torch.Tensor) else "an array"
        if 0 < np.prod(value.shape) <= 12:
            return f"{kind} {show(value.tolist(), digits)}"
        return f"{kind} of shape {tuple(value.shape)}"
    if isinstance(value, tuple | list):
        brackets = "()" if isinstance(value, tuple) else "[]"
        shown = [show(part, digits) for part in value[:8]] + ["..."] * (len(value) > 8)
        return cut(", ".join(shown).join(brackets), 200)
    if isinstance(value, dict):
        shown = [f"{key!r}: {show(part, digits)}" for key, part in list(value.items())[:8]]
        return cut("{" + ", ".join(shown) + "}", 200)
    return value.words if isinstance(value, Thing) else name_of(value)
