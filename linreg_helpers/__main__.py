"""The check before class: `python -m linreg_helpers` says whether this machine is ready."""

import ast
import importlib
import importlib.metadata
import platform
import subprocess
import sys
from pathlib import Path

PACKAGES = ("torch", "numpy", "matplotlib", "tqdm", "jupyterlab", "nbval", "ipywidgets")


def python_version():
    """Check that Python is new enough."""
    found = platform.python_version()
    return sys.version_info >= (3, 11), f"Python {found}", "install Python 3.11 or later"


def package(name):
    """Check that a package is installed and can be imported."""
    remedy = f"install it: rm -rf .venv, then make test; with conda: conda install {name}"
    try:
        importlib.import_module(name)
        return True, f"{name} {importlib.metadata.version(name)}", ""
    except Exception as error:  # whatever is wrong with it, say so and go on
        return False, f"{name}: {error}", remedy


def kernel():
    """Check that the notebooks' kernel, python3, is this Python."""
    remedy = f"{sys.executable} -m pip install --force-reinstall ipykernel"
    try:
        from jupyter_client.manager import run_kernel

        # Started for real: only the kernel itself knows which Python it is.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with run_kernel(kernel_name="python3", **quiet) as client:
            ask = {"prefix": "__import__('sys').prefix"}
            reply = client.execute_interactive(
                "", user_expressions=ask, allow_stdin=False, timeout=60, output_hook=print
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
    """Print every check with its result, and return the exit status."""
    results = [python_version(), *map(package, PACKAGES), kernel(), tiny_fit()]
    for good, text, remedy in results:
        print(f"ok       {text}" if good else f"NOT OK   {text}\n         to mend it: {remedy}")
    failed = sum(not good for good, _, _ in results)
    print("\nReady." if not failed else f"\n{failed} of {len(results)} checks failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
