"""The stop button during `train`: what was learned so far can be used."""

from tests.browser.lab import (
    cell,
    open_notebook,
    output_text,
    run_cell,
    start_cell,
    type_into_cell,
    wait_for_cell,
    wait_until,
)

START = """\
import torch
from linreg_helpers import init_params, load_fruit_yields, mse, predict, train

x, y = map(torch.from_numpy, load_fruit_yields()[:2])
w, b = init_params(3, 2, seed=0)"""
TRAIN = "history = train(x, y, w, b, n_steps=10_000_000)"
LOOK = """\
now = mse(predict(x, w, b), y).item()
print("interrupted:", history.interrupted)
print("finite:", bool(w.isfinite().all() and b.isfinite().all()))
print("some steps, not all:", 1 < len(history.losses) < 10_000_001)
print("moved on:", history.losses[-1].item() < history.losses[0].item())
print("the last loss is that of w and b:", history.losses[-1].item() == now)"""
ALL_IS_WELL = """\
interrupted: True
finite: True
some steps, not all: True
moved on: True
the last loss is that of w and b: True"""


def test_the_stop_button_leaves_usable_parameters_and_a_shorter_history(page, lab):
    open_notebook(page, lab, lab.write("scratch_interrupt.ipynb", START, TRAIN, ""))
    run_cell(page, 0)
    start_cell(page, 1)
    wait_until(page, lambda: "steps" in output_text(page, 1), "the progress bar")
    page.wait_for_timeout(500)  # some thousand steps
    page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]').click()
    wait_for_cell(page, 1)
    assert "KeyboardInterrupt" not in output_text(page, 1)
    type_into_cell(page, 2, LOOK)
    assert run_cell(page, 2) == ALL_IS_WELL
    assert cell(page, 1).locator(".jp-OutputArea-output").is_visible()
    assert page.errors == []
