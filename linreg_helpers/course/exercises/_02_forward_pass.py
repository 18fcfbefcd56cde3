"""Exercises of notebook 2: one prediction, all predictions, the shape of a new row."""

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.model import predict

check_prediction = Exercise(
    name="prediction",
    question="A model for apples has the weights 0.5, 1 and 0.5 and the bias -10. Johto has 91 °F, "
    "88 mm and 64 %. How many tons of apples does the model predict for Johto?",
    answer=155.5,
    wrong=[
        (165.5, "You forgot the bias."),
        (175.5, "You subtracted the bias. It is added, and it is negative."),
        (115, "You used the row of Kanto."),
        (243, "You added the inputs as they are. Multiply each by its weight first."),
    ],
    hints=[
        "Multiply each input by its weight, add the products, and add the bias.",
        "Begin with 0.5 · 91 + 1 · 88 + 0.5 · 64.",
    ],
    code="my_prediction = 0.5 * 91 + 1 * 88 + 0.5 * 64 + (-10)",
    insight="A prediction is a weighted sum of the inputs, plus the bias.",
)

check_predict = Exercise(
    name="predict",
    question="Write `my_predict` without `@`: with `*` and `.sum(1)` for one target at a time, and "
    "`torch.stack(..., dim=1)`. Or find a way of your own.",
    answer=predict,
    cases=[(x, w, b) for x, _, w, b in (table(4, 5, 3), table(5, 3, 4))],
    wrong=[
        (lambda x, w, b: x @ w.T, "The bias is missing."),
        (lambda x, w, b: x @ w.T - b, "The bias is subtracted. It must be added."),
        (lambda x, w, b: (x @ w.T + b).T, "The result is turned: it has a row for each target."),
        (
            lambda x, w, b: x @ w.T + b[:, None],
            "b was added to the rows, one number for each region. It belongs to the columns.",
        ),
        (lambda x, w, b: x @ w[0] + b[0], "That is only the first target."),
        (
            lambda x, w, b: x @ w + b,
            "The inner numbers of the shapes differ. `w.T` turns w on its side.",
        ),
    ],
    hints=[
        "`x * w[0]` multiplies every row of x by the weights of the first target.",
        "`(x * w[0]).sum(1) + b[0]` is the first column of the result.",
    ],
    code="""\
def my_predict(x, w, b):
    columns = [(x * w[j]).sum(1) + b[j] for j in range(len(b))]
    return torch.stack(columns, dim=1)""",
    insight="`x @ w.T + b` does exactly this: multiply, add up, add the bias, for all pairs of a "
    "region and a target.",
)

check_row_shape = Exercise(
    name="row_shape",
    question="One new region has three inputs, 80 °F, 100 mm and 50 %. Which shape must its tensor "
    "have, so that `predict` returns a table with one row? Write it like `(4, 3)`.",
    answer=(1, 3),
    wrong=[
        ((3, 1), "That is one column with three rows: three regions with one input each."),
        ((1, 2), "That is the shape of the result: one region, two targets."),
        ((5, 3), "That is the table of five regions. The new one comes alone."),
    ],
    hints=[
        "Rows first, then columns. How many regions, how many inputs?",
        "`torch.tensor([[80.0, 100.0, 50.0]]).shape` has two pairs of brackets.",
    ],
    code="my_row_shape = (1, 3)",
    insight="A table with one row is still a table: two pairs of brackets.",
)
