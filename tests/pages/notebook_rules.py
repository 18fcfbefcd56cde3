"""What every notebook keeps to: each rule takes a notebook and returns sentences on its faults."""

import ast
import contextlib
import io
import re
import statistics
from itertools import pairwise
from urllib.parse import unquote

import nbformat
import numpy as np
import torch

import linreg_helpers
from tests.oracles import random_problem
from tools.make_pages import ANSI, has_tag, markdown


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def where(cell):
    return f"In [{cell.execution_count}]"


def outputs(notebook):
    """Yield each output with its cell and all its text."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            data = [text for kind, text in output.get("data", {}).items() if kind[:4] == "text"]
            parts = [output.get("text", ""), output.get("evalue", ""), *data]
            text = "\n".join([*parts, *output.get("traceback", [])])
            yield cell, output, ANSI.sub("", text)


def is_executed_in_order(notebook):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        return [f"the execution counts are {counts}"]
    return []


def prints_nothing_of_this_machine(notebook):
    patterns = {
        "a memory address": r"\b0x[0-9a-fA-F]{6,}",
        "a path": r"(?<![\w./:])(?:/[\w.+-]+){2,}|\b[A-Z]:\\",
        "a warning": r"Warning: ",
    }
    return [
        f"{where(cell)} prints {what}: {found[0]}"
        for cell, _, text in outputs(notebook)
        for what, pattern in patterns.items()
        if (found := re.search(pattern, text))
    ]


def writes_nothing_to_standard_error(notebook):
    return [
        f"{where(cell)} writes to standard error: {text}"
        for cell, output, text in outputs(notebook)
        if output.get("name") == "stderr"
    ]


def fails_exactly_where_announced(notebook):
    faults = []
    for cell in code_cells(notebook):
        fails = any(output.output_type == "error" for output in cell.outputs)
        if fails != has_tag(cell, "raises-exception"):
            faults.append(f"{where(cell)} {'fails without' if fails else 'has'} raises-exception")
    return faults


def stores_no_widget_state(notebook):
    faults = ["widget state is stored in the metadata"] if "widgets" in notebook.metadata else []
    for cell, output, _ in outputs(notebook):
        if any("widget" in kind for kind in output.get("data", {})):
            faults.append(f"{where(cell)} stores a live widget, and no picture of it")
    return faults


def hides_nothing_from_nbval(notebook):
    return [
        f"{where(cell)} is exempt from nbval"
        for cell in code_cells(notebook)
        if any("nbval" in tag for tag in cell.metadata.get("tags", []))
        or re.search(r"#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source)
    ]


def has_headings_in_order(notebook):
    prose = re.sub(r"^```.*?^```", "", markdown(notebook), flags=re.MULTILINE | re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]
    faults = [] if levels.count(1) == 1 and levels[0] == 1 else [f"H1 is not first: {levels}"]
    for upper, lower in pairwise(levels):
        if lower > upper + 1:
            faults.append(f"a heading of level {lower} follows one of level {upper}")
    return faults


def has_words_after_every_figure(notebook):
    faults = []
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        draws = any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        described = after and after.cell_type == "markdown" and len(after.source.split()) >= 8
        if draws and (not described or has_tag(after, "navigation")):
            faults.append(
                f"{where(cell)} draws a figure, and no words follow that say what it shows"
            )
    return faults


def shows_every_figure_that_it_draws(notebook):
    return [
        f"{where(cell)} calls plots and shows no figure"
        for cell in code_cells(notebook)
        if re.search(r"\bplots\.\w+\(", cell.source)
        and not has_tag(cell, "raises-exception")
        and not any("image/png" in output.get("data", {}) for output in cell.outputs)
    ]


def runs_on_python3(notebook):
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"the kernel is {name}"]


def has_short_cells(notebook):
    lines = {where(c): len(c.source.strip().splitlines()) for c in code_cells(notebook)}
    whole = {where(c) for c in code_cells(notebook) if has_tag(c, "whole-program")}
    faults = [f"{k} has {n} lines" for k, n in lines.items() if n > 15 and k not in whole]
    if statistics.median(lines.values()) > 4:
        faults.append(f"the median code cell has {statistics.median(lines.values())} lines")
    if len(notebook.cells) > 60:
        faults.append(f"there are {len(notebook.cells)} cells")
    return faults


def opens_and_closes_as_agreed(notebook):
    opening = next(cell.source for cell in notebook.cells if not has_tag(cell, "navigation"))
    parts = {
        "# ": opening,
        "**You will** ": opening,
        "**You need** ": opening,
        "## What you can do now": markdown(notebook),
    }
    return [
        f"no line begins with {start!r}"
        for start, text in parts.items()
        if not re.search(rf"^{re.escape(start)}", text, re.MULTILINE)
    ]


def answers_every_guess(notebook):
    cells = code_cells(notebook)
    faults = []
    for number, cell in enumerate(cells, start=1):
        if re.search(r"^my_guess *=", cell.source, re.MULTILINE):
            if not re.match(r"my_guess = None( *#.*)?$", cell.source):
                faults.append(f"{where(cell)} must hold my_guess = None and nothing else")
            if not any("my_guess" in names_used(after) for after in cells[number : number + 2]):
                faults.append(
                    f"{where(cell)} asks for a guess, and neither of the next two uses it"
                )
    return faults


def names_used(cell):
    nodes = ast.walk(ast.parse(cell.source))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def defines_functions_that_agree_with_the_package(notebook):
    """Run the imports and definitions alone, and compare those that the package has too."""
    names = {"np": np, "torch": torch, **vars(linreg_helpers)}
    faults = []
    for cell in code_cells(notebook):
        for node in ast.parse(cell.source).body:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef)):
                exec(compile(ast.Module([node], []), where(cell), "exec"), names)
            if isinstance(node, ast.FunctionDef) and node.name in linreg_helpers.__all__:
                try:
                    agree = same_results(node.name, names[node.name])
                except Exception as error:
                    agree, node.name = False, f"{node.name} ({error!r})"
                if not agree:
                    faults.append(f"{where(cell)}: {node.name} is not the package's")
    return faults


def same_results(name, function):
    """Compare a function with the package's of the same name, on random numbers of order one."""
    return all(
        torch.allclose(ours, theirs, rtol=1e-6, atol=1e-6)
        for ours, theirs in zip(
            results(name, function), results(name, getattr(linreg_helpers, name)), strict=True
        )
    )


def results(name, function):
    """Return the tensors that a function returns or changes, from the same random arguments."""
    x, y, w, b = random_problem(7, 3, 2, dtype=torch.float32)
    w.requires_grad_()
    b.requires_grad_()
    if name == "init_params":
        return function(4, 3, seed=5)
    if name == "predict":
        return [function(x, w, b)]
    if name == "mse":
        return [function(y, x[:, :2])]
    if name == "gradients":
        return function(x, y, w, b)
    if name == "least_squares":
        return function(x, y)
    if name == "gradient_step":
        ((x @ w.T + b - y) ** 2).sum().backward()
        function(w, b, 0.01)
        return [w, b, w.grad, b.grad]
    if name == "train":
        with contextlib.redirect_stdout(io.StringIO()):
            history = function(x, y, w, b, lr=0.01, n_steps=20)
        losses = torch.as_tensor(getattr(history, "losses", history))
        return [w, b, losses[:20]]
    raise NotImplementedError(f"results() has no arguments to compare {name} with")


RULES = [
    is_executed_in_order,
    prints_nothing_of_this_machine,
    writes_nothing_to_standard_error,
    fails_exactly_where_announced,
    stores_no_widget_state,
    hides_nothing_from_nbval,
    has_headings_in_order,
    has_words_after_every_figure,
    shows_every_figure_that_it_draws,
    runs_on_python3,
    has_short_cells,
    opens_and_closes_as_agreed,
    answers_every_guess,
    defines_functions_that_agree_with_the_package,
]


def broken_links(text, path):
    """Return the relative links of a Markdown text, in the file `path`, that lead nowhere."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"", prose)
    broken = []
    for link in map("".join, found):
        name, _, anchor = unquote(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        if re.match(r"\w+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{path.name}: {link}")
    return broken


def anchors(path):
    """Return the anchors of the headings in a notebook, or on GitHub those of a Markdown file."""
    if path.suffix == ".ipynb":
        headings = re.findall(r"^#+ +(.+)$", markdown(nbformat.read(path, 4)), re.MULTILINE)
        return [heading.strip().replace(" ", "-") for heading in headings]
    headings = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings]
