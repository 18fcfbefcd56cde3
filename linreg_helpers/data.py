"""The one table of numbers that the whole course works on."""

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
