"""The page of solutions of notebook 13, made from its exercises: to be read at the end."""

from linreg_helpers.course.exercises import NOTEBOOKS

NUMBER = 13
NAME = "docs/13_your_turn_solution.md"


def solution_page(generated):
    """Return the solutions of all steps in Markdown, in their order.

    Args:
        generated: the line that says who writes this file.

    Returns:
        A text. Its blocks of code run one after the other.
    """
    steps = [exercise for exercise in NOTEBOOKS[NUMBER] if exercise.look]
    parts = [
        "# Your turn: one way to do it",
        generated,
        "This is the whole path of [notebook 13](../notebooks/13_your_turn.ipynb) in one piece: "
        "one way of many. Read it when you have finished your own.",
        f"```python\n{START}\n```",
    ]
    for number, exercise in enumerate(steps, 1):
        heading = f"## {number}. `{exercise.name}`"
        parts += [heading, exercise.question, f"```python\n{exercise.code}\n```", exercise.insight]
    return "\n\n".join(parts) + "\n"


START = """\
import numpy as np
import torch

from linreg_helpers import least_squares, load_penguins, mse, predict

data = load_penguins()
my_question = (
    ["bill length (mm)", "bill depth (mm)", "flipper length (mm)"],  # the inputs
    "body mass (g)",                                                 # the target
)"""
