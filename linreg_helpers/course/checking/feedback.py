"""What a reader is told: an outcome, in words and a sign, and the reasons."""

import re
import sys
from dataclasses import dataclass

CORRECT = "✓ Correct"
NOT_YET = "✗ Not yet"
NOT_ATTEMPTED = "○ Not attempted"
ERROR = "! Error in your code"
STOPPED = "■ Stopped"

OUTCOMES = {
    CORRECT: "correct",
    NOT_YET: "not yet",
    NOT_ATTEMPTED: "not attempted",
    ERROR: "error",
    STOPPED: "stopped",
}
BUNDLE = "application/vnd.linreg.check+json"  # what `progress` reads from a saved notebook
CAUSE, OR, FOUND = "likely cause", "or", "found"


@dataclass(frozen=True)
class Feedback:
    """A text with a heading: plain in a terminal, formatted in JupyterLab.

    Args:
        heading: an outcome, or another short title.
        name: name of the exercise.
        lines: pairs of a label, which may be empty, and a text.
        code: Python code to show below the heading, or None.

    Example:
        >>> Feedback(NOT_YET, "mse", [("expected", "2"), ("got", "4")])
        ✗ Not yet: mse
          expected: 2
          got: 4
    """

    heading: str
    name: str
    lines: list
    code: str | None = None

    @property
    def outcome(self):
        """One of five words, or None for a hint or a solution."""
        return OUTCOMES.get(self.heading)

    @property
    def cause(self):
        """The likely cause that is told, or else what was found, or None."""
        causes = [text for label, text in self.lines if label in (CAUSE, OR)]
        found = [text for label, text in self.lines if label == FOUND]
        return " Or: ".join(causes or found) or None

    def __repr__(self):
        code = [f"    {line}".rstrip() for line in (self.code or "").splitlines()]
        texts = [f"{label}: {text}" if label else text for label, text in self.lines]
        indented = [line for text in texts for line in text.splitlines()]
        return "\n".join([f"{self.heading}: {self.name}", *code, *(f"  {t}" for t in indented)])

    def _repr_markdown_(self):
        parts = [f"**{self.heading}**: {_escaped(self.name)}"]
        if self.code:
            parts.append(f"```python\n{self.code}\n```")
        lines = [(label, _escaped(text)) for label, text in self.lines]
        items = (f"- **{label}**: {text}" if label else f"- {text}" for label, text in lines)
        return "\n\n".join([*parts, "\n".join(item.replace("\n", "\n  ") for item in items)])

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return the text twice, and the outcome for programs, which JupyterLab does not show."""
        bundle = {"text/plain": repr(self), "text/markdown": self._repr_markdown_()}
        if self.outcome:
            facts = {"exercise": self.name, "outcome": self.outcome, "cause": self.cause}
            bundle[BUNDLE] = facts
        return bundle

    def show(self):
        """Display it in IPython and Jupyter, and print it elsewhere."""
        ipython = sys.modules.get("IPython")
        if ipython and ipython.get_ipython():
            ipython.display.display(self)
        else:
            print(self)


def _escaped(text):
    """Let Markdown show the signs of an error message or a value as they are, but for `code`."""
    parts = text.split("`")
    parts[::2] = (re.sub(r"([\\*_<>\[\]#])", r"\\\1", part) for part in parts[::2])
    return "`".join(parts)
