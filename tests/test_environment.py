"""environment.yml, pyproject.toml and constraints.txt promise the same packages."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from linreg_helpers.course import before_class

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"pytorch-cpu": "torch", "matplotlib-base": "matplotlib"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")


def named(requirements):
    parsed = map(Requirement, requirements)
    return {canonicalize_name(r.name): r.specifier for r in parsed}


def pins():
    lines = [line for line in CONSTRAINTS.splitlines() if not line.startswith("#")]
    return named(lines)


def conda():
    """Return what environment.yml asks conda for: a dict from PyPI's name to the versions."""
    lines = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
    lines = [line for line in lines if not line.startswith("python=")]
    found = named(lines)
    return {CONDA_NAMES.get(name, name): versions for name, versions in found.items()}


def course():
    return named([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["course"]])


def everything():
    extras = PROJECT["optional-dependencies"].values()
    return named([*PROJECT["dependencies"], *(line for extra in extras for line in extra)])


def test_conda_and_pip_install_the_same_packages_in_the_same_versions():
    found = conda()
    del found["pip"]
    to_compare = {name: everything()[name] for name in ("nbval", "pytest", "pytest-timeout")}
    assert found == course() | to_compare


def test_each_package_is_declared_once():
    extras = PROJECT["optional-dependencies"].values()
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    assert len(lines) == len(named(lines))


def test_the_check_before_class_looks_at_what_a_learner_needs():
    assert set(before_class.PACKAGES) <= set(course())
    assert {"torch", "matplotlib", "jupyterlab"} <= set(before_class.PACKAGES)
    assert set(before_class.TEST_TOOLS) <= set(everything()) - set(course())


def test_conda_names_what_the_documentation_names():
    assert ENVIRONMENT["name"] == "linreg"
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


def test_binder_can_read_the_python_version():
    assert ENVIRONMENT["dependencies"][0] == "python=3.12"
    assert "3.12" in Requirement(f"python{PROJECT['requires-python']}").specifier


def test_pip_adds_only_the_package_itself_to_a_conda_environment():
    sections = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    assert sections == [{"pip": ["-e ."]}]


@pytest.mark.parametrize("name", everything())
def test_every_package_is_pinned_to_a_version_that_its_range_allows(name):
    (pin,) = pins()[name]
    assert pin.operator == "=="
    assert pin.version in everything()[name]


def brought_along(requirement, seen):
    """Add to `seen` what a requirement brings along, as far as it is installed here."""
    name = canonicalize_name(requirement.name)
    if name in seen:
        return
    seen[name] = requirement
    if not list(importlib.metadata.distributions(name=name)):
        return
    for more in map(Requirement, importlib.metadata.requires(name) or []):
        wanted = [{"extra": extra} for extra in ("", *requirement.extras)]
        if more.marker is None or any(map(more.marker.evaluate, wanted)):
            more.marker = None
            brought_along(more, seen)


def test_what_these_packages_bring_along_is_pinned_too():
    seen = {}
    for name in everything():
        brought_along(Requirement(name), seen)
    # The usual build of torch names the exact versions of its libraries itself, all of NVIDIA's.
    exact = {n for n, r in seen.items() if str(r.specifier).startswith("==")}
    left = {n for n in seen.keys() - exact if not n.startswith("nvidia-")}
    assert left > set(everything())
    assert left - set(pins()) == set()


def test_every_pin_is_exact_and_none_holds_an_address():
    for line in CONSTRAINTS.splitlines():
        if line.startswith("# "):
            assert "://" not in line
            continue
        assert re.fullmatch(r'[\w.-]+==[\w.]+(; sys_platform == "\w+")?', line)


def test_torch_is_pinned_to_no_particular_build():
    assert "\ntorch==2.13.0\n" in CONSTRAINTS
