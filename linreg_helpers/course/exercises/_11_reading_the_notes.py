"""Exercise of notebook 11: the parameters behind printed predictions."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table


def _recover(x, pred):
    a = torch.cat([x, x.new_ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(a.double(), pred.double()).solution.T.to(x.dtype)
    return theta[:, :-1], theta[:, -1]


def _without_ones(x, pred):
    w = torch.linalg.lstsq(x, pred).solution.T
    return w, torch.zeros(len(w))


def _cases():
    for n, d, m in ((6, 3, 4), (7, 4, 3)):
        x, _, w, b = table(n, d, m)
        yield x, (x @ w.T + b).detach()


check_recover = Exercise(
    name="recover",
    question="Write `my_recover`. From inputs (n, d) and predictions (n, m) it returns the weights "
    "(m, d) and the bias (m,) that make these predictions.",
    answer=_recover,
    cases=list(_cases()),
    within=1e-3,
    wrong=[
        (_without_ones, "The bias is left out. Which column of `A` belongs to it?"),
        (
            lambda x, pred: (_recover(x, pred)[0].T, _recover(x, pred)[1]),
            "The weights are turned: they have a row for each target.",
        ),
        (lambda x, pred: _recover(x, pred)[::-1], "The weights come first, and then the bias."),
        (
            lambda x, pred: (
                torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], dim=1), pred).solution
            ),
            "That is one table with weights and bias together. Return two results.",
        ),
    ],
    hints=[
        "A prediction is a sum. Which table, times the parameters, gives the predictions?",
        "`torch.linalg.lstsq(A, pred).solution` has a row for each column of `A`, the bias last.",
    ],
    code="""\
def my_recover(x, pred):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, pred).solution.T
    return theta[:, :-1], theta[:, -1]""",
    insight="Who prints enough predictions has printed the parameters too.",
    minutes=10,
)
