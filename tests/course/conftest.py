"""A small course, for the tests of what is done with a course."""

import pytest

from linreg_helpers.course.workbook import update_workbook
from tests.course import small_course


@pytest.fixture
def course(tmp_path):
    """Make a small course."""
    folder = tmp_path / "course" / "notebooks"
    small_course.make_course(folder)
    return folder


@pytest.fixture
def workbook(course, tmp_path):
    """Make a workbook of the small course."""
    update_workbook(course, tmp_path / "workbook")
    return tmp_path / "workbook"
