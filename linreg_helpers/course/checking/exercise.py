"""An exercise: a question, its answer, the typical wrong answers, hints and an insight."""

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from linreg_helpers.course.checking.feedback import (
    CAUSE,
    CORRECT,
    NOT_ATTEMPTED,
    NOT_YET,
    STOPPED,
    Feedback,
)
from linreg_helpers.course.checking.functions import look, look_at_function, results_of
from linreg_helpers.course.checking.kernel import call, fresh_settings
from linreg_helpers.course.checking.made import check_made, look_at_made
from linreg_helpers.course.checking.reading import UnreadableError, name_of, read, show
from linreg_helpers.course.checking.selfcheck import check_parts, check_results
from linreg_helpers.course.checking.untouched import is_untouched
from linreg_helpers.course.checking.values import look_at_order, look_at_value, wanted

SET = "Curly brackets make a set, which has no order. Use round ones."


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
            was run: `run(program)`, where `program` is the text of the lines in some order. With
            `look`, how to bring a typical wrong answer to the numbers that `look` found:
            `run(wrong, *earlier)`.
        given: for code that is to be repaired, the faulty code in the notebook.
        untouched: the code in the untouched notebook where it is not the usual one.
        lines: the shuffled lines of a program, as the notebook shows them, numbered from 1.
        look: for an answer that can be made in many ways: `look(answer, *earlier)` raises a
            `FaultError` where the answer lacks a property, and may return a sentence on a right
            one. Then `answer` is a function that makes a right answer from the earlier ones, and
            so is each wrong one.
        needs: for `look`, the names of the earlier answers in their order, without `my_`, each
            with a function that makes one: the exercise checks itself with these.
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
    look: Callable | None = None
    needs: Mapping[str, Callable] = field(default_factory=dict)
    also: Sequence[object] = ()
    about: Sequence[str] = ()
    within: float = 1e-4
    core: bool = True
    minutes: int = 5
    _count: Counter = field(default_factory=Counter, init=False)  # of failures, in this kernel
    _page: list = field(default_factory=list, init=False)  # see `close`

    def __post_init__(self):
        check_parts(self)

    def __call__(self, *answer, **named):
        """Check an answer, and show what comes out.

        Args:
            *answer: the reader's answer, and the earlier answers where it needs some. A function
                is called with copies of the arguments.
            **named: the answer by whatever name it is given.
        """
        answer = (*answer, *named.values())
        if len(answer) == 1 + len(self.needs):
            feedback = self.feedback(*answer)
            if feedback.heading == CORRECT:
                self._count.clear()
                self._count["solved"] += 1
                feedback = replace(feedback, lines=[*feedback.lines, *self._closing()])
            elif feedback.heading != NOT_ATTEMPTED:
                self._count["failures"] += 1
                feedback = replace(feedback, lines=[*feedback.lines[:-1], self._help()])
        elif answer and self.needs:
            lines = [("expected", f"`{self.call}`"), ("got", f"{len(answer)} answers")]
            feedback = self._tell(NOT_YET, lines)
        elif answer:
            cause = "An answer of several parts needs round brackets of its own: "
            lines = [("expected", "one answer"), ("got", f"{len(answer)} answers")]
            lines += [(CAUSE, f"{cause}`check_{self.name}((..., ...))`.")]
            feedback = self._tell(NOT_YET, lines)
        else:
            text = f"Put your answer between the brackets: `{self.call}`."
            feedback = self._tell(NOT_ATTEMPTED, [("", text)])
        feedback.show()

    def close(self, page, then):
        """Let this exercise, the last one of a page, say what is solved and what comes next.

        Args:
            page: the exercises of the page, this one too.
            then: what comes next, in words.
        """
        self._page[:] = [*page, then]

    def _closing(self):
        if not self._page:
            return []
        *page, then = self._page
        left = [f"`check_{each.name}`" for each in page if not each._count["solved"]]
        solved = f"{len(page) - len(left)} of {len(page)} exercises of this notebook"
        lines = [("solved since the kernel started", solved)]
        lines += [("still open", ", ".join(left))] if left else []
        return [*lines, ("next", then)]

    def __repr__(self):
        return (
            f"check_{self.name} checks an answer, which goes between round brackets:\n"
            f"  {self.call}\n"
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
        """What is asked for: "recall", "made", "ordering", "repair", "function" or "value"."""
        if self.name.startswith("recall_"):
            return "recall"
        if self.look:
            return "made"
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
        if callable(self.answer) and not self.look:
            parameters = ", ".join(self.parameters)
            return f"def my_{self.name}({parameters}):\n    ...  # your code here"
        return f"my_{self.name} = ..."

    @property
    def call(self):
        """The line that checks the answer."""
        return f"check_{self.name}({', '.join(f'my_{name}' for name in (self.name, *self.needs))})"

    @property
    def parameters(self):
        """The names of the arguments of the function that is asked for."""
        return list(inspect.signature(self.answer).parameters)

    def feedback(self, answer, *earlier):
        """Return the `Feedback` for an answer, which `check_...(answer)` shows.

        Args:
            answer: as above.
            *earlier: the earlier answers, one for each of `needs`.

        Raises:
            TypeError: a mistake in the exercise itself, never one of the reader's.
            ValueError: as well.
        """
        with fresh_settings():
            self.right_results  # noqa: B018  checks the exercise before the answer
            try:
                return self._look(answer, earlier)
            except KeyboardInterrupt:
                text = "You stopped it. Usual cause: a loop that never ends."
                return self._tell(STOPPED, [("", text)])
            except Exception:  # an answer that does not behave as what it seems to be
                return self._unreadable(name_of(answer))

    def _look(self, answer, earlier):
        function = callable(self.answer)
        if answer is ... or answer is None or (function and is_untouched(answer, self.start)):
            what = "Repair the code" if self.given else "Write your answer in place of `...`"
            return self._tell(NOT_ATTEMPTED, [("", f"{what}, and run this cell again.")])
        for name, made in zip(self.needs, earlier, strict=True):
            if made is ... or made is None:
                text = f"`my_{name}` comes first: this answer is looked at beside it."
                return self._tell(NOT_ATTEMPTED, [("", text)])
        try:
            if self.look:
                return self._tell(*look_at_made(self, answer, earlier))
            if function:
                return self._tell(*look_at_function(self, answer))
            compare = look_at_order if self.lines else look_at_value
            right, lines = compare(self, call(lambda: answer)[0])
        except UnreadableError as error:
            return self._unreadable(error, *[(CAUSE, SET)] * isinstance(answer, set))
        return self._tell(CORRECT, [("", self.insight)]) if right else self._tell(NOT_YET, lines)

    @functools.cached_property
    def right_results(self):
        """What the answer gives on each case; the exercise has checked itself with it."""
        return [check_made(self)] if self.look else check_results(self)

    @functools.cached_property
    def wrong_results(self):
        """What each typical wrong function gives: its results, or the text of its error."""
        return [results_of(self, wrong) for wrong, _ in self.wrong]

    @functools.cached_property
    def returns_something(self):
        """Whether the answer is a function that returns something other than None."""
        _, _, nothing, _ = look(self, self.answer, self.cases[0])
        return not nothing

    def _unreadable(self, error, *more):
        lines = [("", f"I can't read this answer: it is {error}.")]
        if not self.look:
            right = show(self.right_results[0]) if callable(self.answer) else wanted(self)
            lines.append(("expected", right))
        return self._tell(NOT_YET, [*lines, *more])

    def _tell(self, outcome, lines):
        if outcome != CORRECT:
            lines = [*lines, ("help", f"`check_{self.name}.hint()`")]
        return Feedback(outcome, self.name, lines)

    def _help(self):
        """Name the next rung of the ladder: the hints, one after each failure, then the code."""
        rung = self._count["failures"]
        step = "solution()" if rung > len(self.hints) else f"hint({rung if rung > 1 else ''})"
        return "help", f"`check_{self.name}.{step}`"


def _plain_number(number):
    """Return a whole number, however it is written, or None."""
    try:
        number = read(number)
    except UnreadableError:
        return None
    whole = isinstance(number, int | float) and not isinstance(number, bool)
    return int(number) if whole and number == number // 1 and abs(number) < 1e9 else None
