"""Deals tests out to the workers, and says first which notebooks have been edited."""

import pytest


@pytest.hookimpl(trylast=True)  # what comes last is shown first
def pytest_report_header(config):
    """Say which notebooks are not as git has them: then it is no wonder if their tests fail."""
    from linreg_helpers.course.workbook.files import edited_files

    edited = [name for name in edited_files(config.rootpath / "notebooks") if ".ipynb" in name]
    if edited:
        return f"edited since they were stored: {', '.join(edited)} (in notebooks/)"
    return []


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
