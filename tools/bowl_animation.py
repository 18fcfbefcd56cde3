"""Write the README's animation: the same line and the same rate, in a long bowl and in a round one.

Each frame is the figure of `explore.bowl` in one state. Called by `make notebooks`; a second call
changes no byte.
"""

import io
from pathlib import Path

import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from linreg_helpers import load_fruit_yields
from linreg_helpers.course.drawing.axes import number_text
from linreg_helpers.course.drawing.style import style
from linreg_helpers.course.explore._line_bowl_numbers import bowl_of
from linreg_helpers.course.explore._line_bowl_panels import line_bowl_figure

FILE = Path(__file__).resolve().parents[1] / ".github" / "bowl.gif"
N_STEPS = 1000
START = [0.0, 120.0]  # no weight, and a bias that is far too high
SHARE = 0.2  # of the largest learning rate that converges
STEPS = {
    "raw": [*range(11), 15, 25, 50, 100, 200, 400, 600, 800, 1000],
    "standardised": [*range(11)],
}
FRAMES = [(inputs, step) for inputs, steps in STEPS.items() for step in steps]
DPI = 100
DATA = load_fruit_yields()


def duration(inputs, step):
    """Return for how long a frame is shown, in milliseconds: the first and the last are read."""
    return 2000 if step in (0, STEPS[inputs][-1]) else 300


def world_of(inputs):
    """Return the bowl of rainfall and apples."""
    x, y = torch.from_numpy(DATA.inputs[:, 1:2]), torch.from_numpy(DATA.targets[:, :1])
    return bowl_of(x.double(), y.double(), inputs)


def frame(inputs, step):
    """Return the figure of a state as an image."""
    world = world_of(inputs)
    state = {"inputs": inputs, "step": step, "start": START, "lr": SHARE * world.limit}
    texts = {"inputLabel": DATA.input_names[1], "targetLabel": DATA.target_names[0]}
    texts |= {"inputUnit": "mm", "unit": "ton", "names": DATA.region_names}
    figure = line_bowl_figure(world, state, N_STEPS, texts)
    heading = f"{inputs} inputs, step {number_text(step)}".capitalize()
    figure.suptitle(heading, fontsize=18, fontweight="bold")
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    with style():  # on which the number of ticks depends
        canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def animation():
    """Return all frames as one GIF that begins anew when it has ended."""
    frames = [frame(*state) for state in FRAMES]
    # One palette for all: then a frame stores only where it differs from the one before.
    colours = Image.new("RGB", (frames[0].width, 2 * frames[0].height))
    for place, inputs in enumerate(STEPS):
        last = FRAMES.index((inputs, STEPS[inputs][-1]))
        colours.paste(frames[last], (0, place * frames[0].height))
    palette = colours.quantize(255, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    first, *others = (f.quantize(palette=palette, dither=Image.Dither.NONE) for f in frames)
    file = io.BytesIO()
    durations = [duration(*state) for state in FRAMES]
    first.save(file, "GIF", save_all=True, append_images=others, duration=durations, loop=0)
    return file.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(animation())
