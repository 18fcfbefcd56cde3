"""Make .venv and install the course into it. `make` calls this when it is needed, and only then.

It uses nothing but the standard library. Calling it again repairs what an interruption left half
done. Versions are those of constraints.txt, so that the same course opens in two years.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv>=0.8,<1"

LAB_SETTINGS = {
    # No question about news at the first start, in the middle of a lesson.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # The table of contents is a Markdown file: show it as a page.
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}


def run(*command, stderr=None, **more_environment):
    """Run a command, and say whether it succeeded."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more_environment}
    command = list(map(str, command))
    return subprocess.run(command, env=environment, stderr=stderr).returncode == 0


def pip(*arguments):
    """Install with the pip of .venv."""
    return run(PYTHON, "-m", "pip", "install", "--quiet", *arguments)


def say(message):
    """Tell what is going on."""
    print(f"set-up: {message}", flush=True)


def stop(message):
    """End with a message that says what to do."""
    sys.exit(f"\nset-up: {message}\n")


def check_python():
    """Require a Python that the course works with."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        stop(
            f"Python 3.11 or later is needed; {sys.executable} is {found}.\n"
            "If a newer one is installed, name it: make lab PYTHON=python3.12"
        )


def make_venv():
    """Make .venv, unless there is a working one of the same Python."""
    version = "import sys; print(sys.version_info[:2])"
    if PYTHON.exists():
        found = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True).stdout
        if found.strip() == str(sys.version_info[:2]) and run(PYTHON, "-c", "import pip"):
            return
    if not run(sys.executable, "-m", "venv", "--clear", VENV):
        major, minor = sys.version_info[:2]
        stop(
            "Python could not make a virtual environment. On Debian and Ubuntu, a package is "
            f"missing:\nsudo apt install python{major}.{minor}-venv"
        )


def pinned_torch():
    """Return the requirement of torch as constraints.txt pins it."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def has_torch():
    """Say whether the pinned torch is installed already, in whatever build."""
    code = "from importlib.metadata import version; print(version('torch').split('+')[0])"
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True).stdout
    return f"torch=={found.strip()}" == pinned_torch()


def install_cpu_torch():
    """Install the CPU build of torch where it can be had; the usual build is four times as large.

    It comes from an index of its own. uv knows that index, so it is borrowed for this one package.
    """
    with tempfile.TemporaryDirectory() as folder:
        if not pip("--target", folder, UV):
            return False
        command = [Path(folder) / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
        command += ["--no-deps", "--torch-backend", "cpu", pinned_torch()]
        # Its list of network errors is left out: `install` says in one line what is done instead.
        short = {"UV_HTTP_TIMEOUT": "30", "UV_HTTP_RETRIES": "1", "UV_NO_CONFIG": "1"}
        return run(*command, stderr=subprocess.DEVNULL, **short)


def install():
    """Install torch first and then all the rest; what is there already is left alone."""
    if sys.platform == "linux" and not has_torch():
        say("getting the CPU build of PyTorch")
        if not install_cpu_torch():
            say("its index can't be reached, so PyTorch's usual build is taken instead")
    say("getting all the rest")
    if not pip("--constraint", ROOT / "constraints.txt", "--editable", f"{ROOT}[course,dev]"):
        stop("the installation stopped. Is the network up? Calling make again goes on from here.")


def check():
    """Run the check before class: it says early what is wrong, and the first lesson starts warm."""
    say("checking that it works")
    result = subprocess.run([PYTHON, "-m", "linreg_helpers"], capture_output=True, text=True)
    if result.returncode:
        print(result.stdout, result.stderr, sep="\n")


def main():
    """Set up everything, and leave the mark that make looks for."""
    check_python()
    say("installing the course into .venv; this takes some minutes, and is done once")
    make_venv()
    install()
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(LAB_SETTINGS, indent=2) + "\n", encoding="utf-8")
    check()
    (VENV / "ready").touch()


if __name__ == "__main__":
    main()
