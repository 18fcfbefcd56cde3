"""The live figures: what they compute, what they say, what their still pictures show.

What a script makes of the same numbers in a browser is compared in tests/browser.
"""

import base64
import html
import io
import json
import re
import sys
import warnings
from functools import cache, partial
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from linreg_helpers import (
    DescentPath,
    curvature,
    init_params,
    least_squares,
    load_fruit_yields,
    max_learning_rate,
    mse,
    predict,
)
from linreg_helpers.course import explore
from linreg_helpers.course.explore import _live
from linreg_helpers.course.explore._bowl import two_directions
from linreg_helpers.course.explore._descent import (
    descent_data,
    descent_figure,
    descent_words,
    predictions_at,
)
from linreg_helpers.course.explore._directions import losses_at, steps_to_draw
from linreg_helpers.course.explore._fit import fit_at, fit_data, fit_words, reach_of
from linreg_helpers.course.explore._fit_panels import fit_figure
from linreg_helpers.course.explore._picture import new_figure
from linreg_helpers.course.explore._rate import (
    rate_at,
    rate_data,
    rate_words,
    slider_range,
    standardised,
)
from linreg_helpers.course.explore._rate_panels import curve_panel, factor_panel
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
EXPLORERS = {
    "fit_by_hand": partial(explore.fit_by_hand, X, Y, input_names=DATA.input_names, **NAMES),
    "descent": partial(explore.descent, X, Y, **NAMES),
    "learning_rate": partial(explore.learning_rate, X, Y),
}
SCRIPTS = {"fit_by_hand": "fit", "descent": "descent", "learning_rate": "rate"}
FIGURES = {"fit_by_hand": "_fit", "descent": "_descent", "learning_rate": "_rate"}
INF = float("inf")
each = pytest.mark.parametrize("name", EXPLORERS)

START_WORDS = {
    "fit_by_hand": "All parameters are 0. The loss of apples is 6,990 ton². Random parameters "
    "(seed 0) have 14,000, least squares 0.962. The largest miss: Hoenn, apples, 119 ton too low.",
    "descent": "Step 0 of 5,000, at the learning rate 1e-5: the loss is 33,100 ton². The largest "
    "miss: Hoenn, oranges, 309 ton too low.",
    "learning_rate": "The learning rate 1e-5 converges. After 5,000 steps the loss is 0.577 ton²; "
    "the least is 0.483. Left of the distance along each direction, from the steepest: below "
    "0.001 %, below 0.001 %, 0.94 %, 99.96 %. The largest rate that converges is 0.0001117.",
}
ZERO = [0.0, 0.0, 0.0, 0.0]
BEST = [-0.38757, 0.84776, 0.69818, -1.63761]


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def notebook(monkeypatch):
    """Pretend to be in a notebook; return the list of what is displayed there."""
    shown = []
    plt.draw_if_interactive()  # wakes up the backend, which would ask the shell for more
    monkeypatch.setattr("IPython.get_ipython", lambda: "a shell")
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    return shown


@cache
def opened(name, **options):
    """Call an explorer once; return its output, the data in it, and the still figure.

    With other options than the course's the figure is made, but not drawn: that takes its time.
    """
    shown, figures = [], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_live, "_display", shown.append)
        module = f"linreg_helpers.course.explore.{FIGURES[name]}"
        png_of = sys.modules[module].png_of
        draw = (lambda _: b"") if options else png_of
        patch.setattr(f"{module}.png_of", lambda figure: figures.append(figure) or draw(figure))
        assert EXPLORERS[name](**options) is None
    (bundle,), (figure,) = shown, figures
    data = re.search(r'<script type="application/json">(.*)</script>', bundle["text/html"])[1]
    return SimpleNamespace(bundle=bundle, data=json.loads(data), figure=figure)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


# The output of the cell


@each
def test_one_call_displays_one_bundle_of_picture_words_and_html(name):
    bundle = opened(name).bundle
    assert set(bundle) == {"image/png", "text/plain", "text/html"}
    assert bundle["text/plain"] == START_WORDS[name]
    png = base64.b64decode(bundle["image/png"])
    assert pixels(png).shape[1] == 1260
    assert len(png) < 50_000
    page = bundle["text/html"]
    words = html.escape(START_WORDS[name])
    assert f'<img alt="{words}" src="data:image/png;base64,{bundle["image/png"]}"' in page
    assert f"<p>{words}</p></div>" in page
    assert page.count(f'data-explorer="{SCRIPTS[name]}"') == 1
    assert f'mount("{SCRIPTS[name]}", ' in page
    assert len(page) < 120_000
    assert not re.search(r"(src|href)=\"?http|@import|url\((?!#)", page.replace("url(#${", ""))


@pytest.mark.parametrize("missing", ["shell", "IPython"])
def test_outside_a_notebook_the_words_are_printed(missing, capsys, monkeypatch):
    if missing == "IPython":
        monkeypatch.setitem(sys.modules, "IPython", None)
    _live.show("rate", {}, b"", "The words.")
    assert capsys.readouterr().out == "The words.\n"


def test_in_a_notebook_they_are_displayed_and_pyplot_and_its_settings_are_left_alone(
    notebook, capsys
):
    with mpl.rc_context():
        mpl.rcdefaults()
        before = mpl.rcParams.copy()
        explore.learning_rate(X, Y)
        assert dict(mpl.rcParams) == dict(before)
    assert [bundle["text/plain"] for bundle in notebook] == [START_WORDS["learning_rate"]]
    assert plt.get_fignums() == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", explore.__all__)
def test_every_public_name_is_documented(name):
    text = getattr(explore, name).__doc__
    assert all(f"{part}:\n" in text for part in ("Args", "Returns", "Raises", "Example"))


def test_without_names_rows_inputs_and_targets_are_numbered():
    words = opened("descent", target_names=None, region_names=None).bundle["text/plain"]
    assert words.endswith("The largest miss: row 3, target 2, 309 ton too low.")
    fit = opened("fit_by_hand", target=1, target_names=None, region_names=None, input_names=None)
    words = fit.bundle["text/plain"]
    assert "The loss of target 2 is 9,660 ton²." in words
    assert words.endswith("The largest miss: row 3, target 2, 133 ton too low.")
    assert fit.data["labels"] == [
        *(f"weight of input {k} (ton per unit)" for k in (1, 2, 3)), "bias (ton)"
    ]  # fmt: skip


@each
def test_the_unit_of_the_caller_stands_everywhere_in_place_of_tons(name):
    live = opened(name, unit="kg")
    axes = live.figure.axes
    labels = [word for ax in axes for word in (ax.get_xlabel(), ax.get_ylabel(), ax.get_title())]
    texts = [text.get_text() for ax in axes for text in ax.texts]
    seen = " ".join([live.bundle["text/plain"], json.dumps(live.data), *labels, *texts])
    assert "kg²" in seen
    # The names of the targets bring their own.
    assert not re.search(r"\bton\b", seen.replace("apples (ton)", "").replace("oranges (ton)", ""))


def test_signs_that_html_would_take_for_its_own_are_shown_as_they_are():
    names = ("<b>Kanto</b>", "R&D", "x < y", "</script>", "Unova's")
    live = opened("descent", region_names=names, target_names=("<i>apples</i>", "&amp;"))
    words = "The largest miss: x < y, &amp;, 309 ton too low."
    assert live.bundle["text/plain"].endswith(words)
    page = live.bundle["text/html"]
    assert "x &lt; y, &amp;amp;, 309 ton too low.</p>" in page
    assert page.count("</script>") == 2
    assert live.data["names"] == list(names)


# The directions


def world_of(x, y, seed=0):
    """Return the data of a descent."""
    names = [f"target {j}" for j in range(y.shape[1])], [f"row {i}" for i in range(len(x))]
    return descent_data(x, y, 1e-5, seed, 5000, *names, "ton")


PROBLEMS = {
    "fruit": (X, Y),
    "fewer rows than parameters": (X[:2], Y[:2]),
    "a column twice": (X[:, [0, 1, 0]], Y),
    "one row": (X[:1], Y[:1]),
}


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("share", [0.01, 0.9, 1.02])
def test_losses_and_predictions_are_those_of_the_path_in_closed_form(name, share):
    x, y = (part.double() for part in PROBLEMS[name])
    lr = share * max_learning_rate(x, y.shape[1])
    data = world_of(x, y) | {"lr": lr}
    path = DescentPath(x, y, *(p.detach().double() for p in init_params(3, 2, seed=0)), lr)
    steps = [0, 1, 2, 77, 5000]
    assert losses_at(data, lr, steps) == pytest.approx(path.losses(steps).numpy(), rel=1e-6)
    for step in steps:
        expected = predict(x, *path.params(step)).numpy()
        assert predictions_at(data, step) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_loss_is_infinite_where_that_of_the_loop_is():
    losses = notes_loop(X, Y, *init_params(3, 2, seed=0), lr=1.2e-4, n_steps=280)
    found = losses_at(world_of(X, Y), 1.2e-4, range(281))
    assert np.isfinite(found).tolist() == torch.isfinite(losses).tolist()
    assert int(np.isinf(found).argmax()) == 274
    assert np.isfinite(losses_at(world_of(X.double(), Y.double()), 1.2e-4, 1000))


def test_directions_in_which_nothing_changes_have_no_curvature():
    curvatures = world_of(X[:2], Y[:2])["curvatures"]
    assert curvatures == pytest.approx(curvature(X[:2].double(), 2).flip(0).tolist())
    assert curvatures[2:] == [0, 0]


def test_the_steps_of_a_curve_are_even_on_a_logarithmic_scale():
    steps = steps_to_draw(5000)
    assert steps[:12].tolist() == list(range(12))
    assert steps[-1] == 5000
    assert 200 < len(steps) <= 301
    assert steps_to_draw(1).tolist() == [0, 1]


def test_the_steps_of_the_slider_are_round_numbers_on_a_logarithmic_grid():
    steps = steps_to_show(5000)
    assert steps[:9] == [0, 1, 2, 3, 4, 5, 6, 8, 10]
    assert steps[9:20] == [12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120]
    assert steps[-4:] == [2500, 3000, 4000, 5000]
    assert steps_to_show(1) == [0, 1]
    assert steps_to_show(4999)[-2:] == [4000, 4999]
    assert steps_to_show(7) == [0, 1, 2, 3, 4, 5, 6, 7]


# Fit by hand


def fit_of(x=X, y=Y, target=0, names=DATA.region_names):
    inputs = [f"input {k}" for k in range(x.shape[1])]
    return fit_data(x, y, target, inputs, DATA.target_names[target], list(names), "ton")


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("params", [ZERO, BEST, [3, -1, 2, 100]])
def test_fit_by_hand_has_the_predictions_and_the_loss_of_these_parameters(target, params):
    data = fit_of(target=target)
    pred, loss = fit_at(data, params)
    expected = X.double() @ torch.tensor(params[:-1]).double() + params[-1]
    assert pred == pytest.approx(expected.numpy())
    assert loss == pytest.approx(mse(expected[:, None], Y[:, target : target + 1].double()).item())
    word = ("apples", "oranges")[target]
    assert f"The loss of {word} is {short(loss)} ton²." in fit_words(data, params)
    assert fit_words(data, params).startswith("All parameters are 0.") == (params == ZERO)


@pytest.mark.parametrize("target", [0, 1])
def test_beside_it_stand_what_random_parameters_and_least_squares_reach(target):
    y = Y[:, target].double().numpy()
    w, b = init_params(3, 2, seed=0)
    random = np.mean((predict(X, w, b)[:, target].detach().numpy() - y) ** 2)
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    least = np.linalg.lstsq(a, y, rcond=None)[1].item() / 5
    known = fit_of(target=target)["known"]
    assert list(known) == ["random (seed 0)", "least squares"]
    assert list(known.values()) == pytest.approx([random, least], rel=1e-5)


def test_the_sliders_reach_the_best_fit_and_past_the_random_parameters():
    for target in range(2):
        assert fit_of(target=target)["reach"] == [3, 3, 3, 200]
    sizes = {0: 1, 0.5: 1, 0.6: 2, 1: 2, 1.2: 3, 1.5: 3, 1.6: 5, 2.4: 5, 4: 10, 5: 10, 70: 200}
    assert [reach_of(size) for size in sizes] == list(sizes.values())
    assert reach_of(1, least=4) == 10
    assert reach_of(0.015) == pytest.approx(0.03)


def test_each_slider_has_the_unit_of_its_input():
    names = ("a", "b (mm)", "c")
    assert opened("fit_by_hand", input_names=names, unit="kg").data["labels"] == [
        "weight of a (kg per unit)", "weight of b (kg per mm)", "weight of c (kg per unit)",
        "bias (kg)",
    ]  # fmt: skip


def test_marks_outside_the_picture_are_counted_in_words_and_drawn_at_its_edge():
    data = fit_of()
    words = fit_words(data, [3, -3, 0, 0])
    assert words.endswith("1 mark lies outside the picture, drawn at its edge.")
    words = fit_words(data, [3, 3, 3, 200])
    assert words.endswith("5 marks lie outside the picture, drawn at its edge.")
    ax, _ = fit_figure(data, *fit_at(data, [3, -3, 0, 0])).axes
    heights = ax.lines[1].get_ydata()
    low, high = data["limits"]
    assert (ax.get_ylim(), (heights == low).sum() + (heights == high).sum()) == ((low, high), 1)


def test_the_marks_stand_at_their_predictions_with_their_residuals():
    data = fit_of()
    pred, loss = fit_at(data, [0, 0.9, 0, 5])
    ax, scale = fit_figure(data, pred, loss).axes
    actual = Y[:, 0].double().numpy()
    assert ax.lines[1].get_xydata() == pytest.approx(np.column_stack([actual, pred]))
    for (start, end), p, t in zip(ax.collections[0].get_segments(), pred, actual, strict=True):
        assert start == pytest.approx([t, t])
        assert end == pytest.approx([t, p])
    assert scale.lines[-1].get_ydata() == pytest.approx([loss])
    heights = [line.get_ydata()[0] for line in scale.lines[:2]]
    assert heights == pytest.approx(list(data["known"].values()))
    assert scale.get_yscale() == "log"


@pytest.mark.parametrize(("target", "marker"), [(0, "o"), (1, "^")])
def test_a_target_has_the_colour_and_the_marker_that_it_has_everywhere(target, marker):
    fit = opened("fit_by_hand", target=target).figure.axes[0].lines[1]
    other = opened("descent").figure.axes[0].lines[target]
    for line in (fit, other):
        assert line.get_marker() == marker
        assert to_rgb(line.get_color()) == to_rgb(["#0072B2", "#D55E00"][target])


@pytest.mark.parametrize(("name", "params", "above"), [
    ("start", ZERO, False), ("best", BEST, True), ("worst", [300, 300, 300, 0], False)
])  # fmt: skip
def test_the_loss_of_the_reader_stands_on_a_scale_that_holds_it_at_both_ends(name, params, above):
    data = fit_of()
    scale = fit_figure(data, *fit_at(data, params)).axes[1]
    looks.pixels(scale.figure)
    mark, number = scale.lines[-1], scale.texts[-1]
    height = scale.transData.transform((0.18, mark.get_ydata()[0]))[1]
    box, frame = number.get_window_extent(), scale.get_window_extent()
    assert (box.y0 > height) == above  # near the floor there is room above the mark only
    assert frame.y0 < box.y0
    assert scale.viewLim.contains(*mark.get_xydata()[0])
    assert (mark.get_ydata()[0] == scale.get_ylim()[1]) == (name == "worst")
    assert number.get_text().startswith("yours\n")


def test_a_perfect_fit_has_a_place_at_the_floor_of_the_scale_and_says_so():
    x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
    data = fit_of(x, y, names=["row 1", "row 2"])
    low, high = data["losses"]
    assert low == pytest.approx(1e-10 * high)
    words = fit_words(data, [2, 0])
    assert words.startswith("The loss of apples is 0 ton².")
    assert words.endswith("least squares 0. Every prediction equals its target.")
    assert fit_of(x, 0 * y, names=["row 1", "row 2"])["limits"] == [-1, 1]


def test_many_rows_have_no_names():
    x, y, *_ = random_problem(13, 1, 1)
    data = fit_of(x, y, names=["a"] * 13)
    assert fit_figure(data, *fit_at(data, [0, 0])).axes[0].texts[:] == []


# Follow the descent


@pytest.mark.parametrize("n_steps", [0, 1, 20, 400])
def test_the_descent_is_where_the_loop_is(n_steps):
    w, b = init_params(3, 2, seed=0)
    losses = notes_loop(X, Y, w, b, n_steps=n_steps)
    pred = predict(X, w, b).detach().numpy()
    data = world_of(X, Y)
    assert predictions_at(data, n_steps) == pytest.approx(pred, rel=1e-3, abs=1e-2)
    assert losses_at(data, 1e-5, n_steps) == pytest.approx(losses[-1].item(), rel=1e-4)
    assert descent_words(data, n_steps).startswith(
        f"Step {n_steps} of 5,000, at the learning rate 1e-5: the loss is {short(losses[-1])} ton²."
    )


def test_marks_that_a_descent_throws_out_of_the_picture_are_counted():
    data = world_of(X, Y) | {"lr": 1.2e-4}
    low, high = data["limits"]
    for step in (1, 20):
        pred = predictions_at(data, step)
        count = int(((pred < low) | (pred > high)).sum())
        assert count > 0
        assert descent_words(data, step).endswith(outside(count)[0])


@pytest.mark.parametrize("lr", [1.2e-4, 1e30])
@pytest.mark.parametrize("step", [1, 274, 5000])
def test_a_descent_that_diverges_ends_in_a_sentence(lr, step):
    names = list(DATA.target_names), list(DATA.region_names)
    words = descent_words(descent_data(X, Y, lr, 0, 5000, *names, "ton"), step)
    assert not re.search(r"\b(nan|inf)\b", words)
    if step > 1:
        assert "no finite number" in words
        assert words.endswith("The largest rate that converges is 0.0001117. Take a smaller one.")


def test_the_still_picture_shows_the_whole_curve_and_the_start():
    data = opened("descent").data
    fit, curve, bowl = opened("descent").figure.axes
    losses = notes_loop(X, Y, *init_params(3, 2, seed=0), n_steps=500)
    assert curve.lines[0].get_ydata()[:501] == pytest.approx(losses.numpy(), rel=1e-4)
    assert len(curve.lines[0].get_ydata()) == 5001
    assert curve.lines[-1].get_xydata()[0] == pytest.approx([0, losses[0].item()], rel=1e-5)
    for j in range(2):
        assert fit.lines[j].get_ydata() == pytest.approx([row[j] for row in data["start"]])
    assert bowl.lines[-1].get_xydata()[0] == pytest.approx(data["bowl"]["start"][::-1])


def bowl_of(x, y, lr=1e-5, n_steps=5000):
    """Return the panel of the bowl of a descent."""
    names = ["apples"] * y.shape[1], ["a"] * len(x)
    return descent_figure(descent_data(x, y, lr, 0, n_steps, *names, "ton")).axes[2]


def test_the_bowl_has_ellipses_of_the_losses_that_the_other_bowls_have():
    bowl = opened("descent").figure.axes[2]
    (lines,) = [c for c in bowl.collections if not c.filled]
    assert lines.levels.tolist() == [50, 100, 200, 500, 1000, 2000]
    assert lines.levels.tolist() == opened("descent").data["bowl"]["levels"]
    a = np.column_stack([X.double().numpy(), np.ones(5)])
    third, second = np.linalg.eigvalsh(2 / 10 * a.T @ a)[1:3]
    least = mse(predict(X, *least_squares(X, Y)), Y).item()
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        x, y = path.vertices.T
        assert least + third * x**2 / 2 + second * y**2 / 2 == pytest.approx(level, rel=0.02)
    assert bowl.get_aspect() == 1


def test_the_path_in_the_bowl_is_named_at_its_start_at_a_twelfth_and_at_its_end():
    bowl = opened("descent").figure.axes[2]
    path, _, star = bowl.lines[:3]
    words = [text.get_text() for text in bowl.texts if text.get_text().startswith("step")]
    assert words == ["step 0", "step 400", "step 5,000"]
    assert len(path.get_xydata()) == len(steps_to_show(5000))
    assert star.get_xydata().tolist() == [[0, 0]]
    assert bowl.get_legend() is None


def test_a_path_that_leaves_the_bowl_is_drawn_as_far_as_it_can_be_seen():
    x = torch.tensor([[1.0, 0.0], [0.0, 2.0], [1.0, 2.0], [0.0, 0.0]])
    y = torch.tensor([[1.0], [2.0], [4.0], [0.0]])
    found = two_directions(x, y, *(p.detach().double() for p in init_params(2, 1, seed=0)))
    curvatures, start = np.array(found["curvatures"]), np.array(found["start"])
    lr = 2.5 / curvatures[0]  # each step multiplies the distance along the steeper by -1.5
    path = bowl_of(x, y, lr, 40).lines[0].get_xydata()
    whole = [start * (1 - lr * curvatures) ** step for step in steps_to_show(40)]
    seen = [place[::-1] for place in whole if (abs(place) <= 3 * abs(start).max()).all()]
    assert 1 < len(seen) < len(whole)
    assert path == pytest.approx(np.array(seen))


def test_data_with_only_one_curved_direction_has_no_bowl_and_says_so():
    ones = torch.ones(3, 1)
    bowl = bowl_of(ones, 2 * ones, 0.1, 5)
    assert looks.texts(bowl) == {
        "ink 12": ["The loss curves in one direction only:\nthere is no bowl to look into."]
    }
    assert [bowl.get_xlabel(), bowl.get_ylabel()] == ["distance along the only direction", ""]
    assert [*bowl.get_xticks(), *bowl.get_yticks()] == []


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_two_directions_are_the_neighbours_that_are_most_alike(dtype):
    x, y, w, b = random_problem(8, 3, 2, dtype=dtype)
    found = two_directions(x, y, w.double(), b.double())
    a = torch.cat([x, torch.ones(8, 1, dtype=dtype)], dim=1).double()
    values, vectors = torch.linalg.eigh(2 / y.numel() * a.T @ a)
    values, vectors = values.flip(0), vectors.flip(1)  # the steepest first
    k = int((values[:-1] / values[1:]).argmin())
    names = ["first (steepest)", "second", "third", "fourth (flattest)"]
    assert found["names"] == names[k : k + 2]
    assert found["curvatures"] == pytest.approx(values[k : k + 2].numpy())
    best = torch.linalg.lstsq(a, y.double()).solution[:, 0]
    chosen = vectors[:, k : k + 2]
    chosen = chosen * chosen.sum(0).sign()  # those that mostly point up
    theta = torch.cat([w[0], b[:1]]).double()
    assert found["start"] == pytest.approx(((theta - best) @ chosen).numpy(), rel=1e-5)


def test_a_direction_in_which_nothing_changes_is_no_direction_of_the_bowl():
    x = torch.tensor([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [5.0, 10.0]])  # the same column, twice
    y = torch.tensor([[1.0], [2.0], [2.0], [5.0]])
    found = two_directions(x, y, torch.zeros(1, 2).double(), torch.zeros(1).double())
    assert found["names"] == ["first (steepest)", "second (flattest)"]
    a = np.column_stack([x, np.ones(4)])
    assert found["curvatures"] == pytest.approx(np.linalg.eigvalsh(a.T @ a / 2)[:0:-1], rel=1e-4)


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
    columns = ["apples", "oranges"]
    assert worst_miss(target + miss, target, ["Kanto", "Johto"], columns, "ton") == words


def test_a_row_or_a_column_without_a_name_is_left_out_of_the_words():
    words = worst_miss(np.array([[2.0]]), np.array([[1.0]]), [""], ["apples"], "ton")
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


def rate_of(n_steps=5000):
    return rate_data(X, Y, n_steps, "ton")


def test_a_rate_below_the_limit_says_that_it_converges_and_what_is_left():
    assert rate_words(rate_of(), 1e-5, 0, which=0) == START_WORDS["learning_rate"]
    words = rate_words(rate_of(), 0.1, 7, which=1)
    assert words.startswith("With standardised inputs, the learning rate 0.1 converges. After ")
    assert words.endswith("The largest rate that converges is 1.007.")


def test_a_rate_beyond_the_limit_says_so():
    assert rate_words(rate_of(), 1.2e-4, 0, which=0) == (
        "The learning rate 1.2e-4 does not converge: each step multiplies the distance along the "
        "steepest direction by −1.15. The loss grows until it is no finite number. The largest "  # noqa: RUF001
        "rate that converges is 0.0001117."
    )
    assert "no finite number" not in rate_words(rate_of(10), 1.2e-4, 0, which=0)
    limit = max_learning_rate(X, 2)
    assert "does not converge" in rate_words(rate_of(), limit, 0, which=0)
    assert "does not" not in rate_words(rate_of(), limit * (1 - 1e-9), 0, which=0)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("share", "seed"), [(0.05, 0), (0.9, 7)])
def test_the_whole_loss_curve_is_that_of_the_loop(share, seed, which):
    x = (X - X.mean(0)) / X.std(0, correction=0) if which else X
    a = torch.cat([x, torch.ones(5, 1)], dim=1).double()
    curved = torch.linalg.eigvalsh(a.T @ a * 2 / Y.numel())
    lr = share * 2 / curved[-1].item()
    losses = notes_loop(x, Y, *init_params(3, 2, seed=seed), lr=lr, n_steps=200)
    found, factors = rate_at(rate_of(), lr, seed, which, range(201))
    assert found == pytest.approx(losses.numpy(), rel=2e-4)
    assert factors == pytest.approx((1 - lr * curved.flip(0)).numpy(), abs=1e-5)


@pytest.mark.parametrize("lr", [1e-300, 1e-8, 1.1166e-4, 1.1167e-4, 1e-3, 1e30, 1e300])
@pytest.mark.parametrize("which", [0, 1])
def test_any_learning_rate_gives_a_sentence(lr, which):
    words = rate_words(rate_of(), lr, 9, which)
    assert "converge" in words
    assert not re.search(r"nan|inf\b", words)


def test_a_control_begins_where_the_call_says_or_at_the_end_of_its_slider():
    live = opened("learning_rate", lr=2e-5, seed=7)
    assert (live.data["lr"], live.data["seed"]) == (2e-5, 7)
    assert live.bundle["text/plain"].startswith("The learning rate 2e-5 converges.")
    live = opened("learning_rate", lr=1e5)
    assert live.bundle["text/plain"].startswith("The learning rate 0.001 does not converge")
    assert live.figure.axes[0].lines[2].get_marker() == "X"


def test_the_range_of_the_rate_fits_the_data_with_the_limit_inside():
    assert [world["range"] for world in opened("learning_rate").data["worlds"]] == [
        [-8, -3], [-4, 1]
    ]  # fmt: skip
    assert slider_range(0.99) == (-5, 0)


def test_a_constant_column_is_standardised_to_zeros():
    x = torch.tensor([[1.0, 7.0], [3.0, 7.0]])
    assert standardised(x).tolist() == [[-1, 0], [1, 0]]
    rounding = torch.tensor([[1e6], [1e6 + 0.0625]])  # the same number, but for its last bit
    assert standardised(rounding).abs().max() < 0.1
    assert standardised(torch.tensor([[1e-3], [3e-3]])).flatten().tolist() == pytest.approx([-1, 1])


def curve(losses, least=1.0, top=1e5):
    """Return the panel of a loss curve that shows these losses, and its curve, end and words."""
    ax = new_figure(9, 5).add_subplot()
    data = {"unit": "ton", "least": least, "losses": [max(least / 4, 1e-10 * top), top]}
    curve_panel(ax, np.arange(len(losses)), np.array(losses, dtype=float), data)
    return ax, ax.lines[1], ax.lines[2], ax.texts[-1]


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
    *_, text = curve(losses)
    assert (text.get_position()[1] > 0.5) == upper


def test_the_axis_of_the_curve_reaches_from_below_the_least_loss_to_far_above_the_highest():
    low, high = rate_of()["losses"]
    assert low == pytest.approx(opened("learning_rate").data["least"] / 4)
    highest = max(losses_at_the_start(seed) for seed in range(10))
    assert high == pytest.approx(1000 * highest, rel=1e-5)


def losses_at_the_start(seed):
    return mse(predict(X, *init_params(3, 2, seed=seed)), Y).item()


def test_the_least_loss_is_a_line_with_its_number_on_it():
    ax, *_ = curve([100, 50], least=2)
    assert ax.lines[0].get_ydata() == [2, 2]
    assert ax.texts[0].get_text() == "least loss 2"
    assert 2 < ax.texts[0].get_position()[1] < 3


def factors(values, n_steps=10):
    """Return the panel of factors that shows these, with eigenvalues 1, 2, ..."""
    ax = new_figure(9, 5).add_subplot()
    factor_panel(ax, np.array(values), np.arange(1.0, len(values) + 1), n_steps)
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
    assert ax.get_ylim() == (count - 0.5, -0.9)  # the steepest above


def test_each_factor_is_a_dot_in_its_row_and_its_note_says_what_is_left():
    ax = factors([1.0, 0.99, 0.5, -1.0, -1.01, 3.0])
    (dots,) = (line for line in ax.lines if line.get_marker() == "D")
    assert dots.get_ydata().tolist() == list(range(6))
    assert dots.get_xdata().tolist() == [1, 0.99, 0.5, -1, -1.01, 1.4]  # 3 is at the edge
    words = ["λ 1: 100 %", "λ 2: 90.44 %", "λ 3: 0.098 %", "λ 4: 100 %", "λ 5: it grows",
             "λ 6: it grows"]  # fmt: skip
    assert [text.get_text() for text in ax.texts[1:]] == words
    assert [text.get_position()[1] for text in ax.texts[1:]] == pytest.approx(np.arange(6) + 0.2)
    assert [line.get_xdata() for line in ax.lines[:2]] == [[-1, -1], [1, 1]]
    texts = [text.get_text() for text in factors([1e-9, 0.9999999]).texts[1:]]
    assert texts == ["λ 1: <0.001 %", "λ 2: >99.99 %"]


def test_inside_the_band_it_converges():
    ax = factors([0.5, 0.5])
    (band,) = ax.patches
    corners = band.get_path().transformed(band.get_patch_transform()).vertices
    assert (corners[:, 0].min(), corners[:, 0].max()) == (-1, 1)
    assert looks.color(band.get_facecolor()) == "pale grey"
    assert band.get_zorder() < 0.5  # that of the grid, which is seen through it
    assert ax.texts[0].get_text() == "inside, it converges"


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100 %"), (0.99996, "over 99.99 %"), (0.9999, "99.99 %"), (0.99959, "99.96 %"),
     (0.5, "50 %"), (0.12345, "12.35 %"), (0.1, "10 %"), (0.09999, "10 %"), (0.0937, "9.4 %"),
     (0.00937, "0.94 %"), (1e-5, "0.001 %"), (9.9e-6, "below 0.001 %"), (0, "below 0.001 %")],
)  # fmt: skip
def test_shares_have_few_digits(share, text):
    assert percent(share) == text


# The still pictures


@each
def test_nothing_is_cut_off_and_texts_do_not_overlap(name):
    live = opened(name)
    assert looks.edges_are_white(pixels(base64.b64decode(live.bundle["image/png"])))
    for ax in live.figure.axes:
        boxes = [Text.get_window_extent(text) for text in ax.texts if text.get_text()]
        for i, box in enumerate(boxes):
            assert box.count_overlaps(boxes[:i]) == 0, [t.get_text() for t in ax.texts]


def test_the_names_of_regions_side_by_side_do_not_touch():
    fit = opened("fit_by_hand", target=1)
    looks.pixels(fit.figure)
    boxes = [Text.get_window_extent(text) for text in fit.figure.axes[0].texts]
    assert all(box.padded(1).count_overlaps(boxes[:i]) == 0 for i, box in enumerate(boxes))


def test_the_legend_of_the_fit_stands_above_all_marks():
    ax = opened("descent").figure.axes[0]
    box = ax.get_legend().get_window_extent()
    for line in ax.lines[:2]:
        assert not any(box.contains(*p) for p in ax.transData.transform(line.get_xydata()))


SIZES = {"fit_by_hand": (9, 4.8), "descent": (9, 5.4), "learning_rate": (9, 4.8)}


@each
def test_texts_look_for_room_in_about_the_layout_that_comes_out_in_the_end(name):
    figure = opened(name).figure
    assert tuple(figure.get_size_inches()) == SIZES[name]
    before = new_figure(*SIZES[name])
    for ax in figure.axes:
        room = ax.get_subplotspec().get_position(before).get_points()
        assert room == pytest.approx(ax.get_position().get_points(), abs=0.07)


@each
def test_each_panel_shows_what_the_table_says(name):
    axes = opened(name).figure.axes
    assert [looks.axes(ax) for ax in axes] == PANELS[name]
    for ax in axes:
        texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
        assert all(text.get_fontsize() >= 12 for text in texts)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (X * 1e25, Y),
        (torch.ones(1, 1).double(), torch.zeros(1, 1).double()),  # nothing to learn
    ],
    ids=["beyond float32", "zeros"],
)
@each
def test_any_data_gives_a_picture_and_sentences(name, x, y, capsys, monkeypatch):
    module = f"linreg_helpers.course.explore.{FIGURES[name]}"
    monkeypatch.setattr(f"{module}.png_of", lambda figure: b"" if figure.axes else None)
    getattr(explore, name)(x, y)
    words = capsys.readouterr().out
    assert words.endswith(".\n")
    assert not re.search(r"\b(nan|inf)\b", words)


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
