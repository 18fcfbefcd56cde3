"""Exercises of notebook 6: least squares, leave-one-out, and what leverage does to a miss."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.exact import least_squares
from linreg_helpers.model import predict

check_recall_hardly_moved = Exercise(
    name="recall_hardly_moved",
    question="Two runs of 5000 steps began with different seeds. Which parameters are still almost "
    "where they began: the weights or the biases?",
    answer="biases",
    also=("bias", "the biases", "the bias", "b"),
    wrong=[
        ("weights", "The weights of all runs ended close together, wherever they began."),
        ("w", "`w` are the weights, and those of all runs ended close together."),
        ("both", "One of the two kinds ended close together in all runs."),
        ("none", "One of the two kinds kept its random numbers."),
        ("losses", "The losses are no parameters. Weights or biases?"),
        ("gradients", "The gradients are no parameters. Weights or biases?"),
        ("learning rate", "The learning rate is chosen, and no parameter. Weights or biases?"),
    ],
    hints=["In notebook 5 you compared five seeds. Which numbers still differed at the end?"],
    code='my_recall_hardly_moved = "biases"',
    insight="Each run keeps almost the bias that it was born with, and its loss shows it.",
)

check_recall_trap = Exercise(
    name="recall_trap",
    question="A prediction has the shape (5, 1) and its target has the shape (5,). How many "
    "numbers has their difference?",
    answer=25,
    wrong=[
        (5, "That would be right if both had the same shape. Here one is spread over the other."),
        (1, "That is the number of columns of the prediction."),
        (10, "The numbers are not put side by side. Each is set against each."),
        (6, "Shapes are not added. Each number is set against each."),
        (0, "PyTorch raises no error here. That is why this is a trap."),
        (50, "Each pair is counted once: 5 rows against 5 targets."),
        (24, "None is left out: each of the 5 rows meets each of the 5 targets."),
    ],
    hints=["Broadcasting sets each of the 5 rows against each of the 5 targets."],
    code="my_recall_trap = 5 * 5",
    insight="Compare the shapes before you subtract: broadcasting gives no warning.",
)


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
        (
            lambda x, y: torch.linalg.lstsq(torch.cat([x, torch.ones(5, 1)], 1), y),
            "You made five ones. The column needs as many as x has rows, `len(x)`.",
        ),
        (
            lambda x, y: torch.cat([x, torch.ones(len(x), 1)], 0),
            "The ones stand below x. Beside it is `dim=1`.",
        ),
        (
            lambda x, y: torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], 1), y)[:-1].T,
            "`lstsq` returns several things. The one that you need is its `.solution`.",
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
        (2, "That is enough for one parameter. One target has more of them."),
        (7, "One row is left out at a time, whatever the number of inputs."),
        (10, "Count the parameters of one target only, and one row more."),
        (16, "The numbers are not multiplied. One target needs a row for each parameter."),
        (20, "The numbers are not multiplied. One row more than parameters is enough."),
    ],
    hints=["How many parameters has one target?", "Four parameters, and one row left out."],
    code="my_rows_needed = 3 + 1 + 1",
    insight="The table of this course has exactly as many rows as that, and not one more.",
)


def _left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        rows.append(predict(x[i : i + 1], *least_squares(x[others], y[others])))
    return torch.cat(rows)


def _mean_of_the_others(x, y):
    return (y.sum(0) - y) / (len(y) - 1)


def _neighbour(x, y):
    n = len(x)
    fits = [least_squares(*(t[[j for j in range(n) if j != i]] for t in (x, y))) for i in range(n)]
    return torch.cat([predict(x[i - 1 : i or n], *fits[i]) for i in range(n)])


check_left_out = Exercise(
    name="left_out",
    question="Write `my_left_out`. For each row of `x` it fits a model to all the other rows, and "
    "it returns the predictions for the rows left out, in their order, as one tensor (n, m). You "
    "may call `least_squares` and `predict`. The table may have any number of rows.",
    answer=_left_out,
    cases=[table(8, 3, 4)[:2], table(7, 4, 3)[:2]],
    wrong=[
        (
            lambda x, y: predict(x, *least_squares(x, y)),
            "Every row was in the fit. Leave row i out of `x` and of `y` before you fit.",
        ),
        (lambda x, y: _left_out(x, y) - y, "Those are the residuals. Predictions are asked for."),
        (
            lambda x, y: ((_left_out(x, y) - y) ** 2).mean(),
            "That is the loss. The predictions themselves are asked for.",
        ),
        (
            lambda x, y: _left_out(x, y)[:1],
            "Only the first row came back. Is `return` inside the loop?",
        ),
        (
            lambda x, y: _left_out(x, y)[-1:],
            "Only the last row came back. Collect the rows in a list.",
        ),
        (
            lambda x, y: _left_out(x, y)[:, None],
            "There is one dimension too many: put the rows together with `torch.cat`.",
        ),
        (
            lambda x, y: predict(x, *least_squares(x[1:], y[1:])),
            "The first row was left out each time. Leave out row i.",
        ),
        (
            lambda x, y: predict(x, *least_squares(x[:-1], y[:-1])),
            "The last row was left out each time. Leave out row i.",
        ),
        (_mean_of_the_others, "That is the mean of the other rows. Fit a model to them."),
        (
            lambda x, y: least_squares(x[1:], y),
            "A row is missing in `x` only. Leave row i out of `y` too.",
        ),
        (_neighbour, "Row i was left out, and another row was predicted."),
        (
            lambda x, y: _left_out(x[:5], y[:5]),
            "There are five rows in your answer. The table has `len(x)` rows.",
        ),
    ],
    hints=[
        "A loop over i. For each i, which rows are the others? Fit to these, then predict row i.",
        "`others = [j for j in range(len(x)) if j != i]`, then `least_squares(x[others], "
        "y[others])`. `x[i:i + 1]` is row i as a table with one row.",
    ],
    code="""\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        w, b = least_squares(x[others], y[others])
        rows.append(predict(x[i:i + 1], w, b))
    return torch.cat(rows)""",
    insight="A row tests a model only if the model has never seen it.",
    within=1e-3,
    minutes=10,
)

check_left_out_miss = Exercise(
    name="left_out_miss",
    question="A region is missed by 0.3 tons while it takes part in the fit. Its leverage is 0.9. "
    "By how many tons is it missed when it is left out?",
    answer=3,
    wrong=[
        (0.27, "You multiplied by the leverage. That would make the miss smaller."),
        (0.3 / 0.9, "You divided by the leverage. Divide by what is missing from it to one."),
        (0.03, "You multiplied by one minus the leverage. Divide by it."),
        (0.3, "That is the miss while it takes part. Left out, it can't pull the model."),
        (1.2, "You added. The leverage says what part of the way the model follows."),
        (0.6, "You took the difference. The leverage says what part of the way it follows."),
        (-3, "The sign stays as it is: one minus 0.9 is above zero."),
        (0.3 / 1.9, "It is one minus the leverage, not one plus."),
        (30, "One minus 0.9 is 0.1, not 0.01."),
        (0.3 / 0.19, "Do not square the leverage."),
        (2.7, "That is how far the miss grows. What does it grow to?"),
        (9, "You used the leverage twice."),
        (10, "That is the factor by which the miss grows."),
        (0.1, "That is one minus the leverage. Divide the miss by it."),
        (0.9, "That is the leverage itself."),
    ],
    hints=["Which part of its miss is left after the model has followed the region?", "0.3 / 0.1."],
    code="my_left_out_miss = 0.3 / (1 - 0.9)",
    insight="A region with a high leverage hides its own miss.",
    core=False,
)
