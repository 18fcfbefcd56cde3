"""What a figure shows, in words, for those who cannot see it: read from what has been drawn."""

import sys

from matplotlib.figure import Figure

MOST_LETTERS = 300


def description(figure):
    """Return in a few sentences what a figure shows: titles, axes, legends and notes.

    The words are the figure's own, so they are right as long as the figure is, and nothing is
    measured. Where there are too many names, the last ones are left out.

    Args:
        figure: a matplotlib Figure.

    Example:
        >>> figure = Figure()
        >>> _ = figure.subplots().set(title="The loss", xlabel="step", ylabel="loss (ton²)")
        >>> description(figure)
        'The loss. x axis: step; y axis: loss (ton²).'
    """
    panels = [ax for ax in figure.axes if ax.axison]
    said = [figure.get_suptitle()]
    for ax in panels:
        said += [ax.get_title(), _axes(ax.get_xlabel(), ax.get_ylabel())]
    said.append(_axes(figure.get_supxlabel(), figure.get_supylabel()))
    said = " ".join(map(_sentence, _different(said)))
    legends = [*figure.legends, *filter(None, (ax.get_legend() for ax in figure.axes))]
    in_legends = [text.get_text() for legend in legends for text in legend.get_texts()]
    notes = [text.get_text() for ax in panels for text in ax.texts if text.get_visible()]
    for kind, names in {"Legend": in_legends, "Notes": notes}.items():
        said = _with_names(said, kind, _different(names))
    return said or "A figure without a title."


def describe_in_notebooks():
    """Let each figure that a notebook shows carry its description, as the picture's alt text."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell:
        # It adds to the picture that IPython makes, whatever its format and its settings.
        formatter = shell.display_formatter.mimebundle_formatter
        formatter.for_type(Figure, lambda figure: ({}, {"image/png": {"alt": description(figure)}}))


def _axes(x, y):
    named = {"x axis": x, "y axis": y}
    return "; ".join(f"{name}: {label}" for name, label in named.items() if label)


def _different(texts):
    """Return the texts that say something, on one line each, and each of them once."""
    return [*filter(None, dict.fromkeys(" ".join(text.split()) for text in texts))]


def _sentence(text):
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _with_names(said, kind, names):
    """Add names as one more sentence, as many as there is room for."""
    for count in range(len(names), 0, -1):
        shown = [*names[:count], "and more"] if count < len(names) else names
        longer = f"{said} {kind}: {_sentence('; '.join(shown))}".strip()
        if len(longer) <= MOST_LETTERS:
            return longer
    return said
