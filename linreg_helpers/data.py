"""The two tables that the course works on: five tidy rows, and 344 real ones."""

import csv
from importlib.resources import files
from typing import NamedTuple

import numpy as np


class FruitYields(NamedTuple):
    """Five regions, three inputs and two targets, with the names of rows and columns."""

    inputs: np.ndarray
    targets: np.ndarray
    region_names: tuple[str, ...]
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]


def load_fruit_yields() -> FruitYields:
    """Return the yields of apples and oranges in five regions, and the weather there.

    Returns:
        A named tuple: `inputs` (5, 3) float32, one row a region, in °F, mm and %; `targets` (5, 2)
        float32, in tons; `region_names`, `input_names` and `target_names`, with units. The arrays
        are new at every call, so that changing one changes no other.

    Source:
        The numbers are those of the study notes; the names come from the course that the table was
        made for, Jovian's "Deep Learning with PyTorch: Zero to GANs". The regions are invented.

    Example:
        >>> load_fruit_yields().targets[0].tolist()
        [56.0, 70.0]
    """
    return FruitYields(
        inputs=np.array(
            [[73, 67, 43], [91, 88, 64], [87, 134, 58], [102, 43, 37], [69, 96, 70]],
            dtype="float32",
        ),
        targets=np.array(
            [[56, 70], [81, 101], [119, 133], [22, 37], [103, 119]],
            dtype="float32",
        ),
        region_names=("Kanto", "Johto", "Hoenn", "Sinnoh", "Unova"),
        input_names=("temperature (°F)", "rainfall (mm)", "humidity (%)"),
        target_names=("apples (ton)", "oranges (ton)"),
    )


class Penguins(NamedTuple):
    """344 penguins, four measurements each, as they were written down: some are missing."""

    measurements: np.ndarray
    species: np.ndarray
    islands: np.ndarray
    sexes: np.ndarray
    years: np.ndarray
    measurement_names: tuple[str, ...]


def load_penguins() -> Penguins:
    """Return measurements of 344 penguins, with what is missing still missing.

    Returns:
        A named tuple: `measurements` (344, 4) float32, one row a penguin, in mm, mm, mm and g, NaN
        where there is none; `species`, `islands` and `sexes` (344,), arrays of words, "" where the
        sex is not known; `years` (344,), whole numbers; `measurement_names`, with units. The
        arrays are new at every call, so that changing one changes no other.

    Source:
        Gorman, Williams and Fraser (2014), doi 10.1371/journal.pone.0090081, as packaged by
        `palmerpenguins`; CC0. The file is `linreg_helpers/tables/penguins.csv`.

    Example:
        >>> load_penguins().measurements[0].tolist()
        [39.099998474121094, 18.700000762939453, 181.0, 3750.0]
    """
    with (files("linreg_helpers") / "tables" / "penguins.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    measured = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    return Penguins(
        measurements=np.array(
            [[row[name].replace("NA", "nan") for name in measured] for row in rows],
            dtype="float32",
        ),
        species=np.array([row["species"] for row in rows]),
        islands=np.array([row["island"] for row in rows]),
        sexes=np.array([row["sex"].replace("NA", "") for row in rows]),
        years=np.array([int(row["year"]) for row in rows]),
        measurement_names=(
            "bill length (mm)",
            "bill depth (mm)",
            "flipper length (mm)",
            "body mass (g)",
        ),
    )
