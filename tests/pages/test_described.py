"""Every picture of a page says in words what it shows."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools.make_pages import drop_volatile, lesson_body, read_notebooks
from tools.notebook_text import description

GENERIC = "its title says what to see"
NOTEBOOKS = {path.stem: notebook for path, notebook in read_notebooks().items()}


def descriptions(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [description(output) for output in outputs if "image/png" in output.get("data", {})]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_picture_has_a_description_of_its_own(name):
    found = descriptions(NOTEBOOKS[name])
    assert not [said for said in found if GENERIC in said]
    assert len(found) == len(set(found))


def test_a_page_carries_the_descriptions():
    notebook = NOTEBOOKS["05_full_loop"]  # it has still figures and a live one
    body = lesson_body(notebook)
    assert re.findall(r'<img [^>]*?alt="([^"]*)"', body) == descriptions(notebook)
    assert GENERIC not in body
    assert "No description" not in body


def drawing(text="", **metadata):
    data = {"image/png": "iVBORw0KGgo=", "text/plain": text}
    return new_output("display_data", data, metadata=metadata)


def test_a_picture_without_words_is_found():
    size = "<Figure size 980x630 with 1 Axes>"
    cell = new_code_cell(outputs=[drawing(size), drawing("A bowl"), drawing()])
    found = descriptions(new_notebook(cells=[cell]))
    assert [GENERIC in said for said in found] == [True, False, True]


def test_the_normal_form_keeps_the_description():
    output = drawing(**{"image/png": {"alt": "A bowl"}})
    drop_volatile(output)
    assert description(output) == "A bowl"
