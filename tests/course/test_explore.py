"""The live figures: what they compute, what they show and say, and what moving a control does."""

import base64
import html
import io
import re
import subprocess
import sys
import warnings
from functools import cache, partial
from types import SimpleNamespace

import ipywidgets
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from ipywidgets.widgets.widget import _instances
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from linreg_helpers import init_params, load_fruit_yields, predict, train
from linreg_helpers.course import explore
from linreg_helpers.course.drawing.style import style
from linreg_helpers.course.explore._bowl import bowl_panel, two_directions
from linreg_helpers.course.explore._descent import descent_picture
from linreg_helpers.course.explore._fit import fit_picture, power_of_ten, reach_of
from linreg_helpers.course.explore._picture import new_figure
from linreg_helpers.course.explore._rate import slider_range, standardised, words_of
from linreg_helpers.course.explore._rate_panels import curve_panel, factor_panel
from linreg_helpers.course.explore._shell import INSTALL, VIEW, show
from linreg_helpers.course.explore._words import (
    outside,
    percent,
    short,
    split_unit,
    spread,
    steps_to_show,
    without_rounding,
    worst_miss,
)
from tests.course import looks
from tests.course.expected_looks import PANELS
from tests.oracles import X, Y, notes_loop, random_problem

DATA = load_fruit_yields()
NAMES = {"target_names": DATA.target_names, "region_names": DATA.region_names}
FIT = partial(explore.fit_by_hand, X, Y, input_names=DATA.input_names, **NAMES)
EXPLORERS = {
    "fit_by_hand": FIT,
    "descent": partial(explore.descent, X, Y, **NAMES),
    "learning_rate": partial(explore.learning_rate, X, Y),
}
INF = float("inf")
each = pytest.mark.parametrize("name", EXPLORERS)

MODULES = {"fit_by_hand": "_fit", "descent": "_descent", "learning_rate": "_rate"}
# A screen reader reads aloud what has changed in it, when it has come to rest.
STATUS = (
    '<p style="font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; margin: 0" '
    'role="status" aria-live="polite">'
)

START_WORDS = {
    "fit_by_hand": "All parameters are 0. The loss of apples is 6,990 ton². Random parameters "
    "(seed 0) have 14,000, least squares 0.962. The largest miss: Hoenn, apples, 119 ton too low.",
    "descent": "Step 0 of 5,000, at the learning rate 1e-5: the loss is 33,100 ton². The largest "
    "miss: Hoenn, oranges, 309 ton too low.",
    "learning_rate": "The learning rate 1e-5 converges. After 5,000 steps the loss is 0.577 ton²; "
    "the least is 0.483. Left of the distance along each direction, from the steepest: below "
    "0.001 %, below 0.001 %, 0.94 %, 99.96 %. The largest rate that converges is 0.0001117.",
}
ZERO = {"w0": 0.0, "w1": 0.0, "w2": 0.0, "b": 0.0}
# Of each picture the start, and states in which it looks otherwise.
STATES = {
    "fit_by_hand": [ZERO, ZERO | {"w1": 0.91}, {"w0": -0.39, "w1": 0.85, "w2": 0.7, "b": -1.5},
                    {"w0": 3, "w1": -1, "w2": 2, "b": 100}],
    "descent": [{"step": 0}, {"step": 20}, {"step": 400}, {"step": 5000}],
    "learning_rate": [
        {"lr": lr, "seed": seed, "standardise": on}
        for lr, seed, on in [(1e-5, 0, False), (1e-8, 3, False), (1.2e-4, 0, False), (0.1, 0, True)]
    ],
}  # fmt: skip
every_state = pytest.mark.parametrize(
    ("name", "state"), [(name, state) for name in STATES for state in STATES[name]]
)


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def notebook(monkeypatch):
    """Pretend to be in a notebook; return the list of what is displayed there."""
    return pretend(monkeypatch)


def pretend(monkeypatch):
    shown = []
    plt.draw_if_interactive()  # wakes up the backend, which would ask the shell for more
    monkeypatch.setattr("IPython.get_ipython", lambda: "a shell")
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    return shown


@cache
def opened(name, **options):
    """Call an explorer once; return what a reader then has before them."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        shown, pictures = pretend(monkeypatch), []
        show = sys.modules[f"linreg_helpers.course.explore.{MODULES[name]}"].show

        def record(picture, *rest):
            pictures.append(picture)
            show(picture, *rest)

        monkeypatch.setattr(f"linreg_helpers.course.explore.{MODULES[name]}.show", record)
        assert EXPLORERS[name](**options) is None
    (bundle,), (picture,) = shown, pictures
    *rows, image, text = _instances[bundle[VIEW]["model_id"]].children
    widgets = [widget for row in rows for widget in row.children]
    controls = {w.description: w for w in widgets if w.description}
    return SimpleNamespace(
        bundle=bundle,
        rows=rows,
        picture=picture,
        widgets=widgets,
        controls=controls,
        image=image,
        text=text,
        words=lambda: re.fullmatch(f"{re.escape(STATUS)}(.*)</p>", text.value)[1],
    )


def picture(name, **options):
    return opened(name, **options).picture


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def moved(control):
    """Return another value for a control."""
    if isinstance(control, ipywidgets.Checkbox):
        return not control.value
    if isinstance(control, ipywidgets.SelectionSlider):
        return control.options[5][1]
    if isinstance(control, ipywidgets.FloatLogSlider):
        return control.value * 2
    return control.value + control.step


# The output of the cell


@each
def test_one_call_displays_one_bundle(name):
    bundle = opened(name).bundle
    assert set(bundle) == {VIEW, "image/png", "text/plain"}
    assert set(bundle[VIEW]) == {"version_major", "version_minor", "model_id"}
    assert (bundle[VIEW]["version_major"], bundle[VIEW]["version_minor"]) == (2, 0)
    assert bundle["text/plain"] == START_WORDS[name]
    png, words = picture(name).frame(**STATES[name][0])
    assert words == bundle["text/plain"]
    stored = base64.b64decode(bundle["image/png"])
    assert np.array_equal(pixels(stored), pixels(png))
    assert len(stored) < 0.9 * len(png)


@each
def test_without_ipywidgets_the_picture_still_comes_with_a_word_on_what_to_install(
    name, notebook, monkeypatch
):
    with_ipywidgets = opened(name).bundle  # before there are none
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    show(picture(name), STATES[name][0], make_controls=None)
    (bundle,) = notebook
    assert set(bundle) == {"image/png", "text/plain"}
    assert bundle["text/plain"] == f"{START_WORDS[name]} {INSTALL}"
    assert bundle["image/png"] == with_ipywidgets["image/png"]
    assert INSTALL == "To move the sliders, install ipywidgets: pip install ipywidgets."


@pytest.mark.parametrize("missing", ["shell", "IPython"])
def test_outside_a_notebook_the_words_are_printed(missing, capsys, monkeypatch):
    start, shown = STATES["learning_rate"][0], picture("learning_rate")
    if missing == "IPython":
        import ipywidgets  # noqa: F401  it is there, and has found its IPython

        monkeypatch.setitem(sys.modules, "IPython", None)
    show(shown, start, lambda _: ({}, []))
    assert capsys.readouterr().out == START_WORDS["learning_rate"] + "\n"


def test_without_names_rows_and_targets_are_numbered(capsys):
    explore.descent(X, Y)
    assert "The largest miss: row 3, target 2, 309 ton too low." in capsys.readouterr().out
    explore.fit_by_hand(X, Y, target=1)
    words = capsys.readouterr().out
    assert "The loss of target 2 is 9,660 ton²." in words
    assert "The largest miss: row 3, target 2, 133 ton too low." in words


def test_importing_it_imports_no_widgets():
    code = (
        "import sys, linreg_helpers.course.explore; "
        "print({'ipywidgets', 'IPython'} & set(sys.modules) or 'neither')"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "neither\n"


def test_it_leaves_pyplot_and_its_settings_alone(notebook):
    with mpl.rc_context():
        mpl.rcdefaults()
        before = mpl.rcParams.copy()
        explore.learning_rate(X, Y)
        assert dict(mpl.rcParams) == dict(before)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", explore.__all__)
def test_every_public_name_is_documented(name):
    text = getattr(explore, name).__doc__
    assert all(f"{part}:\n" in text for part in ("Args", "Returns", "Raises", "Example"))


# The controls


WIDE = {"width": "36em", "description_width": "initial"}
WEIGHT = {"type": "FloatSlider", "value": 0, "min": -3, "max": 3, "step": 0.01}
WEIGHT |= {"readout_format": ".2f", "width": "46em", "description_width": "20em"}
# The rows of controls above each picture: from a label to what it sets.
CONTROLS = {
    "fit_by_hand": [
        {"weight of temperature (ton per °F)": WEIGHT},
        {"weight of rainfall (ton per mm)": WEIGHT},
        {"weight of humidity (ton per %)": WEIGHT},
        {"bias (ton)": WEIGHT | {"min": -200, "max": 200, "step": 1}},
    ],
    "descent": [
        {
            "": {"type": "Play", "value": 0, "min": 0, "max": 35, "step": 1, "interval": 200},
            "step (number of steps taken, 0 to 5,000)": {
                "type": "SelectionSlider",
                "value": 0,
                "width": "44em",
                "description_width": "initial",
            },
        }
    ],
    "learning_rate": [
        {
            "learning rate (per step)": WIDE
            | {"type": "FloatLogSlider", "value": 1e-5, "min": -8, "max": -3, "step": 0.02}
            | {"base": 10, "readout_format": ".2e"},
        },
        {
            "seed of the random start (0 to 9)": WIDE
            | {"type": "IntSlider", "value": 0, "min": 0, "max": 9, "step": 1},
            "standardise the inputs (mean 0, standard deviation 1)": {
                "type": "Checkbox",
                "value": False,
                "indent": False,
                "width": "auto",
            },
        },
    ],
}


@each
def test_every_control_is_what_the_table_says(name):
    def trait(widget, key):
        if key == "type":
            return type(widget).__name__
        owner = {"width": widget.layout, "description_width": widget.style}.get(key, widget)
        return getattr(owner, key)

    live = opened(name)
    assert len(live.rows) == len(CONTROLS[name])
    for row, expected in zip(live.rows, CONTROLS[name], strict=True):
        assert row.layout.flex_flow == "row wrap"  # on a narrow screen they go below each other
        assert [widget.description for widget in row.children] == list(expected)
        for widget, traits in zip(row.children, expected.values(), strict=True):
            assert {key: trait(widget, key) for key in traits} == traits
            assert getattr(widget, "continuous_update", True)  # answers while it is dragged
            assert widget.tabbable is not False
            assert not widget.disabled


def test_a_control_begins_where_the_call_says(notebook):
    explore.learning_rate(X, Y, lr=2e-5, seed=7)
    *rows, _, _ = _instances[notebook[0][VIEW]["model_id"]].children
    rate, seed, box = (widget for row in rows for widget in row.children)
    assert (rate.value, seed.value, box.value) == (pytest.approx(2e-5), 7, False)
    assert (rate.min, rate.max) == (-8, -3)
    assert notebook[0]["text/plain"].startswith("The learning rate 2e-5 converges.")


def test_the_labels_of_the_sliders_are_as_wide_as_the_longest(notebook):
    explore.fit_by_hand(X, Y, input_names=["a", "b (mm)", "c"], unit="kg")
    *rows, _, _ = _instances[notebook[0][VIEW]["model_id"]].children
    sliders = [row.children[0] for row in rows]
    assert [slider.description for slider in sliders] == [
        "weight of a (kg per unit)", "weight of b (kg per mm)", "weight of c (kg per unit)",
        "bias (kg)",
    ]  # fmt: skip
    assert {slider.style.description_width for slider in sliders} == {"15em"}


@each
def test_the_unit_of_the_caller_stands_everywhere_in_place_of_tons(name):
    live = opened(name, unit="kg")
    axes = live.picture.figure.axes
    labels = [word for ax in axes for word in (ax.get_xlabel(), ax.get_ylabel(), ax.get_title())]
    texts = [text.get_text() for ax in axes for text in ax.texts]
    seen = " ".join([live.words(), *live.controls, *labels, *texts])
    assert "kg²" in seen
    # The names of the targets bring their own.
    assert not re.search(r"\bton\b", seen.replace("apples (ton)", "").replace("oranges (ton)", ""))


def test_inputs_without_names_are_numbered(notebook):
    explore.fit_by_hand(X, Y)
    *rows, _, _ = _instances[notebook[0][VIEW]["model_id"]].children
    assert [row.children[0].description for row in rows] == [
        *(f"weight of input {k} (ton per unit)" for k in (1, 2, 3)), "bias (ton)"
    ]  # fmt: skip


def test_signs_that_html_would_take_for_its_own_are_shown_as_they_are(notebook):
    names = ["<b>Kanto</b>", "R&D", "x < y", '"Sinnoh"', "Unova's"]
    explore.descent(X, Y, region_names=names, target_names=["<i>apples</i>", "&amp;"])
    (bundle,) = notebook
    *_, text = _instances[bundle[VIEW]["model_id"]].children
    words = "The largest miss: x < y, &amp;, 309 ton too low."
    assert bundle["text/plain"].endswith(words)
    assert text.value.endswith("The largest miss: x &lt; y, &amp;amp;, 309 ton too low.</p>")
    assert html.unescape(text.value) == f"{STATUS}{bundle['text/plain']}</p>"


@each
def test_the_page_never_jumps(name):
    live = opened(name)
    width, height = pixels(live.image.value).shape[1::-1]
    assert live.image.layout.width == "840px"
    assert live.image.layout.height == f"{840 * height // width}px"
    assert live.image.layout.object_fit == "contain"
    assert live.image.format == "png"
    assert live.text.layout.min_height == "100px"
    assert live.image.layout.max_width == "100%"  # of a narrow screen
    assert live.text.layout.max_width == "840px"


@each
def test_moving_a_control_changes_picture_and_words_once_and_moving_it_back_restores_both(
    name,
):
    live = opened(name)
    pictures = []
    live.image.observe(lambda change: pictures.append(change.new), "value")
    start = live.image.value, live.words()
    assert live.words() == START_WORDS[name]
    for control in live.controls.values():
        first = control.value
        pictures.clear()
        control.value = moved(control)
        assert pictures == [live.image.value]  # one redraw
        assert live.image.value != start[0]
        assert live.words() != start[1]
        control.value = control.value
        assert len(pictures) == 1  # nothing to draw
        control.value = first
        assert (live.image.value, live.words()) == start


def test_a_state_that_is_there_already_is_not_drawn_again(monkeypatch):
    live = opened("learning_rate")
    drawn = []
    frame = live.image.value
    monkeypatch.setattr(
        "linreg_helpers.course.explore._picture.Picture.frame",
        lambda self, **state: drawn.append(state) or (frame, ""),
    )
    rate, _, box = live.controls.values()
    rate.value = 2e-5
    rate.value = 2e-5
    box.value = True  # also changes the range of the rate, and the rate
    assert drawn == [
        {"lr": 2e-5, "seed": 0, "standardise": False},
        {"lr": pytest.approx(0.2), "seed": 0, "standardise": True},
    ]
    monkeypatch.undo()
    box.value, rate.value = False, 1e-5


def test_the_play_button_moves_the_slider():
    live = opened("descent")
    play, slider = live.widgets
    assert isinstance(play, ipywidgets.Play)
    (link,) = [w for w in _instances.values() if isinstance(w, ipywidgets.widgets.widget_link.Link)
               and w.source[0] is play]  # fmt: skip
    assert (link.source, link.target) == ((play, "value"), (slider, "index"))
    assert (play.min, play.max) == (0, len(slider.options) - 1)
    assert play.interval == 200  # milliseconds a step: 7 seconds for all of them
    assert play.tooltip == "play the steps"
    assert slider.options[:2] == (("0", 0), ("1", 1))
    assert slider.options[-1] == ("5,000", 5000)
    slider.index = play.max  # what the link does in the browser
    assert live.words().startswith("Step 5,000 of 5,000")
    slider.index = 0


def test_the_steps_are_round_numbers_on_a_logarithmic_grid():
    steps = steps_to_show(5000)
    assert steps[:9] == [0, 1, 2, 3, 4, 5, 6, 8, 10]
    assert steps[-4:] == [2500, 3000, 4000, 5000]
    assert {20, 400, 1000} <= set(steps)
    assert steps[9:20] == [12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120]
    assert steps_to_show(1) == [0, 1]
    assert steps_to_show(10)[-2:] == [8, 10]
    assert steps_to_show(100)[-3:] == [60, 80, 100]
    assert steps_to_show(4999)[-2:] == [4000, 4999]
    assert steps_to_show(7) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_the_switch_gives_the_learning_rate_a_range_that_fits_the_data():
    rate, _, box = opened("learning_rate").controls.values()
    assert (rate.value, rate.min, rate.max, rate.step) == (1e-5, -8, -3, 0.02)
    assert rate.readout_format == ".2e"
    box.value = True
    assert (rate.min, rate.max) == (-4, 1)
    assert rate.value == pytest.approx(0.1)
    box.value = False
    assert (rate.min, rate.max) == (-8, -3)
    assert rate.value == pytest.approx(1e-5)


def test_the_sliders_of_the_weights_reach_the_best_fit_and_past_the_random_parameters():
    for target in range(2):
        *weights, bias = opened("fit_by_hand", target=target).controls.values()
        assert [(s.min, s.max, s.step) for s in weights] == [(-3, 3, 0.01)] * 3
        assert (bias.min, bias.max, bias.step) == (-200, 200, 1)
    sizes = {0: 1, 0.5: 1, 0.6: 2, 1: 2, 1.2: 3, 1.5: 3, 1.6: 5, 2.4: 5, 4: 10, 5: 10, 70: 200}
    assert [reach_of(size) for size in sizes] == list(sizes.values())
    assert reach_of(1, least=4) == 10
    assert reach_of(0.015) == pytest.approx(0.03)
    assert [power_of_ten(size) for size in (1, 9.9, 10, 250)] == [1, 1, 10, 100]


def test_a_rate_outside_of_the_slider_begins_at_its_end(notebook):
    explore.learning_rate(X, Y, lr=1e5)
    assert notebook[0]["text/plain"].startswith("The learning rate 0.001 does not converge")


# Fit by hand


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("state", STATES["fit_by_hand"][:3])
def test_fit_by_hand_shows_the_predictions_the_residuals_and_the_loss(target, state):
    fit = picture("fit_by_hand", target=target)
    words = fit.move(**state)
    w = np.array([state["w0"], state["w1"], state["w2"]])
    pred = X.double().numpy() @ w + state["b"]
    actual = Y[:, target].double().numpy()
    loss = np.mean((pred - actual) ** 2)
    ax, scale = fit.figure.axes
    dots = ax.lines[1]
    assert dots.get_ydata() == pytest.approx(pred)
    assert dots.get_xdata() == pytest.approx(actual)
    for (start, end), p, t in zip(ax.collections[0].get_segments(), pred, actual, strict=True):
        assert start == pytest.approx([t, t])
        assert end == pytest.approx([t, p])
    assert scale.lines[-1].get_ydata() == pytest.approx([loss])
    assert float(re.search(r"is ([\d.,]+) ton²", words)[1].replace(",", "")) == pytest.approx(
        loss, rel=5e-3
    )


@pytest.mark.parametrize("target", [0, 1])
def test_beside_it_stand_what_random_parameters_and_least_squares_reach(target):
    scale = picture("fit_by_hand", target=target).figure.axes[1]
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    y = Y[:, target].double().numpy()
    w, b = init_params(3, 2, seed=0)
    random = np.mean((predict(X, w, b)[:, target].detach().numpy() - y) ** 2)
    best = np.linalg.lstsq(a, y, rcond=None)[1].item() / 5
    heights = [line.get_ydata()[0] for line in scale.lines[:2]]
    assert heights == pytest.approx([random, best], rel=1e-5)
    assert scale.get_yscale() == "log"


@pytest.mark.parametrize(("target", "marker"), [(0, "o"), (1, "^")])
def test_a_target_has_the_colour_and_the_marker_that_it_has_everywhere(target, marker):
    fit = picture("fit_by_hand", target=target).figure.axes[0].lines[1]
    other = picture("descent").figure.axes[0].lines[target]
    for line in (fit, other):
        assert line.get_marker() == marker
        assert to_rgb(line.get_color()) == to_rgb(["#0072B2", "#D55E00"][target])


def test_marks_outside_the_picture_are_drawn_at_its_edge_and_counted():
    fit = picture("fit_by_hand")
    words = fit.move(w0=3, w1=-3, w2=0, b=0)
    ax = fit.figure.axes[0]
    low, high = ax.get_ylim()
    assert all(low <= p <= high for p in ax.lines[1].get_ydata())
    pred = 3 * (X[:, 0] - X[:, 1])
    hidden = int(((pred < low) | (pred > high)).sum())
    assert hidden == 1
    assert words.endswith("1 mark lies outside the picture, drawn at its edge.")
    assert (
        picture("fit_by_hand")
        .move(w0=3, w1=3, w2=3, b=200)
        .endswith("5 marks lie outside the picture, drawn at its edge.")
    )


def test_a_name_stands_on_the_side_of_its_mark_that_is_away_from_the_line_and_in_the_picture():
    fit = picture("fit_by_hand")
    ax = fit.figure.axes[0]
    for state in [*STATES["fit_by_hand"], ZERO | {"b": -100.0}, ZERO | {"b": 220.0}]:
        fit.frame(**state)
        frame = ax.get_window_extent()
        for text, t, p in zip(ax.texts, Y[:, 0].tolist(), ax.lines[1].get_ydata(), strict=True):
            box, y = text.get_window_extent(), ax.transData.transform((t, p))[1]
            above = box.y0 > y
            assert above or box.y1 < y  # not on the mark
            share = (y - frame.y0) / frame.height
            assert above == (True if share < 0.1 else False if share > 0.9 else p >= t)
            assert frame.y0 - 2 <= box.y0
            assert box.y1 <= frame.y1 + 2
            assert min(abs(box.y0 - y), abs(box.y1 - y)) < 12 * 140 / 72
            assert (box.x0 + box.x1) / 2 == pytest.approx(ax.transData.transform((t, p))[0], abs=2)


def test_the_loss_of_the_reader_stands_on_a_scale_that_holds_it_at_both_ends():
    fit = picture("fit_by_hand")
    scale = fit.figure.axes[1]
    mark, number = scale.lines[-1], scale.texts[-1]
    seen = {}
    for name, state in {
        "start": ZERO,
        "best": dict(zip(ZERO, [-0.38757, 0.84776, 0.69818, -1.63761], strict=True)),
        "worst": {"w0": 300, "w1": 300, "w2": 300, "b": 0},
    }.items():
        fit.frame(**state)
        y = scale.transData.transform((0.18, mark.get_ydata()[0]))[1]
        box = number.get_window_extent()
        seen[name] = (box.y0 > y, scale.viewLim.contains(*mark.get_xydata()[0]))
        assert scale.get_window_extent().y0 < box.y0
        assert min(abs(box.y0 - y), abs(box.y1 - y)) == pytest.approx(12 * 140 / 72, abs=6)
    # Near the floor the number stands above its mark, where the picture has room.
    assert seen == {"start": (False, True), "best": (True, True), "worst": (False, True)}
    assert mark.get_ydata() == [scale.get_ylim()[1]]
    assert number.get_text().startswith("yours\n")


def test_the_words_of_a_known_loss_stand_over_its_line_at_the_right():
    scale = picture("fit_by_hand").figure.axes[1]
    for line, text in zip(scale.lines[:2], scale.texts[:2], strict=True):
        y = scale.transData.transform((0, line.get_ydata()[0]))[1]
        box = text.get_window_extent()
        assert 0 < box.y0 - y < 6 * 140 / 72
        frame = scale.get_window_extent()
        assert 0 < frame.x1 - box.x1 < 0.03 * frame.width


def test_a_loss_of_zero_has_a_place_at_the_floor_of_the_scale():
    x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
    ax, scale = fit_picture(x, y, 0, "target 1", ["row 1", "row 2"], "ton").figure.axes
    low, high = scale.get_ylim()
    assert low == pytest.approx(1e-10 * high)
    assert scale.lines[1].get_ydata() == [low, low]
    ax, scale = fit_picture(x, 0 * y, 0, "target 1", ["row 1", "row 2"], "ton").figure.axes
    assert ax.get_ylim() == (-1, 1)


def test_a_perfect_fit_says_so():
    x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
    perfect = fit_picture(x, y, 0, "target 1", ["row 1", "row 2"], "ton")
    words = perfect.move(w0=2, b=0)
    assert all(text.xyann[1] > 0 for text in perfect.figure.axes[0].texts)  # above the line
    assert words.startswith("The loss of target 1 is 0 ton².")
    assert words.endswith("least squares 0. Every prediction equals its target.")


# Follow the descent


@pytest.mark.parametrize("n_steps", [0, 1, 20, 400])
def test_the_descent_is_where_the_loop_is(n_steps):
    w, b = init_params(3, 2, seed=0)
    losses = notes_loop(X, Y, w, b, n_steps=n_steps)
    pred = predict(X, w, b).detach().numpy()
    descent = picture("descent")
    words = descent.move(step=n_steps)
    fit, curve, _ = descent.figure.axes
    for j in range(2):
        assert fit.lines[j].get_ydata() == pytest.approx(pred[:, j], rel=1e-3, abs=1e-2)
    (mark,) = [line for line in curve.lines if line.get_marker() == "D"]
    assert mark.get_xdata() == [n_steps]
    assert mark.get_ydata() == pytest.approx([losses[-1].item()], rel=1e-4)
    assert words.startswith(f"Step {n_steps} of 5,000")


def test_the_loss_curve_and_the_path_in_the_bowl_are_those_of_the_loop():
    losses = train(X, Y, *init_params(3, 2, seed=0), progress=False).losses
    _, curve, bowl = picture("descent").figure.axes
    assert curve.lines[0].get_ydata() == pytest.approx(losses.numpy(), rel=1e-4)
    assert (curve.get_xscale(), curve.get_yscale()) == ("symlog", "log")

    a = torch.cat([X, torch.ones(5, 1)], dim=1).double()
    third, second = torch.linalg.eigh(a.T @ a)[1][:, 1:3].T
    best = torch.linalg.lstsq(a, Y.double()).solution[:, 0]
    for step in (0, 400):
        w, b = init_params(3, 2, seed=0)
        notes_loop(X, Y, w, b, n_steps=step)
        theta = torch.cat([w[0], b[:1]]).detach().double()
        picture("descent").move(step=step)
        place = np.array(bowl.lines[-1].get_xydata()[0])
        expected = abs(torch.stack([third, second]) @ (theta - best))
        assert abs(place) == pytest.approx(expected.numpy(), rel=1e-2)


def test_the_bowl_has_ellipses_of_the_losses_that_the_other_bowls_have():
    bowl = picture("descent").figure.axes[2]
    (lines,) = [c for c in bowl.collections if not c.filled]
    assert lines.levels.tolist() == [50, 100, 200, 500, 1000, 2000]
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    third, second = np.linalg.eigvalsh(2 / 10 * a.T @ a)[1:3]
    y = Y.double().numpy()
    least = np.mean((a @ np.linalg.lstsq(a, y, rcond=None)[0] - y) ** 2)
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        x, y = path.vertices.T
        assert least + third * x**2 / 2 + second * y**2 / 2 == pytest.approx(level, rel=0.02)
    # An ellipse, which lies in the picture as a whole, and no pair of lines.
    x, y = lines.get_paths()[3].vertices.T
    assert np.ptp(x) / np.ptp(y) == pytest.approx((second / third) ** 0.5, rel=0.02)
    assert bowl.get_aspect() == 1


def test_data_with_only_one_curved_direction_has_no_bowl_and_says_so():
    ones = torch.ones(3, 1)
    one = descent_picture(ones, 2 * ones, 0.1, 0, 5, ["target 1"], ["a", "b", "c"], "ton")
    bowl = one.figure.axes[2]
    assert looks.texts(bowl) == {
        "ink 12": ["The loss curves in one direction only:\nthere is no bowl to look into."]
    }
    assert [bowl.get_xlabel(), bowl.get_ylabel()] == ["distance along the only direction", ""]
    assert [*bowl.get_xticks(), *bowl.get_yticks()] == []
    middle = bowl.texts[0].get_window_extent().get_points().mean(0)
    assert middle == pytest.approx(bowl.get_window_extent().get_points().mean(0), abs=3)


def test_the_legend_of_the_fit_stands_above_all_marks():
    shown = picture("descent")
    ax = shown.figure.axes[0]
    box = ax.get_legend().get_window_extent()
    assert 0 < box.x0 - ax.get_window_extent().x0 < 30
    assert 0 < ax.get_window_extent().y1 - box.y1 < 30
    for state in STATES["descent"]:
        shown.move(**state)
        for line in ax.lines[:2]:
            assert not any(box.contains(*p) for p in ax.transData.transform(line.get_xydata()))


def bowl_of(lr, n_steps, x=X, y=Y):
    """Return the bowl of a descent, and the function that moves its mark."""
    ax = new_figure(9, 5).add_subplot()
    w, b = (p.detach() for p in init_params(x.shape[1], y.shape[1], seed=0))
    moving, move = bowl_panel(ax, x, y, w, b, lr, steps_to_show(n_steps))
    return ax, moving, move


def test_the_path_in_the_bowl_is_named_at_its_start_at_a_twelfth_and_at_its_end():
    ax, (mark,), move = bowl_of(1e-5, 5000)
    path, dots, star = ax.lines[:3]
    words = [text.get_text() for text in ax.texts if text.get_text().startswith("step")]
    assert words == ["step 0", "step 400", "step 5,000"]
    assert len(path.get_xydata()) == len(steps_to_show(5000))
    assert star.get_xydata().tolist() == [[0, 0]]
    for k, step in enumerate((0, 400, 5000)):
        move(step)
        assert mark.get_xydata()[0] == pytest.approx(dots.get_xydata()[k])
    assert ax.get_legend() is None


def test_a_path_that_leaves_the_bowl_is_drawn_as_far_as_it_can_be_seen():
    x = torch.tensor([[1.0, 0.0], [0.0, 2.0], [1.0, 2.0], [0.0, 0.0]])
    y = torch.tensor([[1.0], [2.0], [4.0], [0.0]])
    w, b = (p.detach() for p in init_params(2, 1, seed=0))
    _, curvatures, start = two_directions(x, y, w, b)
    lr = 2.5 / curvatures[0]  # each step multiplies the distance along the steeper by -1.5
    ax, _, _ = bowl_of(lr, 40, x, y)
    path = ax.lines[0].get_xydata()
    steps = steps_to_show(40)
    whole = [start * (1 - lr * curvatures) ** step for step in steps]
    seen = [place[::-1] for place in whole if (abs(place) <= 3 * abs(start).max()).all()]
    assert 1 < len(seen) < len(steps)
    assert path == pytest.approx(np.array(seen))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_two_directions_are_the_neighbours_that_are_most_alike(dtype):
    x, y, w, b = random_problem(8, 3, 2, dtype=dtype)
    names, curvatures, start = two_directions(x, y, w, b)
    a = torch.cat([x, torch.ones(8, 1, dtype=dtype)], dim=1).double()
    values, vectors = torch.linalg.eigh(2 / y.numel() * a.T @ a)
    values, vectors = values.flip(0), vectors.flip(1)  # the steepest first
    k = int((values[:-1] / values[1:]).argmin())
    assert names == ["first (steepest)", "second", "third", "fourth (flattest)"][k : k + 2]
    assert curvatures == pytest.approx(values[k : k + 2].numpy())
    best = torch.linalg.lstsq(a, y.double()).solution[:, 0]
    chosen = vectors[:, k : k + 2]
    chosen = chosen * chosen.sum(0).sign()  # those that mostly point up
    theta = torch.cat([w[0], b[:1]]).double()
    assert start == pytest.approx(((theta - best) @ chosen).numpy(), rel=1e-5)


def test_a_direction_in_which_nothing_changes_is_no_direction_of_the_bowl():
    x = torch.tensor([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [5.0, 10.0]])  # the same column, twice
    y = torch.tensor([[1.0], [2.0], [2.0], [5.0]])
    names, curvatures, _ = two_directions(x, y, torch.zeros(1, 2), torch.zeros(1))
    assert names == ["first (steepest)", "second (flattest)"]
    a = np.column_stack([x, np.ones(4)])
    assert curvatures == pytest.approx(np.linalg.eigvalsh(a.T @ a / 2)[:0:-1], rel=1e-4)


# The words


@pytest.mark.parametrize(
    ("miss", "words"),
    [
        ([[1, -2], [0, 1]], "The largest miss: Kanto, oranges, 2 ton too low."),
        ([[1, 0], [3.14159, -3]], "The largest miss: Johto, apples, 3.14 ton too high."),
        ([[0, 0], [0, 0]], "Every prediction equals its target."),
    ],
)
def test_the_largest_miss_is_said_with_its_row_its_column_and_its_side(miss, words):
    target = np.array([[5.0, 6.0], [7.0, 8.0]])
    columns = ["apples (ton)", "oranges (ton)"]
    assert worst_miss(target + miss, target, ["Kanto", "Johto"], columns, "ton") == words


def test_a_row_or_a_column_without_a_name_is_left_out_of_the_words():
    words = worst_miss(np.array([[2.0]]), np.array([[1.0]]), [""], ["apples (ton)"], "ton")
    assert words == "The largest miss: apples, 1 ton too high."


@pytest.mark.parametrize(
    ("name", "parts"),
    [("apples (ton)", ("apples", "ton")), ("apples", ("apples", "")),
     ("yield (net) (ton)", ("yield", "net) (ton"))],
)  # fmt: skip
def test_a_name_is_split_from_its_unit(name, parts):
    assert split_unit(name) == parts


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, []),
        (1, ["1 mark lies outside the picture, drawn at its edge."]),
        (2, ["2 marks lie outside the picture, drawn at its edge."]),
    ],
)
def test_marks_outside_are_counted(count, words):
    assert outside(count) == words


@pytest.mark.parametrize(
    ("actual", "limits"), [([0, 100], (-12, 112)), ([50, 0, 100], (-12, 112)), ([7, 7], (6, 8))]
)
def test_the_limits_have_a_margin_on_both_sides(actual, limits):
    assert tuple(spread(np.array(actual))) == limits


@pytest.mark.parametrize(
    ("loss", "shown"), [(1e-17, 0), (1.01e-16, 1.01e-16), (0.5, 0.5), (0, 0), (INF, INF)]
)
def test_the_rounding_of_a_perfect_fit_is_no_loss(loss, shown):
    assert without_rounding(loss, np.array([-100.0, 10.0])) == shown


def test_numbers_in_words_have_three_digits():
    assert [short(value) for value in (33060.81, 0.57736, 1.2345e-5)] == [
        "33,100", "0.577", "1.23e-5"
    ]  # fmt: skip


# Choose the learning rate


WORDS = {"steps": np.array([0, 1, 10]), "factor": np.array([-1.25, 0.9]), "least": 0.5, "unit": "t"}


@pytest.mark.parametrize(
    ("lr", "last", "words"),
    [
        (0.1, 3.0, "The learning rate 0.1 converges. After 10 steps the loss is 3 t²; the least is "
         "0.5. Left of the distance along each direction, from the steepest: 931.3 %, 34.87 %. "
         "The largest rate that converges is 0.2."),
        (0.2, 3.0, "The learning rate 0.2 does not converge: each step multiplies the distance "
         "along the steepest direction by −1.25. The largest rate that converges is 0.2."),  # noqa: RUF001
        (0.3, INF, "The learning rate 0.3 does not converge: each step multiplies the distance "
         "along the steepest direction by −1.25. The loss grows until it is no finite number. "  # noqa: RUF001
         "The largest rate that converges is 0.2."),
    ],
    ids=["below the limit", "at the limit", "beyond it"],
)  # fmt: skip
def test_the_words_of_a_rate_say_whether_it_converges_and_what_is_left(lr, last, words):
    assert words_of(lr, limit=0.2, losses=np.array([9, 5, last]), **WORDS) == words


def curve(losses, least=1.0, highest=100.0):
    """Return the panel of a loss curve that shows these losses."""
    figure = new_figure(9, 5)
    ax = figure.add_subplot()
    _, move = curve_panel(ax, np.arange(len(losses)), least, highest, "ton")
    move(np.array(losses, dtype=float))
    return ax, *ax.lines[1:], ax.texts[-1]


def test_the_scale_of_the_curve_reaches_from_below_the_least_loss_to_far_above_the_highest():
    assert curve([1, 1])[0].get_ylim() == (0.25, 1e5)
    assert curve([1, 1], least=0)[0].get_ylim() == pytest.approx((1e-5, 1e5))
    assert curve([0, 0], least=0, highest=0)[0].get_ylim() == pytest.approx((1e-10, 1))


def test_a_curve_that_stays_inside_ends_in_a_dot_and_one_that_leaves_in_a_cross_at_the_edge():
    _, line, end, text = curve([100, 50, 20, 8])
    assert line.get_xydata().tolist() == [[0, 100], [1, 50], [2, 20], [3, 8]]
    assert (end.get_marker(), *end.get_xydata()[0]) == ("o", 3, 8)
    assert text.get_text() == "after 3 steps: 8 ton²"
    _, line, end, text = curve([100, 1e4, 1e8, INF])
    assert line.get_xydata().tolist() == [[0, 100], [1, 1e4], [2, 1e6]]
    assert (end.get_marker(), *end.get_xydata()[0]) == ("X", 2, 1e5)
    assert text.get_text() == "after 3 steps: no finite number"
    _, _, end, _ = curve([100, 1e5, 50])  # the edge itself is inside
    assert end.get_marker() == "o"
    _, line, end, _ = curve([100, 1e-9])  # below the picture, at its lower edge
    assert line.get_ydata().tolist() == [100, 0.025]
    assert end.get_ydata() == [0.25]


@pytest.mark.parametrize(("losses", "upper"), [([9, 1], True), ([9, 9], True), ([9, 99], False)])
def test_the_words_beside_the_curve_stand_where_the_curve_is_not(losses, upper):
    ax, _, _, text = curve(losses)
    box = text.get_window_extent()
    frame = ax.get_window_extent()
    assert (box.y0 > frame.y0 + frame.height / 2) == upper
    assert frame.x1 - 0.05 * frame.width < box.x1 < frame.x1
    assert box.y1 < frame.y1


def test_the_least_loss_is_a_line_with_its_number_on_it():
    ax, *_ = curve([100, 50], least=2)
    assert ax.lines[0].get_ydata() == [2, 2]
    text = ax.texts[0]
    assert text.get_text() == "least loss 2"
    y = ax.transData.transform((0, 2))[1]
    assert 0 < text.get_window_extent().y0 - y < 20
    frame = ax.get_window_extent()
    assert 0 < text.get_window_extent().x0 - frame.x0 < 0.05 * frame.width


def factors(values, n_steps=10):
    """Return the panel of factors that shows these, with eigenvalues 1, 2, ..."""
    ax = new_figure(9, 5).add_subplot()
    _, move = factor_panel(ax, len(values), n_steps)
    move(np.array(values), np.arange(1.0, len(values) + 1))
    return ax


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ["first"]),
        (2, ["first (steepest)", "second (flattest)"]),
        (3, ["first (steepest)", "second", "third (flattest)"]),
    ],
)
def test_the_directions_are_named_from_the_steepest_to_the_flattest(count, names):
    ax = factors([0.5] * count)
    assert [text.get_text() for text in ax.get_yticklabels()] == names
    assert ax.get_yticks().tolist() == list(range(count))
    assert ax.get_ylim() == (count - 0.5, -0.9)  # the steepest above


def test_each_factor_is_a_dot_in_its_row_and_its_note_says_what_is_left():
    ax = factors([1.0, 0.99, 0.5, -1.0, -1.01, 3.0])
    (dots,) = (line for line in ax.lines if line.get_marker() == "D")
    assert dots.get_ydata().tolist() == list(range(6))
    assert dots.get_xdata().tolist() == [1, 0.99, 0.5, -1, -1.01, 1.4]  # 3 is at the edge
    words = ["λ 1: 100 %", "λ 2: 90.44 %", "λ 3: 0.098 %", "λ 4: 100 %", "λ 5: it grows",
             "λ 6: it grows"]  # fmt: skip
    notes = ax.texts[1:]
    assert [text.get_text() for text in notes] == words
    for row, text in enumerate(notes):
        x, y = ax.transData.inverted().transform(text.get_window_extent().get_points().mean(0))
        assert x == pytest.approx(0, abs=0.05)
        assert row < y < row + 1  # below its dot
    assert [line.get_xdata() for line in ax.lines[:2]] == [[-1, -1], [1, 1]]


def test_shares_too_small_to_say_are_said_as_such():
    texts = [text.get_text() for text in factors([1e-9, 0.9999999]).texts[1:]]
    assert texts == ["λ 1: <0.001 %", "λ 2: >99.99 %"]


def test_inside_the_band_it_converges():
    ax = factors([0.5, 0.5])
    (band,) = ax.patches
    corners = band.get_path().transformed(band.get_patch_transform()).vertices
    assert (corners[:, 0].min(), corners[:, 0].max()) == (-1, 1)
    assert looks.color(band.get_facecolor()) == "pale grey"
    assert band.get_zorder() < 0.5  # that of the grid, which is seen through it
    text = ax.texts[0]
    assert text.get_text() == "inside, it converges"
    x, y = ax.transData.inverted().transform(text.get_window_extent().get_points().mean(0))
    assert x == pytest.approx(0, abs=0.05)
    assert -0.9 < y < -0.5


@pytest.mark.parametrize("on", [False, True])
@pytest.mark.parametrize(("share", "seed"), [(0.05, 0), (0.9, 7)])
def test_the_whole_loss_curve_is_that_of_the_loop(share, seed, on):
    x = (X - X.mean(0)) / X.std(0, correction=0) if on else X
    a = torch.cat([x, torch.ones(5, 1)], dim=1).double()
    curved = torch.linalg.eigvalsh(a.T @ a * 2 / Y.numel())
    lr = share * 2 / curved[-1].item()
    losses = notes_loop(x, Y, *init_params(3, 2, seed=seed), lr=lr, n_steps=200)
    rate = picture("learning_rate")
    words = rate.move(lr=lr, seed=seed, standardise=on)
    ax, factors = rate.figure.axes
    line = ax.lines[1]
    steps = line.get_xdata()[line.get_xdata() <= 200]
    assert line.get_ydata()[: len(steps)] == pytest.approx(losses[steps].numpy(), rel=2e-4)
    assert steps.tolist()[:12] == list(range(12))
    assert line.get_xdata()[-1] == 5000
    dots = factors.lines[-1]
    assert dots.get_xdata() == pytest.approx((1 - lr * curved.flip(0)).numpy(), abs=1e-5)
    assert words.endswith(f"The largest rate that converges is {2 / curved[-1].item():.4g}.")
    assert words.startswith("With standardised inputs, the" if on else "The learning rate")


def test_a_rate_beyond_the_limit_says_so_and_shows_where_the_curve_leaves_the_picture():
    rate = picture("learning_rate")
    words = rate.move(lr=1.2e-4, seed=0, standardise=False)
    assert words == (
        "The learning rate 1.2e-4 does not converge: each step multiplies the distance along the "
        "steepest direction by −1.15. The loss grows until it is no finite number. The largest "  # noqa: RUF001
        "rate that converges is 0.0001117."
    )
    ax, factors = rate.figure.axes
    assert ax.lines[2].get_marker() == "X"
    assert ax.lines[2].get_ydata() == [ax.get_ylim()[1]]
    assert factors.texts[1].get_text() == "λ 17,900: it grows"
    assert np.isfinite(ax.lines[1].get_ydata()).all()


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100 %"), (0.99996, "over 99.99 %"), (0.9999, "99.99 %"), (0.99959, "99.96 %"),
     (0.5, "50 %"), (0.12345, "12.35 %"), (0.1, "10 %"), (0.09999, "10 %"), (0.0937, "9.4 %"),
     (0.00937, "0.94 %"), (1e-5, "0.001 %"), (9.9e-6, "below 0.001 %"), (0, "below 0.001 %")],
)  # fmt: skip
def test_shares_have_few_digits(share, text):
    assert percent(share) == text


def test_a_constant_column_is_standardised_to_zeros():
    x = torch.tensor([[1.0, 7.0], [3.0, 7.0]])
    assert standardised(x).tolist() == [[-1, 0], [1, 0]]
    assert slider_range(standardised(x), 1) == (-5, 0)  # the limit is 1, or a little less
    rounding = torch.tensor([[1e6], [1e6 + 0.0625]])  # the same number, but for its last bit
    assert standardised(rounding).abs().max() < 0.1
    assert standardised(torch.tensor([[1e-3], [3e-3]])).flatten().tolist() == pytest.approx([-1, 1])


# Every picture


def drawn_from_scratch(shown, state):
    """Return the pixels of a picture's figure that is drawn as a whole, as any figure is."""
    shown.move(**state)
    for artist in shown._moving:
        artist.set_animated(False)
    with style():  # on which the number of ticks depends
        shown._canvas.draw()
    image = np.asarray(shown._canvas.buffer_rgba())[:, :, :3].copy()
    for artist in shown._moving:
        artist.set_animated(True)
    return image


@each
def test_a_frame_equals_the_whole_figure_drawn_in_that_state_whatever_was_shown_before(name):
    shown, states = picture(name), STATES[name]
    whole = [drawn_from_scratch(shown, state) for state in states]
    for order in ([0, 1, 2, 3], [3, 1, 0, 2]):
        for i in order:
            assert np.array_equal(pixels(shown.frame(**states[i])[0]), whole[i])
    assert not any(np.array_equal(image, whole[0]) for image in whole[1:])


SIZES = {"fit_by_hand": (9, 4.8), "descent": (9, 5.4), "learning_rate": (9, 4.8)}


@each
def test_texts_look_for_room_in_about_the_layout_that_comes_out_in_the_end(name):
    figure = picture(name).figure
    assert tuple(figure.get_size_inches()) == SIZES[name]
    before = new_figure(*SIZES[name])
    for ax in figure.axes:
        room = ax.get_subplotspec().get_position(before).get_points()
        assert room == pytest.approx(ax.get_position().get_points(), abs=0.07)


@each
def test_a_frame_does_not_depend_on_the_settings_of_the_moment(name):
    first, *_, last = STATES[name]
    here = picture(name).frame(**first)
    with plt.rc_context({"font.size": 30, "lines.linewidth": 9, "font.family": "monospace"}):
        picture(name).frame(**last)
        assert picture(name).frame(**first) == here


@every_state
def test_nothing_is_cut_off_and_texts_do_not_overlap(name, state):
    shown = picture(name)
    assert looks.edges_are_white(pixels(shown.frame(**state)[0]))
    for ax in shown.figure.axes:
        boxes = [Text.get_window_extent(text) for text in ax.texts if text.get_text()]
        for i, box in enumerate(boxes):
            assert box.count_overlaps(boxes[:i]) == 0, [t.get_text() for t in ax.texts]


def test_the_names_of_regions_side_by_side_do_not_touch():
    fit = picture("fit_by_hand", target=1)
    fit.frame(**ZERO)
    boxes = [Text.get_window_extent(text) for text in fit.figure.axes[0].texts]
    assert all(box.padded(1).count_overlaps(boxes[:i]) == 0 for i, box in enumerate(boxes))


@each
def test_each_panel_shows_what_the_table_says(name):
    shown = picture(name)
    shown.frame(**STATES[name][0])
    assert [looks.axes(ax) for ax in shown.figure.axes] == PANELS[name]
    for ax in shown.figure.axes:
        texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
        assert all(text.get_fontsize() >= 12 for text in texts)


@each
def test_the_png_holds_every_pixel_that_was_drawn(name):
    shown = picture(name)
    image = pixels(shown.frame(**STATES[name][1])[0])
    assert np.array_equal(image, np.asarray(shown._canvas.buffer_rgba())[:, :, :3])
    assert image.shape[1] == 1260


@pytest.mark.parametrize("step", [0, 1, 20])
def test_marks_that_a_descent_throws_out_of_the_picture_are_counted(step):
    shown = picture("descent", lr=1.2e-4)
    words = shown.move(step=step)
    fit = shown.figure.axes[0]
    heights = np.concatenate([line.get_ydata() for line in fit.lines[:2]])
    count = int(np.isin(heights, fit.get_ylim()).sum())
    assert (count > 0) == (step > 0)
    assert words.endswith(
        " ".join(["too low.", *outside(count)]) if step == 0 else outside(count)[0]
    )


@pytest.mark.parametrize("lr", [1.2e-4, 1e30])
@pytest.mark.parametrize("step", [1, 274, 5000])
def test_a_descent_that_diverges_ends_in_a_sentence(lr, step):
    words = picture("descent", lr=lr).move(step=step)
    picture("descent", lr=lr).draw()
    assert "nan" not in words
    assert "inf" not in words
    if step > 1:
        assert "no finite number" in words
        assert words.endswith("The largest rate that converges is 0.0001117. Take a smaller one.")


@pytest.mark.parametrize("lr", [1e-300, 1e-8, 1.1166e-4, 1.1167e-4, 1e-3, 1e30, 1e300])
@pytest.mark.parametrize("on", [False, True])
def test_any_learning_rate_gives_a_picture_and_a_sentence(lr, on):
    rate = picture("learning_rate")
    words = rate.move(lr=lr, seed=9, standardise=on)
    rate.draw()
    assert "converge" in words
    assert "nan" not in words
    assert "inf" not in words


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (X * 1e25, Y),
        (torch.ones(1, 1).double(), torch.zeros(1, 1).double()),  # nothing to learn
    ],
    ids=["beyond float32", "zeros"],
)
def test_any_data_gives_three_pictures_and_sentences(x, y, notebook):
    for name in EXPLORERS:
        getattr(explore, name)(x, y)
    assert len(notebook) == 3
    assert not any(re.search(r"\b(nan|inf)\b", bundle["text/plain"]) for bundle in notebook)


# Refusals


NO_TENSOR = "it is not a tensor yet. Try torch.tensor(x) or torch.from_numpy(x)."
REFUSALS = [
    *(
        (
            partial(getattr(explore, name), DATA.inputs, Y),
            TypeError,
            f"{name}: x must be a floating-point tensor of shape (n, d); got a numpy.ndarray of "
            f"shape (5, 3). Usual cause: {NO_TENSOR}",
        )
        for name in EXPLORERS
    ),
    (
        lambda: explore.fit_by_hand(X, Y, target=2),
        ValueError,
        "fit_by_hand: target must be a column of y, from 0 to 1; got 2. "
        "Usual cause: columns are counted from 0.",
    ),
    (
        lambda: explore.fit_by_hand(X, Y, target="apples"),
        TypeError,
        "fit_by_hand: target must be a whole number of at least 0; got 'apples'. "
        "Usual cause: a division or a quoted number. Try int(...).",
    ),
    (
        lambda: explore.fit_by_hand(X, Y, input_names=DATA.target_names),
        ValueError,
        "fit_by_hand: input_names must be 3 names; got 2. Usual cause: names of the columns in "
        "place of names of the rows, or the other way round.",
    ),
    *(
        (
            partial(getattr(explore, name), X, Y, **{names: ["a"]}),
            ValueError,
            f"{name}: {names} must be {count} names; got 1. Usual cause: names of the columns in "
            "place of names of the rows, or the other way round.",
        )
        for name in ("fit_by_hand", "descent")
        for names, count in {"target_names": 2, "region_names": 5}.items()
    ),
    (
        lambda: explore.descent(X, Y, region_names="Kanto"),
        TypeError,
        "descent: region_names must be 5 names; got 'Kanto'. "
        "Usual cause: one text in place of a list of texts.",
    ),
    (
        lambda: explore.descent(X, Y, lr=0),
        ValueError,
        "descent: lr must be a finite number above 0; got 0. "
        "Usual cause: a sign, or 1e-5 typed as 1e5 or 0.",
    ),
    (
        lambda: explore.descent(X, Y, n_steps=0),
        ValueError,
        "descent: n_steps must be a whole number of at least 1; got 0. "
        "Usual cause: a sign, or a count that came out too small.",
    ),
    (
        lambda: explore.learning_rate(X, Y, seed=10),
        ValueError,
        "learning_rate: seed must be at most 9; got 10. "
        "Usual cause: a larger seed, which the slider does not reach.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSALS, ids=[r[2][:50] for r in REFUSALS])
def test_a_refusal_says_what_was_wrong_before_anything_is_displayed(call, kind, words, notebook):
    with pytest.raises(kind, match=f"^{re.escape(words)}$"):
        call()
    assert notebook == []
