"""How a class gets on: read from the workbooks that the students have handed in.

Nothing that a student wrote is run, unpacked onto the disk, or taken for markup. What the notebooks
say of themselves can be changed with any editor: this is a help for the next lesson, no grade.
"""

import csv
import html
import io
import os
import re
import stat
import zipfile
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from linreg_helpers.course.progress import (
    NAMES,
    OPEN,
    SOLVED,
    TRIED,
    Attempt,
    attempts,
    better,
    cells_of,
    clean,
    exercises_in,
    outputs_of,
    text_of,
)

LARGEST = 20 * 2**20  # bytes of one notebook
LARGEST_ARCHIVE = 2**30  # bytes of all that is read from one archive, unpacked
MOST_FILES = 20_000
DEEPEST = 2  # an archive in an archive, as mail programs and course systems make them
SKIPPED = {"__pycache__", "node_modules", "site-packages", "__MACOSX"}
# How a formula begins, also in the wide letters of East Asian keyboards.
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
GUESS = re.compile(r"^your guess: (.*?) \| the truth: (.*)$", re.MULTILINE)
SIGNS = {SOLVED: "+", TRIED: "x", OPEN: ".", None: " "}
LOOSE = "(no folder)"


class Guess(NamedTuple):
    """One question that asks for a guess."""

    notebook: str
    truth: str
    answers: Counter


class Report(NamedTuple):
    """A class, as its workbooks tell of it."""

    students: list[str]
    exercises: dict[str, list[str]]  # from each notebook to the names of its exercises
    attempts: dict[str, dict]  # from each student to `Attempt`s; what is missing is not handed in
    guesses: list[Guess]
    remarks: list[str]  # what could not be read

    def state(self, student, exercise):
        """Return SOLVED, TRIED, OPEN, or None where the notebook was not handed in."""
        attempt = self.attempts[student].get(exercise)
        return attempt.state if attempt else None

    def count(self, exercise, *states):
        """Count the students for whom an exercise is in one of these states."""
        return sum(self.state(student, exercise) in states for student in self.students)

    def hardest(self):
        """Return the exercises that most have not solved, the hardest first.

        Each stands with how many have solved it, and how many have handed in its notebook.
        """
        counts = {}
        for name in (name for names in self.exercises.values() for name in names):
            counts[name] = self.count(name, SOLVED), self.count(name, SOLVED, TRIED, OPEN)
        most = [(name, *n) for name, n in counts.items() if n[0] < n[1] / 2]
        return sorted(most, key=lambda row: row[1] / row[2])

    def causes(self):
        """Return `(exercise, cause, students)` for what students were told, the commonest first."""
        found = Counter(
            (exercise, attempt.cause)
            for attempts in self.attempts.values()
            for exercise, attempt in attempts.items()
            if attempt.state == TRIED and attempt.cause
        )
        return [(*pair, n) for pair, n in found.most_common()]


def class_report(folder):
    """Read a folder of handed-in workbooks: one folder a student, as hubs and nbgrader leave them.

    Archives (.zip) are read as folders are, and a notebook that lies in no folder belongs to whom
    its name names.

    Args:
        folder: path of a folder, or of an archive with one folder a student.

    Returns:
        A `Report`.

    Raises:
        OSError: there is no such folder, or it can't be read.
    """
    folder, remarks = Path(folder), []
    if not folder.exists():
        raise FileNotFoundError(f"There is no folder {folder}.")
    if (folder / "submitted").is_dir():  # nbgrader's own place
        folder = folder / "submitted"
    handed_in = defaultdict(dict)
    for parts, data in _files(folder, remarks):
        label = clean("/".join(parts))
        try:
            cells = cells_of(data)
        except ValueError as error:
            remarks.append(f"{label}: {error}")
            continue
        handed_in[_student(parts)][label] = _number(parts[-1]), cells
    return _report(handed_in, remarks)


def _report(handed_in, remarks):
    """Put together what stands in the notebooks of all students."""
    students = sorted(handed_in, key=str.casefold)
    found = {student: {} for student in students}
    titles, homes = defaultdict(Counter), defaultdict(Counter)
    places, unknown, guesses = {}, set(), defaultdict(dict)
    for student in students:
        for label, (number, cells) in sorted(handed_in[student].items()):
            titles[number][label.rpartition("/")[2].removesuffix(".ipynb")] += 1
            tried, mine = attempts(cells), found[student]
            unknown |= {clean(name, 60) for name in tried.keys() - NAMES}
            known = [name for name in tried if name in NAMES]
            for place, name in enumerate(dict.fromkeys([*exercises_in(cells), *known])):
                homes[name][number] += 1
                places.setdefault(name, place)
                mine[name] = better(mine.get(name), tried.get(name, Attempt()))
            for key, place, guess, truth in _guesses(cells):
                if guesses[number, place, key].get(student, (None,))[0] is None:
                    guesses[number, place, key][student] = guess, truth
    if unknown:
        remarks.append(f"These exercises are not in the course: {', '.join(sorted(unknown))}.")

    def most(counts):
        return counts.most_common(1)[0][0]

    exercises = defaultdict(list)
    for name in sorted(homes, key=lambda name: (most(homes[name]), places[name])):
        exercises[most(titles[most(homes[name])])].append(name)
    counted = []
    for (number, _, _), given in sorted(guesses.items()):
        answers = Counter(guess or "no guess" for guess, _ in given.values())
        truth = most(Counter(truth for _, truth in given.values()))
        counted.append(Guess(most(titles[number]), truth, answers))
    return Report(students, dict(exercises), found, counted, remarks)


def _guesses(cells):
    """Yield each guess that the cells print, with its truth: None where there is none yet."""
    for place, cell in enumerate(cells):
        for output in outputs_of(cell):
            for guess, truth in GUESS.findall(text_of(output.get("text"))[:10_000]):
                guess = None if guess.startswith("none yet") else clean(guess, 60).strip("'\" ")
                yield str(cell.get("id")), place, guess, clean(truth, 60)


# --- what lies in the folder ----------------------------------------------------------------------


def _files(folder, remarks):
    """Yield each notebook as the parts of its path and its bytes; say what is not read."""
    if folder.is_file():
        inside = list(_archive((), folder, remarks, [LARGEST_ARCHIVE]))
        tops = {parts[0] for parts, _ in inside}
        wrapped = len(tops) == 1 and all(len(parts) > 2 for parts, _ in inside)
        yield from ((parts[1:] if wrapped else parts, data) for parts, data in inside)
        return
    n_files = 0

    def say(error):
        remarks.append(f"{clean(str(error.filename))}: {error.strerror}")

    for root, folders, names in os.walk(folder, onerror=say):
        folders[:] = sorted(name for name in folders if not _is_skipped(name))
        for name in sorted(names):
            if not name.endswith((".ipynb", ".zip")) or _is_skipped(name):
                continue
            path = Path(root, name)
            parts = path.relative_to(folder).parts
            n_files += 1
            if n_files > MOST_FILES:
                remarks.append(f"There are more than {MOST_FILES:,} files; the rest is not read.")
                return
            try:
                yield from _file(parts, path, remarks)
            except OSError as error:
                remarks.append(f"{clean('/'.join(parts))}: {error.strerror}")


def _file(parts, path, remarks):
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):  # a link, or a pipe that would never end
        remarks.append(f"{clean('/'.join(parts))} is not a plain file, and is not read.")
    elif path.suffix == ".zip":
        yield from _archive((*parts[:-1], path.stem), path, remarks, [LARGEST_ARCHIVE])
    elif facts.st_size > LARGEST:
        remarks.append(f"{clean('/'.join(parts))} is larger than any notebook, and is not read.")
    else:
        yield parts, path.read_bytes()


def _archive(above, file, remarks, left, depth=1):
    """Yield what `_files` yields from an archive, in memory; no name in it is used as a path.

    Args:
        above: what stands before the names in the archive.
        file: its path, or a file of bytes.
        remarks: sentences on what is not read are added.
        left: list with the bytes that may still be unpacked.
        depth: 1 for an archive, 2 for one in it.
    """

    def say(name, what):
        remarks.append(f"{clean('/'.join([*above, *([name] if name else [])]))} {what}")

    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist()[:MOST_FILES]:
                parts = tuple(entry.filename.replace("\\", "/").split("/"))
                if not parts[-1].endswith((".ipynb", ".zip")) or any(map(_is_skipped, parts)):
                    continue
                if ".." in parts or "" in parts or ":" in parts[0]:
                    say(entry.filename, "has a name that leads elsewhere, and is not read.")
                elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    say(entry.filename, "is packed in an unusual way, and is not read.")
                elif min(LARGEST, left[0]) < entry.file_size:
                    say(entry.filename, "is too large, and is not read.")
                else:
                    data = archive.read(entry)  # never more than it says of itself
                    left[0] -= len(data)
                    if parts[-1].endswith(".ipynb"):
                        yield (*above, *parts), data
                    elif depth < DEEPEST:
                        inner = (*above, *parts[:-1], parts[-1].removesuffix(".zip"))
                        yield from _archive(inner, io.BytesIO(data), remarks, left, depth + 1)
                    else:
                        say(entry.filename, "is an archive in an archive in an archive.")
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, OSError, zlib.error) as error:
        say("", f"can't be read as an archive: {clean(str(error), 100)}.")


def _is_skipped(name):
    return name in SKIPPED or (name.startswith(".") and name != "..")


def _number(name):
    """Return the number of a notebook, by which it is known whatever else is in its name."""
    found = re.search(r"(?<!\d)(\d\d)_", name)
    return found[1] if found else ""


def _student(parts):
    """Return whose notebook it is: its folder's, or what stands before its number in its name."""
    if len(parts) > 1:
        return clean(parts[0], 60)
    return clean(re.split(r"\d\d_", parts[0])[0], 60).strip(" _-") or LOOSE


# --- on the screen, as a page, for a spreadsheet --------------------------------------------------


def report_lines(report):
    """Return the lines that `class` prints."""
    students, names = report.students, [n for names in report.exercises.values() for n in names]
    lines = [f"{len(students)} students, {len(report.exercises)} notebooks, {len(names)} exercises"]
    lines += ["", *(f"{i:>4} {student}" for i, student in enumerate(students, start=1))]
    if names:
        width = max(map(len, names)) + 2
        lines += ["", "+ solved   x tried   . open   a gap: not handed in", ""]
        numbers = "".join(f"{i:>3}" for i in range(1, len(students) + 1))
        lines.append(" " * width + numbers)
    for notebook, inside in report.exercises.items():
        lines.append(notebook)
        for name in inside:
            signs = "".join(f"{SIGNS[report.state(student, name)]:>3}" for student in students)
            lines.append(f"  {name}".ljust(width) + signs.rstrip())
    for heading, rows in _lists(report):
        lines += ["", heading, *(f"  {row}" for row in rows)]
    return lines


def _lists(report):
    """Return what stands below the table: pairs of a heading and its lines."""
    hardest = [f"{name}: {n} of {total} have solved it" for name, n, total in report.hardest()]
    causes = [f"{n} x {name}: {cause}" for name, cause, n in report.causes()[:20]]
    guesses = []
    for guess in report.guesses:
        answers = [f"{answer} ({n})" for answer, n in guess.answers.most_common(8)]
        rest = len(guess.answers) - len(answers)
        answers += [f"{rest} others"] if rest else []
        guesses.append(f"{guess.notebook}, the truth is {guess.truth}: {', '.join(answers)}")
    lists = {
        "Not solved by most:": hardest,
        "The commonest causes, as the students were told:": causes,
        "The guesses:": guesses,
        "Not read:": report.remarks,
    }
    return [(heading, rows) for heading, rows in lists.items() if rows]


def csv_table(report):
    """Return a table for a spreadsheet: a line a student, a column an exercise."""
    names = [name for names in report.exercises.values() for name in names]
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["student", *names])
    for student in report.students:
        states = (report.state(student, name) or "not handed in" for name in names)
        table.writerow([_no_formula(student), *states])
    return stream.getvalue()


def _no_formula(text):
    """Return a text that a spreadsheet does not take for something to compute."""
    return f"'{text}" if text.startswith(FORMULA) else text


STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 84em; padding: 0 1em }
.wide { overflow-x: auto }
table { border-collapse: collapse }
th { font-weight: normal; padding: 1px 4px; text-align: left; white-space: nowrap }
thead th { vertical-align: bottom; writing-mode: vertical-rl; transform: rotate(180deg) }
td { border: 1px solid #fff; height: 1.5em; min-width: 1.5em; text-align: center }
.solved { background: #0b6fb3; color: #fff }
.tried { background: #f2b04a; color: #222 }
.open { background: #e8e8e8; color: #444 }
.notebook th { font-weight: bold; padding-top: .7em }
"""
CELLS = {SOLVED: ("solved", "✓"), TRIED: ("tried", "✗"), OPEN: ("open", "·"), None: ("none", "")}


def html_page(report):
    """Return the report as one page that needs no network; what students wrote is escaped."""
    say = html.escape
    rows = []
    for notebook, names in report.exercises.items():
        rows.append(f'<tr class="notebook"><th>{say(notebook)}</th></tr>')
        for name in names:
            cells = []
            for student in report.students:
                word, sign = CELLS[report.state(student, name)]
                attempt = report.attempts[student].get(name)
                cause = f": {attempt.cause}" if attempt and attempt.cause else ""
                title = f"{student}, {name}, {word if sign else 'not handed in'}{cause}"
                cells.append(f'<td class="{word}" title="{say(title)}">{sign}</td>')
            n = report.count(name, SOLVED)
            rows.append(f"<tr><th>{say(name)}</th>{''.join(cells)}<th>{n} solved</th></tr>")
    heads = "".join(f"<th>{say(student)}</th>" for student in report.students)
    below = []
    for heading, lines in _lists(report):
        items = "".join(f"<li>{say(line)}</li>" for line in lines)
        below.append(f"<h2>{say(heading.rstrip(':'))}</h2>\n<ul>{items}</ul>")
    key = " ".join(f'<span class="{w}">&nbsp;{s}&nbsp;</span> {w}' for w, s in CELLS.values() if s)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>The class</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>The class</h1>\n"
        f"<p>{len(report.students)} students. {key}, and a gap where nothing was handed in.</p>\n"
        f'<div class="wide"><table>\n<thead><tr><th></th>{heads}<th></th></tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + f"\n</tbody></table></div>\n{''.join(below)}\n</body>\n</html>\n"
    )
