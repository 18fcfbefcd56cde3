"""The teacher's pages in a browser: they fetch nothing, and the test is two sheets of paper."""

import re

from tests.browser.conftest import with_sources
from tools.make_teaching import TEST, teach

PAGE = re.compile(rb"/Type\s*/Page\b")


def test_the_pages_fetch_nothing_and_the_twelve_questions_are_two_pages(browser, tmp_path):
    page, fetched = browser.new_page(), []
    page.on("request", lambda request: fetched.append(request.url))
    paths = sorted(teach(with_sources(tmp_path)).glob("*.html"))
    for path in paths:
        page.goto(path.as_uri())
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom"), "12mm"))
        assert len(PAGE.findall(printed)) == 2 or path.stem != TEST
    page.close()
    assert fetched == [path.as_uri() for path in paths]
