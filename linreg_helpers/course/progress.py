"""What is solved, tried and open, read from saved notebooks alone: nothing is stored or sent."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from linreg_helpers.course.checking.feedback import BUNDLE
from linreg_helpers.course.exercises import EXERCISES

SOLVED, TRIED, OPEN = "solved", "tried", "open"
OUTCOMES = {
    "correct": SOLVED,
    "not yet": TRIED,
    "error": TRIED,
    "stopped": TRIED,
    "not attempted": OPEN,
}
NAMES = {exercise.name for exercise in EXERCISES}
CUT = 300  # signs of a cause: more than any sentence of the course has


class Attempt(NamedTuple):
    """What the newest check of an exercise said."""

    state: str = OPEN  # SOLVED, TRIED or OPEN
    cause: str | None = None
    help: str | None = None  # the hint to try next


class Page(NamedTuple):
    """The exercises of one notebook, in the order in which they stand there."""

    name: str
    attempts: dict[str, Attempt]

    def names(self, state):
        """Return the names of the exercises in this state."""
        return [name for name, attempt in self.attempts.items() if attempt.state == state]


def progress_of(folder):
    """Read the notebooks of a folder, and return how far their exercises are.

    Args:
        folder: path; what is hidden in it is left out.

    Returns:
        `(pages, remarks)`: a `Page` for each notebook with exercises, and a sentence on each thing
        that could not be read.
    """
    folder = Path(folder)
    notebooks, remarks = {}, []
    paths = [path.relative_to(folder) for path in folder.rglob("*.ipynb")]
    # A copy comes after its original, and what is in a folder after what is not.
    for path in sorted(paths, key=lambda path: (len(path.parts), path.with_suffix("").as_posix())):
        if not any(part.startswith(".") for part in path.parts):
            try:
                notebooks[path.with_suffix("").as_posix()] = cells_of((folder / path).read_bytes())
            except (OSError, ValueError) as error:
                remarks.append(f"{path.as_posix()} is left out: {error}")
    pages, unknown = pages_of(notebooks)
    if unknown:
        remarks.append(f"These exercises are not in the course: {', '.join(unknown)}.")
    return pages, remarks


def pages_of(notebooks):
    """Return the pages of several notebooks, and the names of exercises that nobody knows.

    An exercise belongs to the first notebook that has it. Of several copies the best one counts.

    Args:
        notebooks: dict from the name of a notebook to its cells.
    """
    homes, found, unknown = {}, {}, {}
    for notebook, cells in notebooks.items():
        for name in exercises_in(cells):
            homes.setdefault(name, notebook)
        for name, attempt in attempts(cells).items():
            if name in NAMES:
                homes.setdefault(name, notebook)
                found[name] = better(found.get(name), attempt)
            else:
                unknown[clean(name, 60)] = None
    pages = [
        Page(n, {name: found.get(name, Attempt()) for name, home in homes.items() if home == n})
        for n in notebooks
    ]
    return [page for page in pages if page.attempts], list(unknown)


def report(pages, remarks):
    """Return the lines that `progress` prints."""
    lines = []
    for page in pages:
        solved = page.names(SOLVED)
        lines.append(f"{page.name}: {len(solved)} of {len(page.attempts)} solved")
        if solved:
            lines.append(f"  solved: {', '.join(solved)}")
        for name in page.names(TRIED):
            attempt = page.attempts[name]
            words = f"{attempt.cause} " if attempt.cause else ""
            lines.append(f"  tried:  {name}. {words}Next: {attempt.help}")
        if page.names(OPEN):
            lines.append(f"  open:   {', '.join(page.names(OPEN))}")
    if not pages:
        lines.append("No notebook with exercises is here.")
    else:
        states = Counter(attempt.state for page in pages for attempt in page.attempts.values())
        lines.append(f"{states[SOLVED]} of {states.total()} exercises solved.")
    return [*lines, *remarks]


# --- one notebook, which anybody may have written -------------------------------------------------


def cells_of(data):
    """Return the cells of a notebook from the bytes of its file: what is not a cell is left out.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        cells = json.loads(data.decode("utf-8-sig"))["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("it is no notebook") from None
    if not isinstance(cells, list):
        raise ValueError("it is no notebook")
    return [cell for cell in cells if isinstance(cell, dict)]


def text_of(value):
    """Return a text of a notebook's file, where it may stand as a list of lines."""
    lines = value if isinstance(value, list) else [value]
    return "".join(line for line in lines if isinstance(line, str))


def outputs_of(cell):
    """Yield the outputs of a cell."""
    outputs = cell.get("outputs")
    if cell.get("cell_type") == "code" and isinstance(outputs, list):
        yield from (output for output in outputs if isinstance(output, dict))


def exercises_in(cells):
    """Return the names of the exercises that the cells call, in their order."""
    sources = (text_of(cell.get("source")) for cell in cells if cell.get("cell_type") == "code")
    found = (name for source in sources for name in re.findall(r"\bcheck_(\w+) *\(", source))
    return list(dict.fromkeys(name for name in found if name in NAMES))


def attempts(cells):
    """Return a dict from the name of each exercise to its newest `Attempt`."""
    checks = []
    for place, cell in enumerate(cells):
        count = cell.get("execution_count")
        count = count if isinstance(count, int) else 0
        for output in outputs_of(cell):
            data = output.get("data")
            facts = data.get(BUNDLE) if isinstance(data, dict) else None
            if isinstance(facts, dict) and isinstance(facts.get("exercise"), str):
                checks.append((count, place, facts, text_of(data.get("text/plain"))))
    newest = {}
    for _, _, facts, text in sorted(checks, key=lambda check: check[:2]):
        name, outcome, cause = (facts.get(key) for key in ("exercise", "outcome", "cause"))
        state = OUTCOMES.get(outcome) if isinstance(outcome, str) else None
        if state:
            cause = clean(cause) if isinstance(cause, str) and state == TRIED else None
            newest[name] = Attempt(state, cause, next_help(name, text) if state == TRIED else None)
    return newest


def better(attempt, other):
    """Return the better one of two attempts, of which the first may be None."""
    order = [OPEN, TRIED, SOLVED]
    worse = attempt is None or order.index(attempt.state) < order.index(other.state)
    return other if worse else attempt


def next_help(name, text):
    """Return what the check has named as the next help."""
    found = re.findall(rf"\bcheck_{re.escape(name)}\.(?:hint|solution)\(\d*\)", text)
    return found[-1] if found else f"check_{name}.hint()"


def clean(text, length=CUT):
    """Return a text in one line, cut, and without signs that steer a terminal."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= length else f"{text[:length]} ..."
