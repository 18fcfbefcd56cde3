"""What is read from a single notebook: tags, the author's own words, the title."""

import re


def has_tag(cell, tag):
    """Say whether the author has given this tag to the cell."""
    return tag in cell.metadata.get("tags", [])


def markdown(notebook):
    """Return the author's own Markdown as one text: all of it but the navigation."""
    cells = [
        c for c in notebook.cells if c.cell_type == "markdown" and not has_tag(c, "navigation")
    ]
    return "\n\n".join(cell.source for cell in cells)


def title(text):
    """Return the H1 heading of a Markdown text."""
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    if not found:
        raise SystemExit(f"no H1 heading, as in '# 1. Init', in the text that begins {text[:60]!r}")
    return found[1].strip()


def description(output):
    """Return what the picture in an output shows: the words that its author or its code gave."""
    said = output.metadata.get("image/png", {}).get("alt") or output.data.get("text/plain", "")
    # "<Figure size 980x630 with 1 Axes>" says nothing.
    return "A figure; its title says what to see." if said[:1] in ("", "<") else said
