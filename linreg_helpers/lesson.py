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


def compare(yours, correct, *, within):
    """Print your result, the correct one and the largest difference, on one line.

    Args:
        yours: a number, a list or a tensor.
        correct: likewise, of the same shape.
        within: the largest difference that still counts as rounding. A smaller one is not printed
            in digits, because its digits differ between processors.

    Raises:
        ValueError: the shapes differ.

    Example:
        >>> compare(0.25, 1 / 4, within=1e-6)
        yours: 0.25 | correct: 0.25 | largest difference: below 1e-06, the same
    """
    yours, correct = _array(yours), _array(correct)
    if yours.shape != correct.shape:
        raise ValueError(
            f"compare: yours and correct must have the same shape; got {yours.shape} and "
            f"{correct.shape}. Usual cause: a dimension too many or too few in yours."
        )
    largest = np.abs(yours - correct).max()
    verdict = (
        f"below {within:g}, the same"
        if largest < within
        else f"{_digits(largest, 2)}, NOT the same"
    )
    print(f"yours: {_text(yours)} | correct: {_text(correct)} | largest difference: {verdict}")


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
        values = column if isinstance(column[0], str) else _array(column).tolist()
        if len(values) != len(row_names):
            raise ValueError(
                f"table: column {name!r} must have one value a row, {len(row_names)} in all; got "
                f"{len(values)}. Usual cause: a row of the tensor was passed instead of a column."
            )
        texts = [v if isinstance(v, str) else _digits(v, digits) for v in values]
        width = max(map(len, [name, *texts]))
        cells[name] = [text.rjust(width) for text in [name, *texts]]
    width = max(map(len, row_names))
    for row in zip(["", *row_names], *cells.values(), strict=True):
        print("  ".join([row[0].ljust(width), *row[1:]]))


def _array(value):
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return np.asarray(value, dtype="float64")


def _text(array):
    """Write a number, or the first numbers of an array and its shape where there are more."""
    numbers = [_digits(number, 4) for number in array.ravel().tolist()]
    if array.ndim == 0:
        return numbers[0]
    if len(numbers) <= 4:
        return "[" + ", ".join(numbers) + "]"
    return "[" + ", ".join([*numbers[:3], "..."]) + f"] {array.shape}"


def _digits(value, digits):
    """Write a number with so many significant digits, and with no exponent up to a billion."""
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:,.0f}" if 1000 <= abs(rounded) < 1e9 else f"{rounded:.{digits}g}"
