"""What the live figures say in words, and the numbers that stand behind the words."""

import numpy as np

from linreg_helpers.course.drawing.axes import number_text


def short(value):
    """Write a number with three significant digits: no processor changes these."""
    return number_text(float(f"{value:.3g}"))


def split_unit(name):
    """Split "apples (ton)" into "apples" and "ton"; the unit may be missing."""
    word, _, unit = name.partition(" (")
    return word, unit.removesuffix(")")


def worst_miss(pred, target, row_names, column_words, unit):
    """Say in words which prediction is furthest from its target. Both are arrays (n, m)."""
    miss = np.asarray(pred) - np.asarray(target)
    if not miss.any():
        return "Every prediction equals its target."
    i, j = divmod(int(abs(miss).argmax()), miss.shape[1])
    side = "too high" if miss[i, j] > 0 else "too low"
    where = ", ".join(filter(None, [row_names[i], column_words[j]]))
    return f"The largest miss: {where}, {short(abs(miss[i, j]))} {unit} {side}."


def direction_names(count):
    """Return the names of the directions of a bowl, from the first, the steepest, to the flattest.

    Example:
        >>> direction_names(4)
        ['first (steepest)', 'second', 'third', 'fourth (flattest)']
    """
    words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
    names = [*words, *(f"number {k}" for k in range(9, count + 1))][:count]
    if count > 1:
        names[0], names[-1] = f"{names[0]} (steepest)", f"{names[-1]} (flattest)"
    return names


def outside(count):
    """Return the sentence on marks that lie outside the picture, in a list; none for no marks."""
    if count == 0:
        return []
    marks = "1 mark lies" if count == 1 else f"{count} marks lie"
    return [f"{marks} outside the picture, drawn at its edge."]


def spread(actual, share=0.12):
    """Return limits with a margin on both sides of the actual values."""
    margin = share * np.ptp(actual) or 1
    return np.array([actual.min() - margin, actual.max() + margin])


def without_rounding(loss, actual):
    """Return the loss, or 0 where it is nothing but the rounding of a perfect fit."""
    return loss if loss > 1e-20 * np.square(actual).max() else 0.0


def percent(share):
    """Write a share as a percentage, without digits that would only say that it is tiny."""
    if 1 > share > 0.9999:
        return "over 99.99 %"
    if share < 1e-5:
        return "below 0.001 %"
    return f"{100 * share:.{4 if share > 0.1 else 2}g} %"


def steps_to_show(last):
    """Return round numbers from 0 to the last, ten for each power of ten."""
    round_numbers = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    steps = {int(r * 10**k) for k in range(len(str(last))) for r in round_numbers}
    return sorted({0, last} | {step for step in steps if step < last})
