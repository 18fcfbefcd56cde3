"""The workbook as files: made, brought up to date, and whole whatever happens in between."""

import builtins
import contextlib
import copy
import errno
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from linreg_helpers.course.workbook import files as workbook_files
from linreg_helpers.course.workbook import update_workbook, where_stopped
from linreg_helpers.course.workbook.page import RUN
from tests.course.small_course import ANSWER, answer, commit, read, source, state, write_page
from tests.pages.notebook_rules import broken_links

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "notebooks"


def backups(folder):
    return [path.read_bytes() for path in (folder / ".backup").rglob("*.*") if path.is_file()]


# --- what a learner begins with -------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Make a workbook of the whole course."""
    folder = tmp_path_factory.mktemp("whole") / "workbook"
    update_workbook(COURSE, folder)
    return folder


def test_the_workbook_of_the_course_shows_no_answers(whole):
    names = {path.name for path in COURSE.glob("*.ipynb")}
    assert {path.name for path in whole.glob("*.ipynb")} == names
    for name in names:
        notebook = nbformat.read(whole / name, 4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            assert cell.get("execution_count") is None
            live = "explore." in cell.source and "(" in cell.source.partition("explore.")[2]
            texts = [output.data["text/plain"] for output in cell.get("outputs", [])]
            assert texts in ([], [RUN])
            assert texts != [RUN] or live


def test_every_live_figure_has_its_sentence(whole):
    n_live = 0
    for path in COURSE.glob("*.ipynb"):
        pages = (nbformat.read(folder / path.name, 4).cells for folder in (COURSE, whole))
        for page, cell in zip(*pages, strict=True):
            if re.search(r"^explore\.", page.source, re.MULTILINE):
                n_live += 1
                assert [output.data["text/plain"] for output in cell.outputs] == [RUN]
    assert n_live > 0


def test_every_link_of_the_workbook_leads_somewhere(whole):
    for path in [*whole.rglob("*.md"), *whole.rglob("*.ipynb")]:
        if any(part.startswith(".") for part in path.relative_to(whole).parts):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            cells = nbformat.reads(text, 4).cells
            text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        assert broken_links(text, path) == []
    assert (whole / "many_rows.json").exists()


def test_pictures_that_belong_to_the_text_stay(course, tmp_path):
    notebook = read(course)
    notebook.cells[1].attachments = {"a.png": {"image/png": "AAAA"}}
    notebook.cells[1].source = "![a](attachment:a.png) ![b](b.png)"
    nbformat.write(notebook, course / "01_first.ipynb")
    (course / "b.png").write_bytes(b"png")
    update_workbook(course, tmp_path / "workbook")
    cell = read(tmp_path / "workbook").cells[1]
    assert (cell.source, cell.attachments) == (
        notebook.cells[1].source,
        notebook.cells[1].attachments,
    )
    assert (tmp_path / "workbook" / "b.png").read_bytes() == b"png"


def test_the_contents_page_tells_what_is_solved(course, workbook):
    assert "| 15 | 0 of 1 |" in (workbook / "README.md").read_text()
    answer(workbook)
    update_workbook(course, workbook)
    text = (workbook / "README.md").read_text()
    assert "| [1. First](01_first.ipynb) | 15 | 1 of 1 |" in text
    assert text.endswith(
        "\n\n## Your progress\n\nAs saved when the workbook was last opened.\n\n```text\n"
        "01_first: 1 of 1 solved\n  solved: dtype\n02_second: 0 of 1 solved\n  open:   mse\n"
        "1 of 2 exercises solved.\n```\n"
    )


def test_only_the_tables_of_notebooks_tell_what_is_solved(whole):
    """Every table of the contents keeps one number of columns."""
    for table in re.findall(r"(?:^\|.*\n)+", (whole / "README.md").read_text("utf-8"), re.M):
        rows = table.splitlines()
        assert {row.count("|") for row in rows} == {rows[0].count("|")}, rows[0]
        assert ("solved" in rows[0]) == rows[0].startswith("| notebook |")


def test_a_page_outside_the_notebooks_comes_along_with_links_that_work(workbook):
    text = (workbook / "about" / "README.md").read_text()
    assert text == "# About\n\n[1](../01_first.ipynb) x\n"
    assert "[About](about/README.md)" in (workbook / "README.md").read_text()


# --- an update ------------------------------------------------------------------------------------


def test_a_second_update_changes_nothing_and_says_nothing(course, workbook):
    answer(workbook)
    write_page(course, "01_first", "dtype", words="Read that.")
    assert update_workbook(course, workbook) == ["01_first: 1 paragraph new, your 1 answer kept"]
    before = state(workbook, hidden=True)
    assert update_workbook(course, workbook) == []
    assert state(workbook, hidden=True) == before


def test_an_update_brings_the_new_text_and_keeps_the_answer_and_the_old_notebook(course, workbook):
    answer(workbook)
    old = (workbook / "01_first.ipynb").read_bytes()
    write_page(course, "01_first", "dtype", words="Read that.")
    update_workbook(course, workbook)
    assert source(workbook, "01_first", "words") == "Read that."
    assert source(workbook, "01_first") == ANSWER
    assert backups(workbook) == [old]


def test_a_workbook_that_lost_its_hidden_folder_on_the_way_is_not_a_new_one(course, workbook):
    answer(workbook)
    shutil.rmtree(workbook / ".base")
    assert "is new:" not in "".join(update_workbook(course, workbook))
    assert source(workbook, "01_first") == ANSWER
    write_page(course, "01_first", "dtype", words="Read that.")
    update_workbook(course, workbook)
    assert source(workbook, "01_first", "words") == "Read that."
    assert source(workbook, "01_first") == ANSWER


def test_a_file_of_their_own_is_left_alone(course, workbook):
    (workbook / "notes.txt").write_text("mine")
    (workbook / "own.ipynb").write_text("not even a notebook")
    write_page(course, "01_first", "dtype", words="Read that.")
    update_workbook(course, workbook)
    assert (workbook / "notes.txt").read_text() == "mine"
    assert (workbook / "own.ipynb").read_text() == "not even a notebook"


def test_a_notebook_that_was_deleted_comes_back_fresh(course, workbook):
    before = state(workbook)
    (workbook / "01_first.ipynb").unlink()
    (said,) = update_workbook(course, workbook)
    assert "01_first was gone; here it is again" in said
    assert state(workbook) == before


@pytest.mark.parametrize(
    "damage",
    [b"", b"<<<<<<< HEAD\n{}", b'{"cells": 3}', b"[]", b"\xff\xfe", b"[" * 100_000,
     b'{"cells": [{"cell_type": "code"}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'],
)  # fmt: skip
def test_a_notebook_that_cannot_be_read_is_set_aside(course, workbook, damage):
    fresh = (workbook / "01_first.ipynb").read_bytes()
    (workbook / "01_first.ipynb").write_bytes(damage)
    (said,) = update_workbook(course, workbook)
    assert "01_first can't be read" in said
    kept = re.search(r"set aside as (\S+),", said)[1]
    assert (workbook / kept).read_bytes() == damage
    assert (workbook / "01_first.ipynb").read_bytes() == fresh


def test_a_notebook_of_an_older_format_without_ids_takes_an_update(course, workbook):
    answer(workbook)
    notebook = json.loads((workbook / "01_first.ipynb").read_text())
    for cell in notebook["cells"]:
        del cell["id"]
    notebook |= {"nbformat_minor": 4, "metadata": {}}
    (workbook / "01_first.ipynb").write_text(json.dumps(notebook))
    write_page(course, "01_first", "dtype", words="Read that.")
    update_workbook(course, workbook)
    assert len(read(workbook).cells) == 5
    assert source(workbook, "01_first", "words") == "Read that."
    assert source(workbook, "01_first") == ANSWER


def test_a_notebook_whose_number_changed_keeps_its_answers(course, workbook):
    answer(workbook)
    (course / "01_first.ipynb").unlink()
    write_page(course, "03_first", "dtype", words="Read that.")
    (page,) = (workbook / ".base").glob("01_first.*")
    stamped = page.name.removeprefix("01_first.")
    assert update_workbook(course, workbook) == ["03_first: 2 paragraphs new, your 1 answer kept"]
    assert source(workbook, "03_first") == ANSWER
    assert not (workbook / "01_first.ipynb").exists()
    assert (workbook / ".base" / f"03_first.{stamped}").exists()


def test_a_notebook_that_left_the_course_stays_if_it_was_written_into(course, workbook):
    answer(workbook)
    for name in ("01_first", "02_second"):
        (course / f"{name}.ipynb").unlink()
    write_page(course, "05_other", "step")
    said = "\n".join(update_workbook(course, workbook))
    assert "01_first is no longer in the course; yours stays as it is." in said
    assert source(workbook, "01_first") == ANSWER
    assert not (workbook / "02_second.ipynb").exists()
    assert update_workbook(course, workbook) == []


def test_a_table_of_numbers_that_the_learner_changed_is_kept_when_a_new_one_comes(course, workbook):
    (workbook / "numbers.json").write_text("[7]")
    assert update_workbook(course, workbook) == []
    (course / "numbers.json").write_text("[2]")
    (said,) = update_workbook(course, workbook)
    assert "numbers.json is new; yours is kept" in said
    assert (workbook / "numbers.json").read_text() == "[2]"
    assert b"[7]" in backups(workbook)


def test_an_old_notebook_that_jupyterlab_saved_over_the_new_one_takes_the_update_again(
    course, workbook
):
    answer(workbook)
    open_in_the_browser = (workbook / "01_first.ipynb").read_bytes()
    write_page(course, "01_first", "dtype", words="Read that.")
    update_workbook(course, workbook)
    (workbook / "01_first.ipynb").write_bytes(open_in_the_browser)  # Overwrite, not Revert
    update_workbook(course, workbook)
    assert source(workbook, "01_first", "words") == "Read that."
    assert source(workbook, "01_first") == ANSWER


def test_what_jupyterlab_saves_during_an_update_is_not_lost(course, workbook, monkeypatch):
    write_page(course, "01_first", "dtype", words="Read that.")
    keep = workbook_files.Backup.keep

    def keep_and_save(backup, name, data):
        monkeypatch.setattr(workbook_files.Backup, "keep", keep)
        answer(workbook)
        return keep(backup, name, data)

    monkeypatch.setattr(workbook_files.Backup, "keep", keep_and_save)
    update_workbook(course, workbook)
    assert source(workbook, "01_first", "words") == "Read that."
    assert source(workbook, "01_first") == ANSWER


def test_the_course_itself_is_no_workbook(course):
    before = state(course)
    for folder in (course, course / "workbook"):
        with pytest.raises(OSError, match="is the course itself"):
            update_workbook(course, folder)
    assert state(course) == before


def test_a_course_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(OSError, match="There is no folder"):
        update_workbook(tmp_path / "gone", tmp_path / "workbook")


# --- whatever happens in between ------------------------------------------------------------------


class Killed(BaseException):
    """The power goes: nothing that comes after it is done."""


class Torn:
    """A file of which only half is written when the power goes."""

    def __init__(self, stream, dying):
        """Wrap a file that was opened for writing."""
        self.stream, self.dying = stream, dying

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.stream.close()

    def write(self, data):
        """Write the first half, and the second one if the power is still on."""
        half = len(data) // 2
        self.stream.write(data[:half])
        self.stream.flush()
        self.dying(self.stream.write)(data[half:])


def kill_at(monkeypatch, step):
    """Let the program die before its nth change of the disk, and do nothing afterwards."""
    left = [step]

    def dying(change):
        def call(*args, **more):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return change(*args, **more)

        return call

    def dying_open(file, mode="r", *args, **more):
        stream = builtin_open(file, mode, *args, **more)
        return Torn(stream, dying) if set(mode) & set("wax+") else stream

    builtin_open = open
    monkeypatch.setattr(builtins, "open", dying_open)
    monkeypatch.setattr(io, "open", dying_open)  # which pathlib calls
    for name in ("replace", "rename", "unlink", "mkdir", "fsync", "chmod"):
        monkeypatch.setattr(os, name, dying(getattr(os, name)))
    return left


def test_an_update_that_is_killed_anywhere_leaves_the_old_notebook_or_the_new_one(
    course, workbook, tmp_path
):
    answer(workbook)
    (workbook / "02_second.ipynb").unlink()
    old = state(workbook)
    write_page(course, "01_first", "dtype", words="Read that.", code="x = 2")
    write_page(course, "02_second", "mse", words="Read that.")
    uninterrupted = tmp_path / "uninterrupted"
    shutil.copytree(workbook, uninterrupted)
    update_workbook(course, uninterrupted)
    new, n_killed = state(uninterrupted), 0
    for step in range(1000):
        trial = tmp_path / f"trial-{step}"
        shutil.copytree(workbook, trial)
        with pytest.MonkeyPatch.context() as patch:
            left = kill_at(patch, step)
            try:
                update_workbook(course, trial)
            except Killed:
                n_killed += 1
        for name, data in state(trial).items():
            assert name.rpartition("/")[2].startswith(workbook_files.LEFT_OVER) or data in (
                old.get(name),
                new.get(name),
            )
        assert b"typed by me" in (trial / "01_first.ipynb").read_bytes()
        update_workbook(course, trial)
        assert state(trial) == new
        if left[0] >= 0:
            break
    assert n_killed > 20


def test_a_killed_update_does_not_take_its_own_text_for_the_learners(course, workbook, tmp_path):
    for step in range(0, 30, 2):
        trial = tmp_path / f"trial-{step}"
        shutil.copytree(workbook, trial)
        write_page(course, "01_first", "dtype", words="Read that.")
        with pytest.MonkeyPatch.context() as patch:
            kill_at(patch, step)
            with contextlib.suppress(Killed):
                update_workbook(course, trial)
        write_page(course, "01_first", "dtype", words="Read it again.")  # the course moves on
        update_workbook(course, trial)
        assert [cell.source for cell in read(trial).cells][1] == "Read it again."
        assert len(read(trial).cells) == 5


def test_a_first_workbook_that_is_killed_anywhere_is_finished_by_the_next_call(course, tmp_path):
    update_workbook(course, tmp_path / "whole")
    for step in range(0, 60, 3):
        trial = tmp_path / f"trial-{step}"
        with pytest.MonkeyPatch.context() as patch:
            kill_at(patch, step)
            with contextlib.suppress(Killed):
                update_workbook(course, trial)
        update_workbook(course, trial)
        assert state(trial) == state(tmp_path / "whole")


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("os.fsync", OSError(errno.ENOSPC, "No space left on device")),
        ("tempfile.mkstemp", PermissionError(errno.EACCES, "Permission denied")),
        ("os.replace", PermissionError(errno.EACCES, "The file is in use")),
    ],
)
def test_a_disk_that_takes_nothing_is_a_sentence(course, workbook, monkeypatch, function, error):
    answer(workbook)
    before = state(workbook)
    write_page(course, "01_first", "dtype", words="Read that.")

    def fail(*_args, **_more):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(function, fail)
        with pytest.raises(OSError, match=f"{error.strerror}.*Nothing of yours is lost"):
            update_workbook(course, workbook)
    assert state(workbook) == before
    update_workbook(course, workbook)
    assert source(workbook, "01_first") == ANSWER


# --- where the learner stopped --------------------------------------------------------------------


def test_a_new_workbook_opens_on_its_first_notebook(workbook, tmp_path):
    assert where_stopped(workbook) == "01_first.ipynb"
    assert where_stopped(tmp_path / "gone") == ""


def test_a_workbook_opens_where_the_learner_stopped_also_after_an_update(course, workbook):
    answer(workbook, "01_first")
    answer(workbook, "02_second")
    os.utime(workbook / "01_first.ipynb", (1e9 + 2, 1e9 + 2))
    os.utime(workbook / "02_second.ipynb", (1e9 + 1, 1e9 + 1))
    assert where_stopped(workbook) == "01_first.ipynb"
    for name, exercise in (("01_first", "dtype"), ("02_second", "mse")):
        write_page(course, name, exercise, words="Read that.")
    update_workbook(course, workbook)
    assert where_stopped(workbook) == "01_first.ipynb"


# --- when the course's own notebooks have been edited ---------------------------------------------


@pytest.fixture
def repository(course):
    """Put the small course into git."""
    commit(course.parent)
    return course


def test_edits_in_the_course_itself_are_not_taken_for_the_course(repository, workbook):
    before = state(workbook)
    answer(repository)
    (said,) = update_workbook(repository, workbook)
    assert said.startswith("notebooks/ has been edited: 01_first.ipynb.")
    assert "python -m linreg_helpers workbook --edits" in said
    assert state(workbook) == before


def test_one_command_brings_the_edits_into_the_workbook(repository, workbook):
    notebook = read(workbook)
    notebook.cells.append(new_code_cell("written in the workbook"))
    nbformat.write(notebook, workbook / "01_first.ipynb")
    answer(repository)
    update_workbook(repository, workbook, edits=True)
    assert source(workbook, "01_first") == ANSWER
    sources = [cell.source for cell in read(workbook).cells]
    assert "written in the workbook" in sources
    assert "the answer is 42" not in (workbook / "01_first.ipynb").read_text()
    # They are the learner's, also after the course has its own pages back.
    subprocess.run(["git", "-C", repository, "restore", "."], check=True)
    write_page(repository, "01_first", "dtype", words="Read that.")
    commit(repository.parent)
    update_workbook(repository, workbook)
    assert source(workbook, "01_first") == ANSWER
    assert source(workbook, "01_first", "words") == "Read that."


def test_what_was_deleted_in_the_course_itself_stays_in_the_workbook(repository, workbook):
    notebook = read(repository)
    del notebook.cells[1]
    nbformat.write(notebook, repository / "01_first.ipynb")
    (repository / "02_second.ipynb").unlink()
    before = state(workbook)
    said = update_workbook(repository, workbook, edits=True)
    assert "02_second was deleted there; the workbook has it." in said
    assert source(workbook, "01_first", "words") == "Read this."
    assert state(workbook).keys() == before.keys()


# --- every sentence -------------------------------------------------------------------------------


def test_what_is_no_workbook_and_what_failed_is_said_with_its_place(course, tmp_path, monkeypatch):
    with pytest.raises(
        OSError, match=f"^{re.escape(str(course))} is the course itself; a workbook"
    ):
        update_workbook(course, course)
    monkeypatch.chdir(course.parent)
    with pytest.raises(OSError, match="is the course itself"):
        update_workbook("notebooks", Path("notebooks") / "in it")
    (tmp_path / "a file").write_text("mine")
    with pytest.raises(OSError, match="not up to date") as caught:
        update_workbook(course, tmp_path / "a file")
    assert str(caught.value) == (
        f"The workbook is not up to date: File exists: {tmp_path / 'a file'}. "
        "Nothing of yours is lost."
    )
    with pytest.raises(OSError, match="not up to date") as caught:
        update_workbook(tmp_path / "gone", tmp_path / "workbook")
    assert str(caught.value) == (
        f"The workbook is not up to date: There is no folder {tmp_path / 'gone'} with the "
        "notebooks of the course. Nothing of yours is lost."
    )
    (course / "01_first.ipynb").write_text("{\n<")
    with pytest.raises(
        OSError, match=r"01_first\.ipynb, a page of the course, can't be read: it is no"
    ):
        update_workbook(course, tmp_path / "workbook")


def test_a_workbook_is_made_in_a_folder_that_is_not_there_yet(course, tmp_path):
    (said,) = update_workbook(str(course), tmp_path / "a" / "b")
    assert said == "b/ is new: 2 notebooks without their outputs."


def test_what_was_said_before_a_failure_is_said_with_it(course, workbook, monkeypatch):
    write_page(course, "01_first", "dtype", words="Read that.")
    (course / "numbers.json").write_text("[2]")
    write = workbook_files.write

    def full(path, data):
        if path.name == "numbers.json":
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr("linreg_helpers.course.workbook.update.write", full)
    with pytest.raises(OSError, match="not up to date") as caught:
        update_workbook(course, workbook)
    first, second = str(caught.value).splitlines()
    assert first == "01_first: 1 paragraph new"
    assert second.startswith("The workbook is not up to date: No space left on device: ")


def test_only_links_in_words_to_files_beside_the_course_are_followed(course, tmp_path):
    (tmp_path / "far.md").write_text("far")
    (course.parent / "near.md").write_text("near")
    (course.parent / "code.md").write_text("code")
    words = "[near](../near.md) [far](../../far.md) [gone](../gone.md)"
    write_page(course, "01_first", "dtype", words=words, code="# [code](../code.md)")
    update_workbook(course, tmp_path / "workbook")
    text = source(tmp_path / "workbook", "01_first", "words")
    assert text == "[near](about/near.md) far gone"
    about = {path.name for path in (tmp_path / "workbook" / "about").iterdir()}
    assert about == {"README.md", "near.md"}


def test_a_table_that_the_learner_deleted_comes_back_and_a_new_one_takes_its_place(
    course, workbook
):
    (workbook / "numbers.json").unlink()
    assert update_workbook(course, workbook) == []
    assert (workbook / "numbers.json").read_text() == "[1]"
    (course / "numbers.json").write_text("[2]")
    assert update_workbook(course, workbook) == []
    assert (workbook / "numbers.json").read_text() == "[2]"
    (workbook / "numbers.json").write_text("[3]")
    (course / "numbers.json").write_text("[3]")  # both have come to the same
    assert update_workbook(course, workbook) == []
    (workbook / "numbers.json").write_text("[9]")
    assert update_workbook(course, workbook) == []
    assert (workbook / "numbers.json").read_text() == "[9]"


def test_what_an_update_did_is_said_in_the_right_number():
    from linreg_helpers.course.workbook.merge import Happened
    from linreg_helpers.course.workbook.update import _in_words

    assert _in_words(Happened()) == "nothing new to read"
    assert _in_words(Happened(1, 1, 1, 1, 1, 1)) == (
        "1 paragraph new, 1 cell of code new, your 1 answer kept, your 1 own cell kept, the new "
        'version of 1 stands below yours, 1 moved to "Your earlier answers" at the end'
    )
    assert _in_words(Happened(2, 3, 4, 5)) == (
        "2 paragraphs new, 3 cells of code new, your 4 answers kept, your 5 own cells kept"
    )


def test_what_cannot_be_read_is_not_where_the_learner_stopped(workbook):
    answer(workbook, "02_second")
    (workbook / "03_broken.ipynb").write_text("<")
    (workbook / "04_folder.ipynb").mkdir()
    (workbook / "notes.ipynb").write_bytes((workbook / "02_second.ipynb").read_bytes())
    assert where_stopped(workbook) == "02_second.ipynb"
    for name in ("01_first", "02_second"):
        answer(workbook, name)
        os.utime(workbook / f"{name}.ipynb", (1e9, 1e9))
    assert where_stopped(workbook) == "02_second.ipynb"  # of the same age, the later page


# --- which page a notebook was made from ----------------------------------------------------------


def test_the_stamp_says_which_page_it_was_made_from_and_without_it_the_most_alike_then_the_newest(
    course, workbook, tmp_path
):
    write_page(course, "01_first", "dtype", words="Read that.", code="x = 2")
    update_workbook(course, workbook)
    mine = read(workbook)
    mine.cells[1].source = "Read this."  # as on the first page; the code is that of the second
    second = mine.metadata["linreg"]["made_from"]
    write_page(course, "01_first", "dtype", words="Read on.", code="x = 3")

    def updated(newest, stamped):
        trial = tmp_path / f"{newest}-{stamped}"
        shutil.copytree(workbook, trial)
        for path in (trial / ".base").glob("01_first.*"):
            os.utime(path, (1e9, 1e9 + (newest == (second in path.name))))
        notebook = copy.deepcopy(mine)
        if not stamped:
            del notebook.metadata["linreg"]
        nbformat.write(notebook, trial / "01_first.ipynb")
        update_workbook(course, trial)
        return source(trial, "01_first", "words"), source(trial, "01_first", "code")

    of_second, of_first = ("Read this.", "x = 3"), ("Read on.", "x = 2")
    assert updated(True, True) == updated(False, True) == of_second
    assert (updated(True, False), updated(False, False)) == (of_second, of_first)


def test_a_page_in_the_hidden_folder_that_somebody_damaged_costs_no_answer(course, workbook):
    answer(workbook)
    for path in (workbook / ".base").glob("*.ipynb"):
        path.write_text("<")
    write_page(course, "01_first", "dtype", words="Read that.")
    (course / "02_second.ipynb").unlink()
    assert update_workbook(course, workbook)[1:] == [
        "02_second is no longer in the course; yours stays as it is."
    ]
    assert source(workbook, "01_first") == ANSWER


# --- notebooks that come and go -------------------------------------------------------------------


def test_each_notebook_that_comes_or_goes_is_named(course, workbook):
    old = (workbook / "02_second.ipynb").read_bytes()
    (course / "02_second.ipynb").unlink()
    write_page(course, "05_other", "step")
    said = ["05_other is new.", "02_second is no longer in the course."]
    assert update_workbook(course, workbook) == said
    assert backups(workbook) == [old]
    assert not list((workbook / ".base").glob("02_second*"))
    (workbook / "05_other.ipynb").write_text("<<< mine")
    (course / "05_other.ipynb").unlink()
    assert update_workbook(course, workbook) == [
        "05_other is no longer in the course; yours stays as it is."
    ]
    assert (workbook / "05_other.ipynb").read_text() == "<<< mine"


def test_a_notebook_with_a_new_number_does_not_replace_one_that_has_its_name(course, workbook):
    answer(workbook)
    (workbook / "03_first.ipynb").write_bytes((workbook / "02_second.ipynb").read_bytes())
    (course / "01_first.ipynb").rename(course / "03_first.ipynb")
    update_workbook(course, workbook)
    assert source(workbook, "01_first") == ANSWER
    assert "check_mse" in (workbook / "03_first.ipynb").read_text()


def test_a_notebook_that_is_saved_again_and_again_is_left_to_jupyterlab(
    course, workbook, monkeypatch
):
    write_page(course, "01_first", "dtype", words="Read that.")
    keep, texts = workbook_files.Backup.keep, iter(f"typed {i}" for i in range(100))

    def keep_and_save(backup, name, data):
        answer(workbook, text=next(texts))
        return keep(backup, name, data)

    monkeypatch.setattr(workbook_files.Backup, "keep", keep_and_save)
    told = re.escape("01_first.ipynb is being saved again and again; close it in JupyterLab")
    with pytest.raises(OSError, match=f": {told}. Nothing of yours is lost"):
        update_workbook(course, workbook)
    assert source(workbook, "01_first") == "typed 4"
    assert len(backups(workbook)) == 5


# --- edits in the course itself -------------------------------------------------------------------


def test_edits_are_brought_as_they_were_typed(repository, workbook):
    assert update_workbook(repository, workbook, edits=True) == []
    typed = f"# [x](../LICENSE) [y](README.md)\n{ANSWER}"
    answer(repository, text=typed)
    notebook = read(repository)
    notebook.cells[1].source = "Mine: [all](../README.md)"
    nbformat.write(notebook, repository / "01_first.ipynb")
    (repository / "02_second.ipynb").write_text("<")
    old = (workbook / "01_first.ipynb").read_bytes()
    first, second, third = update_workbook(repository, workbook, edits=True)
    assert first.startswith("01_first: ")
    assert first.endswith(", brought from your edits")
    assert second == "02_second, as edited, can't be read: it is no JSON from line 1 on."
    assert third == "`git restore notebooks` brings back the course's own pages."
    assert source(workbook, "01_first") == typed
    assert source(workbook, "01_first", "words") == "Mine: [all](about/README.md)"
    assert backups(workbook) == [old]
    answer(repository, text="typed later, over there")
    update_workbook(repository, workbook, edits=True)
    assert source(workbook, "01_first") == typed  # and the other one stands below
    assert "typed later, over there" in source(workbook, "01_first", "exercise-new")
