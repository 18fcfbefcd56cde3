"""Right and wrong answers to the exercises of notebook 4, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "gradients": [
        """\
def my_gradients(x, y, w, b):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    return torch.autograd.grad(((x @ w.T + b - y) ** 2).mean(), (w, b))""",
    ],
    "new_weight": [
        "my_new_weight = 2 + 3.0",
    ],
    "step": [
        """\
def my_step(w, b, lr):
    torch.optim.SGD([w, b], lr=lr).step()
    w.grad = b.grad = None""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "gradients": [],
    "new_weight": [],
    "step": [],
}
