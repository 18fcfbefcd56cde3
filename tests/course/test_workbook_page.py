"""The pages of a workbook: links that lead somewhere, the contents, and the name of a version."""

import pytest

from linreg_helpers.course.workbook.page import (
    contents,
    linked_files,
    local_links,
    read_notebook,
    stamp,
)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("[a](b.md) and [c](d%20e.ipynb#f)", "x.md", ["b.md", "d e.ipynb"]),
        ("[a](../b.md)", "more/x.md", ["b.md"]),
        ("[a](../b.md)", "x.md", ["../b.md"]),
        ("[a](https://b.org/c.md) [d](#e) ![f](g.png)", "x.md", ["g.png"]),
    ],
)
def test_the_files_that_a_page_links_to(text, name, found):
    assert linked_files(text, name) == found


HOMES = {"a b.md": "about/a b.md", "x.md": "x.md", "more/y.md": "about/y.md"}


@pytest.mark.parametrize(
    ("text", "name", "local"),
    [
        ("[a](a%20b.md#c)", "x.md", "[a](about/a%20b.md#c)"),
        ("[a](../a%20b.md)", "more/y.md", "[a](a%20b.md)"),
        ("![a](a%20b.md)", "x.md", "![a](about/a%20b.md)"),
        ("[gone](z.md) stays", "x.md", "gone stays"),
        ("[a](https://b.org/c) [d](#e)", "x.md", "[a](https://b.org/c) [d](#e)"),
    ],
)
def test_a_link_leads_to_where_the_file_stands_in_the_workbook(text, name, local):
    assert local_links(text, name, HOMES) == local


def test_the_contents_say_how_much_is_solved():
    text = (
        "<!-- made -->\n# Contents\n\n\n\n| notebook | time |\n|---|:---:|\n"
        "| [One](01_one.ipynb) | 5 |\n| [Two](02_two.ipynb) | 5 |\n"
    )
    assert contents(text, {"01_one.ipynb": "1 of 2"}, "## Below\n").decode() == (
        "# Contents\n\n| notebook | time | solved |\n|---|:---:|---|\n"
        "| [One](01_one.ipynb) | 5 | 1 of 2 |\n| [Two](02_two.ipynb) | 5 |  |\n\n## Below\n"
    )
    assert contents("a\n", {}, "") == b"a\n"


def test_a_version_has_a_short_name():
    assert stamp(b"abc") == "ba7816bf8f01"


@pytest.mark.parametrize("data", [b"[]", b'"x"', b'{"cells": 3}', b'{"cells": [5], "x": 1}'])
def test_what_is_no_notebook_is_refused_in_few_words(data):
    with pytest.raises(ValueError, match=r"^it is no notebook: .{1,200}$"):
        read_notebook(data)
