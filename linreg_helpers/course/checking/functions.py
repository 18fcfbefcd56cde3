"""Look at an answer that is a function: call it on copies of the cases, and compare."""

import copy
import functools
import inspect

from linreg_helpers.course.checking import findings, habits
from linreg_helpers.course.checking.compare import as_tensor, difference
from linreg_helpers.course.checking.feedback import CAUSE, CORRECT, ERROR, FOUND, NOT_YET, OR
from linreg_helpers.course.checking.kernel import ReadersError, call
from linreg_helpers.course.checking.reading import Thing, UnreadableError, cut, name_of, read, show

KEEPS = (
    "The first call is right, and a second one with the same arguments is not. Something is kept "
    "from call to call: a list in the `def` line, or a variable of the notebook."
)
IN_PLACE = "an operation in place, such as -= or sub_, worked on an argument."


def look_at_function(exercise, function):
    """Compare what a function does with what is right, and find the cause of what is wrong.

    Args:
        exercise: an `Exercise` whose answer is a function or a class.
        function: what the reader gave.

    Returns:
        `(outcome, lines of a feedback)`.

    Raises:
        UnreadableError: a result can't be read.
    """
    wanted = ", ".join(exercise.parameters)
    if not callable(function):
        cause = (
            "That is no function. If you called it, leave out the brackets behind its name: "
            f"`check_{exercise.name}(my_{exercise.name})`."
        )
        lines = [("expected", f"a function my_{exercise.name}({wanted})")]
        return NOT_YET, [*lines, ("got", _shown(function)), (CAUSE, cause)]
    function = _positional(function, exercise.parameters)
    own = _mismatch(function, exercise.cases[0])
    if own is not None:
        lines = [("expected", f"a function with the arguments ({wanted})")]
        lines += [("got", f"({', '.join(own)})")]
        return NOT_YET, [*lines, *_count(len(own), exercise.parameters)]

    first, *others = exercise.cases
    cases = first, first, *others  # what is kept from call to call shows in the second
    right = [exercise.right_results[0], *exercise.right_results]
    try:
        looks = [look(exercise, function, case) for case in cases]
    except ReadersError as error:
        return ERROR, _of_error(exercise, function, error)
    printed = "".join(text for *_, text in looks).strip()
    said = [("it printed", _first_line(printed))] if printed else []

    for number, (result, changed, _, _) in enumerate(looks):
        found = difference(right[number], result, exercise.within, exercise.about)
        if found:
            words = zip(("expected", "got"), found, strict=True)
            if number == 1:  # the same call was right the first time
                causes = [(CAUSE, KEEPS)]
            else:
                causes = _causes(exercise, function, [looks[0], *looks[2:]], max(0, number - 1))
                if not causes and found[1].endswith("requires_grad False"):
                    causes = [(CAUSE, habits.UNWATCHED)]
            return NOT_YET, [("tried", _tried(exercise, cases[number])), *words, *said, *causes]
        if changed:
            lines = [("expected", "arguments left as they were"), ("got", f"a changed {changed}")]
            tried = ("tried", _tried(exercise, cases[number]))
            return NOT_YET, [tried, *lines, (CAUSE, IN_PLACE), *said]
    return CORRECT, [*said, ("", exercise.insight)]


def look(exercise, function, case):
    """Call a function on a copy of a case, and look at what the exercise looks at.

    Args:
        exercise: an `Exercise` with cases.
        function: takes what the answer takes.
        case: the arguments, a tuple.

    Returns:
        `(result, name of a changed argument or None, whether it returned nothing, printed)`.

    Raises:
        ReadersError: the function raised an error.
        UnreadableError: the result can't be read.
    """

    def work():
        arguments, returned = copy.deepcopy(case), []

        @functools.wraps(function, updated=())
        def watched(*given, **named):
            returned.append(function(*given, **named))
            return returned[-1]

        if exercise.run:
            result = exercise.run(watched if inspect.isroutine(function) else function, *arguments)
            return result, None, bool(returned) and all(value is None for value in returned)
        result = watched(*arguments)
        pairs = zip(exercise.parameters, case, arguments, strict=True)
        changed = (name for name, before, after in pairs if _differs(before, after))
        return result, next(changed, None), result is None

    result, printed = call(work)
    return *result, printed


def results_of(exercise, function):
    """Return what a function gives, one result for each case.

    Args:
        exercise: an `Exercise` with cases.
        function: takes what the answer takes.

    Returns:
        A list of results, or the text of the error if there is one.
    """
    try:
        return [look(exercise, function, case)[0] for case in exercise.cases]
    except (ReadersError, UnreadableError) as error:
        return str(error)


def agree(exercise, results, others, share=1.0):
    """Say whether two functions gave the same results.

    Args:
        exercise: an `Exercise` with cases.
        results: those of the one, as `results_of` returns them.
        others: those of the other.
        share: of the largest difference that counts as rounding.

    Returns:
        True or False.
    """
    if isinstance(results, str) or isinstance(others, str):
        return results == others
    pairs = zip(results, others, strict=True)
    return all(_alike(one, other, exercise, share) for one, other in pairs)


def _alike(one, other, exercise, share):
    """Compare two results, neither of which need be of a kind that is right."""
    try:
        return not difference(one, other, exercise.within * share, exercise.about)
    except (TypeError, KeyError, AttributeError):
        return one == other


def _differs(before, after):
    """Say whether the numbers of an argument were changed."""
    before, after = as_tensor(before), as_tensor(after)
    return before is not None and bool(difference(before, after, 0))


# --- causes ---------------------------------------------------------------------------------------


def _causes(exercise, function, looks, shown):
    """Name the typical wrong answers that give the same results, or else what is found."""
    got = [result for result, *_ in looks]
    nothing = exercise.returns_something and all(nothing for _, _, nothing, _ in looks)
    seen = [] if nothing else habits.of_a_line(function)
    # Closer than what is called right, so that a tiny step is not taken for none.
    known = _known(exercise, got, share=0.1)
    if any("new tensor" in cause for cause in known):
        seen = []
    if seen or known:
        return _one_or_more([*seen, *known])
    if nothing:
        printed = any(text for *_, text in looks)
        text = " `print` shows a number, and `return` hands it back." if printed else ""
        return [(CAUSE, f"The line with `return` is missing.{text}")]
    if any(_has_thing(result) for result in got):
        text = "The function returns a function. Round brackets behind its name call it."
        return [(CAUSE, text)]
    right, within = exercise.right_results, exercise.within
    cases = [dict(zip(exercise.parameters, case, strict=True)) for case in exercise.cases]
    seen = habits.of_code(function, exercise.parameters, got[0])
    seen = seen or habits.of_arguments(right, got, cases, within)
    # What explodes, or cancels, agrees in fewer digits.
    seen = seen or _known(exercise, got)
    sizes = [_sizes(case) for case in cases]
    fact = findings.finding(right, got, sizes, within)
    if fact is None:
        fact = findings.finding(*([parts[shown]] for parts in (right, got, sizes)), within)
        fact = fact and f"Here: {fact}"
    return [*_one_or_more(seen), *([(FOUND, fact)] if fact else [])]


def _known(exercise, got, share=1.0):
    """Return the causes of the typical wrong answers that give these results, or this error."""
    pairs = zip(exercise.wrong_results, exercise.wrong, strict=True)
    return [cause for results, (_, cause) in pairs if agree(exercise, results, got, share)]


def _has_thing(result):
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, tuple | list):
        return any(map(_has_thing, result))
    return isinstance(result, Thing)


def _of_error(exercise, function, error):
    lines = [("in the line", f"`{error.line}`")] if error.line else []
    known = _known(exercise, str(error))
    seen = known or habits.of_error(function, f"{error} in {error.line}", exercise.parameters)
    return [("", str(error)), *lines, *_one_or_more(seen)]


def _one_or_more(causes):
    return [(OR if i else CAUSE, cause) for i, cause in enumerate(dict.fromkeys(causes))]


def _sizes(case):
    """Return the sizes of the arguments in words, for what may be missing as a factor."""
    sizes = {}
    for name, value in case.items():
        tensor = as_tensor(value)
        if tensor is not None and tensor.ndim:
            sizes[f"the number of rows of `{name}`"] = len(tensor)
        if tensor is not None and tensor.ndim == 2:
            sizes[f"the number of columns of `{name}`"] = tensor.shape[1]
            sizes[f"how many numbers `{name}` has"] = tensor.numel()
    return sizes


# --- how a function is called ---------------------------------------------------------------------


def _positional(function, names):
    """Let a function whose arguments go by name only be called with arguments in their order."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return function
    by_name = all(p.kind == p.KEYWORD_ONLY for p in parameters)
    if not by_name or {p.name for p in parameters} != set(names):
        return function

    @functools.wraps(function)
    def positional(*arguments):
        return function(**dict(zip(names, arguments, strict=True)))

    in_order = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in names]
    positional.__signature__ = inspect.Signature(in_order)
    return positional


def _mismatch(function, case):
    """Return the names of the arguments that a function takes, if it can't take those of a case."""
    try:
        signature = inspect.signature(function, follow_wrapped=False)
    except Exception:  # it does not tell its arguments; the call will show
        return None
    try:
        signature.bind(*case)
    except TypeError:
        return list(signature.parameters)
    return None


def _count(number, names):
    """Say how many arguments a function takes, if that is why it can't take those of a case."""
    if number == len(names):
        return []
    takes = f"{number} argument" + "s" * (number != 1)
    told = f"Your function takes {takes}, and the check hands over {len(names)}: "
    return [(CAUSE, told + ", ".join(names) + ".")]


# --- words ----------------------------------------------------------------------------------------


def _tried(exercise, case):
    pairs = zip(exercise.parameters, case, strict=True)
    shown = ", ".join(f"{name} = {_shown(value)}" for name, value in pairs)
    return cut(f"my_{exercise.name} with {shown}", 400)


def _shown(value):
    try:
        return show(read(value))
    except UnreadableError:
        return name_of(value)


def _first_line(text):
    lines = text.replace("\r", "\n").splitlines()
    return "`" + cut(lines[0] if len(lines) == 1 else f"{lines[0]} ...", 80) + "`"
