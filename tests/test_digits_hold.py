"""No printed digit changes when float32 arithmetic rounds differently, as on another processor."""

import contextlib
import io
import subprocess
import warnings
from pathlib import Path

import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook, new_output

from notebooks import ANSI, client_for, has_tag, merge_streams, read_notebooks
from tests.oracles import X, random_problem
from tests.rounding_noise import RoundingNoise

ROOT = Path(__file__).parents[1]
NOTEBOOKS = read_notebooks()


def texts(outputs):
    """Return all texts of a cell's outputs that nbval compares."""
    found = []
    for output in merge_streams(outputs):
        if "image/png" in output.get("data", {}):
            continue  # its text is the size of the figure; drawing it again would take time
        found += [output.get("text"), output.get("ename"), output.get("evalue")]
        found += [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
    return [ANSI.sub("", text) for text in found if text]


def changed_texts(notebook, folder, seed=0):
    """Run a notebook within `RoundingNoise`, and describe each text that comes out different."""
    start = new_code_cell(
        f"import os, sys; sys.path.append({str(ROOT)!r}); os.environ['MPLBACKEND'] = 'agg'\n"
        f"from tests.rounding_noise import RoundingNoise; RoundingNoise({seed}).start()"
    )
    cells = [start, *(cell for cell in notebook.cells if cell.cell_type == "code")]
    client = client_for(new_notebook(cells=cells), folder)
    changes = []
    with client.setup_kernel(stderr=subprocess.DEVNULL):
        for position, cell in enumerate(cells):
            stored = texts(cell.outputs)
            client.execute_cell(cell, position, store_history=cell is not start)
            if texts(cell.outputs) != stored and not has_tag(cell, "exact-bits"):
                changes.append(f"{cell.source}\nstored: {stored}\nnow:    {texts(cell.outputs)}")
    return changes


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_printed_digits_survive_another_rounding(path):
    notebook = NOTEBOOKS[path]
    exempt = sum(has_tag(cell, "exact-bits") for cell in notebook.cells)
    if exempt:
        warnings.warn(f"{path.name}: {exempt} cells tagged exact-bits not compared", stacklevel=1)
    changes = changed_texts(notebook, path.parent)
    assert not changes, "\n\n".join(changes)


def test_a_digit_too_many_is_caught_and_only_there(tmp_path):
    setting = """import torch
from tqdm import tqdm
w = torch.linspace(0.1, 0.2, 9, requires_grad=True)
(w * w / 3).sum().backward()
v = torch.linspace(0.1, 0.2, 9)
for _ in tqdm(range(20), disable=True):
    v = v / 3 * 2.9"""
    safe = ["print(torch.ones(3) * 2, 5 * w.new_zeros(2))", "print(f'{v.sum():.3f}')"]
    unsafe = ["print((w / 7).tolist())", "print(w.grad.tolist())", "print(v.tolist())"]
    names = {}
    cells = [stored_cell(source, names) for source in [setting, *safe, *unsafe]]
    changes = changed_texts(new_notebook(cells=cells), tmp_path)
    assert [change.split("\n")[0] for change in changes] == unsafe


def stored_cell(source, names):
    """Run a cell in this process, and return it with what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(source, names)
    text = printed.getvalue()
    return new_code_cell(source, outputs=[new_output("stream", text=text)] if text else [])


def test_noise_changes_the_last_digits_only():
    x, _, w, b = random_problem(50, 3, 2, dtype=torch.float32)
    exact = x @ w.T + b
    with RoundingNoise(0):
        noisy = x @ w.T + b
    changed = (noisy != exact).double().mean()
    assert 0.25 < changed < 0.75
    assert torch.allclose(noisy, exact, rtol=0, atol=4e-7 * exact.abs().max().item())


def test_noise_reaches_the_gradients_and_updates_in_place():
    def gradient_and_update():
        w = torch.linspace(0.1, 0.2, 50, requires_grad=True)
        (w * w / 3).sum().backward()
        return w.grad, torch.linspace(0.1, 0.2, 50).sub_(0.3)

    with RoundingNoise(0):
        noisy = gradient_and_update()
    for ours, exact in zip(noisy, gradient_and_update(), strict=True):
        assert (ours != exact).any()
        assert torch.allclose(ours, exact)


def test_noise_is_the_same_for_the_same_numbers_and_another_for_another_seed():
    def results(seed):
        with RoundingNoise(seed):
            return [torch.linspace(0.1, 0.2, 50) / 3 for _ in range(2)]

    one, again = results(seed=0)
    assert torch.equal(one, again)
    assert not torch.equal(one, results(seed=1)[0])


def test_noise_leaves_what_is_exact_on_every_processor():
    with RoundingNoise(0):
        draw = torch.randn(4, generator=torch.Generator().manual_seed(0))
        assert torch.equal((X - X.mean(0).round()).sum(), X.sum() - 5 * X.mean(0).round().sum())
        copy = torch.tensor([0.1, 0.2]).clone().to(torch.float64)
    assert torch.equal(draw, torch.randn(4, generator=torch.Generator().manual_seed(0)))
    assert torch.equal(copy, torch.tensor([0.1, 0.2]).double())
