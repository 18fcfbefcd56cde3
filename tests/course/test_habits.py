"""Causes that a reader's code, an error or an argument shows, word for word."""

import functools
import re

import numpy as np
import pytest
import torch

from linreg_helpers.course.checking import habits

# --- errors ---------------------------------------------------------------------------------------

NOT_CALLED = "A function stands where its result should be. Round brackets behind its name call it."
MISSPELT = (
    "Nothing has this name at this place. A name is misspelt, not imported, or used before it"
    " is made."
)
ERRORS = [
    (
        [
            "RuntimeError: Tensors must have same number of dimensions: got 2 and 1",
        ],
        "A table and a row of numbers do not fit side by side: one of them needs a second "
        "dimension.",
    ),
    (
        [
            "RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 3"
            " but got 2",
        ],
        "Tables that are put together must agree in their other size. Is a number written out"
        " that should come from the arguments?",
    ),
    (
        [
            "RuntimeError: linalg.inv: A must be batches of square matrices, but they are 3 "
            "by 2 matrices",
        ],
        "This works for a square table only, with as many rows as columns.",
    ),
    (
        [
            "RuntimeError: Boolean value of Tensor with more than one value is ambiguous",
            "ValueError: The truth value of an array with more than one element is ambiguous.",
        ],
        "`if` and `while` need one True or False, and here are several.",
    ),
    (
        [
            "TypeError: unsupported operand type(s) for -: 'Tensor' and 'torch.return_types.min'",
        ],
        "`min` and `max` along a dimension return two things, the numbers and their places. "
        "`.values` are the numbers.",
    ),
    (
        [
            "TypeError: expected Tensor as element 1 in argument 0, but got float",
            "TypeError: cat(): argument 'tensors' must be tuple of Tensors, not Tensor",
        ],
        "Only tensors are put together here, and one of these is a number or a list.",
    ),
    (
        [
            "RuntimeError: a leaf Variable that requires grad is being used in an in-place "
            "operation.",
        ],
        "The update is watched as if it were a part of the loss. It must stand where PyTorch "
        "does not watch.",
    ),
    (
        [
            "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
        ],
        "`backward` finds no watched tensor behind this number. Something on the way was made"
        " without watching: a new tensor, `.item()`, `.detach()` or `no_grad`.",
    ),
    (
        [
            "RuntimeError: Trying to backward through the graph a second time",
        ],
        "The forward pass was made once, and `backward` called twice. Each pass needs a "
        "forward pass of its own.",
    ),
    (
        [
            "RuntimeError: grad can be implicitly created only for scalar outputs",
        ],
        "`backward` needs one number to start from. This is a table: a mean or a sum is missing.",
    ),
    (
        [
            "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
            "RuntimeError: size mismatch, got input (2), mat (2x3), vec (2)",
            "RuntimeError: 1D tensors expected, but got 2D and 1D tensors",
        ],
        "For `@` the left table must have as many columns as the right one has rows.",
    ),
    (
        [
            "RuntimeError: The size of tensor a (3) must match the size of tensor b (2) at "
            "non-singleton dimension 0",
        ],
        "The shapes do not fit. Print both, and compare them from the right.",
    ),
    (
        [
            "TypeError: 'Tensor' object is not callable",
            "TypeError: 'int' object is not callable",
            "TypeError: 'float' object is not callable",
        ],
        "Round brackets stand behind a number or a tensor, as if it were a function. Is a "
        "sign such as `*` missing before them?",
    ),
    (
        [
            "NameError: name 'z' is not defined",
            "UnboundLocalError: cannot access local variable 'z'",
        ],
        "Nothing has this name at this place. A name is misspelt, not imported, or used "
        "before it is made.",
    ),
    (
        [
            "RecursionError: maximum recursion depth exceeded",
        ],
        "The function calls itself again and again.",
    ),
    (
        [
            "SystemExit: 1",
        ],
        "`exit()` ends the whole program. A function ends with `return`.",
    ),
    (
        [
            "TypeError: 'type' object does not support the context manager protocol",
            "AttributeError: __enter__",
        ],
        "The name behind `with` is not called. Round brackets are missing behind it.",
    ),
    (
        [
            "TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight' "
            "(torch.nn.Parameter or None expected)",
        ],
        "A model keeps its parameters, and `=` would put another tensor in the place of one. "
        "A parameter is changed in place.",
    ),
    (
        [
            "AttributeError: 'builtin_function_or_method' object has no attribute 'sum'",
            "TypeError: unsupported operand type(s) for *: 'builtin_function_or_method' and 'int'",
            "TypeError: unsupported operand type(s) for *: 'function' and 'int'",
            "TypeError: 'method' object is not subscriptable",
            "TypeError: 'function' object is not iterable",
            "AttributeError: 'function' object has no attribute 'sum'",
        ],
        "A function stands where its result should be. Round brackets behind its name call it.",
    ),
    (
        [
            "AttributeError: 'NoneType' object has no attribute 'item'",
        ],
        "There is None before the point. What changes something in place, as `append` does, "
        "returns None: its result needs no name.",
    ),
    (
        [
            "AttributeError: 'float' object has no attribute 'backward'",
            "AttributeError: 'int' object has no attribute 'sum'",
        ],
        "This is a plain number and no tensor any more. Usual cause: `.item()` or `float()` "
        "too early.",
    ),
    (
        [
            "TypeError: 'int' object is not iterable",
            "TypeError: 'float' object is not subscriptable",
            "TypeError: iteration over a 0-d tensor",
            "TypeError: object of type 'int' has no len()",
        ],
        "This is one number, and something with several parts is needed here. A loop over "
        "numbers goes through `range(...)`.",
    ),
    (
        [
            "TypeError: 'LinearModel' object is not iterable",
            "TypeError: cannot unpack non-iterable Linear object",
        ],
        "Something with several parts is needed here, and this has none.",
    ),
    (
        [
            "AttributeError: 'Tensor' object has no attribute 'summ'",
        ],
        "It has no attribute of this name. Look at the spelling (names of methods that work "
        "in place end with `_`), and at what stands before the point.",
    ),
    (
        [
            "TypeError: must be real number, not list",
            'TypeError: can only concatenate list (not "int") to list',
            "TypeError: mse_loss(): argument 'input' (position 1) must be Tensor, not float",
            "TypeError: must be str, not int",
            "TypeError: unsupported operand type(s) for +: 'int' and 'list'",
            "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
            "TypeError: unsupported operand type(s) for +: 'int' and 'tuple'",
            "TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'",
            "TypeError: unsupported operand type(s) for +: 'int' and 'dict'",
            "TypeError: '<' not supported between instances of 'str' and 'int'",
        ],
        "Two things meet that do not go together. Print the `type` of both.",
    ),
    (
        [
            "TypeError: f() missing 1 required positional argument: 'b'",
            "TypeError: f() takes 2 positional arguments but 3 were given",
            "TypeError: f() takes 1 positional argument but 3 were given",
            "TypeError: f() got an unexpected keyword argument 'c'",
        ],
        "A function is called with other arguments than it takes. Compare the call with its `def`.",
    ),
    (
        [
            "RuntimeError: index 5 is out of bounds for dimension 0 with size 3",
            "ValueError: index 7 is out of range",
            "IndexError: list assignment",
        ],
        "An index points behind the end. Counting begins at 0, so the last index is the "
        "length minus 1.",
    ),
    (
        [
            "ModuleNotFoundError: No module named 'torhc'",
            "ImportError: cannot import name 'nm'",
        ],
        "There is no such module here. Look at the spelling of the `import` line.",
    ),
    (
        [
            "ZeroDivisionError: float division by zero",
        ],
        "Something is divided by 0. Print what stands behind `/`.",
    ),
    (
        [
            "RuntimeError: Can't call numpy() on Tensor that requires grad.",
        ],
        "NumPy can't hold a watched tensor. `.detach()` gives the numbers alone.",
    ),
    (
        [
            "RuntimeError: expected m1 and m2 to have the same dtype, but got: float != double",
            "RuntimeError: both must be of the same dtype",
        ],
        "Two kinds of numbers meet: compare the `dtype` of both.",
    ),
    (
        [
            "TypeError: 'NoneType' object is not subscriptable",
            "TypeError: cannot use NoneType as iterable",
            "TypeError: unpack of NoneType",
        ],
        "A function that returns nothing gives None. Is a `return` missing?",
    ),
]


@pytest.mark.parametrize(
    ("error", "cause"), [(error, cause) for errors, cause in ERRORS for error in errors]
)
def test_an_error_has_its_cause(error, cause):
    assert habits.of_error(len, error) == [cause]


@pytest.mark.parametrize("error", ["ValueError: bad", "KeyError: 'NameError'", "RuntimeError: x"])
def test_of_another_error_nothing_is_said(error):
    assert habits.of_error(len, error) == []


# --- code -----------------------------------------------------------------------------------------


def made(code, **names):
    names = {"torch": torch, "np": np, **names}
    exec(code, names)
    return names[re.findall(r"^def (\w+)", code, re.M)[-1]]


def of(work, arguments="w, b, lr", **names):
    """Return a function with some lines, as a reader types it."""
    return made(f"def my({arguments}):\n    " + work.replace("\n", "\n    "), **names)


POWER = "`^` is no power in Python: it compares bits. A power is written `**`."
NEW_W = (
    "`w = w - ...` makes a new tensor: `w` names it from then on, and the parameter itself stays "
    "as it was, without a step."
)
NEGATIVE = "`=-` gives a name a negative value. Minus stands first in the sign that subtracts."
COMPARED = "A line compares with `==`, and changes nothing. A single `=` gives a name its value."
NO_GRADIENT = "There is no gradient yet: `.grad` is None until `backward` was called."
NONE = "AttributeError: 'NoneType' object has no attribute 'zero_' in w.grad.zero_()"


def thrown(sign):
    return f"A line computes something with `{sign}` and keeps it nowhere, so it changes nothing."


def copied(name):
    return (
        f"`{name}(...)` makes a new tensor, which nobody keeps. A name with `_` at its end works "
        "in place."
    )


def uncalled(name):
    return f"`{name}` stands without round brackets behind it, so it is named and never called."


@pytest.mark.parametrize(
    ("work", "cause"),
    [
        ("w = w - lr * w.grad", NEW_W),
        ("w = w + lr * w.grad", NEW_W),
        ("w = w.sub(lr * w.grad)", NEW_W),
        ("w = w.add(-lr * w.grad)", NEW_W),
        ("w = torch.subtract(w, lr * w.grad)", NEW_W),
        ("with torch.no_grad():\n    w = w - lr * w.grad", NEW_W),
        ("for _ in range(3):\n    w = w - lr * w.grad\nreturn w", NEW_W),
        ("b = b - lr * b.grad", NEW_W.replace("`w", "`b").replace("= w", "= b")),
        ("def inner(w):\n    w = w - lr * w.grad\ninner(w)", NEW_W),
        ("w - lr * w.grad", thrown("-")),
        ("w * lr\nreturn w", thrown("*")),
        ("w == 3", COMPARED),
        *((f"w.{name}", uncalled(name)) for name in ("backward", "zero_grad", "step", "zero_",
                                                     "sub_", "add_", "append")),
        *((f"w.{name}(lr)", copied(name)) for name in ("sub", "add", "mul", "div", "subtract",
                                                       "multiply", "copy")),
        *((f"w.{name}()", copied(name)) for name in ("clone", "detach", "square")),
        ("w - 1\nb * 2", thrown("-")),
    ],
)  # fmt: skip
def test_a_line_that_changes_nothing_is_named(work, cause):
    assert habits.of_a_line(of(work)) == [cause]


@pytest.mark.parametrize(
    "work",
    [
        "w -= lr * w.grad",
        "w.sub_(lr * w.grad)",
        "w.data.add_(-lr * w.grad)",
        "w.copy_(w - lr * w.grad)",
        "new = w - lr * b\nreturn new",
        "step = lr * w.grad\nreturn w",
        "g = -w.grad\nw -= lr * g",
        "w = w - lr * w.grad\nw.requires_grad_()",
        "w += 1",
        "with torch.no_grad():\n    w -= lr * w.grad",
        "return w == 3",
        "if w == 3:\n    return b",
        "w.backward()",
        "w.detach().sub_(lr)",
        "w.clone().zero_()",
        "new = w.sub(lr)\nreturn new",
        "print(w.grad)",
        "w.grad",
        "w < 3",
    ],
)
def test_a_line_that_does_its_work_is_not_named(work):
    assert habits.of_a_line(of(work)) == []


def test_a_negative_value_is_seen_in_the_source():
    def negative(w, g):
        w =- g  # fmt: skip
        return w

    def subtracted(w, g):
        w -= g
        return w

    def plain(w, g):
        w = -g
        return w

    assert habits.of_a_line(negative) == [NEGATIVE]
    assert habits.of_a_line(subtracted) == habits.of_a_line(plain) == []


def test_whoever_watches_the_new_tensor_again_is_told_when_the_result_is_wrong():
    again = of("w = w - lr * w.grad\nw.requires_grad_()\nreturn w, b, lr")
    assert habits.of_code(again, ["w", "b", "lr"]) == [NEW_W]


@pytest.mark.parametrize(
    ("work", "arguments", "got", "causes"),
    [
        ("return x ^ y", "x, y", None, [POWER]),
        ("x ^= y\nreturn x", "x, y", None, [POWER]),
        ("return x ** y", "x, y", None, []),
        ("return x.grad, y", "x, y", (None, 1), [NO_GRADIENT]),
        ("return [x.grad, y]", "x, y", [1, None], [NO_GRADIENT]),
        ("return x.grad, y", "x, y", (1, 2), []),
        ("return x.grad + y", "x, y", None, []),
        ("return x.data, y", "x, y", (None, 1), []),
        ("return x + y", "y, x", None,
         ["Your function takes y, x. The check hands over in the order x, y."]),
        ("return x", "x, y", None, ["Your function never uses its argument `y`."]),
        ("z = 3\nreturn x + z", "x, y", None, ["Your function never uses its argument `y`."]),
        ("return 3", "x, y", None, ["Your function never uses its argument `x`."]),
        ("return x + T", "x, y", None, ["Your function never uses its argument `y`. It uses `T`, a "
                                        "variable of the notebook."]),
        ("return x + A", "x, y", None, ["Your function never uses its argument `y`. It uses `A`, a "
                                        "variable of the notebook."]),
        ("return x + n", "x, y", None, ["Your function never uses its argument `y`."]),
        ("return x + y + T", "x, y", None, []),
        ("return x", "x, *, y", None, ["Your function never uses its argument `y`."]),
        ("x = 3\nreturn x + y", "x, y", None,
         ["Your function gives its argument `x` a new value before it has used it."]),
        ("y = x\nreturn y", "x, y", None,
         ["Your function gives its argument `y` a new value before it has used it."]),
        ("x = x + y\nreturn x", "x, y", None, []),
        ("return sum(x for _ in y)", "x, y", None, []),
        ("return x", "x, z", None, ["Your function never uses its argument `z`."]),
        ("return x", "x, y, z", None, []),
        ("return self", "self, y", None, ["Your function never uses its argument `y`."]),
        ("return y", "self, y", None, []),
    ],
)  # fmt: skip
def test_the_code_of_a_wrong_function_is_read(work, arguments, got, causes):
    function = of(work, arguments, T=torch.ones(2), A=np.ones(2), n=3)
    assert habits.of_code(function, ["x", "y"], got) == causes


def test_the_code_is_found_in_whatever_is_called_and_in_the_readers_own_functions():
    class Called:
        def __call__(self, x):
            return x ^ 2

    class Model(torch.nn.Module):
        def forward(self, x):
            return x ^ 2

    def power(x):
        return x ^ 2

    def with_more(x, more):
        return x ^ more

    calls = made("def helper(x):\n    return x ^ 2\ndef my(x):\n    return helper(x)")
    within = made("def my(x):\n    return [i ^ 2 for i in x]")
    partial = functools.partial(with_more, more=2)
    for function in (Called(), Model(), power, partial, Called().__call__, calls, within):
        assert habits.of_code(function, ["x"]) == [POWER]
    assert habits.of_code(len, ["x"]) == []
    turns = made("def one(x):\n    return my(x)\ndef my(x):\n    return one(x)")
    assert habits.of_code(turns, ["x"]) == []


@pytest.mark.parametrize(
    ("work", "arguments", "error", "causes"),
    [
        ("return x ^ y", "x, y", "TypeError: unsupported operand type(s) for ^", [POWER]),
        ("return x ^ y", "x, y", "RuntimeError: bitwise_xor_cpu", [POWER]),
        ("return x ^ y", "x, y", "ValueError: bad", []),
        ("return x + y", "x, y", "ValueError: ^", []),
        ("x - y", "x, y", NONE, [thrown("-")]),
        ("x - y", "x, y", "RuntimeError: it does not require grad", [thrown("-")]),
        ("x - y", "x, y", "ValueError: in x.grad", [thrown("-")]),
        ("x - y", "x, y", "ValueError: bad", []),
        ("x, y", "x, y", NONE, [NO_GRADIENT]),
        ("x, y", "x, y", "TypeError: 'NoneType' in lr * x.grad", [NO_GRADIENT]),
        ("x, y", "x, y", "TypeError: 'NoneType' in x.zero_()", [NO_GRADIENT]),
        ("x, y", "x, y", "ValueError: in x.grad", []),
        ("return x + T", "x, y", "ValueError: bad", ["Your function never uses its argument `y`. "
                                                     "It uses `T`, a variable of the notebook."]),
        ("return x", "x, y", "ValueError: bad", []),
        ("return x, y", "y, x", "ZeroDivisionError: division by zero",
         ["Your function takes y, x. The check hands over in the order x, y."]),
        ("return z", "x, y", "NameError: name 'z' is not defined",
         [MISSPELT, "Your function never uses its argument `x`."]),
        ("return x", "x, y", "TypeError: 'function' object is not iterable",
         [NOT_CALLED, "Your function never uses its argument `y`."]),
        ("return x", "x, y", "RecursionError: x", ["The function calls itself again and again."]),
    ],
)  # fmt: skip
def test_an_error_and_the_code_are_read_together(work, arguments, error, causes):
    function = of(work, arguments, T=torch.ones(2))
    assert habits.of_error(function, error, ["x", "y"]) == causes


# --- arguments ------------------------------------------------------------------------------------

CASES = [{"x": [2.0, 3.0], "lr": 0.5, "t": "a"}, {"x": [5.0, -4.0], "lr": 0.2, "t": "b"}]
RIGHT = [torch.tensor([1.3, 7.1]), torch.tensor([8.2, 3.9])]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r, x, lr: r - x, "It is right but for `x`, which is not added."),
        (lambda r, x, lr: r - lr, "It is right but for `lr`, which is not added."),
        (lambda r, x, lr: r + x, "It is right but for `x`, which is added and should not be."),
        (lambda r, x, lr: r - 2 * x, "`x` is subtracted, and should be added."),
        (lambda r, x, lr: r + 2 * x, "`x` is added, and should be subtracted."),
        (lambda r, x, lr: r / x, "It is right but for the factor `x`."),
        (lambda r, x, lr: r * lr, "It is right but for the factor `lr`, which should not be "
         "there."),
        (lambda r, x, lr: x, "That is `x` as it was given."),
    ],
)  # fmt: skip
def test_an_argument_that_makes_the_result_right_is_named(change, told):
    got = [
        change(right, torch.tensor(case["x"]), case["lr"])
        for right, case in zip(RIGHT, CASES, strict=True)
    ]
    assert habits.of_arguments(RIGHT, got, CASES, 1e-4) == [told]
    assert habits.of_arguments(RIGHT, [got[0], got[1] + 1], CASES, 1e-4) == []
    pairs = [[(1.0, r) for r in results] for results in (RIGHT, got)]
    inside = "In result 2: " + told[0].lower() + told[1:]
    assert habits.of_arguments(*pairs, CASES, 1e-4) == [inside]


def test_of_what_no_argument_makes_right_nothing_is_said():
    for got in ([r * 3 for r in RIGHT], RIGHT, ["a", "b"], [r[:1] for r in RIGHT]):
        assert habits.of_arguments(RIGHT, got, CASES, 1e-4) == []
    assert habits.of_arguments(["a"], [1.0], [{"n": 1.5}], 1e-4) == []
    assert habits.of_arguments([1.0], [2.0], [{"n": -1.0}], 1e-4) != []
    assert habits.of_arguments([3.0], [2.0], [{"n": 1.0}], 1e-4) == []  # a 1 may be any 1
    assert habits.of_arguments([3.0], [2.0], [{"n": 0.0}], 1e-4) == []
    assert habits.of_arguments([3.0], [0.0], [{"n": 0.0}], 1e-4) == []
    with_table = [{"x": [1.0, 2.0, 3.0], "b": 0.5}]  # its shape does not fit
    got = [RIGHT[0] - 0.5]
    told = ["It is right but for `b`, which is not added."]
    assert habits.of_arguments(RIGHT[:1], got, with_table, 1e-4) == told
