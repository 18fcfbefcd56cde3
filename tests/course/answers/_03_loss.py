"""Right and wrong answers to the exercises of notebook 3, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "apple_loss": [
        """\
def my_apple_loss(pred, target):
    return (pred - target).square().mean(0)[0]""",
    ],
    "constant_miss": [
        "my_constant_miss = 9.0",
    ],
    "mse": [
        "my_mse = torch.nn.MSELoss()",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "apple_loss": [],
    "constant_miss": [],
    "mse": [],
}
