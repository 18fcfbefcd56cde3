"""Right and wrong answers to the exercises of notebook 7, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "largest_rate": [
        "my_largest_rate = 5e-3",
    ],
    "left": [
        """\
def my_left(curvatures, lr, n_steps):
    left = torch.ones_like(curvatures)
    for step in range(n_steps):
        left = left - lr * curvatures * left
    return left""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "largest_rate": [],
    "left": [],
}
