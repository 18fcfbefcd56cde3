"""Right and wrong answers to the exercises of notebook 2, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "predict": [
        """\
def my_predict(inputs, weights, bias):
    return torch.einsum("nd,md->nm", inputs, weights) + bias""",
    ],
    "prediction": [
        "my_prediction = np.float32(155.5)",
    ],
    "row_shape": [
        "my_row_shape = torch.Size([1, 3])",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "predict": [],
    "prediction": [],
    "row_shape": [],
}
