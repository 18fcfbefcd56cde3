"""The figure of mini-batches: the part where the loss jumps, the least loss, and the refusals."""

import re
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg

from linreg_helpers.course import plots
from tests.course import looks
from tests.course.contrast import too_pale

RUNS = {
    "lr = 0.2": [8.0 + 0.2 * (i % 3) / (i + 1) for i in range(41)],
    "lr = 0.03": [8.0 + 20 * 0.8**i for i in range(61)],
}
NAN = float("nan")


def late_losses(losses=RUNS, least=7.9, *, first=20, **options):
    return plots.late_losses(losses, least, first=first, **options)


@pytest.fixture(autouse=True)
def _clean_figures():
    plt.switch_backend("agg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


def test_it_looks_as_expected():
    ax = late_losses()
    FigureCanvasAgg(ax.figure).draw()
    assert too_pale(ax.figure) == []
    assert looks.axes(ax) == {
        "title": "The loss jumps above its lowest value",
        "labels": ["epoch", "loss on all rows (ton²)"],
        "scales": ["linear", "linear"],
        "limits": [[19.2, 60.8], [7.88, 8.25]],
        "x ticks": "20 30 40 50 60",
        "y ticks": "7.9 7.95 8 8.05 8.1 8.15 8.2",
        "grid": "xy",
        "legend": ["lr = 0.2", "lr = 0.03", "least loss 7.9"],
        "from back to front": [
            "blue, solid 2.5",
            "vermilion, dashed 2.5",
            "dark grey, dotted 2",
        ],
        "texts": {},
    }


def test_only_the_epochs_from_the_first_on_are_drawn_and_so_is_the_least_loss():
    *lines, least = late_losses().lines
    for line, run in zip(lines, RUNS.values(), strict=True):
        assert line.get_xdata().tolist() == list(range(20, len(run)))
        assert line.get_ydata().tolist() == run[20:]
    assert least.get_ydata() == [7.9, 7.9]


def test_another_unit_and_title_and_an_axes_of_ones_own():
    before = dict(mpl.rcParams)
    _, axes = plt.subplots(1, 2)
    ax = late_losses(ax=axes[0], unit="g", title="Mine")
    assert ax is axes[0]
    assert (ax.get_ylabel(), ax.get_title()) == ("loss on all rows (g²)", "Mine")
    assert not axes[1].has_data()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("kind", [np.array, torch.tensor, tuple])
def test_tensors_arrays_and_rows_are_drawn_as_lists_are(kind):
    lines = late_losses({label: kind(run) for label, run in RUNS.items()}).lines
    expected = late_losses().lines
    for line, same in zip(lines, expected, strict=True):
        assert line.get_ydata() == pytest.approx(same.get_ydata(), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: late_losses([1.0, 2.0]), TypeError, "losses must be a dict"),
        (lambda: late_losses({"a": [1.0, NAN, 9.0]}, 0.5, first=1), ValueError, "losses['a']"),
        (lambda: late_losses({"a": [9.0, 7.0]}, first=0), ValueError, "below the least loss, 7.9"),
        (lambda: late_losses(first=40), ValueError, "before the last epoch of losses['lr = 0.2']"),
        (lambda: late_losses(first=-1), ValueError, "first must be"),
        (lambda: late_losses(least=0), ValueError, "least must be"),
        (lambda: late_losses(ax=3), TypeError, "ax must be"),
    ],
)
def test_a_refusal_says_what_was_wrong_and_leaves_no_empty_figure(call, kind, words):
    with pytest.raises(kind, match=re.escape(words)):
        call()
    assert plt.get_fignums() == []


def test_a_loss_that_is_the_least_one_but_for_rounding_is_drawn():
    late_losses({"a": [9.0, np.float32(0.4831210)]}, 0.48312101, first=0)
