"""The page that a learner begins with: the notebook without its outputs, and the contents."""

import hashlib
import json
import posixpath
import re
from urllib.parse import quote, unquote

import nbformat
from nbformat.v4 import new_output

from linreg_helpers.course.workbook.merge import with_ids

RUN = "Run this cell to get the live figure."
# A link, in Markdown; or code, in which nothing is a link.
LINK = re.compile(
    r"```.*?```|`[^`\n]*`|(?P<sign>!?)\[(?P<words>[^\]\n]*)\]\((?P<target>[^)\s]+)\)", re.DOTALL
)
LIVE = re.compile(r"\bexplore\.\w+\(")


def read_notebook(data):
    """Return a notebook from the bytes of its file, as they are, of whatever minor version.

    Raises:
        ValueError: it can't be read; the message says why.
    """
    try:
        notebook = nbformat.v4.reads(data.decode("utf-8-sig"))
        if notebook.get("nbformat") != 4:
            raise ValueError(f"its format is {notebook.get('nbformat')!r}, and 4 is needed")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.setdefault("outputs", [])
                cell.setdefault("execution_count", None)
            cell.source = "".join(cell.source)
        cells = with_ids(notebook.cells)
        nbformat.validate(nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata))
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON from line {error.lineno} on") from None
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise ValueError(f"it is no notebook: {reason[:200]}") from None
    return notebook


def write_notebook(notebook):
    """Return the bytes of a notebook's file; the same notebook gives the same bytes."""
    return (nbformat.writes(notebook).rstrip() + "\n").encode()


def without_outputs(notebook, name="", homes=None):
    """Return a notebook as a learner meets it: nothing run, and every link leads somewhere.

    Args:
        notebook: a page of the course.
        name: its name.
        homes: as in `local_links`; None leaves the links alone.
    """
    cells = with_ids(notebook.cells)
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if LIVE.search(cell.source):
                words = {"text/plain": RUN, "text/markdown": f"*{RUN}*"}
                cell.outputs = [new_output("display_data", words)]
        elif cell.cell_type == "markdown" and homes is not None:
            cell.source = local_links(cell.source, name, homes)
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def local_links(text, name, homes):
    """Point links at where the workbook has the files; one to another file becomes plain words.

    Args:
        text: Markdown of a page.
        name: path of the page, from the folder of the notebooks.
        homes: dict from the path of each file that the workbook has, likewise, to its place there.
    """

    def point(match):
        target, sign, anchor = (match["target"] or "").partition("#")
        if not target or re.match(r"\w+:", target):
            return match[0]
        home = homes.get(_path(name, target))
        if home is None:
            return match["words"]
        here = posixpath.dirname(homes.get(name, name))
        new = quote(posixpath.relpath(home, here or "."))
        return f"{match['sign']}[{match['words']}]({new}{sign}{anchor})"

    return LINK.sub(point, text)


def linked_files(text, name):
    """Return the paths of the files that a page links to, from the folder of the notebooks."""
    targets = (
        match["target"].partition("#")[0] for match in LINK.finditer(text) if match["target"]
    )
    return [_path(name, target) for target in targets if target and not re.match(r"\w+:", target)]


def _path(name, target):
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target)))


def contents(text, solved, below):
    """Return the contents page of a workbook, made from that of the course.

    Args:
        text: the course's contents page, with a table of links to its notebooks.
        solved: dict from the name of a notebook to what is solved of it.
        below: Markdown that stands at the end.
    """
    lines, column = [], False
    for line in text.splitlines():
        if not line.startswith("|"):
            column = False
        elif line.startswith("| notebook |"):  # the tables of terms stay as they are
            line, column = line + " solved |", True
        elif column and re.match(r"\|[\s:|-]+\|$", line):
            line += "---|"
        elif column:
            link = re.match(r"\|\s*\[.*?\]\(([^)]+\.ipynb)\)", line)
            line += f" {solved.get(link[1], '')} |" if link else " |"
        if not line.startswith("<!--"):
            lines.append(line)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return (f"{text}\n\n{below}".strip() + "\n").encode()


def stamp(data):
    """Return the short name of a page's content."""
    return hashlib.sha256(data).hexdigest()[:12]
