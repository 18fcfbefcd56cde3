"""A learner's whole way: clone, solve, save, stop, pull what others have changed, and go on."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from linreg_helpers.course.exercises import EXERCISES
from linreg_helpers.course.workbook.merge import MARK
from tests.browser.conftest import new_page
from tests.browser.lab import (
    NOTEBOOKS,
    ROOT,
    cell,
    output_text,
    run_all,
    save_screenshot,
    serving,
    type_into_cell,
    wait_for_notebook,
    wait_until,
)

FIRST = NOTEBOOKS[0]
CODE = {exercise.name: exercise.code for exercise in EXERCISES}
GUESS = 'my_guess = "a guess of mine"'
CHANGE = "\n\n# The course has changed this cell."
WORDS = "The course has changed these words."


def git(folder, *words):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", folder, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """Put the course, as it stands here, into a git repository of its own."""
    folder = tmp_path_factory.mktemp("origin")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "The course")
    return folder


def call(clone, *words):
    """Call a command of the course in a clone of it."""
    command = [sys.executable, "-m", "linreg_helpers", *words]
    env = {**os.environ, "PYTHONPATH": str(clone)}
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True).stdout


def assert_tests_pass(clone):
    """Run what a solved workbook could disturb: all that looks at the folder and at its pages."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/house", "tests/pages", "notebooks"]
    chosen = ["-k", f"not ipynb or {FIRST.partition('.')[0]}"]
    env = {**os.environ, "PYTHONPATH": str(clone)}
    done = subprocess.run([*command, *chosen], cwd=clone, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def lab_of(clone, home):
    """Start what `make lab` starts, in a clone of the course."""
    command = [sys.executable, "-m", "linreg_helpers", "lab"]
    return serving(command, clone / "workbook", home, cwd=clone, PYTHONPATH=str(clone))


def open_where_it_opens(page, lab):
    """Open JupyterLab by the address of its server alone: it goes to where one stopped."""
    page.goto(f"{lab.url}/?token={lab.token}")
    wait_for_notebook(page, lab, FIRST)
    assert f"/lab/tree/{FIRST}" in page.url


def places(path):
    """Return where the exercises and the first guess stand: dicts from name to place."""
    exercises, guesses = {}, []
    for place, found in enumerate(nbformat.read(path, 4).cells):
        last = found.source.splitlines()[-1] if found.cell_type == "code" else ""
        if last.startswith("check_"):
            exercises[last.removeprefix("check_").partition("(")[0]] = place
        if last.startswith("my_guess ="):
            guesses.append(place)
    return exercises, guesses[0]


def test_all_answers_and_the_new_text_are_there_after_a_pull(browser, origin, tmp_path):
    clone, home = tmp_path / "clone", tmp_path / "home"
    git(tmp_path, "clone", "-q", origin, clone)

    with lab_of(clone, home) as lab, new_page(browser, lab) as page:
        open_where_it_opens(page, lab)
        exercises, guess = places(clone / "workbook" / FIRST)
        assert output_text(page, guess + 1) == ""
        answers = {name: f"{CODE[name]}\n\ncheck_{name}(my_{name})" for name in exercises}
        type_into_cell(page, guess, GUESS)
        for name, place in exercises.items():
            type_into_cell(page, place, answers[name])
        run_all(page)
        for name, place in exercises.items():
            assert f"✓ Correct: {name}" in output_text(page, place)
        page.keyboard.press("Control+s")
        saved = clone / "workbook" / FIRST
        wait_until(page, lambda: "a guess of mine | the truth" in saved.read_text(), "it is saved")
        assert page.errors == []

    assert git(clone, "status", "--porcelain") == ""
    solved = f"{FIRST.partition('.')[0]}: {len(exercises)} of {len(exercises)} solved"
    assert solved in call(clone, "progress")
    assert_tests_pass(clone)

    # Others change the same cells, and some text.
    page_of_course = nbformat.read(origin / "notebooks" / FIRST, 4)
    for place in (guess, *exercises.values()):
        page_of_course.cells[place].source += CHANGE
    page_of_course.cells[1].source += f"\n\n{WORDS}"
    nbformat.write(page_of_course, origin / "notebooks" / FIRST)
    git(origin, "commit", "-qam", "A change")
    git(clone, "pull", "-q", "--ff-only")

    with lab_of(clone, home) as lab, new_page(browser, lab) as page:
        assert f"your {len(exercises) + 1} answers kept" in (home / "server.log").read_text()
        open_where_it_opens(page, lab)
        assert WORDS in cell(page, 1).inner_text()
        exercises, guess = places(saved)
        cells = nbformat.read(saved, 4).cells
        for place, answer in [(guess, GUESS), *((p, answers[n]) for n, p in exercises.items())]:
            assert "\n".join(cell(page, place).locator(".cm-line").all_text_contents()) == answer
            assert cells[place + 1].source.startswith(MARK)
            assert CHANGE.strip() in cell(page, place + 1).inner_text()
        for name, place in exercises.items():
            assert f"Correct: {name}" in output_text(page, place)
        run_all(page)  # the new versions below do not take the answers back
        for name, place in exercises.items():
            assert f"✓ Correct: {name}" in output_text(page, place)
        save_screenshot(page, "workbook-after-an-update")
        assert page.errors == []
    assert git(clone, "status", "--porcelain") == ""
