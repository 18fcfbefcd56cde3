"""What holds for all that pytest runs here: tests, the examples in docstrings, notebook cells."""


def pytest_configure(config):
    """Watch what tests leave behind, where tests run: who hands them out needs no PyTorch."""
    if not config.getoption("numprocesses", None):
        config.pluginmanager.import_plugin("tests.leftovers")


def pytest_collection_modifyitems(items):
    """Keep the cells of a notebook together and in order, wherever pytest-randomly puts them."""
    first, keys = {}, {}
    for place, item in enumerate(items):
        # The longest file comes first: at the end all but one worker would wait for it.
        long = item.path.stem == "test_digits_hold"
        keys[item] = (not long, place, 0)
        if item.path.suffix == ".ipynb":
            keys[item] = (True, first.setdefault(item.path, place), item.cell_num)
            item.output_timeout = 60  # seconds; nbval has 5, and no option
            # The script of a live figure is not stored (see drop_volatile). Its words are compared
            # here as its text/plain, what it draws and says in tests/browser.
            if "text/html" not in item.parent.skip_compare:
                item.parent.skip_compare += ("text/html",)
    items.sort(key=keys.get)
