"""What the tests share: how Hypothesis works, and a word on notebooks that have been edited."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Say, where tests fail, which notebooks are not as git has them: then it is no wonder."""
    if exitstatus:
        terminalreporter.write_line(edited_notebooks(config.rootpath))


def edited_notebooks(root):
    """Name the notebooks that were edited since they were stored, in a line."""
    # Here, because it brings PyTorch with it, and who only hands out tests would wait for that.
    from linreg_helpers.course.workbook.files import edited_files

    edited = [name for name in edited_files(root / "notebooks") if ".ipynb" in name]
    return f"edited since they were stored: {', '.join(edited)} (in notebooks/)" if edited else ""
