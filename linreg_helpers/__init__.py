"""The core math of the course: six verbs from random parameters to a fitted model.

`init_params`, `predict`, `mse`, `gradients`, `gradient_step` and `train` are built one by one in
the notebooks and live here for the notebooks that follow. The figures are in
`linreg_helpers.plots`, which is imported only when asked for, because matplotlib takes its time.
"""

from linreg_helpers.data import FruitYields, load_fruit_yields
from linreg_helpers.descent import History, gradient_step, train
from linreg_helpers.exact import curvature, max_learning_rate
from linreg_helpers.model import gradients, init_params, mse, predict

__all__ = [
    "FruitYields",
    "History",
    "curvature",
    "gradient_step",
    "gradients",
    "init_params",
    "load_fruit_yields",
    "max_learning_rate",
    "mse",
    "predict",
    "train",
]
