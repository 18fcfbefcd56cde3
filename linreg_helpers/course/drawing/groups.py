"""Points that belong to groups, such as species: each has its colour and its marker."""

import numpy as np

from linreg_helpers.course.drawing.inputs import names_of
from linreg_helpers.course.drawing.style import mark_cue

# Small, because there are hundreds of them; the edge keeps neighbours apart.
DOTS = {"markersize": 7, "markeredgewidth": 0.6}


def rows_of_groups(where, groups, count):
    """Return a dict from each group, in order of appearance, to which rows belong to it."""
    names = np.array(names_of(where, "groups", groups, count))
    return {str(group): names == group for group in dict.fromkeys(names)}


def draw_groups(ax, x, y, rows):
    """Draw points, and return one handle a group for the legend."""
    return [
        ax.plot(x[mask], y[mask], label=group, **mark_cue(i), **DOTS)[0]
        for i, (group, mask) in enumerate(rows.items())
    ]
