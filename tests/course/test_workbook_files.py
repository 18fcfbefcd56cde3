"""Files that are written as a whole, kept before they change, and taken from git."""

import os
import re
import subprocess

import pytest

from linreg_helpers.course.workbook import files
from tests.course.small_course import commit


def test_a_file_that_is_not_there_has_no_bytes(tmp_path):
    assert files.read(tmp_path / "a") is None
    (tmp_path / "a").write_bytes(b"\xff\n")
    assert files.read(tmp_path / "a") == b"\xff\n"


def test_a_file_is_written_as_a_whole_with_its_folders_and_nothing_beside_it(tmp_path):
    path = tmp_path / "new" / "deep" / "a"
    for data in (b"one", b"two"):
        files.write(path, data)
        assert path.read_bytes() == data
    assert [each.name for each in path.parent.iterdir()] == ["a"]


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path):
    mask = os.umask(0o027)
    try:
        files.write(tmp_path / "new", b"")
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
        assert os.umask(0o027) == 0o027
        (tmp_path / "new").chmod(0o604)
        files.write(tmp_path / "new", b"x")
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(mask)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    files.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").read_bytes() == b"new"


@pytest.mark.parametrize("function", ["fsync", "replace", "chmod"])
def test_where_writing_fails_the_old_file_stays_and_nothing_is_left(
    tmp_path, monkeypatch, function
):
    def fails(*_):
        raise OSError("full")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, function, fails)
    with pytest.raises(OSError, match="full"):
        files.write(tmp_path / "a", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_what_is_not_finished_has_a_name_of_its_own_and_is_swept_away(tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(os, "replace", lambda new, old: begun.append(os.path.basename(new)))
    files.write(tmp_path / "in" / "a", b"new")
    assert begun[0].startswith(".linreg-")
    assert [p.name for p in (tmp_path / "in").iterdir()] == begun
    (tmp_path / "mine").write_bytes(b"")
    files.sweep(tmp_path)
    assert {p.name for p in tmp_path.rglob("*")} == {"in", "mine"}


def test_a_backup_keeps_every_state_in_a_folder_with_the_date(tmp_path):
    backup = files.Backup(tmp_path)
    assert not (tmp_path / ".backup").exists()
    paths = [backup.keep("in/a.ipynb", data) for data in (b"1", b"2", b"3")]
    assert [p.relative_to(backup.folder).as_posix() for p in paths] == [
        "in/a.ipynb",
        "in/a-2.ipynb",
        "in/a-3.ipynb",
    ]
    assert [p.read_bytes() for p in paths] == [b"1", b"2", b"3"]
    assert backup.folder.parent == tmp_path / ".backup"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_\d{6}", backup.folder.name)


@pytest.fixture
def source(tmp_path):
    """Return a folder of the course with files that belong to it, and others."""
    folder = tmp_path / "course" / "notebooks"
    for name in ("a.ipynb", "data/b.json", ".hidden", "__pycache__/c.pyc", ".x/d.json"):
        files.write(folder / name, name.encode())
    return folder


def test_without_git_the_files_are_taken_as_they_are(source):
    taken = {"a.ipynb": b"a.ipynb", "data/b.json": b"data/b.json"}
    assert files.course_files(source) == (taken, [])
    assert files.edited_files(source) == []


def test_with_git_what_was_edited_is_taken_as_it_was_stored(source):
    commit(source.parent)
    (source / "a.ipynb").write_bytes(b"edited")
    (source / "data" / "b.json").unlink()
    (source / "new.ipynb").write_bytes(b"new")
    (source.parent / "outside").write_bytes(b"")
    taken, edited = files.course_files(source)
    assert taken["a.ipynb"] == b"a.ipynb"
    assert taken["data/b.json"] == b"data/b.json"
    assert taken["new.ipynb"] == b"new"
    assert edited == ["a.ipynb", "data/b.json"]
    assert files.edited_files(source) == ["a.ipynb", "data/b.json"]
    subprocess.run(["git", "-C", source, "add", "new.ipynb"], check=True)
    assert files.edited_files(source) == ["a.ipynb", "data/b.json", "new.ipynb"]
    assert files.course_files(source) == (taken, ["a.ipynb", "data/b.json"])


def test_where_there_is_no_program_git_the_files_are_taken_as_they_are(source, monkeypatch):
    commit(source.parent)
    (source / "a.ipynb").write_bytes(b"edited")
    monkeypatch.setenv("PATH", "")
    taken, edited = files.course_files(source)
    assert (taken["a.ipynb"], edited) == (b"edited", [])
