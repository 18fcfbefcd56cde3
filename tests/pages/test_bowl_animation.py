"""The README's animation: small, what `make notebooks` would write now, and what its words say."""

import re

import numpy as np
import pytest
from PIL import Image

from linreg_helpers.course.explore._line_bowl_numbers import path_of, place_at
from tools.bowl_animation import FILE, FRAMES, SHARE, START, STEPS, duration, frame, world_of
from tools.make_pages import ROOT

ENDS = [(inputs, steps[-1]) for inputs, steps in STEPS.items()]


@pytest.fixture
def stored():
    with Image.open(FILE) as film:
        yield film


def small(picture):
    """Return a picture so small that the edges of letters don't matter, from 0 to 255."""
    size = (picture.width // 6, picture.height // 6)
    return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)


def largest_difference(one, other):
    return abs(small(one) - small(other)).max()


def test_it_is_small_and_each_frame_is_shown_as_long_as_it_should_be(stored):
    assert FILE.stat().st_size <= 1_000_000
    assert stored.n_frames == len(FRAMES)
    shown = []
    for place in range(stored.n_frames):
        stored.seek(place)
        shown.append(stored.info["duration"])
    assert shown == [duration(*state) for state in FRAMES]
    assert stored.info["loop"] == 0  # again and again


@pytest.mark.parametrize("state", ENDS)
def test_it_is_up_to_date(stored, state):
    stored.seek(FRAMES.index(state))
    assert largest_difference(stored, frame(*state)) < 60, "run `make notebooks`"


def test_a_frame_of_another_step_is_found(stored):
    stored.seek(FRAMES.index(("raw", 800)))
    other = stored.convert("RGB")
    stored.seek(FRAMES.index(("raw", 1000)))
    assert largest_difference(stored, other) > 120


def test_the_readme_shows_it_and_its_words_for_those_who_see_no_pictures_are_true():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [words] = re.findall(r"!\[([^]]+)\]\(" + FILE.relative_to(ROOT).as_posix(), readme)
    assert "after 1,000 steps the line still slopes the wrong way" in words
    world = world_of("raw")
    assert place_at(path_of(world, START, SHARE * world.limit), 1000)[0][0] < 0 < world.lowest[0]
    assert "ten steps lead to its lowest point" in words
    world = world_of("standardised")
    loss = place_at(path_of(world, START, SHARE * world.limit), 10)[1]
    assert loss == pytest.approx(world.least, rel=0.01)
