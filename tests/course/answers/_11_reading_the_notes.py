"""Right and wrong answers to the exercise of notebook 11, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "recover": [
        """\
def my_recover(x, pred):
    A = np.column_stack([x, np.ones(len(x))])
    theta = np.linalg.lstsq(A, pred, rcond=None)[0]
    return theta[:-1].T, theta[-1]""",
        "from linreg_helpers import least_squares\nmy_recover = least_squares",
        """\
def my_recover(x, pred):
    A = torch.hstack([torch.ones(len(x), 1), x])
    theta = torch.linalg.pinv(A) @ pred
    return theta[1:].T, theta[0]""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recover": [
        ("my_recover = lambda x, pred: (x, pred)", None),
        (
            """\
def my_recover(x, pred):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, pred).solution.T
    return theta[:, :-1]""",
            "That is result 1 alone.",
        ),
    ],
}
