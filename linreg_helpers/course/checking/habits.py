"""Causes that many mistakes share, read from the reader's code, from an error, or from a result.

Each is told only where it is seen: in the compiled code, in the text of the error, or because
the reader's numbers and an argument together give the right ones.
"""

import dis
import functools
import inspect
import re
from itertools import pairwise

import numpy as np
import torch

from linreg_helpers.course.checking.compare import as_tensor
from linreg_helpers.course.checking.findings import _agree

NEW_TENSOR = (
    "`{0} = {0} - ...` makes a new tensor: `{0}` names it from then on, and the parameter itself "
    "stays as it was, without a step."
)
POWER = "`^` is no power in Python: it compares bits. A power is written `**`."
ERRORS = [
    (
        r"leaf Variable that requires grad is being used in an in-place",
        "The update is watched as if it were a part of the loss. It must stand where PyTorch does "
        "not watch.",
    ),
    (
        r"element 0 of tensors does not require grad",
        "`backward` finds no watched tensor behind this number. Something on the way was made "
        "without watching: a new tensor, `.item()`, `.detach()` or `no_grad`.",
    ),
    (
        r"backward through the graph a second time",
        "The forward pass was made once, and `backward` called twice. Each pass needs a forward "
        "pass of its own.",
    ),
    (
        r"grad can be implicitly created only for scalar",
        "`backward` needs one number to start from. This is a table: a mean or a sum is missing.",
    ),
    (
        r"shapes cannot be multiplied|size mismatch",
        "For `@` the left table must have as many columns as the right one has rows.",
    ),
    (
        r"must match the size of tensor b",
        "The shapes do not fit. Print both, and compare them from the right.",
    ),
    (
        r"'(Tensor|int|float)' object is not callable",
        "Round brackets stand behind a number or a tensor, as if it were a function. Is a sign "
        "such as `*` missing before them?",
    ),
    (
        r"^NameError|^UnboundLocalError",
        "Nothing has this name at this place. A name is misspelt, not imported, or used before it "
        "is made.",
    ),
    (
        r"^RecursionError",
        "The function calls itself again and again.",
    ),
    (
        r"^SystemExit",
        "`exit()` ends the whole program. A function ends with `return`.",
    ),
    (
        r"numpy\(\) on Tensor that requires grad",
        "NumPy can't hold a watched tensor. `.detach()` gives the numbers alone.",
    ),
    (
        r"expected m1 and m2 to have the same dtype|same dtype",
        "Two kinds of numbers meet: compare the `dtype` of both.",
    ),
    (
        r"NoneType.*(subscriptable|iterable|unpack)|unpack.*NoneType",
        "A function that returns nothing gives None. Is a `return` missing?",
    ),
]


def of_error(function, error):
    """Return the causes that an error and the code behind it show.

    Args:
        function: the reader's function.
        error: type and text of the error, and the line, as one text.

    Returns:
        A list of sentences, often empty.
    """
    if "^" in _operators(function) and re.search(r"\^|bitwise_xor", error):
        return [POWER]
    if "NoneType" in error or "does not require grad" in error or ".grad" in error:
        names = _replaced(function)
        if names:
            return [NEW_TENSOR.format(names[0])]
        if "NoneType" in error and (".grad" in error or "zero_" in error):
            return ["There is no gradient yet: `.grad` is None until `backward` was called."]
    return [cause for pattern, cause in ERRORS if re.search(pattern, error)][:1]


def of_code(function, arguments):
    """Return the causes that the code shows, for a function whose result is wrong.

    Args:
        function: the reader's function.
        arguments: the names of the arguments as the exercise calls them.

    Returns:
        A list of sentences, often empty.
    """
    if "^" in _operators(function):
        return [POWER]
    if names := _replaced(function):
        return [NEW_TENSOR.format(names[0])]
    code = code_of(function)
    if code is None:
        return []
    own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    used = {name for step in dis.get_instructions(code) for name in _loaded(step)}
    unused = [name for name in own if name not in used | set(code.co_cellvars) and name != "self"]
    if len(own) != len(arguments) or not unused:
        return []
    words = f"Your function never uses its argument `{unused[0]}`"
    names = getattr(_plain(function), "__globals__", {})
    foreign = [n for n in code.co_names if isinstance(names.get(n), torch.Tensor | np.ndarray)]
    if foreign:
        return [f"{words}. It uses `{foreign[0]}`, a variable of the notebook."]
    return [f"{words}."]


def of_arguments(expected, got, cases, within):
    """Say which argument, added to or multiplied with the result, makes it right on all cases.

    Args:
        expected: the right results, one for each case.
        got: the results that came.
        cases: for each case, a dict from the name of an argument to its value.
        within: the largest difference that counts as rounding.

    Returns:
        A list of at most one sentence.
    """
    pairs = [(as_tensor(right), as_tensor(came)) for right, came in zip(expected, got, strict=True)]
    if any(r is None or c is None or r.shape != c.shape for r, c in pairs):
        return []
    relations = {
        "The result is right but for `{}`, which is not added.": lambda c, a: c + a,
        "The result is right but for `{}`, which is added and should not be.": lambda c, a: c - a,
        "`{}` is subtracted, and should be added.": lambda c, a: c + 2 * a,
        "`{}` is added, and should be subtracted.": lambda c, a: c - 2 * a,
        "The result is right but for the factor `{}`.": lambda c, a: c * a,
    }
    for name in cases[0]:
        values = [as_tensor(case[name]) for case in cases]
        if any(value is None or not value.any() for value in values):
            continue
        if all(torch.allclose(value, torch.ones_like(value)) for value in values):
            continue
        for words, repair in relations.items():
            try:
                repaired = [repair(c, a) for (_, c), a in zip(pairs, values, strict=True)]
            except RuntimeError:  # the shapes do not fit
                continue
            rights = [right for right, _ in pairs]
            if all(_agree(r, came, within) for r, came in zip(rights, repaired, strict=True)):
                return [words.format(name)]
    return []


def code_of(function):
    """Return the compiled code of whatever a reader calls a function, or None.

    Args:
        function: a function, method, partial, module or object with `__call__`.

    Returns:
        A code object, or None.
    """
    return getattr(_plain(function), "__code__", None)


def _plain(function):
    if isinstance(function, functools.partial):
        return _plain(function.func)
    if isinstance(function, torch.nn.Module):
        function = function.forward
    elif not inspect.isroutine(function) and not isinstance(function, type):
        function = type(function).__call__
    return getattr(function, "__func__", function)


def _steps(function):
    code = code_of(function)
    return [step for step in dis.get_instructions(code)] if code else []


def _operators(function):
    return {s.argrepr.rstrip("=") for s in _steps(function) if s.opname == "BINARY_OP"}


def _loaded(step):
    """Return the local names that a step of the compiled code reads."""
    if not step.opname.startswith(("LOAD_FAST", "LOAD_DEREF", "STORE_FAST_LOAD_FAST")):
        return ()
    names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
    return names[1:] if step.opname.startswith("STORE") else names


def _replaced(function):
    """Return the names with a `.grad` that get a new tensor from `-` or `+`, not in place."""
    steps, names, before = _steps(function), [], None
    watched = {a.argval for a, b in pairwise(steps) if b.argval == "grad"}
    for step in steps:
        if step.opname.startswith("STORE_FAST"):
            stored = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            if before is not None and before.opname == "BINARY_OP" and before.argrepr in ("-", "+"):
                names += [name for name in stored if name in watched]
        elif step.opname not in ("SWAP", "CACHE"):
            before = step
    return names
