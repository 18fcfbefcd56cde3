"""Fit by hand, the descent and the learning rate in a browser: Python's numbers, and each control.

The pages are outputs as they are, without Jupyter and without a network. In JupyterLab the controls
are used where the notebooks have them: see test_reading_and_running.
"""

from functools import partial
from itertools import product

import numpy as np
import pytest
import torch

from linreg_helpers import load_fruit_yields, load_penguins
from linreg_helpers.course import explore
from linreg_helpers.course.explore._descent import descent_data, descent_words, predictions_at
from linreg_helpers.course.explore._directions import losses_at
from linreg_helpers.course.explore._fit import fit_at, fit_data, fit_words
from linreg_helpers.course.explore._rate import rate_at, rate_data, rate_words
from tests.browser.explorer import (
    answers_of,
    drag_by_mouse,
    drag_by_touch,
    handle_of,
    live_page,
    picture,
    shown,
    top_of_the_end,
    type_into,
)
from tests.browser.lab import wait_until

FRUIT = load_fruit_yields()
X, Y = torch.from_numpy(FRUIT.inputs), torch.from_numpy(FRUIT.targets)
BIRDS = torch.from_numpy(load_penguins().measurements).double()
BIRDS = BIRDS[~BIRDS.isnan().any(1)]
DATA = {
    "fruit": (X, Y),
    "penguins": (BIRDS[:, :2], BIRDS[:, 2:]),
    "perfect": (torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([[3.0], [5.0], [9.0]])),
    "fewer rows than parameters": (X[:2], Y[:2]),
    "a constant column": (torch.cat([X[:, :1], X[:, :1] * 0 + 2], dim=1), Y),
}
NAMES = {"target_names": FRUIT.target_names, "region_names": FRUIT.region_names}
CALLS = {
    "fit": partial(explore.fit_by_hand, X, Y, input_names=FRUIT.input_names, **NAMES),
    "descent": partial(explore.descent, X, Y, **NAMES),
    "rate": partial(explore.learning_rate, X, Y),
}
RAINFALL = "weight of rainfall (ton per mm)"
each = pytest.mark.parametrize("name", CALLS)


# The numbers


def names_for(x, y):
    """Return names of targets and rows."""
    return [f"target {j} (kg)" for j in range(y.shape[1])], [f"row {i}" for i in range(len(x))]


def same(found, expected, **close):
    """Compare numbers; what is no finite number in one of them is none in the other."""
    found = np.array(found, dtype=float)
    finite = np.isfinite(expected)
    assert np.array_equal(np.isfinite(found), finite)
    np.testing.assert_allclose(found[finite], np.array(expected)[finite], **close)


@pytest.mark.parametrize("name", DATA)
def test_a_fit_by_hand_has_pythons_predictions_loss_and_words(browser, name):
    x, y = DATA[name]
    targets, rows = names_for(x, y)
    inputs = [f"input {k}" for k in range(x.shape[1])]
    data = [fit_data(x, y, j, inputs, targets[j], rows, "kg") for j in range(y.shape[1])]
    params = list(product(*[[-1.37, 0, 0.9]] * x.shape[1], [-100, 0, 2.5]))
    script = """async ([data, params]) => {
        const {fitAt, wordsOf} = await import("http://module.invalid/fit.js");
        return data.map((d) => params.map((p) => ({...fitAt(d, p), words: wordsOf(d, p)})));
    }"""
    for one, answers in zip(data, answers_of(browser, script, [data, params]), strict=True):
        for theta, found in zip(params, answers, strict=True):
            pred, loss = fit_at(one, theta)
            same(found["pred"], pred, rtol=1e-9, atol=1e-9)
            same(found["loss"], loss, rtol=1e-9)
            assert found["words"] == fit_words(one, theta)


@pytest.mark.parametrize("name", DATA)
def test_a_descent_has_pythons_predictions_losses_and_words(browser, name):
    x, y = DATA[name]
    rates = [1e-8, 1e-5, 8e-5, 1.2e-4, 0.3, 1e30]
    data = [descent_data(x, y, lr, 3, 5000, *names_for(x, y), "kg") for lr in rates]
    steps = [0, 1, 2, 20, 273, 274, 1234, 5000]
    script = """async ([data, steps]) => {
        const {predictionsAt, wordsOf} = await import("http://module.invalid/descent.js");
        const {lossAfter} = await import("http://module.invalid/engine.js");
        return data.map((d) => steps.map((k) => ({
            pred: predictionsAt(d, k), loss: lossAfter(d, d.lr, k), words: wordsOf(d, k)})));
    }"""
    for one, answers in zip(data, answers_of(browser, script, [data, steps]), strict=True):
        for step, found in zip(steps, answers, strict=True):
            loss = losses_at(one, one["lr"], step)
            same(found["loss"], loss, rtol=1e-9)
            if np.isfinite(loss):
                pred = predictions_at(one, step)
                same(found["pred"], pred, rtol=1e-7, atol=1e-9 * abs(pred).max())
            assert found["words"] == descent_words(one, step)


@pytest.mark.parametrize("name", DATA)
def test_a_learning_rate_has_pythons_losses_and_words(browser, name):
    data = rate_data(*DATA[name], 5000, "kg")
    states = list(product([1e-8, 1e-5, 1.1e-4, 1.2e-4, 0.1, 0.99, 1.5, 1e30], [0, 9], [0, 1]))
    script = """async ([data, states]) => {
        const {bowlOf, wordsOf} = await import("http://module.invalid/rate.js");
        const {lossAfter} = await import("http://module.invalid/engine.js");
        return states.map(([lr, seed, standardise]) => ({
            losses: [0, 1, 50, 5000].map((k) =>
                lossAfter(bowlOf(data, {seed, standardise}), lr, k)),
            words: wordsOf(data, {lr, seed, standardise})}));
    }"""
    answers = answers_of(browser, script, [data, states])
    for (lr, seed, which), found in zip(states, answers, strict=True):
        same(found["losses"], rate_at(data, lr, seed, which, [0, 1, 50, 5000])[0], rtol=1e-9)
        assert found["words"] == rate_words(data, lr, seed, which)


# The controls


@pytest.fixture(params=CALLS)
def page(browser, tmp_path, request):
    """Open a page, and see that its end stays where it is."""
    with live_page(browser, tmp_path, CALLS[request.param], has_touch=True) as page:
        page.name = request.param
        end = top_of_the_end(page)
        yield page
        assert top_of_the_end(page) == end


def only(name):
    """Return a mark: the test is about this explorer."""
    return pytest.mark.parametrize("page", [name], indirect=True)


def test_the_page_begins_with_the_words_of_the_still_picture(page):
    assert shown(page) == page.first_words
    assert (page.locator(".still").count(), page.locator(".live").count()) == (0, 1)


def test_each_slider_obeys_the_arrow_keys_the_mouse_and_the_finger(page):
    sliders = page.get_by_role("slider").all()
    assert len(sliders) == {"fit": 4, "descent": 1, "rate": 2}[page.name]
    for slider in sliders:
        start = shown(page), picture(page)
        slider.focus()
        page.keyboard.press("ArrowRight")
        moved = shown(page), picture(page)
        assert moved[1] != start[1]
        page.keyboard.press("ArrowLeft")
        assert (shown(page), picture(page)) == start
        for drag in (drag_by_mouse, drag_by_touch):
            before = slider.input_value()
            drag(page, handle_of(slider), (40, 0))
            dragged = shown(page), picture(page)
            assert dragged[1] != moved[1]
            assert float(slider.input_value()) > float(before)
            moved = dragged


@only("fit")
def test_fit_by_hand_takes_typed_numbers_and_is_reset(page):
    data = fit_of_apples()
    assert type_into(page, f"{RAINFALL}, as a number", 0.91) == fit_words(data, [0, 0.91, 0, 0])
    words = type_into(page, "bias (ton), as a number", -1e6)
    assert words == fit_words(data, [0, 0.91, 0, -200])  # where the slider ends
    assert page.get_by_label("bias (ton)", exact=True).input_value() == "-200"
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == page.first_words


def fit_of_apples():
    """Return the data of the page."""
    return fit_data(X, Y, 0, FRUIT.input_names, FRUIT.target_names[0], FRUIT.region_names, "ton")


def descent_of_fruit(lr=1e-5):
    """Return the data of the page."""
    return descent_data(X, Y, lr, 0, 5000, FRUIT.target_names, FRUIT.region_names, "ton")


@only("descent")
def test_the_descent_goes_to_any_step_plays_pauses_and_is_reset(page):
    assert type_into(page, "or type it", 21) == descent_words(descent_of_fruit(), 21)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "21"
    page.keyboard.press("Tab")
    step = page.get_by_label("or type it").input_value
    page.get_by_role("button", name="Play").click()
    wait_until(page, lambda: int(step()) > 100, "some steps are played", 10)
    page.get_by_role("button", name="Pause").click()
    words = shown(page)
    assert words == descent_words(descent_of_fruit(), int(step()))
    page.wait_for_timeout(300)
    assert shown(page) == words
    type_into(page, "or type it", 4800)
    page.get_by_role("button", name="Play").click()
    wait_until(page, lambda: step() == "5000", "the end", 10)
    assert shown(page) == descent_words(descent_of_fruit(), 5000)
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == page.first_words


@only("descent")
def test_the_descent_plays_as_a_film_from_round_number_to_round_number_in_200_ms(page):
    page.evaluate(
        """() => {
            window.steps = [];
            const title = document.querySelector(".live svg text.title");
            new MutationObserver(() => steps.push([performance.now(), title.textContent]))
                .observe(title, {childList: true, characterData: true, subtree: true});
        }"""
    )
    type_into(page, "or type it", 2000)
    page.get_by_role("button", name="Play").click()
    wait_until(page, lambda: page.get_by_label("or type it").input_value() == "5000", "the end", 10)
    seen = page.evaluate("steps")
    assert 0.6 < (seen[-1][0] - seen[1][0]) / 1000 < 3  # 2000, 2500, 3000, 4000, 5000
    assert len(seen) > 12


@only("rate")
def test_the_learning_rate_is_typed_the_inputs_standardised_and_the_limit_marked(page):
    data = rate_data(X, Y, 5000, "ton")
    assert type_into(page, "or type it", 1.2e-4) == rate_words(data, 1.2e-4, 0, 0)
    box = page.get_by_role("checkbox")
    box.check()
    assert shown(page) == rate_words(data, 1.2, 0, 1)
    assert "limit 2/λmax = 1.007" in page.locator(".limit").first.inner_text()
    box.uncheck()
    assert shown(page) == rate_words(data, 1.2e-4, 0, 0)
    type_into(page, "or type it", data["worlds"][0]["limit"])
    edges = page.locator(".limit").first.bounding_box()  # its text is on the left
    handle = handle_of(page.get_by_role("slider").first)
    assert edges["x"] + edges["width"] == pytest.approx(handle[0], abs=3)


def test_a_new_picture_is_there_within_a_frame_or_two(page):
    """At most 33 ms from a move of the slider to the picture: the median of 200 moves."""
    times = page.evaluate(
        """async () => {
            const slider = document.querySelector("input[type=range]");
            const [low, high] = [Number(slider.min), Number(slider.max)];
            const times = [];
            for (let i = 0; i < 200; i += 1) {
                const begin = performance.now();
                slider.value = low + (high - low) * (0.5 + 0.45 * Math.sin(i / 9));
                slider.dispatchEvent(new Event("input"));
                await new Promise((done) => requestAnimationFrame(() => {
                    const {port1, port2} = new MessageChannel();  // after the frame is painted
                    port1.onmessage = done;
                    port2.postMessage(0);
                }));
                times.push(performance.now() - begin);
            }
            return times.sort((a, b) => a - b);
        }"""
    )
    print(f"{page.name}: median {times[100]:.1f} ms, 95 % below {times[190]:.1f} ms")
    assert times[100] < 33


# Other readers


@each
def test_it_fits_a_phone(browser, tmp_path, name):
    with live_page(browser, tmp_path, CALLS[name]) as page:
        page.set_viewport_size({"width": 360, "height": 700})
        shown(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        tops = [svg.bounding_box()["y"] for svg in page.locator(".live svg").all()]
        assert len(set(tops)) == len(tops)  # the panels stand below each other


@each
def test_without_scripts_it_is_the_still_picture_with_its_words(browser, tmp_path, name):
    with live_page(browser, tmp_path, CALLS[name], java_script_enabled=False) as page:
        assert page.locator(".still p").inner_text() == page.first_words
        assert page.locator(".still img").get_attribute("alt") == page.first_words
        assert page.locator(".still img").bounding_box()["height"] > 300


def test_with_less_motion_play_goes_to_the_end_at_once(browser, tmp_path):
    with live_page(browser, tmp_path, CALLS["descent"], reduced_motion="reduce") as page:
        page.get_by_role("button", name="Play").click()
        assert shown(page) == descent_words(descent_of_fruit(), 5000)


def test_data_with_one_direction_only_say_that_there_is_no_bowl(browser, tmp_path):
    ones = torch.ones(3, 1)
    with live_page(browser, tmp_path, partial(explore.descent, ones, 2 * ones, lr=0.1)) as page:
        assert "there is no bowl to look into" in page.locator(".live").inner_text()
        assert page.locator(".live svg").count() == 2


def test_a_descent_that_diverges_is_drawn_as_far_as_it_goes(browser, tmp_path):
    with live_page(browser, tmp_path, partial(CALLS["descent"], lr=1.2e-4)) as page:
        assert "not finite from step 274 on" in page.locator(".live svg").nth(1).inner_html()
        assert type_into(page, "or type it", 5000) == descent_words(descent_of_fruit(1.2e-4), 5000)
        assert not {"NaN", "Infinity"} & set(picture(page).replace('"', " ").split())
