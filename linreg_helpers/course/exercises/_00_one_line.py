"""Exercises of notebook 0: squares, directions and steps by head, a slope, and a walk downhill."""

import numpy as np

from linreg_helpers.course.checking.exercise import Exercise

# Inputs, targets and a weight each: neither 5 numbers nor whole ones everywhere.
THREE = (np.array([1.0, 2.0, 4.0]), np.array([3.0, 1.0, 10.0]), 1.5)
SEVEN = (
    np.array([3.0, -1.0, 0.5, 2.0, 5.0, 4.0, -2.5]),
    np.array([1.0, 0.0, -2.0, 7.0, 6.5, 3.0, 1.0]),
    -0.7,
)

check_two_squares = Exercise(
    name="two_squares",
    question="A line misses one region by 3 tons and another by 5 tons. There are no others. What "
    "is the loss?",
    answer=17,
    wrong=[
        (34, "That is the sum of the two squares. The loss is their mean."),
        (4, "That is the mean of the misses. Square them first."),
        (16, "You took the mean first and squared it. Square first."),
        (8, "That is the sum of the misses, without squares."),
        (64, "You added the misses and squared the sum. Square each of them first."),
        (8.5, "You divided twice. There are two squares, so divide their sum by 2 once."),
        (6.8, "You divided by 5. That was the number of regions on this page; here there are 2."),
        (9, "That is the square of the smaller miss alone."),
        (25, "That is the square of the larger miss alone."),
        (21.5, "Only the last square was divided. Put round brackets around the sum."),
        (17**0.5, "You took the root of the mean. The loss is the mean of the squares itself."),
        (3, "`^` is no power in Python: it compares bits. A power is written `**`."),
    ],
    hints=["How large are a square with side 3 and a square with side 5?", "The mean of 9 and 25."],
    code="my_two_squares = (3 ** 2 + 5 ** 2) / 2",
    insight="The larger miss gives 25 of the 34: squares make large misses count more.",
)

check_directions = Exercise(
    name="directions",
    question="The lowest point of a loss curve is at the weight 0.9. What does one small step do "
    "to a weight of 0.5, of 0.9 and of 1.4? Write 1 for larger, -1 for smaller and 0 for no "
    "change, three numbers such as `(1, 1, 1)`.",
    answer=(1, 0, -1),
    wrong=[
        ((-1, 0, 1), "Those are the signs of the slopes. The step subtracts the slope."),
        ((1, 1, 1), "To the right of the lowest point, larger means uphill."),
        ((-1, -1, -1), "To the left of the lowest point, smaller means uphill."),
        ((1, 1, -1), "At 0.9 the slope is 0, so the step moves nothing."),
        ((1, -1, -1), "At 0.9 the slope is 0: learning rate times 0 is no step."),
        ((1, 0, 1), "The step from 1.4 goes uphill. Where is the valley, seen from there?"),
        ((-1, 0, -1), "The step from 0.5 goes uphill. Where is the valley, seen from there?"),
        ((0, 0, 0), "Only where the slope is 0 does a weight stay as it is."),
        ((0.4, 0, -0.5), "Those are distances. Only the direction is asked for: 1, 0 or -1."),
        ((1, 0, 0), "At 1.4 the curve rises, so the slope is not 0."),
        ((0, 0, -1), "At 0.5 the curve falls, so the slope is not 0."),
    ],
    hints=[
        "Draw the valley, and mark 0.5, 0.9 and 1.4. Which way is down from each?",
        "The slopes are negative, zero and positive, and the step subtracts them.",
    ],
    code="my_directions = (1, 0, -1)",
    insight="The minus sign sends every step downhill, whichever side of the valley it starts on.",
)

check_next_weight = Exercise(
    name="next_weight",
    question="The weight is 0.9, the slope there is 2,000, and the learning rate is 0.0001. What "
    "is the weight after one step?",
    answer=0.7,
    wrong=[
        (1.1, "You added. The slope points uphill, so the step subtracts."),
        (0.2, "That is the length of the step. Subtract it from the weight."),
        (-0.2, "That is the step alone. Add it to the weight."),
        (-1999.1, "You forgot the learning rate."),
        (0.8999, "You forgot the slope: the step is the learning rate times the slope."),
        (0.88, "0.0001 times 2,000 is 0.2, not 0.02."),
        (-1.1, "0.0001 times 2,000 is 0.2, not 2."),
        (-1799.1, "You multiplied the weight with the slope. The weight stands alone."),
    ],
    hints=[
        "The new weight is the old weight minus learning rate times slope.",
        "How long is the step? 0.0001 * 2,000.",
    ],
    code="my_next_weight = 0.9 - 0.0001 * 2000",
    insight="How far a step goes depends on both: on the learning rate and on the slope.",
)

check_slope = Exercise(
    name="slope",
    question="Write `my_slope`. It gets arrays `x` and `y` of the same length, any length, and a "
    "weight `w`, and returns the slope of the loss at that weight.",
    answer=lambda x, y, w: 2 / len(x) * ((w * x - y) * x).sum(),
    cases=[THREE, SEVEN],
    wrong=[
        (
            lambda x, y, w: ((w * x - y) * x).sum() / len(x),
            "The factor 2 is missing: a square grows along two of its sides.",
        ),
        (
            lambda x, y, w: 2 * ((w * x - y) * x).sum(),
            "You forgot to divide by the number of regions.",
        ),
        (
            lambda x, y, w: 2 / 5 * ((w * x - y) * x).sum(),
            "You divided by 5. Here the number of rows is `len(x)`.",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((y - w * x) * x).sum(),
            "The sign is turned: it is predicted minus harvested.",
        ),
        (
            lambda x, y, w: 2 / len(x) * (w * x - y).sum(),
            "Each residual is to be multiplied by its input `x`, before they are added.",
        ),
        (lambda x, y, w: ((w * x - y) ** 2).mean(), "That is the loss, not its slope."),
        (
            lambda x, y, w: 2 / len(x) * (w * x - y).sum() * x.sum(),
            "You added first and multiplied then. Multiply in each row, and add the products.",
        ),
        (
            lambda x, y, w: 2 / len(x) * (w * x - y) * x,
            "You forgot to add the products of all rows.",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((w * x - y) ** 2 * x).sum(),
            "You squared the residuals. The slope has the residuals themselves.",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((w * x - y) * y).sum(),
            "You multiplied by the target `y` in place of the input `x`.",
        ),
        (
            lambda x, y, w: 2 / len(x) * np.abs((w * x - y) * x).sum(),
            "The absolute value takes away the sign, and the sign says which way to go.",
        ),
        (
            lambda x, y, w: (w * x - y) * x,
            "That is one product for each row. Add them, and multiply by 2 / len(x).",
        ),
        (
            lambda x, y, w: 2 // len(x) * ((w * x - y) * x).sum(),
            "`//` drops the decimals, and nothing is left. Use `/`.",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((w * x - y) * x)[-1],
            "That is the product of the last row alone. Add those of all rows.",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((w * x - y) * x)[0],
            "That is the product of the first row alone. Is `return` inside a loop?",
        ),
        (
            lambda x, y, w: 2 / len(x) * ((w * x - y) * x).sum,
            "Round brackets are missing behind `sum`.",
        ),
    ],
    hints=[
        "First the predictions, then the residuals, then residual times input, added up.",
        "Two lines: `diff = w * x - y`, and then 2 / len(x) times the sum of `diff * x`.",
    ],
    code="""\
def my_slope(x, y, w):
    diff = w * x - y
    return 2 / len(x) * (diff * x).sum()""",
    insight="Residual times input, added up: every weight of a line has its slope like this.",
)

LINES = (
    "weight = weight - 0.00003 * slope",
    "residuals = predictions - apples",
    "predictions = weight * rain",
    "slope = 2 / 5 * (residuals * rain).sum()",
)


def _weight_after(program):
    """Run a program twice, so that an order which only seems right is found out."""
    names = {
        "weight": 0.5,
        "rain": np.array([67, 88, 134, 43, 96]),
        "apples": np.array([56, 81, 119, 22, 103]),
    }
    exec(program, names)
    exec(program, names)
    return names["weight"]


check_one_step = Exercise(
    name="one_step",
    question="Write the numbers of the four lines in the right order, such as `[1, 2, 3, 4]`.",
    answer=[3, 2, 4, 1],
    lines=LINES,
    run=_weight_after,
    wrong=[
        ([1, 3, 2, 4], "The first line uses a slope that nobody has computed yet."),
        ([3, 4, 2, 1], "The slope is computed from the residuals, so they come before it."),
        ([2, 3, 4, 1], "The residuals are computed from the predictions, so these come first."),
        ([1, 4, 2, 3], "That is the way back. A line can only use what was computed before it."),
    ],
    hints=[
        "Which line uses nothing but the weight and the data?",
        "First predict, then the residuals, then the slope, and the step at last.",
    ],
    code="my_one_step = [3, 2, 4, 1]",
    insight="Predict, compare, find the slope, step: every training loop has this order.",
)


def _walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w


def _walk_uphill(x, y, w, lr, n_steps):
    return _walk(x, y, w, -lr, n_steps)


def _steps_in_place_of_weights(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - _walk(x, y, w, lr, 1)
    return w


def _walk_with_the_first_slope(x, y, w, lr, n_steps):
    return w - n_steps * lr * 2 / len(x) * ((w * x - y) * x).sum()


check_walk = Exercise(
    name="walk",
    question="Write `my_walk`. It starts at the weight `w`, takes `n_steps` steps with the "
    "learning rate `lr`, and returns the weight at the end. You may call your `my_slope`.",
    answer=_walk,
    cases=[(*THREE, 0.05, 3), (*SEVEN, 0.02, 4)],
    wrong=[
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, w, lr, 1),
            "You took one step only. Is `return` inside the loop?",
        ),
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, w, lr, n_steps + 1),
            "You took one step too many.",
        ),
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, w, lr, n_steps - 1),
            "You took one step too few. `range(n_steps)` counts from 0.",
        ),
        (
            _walk_with_the_first_slope,
            "Each step used the slope of the first weight. Compute it again inside the loop.",
        ),
        (_walk_uphill, "You walked uphill: the step subtracts the slope."),
        (lambda x, y, w, lr, n_steps: w, "The weight has not moved."),
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, w, lr / 2, n_steps),
            "Each step is half as long as it should be. The slope has a factor 2.",
        ),
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, w, lr * len(x) / 5, n_steps),
            "You divided by 5. Here the number of rows is `len(x)`.",
        ),
        (
            lambda x, y, w, lr, n_steps: _walk(x, y, 0.5, lr, n_steps),
            "You started at 0.5. The walk starts at the argument `w`.",
        ),
        (_steps_in_place_of_weights, "`w = lr * slope` forgets the old weight. Subtract from it."),
        (
            lambda x, y, w, lr, n_steps: [_walk(x, y, w, lr, k) for k in range(n_steps + 1)],
            "You returned all weights of the way. Only the last one is asked for.",
        ),
    ],
    hints=[
        "A loop `for _ in range(n_steps):` with one step inside.",
        "Inside: `w = w - lr * my_slope(x, y, w)`. After the loop, `return w`.",
    ],
    code="""\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        diff = w * x - y
        slope = 2 / len(x) * (diff * x).sum()
        w = w - lr * slope
    return w""",
    insight="This loop is called gradient descent: predict, find the slope, step, again and again.",
    core=False,
    minutes=10,
)
