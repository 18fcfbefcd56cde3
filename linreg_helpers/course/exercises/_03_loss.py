"""Exercises of notebook 3: the loss by head and as a function, and the broadcasting trap."""

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import numbers, watched
from linreg_helpers.model import mse

TABLES = [(watched(numbers(*shape, seed=1)), numbers(*shape, seed=2)) for shape in ((4, 3), (3, 5))]

check_recall_pred_shape = Exercise(
    name="recall_pred_shape",
    question="`x` has the shape (8, 3), `w` has (4, 3) and `b` has (4,). Which shape has "
    "`x @ w.T + b`? Write it like `(5, 6)`.",
    answer=(8, 4),
    wrong=[
        ((4, 8), "That is turned: the rows of the result are those of x."),
        ((8, 3), "That is the shape of x. The inner numbers disappear."),
        ((4, 3), "That is the shape of w. The inner numbers disappear."),
        ((3, 4), "That is the shape of w.T."),
        ((3, 3), "Those are the inner numbers, which disappear."),
        ((8,), "The result is a table, and a table has two sizes."),
        ((4,), "That is the shape of b, which is added to every row."),
    ],
    hints=["(8, 3) @ (3, 4): which numbers stay?"],
    code="my_recall_pred_shape = (8, 4)",
    insight="The inner numbers must be equal and disappear, and the outer numbers stay.",
)

check_recall_flat = Exercise(
    name="recall_flat",
    question="How large is the slope of the loss at the lowest point of its curve?",
    answer=0,
    also=["zero", "flat", "0"],
    wrong=[
        (1, "A slope of 1 goes uphill."),
        (-1, "A slope of -1 goes downhill, so a lower point comes."),
        (0.913, "That is a weight, the place of the lowest point."),
        (0.9, "That is about the weight of the lowest point. The slope is another number."),
        (114, "That is a loss. The slope says how it changes there."),
        ("negative", "Where the slope is negative, the curve still falls."),
        ("positive", "Where the slope is positive, the curve rises, and lower is to the left."),
        ("lowest", "The loss is lowest there. How steep is the curve?"),
        ("smallest", "Slopes left of the lowest point are smaller: they are negative."),
    ],
    hints=["Left of it the slope is negative, right of it positive. And between the two?"],
    code="my_recall_flat = 0",
    insight="At the lowest point the slope is 0, so a step moves nothing: learning has ended.",
)

check_constant_miss = Exercise(
    name="constant_miss",
    question="All ten predictions are exactly 3 tons too high. What is the loss?",
    answer=9,
    wrong=[
        (3, "That is the miss itself. Nothing was squared."),
        (90, "You forgot the mean: that is the sum of the ten squares."),
        (0.9, "You divided one square by ten. There are ten squares to add first."),
        (30, "That is the sum of the misses. Nothing was squared."),
        (-9, "A square is never negative."),
        (18, "You divided by the number of regions. There are ten differences."),
        (45, "You divided by the number of targets. There are ten differences."),
        (900, "You added first and squared then."),
        (6, "You doubled. To square is to multiply a number by itself."),
        (27, "That is the third power."),
        (4.5, "You halved the mean. Some books do; this course does not."),
        (0, "Misses of one sign cancel nothing, and squares never do."),
        (1, "`^` is no power in Python: it compares bits. A power is written `**`."),
        (10, "That is the number of predictions."),
        (3**0.5, "You took the root. Which power is a square?"),
    ],
    hints=["What is the square of each difference?", "The mean of ten equal numbers is that one."],
    code="my_constant_miss = 3 ** 2",
    insight="If every miss has the same size, the loss is its square, however many rows there are.",
)

check_mse = Exercise(
    name="mse",
    question="Write `my_mse` without looking above: the mean of all squared differences, as a "
    "tensor with one number.",
    answer=mse,
    about=["tensor", "requires_grad"],
    cases=TABLES,
    wrong=[
        (
            lambda p, t: ((p - t) ** 2).sum(),
            "You forgot the mean: that is the sum of the squares.",
        ),
        (
            lambda p, t: ((p - t) ** 2).sum() / len(p),
            "You divided by the number of rows. There are more differences than rows.",
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
        (lambda p, t: (p - t) ** 2, "Those are all the squares. The loss is one number."),
        (lambda p, t: ((p + t) ** 2).mean(), "You added. A difference is a minus."),
        (lambda p, t: (p**2 - t**2).mean(), "Squares were subtracted. Subtract first."),
        (lambda p, t: ((p - t) ** 3).mean(), "That is the third power, and signs cancel."),
        (lambda p, t: ((p - t) * 2).mean(), "You doubled. To square is to multiply by itself."),
        (
            lambda p, t: ((p - t) ** 2).sum() / p.shape[1],
            "You divided by the number of columns. There are more differences than columns.",
        ),
        (
            lambda p, t: ((p - t) ** 2).mean().detach(),
            "The number is right, and cut off from w and b: PyTorch could not find gradients.",
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
            "The shapes (n, 1) and (n,) are still stretched to (n, n).",
        ),
        (mse, "That is the loss of all columns together."),
        (
            lambda p, t: mse(p[:, -1], t[:, -1]),
            "That is the last column. The apples are the first one.",
        ),
        (
            lambda p, t: ((p[:, 0:1] - t) ** 2).mean(),
            "The column of the predictions was compared with each column of the targets.",
        ),
        (
            lambda p, t: ((p - t[:, 0:1]) ** 2).mean(),
            "Each column of the predictions was compared with the apples of the targets.",
        ),
        (
            lambda p, t: ((p[:, 0] - t[:, 0]) ** 2).sum() / p.numel(),
            "The sum was divided by the numbers of all columns. This column has fewer.",
        ),
        (lambda p, t: mse(p[:, 0], t[:, 1]), "Apples were compared with column 1."),
        (lambda p, t: (p[:, 0] - t[:, 0]).mean(), "The differences are no longer squared."),
        (lambda p, t: (p[:, 0] - t[:, 0]) ** 2, "The mean got lost: that is one for each row."),
        (
            lambda p, t: mse(p[:, 0], t[:, 0]).sqrt(),
            "You took the root. That is the typical miss, in tons.",
        ),
        (
            lambda p, t: mse(p[:, 0], t[:, 0]).item(),
            "`.item()` returns a plain number, and PyTorch could not find gradients from it.",
        ),
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
