"""Live figures: move a slider, and see and read at once what changes.

Each function shows one figure with its controls, and returns nothing. Python computes the numbers
behind it, draws its start as a still picture, and says that in words; a script of the same name
does so for every state, wherever scripts run: in JupyterLab and on a page. Elsewhere (on GitHub, in
print, in a notebook from somebody else) the still picture and its words stay.
"""

from linreg_helpers.course.explore._descent import descent
from linreg_helpers.course.explore._fit import fit_by_hand
from linreg_helpers.course.explore._line_bowl import bowl
from linreg_helpers.course.explore._rate import learning_rate

__all__ = ["bowl", "descent", "fit_by_hand", "learning_rate"]
