"""Right and wrong answers to the exercises of notebook 6, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "least_squares": [
        """\
def my_least_squares(x, y):
    A = np.column_stack([x, np.ones(len(x))])
    theta = torch.tensor(np.linalg.lstsq(A, y.numpy(), rcond=None)[0])
    return theta[:-1].T, theta[-1]""",
    ],
    "rows_needed": [
        "my_rows_needed = len([0, 1, 2, 3, 4])",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "least_squares": [],
    "rows_needed": [],
}
