"""Execute the notebooks in place (`execute`), or print them as HTML lessons (`handouts`).

Both are called by the Makefile. A second `execute` changes no byte: whatever differs from run to
run is put into one normal form, so that a difference in git is a difference in the course.
"""

import argparse
import base64
import copy
import html
import io
import os
import re
import subprocess
from itertools import groupby
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tools import solutions
from tools.accessible import accessible
from tools.contents import contents_table, glossary
from tools.notebook_text import description, has_tag, markdown, title

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Their colours can be told from the ground by everybody (contrast 4.5 : 1 and more).
CODE_STYLES = {
    "print, (prefers-color-scheme: light)": "xcode",
    "screen and (prefers-color-scheme: dark)": "lightbulb",
}
GENERATED = "<!-- This file is written by `make notebooks`. Change the notebooks instead. -->"


def read_notebooks(root=ROOT):
    """Return the notebooks `NN_name.ipynb` in their order: a dict from path to content."""
    paths = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return {path: nbformat.read(path, as_version=4) for path in paths}


# --- the normal form of a notebook ----------------------------------------------------------------


def normalise(notebook, navigation, *, live=False):
    """Bring a notebook into its normal form, in place; doing so again changes nothing.

    Args:
        notebook: what was executed.
        navigation: the line of links, in Markdown.
        live: whether its figures stay live, as on a page; what is stored has the still ones.
    """
    cells = [cell for cell in notebook.cells if not has_tag(cell, "navigation")]
    first, last = (
        new_markdown_cell(navigation, id=f"navigation-{place}", metadata={"tags": ["navigation"]})
        for place in ("top", "end")
    )
    notebook.cells = [first, *cells, last]
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    for cell in notebook.cells:
        # "jupyter" holds what an author has folded away. The rest is clocks and user interface.
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in ("jupyter", "tags") if key in cell.metadata}
        )
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)
            for output in cell.outputs:
                drop_volatile(output, live=live)


def merge_streams(outputs):
    """Merge neighbouring streams of one name, and keep what a terminal would show of each line.

    The kernel cuts a stream into pieces by the clock. nbval applies the same rule to what it
    compares: a progress bar is its last state.
    """
    merged = []
    for name, group in groupby(outputs, key=lambda output: output.get("name")):
        group = list(group)
        if name is not None:
            text = "".join(output.text for output in group)
            group[0].text = re.sub(r"^.*\r(?=[^\n])", "", text, flags=re.MULTILINE)
            group = group[:1]
        merged += group
    return merged


def drop_volatile(output, *, live=False):
    """Drop what holds on this machine or in this run only, and what is live unless it is wanted."""
    if output.output_type == "error":
        # Frames outside the notebook: paths of this machine and lines of other people's code.
        output.traceback = [
            frame for frame in output.traceback if not ANSI.sub("", frame).startswith("File ")
        ]
    elif "image/png" in output.get("data", {}):
        # A live widget is known by a random id. Its picture stays.
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
        if not live:
            # The script of a live figure. Its picture and its words stay.
            output.data.pop("text/html", None)


def navigation_lines(notebooks):
    """Return the line of links for each notebook: previous, contents, next."""
    names = [path.name for path in notebooks]
    titles = [title(markdown(notebook)) for notebook in notebooks.values()]
    before = [None, *(f"[← {t}]({name})" for t, name in zip(titles, names, strict=True))]
    after = [*(f"[{t} →]({name})" for t, name in zip(titles, names, strict=True)), None]
    links = zip(before, after[1:], strict=False)
    return [" · ".join(filter(None, [b, "[Contents](README.md)", a])) for b, a in links]


# --- execution ------------------------------------------------------------------------------------


def client_for(notebook, folder):
    """Return what runs a notebook in a new kernel of this Python, in this folder."""
    # Otherwise a kernel that the user has registered under the same name would come first.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    return NotebookClient(
        notebook,
        kernel_name=KERNEL["name"],
        resources={"metadata": {"path": str(folder)}},
        timeout=120,
        startup_timeout=120,
        record_timing=False,
        store_widget_state=False,
    )


def execute(notebook, path):
    """Run every cell; stop at the first error that the author has not announced."""
    try:
        # ipykernel warns on standard error that a kernel on this machine talks in plain text.
        client_for(notebook, path.parent).execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        number = max(cell.get("execution_count") or 0 for cell in notebook.cells)
        raise SystemExit(
            f"{path.name}, cell In [{number}] failed: {error.ename}: {error.evalue}\n\n{error}"
        ) from None


def execute_all(root=ROOT):
    """Execute the notebooks in place, and write all that is made from them."""
    notebooks = read_notebooks(root)
    tables = contents_files(notebooks, root)  # first: a heading that is missing is found at once
    for (path, notebook), navigation in zip(
        notebooks.items(), navigation_lines(notebooks), strict=True
    ):
        print(path.name, flush=True)
        execute(notebook, path)
        normalise(notebook, navigation)
        write(path, nbformat.writes(notebook))
    for path, content in {**tables, **picture_files(notebooks, root)}.items():
        write(path, content)


def write(path, content):
    """Write text, with the same line ends on every system, or bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = content if isinstance(content, bytes) else (content.rstrip() + "\n").encode()
    path.write_bytes(content)


# --- what is made from the notebooks --------------------------------------------------------------


def generated_files(notebooks, root=ROOT):
    """Return the files that are made from the executed notebooks: a dict from path to content."""
    return {**contents_files(notebooks, root), **picture_files(notebooks, root)}


def contents_files(notebooks, root=ROOT):
    """Return the files that hold the table of contents; they need no output."""
    table = contents_table(notebooks, link="{name}")
    files = {
        root / "notebooks" / "README.md": f"# Contents\n\n{GENERATED}\n\n"
        "Start at the top: each notebook uses what the ones before it have explained. "
        f"[About the course](../README.md)\n\n{table}\n\n{glossary(notebooks)}\n"
    }
    readme = root / "README.md"
    before, start, rest = readme.read_text(encoding="utf-8").partition("<!-- contents -->\n")
    _, end, after = rest.partition("<!-- /contents -->")
    if not end:
        raise SystemExit("README.md needs two lines, <!-- contents --> and <!-- /contents -->")
    if any(path.name.startswith(f"{solutions.NUMBER}_") for path in notebooks):
        files[root / solutions.NAME] = solutions.solution_page(GENERATED)
    table = contents_table(notebooks, link="notebooks/{name}")
    files[readme] = f"{before}{start}{table}\n{end}{after}"
    return files


def picture_files(notebooks, root=ROOT):
    """Return the README's picture: an output of the cell that is tagged for it."""
    files = {}
    for notebook in notebooks.values():
        for cell in notebook.cells:
            if has_tag(cell, "readme-picture"):
                picture = next(o.data["image/png"] for o in cell.outputs if "data" in o)
                files[root / ".github" / "overview.png"] = base64.b64decode(picture)
    return files


# --- handouts -------------------------------------------------------------------------------------


def handouts(root=ROOT):
    """Execute copies of the notebooks and write them as HTML lessons that need no network."""
    notebooks = read_notebooks(root)
    contents_page(notebooks, root)  # first: a heading that is missing is found at once
    for (path, notebook), navigation in zip(
        notebooks.items(), navigation_lines(notebooks), strict=True
    ):
        print(path.name, flush=True)
        execute(notebook, path)
        normalise(notebook, navigation, live=True)
    folder = root / "build" / "handouts"
    write_handouts(notebooks, folder, root)
    print(f"open {folder.relative_to(root) / 'index.html'}")


def write_handouts(notebooks, folder, root=ROOT):
    """Write executed notebooks as HTML lessons, and their contents, to a folder."""
    for path, notebook in notebooks.items():
        lesson = page(title(markdown(notebook)), smaller_pictures(lesson_body(notebook)))
        write(folder / f"{path.stem}.html", lesson)
    write(folder / "index.html", contents_page(notebooks, root))


def smaller_pictures(body):
    """Write the pictures of a page as WebP without a loss: a third of the bytes of their PNG."""
    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)", _as_webp, body)


def _as_webp(png):
    from PIL import Image

    file = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(png[1]))).convert("RGB").save(
        file, "WebP", lossless=True
    )
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"


def contents_page(notebooks, root=ROOT):
    """Return the HTML page that the lessons hang on."""
    course = title((root / "README.md").read_text(encoding="utf-8"))
    contents = f"# {course}\n\n{contents_table(notebooks, link='{name}')}"
    return page(course, markdown_to_html(contents))


def page(heading, body):
    """Return a complete HTML page, with its style inside."""
    style = (Path(__file__).parent / "handout.css").read_text(encoding="utf-8")
    first = re.search(r'<h1[^>]* id="([^"]+)"', body)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(heading)}</title>\n<style>\n{code_colours()}\n{style}</style>\n"
        f'</head>\n<body>\n<a class="skip" href="#{first[1] if first else "text"}">'
        f'Skip to the text</a>\n<main id="text">\n{accessible(local_links(body))}\n</main>\n'
        "</body>\n</html>\n"
    )


def code_colours():
    """Return the style of code: on paper always as on a light screen."""
    from pygments.formatters import HtmlFormatter

    return "\n".join(
        f"@media {where} {{\n{HtmlFormatter(style=name).get_style_defs('.highlight')}\n}}"
        for where, name in CODE_STYLES.items()
    )


def lesson_body(notebook):
    """Return the cells of a notebook as HTML, without prompts."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"markdown2html": markdown_to_html},
    )
    body, _ = exporter.from_notebook_node(described(notebook))
    return body


def described(notebook):
    """Return a copy in which each picture has its description where nbconvert looks for it."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.metadata["image/png"] = {"alt": description(output)}
    return notebook


def markdown_to_html(source):
    """Convert Markdown, with formulas as MathML: a browser draws it without a script."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=False, anchor_link_text="")
    renderer.inline_math = mathml
    renderer.block_math = lambda formula: mathml(formula, display="block")
    body = MarkdownWithMath(renderer=renderer).render(source)
    # An empty link closed as in XML, which HTML takes for one that goes on and on.
    return re.sub(r'<a class="anchor-link"[^>]*/>', "", body)


def mathml(formula, display="inline"):
    """Convert a formula from LaTeX to MathML."""
    from latex2mathml.converter import convert

    return convert(formula, display=display)


def local_links(body):
    """Point links between the notebooks at the lessons; unlink files that handouts do not have."""
    body = re.sub(r'href="(\d\d_\w+)\.ipynb', r'href="\1.html', body)
    body = body.replace('href="README.md', 'href="index.html')
    elsewhere = r'<a href="(?!#|https?:|\w+\.html)[^"]*">(.*?)</a>'
    return re.sub(elsewhere, r"\1", body, flags=re.DOTALL)


def main():
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = {"execute": execute_all, "handouts": handouts}
    parser.add_argument("command", choices=commands)
    commands[parser.parse_args().command]()


if __name__ == "__main__":
    main()
