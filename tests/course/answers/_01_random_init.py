"""Right and wrong answers to the exercises of notebook 1, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "dtype": [
        "my_dtype = str(torch.tensor([73, 67, 43]).dtype)",
    ],
    "init": [
        """\
def my_init(n, m, seed):
    torch.manual_seed(seed)
    w = torch.randn(m, n).requires_grad_()
    return [w, torch.randn(m).requires_grad_()]""",
    ],
    "parameter_count": [
        "my_parameter_count = torch.tensor(40.0) + 4",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "dtype": [],
    "init": [],
    "parameter_count": [],
}
