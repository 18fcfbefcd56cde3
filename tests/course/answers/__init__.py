"""Right and wrong answers as learners write them, one module a notebook, for `test_answers`.

`RIGHT["mse"]` is a list of answers, and `WRONG["mse"]` a list of pairs: an answer, and a part of
the cause that must be told, or None where none can be. An answer is the text of a notebook's
cell, which makes `my_mse` (so it holds that name), or a value. The solution and the wrong answers
that stand with the exercise are tried too, and need not be repeated here.
"""

import linecache
from importlib import import_module

import numpy as np
import torch

import linreg_helpers

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
    if not (isinstance(answer, str) and f"my_{exercise.name}" in answer):
        return answer
    cell = f"<cell of {exercise.name} {abs(hash(answer))}>"
    lines = [f"{line}\n" for line in answer.splitlines()]
    linecache.cache[cell] = (len(answer), None, lines, cell)  # as IPython does
    names = {**vars(linreg_helpers), "torch": torch, "np": np, "nn": torch.nn}
    exec(compile(answer, cell, "exec"), names)
    return names[f"my_{exercise.name}"]
