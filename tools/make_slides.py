"""Write slides for each notebook to `build/teaching/NN_name.slides.html`; part of `make teach`.

A cell that has the tag `slide` is a slide. A figure fills its slide. Code stands above its output
where it is short, without the calls that only print; of Markdown there is the sentence that names
a term, or the first one. All the rest of the text goes to the notes. The votes, the sentence to
take home and more notes are the teaching page's. Each file holds all that it needs.
"""

import ast
import base64
import html
import re
import struct
from itertools import pairwise
from math import ceil, floor
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from tools.make_pages import ROOT, markdown_to_html, read_notebooks, write
from tools.make_teaching import plan, questions, section, teaching_pages
from tools.notebook_text import description, has_tag, markdown, title

REVEAL = Path(__file__).parent / "vendor" / "reveal.js"
MOST_LINES, MOST_COLUMNS = 10, 80  # of code, as written on one slide
MOST_WORDS, MOST_ASKED = 30, 45  # of Markdown that is shown as it stands; of a question
FEW_WORDS = 22  # of what is noticed
SMALLEST, LARGEST = 24, 34  # px of code
LINE, LETTER = 1.35, 0.602  # of code, in sizes of its letters
TALL = 700  # pixels: such a figure needs its slide for itself
PRINTING = {"table", "reveal"}  # their output says it all
COMPARING = {"compare", "print"}  # the same, where other code is left
PLACE = re.compile(r"(Before|In|After)\b[^*.]*\*([^*]+)\*[.,:]? ")  # of a vote
TICK = '<span class="fragment tick"> ✓</span>'
NO_GUESS = re.compile(r"your guess: none yet \([^)]*\) \| ")
# A sentence ends before white space and a new beginning.
SENTENCE = re.compile(r"(?<=[.?!])(?<!\be\.g\.)(?:[)\"]*)\s+(?=[(\"`*]*[A-Z0-9`\"])")
SETTINGS = (
    "{width: 1280, height: 720, margin: 0, center: false, transition: 'none', "
    "controls: false, hash: true, pdfSeparateFragments: false, plugins: [RevealNotes]}"
)


class Slide(NamedTuple):
    """A slide: its kind (the class in slides.css), its HTML, and the notes in Markdown."""

    kind: str
    body: str
    notes: str


# --- words ----------------------------------------------------------------------------------------


def sentences(text):
    """Return the sentences of a paragraph."""
    return SENTENCE.split(" ".join(text.split()))


def paragraphs(text):
    """Return the paragraphs of a Markdown text, without its headings; blocks stay whole."""
    found = re.findall(r"^```(?:.|\n)*?^```|(?:^(?!#).*\S.*\n?)+", text, re.MULTILINE)
    return [paragraph.strip() for paragraph in found]


def is_prose(paragraph):
    """Say whether a paragraph is neither a list, a table, a block of code nor a formula."""
    return not paragraph.startswith(("- ", "|", "```", "1. ")) and not is_formula(paragraph)


def is_formula(paragraph):
    """Say whether a paragraph is a formula on a line of its own."""
    alone = " = " in paragraph and "\n" not in paragraph and not re.search(r"[.:?]$", paragraph)
    return paragraph.startswith("$$") or alone


def key_words(paragraphs):
    """Return the words of a text that a slide shows: all if they are few, or one sentence."""
    prose = [each for each in paragraphs if is_prose(each)]
    most = MOST_ASKED if any("?" in each for each in prose) else MOST_WORDS
    if sum(len(each.split()) for each in prose) <= most:
        return "\n\n".join(prose)
    every = [sentence for each in prose for sentence in sentences(each)]
    return next((each for each in every if re.search(r"\*\*[^\W\d]", each)), every[0])


def question_before(text, context):
    """Return the question at the end of a text, after so many sentences of context, or None."""
    last = sentences(paragraphs(text)[-1]) if paragraphs(text) else []
    asked = [n for n, each in enumerate(last) if each.endswith("?") and len(each.split()) > 2]
    return " ".join(last[max(0, asked[-1] - context) : asked[-1] + 1]) if asked else None


def noticed_after(parts):
    """Return the first sentence after an output, if it is short and stands for itself, or ''."""
    first = sentences(parts[0])[0] if parts and is_prose(parts[0]) else ""
    return "" if first.endswith(("?", ":")) or len(first.split()) > FEW_WORDS else first


# --- a cell as a slide ----------------------------------------------------------------------------


def short_code(source):
    """Return the code of a cell without the calls that only print or draw, or '' if it is long."""
    statements = ast.parse(source).body
    kept = [each for each in statements if _called(each) not in PRINTING]
    kept = [each for each in kept if _called(each) not in COMPARING] or kept
    lines = source.split("\n")
    # Comments belong to the statement above them.
    ends = {each: after.lineno - 1 for each, after in pairwise(statements)}
    kept = [line for each in kept for line in lines[each.lineno - 1 : ends.get(each, len(lines))]]
    code = "\n".join(kept).strip("\n")
    fits = len(kept) <= MOST_LINES and all(len(line) <= MOST_COLUMNS for line in kept)
    return code if fits else ""


def _called(statement):
    """Return the name of the function that a statement calls, and does no more, or None."""
    call = getattr(statement, "value", None) if isinstance(statement, ast.Expr) else None
    return call.func.id if isinstance(getattr(call, "func", None), ast.Name) else None


def picture(cell):
    """Return the picture among a cell's outputs as an <img>, with its width and height, or None."""
    for output in cell.outputs:
        png = output.get("data", {}).get("image/png")
        if png:
            width, height = struct.unpack(">II", base64.b64decode(png[:64])[16:24])
            source = f"data:image/png;base64,{png.replace(chr(10), '')}"
            image = f'<img src="{source}" alt="{html.escape(description(output))}">'
            return f'<div class="drawn">{image}</div>', width, height
    return None


def printed(cell):
    """Return what a cell has printed, as pairs of a kind and a text."""
    blocks = []
    for output in cell.outputs:
        if output.output_type == "error":
            blocks.append(("error", "\n".join(wrap(f"{output.ename}: {output.evalue}", 70))))
        elif output.output_type == "stream":
            blocks.append(("printed", _narrow(NO_GUESS.sub("", output.text))))
        elif "image/png" not in output.data:
            blocks.append(("printed", _narrow(output.data["text/plain"])))
    return blocks


def _narrow(text):
    """Keep of a comparison that is too long for a line its end: the difference."""
    lines = text.rstrip().split("\n")
    return "\n".join(line.split(" | ")[-1] if len(line) > MOST_COLUMNS else line for line in lines)


def code_slide(cell, heading, before, after):
    """Return the slide of a code cell; what answers a question waits for the next key."""
    notes, noticed = "\n\n".join([before, *after]), noticed_after(after)
    drawn = picture(cell)
    if drawn:
        image, width, height = drawn
        if height > TALL:
            return Slide("tall figure", image, notes)
        question = question_before(before, context=0)
        wide = width > 1.65 * height
        noticed = "" if wide and question else noticed
        words = _shown("question", question) + _shown("notice fragment", noticed)
        if question:  # first it alone, then the figure, then what one notices
            image = image.replace('"drawn"', '"drawn fragment" data-fragment-index="0"')
        words = f'<div class="words"><h2>{heading}</h2>{words}</div>'
        return Slide("wide figure" if wide else "figure", words + image, notes)
    question = question_before(before, context=1) or ""
    code, output = short_code(cell.source), printed(cell)
    choices = [(code, noticed), (code, ""), ("", noticed), ("", "")]
    texts = [text for _, text in output]
    fitting = [
        (size, *choice)
        for choice in choices
        if (choice[0] or output)
        and (size := font_size(heading, question, choice, texts)) >= SMALLEST
    ]
    if not fitting:
        raise SystemExit(f"slides: this cell is too long for a slide:\n{cell.source}")
    size, code, noticed = fitting[0]
    shown = _highlight(code) if code else ""
    result = "\n".join(f'<pre class="{kind}">{html.escape(text)}</pre>' for kind, text in output)
    result = f'<div class="result{" fragment" if question else ""}">{result}</div>'
    body = f"<h2>{heading}</h2>{_shown('question', question)}" + (
        f'<div class="cell" style="font-size: {size}px">{shown}{result if output else ""}</div>'
        f"{_shown('notice fragment', noticed)}"
    )
    return Slide("code", body, notes)


def font_size(heading, question, choice, texts):
    """Return the size in px at which code and its output fill what the words leave of a slide."""
    code, noticed = choice
    blocks = [text for text in (code, *texts) if text]
    words = [(heading, 46, 72), (question, 58, 78), (noticed, 72, 65)]  # a line: letters, px
    room = 632 - sum(ceil(len(text) / letters) * height for text, letters, height in words)
    lines = [line for text in blocks for line in text.split("\n")]
    high = (room - 30 * len(blocks)) / (LINE * len(lines))
    wide = 1168 / (LETTER * max(map(len, lines)))
    return floor(min(LARGEST, high, wide))


def _shown(kind, text):
    return f'<div class="{kind}">{markdown_to_html(text)}</div>' if text else ""


def _highlight(code):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(code, PythonLexer(), HtmlFormatter())


def words_slide(parts, heading):
    """Return the slide of a Markdown cell: its key words, and what is a list, table or formula."""
    shown = [key_words(parts)] if any(map(is_prose, parts)) else []
    for part in parts:
        if part.startswith("- "):  # of each item the first sentence
            items = re.split(r"^- ", part, flags=re.MULTILINE)[1:]
            shown = ["\n".join(f"- {sentences(item)[0]}" for item in items)]
        elif not is_prose(part) and not part.startswith("1. "):
            shown.append(f"**{part}**" if is_formula(part) and part[0] != "$" else part)
    kind = "words listed" if any(part.startswith("- ") for part in parts) else "words"
    body = f"<h2>{heading}</h2>" + markdown_to_html("\n\n".join(shown))
    return Slide(kind, body, "\n\n".join(parts))


# --- a teaching page as slides --------------------------------------------------------------------


def vote_slide(vote):
    """Return the slide of a vote: the question, the answers, and then the right one."""
    answers = "".join(
        f'<li class="{"right" if right else "wrong"}"><b>{letter}</b> {_inline(said)}'
        f"{TICK if right else ''}</li>"
        for letter, (said, right, _) in vote.answers.items()
    )
    shown = [f"- **{letter}** {shows}" for letter, (_, _, shows) in vote.answers.items()]
    body = f"<h2>{_inline(vote.heading)}</h2>{markdown_to_html(PLACE.sub('', vote.words))}"
    body += f'<ul class="answers">{answers}</ul>'
    return Slide("vote", body, "\n\n".join(["\n".join(shown), vote.rest]))


def vote_place(vote):
    """Return where a vote belongs, in the words of the page: before, in or after, and a section."""
    place = PLACE.match(vote.words)
    if not place:
        raise SystemExit(f"{vote.heading}: it must begin with 'In *Section*. ', Before or After")
    return place[1], place[2]


def _inline(text):
    return markdown_to_html(text).strip().removeprefix("<p>").removesuffix("</p>")


def take_home(page):
    """Return the sentence to take home of a teaching page."""
    return re.search(r"^\*\*Take home\.\*\* (.+)$", page, re.MULTILINE)[1]


def minutes_of(page):
    """Return what the plan says of each section: the minutes, and what to do."""
    rows = re.findall(r"^\| (\d+) \| (-|\d+) \| (.+?) \| (.*) \|$", section(page, "Plan"), re.M)
    return {
        name: f"**{minutes} minutes** (with only one period {only}). {does}"
        for minutes, only, names, does in rows
        for name in names.split(" · ")
    }


# --- a set of slides ------------------------------------------------------------------------------


def slides(notebook, page):
    """Return the slides of a notebook and its teaching page."""
    found = [("", [opening_slide(notebook, page)]), *section_slides(notebook)]
    minutes, places = minutes_of(page), dict(found)
    for heading, made in found:
        if made and heading in minutes:
            made[0] = made[0]._replace(notes=f"{minutes[heading]}\n\n{made[0].notes}")
    for vote in reversed(questions(page)):
        place, heading = vote_place(vote)
        made = places[heading]
        # "In" a section is behind the words that open it, and before what tells the answer.
        opened = bool(made) and made[0].kind.startswith("words")
        made.insert({"Before": 0, "In": opened, "After": len(made)}[place], vote_slide(vote))
    body = f"<h2>Take home</h2>{markdown_to_html(take_home(page))}"
    closing = Slide("closing", body, section(page, "Homework"))
    return [*(slide for _, made in found for slide in made), closing]


def opening_slide(notebook, page):
    """Return the first slide: title and promise; its notes prepare the lesson."""
    text = markdown(notebook)
    name = title(text).replace(".", r"\.", 1)  # it is not the first item of a list
    promise = re.search(r"^\*\*You will\*\* (.+)$", text, re.MULTILINE)[1]
    periods = [f"period {n}: {total.minutes}" for n, (_, total) in enumerate(plan(page), 1)]
    notes = [f"**Minutes.** {', '.join(periods)}"]
    notes += [section(page, heading) for heading in ("On the board", "Where classes get stuck")]
    body = f"<h1>{_inline(name)}</h1><p>You will {_inline(promise)}</p>"
    return Slide("opening", body, "\n\n".join(notes))


def section_slides(notebook):
    """Return the headings of a notebook, each with the slides below it."""
    cells = [cell for cell in notebook.cells if not has_tag(cell, "navigation")]
    found, before = [("", [])], ""
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type == "markdown":
            headings = re.findall(r"^##+ (.+)$", cell.source, re.MULTILINE)
            texts = re.split(r"^##+ .+$", cell.source, flags=re.MULTILINE)
            found += [(heading, []) for heading in headings]
            before = texts[-1]
            if has_tag(cell, "slide"):  # what stands below the first of its headings
                heading, made = found[-max(1, len(headings))]
                text = texts[1] if headings else before
                made.append(words_slide(paragraphs(text), _inline(heading)))
        elif has_tag(cell, "slide"):
            heading, made = found[-1]
            is_markdown = after is not None and after.cell_type == "markdown"
            noticed = re.split(r"^#", after.source, flags=re.M)[0] if is_markdown else ""
            made.append(code_slide(cell, _inline(heading), before, paragraphs(noticed)))
    return found


def slides_page(name, slides):
    """Return a set of slides as one HTML page, with the program that shows it inside."""
    from pygments.formatters import HtmlFormatter

    vendored = {
        name: (REVEAL / name).read_text(encoding="utf-8")
        for name in ("reveal.js", "notes.js", "reveal.css")
    }
    style = (Path(__file__).parent / "slides.css").read_text(encoding="utf-8")
    colours = HtmlFormatter(style="tango").get_style_defs(".highlight")
    body = "\n".join(
        f'<section class="{slide.kind}"><div class="page">{_unlink(slide.body)}</div>\n'
        f'<aside class="notes">{_unlink(markdown_to_html(slide.notes))}</aside></section>'
        for slide in slides
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(name)}</title>\n"
        f"<style>\n{vendored['reveal.css']}\n{colours}\n{style}</style>\n</head>\n"
        f'<body>\n<div class="reveal"><div class="slides">\n{body}\n</div></div>\n'
        f"<script>{vendored['reveal.js']}</script>\n<script>{vendored['notes.js']}</script>\n"
        f"<script>Reveal.initialize({SETTINGS});</script>\n</body>\n</html>\n"
    )


def _unlink(body):
    """Keep the words of links: a slide leads nowhere."""
    return re.sub(r"</?a\b[^>]*>", "", body)


def make_slides(root=ROOT):
    """Write the slides of all notebooks, and return their paths."""
    pages, paths = teaching_pages(root), []
    for path, notebook in read_notebooks(root).items():
        page = pages[int(path.name[:2])].read_text(encoding="utf-8")
        paths.append(root / "build" / "teaching" / f"{path.stem}.slides.html")
        write(paths[-1], slides_page(title(markdown(notebook)), slides(notebook, page)))
    return paths


if __name__ == "__main__":
    make_slides()
