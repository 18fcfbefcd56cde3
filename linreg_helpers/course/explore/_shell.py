"""The shell around a picture: its controls, and the one output that shows it everywhere."""

import base64
import html

VIEW = "application/vnd.jupyter.widget-view+json"
# The words look like the text of the page, and their four lines at most have room.
LIKE_TEXT = 'style="font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; margin: 0"'
INSTALL = "To move the sliders, install ipywidgets: pip install ipywidgets."


def show(picture, start, make_controls):
    """Display a picture in its starting state, with its controls where there are widgets.

    The output is one bundle. JupyterLab shows the live view; GitHub, paper, and a page that was not
    run yet show the PNG. The words are what a test compares.

    Args:
        picture: a `Picture`.
        start: dict, the state to begin with.
        make_controls: function of the module ipywidgets. It returns a dict from each name of
            the state to its control, and a list of rows, which are lists of widgets.
    """
    png, words = picture.frame(**start)
    stored = picture.png(optimize=True)  # the same picture, smaller, for the file
    bundle = {"image/png": base64.b64encode(stored).decode(), "text/plain": words}
    try:
        import ipywidgets
    except ImportError:
        bundle["text/plain"] += f" {INSTALL}"
    else:
        view = live_view(ipywidgets, picture, (png, words), *make_controls(ipywidgets))
        bundle[VIEW] = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    _display(bundle)


def live_view(widgets, picture, frame, controls, rows):
    """Return the controls, the picture and its words as one widget that answers while you drag.

    Args:
        widgets: the module ipywidgets.
        picture: a `Picture`.
        frame: `(png, words)` of the state that the controls are in.
        controls: dict from each name of the state to its control.
        rows: the widgets above the picture, in rows.
    """

    def state():
        return {name: control.value for name, control in controls.items()}

    # The sizes are fixed, so that the page below never jumps.
    width, height = picture.figure.canvas.get_width_height()
    size = {"width": "840px", "height": f"{840 * height // width}px", "max_width": "100%"}
    image = widgets.Image(format="png", layout={**size, "object_fit": "contain"})
    text = widgets.HTML(layout={"max_width": "840px", "min_height": "100px"})
    shown = state()

    def display_frame(png, words):
        image.value = png
        # A screen reader reads what is marked as polite when it has changed.
        text.value = f'<p {LIKE_TEXT} role="status" aria-live="polite">{html.escape(words)}</p>'

    def redraw(_change):
        # One control may move others: what was drawn already is not drawn again. This returns when
        # the picture is sent, and the page sends no further move before that: nothing queues up.
        nonlocal shown
        if state() != shown:
            shown = state()
            display_frame(*picture.frame(**shown))

    display_frame(*frame)
    for control in controls.values():
        control.observe(redraw, "value")
    line = {"flex_flow": "row wrap"}
    above = [widgets.HBox(row, layout=line) for row in rows]
    return widgets.VBox([*above, image, text])


def full_label(width="36em", label="initial"):
    """Return what gives a slider room for its whole label and for easy dragging."""
    return {"style": {"description_width": label}, "layout": {"width": width}}


def _display(bundle):
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is None:
        print(bundle["text/plain"])  # a plain Python shows no pictures
    else:
        display(bundle, raw=True)
