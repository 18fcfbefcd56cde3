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


def test_importing_the_package_adds_less_than_a_tenth_of_a_second_to_importing_torch():
    code = (
        "import time, torch; start = time.perf_counter(); import linreg_helpers; "
        "print(time.perf_counter() - start)"
    )
    # Once more where something else kept the machine busy.
    assert any(float(run(code)) < 0.1 for _ in range(5))


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
