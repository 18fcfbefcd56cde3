"""The number of test workers follows the machine's cores and its free memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workers import workers

GB = 10**9


@pytest.mark.parametrize(
    ("cores", "memory", "expected"),
    [
        (2, 24 * GB, 3),  # one more than the cores: one always waits for its kernel
        (1, 24 * GB, 2),
        (8, 24 * GB, 9),
        (2, 1.3 * GB, 2),  # a small machine, or one that is busy with something else
        (8, 4 * GB, 6),
        (2, 0.1 * GB, 1),  # too little for any: try with one
        (64, 256 * GB, 16),  # more would find nothing to do
    ],
)
def test_workers_by_cores_and_memory(cores, memory, expected):
    assert workers(cores, memory) == expected


@given(st.integers(1, 512), st.floats(0, 1e13))
def test_there_is_always_a_worker_and_never_too_little_memory_for_the_second(cores, memory):
    found = workers(cores, memory)
    assert 1 <= found <= cores + 1
    assert found == 1 or found * 0.6e9 <= memory


def test_pytest_asks_this_module_for_auto(pytestconfig):
    from xdist import plugin

    from tests import workers as ours

    manager = type(pytestconfig.pluginmanager)()
    manager.add_hookspecs(__import__("xdist.newhooks", fromlist=["newhooks"]))
    manager.register(ours)
    manager.register(plugin)  # as an installed plugin, later than what stands behind -p
    found = manager.hook.pytest_xdist_auto_num_workers(config=pytestconfig)
    assert found == ours.pytest_xdist_auto_num_workers()
