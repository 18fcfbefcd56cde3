"""Deals tests out to the workers."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep what stands in one file together, as the cells of a notebook, but for slow tests."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            alone = file.endswith("test_digits_hold.py")
            return nodeid if alone else file

    return Scheduling(config, log)
