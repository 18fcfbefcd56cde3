"""Exercises of notebook 10: how many sums there are, how to make and add them, and their loss."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.sums import Statistics


def _table(*columns):
    return torch.cat(columns, dim=1).double()


def _ones(x):
    return torch.ones(len(x), 1)


def _sums(x, y):
    return _table(x, _ones(x), y).T @ _table(x, _ones(x), y)


check_recall_moves = Exercise(
    name="recall_moves",
    question="Which method of an optimizer moves the parameters? Write its name in quotes.",
    answer="step",
    also=["optimizer.step"],
    wrong=[
        ("backward", "`backward` computes gradients, and belongs to the loss."),
        ("zero_grad", "`zero_grad` clears the gradients, and moves nothing."),
        ("SGD", "That is the name of the optimizer. Which of its methods is it?"),
        ("forward", "`forward` belongs to the model: it makes predictions."),
        ("train", "`train` belongs to the model: it tells it that training goes on."),
        ("eval", "`eval` belongs to the model: it tells it that training is over."),
        ("gradient_step", "That is the function of this course. How is the optimizer's called?"),
        ("parameters", "That is the model's method that hands its parameters to the optimizer."),
        ("lr", "That is the learning rate. Which method uses it?"),
    ],
    hints=["It is called between `backward` and `zero_grad`."],
    code='my_recall_moves = "step"',
    insight="`backward` finds the direction, and `step` goes: two calls of two different objects.",
)

check_recall_shrinks = Exercise(
    name="recall_shrinks",
    question="A direction has the curvature 4, and the learning rate is 0.1. By which factor does "
    "one step multiply the distance to the lowest point?",
    answer=0.6,
    wrong=[
        (0.4, "That share is taken away. How much is left?"),
        (1.4, "The step goes towards the lowest point, so subtract."),
        (-0.6, "At this rate the step does not jump over the lowest point."),
        (0.5, "That is the largest rate that converges, 2 / 4."),
        (0.9, "The curvature is missing: it multiplies the learning rate."),
        (3.9, "Subtract the product of both from 1."),
        (0.025, "You divided. Curvature and learning rate are multiplied."),
        (0.36, "That is the factor of two steps, or of the loss."),
        (0.2, "The factor 2 is already in the curvature."),
        (0.975, "You divided by the curvature. Multiply by it."),
        (4, "That is the curvature."),
    ],
    hints=["The step takes lr · λ of the distance away."],
    code="my_recall_shrinks = 1 - 0.1 * 4",
    insight="Each step multiplies the distance by 1 - lr · λ, in each direction by its own λ.",
)

check_count_sums = Exercise(
    name="count_sums",
    question="A table has 100 inputs and 1 target. How many numbers are in its sums, `Z.T @ Z`?",
    answer=10404,
    wrong=[
        (10201, "You forgot the target, or the column of ones: Z has 102 columns."),
        (10000, "You counted the inputs only. Z also holds a column of ones and the target."),
        (102, "That is the number of columns. Each is multiplied with each."),
        (100, "That is the number of inputs. Each column of Z is multiplied with each."),
        (101, "That is the number of parameters. Each column of Z is multiplied with each."),
        (5253, "So many of them are different. The table holds each pair of columns twice."),
        (204, "You doubled the columns. Each is multiplied with each."),
        (10302, "That is 102 times 101. Each column is multiplied with itself as well."),
        (10506, "That is 102 times 103. How many columns has Z?"),
        (10609, "That is 103 times 103. How many columns has Z?"),
        (36, "That was the table of the regions, with three inputs and two targets."),
        (1_061_208, "That is the third power. There is one number for each pair of columns."),
        (10_816, "That is 104 times 104: the column of ones stands there once."),
        (10_001, "The inputs are multiplied with the ones and with the target too."),
        (100**3, "There is one number for each pair of columns, whatever the rows."),
        (1_020_000, "The number of rows plays no part, and neither does another 100."),
    ],
    hints=["How many columns has Z?", "100 inputs, one column of ones, one target."],
    code="my_count_sums = (100 + 1 + 1) ** 2",
    insight="The size of the sums depends on the columns, and never on the rows.",
)

check_mean_of_parts = Exercise(
    name="mean_of_parts",
    question="A column comes in two parts: three rows with the mean 10, and one row with the value "
    "2. What is the mean of all four rows?",
    answer=8,
    wrong=[
        (6, "That is the mean of the two means. The first part has more rows."),
        (12, "You added the means."),
        (3, "You added the means and divided by four. The first part has three rows of 10."),
        (4, "The first part counts three times, the second once, not the other way round."),
        (32, "That is the sum of all rows. Divide by their number."),
        (10, "That is the mean of the first part. The fourth row counts too."),
        (2, "That is the second part alone."),
        (16, "You divided the sum by the number of parts. There are four rows."),
        (32 / 3, "You divided by three. There are four rows."),
        (7.5, "That is 30 / 4: the row with the 2 is missing in the sum."),
        (20, "Means add up to no mean. What is the sum of each part?"),
        (6.4, "You divided by five. There are four rows."),
        (14, "You divided the sum wrongly: what do three rows with the mean 10 add up to?"),
        (5, "You halved the first mean. Go back to the sums of the parts."),
        (30, "That is the sum of the first part."),
    ],
    hints=["What is the sum of the first three rows?", "Add up the sums, and then divide by 4."],
    code="my_mean_of_parts = (3 * 10 + 2) / (3 + 1)",
    insight="Sums and counts of parts add up. Means do not: they have forgotten how many they are.",
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
            "The product is turned: it has a row for each row of Z. Which shape has the sum table?",
        ),
        (lambda x, y: _table(x, _ones(x)).T @ _table(x, _ones(x)), "The targets are missing."),
        (
            lambda x, y: _table(_ones(x), x, y).T @ _table(_ones(x), x, y),
            "The column of ones stands before the inputs. It belongs between inputs and targets.",
        ),
        (
            lambda x, y: _table(x, y, _ones(x)).T @ _table(x, y, _ones(x)),
            "The column of ones stands last. It belongs between inputs and targets.",
        ),
        (
            lambda x, y: _table(y, _ones(x), x).T @ _table(y, _ones(x), x),
            "Inputs and targets have changed places.",
        ),
        (
            lambda x, y: _sums(x, y) / len(x),
            "These are means. Sums of parts can be added, and means cannot.",
        ),
        (lambda x, y: _sums(x, y).float(), "The numbers are right, and their kind is float32."),
        (lambda x, y: _table(x, _ones(x), y), "That is Z itself. Multiply it by itself."),
        (
            lambda x, y: _table(x, _ones(x), y) ** 2,
            "Each number of Z was squared. A product of tables adds up over the rows.",
        ),
        (
            lambda x, y: (_table(x, _ones(x), y) ** 2).sum(0),
            "Those are the products of each column with itself. Each is multiplied with each.",
        ),
        (
            lambda x, y: _table(x, 0 * _ones(x), y).T @ _table(x, 0 * _ones(x), y),
            "The column between inputs and targets holds zeros.",
        ),
        (
            lambda x, y: _table(x, _ones(x)).T @ _table(y),
            "Those are the products of inputs with targets alone.",
        ),
        (lambda x, y: _sums(x, y).sum(), "You added up everything. A table is asked for."),
        (lambda x, y: torch.cat([x, _ones(x), y]), "`torch.cat` put the tables below each other."),
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


def _numbers(w, b, target=-1.0, bias=1.0):
    return torch.cat([w, bias * b[:, None], target * torch.eye(len(w))], dim=1).double()


def _squares(statistics, numbers):
    return (numbers @ statistics.sums * numbers).sum()


def _loss(statistics, w, b, **parts):
    squares = _squares(statistics, _numbers(w, b, **parts))
    return squares / (statistics.n_rows * statistics.n_targets)


def _turned(statistics, w, b):
    """Put the bias first, as in a table whose ones stand first."""
    numbers = _numbers(w, b)
    return torch.cat([numbers[:, w.shape[1], None], w, -torch.eye(len(w))], dim=1).double()


def _rows_of(n, d, m):
    x, y, w, b = table(n, d, m)
    return Statistics.of(x, y), w, b


check_sums_loss = Exercise(
    name="sums_loss",
    question="Write `my_sums_loss`. It gets the `Statistics` of a table, weights (m, d) and a bias "
    "(m,), and returns the loss from the sums alone. `statistics.sums`, `statistics.n_rows` and "
    "`statistics.n_targets` are all that it needs to know of the table.",
    answer=lambda statistics, w, b: _loss(statistics, w, b),
    cases=[_rows_of(7, 3, 4), _rows_of(9, 5, 3)],
    wrong=[
        (
            lambda statistics, w, b: _squares(statistics, _numbers(w, b)),
            "That is the sum of all squares. The loss is their mean.",
        ),
        (
            lambda statistics, w, b: _squares(statistics, _numbers(w, b)) / statistics.n_rows,
            "You divided by the number of rows. There is a square for each row and each target.",
        ),
        (
            lambda statistics, w, b: _squares(statistics, _numbers(w, b)) / statistics.n_targets,
            "You divided by the number of targets. There is a square for each row and each target.",
        ),
        (
            lambda statistics, w, b: _squares(statistics, _numbers(w, b)) / statistics.sums.numel(),
            "You divided by how many sums there are. The mean is over rows and targets.",
        ),
        (
            lambda statistics, w, b: (_numbers(w, b) @ statistics.sums * _numbers(w, b)).mean(),
            "`mean` divides by how many numbers this table has. Add them up, and divide by rows "
            "times targets.",
        ),
        (
            lambda statistics, w, b: (
                (_numbers(w, b) @ statistics.sums).sum()
                / (statistics.n_rows * statistics.n_targets)
            ),
            "The numbers come in once only. A square multiplies them twice.",
        ),
        (
            lambda statistics, w, b: (
                (_numbers(w, b) @ statistics.sums @ _numbers(w, b).T).sum()
                / (statistics.n_rows * statistics.n_targets)
            ),
            "Products of one target's residuals with another's are in this sum too. Multiply "
            "number by number, with `*`.",
        ),
        (
            lambda statistics, w, b: _loss(statistics, w, b, target=1.0),
            "The targets are added to the predictions. What stands in the place of 1 for them?",
        ),
        (
            lambda statistics, w, b: _loss(statistics, w, b, target=0.0),
            "The targets are left out: that is the mean square of the predictions.",
        ),
        (lambda statistics, w, b: _loss(statistics, w, b, bias=0.0), "The bias is left out."),
        (
            lambda statistics, w, b: _loss(statistics, w, b, bias=-1.0),
            "The bias is subtracted. It is added to a prediction.",
        ),
        (
            lambda statistics, w, b: (
                _squares(statistics, _turned(statistics, w, b))
                / (statistics.n_rows * statistics.n_targets)
            ),
            "The bias stands first, and in Z the ones stand behind the inputs.",
        ),
        (lambda statistics, w, b: _loss(statistics, w, b).sqrt(), "You took the root."),
        (
            lambda statistics, w, b: _loss(statistics, w, b) / 2,
            "You halved the mean. Some books do; this course does not.",
        ),
        (
            lambda statistics, w, b: (
                (_numbers(w, b) @ statistics.sums * _numbers(w, b)).sum(1) / statistics.n_rows
            ),
            "That is one loss for each target. Take their mean.",
        ),
        (
            lambda statistics, w, b: _numbers(w, b) @ statistics.sums * _numbers(w, b),
            "That is a table of products. Add them up, and divide.",
        ),
        (
            lambda statistics, w, b: _numbers(w, b).float() @ statistics.sums,
            "The sums have float64, and the numbers float32. `.double()` makes float64 of them.",
        ),
        (
            lambda statistics, w, b: torch.cat([w, b, -torch.eye(len(w))], dim=1),
            "The bias is a row of numbers, and a column is needed: `b[:, None]`.",
        ),
    ],
    hints=[
        "Three lines: the numbers side by side, as on this page; their product with the sums, "
        "twice; and the mean.",
        "The numbers are `torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1).double()`.",
    ],
    code="""\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    n_squares = statistics.n_rows * statistics.n_targets
    return squares / n_squares""",
    insight="The loss at any parameters follows from the sums, without a look at a single row.",
    minutes=10,
)
