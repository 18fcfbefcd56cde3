"""Exercises of notebook 9: steps of an epoch, and the order of the three calls."""

from linreg_helpers.course.checking.exercise import Exercise

check_steps = Exercise(
    name="steps",
    question="A table has 1000 rows, and the batch size is 64. How many steps has an epoch?",
    answer=16,
    wrong=[
        (15, "The last batch is smaller, and it counts too."),
        (15.625, "A step is whole. The last batch is a smaller one."),
        (64, "That is the number of rows of a batch."),
        (1000, "That would be a batch for each row."),
    ],
    hints=["How many full batches are there, and what is left?", "15 · 64 is 960."],
    code="import math\n\nmy_steps = math.ceil(1000 / 64)",
    insight="An epoch is one pass through all rows, in as many steps as there are batches.",
)

check_order = Exercise(
    name="order",
    question="Put the three calls of the loop into a right order, as texts in round brackets: "
    '`"step"`, `"zero_grad"` and `"backward"`.',
    answer=("backward", "step", "zero_grad"),
    also=[("zero_grad", "backward", "step")],
    wrong=[
        (("backward", "zero_grad", "step"), "The gradients are gone before the step can use them."),
        (
            ("step", "backward", "zero_grad"),
            "The step comes before there are gradients, and what "
            "`backward` then finds is thrown away.",
        ),
        (
            ("zero_grad", "step", "backward"),
            "The step comes right after the gradients were cleared, so it never moves anything.",
        ),
        (
            ("step", "zero_grad", "backward"),
            "The step uses the gradients of the pass before, and the first one has none.",
        ),
    ],
    hints=[
        "Which call makes the gradients, and which one uses them?",
        "`zero_grad` may stand first or last, and never between the other two.",
    ],
    code='my_order = ("backward", "step", "zero_grad")',
    insight="`backward` makes the gradients, `step` uses them, `zero_grad` clears them.",
)
