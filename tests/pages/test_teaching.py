"""The teacher's pages: they name what the notebooks have, add up, and vote for what is right."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
import torch

from linreg_helpers.course import exercises
from tools.contents import minutes
from tools.make_pages import ROOT, markdown_to_html, read_notebooks
from tools.make_teaching import PERIOD, TEST, fill, plan, questions, section, teach, teaching_pages
from tools.notebook_text import markdown, title

NOTEBOOKS = {int(path.name[:2]): path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}
PAGES = teaching_pages()
FOLDER = ROOT / "docs" / "teaching"
GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
ALL = [*PAGES.values(), FOLDER / f"{TEST}.md"]
HEADINGS = ["Plan", "On the board", "Where classes get stuck", "Votes", "Done early", "Homework"]
HEADINGS += ["Solutions", "Typical mistakes"]

each_page = pytest.mark.parametrize("number", PAGES)


@cache
def notebooks():
    return {int(path.name[:2]): notebook for path, notebook in read_notebooks().items()}


def text_of(number):
    return PAGES[number].read_text(encoding="utf-8")


def headings_of(notebook):
    return re.findall(r"^##+ (.+)$", markdown(notebook), re.MULTILINE)


def code_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_every_notebook_has_a_page_of_its_name():
    assert [path.stem for path in PAGES.values()] == [path.stem for path in NOTEBOOKS.values()]


@each_page
def test_a_page_has_its_notebooks_title_and_the_fixed_structure(number):
    text = text_of(number)
    assert title(text) == title(markdown(notebooks()[number]))
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert text.count("**Take home.** ") == 1
    assert "**If there is only one period**" in section(text, "Plan")
    assert all(section(text, heading).strip() for heading in HEADINGS)


@each_page
def test_the_plan_goes_through_all_sections_in_the_order_of_the_notebook(number):
    planned = [name for rows, _ in plan(text_of(number)) for row in rows for name in row.sections]
    sections = re.findall(r"^## (.+)$", markdown(notebooks()[number]), re.MULTILINE)
    assert [name for name in sections if name in planned] == planned
    assert set(sections) - set(planned) <= {"What you can do now", "Exercises"}


@each_page
def test_the_minutes_add_up_and_fit_periods(number):
    periods = plan(text_of(number))
    for rows, total in periods:
        assert sum(row.minutes for row in rows) == total.minutes <= PERIOD
        assert sum(row.only_one for row in rows) == total.only_one
        assert all(row.only_one <= row.minutes for row in rows)
    assert sum(total.only_one for _, total in periods) <= PERIOD
    reading, _ = minutes(notebooks()[number])
    assert sum(total.minutes for _, total in periods) >= reading


@each_page
def test_a_page_names_only_what_its_notebook_has(number):
    notebook = notebooks()[number]
    prose = re.sub(r"^```.*?^```", "", text_of(number), flags=re.MULTILINE | re.DOTALL)
    names = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", prose))  # *A section* is in italics
    assert names <= set(headings_of(notebook))
    code = code_of(notebook)
    for figure in re.findall(r"`((?:plots|explore)\.\w+)`", prose):
        assert f"{figure}(" in code, figure
    for exercise in re.findall(r"`(check_\w+)`", prose):
        assert re.search(rf"^{exercise}\(", code, re.MULTILINE), exercise


# --- votes ----------------------------------------------------------------------------------------


def same(said, computed):
    """Say whether a text says what the code gives: a number to its written digits, or the words."""
    if isinstance(computed, str):
        return said == computed
    number = said.replace(",", "")
    value = computed.item() if isinstance(computed, torch.Tensor) else computed
    return abs(float(number) - value) <= 0.5 * 10 ** -len(number.partition(".")[2]) + 1e-9


def faults(question):
    """Return what is wrong with a question, as sentences."""
    right = [letter for letter, (_, is_right, _) in question.answers.items() if is_right]
    found = [] if len(right) == 1 else [f"{len(right)} right answers"]
    found += [] if 3 <= len(question.answers) <= 4 else ["three or four answers are needed"]
    if list(question.answers) != list("ABCD"[: len(question.answers)]):
        found.append("the letters are not in order")
    if len({said for said, _, _ in question.answers.values()}) < len(question.answers):
        found.append("two answers are the same")
    if question.code:
        names = {}
        exec(question.code, names)
        computed = names["answers"]
        found += [] if set(right) <= set(computed) else ["the code does not give the right answer"]
        for letter, value in computed.items():
            if not same(question.answers[letter][0], value):
                found.append(f"{letter} is {question.answers[letter][0]}, the code gives {value}")
    return found


def test_a_wrong_vote_is_found():
    page = "### Vote 1: x\n\nWords.\n\n- **A. 2** ✓ a\n- **B. 3** b\n- **C. 4** c\n\n"
    page += '```python\nanswers = {"A": 1 + 1, "B": 3}\n```\n'
    assert questions(page)
    assert [faults(each) for each in questions(page)] == [[]]
    for old, new in [("A. 2", "A. 5"), ("B. 3", "B. 6"), ("✓ ", ""), ('"A": 1 + 1, ', ""),
                     ("C. 4", "C. 3"), ("**B. 3** b", "**B. 3** ✓ b")]:  # fmt: skip
        assert all(faults(each) for each in questions(page.replace(old, new))), new


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_what_is_voted_for_is_what_the_code_gives(path):
    for question in questions(path.read_text(encoding="utf-8")):
        assert faults(question) == [], question.heading


@each_page
def test_two_or_three_votes_of_known_mistakes(number):
    votes = questions(text_of(number))
    assert 2 <= len(votes) <= 3
    assert all("**After the second vote.** " in vote.rest for vote in votes)
    assert any(vote.code for vote in votes)


def test_the_twelve_questions_are_twelve():
    asked = questions((FOLDER / f"{TEST}.md").read_text(encoding="utf-8"))
    assert [each.heading for each in asked] == [f"{number}." for number in range(1, 13)]


# --- the guide ------------------------------------------------------------------------------------


def lesson_minutes(words):
    """Return the minutes of the plan that a row of the guide names."""
    number = int(re.match(r"\d+", words)[0])
    column = "only_one" if "only one" in words else "minutes"
    totals = [getattr(total, column) for _, total in plan(text_of(number))]
    period = re.search(r"period (\d)", words)
    return totals[int(period[1]) - 1] if period else sum(totals)


@pytest.mark.parametrize(
    ("heading", "most"), [("One lesson", 45), ("One day", 360), ("Eight periods", 8 * PERIOD)]
)
def test_the_plans_of_the_guide_add_up(heading, most):
    text = section(GUIDE, "Plans").split(f"### {heading}\n")[1].split("###")[0]
    *rows, total = re.findall(r"^\| (\d+) \| (.+) \|$", text, re.MULTILINE)
    for stated, words in rows:
        assert int(stated) == lesson_minutes(words), words
    assert sum(int(stated) for stated, _ in rows) == int(total[0]) <= most
    assert total[1] == "together"


# --- the built pages ------------------------------------------------------------------------------


class Links(HTMLParser):
    """Collects what a page points to."""

    def __init__(self):
        """Begin with nothing found."""
        super().__init__()
        self.found, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        """Note the addresses and the name of one element."""
        attrs = dict(attrs)
        self.found += [attrs[key] for key in ("src", "href", "data", "srcset") if attrs.get(key)]
        self.ids |= {attrs["id"]} if "id" in attrs else set()


def links(html):
    parser = Links()
    parser.feed(html)
    return parser.found


def reaches_out(html):
    """Return the addresses of other machines that a page would load or lead to."""
    outside = [link for link in links(html) if re.match(r"(?:\w+:)?//", link)]
    return outside + re.findall(r"(?:@import|url\()\s*['\"]?(?:https?:)?//\S+", html)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the pages in a folder of their own, from the real sources."""
    root = tmp_path_factory.mktemp("course")
    (root / "notebooks").symlink_to(ROOT / "notebooks")
    (root / "docs").symlink_to(ROOT / "docs")
    folder = teach(root)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_an_address_on_another_machine_is_found():
    for html in ['<img src="https://a.b/c.png">', '<link href="//a.b/c.css">', "url(http://a.b)"]:
        assert reaches_out(html)
    assert not reaches_out('<a href="00_one_line.html">')


def test_a_built_page_needs_nothing_and_leads_nowhere_else(built):
    assert len(built) == len(PAGES) + 2
    there = {*built, *(f"{path.stem}.slides.html" for path in PAGES.values())}
    for name, html in built.items():
        assert reaches_out(html) == [], name
        for link in links(html):
            assert link.startswith("#") or link.split("#")[0] in there, f"{name}: {link}"


def test_the_pages_lead_to_each_other(built):
    for name, html in built.items():
        if name[:2].isdigit():
            assert {*built} - {"twelve_questions.html", name} <= set(links(html)), name
    assert set(built) - {"index.html"} <= set(links(built["index.html"]))


def test_what_the_course_knows_is_put_in(built):
    page = built["00_one_line.html"]
    for exercise in exercises.NOTEBOOKS[0]:
        for made in (exercise.insight, *(cause for _, cause in exercise.wrong)):
            assert markdown_to_html(made).strip().removeprefix("<p>").removesuffix("</p>") in page
    reading, whole = minutes(notebooks()[0])
    row = rf"<td[^>]*>{reading}</td>\s*<td[^>]*>{whole}</td>"
    assert re.search(row, built["index.html"])
    assert "<!--" not in "".join(built.values())


def test_the_code_of_every_vote_is_folded_away(built):
    for number, path in PAGES.items():
        coded = [vote for vote in questions(text_of(number)) if vote.code]
        assert built[f"{path.stem}.html"].count("<details>") == len(coded), path.name


def test_a_mark_that_is_missing_or_doubled_is_an_error():
    for text in ("# Page\n", "# Page\n<!-- causes --> <!-- causes -->"):
        with pytest.raises(SystemExit, match="the mark <!-- causes --> must stand"):
            fill(text, {"causes": ""})


def test_the_questions_page_does_not_tell_the_answers(built):
    first, second = built[f"{TEST}.html"].split('class="sheet answers"')
    assert "✓" not in first
    assert second.count("✓") == 12
