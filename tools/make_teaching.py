"""Write the teacher's pages, `docs/teaching/`, as web pages to `build/teaching/`: `make teach`.

What a teacher writes stands in the pages. What the course knows already is put in at its place:
the timetable, the solutions, the typical mistakes. The pages need no network.
"""

import re
from typing import NamedTuple

from linreg_helpers.course import exercises
from tools.contents import PARTS, minutes
from tools.make_pages import ROOT, markdown_to_html, page, read_notebooks, write
from tools.notebook_text import markdown, title

PERIOD = 45  # minutes
TEST = "twelve_questions"
RIGHT = "✓"
ANSWER = re.compile(rf"^- \*\*([A-D])\. (.+?)\*\*( {RIGHT})? (.+)$", re.MULTILINE)
CODE = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


class Row(NamedTuple):
    """A row of a plan: minutes, minutes when there is only one period (or 0), and the sections."""

    minutes: int
    only_one: int
    sections: list


class Question(NamedTuple):
    """A question: heading, words, answers as letter -> (text, is right, what it shows), code."""

    heading: str
    words: str
    answers: dict
    code: str | None
    rest: str


# --- reading a page -------------------------------------------------------------------------------


def teaching_pages(root=ROOT):
    """Return the teacher's pages of the notebooks: a dict from number to path."""
    paths = sorted((root / "docs" / "teaching").glob("[0-9][0-9]_*.md"))
    return {int(path.name[:2]): path for path in paths}


def section(text, heading):
    """Return what stands below a heading of the second level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    if not found:
        raise SystemExit(f"{title(text)}: no heading '## {heading}'")
    return found[1]


def plan(text):
    """Return the plan of a page: for each period its rows, and the totals as they are written."""
    periods = re.split(r"^### Period \d+\n", section(text, "Plan"), flags=re.MULTILINE)[1:]
    return [_period(period) for period in periods]


def _period(text):
    cells = [line.strip("| ").split(" | ") for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)]
    *rows, total = [
        Row(int(first), 0 if only == "-" else int(only), sections.split(" · "))
        for first, only, sections, *_ in cells[2:]
    ]
    return rows, total


def questions(text):
    """Return the questions below headings of the third level that have answers to choose from."""
    parts = re.split(r"^### (.+)\n", text, flags=re.MULTILINE)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [_question(heading, body) for heading, body in pairs if ANSWER.search(body)]


def _question(heading, body):
    body = re.split(r"^## ", body, flags=re.MULTILINE)[0]
    answers = {
        letter: (said, bool(right), shows) for letter, said, right, shows in ANSWER.findall(body)
    }
    words = body[: ANSWER.search(body).start()].strip()
    code = CODE.search(body)
    rest = CODE.sub("", ANSWER.sub("", body[len(words) :])).strip()
    return Question(heading, words, answers, code and code[1], rest)


# --- what is put in -------------------------------------------------------------------------------


def solutions(number):
    """Return the solutions of a notebook's exercises, with what to remember, in Markdown."""
    return "\n\n".join(
        f"**`check_{each.name}`** {each.question}\n\n```python\n{each.code}\n```\n\n{each.insight}"
        for each in exercises.NOTEBOOKS.get(number, [])
    )


def causes(number):
    """Return the typical wrong answers of a notebook's exercises, with their causes, as a table."""
    rows = []
    for each in exercises.NOTEBOOKS.get(number, []):
        for wrong, cause in each.wrong:
            answer = "" if callable(wrong) else f"`{wrong!r}`"
            row = f"| `check_{each.name}` | {_cell(answer)} | {_cell(cause)} |"
            rows += [row] if row not in rows else []
    return "\n".join(["| exercise | answer | likely cause |", "|---|---|---|", *rows])


def _cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def timetable(notebooks, pages):
    """Return the timetable: minutes from the notebooks, periods from the plans."""
    head = "| notebook | reading and running | with exercises | periods | in class |"
    rows, sums = [], [0, 0, 0, 0]
    for path, notebook in notebooks.items():
        number = int(path.name[:2])
        periods = plan(pages[number].read_text(encoding="utf-8")) if number in pages else []
        in_class = sum(row.minutes for rows_, _ in periods for row in rows_)
        numbers = [*minutes(notebook), len(periods), in_class]
        sums = [a + b for a, b in zip(sums, numbers, strict=True)]
        if number in PARTS:
            rows.append(f"| **{PARTS[number][0]}** | | | | |")
        name = title(markdown(notebook))
        name = f"[{name}]({pages[number].name})" if number in pages else name
        rows.append(f"| {name} | {' | '.join(map(str, numbers))} |")
    total = f"| together, in minutes | {' | '.join(map(str, sums))} |"
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows, total])


def fill(text, marks):
    """Put what is made from the course at its marks, `<!-- name -->`; each mark must be there."""
    for name, made in marks.items():
        mark = f"<!-- {name} -->"
        if text.count(mark) != 1:
            raise SystemExit(f"{title(text)}: the mark {mark} must stand on the page once")
        text = text.replace(mark, made)
    return text


def sheets(text):
    """Return the sheets of a test: the questions alone, and what each answer means."""
    asked, answered = [], []
    for each in questions(text):
        choices = [f"{letter}. {said}" for letter, (said, _, _) in each.answers.items()]
        asked.append(f"**{each.heading}** {each.words}\n\n" + "\\\n".join(choices))
        shown = [
            f"**{letter} {said}** {RIGHT} {shows}" if right else f"{letter} {said}: {shows}"
            for letter, (said, right, shows) in each.answers.items()
        ]
        answered.append(f"**{each.heading}** " + "\\\n".join(shown))
    return "\n\n".join(asked), "\n\n".join(answered)


# --- the built pages ------------------------------------------------------------------------------


def teach(root=ROOT):
    """Write the teacher's pages as HTML, and return the folder."""
    notebooks, pages = read_notebooks(root), teaching_pages(root)
    folder, source = root / "build" / "teaching", root / "docs" / "teaching"
    for number, path in pages.items():
        text = path.read_text(encoding="utf-8")
        body = fill(text, {"solutions": solutions(number), "causes": causes(number)})
        links = f"{_links(pages, number)} · [its slides]({path.stem}.slides.html)"
        _write(folder / f"{path.stem}.html", title(text), f"{links}\n\n{body}")
    text = (source / "README.md").read_text(encoding="utf-8")
    body = fill(text, {"timetable": timetable(notebooks, pages)})
    _write(folder / "index.html", title(text), body)
    text = (source / f"{TEST}.md").read_text(encoding="utf-8")
    write(folder / f"{TEST}.html", page(title(text), _test_sheets(text)))
    return folder


def _links(pages, number):
    links = [f"[{n}]({path.name})" if n != number else f"**{n}**" for n, path in pages.items()]
    return f"[The course in class](README.md) · notebook {' · '.join(links)}"


def _test_sheets(text):
    name = title(text)
    first, second = (markdown_to_html(part) for part in sheets(text))
    return (
        f'<section class="sheet"><h1>{name}</h1>\n<p>Name: ____________________ Before / after the '
        f"course. Each question has one right answer.</p>\n<div>{first}</div></section>\n"
        f'<section class="sheet answers"><h1>{name}: the answers</h1>\n'
        f"<div>{second}</div></section>"
    )


def _write(path, heading, text):
    # The code of a vote is for whoever doubts the answer: folded away, and not printed.
    body = markdown_to_html(_fold_code(text))
    body = re.sub(r'href="(\w+)\.md', r'href="\1.html', body.replace("README.md", "index.html"))
    write(path, page(heading, body))


def _fold_code(text):
    """Fold away the code that computes the answers of a vote."""
    votes = re.compile(r"^```python\n(?:(?!^```).)*?^ *answers = .*?^```\n", re.M | re.S)
    return votes.sub(
        lambda code: f"<details><summary>the code behind it</summary>\n\n{code[0]}\n</details>\n",
        text,
    )


if __name__ == "__main__":
    print(f"open {(teach() / 'index.html').relative_to(ROOT)}")
