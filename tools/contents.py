"""What is made from all notebooks together: the contents with their minutes, terms and symbols.

Nothing here is written by hand twice: titles, promises, minutes, terms and symbols are read from
the notebooks.
"""

import re

from tools.notebook_text import markdown, title

PARTS = {
    0: (
        "The notes, step by step",
        "At its end you have trained a model by hand. You may stop here.",
    ),
    6: (
        "The questions that the notes leave open",
        "How good is it, how fast can it learn, how does one write it at work? You may stop here.",
    ),
    12: ("Real data", "A table as one meets it at work, and then you are on your own."),
}
WORDS_A_MINUTE = 100
CODE_CELL, GUESS, RECALL, LIVE_FIGURE = 0.5, 1, 1, 3
MINUTES_RULE = (
    "The minutes are for a reader who is new to this, in class or alone: 100 words a minute, half "
    "a minute for a code cell, 1 for a guess or a question at the top, 3 for a live figure. "
    "*With exercises* adds the minutes that each exercise names. All are rounded to 5."
)
EXERCISE = re.compile(r"\*(?:Core|Optional), (\d+) minutes\.\*")


def contents_table(notebooks, link):
    """Return the contents in Markdown, a table for each part, with links made from `link`."""
    numbers = {int(path.name[:2]): path for path in notebooks}
    ends = [*list(PARTS)[1:], 100]
    texts = []
    for (first, (heading, words)), end in zip(PARTS.items(), ends, strict=True):
        paths = [path for number, path in numbers.items() if first <= number < end]
        if paths:
            rows = [_row(notebooks[path], link.format(name=path.name)) for path in paths]
            total = [sum(minutes(notebooks[path])[column] for path in paths) for column in (0, 1)]
            texts.append(f"**{heading}.** {words}")
            head = "| notebook | what you will do | reading and running | with exercises |"
            last = f"| | together, in minutes | {total[0]} | {total[1]} |"
            texts.append("\n".join([head, "|---|---|---:|---:|", *rows, last]))
    return "\n\n".join([*texts, MINUTES_RULE])


def _row(notebook, target):
    text = markdown(notebook)
    reading, whole = minutes(notebook)
    return f"| [{title(text)}]({target}) | {you_will(text)} | {reading} | {whole} |"


def you_will(text):
    """Return the promise of a notebook: what stands after `**You will**`, as a sentence."""
    found = re.search(r"^\*\*You will\*\* (.+)$", text, re.MULTILINE)
    if not found:
        raise SystemExit(f"{title(text)}: no line that begins with '**You will** '")
    # A table has no room for links, and | would end its cell.
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", found[1]).replace("|", "\\|")
    return plain[0].upper() + plain[1:]


def minutes(notebook):
    """Return the minutes of a notebook without and with its exercises, by `MINUTES_RULE`."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    checks = [s for s in sources if re.search(r"^check_\w+\(my_\w+(, my_\w+)*\)$", s, re.MULTILINE)]
    recalls = [source for source in checks if "check_recall_" in source]
    guesses = [source for source in sources if source.startswith("my_guess = None")]
    live = [source for source in sources if re.search(r"^explore\.\w+\(", source, re.MULTILINE)]
    rest = len(sources) - len(checks) - len(guesses) - len(live)
    reading = (
        len(markdown(notebook).split()) / WORDS_A_MINUTE
        + CODE_CELL * rest
        + GUESS * len(guesses)
        + RECALL * len(recalls)
        + LIVE_FIGURE * len(live)
    )
    exercises = sum(map(int, EXERCISE.findall(markdown(notebook))))
    return _to_five(reading), _to_five(reading + exercises)


def _to_five(number):
    return max(5, 5 * round(number / 5))


def glossary(notebooks):
    """Return two Markdown tables: the terms in English and Chinese, and the symbols.

    They are made from the lines `In Chinese: learning rate 学习率 · ...` and
    `Symbols: x (n, d) inputs · ...` at the end of each notebook.
    """
    terms, symbols = {}, {}
    for path, notebook in notebooks.items():
        place = f"[{int(path.name[:2])}]({path.name})"
        for item in _items(notebook, "In Chinese"):
            found = re.fullmatch(r"(.*\S) ([^\x00-\x7f]+)", item)
            if not found:
                raise SystemExit(f"{path.name}: {item!r} must be an English term and a Chinese one")
            _enter(terms, found[1], f"| {found[1]} | {found[2]} | {place} |", path)
        for item in _items(notebook, "Symbols"):
            symbol, _, meaning = item.partition(" ")
            if not meaning:
                raise SystemExit(f"{path.name}: {item!r} must be a symbol and what it means")
            _enter(symbols, symbol, f"| {symbol} | {meaning} | {place} |", path)
    rows = [terms[term] for term in sorted(terms, key=str.casefold)]
    tables = [("Terms", "in English | in Chinese", rows)]
    tables += [("Symbols", "symbol | what it is", list(symbols.values()))] if symbols else []
    return "\n\n".join(
        "\n".join([f"## {heading}\n", f"| {head} | notebook |", "|---|---|---|", *rows])
        for heading, head, rows in tables
    )


def _items(notebook, name):
    lines = re.findall(rf"^{name}: (.+)$", markdown(notebook), re.MULTILINE)
    return [item.strip() for line in lines for item in line.split(" · ")]


def _enter(entries, key, row, path):
    if key in entries:
        raise SystemExit(f"{path.name}: {key!r} stands in an earlier notebook already")
    entries[key] = row
