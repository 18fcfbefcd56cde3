"""Say in what way wrong numbers differ from the right ones, for mistakes that nobody has listed.

A finding is a fact about the numbers, and is told only where it holds exactly on every case.
"""

import math

import torch

from linreg_helpers.course.checking.compare import as_tensor, same, show
from linreg_helpers.course.checking.reading import Thing


def finding(expected, got, sizes, within):
    """Return a fact that holds for all cases, or None.

    Args:
        expected: the right results, one for each case.
        got: the results that came, as `read` returned them.
        sizes: for each case, a dict from words such as "the rows of `x`" to a whole number.
        within: the largest difference that counts as rounding.

    Returns:
        A sentence, or None.

    Example:
        >>> right = [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])]
        >>> finding(right, [2 * r for r in right], [{}, {}], 1e-4)
        'Every number is 2 times too large.'
    """
    cases = list(zip(expected, got, strict=True))
    if isinstance(expected[0], dict):
        return _in_parts(cases, list(expected[0]), sizes, within)
    if isinstance(expected[0], tuple) and len({len(right) for right in expected}) == 1:
        return _of_results(cases, sizes, within)
    pairs = [(as_tensor(right), as_tensor(came)) for right, came in cases]
    if any(right is None or came is None for right, came in pairs):
        return None
    if all(agree(right, came, within) for right, came in pairs):
        return None
    for relation in (_shapes, _factors, _differences, _shares):
        facts = relation(pairs, sizes, within)
        if facts:
            return facts
    return _in_the_first(cases, sizes, within)


def _in_the_first(cases, sizes, within):
    """Say what is found in the first number of lists, from which the others follow in a loop."""
    if not all(isinstance(right, list) and len(right) > 1 for right, _ in cases):
        return None
    pairs = [(as_tensor(right), as_tensor(came)) for right, came in cases]
    if any(right.ndim != 1 or right.shape != came.shape for right, came in pairs):
        return None
    fact = _factors([(right[:1], came[:1]) for right, came in pairs], sizes, within)
    return fact and f"In the first: {fact[0].lower()}{fact[1:]}"


def agree(a, b, within):
    """Say whether two tensors have the same shape and numbers.

    Args:
        a: a float64 tensor.
        b: another.
        within: the largest difference that counts as rounding.

    Returns:
        True or False.
    """
    return a.shape == b.shape and bool(same(a, b, within).all())


def _on_all(pairs, within, change):
    """Say whether a change of the right numbers gives those that came, on every case."""
    try:
        return all(agree(change(right), came, within) for right, came in pairs)
    except (RuntimeError, IndexError):
        return False


def wrong_parts(expected, got, within):
    """Return the wrong parts of tuples or dicts, each with its name and for all cases.

    Args:
        expected: the right results, one for each case.
        got: the results that came.
        within: the largest difference that counts as rounding.

    Returns:
        A list of `(name, expected, got)`. Without such parts it is one, named None, of the whole.
    """
    whole = [(None, expected, got)]
    if not isinstance(expected[0], tuple | dict):
        return whole
    keys = list(expected[0]) if isinstance(expected[0], dict) else list(range(len(expected[0])))
    parts = []
    for key in keys:
        try:
            pairs = [(r[key], c[key]) for r, c in zip(expected, got, strict=True)]
        except (KeyError, IndexError, TypeError):
            return whole
        if not all(_equal(right, came, within) for right, came in pairs):
            parts.append((_called(key), *map(list, zip(*pairs, strict=True))))
    return parts


# --- tuples and dicts -----------------------------------------------------------------------------


def _of_results(cases, sizes, within):
    number = len(cases[0][0])
    for i in range(number):
        if all(_equal(right[i], came, within) for right, came in cases):
            return f"That is result {i + 1} alone."
    lengths = {len(came) if isinstance(came, tuple | list) else 0 for _, came in cases}
    if lengths != {number}:
        more = min(lengths) > number and len(lengths) == 1
        return f"{number} results are asked for, and {min(lengths)} came back." if more else None
    turned = [(right, came[::-1]) for right, came in cases]
    if number > 1 and all(_equal(right, came, within) for right, came in turned):
        return "The order of the results is the other way round."
    cases = [(dict(enumerate(right)), dict(enumerate(came))) for right, came in cases]
    return _in_parts(cases, list(range(number)), sizes, within)


def _in_parts(cases, keys, sizes, within):
    """Say which parts are right, and what is found in the first one that is not."""
    if not all(isinstance(came, dict) and set(came) == set(keys) for _, came in cases):
        return None
    right = [k for k in keys if all(_equal(r[k], c[k], within) for r, c in cases)]
    wrong = [k for k in keys if k not in right]
    if not wrong:
        return None
    fact = finding([r[wrong[0]] for r, _ in cases], [c[wrong[0]] for _, c in cases], sizes, within)
    name = _called(wrong[0])
    several = len(right) > 1 or _called(right[0] if right else "").endswith(
        ("losses", "predictions")
    )
    verb = "are" if several else "is"
    told = [f"{_listed(map(_called, right))} {verb} right."] if right else []
    told += [f"In {name}: {fact[0].lower()}{fact[1:]}"] if fact else []
    text = " ".join(told)
    if isinstance(keys[0], int) or text.startswith("the "):
        text = text[:1].upper() + text[1:]
    return text or None


def _called(key):
    return f"result {key + 1}" if isinstance(key, int) else key


def _listed(words):
    words = list(words)
    return " and ".join([", ".join(words[:-1])] * (len(words) > 1) + words[-1:])


def _equal(right, came, within):
    if isinstance(right, tuple | list) and isinstance(came, tuple | list):
        pairs = zip(right, came, strict=False)
        return len(right) == len(came) and all(_equal(r, c, within) for r, c in pairs)
    if isinstance(right, dict | str | bool | Thing) or right is None:
        return type(right) is type(came) and right == came
    right, came = as_tensor(right), as_tensor(came)
    return right is not None and came is not None and agree(right, came, within)


# --- numbers --------------------------------------------------------------------------------------


ROUNDED = (
    "It is rounded: no decimals are left.",
    "It is rounded: one decimal is left.",
    "It is rounded: two decimals are left.",
)
TURNED = "It is turned: rows stand in place of columns."


def _is_rounded(right, came, digits):
    """Say whether numbers are the right ones, rounded; a half may have gone either way."""
    if right.shape != came.shape:
        return False
    whole, unit = torch.round(came, decimals=digits), 10.0**-digits
    near = (right - came).abs() <= unit / 2 + 1e-5 * (1 + right.abs())
    return bool(near.all()) and agree(whole, came, 1e-6)


# What was done to the right numbers, by how many dimensions they have.
LOST = [
    (2, TURNED, lambda right: right.T),
    (1, "The first number is missing.", lambda right: right[1:]),
    (1, "The last number is missing.", lambda right: right[:-1]),
    (1, "That is the last number alone.", lambda right: right[-1]),
    (1, "That is the first number alone.", lambda right: right[0]),
    (2, "The first column is missing.", lambda right: right[:, 1:]),
    (2, "The last column is missing.", lambda right: right[:, :-1]),
    (2, "The first row is missing.", lambda right: right[1:]),
    (2, "The last row is missing.", lambda right: right[:-1]),
    (2, "That is the first row alone.", lambda right: right[0]),
    (2, "That is the first column alone.", lambda right: right[:, 0]),
    (None, "That is the sum of the right numbers.", torch.sum),
    (None, "That is the mean of the right numbers.", torch.mean),
]
# What is still to be done to the numbers that came, by how many dimensions these have.
LEFT = [
    (1, "There is one number too many, the first.", lambda came: came[1:]),
    (1, "There is one number too many, the last.", lambda came: came[:-1]),
    (2, "There is one column too many, the last.", lambda came: came[:, :-1]),
    (2, "There is one row too many, the last.", lambda came: came[:-1]),
    (None, "The sum is missing: these numbers add up to the right one.", torch.sum),
    (None, "The mean is missing: the mean of these numbers is the right one.", torch.mean),
    (2, "The sum over the rows is missing.", lambda came: came.sum(0)),
    (2, "The sum over the columns is missing.", lambda came: came.sum(1)),
    (2, "The mean over the rows is missing.", lambda came: came.mean(0)),
    (2, "The mean over the columns is missing.", lambda came: came.mean(1)),
]


def _shapes(pairs, sizes, within):
    """Compare numbers of different shapes, or in another order."""
    if all(right.shape == came.shape for right, came in pairs):
        if all(right.ndim == 2 for right, _ in pairs):
            return TURNED if _on_all(pairs, within, lambda right: right.T) else None
        row = all(right.ndim == 1 and len(right) > 1 for right, _ in pairs)
        turned = row and _on_all(pairs, within, lambda right: right.flip(0))
        return "The numbers stand in the opposite order." if turned else None
    if all(right.numel() == came.numel() for right, came in pairs):
        flat = [(right.flatten(), came.flatten()) for right, came in pairs]
        if _on_all(flat, within, lambda right: right):
            return "The numbers are right, and the shape is not."
    lengths = {len(came) for _, came in pairs if came.ndim == 1}
    if len(lengths) == 1 and all(right.ndim == 1 and came.ndim == 1 for right, came in pairs):
        (number,) = lengths
        words = "number" if number == 1 else f"{number} numbers"
        if number and _on_all(pairs, within, lambda right: right[:number]):
            return f"Only the first {words} came back. Usual cause: `return` inside the loop."
        if number and _on_all(pairs, within, lambda right: right[-number:]):
            return (
                f"Only the last {words} came back. Usual cause: a line that stands after the loop."
            )
    from_came = [(came, right) for right, came in pairs]
    for steps, values in ((LOST, pairs), (LEFT, from_came)):
        for dims, words, change in steps:
            fits = all(value.ndim == dims or (dims is None and value.ndim) for value, _ in values)
            if fits and _on_all(values, within, change):
                return words
    if all(right.ndim == came.ndim == 2 and right.T.shape == came.shape for right, came in pairs):
        return "The shape is turned."
    if all(r.ndim == 1 and len(r) > 1 and c.shape == (len(r), len(r)) for r, c in pairs):
        return "Two shapes that do not fit were stretched to a square table."
    return None


def _factors(pairs, sizes, within):
    """Look for one factor between all right numbers and all that came."""
    if any(right.shape != came.shape for right, came in pairs):
        return None
    subject = "The number" if all(r.numel() == 1 for r, _ in pairs) else "Every number"
    if all(right.any() for right, _ in pairs) and _on_all(pairs, within, lambda r: -r):
        return "The sign is the other way round."
    if all(bool((right < 0).any()) for right, _ in pairs) and _on_all(pairs, within, torch.abs):
        return "The minus signs are lost."
    factors = [_factor(right, came, within) for right, came in pairs]
    if None not in factors:
        enough = len(pairs) > 1 or pairs[0][0].numel() > 1 or _is_simple(factors[0])
        if enough and max(factors) - min(factors) <= 2 * within * abs(factors[0]):
            return f"{subject} is {_times(factors[0])}."
        told = _counted(factors, sizes, within)
        if told:
            return f"{subject} {told}"
    if any(bool(((right.abs() - 1).abs() < 1e-3).all()) for right, _ in pairs):  # of 1 it is 1
        return None
    if all(bool((r >= 0).all()) for r, _ in pairs) and _on_all(pairs, within, torch.sqrt):
        return f"{subject} is the square root of the right one."
    if _on_all(pairs, within, lambda r: r**2):
        return f"{subject} is the square of the right one."
    return None


def _counted(factors, sizes, within):
    """Look for a count, or a constant in place of one, that makes up the factors of all cases."""
    counts = {name: [size.get(name, 0) for size in sizes] for name in sizes[0]}
    counts = {name: c for name, c in counts.items() if min(c) > 1 and len(set(c)) > 1}
    for name, count in counts.items():
        for by, what in ((1, "large"), (-1, "small")):
            ratios = [factor / c**by for factor, c in zip(factors, count, strict=True)]
            if all(abs(ratio - 1) < 2 * within for ratio in ratios):
                return f"is too {what}, by {name}: here {count[0]} times."
    for name, count in counts.items():
        squares = [factor / c**2 for factor, c in zip(factors, count, strict=True)]
        if all(abs(square - 1) < 2 * within for square in squares):
            return (
                f"is too large, by the square of {name}: here {count[0] ** 2} times. Usual cause: "
                "brackets are missing behind `/`."
            )
    for name, count in counts.items():
        constants = [c / factor for factor, c in zip(factors, count, strict=True)]
        whole = round(constants[0])
        if whole > 1 and all(abs(c / whole - 1) < 2 * within for c in constants):
            return f"would be right if {name} were {whole}. Here it is {count[0]}."
    return None


def _factor(right, came, within):
    """Return what all right numbers are multiplied by, or None."""
    at = right.abs().argmax() if right.numel() else None
    if at is None or right.flatten()[at] == 0:
        return None
    factor = (came.flatten()[at] / right.flatten()[at]).item()
    usable = math.isfinite(factor) and abs(factor) > 1e-6 and abs(factor - 1) > 10 * within
    return factor if usable and agree(right * factor, came, within) else None


def _is_simple(factor):
    return any(abs(f - round(f)) < 1e-6 and 2 <= abs(f) <= 10 for f in (factor, 1 / factor))


def _times(factor):
    size = abs(factor)
    words = f"{show(size)} times too large" if size > 1 else f"{show(1 / size)} times too small"
    return words + (", and of the other sign" if factor < 0 else "")


def _differences(pairs, sizes, within):
    """Look for one number that is added to all right numbers."""
    if any(right.shape != came.shape or not right.numel() for right, came in pairs):
        return None
    added = [(came - right).flatten()[0].item() for right, came in pairs]
    several = len(pairs) > 1 or pairs[0][0].numel() > 1
    if not (several and abs(added[0]) > 1e-6 and math.isfinite(added[0])):
        return None
    if not _on_all(pairs, within, lambda r: r + added[0]):
        return None
    words = "large" if added[0] > 0 else "small"
    subject = "The number" if all(r.numel() == 1 for r, _ in pairs) else "Every number"
    return f"{subject} is too {words} by {show(abs(added[0]))}."


def _shares(pairs, sizes, within):
    """Say which columns, rows or numbers are right."""
    if any(right.shape != came.shape for right, came in pairs):
        return None
    if any(bool((~torch.isfinite(came)).any()) for _, came in pairs):
        return "There are numbers that are not finite (nan or inf)."
    for digits in (0, 1, 2):
        if all(_is_rounded(right, came, digits) for right, came in pairs):
            return ROUNDED[digits]
    if all(_roughly(right, came) for right, came in pairs):
        return "It agrees in the first two digits only. Usual cause: rounding on the way."
    if all(came.numel() > 1 and not came.any() for _, came in pairs):
        return "Every number is 0."
    right = [same(r, c, within) for r, c in pairs]
    if all(r.ndim == 2 for r, _ in pairs):
        for axis, name in ((0, "column"), (1, "row")):
            lines = [line.all(axis) for line in right]
            if len({len(line) for line in lines}) == 1 and len(lines[0]) > 1:
                told = _which(torch.stack(lines).all(0), torch.stack(lines).any(0), name)
                if told:
                    return told
            elif all(len(line) > 1 and line[0] and not line[1:].any() for line in lines):
                return f"The first {name} is right, the others are not."
    if all(r.ndim == 1 and len(r) > 1 for r, _ in pairs):
        heads = {int(line.int().cumprod(0).sum()) for line in right}
        if len(heads) == 1 and 0 not in heads:
            (head,) = heads
            words = "first number is" if head == 1 else f"first {head} numbers are"
            return f"The {words} right, then something goes wrong."
        if all(line[-1] and not line[:-1].any() for line in right):
            return "The last number is right, the others are not."
    return None


def _which(always, ever, name):
    """Say which lines are always right, if the others are never right."""
    if not always.any() or always.all() or bool((ever & ~always).any()):
        return None
    good, bad = ((~always).logical_not().nonzero(), (~always).nonzero())
    good, bad = ([str(i.item() + 1) for i in index] for index in (good, bad))
    verbs = ["is" if len(numbers) == 1 else "are" for numbers in (good, bad)]
    names = [name + "s" * (len(numbers) > 1) for numbers in (good, bad)]
    return (
        f"{names[0].capitalize()} {_listed(good)} {verbs[0]} right, "
        f"{names[1]} {_listed(bad)} {verbs[1]} not."
    )


def _roughly(right, came):
    return right.numel() > 0 and bool(same(right, came, 0.006).all())
