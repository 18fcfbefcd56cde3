"""What is found in wrong numbers, word for word: each kind, its boundaries, and where it is silent.

Most results are a change of the right ones, and two cases stand for any number of them.
"""

import pytest
import torch

from linreg_helpers.course.checking.findings import finding, wrong_parts

ROWS = [[2.0, -1.0, 5.0], [3.0, 7.0, -4.0, 6.0]]  # of two lengths
EVEN = [[2.0, -1.0, 5.0], [3.0, 7.0, -4.0]]
PLUS = [[2.0, 9.0, 5.0], [3.0, 7.0, 4.0]]
WIDE = [[[1.0, 2.0, 4.0], [8.0, 5.0, 7.0]], [[3.0, -3.0, 6.0], [9.0, 1.0, 4.0]]]
TALL = [[[1.0, 2.0], [3.0, 7.0], [9.0, 4.0]], [[5.0, 8.0], [2.0, -6.0], [1.0, 3.0], [0.0, 2.0]]]
SQUARE = [[[1.0, 2.0], [3.0, 7.0]], [[5.0, 8.0], [2.0, 6.0]]]
ONES = [4.0], [5.0]


def exact(value):
    return torch.tensor(value, dtype=torch.float64)


def found(right, came, sizes=None, within=1e-4):
    right = [exact(value) for value in right]
    came = [came(r) for r in right] if callable(came) else [exact(value) for value in came]
    return finding(right, came, sizes or [{}] * len(right), within)


def with_noise(right):
    return right + 0.37 * torch.arange(right.numel()).reshape(right.shape) ** 2 + 0.2


# --- the shape ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "came", "told"),
    [
        (SQUARE, lambda r: r.T, "It is turned: rows stand in place of columns."),
        (WIDE, lambda r: r.T, "It is turned: rows stand in place of columns."),
        (ROWS, lambda r: r.flip(0), "The numbers stand in the opposite order."),
        (ROWS, lambda r: r[None], "The numbers are right, and the shape is not."),
        (WIDE, lambda r: r.flatten(), "The numbers are right, and the shape is not."),
        ([[2.0], [3.0]], lambda r: r[0], "The numbers are right, and the shape is not."),
        (ROWS, lambda r: r[:1], "Only the first number came back. Usual cause: `return` inside the "
         "loop."),
        (ROWS, lambda r: r[:2], "Only the first 2 numbers came back. Usual cause: `return` inside "
         "the loop."),
        (ROWS, lambda r: r[-1:], "Only the last number came back. Usual cause: a line that stands "
         "after the loop."),
        (ROWS, lambda r: r[-2:], "Only the last 2 numbers came back. Usual cause: a line that "
         "stands after the loop."),
        (ROWS, lambda r: r[1:], "The first number is missing."),
        (ROWS, lambda r: r[:-1], "The last number is missing."),
        (ROWS, lambda r: r[-1], "That is the last number alone."),
        (ROWS, lambda r: r[0], "That is the first number alone."),
        (ROWS, lambda r: r.sum(), "That is the sum of the right numbers."),
        ([[2.0, -1.0, 6.5], ROWS[1]], lambda r: r.mean(), "That is the mean of the right numbers."),
        (WIDE, lambda r: r[:, 1:], "The first column is missing."),
        (WIDE, lambda r: r[:, :-1], "The last column is missing."),
        (TALL, lambda r: r[1:], "The first row is missing."),
        (TALL, lambda r: r[:-1], "The last row is missing."),
        (WIDE, lambda r: r[0], "That is the first row alone."),
        (WIDE, lambda r: r[:, 0], "That is the first column alone."),
        (WIDE, lambda r: r.sum(), "That is the sum of the right numbers."),
        (ROWS, lambda r: torch.cat([r[:1] + 1, r]), "There is one number too many, the first."),
        (ROWS, lambda r: torch.cat([r, r[:1] + 1]), "There is one number too many, the last."),
        (WIDE, lambda r: torch.cat([r, r[:, :1]], 1), "There is one column too many, the last."),
        (WIDE, lambda r: torch.cat([r, r[:1]]), "There is one row too many, the last."),
        ([5.0, 3.0], lambda r: r * exact([0.25, 0.75]),
         "The sum is missing: these numbers add up to the right one."),
        ([5.0, 3.0], lambda r: r + exact([-2.0, -1.0, 3.0]),
         "The mean is missing: the mean of these numbers is the right one."),
        (EVEN, lambda r: torch.stack([r * 0.25, r * 0.75]), "The sum over the rows is missing."),
        (EVEN, lambda r: torch.stack([r * 0.25, r * 0.75], 1),
         "The sum over the columns is missing."),
        (EVEN, lambda r: torch.stack([r + 1, r - 1]), "The mean over the rows is missing."),
        (EVEN, lambda r: torch.stack([r + 1, r - 1], 1), "The mean over the columns is missing."),
        (WIDE, lambda r: with_noise(r.T), "The shape is turned."),
        (ROWS, lambda r: with_noise(r[:, None] - r), "Two shapes that do not fit were stretched to "
         "a square table."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_shape_is_said(right, came, told):
    assert found(right, came) == told


@pytest.mark.parametrize(
    ("right", "came"),
    [
        (ROWS, lambda r: r[:0]),
        (ROWS, lambda r: with_noise(r)[1:]),
        (WIDE, lambda r: with_noise(r)[:, 1:]),
        (TALL, lambda r: with_noise(torch.cat([r, r]))),
        (EVEN, lambda r: with_noise(torch.stack([r, r]))),
        ([[2.0], [3.0]], lambda r: with_noise(r[:, None])),
        (ROWS, [[2.0, -1.0], [7.0, -4.0]]),  # the first of the one, and others of the other case
        (WIDE, [[1.0, 2.0, 4.0], WIDE[1]]),  # one of two cases
        (ROWS, [ROWS[0][::-1], ROWS[1]]),
        ([[], []], [1.0, 2.0]),
        (SQUARE, [exact(SQUARE[0]).T.tolist(), SQUARE[1]]),
    ],
)
def test_of_a_shape_that_is_wrong_in_another_way_or_on_one_case_only_nothing_is_said(right, came):
    assert found(right, came) is None


# --- factors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "came", "told"),
    [
        (EVEN, lambda r: -r, "The sign is the other way round."),
        ([5.0], [-5.0], "The sign is the other way round."),
        (EVEN, torch.abs, "The minus signs are lost."),
        (EVEN, lambda r: 2 * r, "Every number is 2 times too large."),
        (EVEN, lambda r: r / 3, "Every number is 3 times too small."),
        (EVEN, lambda r: -2.5 * r, "Every number is 2.5 times too large, and of the other sign."),
        (EVEN, lambda r: -r / 4, "Every number is 4 times too small, and of the other sign."),
        (EVEN, lambda r: 5e-6 * r, "Every number is 2e+05 times too small."),
        (EVEN, lambda r: 1.00105 * r, "Every number is 1.001 times too large."),
        (EVEN[:1], lambda r: 2.5 * r, "Every number is 2.5 times too large."),
        ([4.0, 5.0], lambda r: 2.5 * r, "The number is 2.5 times too large."),
        (ONES, lambda r: 2.5 * r, "The number is 2.5 times too large."),
        ([[4.0], [5.0, 7.0]], lambda r: 2.5 * r, "Every number is 2.5 times too large."),
        ([3.0], [6.0], "The number is 2 times too large."),
        ([3.0], [30.0], "The number is 10 times too large."),
        ([3.0], [1.5], "The number is 2 times too small."),
        ([3.0], [0.3], "The number is 10 times too small."),
        ([4.0, 5.0], [8.0, 10.0015], "The number is 2 times too large."),
        ([[0.0, 4.0, 10.0], [9.0, 5.0]], torch.sqrt, "Every number is the square root of the right "
         "one."),
        ([200.0], torch.sqrt, "The number is the square root of the right one."),
        (EVEN, torch.square, "Every number is the square of the right one."),
        ([15.0], [225.0], "The number is the square of the right one."),
        ([[1.005, 0.996]], torch.square, "Every number is the square of the right one."),
    ],
)  # fmt: skip
def test_a_factor_or_a_power_is_said(right, came, told):
    assert found(right, came) == told


@pytest.mark.parametrize(
    ("right", "came"),
    [
        ([3.0], [33.0]),
        ([3.0], [3.0 / 11]),
        ([3.0], [7.5]),
        ([3.0], [6.000015]),
        ([3.0], [5.0]),  # of a single number, no difference is told
        ([4.0, 5.0], [8.0, 10.003]),
        ([4.0, 5.0], [8.0, 12.5]),
        ([4.0, 5.0], [8.0, -10.0]),
        ([[0.0, 0.0], [1.0, 2.0]], lambda r: -r),
        ([[0.0, 2.0], [-1.0, 2.0]], torch.abs),
        ([[1.0, -1.0001], [4.0, 9.0]], [[1.0, 3.0], [16.0, 81.0]]),
        ([[-4.0, 9.0]], [[2.0, 3.0]]),
        ([[0.0, 0.0], [0.0, 0.0]], [[1.0, 2.0], [3.0, 4.0]]),
        ([[], [1.0, 2.0]], [[], [2.0, 7.0]]),
    ],
)
def test_without_one_factor_for_all_cases_nothing_is_said(right, came):
    assert found(right, came) is None


def test_of_numbers_that_are_all_1_no_power_is_told():
    right = [[1.0, 1.0005], [4.0, 9.0]]
    assert found(right, torch.sqrt) is None
    assert found(right, torch.square) is None


N = "the number of rows of `x`"


@pytest.mark.parametrize(
    ("change", "counts", "told"),
    [
        (lambda r, n: r * n, (3, 5), f"Every number is too large, by {N}: here 3 times."),
        (lambda r, n: r / n, (3, 5), f"Every number is too small, by {N}: here 3 times."),
        (lambda r, n: r * n, (2, 5), f"Every number is too large, by {N}: here 2 times."),
        (lambda r, n: r * n**2, (3, 5), f"Every number is too large, by the square of {N}: here 9 "
         "times. Usual cause: brackets are missing behind `/`."),
        (lambda r, n: r * n / 4, (3, 5), f"Every number would be right if {N} were 4. Here it is "
         "3."),
        (lambda r, n: r * n / 2, (3, 5), f"Every number would be right if {N} were 2. Here it is "
         "3."),
        (lambda r, n: 3 * r, (3, 3), "Every number is 3 times too large."),
        (lambda r, n: r * n, (1, 5), None),
        (lambda r, n: r * n, (0, 5), None),
        (lambda r, n: r * n * (1 + n * 1e-4), (3, 5), None),
        (lambda r, n: r * n**3, (3, 5), None),
        (lambda r, n: r * n**2 * (1 + n * 1e-4), (3, 5), None),
        (lambda r, n: r * n / 4 * (1 + n * 1e-4), (3, 5), None),
        (lambda r, n: r * n / 2.5, (3, 5), None),
        (lambda r, n: r * n * 1.5, (3, 5), None),
    ],
)  # fmt: skip
def test_a_count_that_makes_up_the_factor_is_said(change, counts, told):
    right = [exact(value) for value in EVEN]
    came = [change(r, n) for r, n in zip(right, counts, strict=True)]
    sizes = [{N: n, "the number of columns of `x`": 4} for n in counts]
    assert finding(right, came, sizes, 1e-4) == told


def test_of_two_counts_the_one_that_fits_is_told_and_it_must_be_there_on_all_cases():
    right = [exact(value) for value in EVEN]
    came = [r * n for r, n in zip(right, (3, 5), strict=True)]
    sizes = [{"the number of rows of `y`": 2, N: 3}, {"the number of rows of `y`": 7, N: 5}]
    assert finding(right, came, sizes, 1e-4) == f"Every number is too large, by {N}: here 3 times."
    assert finding(right, came, [{N: 3}, {}], 1e-4) is None
    came = [right[0] * 3, right[1] * 5 + 1]
    assert finding(right, came, sizes, 1e-4) is None
    numbers = [exact(4.0), exact(7.0)]
    came = [r * n for r, n in zip(numbers, (3, 5), strict=True)]
    assert finding(numbers, came, sizes, 1e-4) == f"The number is too large, by {N}: here 3 times."


# --- differences and shares -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "came", "told"),
    [
        (EVEN, lambda r: r + 2.3, "Every number is too large by 2.3."),
        (EVEN, lambda r: r - 2.3, "Every number is too small by 2.3."),
        ([4.0, 7.0], lambda r: r + 2.3, "The number is too large by 2.3."),
        ([4.0, 7.0], lambda r: r - 2.3, "The number is too small by 2.3."),
        ([[4.0], [7.0, 1.0]], lambda r: r - 2.3, "Every number is too small by 2.3."),
        (EVEN[:1], lambda r: r - 2.3, "Every number is too small by 2.3."),
        ([[1e-6, 5e-6, 2e-6]], lambda r: r + 4e-6, "Every number is too large by 4e-06."),
        (EVEN, lambda r: r + float("inf"), "There are numbers that are not finite (nan or inf)."),
        (EVEN, lambda r: r * float("nan"), "There are numbers that are not finite (nan or inf)."),
        (EVEN, [EVEN[0], [3.0, 7.0, float("inf")]], "There are numbers that are not finite (nan or "
         "inf)."),
        ([[2.345, 17.812]], lambda r: r.round(), "It is rounded: no decimals are left."),
        ([[2.345, 17.812]], [[2.3, 17.8]], "It is rounded: one decimal is left."),
        ([[2.345678, 17.812345]], [[2.35, 17.81]], "It is rounded: two decimals are left."),
        ([[2.345678, 17.812345]], [[2.346, 17.82]], "It agrees in the first two digits only. "
         "Usual cause: rounding on the way."),
        ([[100.0, 200.0]], [[100.1, 201.1]], "It agrees in the first two digits only. Usual cause: "
         "rounding on the way."),
        ([100.0], [100.1], "It agrees in the first two digits only. Usual cause: rounding on the "
         "way."),
        (EVEN, lambda r: 1.0008 * r, "It agrees in the first two digits only. Usual cause: "
         "rounding on the way."),
        (EVEN, torch.zeros_like, "Every number is 0."),
        ([[4.0, 5.0]], [[0.0, 0.0]], "Every number is 0."),
        (WIDE, lambda r: r * exact([1.0, 7.0, -2.0]), "Column 1 is right, columns 2 and 3 are "
         "not."),
        (WIDE, lambda r: r * exact([1.0, 1.0, -2.0]), "Columns 1 and 2 are right, column 3 is "
         "not."),
        (WIDE, lambda r: r * exact([[1.0], [-2.0]]), "Row 1 is right, row 2 is not."),
        (WIDE, lambda r: r * exact([[-2.0], [1.0]]), "Row 2 is right, row 1 is not."),
        (TALL, lambda r: torch.cat([r[:1], r[1:] * exact([3.0, -5.0]) + 1]), "The first row is "
         "right, the others are not."),
        (ROWS, lambda r: torch.cat([r[:1], r[1:] * 2 + 9]), "The first number is right, then "
         "something goes wrong."),
        (ROWS, lambda r: torch.cat([r[:2], r[2:] * 2 + 1]), "The first 2 numbers are right, then "
         "something goes wrong."),
        (ROWS, lambda r: torch.cat([r[:-1] * 2 + 7, r[-1:]]), "The last number is right, the "
         "others are not."),
    ],
)  # fmt: skip
def test_a_difference_or_what_is_right_is_said(right, came, told):
    assert found(right, came) == told


@pytest.mark.parametrize(
    ("right", "came"),
    [
        ([[1e-7, 5e-7, 2e-7]], lambda r: r + 4e-7),
        ([4.0, 7.0], [6.3, 9.4]),
        ([4.0, 7.0], [0.0, 0.0]),  # a single 0 may be anything
        ([4.0], [0.0]),
        ([[100.0, 200.0]], [[101.0, 190.0]]),
        ([[], [100.0, 200.0]], [[], [100.1, 201.1]]),
        ([[[1.0, 2.0]], TALL[0]], [[[1.0, 2.0]], [[1.0, 2.0], [4.0, 9.0], [2.0, 8.0]]]),
        ([[2.345678, 17.812345]], [[2.3, 17.1]]),
        (EVEN, [[2.0, -1.0, 7.0], [3.0, 9.0, 1.0]]),
        (EVEN, [[1.0, 9.0, 5.0], [3.0, 9.0, -4.0]]),
        (EVEN, [[1.0, 9.0, 5.0], [2.0, 9.0, 1.0]]),
        (WIDE, [WIDE[0], [[3.0, 5.0, 7.0], [9.0, 2.0, 8.0]]]),
        (SQUARE, [[[1.0, 5.0], [3.0, 7.0]], [[5.0, 8.0], [4.0, 6.0]]]),
        (TALL, lambda r: torch.cat([r[:1], r[1:2] + 1, r[2:]])),
        (TALL, lambda r: torch.cat([r[:1] + 1, r[1:] * exact([3.0, -5.0]) + 1])),
        ([[4.0], [5.0]], [[6.0], [5.0]]),
    ],
)
def test_where_no_share_is_right_on_all_cases_nothing_is_said(right, came):
    assert found(right, came) is None


def test_of_what_is_right_or_no_numbers_nothing_is_said():
    assert found(EVEN, lambda r: r) is None
    assert finding(["a", "b"], ["c", "d"], [{}, {}], 1e-4) is None
    assert finding([1.0, 2.0], [2.0, "d"], [{}, {}], 1e-4) is None


def test_of_lists_that_follow_from_their_first_number_that_one_is_told():
    right, came = [[4.0, 2.0, 1.0], [9.0, 3.0, 2.0]], [[10.0, 2.7, 1.3], [22.5, 3.5, 2.2]]
    told = "In the first: the number is 2.5 times too large."
    assert finding(right, came, [{}, {}], 1e-4) == told
    assert finding(right, [came[0], [9.5, 3.5, 2.2]], [{}, {}], 1e-4) is None
    assert finding(right, [came[0], [22.5, 3.5]], [{}, {}], 1e-4) is None
    assert finding([right[0], [9.0]], [came[0], [22.5]], [{}, {}], 1e-4) is None
    assert finding([exact(r) for r in right], came, [{}, {}], 1e-4) is None
    tables = [[[4.0, 2.0], [1.0, 3.0]]], [[[8.0, 2.7], [1.3, 9.0]]]
    assert finding(*tables, [{}], 1e-4) is None


# --- tuples and dicts -----------------------------------------------------------------------------

PAIRS = [(4.0, [1.0, 2.0]), (5.0, [3.0, 7.0])]


@pytest.mark.parametrize(
    ("came", "told"),
    [
        ([4.0, 5.0], "That is result 1 alone."),
        ([[1.0, 2.0], [3.0, 7.0]], "That is result 2 alone."),
        ([right[::-1] for right in PAIRS], "The order of the results is the other way round."),
        ([(*right, 1.0) for right in PAIRS], "2 results are asked for, and 3 came back."),
        ([(4.0, [1.0, 2.0], 1.0), (5.0, [3.0, 7.0], 1.0, 2.0)], None),
        ([(4.0,), (5.0,)], None),
        ([(4.0,), (5.0, 1.0, 2.0)], None),
        ([6.1, 5.2], None),
        ([(4.0, [2.5, 5.0]), (5.0, [7.5, 17.5])], "Result 1 is right. In result 2: every number is "
         "2.5 times too large."),
        ([(10.0, [1.0, 2.0]), (12.5, [3.0, 7.0])], "Result 2 is right. In result 1: the number is "
         "2.5 times too large."),
        ([(4.0, [2.5, 3.0]), (5.0, [4.5, 1.0])], "Result 1 is right."),
        ([(10.0, [4.0, 2.0]), (12.5, [4.0, 9.0])], "In result 1: the number is 2.5 times too "
         "large."),
        ([(1.0, [4.0, 2.0]), (12.5, [4.0, 9.0])], None),
        ([[4.0, [1.0, 2.0]], [5.0, [3.0, 7.0]]], None),
    ],
)  # fmt: skip
def test_what_is_found_in_several_results_is_said(came, told):
    assert finding(PAIRS, came, [{}, {}], 1e-4) == told


def test_a_single_result_has_no_order():
    assert finding([(4.0,), (5.0,)], [(6.1,), (5.2,)], [{}, {}], 1e-4) is None


def test_tuples_of_different_lengths_are_compared_as_numbers():
    right = [(1.0, 2.0), (1.0, 2.0, 4.0)]
    came = [(2.5, 5.0), (2.5, 5.0, 10.0)]
    assert finding(right, came, [{}, {}], 1e-4) == "Every number is 2.5 times too large."


@pytest.mark.parametrize(
    ("right", "came", "told"),
    [
        ({"w": 3.0, "b": 4.0}, {"w": 3.0, "b": 8.0}, "w is right. In b: the number is 2 times too "
         "large."),
        ({"w": 3.0, "b": 4.0}, {"w": 6.0, "b": 4.0}, "b is right. In w: the number is 2 times too "
         "large."),
        ({"w": 3.0, "b": 4.0}, {"w": 6.0, "b": 5.0}, "In w: the number is 2 times too large."),
        ({"w": 3.0, "b": 4.0, "c": 1.0}, {"w": 3.0, "b": 4.0, "c": 2.6}, "w and b are right."),
        ({"w": 3.0, "b": 4.0, "c": 1.0, "d": 2.0}, {"w": 3.0, "b": 4.0, "c": 1.0, "d": 2.7},
         "w, b and c are right."),
        ({"the losses": [3.0, 1.0], "b": 4.0}, {"the losses": [3.0, 1.0], "b": 5.0},
         "The losses are right."),
        ({"predictions": [3.0, 1.0], "b": 4.0}, {"predictions": [3.0, 1.0], "b": 5.0},
         "predictions are right."),
        ({"the loss": 3.0, "b": 4.0}, {"the loss": 3.0, "b": 5.0}, "The loss is right."),
        ({"w": 3.0, "losses": [4.0]}, {"w": 3.0, "losses": [5.0]}, "w is right."),
        ({"w": 3.0, "b": 4.0}, {"w": 3.0, "b": 4.0}, None),
        ({"w": 3.0, "b": 4.0}, {"w": 3.0}, None),
        ({"w": 3.0, "b": 4.0}, {"w": 3.0, "c": 4.0}, None),
        ({"w": 3.0, "b": 4.0}, (3.0, 4.0), None),
        ({"w": "a", "b": 4.0}, {"w": "a", "b": 8.0}, "w is right. In b: the number is 2 times too "
         "large."),
        ({"w": True, "b": 4.0}, {"w": 1.0, "b": 8.0}, None),
        ({"w": None, "b": 4.0}, {"w": None, "b": 5.0}, "w is right."),
        ({"w": {"v": 1.0}, "b": 4.0}, {"w": {"v": 1.0}, "b": 5.0}, "w is right."),
        ({"w": (1.0, 2.0), "b": 4.0}, {"w": [1.0, 2.0], "b": 5.0}, "w is right."),
        ({"w": [[1.0], [2.0]], "b": 4.0}, {"w": [[1.0]], "b": 5.0},
         "In w: the last row is missing."),
        ({"w": 1.0, "b": 4.0}, {"w": "x", "b": 5.0}, None),
    ],
)  # fmt: skip
def test_what_is_found_in_the_parts_of_a_dict_is_said(right, came, told):
    assert finding([right], [came], [{}], 1e-4) == told


def test_a_part_is_right_where_it_is_right_on_all_cases():
    right = [{"w": 3.0, "b": 4.0}, {"w": 5.0, "b": 7.0}]
    came = [{"w": 3.0, "b": 8.0}, {"w": 6.0, "b": 14.0}]
    assert finding(right, came, [{}, {}], 1e-4) is None
    assert finding(right[:1], came[:1], [{}], 1e-4).startswith("w is right.")


def test_the_wrong_parts_of_results_are_told_apart():
    right, came = [(3.0, 4.0), (5.0, 7.0)], [(3.0, 8.0), (5.0, 7.0)]
    assert wrong_parts(right, came, 1e-4) == [("result 2", [4.0, 7.0], [8.0, 7.0])]
    assert wrong_parts(right, right, 1e-4) == []
    assert wrong_parts(right, [(3.0,), (5.0,)], 1e-4) == [(None, right, [(3.0,), (5.0,)])]
    assert wrong_parts(right, [3.0, 5.0], 1e-4) == [(None, right, [3.0, 5.0])]
    assert wrong_parts([1.0], [2.0], 1e-4) == [(None, [1.0], [2.0])]
    named = [{"w": 3.0, "b": 4.0}]
    assert wrong_parts(named, [{"w": 1.0, "b": 4.0}], 1e-4) == [("w", [3.0], [1.0])]
    assert wrong_parts(named, [{"w": 1.0}], 1e-4) == [(None, named, [{"w": 1.0}])]
