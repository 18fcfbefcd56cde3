"""What a figure asks of the numbers and names that it is given."""

import numpy as np
import torch

from linreg_helpers import _checks

DIVERGED = "a run that diverged, because its learning rate was too large."


def numbers(where, name, value, shape):
    """Return the numbers as a float64 array of that shape, or say why that cannot be.

    A word in `shape` stands for any size of at least 1, as in `_checks.float_tensor`.
    """
    must = f"{name} must be numbers of shape {_checks.shape_text(shape)}"
    try:
        array = np.asarray(_without_graph(value))
    except ValueError:
        array = np.asarray(None)  # lists of different lengths
    if array.dtype.kind not in "iuf":
        cause = "texts, rows of different lengths, or a History in place of its losses."
        raise TypeError(_checks.complaint(where, must, _checks.describe(value), cause))
    if array.size == 0:
        cause = "a slice or a filter selected nothing."
        raise ValueError(
            _checks.complaint(where, f"{name} must not be empty", _checks.describe(value), cause)
        )
    if array.ndim != len(shape):
        cause = "an index that drops a dimension, or brackets too many or too few."
    elif any(not isinstance(k, str) and k != s for k, s in zip(shape, array.shape, strict=True)):
        cause = "rows and columns are swapped, or the numbers belong to different data."
    else:
        return array.astype("float64")
    raise ValueError(_checks.complaint(where, must, f"the shape {array.shape}", cause))


def dict_of(where, name, value, shape):
    """Return a dict from a label to numbers of one shape, which has at least one entry."""
    if not isinstance(value, dict):
        must = f"{name} must be a dict from a label to its numbers"
        cause = "the numbers of a single line, without a label."
        raise TypeError(_checks.complaint(where, must, _checks.describe(value), cause))
    if not value:
        cause = "the loop that fills it did not run."
        raise ValueError(_checks.complaint(where, f"{name} must not be empty", "{}", cause))
    return {label: numbers(where, f"{name}[{label!r}]", run, shape) for label, run in value.items()}


def require_logarithms(where, name, run):
    """Require losses that a logarithmic axis can show: none below 0, and not all of them 0."""
    run = run[: finite_count(run)]
    if run.size and (run.min() < 0 or run.max() == 0):
        must = f"{name} must be above 0 on a logarithmic axis"
        cause = "numbers that are not losses, or a fit without any error."
        raise ValueError(_checks.complaint(where, must, f"{run.min():g}", cause))


def _without_graph(value):
    """Turn tensors, and lists of them, into plain lists."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_without_graph(item) for item in value]
    return value


def require_finite(where, name, array, *cause):
    """Require that no number in the array is NaN or infinite."""
    _checks.finite(where, name, torch.from_numpy(array), *cause)


def prediction_pair(where, pred, target):
    """Return predictions and targets as float64 arrays of one shape (n, m), all finite."""
    pred = numbers(where, "pred", pred, ("n", "m"))
    target = numbers(where, "target", target, pred.shape)
    require_finite(where, "pred", pred, DIVERGED)
    require_finite(where, "target", target)
    return pred, target


def names_of(where, name, names, count, word=None):
    """Return so many names as texts, "word 1", "word 2", ... for None, or say why it cannot be."""
    if names is None and word:
        return [f"{word} {k + 1}" for k in range(count)]
    must = f"{name} must be {count} names"
    if isinstance(names, str):
        cause = "one text in place of a list of texts."
        raise TypeError(_checks.complaint(where, must, repr(names), cause))
    if not hasattr(names, "__len__"):
        cause = "the names were left out, or were not put into a list."
        raise TypeError(_checks.complaint(where, must, _checks.describe(names), cause))
    if len(names) != count:
        cause = "names of the columns in place of names of the rows, or the other way round."
        raise ValueError(_checks.complaint(where, must, f"{len(names)}", cause))
    return [str(text) for text in names]


def marks_of(where, marks, last, word="mark"):
    """Return a dict from a step, from 0 to the last, to its text."""
    if marks is None:
        return {}
    if not isinstance(marks, dict):
        must = f"{word}s must be a dict from a step to its text"
        cause = "a list of steps without texts."
        raise TypeError(_checks.complaint(where, must, _checks.describe(marks), cause))
    for step in marks:
        if _checks.whole_number(where, f"the step of a {word}", step, least=0) > last:
            must = f"the step of a {word} must be at most {last}, the last step"
            cause = f"{word}s that were made for a longer run."
            raise ValueError(_checks.complaint(where, must, f"{step}", cause))
    return marks


def finite_count(run):
    """Count the numbers before the first that is not finite."""
    return int(np.isfinite(run).cumprod().sum())
