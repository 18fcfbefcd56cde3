"""Live figures: move a slider, and see and read at once what changes.

Each function shows one figure with its controls, and returns nothing. Behind it stands a `Picture`,
which turns a state into a figure and into words; the controls only choose the state. Where there
are no widgets (on GitHub, in print, without ipywidgets) the starting picture is shown.
"""

from linreg_helpers.course.explore._descent import descent
from linreg_helpers.course.explore._fit import fit_by_hand
from linreg_helpers.course.explore._line_bowl import bowl
from linreg_helpers.course.explore._rate import learning_rate

__all__ = ["bowl", "descent", "fit_by_hand", "learning_rate"]
