"""Every notebook keeps to the rules of the course, and every rule finds its planted fault."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.pages.notebook_rules import (
    RULES,
    answers_every_guess,
    broken_links,
    code_cells,
    defines_functions_that_agree_with_the_package,
    fails_exactly_where_announced,
    has_headings_in_order,
    has_short_cells,
    has_words_after_every_figure,
    hides_nothing_from_nbval,
    is_executed_in_order,
    opens_and_closes_as_agreed,
    prints_nothing_of_this_machine,
    runs_on_python3,
    shows_every_figure_that_it_draws,
    stores_no_widget_state,
    writes_nothing_to_standard_error,
)
from tools.make_pages import generated_files, navigation_lines, normalise, read_notebooks

ROOT = Path(__file__).parents[2]
NOTEBOOKS = read_notebooks()
by_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@by_notebook
def test_every_notebook(path, rule):
    assert rule(NOTEBOOKS[path]) == []


@by_notebook
def test_every_notebook_is_as_make_notebooks_writes_it(path):
    notebook = copy.deepcopy(NOTEBOOKS[path])
    normalise(notebook, dict(zip(NOTEBOOKS, navigation_lines(NOTEBOOKS), strict=True))[path])
    same = nbformat.writes(notebook) + "\n" == path.read_text(encoding="utf-8")
    assert same, f"{path.name} has changed since; run make notebooks"


def test_the_contents_tables_and_the_picture_are_made_from_these_notebooks():
    for path, content in generated_files(NOTEBOOKS).items():
        stored = path.read_bytes().replace(b"\r\n", b"\n")
        made = content if isinstance(content, bytes) else content.encode()
        same = stored == made.replace(b"\r\n", b"\n")
        assert same, f"{path.relative_to(ROOT)} does not fit the notebooks; run make notebooks"


@pytest.mark.parametrize("name", ["README.md", "notebooks/README.md"])
def test_every_link_of_the_readmes_leads_somewhere(name):
    path = ROOT / name
    assert broken_links(path.read_text(encoding="utf-8"), path) == []


@by_notebook
def test_every_link_of_the_notebooks_leads_somewhere(path):
    text = "\n\n".join(c.source for c in NOTEBOOKS[path].cells if c.cell_type == "markdown")
    assert broken_links(text, path) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("# The Course, in short\n", encoding="utf-8")
    nbformat.write(sample(), tmp_path / "01_sample.ipynb")
    good = ["README.md#the-course-in-short", "01_sample.ipynb#What-you-can-do-now", "https://a.b/c"]
    bad = ["gone.md", "#The-Course", "01_sample.ipynb#Gone"]
    text = "".join(f"[x]({link}) " for link in good + bad) + '`[x](code)` <img src="gone.png">'
    assert broken_links(text, path) == [f"README.md: {link}" for link in [*bad, "gone.png"]]


def sample():
    """Return a small notebook without a fault."""
    opening = "# 1. Sample\n\n**You will** see it.\n\n**You need** nothing."
    step = (
        "def gradient_step(w, b, lr):\n    with torch.no_grad():\n        for p in (w, b):\n"
        "            p -= lr * p.grad\n            p.grad.zero_()"
    )
    figure = new_output("display_data", {"image/png": "", "text/plain": "<Figure size 6x4>"})
    error = new_output("error", ename="NameError", evalue="name 'x' is not defined", traceback=[])
    cells = [
        new_markdown_cell(opening),
        new_code_cell("my_guess = None  # a number"),
        new_code_cell("print(my_guess, 1)", outputs=[new_output("stream", text="None 1/2\n")]),
        new_markdown_cell("## Parts\n\n### Detail"),
        new_code_cell("import torch\nimport numpy as np"),
        new_code_cell(step),
        new_code_cell("draw()", outputs=[figure]),
        new_markdown_cell("This figure shows a loss that falls and falls."),
        new_code_cell("x", outputs=[error], metadata={"tags": ["raises-exception"]}),
        new_code_cell("long = 1\n" * 20, metadata={"tags": ["whole-program"]}),
        new_markdown_cell("## What you can do now\n\nAll."),
    ]
    notebook = new_notebook(cells=cells)
    normalise(notebook, "[Contents](README.md)")
    for count, cell in enumerate(code_cells(notebook), start=1):
        cell.execution_count = count
    return notebook


def with_cell(cell, position=-2):
    def plant(notebook):
        notebook.cells.insert(position, cell)
        for count, code in enumerate(code_cells(notebook), start=1):
            code.execution_count = count

    return plant


def printing(text, name="stdout"):
    return with_cell(new_code_cell("print()", outputs=[new_output("stream", name=name, text=text)]))


def replacing(old, new):
    def plant(notebook):
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)

    return plant


def tagging(position, *tags):
    def plant(notebook):
        code_cells(notebook)[position].metadata.tags = list(tags)

    return plant


def without_count(notebook):
    code_cells(notebook)[2].execution_count = None


def with_widget_state(notebook):
    notebook.metadata.widgets = {}


def with_longer_cells(notebook):
    for cell in code_cells(notebook):
        cell.source += "\n1" * 4


def with_other_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "julia"}


WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Slider"}
FAULTS = [
    (is_executed_in_order, without_count),
    (prints_nothing_of_this_machine, printing("<object at 0x7f00c0ffee>")),
    (prints_nothing_of_this_machine, printing("read /home/ada/data.csv")),
    (prints_nothing_of_this_machine, printing(r"read C:\data.csv")),
    (prints_nothing_of_this_machine, printing("UserWarning: a broadcast")),
    (writes_nothing_to_standard_error, printing("oops", name="stderr")),
    (fails_exactly_where_announced, tagging(5)),
    (fails_exactly_where_announced, tagging(0, "raises-exception")),
    (stores_no_widget_state, with_widget_state),
    (
        stores_no_widget_state,
        with_cell(new_code_cell("slider", outputs=[new_output("display_data", WIDGET)])),
    ),
    (hides_nothing_from_nbval, tagging(1, "nbval-ignore-output")),
    (hides_nothing_from_nbval, tagging(1, "nbval-skip")),
    (hides_nothing_from_nbval, with_cell(new_code_cell("# NBVAL_IGNORE_OUTPUT\nx = 1"))),
    (has_headings_in_order, with_cell(new_markdown_cell("# A second title"))),
    (has_headings_in_order, replacing("# 1. Sample", "## 1. Sample")),
    (has_headings_in_order, replacing("## Parts", "Parts")),
    (has_words_after_every_figure, replacing("This figure shows a loss that falls", "It falls")),
    (
        shows_every_figure_that_it_draws,
        with_cell(new_code_cell("ax = plots.loss_curve(losses)")),
    ),
    (runs_on_python3, with_other_kernel),
    (has_short_cells, tagging(6)),
    (has_short_cells, with_longer_cells),
    (has_short_cells, lambda notebook: notebook.cells.extend([new_markdown_cell("x")] * 60)),
    (opens_and_closes_as_agreed, replacing("**You will**", "You will")),
    (opens_and_closes_as_agreed, replacing("**You need**", "You need")),
    (opens_and_closes_as_agreed, replacing("## What you can do now", "## The end")),
    (answers_every_guess, replacing("print(my_guess, 1)", "print(1)")),
    (answers_every_guess, replacing("my_guess = None", "my_guess = 3")),
    (defines_functions_that_agree_with_the_package, replacing("p -= lr", "p -= 2 * lr")),
    (defines_functions_that_agree_with_the_package, replacing("p.grad.zero_()", "pass")),
    (
        defines_functions_that_agree_with_the_package,
        with_cell(new_code_cell("def mse(pred, target):\n    return ((pred - target) ** 2).sum()")),
    ),
]


def test_the_sample_has_no_fault():
    assert [fault for rule in RULES for fault in rule(sample())] == []


@pytest.mark.parametrize(("rule", "plant"), FAULTS)
def test_the_rule_finds_its_planted_fault(rule, plant):
    notebook = sample()
    plant(notebook)
    assert rule(notebook)


def test_every_rule_has_a_planted_fault():
    assert {rule for rule, _ in FAULTS} == set(RULES)


def test_the_whole_program_needs_nothing_from_the_cells_before_it():
    (program,) = (
        cell.source
        for notebook in NOTEBOOKS.values()
        for cell in notebook.cells
        if "whole-program" in cell.metadata.get("tags", [])
    )
    lines = program.splitlines()
    assert [line for line in lines if line.startswith("compare")] == lines[-1:]
    names = {}
    exec("\n".join(lines[:-1]), names)
    assert names["loss"].item() == pytest.approx(0.5774, abs=1e-3)
