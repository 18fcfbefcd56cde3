"""One JupyterLab and one Chromium for all tests; no page remembers what another one did.

Without Chromium or Playwright the tests are skipped. With LINREG_BROWSER=required, as in
`make browser`, the run ends instead. Both say how to get what is missing.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.lab import NOTEBOOKS, WINDOW, open_notebook, running_lab
from tools.make_pages import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, as in a container
    "--disable-gpu",
    # No requests of the browser's own.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def go_without(reason):
    """Skip the test, or end the run where a browser is required."""
    if os.environ.get("LINREG_BROWSER") == "required":
        pytest.exit(reason, returncode=1)
    pytest.skip(reason)


def find_browser(playwright):
    """Return the path of an installed Chromium, or of the one that Playwright can bring."""
    own = playwright.chromium.executable_path
    return next(filter(None, map(shutil.which, BROWSERS)), own if Path(own).exists() else None)


def with_sources(folder):
    """Lay the notebooks and the documents into a folder: what is made from them is made there."""
    for name in ("notebooks", "docs"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="session")
def browser():
    """Start Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        go_without("the package playwright is not installed: `make browser` installs it")
    with sync_playwright() as playwright:
        path = find_browser(playwright)
        if path is None:
            go_without(
                "no Chromium is installed: on Debian and Ubuntu get it by `tools/get_browser`, "
                "elsewhere by `.venv/bin/python -m playwright install chromium`"
            )
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    """Start JupyterLab; it asks for the browser first, because without one there is no need."""
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@contextmanager
def new_page(browser, lab):
    """Open an empty page that remembers nothing; `page.errors` collects what goes wrong on it."""
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    page.errors = []
    page.on("console", lambda message: collect(page.errors, message))
    page.on("pageerror", lambda error: page.errors.append(f"uncaught: {error}"))
    yield page
    context.close()
    lab.shut_down_kernels()


def collect(errors, message):
    """Add what the browser's console shows in red."""
    if message.type == "error":
        errors.append(f"{message.text} ({message.location['url']})")


@pytest.fixture
def page(browser, lab):
    """Open a page for one test."""
    with new_page(browser, lab) as page:
        yield page


@pytest.fixture(scope="module", params=NOTEBOOKS)
def opened(browser, lab, request):
    """Open a notebook for several tests, and return its page and its name."""
    with new_page(browser, lab) as page:
        open_notebook(page, lab, request.param)
        yield page, request.param
