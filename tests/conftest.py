"""What the tests share: how Hypothesis works, and a word on notebooks that have been edited."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.hookimpl(trylast=True)  # what comes last is shown first
def pytest_report_header(config):
    """Say which notebooks are not as git has them: then it is no wonder if their tests fail."""
    from linreg_helpers.course.workbook.files import edited_files

    edited = [name for name in edited_files(config.rootpath / "notebooks") if ".ipynb" in name]
    if edited:
        return f"edited since they were stored: {', '.join(edited)} (in notebooks/)"
    return []
