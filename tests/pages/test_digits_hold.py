"""No printed digit changes when float32 arithmetic rounds differently, as on another processor."""

import contextlib
import io
import warnings

import matplotlib.pyplot as plt
import pytest
import torch
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from tests.oracles import X, random_problem
from tests.pages.rounding_noise import RoundingNoise, noisy_process
from tools.make_pages import ANSI, has_tag, merge_streams, read_notebooks

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


class Stream(io.StringIO):
    """What a cell prints to; tqdm asks it whether it knows how to show a full block."""

    encoding = "utf-8"


class Result(DisplayHook):
    """What shows the value of a cell's last line."""

    def __call__(self, result=None):
        """Show it as anything that the cell displays, without a prompt."""
        if result is not None:
            self.shell.display_pub.publish(self.compute_format_data(result)[0])


class Shell(InteractiveShell):
    """IPython, as in a kernel but in this process: ten kernels would import PyTorch ten times."""

    displayhook_class = Result

    def _showtraceback(self, *error):
        """Print nothing: `outputs_of` hands the error on."""

    def outputs_of(self, source):
        """Run a cell, and return its outputs as a notebook holds them."""
        out, err, shown = Stream(), Stream(), capture_output(stdout=False, stderr=False)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), shown as captured:
            result = self.run_cell(source, store_history=True)
        outputs = [
            new_output("stream", name=name, text=stream.getvalue())
            for name, stream in [("stdout", out), ("stderr", err)]
            if stream.getvalue()
        ]
        outputs += [new_output("display_data", data=output.data) for output in captured.outputs]
        if error := result.error_before_exec or result.error_in_exec:
            outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error)))
        return outputs


def changed_texts(notebook, seed=0):
    """Run a notebook within `RoundingNoise`, and describe each text that comes out different."""
    changes = []
    shell = Shell.instance(config=Config(HistoryManager={"enabled": False}))
    try:
        with torch.random.fork_rng(), noisy_process(seed):
            for cell in notebook.cells:
                # The noise does not reach another process, so its digits prove nothing here.
                if cell.cell_type == "code" and "subprocess.run" not in cell.source:
                    stored, now = texts(cell.outputs), texts(shell.outputs_of(cell.source))
                    if sorted(now) != sorted(stored) and not has_tag(cell, "exact-bits"):
                        changes.append(f"{cell.source}\nstored: {stored}\nnow:    {now}")
                plt.close("all")  # as a kernel does after each cell
    finally:
        shell.restore_sys_module_state()
        Shell.clear_instance()
    return changes


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_printed_digits_survive_another_rounding(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    notebook = NOTEBOOKS[path]
    exempt = sum(has_tag(cell, "exact-bits") for cell in notebook.cells)
    if exempt:
        warnings.warn(f"{path.name}: {exempt} cells tagged exact-bits not compared", stacklevel=1)
    changes = changed_texts(notebook)
    assert not changes, "\n\n".join(changes)


def test_a_digit_too_many_is_caught_and_only_there():
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
    changes = changed_texts(new_notebook(cells=cells))
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
