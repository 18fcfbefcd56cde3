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
    ("shape", "text"),
    [((), "0.5000"), ((1,), "[0.5000]"), ((3,), "[0.5000, 0.5000, 0.5000]"),
     ((2, 2), "[0.5000, 0.5000, ...]")],
)  # fmt: skip
def test_up_to_three_numbers_are_shown_in_full(capsys, shape, text):
    half = torch.full(shape, 0.5)
    compare(half, half, within=1e-6)
    assert capsys.readouterr().out == (
        f"yours: {text} | correct: {text} | largest difference: below 1e-06, the same\n"
    )


def test_the_digits_of_a_comparison_can_be_chosen(capsys):
    compare(0.123456, 0.123456, within=1e-3, digits=2)
    assert capsys.readouterr().out.startswith("yours: 0.12 | correct: 0.12 |")


@pytest.mark.parametrize(("yours", "verdict"), [(1.5, "0.50, NOT the same"), (1.499, "below 0.5")])
def test_a_difference_as_large_as_the_bound_is_not_the_same(capsys, yours, verdict):
    compare(yours, 1.0, within=0.5)
    assert f"largest difference: {verdict}" in capsys.readouterr().out


def test_the_difference_of_small_whole_numbers_does_not_wrap_round(capsys):
    one, two = torch.tensor([1, 2], dtype=torch.uint8)
    compare(one, two, within=0.5)
    assert (
        capsys.readouterr().out == "yours: 1 | correct: 2 | largest difference: 1, NOT the same\n"
    )


def test_a_comparison_of_two_shapes_is_refused():
    words = (
        "compare: yours and correct must have the same shape; got (2,) and (2, 1). "
        "Usual cause: a dimension too many or too few in yours."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        compare([1.0, 2.0], [[1.0], [2.0]], within=1)


@pytest.mark.parametrize("column", [[1.0], torch.zeros(3), ["a"]])
def test_a_column_of_another_length_is_refused(column, capsys):
    words = (
        f"table: column 'apples' must have one value a row, 2 in all; got {len(column)}. "
        "Usual cause: a row of the tensor was passed instead of a column."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        table(["Kanto", "Johto"], {"apples": column})
    assert capsys.readouterr().out == ""


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
        (9.99e14, 2, "1.0e+15"),
        (9.94e14, 3, "994,000,000,000,000"),
        (999.5, 4, "999.5"),
        (1000.5, 4, "1,000"),
        (-0.25, 4, "-0.2500"),
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
