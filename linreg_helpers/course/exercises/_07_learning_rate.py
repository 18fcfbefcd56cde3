"""Exercises of notebook 7: the largest rate, and how fast each direction shrinks."""

import math

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import numbers

CURVATURES = torch.tensor([1.0, 4.0, 10.0])
OTHERS = torch.tensor([0.5, 3.0, 7.0, 9.0])

check_recall_ones = Exercise(
    name="recall_ones",
    question="Notebook 6 put a column of ones beside the inputs. Which of the parameters is the "
    "weight of that column? One word.",
    answer="bias",
    also=["biases", "b", "the bias", "the biases", "intercept"],
    wrong=[
        ("weights", "The weights belong to the inputs that are measured."),
        ("weight", "A weight belongs to an input that is measured."),
        ("w", "By w the weights of the measured inputs are meant."),
        ("humidity", "That is an input, with a column of its own."),
        ("target", "The targets are what is predicted, no parameters."),
        ("loss", "The loss is computed from the parameters. It is none of them."),
        ("learning rate", "The learning rate is chosen, not learned."),
        ("gradient", "The gradient belongs to the parameters. It is none of them."),
    ],
    hints=["What is added to every prediction, whatever the inputs are?", "It is called b."],
    code='my_recall_ones = "bias"',
    insight="A column of ones makes the bias a weight like the others.",
)

check_recall_after_step = Exercise(
    name="recall_after_step",
    question="From notebook 4: a weight is 2, its gradient is 30, and the learning rate is 0.1. "
    "What is the weight after one step?",
    answer=-1,
    wrong=[
        (5, "You added. The gradient points uphill, so the step subtracts."),
        (3, "That is the length of the step. Subtract it from the weight."),
        (-28, "You forgot the learning rate."),
        (1.9, "You forgot the gradient."),
        (-3, "That is the step alone. Add it to the weight."),
        (1.7, "0.1 times 30 is 3, not 0.3."),
        (-4, "You multiplied the weight with the gradient. The weight stands alone."),
        (1, "The step is 3 long, so it ends on the other side of zero."),
    ],
    hints=["The step subtracts learning rate times gradient.", "0.1 times 30 is 3."],
    code="my_recall_after_step = 2 - 0.1 * 30",
    insight="The steeper the slope, the longer the step: here it jumps over zero.",
)

check_largest_rate = Exercise(
    name="largest_rate",
    question="A bowl has the curvatures 2, 50 and 400. Below which learning rate does gradient "
    "descent converge?",
    answer=0.005,
    wrong=[
        (1, "You used the flattest direction. The steepest one sets the limit."),
        (0.0025, "At 1 / λ the steepest direction is done in one step. The limit is twice that."),
        (200, "You divided the wrong way round: the limit is 2 / λ."),
        (0.04, "You used the second direction. The steepest one sets the limit."),
        (2 / 452, "You added the three curvatures. Only the steepest one counts."),
        (6 / 452, "You used the mean of the curvatures. Only the steepest one counts."),
        (400, "That is the curvature. The limit is 2 divided by it."),
        (800, "You multiplied. The limit is 2 divided by the curvature."),
        (0.02, "That is 1 / λ of the second direction. The steepest one sets the limit."),
        (0.5, "That is 1 / λ of the flattest direction. The steepest one sets the limit."),
        (0.01, "That is 4 / λ. The factor 1 - lr · λ reaches -1 at 2 / λ."),
        (0.00125, "That is half of 1 / λ. It is safe, and the limit is 2 / λ."),
    ],
    within=1e-6,
    hints=["Which of the three directions fails first?", "The limit is 2 divided by the largest."],
    code="my_largest_rate = 2 / 400",
    insight="One rate serves all directions, so the steepest one decides.",
)

check_left = Exercise(
    name="left",
    question="Write `my_left`. For curvatures (k,) it returns what share of the distance to the "
    "lowest point is left in each direction after `n_steps` steps.",
    answer=lambda curvatures, lr, n_steps: (1 - lr * curvatures) ** n_steps,
    cases=[(CURVATURES, 0.15, 3), (OTHERS, 0.2, 5)],
    wrong=[
        (
            lambda c, lr, n: 1 - n * lr * c,
            "Each step multiplies. You subtracted the same amount each time.",
        ),
        (lambda c, lr, n: 1 - lr * c, "That is one step. Raise it to the power of the steps."),
        (
            lambda c, lr, n: (lr * c) ** n,
            "That is the part that each step removes. What is left is 1 minus it.",
        ),
        (lambda c, lr, n: 1 - (1 - lr * c) ** n, "That is the share that is done."),
        (
            lambda c, lr, n: ((1 - lr * c) ** n).abs(),
            "The sign is lost. Below zero means: on the other side.",
        ),
        (
            lambda c, lr, n: torch.exp(-lr * c * n),
            "That holds for very small steps only. Each step multiplies by 1 - lr · λ.",
        ),
        (
            lambda c, lr, n: 1 - lr * c**n,
            "Only the curvature has the power. Put round brackets around 1 - lr · λ.",
        ),
        (
            lambda c, lr, n: (1 - lr * c) * n,
            "n steps multiply n times by the same factor. That is a power, not a product with n.",
        ),
        (
            lambda c, lr, n: (1 + lr * c) ** n,
            "A step goes downhill, so it subtracts.",
        ),
        (
            lambda c, lr, n: (1 - lr * c) ** (n - 1),
            "That is one step too few: after 0 steps all is left.",
        ),
        (
            lambda c, lr, n: (1 - 2 * lr * c) ** n,
            "The curvature holds the 2 of the gradient already.",
        ),
    ],
    hints=["By what does one step multiply the distance?", "1 - lr · λ, once for each step."],
    code="""\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) ** n_steps""",
    insight="Gradient descent is one race for each direction, and each has a speed of its own.",
)


def _condition_number(x):
    curved = torch.linalg.eigvalsh(_hessian(x))
    return curved[-1] / curved[0]


def _hessian(x):
    a = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    return a.T @ a


def _without_ones(x):
    curved = torch.linalg.eigvalsh(x.T @ x)
    return curved[-1] / curved[0]


check_condition_number = Exercise(
    name="condition_number",
    question="Write `my_condition_number`. From the inputs x (n, d) it returns the condition "
    "number of the bowl: the largest curvature divided by the smallest. Begin with the column of "
    "ones. The factor 2 / (n · m) of the Hessian cancels.",
    answer=_condition_number,
    cases=[(numbers(5, 3, seed=3).double(),), (numbers(7, 4, seed=4).double(),)],
    core=True,
    minutes=10,
    wrong=[
        (_without_ones, "The column of ones is missing: the bias is a parameter too."),
        (
            lambda x: 1 / _condition_number(x),
            "You divided the smallest by the largest. It is the other way round.",
        ),
        (
            lambda x: _condition_number(x).sqrt(),
            "That is the condition number of A. The curvatures belong to its square.",
        ),
        (
            lambda x: _condition_number((x - x.mean(0)) / x.std(0, correction=0)),
            "You changed the inputs before. The bowl of the inputs as they are is asked for.",
        ),
        (
            lambda x: torch.linalg.eigvalsh(_hessian(x))[-1],
            "That is the largest curvature alone. Divide it by the smallest.",
        ),
        (
            lambda x: torch.linalg.eigvalsh(_hessian(x))[0],
            "That is the smallest curvature alone.",
        ),
        (
            lambda x: _hessian(x).diag().max() / _hessian(x).diag().min(),
            "You used the diagonal. The curvatures of the special directions are the eigenvalues.",
        ),
        (
            lambda x: (
                torch.linalg.eigvalsh(_hessian(x))[-1] - torch.linalg.eigvalsh(_hessian(x))[0]
            ),
            "That is the difference. The condition number is the ratio.",
        ),
        (
            lambda x: (
                torch.linalg.eigvalsh(_hessian(x))[-1] / torch.linalg.eigvalsh(_hessian(x))[1]
            ),
            "You divided by the second smallest. Counting begins at 0.",
        ),
        (
            lambda x: torch.linalg.eigvalsh(_hessian(x)),
            "Those are all curvatures. Divide the largest by the smallest.",
        ),
    ],
    hints=[
        "`torch.linalg.eigvalsh` returns the curvatures alone, from the smallest to the largest.",
        "With A from `torch.cat([x, ones], dim=1)`, they are those of `A.T @ A`.",
    ],
    code="""\
def my_condition_number(x):
    ones = torch.ones(len(x), 1, dtype=x.dtype)
    A = torch.cat([x, ones], dim=1)
    curvatures = torch.linalg.eigvalsh(A.T @ A)
    return curvatures[-1] / curvatures[0]""",
    insight="The inputs alone decide how long the bowl is, before any target is known.",
)


def _steps_needed(curvature, lr, share):
    return math.ceil(math.log(share) / math.log(1 - lr * curvature))


check_steps_needed = Exercise(
    name="steps_needed",
    question="Write `my_steps_needed`. For one direction with a curvature it returns how many "
    "steps are needed until at most the given `share` of the distance is left, a whole number. In "
    "all calls, lr · curvature lies between 0 and 1.",
    answer=_steps_needed,
    cases=[(93.0, 0.001, 0.1), (4.0, 0.15, 0.002), (0.5, 0.3, 0.05)],
    core=False,
    minutes=10,
    wrong=[
        (
            lambda c, lr, share: _steps_needed(c, lr, share) - 1,
            "That is one step too few: a little more than the share is left.",
        ),
        (
            lambda c, lr, share: _steps_needed(c, lr, share) + 1,
            "That is one step too many. With 0 steps all is left, so count from there.",
        ),
        (
            lambda c, lr, share: math.log(share) / math.log(1 - lr * c),
            "A whole number is asked for. Round up with `math.ceil`.",
        ),
        (
            lambda c, lr, share: math.ceil(math.log(1 - share) / math.log(1 - lr * c)),
            "That is until the share is done. Until the share is left is asked for.",
        ),
        (
            lambda c, lr, share: math.ceil((1 - share) / (lr * c)),
            "You subtracted the same amount in each step. Each step multiplies what is left.",
        ),
        (
            lambda c, lr, share: math.ceil(-math.log(share) / (lr * c)),
            "That holds for very small steps only. Each step multiplies by 1 - lr · λ.",
        ),
        (
            lambda c, lr, share: math.ceil(share / (1 - lr * c)),
            "A division is not enough: ask which power of 1 - lr · λ is the share.",
        ),
        (
            lambda c, lr, share: 0,
            "No step is counted. At the beginning all is left, 1, which is more than the share.",
        ),
        (
            lambda c, lr, share: math.ceil(math.log(share) / math.log(lr * c)),
            "lr · λ is what a step takes away. What is left is 1 minus it.",
        ),
        (
            lambda c, lr, share: (1 - lr * c) ** _steps_needed(c, lr, share),
            "That is the share that is left at the end. The number of steps is asked for.",
        ),
    ],
    hints=[
        "Begin with 1, and multiply by 1 - lr · curvature as long as more than the share is left.",
        "Count the rounds of `while left > share:`.",
    ],
    code="""\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left = left * (1 - lr * curvature)
        steps = steps + 1
    return steps""",
    insight="A direction that is ten times flatter needs about ten times as many steps.",
)
