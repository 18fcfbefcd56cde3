"""What an update keeps of a learner's notebook, and what it brings."""

import copy
from types import SimpleNamespace

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from linreg_helpers.course.workbook.merge import (
    EARLIER_TEXT,
    MARK,
    Happened,
    agreement,
    is_touched,
    merge,
    with_ids,
)

ANSWER = "def my_mse(pred, target):\n    ...\n\ncheck_mse(my_mse)"


def page(**sources):
    """Return a notebook: what begins with a letter c is the id of code, all others are text."""
    new = {True: new_code_cell, False: new_markdown_cell}
    return new_notebook(
        cells=[new[name[0] == "c"](text, id=name) for name, text in sources.items()]
    )


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def update(base, mine, theirs):
    """Merge, and see that it is valid and that merging again changes nothing."""
    before = copy.deepcopy((base, mine, theirs))
    merged, _ = merge(base, mine, theirs)
    assert (base, mine, theirs) == before
    nbformat.validate(merged)
    assert merge(theirs, merged, theirs)[0] == merged
    return merged


BASE = page(t1="Title", c1="import x", t2="Ask", c2=ANSWER, t3="End")


def edited(notebook, **changes):
    """Return a copy with other sources; None deletes a cell."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if changes.get(cell.id, "") is not None]
    for cell in notebook.cells:
        cell.source = changes.get(cell.id, cell.source)
    return notebook


def with_cell(notebook, after, cell):
    """Return a copy with one more cell after the one of this id, or at the top."""
    notebook = copy.deepcopy(notebook)
    ids = [cell.get("id") for cell in notebook.cells]
    notebook.cells.insert(ids.index(after) + 1 if after else 0, cell)
    return notebook


# --- the rules ------------------------------------------------------------------------------------


def test_a_cell_that_the_learner_has_not_touched_becomes_the_new_one():
    merged = update(BASE, BASE, edited(BASE, t2="Ask again", c1="import y"))
    assert sources(merged) == ["Title", "import y", "Ask again", ANSWER, "End"]


def test_a_cell_that_the_learner_has_edited_stays():
    merged = update(BASE, edited(BASE, c2="done"), edited(BASE, t1="New"))
    assert sources(merged) == ["New", "import x", "Ask", "done", "End"]


def test_below_an_edited_cell_stands_the_new_version_marked_and_as_text_that_does_not_run():
    merged = update(BASE, edited(BASE, c2="done"), edited(BASE, c2="check_mse(2)"))
    assert sources(merged)[3] == "done"
    mark = merged.cells[4]
    assert mark.cell_type == "markdown"
    assert mark.source.startswith(
        "> **The course has changed this cell.** Yours stands above, and this is the new version. "
        "To use it, copy it into your cell.\n\n```python\n"
    )
    assert MARK in mark.source
    assert "```python\ncheck_mse(2)\n```" in mark.source


def test_a_new_version_gives_way_to_a_newer_one_unless_the_learner_wrote_into_it():
    second, third = edited(BASE, c2="second"), edited(BASE, c2="third")
    once = update(BASE, edited(BASE, c2="done"), second)
    twice = update(second, once, third)
    assert [MARK in source for source in sources(twice)].count(True) == 1
    assert "third" in sources(twice)[4]
    once.cells[4].source += " my remark"
    twice = update(second, once, third)
    assert ["my remark" in source for source in sources(twice)] == [0, 0, 0, 0, 0, 1, 0]


def test_a_new_version_stays_until_the_learner_takes_it_away():
    second = edited(BASE, c2="second")
    once = update(BASE, edited(BASE, c2="done"), second)
    third = edited(second, t1="New")
    assert len(update(second, once, third).cells) == 6
    del once.cells[4]
    assert len(update(second, once, third).cells) == 5


def test_cells_that_the_learner_added_stay_after_the_cell_that_they_stood_after():
    mine = with_cell(with_cell(BASE, "c1", new_code_cell("mine")), None, new_code_cell("first"))
    moved = edited(BASE, t1="New")
    moved.cells.insert(0, moved.cells.pop(1))
    assert sources(update(BASE, mine, moved))[:4] == ["first", "import x", "mine", "New"]


def test_deleted_text_comes_back():
    assert sources(update(BASE, edited(BASE, t2=None), BASE)) == sources(BASE)


def test_answers_to_an_exercise_that_is_gone_move_to_the_end():
    mine = with_cell(edited(BASE, c2="done"), "c2", new_code_cell("tried"))
    merged = update(BASE, mine, edited(BASE, c2=None, t2=None))
    assert sources(merged) == ["Title", "import x", "End", EARLIER_TEXT, "done", "tried"]
    said = "The course no longer has the cells that these stood in."
    assert f"## Your earlier answers\n\n{said}" == EARLIER_TEXT


def test_what_is_gone_and_was_not_touched_goes():
    assert sources(update(BASE, BASE, edited(BASE, c2=None))) == ["Title", "import x", "Ask", "End"]


def test_an_exercise_that_comes_back_finds_its_answer():
    without = edited(BASE, c2=None)
    gone = update(BASE, edited(BASE, c2="done"), without)
    assert sources(gone)[-1] == "done"
    assert sources(update(without, gone, BASE))[3] == "done"


def test_outputs_of_unchanged_cells_stay_and_those_of_changed_ones_go():
    mine = edited(BASE, c2="done")
    for cell in (mine.cells[1], mine.cells[3]):
        cell.outputs, cell.execution_count = [new_output("stream", text="4\n")], 7
    merged = update(BASE, mine, edited(BASE, t1="New"))
    assert [cell.execution_count for cell in merged.cells if "outputs" in cell] == [7, 7]
    assert merged.cells[1].outputs[0].text == "4\n"
    merged = update(BASE, mine, edited(BASE, c1="import y"))
    assert merged.cells[1].outputs == []


def test_a_sentence_in_place_of_a_figure_is_no_output_of_the_learner():
    base, theirs = edited(BASE), edited(BASE)
    base.cells[1].outputs = [new_output("stream", text="run this")]
    theirs.cells[1].outputs = [new_output("stream", text="run this cell")]
    assert update(base, base, theirs).cells[1].outputs == theirs.cells[1].outputs


def test_tags_come_from_the_page_and_what_jupyterlab_adds_stays():
    base, mine, theirs = (edited(BASE) for _ in range(3))
    base.cells[1].metadata = {"tags": ["old"]}
    mine.cells[1].metadata = {"tags": ["old"], "collapsed": True}
    theirs.cells[1].metadata = {"tags": ["new"]}
    assert update(base, mine, theirs).cells[1].metadata == {"tags": ["new"], "collapsed": True}
    mine.cells[1].source = "import mine"
    assert update(base, mine, theirs).cells[1].metadata == {"tags": ["new"], "collapsed": True}


def test_without_the_page_that_it_was_made_from_everything_of_both_stays():
    merged = update(None, edited(BASE, c2="done"), edited(BASE, t1="New"))
    assert sources(merged)[0] == "Title"
    assert MARK in sources(merged)[1]
    assert "New" in sources(merged)[1]
    assert "done" in sources(merged)


# --- ids that are missing, doubled or new ---------------------------------------------------------


def without_ids(notebook):
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        cell.pop("id", None)
    notebook.nbformat_minor = 4
    return notebook


def test_a_notebook_that_another_program_saved_without_ids_is_matched_by_its_source():
    mine = without_ids(
        edited(BASE, c2=ANSWER.replace("...", "return ((pred - target) ** 2).mean()"))
    )
    merged = update(BASE, mine, edited(BASE, t1="New", c1="import y"))
    assert len(merged.cells) == 5
    assert sources(merged)[:2] == ["New", "import y"]
    assert ".mean()" in sources(merged)[3]
    assert [cell.id for cell in merged.cells] == ["t1", "c1", "t2", "c2", "t3"]


def test_without_ids_an_answer_is_not_given_to_another_exercise():
    base = page(c1="my_a = ...\n\ncheck_a(my_a)", c2="my_b = ...\n\ncheck_b(my_b)")
    mine = without_ids(edited(base, c1=None, c2="my_b = 5\n\ncheck_b(my_b)"))
    assert sources(update(base, mine, base)) == [base.cells[0].source, mine.cells[0].source]


def test_of_two_cells_with_one_id_the_edited_one_is_the_copy():
    mine = with_cell(BASE, "c1", new_code_cell("import mine", id="c1"))
    mine.cells.insert(1, mine.cells.pop(2))
    merged = update(BASE, mine, edited(BASE, c1="import y"))
    assert sources(merged)[1:3] == ["import mine", "import y"] or sources(merged)[1:3] == [
        "import y",
        "import mine",
    ]
    assert merged.cells[sources(merged).index("import y")].id == "c1"


def test_both_halves_of_a_split_cell_stay():
    mine = edited(BASE, c2="def my_mse(pred, target):\n    return 1")
    mine = with_cell(mine, "c2", new_code_cell("check_mse(my_mse)"))
    merged = update(BASE, mine, edited(BASE, t1="New"))
    assert sources(merged)[3:5] == sources(mine)[3:5]


def test_white_space_at_the_end_is_no_edit():
    assert not is_touched(
        BASE, edited(BASE, c2=ANSWER.replace("\n", "\r\n"))
    )  # nor are ends of lines
    mine = edited(BASE, t1="Title\n", c1="import x\r\n")
    assert sources(update(BASE, mine, edited(BASE, t1="New", c1="import y")))[:2] == [
        "New",
        "import y",
    ]


def test_what_is_written_into_the_heading_of_the_earlier_answers_stays_also_in_a_copy_of_it():
    gone = update(BASE, edited(BASE, c2="done"), edited(BASE, c2=None))
    heading = next(cell for cell in gone.cells if cell.source == EARLIER_TEXT)
    heading.source += " one"
    gone.cells.append(copy.deepcopy(heading))
    gone.cells[-1].source += " two"
    merged = update(BASE, gone, edited(BASE, c2=None, t1="New"))
    assert sources(merged)[-3:] == [heading.source, "done", f"{heading.source} two"]


# --- edits at random ------------------------------------------------------------------------------

WORDS = st.sampled_from(["Ask", "my_guess = None", "x = 1\ny = 2", "", "check_a(b)", "a `b`"])


def cell_of(kind, source, name):
    """Return a cell; nbformat's own functions look at each one for a long time."""
    cell = NotebookNode(cell_type=kind, source=source, metadata=NotebookNode())
    if name:
        cell.id = name
    if kind == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


@st.composite
def notebooks(draw):
    """Return three versions of a notebook, and what the learner typed."""
    cells = draw(st.lists(st.tuples(st.booleans(), WORDS), min_size=1, max_size=7))
    base = NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode())
    base.update(
        cells=[
            cell_of("code" if code else "markdown", text, f"cell-{i}")
            for i, (code, text) in enumerate(cells)
        ]
    )
    return base, draw(edits_of(base, "typed")), draw(edits_of(base, "page"))


@st.composite
def edits_of(draw, notebook, word):
    """Return a notebook edited at random: each new source holds the word and a number."""
    notebook, numbers = copy.deepcopy(notebook), iter(range(100))
    actions = ["edit", "add", "delete", "move", "run"]
    if word == "typed":
        actions += ["copy", "copy with its id", "split", "lose its id", "change its type"]
    for action in draw(st.lists(st.sampled_from(actions), max_size=8)):
        place = draw(st.integers(0, max(len(notebook.cells) - 1, 0)))
        new = f"{word}-{next(numbers)}-"
        if action == "add" or not notebook.cells:
            kind = draw(st.sampled_from(["code", "markdown"]))
            notebook.cells.insert(place, cell_of(kind, new, f"new-{new}"))
            continue
        cell = notebook.cells[place]
        if action == "edit":
            cell.source = draw(st.sampled_from([f"{cell.source} {new}", new]))
        elif action == "delete":
            del notebook.cells[place]
        elif action == "move":
            notebook.cells.append(notebook.cells.pop(place))
        elif action == "run" and "outputs" in cell:
            cell.outputs, cell.execution_count = [new_output("stream", text=new)], 1
        elif action.startswith("copy"):
            twin = copy.deepcopy(cell)
            twin.id = cell.get("id") if action == "copy with its id" else f"copy-{new}"
            notebook.cells.insert(place, twin)
        elif action == "split":
            half = cell_of("code", cell.source[len(cell.source) // 2 :] + new, f"half-{new}")
            cell.source = cell.source[: len(cell.source) // 2] + f" {word}-half-{new}"
            notebook.cells.insert(place + 1, half)
        elif action == "lose its id":
            cell.pop("id", None)
        elif action == "change its type" and cell.cell_type == "code":
            notebook.cells[place] = cell_of("markdown", f"{cell.source} {new}", cell.get("id"))
    return notebook


def typed(notebook):
    """Return all pieces that somebody typed."""
    return {word for source in sources(notebook) for word in source.split() if "typed-" in word}


@settings(max_examples=100, deadline=None)
@given(notebooks(), st.data())
def test_whatever_both_sides_did_nothing_that_the_learner_typed_is_lost(versions, data):
    base, mine, theirs = versions
    merged = update(base, mine, theirs)
    assert typed(mine) <= typed(merged)
    newer = data.draw(edits_of(theirs, "page"))
    assert typed(mine) <= typed(update(theirs, merged, newer))


@settings(max_examples=60, deadline=None)
@given(notebooks())
def test_every_changed_cell_of_the_new_page_can_be_read(versions):
    base, mine, theirs = versions
    old = sources(base)
    text = "\n".join(sources(update(base, mine, theirs)))
    assert all(source in text for source in sources(theirs) if source not in old)


# --- nbdime as the oracle -------------------------------------------------------------------------


def long_cell(i):
    """Return a cell that nbdime, which looks at the source alone, takes for no other."""
    return cell_of("code", f"{chr(97 + i) * 30} = 0  # was {i}\n{chr(110 + i) * 40}", f"c{i}")


@st.composite
def edits_apart(draw):
    """Return three versions of which no two edits meet but in a cell that both have changed."""
    n = draw(st.integers(3, 7))
    base = new_notebook(cells=[long_cell(i) for i in range(n)])
    mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
    for notebook, number in ((mine, 1), (theirs, 2)):
        for i in draw(st.sets(st.integers(1, n - 2))):
            notebook.cells[i].source = base.cells[i].source.replace("= 0", f"= {number}")
    # The learner adds a cell at the end, the course at the top: to nbdime, two cells added between
    # the same two are a conflict, and so is one that is added beside an edited one.
    mine.cells += [cell_of("code", "mine " * 9, "mine")] * draw(st.integers(0, 1))
    theirs.cells[:0] = [cell_of("code", "theirs " * 9, "theirs")] * draw(st.integers(0, 1))
    return base, mine, theirs


@settings(max_examples=50, deadline=None)
@given(edits_apart())
def test_where_the_edits_are_apart_nbdime_merges_alike(versions):
    from nbdime.merging.notebooks import merge_notebooks

    options = SimpleNamespace(
        merge_strategy="use-local", input_strategy=None, output_strategy=None,
        ignore_transients=True, log_level="ERROR",
    )  # fmt: skip
    theirs, _ = merge_notebooks(*copy.deepcopy(versions), args=options)
    ours = [source for source in sources(update(*versions)) if MARK not in source]
    assert ours == sources(theirs)


# --- what is said of it ---------------------------------------------------------------------------


def happened(mine, theirs, base=BASE):
    return merge(base, mine, theirs)[1]


def test_what_happened_is_counted():
    own = with_cell(BASE, "c2", new_code_cell("mine"))
    assert happened(BASE, BASE) == Happened() == Happened(0, 0, 0, 0, 0, 0)
    assert happened(BASE, edited(BASE, t1="New", t2="New", c1="y")) == Happened(2, 1, 0, 0, 0, 0)
    assert happened(edited(BASE, c2="done"), BASE) == Happened(0, 0, 1, 0, 0, 0)
    assert happened(edited(BASE, t2="mine"), BASE) == Happened(0, 0, 0, 1, 0, 0)
    assert happened(edited(own, t2="mine"), BASE) == Happened(0, 0, 0, 2, 0, 0)
    assert happened(edited(BASE, c2="done"), edited(BASE, c2="x")) == Happened(0, 0, 1, 0, 1, 0)
    assert happened(edited(BASE, c2="done"), edited(BASE, c2=None)) == Happened(0, 0, 0, 0, 0, 1)
    without = edited(BASE, c2=None)
    gone = with_cell(merge(BASE, edited(BASE, c2="done"), without)[0], "c2", new_code_cell("mine"))
    assert happened(gone, without, without) == Happened()  # moved in an earlier update


def test_a_notebook_is_touched_by_words_and_not_by_outputs():
    run = edited(BASE, t1="Title \n")
    run.cells[1].outputs = [new_output("stream", text="4\n")]
    assert not is_touched(BASE, run)
    assert is_touched(BASE, edited(BASE, c1="import y"))
    assert is_touched(BASE, edited(BASE, t3=None))
    assert [agreement(BASE, n) for n in (run, edited(BASE, c1="y"), page())] == [5, 4, 0]


# --- cells without their ids, edited --------------------------------------------------------------


def test_an_edited_cell_without_its_id_is_found_where_most_of_it_is_left():
    base = page(t1="A long sentence on lines and planes.", c1="import x", t2="End")
    for text, is_found in (
        ("A long sentence on lines or planes!", True),
        ("Something else.", False),
    ):
        mine = without_ids(edited(base, t1=text))
        merged = update(base, mine, base)
        assert sources(merged) == ([text] if is_found else [text, base.cells[0].source]) + [
            "import x", "End",
        ]  # fmt: skip
    mine = without_ids(edited(base, t1=None, c1=base.cells[0].source))  # code is no text
    assert sources(update(base, mine, base)).count(base.cells[0].source) == 2


def test_edited_exercises_without_ids_are_found_in_their_order():
    names = "abc"
    base = page(**{f"c{n}": f"my_{n} = ...\n\ncheck_{n}(my_{n})" for n in names})
    mine = without_ids(edited(base, **{f"c{n}": f"my_{n} = 5\n\ncheck_{n}(my_{n})" for n in names}))
    merged = update(base, mine, base)
    assert sources(merged) == sources(mine)
    assert [cell.id for cell in merged.cells] == ["ca", "cb", "cc"]
    mine.cells[0].source = "nothing like it"
    merged = update(base, mine, base)
    assert [MARK in source for source in sources(merged)] == [False] * 4
    assert sources(merged)[2:] == sources(mine)[1:]


# --- the new version below ------------------------------------------------------------------------


def test_the_new_version_is_fenced_by_more_ticks_than_it_holds_and_keeps_its_picture():
    for text, fence in (("x", "```"), ("`x`", "```"), ("a ``` b", "````"), ("````", "`````")):
        merged = update(BASE, edited(BASE, c2="done"), edited(BASE, c2=text))
        assert merged.cells[4].source.endswith(f"\n\n{fence}python\n{text}\n{fence}")
    theirs = edited(BASE, t2="![new](attachment:a.png)")
    theirs.cells[2].attachments = {"a.png": {"image/png": "AAAA"}}
    mark = update(BASE, edited(BASE, t2="mine"), theirs).cells[3]
    assert mark.source == f"{MARK}\n\n![new](attachment:a.png)"
    assert (mark.id, mark.attachments) == ("t2-new", theirs.cells[2].attachments)
    assert mark.metadata == {"linreg": {"new_version_of": "t2"}}


def test_a_mark_that_other_programs_have_changed_breaks_nothing():
    second = edited(BASE, c2="second")
    once = update(BASE, edited(BASE, c2="done"), second)
    once.cells[4].source += " \n"  # white space is no edit
    assert len(update(second, once, edited(second, t1="New")).cells) == 6
    for note in ("c2", {}, {"new_version_of": ["c2"]}, {"new_version_of": "other"}):
        once.cells[4].metadata["linreg"] = note
        assert sources(once)[4] in sources(update(second, once, second))


# --- the heading of the earlier answers -----------------------------------------------------------


def test_the_heading_of_the_earlier_answers_goes_with_the_last_of_them():
    without = edited(BASE, c2=None)
    gone = update(BASE, edited(BASE, c2="done"), without)
    assert sources(update(without, gone, without))[-2:] == [EARLIER_TEXT, "done"]
    del gone.cells[-1]
    assert sources(update(without, gone, without)) == sources(without)
    gone.cells[-1].source += "\n\nmy remark"
    assert "my remark" in sources(update(without, gone, without))[-1]


# --- ids ------------------------------------------------------------------------------------------


def test_every_cell_gets_a_name_that_a_notebook_may_have_and_the_same_one_next_time():
    given = ["a", "a", None, 5, "a b", "x" * 64, "x" * 65, "\u00e4"]
    cells = [cell_of("markdown", f"text {i // 2}", name) for i, name in enumerate(given)]
    cells.append(cell_of("raw", "raw", "r"))
    cells[-1].update(attachments={"a": 1}, outputs=[])
    named = with_ids(cells)
    names = [cell.id for cell in named]
    assert (names[0], names[5], names[8]) == ("a", "x" * 64, "r")
    assert len(set(names)) == 9
    assert all(name.startswith("cell-") for name in names[1:5] + names[6:8])
    assert names[3] == f"{names[2]}-1"  # of the same text
    assert [cell.id for cell in with_ids(cells)] == names
    assert ("attachments" in named[8], "outputs" in named[8]) == (True, False)
    named[0].metadata["seen"] = True
    assert cells[0].metadata == {}


# --- the same source in several places ------------------------------------------------------------


def test_an_answer_stays_in_its_place_also_when_another_cell_has_the_same_source():
    page_a, page_b, text = "my_a = ...\n\ncheck_a(my_a)", "my_b = ...\n\ncheck_b(my_b)", "Words"
    again = "my_a = 5\n\ncheck_a(my_a)"  # in place of the other exercise
    base = page(c1=page_a, t1=text, c2=page_b)
    mine = without_ids(edited(base, c2=again))
    assert sources(update(base, mine, base)) == [page_a, text, again, page_b]
    base = page(c1=page_b, t1=text, c2=page_a)
    mine = without_ids(edited(base, c1=again))
    assert sources(update(base, mine, base)) == [again, page_b, text, page_a]
    base = page(c1=page_a)
    shown = with_cell(base, "c1", new_code_cell(again, id="c9"))  # the course tells the answer
    assert sources(update(base, without_ids(edited(base, c1=again)), shown)) == [again, again]


def test_what_is_new_on_the_page_is_found_by_its_id_first_and_does_not_stand_twice():
    theirs = with_cell(BASE, "t3", new_code_cell("done", id="c9"))
    mine = with_cell(BASE, "t3", new_code_cell("done", id="own"))
    assert sources(update(BASE, mine, theirs)) == sources(theirs)
    # The answer in the place of an exercise is that one's, whatever else has the same source.
    answered = ["Title", "import x", "Ask", "done", "End", "done"]
    assert sources(update(BASE, edited(BASE, c2="done"), theirs)) == answered
    without = edited(BASE, c2=None)
    gone = update(BASE, edited(BASE, c2="done"), without)
    back = update(without, gone, theirs)
    assert MARK in back.cells.pop(4).source
    assert sources(back) == answered


def test_cells_without_an_id_are_not_taken_for_each_other():
    base, mine = without_ids(BASE), without_ids(edited(BASE, t1=None))
    assert sources(merge(base, mine, BASE)[0]) == sources(BASE)


# --- what counts as written -----------------------------------------------------------------------


def test_a_picture_that_was_pasted_is_an_edit_and_stays():
    mine = edited(BASE)
    mine.cells[2].attachments = {}
    assert not is_touched(BASE, mine)
    mine.cells[2].attachments = {"a.png": {"image/png": "AAAA"}}
    assert is_touched(BASE, mine)
    merged = update(BASE, mine, edited(BASE, t2="Ask again"))
    assert merged.cells[2].attachments == mine.cells[2].attachments
    assert merged.cells[3].source == f"{MARK}\n\nAsk again"


def test_a_new_version_is_known_again_whatever_its_id_and_the_end_of_its_text():
    name = "t" * 64  # as long as an id may be
    base = page(**{name: "Old", "c1": "import x"})
    new, newer = edited(base, **{name: "New \n"}), edited(base, **{name: "Newer"})
    once = update(base, edited(base, **{name: "mine"}), new)
    for merged in (once, update(new, once, newer)):
        assert [source.split("\n")[0] for source in sources(merged)] == ["mine", MARK, "import x"]


# --- long cells and long notebooks ----------------------------------------------------------------


def test_long_cells_and_long_notebooks_are_compared_as_short_ones_are():
    words = "A long sentence on lines and planes, which goes on and on. " * 5
    base = page(t1=words, c1="import x")
    mine = without_ids(edited(base, t1=f"Mine! {words[:-9]}"))
    assert sources(update(base, mine, base)) == sources(mine)
    often = range(0, 200, 40)  # the same cell, here and there
    many = NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode())
    many.cells = [cell_of("code", "..." if i in often else f"{i}", f"c{i}") for i in range(200)]
    mine = without_ids(many)
    for i in reversed(often):
        mine.cells[i : i + 1] = [cell_of("code", word, None) for word in ("before", "...", "after")]
    assert len(merge(None, mine, many)[0].cells) == 200 + 2 * len(often)


def test_a_cell_of_which_six_tenths_are_left_is_another_one():
    base = page(t1="abcde", c1="import x")
    for text, is_found in (("abcdX", True), ("abcXY", False)):
        mine = without_ids(edited(base, t1=text))
        assert ("abcde" not in sources(update(base, mine, base))) is is_found
