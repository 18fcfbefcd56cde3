"""Install the course into .venv, and start it.

  python tools/set_up.py lab [OPTION ...]     open JupyterLab in the workbook
  python tools/set_up.py test [OPTION ...]    execute every cell of every notebook and every test
  python tools/set_up.py for PURPOSE [COMMAND ...]
                                              run a command with what a purpose needs: lab, test,
                                              browser or dev; without a command, only install it

Options go on to JupyterLab or pytest. What is needed is installed first, when it is not there.
An interruption does no harm: the next call goes on. `make lab` and `make test` are these commands.
"""

# Standard library only, and for any Python 3.7: it says in words that a newer one is needed.
# Versions are those of constraints.txt, so that the same course opens in two years.

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
UV = "uv>=0.8,<1"
SUMS = "SHA256SUMS"  # the check sums of a bundle's packages

# The extras of pyproject.toml that each purpose needs.
EXTRAS = {
    "lab": ["course"],
    "test": ["course", "test"],
    "browser": ["course", "test", "browser"],
    "dev": ["course", "test", "dev"],
}

LAB_SETTINGS = {
    # No question about news at the first start, in the middle of a lesson.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # The table of contents is a Markdown file: show it as a page.
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}


# --- words ----------------------------------------------------------------------------------------


def say(message):
    """Tell what is going on."""
    print(f"set-up: {message}", flush=True)


def stop(message, details="", status=1):
    """End with a message that says what to do, below the words of what failed."""
    print(f"{details}\nset-up: {message}\n", file=sys.stderr)
    sys.exit(status)


# --- where things are -----------------------------------------------------------------------------


def programs():
    """Return the folder of .venv's programs."""
    return VENV / ("Scripts" if WINDOWS else "bin")


def python():
    """Return the Python of .venv."""
    return programs() / ("python.exe" if WINDOWS else "python")


def environment():
    """Return the variables with which every command of the course runs."""
    path = os.pathsep.join([str(programs()), os.environ.get("PATH", os.defpath)])
    # The notebooks name their kernel python3: that is .venv's, whatever else is registered.
    variables = {**os.environ, "PATH": path, "JUPYTER_PREFER_ENV_PATH": "1"}
    # Python files are compiled once, and not again in each of a dozen kernels.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


# --- the mark of what is done ---------------------------------------------------------------------


def new_mark(extras):
    """Return what a set-up depends on: where it stands, by what it was made, and what is in it."""
    files = ["pyproject.toml", "constraints.txt", "tools/set_up.py"]
    digest = hashlib.sha256(b"".join((ROOT / file).read_bytes() for file in files)).hexdigest()
    return {
        "folder": str(VENV),  # which programs in .venv hold, so that they don't survive a move
        "python": os.path.realpath(python()),
        "files": digest,
        "extras": sorted(extras),
    }


def read_mark():
    """Return the mark that the last set-up left, or an empty one."""
    try:
        return json.loads((VENV / "ready").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def leave_mark(extras):
    """Note that these extras are installed and work."""
    (VENV / "ready").write_text(json.dumps(new_mark(extras), indent=2) + "\n", encoding="utf-8")


def why_not_ready(purpose):
    """Return the sentence that says why there is something to install, or None."""
    mark, now = read_mark(), new_mark([])
    again = "so .venv is made again; this takes some minutes"
    if mark and mark["folder"] != now["folder"]:
        return f"this folder was moved or renamed after its set-up, {again}"
    if mark and (mark["python"] != now["python"] or not python().exists()):
        return f"the Python that made .venv is gone, {again}"
    if not mark or not set(EXTRAS[purpose]) <= set(mark["extras"]):
        need = f"what `{purpose}` needs"
        return f"installing {need} into .venv; this takes some minutes, and is done once"
    if mark["files"] != now["files"]:
        return "the course's files have changed since its set-up, so .venv is brought up to date"
    return None


# --- installing -----------------------------------------------------------------------------------


def run(*command, **variables):
    """Run a command in silence; return whether it succeeded, and what it wrote."""
    child = subprocess.Popen(
        [str(word) for word in command],
        env={**environment(), "PIP_DISABLE_PIP_VERSION_CHECK": "1", **variables},
        cwd=VENV if VENV.exists() else None,  # not the repository, which would hide what is missing
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        output, _ = child.communicate()
    except KeyboardInterrupt:
        child.communicate()  # Ctrl-C has reached it too: let it clear up; a second one ends this
        raise
    return child.returncode == 0, output


def pip(*arguments):
    """Install with the pip of .venv."""
    return run(python(), "-m", "pip", "install", "--quiet", *arguments)


def make_venv():
    """Make .venv, unless there is one that was made here, by a Python that still works."""
    made_here = read_mark().get("folder") == str(VENV)
    if made_here and python().exists() and run(python(), "-c", "import pip")[0]:
        return
    major, minor, micro = sys.version_info[:3]
    if (major, minor) < (3, 11):
        stop(
            f"Python 3.11 or later is needed; {sys.executable} is {major}.{minor}.{micro}.\n"
            "If a newer one is installed, name it: make lab PYTHON=python3.12"
        )
    # Where .venv is activated, this may be .venv's own Python, and it can't replace itself.
    base = getattr(sys, "_base_executable", sys.executable)
    good, output = run(base, "-m", "venv", "--clear", VENV)
    if not good:
        stop(
            "Python could not make a virtual environment. On Debian and Ubuntu, a package is "
            f"missing:\nsudo apt install python{major}.{minor}-venv",
            output,
        )
    leave_mark([])


def forget_half_installed():
    """Let pip install again what an interruption left half done; it writes INSTALLER last."""
    for folder in [*VENV.glob("lib/*/site-packages"), *VENV.glob("Lib/site-packages")]:
        for record in folder.glob("*.dist-info"):
            if not (record / "INSTALLER").exists():
                shutil.rmtree(record)


def pinned_torch():
    """Return the requirement of torch as constraints.txt pins it."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def has_torch():
    """Say whether the pinned torch is installed already, in whatever build."""
    code = "from importlib.metadata import version; print(version('torch').split('+')[0])"
    return f"torch=={run(python(), '-c', code)[1].strip()}" == pinned_torch()


def install_cpu_torch():
    """Install the CPU build of torch where it can be had; the usual build is four times as large.

    It comes from an index of its own. uv knows that index, so it is borrowed for this one package.
    """
    with tempfile.TemporaryDirectory() as folder:
        if not pip("--target", folder, UV)[0]:
            return False
        command = [Path(folder) / "bin" / "uv", "pip", "install", "--quiet", "--python", python()]
        command += ["--no-deps", "--torch-backend", "cpu", pinned_torch()]
        short = {"UV_HTTP_TIMEOUT": "30", "UV_HTTP_RETRIES": "1", "UV_NO_CONFIG": "1"}
        return run(*command, **short)[0]


def install(extras):
    """Install torch first and then all the rest; what is there already is left alone."""
    forget_half_installed()
    packages = bundled_packages()
    if packages:
        check_sums(packages)
        say(f"installing the packages in {packages}")
    elif sys.platform == "linux" and not has_torch():
        say("getting the CPU build of PyTorch")
        if not install_cpu_torch():
            say("its index can't be reached, so PyTorch's usual build is taken instead")
    if not packages:
        say("getting all the rest")
    course = f"{ROOT}[{','.join(extras)}]"
    source = from_bundle(packages, extras) if packages else []
    good, output = pip("--constraint", ROOT / "constraints.txt", *source, "--editable", course)
    if not good:
        network = "Is the bundle whole?" if packages else "Is the network up?"
        stop(f"the installation stopped. {network} The next call goes on from here.", output)


# --- without a network: the packages of a bundle, as tools/bundle.py writes it --------------------


def bundled_packages():
    """Return the folder of packages in or beside the course's, if it serves this Python, or None.

    A bundle's folder has check sums: without them it is somebody else's folder of that name.
    """
    for folder in (ROOT / "packages", ROOT.parent / "packages"):
        if (folder / SUMS).exists():
            if any(name.startswith("torch-") for name in read_sums(folder)):
                return folder
            say(f"{folder} has nothing for this system and Python, so the network is asked")
    return None


def from_bundle(folder, extras):
    """Return the options of pip that make it install from a bundle; only `dev` needs more."""
    alone = ["--no-index"] if {"course", "test"}.issuperset(extras) else []
    return [*alone, "--find-links", folder]


def read_sums(folder):
    """Return the check sums of the packages for this system and Python, by name."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    return {name: digest for name, digest in sums.items() if fits(name)}


def fits(wheel):
    """Say whether the name of a package says that it is for this system and this Python."""
    python, abi, system = wheel[: -len(".whl")].split("-")[-3:]
    here = {"win32": "win", "darwin": "macosx"}.get(sys.platform, sys.platform)
    this = "cp{}{}".format(*sys.version_info[:2])
    return (abi in ("none", "abi3") or python == this) and (system == "any" or here in system)


def check_sums(folder):
    """End with the names of the packages that are not as they were when the bundle was made."""
    sums = read_sums(folder)
    there = {path.name: path for path in folder.glob("*.whl") if fits(path.name)}
    wrong = {name for name, path in there.items() if sums.get(name) != sha256(path)}
    wrong |= set(sums) - set(there)
    if wrong:
        names = "\n".join(sorted(wrong))
        stop(f"these packages in {folder} are damaged or missing; copy them again:\n{names}")


def sha256(path):
    """Return the check sum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def check():
    """Run the check before class: it says early what is wrong, and the first lesson starts warm."""
    say("checking that it works")
    good, output = run(python(), "-m", "linreg_helpers")
    if not good:
        stop("the check failed, as said above. The next call tries again.", output)


def set_up(purpose):
    """Make .venv ready for a purpose. Where it is ready, this takes some milliseconds."""
    why = why_not_ready(purpose)
    if why is None:
        return
    say(why)
    extras = {*EXTRAS[purpose], *read_mark().get("extras", [])}
    make_venv()
    install(sorted(extras))
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(LAB_SETTINGS, indent=2) + "\n", encoding="utf-8")
    check()
    leave_mark(extras)


# --- starting -------------------------------------------------------------------------------------


def lab(options):
    """Return the command that opens JupyterLab in the workbook."""
    return ["python", "-m", "linreg_helpers", "lab", *options]


def test(options):
    """Return the command that runs every test on as many workers as the machine has room for."""
    command = ["python", "-m", "pytest", "-p", "tests.workers", "-n", "auto"]
    # The files are dealt out in the order of testpaths: long ones first.
    command += ["--dist", "loadfile", "--no-loadscope-reorder"]
    return [*command, *options]


def start(command, **variables):
    """Let a command of .venv take the place of this one."""
    os.chdir(ROOT)
    env = {**environment(), **variables}
    program = shutil.which(command[0], path=env["PATH"])
    if program is None:
        stop(f"there is no program {command[0]}")
    if not WINDOWS:
        os.execve(program, command, env)
    # On Windows nothing takes another's place: wait. Ctrl-C reaches both, and is meant for it.
    child = subprocess.Popen([program, *command[1:]], env=env)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue


def obey(words):
    """Do what the words of the command line say."""
    verb, words = (words[0], words[1:]) if words else (None, [])
    if verb == "lab":
        set_up("lab")
        start(lab(words))
    elif verb == "test":
        set_up("test")
        start(test(words), OMP_NUM_THREADS="1")  # threads would only be in the workers' way
    elif verb == "for" and words and words[0] in EXTRAS:
        set_up(words[0])
        if words[1:]:
            start(words[1:])
    else:
        print(__doc__)
        sys.exit(0 if verb in ("-h", "--help") else 2)


def main():
    """Obey the command line; Ctrl-C ends it with one sentence."""
    try:
        obey(sys.argv[1:])
    except KeyboardInterrupt:
        stop("stopped. The next call goes on from here.", status=130)


if __name__ == "__main__":
    main()
