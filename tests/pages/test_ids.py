"""An update of a workbook knows a cell by its id: each cell of the course has one, and keeps it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from linreg_helpers.course.workbook.files import course_files

COURSE = Path(__file__).parents[2] / "notebooks"
PAGES = sorted(path.relative_to(COURSE).as_posix() for path in COURSE.rglob("[0-9][0-9]_*.ipynb"))


def faults(cells):
    """Return a sentence on each cell that has no id, or has that of another one."""
    counts = Counter(cell.get("id") for cell in cells)
    return [
        f"cell {number} ({''.join(cell['source'])[:40]!r}) "
        + (f"has the id {cell['id']!r}, as another one has" if cell.get("id") else "has no id")
        for number, cell in enumerate(cells)
        if not cell.get("id") or counts[cell["id"]] > 1
    ]


def lost(stored, now):
    """Return a sentence on each cell that had another id when its page was stored in git."""
    ids = {cell.get("id") for cell in now}
    new = {"".join(cell["source"]): cell.get("id") for cell in now}
    return [
        f"the cell {source[:40]!r} had the id {cell['id']!r}, and now has {new[source]!r}"
        for cell in stored
        if cell.get("id") not in ids and (source := "".join(cell["source"])) in new
    ]


def cells_of(data):
    return json.loads(data)["cells"]


@pytest.mark.parametrize("name", PAGES)
def test_each_cell_has_an_id_of_its_own(name):
    assert faults(cells_of((COURSE / name).read_bytes())) == []


def test_no_cell_has_lost_the_id_that_it_had_in_git():
    stored, edited = course_files(COURSE)
    for name in (name for name in edited if name in PAGES):
        cells = cells_of((COURSE / name).read_bytes())
        assert lost(cells_of(stored[name]), cells) == [], f"{name}: give the cells their ids back"


GOOD = [{"id": "a", "source": ["one\n", "two"]}, {"id": "b", "source": "three"}]


def test_a_cell_without_an_id_and_two_with_the_same_are_found():
    assert faults(GOOD) == []
    (said,) = faults([*GOOD, {"source": "four"}])
    assert said == "cell 2 ('four') has no id"
    assert len(faults([*GOOD, {"id": "a", "source": "four"}])) == 2


def test_a_cell_that_got_another_id_is_found_and_an_edited_or_deleted_one_is_not():
    assert lost(GOOD, GOOD) == lost(GOOD, GOOD[:1]) == []
    assert lost(GOOD, [{"id": "a", "source": "edited"}, GOOD[1]]) == []
    assert lost(GOOD, [GOOD[0], {"id": "c", "source": "three"}]) == [
        "the cell 'three' had the id 'b', and now has 'c'"
    ]
