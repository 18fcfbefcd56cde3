"""Write to `build/bundle/` all that a machine without a network needs: `make bundle`.

The course as it is committed, the packages for `make lab` and `make test`, and their check sums.
Without options the packages are for this system and this Python. On the other machine
`tools/set_up.py` finds them beside the course, and installs from there.
"""

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tools import set_up
from tools.set_up import ROOT, SUMS, UV, run, say, sha256, stop

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PURPOSES = ("lab", "test")
READ_ME = """\
The course, and all packages that it needs, for machines without a network.

Packages here are for: {targets}.

1. Copy this folder, as a whole, to a disk of the machine. Nothing is written elsewhere.
2. Open a terminal in its folder "course".
3. make lab
   or, where there is no make:   python tools/set_up.py lab
   On Windows:                   py tools\\set_up.py lab

It installs from the folder "packages" and asks no network. This takes some minutes, once.
Python itself must be there: one of the versions above. On Debian and Ubuntu the package
python3-venv too.

To check the copy: in the folder "packages",   sha256sum -c {sums}
The set-up checks it as well. What the course is: course/README.md
"""


class System(NamedTuple):
    """A system as uv and as pip name it."""

    uv: str
    tags: tuple


SYSTEMS = {
    "windows": System("x86_64-pc-windows-msvc", ("win_amd64",)),
    "macos": System("aarch64-apple-darwin", ("macosx_14_0_arm64",)),
    # pip takes a tag at its word: what asks for an older C library is named too.
    "linux": System(
        "x86_64-manylinux_2_28",
        (
            *(f"manylinux_2_{n}_x86_64" for n in range(28, 4, -1)),
            "manylinux2014_x86_64",
            "manylinux2010_x86_64",
            "manylinux1_x86_64",
        ),
    ),
}
VERSION = ".".join(platform.python_version_tuple()[:2])
HERE = f"{platform.system()} {platform.machine()}, Python {VERSION}"


# --- what to run ----------------------------------------------------------------------------------


def extras():
    """Return the extras of pyproject.toml that a class needs."""
    return sorted({extra for purpose in PURPOSES for extra in set_up.EXTRAS[purpose]})


def build_requirements():
    """Return what pip needs to install the course itself, as pyproject.toml says."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["build-system"]["requires"]


def download(folder, *what):
    """Return the command that brings packages, as wheels, into a folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:"]
    return [*command, "--dest", str(folder), *what]


def download_here(folder):
    """Return the command for this system: pip finds out itself what is needed."""
    course = f"{ROOT}[{','.join(extras())}]"
    pins = ("--constraint", str(ROOT / "constraints.txt"), "--find-links", str(folder))
    return download(folder, *pins, course, *build_requirements())


def download_for(folder, system, python, *what):
    """Return the command for another system: exactly what is named, in wheels that fit there."""
    tags = [word for tag in SYSTEMS[system].tags for word in ("--platform", tag)]
    return download(folder, "--no-deps", "--python-version", python, *tags, *what)


def resolve(uv, system, python, *options):
    """Return the command that finds out what another system needs.

    pip can't: it asks the machine that it runs on what is needed only on some systems.
    """
    command = [*uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    command += ["--only-binary", ":all:", "--python-platform", SYSTEMS[system].uv]
    command += ["--python-version", python, "--constraint", str(ROOT / "constraints.txt"), *options]
    return [*command, *(word for extra in extras() for word in ("--extra", extra))]


# --- packages -------------------------------------------------------------------------------------


def fetch_here(folder, uv):
    """Download the packages for this system."""
    if sys.platform == "linux":
        fetch_cpu_torch(folder, cpu_index(uv, "linux", VERSION))
    succeed(*download_here(folder))


def fetch_for(folder, uv, system, python):
    """Download the packages for another system."""
    index = cpu_index(uv, system, python) if system == "linux" else None
    backend = ("--torch-backend", "cpu") if index else ()
    # PyTorch's wheels are made for macOS 14 and later.
    pins = succeed(
        *resolve(uv, system, python, *backend, str(ROOT / "pyproject.toml")),
        MACOSX_DEPLOYMENT_TARGET="14.0",
    )
    pins = [line for line in pins.splitlines() if "==" in line]
    if index:
        fetch_cpu_torch(folder, index, system, python)
        pins = [line for line in pins if not line.startswith("torch==")]
    succeed(*download_for(folder, system, python, *pins, *build_requirements()))


def cpu_index(uv, system, python):
    """Return the address where uv finds the CPU build of torch, or None where it can't be had."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "torch.in"
        wanted.write_text(set_up.pinned_torch(), encoding="utf-8")
        command = [*uv, "pip", "compile", "--quiet", "--no-deps", "--torch-backend", "cpu"]
        command += ["--emit-index-annotation", "--python-platform", SYSTEMS[system].uv]
        short = {"UV_HTTP_TIMEOUT": "30", "UV_HTTP_RETRIES": "1", "UV_NO_CONFIG": "1"}
        good, output = run(*command, "--python-version", python, wanted, **short)
    found = re.search(r"# from (\S+)", output) if good else None
    if not found:
        say("the index of PyTorch's CPU build can't be reached; what pip finds is taken instead")
    return found and found[1]


def fetch_cpu_torch(folder, index, system=None, python=None):
    """Download the CPU build of torch from its index, if there is one."""
    if index:
        what = ("--index-url", index, set_up.pinned_torch())
        command = download_for(folder, system, python, *what) if system else None
        succeed(*(command or download(folder, "--no-deps", *what)))


def succeed(*command, **variables):
    """Run a command and return what it wrote; end with its words when it fails."""
    good, output = run(*command, **variables)
    if not good:
        stop("the bundle is not complete, as said above. Is the network up?", output)
    return output


# --- the bundle -----------------------------------------------------------------------------------


def copy_course(folder):
    """Write the course as it is committed; without git, all but what .gitignore names."""
    if (ROOT / ".git").exists():
        changes = ["git", "-C", ROOT, "status", "--porcelain"]
        if subprocess.run(changes, capture_output=True, check=True).stdout:
            say("changes that are not committed are not in the bundle")
        archive = ["git", "-C", ROOT, "archive", "HEAD"]
        tree = subprocess.run(archive, capture_output=True, check=True).stdout
        folder.mkdir()
        subprocess.run(["tar", "-x", "-C", folder], input=tree, check=True)
    else:
        lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*(x.strip("/") for x in lines)))


def write_sums(folder):
    """Write the check sums of all packages, as `sha256sum -c` reads them."""
    lines = [f"{sha256(path)}  {path.name}\n" for path in sorted(folder.glob("*.whl"))]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def bundle(targets):
    """Write the bundle for pairs of a system and a Python, or for this machine; return it."""
    folder = ROOT / "build" / "bundle"
    shutil.rmtree(folder, ignore_errors=True)
    packages = folder / "packages"
    packages.mkdir(parents=True)
    copy_course(folder / "course")
    with tempfile.TemporaryDirectory() as place:
        succeed(sys.executable, "-m", "pip", "install", "--quiet", "--target", place, UV)
        uv = [Path(place) / "bin" / "uv"]
        for target in targets:
            say(f"getting the packages for {named(target)}")
            if target is None:
                fetch_here(packages, uv)
            else:
                fetch_for(packages, uv, *target)
    write_sums(packages)
    text = READ_ME.format(targets="; ".join(map(named, targets)), sums=SUMS)
    (folder / "READ-ME.txt").write_text(text, encoding="utf-8", newline="\r\n")
    return folder


def named(target):
    """Return the name of a target for people."""
    return f"{target[0]}, Python {target[1]}" if target else HERE


def targets_of(words):
    """Return the targets that the command line names; None is this machine."""
    parser = argparse.ArgumentParser(prog="make bundle ARGS=...", description=__doc__)
    parser.add_argument("--platform", nargs="+", choices=SYSTEMS, help="for these systems")
    parser.add_argument("--python", nargs="+", choices=PYTHONS, help="for these versions of Python")
    parser.add_argument("--all", action="store_true", help="for all systems and versions")
    options = parser.parse_args(words)
    if options.all:
        return [(system, python) for system in SYSTEMS for python in PYTHONS]
    if not options.platform and not options.python:
        return [None]
    if not options.platform:
        parser.error("--python needs --platform: which system has it?")
    pythons = options.python or PYTHONS
    return [(system, python) for system in options.platform for python in pythons]


def main():
    """Write the bundle, and say how large it is."""
    folder = bundle(targets_of(sys.argv[1:]))
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    say(f"{folder.relative_to(ROOT)} is ready, {size:,.0f} MB; copy it as a whole")


if __name__ == "__main__":
    main()
