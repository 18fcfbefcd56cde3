"""Look at an answer that is a value: a number, a text, several of these, or an order of lines."""

import ast
import difflib
import re

from linreg_helpers.course.checking.compare import (
    apart,
    as_tensor,
    difference,
    is_of_kind,
    kind,
    plain,
)
from linreg_helpers.course.checking.feedback import CAUSE, FOUND, OR
from linreg_helpers.course.checking.kernel import ReadersError, call
from linreg_helpers.course.checking.reading import Thing, UnreadableError, show


def wanted(exercise):
    """Say what kind of answer an exercise asks for.

    Args:
        exercise: an `Exercise` whose answer is a value.

    Returns:
        A text such as "a number".
    """
    if exercise.lines:
        return f"the {len(exercise.lines)} line numbers in square brackets"
    return kind(exercise.answer)


def look_at_value(exercise, answer):
    """Compare an answer with the right ones, and find the cause of a wrong one.

    Args:
        exercise: an `Exercise`.
        answer: what `read` returned.

    Returns:
        `(is it right, lines of a feedback)`.
    """
    rights, answer = (exercise.answer, *exercise.also), _with_keys_of(exercise.answer, answer)
    if any(not difference(right, answer, exercise.within) for right in rights):
        return True, []
    expected = kind(exercise.answer)
    known = _known(exercise, answer)
    if not any(is_of_kind(right, answer) for right in rights):
        lines = [("expected", expected), ("got", _came(exercise.answer, answer))]
        return False, lines + (known or _wrong_kind(exercise, answer))
    lines = [("expected", _other(expected)), ("got", apart(exercise.answer, answer)[1])]
    if isinstance(exercise.answer, dict):
        within = exercise.within
        right = sum(not difference(v, answer[k], within) for k, v in exercise.answer.items())
        lines = [("right so far", f"{right} of {len(exercise.answer)}")]
    return False, lines + (known or _found(exercise.answer, answer, exercise.within))


def look_at_order(exercise, order):
    """Compare an order of lines with the right ones, or run the program in this order.

    Args:
        exercise: an `Exercise` with `lines`.
        order: what `read` returned.

    Returns:
        `(is it right, lines of a feedback)`.
    """
    number = len(exercise.lines)
    order = _whole_numbers(order)
    if order is None:
        cause = "The numbers stand in square brackets, with commas between them."
        return False, [("expected", wanted(exercise)), ("got", "something else"), (CAUSE, cause)]
    told = [("expected", _other(wanted(exercise))), ("got", show(order))]
    for i in [*order, *range(1, number + 1)]:
        times = order.count(i)
        if not 1 <= i <= number:
            return False, [
                *told,
                (CAUSE, f"There is no line {i}: they are numbered 1 to {number}."),
            ]
        if times != 1:
            words = f"stands {times} times" if times else "is missing"
            return False, [*told, (CAUSE, f"Line {i} {words}. Each line stands once.")]
    rights = [list(right) for right in (exercise.answer, *exercise.also)]
    if order in rights:
        return True, []
    try:
        result = run_order(exercise, order) if exercise.run else None
        if exercise.run and not difference(exercise.right_results[0], result, exercise.within):
            return True, []
        stopped = []
    except (ReadersError, UnreadableError) as error:
        stopped = [("in this order", f"{error}")]
    causes = [cause for wrong, cause in exercise.wrong if list(wrong) == order]
    if causes:
        return False, [*told, *stopped, *_lines(causes)]
    heads = [_common(order, right) for right in rights]
    if max(heads):
        count = "line is" if max(heads) == 1 else f"{max(heads)} lines are"
        return False, [*told, *stopped, (FOUND, f"The first {count} in a right place.")]
    return False, [*told, *stopped, (FOUND, "The first line is not in a right place.")]


def run_order(exercise, order):
    """Run the lines of an exercise in some order, and look at what comes out.

    Args:
        exercise: an `Exercise` with `lines` and `run`.
        order: line numbers from 1.

    Returns:
        What `exercise.run` looks at, in plain parts.

    Raises:
        ReadersError: the program raised an error in this order.
        UnreadableError: what came out can't be read.
    """
    program = "\n".join(exercise.lines[i - 1] for i in order)
    return call(lambda: exercise.run(program))[0]


def run_program(program, **names):
    """Run the text of a program, for the `run` of an exercise with `lines`.

    Args:
        program: Python code.
        **names: what the program can use.

    Returns:
        A dict of all names afterwards.

    Example:
        >>> run_program("y = 2 * x", x=3)["y"]
        6
    """
    exec(compile(program, "<the lines in your order>", "exec"), names)
    return names


def _with_keys_of(right, answer):
    """Return a dict with the keys asked for, where these differ only as names may differ."""
    if not isinstance(right, dict) or not isinstance(answer, dict):
        return answer
    keys = {plain(str(key)): key for key in right}
    return {keys.get(plain(str(key)), key): value for key, value in answer.items()}


def _known(exercise, answer):
    """Return the causes of the typical wrong answers that are this one."""
    causes = []
    for wrong, cause in exercise.wrong:
        part = answer
        if isinstance(wrong, dict) and isinstance(answer, dict):
            part = {k: answer.get(k) for k in wrong}  # it may hold the wrong entries alone
        if not difference(wrong, part, exercise.within):
            causes.append(cause)
    return _lines(causes or _misspelt(exercise, answer))


def _misspelt(exercise, answer):
    """Return the cause of the typical wrong answer that differs in a letter or two."""
    rights = [right for right in (exercise.answer, *exercise.also) if isinstance(right, str)]
    if not isinstance(answer, str) or not rights:
        return []
    near = {right: _nearness(right, answer) for right in rights}
    causes = {wrong: cause for wrong, cause in exercise.wrong if isinstance(wrong, str)}
    wrongs = {wrong: _nearness(wrong, answer) for wrong in causes}
    nearest = max(wrongs, key=wrongs.get, default=None)
    if nearest is None or wrongs[nearest] <= max(0.85, *near.values()):
        return []
    return [causes[nearest]]


def _nearness(one, other):
    return difflib.SequenceMatcher(None, plain(one), plain(other)).ratio()


def _wrong_kind(exercise, answer):
    """Say why an answer is not even of the right kind."""
    right = exercise.answer
    number = isinstance(right, int | float) and not isinstance(right, bool)
    if isinstance(answer, Thing):
        return _lines([f"That is {answer.words}, not its result. Call it, with round brackets."])
    if number and isinstance(answer, tuple) and len(answer) == 2 and _whole_numbers(answer):
        point = " The decimal sign is a point." if right != round(right) else ""
        return _lines([f"One number is asked for, and a comma makes two.{point}"])
    if isinstance(right, dict):
        return _lines([_about_keys(right, answer)])
    if isinstance(right, str):
        return _lines(["A text is asked for, in quotes."])
    if number and isinstance(answer, tuple | list) and len(answer) == 1:
        return _lines(["That is a row with one number in it. Leave out the brackets or the comma."])
    if isinstance(answer, str):
        return _lines(_about_text(right, answer))
    if isinstance(right, tuple | list):
        if not isinstance(answer, tuple | list) or len(right) != len(answer):
            return _lines([f"{len(right)} answers are asked for."])
        return _lines([f"Each part is {kind(right[0])}."])
    return []


def _about_keys(right, answer):
    """Say what is missing in a dict, or too many, or of another kind."""
    if not isinstance(answer, dict):
        return "A dict is asked for: curly brackets with a key, a colon and a value for each."
    missing = [str(key) for key in right if key not in answer]
    extra = [str(key) for key in answer if key not in right]
    if missing:
        return f"Some keys are missing: {', '.join(missing)}."
    if extra:
        return f"There are keys that nobody asked for: {', '.join(extra)}."
    odd = next(key for key in right if not is_of_kind(right[key], answer[key]))
    return f"The value of {odd} is of another kind: {kind(right[odd])} is asked for."


def _about_text(right, answer):
    """Say what to do with a text where numbers are asked for."""
    one = isinstance(right, int | float)
    if one and "," in answer and _is_calculation(answer.replace(",", ".")):
        return ["That is a text. Leave out the quotes. The decimal sign is a point."]
    if _is_calculation(answer):
        return ["That is a text. Leave out the quotes."]
    if one and re.match(r"\s*-?\d+([.,]\d+)?\s*[^\d\s]", answer):
        return ["Only the number is asked for, without its unit and without quotes."]
    return ["A number is asked for, in digits and without quotes."] * one


def _is_calculation(text):
    """Say whether a text is made of numbers, signs and brackets alone, as Python reads them."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    kinds = ast.Constant | ast.UnaryOp | ast.BinOp | ast.operator | ast.unaryop
    kinds |= ast.Tuple | ast.List | ast.expr_context | ast.Expression
    nodes = [*ast.walk(tree)]
    return all(isinstance(node, kinds) for node in nodes) and len(nodes) > 1


def _found(right, answer, within):
    """Say what is found about an answer of the right kind."""
    if isinstance(right, str):
        near = _nearness(right, answer) > 0.8
        return [(FOUND, "It is nearly that: look at the spelling.")] if near else []
    if isinstance(right, tuple) and isinstance(answer, tuple | list):
        pairs = [not difference(r, a, within) for r, a in zip(right, answer, strict=False)]
        if sorted(map(str, right)) == sorted(map(str, answer)):
            return [(FOUND, "These are the right ones, in another order.")]
        return [(FOUND, f"{sum(pairs)} of {len(pairs)} are right.")] if any(pairs) else []
    numbers = as_tensor(right), as_tensor(answer)
    if any(n is None or n.numel() != 1 for n in numbers):
        return []
    whole, (right, answer) = right, (number.item() for number in numbers)
    if answer != answer:
        return [(FOUND, "It is not a number (nan).")]
    if right and answer == -right:
        return [(FOUND, "The size is right, and the sign is not.")]
    if right and any(abs(answer / right * 10**k - 1) < 1e-6 for k in (-4, -3, -2, -1, 1, 2, 3, 4)):
        return [(FOUND, "The digits are right. The decimal point is at another place.")]
    if isinstance(whole, int) and answer != answer // 1:
        return [(FOUND, "A whole number is asked for.")]
    if right != round(right) and abs(answer - right) <= 0.006 * abs(right):
        return [(FOUND, "It is close. Usual cause: too few digits, or rounding on the way.")]
    return []


def _came(right, answer):
    """Show an answer of another kind so that it does not look like the right kind."""
    if isinstance(right, tuple) and isinstance(answer, tuple | list) and len(right) == len(answer):
        return show(answer) + ", which are of another kind"
    return show(answer)


def _other(words):
    return f"another {words[2:]}" if words.startswith("a ") else f"other than that: {words}"


def _lines(causes):
    return [(OR if i else CAUSE, cause) for i, cause in enumerate(dict.fromkeys(causes))]


def _whole_numbers(value):
    numbers = as_tensor(value)
    if numbers is None or numbers.ndim != 1 or not bool((numbers == numbers.round()).all()):
        return None
    return [int(number) for number in numbers.tolist()] if numbers.isfinite().all() else None


def _number(text):
    try:
        return float(text)
    except ValueError:
        return None


def _common(order, right):
    """Return how many numbers at the beginning are the same."""
    pairs = zip(order, right, strict=True)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(order))
