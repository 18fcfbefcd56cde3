"""Exercises of notebook 2: one prediction, all predictions, the shape of a new row."""

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.model import predict

check_recall_bias_count = Exercise(
    name="recall_bias_count",
    question="A model predicts 3 targets from 7 inputs. How many numbers are in its bias?",
    answer=3,
    wrong=[
        (7, "That is one for each input. The inputs have the weights."),
        (1, "Each target has a bias of its own."),
        (10, "That is one for each input and each target."),
        (21, "That is the number of weights."),
        (24, "That is the number of all parameters, weights and biases."),
        (2, "That is the model of the course. This one has 3 targets."),
    ],
    hints=["What does the bias belong to, an input or a target?"],
    code="my_recall_bias_count = 3",
    insight="w has the shape (m, d) and b has the shape (m,), for m targets and d inputs.",
)

check_recall_too_fast = Exercise(
    name="recall_too_fast",
    question="The loss is larger after every step. Which number that you have chosen is too large?",
    answer="learning rate",
    also=["lr", "the learning rate", "rate", "step size", "the learning rate lr"],
    wrong=[
        ("weight", "The weights are not chosen. They learn."),
        ("bias", "The bias is not chosen. It learns."),
        ("loss", "The loss is what grows. What makes it grow?"),
        ("slope", "The slope is computed. What is it multiplied by?"),
        ("gradient", "The gradient is computed. What is it multiplied by?"),
        ("n_steps", "More steps do not make a single step longer."),
        ("seed", "A seed decides where the walk starts, and not how long its steps are."),
    ],
    hints=["A step is this number times the slope."],
    code='my_recall_too_fast = "learning rate"',
    insight="Too large a step jumps over the valley and lands higher on the other side.",
)

check_prediction = Exercise(
    name="prediction",
    question="A model for apples has the weights 0.5, 1 and 0.5 and the bias -10. Johto has 91 °F, "
    "88 mm and 64 %. How many tons of apples does the model predict for Johto?",
    answer=155.5,
    wrong=[
        (165.5, "You forgot the bias."),
        (175.5, "You subtracted the bias. It is added, and it is negative."),
        (115, "You used the row of Kanto."),
        (243, "You added the inputs as they are, without the weights."),
        (233, "You added the inputs and the bias, without the weights."),
        (123.5, "The humidity is missing."),
        (110, "The temperature is missing."),
        (67.5, "The rainfall is missing."),
        (143.5, "The weights of rainfall and humidity are swapped."),
        (157, "The weights of temperature and rainfall are swapped."),
        (155.5 / 3, "That is a third of it. The products are added, and not divided."),
        (81, "That is what Johto harvested. What does this model predict?"),
        (-1655, "You multiplied by the bias. It is added."),
        (-8, "You added the weights and the bias, without the inputs."),
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
    question="Write `my_predict` without looking above. It gets inputs `x` (n, d), weights `w` "
    "(m, d) and a bias `b` (m,) of any sizes, and returns the table of predictions (n, m).",
    answer=predict,
    cases=[(x, w, b) for x, _, w, b in (table(4, 5, 3), table(5, 3, 4))],
    wrong=[
        (lambda x, w, b: x @ w.T, "The bias is missing."),
        (lambda x, w, b: x @ w.T - b, "The bias is subtracted. It must be added."),
        (lambda x, w, b: (x @ w.T + b).T, "The result is turned: it has a row for each target."),
        (lambda x, w, b: x @ w[0] + b[0], "That is only the first target."),
        (lambda x, w, b: x[0] @ w.T + b, "That is only the first region."),
        (lambda x, w, b: x @ w + b, "The inner numbers differ: (n, d) @ (m, d)."),
        (lambda x, w, b: x @ w.T + b[0], "Every target got the bias of the first one."),
        (lambda x, w, b: x @ w.T + b.sum(), "The biases were added up. Each target has its own."),
        (lambda x, w, b: x @ w.T + 2 * b, "The bias is added twice."),
        (lambda x, w, b: x @ w.T * b, "You multiplied by the bias. It is added."),
        (lambda x, w, b: x @ (w.T + b), "The bias was added to the weights, before the product."),
        (
            lambda x, w, b: x @ w.T / x.shape[1] + b,
            "The products were divided by the number of inputs. That is a mean.",
        ),
        (lambda x, w, b: w @ x.T + b, "`w @ x.T` has a row for each target. Which comes first?"),
    ],
    hints=[
        "Write the shapes of x and w side by side. The inner numbers must be equal.",
        "`w.T` turns w on its side, so that `x @ w.T` has the shape (n, m).",
    ],
    code="""\
def my_predict(x, w, b):
    return x @ w.T + b""",
    insight="Each number of `x @ w.T` is a row of x times a row of w, added up.",
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
        ((3,), "That is a row of three numbers and not a table. A table has two sizes."),
        ((3, 3), "That is three regions with three inputs each."),
        ((2, 3), "That is the shape of w, or of two regions."),
        ((3, 2), "That is the shape of w.T."),
        ((4, 3), "That is only the example of how to write a shape."),
        ((6, 3), "That is the old table with the new row below. The new one comes alone."),
        ((1, 1), "That is one number. The region has three inputs."),
        ((1, 5), "That is one row with five numbers. The region has three inputs."),
        ((1, 4), "The bias is no input: it is added later."),
        ((80, 100, 50), "Those are the inputs themselves. How many rows and columns are they?"),
        ((1, 3, 1), "Two sizes are enough: rows and columns."),
        ((0, 3), "A table with 0 rows is empty."),
    ],
    hints=[
        "Rows first, then columns. How many regions, how many inputs?",
        "`torch.tensor([[80.0, 100.0, 50.0]]).shape` has two pairs of brackets.",
    ],
    code="my_row_shape = (1, 3)",
    insight="A table with one row is still a table: two pairs of brackets.",
)
