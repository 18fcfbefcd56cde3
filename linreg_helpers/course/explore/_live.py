"""What a live figure is in a notebook: one output that is live wherever scripts run.

The output holds the still picture, its words, and HTML: the same picture and words, the data, and a
script that puts the live figure in their place. It asks the kernel for nothing. So it lives in
JupyterLab, in a notebook that is opened again, and on a page without Jupyter; where no script runs
(a notebook from somebody else, GitHub, paper) the still picture and its words stay.
"""

import base64
import html
import json
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def show(name, data, png, words):
    """Display a live figure, as one bundle; outside a notebook, print its words.

    Args:
        name: the explorer, which is the name of its script.
        data: what the script is given: dicts, lists, texts, and finite numbers.
        png: bytes of the still picture, in the state that the live one begins with.
        words: what that picture shows, in words, which are also its description.
    """
    _display(
        {
            "image/png": base64.b64encode(png).decode(),
            "text/plain": words,
            "text/html": live_html(name, data, png, words),
        }
    )


def live_html(name, data, png, words):
    """Return the HTML of a live figure: the still one, what it is made from, and its script."""
    picture = base64.b64encode(png).decode()
    text = html.escape(words)
    numbers = json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    # The first line is empty: JupyterLab's button "Run" in notebooks from somebody else takes the
    # first node away.
    return (
        f'\n<div data-explorer="{name}"><div class="still">'
        f'<img alt="{text}" src="data:image/png;base64,{picture}" width="840"><p>{text}</p></div>'
        f'<script type="application/json">{numbers}</script></div>\n'
        f'<style>\n{source("live.css")}</style>\n<script type="module">\n{script(name)}</script>\n'
    )


@cache
def script(name):
    """Return what brings explorers of one name to life: the shared module, then their own."""
    both = source("engine.js") + source(f"{name}.js")
    lines = re.sub(r"^import [^;]*;\n", "", both, flags=re.MULTILINE)
    return re.sub(r"^export ", "", lines, flags=re.MULTILINE)


def source(name):
    """Return a file of this folder without indents and without comments on lines of their own."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = re.sub(r"^ *(/\*.*?\*/|//[^\n]*)\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^[ \n]+", "", text, flags=re.MULTILINE)


def _display(bundle):
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is None:
        print(bundle["text/plain"])  # a plain Python shows no pictures
    else:
        display(bundle, raw=True)
