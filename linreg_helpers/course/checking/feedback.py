"""What a reader is told: one of four outcomes, in words and a sign, and the reasons."""

import re
import sys
from dataclasses import dataclass

CORRECT = "✓ Correct"
NOT_YET = "✗ Not yet"
NOT_ATTEMPTED = "○ Not attempted"
ERROR = "! Error in your code"


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
