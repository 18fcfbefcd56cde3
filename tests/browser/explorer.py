"""What a test does with a live figure: put it on a page, use its controls, see what changes.

A page is the output of a call as it is: without Jupyter and without a network.
"""

import re
from contextlib import contextmanager
from functools import cache

import nbformat
import pytest

from linreg_helpers.course.explore import _live
from tests.browser.conftest import collect
from tests.browser.lab import ROOT, cell

HEAD = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A page</title>'
HEAD += '<meta name="viewport" content="width=device-width">'
SERVED = "http://module.invalid/"


# --- a page ---------------------------------------------------------------------------------------


@cache
def output_of(call):
    """Return the output that a call displays in a notebook."""
    with pytest.MonkeyPatch.context() as patch:
        shown = []
        patch.setattr(_live, "_display", shown.append)
        call()
    return shown[0]


def page_of(folder, call, count=1):
    """Write a page with the output of a call on it, and return its address and its words."""
    output = output_of(call)
    path = folder / "page.html"
    path.write_text(HEAD + count * output["text/html"] + "<p id=end>The end.", encoding="utf-8")
    return path.as_uri(), output["text/plain"]


@contextmanager
def live_page(browser, folder, call, **options):
    """Open such a page; at the end see that nothing went wrong on it, or came from elsewhere."""
    context = browser.new_context(viewport={"width": 900, "height": 1000}, **options)
    page = context.new_page()
    errors, fetched = [], []
    page.on("console", lambda message: collect(errors, message))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: fetched.append(request.url))
    page.address, page.first_words = page_of(folder, call)
    page.goto(page.address)
    yield page
    assert errors == []
    assert [url for url in fetched if not url.startswith("data:")] == [page.address]
    context.close()


def answers_of(browser, script, asked):
    """Run a script that imports the browser's own modules, as they lie in their folder."""

    def serve(route):
        name = route.request.url.removeprefix(SERVED)
        body = (_live.FOLDER / name).read_text(encoding="utf-8") if name else HEAD
        kind = "text/javascript" if name else "text/html"
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page = browser.new_page()
    page.route(f"{SERVED}**", serve)
    page.goto(SERVED)
    answers = page.evaluate(script, asked)
    page.close()
    return answers


# --- what is on it --------------------------------------------------------------------------------


def shown(page):
    """Return the words, when the next picture has been drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator("p.words").first.inner_text()


def picture(page):
    """Return what is drawn, as a text that can be compared."""
    return "".join(page.locator(".live svg").evaluate_all("all => all.map(svg => svg.innerHTML)"))


def top_of_the_end(page):
    """Return how far down the page ends."""
    return page.locator("#end").bounding_box()["y"] + page.evaluate("scrollY")


def numbers_of(text):
    """Return the numbers in a text."""
    found = re.findall(r"[−-]?\d[\d,]*\.?\d*(?:e-?\d+)?", text)  # noqa: RUF001
    return [float(n.replace(",", "").replace("\N{MINUS SIGN}", "-")) for n in found]


# --- the hand -------------------------------------------------------------------------------------


def type_into(page, label, value):
    """Type a number into a field, and return the words then."""
    field = page.get_by_label(label, exact=True).first
    field.fill(str(value))
    field.press("Enter")
    return shown(page)


def middle(locator):
    """Return where the middle of something is."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_by_mouse(page, start, by):
    """Drag with the mouse, from a place on the page."""
    (x, y), mouse = start, page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by[0], y + by[1], steps=5)
    mouse.up()


def drag_by_touch(page, start, by):
    """Drag with a finger, from a place on the page."""
    x, y = start
    client = page.context.new_cdp_session(page)
    for kind, share in [("touchStart", 0), *(("touchMove", k / 5) for k in range(1, 6))]:
        points = [{"x": x + share * by[0], "y": y + share * by[1]}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def handle_of(slider):
    """Return where the handle of a slider is, which is 16 pixels wide."""
    box = slider.bounding_box()
    low, high, value = (float(slider.evaluate(f"s => s.{k}")) for k in ("min", "max", "value"))
    share = (value - low) / (high - low)
    return box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2


# --- in a notebook --------------------------------------------------------------------------------


def explorer_cells(name):
    """Return where a notebook has explorers: the indices of the cells."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    found = enumerate(notebook.cells)
    return [
        i for i, c in found if c.cell_type == "code" and re.search(r"^explore\.", c.source, re.M)
    ]


def try_controls(page, index):
    """Use each slider, box and button of a cell that has run by keyboard; return how many."""
    figure = cell(page, index).locator("[data-explorer]")
    figure.locator(".live").wait_for()
    figure.evaluate("figure => figure.scrollIntoView({block: 'start'})")
    figure.evaluate(
        """figure => {
            window.heights = new Set();
            new ResizeObserver(() => window.heights.add(figure.offsetHeight)).observe(figure);
        }"""
    )
    # The boxes last, because one of them may hide what the others do.
    controls = figure.locator("input[type=range], [role=slider]").all()
    controls += figure.locator("input[type=checkbox]").all()
    controls = [control for control in controls if control.is_visible()]

    def seen_after(key):
        page.keyboard.press(key)  # which is no shortcut of JupyterLab here
        return shown(page) and (figure.locator("p.words").inner_text(), picture(page))

    for control in controls:
        control.focus()
        away, back = "Space", "Space"
        if control.get_attribute("type") != "checkbox":
            left = control.evaluate("s => s.value - s.min < s.max - s.value")
            away, back = ("ArrowRight", "ArrowLeft") if left else ("ArrowLeft", "ArrowRight")
        first = seen_after(away)
        # Before a guess the words alone say what has changed.
        assert seen_after(away) != first, f"{control}: nothing new is seen"
        assert seen_after(back)[0] == first[0]  # no stale picture stays behind
    assert len(page.evaluate("[...window.heights]")) == 1, "the output changes its height"
    return len(controls)
