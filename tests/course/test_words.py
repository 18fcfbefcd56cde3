"""What a figure says in words: what is drawn in it, and no more than one wants to hear."""

from types import SimpleNamespace

import IPython
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure

from linreg_helpers.course.drawing.words import (
    MOST_LETTERS,
    describe_in_notebooks,
    description,
)


def figure(titles, notes=(), outer="", **labels):
    """Return a figure with a panel for each title; the first one has the notes and a legend."""
    made = Figure()
    panels = made.subplots(1, len(titles), squeeze=False)[0]
    for ax, title in zip(panels, titles, strict=True):
        ax.set(title=title, **labels)
    panels[0].plot([1, 2], label="right")
    panels[0].plot([1, 2], label="never\nzeroed")
    panels[0].legend()
    for note in notes:
        panels[0].text(0, 0, note)
    made.suptitle(outer)
    return made


def test_title_axes_legend_and_notes():
    assert description(
        figure(["The loss"], ["start\nhere"], xlabel="step", ylabel="loss (ton²)")
    ) == (
        "The loss. x axis: step; y axis: loss (ton²). Legend: right; never zeroed. "
        "Notes: start here."
    )


def test_what_two_panels_share_is_said_once():
    assert description(figure(["A", "B"], ["n", "n"], outer="Which?", xlabel="step")) == (
        "Which? A. x axis: step. B. Legend: right; never zeroed. Notes: n."
    )


def test_labels_of_the_whole_figure_are_axes_too_and_what_is_hidden_is_not_said():
    drawn = figure(["A", "hidden"])
    drawn.supxlabel("step")
    drawn.axes[1].set_axis_off()
    drawn.axes[0].text(0, 0, "gone").set_visible(False)
    assert description(drawn) == "A. x axis: step. Legend: right; never zeroed."


def test_it_is_short_however_many_notes_there_are():
    said = description(figure(["A"], [f"note number {n}" for n in range(100)]))
    assert "note number 9; " in said
    assert said.endswith("; and more.")
    assert MOST_LETTERS - 20 < len(said) <= MOST_LETTERS


def test_an_empty_figure_says_that_it_has_no_title():
    assert description(Figure()) == "A figure without a title."


def test_a_notebook_stores_it_with_the_picture(monkeypatch):
    formatter = DisplayFormatter()
    shell = SimpleNamespace(display_formatter=formatter)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    describe_in_notebooks()
    formatter.formatters["image/png"].for_type(Figure, lambda figure: b"png")
    data, metadata = formatter.format(figure(["A"]))
    assert data["image/png"] == b"png"
    assert metadata == {"image/png": {"alt": "A. Legend: right; never zeroed."}}


def test_without_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    describe_in_notebooks()
