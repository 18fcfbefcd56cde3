"""The bowl of a line, Python's side: its numbers and words, what it refuses, and its still twin."""

import base64
import io
import json
import re
from functools import cache, partial

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from PIL import Image

from linreg_helpers import (
    curvature,
    least_squares,
    load_fruit_yields,
    max_learning_rate,
    mse,
    predict,
)
from linreg_helpers.course import explore
from linreg_helpers.course.explore import _live
from linreg_helpers.course.explore._line_bowl_numbers import (
    bowl_of,
    loss_at,
    path_of,
    place_at,
    reach_of,
    round_levels,
    slider_range,
    steps_to_draw,
    words_before,
    words_of,
)
from linreg_helpers.course.explore._line_bowl_panels import line_bowl_figure
from tests.oracles import X, Y

FRUIT = load_fruit_yields()
RAIN, APPLES = X[:, 1:2], Y[:, :1]
CALL = partial(explore.bowl, RAIN, APPLES)
NAMES = {"input_name": FRUIT.input_names[1], "target_name": FRUIT.target_names[0]}
NAMES |= {"row_names": FRUIT.region_names}
INPUTS = ("raw", "centred", "standardised")
WORLD = bowl_of(RAIN.double(), APPLES.double(), "raw")
every_input = pytest.mark.parametrize("inputs", INPUTS)


def shown(monkeypatch, drawn=False, **options):
    """Return the one bundle that a call displays; its picture is drawn only where it is wanted."""
    bundles = []
    if not drawn:
        place = "linreg_helpers.course.explore._line_bowl"
        monkeypatch.setattr(f"{place}.line_bowl_figure", lambda *state: None)
        monkeypatch.setattr(f"{place}.png_of", lambda figure: b"a picture")
    monkeypatch.setattr(_live, "_display", bundles.append)
    assert CALL(**options) is None
    [bundle] = bundles
    return bundle


def data_of(bundle):
    """Return what the script is given."""
    return json.loads(re.search(r'json">(.*?)</script>', bundle["text/html"])[1])


@cache
def figure_of(inputs="raw", lr=9.7e-5, start=(0.0, 0.0), step=10, n_steps=1000):
    world = bowl_of(RAIN.double(), APPLES.double(), inputs)
    texts = {"inputLabel": "rainfall (mm)", "targetLabel": "apples (ton)", "inputUnit": "mm"}
    texts |= {"unit": "ton", "names": FRUIT.region_names}
    state = {"lr": lr, "start": list(start), "step": step, "inputs": inputs}
    return line_bowl_figure(world, state, n_steps, texts)


# The output of the cell


def test_one_call_displays_picture_words_and_html(monkeypatch):
    bundle = shown(monkeypatch, drawn=True, **NAMES)
    assert set(bundle) == {"image/png", "text/plain", "text/html"}
    words = bundle["text/plain"]
    assert words == words_of(WORLD, 9.7e-5, [0, 0], 10, "raw", 1000, "ton")
    page = bundle["text/html"]
    assert page.startswith('\n<div data-explorer="bowl"><div class="still"><img alt="Step 10')
    assert page.count(words) == 2  # as the picture's description, and below it
    assert f"base64,{bundle['image/png']}" in page
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.size == (1260, 952)


def test_it_is_small_and_asks_nobody_for_anything(monkeypatch):
    page = shown(monkeypatch, drawn=True)["text/html"]
    assert len(page) < 130_000
    assert len(_live.script("bowl")) < 40_000
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    assert not re.search(r"^\s*(import|export) |fetch\(|@import", page, re.MULTILINE)


def test_the_same_call_gives_the_same_output(monkeypatch):
    assert shown(monkeypatch, **NAMES) == shown(monkeypatch, **NAMES)


def test_the_script_gets_the_state_and_the_names(monkeypatch):
    options = {"lr": 2e-5, "start": (0.5, -3), "step": 7, "n_steps": 50, "inputs": "centred"}
    data = data_of(shown(monkeypatch, **options, **NAMES, unit="t"))
    assert data == {
        "lr": 2e-5, "start": [0.5, -3.0], "step": 7, "nSteps": 50, "inputs": "centred",
        "guessing": False, "unit": "t", "names": list(FRUIT.region_names),
        "inputLabel": "rainfall (mm)", "inputName": "rainfall", "inputUnit": "mm",
        "targetLabel": "apples (ton)", "targetName": "apples",
        "points": torch.cat([RAIN, APPLES], 1).tolist(),
    }  # fmt: skip


def test_names_that_html_would_take_for_its_own_are_data_only(monkeypatch):
    page = shown(monkeypatch, row_names=["</script>", "<b>", "&", '"', "'"])["text/html"]
    assert page.count("</script>") == 2  # of the data, and of the script
    assert "<b>" not in page
    bundle = shown(monkeypatch, unit="<i>")
    assert "&lt;i&gt;²" in bundle["text/html"]
    assert "<i>²" in bundle["text/plain"]


def test_before_a_guess_nothing_is_shown(monkeypatch):
    bundle = shown(monkeypatch, guess_first=True, lr=5e-5)
    assert bundle["text/plain"] == words_before(5e-5, 10)
    assert words_before(5e-5, 10).startswith("Guess first: where do 10 steps with the learning")
    assert (data_of(bundle)["guessing"], data_of(bundle)["step"]) == (True, 0)
    assert "where do 3 steps" in shown(monkeypatch, guess_first=True, n_steps=3)["text/plain"]


def test_without_a_rate_it_begins_at_four_fifths_of_the_limit(monkeypatch):
    for inputs in INPUTS:
        limit = bowl_of(RAIN.double(), APPLES.double(), inputs).limit
        lr = data_of(shown(monkeypatch, inputs=inputs))["lr"]
        assert lr == pytest.approx(0.8 * limit, rel=0.02)


@pytest.mark.parametrize(("given", "taken"), [(1e9, 1e-2), (1e-30, 1e-7), (3e-5, 3e-5)])
def test_a_rate_outside_of_the_slider_begins_at_its_end(monkeypatch, given, taken):
    assert data_of(shown(monkeypatch, lr=given))["lr"] == pytest.approx(taken)
    low, high = slider_range(WORLD)
    assert low + 2 < np.log10(WORLD.limit) < high


def test_a_step_beyond_the_last_is_the_last(monkeypatch):
    assert shown(monkeypatch, step=99, n_steps=20)["text/plain"].startswith("Step 20 of 20:")


# What it refuses


SHAPE = "must be a floating-point tensor of shape"


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: explore.bowl(X, APPLES), ValueError, f"x {SHAPE} (n, 1)"),
        (lambda: explore.bowl(RAIN, Y), ValueError, f"y {SHAPE} (5, 1)"),
        (lambda: explore.bowl(RAIN.double(), APPLES), TypeError, "x, y must have one dtype"),
        (lambda: explore.bowl(RAIN / 0, APPLES), ValueError, "x must hold finite numbers only"),
        (
            lambda: explore.bowl(0 * RAIN + 7, APPLES),
            ValueError,
            "x must hold different values; got 7 in all rows. Usual cause: a constant column, or a "
            "single row: then there is no bowl to look into.",
        ),
        (lambda: CALL(lr=0), ValueError, "lr must be a finite number above 0; got 0."),
        (
            lambda: CALL(start=3),
            TypeError,
            "start must be two finite numbers, (w, b); got 3. Usual cause: a single number, or a "
            "tensor with more than one weight.",
        ),
        (
            lambda: CALL(start=(0, float("nan"))),
            ValueError,
            "start must be two finite numbers, (w, b); got 0.0, nan. Usual cause: a run that "
            "diverged.",
        ),
        (lambda: CALL(step=-1), ValueError, "step must be a whole number of at least 0; got -1."),
        (lambda: CALL(n_steps=0), ValueError, "n_steps must be a whole number of at least 1; got"),
        (
            lambda: CALL(n_steps=10**6),
            ValueError,
            "n_steps must be at most 100,000; got 1e6. Usual cause: a zero too many.",
        ),
        (
            lambda: CALL(inputs="scaled"),
            ValueError,
            "inputs must be one of 'raw', 'centred', 'standardised'; got 'scaled'. Usual cause: "
            "another spelling.",
        ),
        (lambda: CALL(row_names=["a"]), ValueError, "row_names must be 5 names"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_shown(capsys, call, kind, message):
    with pytest.raises(kind, match=f"^bowl: {re.escape(message)}"):
        call()
    assert capsys.readouterr().out == ""


# The numbers


@every_input
def test_the_bowl_has_the_curvatures_the_limit_and_the_lowest_point_of_the_package(inputs):
    x, y = RAIN.double(), APPLES.double()
    world = bowl_of(x, y, inputs)
    z = {"raw": x, "centred": x - x.mean(), "standardised": (x - x.mean()) / x.std(correction=0)}
    torch.testing.assert_close(world.z, z[inputs])
    assert world.curvatures == pytest.approx(curvature(z[inputs], 1).flip(0).numpy())
    assert world.limit == pytest.approx(max_learning_rate(z[inputs], 1))
    w, b = least_squares(z[inputs], y)
    assert world.lowest == pytest.approx([w.item(), b.item()])
    assert world.least == pytest.approx(mse(predict(z[inputs], w, b), y).item())
    for at in ([0.0, 0.0], [1.0, 50.0]):
        w, b = torch.tensor([[at[0]]]).double(), torch.tensor([at[1]]).double()
        assert loss_at(world, np.array(at)) == pytest.approx(
            mse(predict(z[inputs], w, b), y).item()
        )


@every_input
def test_the_path_is_that_of_the_loop(inputs):
    world = bowl_of(RAIN.double(), APPLES.double(), inputs)
    lr = 0.7 * world.limit
    z, y = world.z.numpy()[:, 0], world.y.numpy()[:, 0]
    w, b = 0.5, -3.0
    for _ in range(25):
        diff = w * z + b - y
        w, b = w - lr * 2 * (diff * z).mean(), b - lr * 2 * diff.mean()
    place, loss = place_at(path_of(world, (0.5, -3.0), lr), 25)
    assert place == pytest.approx([w, b])
    assert loss == pytest.approx(((w * z + b - y) ** 2).mean())


def test_the_picture_holds_start_and_lowest_point_and_is_never_empty():
    for start in ([0.0, 0.0], [5.0, 1.0], [1.0, -400.0]):
        assert (abs(np.array(start) - WORLD.lowest) <= reach_of(WORLD, start) / 1.2).all()
    assert (reach_of(WORLD, WORLD.lowest) > 0).all()
    flat = bowl_of(RAIN.double(), 0 * APPLES.double(), "raw")
    assert (reach_of(flat, [0.0, 0.0]) > 0).all()


def test_levels_are_round_numbers_and_steps_are_all_at_first():
    assert round_levels(80, 3000) == [100, 200, 500, 1000, 2000]
    assert round_levels(0, 1e5)[:2] == [200, 500]
    assert len(round_levels(0, 1e5)) == 8
    assert round_levels(80, 81) == [81]
    assert steps_to_draw(3) == [0, 1, 2, 3]
    assert steps_to_draw(1000)[298:304] == [298, 299, 300, 400, 500, 600]


# The words


ROUND = {"lr": 0.5, "inputs": "standardised"}
MOST = "at most 1 % of the distance is left."
BELOW = "The learning rate 2e-5 is below the limit, 2/λmax = 1.21e-4, and converges."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"lr": 2e-5}, f"{BELOW} It crawls along the flattest direction: each step leaves over "
         f"99.99 % of the distance. In 1.03e6 more steps {MOST}"),
        ({"lr": 1.1e-4}, "It bounces: each step jumps across the valley, and leaves 81.54 % of the "
         "distance along the steepest direction."),
        ({"lr": 1.3e-4}, "The learning rate 1.3e-4 does not converge: the limit is 2/λmax = "
         "1.21e-4, and each step multiplies the distance along the steepest direction by −1.15."),  # noqa: RUF001
        ({"lr": 1.3e-4}, "The path has left the picture of the bowl at step 2."),
        ({"lr": 1e-3, "step": 1000}, "Step 1,000 of 1,000: the loss is no finite number;"),
        (ROUND | {"step": 0}, "Step 0 of 1,000, with standardised inputs: w is 0, b is 0, and the "
         "loss is 6,990 ton²; the least is 80.7."),
        (ROUND | {"step": 0}, f"In 1 more step {MOST}"),
        (ROUND | {"step": 1}, f"In every direction {MOST}"),
        (ROUND | {"step": 2, "lr": 0.1}, f"In 19 more steps {MOST}"),
    ],
)  # fmt: skip
def test_words_say_what_happens(state, words):
    start = {"start": [0.0, 0.0], "step": 10, "inputs": "raw", "n_steps": 1000, "unit": "ton"}
    state = start | state
    assert words in words_of(bowl_of(RAIN.double(), APPLES.double(), state["inputs"]), **state)


def test_the_steps_still_to_go_are_as_many_as_are_said():
    said = words_of(WORLD, 2e-5, [0.0, 0.0], 0, "raw", 1000, "ton")
    still = float(re.search(r"In ([\d.e]+) more", said)[1])
    left = abs(1 - 2e-5 * WORLD.curvatures[1])
    assert left ** (1.01 * still) < 0.01 < left ** (0.99 * still)


def test_a_path_at_the_limit_does_not_converge_and_zero_is_no_rounding():
    centred = bowl_of(RAIN.double(), APPLES.double(), "centred")
    said = words_of(centred, centred.limit, [0.0, 0.0], 2, "centred", 1000, "ton")
    assert "does not converge" in said
    assert "w is 0, " in said  # it is back where it began


# The still twin


def test_the_still_picture_shows_points_line_misses_path_and_loss():
    figure = figure_of()
    fit, above, loss = figure.axes
    assert [ax.get_title() for ax in figure.axes] == [
        "The line and its misses", "The bowl, seen from above", "The loss by step"
    ]  # fmt: skip
    place, _ = place_at(path_of(WORLD, (0.0, 0.0), 9.7e-5), 10)
    start, line, points = fit.lines
    assert line.get_ydata() == pytest.approx(place[1] + place[0] * np.array(line.get_xdata()))
    assert start.get_ydata() == pytest.approx([0, 0])
    assert points.get_xydata() == pytest.approx(torch.cat([RAIN, APPLES], 1).numpy())
    for (_, end), x in zip(fit.collections[0].get_segments(), RAIN[:, 0].tolist(), strict=True):
        assert end == pytest.approx([x, place[1] + place[0] * x])
    trail = above.lines[0].get_xydata()
    assert len(trail) == 11
    assert trail[-1] == pytest.approx(place)
    assert [ax.get_ylabel() for ax in figure.axes] == [
        "apples (ton)", "bias b (ton)", "loss (ton²), log scale"
    ]  # fmt: skip
    assert [ax.get_xlabel() for ax in figure.axes] == [
        "rainfall (mm)", "weight w (ton per mm)", "step, logarithmic scale"
    ]  # fmt: skip
    assert (loss.get_yscale(), loss.get_xscale()) == ("log", "symlog")
    mark = loss.lines[-1].get_xydata()[0]
    assert mark == pytest.approx([10, place_at(path_of(WORLD, (0.0, 0.0), 9.7e-5), 10)[1]])


def test_its_lines_of_equal_loss_are_ellipses_of_the_losses_that_they_say():
    above = figure_of().axes[1]
    (lines,) = [c for c in above.collections if not c.filled]
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        assert loss_at(WORLD, path.vertices.T) == pytest.approx(level, rel=0.02)
    written = {text.get_text() for text in above.texts}
    assert "lowest: 80.7" in written
    assert "start" in written


@every_input
def test_standardised_inputs_have_round_lines_and_other_units(inputs):
    world = bowl_of(RAIN.double(), APPLES.double(), inputs)
    figure = figure_of(inputs, lr=world.limit / 3)
    figure.draw_without_rendering()  # it finds its layout
    above = figure.axes[1]
    (lines,) = [c for c in above.collections if not c.filled]
    shape = above.transData.transform(lines.get_paths()[0].vertices)
    radii = np.linalg.norm(shape - above.transData.transform(world.lowest), axis=1)
    assert (radii.max() < 1.03 * radii.min()) == (inputs == "standardised")
    assert ("standard deviation" in above.get_xlabel()) == (inputs == "standardised")


def test_a_run_that_diverges_and_a_perfect_fit_are_drawn_too():
    for ax in figure_of(lr=1e-3, step=900).axes:
        assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()
    x = torch.tensor([[1.0], [2.0]], dtype=torch.float64)
    perfect = bowl_of(x, 2 * x, "raw")
    assert perfect.least == 0
    assert "the least is 0." in words_of(perfect, 0.1, [0.0, 0.0], 3, "raw", 10, "ton")


def test_the_colours_are_those_of_the_course():
    fit, above, _ = figure_of().axes
    assert to_hex(fit.lines[1].get_color()) == "#0072b2"
    assert to_hex(above.lines[0].get_color()) == "#d55e00"
