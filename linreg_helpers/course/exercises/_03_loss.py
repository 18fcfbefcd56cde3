"""Exercises of notebook 3: the loss by head and as a function, and the broadcasting trap."""

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import numbers, watched
from linreg_helpers.model import mse

TABLES = [(watched(numbers(*shape, seed=1)), numbers(*shape, seed=2)) for shape in ((4, 3), (3, 5))]

check_constant_miss = Exercise(
    name="constant_miss",
    question="All ten predictions are exactly 3 tons too high. What is the loss?",
    answer=9,
    wrong=[
        (3, "You forgot to square."),
        (90, "You forgot the mean: that is the sum of the ten squares."),
        (0.9, "You divided one square by ten. There are ten squares to add first."),
        (30, "You added the differences. Square them, and take the mean."),
        (-9, "A square is never negative."),
    ],
    hints=["What is the square of each difference?", "The mean of ten equal numbers is that one."],
    code="my_constant_miss = 3 ** 2",
    insight="If every miss has the same size, the loss is its square, however many rows there are.",
)

check_mse = Exercise(
    name="mse",
    question="Write `my_mse` without looking: the mean of all squared differences, as a tensor "
    "with one number.",
    answer=mse,
    about=["tensor", "requires_grad"],
    cases=TABLES,
    wrong=[
        (
            lambda p, t: ((p - t) ** 2).sum(),
            "You forgot the mean. Divide by the number of differences.",
        ),
        (
            lambda p, t: ((p - t) ** 2).sum() / len(p),
            "You divided by the number of rows. `numel` counts all differences.",
        ),
        (
            lambda p, t: ((p - t) ** 2).mean().sqrt(),
            "You took the root. That is the typical miss, in tons.",
        ),
        (lambda p, t: (p - t).abs().mean(), "You took absolute values in place of squares."),
        (lambda p, t: (p - t).mean(), "You did not square, so plus and minus cancel."),
        (lambda p, t: (p - t).mean() ** 2, "You took the mean first. Square first."),
        (
            lambda p, t: ((p - t) ** 2).mean() / 2,
            "You halved the mean. Some books do; this course does not.",
        ),
        (lambda p, t: ((p - t) ** 2).sum() // p.numel(), "`//` drops the decimals. Use `/`."),
        (
            lambda p, t: ((p - t) ** 2).mean(0),
            "`mean(0)` gives one mean for each column. Leave out the 0.",
        ),
        (
            lambda p, t: ((p - t) ** 2).mean().item(),
            "`.item()` returns a plain number, and "
            "PyTorch could not find gradients from it. Return the tensor.",
        ),
    ],
    hints=[
        "Three operations: subtract, square, take the mean.",
        "`diff.numel()` counts the differences.",
    ],
    code="""\
def my_mse(pred, target):
    diff = pred - target
    return torch.sum(diff * diff) / diff.numel()""",
    insight="The loss is one number for the whole table, and its unit is tons squared.",
)

check_apple_loss = Exercise(
    name="apple_loss",
    question="This function shall return the loss of the apples alone, the first column. It "
    "returns a wrong number, and no error. Repair it.",
    given="""\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0]
    return torch.mean((apples - actual) ** 2)""",
    answer=lambda pred, target: mse(pred[:, 0], target[:, 0]),
    about=["tensor", "requires_grad"],
    cases=TABLES,
    wrong=[
        (
            lambda p, t: ((p[:, 0:1] - t[:, 0]) ** 2).mean(),
            "The shapes (n, 1) and (n,) are still "
            "stretched to (n, n). Use the same kind of brackets on both sides.",
        ),
        (mse, "That is the loss of apples and oranges together."),
        (lambda p, t: mse(p[:, 1], t[:, 1]), "That is the loss of the oranges, column 1."),
        (lambda p, t: mse(p[0], t[0]), "`[0]` is the first row, a region. A column is `[:, 0]`."),
        (
            lambda p, t: ((p[:, 0] - t[:, 0]) ** 2).sum(),
            "That is the sum of the squares, without the mean.",
        ),
    ],
    hints=[
        "Print the shapes of `apples`, `actual` and their difference.",
        "`pred[:, 0:1]` keeps a table (n, 1). `target[:, 0]` drops to a list (n,).",
    ],
    code="""\
def my_apple_loss(pred, target):
    apples = pred[:, 0]
    actual = target[:, 0]
    return torch.mean((apples - actual) ** 2)""",
    insight="Shapes that nearly fit are stretched without a word, so compare shapes before values.",
)
