"""`python -m linreg_helpers` finds what is wrong on a machine, says how to mend it, and fails."""

import importlib.metadata
import subprocess
import sys

import jupyter_client.kernelspec
import pytest
import torch

from linreg_helpers import __main__ as check


@pytest.fixture(autouse=True)
def _as_make_lab_does(monkeypatch):
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")


def test_all_is_well_here(capsys):
    assert check.main() == 0
    printed = capsys.readouterr().out
    assert "NOT OK" not in printed
    assert f"ok       torch {importlib.metadata.version('torch')}" in printed
    assert "the loss fell from 33,061 to 68.5" in printed
    assert printed.endswith("Ready.\n")


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nbval", None)  # what makes `import nbval` fail
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   nbval: import of nbval halted" in printed
    assert "to mend it: install it: rm -rf .venv, then make test" in printed
    assert "1 of 10 checks failed." in printed
    assert "ok       ipywidgets" in printed  # the other checks go on


def test_the_kernel_of_another_python_is_found(monkeypatch, capsys):
    class Other:
        argv = ("/opt/another/bin/python", "-m", "ipykernel_launcher")

    manager = jupyter_client.kernelspec.KernelSpecManager
    monkeypatch.setattr(manager, "get_kernel_spec", lambda self, name: Other)
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "NOT OK   the kernel python3 is /opt/another/bin/python" in printed
    assert "to mend it: set JUPYTER_PREFER_ENV_PATH=1" in printed


def test_a_missing_kernel_is_found(monkeypatch, capsys):
    def missing(self, name):
        raise jupyter_client.kernelspec.NoSuchKernel(name)

    manager = jupyter_client.kernelspec.KernelSpecManager
    monkeypatch.setattr(manager, "get_kernel_spec", missing)
    assert check.main() == 1
    assert "pip install --force-reinstall ipykernel" in capsys.readouterr().out


def test_a_fit_that_computes_wrongly_is_found(monkeypatch, capsys):
    monkeypatch.setattr(torch.Tensor, "__matmul__", lambda a, b: 1.001 * torch.mm(a, b))
    assert check.main() == 1
    assert "NOT OK   a tiny fit: the loss fell from" in capsys.readouterr().out


def test_an_old_python_is_found(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert check.main() == 1
    assert "to mend it: install Python 3.11 or later" in capsys.readouterr().out


def test_a_missing_torch_is_said_in_words():
    code = "import sys; sys.modules['torch'] = None; import linreg_helpers"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 1
    last_line = result.stderr.strip().splitlines()[-1]
    assert last_line.startswith("ImportError: linreg_helpers needs PyTorch, and this Python can't")
    assert "Use .venv/bin/python, which `make lab` sets up" in last_line


def test_it_runs_as_a_command():
    command = [sys.executable, "-m", "linreg_helpers"]
    assert subprocess.run(command, capture_output=True).returncode == 0
