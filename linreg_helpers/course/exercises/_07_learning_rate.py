"""Exercises of notebook 7: the largest rate, and how fast each direction shrinks."""

import torch

from linreg_helpers.course.checking.exercise import Exercise

CURVATURES = torch.tensor([1.0, 4.0, 10.0])
OTHERS = torch.tensor([0.5, 3.0, 7.0, 9.0])

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
    ],
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
    ],
    hints=["By what does one step multiply the distance?", "1 - lr · λ, once for each step."],
    code="""\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) ** n_steps""",
    insight="Gradient descent is one race for each direction, and each has a speed of its own.",
)
