"""Files that are never half written, and the pages of the course as they are stored."""

import contextlib
import os
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

LEFT_OVER = ".linreg-"  # how the name of a file begins that is not finished yet


def read(path):
    """Return the bytes of a file, or None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write(path, data):
    """Write a file as a whole: whatever happens, there is the old one or the new one."""
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(prefix=LEFT_OVER, dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sweep(folder):
    """Remove what a power cut has left half written."""
    for path in folder.rglob(f"{LEFT_OVER}*"):
        with contextlib.suppress(OSError):
            path.unlink()


class Backup:
    """Keeps what stood in a file before it is changed, in a folder with the date."""

    def __init__(self, folder):
        """Choose the folder; it is made when the first file is kept."""
        self.folder = folder / ".backup" / f"{datetime.now():%Y-%m-%d_%H%M%S}"

    def keep(self, name, data):
        """Write a copy, and return its path."""
        path, n = self.folder / name, 2
        while path.exists():
            path, n = path.with_name(f"{Path(name).stem}-{n}{Path(name).suffix}"), n + 1
        write(path, data)
        return path


def course_files(source):
    """Return the files of the course as git stores them, and the names of those edited since.

    Where there is no git, the files are taken as they are.

    Args:
        source: path of the folder `notebooks/`.

    Returns:
        `(files, edited)`: a dict from each name to its bytes, and a list of names.
    """
    files = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        hidden = any(part.startswith((".", "__pycache__")) for part in name.parts)
        if path.is_file() and not hidden:
            files[name.as_posix()] = path.read_bytes()
    edited = []
    for name in edited_files(source):
        stored = _git(source, "show", f"HEAD:./{name}")
        if stored is not None:  # else it was added, and never stored
            files[name] = stored
            edited.append(name)
    return files, edited


def edited_files(source):
    """Return the names of the files of the course that are not as git has stored them."""
    listed = _git(source, "diff", "--name-only", "--relative", "-z", "HEAD", "--", ".")
    return [name for name in (listed or b"").decode().split("\0") if name]


def _git(folder, *command):
    try:
        done = subprocess.run(["git", "-C", folder, *command], capture_output=True)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
