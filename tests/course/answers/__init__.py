"""Right and wrong answers as learners write them, one module a notebook, for `test_answers`.

`RIGHT["mse"]` is a list of answers, and `WRONG["mse"]` a list of pairs: an answer, and a part of
the cause that must be told, or None where none can be. An answer is the text of a notebook's
cell, which makes `my_mse` (so it holds that name), or a value. The solution and the wrong answers
that stand with the exercise are tried too, and need not be repeated here.
"""

import linecache
from functools import cache
from importlib import import_module

import numpy as np
import torch

import linreg_helpers
from linreg_helpers.course.exercises import NOTEBOOKS

BILL_AND_FLIPPER = (
    ["bill length (mm)", "bill depth (mm)", "flipper length (mm)"],
    "body mass (g)",
)
MODULES = (
    "_00_one_line",
    "_01_random_init",
    "_02_forward_pass",
    "_03_loss",
    "_04_one_step",
    "_05_full_loop",
    "_06_how_good_is_it",
    "_07_learning_rate",
    "_08_feature_scaling",
    "_09_pytorch_way",
    "_10_many_rows",
    "_11_reading_the_notes",
    "_12_real_table",
    "_13_your_turn",
)


def collected(which):
    """Return one dict of all modules, from the name of an exercise to its answers.

    Args:
        which: "RIGHT" or "WRONG".

    Returns:
        A dict.
    """
    parts = [getattr(import_module(f"{__name__}.{module}"), which) for module in MODULES]
    return {name: answers for part in parts for name, answers in part.items()}


def made(exercise, answer):
    """Return an answer as a notebook would hand it over.

    Args:
        exercise: an `Exercise`.
        answer: a value, or the text of a cell that makes `my_...`.

    Returns:
        What is given to the check.
    """
    if exercise.look and callable(answer) and answer in [wrong for wrong, _ in exercise.wrong]:
        return answer(*earlier(exercise))
    if not (isinstance(answer, str) and f"my_{exercise.name}" in answer):
        return answer
    cell = f"<cell of {exercise.name} {abs(hash(answer))}>"
    lines = [f"{line}\n" for line in answer.splitlines()]
    linecache.cache[cell] = (len(answer), None, lines, cell)  # as IPython does
    names = {**usual_names(), **(solved(exercise.name) if exercise.look else {})}
    exec(compile(answer, cell, "exec"), names)
    return names[f"my_{exercise.name}"]


def usual_names():
    """Return the names that each notebook has."""
    return {**vars(linreg_helpers), "torch": torch, "np": np, "nn": torch.nn}


@cache
def solved(name):
    """Return what the solutions have made up to an exercise, but for its own answer.

    Args:
        name: of an exercise that is looked at beside earlier answers.

    Returns:
        A dict of names. Change nothing that it holds.
    """
    page = next(page for page in NOTEBOOKS.values() if name in [each.name for each in page])
    names = {**usual_names(), "data": linreg_helpers.load_penguins()}
    names["my_question"] = BILL_AND_FLIPPER
    for exercise in page:
        exec(exercise.code, names)
        if exercise.name == name:
            break
    del names[f"my_{name}"]
    return names


def earlier(exercise):
    """Return the earlier answers beside which an exercise looks at an answer."""
    names = solved(exercise.name) if exercise.needs else {}
    return [names[f"my_{name}"] for name in exercise.needs]


def told(exercise, answer):
    """Return the feedback on an answer, beside right earlier ones where it needs some.

    Args:
        exercise: an `Exercise`.
        answer: as for `made`.

    Returns:
        A `Feedback`.
    """
    return exercise.feedback(made(exercise, answer), *earlier(exercise))
