"""`python -m linreg_helpers` finds what is wrong on a machine, says how to mend it, and fails."""

import ast
import contextlib
import importlib.metadata
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

import linreg_helpers
from linreg_helpers.course import before_class as check

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _as_make_lab_does(monkeypatch):
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")


@pytest.fixture
def quick(monkeypatch):
    """Spare a test that is about something else the seconds that a kernel takes to start."""
    monkeypatch.setattr(check, "kernel", lambda: (True, "the kernel was not looked at", ""))
    monkeypatch.setattr(check, "launcher", lambda: (True, "the launcher was not looked at", ""))


def test_all_is_well_here():
    command = [sys.executable, "-m", "linreg_helpers"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert all(line.startswith("ok       ") for line in lines[:-2])
    assert lines[-2:] == ["", "Ready."]
    assert f"ok       torch {importlib.metadata.version('torch')}" in lines
    assert f"ok       linreg_helpers in {Path(linreg_helpers.__file__).parents[1]}" in lines
    assert "ok       the program jupyter runs this Python" in lines
    assert "ok       the kernel python3 is this Python" in lines
    assert "ok       a tiny fit: the loss fell from 33,061 to 68.5" in lines


def test_a_missing_package_is_named_with_the_command_that_installs_it(quick, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nbval", None)  # what makes `import nbval` fail
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   nbval: import of nbval halted" in printed
    assert (
        "to mend it: set the course up again: delete its folder .venv, then `make lab`" in printed
    )
    assert "1 of 12 checks failed." in printed
    assert "ok       jupyterlab" in printed  # the other checks go on


def test_a_package_that_only_lies_in_the_current_folder_is_missing(quick, monkeypatch, capsys):
    monkeypatch.setattr(check, "PACKAGES", ("tests",))
    assert check.main() == 1
    assert "NOT OK   tests: No package metadata was found for tests" in capsys.readouterr().out


def test_the_tools_of_the_tests_are_looked_at_where_they_are_installed(quick, monkeypatch, capsys):
    monkeypatch.setattr(check, "TEST_TOOLS", ("pytest", "no-such-tool"))
    assert check.main() == 0
    printed = capsys.readouterr().out
    assert "ok       pytest" in printed
    assert "no-such-tool" not in printed


@pytest.fixture
def installed_from(tmp_path):
    """Return a function that installs the package from a folder and asks for the check of it."""

    def ask(folder):
        context = venv.EnvBuilder(symlinks=os.name != "nt").ensure_directories(tmp_path / "venv")
        venv.create(context.env_dir, symlinks=os.name != "nt")
        packages = Path(sysconfig.get_path("purelib", "venv", vars={"base": context.env_dir}))
        (packages / "linreg_helpers.pth").write_text(str(folder), encoding="utf-8")
        # From the course's folder, where an import finds the package in any case.
        code = f"import runpy; print(runpy.run_path({check.__file__!r})['installation']()[:2])"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [context.env_exec_cmd, "-c", code]
        run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
        return ast.literal_eval(subprocess.run(command, check=True, **run).stdout)

    return ask


def test_a_folder_that_was_moved_is_found_although_imports_from_it_still_work(
    installed_from, tmp_path
):
    good, text = installed_from(tmp_path / "old")
    assert not good
    assert "not installed; was the folder moved or renamed?" in text


def test_a_folder_that_was_copied_is_found(installed_from, tmp_path):
    package = tmp_path / "old" / "linreg_helpers"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    good, text = installed_from(tmp_path / "old")
    assert not good
    assert text.startswith(f"the linreg_helpers installed is {package.resolve()}, and not ")


def test_a_folder_that_stands_where_it_was_set_up_is_in_order(installed_from):
    assert installed_from(ROOT) == (True, f"linreg_helpers in {ROOT}")


@pytest.fixture
def plant_launcher(tmp_path, monkeypatch):
    """Return a function that puts another program jupyter in the place of the right one."""

    def plant(python, code=""):
        (tmp_path / "jupyter").write_text(f"#!{python}\n{code}\n", encoding="utf-8")
        (tmp_path / "jupyter").chmod(0o755)
        (tmp_path / "jupyter.bat").write_text(f'@"{python}" "%~dp0jupyter"', encoding="utf-8")
        monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))

    return plant


def test_a_launcher_that_holds_the_path_of_a_python_that_is_gone_is_found(plant_launcher):
    plant_launcher("/opt/gone/python")
    good, text, remedy = check.launcher()
    assert not good
    assert text.startswith("the program jupyter does not start; does it name a Python that is gone")
    assert "make lab" in remedy


def test_a_launcher_of_another_python_is_found(plant_launcher):
    plant_launcher(sys.executable, """print('{"data": ["/opt/another/share/jupyter"]}')""")
    good, text, _ = check.launcher()
    assert not good
    assert text.endswith("runs another Python")


@pytest.fixture
def plant_kernel(tmp_path, monkeypatch):
    """Return a function that puts another kernel named python3 before the right one."""

    def plant(*argv):
        folder = tmp_path / "kernels" / "python3"
        folder.mkdir(parents=True)
        spec = {"argv": [*argv, "-f", "{connection_file}"], "display_name": "", "language": ""}
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    return plant


def test_the_kernel_of_another_python_is_found(plant_kernel, capsys):
    code = "import sys; sys.prefix = '/opt/another'; import ipykernel.kernelapp as k; "
    plant_kernel(sys.executable, "-c", code + "k.launch_new_instance()")
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   the kernel python3 is /opt/another" in printed
    assert "to mend it: set JUPYTER_PREFER_ENV_PATH=1" in printed


def test_a_kernel_that_dies_at_its_start_is_found(plant_kernel, capsys):
    plant_kernel(sys.executable, "-c", "raise ImportError('ipykernel')")
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   the kernel python3: Kernel died" in printed
    assert "pip install --force-reinstall ipykernel" in printed


def test_a_missing_kernel_program_is_found(plant_kernel, capsys):
    plant_kernel("no-such-python")
    assert check.main() == 1
    assert "pip install --force-reinstall ipykernel" in capsys.readouterr().out


def test_a_fit_that_computes_wrongly_is_found(quick, monkeypatch, capsys):
    monkeypatch.setattr(torch.Tensor, "__matmul__", lambda a, b: 1.001 * torch.mm(a, b))
    assert check.main() == 1
    assert "NOT OK   a tiny fit: the loss fell from" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        (33060.81, 68.535, True),
        (33060.81 - 0.9, 68.535, True),
        (33060.81 + 0.9, 68.535, True),
        (33060.81, 68.535 - 0.09, True),
        (33060.81, 68.535 + 0.09, True),
        (33060.81 - 1.1, 68.535, False),
        (33060.81 + 1.1, 68.535, False),
        (33060.81, 68.535 - 0.11, False),
        (33060.81, 68.535 + 0.11, False),
        (33060.81, float("nan"), False),
    ],
)
def test_a_loss_may_differ_in_its_last_digits_and_no_more(first, last, good, monkeypatch):
    losses = torch.tensor([first, 100.0, last], dtype=torch.float64)
    monkeypatch.setattr(linreg_helpers, "train", lambda *_, **__: SimpleNamespace(losses=losses))
    assert check.tiny_fit()[0] is good


def test_an_old_python_is_found(quick, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert check.main() == 1
    assert "to mend it: install Python 3.11 or later" in capsys.readouterr().out


@pytest.fixture
def without_torch(tmp_path, monkeypatch):
    (tmp_path / "torch.py").write_text("raise ImportError('No module named torch')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


WORDS = (
    "linreg_helpers needs PyTorch, and this Python can't import it: No module named torch. Usual "
    "cause: it is not the Python of the course. Use .venv/bin/python, which `make lab` sets up, or "
    "`conda activate linreg`."
)


def test_a_missing_torch_is_said_in_words(without_torch):
    command = [sys.executable, "-c", "import linreg_helpers"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.strip().splitlines()[-1] == f"ImportError: {WORDS}"


def test_the_check_says_it_without_a_traceback(without_torch):
    command = [sys.executable, "-m", "linreg_helpers"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.strip() == WORDS


def test_the_launcher_is_looked_for_among_the_scripts_then_on_the_path(monkeypatch, tmp_path):
    (tmp_path / "link").symlink_to(sys.prefix)
    ours, asked = tmp_path / "link" / "share" / "jupyter", []

    plain = subprocess.CompletedProcess
    monkeypatch.setattr(check.subprocess, "run", lambda command, **_: (
        asked.append(command), plain(command, 0, answer, ""))[1])  # fmt: skip
    found = {str(sysconfig.get_path("scripts")): "/scripts/jupyter", None: "/path/jupyter"}
    monkeypatch.setattr(shutil, "which", lambda name, path=None: found[path])
    answer = json.dumps({"data": ["/opt/share/jupyter", str(ours)]})
    assert check.launcher() == (True, "the program jupyter runs this Python", "")
    found[str(sysconfig.get_path("scripts"))] = None
    answer = json.dumps({"data": []})
    words = "the program /path/jupyter runs another Python"
    assert check.launcher() == (False, words, check.SET_UP)
    found[None] = None
    check.launcher()
    programs = ["/scripts/jupyter", "/path/jupyter", "jupyter"]
    assert asked == [[program, "--paths", "--json"] for program in programs]


def test_a_launcher_that_fails_is_told_with_its_error(plant_launcher):
    plant_launcher(sys.executable, """import sys; print('{"data": []}'); sys.exit(3)""")
    good, text, remedy = check.launcher()
    assert (good, remedy) == (False, check.SET_UP)
    assert text.startswith("the program jupyter does not start; does it name a Python that is gone")
    assert text.endswith("returned non-zero exit status 3.")


@pytest.fixture
def fake_kernel(monkeypatch):
    """Return a function that lets the kernel answer with some prefix, and what it was asked."""
    from jupyter_client import manager

    asked = {}

    def answer(prefix):
        def execute(code, **options):
            asked.update(options, code=code)
            options["output_hook"]("a message")
            shown = {"data": {"text/plain": repr(str(prefix))}}
            return {"content": {"user_expressions": {"prefix": shown}}}

        @contextlib.contextmanager
        def run_kernel(**options):
            asked.update(options)
            yield SimpleNamespace(execute_interactive=execute)

        monkeypatch.setattr(manager, "run_kernel", run_kernel)
        return asked

    return answer


def test_the_kernel_tells_which_python_it_is_and_is_asked_for_nothing_else(fake_kernel, tmp_path):
    (tmp_path / "link").symlink_to(sys.prefix)
    asked = fake_kernel(tmp_path / "link")  # a link to this Python is this Python
    good, text, _ = check.kernel()
    assert (good, text) == (True, "the kernel python3 is this Python")
    assert asked["kernel_name"] == "python3"
    assert asked["stdout"] == asked["stderr"] == subprocess.DEVNULL
    assert (asked["code"], asked["allow_stdin"]) == ("", False)
    assert asked["user_expressions"] == {"prefix": "__import__('sys').prefix"}
    assert asked["timeout"] >= 60  # a busy machine takes its time


def test_this_python_may_be_reached_through_a_link(fake_kernel, monkeypatch, tmp_path):
    prefix = Path(sys.prefix).resolve()
    (tmp_path / "link").symlink_to(prefix)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "link"))
    fake_kernel(prefix)
    assert check.kernel()[0]
    fake_kernel("/opt/another")
    assert check.kernel() == (
        False, "the kernel python3 is /opt/another", "set JUPYTER_PREFER_ENV_PATH=1, as make lab "
        "does",
    )  # fmt: skip


def test_a_fit_that_raises_is_a_check_that_fails(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no such instruction")

    monkeypatch.setattr(linreg_helpers, "train", broken)
    good, text, remedy = check.tiny_fit()
    assert (good, text) == (False, "a tiny fit: no such instruction")
    assert (
        remedy == "something computes wrongly here: reinstall torch, and tell us the versions above"
    )


def test_the_fit_is_the_one_of_the_notebooks(monkeypatch):
    asked = []

    def train(x, y, w, b, **options):
        asked.append((x.shape, y.shape, w.shape, b.shape, options))
        return SimpleNamespace(losses=torch.tensor([33060.81, 68.535]))

    monkeypatch.setattr(linreg_helpers, "train", train)
    assert check.tiny_fit()[:2] == (True, "a tiny fit: the loss fell from 33,061 to 68.5")
    ((*shapes, options),) = asked
    assert list(map(tuple, shapes)) == [(5, 3), (5, 2), (2, 3), (2,)]
    assert options == {"n_steps": 1000, "progress": False}


@pytest.mark.parametrize(("version", "good"), [((3, 10, 9), False), ((3, 11), True), ((4,), True)])
def test_python_is_new_enough_from_one_version_on(version, good, monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    words = f"Python {platform.python_version()}"
    assert check.python_version() == (good, words, "install Python 3.11 or later")


def test_every_check_has_a_line_as_it_comes_and_the_failed_ones_are_counted(monkeypatch, capsys):
    good, bad = (True, "well", ""), (False, "not well", "do this")
    for name, result in (("python_version", good), ("installation", bad), ("launcher", good),
                         ("kernel", bad), ("tiny_fit", good)):  # fmt: skip
        monkeypatch.setattr(check, name, lambda result=result: result)
    monkeypatch.setattr(check, "PACKAGES", ())
    monkeypatch.setattr(check, "TEST_TOOLS", ())
    assert check.main() == 1
    well, not_well = "ok       well", "NOT OK   not well\n         to mend it: do this"
    lines = [well, not_well, well, not_well, well, "", "2 of 5 checks failed.", ""]
    assert capsys.readouterr().out == "\n".join(lines)


def test_each_line_is_shown_at_once(monkeypatch):
    shown = []

    class Slow(io.StringIO):
        def flush(self):
            shown.append(self.getvalue().count("\n"))

    names = "python_version", "installation", "launcher", "kernel", "tiny_fit"
    for name in names:
        monkeypatch.setattr(check, name, lambda: (True, "well", ""))
    monkeypatch.setattr(check, "PACKAGES", ())
    monkeypatch.setattr(check, "TEST_TOOLS", ())
    monkeypatch.setattr(sys, "stdout", Slow())
    check.main()
    assert shown[:5] == [1, 2, 3, 4, 5]


def test_a_package_that_works_is_named_with_its_version(monkeypatch):
    version = importlib.metadata.version("pytest")
    assert check.package("pytest") == (True, f"pytest {version}", "")
    monkeypatch.setitem(sys.modules, "nbval", None)
    good, text, remedy = check.package("nbval")
    assert (good, remedy) == (False, check.SET_UP)
    assert text.startswith("nbval: import of nbval halted")
    assert (check.is_installed("nbval"), check.is_installed("no-such-tool")) == (True, False)


def test_the_package_may_be_reached_through_a_link(monkeypatch, tmp_path):
    package = Path(linreg_helpers.__file__).resolve().parent
    (tmp_path / "link").symlink_to(package.parent)
    linked, asked = tmp_path / "link" / package.name, []

    def answer(path):
        done = subprocess.CompletedProcess([], int(path is None), f"{path}\n", "")
        monkeypatch.setattr(
            check.subprocess, "run", lambda *given, **how: asked.append(given) or done
        )
        return check.installation()

    well = True, f"linreg_helpers in {package.parent}", ""
    assert answer(package / "__init__.py") == answer(linked / "__init__.py") == well
    monkeypatch.setattr(check, "__file__", str(linked / "course" / "before_class.py"))
    assert answer(package / "__init__.py") == well
    words = f"the linreg_helpers installed is /opt/linreg_helpers, and not {package}"
    assert answer("/opt/linreg_helpers/__init__.py") == (False, words, check.SET_UP)
    moved = "it is in this folder, but not installed; was the folder moved or renamed?"
    assert answer(None) == (False, f"linreg_helpers: {moved}", check.SET_UP)
    ((command,), *_) = asked
    assert command[:3] == [sys.executable, "-P", "-c"]  # -P: not from the current folder
