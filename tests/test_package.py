"""The package as a whole: quick to import, and every name documented."""

import inspect
import subprocess
import sys

import pytest

import linreg_helpers


def run(code):
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return result.stdout.strip()


def test_importing_the_package_imports_itself_and_torch_and_nothing_else():
    code = (
        "import sys, torch; before = set(sys.modules); import linreg_helpers; "
        "print(*set(sys.modules) - before - sys.stdlib_module_names)"
    )
    assert {name.split(".")[0] for name in run(code).split()} == {"linreg_helpers"}


def test_matplotlib_waits_until_a_plot_is_asked_for():
    assert run("import sys, linreg_helpers; print('matplotlib' in sys.modules)") == "False"


@pytest.mark.parametrize("name", linreg_helpers.__all__)
def test_every_public_name_is_documented(name):
    text = inspect.getdoc(getattr(linreg_helpers, name))
    assert text.splitlines()[0].endswith(".")
    if inspect.isfunction(getattr(linreg_helpers, name)):
        assert "Example:\n    >>> " in text


def test_all_is_sorted_and_complete():
    names = linreg_helpers.__all__
    assert names == sorted(names)
    public = {
        name
        for name, value in vars(linreg_helpers).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(names)
