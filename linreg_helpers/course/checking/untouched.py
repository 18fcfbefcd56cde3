"""Tell whether a reader has begun: compare the compiled code with that of the untouched cell."""

import ast
import inspect

from linreg_helpers.course.checking.habits import code_of

_PARTS = ("co_code", "co_names", "co_varnames")


def is_untouched(answer, start):
    """Say whether a function or a class is that of the untouched notebook, comments aside.

    Args:
        answer: what is given to the check.
        start: the code of the untouched notebook.

    Returns:
        True or False.

    Example:
        >>> is_untouched(abs, "def my_size(x): ...")
        False
    """
    began = {code.co_name: code for code in _codes(compile(ast.parse(start), "", "exec"))}
    if isinstance(answer, type):
        own = [getattr(part, "__code__", None) for part in vars(answer).values()]
    else:
        own = [code_of(answer)] if inspect.isroutine(answer) else []
    pairs = [(code, began.get(code.co_name)) for code in own if code]
    return bool(pairs) and all(other and _same(code, other) for code, other in pairs)


def _codes(code):
    """Return the code objects within a code object, with those within these."""
    inner = [const for const in code.co_consts if hasattr(const, "co_code")]
    return [*inner, *(part for const in inner for part in _codes(const))]


def _same(one, other):
    consts = [[c for c in code.co_consts if not hasattr(c, "co_code")] for code in (one, other)]
    return consts[0] == consts[1] and all(getattr(one, k) == getattr(other, k) for k in _PARTS)
