"""How many processes run the tests side by side: `-p tests.workers -n auto`."""

import psutil
import pytest

MEMORY = 0.6e9  # bytes that a worker and its kernel take
USEFUL = 16  # more than this find no file of their own


def workers(cores, memory):
    """Return the number of workers for so many cores and bytes of free memory.

    One more than there are cores, because one of them always waits for its kernel.
    """
    return max(1, min(cores + 1, int(memory / MEMORY), USEFUL))


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Look at this machine."""
    mine = psutil.Process()
    # macOS does not say which cores a process may use.
    cores = len(mine.cpu_affinity()) if hasattr(mine, "cpu_affinity") else psutil.cpu_count()
    return workers(cores, psutil.virtual_memory().available)
