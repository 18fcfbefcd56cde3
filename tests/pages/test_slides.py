"""The slides: what becomes of a cell, where a vote stands, and what goes to the notes."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import make_slides
from tools.make_pages import read_notebooks
from tools.make_slides import LARGEST, SMALLEST, short_code, slides, slides_page
from tools.make_teaching import questions, teaching_pages
from tools.notebook_text import has_tag

# A picture of one pixel: its width and height stand in its first bytes.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
PAGE = """# 1. Apples

**Take home.** Walk down.

## Plan

### Period 1

| minutes | only one | section | in class |
|---:|---:|---|---|
| 9 | 4 | A line | Guess first. |
| 9 | 4 | together | |

## On the board

A sketch.

## Where classes get stuck

- **Signs.** Draw them.

## Votes

### Vote 1: which way?

In *A line*. Where is down?

- **A. left** Forgot the minus.
- **B. right** ✓ Against the slope.

**After the second vote.** Minus times minus.

## Homework

None.
"""


def deck(*cells, page=PAGE):
    """Return the slides of a notebook of one section with these cells, all of them tagged."""
    opening = new_markdown_cell("# 1. Apples\n\n**You will** fit a line.\n\n## A line")
    for cell in cells:
        cell.metadata["tags"] = ["slide"]
    return slides(new_notebook(cells=[opening, *cells]), page)


def printing(source, text, **metadata):
    return new_code_cell(source, outputs=[new_output("stream", text=text)], **metadata)


def drawing(text="<Figure size 1x1 with 1 Axes>", **metadata):
    data = {"image/png": PIXEL, "text/plain": text}
    return new_code_cell("draw()", outputs=[new_output("display_data", data, metadata=metadata)])


def test_a_deck_opens_with_the_promise_and_closes_with_what_to_take_home():
    opening, vote, closing = deck()
    assert "1. Apples</h1><p>You will fit a line." in opening.body
    assert all(words in opening.notes for words in ("period 1: 9", "A sketch.", "Draw them."))
    assert vote.kind == "vote"
    assert "Walk down." in closing.body


def test_of_long_markdown_the_sentence_that_names_a_term_is_shown_and_the_notes_have_all():
    long = "First some words. " * 11 + "This is the **slope**. And more."
    shown = deck(new_markdown_cell(long))[1]
    assert "<p>This is the <strong>slope</strong>.</p>" in shown.body
    assert long in shown.notes
    assert "First some words.</p>" in deck(new_markdown_cell("First some words. " * 11))[1].body
    assert "Short. All of it.</p>" in deck(new_markdown_cell("Short. All of it."))[1].body


def test_a_formula_a_list_and_a_block_are_shown_and_formulas_are_mathml():
    shown = deck(new_markdown_cell("A rule:\n\nnew = 2 * old\n\n$a^2$\n\n```text\n x\n```"))[1]
    assert "<strong>new = 2 * old</strong>" in shown.body
    assert "<math" in shown.body
    assert "<pre>" in shown.body
    listed = deck(new_markdown_cell("Now:\n\n- One thing. In detail.\n- Two."))[1].body
    assert "<li>One thing.</li>" in listed
    assert "detail" not in listed


def test_code_is_shown_without_the_calls_that_only_print():
    assert short_code("w = 1  # weight\ntable([w])\nreveal(w)") == "w = 1  # weight"
    assert short_code("w = 1\ncompare(w, 1)") == "w = 1"
    assert short_code("compare(w, 1)") == "compare(w, 1)"
    assert short_code("for i in x:\n    a(i)\n\nb = 2") == "for i in x:\n    a(i)\n\nb = 2"
    assert short_code("\n".join(f"a{n} = 1" for n in range(11))) == ""
    assert short_code("a = " + "1 + " * 20 + "1") == ""


def test_what_answers_a_question_is_a_step_of_its_own_and_no_guess_is_no_text():
    asked = new_markdown_cell("A weight is 2. Which slope has it? Write a number.")
    said = "your guess: none yet (set my_guess above, and run both cells) | the truth: 3\n"
    shown = deck(asked, printing("reveal(None, 3)", said), new_markdown_cell("Three. Yes."))[3]
    assert '<div class="question"><p>A weight is 2. Which slope has it?</p>' in shown.body
    assert '<div class="result fragment"><pre class="printed">the truth: 3</pre>' in shown.body
    assert '<div class="notice fragment"><p>Three.</p>' in shown.body
    assert all(words in shown.notes for words in ("Write a number.", "Three. Yes."))


def test_a_figure_has_its_description():
    assert 'alt="Five points"' in deck(drawing(**{"image/png": {"alt": "Five points"}}))[2].body
    assert 'alt="Sliders at 0"' in deck(drawing("Sliders at 0"))[2].body
    assert 'alt="A figure; ' in deck(drawing())[2].body


def test_code_is_as_large_as_the_slide_allows_and_never_small():
    bodies = [deck(printing("a = 1", "x\n" * lines))[2].body for lines in (1, 8, 14)]
    sizes = [int(body.split("font-size: ")[1].split("px")[0]) for body in bodies]
    assert sizes[0] == LARGEST
    assert sizes[1] > sizes[2] >= SMALLEST
    with pytest.raises(SystemExit, match="too long for a slide"):
        deck(printing("a = 1", "x\n" * 40))


@pytest.mark.parametrize(
    ("place", "first", "at"),
    [
        ("In", new_markdown_cell("Words."), 2),
        ("In", drawing(), 1),
        ("Before the cells of", new_markdown_cell("Words."), 1),
        ("After", drawing(), 2),
    ],
)
def test_a_vote_stands_where_its_page_says(place, first, at):
    made = deck(first, page=PAGE.replace("In *A line*", f"{place} *A line*"))
    assert made[at].kind == "vote"
    assert "<p>Where is down?</p>" in made[at].body
    assert "Forgot the minus." in made[at].notes
    assert "Forgot" not in made[at].body


def test_a_vote_without_a_place_is_refused():
    with pytest.raises(SystemExit, match="must begin with 'In"):
        deck(page=PAGE.replace("In *A line*. ", ""))


def test_the_first_slide_of_a_section_has_its_minutes_in_the_notes():
    first, second = deck(new_markdown_cell("One."), new_markdown_cell("Two."))[1::2][:2]
    assert first.notes.startswith("**9 minutes** (with only one period 4). Guess first.")
    assert "minutes" not in second.notes


def test_every_notebook_has_its_slides_and_all_votes():
    pages = teaching_pages()
    for path, notebook in read_notebooks().items():
        page = pages[int(path.name[:2])].read_text(encoding="utf-8")
        made = slides(notebook, page)
        tagged = sum(has_tag(cell, "slide") for cell in notebook.cells)
        votes = [slide for slide in made if slide.kind == "vote"]
        assert len(votes) == len(questions(page)), path.name
        assert len(made) == tagged + len(votes) + 2, path.name
        assert all(slide.notes.strip() for slide in made), path.name


def test_a_deck_holds_its_program_and_links_to_nothing():
    page = slides_page("Apples", deck(new_markdown_cell("[Words](other.ipynb).")))
    assert "Reveal.initialize" in page
    assert "other.ipynb" not in page
    assert " src=" not in page.split("<script>")[0]


def test_what_is_vendored_has_its_licence_and_version():
    assert "MIT" in (make_slides.REVEAL / "reveal.js").read_text(encoding="utf-8")[:300]
    assert "Permission is hereby granted" in (make_slides.REVEAL / "LICENSE").read_text()
    version = (make_slides.REVEAL / "README.md").read_text(encoding="utf-8").split()[2]
    assert f"`{version}`" in (make_slides.REVEAL / "reveal.js").read_text(encoding="utf-8")
