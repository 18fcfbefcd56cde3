"""The package as a whole: it loads what it needs, and every public name is explained."""

import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
import typing
from pathlib import Path

import pytest

import linreg_helpers

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_importing_the_package_loads_its_own_modules_and_nothing_of_the_course():
    code = (
        "import json, sys, numpy, torch, tqdm; before = set(sys.modules); import linreg_helpers; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {name for name in json.loads(result.stdout) if "linreg_helpers" in name}
    assert loaded >= {"linreg_helpers", "linreg_helpers.model", "linreg_helpers.descent"}
    assert not any(name.startswith("linreg_helpers.course") for name in loaded)
    others = {name.split(".")[0] for name in json.loads(result.stdout)} - {"linreg_helpers"}
    assert others <= sys.stdlib_module_names  # no matplotlib, no IPython


@pytest.mark.parametrize("name", linreg_helpers.__all__)
def test_every_public_name_is_documented(name):
    text = inspect.getdoc(getattr(linreg_helpers, name))
    assert text.splitlines()[0].endswith(".")
    if inspect.isfunction(getattr(linreg_helpers, name)):
        assert "Example:\n    >>> " in text


def core_functions():
    """Find the public functions and methods of the core: a dict from full name to function."""
    found = {}
    for info in pkgutil.iter_modules(linreg_helpers.__path__):
        if info.ispkg or info.name.startswith("_"):
            continue
        module = importlib.import_module(f"linreg_helpers.{info.name}")
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
                continue
            members = vars(value).items() if inspect.isclass(value) else [("", value)]
            for member, function in members:
                function = getattr(function, "fget", function)  # a property
                function = getattr(function, "__func__", function)  # a class method
                public = not member.startswith("_") or member in ("__init__", "__add__")
                if inspect.isfunction(function) and public:
                    found[f"{info.name}.{name}.{member}".rstrip(".")] = function
    return found


CORE = core_functions()


def test_the_functions_of_the_core_are_found():
    assert {"model.mse", "path.DescentPath.losses", "sums.Statistics.of", "shards.main"} <= set(
        CORE
    )


@pytest.mark.parametrize("name", CORE)
def test_public_functions_carry_type_hints(name):
    hints = typing.get_type_hints(CORE[name])
    parameters = set(inspect.signature(CORE[name]).parameters) - {"self", "cls"}
    assert set(hints) == parameters | {"return"}


def readme():
    return (ROOT / PROJECT["readme"]).read_text(encoding="utf-8")


def test_the_readme_of_the_package_has_no_link_or_picture_that_a_registry_can_not_show():
    targets = re.findall(r"\]\(([^)]*)\)|(?:href|src)=\"([^\"]*)\"", readme())
    assert all(target.startswith("https://") for pair in targets for target in filter(None, pair))


def test_the_example_of_the_readme_runs_as_shown(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", readme(), re.DOTALL)
    exec(code, {})
    assert "0.5774" in capsys.readouterr().out  # what seed 0 ends at


def test_the_readme_of_the_package_names_its_modules():
    table = {name for row in re.findall(r"^\| (`.*?) \|", readme(), re.MULTILINE)
             for name in re.findall(r"`(\w+)`", row)}  # fmt: skip
    modules = {info.name for info in pkgutil.iter_modules(linreg_helpers.__path__)}
    assert table == {name for name in modules if not name.startswith("_")}
