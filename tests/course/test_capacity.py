"""What a server for a class needs: the rule, and that it is told with its figures."""

from itertools import pairwise

import pytest

from linreg_helpers.course import commands
from linreg_helpers.course.capacity import MEASURED, MOST, capacity, report

# Round figures, with which one can compute in one's head.
ROUND = MEASURED._replace(
    server=100, kernel=200, hub=176, start=6.0, run=4.0, environment=2000, home=50
)


def test_the_rule_by_hand():
    # (1024 + 176 + 30 x (100 + 2 x 200)) x 1.25 = 20,250 MiB; 2000 + 30 x 250 = 9,500 MiB;
    # 30 x 10 s in 300 s is less than two cores, 30 x 6 s in 60 s are three.
    assert capacity(30, ROUND) == {"memory": 20, "cores": 2, "cores_at_once": 3, "disk": 10}


def test_a_larger_class_never_needs_less():
    needs = [capacity(n).values() for n in range(1, MOST + 1)]
    for fewer, more in pairwise(needs):
        assert all(a <= b for a, b in zip(fewer, more, strict=True))


def test_what_was_measured_fits_into_what_is_asked_for():
    measured = MEASURED.hub + MEASURED.n_students * (MEASURED.server + MEASURED.kernel)
    assert capacity(MEASURED.n_students)["memory"] * 1024 > measured


def test_every_need_is_printed_with_its_rule(capsys):
    assert commands.main(["capacity", "30"]) is None
    printed = capsys.readouterr().out
    assert printed == "\n".join(report(30)) + "\n"
    needs = capacity(30)
    assert f"memory  {needs['memory']} GiB" in printed
    assert f"cores   {needs['cores']} when" in printed
    assert f"{needs['cores_at_once']} when all begin at once" in printed
    assert f"disk    {needs['disk']} GiB" in printed
    assert f"Measured on {MEASURED.when} with {MEASURED.n_students} students" in printed


def test_the_printed_rule_gives_the_printed_needs():
    lines = dict(line.split(maxsplit=1) for line in report(30, ROUND) if line.startswith("  "))
    assert lines["memory"] == "1.25 x (1,200 + 30 x 500) MiB"
    assert lines["cores"].startswith("30 x 10.0 s / 300 s, and at once 30 x 6.0 s / 60 s")
    assert lines["disk"] == "2,000 + 30 x (50 + 200) MiB"


def test_one_student_is_one(capsys):
    commands.main(["capacity", "1"])
    assert capsys.readouterr().out.startswith("A server for 1 student needs:")


@pytest.mark.parametrize("word", ["thirty", "30.5", "-3", "", "3 0", "\u0663"])
def test_what_is_no_whole_number_is_refused_in_one_sentence(word):
    with pytest.raises(SystemExit) as stop:
        commands.capacity(word)
    assert str(stop.value) == (
        f"STUDENTS must be a whole number from 1 to 1,000, got {word!r}. For a class of thirty: "
        "python -m linreg_helpers capacity 30"
    )


@pytest.mark.parametrize("word", ["0", "1001", "9" * 5000])
def test_a_number_out_of_range_is_refused_in_one_sentence(word):
    with pytest.raises(SystemExit) as stop:
        commands.main(["capacity", word])
    got = f"{int(word[:20]):,}"
    assert str(stop.value) == (
        f"The number of students must be from 1 to 1,000, got {got}; more of them need several "
        "servers: see docs/classroom.md on Kubernetes."
    )
