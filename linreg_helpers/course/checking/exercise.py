"""An exercise: a question, its answer, the typical wrong answers, hints and an insight."""

import ast
import copy
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linreg_helpers.course.checking.compare import difference, is_of_kind, kind, show
from linreg_helpers.course.checking.feedback import CORRECT, ERROR, NOT_ATTEMPTED, NOT_YET, Feedback
from linreg_helpers.course.checking.sandbox import ReadersError, call


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Exercise:
    """Checks an answer, and says what is wrong with it and why.

    Args:
        name: stands after `check_` in the name of the exercise, and after `my_` in the name of
            the answer.
        question: what is asked, in Markdown, as it stands in the notebook.
        answer: the right answer: a number, a text, a tuple or dict of these; or a function.
        wrong: the typical wrong answers, each with its likely cause in a sentence of its own.
        hints: a first nudge, a stronger one, and so on.
        code: the solution, which defines `my_...`.
        insight: one sentence worth keeping.
        cases: for a function, the arguments to call it with, a tuple for each call.
        run: for a function, how to call it and what to look at: `run(function, *arguments)`.
            Without it, what the function returns.
        given: for code that is to be repaired, the faulty code in the notebook.
        also: other right answers.
        within: the largest difference that counts as rounding, relative to the largest number.

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
    also: Sequence[object] = ()
    within: float = 1e-4

    def __call__(self, answer):
        """Check an answer, and show what comes out.

        Args:
            answer: the reader's answer. A function is called with copies of the arguments.
        """
        self.feedback(answer).show()

    def hint(self, number=1):
        """Show a hint.

        Args:
            number: 1 for a first nudge, 2 for a stronger one.
        """
        try:
            number = min(max(int(number), 1), len(self.hints))
        except (TypeError, ValueError):
            number = 1
        heading = f"Hint {number} of {len(self.hints)}"
        Feedback(heading, self.name, [("", self.hints[number - 1])]).show()

    def solution(self):
        """Show code that solves the exercise, and what to remember."""
        Feedback("Solution", self.name, [("", self.insight)], self.code).show()

    @property
    def start(self):
        """The code that stands in the untouched notebook, without the call of the check."""
        if self.given:
            return self.given
        if callable(self.answer):
            parameters = ", ".join(inspect.signature(self.answer).parameters)
            return f"def my_{self.name}({parameters}):\n    ...  # your code here"
        return f"my_{self.name} = ..."

    def feedback(self, answer):
        """Return the `Feedback` for an answer, which `check_...(answer)` shows.

        Args:
            answer: as above.

        Raises:
            Exception: a mistake in the exercise itself, never one of the reader's.
        """
        if answer is ... or answer is None or self._is_untouched(answer):
            what = "Repair the code" if self.given else "Write your answer in place of `...`"
            return self._tell(NOT_ATTEMPTED, [("", f"{what}, and run this cell again.")])
        if callable(self.answer):
            return self._of_function(answer)
        return self._of_value(answer)

    # --- an answer that is a value ----------------------------------------------------------------

    def _of_value(self, answer):
        if any(not difference(value, answer, self.within) for value in (self.answer, *self.also)):
            return self._tell(CORRECT, [("", self.insight)])
        expected = kind(self.answer)
        if not is_of_kind(self.answer, answer):
            return self._tell(NOT_YET, [("expected", expected), ("got", show(answer))])
        lines = [("expected", expected.replace("a ", "another ", 1)), ("got", show(answer))]
        if isinstance(self.answer, dict):
            right = sum(not difference(v, answer[k], self.within) for k, v in self.answer.items())
            lines = [("right so far", f"{right} of {len(self.answer)}")]
        for wrong, cause in self.wrong:
            # A wrong dict may hold only the entries that are wrong.
            part = {k: answer[k] for k in wrong} if isinstance(wrong, dict) else answer
            if not difference(wrong, part, self.within):
                return self._tell(NOT_YET, [*lines, ("likely cause", cause)])
        return self._tell(NOT_YET, lines)

    # --- an answer that is a function -------------------------------------------------------------

    def _of_function(self, function):
        wanted = ", ".join(inspect.signature(self.answer).parameters)
        if not callable(function):
            expected = f"a function my_{self.name}({wanted})"
            return self._tell(NOT_YET, [("expected", expected), ("got", show(function))])
        if not _accepts(function, self.cases[0]):
            lines = [("expected", f"a function with the arguments ({wanted})")]
            return self._tell(NOT_YET, [*lines, ("got", f"({_arguments(function)})")])

        expected = [call(self._work(case), self.answer)[0] for case in self.cases]
        got, printed = [], ""
        for case in self.cases:
            try:
                result, text = call(self._work(case), function)
            except ReadersError as error:
                return self._of_error(error)
            got.append(result)
            printed += text
        said = [("it printed", _shortened(printed))] if printed.strip() else []

        for case, right, came in zip(self.cases, expected, got, strict=True):
            found = difference(right[0], came[0], self.within)
            if found:
                lines = [("tried", self._call(case)), *zip(("expected", "got"), found, strict=True)]
                cause = self._cause(got, printed)
                return self._tell(NOT_YET, [*lines, *said, *cause])
            if came[1]:
                cause = "an operation in place, such as -= or sub_, worked on an argument."
                lines = [("tried", self._call(case)), ("expected", "arguments left as they were")]
                lines += [("got", f"a changed {came[1]}"), ("likely cause", cause)]
                return self._tell(NOT_YET, [*lines, *said])
        return self._tell(CORRECT, [*said, ("", self.insight)])

    def _work(self, case):
        """Return what calls a function with copies, and looks at whether it changed them."""

        def work(function):
            arguments = copy.deepcopy(case)
            if self.run:
                return self.run(function, *arguments), None
            result = function(*arguments)
            names = inspect.signature(self.answer).parameters
            changed = (
                name
                for name, before, after in zip(names, case, arguments, strict=True)
                if difference(before, after, 0)
            )
            return result, next(changed, None)

        return work

    def _cause(self, got, printed):
        """Name the typical wrong answer that gives the same results, if there is one."""
        for wrong, cause in self.wrong:
            try:
                results = [call(self._work(case), wrong)[0] for case in self.cases]
            except ReadersError:
                continue
            pairs = zip(results, got, strict=True)
            if not any(difference(r[0], g[0], self.within, marks=True) for r, g in pairs):
                return [("likely cause", cause)]
        if got[0][0] is None and not self.run:
            text = "`print` shows a number, and `return` hands it back." if printed else ""
            return [("likely cause", f"the line with `return` is missing. {text}".strip())]
        return []

    def _of_error(self, error):
        lines = [("in the line", f"`{error.line}`")] if error.line else []
        for wrong, cause in self.wrong:
            try:
                for case in self.cases:
                    call(self._work(case), wrong)
            except ReadersError as known:
                if str(known) == str(error):
                    return self._tell(ERROR, [("", str(error)), *lines, ("likely cause", cause)])
        return self._tell(ERROR, [("", str(error)), *lines])

    # --- words ------------------------------------------------------------------------------------

    def _tell(self, outcome, lines):
        if outcome != CORRECT:
            lines = [*lines, ("help", f"`check_{self.name}.hint()`")]
        return Feedback(outcome, self.name, lines)

    def _call(self, case):
        names = inspect.signature(self.answer).parameters
        values = ", ".join(f"{n} = {show(v)}" for n, v in zip(names, case, strict=True))
        return f"my_{self.name} with {values}"

    def _is_untouched(self, answer):
        """Say whether a function is that of the untouched notebook, comments aside."""
        code = getattr(answer, "__code__", None)
        if not (callable(self.answer) and code):
            return False
        tree = compile(ast.parse(self.start), "", "exec")
        (start,) = (c for c in tree.co_consts if hasattr(c, "co_code"))
        return all(getattr(code, k) == getattr(start, k) for k in _CODE)


_CODE = ("co_code", "co_consts", "co_names", "co_varnames")


def _accepts(function, case):
    try:
        inspect.signature(function).bind(*case)
    except TypeError:
        return False
    except ValueError:
        return True  # a compiled function that does not tell its arguments
    return True


def _arguments(function):
    return ", ".join(inspect.signature(function).parameters)


def _shortened(text):
    lines = text.replace("\r", "\n").strip().splitlines()
    return "`" + (lines[0] if len(lines) == 1 else f"{lines[0]} ...")[:80] + "`"
