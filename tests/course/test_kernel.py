"""How a reader's code is run: under fresh settings, with what it prints and its errors in words."""

import random

import numpy as np
import pytest
import torch

from linreg_helpers.course.checking.kernel import (
    KEPT_CHARACTERS,
    Printed,
    ReadersError,
    call,
    fresh_settings,
)
from tests.course.answers import made
from tests.course.test_feedback import exercise


def test_the_settings_are_those_of_a_fresh_kernel_with_a_seed_that_nobody_chooses():
    with torch.no_grad():
        torch.set_default_dtype(torch.float64)
        try:
            with fresh_settings():
                assert torch.is_grad_enabled()
                assert torch.get_default_dtype() == torch.float32
                drawn = torch.rand(2).tolist(), np.random.rand(), random.random()
            with fresh_settings():
                assert (torch.rand(2).tolist(), np.random.rand(), random.random()) == drawn
            assert torch.get_default_dtype() == torch.float64
            assert not torch.is_grad_enabled()
        finally:
            torch.set_default_dtype(torch.float32)


def test_the_beginning_of_what_is_printed_is_kept_and_errors_are_not():
    def work():
        print("a" * (KEPT_CHARACTERS - 1))
        print("b" * 5)
        return 4

    result, printed = call(work)
    assert (result, printed) == (4, "a" * (KEPT_CHARACTERS - 1) + "\n")
    printed = Printed()
    assert printed.write("x" * 3000) == 3000
    printed.close()
    printed.write("y")
    assert printed.kept == "x" * KEPT_CHARACTERS


def raising(error, line="raise error"):
    code = f"def my_size(error):\n    {line}"
    function = made(exercise(), code)

    def work():
        return function(error)

    return work


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("a\n  b"), "ValueError: a b"),
        (ValueError(), "ValueError"),
        (IndexError("x" * 300), f"IndexError: {'x' * 300}"),
        (IndexError("x" * 301), f"IndexError: {'x' * 297}..."),
        (SystemExit(3), "SystemExit: 3"),
        (type("Big one", (Exception,), {})(), "Big one"),
    ],
)
def test_an_error_is_told_in_words_with_the_readers_own_line(error, words):
    with pytest.raises(ReadersError) as caught:
        call(raising(error))
    assert str(caught.value) == words
    assert caught.value.line == "raise error"


def test_the_line_is_the_innermost_that_is_the_readers_and_is_cut():
    long = f"torch.ones(2).view({'1, ' * 40}7)"
    with pytest.raises(ReadersError) as caught:
        call(raising(None, long))
    assert caught.value.line == long[:97] + "..."
    with pytest.raises(ReadersError) as caught:
        call(raising(None, "x" * 100))
    assert caught.value.line == "x" * 100
