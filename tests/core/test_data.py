"""The table of numbers is the one of the notes, with the names of its rows and columns."""

import numpy as np

from linreg_helpers import load_fruit_yields


def test_values_are_those_of_the_notes():
    data = load_fruit_yields()
    notes = [[73, 67, 43], [91, 88, 64], [87, 134, 58], [102, 43, 37], [69, 96, 70]]
    assert data.inputs.tolist() == notes
    assert data.targets.tolist() == [[56, 70], [81, 101], [119, 133], [22, 37], [103, 119]]


def test_arrays_are_float32():
    data = load_fruit_yields()
    assert data.inputs.dtype == data.targets.dtype == np.float32


def test_every_row_and_column_has_a_name():
    data = load_fruit_yields()
    assert data.region_names == ("Kanto", "Johto", "Hoenn", "Sinnoh", "Unova")
    assert data.input_names == ("temperature (°F)", "rainfall (mm)", "humidity (%)")
    assert data.target_names == ("apples (ton)", "oranges (ton)")


def test_changing_what_one_call_returned_changes_no_other():
    load_fruit_yields().inputs[:] = 0
    assert load_fruit_yields().inputs[0, 0] == 73
