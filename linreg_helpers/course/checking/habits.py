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

from linreg_helpers.course.checking import findings
from linreg_helpers.course.checking.compare import as_tensor
from linreg_helpers.course.checking.kernel import LIBRARIES

NEW_TENSOR = (
    "`{0} = {0} - ...` makes a new tensor: `{0}` names it from then on, and the parameter itself "
    "stays as it was, without a step."
)
UNCHANGED = "That is `{}` as it was given."
NEGATIVE = "`=-` gives a name a negative value. Minus stands first in the sign that subtracts."
UNWATCHED = "The numbers are right, and PyTorch does not watch them: no gradient could reach them."
NO_GRADIENT = "There is no gradient yet: `.grad` is None until `backward` was called."
THROWN = "A line computes something with `{}` and keeps it nowhere, so it changes nothing."
COMPARED = "A line compares with `==`, and changes nothing. A single `=` gives a name its value."
COPIED = (
    "`{0}(...)` makes a new tensor, which nobody keeps. A name with `_` at its end works in place."
)
UNCALLED = "`{0}` stands without round brackets behind it, so it is named and never called."
OVERWRITTEN = "Your function gives its argument `{}` a new value before it has used it."
POWER = "`^` is no power in Python: it compares bits. A power is written `**`."
NOT_CALLED = "A function stands where its result should be. Round brackets behind its name call it."
ERRORS = [
    (
        r"must have same number of dimensions",
        "A table and a row of numbers do not fit side by side: one of them needs a second "
        "dimension.",
    ),
    (
        r"Sizes of tensors must match except",
        "Tables that are put together must agree in their other size. Is a number written out that "
        "should come from the arguments?",
    ),
    (
        r"batches of square matrices",
        "This works for a square table only, with as many rows as columns.",
    ),
    (
        r"Boolean value of Tensor|truth value of an array",
        "`if` and `while` need one True or False, and here are several.",
    ),
    (
        r"return_types",
        "`min` and `max` along a dimension return two things, the numbers and their places. "
        "`.values` are the numbers.",
    ),
    (
        r"expected Tensor as element|must be tuple of Tensors",
        "Only tensors are put together here, and one of these is a number or a list.",
    ),
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
        r"shapes cannot be multiplied|size mismatch|1D tensors expected",
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
        r"context manager protocol|^AttributeError: __enter__",
        "The name behind `with` is not called. Round brackets are missing behind it.",
    ),
    (
        r"cannot assign .* as parameter",
        "A model keeps its parameters, and `=` would put another tensor in the place of one. A "
        "parameter is changed in place.",
    ),
    (
        r"^AttributeError: 'builtin_function_or_method'|^TypeError: .*'builtin_function_or_method'"
        r"|^TypeError: unsupported operand type.*(function|method)|'(method|function)' object "
        r"is not|'function' object has no attribute",
        NOT_CALLED,
    ),
    (
        r"'NoneType' object has no attribute",
        "There is None before the point. What changes something in place, as `append` does, "
        "returns None: its result needs no name.",
    ),
    (
        r"'(float|int)' object has no attribute",
        "This is a plain number and no tensor any more. Usual cause: `.item()` or `float()` too "
        "early.",
    ),
    (
        r"'(int|float)' object is not (iterable|subscriptable)|0-d tensor|has no len",
        "This is one number, and something with several parts is needed here. A loop over numbers "
        "goes through `range(...)`.",
    ),
    (
        r"object is not iterable|cannot unpack",
        "Something with several parts is needed here, and this has none.",
    ),
    (
        r"^AttributeError: .*has no attribute",
        "It has no attribute of this name. Look at the spelling (names of methods that work in "
        "place end with `_`), and at what stands before the point.",
    ),
    (
        r"must be real number, not|can only concatenate|must be (str|Tensor), not|"
        r"unsupported operand type.*'(list|str|tuple|NoneType|dict)'|not supported between",
        "Two things meet that do not go together. Print the `type` of both.",
    ),
    (
        r"missing \d+ required .*argument|takes .* positional arguments? but|unexpected keyword",
        "A function is called with other arguments than it takes. Compare the call with its `def`.",
    ),
    (
        r"index .* out of (range|bounds)|^IndexError",
        "An index points behind the end. Counting begins at 0, so the last index is the length "
        "minus 1.",
    ),
    (
        r"^ModuleNotFoundError|^ImportError",
        "There is no such module here. Look at the spelling of the `import` line.",
    ),
    (
        r"^ZeroDivisionError",
        "Something is divided by 0. Print what stands behind `/`.",
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


def of_error(function, error, arguments=()):
    """Return the causes that an error and the code behind it show.

    Args:
        function: the reader's function.
        error: type and text of the error, and the line, as one text.
        arguments: the names of the arguments as the exercise calls them.

    Returns:
        A list of sentences, often empty.
    """
    if "^" in _operators(function) and re.search(r"\^|bitwise_xor", error):
        return [POWER]
    if "NoneType" in error or "does not require grad" in error or ".grad" in error:
        seen = of_a_line(function)
        if seen:
            return seen
        if "NoneType" in error and (".grad" in error or "zero_" in error):
            return [NO_GRADIENT]
    seen = _unused(function, arguments, only_foreign=True) or _turned(function, arguments)
    if seen:
        return seen
    known = [cause for pattern, cause in ERRORS if re.search(pattern, error)][:1]
    of_a_name = error.startswith("NameError") or known == [NOT_CALLED]
    return known + (_unused(function, arguments) if of_a_name else [])


def of_a_line(function):
    """Return the cause that a single line shows by itself, whatever came out.

    Args:
        function: the reader's function.

    Returns:
        A list of at most one sentence.
    """
    if re.search(r"\w[ \t]*=-[ \t]", _source(function)):
        return [NEGATIVE]
    if names := _replaced(function):
        return [NEW_TENSOR.format(names[0])]
    return _thrown_away(function)[:1]


def of_code(function, arguments, got=None):
    """Return the causes that the code shows, for a function whose result is wrong.

    Args:
        function: the reader's function.
        arguments: the names of the arguments as the exercise calls them.
        got: what it returned.

    Returns:
        A list of sentences, often empty.
    """
    if "^" in _operators(function):
        return [POWER]
    if names := _replaced(function, again=True):
        return [NEW_TENSOR.format(names[0])]
    parts = got if isinstance(got, tuple | list) else ()
    if any(part is None for part in parts) and any(s.argval == "grad" for s in _steps(function)):
        return [NO_GRADIENT]
    return _turned(function, arguments) or _unused(function, arguments)


def _unused(function, arguments, only_foreign=False):
    """Name an argument that is never used, and what is used in its place."""
    code = code_of(function)
    if code is None:
        return []
    own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if len(own) == len(arguments):
        for name in own:
            first = next((s for s in _instructions(code) if s.argval == name), None)
            if first is not None and first.opname == "STORE_FAST":
                return [OVERWRITTEN.format(name)]
    used = {name for step in _instructions(code) for name in _loaded(step)}
    unused = [name for name in own if name not in used | set(code.co_cellvars) and name != "self"]
    if len(own) != len(arguments) or not unused:
        return []
    words = f"Your function never uses its argument `{unused[0]}`"
    names = getattr(_plain(function), "__globals__", {})
    foreign = [n for n in code.co_names if isinstance(names.get(n), torch.Tensor | np.ndarray)]
    if foreign:
        return [f"{words}. It uses `{foreign[0]}`, a variable of the notebook."]
    return [] if only_foreign else [f"{words}."]


def _turned(function, arguments):
    """Say that the arguments have the names asked for, in another order."""
    try:
        own = list(inspect.signature(function).parameters)
    except Exception:  # it does not tell its arguments
        return []
    if own == list(arguments) or sorted(own) != sorted(arguments):
        return []
    wanted = ", ".join(arguments)
    return [f"Your function takes {', '.join(own)}. The check hands over in the order {wanted}."]


def of_arguments(expected, got, cases, within):
    """Say which argument came back, or makes the result right on all cases.

    Args:
        expected: the right results, one for each case.
        got: the results that came.
        cases: for each case, a dict from the name of an argument to its value.
        within: the largest difference that counts as rounding.

    Returns:
        A list of at most one sentence.
    """
    for name, right, came in findings.wrong_parts(expected, got, within):
        told = _of_part(right, came, cases, within)
        if told:
            return [f"In {name}: {told[0].lower()}{told[1:]}" if name else told]
    return []


# What makes a result right again, given an argument.
REPAIRS = {
    "It is right but for `{}`, which is not added.": lambda c, a: c + a,
    "It is right but for `{}`, which is added and should not be.": lambda c, a: c - a,
    "`{}` is subtracted, and should be added.": lambda c, a: c + 2 * a,
    "`{}` is added, and should be subtracted.": lambda c, a: c - 2 * a,
    "It is right but for the factor `{}`.": lambda c, a: c * a,
    "It is right but for the factor `{}`, which should not be there.": lambda c, a: c / a,
}


def _of_part(expected, got, cases, within):
    pairs = [(as_tensor(right), as_tensor(came)) for right, came in zip(expected, got, strict=True)]
    if any(r is None or c is None or r.shape != c.shape for r, c in pairs):
        return None
    if all(findings.agree(right, came, within) for right, came in pairs):
        return None
    values = {name: [as_tensor(case[name]) for case in cases] for name in cases[0]}
    told = {n: v for n, v in values.items() if all(t is not None and t.any() for t in v)}
    for argument, given in told.items():
        if all(torch.allclose(value, torch.ones_like(value)) for value in given):
            continue
        for words, repair in REPAIRS.items():
            try:
                repaired = [repair(came, a) for (_, came), a in zip(pairs, given, strict=True)]
            except RuntimeError:  # the shapes do not fit
                continue
            rights = [right for right, _ in pairs]
            if all(findings.agree(r, c, within) for r, c in zip(rights, repaired, strict=True)):
                return words.format(argument)
    for argument, given in told.items():
        if all(findings.agree(came, a, within) for (_, came), a in zip(pairs, given, strict=True)):
            return UNCHANGED.format(argument)
    return None


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


def _source(function):
    try:
        return inspect.getsource(_plain(function))
    except Exception:  # typed elsewhere, or no function of Python
        return ""


def _codes(function, seen=None):
    """Return the compiled code of a function, of those within, and of the reader's own it calls."""
    seen, code = {} if seen is None else seen, code_of(function)
    if code is None or code in seen:
        return list(seen)
    names = getattr(_plain(function), "__globals__", {})
    waiting = [code]
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen[code] = None
        waiting += [const for const in code.co_consts if hasattr(const, "co_code")]
        for called in (names.get(name) for name in code.co_names):
            other = getattr(called, "__code__", None)
            if other is not None and not other.co_filename.startswith(LIBRARIES):
                _codes(called, seen)
    return list(seen)


def _steps(function):
    return [step for code in _codes(function) for step in _instructions(code)]


@functools.lru_cache(maxsize=64)  # several causes look at the same code
def _instructions(code):
    return list(dis.get_instructions(code))


def _statements(function):
    """Return the steps of the compiled code in groups, each with those that end a statement."""
    groups, ends = [[]], False
    for step in _steps(function):
        if step.opname in ("CACHE", "RESUME", "NOP", "SWAP", "PRECALL", "PUSH_NULL"):
            continue
        ending = step.opname.startswith(("STORE_", "POP_", "RETURN", "JUMP", "FOR_ITER"))
        if ends and not ending:
            groups.append([])
        groups[-1].append(step)
        ends = ending
    return groups


def _operators(function):
    return {s.argrepr.rstrip("=") for s in _steps(function) if s.opname == "BINARY_OP"}


def _loaded(step):
    """Return the local names that a step of the compiled code reads."""
    if not step.opname.startswith(("LOAD_FAST", "LOAD_DEREF", "STORE_FAST_LOAD_FAST")):
        return ()
    names = _names(step)
    return names[1:] if step.opname.startswith("STORE") else names


def _replaced(function, again=False):
    """Return the names with a `.grad` that get a new tensor of it, and no change in place.

    Whoever watches the new tensor again may know what they do: this counts with `again` only.
    """
    names = []
    if not again and any("requires_grad" in str(s.argval) for s in _steps(function)):
        return names
    for group in _statements(function):
        watched = {a.argval for a, b in pairwise(group) if b.argval == "grad"}
        stores = [step for step in group if step.opname.startswith(("STORE_FAST", "STORE_DEREF"))]
        work = [step for step in group if step not in stores]
        in_place = work and work[-1].opname == "BINARY_OP" and work[-1].argrepr.endswith("=")
        if in_place or any(str(s.argval) in ("sub_", "add_", "copy_") for s in work):
            continue
        operators = [step for step in work if step.opname == "BINARY_OP"]
        methods = [step for step in work if step.argval in ("sub", "add", "subtract")]
        if operators or methods:
            stored = [n for s in stores for n in _names(s)]
            names += [name for name in stored if name in watched]
    return names


def _names(step):
    return step.argval if isinstance(step.argval, tuple) else (step.argval,)


# Methods whose result is all that they do, and others that do nothing before they are called.
PURE = ("sub", "add", "mul", "div", "subtract", "multiply", "copy", "clone", "detach", "square")
CALLED = ("backward", "zero_grad", "step", "zero_", "sub_", "add_", "append")


def _thrown_away(function):
    """Return what is said of lines whose result is kept nowhere, or that call nothing."""
    said = []
    for one, other in pairwise(s for s in _steps(function) if s.opname not in ("CACHE", "NOP")):
        if other.opname != "POP_TOP":
            continue
        if one.opname == "BINARY_OP" and not one.argrepr.endswith("="):
            said.append(THROWN.format(one.argrepr))
        elif one.opname == "COMPARE_OP" and str(one.argval).strip() == "==":
            said.append(COMPARED)
        elif one.opname in ("LOAD_ATTR", "LOAD_METHOD") and one.argval in CALLED:
            said.append(UNCALLED.format(one.argval))
    for group in _statements(function):
        named = [step.argval for step in group if step.opname in ("LOAD_ATTR", "LOAD_METHOD")]
        called = len(group) > 1 and group[-2].opname.startswith("CALL")
        called = called and group[-1].opname == "POP_TOP" and named and named[0] in PURE
        if called and not any(name.endswith("_") for name in named):
            said.append(COPIED.format(named[0]))
    return said
