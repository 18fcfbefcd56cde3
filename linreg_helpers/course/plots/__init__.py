"""Figures from plain numbers: each function draws one idea and returns its `Axes`.

Numbers may be tensors (with or without a graph), arrays or lists. With `ax=None` a function makes
its own figure, in the style of `linreg.mplstyle`; with an `Axes` it draws there. Neither changes
matplotlib's global settings. Everything that is told by a colour is told by a second cue as well:
a line style, a marker or a hatch.
"""

from linreg_helpers.course.plots.descent import (
    cost_curves,
    loss_along_gradient,
    loss_curve,
    parameter_paths,
    path_in_bowl,
)
from linreg_helpers.course.plots.fit import predicted_against_actual, squared_differences
from linreg_helpers.course.plots.panels import loss_panels

__all__ = [
    "cost_curves",
    "loss_along_gradient",
    "loss_curve",
    "loss_panels",
    "parameter_paths",
    "path_in_bowl",
    "predicted_against_actual",
    "squared_differences",
]
