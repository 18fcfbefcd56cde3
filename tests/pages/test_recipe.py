"""The recipe of notebook 13, its cells as they stand on the page, on tables of other packages."""

import contextlib
import io
import re
from importlib import metadata
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import torch

from linreg_helpers.course.lesson import table
from tools.make_pages import read_notebooks

(PAGE,) = (nb for path, nb in read_notebooks().items() if path.name.startswith("13_"))
SOURCES = [cell.source for cell in PAGE.cells if cell.cell_type == "code"]
START = next(i for i, source in enumerate(SOURCES) if source.startswith("from importlib.resources"))
IMPORTS = next(source for source in SOURCES if source.startswith("import numpy"))
SAMPLES = Path(matplotlib.get_data_path()) / "sample_data"
GREAT = Path(metadata.distribution("great_tables").locate_file("great_tables/data"))
TABLES = {
    "few columns, a third of one missing": (GREAT / "x-airquality.csv", "Temp"),
    "words, and only 47 rows": (GREAT / "03-gtcars.csv", "mpg_c"),
    "a remark, dates, columns that begin late": (SAMPLES / "Stocks.csv", "IBM"),
    "two columns that are nearly one": (SAMPLES / "msft.csv", "Adj. Close*"),
    "more columns than is sensible": (GREAT / "07-towny.csv", "density_2021"),
}


def run(path, target):
    """Run the recipe's cells, with another file and target, and return its names and its prints."""
    names, printed = {}, io.StringIO()
    first, *rest = SOURCES[START:]
    assert "path = " in first
    with contextlib.redirect_stdout(printed):
        for source in [IMPORTS, first]:
            exec(source, names)
        names |= {"path": path, "target": target}
        for source in rest:
            exec(source, names)
    return names, printed.getvalue()


def written(folder, columns):
    """Write columns to a CSV file, None as nothing."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join("" if v is None else str(v) for v in row) for row in [columns, *rows]]
    path = folder / "mine.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def best_line(names):
    """Return the errors of the best line by NumPy, on the training rows of the first split."""
    order = torch.randperm(len(names["x"]), generator=torch.Generator().manual_seed(0)).numpy()
    held = len(order) // 5
    x, y = names["x"].numpy()[:, names["best"].numpy()], names["y"].numpy()[:, 0]
    a = np.c_[(x - x.mean(0)) / np.where(x.std(0) > 0, x.std(0), 1), np.ones(len(x))]
    train, val = order[held:], order[:held]
    theta = np.linalg.lstsq(a[train], y[train], rcond=1e-9)[0]
    return [np.sqrt(((a[rows] @ theta - y[rows]) ** 2).mean()) for rows in (train, val)]


@pytest.mark.parametrize(("path", "target"), TABLES.values(), ids=TABLES)
def test_the_recipe_works_on_this_table(path, target):
    names, _ = run(path, target)
    misses = names["misses"]
    assert names["z"].isfinite().all()
    assert target not in names["inputs"]
    assert 1 <= len(names["inputs"]) <= max(1, len(names["x"]) * 0.8 / 10)
    assert np.isfinite(list(misses.values())).all()
    assert misses["least squares"] == pytest.approx(best_line(names), rel=1e-3)
    assert misses["least squares"][0] <= misses["model"][0] * 1.000001
    assert misses["model"][1] < misses["mean alone"][1]
    assert min(names["splits"]) <= np.median(names["splits"]) <= max(names["splits"])


def test_the_tables_are_as_different_as_the_page_says():
    found = {name: run(*where)[0] for name, where in TABLES.items()}
    dropped = {name: len(n["rows"]) - len(n["x"]) for name, n in found.items()}
    left_out = {name: len(n["names"]) - 1 - n["x"].shape[1] for name, n in found.items()}
    too_many = {name: n["x"].shape[1] - len(n["inputs"]) for name, n in found.items()}
    assert sum(number > 0 for number in dropped.values()) >= 2  # rows that lack something
    assert sum(number > 0 for number in left_out.values()) >= 4  # words, and too little in a column
    assert sum(number > 0 for number in too_many.values()) >= 1
    assert min(len(n["x"]) for n in found.values()) < 50


def test_what_would_break_a_recipe_is_left_out(tmp_path):
    rng = np.random.default_rng(0)
    length = rng.normal(size=60).round(3)
    columns = {
        "length": [None if i == 7 else v for i, v in enumerate(length)],
        "name": [f"n{i}" for i in range(60)],
        "always": [3] * 60,
        "hardly": [1 if i < 5 else None for i in range(60)],
        "endless": ["inf" if i == 3 else i % 4 for i in range(60)],
        "goal": [None if i == 11 else v for i, v in enumerate((2 * length + 1).round(3))],
    }
    names, printed = run(written(tmp_path, columns), "goal")
    assert sorted(names["inputs"]) == ["endless", "length"]
    assert len(names["x"]) == 57
    assert names["misses"]["model"][1] < 0.05 < names["misses"]["mean alone"][1]
    assert "57 rows, 2 inputs" in printed


def test_a_column_that_never_changes_in_the_training_rows_does_no_harm(tmp_path):
    order = torch.randperm(50, generator=torch.Generator().manual_seed(0)).tolist()
    once = [int(i == order[0]) for i in range(50)]  # the row is held back
    columns = {"a": list(range(50)), "once": once, "goal": [2.0 * i for i in range(50)]}
    names, _ = run(written(tmp_path, columns), "goal")
    assert names["inputs"] == ["a"]  # a random weight that no row trains would stay as it is
    assert names["misses"]["model"][1] < 0.01


def test_more_columns_than_rows(tmp_path):
    rng = np.random.default_rng(0)
    table = rng.normal(size=(40, 60)).round(3)
    columns = {f"c{j}": table[:, j] for j in range(60)}
    columns["goal"] = (5 * table[:, 17] + 0.1 * rng.normal(size=40)).round(3)
    names, _ = run(written(tmp_path, columns), "goal")
    assert names["inputs"][0] == "c17"
    assert len(names["inputs"]) == 3
    assert names["misses"]["model"][1] < 1


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": range(15), "goal": range(15)}, "too few rows"),
        ({"a": ["word"] * 30, "goal": range(30)}, "no column of numbers"),
        ({"a": [1] * 30, "goal": range(30)}, "no column of numbers"),
    ],
)
def test_where_it_can_not_work_it_says_so(tmp_path, columns, words):
    with pytest.raises(AssertionError, match=words):
        run(written(tmp_path, columns), "goal")


def test_the_recipe_defines_no_function():
    assert not re.search(r"^\s*(def|class) |lambda", "\n".join(SOURCES[START:]), re.MULTILINE)
    assert table  # what it shows is shown by the course's own table
