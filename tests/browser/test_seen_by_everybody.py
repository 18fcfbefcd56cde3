"""Handouts and teaching pages for everybody: axe-core finds nothing, on a screen and on a phone.

It looks for what breaks WCAG 2.2 A and AA. Each page is seen twice, wide and light, and narrow and
dark; the keyboard reaches what scrolls, and nothing makes the page itself scroll sideways.
"""

import pytest

from tests.browser.conftest import with_sources
from tools.make_pages import page, read_notebooks, write_handouts
from tools.make_teaching import teach

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = {"light, 1280 px": ("light", 1280), "dark, 360 px": ("dark", 360)}
# To look at contrast takes long, so one of each kind of coloured piece of code is enough.
ONE_OF_EACH_KIND = """() => {
  const seen = new Set()
  for (const piece of document.querySelectorAll(".highlight span")) {
    if (seen.has(piece.className)) piece.replaceWith(piece.textContent)
    seen.add(piece.className)
  }
  document.body.normalize()
}"""
LOOK = """async (standard) => {
  const options = {runOnly: standard, resultTypes: ["violations"], preload: false}
  const found = (await axe.run(options)).violations.flatMap(
    (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`)
  )
  const levels = [...document.querySelectorAll("h1,h2,h3,h4")].map((h) => Number(h.tagName[1]))
  if (levels.some((level, i) => level > (levels[i - 1] || 0) + 1)) found.push("heading left out")
  const {scrollWidth, clientWidth} = document.documentElement
  if (scrollWidth > clientWidth) found.push(`${scrollWidth} px wide`)
  return found
}"""


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Make the pages from what is stored; nothing is executed."""
    folder = with_sources(tmp_path_factory.mktemp("pages"))
    handouts = folder / "build" / "handouts"
    write_handouts(read_notebooks(), handouts)
    return sorted([*handouts.glob("*.html"), *teach(folder).glob("*.html")])


@pytest.fixture(params=VIEWS)
def look(request, browser):
    """Return a function that opens a page and says what is wrong with it."""
    from axe_playwright_python.base import AXE_SCRIPT

    scheme, width = VIEWS[request.param]
    view = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})

    def look(path):
        view.goto(path.as_uri())
        view.evaluate(ONE_OF_EACH_KIND)
        view.evaluate(AXE_SCRIPT)
        return view.evaluate(LOOK, STANDARD)

    yield look
    view.close()


def test_no_page_breaks_wcag_2_2(look, built):
    assert len(built) > 30
    assert {
        f"{path.parent.name}/{path.name}": found for path in built if (found := look(path))
    } == {}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<img src='data:image/png;base64,'>", "image-alt"),
        ("<p style='color: #999; background: #aaa'>pale</p>", "color-contrast"),
        ("<p class='highlight'><span style='color: #777'>pale</span></p>", "color-contrast"),
        ("<a href='#x'></a>", "link-name"),
        ("<h3>Deep</h3>", "heading left out"),
        ("<div style='width: 2000px'>wide</div>", "px wide"),
        (
            "<div style='overflow: auto; width: 9em'><pre >" + "x" * 99 + "</pre></div>",
            "scrollable",
        ),
    ],
)
def test_it_finds_what_is_wrong(look, tmp_path, body, named):
    path = tmp_path / "page.html"
    path.write_text(page("Planted", f"<h1>Planted</h1>{body}"), encoding="utf-8")
    assert any(named in found for found in look(path))


def test_the_keyboard_finds_the_way_past_the_links_and_sees_where_it_is(browser, built):
    view = browser.new_page()
    view.goto(next(path for path in built if path.stem == "07_learning_rate").as_uri())
    view.keyboard.press("Tab")
    link = view.locator(":focus")
    assert link.inner_text() == "Skip to the text"
    assert link.bounding_box()["x"] > 0
    assert link.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")
    links_above = "e => Boolean(e.closest('.celltag_navigation'))"
    assert not view.locator(":focus").evaluate(links_above)
    view.close()
