"""Right and wrong answers to the exercises of notebook 9, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "order": [
        'my_order = ["zero_grad", "backward", "step"]',
    ],
    "steps": [
        "my_steps = -(-1000 // 64)",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "order": [],
    "steps": [],
}
