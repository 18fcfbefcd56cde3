"""The package as a whole: quick to import, imports in one direction, every name documented."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import linreg_helpers

PACKAGE = Path(linreg_helpers.__file__).parent

# The rooms of the house, from the top of the page down: an import only ever goes up.
FLOORS = [
    "_checks",
    "data",
    "lesson",
    "model",
    "exact",
    "statistics",
    "shards",
    "descent",
    "plots._input",
    "plots._look",
    "plots._labels",
    "plots.descent",
    "plots.fit",
    "plots.panels",
    "plots",
    "exercises._feedback",
    "exercises._sandbox",
    "exercises._compare",
    "exercises._exercise",
    "exercises.random_init",
    "exercises.forward_pass",
    "exercises.loss",
    "exercises.one_step",
    "exercises.full_loop",
    "exercises.how_good_is_it",
    "exercises.learning_rate",
    "exercises.feature_scaling",
    "exercises.pytorch_way",
    "exercises.many_rows",
    "exercises",
    "explore._picture",
    "explore._shell",
    "explore._bowl",
    "explore._fit_panels",
    "explore._fit",
    "explore._descent",
    "explore._rate_panels",
    "explore._rate",
    "explore",
    "__init__",
    "__main__",
]


def module_name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def imports_from_the_package(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "linreg_helpers":
            # `from linreg_helpers import X`: X is a module, or a name of the package itself.
            yield from (a.name if a.name in FLOORS else "__init__" for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module.startswith("linreg_helpers."):
            yield node.module.removeprefix("linreg_helpers.")
        elif isinstance(node, ast.Import):
            yield from ("__init__" for a in node.names if a.name.startswith("linreg_helpers"))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=module_name)
def test_imports_only_go_up_the_page(path):
    above = FLOORS[: FLOORS.index(module_name(path))]
    assert [name for name in imports_from_the_package(path) if name not in above] == []


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
