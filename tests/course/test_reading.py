"""What the engine reads of an answer, what it says that it can't read, and how it shows values."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import nn

from linreg_helpers.course.checking import reading
from linreg_helpers.course.checking.reading import Thing, UnreadableError, cut, name_of, read, show

Apple = type("Apple", (), {})


def nested(depth):
    return [nested(depth - 1)] if depth else 1


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (Fraction(1, 4), 0.25),
        (Decimal("0.25"), 0.25),
        (torch.float32, "torch.float32"),
        (np.dtype("int64"), "int64"),
        (np.str_("a"), "a"),
        (range(3), [0, 1, 2]),
        (torch.Size([2, 3]), (2, 3)),
        ({"a": [np.int64(1)], 2: (None,)}, {"a": [1], 2: (None,)}),
        (nn.Linear(2, 1), Thing("a model")),
        (Apple, Thing("a class")),
        (len, Thing("a function")),
        (nested(4), nested(4)),
        ([0] * 20_000, [0] * 20_000),
        ("x" * 20_000, "x" * 20_000),
        (10**299, 10**299),
    ],
    ids=str,
)
def test_it_is_read_into_plain_parts(value, plain):
    found = read(value)
    assert found == plain
    assert type(found) is type(plain)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (10**301, "a very long whole number"),
        ("x" * 20_001, "a text of 20,001 characters"),
        ([0] * 20_001, "a list of 20,001 parts"),
        ((0,) * 20_001, "a tuple of 20,001 parts"),
        (nested(5), "a list in a list in a list, deeper than I look"),
        (dict.fromkeys(range(20_001)), "a dict in too many others, or a very long one"),
        ([[[[{}]]]], "a dict in too many others, or a very long one"),
        (1j, "a complex number"),
        (np.complex64(1), "a complex number"),
        (torch.tensor(1j), "a tensor of complex numbers"),
        (torch.zeros(3, device="meta"), "a tensor without numbers, on the device meta"),
        (torch.eye(2).to_sparse(), "a tensor with the layout sparse_coo"),
        (torch.zeros(1).expand(20_000_001), "a very large tensor"),
        (np.array(["a"]), "an array of str32"),
        (np.ma.masked_array([1], [1]), "a masked array"),
        ({1}, "a set"),
        (Apple(), "an Apple"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 90 else "",
)
def test_what_cannot_be_read_is_named(value, words):
    with pytest.raises(UnreadableError) as caught:
        read(value)
    assert str(caught.value) == words


def test_what_is_read_does_not_change_with_the_answer():
    tensor, array = torch.ones(2, requires_grad=True), np.ones(2, dtype="float32")
    kept = read(tensor), read(array), read(2 * tensor)
    with torch.no_grad():
        tensor.zero_()
    array[:] = 0
    assert [part.tolist() for part in kept] == [[1, 1], [1, 1], [2, 2]]
    assert [part.is_leaf for part in (kept[0], kept[2])] == [True, False]
    assert [part.requires_grad for part in (kept[0], read(torch.ones(2)))] == [True, False]
    assert kept[1].dtype == "float64"
    assert read(np.array([1], dtype="int32")).dtype == "int32"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "True"),
        (None, "None"),
        (10**29, "1" + "0" * 29),
        (10**30, "a whole number of 31 digits"),
        (1 / 3, "0.3333"),
        ("a'b", '"a\'b"'),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 57}...'"),
        (torch.zeros(3, 4), f"a tensor [{', '.join(['[0, 0, 0, 0]'] * 3)}]"),
        (torch.zeros(13), "a tensor of shape (13,)"),
        (torch.zeros(0), "a tensor of shape (0,)"),
        (np.array([1, 2]), "an array [1, 2]"),
        (tuple(range(8)), "(0, 1, 2, 3, 4, 5, 6, 7)"),
        (list(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"),
        ({k: k for k in "abcdefghi"}, f"{{{', '.join(f'{k!r}: {k!r}' for k in 'abcdefgh')}}}"),
        (["x" * 60] * 4, f"[{', '.join([repr('x' * 60)] * 4)}"[:197] + "..."),
        (Thing("a model"), "a model"),
        (Apple(), "an Apple"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_is_shown_in_few_words(value, text):
    assert show(value) == text


def test_more_digits_are_shown_in_all_parts_where_they_are_asked_for():
    third = 1 / 3
    assert show({"a": [third, (third,)]}, 6) == "{'a': [0.333333, (0.333333)]}"
    assert show(torch.tensor([third], dtype=torch.float64), 6) == "a tensor [0.333333]"


def test_a_name_has_its_article_and_is_not_too_long():
    assert name_of([]) == "a list"
    assert name_of(Apple()) == "an Apple"
    assert name_of(type("A" * 50, (), {})()) == f"an {'A' * 37}..."
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abc..."


def test_only_an_interrupt_comes_through():
    def stop(self):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read(type("Stops", (), {"__class__": property(stop)})())


def test_what_stands_for_no_answer_cannot_be_changed():
    with pytest.raises(AttributeError):
        Thing("a model").words = "a class"
