"""tools/set_up.py installs what is asked for, where it is missing, and starts it.

Nothing is installed here: a recorder stands in for the commands.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from tools import set_up
from tools.bundle import write_sums

ROOT = Path(__file__).parents[2]


class Commands:
    """What set_up.py ran, as lists of words; a part of a command says what becomes of it."""

    def __init__(self):
        """Remember nothing, and let everything succeed."""
        self.ran, self.ended, self.folders, self.started = [], [], [], []
        self.failing, self.interrupting = {}, None

    def open(self, command, cwd=None, stdin=None, **_):
        """Stand in for subprocess.Popen."""
        words = " ".join(command)
        self.ran.append(words)
        self.folders.append(cwd)
        assert stdin is subprocess.DEVNULL  # no question that nobody sees
        failed = [said for part, said in self.failing.items() if part in words]
        moments = iter([self.interrupting and self.interrupting in words])

        def communicate():
            if next(moments, False):
                raise KeyboardInterrupt
            self.ended.append(words)
            if "-m venv --clear" in words and not failed:
                make_empty_venv()
            answer = "2.13.0\n" if "metadata" in words else ""
            return (failed or [answer])[0], None

        return SimpleNamespace(communicate=communicate, returncode=len(failed))

    def start(self, program, command, environment):
        """Stand in for os.execve, which does not come back."""
        self.started.append((command, environment))
        raise SystemExit(0)

    def find(self, name, path):
        """Stand in for shutil.which, which asks the system that it runs on."""
        file = Path(path.split(os.pathsep)[0]) / (f"{name}.exe" if set_up.WINDOWS else name)
        return str(file) if file.exists() else None

    def with_part(self, part):
        """Return the commands that hold these words."""
        return [words for words in self.ran if part in words]

    def installed(self):
        """Return the extras that pip was asked for, one string for each call."""
        return [words.split("[")[-1].rstrip("]") for words in self.with_part("--editable")]


def make_empty_venv():
    shutil.rmtree(set_up.VENV, ignore_errors=True)
    for program in (set_up.python(), set_up.programs() / "ruff"):
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch()


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Let set_up.py stand in an empty folder, and record what it does."""
    root = tmp_path / "course"
    (root / "tools").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "constraints.txt").write_text("numpy==2.5.0\ntorch==2.13.0\n", encoding="utf-8")
    (root / "tools" / "set_up.py").write_text("\n", encoding="utf-8")
    stand_in(monkeypatch, root)
    monkeypatch.chdir(root)
    commands = Commands()
    monkeypatch.setattr(set_up.subprocess, "Popen", commands.open)
    monkeypatch.setattr(set_up.shutil, "which", commands.find)
    monkeypatch.setattr(set_up.os, "execve", commands.start)
    monkeypatch.setattr(set_up, "WINDOWS", False)
    return commands


def stand_in(monkeypatch, root):
    monkeypatch.setattr(set_up, "ROOT", root)
    monkeypatch.setattr(set_up, "VENV", root / ".venv")


def call(monkeypatch, *words):
    """Call set_up.py with these words, and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["set_up.py", *words])
    try:
        set_up.main()
    except SystemExit as end:
        return end.code
    return 0


# --- what is installed, and when ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "extras"),
    [
        (["lab"], "course"),
        (["test"], "course,test"),
        (["for", "browser"], "browser,course,test"),
        (["for", "dev"], "course,dev,test"),
    ],
)
def test_a_purpose_installs_what_it_needs_and_no_more(commands, monkeypatch, words, extras):
    assert call(monkeypatch, *words) == 0
    assert commands.installed() == [extras]


def test_each_extra_is_one_of_pyproject():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {extra for extras in set_up.EXTRAS.values() for extra in extras}
    assert named == set(project["optional-dependencies"])


def test_the_second_call_installs_nothing_and_says_nothing(commands, monkeypatch, capsys):
    call(monkeypatch, "for", "lab")
    commands.ran.clear()
    capsys.readouterr()
    assert call(monkeypatch, "for", "lab") == 0
    assert commands.ran == []
    assert capsys.readouterr().out == ""


def test_what_is_installed_for_the_tests_serves_the_lab_too(commands, monkeypatch):
    call(monkeypatch, "for", "test")
    commands.ran.clear()
    call(monkeypatch, "for", "lab")
    assert commands.ran == []


def test_a_purpose_comes_on_top_of_what_is_there(commands, monkeypatch, capsys):
    call(monkeypatch, "for", "browser")
    call(monkeypatch, "for", "dev")
    assert commands.installed()[-1] == "browser,course,dev,test"
    assert len(commands.with_part("-m venv")) == 1
    assert "installing what `dev` needs into .venv" in capsys.readouterr().out
    commands.ran.clear()
    call(monkeypatch, "for", "browser")
    assert commands.ran == []


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt", "tools/set_up.py"])
def test_changed_files_bring_everything_up_to_date(commands, monkeypatch, capsys, file):
    call(monkeypatch, "for", "test")
    with (set_up.ROOT / file).open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    call(monkeypatch, "for", "lab")
    assert commands.installed() == ["course,test", "course,test"]
    assert len(commands.with_part("-m venv")) == 1
    assert "the course's files have changed" in capsys.readouterr().out


def test_versions_are_those_of_constraints(commands, monkeypatch):
    call(monkeypatch, "for", "lab")
    (words,) = commands.with_part("--editable")
    assert f"--constraint {set_up.ROOT / 'constraints.txt'}" in words


# --- a folder that was moved, a Python that has gone ----------------------------------------------


@pytest.mark.parametrize("verb", ["lab", "test"])
def test_a_moved_folder_is_set_up_again_with_one_sentence(commands, monkeypatch, capsys, verb):
    call(monkeypatch, verb)
    moved = set_up.ROOT.rename(set_up.ROOT.parent / "renamed")
    stand_in(monkeypatch, moved)
    commands.ran.clear()
    capsys.readouterr()
    assert call(monkeypatch, verb) == 0
    said = capsys.readouterr().out
    assert (
        said.count("this folder was moved or renamed after its set-up, so .venv is made again") == 1
    )
    assert "-m venv --clear" in commands.ran[0]
    assert len(commands.installed()) == 1
    assert set_up.why_not_ready(verb) is None


def test_a_moved_folder_keeps_all_its_purposes(commands, monkeypatch):
    call(monkeypatch, "for", "dev")
    stand_in(monkeypatch, set_up.ROOT.rename(set_up.ROOT.parent / "renamed"))
    call(monkeypatch, "for", "lab")
    assert commands.installed()[-1] == "course,dev,test"


def test_an_interrupted_set_up_in_a_folder_that_moves_then_begins_anew(commands, monkeypatch):
    commands.interrupting = "--editable"
    call(monkeypatch, "for", "lab")
    commands.interrupting = None
    stand_in(monkeypatch, set_up.ROOT.rename(set_up.ROOT.parent / "renamed"))
    call(monkeypatch, "for", "lab")
    assert len(commands.with_part("-m venv --clear")) == 2


def test_a_python_that_has_gone_is_noticed(commands, monkeypatch, capsys):
    call(monkeypatch, "for", "lab")
    set_up.python().unlink()
    call(monkeypatch, "for", "lab")
    assert "the Python that made .venv is gone" in capsys.readouterr().out
    assert len(commands.with_part("-m venv --clear")) == 2


def test_a_python_that_was_replaced_by_another_is_noticed(commands, monkeypatch):
    """As a system's update does it: the link in .venv then leads to a Python of another version."""
    call(monkeypatch, "for", "lab")
    mark = {**set_up.read_mark(), "python": "/usr/bin/python3.10"}
    (set_up.VENV / "ready").write_text(json.dumps(mark), encoding="utf-8")
    commands.failing = {"-c import pip": "No module named pip"}
    call(monkeypatch, "for", "lab")
    assert len(commands.with_part("-m venv --clear")) == 2


@pytest.mark.parametrize("mark", [None, "", "{", "{}"])
def test_a_venv_with_no_mark_of_ours_is_made_anew(commands, monkeypatch, mark):
    make_empty_venv()
    if mark is not None:
        (set_up.VENV / "ready").write_text(mark, encoding="utf-8")
    call(monkeypatch, "for", "lab")
    assert len(commands.with_part("-m venv --clear")) == 1
    assert set_up.why_not_ready("lab") is None


# --- what goes wrong ------------------------------------------------------------------------------


def test_an_old_python_is_told_what_to_do(commands, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert call(monkeypatch, "lab") == 1
    said = capsys.readouterr().err
    assert "Python 3.11 or later is needed" in said
    assert "is 3.9.2" in said
    assert "make lab PYTHON=python3.12" in said
    assert commands.ran == []


def test_an_old_python_may_start_and_extend_what_a_newer_one_has_made(commands, monkeypatch):
    call(monkeypatch, "for", "lab")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert call(monkeypatch, "test") == 0
    assert commands.installed()[-1] == "course,test"


def test_set_up_can_be_read_by_an_old_python():
    source = (ROOT / "tools" / "set_up.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    names = [
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert set(names) <= sys.stdlib_module_names - {"tomllib"}


def test_a_missing_venv_package_is_named(commands, monkeypatch, capsys):
    commands.failing = {"-m venv": "ensurepip is not available"}
    assert call(monkeypatch, "lab") == 1
    said = capsys.readouterr().err
    assert "ensurepip is not available" in said
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in said


def test_an_activated_venv_is_made_by_the_python_behind_it(commands, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(set_up.python()))
    monkeypatch.setattr(sys, "_base_executable", "/opt/python3.12")
    call(monkeypatch, "for", "lab")
    assert commands.ran[0].startswith("/opt/python3.12 -m venv")


def test_an_installation_that_fails_shows_why_and_is_tried_again(commands, monkeypatch, capsys):
    commands.failing = {"--editable": "ERROR: no route to host"}
    assert call(monkeypatch, "lab") == 1
    said = capsys.readouterr().err
    assert said.index("no route to host") < said.index("Is the network up? The next call goes on")
    assert commands.started == []
    commands.failing = {}
    assert call(monkeypatch, "lab") == 0
    assert len(commands.with_part("-m venv")) == 1


def test_a_failed_check_is_shown_and_leaves_no_mark(commands, monkeypatch, capsys):
    commands.failing = {"-m linreg_helpers": "NOT OK   the kernel python3"}
    for _ in range(2):
        assert call(monkeypatch, "lab") == 1
        said = capsys.readouterr().err
        assert said.index("NOT OK   the kernel python3") < said.index("the check failed")
    assert commands.started == []
    assert len(commands.installed()) == 2
    assert set_up.why_not_ready("lab")


def test_the_check_looks_at_what_is_installed_not_at_the_repository(commands, monkeypatch):
    call(monkeypatch, "for", "lab")
    folders = dict(zip(commands.ran, commands.folders, strict=True))
    (check,) = commands.with_part("-m linreg_helpers")
    assert folders[check] == set_up.VENV


@pytest.mark.parametrize("moment", ["-m venv", "--target", "--editable", "-m linreg_helpers"])
def test_ctrl_c_is_one_sentence_and_the_next_call_goes_on(commands, monkeypatch, capsys, moment):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(set_up, "has_torch", lambda: False)
    commands.interrupting = moment
    assert call(monkeypatch, "lab") == 130
    assert capsys.readouterr().err == "\nset-up: stopped. The next call goes on from here.\n\n"
    assert commands.ended == commands.ran  # what was interrupted has cleared up behind itself
    assert set_up.why_not_ready("lab")
    commands.interrupting = None
    assert call(monkeypatch, "lab") == 0
    assert set_up.why_not_ready("lab") is None


def test_what_an_interruption_left_half_installed_is_installed_again(commands, monkeypatch):
    call(monkeypatch, "for", "lab")
    for place in ("lib/python3.12/site-packages", "Lib/site-packages"):
        for name, whole in [("half-1.0.dist-info", False), ("whole-1.0.dist-info", True)]:
            record = set_up.VENV / place / name
            record.mkdir(parents=True)
            (record / "METADATA").touch()
            if whole:
                (record / "INSTALLER").touch()
    call(monkeypatch, "for", "test")
    left = [path.name for path in set_up.VENV.rglob("*.dist-info")]
    assert set(left) == {"whole-1.0.dist-info"}


# --- PyTorch --------------------------------------------------------------------------------------


def test_linux_takes_the_cpu_build_of_torch_where_it_can(commands, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(set_up, "has_torch", lambda: False)
    call(monkeypatch, "for", "lab")
    (words,) = commands.with_part("--torch-backend")
    assert words.endswith("--no-deps --torch-backend cpu torch==2.13.0")
    assert "can't be reached" not in capsys.readouterr().out


@pytest.mark.parametrize("part", ["--target", "--torch-backend"])
def test_otherwise_it_takes_the_usual_build_and_says_so(commands, monkeypatch, capsys, part):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(set_up, "has_torch", lambda: False)
    commands.failing = {part: "no network"}
    assert call(monkeypatch, "for", "lab") == 0
    printed = capsys.readouterr()
    assert "PyTorch's usual build is taken instead" in printed.out
    assert "no network" not in printed.out + printed.err


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_the_usual_build_is_the_small_one(commands, monkeypatch, platform):
    monkeypatch.setattr(set_up, "has_torch", lambda: False)
    monkeypatch.setattr(sys, "platform", platform)
    call(monkeypatch, "for", "lab")
    assert commands.with_part("--torch-backend") == []


def test_torch_that_is_there_already_is_left_alone(commands, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")  # the recorder answers 2.13.0
    call(monkeypatch, "for", "lab")
    assert commands.with_part("--torch-backend") == []


# --- without a network: the packages of a bundle --------------------------------------------------

THIS = "cp{}{}".format(*sys.version_info[:2])
OTHER = "cp27"
WHEELS = [
    f"torch-2.13.0+cpu-{THIS}-{THIS}-manylinux_2_28_x86_64.whl",
    f"torch-2.13.0-{OTHER}-{OTHER}-manylinux_2_28_x86_64.whl",
    f"torch-2.13.0-{THIS}-{THIS}-win_amd64.whl",
    "six-1.17.0-py2.py3-none-any.whl",
]


@pytest.fixture(params=["inside", "beside"])
def packages(commands, monkeypatch, request):
    """Put a bundle's packages into the folder of the course, or beside it."""
    monkeypatch.setattr(sys, "platform", "linux")
    root = set_up.ROOT if request.param == "inside" else set_up.ROOT.parent
    folder = root / "packages"
    folder.mkdir()
    for name in WHEELS:
        (folder / name).write_text(name, encoding="utf-8")
    write_sums(folder)
    return folder


def test_packages_that_lie_there_are_installed_without_the_network(
    packages, commands, monkeypatch, capsys
):
    monkeypatch.setattr(set_up, "has_torch", lambda: False)
    assert call(monkeypatch, "for", "test") == 0
    (words,) = commands.with_part("-m pip install")
    assert f"--no-index --find-links {packages} --editable" in words
    assert f"--constraint {set_up.ROOT / 'constraints.txt'}" in words
    assert f"installing the packages in {packages}" in capsys.readouterr().out


def test_what_a_bundle_does_not_hold_may_come_from_the_network(packages, commands, monkeypatch):
    call(monkeypatch, "for", "dev")
    (words,) = commands.with_part("--editable")
    assert f"--find-links {packages}" in words
    assert "--no-index" not in words


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"half")])
@pytest.mark.parametrize("name", [WHEELS[0], WHEELS[3]])
def test_a_damaged_or_missing_package_is_named(packages, commands, monkeypatch, capsys, harm, name):
    harm(packages / name)
    assert call(monkeypatch, "for", "lab") == 1
    said = capsys.readouterr().err
    assert "damaged or missing; copy them again" in said
    assert name in said
    assert WHEELS[1] not in said
    assert commands.with_part("--editable") == []


def test_a_package_that_the_bundle_does_not_know_is_named(packages, commands, monkeypatch, capsys):
    (packages / "evil-1.0-py3-none-any.whl").touch()
    assert call(monkeypatch, "for", "lab") == 1
    assert "evil-1.0" in capsys.readouterr().err


def test_packages_of_other_systems_are_not_looked_at(packages, commands, monkeypatch):
    for name in WHEELS[1:3]:
        (packages / name).unlink()
    assert call(monkeypatch, "for", "lab") == 0


def test_a_bundle_for_another_python_is_passed_over(packages, commands, monkeypatch, capsys):
    (packages / WHEELS[0]).unlink()
    write_sums(packages)
    assert call(monkeypatch, "for", "lab") == 0
    assert "--find-links" not in commands.with_part("--editable")[0]
    assert "nothing for this system and Python" in capsys.readouterr().out


def test_somebody_elses_folder_of_that_name_is_left_alone(packages, commands, monkeypatch):
    (packages / set_up.SUMS).unlink()
    call(monkeypatch, "for", "lab")
    assert "--find-links" not in commands.with_part("--editable")[0]


def test_an_installation_from_a_bundle_that_fails_asks_for_no_network(
    packages, commands, monkeypatch, capsys
):
    commands.failing = {"--editable": "No matching distribution found for six"}
    assert call(monkeypatch, "for", "lab") == 1
    said = capsys.readouterr().err
    assert "Is the bundle whole?" in said
    assert "Is the network up?" not in said


# --- what is started ------------------------------------------------------------------------------


@pytest.fixture
def ready(commands, monkeypatch):
    """Let everything be installed."""
    make_empty_venv()
    set_up.leave_mark(["course", "test", "dev", "browser"])
    monkeypatch.setattr(sys, "platform", "linux")
    return commands


def started(commands):
    """Return the command that took over, and its environment."""
    assert commands.ran == []
    (only,) = commands.started
    return only


def test_lab_is_a_command_of_the_package_called_in_the_folder_of_the_course(
    ready, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    call(monkeypatch, "lab")
    command, _ = started(ready)
    assert command == ["python", "-m", "linreg_helpers", "lab"]
    assert Path.cwd() == set_up.ROOT


@pytest.mark.parametrize("verb", ["lab", "test"])
def test_options_go_on_behind_our_own(ready, monkeypatch, verb):
    call(monkeypatch, verb, "--port", "9000", "--help")
    assert started(ready)[0][-3:] == ["--port", "9000", "--help"]


def test_tests_run_side_by_side_with_one_thread_each(ready, monkeypatch):
    call(monkeypatch, "test")
    command, environment = started(ready)
    assert command[:7] == ["python", "-m", "pytest", "-p", "tests.workers", "-n", "auto"]
    assert command[7:] == ["--dist", "loadfile", "--no-loadscope-reorder"]
    assert environment["OMP_NUM_THREADS"] == "1"


def test_what_runs_finds_the_programs_and_the_kernel_of_venv(ready, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    call(monkeypatch, "for", "dev", "ruff", "check", ".")
    command, environment = started(ready)
    assert command == ["ruff", "check", "."]
    assert environment["PATH"].split(os.pathsep)[0] == str(set_up.VENV / "bin")
    assert environment["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_an_unknown_program_is_named(ready, monkeypatch, capsys):
    assert call(monkeypatch, "for", "dev", "no-such-program") == 1
    assert "there is no program no-such-program" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 2),
        (["paint"], 2),
        (["for"], 2),
        (["for", "ever"], 2),
        (["--help"], 0),
        (["-h"], 0),
    ],
)
def test_other_words_are_answered_by_the_usage(commands, monkeypatch, capsys, words, status):
    assert call(monkeypatch, *words) == status
    printed = capsys.readouterr().out
    assert "set_up.py lab" in printed
    assert "set_up.py test" in printed
    assert commands.ran == []


# --- Windows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("windows", "venv", "python"),
    [
        (False, PurePosixPath("/course/.venv"), "/course/.venv/bin/python"),
        (True, PureWindowsPath(r"C:\course\.venv"), r"C:\course\.venv\Scripts\python.exe"),
    ],
)
def test_where_the_python_of_venv_is(monkeypatch, windows, venv, python):
    monkeypatch.setattr(set_up, "WINDOWS", windows)
    monkeypatch.setattr(set_up, "VENV", venv)
    assert str(set_up.python()) == python
    assert str(set_up.programs()) == str(set_up.python().parent)


def test_windows_waits_for_what_it_starts(ready, monkeypatch):
    """Ctrl-C reaches both, and is for the one that was started: it says when it has ended."""
    waits = iter([KeyboardInterrupt, KeyboardInterrupt, 3])

    def wait():
        result = next(waits)
        if result is KeyboardInterrupt:
            raise KeyboardInterrupt
        return result

    opened = []

    def popen(command, env):
        opened.append(command)
        return SimpleNamespace(wait=wait)

    monkeypatch.setattr(set_up, "WINDOWS", True)
    monkeypatch.setattr(set_up.subprocess, "Popen", popen)
    make_empty_venv()
    set_up.leave_mark(["course"])
    assert call(monkeypatch, "lab", "--port", "9000") == 3
    ((program, *words),) = opened
    assert program == str(set_up.VENV / "Scripts" / "python.exe")
    assert words == ["-m", "linreg_helpers", "lab", "--port", "9000"]
    assert ready.started == []


# --- for real, as far as nothing is installed -----------------------------------------------------


def test_as_a_program_it_tells_its_use():
    command = [sys.executable, str(ROOT / "tools" / "set_up.py"), "--help"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0
    assert "Install the course into .venv" in result.stdout
    assert result.stderr == ""


def test_the_mark_can_be_read_by_a_person(commands, monkeypatch):
    call(monkeypatch, "for", "lab")
    mark = json.loads((set_up.VENV / "ready").read_text(encoding="utf-8"))
    assert mark["folder"] == str(set_up.VENV)
    assert mark["extras"] == ["course"]
