"""The bundle for machines without a network: what is downloaded, and what is copied.

Nothing is downloaded here: a recorder stands in for the commands. What the set-up does with a
bundle is tested in test_set_up.py.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import bundle
from tools.bundle import PYTHONS, SUMS, SYSTEMS, targets_of

ROOT = Path(__file__).parents[2]


# --- what is asked for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        ("", [None]),
        ("--platform windows --python 3.13", [("windows", "3.13")]),
        ("--platform windows macos --python 3.13", [("windows", "3.13"), ("macos", "3.13")]),
        ("--platform linux", [("linux", python) for python in PYTHONS]),
        ("--all", [(system, python) for system in SYSTEMS for python in PYTHONS]),
    ],
)
def test_the_options_name_the_systems(words, targets):
    assert targets_of(words.split()) == targets


@pytest.mark.parametrize("words", ["--python 3.13", "--platform amiga", "--platform windows 3.13"])
def test_other_options_are_refused(words, capsys):
    with pytest.raises(SystemExit):
        targets_of(words.split())
    assert "usage: make bundle" in capsys.readouterr().err


def test_the_versions_of_python_are_those_of_the_pinned_packages():
    first = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()[0]
    assert f"for Python {PYTHONS[0]} to {PYTHONS[-1]}" in first


def test_only_wheels_are_downloaded_and_with_the_pinned_versions():
    command = " ".join(bundle.download_here(Path("packages")))
    assert " -m pip download " in command
    assert "--only-binary :all:" in command
    assert f"--constraint {ROOT / 'constraints.txt'}" in command
    assert "[course,test]" in command
    assert "flit_core" in command  # pip installs the course itself with it, without a network


@pytest.mark.parametrize(
    ("system", "uv", "tag"),
    [
        ("windows", "x86_64-pc-windows-msvc", "win_amd64"),
        ("macos", "aarch64-apple-darwin", "macosx_14_0_arm64"),
        ("linux", "x86_64-manylinux_2_28", "manylinux_2_17_x86_64"),
    ],
)
def test_another_system_gets_wheels_that_fit_it(system, uv, tag):
    command = " ".join(bundle.download_for(Path("packages"), system, "3.13", "numpy==2.4.6"))
    assert "--python-version 3.13" in command
    assert f"--platform {tag}" in command
    assert "--only-binary :all: " in command
    assert "--no-deps" in command  # pip would ask this machine what that one needs
    assert command.endswith(" numpy==2.4.6")
    resolved = " ".join(bundle.resolve(["uv"], system, "3.13"))
    assert f"--python-platform {uv} --python-version 3.13" in resolved
    assert resolved.endswith("--extra course --extra test")


class Answers:
    """Stands in for `run`: remembers each command, and answers by a part of its words."""

    def __init__(self, **answers):
        """Take the answers, by a word of the command; others are answered by nothing."""
        self.ran, self.answers = [], {"compile": "six==1.17.0\ntorch==2.13.0\n", **answers}

    def __call__(self, *command, **_):
        """Note the command, and answer."""
        words = " ".join(map(str, command))
        self.ran.append(words)
        if "--emit-index-annotation" in words:
            return "index" in self.answers, f"torch==2.13.0\n    # from {self.answers.get('index')}"
        return True, self.answers["compile"] if " compile " in words else ""

    def downloads(self):
        """Return the downloads, in their order."""
        return [words for words in self.ran if " pip download " in words]


@pytest.fixture
def answers(monkeypatch):
    answers = Answers()
    monkeypatch.setattr(bundle, "run", answers)
    return answers


def test_another_system_gets_what_it_needs_and_no_more(answers):
    bundle.fetch_for(Path("packages"), ["uv"], "windows", "3.13")
    (words,) = answers.downloads()
    assert "six==1.17.0 torch==2.13.0 flit_core" in words
    assert not any("cpu" in words for words in answers.ran)


@pytest.mark.parametrize("target", [None, ("linux", "3.13")])
def test_linux_gets_the_cpu_build_of_torch_where_it_can(answers, monkeypatch, target):
    monkeypatch.setattr(sys, "platform", "linux")
    answers.answers["index"] = "https://cpu.example"
    fetch = bundle.fetch_for if target else bundle.fetch_here
    fetch(Path("packages"), ["uv"], *(target or ()))
    torch, rest = answers.downloads()
    assert "--index-url https://cpu.example torch==2.13.0" in torch
    assert "--no-deps" in torch
    assert "torch==" not in rest
    if target:
        assert any("--torch-backend cpu" in words and "--extra" in words for words in answers.ran)


def test_where_it_cannot_the_usual_build_is_taken_and_it_says_so(answers, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    bundle.fetch_for(Path("packages"), ["uv"], "linux", "3.13")
    (words,) = answers.downloads()
    assert "torch==2.13.0" in words
    assert "CPU build can't be reached" in capsys.readouterr().out


def test_a_download_that_fails_ends_with_its_words(monkeypatch, capsys):
    monkeypatch.setattr(bundle, "run", lambda *_, **__: (False, "no route to host"))
    with pytest.raises(SystemExit):
        bundle.succeed("pip", "download")
    said = capsys.readouterr().err
    assert said.index("no route to host") < said.index("the bundle is not complete")


def test_without_git_the_course_is_copied_without_what_is_made(tmp_path, monkeypatch):
    root = tmp_path / "course"
    for path in ("tools/set_up.py", ".venv/ready", "build/x", "workbook/mine.ipynb", ".ci/run"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    (root / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    monkeypatch.setattr(bundle, "ROOT", root)
    bundle.copy_course(tmp_path / "copy")
    copied = sorted(str(p.relative_to(tmp_path / "copy")) for p in (tmp_path / "copy").rglob("*"))
    assert copied == [".ci", ".ci/run", ".gitignore", "tools", "tools/set_up.py"]


def test_with_git_the_course_is_what_is_committed(tmp_path, monkeypatch, capsys):
    root = tmp_path / "course"
    root.mkdir()
    (root / "kept").write_text("old", encoding="utf-8")
    who = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "first"]):
        subprocess.run(["git", "-C", root, *words], check=True)
    (root / "kept").write_text("new", encoding="utf-8")
    (root / "loose").touch()
    monkeypatch.setattr(bundle, "ROOT", root)
    bundle.copy_course(tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["kept"]
    assert (tmp_path / "copy" / "kept").read_text(encoding="utf-8") == "old"
    assert "not committed are not in the bundle" in capsys.readouterr().out


def test_the_check_sums_are_those_of_sha256sum(tmp_path):
    (tmp_path / "six-1.17.0-py3-none-any.whl").write_bytes(b"abc")
    bundle.write_sums(tmp_path)
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    lines = (tmp_path / SUMS).read_text(encoding="utf-8")
    assert lines == f"{of_abc}  six-1.17.0-py3-none-any.whl\n"
