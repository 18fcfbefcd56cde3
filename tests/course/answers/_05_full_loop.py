"""Right and wrong answers to the exercises of notebook 5, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "bug_hunt": [
        """\
my_bug_hunt = {"E": "Never zeroed ", "D": "broadcast target", "C": "stale predictions",
               "B": "lost leaf", "A": "zeroed  before"}""",
    ],
    "losses_after": [
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return history.losses[1:]""",
    ],
    "losses_before": [
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return tuple(history.losses[:-1])""",
    ],
    "train": [
        """\
def my_train(x, y, w, b, lr, n_steps):
    return train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "bug_hunt": [],
    "losses_after": [],
    "losses_before": [],
    "train": [],
}
