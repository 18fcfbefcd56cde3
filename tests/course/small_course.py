"""A course of two notebooks, and what a learner does to it."""

import subprocess

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from linreg_helpers.course.progress import BUNDLE

ANSWER = "my_dtype = 'typed by me'\n\ncheck_dtype(my_dtype)"


def make_course(folder):
    """Write two notebooks, the contents, a table of numbers, and a page outside."""
    folder.mkdir(parents=True)
    for name, exercise in (("01_first", "dtype"), ("02_second", "mse")):
        write_page(folder, name, exercise)
    (folder / "README.md").write_text(
        "# Contents\n\n<!-- made -->\n\n[About](../README.md)\n\n"
        "| notebook | minutes |\n|---|---:|\n"
        "| [1. First](01_first.ipynb) | 15 |\n| [2. Second](02_second.ipynb) | 15 |\n"
    )
    (folder / "numbers.json").write_text("[1]")
    (folder.parent / "README.md").write_text(
        "# About\n\n[1](notebooks/01_first.ipynb) [x](LICENSE)\n"
    )


def write_page(folder, name, exercise, words="Read this.", code="x = 1"):
    """Write a page of the small course, run, with its outputs."""
    out = [new_output("stream", text="the answer is 42\n")]
    cells = [
        new_markdown_cell(f"# {name}\n\n[Contents](README.md)", id="title"),
        new_markdown_cell(words, id="words"),
        new_code_cell(code, id="code", outputs=out, execution_count=1),
        new_code_cell("explore.descent(x)", id="live", outputs=out, execution_count=2),
        new_code_cell(
            f"my_{exercise} = ...\n\ncheck_{exercise}(my_{exercise})",
            id="exercise",
            outputs=[checked(exercise, "not attempted")],
            execution_count=3,
        ),
    ]
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")


def checked(exercise, outcome, cause=None):
    """Return the output of a check."""
    facts = {"exercise": exercise, "outcome": outcome, "cause": cause}
    return new_output("display_data", {BUNDLE: facts, "text/plain": outcome})


def read(folder, name="01_first"):
    return nbformat.read(folder / f"{name}.ipynb", 4)


def source(folder, name, cell="exercise"):
    return next(c.source for c in read(folder, name).cells if c.id == cell)


def answer(folder, name="01_first", text=ANSWER, count=5):
    """Write an answer into a notebook, run it and save, as JupyterLab does."""
    notebook = read(folder, name)
    cell = next(cell for cell in notebook.cells if cell.id == "exercise")
    cell.source, cell.execution_count = text, count
    cell.outputs = [checked("dtype", "correct")]
    nbformat.write(notebook, folder / f"{name}.ipynb")


def state(folder, hidden=False):
    """Return all files and their bytes, without the backups."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".backup" not in path.parts and (hidden or ".base" not in path.parts)
    }


def commit(folder):
    """Put what is in a folder into git, which may be new to it."""
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", folder, *words], check=True)
