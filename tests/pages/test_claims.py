"""Every claim in the ledger stands on its page, word for word, and is true."""

import importlib
import pkgutil
from collections import Counter

import matplotlib.pyplot as plt
import pytest

from tests.pages import claims
from tools.make_pages import ROOT, read_notebooks

for _module in pkgutil.iter_modules(claims.__path__):
    importlib.import_module(f"{claims.__name__}.{_module.name}")

PAGES = {path.stem: notebook for path, notebook in read_notebooks().items()}


def one_line(text):
    """Return a text without line ends and without the signs that only set it in bold or italics."""
    return " ".join(text.replace("*", "").split())


def words_of(page):
    """Return all that stands on a page: the sources of a notebook's cells, or a Markdown file."""
    if page in PAGES:
        return one_line("\n".join(cell.source for cell in PAGES[page].cells))
    (path,) = (path for path in ROOT.glob("*.md") if path.stem.lower() == page)
    return one_line(path.read_text(encoding="utf-8"))


def missing_words(page_text, words):
    """Return those of the words that do not stand on the page."""
    return [part for part in words if one_line(part) not in page_text]


@pytest.mark.parametrize(
    ("page", "words", "holds"),
    claims.CLAIMS,
    ids=[f"{p}: {w[0][:50]}" for p, w, _ in claims.CLAIMS],
)
def test_the_claim_stands_on_its_page_and_is_true(page, words, holds):
    assert missing_words(words_of(page), words) == []
    try:
        holds()
    finally:
        plt.close("all")


def test_the_ledger_has_claims_on_every_notebook():
    counts = Counter(page for page, _, _ in claims.CLAIMS)
    assert [page for page in PAGES if counts[page] < 5] == []
    assert sum(counts.values()) >= 120


def test_a_claim_that_has_changed_is_missed():
    text = one_line("The loss\nfalls **fast**. Then it crawls.")
    assert missing_words(text, ["The loss falls fast.", "it crawls"]) == []
    assert missing_words(text, ["The loss falls slowly."]) == ["The loss falls slowly."]
