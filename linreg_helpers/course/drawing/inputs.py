"""What a figure asks of the numbers and names that it is given."""

import numpy as np
import torch

from linreg_helpers import _checks


def numbers(where, name, value, shape):
    """Return the numbers as a float64 array of that shape, or say why that cannot be.

    A word in `shape` stands for any size of at least 1, as in `_checks.float_tensor`.
    """
    wanted = "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
    must = f"{name} must be numbers of shape {wanted}"
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


def runs_of(where, losses, log):
    """Return a dict from the label of each run to its losses; a single run has the label None."""
    if isinstance(losses, dict):
        if not losses:
            cause = "the loop that fills it did not run."
            raise ValueError(_checks.complaint(where, "losses must not be empty", "{}", cause))
        names = {label: f"losses[{label!r}]" for label in losses}
    else:
        losses, names = {None: losses}, {None: "losses"}
    runs = {label: numbers(where, names[label], run, ("steps",)) for label, run in losses.items()}
    for label, run in runs.items() if log else ():
        run = run[: finite_count(run)]
        if run.size and (run.min() < 0 or run.max() == 0):
            must = f"{names[label]} must be above 0 for log=True"
            cause = "numbers that are not losses, or a fit without any error. Use log=False."
            raise ValueError(_checks.complaint(where, must, f"{run.min():g}", cause))
    return runs


def _without_graph(value):
    """Turn tensors, and lists of them, into plain lists."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_without_graph(item) for item in value]
    return value


def require_finite(where, name, array):
    """Require that no number in the array is NaN or infinite."""
    cause = "a run that diverged, because its learning rate was too large."
    _checks.finite(where, name, torch.from_numpy(array), cause)


def prediction_pair(where, pred, target):
    """Return predictions and targets as float64 arrays of one shape (n, m), all finite."""
    pred = numbers(where, "pred", pred, ("n", "m"))
    target = numbers(where, "target", target, pred.shape)
    require_finite(where, "pred", pred)
    require_finite(where, "target", target)
    return pred, target


def names_of(where, name, names, count):
    """Return so many names as texts, or say why that cannot be."""
    must = f"{name} must be {count} names"
    if isinstance(names, str) or not hasattr(names, "__len__"):
        cause = "one text in place of a list of texts."
        raise TypeError(_checks.complaint(where, must, repr(names), cause))
    if len(names) != count:
        cause = "names of the columns in place of names of the rows, or the other way round."
        raise ValueError(_checks.complaint(where, must, f"{len(names)}", cause))
    return [str(text) for text in names]


def marks_of(where, marks, last):
    """Return a dict from a step, from 0 to the last, to its text."""
    if marks is None:
        return {}
    if not isinstance(marks, dict):
        must = "marks must be a dict from a step to its text"
        cause = "a list of steps without texts."
        raise TypeError(_checks.complaint(where, must, _checks.describe(marks), cause))
    for step in marks:
        if _checks.whole_number(where, "the step of a mark", step, least=0) > last:
            must = f"the step of a mark must be at most {last}, the last step"
            cause = "marks that were made for a longer run."
            raise ValueError(_checks.complaint(where, must, f"{step}", cause))
    return marks


def finite_count(run):
    """Count the numbers before the first that is not finite."""
    return int(np.isfinite(run).cumprod().sum())
