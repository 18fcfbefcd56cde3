"""`python -m linreg_helpers`: a word for each command, with help, and one sentence on errors."""

import inspect
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from linreg_helpers.course import before_class, commands, lab
from tests.course.small_course import answer, commit, source, write_page
from tests.course.test_progress import checked, save


@pytest.fixture(autouse=True)
def _nothing_is_started(monkeypatch):
    """Let no mistake put the real `lab` in the place of these tests, or work on the real course."""

    def refuse(*given, **_):
        raise AssertionError(f"a test would have started {given}, or worked on the real course")

    for name in dir(os):
        if name.startswith("exec"):
            monkeypatch.setattr(os, name, refuse)
    monkeypatch.setattr(lab, "subprocess", SimpleNamespace(Popen=refuse))
    monkeypatch.setattr(lab, "course_folder", refuse)


def test_no_mistake_here_can_start_the_real_lab(course, monkeypatch):
    for word in ("lab", "edit"):
        with pytest.raises(AssertionError, match="worked on the real course"):
            commands.main([word])
    monkeypatch.setattr(lab, "course_folder", lambda: course)
    for windows in (False, True):
        monkeypatch.setattr(lab, "WINDOWS", windows)
        with pytest.raises(AssertionError, match=r"would have started .*jupyterlab"):
            commands.main(["edit"])


def test_without_a_word_the_check_is_run(monkeypatch):
    monkeypatch.setattr(before_class, "main", lambda: 7)
    assert commands.main([]) == commands.main(["check"]) == 7


def test_a_wrong_word_is_answered_with_the_right_ones():
    assert commands.main(["chek"]) == (
        "There is no command 'chek'; the commands are "
        f"{', '.join(commands.COMMANDS)}, and `python -m linreg_helpers --help` says what they do."
    )


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main(["--help"])
    printed = capsys.readouterr().out
    for word, function in commands.COMMANDS.items():
        first, *_ = function.__doc__.splitlines()
        assert f" {word} {first} " in f"{' '.join(printed.split())} "
    assert "usage: python -m linreg_helpers [-h] COMMAND ..." in printed
    assert "Without one, check is run." in printed
    assert "python -m linreg_helpers COMMAND --help tells more" in printed


@pytest.mark.parametrize(("word", "function"), commands.COMMANDS.items())
def test_every_command_has_help_of_its_own(word, function, here, capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main([word, "--help"])
    assert inspect.getdoc(function) in capsys.readouterr().out  # in its own lines


@pytest.fixture
def greet(monkeypatch):
    """Add a command: a function, and a line."""
    calls = []

    def greet(name, folder="here"):
        """Greet somebody."""
        calls.append((name, folder))
        return 0

    monkeypatch.setitem(commands.COMMANDS, "greet", greet)
    return calls


def test_a_new_command_is_a_function_whose_parameters_are_its_arguments(greet):
    assert commands.main(["greet", "Ada"]) == 0
    assert commands.main(["greet", "Ada", "there"]) == 0
    assert greet == [("Ada", "here"), ("Ada", "there")]


@pytest.mark.parametrize("words", [["greet"], ["greet", "Ada", "there", "too"], ["--no-such"]])
def test_missing_and_superfluous_arguments_are_refused(words, greet, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        commands.main(words)
    assert "error: " in capsys.readouterr().err
    assert greet == []


def test_an_interrupt_is_one_word(monkeypatch):
    def interrupted():
        """Wait."""
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.COMMANDS, "wait", interrupted)
    assert commands.main(["wait"]) == "Stopped."


def test_a_parameter_behind_a_star_is_an_option(monkeypatch):
    calls = []

    def paint(folder=None, *, edits=False, html=None):
        """Paint."""
        calls.append((folder, edits, html))

    monkeypatch.setitem(commands.COMMANDS, "paint", paint)
    commands.main(["paint", "--html", "a.html", "here", "--edits"])
    commands.main(["paint"])
    assert calls == [("here", True, "a.html"), (None, False, None)]


def test_what_is_meant_for_jupyterlab_goes_on_as_it_is(monkeypatch):
    calls = []

    def show(*options):
        """Show."""
        calls.append(options)

    monkeypatch.setitem(commands.COMMANDS, "show", show)
    commands.main(["show", "--port", "9000", "x"])
    assert calls == [("--port", "9000", "x")]


# --- the commands themselves ----------------------------------------------------------------------


@pytest.fixture
def here(course, monkeypatch):
    """Let the small course be the one that the commands work on; return what was opened."""
    opened = []
    monkeypatch.setattr(lab, "course_folder", lambda: course)
    monkeypatch.setattr(lab, "open_lab", lambda *given: opened.append(given))
    return course, course.parent / "workbook", opened


def test_lab_makes_a_workbook_and_opens_the_first_notebook_of_it(here, capsys):
    _, folder, opened = here
    commands.main(["lab", "--port", "9000"])
    assert opened == [(folder, "01_first.ipynb", ("--port", "9000"))]
    assert capsys.readouterr().out == "workbook/ is new: 2 notebooks without their outputs.\n"


def test_lab_brings_it_up_to_date_and_opens_it_where_the_learner_stopped(here, capsys):
    course, folder, opened = here
    commands.main(["lab"])
    answer(folder, "02_second")
    write_page(course, "01_first", "dtype", words="Read that.")
    capsys.readouterr()
    commands.main(["lab"])
    assert opened[-1] == (folder, "02_second.ipynb", ())
    assert capsys.readouterr().out == "01_first: 1 paragraph new\n"


def test_lab_opens_the_workbook_as_it_is_when_it_cannot_be_brought_up_to_date(
    here, capsys, monkeypatch
):
    course, folder, opened = here
    commands.main(["lab"])
    write_page(course, "01_first", "dtype", words="Read that.")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    commands.main(["lab"])
    assert "The workbook is not up to date: No space" in capsys.readouterr().out
    assert len(opened) == 2
    assert source(folder, "01_first", "words") == "Read this."


def test_edit_opens_the_courses_own_notebooks(here):
    course, folder, opened = here
    commands.main(["edit"])
    assert opened == [(course.parent, "notebooks/01_first.ipynb", ())]
    assert not folder.exists()


def test_workbook_makes_one_wherever_it_is_wanted(here, tmp_path, capsys):
    commands.main(["workbook", str(tmp_path / "for ada")])
    commands.main(["workbook", str(tmp_path / "for ada")])
    assert (tmp_path / "for ada" / "01_first.ipynb").exists()
    assert capsys.readouterr().out == (
        "for ada/ is new: 2 notebooks without their outputs.\n"
        f"{tmp_path / 'for ada'} is up to date.\n"
    )
    with pytest.raises(SystemExit, match="is the course itself"):
        commands.main(["workbook", str(here[0])])


def test_progress_tells_what_is_solved(here, capsys):
    course, folder, _ = here
    with pytest.raises(SystemExit) as caught:
        commands.main(["progress"])
    makes = "`python -m linreg_helpers workbook` makes a workbook."
    assert str(caught.value) == f"There is no folder {folder}. {makes}"
    commands.main(["workbook"])
    answer(folder)
    capsys.readouterr()
    commands.main(["progress"])
    assert "1 of 2 exercises solved." in capsys.readouterr().out.splitlines()
    for command, words in (("workbook", "Read that."), ("lab", "Read on.")):
        for name, exercise in (("01_first", "dtype"), ("02_second", "mse")):
            write_page(course, name, exercise, words=words)
        commands.main([command])
        assert capsys.readouterr().out == (  # a sentence, a line
            "01_first: 1 paragraph new, your 1 answer kept\n02_second: 1 paragraph new\n"
        )


def test_class_writes_a_page_and_a_table(tmp_path, capsys):
    save(tmp_path / "class" / "ada", "03_loss", checked("mse", "correct"))
    page, table = tmp_path / "class.html", tmp_path / "class.csv"
    commands.main(["class", str(tmp_path / "class"), "--html", str(page), "--csv", str(table)])
    assert "1 students, 1 notebooks, 1 exercises" in capsys.readouterr().out
    assert "ada" in page.read_text(encoding="utf-8")
    assert table.read_bytes() == b"\xef\xbb\xbfstudent,mse\r\nada,solved\r\n"
    with pytest.raises(SystemExit, match=r"gone.*: No such file"):
        commands.main(["class", str(tmp_path / "class"), "--csv", str(tmp_path / "gone" / "a")])
    with pytest.raises(SystemExit, match="There is no folder"):
        commands.main(["class", str(tmp_path / "gone")])


def test_a_run_of_tests_names_the_notebooks_that_were_edited(here):
    from tests.conftest import edited_notebooks

    course, _, _ = here
    commit(course.parent)
    assert edited_notebooks(course.parent) == ""
    answer(course)
    assert "edited since they were stored: 01_first.ipynb" in edited_notebooks(course.parent)


def test_the_words_of_the_command_line_are_taken_as_they_are(monkeypatch, greet):
    monkeypatch.setattr(sys, "argv", ["linreg_helpers", "greet", "Ada"])
    commands.main()
    monkeypatch.setattr(sys, "argv", ["linreg_helpers"])
    monkeypatch.setattr(before_class, "main", lambda: 7)
    assert commands.main() == 7
    assert greet == [("Ada", "here")]


def test_help_says_how_a_command_is_called(here, greet, capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main(["greet", "-h"])
    assert "usage: python -m linreg_helpers greet [-h] NAME [FOLDER]" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main(["class", "--help"])
    assert "[--html FILE] [--csv FILE] FOLDER" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main(["workbook", "--help"])
    assert "workbook [-h] [--edits] [FOLDER]" in capsys.readouterr().out
    for word in ("-h", "--help"):
        with pytest.raises(SystemExit, match=r"^0$"):
            commands.main(["lab", word])
        assert "More words go to JupyterLab" in capsys.readouterr().out


def test_a_letter_that_the_terminal_lacks_is_replaced_and_a_plain_stream_is_left_alone(
    monkeypatch, greet
):
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    commands.main(["greet", "Ada"])
    print("Zoë", file=narrow, flush=True)
    assert narrow.buffer.getvalue().startswith(b"Zo?")


def test_workbook_brings_edits_only_where_it_is_asked_to(here, capsys):
    course, folder, _ = here
    commit(course.parent)
    commands.main(["workbook"])
    answer(course)
    commands.main(["workbook"])
    assert "typed by me" not in source(folder, "01_first")
    commands.main(["workbook", "--edits"])
    assert "typed by me" in source(folder, "01_first")
    assert "brought from your edits" in capsys.readouterr().out


def test_lab_without_a_workbook_and_without_room_for_one_fails(here, capsys, monkeypatch):
    _, folder, opened = here
    folder.write_text("a file, and no folder")
    assert commands.main(["lab"]) == 1
    assert opened == []
    assert "The workbook is not up to date" in capsys.readouterr().out


def test_lab_finds_the_notebook_that_got_a_new_number_meanwhile(here):
    course, folder, opened = here
    commands.main(["lab"])
    answer(folder, "02_second")
    (course / "02_second.ipynb").rename(course / "03_second.ipynb")
    commands.main(["lab"])
    assert opened[-1] == (folder, "03_second.ipynb", ())


def test_class_is_silent_on_files_that_nobody_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save(Path("class") / "ad\u00e4", "03_loss", checked("mse", "correct"))
    commands.main(["class", "class"])
    assert [path.name for path in tmp_path.iterdir()] == ["class"]
    commands.main(["class", "class", "--html", "a.html"])
    assert "ad\u00e4" in Path("a.html").read_bytes().decode("utf-8")
    assert not Path("a.csv").exists()
