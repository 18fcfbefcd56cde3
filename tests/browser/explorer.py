"""What a test does with a live figure: use each control, and see what changes and what does not."""

import re
import time

import nbformat

from tests.browser.lab import ROOT, cell, wait_until

WIDGETS = re.compile(r"explore\.(?!bowl)\w+\(")


def explorer_cells(name):
    """Return where a notebook has explorers of widgets; test_bowl.py is for the others."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    found = enumerate(notebook.cells)
    return [i for i, c in found if c.cell_type == "code" and WIDGETS.search(c.source)]


class Explorer:
    """A live figure on the page."""

    def __init__(self, page, index):
        """Find the figure that a cell has displayed, and watch the height of its output."""
        self.page = page
        self.output = (
            cell(page, index)
            .locator(".jp-OutputArea-output")
            .filter(has=page.locator(".jupyter-widgets"))
        )
        self.output.locator("img").first.wait_for()
        # To the top of the window, so that no key has to scroll to reach its control.
        self.output.evaluate("output => output.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(300)
        self.output.evaluate(
            """output => {
                window.heights = new Set();
                new ResizeObserver(() => window.heights.add(output.offsetHeight)).observe(output);
            }"""
        )
        self.top = self.scrolled_to()

    def controls(self, selector):
        """Return the controls of one kind that can be seen."""
        return [found for found in self.output.locator(selector).all() if found.is_visible()]

    def picture(self):
        """Return the bytes of the picture, as a text that can be compared."""
        picture = self.output.locator("img").first
        return picture.evaluate("image => fetch(image.src).then(answer => answer.text())")

    def words(self):
        """Return what the explorer says below its picture."""
        return " ".join(self.output.locator(".widget-html-content").all_text_contents()).strip()

    def seen(self):
        """Return picture and words together."""
        return self.picture(), self.words()

    def scrolled_to(self):
        """Return how far down the page is scrolled."""
        return self.output.evaluate("node => node.closest('.jp-WindowedPanel-outer').scrollTop")

    def settled(self, seconds=4):
        """Return what is seen when nothing changes any more: soon, as no redraws may queue up."""
        last, end = None, time.monotonic() + seconds
        while last != (last := self.seen()):
            assert time.monotonic() < end, f"after {seconds} s the picture still changes"
            self.page.wait_for_timeout(200)
        return last

    def must_change(self, act, what):
        """Do something, and see both the picture and the words change within two seconds."""
        picture, words = self.seen()
        act()
        wait_until(self.page, lambda: self.picture() != picture, f"{what}: a new picture", 2)
        wait_until(self.page, lambda: self.words() != words, f"{what}: new words", 2)
        return self.settled()

    def must_have_stood_still(self):
        """Check that the page was not scrolled, and that the output always had the same height."""
        assert self.scrolled_to() == self.top
        heights = self.page.evaluate("[...window.heights]")
        assert len(heights) == 1, f"the output was {heights} pixels high"


def try_slider(explorer, slider, what):
    """Move a slider with the keyboard, then with the mouse."""
    press = explorer.page.keyboard.press
    slider.focus()
    ends = [float(slider.get_attribute(f"aria-value{end}")) for end in ("min", "max")]
    on_the_left = float(slider.get_attribute("aria-valuenow")) <= sum(ends) / 2
    away, back = ("ArrowRight", "ArrowLeft") if on_the_left else ("ArrowLeft", "ArrowRight")
    explorer.must_change(lambda: press(away), f"{what}, one {away}")
    explorer.must_change(lambda: [press(away) for _ in range(5)], f"{what}, five {away}")

    def drag():
        mouse = explorer.page.mouse
        track = slider.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
        handle = slider.bounding_box()
        x, y = (handle[axis] + handle[size] / 2 for axis, size in (("x", "width"), ("y", "height")))
        share = 0.65 if x < track["x"] + track["width"] / 2 else 0.35
        mouse.move(x, y)
        mouse.down()
        mouse.move(track["x"] + share * track["width"], y, steps=25)
        mouse.up()

    dragged = explorer.must_change(drag, f"{what}, dragged")
    # No stale picture stays behind: away and back again shows the same.
    explorer.must_change(lambda: press(away), f"{what}, one {away} after dragging")
    again = explorer.must_change(lambda: press(back), f"{what}, one {back}")
    assert again == dragged, f"{what}: the picture after dragging is not that of the slider"


def try_all_controls(explorer):
    """Use each control; return how many there are."""
    sliders = explorer.controls("[role=slider]")
    for number, slider in enumerate(sliders, 1):
        try_slider(explorer, slider, f"slider {number}")
    boxes = explorer.controls("input[type=checkbox]")
    for number, box in enumerate(boxes, 1):
        explorer.must_change(box.click, f"checkbox {number}")
        explorer.must_change(box.click, f"checkbox {number}, back")
    lists = explorer.controls("select")
    for number, choice in enumerate(lists, 1):
        other = 1 if choice.evaluate("list => list.selectedIndex") == 0 else 0
        explorer.must_change(lambda c=choice, o=other: c.select_option(index=o), f"list {number}")
    players = explorer.controls(".widget-play")
    for number, player in enumerate(players, 1):
        explorer.must_change(lambda p=player: play_a_second(p), f"play button {number}")
    explorer.must_have_stood_still()
    return len(sliders + boxes + lists + players)


def play_a_second(player):
    """Click the play button, and a second later once more: then it is the pause."""
    button = player.locator("button").first
    button.click()
    player.page.wait_for_timeout(1000)
    button.click()
