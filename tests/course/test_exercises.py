"""What holds for every exercise of the course, in the package and in the notebooks."""

import ast
import re

import pytest
import torch

from linreg_helpers.course import exercises
from linreg_helpers.course.checking.feedback import BUNDLE, CORRECT, ERROR, NOT_ATTEMPTED, NOT_YET
from linreg_helpers.course.exercises import EXERCISES, Exercise
from tests.course.answers import told
from tools.make_pages import read_notebooks

by_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


# --- all exercises at once ------------------------------------------------------------------------


@by_exercise
def test_untouched_is_not_attempted(exercise):
    assert told(exercise, exercise.start).heading == NOT_ATTEMPTED
    assert told(exercise, None).heading == NOT_ATTEMPTED


@by_exercise
def test_the_solution_as_shown_is_correct_and_brings_the_insight(exercise):
    feedback = told(exercise, exercise.code)
    assert feedback.heading == CORRECT
    assert exercise.insight in str(feedback)


@by_exercise
def test_each_exercise_knows_wrong_answers_and_has_hints_and_words(exercise):
    sentences = [sentence for _, sentence in exercise.wrong]
    fewest = 1 if exercise.kind == "recall" else 2
    assert len(set(sentences)) == len(sentences) >= fewest + 1
    assert len(set(exercise.hints)) >= fewest
    texts = [exercise.question, exercise.insight, *sentences, *exercise.hints]
    assert all(text.endswith((".", "?")) for text in texts)


def does_nothing(*arguments):
    return None


def raises(*arguments):
    raise RuntimeError("no idea")


def prints(*arguments):
    print("4")


def leaves(*arguments):
    raise SystemExit


def damages(*arguments):
    for argument in arguments:
        if isinstance(argument, torch.Tensor):
            with torch.no_grad():
                argument.zero_()
    return arguments[0]


JUNK = {
    "a text": "no idea",
    "an empty list": [],
    "a nested list": [[1], [2, 3]],
    "a tensor of a wrong shape": torch.zeros(7, 7, 7),
    "an empty tensor": torch.zeros(0),
    "nan": float("nan"),
    "complex": torch.tensor(1j),
    "an object": object(),
    "a dict": {"a": 1},
    "True": True,
    "a class": Exercise,
    "too few arguments": lambda: 0,
    "too many arguments": lambda a, b, c, d, e, f, g, h: 0,
    "a function that returns nothing": does_nothing,
    "a function that returns a text": lambda *arguments: "no idea",
    "a function that returns an object": lambda *arguments: object(),
    "a function that returns a wrong shape": lambda *arguments: torch.zeros(7, 7, 7),
    "a function that returns NaN": lambda *arguments: float("nan"),
    "a function that returns its arguments": lambda *arguments: arguments,
    "a function that raises": raises,
    "a function that leaves": leaves,
    "a function that prints": prints,
    "a function that damages its arguments": damages,
}


@by_exercise
def test_junk_neither_raises_nor_passes(exercise):
    headings = {name: told(exercise, junk).heading for name, junk in JUNK.items()}
    assert {k: v for k, v in headings.items() if v not in (NOT_YET, ERROR)} == {}


# --- every idea is exercised ----------------------------------------------------------------------

IDEAS = {
    "misses as squares": "two_squares",
    "which way a step goes, and how far": "directions next_weight",
    "the slope of one weight": "slope",
    "the order within a step": "one_step",
    "gradient descent on one weight": "walk",
    "counting parameters": "parameter_count",
    "kinds of numbers (dtype)": "dtype",
    "random start, seed, leaf": "init",
    "one prediction by hand": "prediction",
    "the forward pass": "predict",
    "shapes of rows": "row_shape",
    "the loss by head": "constant_miss",
    "the loss as a function": "mse",
    "broadcasting": "recall_trap apple_loss losses_after bug_hunt",
    "direction of a step": "new_weight",
    "the gradients by formula": "gradients",
    "one step in place, then zero": "step",
    "backward adds": "step bug_hunt",
    "the full loop": "train losses_before",
    "reading a loss curve": "bug_hunt",
    "stale predictions": "losses_after bug_hunt",
    "order of step and zero": "losses_after bug_hunt order",
    "losing the leaf": "losses_before bug_hunt",
    "least squares": "least_squares",
    "a row never seen": "rows_needed left_out",
    "leverage": "left_out_miss",
    "the bias that stays": "recall_hardly_moved",
    "the largest learning rate": "largest_rate",
    "speed of each direction": "left steps_needed",
    "how long the bowl is": "condition_number",
    "scaling with the training rows": "scale_new",
    "back to the original units": "original_units fit_order",
    "a column that never changes": "safe_scaling",
    "mini-batches and epochs": "steps",
    "the calls of an optimizer": "order",
    "the loop with an optimizer": "order fit",
    "a model of one's own": "model",
    "sums in place of rows": "sums",
    "sums of parts, and means": "mean_of_parts",
    "the loss from the sums": "sums_loss",
    "size of the sums": "count_sums",
    "sums of parts": "recall_combine",
    "the scale belongs to the model": "recall_new_region",
    "do printed numbers fit together": "misfit rows_to_test",
    "print what belongs together": "printout",
    "the scale is learnt from the training rows": "scaled_split",
    "errors in the units of the targets": "typical_miss",
    "a penalty on the weights": "ridge_step ridge_left",
    "one wrong row": "best_constant",
    "words as columns": "indicators",
    "the question decides the split": "unseen_group",
    "momentum": "momentum_order",
    "look before any model": "look",
    "leave out rows that lack something": "clean",
    "hold rows back at random": "split",
    "scale with the training rows": "scale",
    "a model of the right size": "untrained",
    "train near the lowest point": "trained",
    "compare with the best line": "compared",
    "an error in its unit, on rows never seen": "validated",
    "what is left": "residuals",
    "save the scaling with the model": "loaded",
    "say what was found": "report",
}


def test_every_idea_has_an_exercise_and_every_exercise_an_idea():
    named = {name for names in IDEAS.values() for name in names.split()}
    assert named <= {exercise.name for exercise in EXERCISES}
    assert named >= {exercise.name for exercise in EXERCISES if exercise.kind != "recall"}


def test_an_exercise_is_named_after_its_check():
    for exercise in EXERCISES:
        assert getattr(exercises, f"check_{exercise.name}") is exercise
    checks = {f"check_{exercise.name}" for exercise in EXERCISES}
    assert set(exercises.__all__) == {"EXERCISES", "Exercise", "bug_traces"} | checks


# --- in the notebooks -----------------------------------------------------------------------------

NOTEBOOKS = {path.stem: notebook for path, notebook in read_notebooks().items()}


def found_in_notebooks(exercise):
    """Return the stem of the one notebook that asks the question, and its code cell."""
    ((stem, cell),) = (
        (stem, cell)
        for stem, notebook in NOTEBOOKS.items()
        for cell in notebook.cells
        if cell.source.endswith(exercise.call)
    )
    return stem, cell


@by_exercise
def test_a_notebook_asks_the_question_in_the_same_words_and_gives_the_same_start(exercise):
    stem, cell = found_in_notebooks(exercise)
    cells = NOTEBOOKS[stem].cells
    assert cells[cells.index(cell) - 1].source.endswith(exercise.question)
    start = f"{exercise.start}\n\n{exercise.call}"
    assert ast.dump(ast.parse(cell.source)) == ast.dump(ast.parse(start))


@by_exercise
def test_the_stored_output_says_that_it_is_not_attempted(exercise):
    (output,) = found_in_notebooks(exercise)[1].outputs
    feedback = told(exercise, exercise.start)
    assert feedback.heading == NOT_ATTEMPTED
    assert output.data["text/plain"] == str(feedback)
    assert output.data["text/markdown"] == feedback._repr_markdown_()
    assert output.data[BUNDLE] == feedback._repr_mimebundle_()[BUNDLE]


def test_every_notebook_has_exercises_and_the_first_five_more_of_them():
    stems = [found_in_notebooks(exercise)[0] for exercise in EXERCISES]
    for stem in NOTEBOOKS:
        assert stems.count(stem) >= (2 if int(stem[:2]) <= 5 else 1), stem


@pytest.mark.parametrize("number", exercises.NOTEBOOKS)
def test_the_exercises_of_a_notebook_are_listed_as_they_stand_on_its_page(number):
    (notebook,) = (nb for stem, nb in NOTEBOOKS.items() if int(stem[:2]) == number)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    on_the_page = re.findall(r"^check_(\w+)\(my_", text, re.MULTILINE)
    assert [exercise.name for exercise in exercises.NOTEBOOKS[number]] == on_the_page
