"""`make notebooks` and `make handouts`: the same bytes twice, clear errors, no network needed."""

import base64
import os
import re
from pathlib import Path
from unittest import mock

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.contents import glossary, minutes, you_will
from tools.make_pages import (
    KERNEL,
    drop_volatile,
    execute_all,
    handouts,
    lesson_body,
    local_links,
    markdown_to_html,
    merge_streams,
    normalise,
    page,
)

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BAR = """import sys, time
from tqdm import tqdm
print("before")
for i in tqdm(range(50), bar_format="{percentage:3.0f}%|{bar:4}| {n_fmt}", file=sys.stdout):
    time.sleep(0.01)"""
PICTURE = f"""import base64
from IPython.display import Image, display
display(Image(base64.b64decode("{PNG}")))"""


def write_notebook(folder, name, *cells):
    """Write a notebook that opens with a title and a promise."""
    opening = new_markdown_cell(f"# {name}\n\n**You will** do *this* | that.\n\n**You need** time.")
    path = folder / "notebooks" / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=[opening, *cells]), path)
    return path


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Make a folder with two notebooks and a README, as in the repository, and execute them."""
    tmp_path = tmp_path_factory.mktemp("course")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "README.md").write_text(
        "# Course\n\n<!-- contents -->\nold\n<!-- /contents -->\n\nend\n", encoding="utf-8"
    )
    write_notebook(
        tmp_path,
        "01_one",
        new_code_cell(BAR),
        new_code_cell(PICTURE, metadata={"tags": ["readme-picture"], "scrolled": True}),
        new_code_cell("open('gone')", metadata={"tags": ["raises-exception"]}),
    )
    write_notebook(tmp_path, "02_two", new_code_cell("1 + 1"))
    with mock.patch.dict(os.environ):  # executing chooses the kernel by a variable
        execute_all(tmp_path)
        yield tmp_path


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_execute_writes_the_same_bytes_again(course):
    first = contents(course)
    execute_all(course)
    assert contents(course) == first


def test_execute_stores_outputs_links_tables_and_picture(course):
    one, two = (nbformat.read(p, 4) for p in sorted((course / "notebooks").glob("*.ipynb")))
    top, end = "[Contents](README.md) · [02_two →](02_two.ipynb)", "[← 01_one](01_one.ipynb)"
    assert one.cells[0].source == one.cells[-1].source == top
    assert two.cells[-1].source == f"{end} · [Contents](README.md)"
    assert one.cells[2].outputs[0].text == "before\n100%|████| 50\n"
    assert one.cells[3].metadata == {"tags": ["readme-picture"]}
    assert one.metadata == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    assert [cell.execution_count for cell in one.cells[2:5]] == [1, 2, 3]
    row = "| [01_one]({}01_one.ipynb) | Do *this* \\| that. | 5 | 5 |\n"
    readme = (course / "README.md").read_text(encoding="utf-8")
    assert row.format("notebooks/") in readme
    assert readme.startswith("# Course\n\n<!-- contents -->\n**The notes, step by step.**")
    assert readme.endswith("\n<!-- /contents -->\n\nend\n")
    assert row.format("") in (course / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert (course / ".github" / "overview.png").read_bytes() == base64.b64decode(PNG)


@pytest.fixture
def broken(course):
    """Put a notebook that fails before the others."""
    path = write_notebook(course, "00_first", new_code_cell("x = 1"), new_code_cell("y = x / 0"))
    yield path
    path.unlink()


def test_execute_stops_at_an_error_and_names_the_cell(course, broken):
    before = broken.read_bytes()
    with pytest.raises(
        SystemExit, match=r"^00_first.ipynb, cell In \[2\] failed: ZeroDivisionError"
    ):
        execute_all(course)
    assert broken.read_bytes() == before


def test_an_error_keeps_no_frame_from_outside_the_notebook():
    frames = ["Cell In[1], line 1", "\x1b[36mFile \x1b[39m~/lib/torch/_tensor.py:630", "Error: no"]
    error = new_output("error", ename="Error", evalue="no", traceback=frames)
    drop_volatile(error)
    assert error.traceback == ["Cell In[1], line 1", "Error: no"]


def test_a_widget_leaves_its_picture_and_not_its_random_id():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "image/png": PNG}
    output = new_output("display_data", widget)
    drop_volatile(output)
    assert output.data == {"image/png": PNG}


@pytest.mark.parametrize("live", [False, True])
def test_a_live_figure_is_stored_as_a_still_one_and_stays_live_on_a_page(live):
    figure = {"image/png": PNG, "text/plain": "It falls.", "text/html": "<script>live()</script>"}
    cell = new_code_cell("show()", outputs=[new_output("display_data", figure)])
    notebook = new_notebook(cells=[new_markdown_cell("# One"), cell])
    normalise(notebook, "links", live=live)
    kinds = {"image/png", "text/plain"} | ({"text/html"} if live else set())
    assert set(notebook.cells[2].outputs[0].data) == kinds
    assert ("live()" in lesson_body(notebook)) == live


def test_streams_are_merged_where_they_touch():
    figure = new_output("display_data", {"image/png": PNG})
    one, two, three = (new_output("stream", text=text) for text in ("  0%\r 50%", "\r100%\n", "x"))
    merged = merge_streams([one, two, figure, three])
    assert [output.get("text") for output in merged] == ["100%\n", None, "x"]


def test_minutes_count_words_cells_guesses_live_figures_and_exercises():
    cells = [
        new_markdown_cell("word " * 1500),  # 15 minutes
        *(new_code_cell("1") for _ in range(10)),  # 5
        *(new_code_cell("my_guess = None  # a number") for _ in range(5)),  # 5
        *(new_code_cell("my_recall_n = ...\n\ncheck_recall_n(my_recall_n)") for _ in range(2)),  # 2
        new_code_cell("explore.descent(x, y)"),  # 3
    ]
    assert minutes(new_notebook(cells=cells)) == (30, 30)
    exercise = [
        new_markdown_cell("**1.** *Core, 10 minutes.* Write it."),
        new_code_cell("my_mse = ...\n\ncheck_mse(my_mse)"),
        new_markdown_cell("**2.** *Optional, 5 minutes.* Write it."),
        new_code_cell("my_row = ...\n\ncheck_row(my_row)"),
    ]
    assert minutes(new_notebook(cells=cells + exercise)) == (30, 45)
    assert minutes(new_notebook(cells=[])) == (5, 5)


def test_the_terms_are_listed_by_name_and_the_symbols_as_they_come():
    one = "In Chinese: weight 权重 · bias 偏差\n\nSymbols: x (n, d) inputs"
    notebooks = {
        Path("01_one.ipynb"): new_notebook(cells=[new_markdown_cell(one)]),
        Path("02_two.ipynb"): new_notebook(cells=[new_markdown_cell("In Chinese: batch 批")]),
    }
    rows = [line for line in glossary(notebooks).splitlines() if "ipynb" in line]
    assert rows == [
        "| batch | 批 | [2](02_two.ipynb) |",
        "| bias | 偏差 | [1](01_one.ipynb) |",
        "| weight | 权重 | [1](01_one.ipynb) |",
        "| x | (n, d) inputs | [1](01_one.ipynb) |",
    ]


def test_a_term_that_is_given_twice_or_without_its_chinese_is_named():
    one = new_notebook(cells=[new_markdown_cell("In Chinese: weight 权重")])
    with pytest.raises(SystemExit, match=r"^02_two.ipynb: 'weight' stands in an earlier notebook"):
        glossary({Path("01_one.ipynb"): one, Path("02_two.ipynb"): one})
    bad = new_notebook(cells=[new_markdown_cell("In Chinese: weight")])
    with pytest.raises(SystemExit, match="'weight' must be an English term and a Chinese one"):
        glossary({Path("01_one.ipynb"): bad})


def test_a_notebook_without_a_promise_is_named():
    with pytest.raises(SystemExit, match=r"^1. Init: no line that begins with '\*\*You will\*\* '"):
        you_will("# 1. Init\n\nHello.")


@pytest.mark.parametrize("make", [execute_all, handouts])
def test_a_missing_promise_is_found_before_a_cell_is_run(make, tmp_path):
    (tmp_path / "notebooks").mkdir()
    readme = "# Course\n\n<!-- contents -->\n<!-- /contents -->\n"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    write_notebook(tmp_path, "01_one", new_code_cell("open('it-ran', 'w').close()"))
    path = write_notebook(tmp_path, "02_two", new_code_cell("1 + 1"))
    path.write_text(path.read_text(encoding="utf-8").replace("**You will**", ""), encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(SystemExit, match=r"^02_two: no line that begins with"):
        make(tmp_path)
    assert contents(tmp_path) == before
    assert not (tmp_path / "notebooks" / "it-ran").exists()


def test_a_handout_needs_no_network_and_links_to_the_other_handouts():
    text = "# One\n\n[two](02_two.ipynb#Part) [all](README.md) [code](../a.py) [up](#One) [w](https://a.b)"
    cells = [
        new_markdown_cell(text),
        new_code_cell("1 < 2", outputs=[new_output("display_data", {"image/png": PNG})]),
    ]
    html = page("One <1>", lesson_body(new_notebook(cells=cells)))
    assert "<title>One &lt;1&gt;</title>" in html
    assert "<script" not in html
    assert "@import" not in html
    assert all(source.startswith("data:") for source in re.findall(r'src="([^"]*)', html))
    links = re.findall(r'<a href="([^"]*)"', html)
    assert links == ["02_two.html#Part", "index.html", "#One", "https://a.b"]
    assert "code" in html
    assert "In [" not in html


def test_links_to_files_that_handouts_lack_become_plain_text():
    assert local_links('<a href="../a.py">x <b>y</b></a>') == "x <b>y</b>"


def test_formulas_become_mathml():
    pytest.importorskip("latex2mathml")
    html = markdown_to_html("inline $w_1 x$ and\n\n$$\\frac{1}{n}$$")
    assert html.count("<math") == 2
    assert "$" not in html


def test_a_heading_of_a_handout_leaves_no_link_open():
    html = markdown_to_html("# One\n\nA line.")
    assert html.count("<a") == html.count("</a>")
