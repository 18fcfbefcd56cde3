"""Exercises of notebook 10: how many sums there are, and how to make them."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table


def _table(*columns):
    return torch.cat(columns, dim=1).double()


def _ones(x):
    return torch.ones(len(x), 1)


def _sums(x, y):
    return _table(x, _ones(x), y).T @ _table(x, _ones(x), y)


check_count_sums = Exercise(
    name="count_sums",
    question="A table has 100 inputs and 1 target. How many numbers are in its sums, `Z.T @ Z`?",
    answer=10404,
    wrong=[
        (10201, "You forgot the target, or the column of ones: Z has 102 columns."),
        (10000, "You counted the inputs only. Z also holds a column of ones and the target."),
        (102, "That is the number of columns. Each is multiplied with each."),
        (100, "That is the number of inputs. Each column of Z is multiplied with each."),
    ],
    hints=["How many columns has Z?", "100 inputs, one column of ones, one target."],
    code="my_count_sums = (100 + 1 + 1) ** 2",
    insight="The size of the sums depends on the columns, and never on the rows.",
)

check_sums = Exercise(
    name="sums",
    question="Write `my_sums`. It returns `Z.T @ Z` in `float64`, where Z holds the inputs, a "
    "column of ones and the targets side by side.",
    answer=_sums,
    about=["dtype"],
    cases=[table(4, 5, 3)[:2], table(5, 3, 4)[:2]],
    wrong=[
        (lambda x, y: _table(x, y).T @ _table(x, y), "The column of ones is missing."),
        (
            lambda x, y: _table(x, _ones(x), y) @ _table(x, _ones(x), y).T,
            "The product is turned: it has a row for each row of Z. Write `Z.T @ Z`.",
        ),
        (lambda x, y: _table(x, _ones(x)).T @ _table(x, _ones(x)), "The targets are missing."),
        (
            lambda x, y: _table(_ones(x), x, y).T @ _table(_ones(x), x, y),
            "The column of ones stands between the inputs and the targets.",
        ),
        (
            lambda x, y: _sums(x, y) / len(x),
            "These are means. Sums of parts can be added, and means cannot.",
        ),
    ],
    hints=[
        "`torch.cat([...], dim=1)` puts tables side by side.",
        "Z is `torch.cat([x, torch.ones(len(x), 1), y], dim=1).double()`.",
    ],
    code="""\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1).double()
    return Z.T @ Z""",
    insight="Sums of parts add up, so a table may come in parts, or lie on many machines.",
)
