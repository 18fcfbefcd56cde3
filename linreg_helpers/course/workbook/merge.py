"""Merge a learner's notebook with a new edition of its page, cell by cell.

There are three versions: `base`, the page that the learner began with; `mine`, what became of it;
and `theirs`, the new page. Nothing that the learner wrote is lost, and nothing is run or written.
"""

import copy
import hashlib
import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import count
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

EARLIER = "earlier-answers"  # the id of the heading below which answers without an exercise stand
TOP = "top"
EARLIER_TEXT = "## Your earlier answers\n\nThe course no longer has the cells that these stood in."
MARK = "> **The course has changed this cell.** Yours stands above, and this is the new version."
MARK_CODE = f"{MARK} To use it, copy it into your cell."
OF_A_CELL = {
    "markdown": ("attachments",),
    "raw": ("attachments",),
    "code": ("outputs", "execution_count"),
}


class Happened(NamedTuple):
    """What an update did to a notebook, in numbers of cells."""

    paragraphs: int = 0  # new or changed text
    code: int = 0  # new or changed code
    answers: int = 0  # code of the course that the learner has edited
    own: int = 0  # text that they have edited, and cells that they have added
    beside: int = 0  # edited cells below which a new version stands
    earlier: int = 0  # answers to what is gone, moved to the end


def merge(base, mine, theirs):
    """Return the new page with all that the learner wrote, and what happened.

    Args:
        base: notebook, the page that `mine` was made from; None where it is not known.
        mine: notebook, the learner's.
        theirs: notebook, the new page.

    Returns:
        `(merged, happened)`, a notebook and a `Happened`. Merging again changes nothing.

    Example:
        >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
        >>> base = new_notebook(cells=[new_markdown_cell("Old", id="a"), new_code_cell("", id="b")])
        >>> mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
        >>> mine.cells[1].source, theirs.cells[0].source = "x = 1", "New"
        >>> [cell.source for cell in merge(base, mine, theirs)[0].cells]
        ['New', 'x = 1']
    """
    base = new_notebook() if base is None else base
    page = with_ids(theirs.cells)
    cells, marks = _without_marks(mine.cells, [*base.cells, *page])
    to_base, to_page, base_of = _pairs(base.cells, cells, page)

    # Each cell that is the learner's own follows the one that it stood after: one of the new page
    # (its place there), one that is gone from it (its place in mine), the heading, or none.
    followers, gone, here, heading = defaultdict(list), [], TOP, None
    ids = {cell.id for cell in page}
    for j, cell in enumerate(cells):
        if j not in to_page and cell.get("id") in ids:
            cell.id = None  # a copy of a cell of the page
        if j in to_page:
            here = to_page[j]
        elif j in to_base:
            if _content(cell) != _content(base.cells[to_base[j]]):
                here = ("gone", j)
                gone.append(j)
        elif cell.get("id") == EARLIER and heading is None:
            heading, here = cell, EARLIER
        else:
            followers[here].append(cell)

    mine_of = {k: cells[j] for j, k in to_page.items()}
    out, seen = list(followers[TOP]), []
    for k, new in enumerate(page):
        old = base.cells[base_of[k]] if k in base_of else None
        put, what = _combine(old, mine_of.get(k), new, new.id in marks)
        out += [*put, *followers[k]]
        seen.append((what, new.cell_type == "code", len(put)))
    if gone or followers[EARLIER] or (heading and heading.source.rstrip() != EARLIER_TEXT):
        out += [heading or new_markdown_cell(EARLIER_TEXT, id=EARLIER), *followers[EARLIER]]
    for j in gone:
        out += [cells[j], *followers["gone", j]]

    metadata = _metadata(base.metadata, mine.metadata, theirs.metadata)
    merged = new_notebook(cells=with_ids(out), metadata=metadata)
    added = [cell for place, some in followers.items() if place != EARLIER for cell in some]
    happened = Happened(
        paragraphs=seen.count(("new", False, 1)),
        code=seen.count(("new", True, 1)),
        answers=sum((what, is_code) == ("edited", True) for what, is_code, _ in seen),
        own=sum((what, is_code) == ("edited", False) for what, is_code, _ in seen) + len(added),
        beside=sum(cells == 2 for _, _, cells in seen),
        earlier=len(gone),
    )
    return merged, happened


def is_touched(base, mine):
    """Say whether a learner has written anything into a notebook; outputs do not count."""
    return list(map(_content, base.cells)) != list(map(_content, mine.cells))


def agreement(base, mine):
    """Count the cells of a notebook that stand in another one, word by word."""
    contents = {str(_content(cell)) for cell in base.cells}
    return sum(str(_content(cell)) in contents for cell in mine.cells)


# --- which cells are the same ---------------------------------------------------------------------


def _content(cell):
    """Return what a learner can write into a cell; the white space at its end does not count."""
    text = cell.source.replace("\r\n", "\n").rstrip()
    return cell.cell_type, text, cell.get("attachments") or None


def _pairs(base, mine, theirs):
    """Return three dicts of places: from mine to base, from mine to theirs, from theirs to base.

    The id says which cells are the same. Cells whose id is missing, doubled or new are found by
    their source: cells that were copied or split, and notebooks that other programs have saved.
    """
    base_of = _by_id(base, theirs)
    base_of |= _by_source(base, theirs, base_of)
    to_base = _by_id(base, mine)
    # What is new on the page and already in mine, as when an exercise comes back to its answer.
    new = {k: theirs[k] for k in range(len(theirs)) if k not in base_of}
    free = {j: mine[j] for j in range(len(mine)) if j not in to_base}
    direct = _translated(_by_id(list(new.values()), list(free.values())), free, new)
    to_base |= _by_source(base, mine, to_base, skip=direct, alike=_is_alike)
    new = {k: cell for k, cell in new.items() if k not in direct.values()}
    free = {j: c for j, c in free.items() if j not in to_base and j not in direct}
    found = _by_source(list(new.values()), list(free.values()), {})
    direct |= _translated(found, free, new)
    theirs_of = {i: k for k, i in base_of.items()}
    to_theirs = {j: theirs_of[i] for j, i in to_base.items() if i in theirs_of}
    return to_base, to_theirs | direct, base_of


def _translated(found, free, new):
    """Turn places in two shortened lists into places in the whole ones."""
    free, new = list(free), list(new)
    return {free[j]: new[k] for j, k in found.items()}


def _by_id(old, new):
    """Return a dict from places in new to the places in old of the cells with the same id."""
    places = defaultdict(list)
    for j, cell in enumerate(new):
        places[cell.get("id")].append(j)
    found = {}
    for i, cell in enumerate(old):
        copies = places.pop(cell.get("id"), []) if cell.get("id") else []
        if copies:  # of several, the one that was not edited is the original
            same = (j for j in copies if _content(new[j]) == _content(cell))
            found[next(same, copies[0])] = i
    return found


def _by_source(old, new, found, skip=(), alike=lambda a, b: False):
    """Return likewise the cells that are not found yet and have the same source, or are alike."""
    taken = set(found.values())
    olds = [i for i in range(len(old)) if i not in taken]
    news = [j for j in range(len(new)) if j not in found and j not in skip]
    before, after = ([str(_content(cell)) for cell in cells] for cells in (old, new))
    before, after = [before[i] for i in olds], [after[j] for j in news]
    more, matcher = {}, SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            more |= dict(zip(news[b:b_end], olds[a:a_end], strict=True))
        if tag == "replace":
            for i in olds[a:a_end]:
                j = next((j for j in news[b:b_end] if alike(old[i], new[j])), None)
                if j is not None:
                    more[j] = i
                    b = news.index(j) + 1
    return more


def _is_alike(cell, other):
    """Say whether one cell may be the other one, edited: they check the same, or share most."""
    if cell.cell_type != other.cell_type:
        return False
    checks = [re.findall(r"\bcheck_\w+", c.source) for c in (cell, other)]
    if any(checks):
        return checks[0] == checks[1]
    ratio = SequenceMatcher(None, cell.source, other.source, autojunk=False)
    return ratio.quick_ratio() > 0.6 and ratio.ratio() > 0.6


# --- what becomes of a cell -----------------------------------------------------------------------


def _combine(base, mine, theirs, marked):
    """Return the cells that stand in place of one of the new page, and what they are."""
    if mine is None:
        return [theirs], "new"
    metadata = _metadata(base and base.metadata, mine.metadata, theirs.metadata)
    if _content(mine) == _content(theirs):
        kept = {**theirs, "metadata": metadata}
        # A page has an output of its own where a sentence stands in place of a live figure.
        if mine.cell_type == "code" and not (base and mine.outputs == base.get("outputs")):
            kept |= {key: mine[key] for key in OF_A_CELL["code"]}
        return [NotebookNode(kept)], "same"
    if base and _content(mine) == _content(base):
        return [theirs], "new"
    kept = NotebookNode({**mine, "id": theirs.id, "metadata": metadata})
    if marked or not base or _content(base) != _content(theirs):
        return [kept, _marked(theirs)], "edited"
    return [kept], "edited"


def _metadata(base, mine, theirs):
    """Return the page's own metadata, and what the learner or JupyterLab has added."""
    added = {key: value for key, value in mine.items() if key not in (base or {})}
    return NotebookNode({**added, **theirs})


def _marked(cell):
    """Return the new version of a cell that the learner has edited, as text below theirs."""
    metadata = {"linreg": {"new_version_of": cell.id}}
    mark = new_markdown_cell(_mark_text(cell), id=f"{cell.id}-new"[-64:], metadata=metadata)
    if cell.get("attachments"):
        mark.attachments = cell.attachments
    return mark


def _mark_text(cell):
    """Return the words of a new version; as code it would run, and take the answer back."""
    if cell.cell_type == "markdown":
        return f"{MARK}\n\n{cell.source}"
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", cell.source))])
    return f"{MARK_CODE}\n\n{fence}python\n{cell.source}\n{fence}"


def _without_marks(cells, pages):
    """Return cells without the new versions that stand below them, and of which cells these are.

    One into which the learner has written is theirs.
    """
    texts, kept, marks = defaultdict(set), [], set()
    for cell in pages:
        texts[cell.get("id")].add(_mark_text(cell).rstrip())
    for cell in cells:
        note = cell.metadata.get("linreg")
        of = note.get("new_version_of") if isinstance(note, dict) else None
        if isinstance(of, str) and cell.source.rstrip() in texts.get(of, ()):
            marks.add(of)
        else:
            kept.append(NotebookNode(cell))  # mine stays as it is
    return kept, marks


def with_ids(cells):
    """Return copies of cells, each with what belongs to its type and with an id of its own."""
    given = {cell.get("id") for cell in cells}
    taken, out = set(), []
    for cell in cells:
        name = cell.get("id")
        if not (isinstance(name, str) and re.fullmatch(r"[\w-]{1,64}", name, re.ASCII)):
            name = None
        if name is None or name in taken:
            # From its source, so that the same cell gets the same name next time.
            digest = hashlib.sha256(str(_content(cell)).encode()).hexdigest()[:8]
            names = (f"cell-{digest}{f'-{n}' if n else ''}" for n in count())
            name = next(name for name in names if name not in taken | given)
        taken.add(name)
        keys = ("cell_type", "metadata", "source", *OF_A_CELL[cell.cell_type])
        out.append(NotebookNode({"id": name} | {key: cell[key] for key in keys if key in cell}))
    return copy.deepcopy(out)
