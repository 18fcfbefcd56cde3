"""What the notebooks print: a guess beside the truth, yours beside the correct value, a table.

Four significant digits at the most: the later ones of a float32 differ between processors.
"""

import numpy as np
import torch


def reveal(my_guess, truth):
    """Print the reader's guess beside the truth.

    Args:
        my_guess: anything; None means that the reader has not guessed yet.
        truth: what really comes out.

    Example:
        >>> reveal(None, truth=8)
        your guess: none yet (set my_guess above, and run both cells) | the truth: 8
    """
    if my_guess is None:
        my_guess = "none yet (set my_guess above, and run both cells)"
    print(f"your guess: {my_guess} | the truth: {truth}")


def compare(yours, correct, *, within, digits=4, against="correct"):
    """Print your result, the correct one and the largest difference, on one line.

    Args:
        yours: a number, a list or a tensor.
        correct: likewise, of the same shape.
        within: the largest difference that still counts as rounding. What is smaller is not
            printed in digits, because these differ between processors.
        digits: how many significant digits of yours and correct to show.
        against: what to call the other result, where it is not known to be correct.

    Raises:
        ValueError: the shapes differ.

    Example:
        >>> compare(0.25, 1 / 4, within=1e-6)
        yours: 0.2500 | correct: 0.2500 | largest difference: below 1e-06, the same
    """
    yours, correct = _array(yours), _array(correct)
    if yours.shape != correct.shape:
        raise ValueError(
            f"compare: yours and correct must have the same shape; got {yours.shape} and "
            f"{correct.shape}. Usual cause: a dimension too many or too few in yours."
        )
    largest = np.abs(yours - correct).max()
    verdict = f"below {within:g}, the same"
    if not largest < within:  # a NaN is not the same either
        verdict = f"{_texts([largest], 2)[0]}, NOT the same"
    yours, correct = (np.where(np.abs(a) < within, 0, a) for a in (yours, correct))
    print(
        f"yours: {_summary(yours, digits)} | {against}: {_summary(correct, digits)} | "
        f"largest difference: {verdict}"
    )


def table(row_names, columns, *, digits=4):
    """Print numbers in columns, one named row each.

    Args:
        row_names: one name a row.
        columns: dict from the name of a column to its numbers, one a row; or to texts.
        digits: how many significant digits to show.

    Raises:
        ValueError: a column does not have one number a row.

    Example:
        >>> table(["Kanto", "Johto"], {"actual": [56, 81], "predicted": [57.4097, 82.0064]})
               actual  predicted
        Kanto      56      57.41
        Johto      81      82.01
    """
    cells = {}
    for name, column in columns.items():
        texts = column if isinstance(column[0], str) else _texts(_array(column).tolist(), digits)
        if len(texts) != len(row_names):
            raise ValueError(
                f"table: column {name!r} must have one value a row, {len(row_names)} in all; got "
                f"{len(texts)}. Usual cause: a row of the tensor was passed instead of a column."
            )
        width = max(map(len, [name, *texts]))
        cells[name] = [text.rjust(width) for text in [name, *texts]]
    width = max(map(len, row_names))
    for row in zip(["", *row_names], *cells.values(), strict=True):
        print("  ".join([row[0].ljust(width), *row[1:]]))


def _array(value):
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return np.asarray(value, dtype="float64")


def _summary(array, digits):
    """Write a number, or an array in a row, of which only the beginning where it is long."""
    texts = _texts(array.ravel().tolist(), digits)
    if array.ndim == 0:
        return texts[0]
    return "[" + ", ".join(texts if len(texts) <= 3 else [*texts[:2], "..."]) + "]"


def _texts(values, digits):
    """Write numbers with so many significant digits, with no exponent where they can do without."""
    rounded = [float(f"{value:.{digits}g}") for value in values]
    all_whole = all(value.is_integer() for value in rounded)

    def text(value):
        if abs(value) < 1e15 and (all_whole or abs(value) >= 10 ** (digits - 1)):
            return f"{value:,.0f}"
        return f"{value:#.{digits}g}"

    return list(map(text, rounded))
