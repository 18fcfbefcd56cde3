"""The slides on a projector of 1280 by 720: nothing overflows, all is large, nothing is fetched.

The text inside a picture can't be measured here, but its scale can: the figures are drawn with
letters of 13 points at 140 dots an inch.
"""

import re

import pytest

from tests.browser.conftest import collect, with_sources
from tools.make_pages import ROOT
from tools.make_slides import make_slides

SCREEN = {"width": 1280, "height": 720}
PAGE = re.compile(rb"/Type\s*/Page\b")
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]

# Goes through a deck as a teacher does, key by key, and returns what is wrong in any state.
LOOK_AT_ALL = """() => {
  const faults = new Set(), letters = 13 / 72 * 140, least = 24
  const name = (e) => `${e.tagName} ${(e.textContent || e.alt).trim().slice(0, 30)}`
  let states = 0
  Reveal.slide(0, 0, -1)
  for (let more = true; more; more = !Reveal.isLastSlide() || Reveal.availableFragments().next) {
    if (states++) Reveal.next()
    const slide = Reveal.getCurrentSlide(), scale = Reveal.getScale()
    const found = (kind, e) => faults.add(`slide ${Reveal.getIndices().h}, ${kind}: ${name(e)}`)
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = slide
    if (scrollWidth > clientWidth || scrollHeight > clientHeight) found("overflow", slide)
    for (const e of slide.querySelectorAll(".page *")) {
      const box = e.getBoundingClientRect()
      if (box.left < 0 || box.top < 0 || box.right > 1280 || box.bottom > 720) found("outside", e)
      if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth) found("cut off", e)
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
      if (own && parseFloat(getComputedStyle(e).fontSize) * scale < least) found("small", e)
      if (e.tagName !== "IMG") continue
      const zoom = Math.min(box.width / e.naturalWidth, box.height / e.naturalHeight)
      if (!e.naturalWidth || !e.alt) found("no picture or description", e)
      // A figure that fills the height of the slide can't be larger.
      else if (zoom * letters < least && box.height < 700) found("small letters in", e)
    }
  }
  return { faults: [...faults], states, slides: Reveal.getTotalSlides() }
}"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """Make the slides in a folder of their own, from the real sources."""
    root = with_sources(tmp_path_factory.mktemp("course"))
    return {path.name.removesuffix(".slides.html"): path for path in make_slides(root)}


@pytest.fixture
def page(browser):
    """Open an empty page of the projector's size, without a server; it notes what goes wrong."""
    context = browser.new_context(viewport=SCREEN)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.errors, page.fetched = [], []
    page.on("console", lambda message: collect(page.errors, message))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    context.on("request", lambda request: page.fetched.append(request.url))
    yield page
    context.close()


def show(page, path, query=""):
    page.goto(path.as_uri() + query)
    page.wait_for_function("Reveal.isReady()")


def slide_of(page):
    return page.evaluate("Reveal.getIndices().h")


def test_on_every_slide_all_is_inside_and_large_and_nothing_is_fetched(page, decks):
    assert list(decks) == NAMES
    for name, path in decks.items():
        page.fetched.clear()
        show(page, path)
        seen = page.evaluate(LOOK_AT_ALL)
        assert seen["faults"] == [], name
        assert 8 <= seen["slides"] <= 20, name
        assert seen["states"] > seen["slides"], name  # the answers of the votes are steps
        assert {url for url in page.fetched if not url.startswith("data:")} == {path.as_uri()}
    assert page.errors == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p style='flex: none; height: 720px'>tall</p>", "overflow"),
        ("<pre style='width: 1400px'>wide</pre>", "outside"),
        ("<div style='overflow: hidden; width: 80px'><pre>hidden behind</pre></div>", "cut off"),
        ("<p style='font-size: 23px'>small</p>", "small"),
        ("<img style='height: 100px' alt='a figure' src='{figure}'>", "small letters"),
        ("<img style='height: 100px' src='data:image/png;base64,' alt='none'>", "no picture"),
    ],
)
def test_a_slide_that_is_too_full_or_too_small_is_found(page, decks, planted, found):
    show(page, decks["00_one_line"])
    figure = page.evaluate("document.querySelector('.figure img').src")
    page.evaluate(
        "async (planted) => {"
        "  const page = document.querySelector('.page'); page.innerHTML += planted;"
        "  await Promise.allSettled([...page.querySelectorAll('img')].map((e) => e.decode()))}",
        planted.replace("{figure}", figure),
    )
    assert any(f", {found}" in fault for fault in page.evaluate(LOOK_AT_ALL)["faults"])


def test_the_keys_lead_to_the_end_and_the_answer_of_a_vote_comes_second(page, decks):
    show(page, decks["05_full_loop"])
    votes = 0
    for _ in range(80):
        if page.evaluate("Reveal.isLastSlide()"):
            break
        vote = page.locator("section.vote.present .tick")
        if vote.count() and not vote.is_visible():
            votes += 1
            page.keyboard.press("ArrowRight")
            assert vote.is_visible()
        page.keyboard.press("ArrowRight")
    assert votes == 2
    assert page.locator("section.present").inner_text().startswith("Take home")


def test_escape_shows_the_slides_side_by_side(page, decks):
    show(page, decks["05_full_loop"])
    page.keyboard.press("Escape")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert slide_of(page) == 1


def test_s_opens_the_notes_which_lead_the_slides(page, decks):
    show(page, decks["05_full_loop"])
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value
    text = notes.locator(".speaker-controls-notes .value")
    text.get_by_text("phase 3").wait_for()  # the board
    assert "Where classes get stuck" not in text.inner_text()
    assert "period 1: 44" in text.inner_text()
    notes.keyboard.press("ArrowRight")
    text.get_by_text("10 minutes").wait_for()
    assert slide_of(page) == 1
    assert {url.split("?")[0].split("#")[0] for url in page.fetched if url[:5] != "data:"} <= {
        decks["05_full_loop"].as_uri(),
        "about:blank",
    }


@pytest.mark.parametrize("name", ["00_one_line", "09_pytorch_way"])
def test_it_prints_one_page_for_each_slide(page, decks, name):
    show(page, decks[name])
    slides = page.evaluate("Reveal.getTotalSlides()")
    show(page, decks[name], "?print-pdf")
    page.wait_for_function("document.querySelectorAll('.pdf-page').length")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(PAGE.findall(printed)) == slides
    ticks = page.locator(".tick")
    assert ticks.count() == 2 + (name == "00_one_line")
    assert all(tick.is_visible() for tick in ticks.all())
