"""The tables hold the numbers of their sources, with the names of rows and columns."""

import numpy as np

from linreg_helpers import load_fruit_yields, load_penguins


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


def test_penguins_are_those_of_the_paper():
    """Counts and means as Gorman, Williams and Fraser's data have them."""
    data = load_penguins()
    assert data.measurements.shape == (344, 4)
    assert data.measurements.dtype == np.float32
    names, counts = np.unique(data.species, return_counts=True)
    assert dict(zip(names, counts, strict=True)) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    means = np.nanmean(data.measurements.astype(float), axis=0)
    np.testing.assert_allclose(means, [43.92193, 17.15117, 200.91520, 4201.75439], atol=1e-5)
    assert data.measurement_names[2:] == ("flipper length (mm)", "body mass (g)")


def test_missing_measurements_stay_missing():
    data = load_penguins()
    missing = np.isnan(data.measurements)
    assert missing.any(axis=1).sum() == missing.all(axis=1).sum() == 2
    assert (data.sexes == "").sum() == 11
    assert set(data.sexes) == {"", "female", "male"}


def test_penguins_row_by_row():
    data = load_penguins()
    assert data.measurements[-1].tolist() == np.float32([50.2, 18.7, 198, 3775]).tolist()
    assert (data.species[-1], data.islands[-1]) == ("Chinstrap", "Dream")
    assert (data.sexes[-1], data.years[-1]) == ("female", 2009)


def test_changing_the_penguins_of_one_call_changes_no_other():
    load_penguins().measurements[:] = 0
    assert load_penguins().measurements[0, 3] == 3750
