"""The core math of the course: six verbs from random parameters to a fitted model.

`init_params`, `predict`, `mse`, `gradients`, `gradient_step` and `train` are built one by one in
the notebooks and live here for the notebooks that follow. What draws, asks and checks is in
`linreg_helpers.course`, which nothing here imports.
"""

import sys

try:
    import torch as _torch  # noqa: F401
except (ImportError, OSError) as error:  # OSError: a library of torch's can't be loaded
    message = (
        f"linreg_helpers needs PyTorch, and this Python can't import it: {error}. Usual cause: it "
        "is not the Python of the course. Use .venv/bin/python, which `make lab` sets up, or "
        "`conda activate linreg`."
    )
    # `python -m linreg_helpers`, the check before class, says so without a traceback.
    kind = SystemExit if sys.argv[:1] == ["-m"] else ImportError
    raise kind(message) from error

from linreg_helpers.data import FruitYields, Penguins, load_fruit_yields, load_penguins
from linreg_helpers.descent import History, gradient_step, train
from linreg_helpers.exact import curvature, least_squares, max_learning_rate
from linreg_helpers.model import gradients, init_params, mse, predict
from linreg_helpers.path import DescentPath
from linreg_helpers.sums import Statistics

__all__ = [
    "DescentPath",
    "FruitYields",
    "History",
    "Penguins",
    "Statistics",
    "curvature",
    "gradient_step",
    "gradients",
    "init_params",
    "least_squares",
    "load_fruit_yields",
    "load_penguins",
    "max_learning_rate",
    "mse",
    "predict",
    "train",
]
