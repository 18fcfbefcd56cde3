"""The check before class: says whether this machine is ready, and how to mend what is not.

It looks at what is installed. What lies in the current folder can be imported too, and would hide
that the notebooks, which run elsewhere, find nothing.
"""

import ast
import importlib
import importlib.metadata
import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from functools import partial
from pathlib import Path

PACKAGES = ("torch", "numpy", "tqdm", "matplotlib", "jupyterlab")
# Only `make test` needs these: where they are installed, they have to work.
TEST_TOOLS = ("pytest", "nbval")
SET_UP = (
    "set the course up again: delete its folder .venv, then `make lab`, or without make `python "
    "tools/set_up.py lab`; with conda: `conda env update --file environment.yml`"
)


def python_version():
    """Check that Python is new enough."""
    found = platform.python_version()
    return sys.version_info >= (3, 11), f"Python {found}", "install Python 3.11 or later"


def installation():
    """Check that this Python finds this linreg_helpers from every folder, as the notebooks do."""
    code = "import importlib.util as u; print(u.find_spec('linreg_helpers').origin)"
    found = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True)
    here = Path(__file__).resolve().parents[1]
    if found.returncode:
        moved = "it is in this folder, but not installed; was the folder moved or renamed?"
        return False, f"linreg_helpers: {moved}", SET_UP
    other = Path(found.stdout.strip()).resolve().parent
    if other != here:
        return False, f"the linreg_helpers installed is {other}, and not {here}", SET_UP
    return True, f"linreg_helpers in {here.parent}", ""


def launcher():
    """Check that the program jupyter runs this Python: it holds the path of one."""
    try:
        scripts = sysconfig.get_path("scripts")
        program = shutil.which("jupyter", path=scripts) or shutil.which("jupyter") or "jupyter"
        command = [program, "--paths", "--json"]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        folders = [Path(folder).resolve() for folder in json.loads(found)["data"]]
    except Exception as error:
        gone = "does it name a Python that is gone?"
        return False, f"the program jupyter does not start; {gone} {error}", SET_UP
    if Path(sys.prefix, "share", "jupyter").resolve() not in folders:
        return False, f"the program {program} runs another Python", SET_UP
    return True, "the program jupyter runs this Python", ""


def package(name):
    """Check that a package is installed and can be imported."""
    try:
        version = importlib.metadata.version(name)
        importlib.import_module(name)
    except Exception as error:  # whatever is wrong with it, say so and go on
        return False, f"{name}: {error}", SET_UP
    return True, f"{name} {version}", ""


def is_installed(name):
    """Say whether a package is installed, whether it works or not."""
    return bool(list(importlib.metadata.distributions(name=name)))


def kernel():
    """Check that the notebooks' kernel, python3, is this Python."""
    remedy = f"{sys.executable} -m pip install --force-reinstall ipykernel"
    try:
        from jupyter_client.manager import run_kernel

        # Started for real: only the kernel itself knows which Python it is.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with run_kernel(kernel_name="python3", **quiet) as client:
            reply = client.execute_interactive(
                "",
                user_expressions={"prefix": "__import__('sys').prefix"},
                allow_stdin=False,
                timeout=120,  # a busy machine takes its time
                output_hook=lambda message: None,  # it tells that it is busy, then idle
            )
        prefix = ast.literal_eval(
            reply["content"]["user_expressions"]["prefix"]["data"]["text/plain"]
        )
    except Exception as error:
        return False, f"the kernel python3: {error}", remedy
    same = Path(prefix).resolve() == Path(sys.prefix).resolve()
    text = "the kernel python3 is this Python" if same else f"the kernel python3 is {prefix}"
    return same, text, "set JUPYTER_PREFER_ENV_PATH=1, as make lab does"


def tiny_fit():
    """Check that 1000 steps from seed 0 end at the loss that the notebooks show."""
    remedy = "something computes wrongly here: reinstall torch, and tell us the versions above"
    try:
        import torch

        from linreg_helpers import init_params, load_fruit_yields, train

        data = load_fruit_yields()
        x, y = torch.from_numpy(data.inputs), torch.from_numpy(data.targets)
        w, b = init_params(3, 2, seed=0)
        losses = train(x, y, w, b, n_steps=1000, progress=False).losses
        first, last = losses[0].item(), losses[-1].item()
    except Exception as error:
        return False, f"a tiny fit: {error}", remedy
    good = abs(first - 33060.81) < 1 and abs(last - 68.535) < 0.1
    return good, f"a tiny fit: the loss fell from {first:,.0f} to {last:.1f}", remedy


def main():
    """Print the result of every check as it comes, and return the exit status."""
    checks = [python_version, installation]
    names = [*PACKAGES, *filter(is_installed, TEST_TOOLS)]
    checks += [partial(package, name) for name in names]
    checks += [launcher, kernel, tiny_fit]
    failed = 0
    for check in checks:
        good, text, remedy = check()
        failed += not good
        words = f"ok       {text}" if good else f"NOT OK   {text}\n         to mend it: {remedy}"
        print(words, flush=True)
    print("\nReady." if not failed else f"\n{failed} of {len(checks)} checks failed.")
    return 1 if failed else 0
