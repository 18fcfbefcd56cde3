"""Each notebook as a reader meets it in JupyterLab: unrun, then with all cells run, then in use.

The tests of a notebook share its page, in this order.
"""

import nbformat

from tests.browser.explorer import explorer_cells, try_controls
from tests.browser.lab import (
    ROOT,
    cell,
    output_text,
    red_outputs,
    run_all,
    save_screenshot,
)


def stored(name):
    """Return the outputs that are stored in a notebook: a dict from the cell's index."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    return {i: c.outputs for i, c in enumerate(notebook.cells) if c.cell_type == "code"}


def pictures(outputs):
    """Return how many outputs hold a picture."""
    return sum("image/png" in output.get("data", {}) for output in outputs)


def text(outputs):
    """Return what outputs say in words."""
    parts = [output.get("text") or output["data"]["text/plain"] for output in outputs]
    return "".join(parts).strip()


def is_plain_text(outputs):
    """Say whether outputs are text and nothing else: no picture, no error."""
    return all(
        output.output_type == "stream" or list(output.get("data", {})) == ["text/plain"]
        for output in outputs
    )


def assert_pictures_are_shown(page, outputs):
    """Compare the pictures on the page with those that are stored, cell by cell.

    In the place of a stored picture a live figure may stand.
    """
    for index, of_cell in outputs.items():
        shown = cell(page, index).locator(".jp-OutputArea-output :is(img, .live)")
        widths = shown.evaluate_all("all => all.map(one => one.naturalWidth ?? one.offsetWidth)")
        assert len(widths) == pictures(of_cell), f"cell {index}"
        assert all(widths), f"cell {index} has a picture that can't be loaded"


def test_before_any_cell_is_run_the_page_shows_every_stored_picture(opened):
    page, name = opened
    assert_pictures_are_shown(page, stored(name))
    save_screenshot(page, f"{name.removesuffix('.ipynb')}-unrun")
    assert page.errors == []


def test_run_all_cells_shows_what_is_stored(opened):
    page, name = opened
    before = stored(name)
    run_all(page)
    save_screenshot(page, f"{name.removesuffix('.ipynb')}-run")
    # Errors are taught where they are stored, in cells with the tag raises-exception; no others.
    expected = [o.ename for outputs in before.values() for o in outputs if "ename" in o]
    assert [error.strip().splitlines()[-1].split(":")[0] for error in red_outputs(page)] == expected
    for index, outputs in before.items():
        if is_plain_text(outputs):
            assert output_text(page, index) == text(outputs), f"cell {index}"
    assert_pictures_are_shown(page, before)
    assert page.errors == []


def test_each_control_changes_picture_and_words_and_nothing_jumps(opened):
    page, name = opened
    for index in explorer_cells(name):
        assert try_controls(page, index) > 0
    assert page.errors == []
