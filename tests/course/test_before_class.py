"""`python -m linreg_helpers` finds what is wrong on a machine, says how to mend it, and fails."""

import importlib.metadata
import json
import subprocess
import sys

import pytest
import torch

from linreg_helpers import __main__ as check


@pytest.fixture(autouse=True)
def _as_make_lab_does(monkeypatch):
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")


@pytest.fixture
def quick_kernel(monkeypatch):
    """Spare a test that is about something else the two seconds that a kernel takes to start."""
    monkeypatch.setattr(check, "kernel", lambda: (True, "the kernel was not looked at", ""))


def test_all_is_well_here():
    command = [sys.executable, "-m", "linreg_helpers"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0
    assert "NOT OK" not in result.stdout
    assert f"ok       torch {importlib.metadata.version('torch')}" in result.stdout
    assert "ok       the kernel python3 is this Python" in result.stdout
    assert "the loss fell from 33,061 to 68.5" in result.stdout
    assert result.stdout.endswith("Ready.\n")


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    quick_kernel, monkeypatch, capsys
):
    monkeypatch.setitem(sys.modules, "nbval", None)  # what makes `import nbval` fail
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   nbval: import of nbval halted" in printed
    assert "to mend it: install it: rm -rf .venv, then make test" in printed
    assert "1 of 10 checks failed." in printed
    assert "ok       ipywidgets" in printed  # the other checks go on


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


def test_a_fit_that_computes_wrongly_is_found(quick_kernel, monkeypatch, capsys):
    monkeypatch.setattr(torch.Tensor, "__matmul__", lambda a, b: 1.001 * torch.mm(a, b))
    assert check.main() == 1
    assert "NOT OK   a tiny fit: the loss fell from" in capsys.readouterr().out


def test_an_old_python_is_found(quick_kernel, monkeypatch, capsys):
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
