"""What is read from saved notebooks: solved, tried and open, whatever else is in them."""

import json

import pytest

from linreg_helpers.course.exercises import EXERCISES
from linreg_helpers.course.progress import BUNDLE, Attempt, clean, progress_of, report


def checked(name, outcome="not attempted", cause=None, text="", count=1, source=None):
    """Return a cell with a check that was run, as it stands in a notebook's file."""
    data = {BUNDLE: {"exercise": name, "outcome": outcome, "cause": cause}, "text/plain": [text]}
    return {
        "cell_type": "code",
        "execution_count": count,
        "source": source or [f"my_{name} = ...\n", f"check_{name}(my_{name})"],
        "outputs": [{"output_type": "display_data", "data": data, "metadata": {}}],
    }


def untouched(name):
    return {"cell_type": "code", "source": f"check_{name}(my_{name})", "outputs": []}


def save(folder, name, *cells):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")


def states(folder):
    pages, _ = progress_of(folder)
    return {page.name: {name: a.state for name, a in page.attempts.items()} for page in pages}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("correct", "solved"),
        ("not yet", "tried"),
        ("error", "tried"),
        ("stopped", "tried"),
        ("not attempted", "open"),
    ],
)
def test_each_outcome_of_a_check_has_its_state(tmp_path, outcome, state):
    save(tmp_path, "03_loss", checked("mse", outcome), untouched("apple_loss"))
    assert states(tmp_path) == {"03_loss": {"mse": state, "apple_loss": "open"}}


def test_the_newest_outcome_in_the_file_counts(tmp_path):
    save(tmp_path, "03_loss", checked("mse", "correct", count=9), checked("mse", "error", count=4))
    assert states(tmp_path)["03_loss"]["mse"] == "solved"
    save(tmp_path, "03_loss", checked("mse", "correct", count=3), checked("mse", "error", count=4))
    assert states(tmp_path)["03_loss"]["mse"] == "tried"


def test_a_copy_of_a_notebook_counts_where_it_is_better(tmp_path):
    save(tmp_path, "03_loss", checked("mse"))
    save(tmp_path, "03_loss-Copy1", checked("mse", "correct"))
    assert states(tmp_path) == {"03_loss": {"mse": "solved"}}


def test_hidden_folders_are_left_out(tmp_path):
    save(tmp_path, "03_loss", checked("mse"))
    save(tmp_path / ".ipynb_checkpoints", "03_loss-checkpoint", checked("mse", "correct"))
    save(tmp_path / ".backup" / "2026", "03_loss", checked("mse", "correct"))
    assert states(tmp_path) == {"03_loss": {"mse": "open"}}


def test_the_report_tells_the_cause_and_the_hint_that_the_check_has_named(tmp_path):
    text = "✗ Not yet: mse\n  help: `check_mse.hint(2)`"
    save(
        tmp_path,
        "03_loss",
        checked("mse", "not yet", "You forgot the mean.", text),
        checked("constant_miss", "correct"),
        checked("apple_loss", "error"),
        checked("dtype", "correct"),
        untouched("init"),
        untouched("step"),
    )
    assert report(*progress_of(tmp_path)) == [
        "03_loss: 2 of 6 solved",
        "  solved: constant_miss, dtype",
        "  tried:  mse. You forgot the mean. Next: check_mse.hint(2)",
        "  tried:  apple_loss. Next: check_apple_loss.hint()",
        "  open:   init, step",
        "2 of 6 exercises solved.",
    ]


def test_an_exercise_that_the_course_does_not_know_is_left_out_with_a_sentence(tmp_path):
    save(tmp_path, "03_loss", checked("gone", "correct"), checked("mse"))
    pages, remarks = progress_of(tmp_path)
    assert [list(page.attempts) for page in pages] == [["mse"]]
    assert remarks == ["These exercises are not in the course: gone."]


def test_an_empty_folder_says_so(tmp_path):
    assert report(*progress_of(tmp_path)) == ["No notebook with exercises is here."]


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b'{"cells": {}}', b"\xff", b"[" * 100_000])
def test_what_is_no_notebook_is_left_out_with_a_sentence(tmp_path, data):
    (tmp_path / "01_x.ipynb").write_bytes(data)
    save(tmp_path, "03_loss", checked("mse", "correct"))
    pages, remarks = progress_of(tmp_path)
    assert [page.name for page in pages] == ["03_loss"]
    assert remarks == ["01_x.ipynb is left out: it is no notebook"]


ODD = [
    3,
    {},
    {"cell_type": "code"},
    {"cell_type": "code", "source": 5, "outputs": 7},
    {"cell_type": "code", "source": [1], "outputs": [1, {}, {"data": 3}, {"data": {BUNDLE: 4}}]},
    {
        "cell_type": "code",
        "outputs": [{"data": {BUNDLE: {"exercise": ["mse"], "outcome": "correct"}}}],
    },
    checked("mse", ["correct"]),
    checked("mse", "excellent"),
    checked("mse", "error", {"a": 1}, count="late"),
]


@pytest.mark.parametrize("cell", ODD)
def test_whatever_stands_in_a_notebook_nothing_raises(tmp_path, cell):
    save(tmp_path, "03_loss", cell, untouched("apple_loss"))
    assert "apple_loss" in "\n".join(report(*progress_of(tmp_path)))


def test_a_cause_cannot_steer_the_terminal_or_fill_it(tmp_path):
    save(tmp_path, "03_loss", checked("mse", "error", "\x1b[31mred\nnext\u202e" + "x" * 10_000))
    (page,), _ = progress_of(tmp_path)
    cause = page.attempts["mse"].cause
    assert cause.startswith("[31mred next x")
    assert cause.isprintable()
    assert len(cause) < 400
    assert clean("a\tb") == "a b"


def test_every_exercise_of_the_course_is_known(tmp_path):
    save(tmp_path, "all", *(checked(exercise.name, "correct") for exercise in EXERCISES))
    (page,), remarks = progress_of(tmp_path)
    assert set(page.attempts.values()) == {Attempt("solved")}
    assert len(page.attempts) == len(EXERCISES)
    assert remarks == []


def test_a_text_is_cut_and_only_code_has_outputs(tmp_path):
    assert clean("ab\ncd", 5) == "ab cd"
    assert clean("abcdef", 5) == "abcde ..."
    save(tmp_path, "03_loss", {**checked("mse", "correct"), "cell_type": "raw"}, untouched("mse"))
    assert states(tmp_path) == {"03_loss": {"mse": "open"}}


def test_an_exercise_that_is_not_called_any_more_still_counts_in_its_notebook(tmp_path):
    save(tmp_path, "03_loss", checked("mse", "correct", source="# check it later"))
    save(tmp_path, "04_step", untouched("mse"))
    assert states(tmp_path) == {"03_loss": {"mse": "solved"}}


def test_of_two_copies_that_are_as_good_as_each_other_the_original_is_told(tmp_path):
    save(tmp_path, "03_loss", checked("mse", "error", "The first."))
    save(tmp_path, "03_loss-Copy1", checked("mse", "error", "The second."))
    save(tmp_path / "a", "03_loss", checked("mse", "error", "The third."))
    (page,), _ = progress_of(tmp_path)
    assert (page.name, page.attempts["mse"].cause) == ("03_loss", "The first.")


def test_of_checks_with_the_same_number_the_one_further_down_counts(tmp_path):
    save(tmp_path, "03_loss", checked("mse", "error"), checked("mse", "correct"))
    assert states(tmp_path)["03_loss"]["mse"] == "solved"
    cell = checked("mse", "error", "First.")
    cell["outputs"] += checked("mse", "not yet", "Then.")["outputs"]  # two checks in one cell
    save(tmp_path, "03_loss", cell)
    (page,), _ = progress_of(tmp_path)
    assert page.attempts["mse"].cause == "Then."


def test_names_and_causes_are_cut_where_no_sentence_of_the_course_is_as_long(tmp_path):
    save(tmp_path, "03_loss", checked("b" * 61, "correct"), checked("mse", "error", "x" * 301))
    (page,), remarks = progress_of(tmp_path)
    assert remarks == [f"These exercises are not in the course: {'b' * 60} ...."]
    assert page.attempts["mse"].cause == "x" * 300 + " ..."


def test_a_check_without_a_number_is_older_than_any_other_and_only_a_trial_has_a_cause(tmp_path):
    checks = checked("mse", "correct", "Too good."), checked("mse", "error", count=None)
    save(tmp_path, "03_loss", *checks)
    (page,), _ = progress_of(tmp_path)
    assert page.attempts == {"mse": Attempt("solved")}
