"""Open JupyterLab: in the learner's workbook, or on the course's own notebooks."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import linreg_helpers

WINDOWS = os.name == "nt"


def course_folder():
    """Return the folder of the course's notebooks, or end with a sentence where it is not there."""
    folder = Path(linreg_helpers.__file__).resolve().parents[1] / "notebooks"
    if not folder.is_dir():
        raise SystemExit(
            f"There is no folder {folder}. The package alone has no notebooks: get the whole "
            "course with git, and call this there."
        )
    return folder


def lab_command(folder, page, options):
    """Return the command that opens JupyterLab.

    Args:
        folder: path; what is in it can be opened.
        page: name of the notebook to open first, from there.
        options: more words for JupyterLab.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += [f"--LabApp.default_url=/lab/tree/{quote(page)}"]
    if not any(option.startswith(("--log-level", "--debug")) for option in options):
        # Without its news, the last words in the terminal are the address to open.
        command += ["--log-level=WARN", "--LabApp.log_level=WARN"]
    if is_root():
        command += ["--allow-root"]
    if not has_screen():
        command += ["--no-browser"]
    return [*command, *options]


def is_root():
    """Say whether this runs as root, whom JupyterLab refuses; Windows knows no root."""
    return not WINDOWS and os.geteuid() == 0


def has_screen():
    """Say whether a browser can open here. In a container or on a remote Linux it can't."""
    names = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def open_lab(folder, page, options=()):
    """Let JupyterLab take the place of this program."""
    command = lab_command(folder, page, options)
    # The notebooks name their kernel python3: that is this Python's, whatever else is registered.
    environment = {**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"}
    print("JupyterLab starts. To end it, press Ctrl-C here, twice.", flush=True)
    if not WINDOWS:
        return os.execve(command[0], command, environment)
    # On Windows nothing takes another's place: wait. Ctrl-C reaches both, and is meant for it.
    child = subprocess.Popen(command, env=environment)
    while True:
        with suppress(KeyboardInterrupt):
            return child.wait()
