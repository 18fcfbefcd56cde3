"""Make a workbook, and bring it up to date without losing a character that the learner wrote."""

import contextlib
import re
from functools import partial
from pathlib import Path

from linreg_helpers.course import progress
from linreg_helpers.course.workbook.files import Backup, course_files, read, sweep, write
from linreg_helpers.course.workbook.merge import agreement, is_touched, merge
from linreg_helpers.course.workbook.page import (
    contents,
    linked_files,
    local_links,
    read_notebook,
    stamp,
    without_outputs,
    write_notebook,
)

BRING = "python -m linreg_helpers workbook --edits"
CONTENTS = "README.md"


def update_workbook(source, folder, *, edits=False):
    """Make a workbook of the course, or bring one up to date.

    In `.base/` stands each page that a notebook of the workbook was made from, under its stamp,
    which the notebook holds too. The page is written first: whatever happens between the two, and
    when JupyterLab saves an older notebook over the new one, the page that it was made from is
    there.

    Args:
        source: path of the course's notebooks.
        folder: path of the workbook.
        edits: also bring in what was written into the course's own notebooks.

    Returns:
        Sentences that say what happened.

    Raises:
        OSError: something can't be read or written; the message says what, and what was done.
    """
    source, folder = Path(source).resolve(), Path(folder).resolve()
    if folder == source or source in folder.parents:
        raise OSError(f"{folder} is the course itself; a workbook is another folder")
    said = []
    try:
        if not source.is_dir():
            raise FileNotFoundError(f"There is no folder {source} with the notebooks of the course")
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        for sentence in _update(source, folder, edits):
            said.append(sentence)
    except OSError as error:
        reason = f"{error.strerror}: {error.filename}" if error.strerror else str(error)
        sentence = f"The workbook is not up to date: {reason}. Nothing of yours is lost."
        raise OSError("\n".join([*said, sentence])) from error
    return said


def where_stopped(folder):
    """Return the name of the notebook that the learner worked in last, or else of the first one."""
    paths = [path for path in Path(folder).glob("[0-9][0-9]_*.ipynb") if path.is_file()]
    run = []
    for path in paths:
        try:
            cells = progress.cells_of(path.read_bytes())
        except (OSError, ValueError):
            continue
        if any(cell.get("execution_count") for cell in cells):
            run.append(path)
    if run:
        return max(run, key=lambda path: (path.stat().st_mtime_ns, path.name)).name
    return min((path.name for path in paths), default="")


# --- the update -----------------------------------------------------------------------------------


def _update(source, folder, edits):
    """Do all of it, and yield a sentence on each thing that happened."""
    files, edited = course_files(source)
    backup = Backup(folder)
    notebooks = {name: _read_page(name, files[name]) for name in files if _is_notebook(name)}
    homes = _homes(source, files, notebooks)
    # The pages outside link to the notebooks by the name of their folder.
    targets = homes | {f"../{source.name}/{name}": home for name, home in homes.items()}
    pages = {
        name: write_notebook(without_outputs(notebook, name, targets))
        for name, notebook in notebooks.items()
    }
    is_new = not any((folder / name).exists() for name in pages)
    _follow_renames(folder, pages)
    sentences = {}
    # The one that the learner worked in last is written last, so that it stays the newest file.
    for name in sorted(pages, key=partial(_age, folder)):
        sentences[name] = _update_notebook(folder, name, pages[name], backup)
    if is_new:
        yield f"{folder.name}/ is new: {len(pages)} notebooks without their outputs."
    else:
        yield from (sentences[name] for name in pages if sentences[name])
    yield from _let_go(folder, pages, backup)
    changed = [name for name in edited if _is_notebook(name)]
    if changed and edits:
        for name in changed:
            data = read(source / name)
            yield _bring(folder, name, pages[name], files[name], data, targets, backup)
        yield f"`git restore {source.name}` brings back the course's own pages."
    elif changed:
        yield (
            f"{source.name}/ has been edited: {', '.join(changed)}. The workbook is made from the "
            f"stored pages. To bring the edits into it: {BRING}"
        )
    for name, home in homes.items():
        if name not in pages:
            data = files[name] if name in files else (source / name).read_bytes()
            if name.endswith(".md"):
                data = local_links(data.decode("utf-8"), name, targets).encode()
            if name == CONTENTS:
                data = _contents(folder, data.decode("utf-8"))
            yield from _update_file(folder, home, data, backup)


def _read_page(name, data):
    try:
        return read_notebook(data)
    except ValueError as error:
        raise OSError(f"{name}, a page of the course, can't be read: {error}") from None


def _homes(source, files, notebooks):
    """Return the place in the workbook of each file of the course, and of what its pages link to.

    What stands outside the folder of the notebooks, as ../README.md does, goes into `about/`.
    """
    homes = {name: name for name in files}
    texts = {name: data.decode("utf-8") for name, data in files.items() if name.endswith(".md")}
    for name, notebook in notebooks.items():
        words = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        texts[name] = "\n\n".join(words)
    for name, text in texts.items():
        for path in linked_files(text, name):
            outside = path.startswith("../") and not path.startswith("../..")
            if outside and (source / path).is_file():
                homes[path] = f"about/{path[3:]}"
    return homes


def _update_notebook(folder, name, page, backup):
    """Bring one notebook up to date, and return a sentence, or None where nothing happened."""
    short, path = name.removesuffix(".ipynb"), folder / name
    bases, mark = _bases(folder, name), stamp(page)
    if mark not in bases:
        write(folder / ".base" / f"{short}.{mark}.ipynb", page)
    for _ in range(5):  # JupyterLab may save between reading and writing
        data = read(path)
        if data is None:
            new, sentence = _stamped(read_notebook(page), mark), f"{short} is new."
            if bases:
                sentence = f"{short} was gone; here it is again, as on the first day."
        else:
            try:
                mine = read_notebook(data)
            except ValueError as error:
                kept = backup.keep(name, data).relative_to(folder).as_posix()
                new = _stamped(read_notebook(page), mark)
                sentence = f"{short} can't be read: {error}. It is set aside as {kept}, "
                sentence += "and a fresh one stands in its place."
            else:
                if _stamp_of(mine) == mark:
                    return None
                base = _base_of(mine, {**bases, mark: page})
                new, happened = merge(base, mine, read_notebook(page))
                new, sentence = _stamped(new, mark), f"{short}: {_in_words(happened)}"
                backup.keep(name, data)
        if read(path) == data:
            write(path, write_notebook(new))
            return sentence
    raise OSError(f"{name} is being saved again and again; close it in JupyterLab")


def _bring(folder, name, page, stored, data, homes, backup):
    """Bring what was written into a page of the course into the workbook, and return a sentence."""
    short, pristine = name.removesuffix(".ipynb"), read_notebook(page)
    if data is None:
        return f"{short} was deleted there; the workbook has it."
    try:
        edited = read_notebook(data)
    except ValueError as error:
        return f"{short}, as edited, can't be read: {error}."
    sources = {cell.get("id"): cell.source for cell in read_notebook(stored).cells}
    for cell in edited.cells:
        # The outputs that the course stores would give the answers away.
        if cell.cell_type == "code" and sources.get(cell.get("id")) == cell.source:
            cell.outputs, cell.execution_count = [], None
        if cell.cell_type == "markdown":
            cell.source = local_links(cell.source, name, homes)
    edited, _ = merge(pristine, edited, pristine)  # with all that was deleted there
    before = (folder / name).read_bytes()
    merged, happened = merge(pristine, read_notebook(before), edited)
    backup.keep(name, before)
    write(folder / name, write_notebook(_stamped(merged, stamp(page))))
    return f"{short}: {_in_words(happened)}, brought from your edits"


def _let_go(folder, pages, backup):
    """Take away notebooks that the course no longer has, but for those that were written into."""
    for name in sorted({_name_of(path, folder) for path in (folder / ".base").rglob("*.ipynb")}):
        if name in pages:
            continue
        path, bases = folder / name, _bases(folder, name)
        data, short = read(path), name.removesuffix(".ipynb")
        if data is not None:
            try:
                mine = read_notebook(data)
                touched = is_touched(_base_of(mine, bases), mine)
            except ValueError:  # it can't be read, or none of the pages that it may come from
                touched = True
            if touched:
                yield f"{short} is no longer in the course; yours stays as it is."
            else:
                backup.keep(name, data)
                path.unlink()
                yield f"{short} is no longer in the course."
        for mark in bases:
            (folder / ".base" / f"{short}.{mark}.ipynb").unlink()


def _follow_renames(folder, pages):
    """Give a notebook whose number has changed its new name: 09_many_rows, 10_many_rows."""
    stems = {_without_number(name): name for name in pages}
    for path in sorted((folder / ".base").rglob("*.ipynb")):
        old = _name_of(path, folder)
        new = stems.get(_without_number(old))
        if old in pages or new is None:
            continue
        if (folder / old).exists() and not (folder / new).exists():
            (folder / old).rename(folder / new)
        # The notebook moves before the pages that it was made from, which stay with their stamp.
        mark = path.name.split(".")[-2]
        path.rename(folder / ".base" / f"{new.removesuffix('.ipynb')}.{mark}.ipynb")


def _update_file(folder, name, new, backup):
    """Bring another file up to date: the contents, a table of numbers, a picture."""
    path, base = folder / name, folder / ".base" / name
    mine, old = read(path), read(base)
    if mine is None or (mine != new and old != new):
        if mine not in (None, old):
            kept = backup.keep(name, mine).relative_to(folder).as_posix()
            yield f"{name} is new; yours is kept as {kept}."
        write(path, new)
    if old != new:
        write(base, new)


def _contents(folder, text):
    pages, _ = progress.progress_of(folder)
    solved, below = {}, ["## Your progress", "As saved when the workbook was last opened."]
    for page in pages:
        done = len(page.names(progress.SOLVED))
        solved[f"{page.name}.ipynb"] = f"{done} of {len(page.attempts)}"
    lines = progress.report(pages, [])
    below.append("```text\n" + "\n".join(lines).replace("```", "'''") + "\n```")
    return contents(text, solved, "\n\n".join(below))


# --- stamps, names and words ----------------------------------------------------------------------


def _stamped(notebook, mark):
    notebook.metadata["linreg"] = {"made_from": mark}
    return notebook


def _stamp_of(notebook):
    note = notebook.metadata.get("linreg")
    return note.get("made_from") if isinstance(note, dict) else None


def _bases(folder, name):
    """Return the pages that a notebook may have been made from: a dict from stamp to bytes."""
    path = folder / ".base" / name
    found = path.parent.glob(f"{path.stem}.*.ipynb")
    oldest_first = sorted(found, key=lambda path: path.stat().st_mtime_ns)
    return {path.name.split(".")[-2]: path.read_bytes() for path in oldest_first}


def _base_of(mine, bases):
    """Return the page that a notebook was made from, or the most like it where no stamp is left.

    Raises:
        ValueError: none of the pages can be read.
    """
    pages, mark = {}, _stamp_of(mine)
    for name, data in bases.items():
        with contextlib.suppress(ValueError):  # somebody has been at it
            pages[name] = read_notebook(data)
    if mark in pages:
        return pages[mark]
    return max(reversed(pages.values()), key=lambda page: agreement(page, mine))


def _name_of(path, folder):
    """Return the name of the notebook that a page in `.base/` belongs to."""
    name = path.relative_to(folder / ".base").as_posix()
    return re.sub(r"\.\w+\.ipynb$", ".ipynb", name)


def _is_notebook(name):
    return name.endswith(".ipynb")


def _without_number(name):
    return re.sub(r"(^|/)\d+_", r"\1", name)


def _age(folder, name):
    path = folder / name
    return path.stat().st_mtime_ns if path.exists() else 0


def _in_words(happened):
    """Say what an update did: "4 paragraphs new, your 6 answers kept"."""

    def some(n, one, many):
        return f"{n} {one if n == 1 else many}"

    words = [
        (happened.paragraphs, some(happened.paragraphs, "paragraph", "paragraphs") + " new"),
        (happened.code, some(happened.code, "cell", "cells") + " of code new"),
        (happened.answers, f"your {some(happened.answers, 'answer', 'answers')} kept"),
        (happened.own, f"your {some(happened.own, 'own cell', 'own cells')} kept"),
        (happened.beside, f"the new version of {happened.beside} stands below yours"),
        (happened.earlier, f'{happened.earlier} moved to "Your earlier answers" at the end'),
    ]
    return ", ".join(text for n, text in words if n) or "nothing new to read"
