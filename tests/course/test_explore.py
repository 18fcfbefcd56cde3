"""The live figures: what they compute, what they show and say, and what moving a control does."""

import base64
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
from linreg_helpers.course.explore._descent import descent_picture, steps_to_show
from linreg_helpers.course.explore._fit import fit_picture, reach_of
from linreg_helpers.course.explore._rate import slider_range, standardised
from linreg_helpers.course.explore._rate_panels import percent
from linreg_helpers.course.explore._shell import INSTALL, LIKE_TEXT, VIEW, show
from tests.oracles import X, Y, notes_loop

DATA = load_fruit_yields()
NAMES = {"target_names": DATA.target_names, "region_names": DATA.region_names}
FIT = partial(explore.fit_by_hand, X, Y, input_names=DATA.input_names, **NAMES)
EXPLORERS = {
    "fit_by_hand": FIT,
    "descent": partial(explore.descent, X, Y, **NAMES),
    "learning_rate": partial(explore.learning_rate, X, Y),
}
each = pytest.mark.parametrize("name", EXPLORERS)

MODULES = {"fit_by_hand": "_fit", "descent": "_descent", "learning_rate": "_rate"}
STATUS = f'<p {LIKE_TEXT} role="status" aria-live="polite">'

START_WORDS = {
    "fit_by_hand": "All parameters are 0. The loss of apples is 6,990 ton². Random parameters "
    "(seed 0) have 14,000, least squares 0.962. The largest miss: Hoenn, apples, 119 ton too low.",
    "descent": "Step 0 of 5,000, at the learning rate 1e-5: the loss is 33,100 ton². The largest "
    "miss: Hoenn, oranges, 309 ton too low.",
    "learning_rate": "The learning rate 1e-5 converges. After 5,000 steps the loss is 0.577 ton²; "
    "the least is 0.483. Left of the distance along each direction, from the flattest: 99.96 %, "
    "0.94 %, below 0.001 %, below 0.001 %. The largest rate that converges is 0.0001117.",
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
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    show(picture(name), STATES[name][0], make_controls=None)
    (bundle,) = notebook
    assert set(bundle) == {"image/png", "text/plain"}
    assert bundle["text/plain"] == f"{START_WORDS[name]} {INSTALL}"
    assert bundle["image/png"] == opened(name).bundle["image/png"]
    assert INSTALL == "To move the sliders, install ipywidgets: pip install ipywidgets."


def test_outside_a_notebook_the_words_are_printed(capsys):
    explore.learning_rate(X, Y)
    assert capsys.readouterr().out == START_WORDS["learning_rate"] + "\n"


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


LABELS = {
    "fit_by_hand": [
        "weight of temperature (ton per °F)",
        "weight of rainfall (ton per mm)",
        "weight of humidity (ton per %)",
        "bias (ton)",
    ],
    "descent": ["step (number of steps taken, 0 to 5,000)"],
    "learning_rate": [
        "learning rate (per step)",
        "seed of the random start (0 to 9)",
        "standardise the inputs (mean 0, standard deviation 1)",
    ],
}


@each
def test_every_control_has_its_full_label_with_a_unit_and_answers_while_it_is_dragged(name):
    controls = opened(name).controls
    assert list(controls) == LABELS[name]
    for label, control in controls.items():
        assert re.search(r"\(.+\)$", label)
        assert getattr(control, "continuous_update", True)
        if not isinstance(control, ipywidgets.Checkbox):  # its label is as wide as it needs
            width = "20em" if name == "fit_by_hand" else "initial"
            assert control.style.description_width == width
        assert control.tabbable is not False
        assert not control.disabled


@each
def test_the_page_never_jumps(name):
    live = opened(name)
    width, height = pixels(live.image.value).shape[1::-1]
    assert live.image.layout.width == "840px"
    assert live.image.layout.height == f"{840 * height // width}px"
    assert live.text.layout.min_height == "100px"


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
    slider.index = play.max  # what the link does in the browser
    assert live.words().startswith("Step 5,000 of 5,000")
    slider.index = 0


def test_the_steps_are_round_numbers_on_a_logarithmic_grid():
    steps = steps_to_show(5000)
    assert steps[:9] == [0, 1, 2, 3, 4, 5, 6, 8, 10]
    assert steps[-4:] == [2500, 3000, 4000, 5000]
    assert {20, 400, 1000} <= set(steps)
    assert steps_to_show(1) == [0, 1]
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
    assert [reach_of(size) for size in (0, 0.5, 0.6, 1, 2.4, 4, 70)] == [1, 1, 2, 2, 5, 10, 200]


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


def test_a_perfect_fit_says_so():
    x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
    perfect = fit_picture(x, y, 0, "target 1", ["row 1", "row 2"], "ton")
    words = perfect.move(w0=2, b=0)
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
    directions = torch.linalg.eigh(a.T @ a)[1][:, :2]
    best = torch.linalg.lstsq(a, Y.double()).solution[:, 0]
    for step in (0, 400):
        w, b = init_params(3, 2, seed=0)
        notes_loop(X, Y, w, b, n_steps=step)
        theta = torch.cat([w[0], b[:1]]).detach().double()
        picture("descent").move(step=step)
        place = np.array(bowl.lines[-1].get_xydata()[0])
        assert abs(place) == pytest.approx(((theta - best) @ directions).abs().numpy(), rel=1e-2)


def test_data_with_only_one_curved_direction_has_no_bowl_and_says_so():
    ones = torch.ones(3, 1)
    one = descent_picture(ones, 2 * ones, 0.1, 0, 5, ["target 1"], ["a", "b", "c"], "ton")
    assert "there is no bowl" in one.figure.axes[2].texts[0].get_text()


# Choose the learning rate


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
    assert dots.get_xdata() == pytest.approx((1 - lr * curved).numpy(), abs=1e-5)
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
    assert factors.texts[-1].get_text() == "λ 17,900: it grows"
    assert np.isfinite(ax.lines[1].get_ydata()).all()


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100 %"), (0.99996, "over 99.99 %"), (0.99959, "99.96 %"), (0.5, "50 %"),
     (0.00937, "0.94 %"), (2e-6, "below 0.001 %"), (0, "below 0.001 %")],
)  # fmt: skip
def test_shares_have_few_digits(share, text):
    assert percent(share) == text


def test_a_constant_column_is_standardised_to_zeros():
    x = torch.tensor([[1.0, 7.0], [3.0, 7.0]])
    assert standardised(x).tolist() == [[-1, 0], [1, 0]]
    assert slider_range(standardised(x), 1) == (-5, 0)  # the limit is 1, or a little less


# Every picture


@every_state
def test_a_frame_depends_on_its_state_alone(name, state):
    here = picture(name).frame(**state)
    with plt.rc_context({"font.size": 30, "lines.linewidth": 9, "font.family": "monospace"}):
        picture(name).frame(**STATES[name][-1])
        assert picture(name).frame(**state) == here


@every_state
def test_nothing_is_cut_off_and_texts_do_not_overlap(name, state):
    shown = picture(name)
    image = pixels(shown.frame(**state)[0])
    for edge in (image[0], image[-1], image[:, 0], image[:, -1]):
        assert (edge == 255).all()
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
def test_axes_have_titles_labels_and_large_texts(name):
    for ax in picture(name).figure.axes:
        assert ax.get_title()
        assert ax.get_ylabel()
        assert ax.get_xlabel() or not ax.get_xticks().size
        texts = [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
        assert all(text.get_fontsize() >= 12 for text in texts)
        assert all(line.get_linewidth() >= 2 for line in ax.lines)
    labels = [f"{ax.get_xlabel()} {ax.get_ylabel()}" for ax in picture(name).figure.axes]
    assert sum("(ton" in label for label in labels) >= 1


@each
def test_the_png_holds_every_pixel_that_was_drawn(name):
    shown = picture(name)
    image = pixels(shown.frame(**STATES[name][1])[0])
    assert np.array_equal(image, np.asarray(shown._canvas.buffer_rgba())[:, :, :3])
    assert image.shape[1] == 1260


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
    for name in explore.__all__:
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
        for name in explore.__all__
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
