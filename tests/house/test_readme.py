"""What the README tells people to type exists, and stands in one wording."""

import os
import re
from pathlib import Path

import pytest

from tools import set_up

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")


def targets():
    return set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())


@pytest.mark.parametrize("text", [README, (ROOT / ".ci" / "run").read_text(encoding="utf-8")])
def test_every_target_of_make_that_is_named_exists(text):
    named = set(re.findall(r"(?:`|^ *(?:\w+=\w+ )?)make (\w+)", text, re.MULTILINE))
    assert named
    assert named <= targets()


def test_every_target_has_a_rule_that_goes_through_set_up():
    for target in targets():
        rule = re.search(rf"^{target}: +##.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
        lines = rule[1].splitlines()
        assert all(line.startswith(("\t$(SET_UP) ", "\t$(WITH) ")) for line in lines), target


def test_every_purpose_that_make_names_is_known():
    assert set(re.findall(r"\$\(WITH\) (\w+)", MAKEFILE)) <= set(set_up.EXTRAS)


def test_every_tool_that_is_named_exists():
    for path in re.findall(r"tools/\w+(?:\.py)?", README + MAKEFILE):
        assert (ROOT / path).exists()


def test_conda_opens_a_workbook():
    (command,) = re.findall(r"conda run .* lab$", ENVIRONMENT, re.MULTILINE)
    assert command in README
    assert command.endswith("python -m linreg_helpers lab")


def test_binder_makes_a_workbook():
    assert "\npython -m linreg_helpers workbook\n" in (ROOT / "postBuild").read_text()
    assert os.access(ROOT / "postBuild", os.X_OK) or os.name == "nt"
    assert "urlpath=lab/tree/workbook/" in README


def test_conda_shows_what_it_does_while_it_does_it():
    commands = re.findall(r"conda run .*", README + ENVIRONMENT)
    assert commands
    assert all("--no-capture-output" in command for command in commands)
