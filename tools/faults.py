"""The single faults that a module can have, one small change each, for `make mutants` to plant.

An operator turned, a constant or a text changed, a condition forced or negated, one of several
conditions dropped, a statement or a `with` removed, a returned value lost, an argument dropped or
swapped with the next, a call such as `.clone()` taken away, an end of a slice left open.
"""

import ast
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

UNTOUCHED = {"annotation", "returns", "ctx"}
TURNED = [
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Div),
    (ast.BitAnd, ast.BitOr), (ast.FloorDiv, ast.Mod), (ast.Pow, ast.MatMult),
]  # fmt: skip
CHANGES = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    float: lambda value: 10 * value,
    str: lambda value: "XX" + value,
}
TURNS = dict(TURNED) | {b: a for a, b in TURNED}


class Fault(NamedTuple):
    """One change of a module: where, what was, what is, and the module's source with it."""

    path: Path
    kind: str
    line: int
    old: str
    new: str
    source: str

    def __str__(self):
        return f"{self.path}:{self.line} ({self.kind})\n- {self.old}\n+ {self.new}\n"


def variants(node, field):
    """Yield the kind and the replacement of every fault that one node can have."""
    match node:
        case ast.operator() | ast.cmpop() | ast.boolop() if type(node) in TURNS:
            yield "operator", TURNS[type(node)]()
        case ast.Constant(value=value) if type(value) in CHANGES:
            yield type(value).__name__, ast.Constant(CHANGES[type(value)](value))
        case ast.UnaryOp(operand=operand):
            yield "sign", operand
        case ast.BoolOp(op=op, values=values):
            for i in range(len(values)):
                yield "operand", ast.BoolOp(op, [*values[:i], *values[i + 1 :]])
        case ast.Call(func=func, args=args, keywords=keywords):
            for i in range(len(keywords)):
                yield "keyword", ast.Call(func, args, [*keywords[:i], *keywords[i + 1 :]])
            for i in range(len(args) - 1):
                swapped = [*args[:i], args[i + 1], args[i], *args[i + 2 :]]
                yield "swapped", ast.Call(func, swapped, keywords)
            if isinstance(func, ast.Attribute) and not args and not keywords:
                yield "call", func.value
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower:
                yield "slice", ast.Slice(None, upper, step)
            if upper:
                yield "slice", ast.Slice(lower, None, step)
        case ast.Return(value=ast.expr()):
            yield "removed", ast.Return(ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break():
            yield "removed", ast.Pass()
        case ast.Expr() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "removed", ast.Pass()
        case ast.With(items=items) if not any(item.optional_vars for item in items):
            yield "removed", ast.If(ast.Constant(True), node.body, [])
    if field in ("test", "ifs"):
        for new in (ast.Constant(True), ast.Constant(False), ast.UnaryOp(ast.Not(), node)):
            yield "condition", new


def left_alone(node):
    """Whether a statement is none of the tests' business: words, imports, a program's last line."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Compare(left=ast.Name("__name__"))):
            return True
    return False


def places(parent, line=1):
    """Yield every node that may be changed, with its line, its field and how to replace it."""
    for field, value in ast.iter_fields(parent):
        for i, child in enumerate(value if isinstance(value, list) else [value]):
            if field in UNTOUCHED or not isinstance(child, ast.AST) or left_alone(child):
                continue

            def put(new, field=field, value=value, i=i):
                if isinstance(value, list):
                    value[i] = new
                else:
                    setattr(parent, field, new)

            at = getattr(child, "lineno", line)
            yield child, at, field, put
            yield from places(child, at)


def faults(path, source):
    """Return all faults of a module, from top to bottom."""
    tree = ast.parse(source)
    before = ast.unparse(tree)
    found = {before: None}
    for node, line, field, put in list(places(tree)):
        for kind, new in variants(node, field):
            put(new)
            with suppress(SyntaxError, ValueError, IndexError):  # not every change makes a program
                after = ast.unparse(ast.fix_missing_locations(tree))
                compile(after, path, "exec")
                found.setdefault(after, Fault(path, kind, line, *change(before, after), after))
            put(node)
    return list(found.values())[1:]


def change(before, after):
    """Return what was and what is where two texts differ: their lines, of long lines the middle."""
    old, new = differing(before.splitlines(), after.splitlines())
    old, new = (" / ".join(line.strip() for line in lines) for lines in (old, new))
    return differing(old, new, around=60)


def differing(a, b, around=0):
    """Return two sequences without what they have in common at both ends, but for a little."""
    start = max(0, common(a, b) - around)
    end = max(0, common(a[start:][::-1], b[start:][::-1]) - around)
    return a[start : len(a) - end], b[start : len(b) - end]


def common(a, b):
    """Return how many elements two sequences have in common at the start."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (p, q) in pairs if p != q), min(len(a), len(b)))
