"""What the notebooks print: few digits, on one line, the same on every processor."""

import re

import pytest
import torch

from linreg_helpers.course.lesson import compare, reveal, table


def test_a_guess_stands_beside_the_truth(capsys):
    reveal("new", truth="old")
    assert capsys.readouterr().out == "your guess: new | the truth: old\n"


def test_a_missing_guess_is_said(capsys):
    reveal(None, truth=(5, 2))
    assert capsys.readouterr().out == (
        "your guess: none yet (set my_guess above, and run both cells) | the truth: (5, 2)\n"
    )


def test_a_guess_of_zero_is_a_guess(capsys):
    reveal(0, truth=0)
    assert capsys.readouterr().out == "your guess: 0 | the truth: 0\n"


def test_rounding_is_called_the_same(capsys):
    compare(torch.tensor(1.00001), 1.0, within=1e-3)
    assert capsys.readouterr().out == (
        "yours: 1 | correct: 1 | largest difference: below 0.001, the same\n"
    )


def test_a_number_from_elsewhere_is_not_called_correct(capsys):
    compare(0.5196, 0.6086, within=1e-4, against="notes")
    assert capsys.readouterr().out == (
        "yours: 0.5196 | notes: 0.6086 | largest difference: 0.089, NOT the same\n"
    )


def test_what_is_smaller_than_rounding_is_printed_as_zero(capsys):
    compare([1.2e-7, 0.5], [0, 0.5], within=1e-5)
    assert capsys.readouterr().out.startswith("yours: [0.000, 0.5000] | correct: [0.000, 0.5000] |")


@pytest.mark.parametrize("yours", [1.5, float("nan")])
def test_more_than_rounding_is_not_the_same(capsys, yours):
    compare(yours, 1.0, within=1e-3)
    assert capsys.readouterr().out.endswith("NOT the same\n")


def test_a_long_tensor_is_shown_by_its_first_numbers(capsys):
    compare(torch.arange(6.0).view(2, 3).requires_grad_(), torch.arange(6.0).view(2, 3), within=1)
    assert capsys.readouterr().out.startswith("yours: [0, 1, ...] | correct: [0, 1, ...] |")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (33060.81, 4, "33,060"),
        (-6938.44, 4, "-6,938"),
        (0.577365, 4, "0.5774"),
        (0.577365, 2, "0.58"),
        (8.4e6, 4, "8,400,000"),
        (1234, 4, "1,234"),
        (6.872e11, 4, "687,200,000,000"),
        (1.0e20, 4, "1.000e+20"),
        (1e-5, 4, "1.000e-05"),
        (130.7, 2, "130"),
        (9.999997, 4, "10"),
        (0, 4, "0"),
    ],
)
def test_numbers_have_few_digits_and_no_exponent_where_they_can_do_without(
    capsys, value, digits, text
):
    table(["row"], {"": [value]}, digits=digits)
    assert capsys.readouterr().out.split()[-1] == text


def test_columns_are_aligned_on_the_right(capsys):
    table(["Kanto", "Johto"], {"apples": torch.tensor([56.0, 101.5]), "kind": ["a", "b"]})
    assert capsys.readouterr().out.splitlines() == [
        "       apples  kind",
        "Kanto   56.00     a",
        "Johto   101.5     b",
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: compare([1, 2], 1, within=0.1),
            "compare: yours and correct must have the same shape; got (2,) and (). "
            "Usual cause: a dimension too many or too few in yours.",
        ),
        (
            lambda: table(["Kanto"], {"apples": [1, 2]}),
            "table: column 'apples' must have one value a row, 1 in all; got 2. "
            "Usual cause: a row of the tensor was passed instead of a column.",
        ),
    ],
)
def test_a_refusal_says_what_was_wrong_and_why(call, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        call()
