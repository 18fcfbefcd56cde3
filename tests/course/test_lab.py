"""How JupyterLab is opened: where, on which notebook, for whom."""

import subprocess
import sys

import pytest

from linreg_helpers.course import lab


@pytest.fixture(autouse=True)
def _machine(monkeypatch):
    """Let this be Linux, without a screen, and not root."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(lab.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(lab, "WINDOWS", False)


def command(*options, folder="/there/workbook", page="03_loss.ipynb"):
    return lab.lab_command(folder, page, options)


def test_it_opens_the_notebook_in_the_workbook():
    assert command()[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.root_dir=/there/workbook" in command()
    assert "--LabApp.default_url=/lab/tree/03_loss.ipynb" in command()
    assert "--LabApp.default_url=/lab/tree/a%20%3F.ipynb" in command(page="a ?.ipynb")


@pytest.mark.parametrize(("user", "expected"), [(0, True), (1000, False)])
def test_only_root_is_allowed_root(monkeypatch, user, expected):
    monkeypatch.setattr(lab.os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in command()) == expected


def test_windows_knows_no_root(monkeypatch):
    monkeypatch.setattr(lab, "WINDOWS", True)
    monkeypatch.delattr(lab.os, "geteuid", raising=False)
    assert not lab.is_root()


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", None])
def test_without_a_screen_only_the_address_is_shown(monkeypatch, name):
    if name:
        monkeypatch.setenv(name, ":0")
    assert ("--no-browser" in command()) == (name is None)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_screen(monkeypatch, platform):
    assert not lab.has_screen()
    monkeypatch.setattr(sys, "platform", platform)
    assert lab.has_screen()


@pytest.mark.parametrize(
    ("options", "quiet"),
    [
        ([], True),
        (["--port", "9000"], True),
        (["--log-level=INFO"], False),  # JupyterLab refuses to be told twice
        (["--log-level", "INFO"], False),
        (["--debug"], False),
    ],
)
def test_the_address_is_the_last_word_unless_more_is_asked_for(options, quiet):
    assert ("--log-level=WARN" in command(*options)) == quiet
    assert ("--LabApp.log_level=WARN" in command(*options)) == quiet
    assert command(*options)[-len(options) - 1 :][1:] == options


def test_jupyterlab_takes_the_place_of_this_program_and_finds_its_kernel(monkeypatch):
    calls = []
    monkeypatch.setattr(lab.os, "execve", lambda *given: calls.append(given), raising=False)
    monkeypatch.setattr(subprocess, "Popen", lambda *_given, **_more: calls.append(()))
    lab.open_lab("/there/workbook", "03_loss.ipynb", ["--port", "9000"])
    ((program, words, environment),) = calls
    assert program == sys.executable
    assert words == command("--port", "9000")
    assert environment["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_on_windows_it_is_waited_for_and_ctrl_c_is_meant_for_it(monkeypatch):
    class Child:
        waits = 0

        def wait(self):
            """Be interrupted once, then end."""
            self.waits += 1
            if self.waits == 1:
                raise KeyboardInterrupt
            return 3

    monkeypatch.setattr(lab, "WINDOWS", True)
    monkeypatch.setattr(subprocess, "Popen", lambda *_given, **_more: Child())
    assert lab.open_lab("C:/there", "03_loss.ipynb") == 3


def test_without_the_notebooks_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    assert (lab.course_folder() / "README.md").exists()
    monkeypatch.setattr(lab.linreg_helpers, "__file__", str(tmp_path / "a" / "__init__.py"))
    with pytest.raises(SystemExit, match="get the whole course with git"):
        lab.course_folder()


def test_on_windows_it_waits_for_jupyterlab_and_ctrl_c_is_meant_for_that(monkeypatch):
    ends = iter([KeyboardInterrupt, KeyboardInterrupt, 3])
    begun = []

    class Child:
        def __init__(self, command, env):
            begun.append((command, env["JUPYTER_PREFER_ENV_PATH"]))

        def wait(self):
            end = next(ends)
            if end is KeyboardInterrupt:
                raise end
            return end

    monkeypatch.setattr(lab, "WINDOWS", True)
    monkeypatch.setattr(lab.subprocess, "Popen", Child)
    assert lab.open_lab("/there/workbook", "03_loss.ipynb", ["--debug"]) == 3
    assert begun == [(command("--debug"), "1")]


def test_the_package_alone_says_where_the_notebooks_are(monkeypatch, tmp_path):
    monkeypatch.setattr(lab.linreg_helpers, "__file__", str(tmp_path / "linreg_helpers" / "x.py"))
    with pytest.raises(SystemExit) as caught:
        lab.course_folder()
    assert str(caught.value) == (
        f"There is no folder {tmp_path / 'notebooks'}. The package alone has no notebooks: get "
        "the whole course with git, and call this there."
    )


def test_the_word_on_how_to_end_it_is_there_before_jupyterlab_begins(monkeypatch):
    words = []
    monkeypatch.setattr("builtins.print", lambda *given, **more: words.append((given, more)))
    monkeypatch.setattr(lab.os, "execve", lambda *_: words.append("JupyterLab"), raising=False)
    lab.open_lab("/there", "03_loss.ipynb")
    said = "JupyterLab starts. To end it, press Ctrl-C here, twice."
    assert words == [((said,), {"flush": True}), "JupyterLab"]


def test_the_course_is_found_also_through_a_link(monkeypatch, tmp_path):
    (tmp_path / "whole" / "notebooks").mkdir(parents=True)
    (tmp_path / "whole" / "package").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "whole" / "package")
    monkeypatch.setattr(lab.linreg_helpers, "__file__", str(tmp_path / "link" / "__init__.py"))
    assert lab.course_folder() == tmp_path / "whole" / "notebooks"
