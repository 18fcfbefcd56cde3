"""What a test does with JupyterLab: start it, open a notebook, run cells, read what they show."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

import nbformat
import nbformat.sign

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
SCREENSHOTS = ROOT / "build" / "screenshots"
WINDOW = {"width": 1280, "height": 900}
SECONDS = 1000  # Playwright counts in milliseconds
PATIENCE = 90 * SECONDS  # for the slowest notebook on a busy machine

SETTINGS = {
    # No question about news over the notebook, as in tools/set_up.py.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # A setting of JupyterLab: all cells are on the page, not only those in sight.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


# --- the server -----------------------------------------------------------------------------------


class Lab:
    """A running JupyterLab and the folder that it serves, a copy of `notebooks/`."""

    def __init__(self, folder, port, token):
        """Remember where the server is."""
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.token = token

    def address_of(self, name):
        """Return the address of a notebook, in a workspace that nobody has used before."""
        return f"{self.url}/lab/workspaces/{uuid.uuid4().hex}/tree/{name}?reset&token={self.token}"

    def ask(self, path, method="GET"):
        """Send a request to the server's API, and return its answer."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.url}/api{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            body = response.read()
        return json.loads(body) if body else None

    def write(self, name, *cells):
        """Write a scratch notebook beside the others; each cell is a source or a finished cell."""
        new = nbformat.v4.new_code_cell
        cells = [new(cell) if isinstance(cell, str) else cell for cell in cells]
        kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, self.folder / name)
        return name

    def shut_down_kernels(self):
        """End the kernel of each open notebook, so that only one takes up memory and time."""
        for session in self.ask("/sessions"):
            self.ask(f"/sessions/{session['id']}", "DELETE")


@contextmanager
def running_lab(home):
    """Start JupyterLab on a copy of the notebooks, all of it under `home`; stop it at the end."""
    folder = home / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    trust_notebooks(home)
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    with serving([*command, f"--ServerApp.root_dir={folder}"], folder, home) as lab:
        yield lab


@contextmanager
def serving(command, folder, home, cwd=None, **variables):
    """Run a command that starts JupyterLab in a folder, and stop it at the end.

    What JupyterLab reads and writes for itself is kept under `home`.
    """
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    port, token = free_port(), secrets.token_hex(16)
    command = [*command, "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {**os.environ, **{name: str(home / place) for name, place in own.items()}}
    # The kernel named python3 is the one of this Python, whatever else is registered.
    environment |= {"JUPYTER_PREFER_ENV_PATH": "1", **variables}
    log = home / "server.log"
    with log.open("w") as stream:
        server = subprocess.Popen(command, env=environment, cwd=cwd, stdout=stream, stderr=stream)
    lab = Lab(folder, port, token)
    try:
        wait_for_answer(lab, server, log)
        yield lab
        lab.shut_down_kernels()
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def trust_notebooks(home):
    """Mark the notebooks as trusted, as they are for a reader who has run and saved them."""
    (home / "data").mkdir(parents=True)
    notary = nbformat.sign.NotebookNotary(data_dir=str(home / "data"))
    for path in (home / "notebooks").glob("*.ipynb"):
        notary.sign(nbformat.read(path, as_version=4))


def free_port():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(lab, server, log, seconds=60):
    """Return when the server answers; if it does not, fail with what it wrote."""
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        try:
            lab.ask("/status")
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


def wait_until(page, condition, what, seconds=PATIENCE / SECONDS):
    """Return when a condition holds; the page goes on living meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"after {seconds:.0f} s still not: {what}"
        page.wait_for_timeout(50)


# --- a notebook in the browser --------------------------------------------------------------------


def open_notebook(page, lab, name):
    """Open a notebook as a click in the file browser does, and wait for its kernel."""
    page.goto(lab.address_of(name))
    wait_for_notebook(page, lab, name)


def wait_for_notebook(page, lab, name):
    """Wait until a notebook is on the page, with its kernel."""
    page.locator(".jp-Notebook:visible").wait_for(timeout=PATIENCE)
    n_cells = len(nbformat.read(lab.folder / name, as_version=4).cells)
    wait_until(page, lambda: cells(page).count() == n_cells, f"{n_cells} cells on the page")
    wait_for_kernel(page)
    page.wait_for_timeout(500)  # formulas and pictures find their size


def wait_for_kernel(page):
    """Wait until the kernel has nothing to do, as the circle in the toolbar says."""
    circle = ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]"
    page.locator(circle).wait_for(timeout=PATIENCE)


def cells(page):
    """Return all cells of the open notebook, in the order of the file."""
    return page.locator(".jp-Notebook:visible .jp-Cell")


def cell(page, index):
    """Return one cell, counted from 0 as in the file: Markdown counts too."""
    return cells(page).nth(index)


def output_text(page, index):
    """Return the text that stands below a cell, without colours and without spaces at its ends."""
    texts = cell(page, index).locator(".jp-OutputArea-output").all_text_contents()
    return "".join(texts).strip()


def choose(page, menu, item):
    """Choose from the menu bar, as a reader does: `choose(page, "Run", "Run All Cells")`."""
    page.locator(".lm-MenuBar-itemLabel").get_by_text(menu, exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()


def blank_numbers(page):
    """Take away the numbers [1], [2] of the last run, so that new ones can be told from them."""
    prompts = page.locator(".jp-Notebook:visible .jp-CodeCell .jp-InputPrompt")
    prompts.evaluate_all("prompts => prompts.forEach(prompt => prompt.textContent = '')")


def has_run(code_cells):
    """Say whether each of these cells has a new number, or was given up after an error."""
    texts = code_cells.locator(".jp-InputPrompt").all_text_contents()
    return all(re.fullmatch(r"\[[\d ]+\]:", text.strip()) for text in texts)


def run_all(page):
    """Run all cells with the menu, and wait until the last one is done."""
    blank_numbers(page)
    choose(page, "Run", "Run All Cells")
    code_cells = page.locator(".jp-Notebook:visible .jp-CodeCell")
    wait_until(page, lambda: has_run(code_cells), "all cells run")
    wait_for_kernel(page)
    page.wait_for_timeout(500)  # the last figures are drawn


def start_cell(page, index):
    """Run one cell with Ctrl+Enter, and do not wait for its end."""
    blank_numbers(page)
    cell(page, index).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def wait_for_cell(page, index):
    """Wait until a cell that was started is done."""
    wait_until(page, lambda: has_run(cell(page, index)), f"cell {index} run")


def run_cell(page, index):
    """Run one cell, wait until it is done, and return the text of its output."""
    start_cell(page, index)
    wait_for_cell(page, index)
    page.wait_for_timeout(200)  # what it printed last
    return output_text(page, index)


def type_into_cell(page, index, source):
    """Replace the source of a code cell, as by selecting all of it and pasting."""
    cell(page, index).locator(".cm-content").fill(source)
    lines = cell(page, index).locator(".cm-line").all_text_contents()
    assert "\n".join(lines) == source


def red_outputs(page):
    """Return the text of each output that JupyterLab paints red: errors and warnings."""
    red = '.jp-Notebook:visible .jp-OutputArea [data-mime-type="application/vnd.jupyter.stderr"]'
    return page.locator(red).all_text_contents()


def save_screenshot(page, name):
    """Save the whole notebook as one picture, in a window as tall as the notebook is long."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    notebook = page.locator(".jp-Notebook:visible .jp-WindowedPanel-viewport")
    path = SCREENSHOTS / f"{name}.png"
    # A second time, because what comes into sight late may make the page longer.
    for _ in range(2):
        height = notebook.evaluate("node => node.scrollHeight")
        page.set_viewport_size({**WINDOW, "height": int(height) + 160})
        page.wait_for_timeout(300)
    notebook.evaluate("node => node.closest('.jp-WindowedPanel-outer').scrollTo(0, 0)")
    page.locator(".jp-NotebookPanel:visible").screenshot(path=path, timeout=PATIENCE)
    page.set_viewport_size(WINDOW)
    return path
