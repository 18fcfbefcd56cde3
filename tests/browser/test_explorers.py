"""The actions that prove a live figure, tried on a small one; the course's own come after."""

from tests.browser.explorer import Explorer, try_all_controls
from tests.browser.lab import open_notebook, run_cell

# A small explorer: the least that the actions below need. It proves them, not the course.
EXAMPLE = """\
import io

import ipywidgets as widgets
from IPython.display import display
from matplotlib.figure import Figure

def draw(change=None):
    figure = Figure(figsize=(6, 2))
    figure.subplots().bar([kind.value, "more"], [height.value, more.value + 0.5])
    png = io.BytesIO()
    figure.savefig(png)
    picture.value = png.getvalue()
    text.value = f"<p>The height is {height.value}, more: {more.value}, of {kind.value}.</p>"

height = widgets.IntSlider(3, max=50, description="height (m)")
play = widgets.Play(max=50, interval=100)
widgets.jslink((play, "value"), (height, "value"))
more = widgets.Checkbox(description="more")
kind = widgets.Dropdown(options=["trees", "houses"], description="of what")
picture = widgets.Image(layout={"width": "600px", "height": "200px"})
text = widgets.HTML()
for control in (height, more, kind):
    control.observe(draw, "value")
draw()
display(widgets.VBox([widgets.HBox([play, height]), more, kind, picture, text]))"""


def test_the_controls_of_a_small_example_can_be_used(page, lab):
    open_notebook(page, lab, lab.write("scratch_explorer.ipynb", EXAMPLE, "1 + 1"))
    run_cell(page, 0)
    assert try_all_controls(Explorer(page, 0)) == 4
    assert page.errors == []
