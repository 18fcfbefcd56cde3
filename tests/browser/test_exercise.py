"""An exercise, from untouched to correct, as a reader meets it."""

import nbformat

from tests.browser.lab import (
    ROOT,
    open_notebook,
    output_text,
    run_cell,
    save_screenshot,
    type_into_cell,
)

ANSWER = """\
def my_mse(pred, target):
    {body}

check_mse(my_mse)"""


def test_an_exercise_goes_from_untouched_to_correct(page, lab):
    sources = [cell.source for cell in nbformat.read(ROOT / "notebooks/03_loss.ipynb", 4).cells]
    imports = next(i for i, source in enumerate(sources) if source.startswith("import torch"))
    exercise = next(i for i, source in enumerate(sources) if source.endswith("check_mse(my_mse)"))

    def try_out(body):
        type_into_cell(page, exercise, ANSWER.format(body=body))
        return run_cell(page, exercise)

    open_notebook(page, lab, "03_loss.ipynb")
    assert "Not attempted: mse" in output_text(page, exercise)  # as it is stored
    run_cell(page, imports)
    assert "○ Not attempted: mse" in run_cell(page, exercise)
    assert "! Error in your code: mse" in try_out("return pred.minus(target)")
    not_yet = try_out("return ((pred - target) ** 2).sum()")
    assert "✗ Not yet: mse" in not_yet
    assert "likely cause: You forgot the mean" in not_yet
    save_screenshot(page, "exercise-not-yet")
    assert "✓ Correct: mse" in try_out("return ((pred - target) ** 2).mean()")
    assert page.errors == []
