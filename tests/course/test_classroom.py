"""A class is read from its workbooks, whatever the students wrote and however they handed it in."""

import csv
import io
import json
import os
import zipfile

import pytest

from linreg_helpers.course import classroom
from linreg_helpers.course.classroom import class_report, csv_table, html_page, report_lines
from tests.course.test_progress import checked, save, untouched


def guess(answer, truth="0.0", name="guess"):
    """Return the cell that sets a guess beside the truth, as it stands in a notebook's file."""
    text = ["first line\n", f"your guess: {answer} | the truth: {truth}\n"]
    return {
        "id": name, "cell_type": "code", "source": "reveal(my_guess, 0)", "execution_count": 1,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": text}],
    }  # fmt: skip


NONE_YET = "none yet (set my_guess above, and run both cells)"


def notebook(*cells):
    return json.dumps({"cells": cells}).encode()


def states(folder, name="mse"):
    report = class_report(folder)
    return {student: report.state(student, name) for student in report.students}


@pytest.fixture
def small(tmp_path):
    """Make a class of three."""
    save(tmp_path / "ada", "03_loss", checked("mse", "correct"), untouched("apple_loss"), guess(0))
    cause = "You forgot the mean."
    for student in ("bob", "cem"):
        cells = checked("mse", "not yet", cause), untouched("apple_loss"), guess("'ten'")
        save(tmp_path / student, "03_loss", *cells)
    save(tmp_path / "cem", "01_init", checked("init", "correct"))
    return tmp_path


# --- what it tells --------------------------------------------------------------------------------


def test_it_tells_exercise_by_student(small):
    assert report_lines(class_report(small)) == [
        "3 students, 2 notebooks, 3 exercises",
        "",
        "   1 ada",
        "   2 bob",
        "   3 cem",
        "",
        "+ solved   x tried   . open   a gap: not handed in",
        "",
        "              1  2  3",
        "01_init",
        "  init              +",
        "03_loss",
        "  mse         +  x  x",
        "  apple_loss  .  .  .",
        "",
        "Not solved by most:",
        "  apple_loss: 0 of 3 have solved it",
        "  mse: 1 of 3 have solved it",
        "",
        "The commonest causes, as the students were told:",
        "  2 x mse: You forgot the mean.",
        "",
        "The guesses:",
        "  03_loss, the truth is 0.0: ten (2), 0 (1)",
    ]


def test_a_guess_that_was_not_made_is_counted_as_none(tmp_path):
    save(tmp_path / "ada", "03_loss", guess(NONE_YET), guess("more", "more", "other"))
    (first, second) = class_report(tmp_path).guesses
    assert first.answers == {"no guess": 1}
    assert (second.truth, second.answers) == ("more", {"more": 1})


def test_a_spreadsheet_gets_a_line_a_student(small):
    rows = list(csv.reader(io.StringIO(csv_table(class_report(small)))))
    assert rows[0] == ["student", "init", "mse", "apple_loss"]
    assert rows[1] == ["ada", "not handed in", "solved", "open"]


def test_the_page_needs_no_network_and_has_a_second_cue_beside_the_colour(small):
    page = html_page(class_report(small))
    assert "http" not in page.replace("http-equiv", "")
    assert '<td class="tried" title="bob, mse, tried: You forgot the mean.">✗</td>' in page
    assert '<td class="solved" title="ada, mse, solved">✓</td>' in page
    assert "<h2>Not solved by most</h2>\n<ul><li>apple_loss: 0 of 3 have solved it</li>" in page
    assert "<li>2 x mse: You forgot the mean.</li></ul><h2>The guesses</h2>" in page
    assert '<td class="open" title="ada, apple_loss, open">·</td>' in page
    assert '<td class="none" title="ada, init, not handed in"></td>' in page
    assert '<tr class="notebook"><th>03_loss</th></tr>\n<tr><th>mse</th>' in page
    assert "<tr><th></th><th>ada</th><th>bob</th><th>cem</th><th></th></tr></thead>" in page
    signs = {"solved": "✓", "tried": "✗", "open": "·"}
    key = " ".join(f'<span class="{w}">&nbsp;{s}&nbsp;</span> {w}' for w, s in signs.items())
    assert f"<p>3 students. {key}, and a gap where nothing was handed in.</p>" in page


# --- how workbooks are handed in ------------------------------------------------------------------

WORK = notebook(checked("mse", "correct"))


def put(path, data=WORK):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def put_zip(path, *names, data=WORK):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "ada/03_loss.ipynb",
        "ada/linreg/workbook/03_loss.ipynb",  # a hub
        "submitted/ada/ps1/03_loss.ipynb",  # nbgrader
        "ada_03_loss.ipynb",  # attachments in one folder
        "ada/03_loss (1).ipynb",
    ],
)
def test_a_notebook_belongs_to_whom_it_should(tmp_path, name):
    put(tmp_path / name)
    assert states(tmp_path) == {"ada": "solved"}


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("ada.zip", "03_loss.ipynb"),
        ("ada.zip", "workbook/03_loss.ipynb"),
        ("ada/workbook.zip", "workbook/03_loss.ipynb"),
        ("ada/workbook.zip", "workbook\\03_loss.ipynb"),
    ],
)
def test_an_archive_is_read_as_a_folder_is(tmp_path, name, inside):
    put_zip(tmp_path / name, inside)
    assert states(tmp_path) == {"ada": "solved"}


def test_an_archive_of_the_whole_class_is_a_class(tmp_path):
    path = put_zip(tmp_path / "class.zip", "class/ada/03_loss.ipynb", "class/bob/w/03_loss.ipynb")
    assert states(path) == {"ada": "solved", "bob": "solved"}
    inner = put_zip(tmp_path / "inner.zip", "03_loss.ipynb").read_bytes()
    path = put_zip(tmp_path / "outer.zip", "ada/inner.zip", "bob/inner.zip", data=inner)
    assert states(path) == {"ada": "solved", "bob": "solved"}


def test_bases_backups_and_what_programs_leave_are_not_handed_in(tmp_path):
    put(tmp_path / "ada" / "03_loss.ipynb", notebook(checked("mse")))
    for folder in (".base", ".backup/2026", ".ipynb_checkpoints", "__MACOSX", ".venv/lib"):
        put(tmp_path / "ada" / folder / "03_loss.ipynb")
    put_zip(tmp_path / "ada" / "a.zip", "__MACOSX/03_loss.ipynb", ".backup/03_loss.ipynb")
    assert states(tmp_path) == {"ada": "open"}


def test_the_untouched_course_beside_a_workbook_takes_nothing_away(tmp_path):
    put(tmp_path / "ada" / "notebooks" / "03_loss.ipynb", notebook(checked("mse"), guess(NONE_YET)))
    put(tmp_path / "ada" / "a" / "03_loss.ipynb", notebook(checked("mse", "correct"), guess(5)))
    report = class_report(tmp_path)
    assert report.state("ada", "mse") == "solved"
    assert report.exercises == {"03_loss": ["mse"]}
    assert sum(report.guesses[0].answers.values()) == 1


# --- what nobody should hand in -------------------------------------------------------------------


def test_names_causes_and_guesses_are_no_markup_and_no_formula(tmp_path):
    evil = "<script>alert(1)<&'\""
    save(tmp_path / "=HYPERLINK(A1)", "03_loss", checked("mse", "error", evil), guess(evil))
    put(tmp_path / "<b>ada" / "03_loss.ipynb")
    report = class_report(tmp_path)
    page = html_page(report)
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    first_cells = [row[0] for row in csv.reader(io.StringIO(csv_table(report)))]
    assert "'=HYPERLINK(A1)" in first_cells


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@x", "\t=1", "\uff1d1"])
def test_no_cell_of_the_spreadsheet_begins_as_a_formula(name):
    report = classroom.Report([name], {}, {name: {}}, [], [])
    rows = list(csv.reader(io.StringIO(csv_table(report))))
    assert rows[1] == [f"'{name}"]


def test_the_screen_shows_no_sign_that_steers_it(tmp_path):
    save(tmp_path / "a\x1b[2Jda", "03_loss", checked("mse", "error", "\x1b[31m"), guess("\x07"))
    assert all(line.isprintable() for line in report_lines(class_report(tmp_path)))


def test_nothing_is_unpacked_and_no_name_leads_out_of_an_archive(tmp_path):
    names = ["../../evil/03_loss.ipynb", "/etc/03_loss.ipynb", "C:/x/03_loss.ipynb"]
    put_zip(tmp_path / "class" / "ada.zip", *names, "03_loss.ipynb")
    report = class_report(tmp_path / "class")
    assert report.students == ["ada"]
    assert len([line for line in report.remarks if "leads elsewhere" in line]) == len(names)
    assert [path.name for path in tmp_path.rglob("*")] == ["class", "ada.zip"]


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "LARGEST", 1000)
    monkeypatch.setattr(classroom, "LARGEST_ARCHIVE", 2500)
    put_zip(tmp_path / "ada.zip", "03_loss.ipynb", data=b" " * 10**6)
    names = [f"{i:02}_x.ipynb" for i in range(9)]
    put_zip(tmp_path / "bob.zip", *names, data=notebook(checked("mse")) + b" " * 500)
    report = class_report(tmp_path)
    assert sum("too large" in line for line in report.remarks) > 4
    assert "ada" not in report.students


def test_an_archive_that_lies_about_its_size_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "LARGEST", 1000)
    path = put_zip(tmp_path / "ada.zip", "03_loss.ipynb", data=b"[" + b" " * 5000)
    size, lie = (5001).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, lie))
    report = class_report(tmp_path)
    assert report.students == []
    assert len(report.remarks) == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"x" * 100])
def test_what_is_no_archive_is_a_sentence(tmp_path, data):
    put(tmp_path / "ada.zip", data)
    put(tmp_path / "bob" / "03_loss.ipynb")
    report = class_report(tmp_path)
    assert report.students == ["bob"]
    assert "ada can't be read as an archive" in report.remarks[0]


def test_archives_in_archives_in_archives_are_not_read(tmp_path):
    data = WORK
    for i in range(4):
        data = put_zip(tmp_path / "class" / "ada.zip", f"{i}.ipynb" if i == 0 else "in.zip",
                       data=data).read_bytes()  # fmt: skip
    assert "archive in an archive" in class_report(tmp_path / "class").remarks[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_links_and_pipes_are_not_read(tmp_path):
    put(tmp_path / "secret.txt", WORK)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "03_loss.ipynb").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(tmp_path / "class" / "ada" / "04_step.ipynb")
    report = class_report(tmp_path / "class")
    assert report.students == []
    names = "ada/03_loss.ipynb", "ada/04_step.ipynb"
    assert report.remarks == [f"{name} is not a plain file, and is not read." for name in names]


def test_a_notebook_that_cannot_be_read_is_a_sentence_and_the_others_count(small):
    put(small / "bob" / "02_x.ipynb", b"<html>")
    report = class_report(small)
    assert report.remarks == ["bob/02_x.ipynb: it is no notebook"]
    assert report.state("bob", "mse") == "tried"


def test_nothing_that_a_student_wrote_is_run(tmp_path):
    cell = checked("mse", "correct", source="open('ran', 'w'); check_mse(__import__('os'))")
    save(tmp_path / "ada", "03_loss", cell)
    class_report(tmp_path)
    assert not list(tmp_path.rglob("ran"))


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(OSError, match="There is no folder"):
        class_report(tmp_path / "gone")


def test_an_empty_folder_is_an_empty_class(tmp_path):
    report = class_report(tmp_path)
    assert report_lines(report)[0] == "0 students, 0 notebooks, 0 exercises"
    assert html_page(report)
    assert csv_table(report) == "student\r\n"


# --- limits, and what is told of them -------------------------------------------------------------


def test_what_is_too_large_is_named_and_not_read(tmp_path, monkeypatch):
    save(tmp_path / "ada", "03_loss", checked("mse", "correct"))
    with zipfile.ZipFile(tmp_path / "bob.zip", "w") as archive:
        archive.writestr("03_loss.ipynb", notebook(checked("mse", "correct")))
    monkeypatch.setattr(classroom, "LARGEST", 10)
    report = class_report(tmp_path)
    assert report.students == []
    assert sorted(report.remarks) == [
        "ada/03_loss.ipynb is larger than any notebook, and is not read.",
        "bob/03_loss.ipynb is too large, and is not read.",
    ]


def test_unknown_exercises_are_named_and_long_names_cut(tmp_path):
    save(tmp_path / "ada", "03_loss", checked("b" * 70), checked("a"), checked("mse"))
    assert class_report(tmp_path).remarks == [
        f"These exercises are not in the course: a, {'b' * 60} ...."
    ]


def test_a_notebook_is_called_as_most_have_it_and_a_row_says_how_many_solved(tmp_path):
    for student, name in (("ada", "03_loss"), ("bob", "03_loss"), ("cem", "03_loss-Copy1")):
        save(tmp_path / student, name, checked("mse", "correct"))
    report = class_report(tmp_path)
    assert report.exercises == {"03_loss": ["mse"]}
    cells = "".join(
        f'<td class="solved" title="{student}, mse, solved">✓</td>' for student in report.students
    )
    assert f"\n<tr><th>mse</th>{cells}<th>3 solved</th></tr>\n" in html_page(report)


def test_programs_files_are_skipped_and_a_folder_that_refuses_is_named(tmp_path, monkeypatch):
    save(tmp_path / "ada", "03_loss", checked("mse", "correct"))
    save(tmp_path / "ada", ".03_loss", checked("mse", "error"))

    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", "bob"))
        yield from [(str(tmp_path / "ada"), [], sorted(os.listdir(tmp_path / "ada")))]

    monkeypatch.setattr(classroom.os, "walk", walk)
    report = class_report(tmp_path)
    assert report.remarks == ["bob: Permission denied"]
    assert report.students == ["ada"]
    assert report.state("ada", "mse") == "solved"


def test_the_hardest_come_first_and_what_half_have_solved_is_not_hard(tmp_path):
    for i in range(4):
        outcomes = {"mse": i > 1, "apple_loss": i > 2, "init": False}
        cells = [checked(name, "correct" if o else "error") for name, o in outcomes.items()]
        save(tmp_path / f"s{i}", "03_loss", *cells[: 3 if i else 2])
    assert class_report(tmp_path).hardest() == [("init", 0, 3), ("apple_loss", 1, 4)]


def test_of_causes_and_guesses_the_commonest_are_told_and_the_rest_is_counted(tmp_path):
    for i in range(22):
        cells = checked("mse", "error", f"Cause {min(i, 20)}."), guess(min(i, 9))
        save(tmp_path / f"s{i:02}", "03_loss", *cells)
    lines = report_lines(class_report(tmp_path))
    causes = [line for line in lines if " x mse: " in line]
    assert causes[0] == "  2 x mse: Cause 20."
    assert len(causes) == 20
    told = "9 (13), 0 (1), 1 (1), 2 (1), 3 (1), 4 (1), 5 (1), 6 (1), 2 others"
    assert f"  03_loss, the truth is 0.0: {told}" in lines


def test_students_stand_in_the_order_of_a_register_and_lines_have_no_ends_of_spaces(tmp_path):
    for student in ("bob", "Ada", "Cem"):
        save(tmp_path / student, "03_loss", checked("mse", "correct"))
    save(tmp_path / "Ada", "01_init", checked("init", "correct"))
    report = class_report(tmp_path)
    assert report.students == ["Ada", "bob", "Cem"]
    assert report_lines(report)[10] == "  init  +"


def test_a_notebook_without_a_name_belongs_to_nobody_and_only_so_many_files_are_read(
    tmp_path, monkeypatch
):
    put(tmp_path / "03_loss.ipynb")
    put(tmp_path / "_ada - 03_loss.ipynb")
    assert class_report(tmp_path).students == ["(no folder)", "ada"]
    monkeypatch.setattr(classroom, "MOST_FILES", 2)
    assert class_report(tmp_path).remarks == []
    put(tmp_path / "bob_03_loss.ipynb")
    report = class_report(tmp_path)
    assert report.students == ["(no folder)", "ada"]
    assert report.remarks == ["There are more than 2 files; the rest is not read."]
    names = [f"{i:02}_x.ipynb" for i in range(3)]
    put_zip(tmp_path / "zip" / "cem.zip", *names, data=WORK)
    assert len(list(classroom._files(tmp_path / "zip", []))) == 2


def test_a_file_that_refuses_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    put(tmp_path / "ada" / "03_loss.ipynb")
    put(tmp_path / "bob" / "03_loss.ipynb")
    read = classroom.Path.read_bytes

    def refuse(path):
        if path.parent.name == "ada":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(classroom.Path, "read_bytes", refuse)
    report = class_report(tmp_path)
    assert report.students == ["bob"]
    assert report.remarks == ["ada/03_loss.ipynb: Permission denied"]


def test_a_class_in_an_archive_is_unwrapped_only_where_one_folder_holds_all(tmp_path):
    two = put_zip(tmp_path / "two.zip", "a/ada/03_loss.ipynb", "b/bob/03_loss.ipynb")
    assert class_report(two).students == ["a", "b"]
    flat = put_zip(tmp_path / "flat.zip", "ada/03_loss.ipynb", "ada/w/03_loss.ipynb")
    assert class_report(flat).students == ["ada"]


def test_what_an_archive_may_hold_is_counted_over_all_of_it(tmp_path, monkeypatch):
    size = len(WORK)
    monkeypatch.setattr(classroom, "LARGEST_ARCHIVE", 2 * size)
    put_zip(tmp_path / "ada.zip", *(f"{i:02}_x.ipynb" for i in range(3)))
    remarks = []
    assert len(list(classroom._files(tmp_path, remarks))) == 2
    assert remarks == ["ada/02_x.ipynb is too large, and is not read."]
    with zipfile.ZipFile(tmp_path / "bob.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("03_loss.ipynb", WORK)
        archive.writestr("notes.txt", "mine")
    assert "bob/03_loss.ipynb is packed in an unusual way, and is not read." in (
        class_report(tmp_path).remarks
    )


def test_the_best_of_a_students_notebooks_counts_and_a_made_guess_before_none(tmp_path):
    save(tmp_path / "ada" / "a", "03_loss", checked("mse", "correct"), guess(NONE_YET))
    save(tmp_path / "ada" / "b", "03_loss", checked("mse", "error"), guess("' 5 '"))
    save(tmp_path / "ada" / "c", "03_loss", checked("mse"), guess(7))
    report = class_report(tmp_path)
    assert report.state("ada", "mse") == "solved"
    assert [dict(each.answers) for each in report.guesses] == [{"5": 1}]
    assert report.count("mse", "solved") == 1
    assert report.count("apple_loss", None) == 1


def test_only_the_beginning_of_a_long_output_is_searched_for_guesses(tmp_path):
    cell = guess(5)
    cell["outputs"][0]["text"] = ["x" * 9_950 + "\n", *cell["outputs"][0]["text"][1:]]
    save(tmp_path / "ada", "03_loss", cell)
    cell["outputs"][0]["text"] = ["x" * 10_000 + "\n", *cell["outputs"][0]["text"][1:]]
    save(tmp_path / "bob", "03_loss", cell)
    (only,) = class_report(tmp_path).guesses
    assert only.answers == {"5": 1}


def test_a_hidden_notebook_is_not_handed_in_and_a_long_name_is_cut(tmp_path):
    put(tmp_path / "bob" / ".03_loss.ipynb")
    put(tmp_path / ("a" * 61) / "03_loss.ipynb")
    assert class_report(tmp_path).students == ["a" * 60 + " ..."]


# --- what else may lie in a workbook --------------------------------------------------------------


def test_a_notebook_of_their_own_without_a_number_disturbs_nothing(tmp_path):
    put(tmp_path / "ada" / "03_loss.ipynb")
    put(tmp_path / "ada" / "notes.ipynb", notebook(untouched("mse"), guess("mine", name=None)))
    put(tmp_path / "bob" / "notes.ipynb", notebook(untouched("mse"), guess("mine", name="other")))
    report = class_report(tmp_path)
    assert report.students == ["ada", "bob"]
    assert report.state("ada", "mse") == "solved"
    assert [dict(each.answers) for each in report.guesses] == [{"mine": 1}] * 2
    assert report.remarks == []


def test_an_exercise_whose_call_was_taken_out_still_counts_in_its_notebook(tmp_path):
    save(tmp_path / "ada", "03_loss", checked("mse", "correct", source="# later"), checked("gone"))
    report = class_report(tmp_path)
    assert report.exercises == {"03_loss": ["mse"]}
    assert report.state("ada", "mse") == "solved"


def test_an_archive_in_an_archive_belongs_to_its_folder_or_to_whom_its_name_names(tmp_path):
    put_zip(tmp_path / "in.zip", "03_loss.ipynb")
    inner = (tmp_path / "in.zip").read_bytes()
    path = put_zip(tmp_path / "class.zip", "ada.zip", "bob/w/in.zip", "cem\\in.zip", data=inner)
    assert states(path) == dict.fromkeys(["ada", "bob", "cem"], "solved")
    broken = put_zip(tmp_path / "in.zip", "03_loss.ipynb", data=b"<").read_bytes()
    put_zip(tmp_path / "class" / "ada.zip", "w/v/in.zip", data=broken)
    told = ["ada/w/v/in/03_loss.ipynb: it is no notebook"]
    assert class_report(tmp_path / "class").remarks == told


def test_the_limits_leave_room_for_a_class_and_spare_the_memory_of_a_laptop():
    assert 10**7 < classroom.LARGEST < 10**8
    assert 10**9 < classroom.LARGEST_ARCHIVE < 4 * 10**9
    assert 10**4 < classroom.MOST_FILES < 10**5


def test_a_long_guess_is_cut_and_so_is_its_truth(tmp_path):
    save(tmp_path / "ada", "03_loss", guess("g" * 61, "t" * 61), guess("g" * 60, "t" * 60, "other"))
    first, second = class_report(tmp_path).guesses
    assert (first.truth, dict(first.answers)) == ("t" * 60 + " ...", {"g" * 60 + " ...": 1})
    assert (second.truth, dict(second.answers)) == ("t" * 60, {"g" * 60: 1})
