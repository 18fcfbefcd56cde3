"""How a value is compared with the right one, and how the difference is told."""

import numpy as np
import pytest
import torch

from linreg_helpers.course.checking.compare import (
    apart,
    as_tensor,
    difference,
    is_of_kind,
    kind,
    plain,
    same,
)

NAN, FIVE = float("nan"), 5
TABLE = torch.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        ({"a": 1}, {"b": 1}, ("a dict with the keys a", "{'b': 1}")),
        ({"a": 1}, 5, ("a dict with the keys a", "5")),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ("b: 2", "b: 3")),
        ((1, "x"), (1,), ("2 results: (1, 'x')", "(1)")),
        ((1, "x"), 5, ("2 results: (1, 'x')", "5")),
        ((1, "x"), (1, "y"), ("result 2: 'x'", "result 2: 'y'")),
        ((1, (2, 3)), (1, (2, 4)), ("result 2: result 2: 3", "result 2: result 2: 4")),
        ((1, (2, 3)), (1, 2), ("result 2: 2 results: (2, 3)", "result 2: 2")),
        ((1, "x"), (1, 2), ("result 2: 'x'", "result 2: 2")),
        ((None,), (1,), ("result 1: None", "result 1: 1")),
        ((True,), (1,), ("result 1: True", "result 1: 1")),
        (True, np.array([False]), ("True", "False")),
        ((1.0,), ("a",), ("result 1: a number", "result 1: 'a'")),
        (1.0, [1.0], ("a number", "[1]")),
        (1.0, torch.tensor([True]), ("a number", "a tensor [True]")),
        (torch.tensor([True]), torch.tensor([1.0]), ("a tensor of shape (1,)", "a tensor [1]")),
        ([1.0, 2.0], [1.0], ("2 numbers", "1 number")),
        (TABLE, TABLE.T, ("a tensor of shape (2, 3)", "a tensor of shape (3, 2)")),
        (TABLE, 5, ("a tensor of shape (2, 3)", "5")),
        (TABLE, [1, 2], ("a tensor of shape (2, 3)", "numbers of shape (2,)")),
        ((TABLE,), (TABLE[0],), ("result 1: a tensor of shape (2, 3)",
                                 "result 1: a tensor of shape (3,)")),
        ([[1, 2], [3, 4]], [1, 2], ("numbers of shape (2, 2)", "numbers of shape (2,)")),
        (TABLE, TABLE + torch.eye(2, 3)[[1, 0]], ("1 at [0, 1]", "2 at [0, 1]")),
        ((TABLE,), (TABLE.clone().fill_(0),), ("result 1: 1 at [0, 1]", "result 1: 0 at [0, 1]")),
        (TABLE[0, :2], torch.tensor([0.0, 2.0]), ("[0, 1]", "[0, 2]")),
        ((2.5,), (3.5,), ("result 1: 2.5", "result 1: 3.5")),
        (NAN, 1.0, ("nan", "1")),
    ],
    ids=str,
)  # fmt: skip
def test_the_first_difference_is_told_with_its_place(expected, got, words):
    found = difference(expected, got, 1e-4)
    assert found == words


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ({"a": 1, "b": "x"}, {"b": "X", "a": torch.tensor([1])}),
        ((1, 2), torch.tensor([1, 2])),
        (None, None),
        (True, torch.tensor([[True]])),
        (1.0, torch.tensor([[1.00009]])),
        (4.00001, 4),
        (1, 1.0000009),
        (torch.tensor([1]), torch.tensor([1.0000009], dtype=torch.float64)),
        (TABLE, TABLE.double().numpy()),
        (TABLE, [[0, 1, 2], [3, 4, 5]]),
        (torch.tensor([0.0, 1e3]), torch.tensor([9e-4, 1e3])),  # what rounding leaves of a zero
        (NAN, NAN),
        (float("inf"), float("inf")),
        (torch.zeros(0), torch.zeros(0)),
    ],
    ids=str,
)
def test_what_comes_in_another_form_or_is_rounded_is_the_same(expected, got):
    assert difference(expected, got, 1e-4) is None


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1.0, 1.00011),
        (2**60, 2**60 + 1),  # float64 has no digits for that
        (1, 1.000002),
        (torch.tensor([1]), torch.tensor([1.000002], dtype=torch.float64)),
        (torch.tensor([0.0, 1e3]), torch.tensor([1.1e-3, 1e3])),
        (float("inf"), 1e300),
        ("a", "b"),
        (None, 0),
        (True, 1),
        (True, torch.tensor([True, True])),
    ],
    ids=str,
)
def test_what_is_further_away_is_not(expected, got):
    assert difference(expected, got, 1e-4) is not None


@pytest.mark.parametrize(
    ("about", "got", "words"),
    [
        ("tensor", TABLE.numpy(), ("a tensor of shape (2, 3)", "an array ")),
        ("tensor", FIVE, ("a tensor of shape (2, 3)", "a number")),
        ("dtype", TABLE.double(), ("dtype torch.float32", "dtype torch.float64")),
        ("requires_grad", TABLE.clone().requires_grad_(),
         ("requires_grad False", "requires_grad True")),
        ("leaf", 1 * TABLE.clone().requires_grad_(), ("leaf True", "leaf False")),
    ],
)  # fmt: skip
def test_what_the_question_is_about_is_told(about, got, words):
    found = difference((TABLE,), (got,), 1e-4, [about])
    assert found[0] == f"result 1: {words[0]}"
    assert found[1].startswith(f"result 1: {words[1]}")
    assert difference((TABLE,), (got,), 1e-4) is None or got is FIVE


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "a number"),
        (1.5, "a number"),
        (True, "True or False"),
        ("x", "a text"),
        ((1, 2.5), "2 numbers in round brackets"),
        (("x", "y", "z"), "3 texts in round brackets"),
        ((1, "x"), "2 answers in round brackets"),
        ([1, 2], "2 numbers in square brackets"),
        ({"a": 1, 2: 3}, "a dict with the keys a, 2"),
    ],
)
def test_the_kind_of_an_answer_is_told_without_giving_it_away(value, words):
    assert kind(value) == words


@pytest.mark.parametrize(
    ("value", "got", "is_so"),
    [
        ((1, "x"), [2, "y"], True),
        ((1, "x"), (2, 3), False),
        ((1, 2), (1, 2, 3), False),
        ((1, 2), np.array([3.0, 4.0]), True),
        ((1, 2), np.array([[3.0], [4.0]]), False),
        ((1, 2), 12, False),
        ({"a": 1}, {"a": 2}, True),
        ({"a": 1}, {"b": 2}, False),
        ({"a": 1}, {"a": "x"}, False),
        ({"a": 1}, 1, False),
        ("x", "y", True),
        ("x", 1, False),
        (1, 2.5, True),
        (1, torch.tensor([[2]]), True),
        (1, torch.tensor([2, 3]), False),
        (1, "2", False),
        (1, True, False),
        (True, False, True),
        (True, 0, False),
    ],
)
def test_whether_an_answer_is_of_the_right_kind(value, got, is_so):
    assert is_of_kind(value, got) is is_so


def test_names_are_compared_as_readers_write_them():
    for text in (" Zero-Grad() ", "`zero_grad`", '"zero grad"', "zero\tgrad.\n", "'zerograd'"):
        assert plain(text) == "zerograd"
    assert plain("x()()") == "x()"
    assert plain("a(b)") == "a(b)"


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (torch.ones(2, requires_grad=True), [1, 1]),
        (np.array([1, 2], dtype="float32"), [1, 2]),
        (2, 2),
        ([1, 2.5], [1, 2.5]),
        ([[1, 2], (3, 4)], [[1, 2], [3, 4]]),
        ([torch.ones(2), [1, 2]], [[1, 1], [1, 2]]),
        ([], []),
    ],
    ids=str,
)
def test_numbers_become_a_tensor_in_float64_without_a_graph(value, numbers):
    found = as_tensor(value)
    assert found.dtype == torch.float64
    assert not found.requires_grad
    assert found.tolist() == numbers


@pytest.mark.parametrize("value", [True, "1", None, {"a": 1}, [1, "x"], [1, True], [[1], [2, 3]]])
def test_what_is_not_made_of_numbers_becomes_none(value):
    assert as_tensor(value) is None


def test_a_zero_may_be_off_by_a_hundredth_of_what_the_largest_may_be():
    expected = torch.tensor([0, 0, -10.0, float("inf")], dtype=torch.float64)
    got = torch.tensor([0.9e-3, 1.1e-3, -10.09, float("inf")], dtype=torch.float64)
    assert same(expected, got, 0.01).tolist() == [True, False, True, True]


def test_two_numbers_get_as_many_digits_as_tell_them_apart():
    assert apart(1.0, 2.0) == ("1", "2")
    assert apart(1.00001, 1.00002) == ("1.00001", "1.00002")
    assert apart(1.00000001, 1.00000002) == ("1.00000001", "1.00000002")
    assert apart(1.0, 1 + 2**-50) == ("1", "1.0000000000000009")
    assert apart(0.1 + 0.2, 0.1 + 0.2) == ("0.30000000000000004", "0.30000000000000004")
    assert apart(1, 2, lambda value, digits: f"{value} with {digits}") == ("1 with 4", "2 with 4")
