"""The pages of a workbook: links that lead somewhere, the contents, and the name of a version."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from linreg_helpers.course.workbook.page import (
    RUN,
    contents,
    linked_files,
    local_links,
    read_notebook,
    stamp,
    without_outputs,
    write_notebook,
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


def test_a_notebook_is_read_as_any_program_writes_it():
    cells = [
        {"cell_type": "markdown", "source": ["One\n", "two"], "metadata": {}},
        {"cell_type": "code", "source": "x", "metadata": {}},
        {"cell_type": "raw", "source": "y", "metadata": {"a": 1}},
    ]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    for mark in (b"", b"\xef\xbb\xbf"):
        text, code, raw = read_notebook(mark + data).cells
        assert (text.source, text.metadata) == ("One\ntwo", {})
        assert (code.outputs, code.execution_count) == ([], None)
        assert (raw.metadata, "outputs" in raw) == ({"a": 1}, False)
    assert read_notebook(data).metadata == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\n<", "it is no JSON from line 2 on"),
        (b'{"cells": [], "metadata": {}, "nbformat": 3}', "its format is 3, and 4 is needed"),
        (b'{"cells": [], "metadata": {}}', "its format is None, and 4 is needed"),
        (b"[" * 100_000, "it is no notebook: maximum recursion depth exceeded"),
        (b'{"cells": [{}], "nbformat": 4}', "it is no notebook: metadata"),
    ],
)
def test_why_it_cannot_be_read_is_said_in_a_line(data, words):
    with pytest.raises(ValueError, match=rf"^{words}[^\n]*$"):
        read_notebook(data)


def test_a_reason_is_cut():
    cells = [{"cell_type": "y" * 500, "source": "x", "metadata": {}}]
    with pytest.raises(ValueError, match=r"^it is no notebook: .{200}$"):
        read_notebook(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode())


def test_a_learner_meets_a_page_that_has_not_run():
    cells = [
        new_markdown_cell("[a](x.md) explore.fit(", id="a"),
        new_code_cell("[a](x.md)", id="b", execution_count=3),
        new_code_cell("explore.fit(x)", id="c", execution_count=4),
    ]
    page = new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    text, code, live = without_outputs(page).cells
    assert text.source == "[a](x.md) explore.fit("
    assert (code.outputs, code.execution_count, live.execution_count) == ([], None, None)
    assert live.outputs[0].data == {"text/plain": RUN, "text/markdown": f"*{RUN}*"}
    assert live.outputs[0].output_type == "display_data"
    assert without_outputs(page).metadata == page.metadata
    text, code, _ = without_outputs(page, "p.ipynb", {"x.md": "about/x.md"}).cells
    assert (text.source, code.source) == ("[a](about/x.md) explore.fit(", "[a](x.md)")
    assert page.cells[1].execution_count == 3
    assert write_notebook(page).endswith(b"}\n")


def test_code_holds_no_links():
    text = "`[a](x.md)`\n\n```\n[b](y.md)\n```\n\n[c](z.md)"
    assert linked_files(text, "p.md") == ["z.md"]
    assert local_links(text, "p.md", {"z.md": "w.md"}) == text.replace("z.md", "w.md")


def test_only_the_rows_below_the_heading_of_a_table_of_notebooks_get_a_cell():
    text = "| [a](01_one.ipynb) |\n|---|\n\n| notebook |\n|---|\n| none |\n\n|---|\n| [a](b.md) |"
    assert contents(text, {}, "").decode().splitlines() == [
        "| [a](01_one.ipynb) |", "|---|", "", "| notebook | solved |", "|---|---|", "| none | |",
        "", "|---|", "| [a](b.md) |",
    ]  # fmt: skip
