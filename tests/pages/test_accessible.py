"""A page for everybody, without a browser: what its HTML says, and the colours of its style."""

import re

import pytest
from pygments.styles import get_style_by_name

from tests.course.contrast import contrast
from tools.accessible import NARROW, accessible
from tools.make_pages import CODE_STYLES, ROOT, page

CSS = (ROOT / "tools" / "handout.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z]+): (#\w+);", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
SCHEMES = dict(zip(CODE_STYLES.values(), (LIGHT, DARK), strict=True))


@pytest.mark.parametrize("colours", SCHEMES.values(), ids=["light", "dark"])
def test_words_and_edges_of_a_page_stand_out_from_every_ground(colours):
    assert colours.keys() == LIGHT.keys()
    for ground in ("ground", "code", "word"):
        for word in ("text", "link", "error"):
            assert contrast(colours[word], rgb(colours[ground])) >= 4.5
    for word in ("red", "green", "blue", "cyan", "yellow"):
        assert contrast(colours[word], rgb(colours["ground"])) >= 4.5
    assert contrast(colours["edge"], rgb(colours["ground"])) >= 3


def rgb(color):
    digits = color.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]


@pytest.mark.parametrize("style", SCHEMES)
def test_every_piece_of_code_stands_out_from_its_ground(style):
    colours = SCHEMES[style]
    pale = {
        str(kind): look["color"]
        for kind, look in get_style_by_name(style)
        if look["color"]
        and str(kind) != "Token.Error"  # it has a border, and no page has one
        and contrast(f"#{look['color']}", rgb(colours["code"])) < 4.5
    }
    assert pale == {}


def test_chinese_words_say_that_they_are_chinese():
    body = accessible('<p title="梯度">the gradient (梯度下降) and 损失</p>')
    assert body == (
        '<p title="梯度">the gradient (<span lang="zh">梯度下降</span>) and '
        '<span lang="zh">损失</span></p>'
    )


def test_a_table_scrolls_in_a_box_of_its_own_and_its_heads_say_of_what():
    body = accessible('<table><thead><tr><th>a</th><th style="x">b</th></tr></thead></table>')
    assert re.fullmatch(r'<div class="wide"[^>]*tabindex="0">\s*<table>.*</table></div>', body)
    assert body.count('<th scope="col"') == 2
    assert "<thead>" in body


@pytest.mark.parametrize(("letters", "reached"), [(NARROW, False), (NARROW + 1, True)])
def test_the_keyboard_reaches_code_that_may_scroll(letters, reached):
    code = "&lt;" * (letters - 1) + "<b>x</b>"
    assert ('<pre tabindex="0">' in accessible(f"<pre>short\n{code}\n</pre>")) == reached


@pytest.mark.parametrize("kind", ["script", "style"])
def test_programs_in_a_page_are_left_alone(kind):
    program = (
        f'<{kind} type="module">"<pre>long long long long long long long</pre>梯度<th>"</{kind}>'
    )
    assert accessible(f"<p>{program}</p>") == f"<p>{program}</p>"


def test_a_page_begins_with_a_way_past_the_links():
    made = page("A", '<p><a href="#x">x</a></p><h1 id="Title">Title</h1>')
    assert made.index('<a class="skip" href="#Title">') < made.index('<main id="text">')
    assert '<a class="skip" href="#text">' in page("A", "<h1>no id</h1>")


def test_paper_is_never_dark():
    assert all("screen" in line for line in CSS.splitlines() if "dark" in line)
    assert ["print" in where for where in CODE_STYLES] == [True, False]
