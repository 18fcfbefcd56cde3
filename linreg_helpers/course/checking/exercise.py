"""An exercise: a question, its answer, the typical wrong answers, hints and an insight."""

import ast
import copy
import functools
import inspect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from linreg_helpers.course.checking import findings, habits, values
from linreg_helpers.course.checking.compare import as_tensor, difference
from linreg_helpers.course.checking.feedback import (
    CAUSE,
    CORRECT,
    ERROR,
    FOUND,
    NOT_ATTEMPTED,
    NOT_YET,
    OR,
    STOPPED,
    Feedback,
)
from linreg_helpers.course.checking.kernel import ReadersError, call, fresh_settings
from linreg_helpers.course.checking.reading import (
    Thing,
    UnreadableError,
    cut,
    name_of,
    read,
    show,
)
from linreg_helpers.course.checking.selfcheck import check_parts, check_results


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Exercise:
    """Checks an answer, and says what is wrong with it and why.

    It checks itself too: what it is made of when it is made, and what its functions return before
    it is first used.

    Args:
        name: stands after `check_` in the name of the exercise, and after `my_` in the name of
            the answer. Names that begin with `recall_` are short questions on earlier notebooks.
        question: what is asked, in Markdown, as it stands in the notebook.
        answer: the right answer: a number, a text, a tuple or dict of these; a function or a
            class; or, with `lines`, the right order, a list of line numbers.
        wrong: the typical wrong answers, each with its likely cause in a sentence of its own.
        hints: a first nudge, a stronger one, and so on.
        code: the solution, which defines `my_...`.
        insight: one sentence worth keeping.
        cases: for a function, the arguments to call it with, a tuple for each call.
        run: for a function, how to call it and what to look at: `run(function, *arguments)`.
            Without it, what the function returns. For lines, what to look at after the program
            was run: `run(program)`, where `program` is the text of the lines in some order.
        given: for code that is to be repaired, the faulty code in the notebook.
        untouched: the code in the untouched notebook where it is not the usual one.
        lines: the shuffled lines of a program, as the notebook shows them, numbered from 1.
        also: other right answers.
        about: what is compared besides the numbers, where the question is about it: some of
            "tensor", "dtype", "requires_grad" and "leaf".
        within: the largest difference that counts as rounding, relative to the number. Whole
            numbers are compared exactly.
        core: whether it belongs to the core of the course; the others are optional.
        minutes: how long it takes, 5 or 10.

    Raises:
        TypeError: a part is of a wrong kind.
        ValueError: a part contradicts another one.

    Example:
        >>> check_area = Exercise(
        ...     name="area", question="How large is a field of 3 by 4?", answer=12,
        ...     wrong=[(7, "You added the sides.")], hints=["Count the squares."],
        ...     code="my_area = 3 * 4", insight="Areas are products.")
        >>> check_area(7)
        ✗ Not yet: area
          expected: another number
          got: 7
          likely cause: You added the sides.
          help: `check_area.hint()`
    """

    name: str
    question: str
    answer: object
    wrong: Sequence[tuple[object, str]]
    hints: Sequence[str]
    code: str
    insight: str
    cases: Sequence[tuple] = ()
    run: Callable | None = None
    given: str | None = None
    untouched: str | None = None
    lines: Sequence[str] = ()
    also: Sequence[object] = ()
    about: Sequence[str] = ()
    within: float = 1e-4
    core: bool = True
    minutes: int = 5
    _count: Counter = field(default_factory=Counter, init=False)  # of failures, in this kernel

    def __post_init__(self):
        check_parts(self)

    def __call__(self, *answer):
        """Check an answer, and show what comes out.

        Args:
            *answer: the reader's answer. A function is called with copies of the arguments.
        """
        if len(answer) == 1:
            feedback = self.feedback(answer[0])
            if feedback.heading == CORRECT:
                self._count.clear()
            elif feedback.heading != NOT_ATTEMPTED:
                self._count["failures"] += 1
                feedback = replace(feedback, lines=[*feedback.lines[:-1], self._help()])
        elif answer:
            cause = "An answer of several parts needs round brackets of its own: "
            lines = [("expected", "one answer"), ("got", f"{len(answer)} answers")]
            lines += [(CAUSE, f"{cause}`check_{self.name}((..., ...))`.")]
            feedback = self._tell(NOT_YET, lines)
        else:
            text = f"Put your answer between the brackets: `check_{self.name}(my_{self.name})`."
            feedback = self._tell(NOT_ATTEMPTED, [("", text)])
        feedback.show()

    def __repr__(self):
        return (
            f"check_{self.name} checks an answer, which goes between round brackets:\n"
            f"  check_{self.name}(my_{self.name})\n"
            f"  check_{self.name}.hint()\n"
            f"  check_{self.name}.solution()"
        )

    def hint(self, number=1):
        """Show a hint.

        Args:
            number: 1 for a first nudge, 2 for a stronger one.
        """
        most, plain, heading = len(self.hints), _plain_number(number), "Hint"
        if plain is not None and 1 <= plain <= most:
            heading, text = f"Hint {plain} of {most}", self.hints[plain - 1]
        elif plain is not None and plain > most:
            text = f"Number {most} is the last hint. Next comes `check_{self.name}.solution()`."
        else:
            numbers = "the number 1" if most == 1 else f"a number from 1 to {most}"
            text = f"A hint is asked for with {numbers}: `check_{self.name}.hint(1)`."
        Feedback(heading, self.name, [("", text)]).show()

    def solution(self):
        """Show code that solves the exercise, and what to remember."""
        Feedback("Solution", self.name, [("", self.insight)], self.code).show()

    @property
    def kind(self):
        """What is asked for: "recall", "ordering", "repair", "function" or "value"."""
        if self.name.startswith("recall_"):
            return "recall"
        if self.lines:
            return "ordering"
        if self.given:
            return "repair"
        return "function" if callable(self.answer) else "value"

    @property
    def start(self):
        """The code that stands in the untouched notebook, without the call of the check."""
        if self.given or self.untouched:
            return self.given or self.untouched
        if callable(self.answer):
            parameters = ", ".join(self.parameters)
            return f"def my_{self.name}({parameters}):\n    ...  # your code here"
        return f"my_{self.name} = ..."

    @property
    def parameters(self):
        """The names of the arguments of the function that is asked for."""
        return list(inspect.signature(self.answer).parameters)

    def feedback(self, answer):
        """Return the `Feedback` for an answer, which `check_...(answer)` shows.

        Args:
            answer: as above.

        Raises:
            TypeError: a mistake in the exercise itself, never one of the reader's.
            ValueError: as well.
        """
        with fresh_settings():
            self.right_results  # noqa: B018  checks the exercise before the answer
            try:
                return self._look(answer)
            except KeyboardInterrupt:
                text = "You stopped it. Usual cause: a loop that never ends."
                return self._tell(STOPPED, [("", text)])
            except Exception:  # an answer that does not behave as what it seems to be
                return self._unreadable(name_of(answer))

    def _look(self, answer):
        if answer is ... or answer is None or self._is_untouched(answer):
            what = "Repair the code" if self.given else "Write your answer in place of `...`"
            return self._tell(NOT_ATTEMPTED, [("", f"{what}, and run this cell again.")])
        return self._of_function(answer) if callable(self.answer) else self._of_value(answer)

    @functools.cached_property
    def right_results(self):
        """What the answer gives on each case; the exercise has checked itself with it."""
        return check_results(self)

    def results(self, function):
        """Call a function on copies of the cases, and look at each as the exercise does.

        Args:
            function: takes what the answer takes.

        Returns:
            A list with one result for each case, in plain parts.

        Raises:
            ReadersError: the function raised an error.
            UnreadableError: a result can't be read.
        """
        return [self.call(function, case)[0][0] for case in self.cases]

    def call(self, function, case):
        """Call a function on a copy of a case.

        Args:
            function: takes what the answer takes.
            case: the arguments, a tuple.

        Returns:
            `((result, changed argument, returned nothing), printed)`.

        Raises:
            ReadersError: the function raised an error.
            UnreadableError: the result can't be read.
        """

        def work():
            arguments = copy.deepcopy(case)
            returned = []

            def watched(*given, **named):
                returned.append(function(*given, **named))
                return returned[-1]

            if self.run:
                looker = watched if inspect.isroutine(function) else function
                result = self.run(looker, *arguments)
                return result, None, len(returned) == 1 and returned[0] is None
            result = watched(*arguments)
            pairs = zip(self.parameters, read(case), read(arguments), strict=True)
            changed = (name for name, before, after in pairs if difference(before, after, 0))
            return result, next(changed, None), result is None

        return call(work)

    # --- an answer that is a value ----------------------------------------------------------------

    def _of_value(self, answer):
        try:
            answer = call(lambda: answer)[0]
        except UnreadableError as error:
            return self._unreadable(error)
        look = values.look_at_order if self.lines else values.look_at_value
        right, lines = look(self, answer)
        return self._tell(CORRECT, [("", self.insight)]) if right else self._tell(NOT_YET, lines)

    # --- an answer that is a function -------------------------------------------------------------

    def _of_function(self, function):
        wanted = ", ".join(self.parameters)
        if not callable(function):
            return self._no_function(function, wanted)
        function = _positional(function, self.parameters)
        mismatch = _mismatch(function, self.cases[0])
        if mismatch is not None:
            lines = [("expected", f"a function with the arguments ({wanted})")]
            return self._tell(NOT_YET, [*lines, ("got", f"({mismatch})")])

        right, got, printed = self.right_results, [], ""
        first, *others = self.cases
        twice = first, first, *others  # what is kept from call to call shows in the second
        try:
            for case in twice:
                came, text = self.call(function, case)
                got.append(came)
                printed += text
        except ReadersError as error:
            return self._of_error(function, error)
        except UnreadableError as error:
            return self._unreadable(error)
        said = [("it printed", _shortened(printed))] if printed.strip() else []

        first_right = not self._differ(right[0], got[0][0])
        expected = [right[0], *right]
        for number, (case, wanted, came) in enumerate(zip(twice, expected, got, strict=True)):
            found = self._differ(wanted, came[0])
            if found:
                shown = max(number - 1, 0)
                lines = [("tried", self._call(case)), *zip(("expected", "got"), found, strict=True)]
                if first_right and self._differ(right[0], got[1][0]):
                    cause = [(CAUSE, KEEPS)]
                else:
                    results = [result for result, *_ in got[:1] + got[2:]]
                    nothing = any(came[2] for came in got)
                    cause = self._causes(function, results, printed, nothing, shown)
                return self._tell(NOT_YET, [*lines, *said, *cause])
            if came[1]:
                cause = "an operation in place, such as -= or sub_, worked on an argument."
                lines = [("tried", self._call(case)), ("expected", "arguments left as they were")]
                lines += [("got", f"a changed {came[1]}"), (CAUSE, cause)]
                return self._tell(NOT_YET, [*lines, *said])
        return self._tell(CORRECT, [*said, ("", self.insight)])

    def _no_function(self, answer, wanted):
        try:
            answer = show(read(answer))
        except UnreadableError as error:
            answer = str(error)
        cause = (
            f"That is no function. If you called it, leave out the brackets behind its name: "
            f"`check_{self.name}(my_{self.name})`."
        )
        lines = [("expected", f"a function my_{self.name}({wanted})"), ("got", answer)]
        return self._tell(NOT_YET, [*lines, (CAUSE, cause)])

    def _differ(self, right, came):
        return difference(right, came, self.within, self.about)

    def _causes(self, function, got, printed, nothing, shown):
        """Name the typical wrong answers that give the same results, or else what is found."""
        known = [
            cause
            for results, (_, cause) in zip(self.wrong_results, self.wrong, strict=True)
            if isinstance(results, list) and self.agree(results, got)
        ]
        if known:
            return _one_or_more(known)
        if nothing and self._returns_something:
            text = " `print` shows a number, and `return` hands it back." if printed else ""
            return [(CAUSE, f"The line with `return` is missing.{text}")]
        if any(isinstance(result, Thing) and "function" in result.words for result in got):
            text = "The function returns a function. Round brackets behind its name call it."
            return [(CAUSE, text)]
        seen = habits.of_code(function, self.parameters)
        cases = [dict(zip(self.parameters, case, strict=True)) for case in self.cases]
        seen = seen or habits.of_arguments(self.right_results, got, cases, self.within)
        sizes = [_sizes(case) for case in cases]
        fact = findings.finding(self.right_results, got, sizes, self.within)
        if fact is None and len(got) > 1:
            ones = ([parts[shown]] for parts in (self.right_results, got, sizes))
            fact = findings.finding(*ones, self.within)
            fact = fact and f"Here: {fact}"
        return [*_one_or_more(seen), *([(FOUND, fact)] if fact else [])]

    @functools.cached_property
    def _returns_something(self):
        """Whether the answer is a function that returns something other than None."""
        return not self.call(self.answer, self.cases[0])[0][2]

    @functools.cached_property
    def wrong_results(self):
        """What each typical wrong function gives: results, or the text of its error."""
        return [self._results_or_error(wrong) for wrong, _ in self.wrong]

    def _results_or_error(self, function):
        try:
            return self.results(function)
        except (ReadersError, UnreadableError) as error:
            return str(error)

    def agree(self, results, others):
        """Say whether two functions gave the same results, their marks as well.

        Args:
            results: those of the one, one for each case.
            others: those of the other.

        Returns:
            True or False.
        """
        about = (*self.about, "requires_grad", "leaf")
        pairs = zip(results, others, strict=True)
        return not any(_differ(a, b, self.within, about) for a, b in pairs)

    def _of_error(self, function, error):
        lines = [("in the line", f"`{error.line}`")] if error.line else []
        pairs = zip(self.wrong_results, self.wrong, strict=True)
        known = [cause for results, (_, cause) in pairs if results == str(error)]
        seen = known or habits.of_error(function, f"{error} in {error.line}")
        return self._tell(ERROR, [("", str(error)), *lines, *_one_or_more(seen)])

    # --- words ------------------------------------------------------------------------------------

    def _unreadable(self, error):
        expected = values.wanted(self) if not callable(self.answer) else show(self.right_results[0])
        lines = [("", f"I can't read this answer: it is {error}."), ("expected", expected)]
        return self._tell(NOT_YET, lines)

    def _tell(self, outcome, lines):
        if outcome != CORRECT:
            lines = [*lines, ("help", f"`check_{self.name}.hint()`")]
        return Feedback(outcome, self.name, lines)

    def _help(self):
        """Name the next rung of the ladder: the hints, one after each failure, then the code."""
        rung = self._count["failures"]
        step = "solution()" if rung > len(self.hints) else f"hint({rung if rung > 1 else ''})"
        return "help", f"`check_{self.name}.{step}`"

    def _call(self, case):
        shown = zip(self.parameters, read(case), strict=True)
        return cut(f"my_{self.name} with " + ", ".join(f"{n} = {show(v)}" for n, v in shown), 400)

    def _is_untouched(self, answer):
        """Say whether a function or a class is that of the untouched notebook, comments aside."""
        if not callable(self.answer):
            return False
        names = {code.co_name: code for code in _codes(compile(ast.parse(self.start), "", "exec"))}
        mine = [habits.code_of(answer)] if inspect.isroutine(answer) else []
        if isinstance(answer, type):
            mine = [getattr(part, "__code__", None) for part in vars(answer).values()]
        pairs = [(code, names.get(code.co_name)) for code in mine if code]
        return bool(pairs) and all(start and _same_code(code, start) for code, start in pairs)


KEEPS = (
    "The first call is right, and a second one with the same arguments is not. Something is kept "
    "from call to call: a list in the `def` line, or a variable of the notebook."
)
_CODE = ("co_code", "co_names", "co_varnames")


def _codes(code):
    """Return the code objects within a code object, with those within these."""
    inner = [const for const in code.co_consts if hasattr(const, "co_code")]
    return [*inner, *(part for const in inner for part in _codes(const))]


def _same_code(one, other):
    consts = [[c for c in code.co_consts if not hasattr(c, "co_code")] for code in (one, other)]
    return consts[0] == consts[1] and all(getattr(one, k) == getattr(other, k) for k in _CODE)


def _differ(right, came, within, about):
    """Compare the results of two functions, neither of which need be of a kind that is right."""
    try:
        return difference(right, came, within, about)
    except (TypeError, KeyError, AttributeError):
        return None if right == came else ("one", "another")


def _positional(function, names):
    """Let a function whose arguments go by name only be called with arguments in their order."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return function
    by_name = all(p.kind == p.KEYWORD_ONLY for p in signature.parameters.values())
    if not (by_name and set(signature.parameters) == set(names)):
        return function

    @functools.wraps(function)
    def positional(*arguments):
        return function(**dict(zip(names, arguments, strict=True)))

    positional.__signature__ = inspect.Signature(
        [p.replace(kind=p.POSITIONAL_OR_KEYWORD) for p in signature.parameters.values()]
    )
    return positional


def _mismatch(function, case):
    """Return the arguments that a function takes, if it can't take those of a case."""
    try:
        signature = inspect.signature(function)
        try:
            signature.bind(*case)
        except TypeError:
            return ", ".join(signature.parameters)
    except Exception:  # it does not tell its arguments; the call will show
        pass
    return None


def _one_or_more(causes):
    return [(OR if i else CAUSE, cause) for i, cause in enumerate(dict.fromkeys(causes))]


def _sizes(case):
    """Return the sizes of the arguments in words, for what may be missing as a factor."""
    sizes = {}
    for name, value in case.items():
        tensor = as_tensor(value) if not callable(value) else None
        if tensor is not None and tensor.ndim:
            sizes[f"the number of rows of `{name}`"] = len(tensor)
        if tensor is not None and tensor.ndim == 2:
            sizes[f"the number of columns of `{name}`"] = tensor.shape[1]
            sizes[f"how many numbers `{name}` has"] = tensor.numel()
    return sizes


def _plain_number(number):
    """Return a whole number, however it is written, or None."""
    try:
        number = read(number)
    except UnreadableError:
        return None
    whole = isinstance(number, int | float) and not isinstance(number, bool)
    return int(number) if whole and number == number // 1 and abs(number) < 1e9 else None


def _shortened(text):
    lines = text.replace("\r", "\n").strip().splitlines()
    return "`" + cut(lines[0] if len(lines) == 1 else f"{lines[0]} ...", 80) + "`"
