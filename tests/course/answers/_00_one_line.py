"""Right and wrong answers to the exercises of notebook 0, as learners write them."""

import numpy as np
import torch

COMPLETE = True

RIGHT = {
    "two_squares": [
        "my_two_squares = (9 + 25) / 2",
        "my_two_squares = np.mean([3 ** 2, 5 ** 2])",
        "my_two_squares = np.square([3, 5]).mean()",
        "my_two_squares = sum(miss * miss for miss in (-3, 5)) / 2",
    ],
    "directions": [
        [1.0, 0.0, -1.0],
        "my_directions = 1, 0, -1",
        "my_directions = (+1, 0, -1)",
        "my_directions = [1, -0, -1]",
        "my_directions = tuple(np.sign(0.9 - np.array([0.5, 0.9, 1.4])))",
    ],
    "next_weight": [
        "my_next_weight = 0.9 - 0.2",
        "my_next_weight = 0.9 - 1e-4 * 2_000",
        "my_next_weight = round(0.9 - 0.0001 * 2000, 1)",
        "my_next_weight = torch.tensor(0.9) - 0.0001 * torch.tensor(2000)",
        "my_next_weight = 7 / 10",
    ],
    "slope": [
        """\
def my_slope(x, y, w):
    total = 0
    for rain, apples in zip(x, y):
        total += (w * rain - apples) * rain
    return 2 * total / len(x)""",
        """\
def my_slope(x, y, w):
    pred = w * x
    residual = pred - y
    return 2 * (residual * x).mean()""",
        """\
def my_slope(x, y, w):
    return np.mean(2 * x * (w * x - y))""",
        "my_slope = lambda x, y, w: 2 / len(y) * np.sum((w * x - y) * x)",
        """\
def my_slope(x, y, w):
    return 2 / x.size * (w * x - y) @ x""",
        """\
def my_slope(x, y, w):
    return 2 / len(x) * np.dot(w * x - y, x)""",
        """\
def my_slope(x, y, w):
    n = x.shape[0]
    return -2 / n * sum(x * (y - w * x))""",
        """\
def my_slope(x, y, w):
    loss_at = lambda w: ((w * x - y) ** 2).mean()
    h = 1e-4
    return (loss_at(w + h) - loss_at(w - h)) / (2 * h)""",
        """\
def my_slope(x, y, w):
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    ((w * torch.tensor(x) - torch.tensor(y)) ** 2).mean().backward()
    return w.grad""",
        """\
def my_slope(x, y, w):
    return 2 * (w * (x * x).mean() - (x * y).mean())""",
        """\
def my_slope(rain, apples, weight):
    diff = weight * rain - apples
    print(diff)
    return [2 / len(rain) * (diff * rain).sum()][0]""",
    ],
    "one_step": [
        (3, 2, 4, 1),
        np.array([3, 2, 4, 1]),
        torch.tensor([3, 2, 4, 1]),
        [3.0, 2.0, 4.0, 1.0],
    ],
    "walk": [
        """\
def my_walk(x, y, w, lr, n_steps):
    def slope(w):
        return 2 / len(x) * ((w * x - y) * x).sum()
    for step in range(n_steps):
        w -= lr * slope(w)
    return w""",
        """\
def my_walk(x, y, w, lr, n_steps):
    while n_steps > 0:
        w = w - lr * 2 * np.mean((w * x - y) * x)
        n_steps -= 1
    return w""",
        """\
def my_walk(x, y, w, lr, n_steps):
    if n_steps == 0:
        return w
    return my_walk(x, y, w - lr * 2 / len(x) * ((w * x - y) * x).sum(), lr, n_steps - 1)""",
        """\
def my_walk(x, y, w, lr, n_steps):
    path = [w]
    for _ in range(n_steps):
        path.append(path[-1] - lr * 2 / len(x) * ((path[-1] * x - y) * x).sum())
    return path[-1]""",
        """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w + lr * 2 / len(x) * ((y - w * x) * x).sum()
    return w""",
        """\
def my_walk(x, y, w, lr, n_steps):
    best = (x * y).sum() / (x * x).sum()
    return best + (w - best) * (1 - lr * 2 * (x * x).mean()) ** n_steps""",
        """\
def my_slope(x, y, w):
    return 2 / len(x) * ((w * x - y) * x).sum()

def my_walk(x, y, w, lr, n_steps):
    for i in range(1, n_steps + 1):
        w = w - lr * my_slope(x, y, w)
        print(i, w)
    return float(w)""",
        """\
def my_walk(x, y, w, lr, n_steps):
    x, y = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(n_steps):
        optimizer.zero_grad()
        ((w * x - y) ** 2).mean().backward()
        optimizer.step()
    return w""",
        """\
def my_walk(x, y, w, lr, n_steps):
    for _ in [None] * n_steps:
        pred = w * x
        diff = pred - y
        slope = sum(2 * d * r for d, r in zip(diff, x)) / len(x)
        w -= slope * lr
    return np.array([w])""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "two_squares": [
        (-17, "The size is right, and the sign is not."),
        (17.5, None),
        (1.7, "The digits are right. The decimal point is"),
        (2, None),
        ("17 tons", "Only the number is asked for, without its unit and without"),
        ((9, 25), "One number is asked for, and a comma makes"),
        ("my_two_squares = (3 ^ 2 + 5 ^ 2) / 2", "`^` is no power in Python: it compares bits."),
        ("my_two_squares = 3 ** 2 + 5 ** 2 / 2", "Only the last square was divided. Put round"),
        (
            "my_two_squares = ((3 ** 2 + 5 ** 2) / 2) ** 0.5",
            "You took the root of the mean. The loss is",
        ),
    ],
    "directions": [
        ((1, 0), "3 answers are asked for."),
        ((1, 0, -1, 0), "3 answers are asked for."),
        ((1, 1, 0), "1 of 3 are right."),
        ((1, 0, -0.5), "2 of 3 are right."),
        ((0, 1, -1), "These are the right ones, in another order."),
        (1, "3 answers are asked for."),
        ("(1, 0, -1)", "That is a text"),
        (("larger", "no change", "smaller"), "Each part is a number."),
        ("my_directions = {1, 0, -1}", "Curly brackets make a set, which has no order"),
        ((1, 2, 3), "1 of 3 are right."),
    ],
    "next_weight": [
        (-0.7, "The size is right, and the sign is not."),
        (7, "The digits are right. The decimal point is"),
        (0.07, "The digits are right. The decimal point is"),
        ((0, 7), "One number is asked for, and a comma makes"),
        ("0,7", "That is a text. Leave out the quotes. The"),
        (0.9, None),
        (2000, None),
        ("my_next_weight = (0.9 - 0.0001) * 2000", None),
        ("my_next_weight = lambda: 0.7", "That is a function, not its result. Call it,"),
    ],
    "slope": [
        (
            """\
def my_slope(x, y, w):
    diff = w * x - y
    print(2 / len(x) * (diff * x).sum())""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_slope(x, y, w):
    slope = 2 / len(x) * ((w * x - y) * x).sum()""",
            "The line with `return` is missing.",
        ),
        (
            """\
rain = np.array([67, 88, 134, 43, 96])
apples = np.array([56, 81, 119, 22, 103])
def my_slope(x, y, w):
    return 2 / 5 * ((w * rain - apples) * rain).sum()""",
            "Your function never uses its argument `x`.",
        ),
        (
            """\
def my_slope(x, y, w):
    return (w * x - y) * x""",
            "That is one product for each row. Add them,",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / len(x) * w * x - y * x.sum()""",
            None,
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / len(x) * ((w * x - y) * x)""",
            "You forgot to add the products of all rows.",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / len(x) * ((x - y) * x).sum()""",
            "Your function never uses its argument `w`.",
        ),
        (
            """\
def my_slope(x, y, w):
    return round(2 / len(x) * ((w * x - y) * x).sum())""",
            "It is rounded: no decimals are left.",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 // len(x) * ((w * x - y) * x).sum()""",
            "`//` drops the decimals, and nothing is",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / x * ((w * x - y) * x).sum()""",
            None,
        ),
        (
            """\
def my_slope(x, y):
    return 2 / len(x) * ((0.5 * x - y) * x).sum()""",
            "Your function takes 2 arguments, and the check hands over",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / len(x) * ((w * x - y) * x).sum""",
            "Round brackets are missing behind `sum`.",
        ),
        (
            """\
def my_slope(x, y, w):
    total = 0
    for r, a in zip(x, y):
        total = (w * r - a) * r
    return 2 / len(x) * total""",
            "That is the product of the last row alone.",
        ),
        (
            """\
def my_slope(x, y, w):
    for r, a in zip(x, y):
        total = 0
        total += (w * r - a) * r
        return 2 / len(x) * total""",
            "That is the product of the first row alone.",
        ),
        (
            """\
def my_slope(x, y, w):
    return 2 / len(x) * ((w * x - y) ^ 2).sum()""",
            "`^` is no power in Python: it compares bits.",
        ),
        (-6813.2, "That is no function. If you called it, leave"),
    ],
    "one_step": [
        ([1, 2, 3, 4], "The first line is not in a right place."),
        ([4, 3, 2, 1], "The first line is not in a right place."),
        ([3, 4, 2], "Line 1 is missing. Each line stands once."),
        ([3, 2, 4], "Line 1 is missing. Each line stands once."),
        ([2, 1, 3, 0], "There is no line 0: they are numbered 1 to"),
        ([3, 2, 1, 4], "The first 2 lines are in a right place."),
        ("3241", "The numbers stand in square brackets, with commas between"),
        (3241, "The numbers stand in square brackets, with commas between"),
        ([3, 2, 4, 4], "Line 4 stands 2 times. Each line stands"),
    ],
    "walk": [
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    print(w)""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()""",
            "The line with `return` is missing.",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    path = [w]
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
        path.append(w)
    return path""",
            "You returned all weights of the way. Only",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(3):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "Your function never uses its argument",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    w = 0.5
    for _ in range(n_steps):
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "You started at 0.5. The walk starts at the",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - 0.00003 * 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "Your function never uses its argument `lr`.",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in n_steps:
        w = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "This is one number, and something with several parts is",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * ((w * x - y) * x).sum() / len(x)
    return w""",
            "Each step is half as long as it should be.",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "Your function never uses its argument `lr`.",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = lr * 2 / len(x) * ((w * x - y) * x).sum()
    return w""",
            "`w = lr * slope` forgets the old weight.",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        new = w - lr * 2 / len(x) * ((w * x - y) * x).sum()
    return new""",
            "You took one step only. Is `return` inside",
        ),
        (
            """\
def my_walk(x, y, w, lr, n_steps):
    for _ in range(n_steps):
        w = w - lr * 2 / 5 * ((w * x - y) * x).sum()
    return w""",
            "You divided by 5. Here the number of rows is",
        ),
    ],
}
