"""Exercises of notebook 6: least squares, and the rows that leave-one-out needs."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.exact import least_squares


def _without_ones(x, y):
    return torch.linalg.lstsq(x, y).solution.T, torch.zeros(y.shape[1])


def _centred(x, y):
    w, _ = least_squares(x, y)
    return w, y.mean(0)


check_least_squares = Exercise(
    name="least_squares",
    question="Write `my_least_squares` with `torch.linalg.lstsq`. It returns the weights (m, d) "
    "and the bias (m,) with the least loss.",
    answer=least_squares,
    cases=[table(7, 4, 3)[:2], table(6, 3, 4)[:2]],
    wrong=[
        (_without_ones, "The column of ones is missing, so there is no bias to find."),
        (
            lambda x, y: (least_squares(x, y)[0].T, least_squares(x, y)[1]),
            "The weights are turned. `solution` has a column for each target, and w has a row.",
        ),
        (lambda x, y: least_squares(x, y)[::-1], "w and b are swapped in the `return` line."),
        (_centred, "The mean of the targets is the bias only if the inputs have the mean 0."),
        (
            lambda x, y: torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], 1), y).solution,
            "That is the whole solution. Its last row is the bias; the rows above, turned, are w.",
        ),
    ],
    hints=[
        "Put a column of ones beside x. Which row of the solution is the bias?",
        "`theta = torch.linalg.lstsq(A, y).solution` has the shape (d + 1, m).",
    ],
    code="""\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1].T, theta[-1]""",
    insight="A column of ones turns the bias into one more weight.",
    within=1e-3,
)

check_rows_needed = Exercise(
    name="rows_needed",
    question="A model has three inputs and a bias. Each fit needs at least as many rows as "
    "parameters for one target. How many rows does leave-one-out need at least?",
    answer=5,
    wrong=[
        (4, "Four rows fit four numbers, but one row must be left out each time."),
        (3, "The bias is a parameter too, and one row must be left out."),
        (8, "Count the parameters of one target: each target is fitted alone."),
        (6, "One row is left out at a time, not two."),
    ],
    hints=["How many parameters has one target?", "Four parameters, and one row left out."],
    code="my_rows_needed = 3 + 1 + 1",
    insight="The table of this course has exactly as many rows as that, and not one more.",
)
