"""Figures from plain numbers: each function draws one idea and returns its `Axes`.

Numbers may be tensors (with or without a graph), arrays or lists. With `ax=None` a function makes
its own figure, in the style of `linreg.mplstyle`; with an `Axes` it draws there. Neither changes
matplotlib's global settings. Everything that is told by a colour is told by a second cue as well:
a line style, a marker or a hatch. In a notebook every figure carries a description in words.
"""

from linreg_helpers.course.drawing.words import describe_in_notebooks
from linreg_helpers.course.plots.batches import late_losses
from linreg_helpers.course.plots.bowl import path_in_bowl, what_is_left
from linreg_helpers.course.plots.descent import (
    cost_curves,
    loss_along_gradient,
    loss_curve,
)
from linreg_helpers.course.plots.fit import predicted_against_actual, squared_differences
from linreg_helpers.course.plots.leverage import pull
from linreg_helpers.course.plots.one_line import (
    bowl,
    lines_and_loss,
    loss_over_weight,
    mean_of_squares,
    misses_as_squares,
    points_and_lines,
    rise_over_run,
    two_axes,
)
from linreg_helpers.course.plots.pairs import lines_within, pairs
from linreg_helpers.course.plots.panels import loss_panels
from linreg_helpers.course.plots.paths import parameter_paths
from linreg_helpers.course.plots.residuals import residuals
from linreg_helpers.course.plots.table import yields_against_inputs
from linreg_helpers.course.plots.validation import training_and_validation

__all__ = [
    "bowl",
    "cost_curves",
    "late_losses",
    "lines_and_loss",
    "lines_within",
    "loss_along_gradient",
    "loss_curve",
    "loss_over_weight",
    "loss_panels",
    "mean_of_squares",
    "misses_as_squares",
    "pairs",
    "parameter_paths",
    "path_in_bowl",
    "points_and_lines",
    "predicted_against_actual",
    "pull",
    "residuals",
    "rise_over_run",
    "squared_differences",
    "training_and_validation",
    "two_axes",
    "what_is_left",
    "yields_against_inputs",
]

describe_in_notebooks()
