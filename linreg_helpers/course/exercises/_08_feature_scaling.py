"""Exercises of notebook 8: scaling new rows, and going back to the original units."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.checking.values import run_program
from linreg_helpers.course.exercises._tables import numbers, table
from linreg_helpers.exact import least_squares

check_recall_limit = Exercise(
    name="recall_limit",
    question="From notebook 7: the largest curvature of a bowl is 8. Below which learning rate "
    "does gradient descent converge?",
    answer=0.25,
    wrong=[
        (0.125, "At 1 / λ the steepest direction is done in one step. The limit is twice that."),
        (4, "You divided the wrong way round: the limit is 2 / λ."),
        (8, "That is the curvature. The limit is 2 divided by it."),
        (16, "You multiplied. The limit is 2 divided by the curvature."),
        (0.5, "That is 4 / λ. The factor 1 - lr · λ reaches -1 at 2 / λ."),
        (2, "That is the 2 of the formula. Divide it by the curvature."),
        (1, "At a rate of 1 the factor is 1 - 8 = -7, so each step lands further away."),
        (0.0625, "That is half of 1 / λ. It is safe, and the limit is 2 / λ."),
    ],
    hints=["The factor 1 - lr · 8 must stay above -1.", "2 divided by the largest curvature."],
    code="my_recall_limit = 2 / 8",
    insight="The steepest direction alone decides how long a step may be.",
)

check_recall_losses = Exercise(
    name="recall_losses",
    question="From notebook 5: `train` takes 5000 steps. How many losses does it record, with the "
    "one before the first step and the one after the last step?",
    answer=5001,
    wrong=[
        (5000, "There is one loss before each step, and one more after the last."),
        (5002, "The loss after one step is the loss before the next. It is recorded once."),
        (4999, "Between the steps there are 4999. The first and the last are missing."),
        (10000, "Two for each step are too many: it is the next one's loss before the step."),
        (10001, "You counted the losses between two steps twice."),
        (1, "That is the last loss alone. The whole curve is recorded."),
        (2, "Those are the first and the last. The ones between are recorded too."),
        (0, "The losses are kept, to draw the curve."),
    ],
    hints=["How many posts has a fence of two boards?", "One more than there are steps."],
    code="my_recall_losses = 5000 + 1",
    insight="Between n steps and their two ends there are n + 1 places.",
)


def _scaled(x, by, correction=0):
    return (x - by.mean(0)) / by.std(0, correction=correction)


check_scale_new = Exercise(
    name="scale_new",
    question="Write `my_scale_new`. It standardises new rows as the training rows were: with "
    "`correction=0`, column by column.",
    answer=lambda x_train, x_new: _scaled(x_new, by=x_train),
    cases=[(numbers(n, d, seed=1), numbers(k, d, seed=2)) for n, k, d in ((5, 4, 3), (6, 3, 4))],
    wrong=[
        (
            lambda x_train, x_new: _scaled(x_new, by=x_new),
            "You used the mean and the spread of the new rows. Use those of the training rows.",
        ),
        (
            lambda x_train, x_new: x_new - x_train.mean(0),
            "The division by the standard deviation is missing.",
        ),
        (
            lambda x_train, x_new: x_new / x_train.std(0, correction=0),
            "The means are not subtracted.",
        ),
        (
            lambda x_train, x_new: _scaled(x_new, by=x_train, correction=1),
            "`correction=0` is missing, so PyTorch divides by one row less.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean()) / x_train.std(correction=0),
            "That is one mean for the whole table. `mean(0)` takes one for each column.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean(0)) / x_train.var(0, correction=0),
            "You divided by the variance. Its root is the standard deviation.",
        ),
        (
            lambda x_train, x_new: _scaled(x_train, by=x_train),
            "You scaled the training rows, not the new ones.",
        ),
        (
            lambda x_train, x_new: x_new - x_train.mean(0) / x_train.std(0, correction=0),
            "Only the mean is divided. Put round brackets around the difference.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean(0)) * x_train.std(0, correction=0),
            "You multiplied by the standard deviation. Divide by it.",
        ),
        (
            lambda x_train, x_new: (x_new - x_new.mean(0)) / x_train.std(0, correction=0),
            "The mean is that of the new rows. Use that of the training rows.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean(0)) / x_new.std(0, correction=0),
            "The spread is that of the new rows. Use that of the training rows.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean(0)) / x_train.std(correction=0),
            "That is one spread for the whole table. `std(0, ...)` takes one for each column.",
        ),
    ],
    hints=[
        "Whose mean, and whose standard deviation?",
        "Subtract `x_train.mean(0)` from `x_new`, and divide by `x_train.std(0, correction=0)`.",
    ],
    code="""\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) / x_train.std(0, correction=0)""",
    insight="The scaling belongs to the model, so keep it with the parameters.",
)


def _parameters(n, d, m):
    """Return w and b of a table, and the mean and spread of its inputs."""
    x, _, w, b = table(n, d, m)
    return w, b, x.mean(0), x.std(0, correction=0)


check_original_units = Exercise(
    name="original_units",
    question="Write `my_original_units`. From the parameters for standardised inputs it returns "
    "those for the raw inputs: w (m, d) and b (m,).",
    answer=lambda w, b, mean, std: (w / std, b - (w / std) @ mean),
    cases=[_parameters(4, 5, 3), _parameters(5, 3, 4)],
    wrong=[
        (
            lambda w, b, mean, std: (w * std, b - (w * std) @ mean),
            "You multiplied by the spread. The formula divides x by it, so w is divided too.",
        ),
        (
            lambda w, b, mean, std: (w / std, b),
            "The bias must change as well: the means move into it.",
        ),
        (
            lambda w, b, mean, std: (w / std, b + (w / std) @ mean),
            "The sign of the shift is wrong: the mean is subtracted from x.",
        ),
        (
            lambda w, b, mean, std: (w / std, b - w @ mean),
            "The bias was moved by the old weights. Use those in the original units.",
        ),
    ],
    hints=[
        "Write out w · (x - mean) / std + b, and collect what does not depend on x.",
        "The new weights are `w / std`, for each column of w.",
    ],
    code="""\
def my_original_units(w, b, mean, std):
    w_back = w / std
    return w_back, b - w_back @ mean""",
    insight="Scaling changes the way to the lowest point, and not the model that is found there.",
)


_X, _Y, _, _ = table(7, 3, 4)
LINES = (
    "b_back = b - w_back @ mean",
    "z = (x - mean) / std",
    "w_back = w / std",
    "mean, std = x.mean(0), x.std(0, correction=0)",
    "w, b = least_squares(z, y)",
)


def _fitted(program):
    names = run_program(program, x=_X, y=_Y, least_squares=least_squares)
    return names["w_back"], names["b_back"]


check_fit_order = Exercise(
    name="fit_order",
    question="Write the numbers of the five lines in the right order, such as `[1, 2, 3, 4, 5]`.",
    lines=LINES,
    answer=[4, 2, 5, 3, 1],
    run=_fitted,
    wrong=[
        ([2, 4, 5, 3, 1], "Line 2 uses the mean and the spread, so they are computed before it."),
        ([4, 2, 5, 1, 3], "Line 1 uses w_back, which line 3 makes."),
        ([4, 5, 2, 3, 1], "Line 5 uses z, which line 2 makes."),
        ([4, 2, 3, 5, 1], "Line 3 uses w, which line 5 makes."),
        ([1, 3, 5, 2, 4], "That is the way back to front: each line uses what the next one makes."),
        ([5, 4, 2, 3, 1], "Least squares gets the scaled inputs, so they are made before it."),
        (
            [4, 2, 1, 3, 5],
            "The fit stands last here. The way back begins only when w and b are known.",
        ),
        ([3, 1, 4, 2, 5], "The way back begins only when w and b are known."),
    ],
    hints=[
        "For each line, ask which names it uses, and which line makes them.",
        "First the scaling, then the fit, then the way back: the weights before the bias.",
    ],
    code="my_fit_order = [4, 2, 5, 3, 1]",
    insight="The way there and the way back use the same mean and the same spread.",
)


def _with_constant(n, d, seed, *columns):
    """Return inputs of which some columns never change."""
    x = numbers(n, d, seed=seed)
    x[:, list(columns)] = 2.5
    return x


def _safe(x):
    std = x.std(0, correction=0)
    return (x - x.mean(0)) / torch.where(std == 0, 1, std)


check_safe_scaling = Exercise(
    name="safe_scaling",
    question="Write `my_safe_scaling`. It standardises x (n, d) with `correction=0`, and makes a "
    "column that never changes a column of zeros, where the usual formula would give `nan`.",
    answer=_safe,
    cases=[(_with_constant(5, 3, 7, 1),), (_with_constant(6, 4, 8, 0, 2),)],
    core=False,
    minutes=10,
    wrong=[
        (
            lambda x: (x - x.mean(0)) / x.std(0, correction=0),
            "The column that never changes is still `nan`: its spread is zero.",
        ),
        (
            lambda x: x - x.mean(0),
            "The division by the standard deviation is missing.",
        ),
        (
            lambda x: (x - x.mean(0)) / (x.std(0, correction=0) + 1),
            "You added 1 to every spread. Change only those that are zero.",
        ),
        (
            lambda x: (x - x.mean(0)) / torch.where(x.std(0) == 0, 1, x.std(0)),
            "`correction=0` is missing, so PyTorch divides by one row less.",
        ),
        (
            lambda x: x[:, x.std(0) > 0],
            "You left the column out. Here it stays, as a column of zeros.",
        ),
        (
            lambda x: _safe(x[:, x.std(0) > 0]),
            "The rest is right, and the column is gone. Here it stays, as a column of zeros.",
        ),
        (
            lambda x: torch.where(x.std(0) == 0, 1, _safe(x)),
            "The column has ones in it. Zeros are asked for.",
        ),
        (
            lambda x: torch.where(x.std(0) == 0, x, _safe(x)),
            "The column is as it was. Subtract its mean as well.",
        ),
    ],
    hints=[
        "Make the spread of such a column something by which one can divide.",
        "`torch.where(std == 0, 1, std)` replaces each zero by 1.",
    ],
    code="""\
def my_safe_scaling(x):
    mean = x.mean(0)
    std = x.std(0, correction=0)
    std = torch.where(std == 0, 1, std)
    return (x - mean) / std""",
    insight="A column that never changes holds no information, and zeros say so.",
)
