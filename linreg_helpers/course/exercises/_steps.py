"""What is read from answers that are made step by step from the penguins, whatever holds them."""

import copy
import functools
import math
from collections import Counter

import torch
from torch.utils.data import Dataset

from linreg_helpers import least_squares, load_penguins
from linreg_helpers.course.checking.compare import as_tensor, plain
from linreg_helpers.course.checking.made import FaultError
from linreg_helpers.course.checking.reading import UnreadableError, read, show

BILL_AND_FLIPPER = (
    ["bill length (mm)", "bill depth (mm)", "flipper length (mm)"],
    "body mass (g)",
)
penguins = functools.cache(load_penguins)


# --- the question ---------------------------------------------------------------------------------


def names_in(question):
    """Return the names of the inputs and of the target, as the table has them.

    Args:
        question: the reader's `my_question`: the names of the inputs, and the name of the target.

    Returns:
        A list of texts, and a text.

    Raises:
        FaultError: there is no such column, or the target is an input too.

    Example:
        >>> names_in((["bill length"], "body mass (g)"))
        (['bill length (mm)'], 'body mass (g)')
    """
    known = {_short(name): name for name in penguins().measurement_names}
    expected = "my_question with the names of some inputs, and of one other column as target"
    try:
        inputs, target = read(question)
        inputs = [inputs] if isinstance(inputs, str) else inputs
        inputs, target = [known[_short(name)] for name in inputs], known[_short(target)]
    except (UnreadableError, TypeError, ValueError, KeyError, AttributeError):
        cause = f"The names are {', '.join(penguins().measurement_names)}."
        raise FaultError(expected, "another my_question", cause) from None
    if not inputs or len({*inputs, target}) < len(inputs) + 1:
        cause = "A target that is an input too is no question, and a column twice brings nothing."
        raise FaultError(expected, "no input, or a column twice", cause)
    return inputs, target


def _short(name):
    return plain(name.split(" (")[0])


def unit_of(question):
    """Return the unit of the target: "mm" or "g"."""
    return names_in(question)[1].split("(")[1].rstrip(")")


def columns(question):
    """Return the inputs (344, d) and the target (344, 1) in float64, with what is missing."""
    inputs, target = names_in(question)
    numbers = torch.from_numpy(penguins().measurements).double()
    place = penguins().measurement_names.index
    return numbers[:, [place(name) for name in inputs]], numbers[:, [place(target)]]


def whole_rows(question):
    """Return the places of the rows that lack nothing, their inputs and their targets."""
    x, y = columns(question)
    whole = torch.cat([x, y], 1).isfinite().all(1)
    return whole.nonzero()[:, 0], x[whole], y[whole]


# --- tables ---------------------------------------------------------------------------------------


def tables(value, depth=3):
    """Return the tables that an answer is made of, each (n, columns) in float64.

    Args:
        value: tensors, arrays or lists, alone or up to four in a tuple, list or dict, which may
            lie in one another; a `Dataset`.
        depth: how deep tuples may lie in one another.

    Returns:
        A list of tensors.

    Raises:
        FaultError: something is no table of numbers.

    Example:
        >>> [tuple(t.shape) for t in tables((torch.ones(7, 2), range(7)))]
        [(7, 2), (7, 1)]
    """
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if isinstance(value, Dataset):
        rows = [value[i] for i in range(len(value))]
        value = tuple(
            torch.stack([torch.as_tensor(part) for part in p]) for p in zip(*rows, strict=True)
        )
    if isinstance(value, dict):
        value = tuple(value.values())
    if depth and isinstance(value, tuple | list) and len(value) <= 4:
        return [table for part in value for table in tables(part, depth - 1)]
    numbers = as_tensor(read(value))
    if numbers is None or numbers.ndim not in (1, 2) or not numbers.numel():
        raise FaultError("tables of numbers", show(read(value)))
    return [numbers.reshape(len(numbers), -1)]


def pair(value, d):
    """Return inputs (n, d) and targets (n, 1) from two tables, or from one with the target last.

    Args:
        value: what `tables` can read.
        d: number of inputs.

    Returns:
        Two tensors.

    Raises:
        FaultError: the tables are others.
    """
    parts = tables(value)
    if len(parts) == 1 and parts[0].shape[1] == d + 1:
        parts = [parts[0][:, :d], parts[0][:, d:]]
    return _checked(parts, [d, 1], f"inputs with {_count(d, 'column')}, and the target")


def four(value, d):
    """Return inputs and target for training, and the same for validation.

    Args:
        value: what `tables` can read; the two inputs may also come first, then the two targets.
        d: number of inputs.

    Returns:
        Four tensors.

    Raises:
        FaultError: the tables are others.
    """
    parts = tables(value)
    if len(parts) == 2:  # two tables with the target last
        parts = [p for part in parts for p in (part[:, :d], part[:, d:])]
    lengths = [len(part) for part in parts]
    if len(parts) == 4 and lengths[0] == lengths[2] != lengths[1] == lengths[3]:
        parts = [parts[0], parts[2], parts[1], parts[3]]
    expected = f"four tables: inputs with {_count(d, 'column')} and target, twice"
    return _checked(parts, [d, 1, d, 1], expected)


def _checked(parts, widths, expected):
    got = ", ".join(str(tuple(part.shape)) for part in parts)
    if [part.shape[1] for part in parts] != widths:
        cause = "Take the columns that `my_question` names: the inputs, and the target by itself."
        if sorted(part.shape[1] for part in parts) == sorted(widths):
            cause = "The tables stand in another order: the inputs first, then their target."
        raise FaultError(expected, f"shapes {got}", cause)
    if any(len(x) != len(y) for x, y in zip(parts[::2], parts[1::2], strict=True)):
        cause = "Inputs and target of one row belong together: choose the same rows for both."
        raise FaultError("as many targets as rows of inputs", f"shapes {got}", cause)
    return parts


def _count(number, word):
    return f"{number} {word}" + "s" * (number != 1)


def inputs_of(value):
    """Return the number of inputs of a split, from the columns of its first table."""
    parts = tables(value)
    return parts[0].shape[1] - (len(parts) == 2)


def keys(x, y):
    """Return the rows as tuples, rounded to the digits that were measured, to count them."""
    rows = torch.cat([x, y], 1)
    return [tuple(row) for row in (rows * 10).round().tolist()]


def places(x, y, question):
    """Return where in the penguins' table the rows stand, or None for each that is not there.

    Args:
        x: inputs (n, d) in mm and g.
        y: targets (n, 1).
        question: the reader's `my_question`.

    Returns:
        A list of whole numbers and None; a row that comes twice has one place only.
    """
    where, all_x, all_y = whole_rows(question)
    free = {}
    for place, key in zip(where.tolist(), keys(all_x, all_y), strict=True):
        free.setdefault(key, []).append(place)
    return [free[key].pop(0) if free.get(key) else None for key in keys(x, y)]


def same_rows(x, y, other_x, other_y):
    """Say how many rows of the one are not in the other, and the other way round."""
    ours, theirs = Counter(keys(x, y)), Counter(keys(other_x, other_y))
    return (ours - theirs).total(), (theirs - ours).total()


# --- scales, models, numbers ----------------------------------------------------------------------


def standardised(x, y, *, by, correction=0):
    """Standardise tables with the mean and standard deviation of the columns of others.

    Args:
        x: inputs.
        y: targets.
        by: a pair of tables.
        correction: 1 for the standard deviation that divides by one less.

    Returns:
        A pair of tables.
    """
    return tuple(
        (table - own.mean(0)) / own.std(0, correction=correction)
        for table, own in zip((x, y), by, strict=True)
    )


def grams_and_zero(scale, split):
    """Return what 1 and 0 of a scaled target are in its unit: `(spread, centre)`.

    Args:
        scale: the reader's `my_scale`.
        split: the reader's `my_split`, in the same order of rows or in another.

    Returns:
        Two numbers.
    """
    d = inputs_of(split)
    y, z = four(split, d)[1], four(scale, d)[1]
    spread = ((y.max() - y.min()) / (z.max() - z.min())).item()
    return spread, (y.mean() - spread * z.mean()).item()


def predicted(model, x):
    """Return the predictions of a model, (n, 1) in float64, and leave the model as it was.

    Args:
        model: an `nn.Module`.
        x: inputs (n, d).

    Returns:
        A tensor.

    Raises:
        FaultError: it is no model, or it predicts something other than one number for each row.
    """
    model = model_like(model)
    kinds = [p.dtype for p in model.parameters() if p.is_floating_point()]
    with torch.no_grad():
        pred = model(x.to(kinds[0] if kinds else torch.float32))
    numbers = as_tensor(read(pred))
    if numbers is None or numbers.numel() != len(x):
        shape = tuple(getattr(pred, "shape", ()))
        cause = "One target is one number for each row: the last layer has one output."
        raise FaultError(f"predictions of the shape ({len(x)}, 1)", f"the shape {shape}", cause)
    return numbers.reshape(-1, 1)


def model_like(model):
    """Return a copy of a model.

    Raises:
        FaultError: it is no `nn.Module`.
    """
    if isinstance(model, torch.nn.Module):
        return copy.deepcopy(model)
    if isinstance(model, type) and issubclass(model, torch.nn.Module):
        cause = "Round brackets behind the name of a class make a model from it."
        raise FaultError("a model", "a class", cause)
    cause = "`nn.Linear(...)` is a model, and so is an object of a class made from `nn.Module`."
    raise FaultError("a model, an `nn.Module`", show(read(model)), cause)


def loss(pred, y):
    """Return the mean squared error as a number."""
    return ((pred - y) ** 2).mean().item()


def line_through(x, y):
    """Return the model with the least loss on these rows, an `nn.Linear` in float64."""
    model = torch.nn.Linear(x.shape[1], 1, dtype=torch.float64)
    w, b = least_squares(x, y)
    with torch.no_grad():
        model.weight.copy_(w)
        model.bias.copy_(b)
    return model


def numbers_in(value, how_many):
    """Return the numbers of an answer that has so many, or None."""
    value = read(value)
    parts = [as_tensor(part) for part in (value if isinstance(value, tuple | list) else [value])]
    if any(part is None for part in parts):
        return None
    numbers = [number for part in parts for number in part.flatten().tolist()]
    return numbers if len(numbers) == how_many and all(map(math.isfinite, numbers)) else None


def near(one, other, within):
    """Say whether two numbers agree, relative to the second."""
    return math.isclose(one, other, rel_tol=within, abs_tol=within * 1e-3)
