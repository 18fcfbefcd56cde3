"""The workbook: a learner's copy that shows no answers, keeps every answer, and takes updates."""

from linreg_helpers.course.workbook.update import update_workbook, where_stopped

__all__ = ["update_workbook", "where_stopped"]
