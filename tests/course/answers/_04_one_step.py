"""Right and wrong answers to the exercises of notebook 4, as learners write them."""

import numpy as np
import torch

COMPLETE = True

RIGHT = {
    "recall_mse": [
        "my_recall_mse = np.mean(np.array([3, -1, 2, -4]) ** 2)",
        "my_recall_mse = torch.tensor([3.0, -1, 2, -4]).square().mean()",
        "my_recall_mse = mse(torch.tensor([3.0, -1, 2, -4]), torch.zeros(4))",
        "my_recall_mse = sum(d * d for d in (3, -1, 2, -4)) / 4",
    ],
    "recall_parameters": [
        "my_recall_parameters = sum(p.numel() for p in nn.Linear(6, 4).parameters())",
        "my_recall_parameters = 4 * (6 + 1)",
        "my_recall_parameters = 28.0",
        "my_recall_parameters = torch.ones(4, 6).numel() + torch.ones(4).numel()",
    ],
    "new_weight": [
        "my_new_weight = 2 + 3.0",
        "my_new_weight = 2 - 0.01 * -300",
        "my_new_weight = torch.tensor(2.0) - 0.01 * torch.tensor(-300.0)",
        "w, g, lr = 2, -300, 0.01\nmy_new_weight = w - lr * g",
    ],
    "gradients": [
        """\
def my_gradients(x, y, w, b):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    return torch.autograd.grad(((x @ w.T + b - y) ** 2).mean(), (w, b))""",
        """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    grad_w = torch.zeros(w.shape)
    grad_b = torch.zeros(b.shape)
    n, m = diff.shape
    for i in range(n):
        for j in range(m):
            grad_b[j] += 2 * diff[i, j].item() / (n * m)
            for k in range(x.shape[1]):
                grad_w[j, k] += 2 * diff[i, j].item() * x[i, k].item() / (n * m)
    return grad_w, grad_b""",
        """\
def my_gradients(x, y, w, b):
    diff = predict(x, w, b) - y
    n, m = diff.shape
    grad_w = torch.einsum("nm,nd->md", diff, x) * 2 / (n * m)
    return [grad_w, torch.einsum("nm->m", diff) * 2 / (n * m)]""",
        """\
my_gradients = lambda x, y, w, b: (
    2 * (x @ w.T + b - y).T @ x / y.numel(), 2 * (x @ w.T + b - y).mean(0) / y.shape[1])""",
        """\
def my_gradients(x, y, w, b):
    x, y, w, b = (t.detach().double().numpy() for t in (x, y, w, b))
    diff = x @ w.T + b - y
    return 2 / diff.size * diff.T @ x, 2 / diff.size * diff.sum(axis=0)""",
        """\
class Slopes:
    def __call__(self, x, y, w, b):
        diff = x.mm(w.t()).add(b).sub(y)
        ones = torch.ones(len(x), 1)
        both = 2 / diff.numel() * diff.T @ torch.cat([x, ones], 1)
        return both[:, :-1], both[:, -1]

my_gradients = Slopes()""",
        """\
from functools import partial

def general(factor, x, y, w, b):
    diff = x @ w.T + b - y
    return factor * (diff.T @ x) / diff.numel(), factor * diff.sum(0) / diff.numel()

my_gradients = partial(general, 2)""",
        """\
def my_gradients(x, y, w, b):
    with torch.no_grad():
        residuals = x @ w.T + b - y
        print("residuals", residuals, sep="\\n")
        slopes = 2 * residuals / residuals.numel()
        for row in slopes:
            print(row)
    return slopes.T @ x, slopes.T @ torch.ones(len(x))""",
        """\
def my_gradients(x, y, w, b):
    grad_w = torch.empty_like(w)
    for j in range(len(w)):
        diff = x @ w[j] + b[j] - y[:, j]
        grad_w.data[j] = 2 * (diff[:, None] * x).sum(0).detach() / y.numel()
    grad_b = 2 / y.numel() * torch.sum(x @ w.T + b - y, dim=0)
    return grad_w, grad_b""",
        """\
my_gradients = torch.func.grad(
    lambda x, y, w, b: torch.nn.functional.mse_loss(x @ w.T + b, y), argnums=(2, 3))""",
        """\
def my_gradients(x, y, w, b):
    def loss(w, b):
        return ((x.double() @ w.T + b - y) ** 2).mean()
    w, b, eps = w.detach().double(), b.detach().double(), 1e-4
    slopes = []
    for p in (w, b):
        slope = torch.zeros_like(p)
        for i in range(p.numel()):
            step = torch.zeros_like(p)
            step.view(-1)[i] = eps
            if p is w:
                rise = loss(w + step, b) - loss(w - step, b)
            else:
                rise = loss(w, b + step) - loss(w, b - step)
            slope.view(-1)[i] = rise / (2 * eps)
        slopes.append(slope)
    return tuple(slopes)""",
    ],
    "step": [
        """\
def my_step(w, b, lr):
    torch.optim.SGD([w, b], lr=lr).step()
    w.grad = b.grad = None""",
        """\
def my_step(w, b, lr):
    for p in (w, b):
        p.data -= lr * p.grad
        p.grad.zero_()""",
        """\
@torch.no_grad()
def my_step(w, b, lr):
    w.sub_(lr * w.grad)
    b.sub_(lr * b.grad)
    w.grad.fill_(0)
    b.grad.fill_(0)""",
        """\
def my_step(w, b, lr):
    w.data = w.data - lr * w.grad
    b.data = b.data - lr * b.grad
    w.grad, b.grad = None, None""",
        """\
def my_step(w, b, lr):
    optimizer = torch.optim.SGD([w, b], lr=lr)
    optimizer.step()
    optimizer.zero_grad()
    print("a step")""",
        """\
def my_step(w, b, lr):
    with torch.no_grad():
        w.copy_(w - lr * w.grad)
        b.copy_(b - lr * b.grad)
        w.grad.zero_(), b.grad.zero_()
    return w, b""",
        """\
def my_step(w, b, lr):
    torch.set_grad_enabled(False)
    w += -lr * w.grad
    b += -lr * b.grad
    torch.set_grad_enabled(True)
    w.grad *= 0
    b.grad *= 0""",
        """\
class Step:
    def __call__(self, *parameters_and_lr):
        *parameters, lr = parameters_and_lr
        with torch.no_grad():
            for p in parameters:
                p.add_(p.grad, alpha=-lr)
                p.grad = torch.zeros_like(p)

my_step = Step()""",
        "my_step = lambda w, b, lr: gradient_step(w, b, lr)",
        "my_step = gradient_step",
        """\
def my_step(w, b, lr):
    w.detach()[:] -= lr * w.grad
    b.detach()[:] -= lr * b.grad
    w.grad[:] = 0
    b.grad[:] = 0""",
        """\
def my_step(weights, bias, rate):
    old_w, old_b = weights.grad.clone(), bias.grad.clone()
    weights.grad.zero_()
    bias.grad.zero_()
    with torch.inference_mode():
        weights[...] = weights - rate * old_w
        bias[...] = bias - rate * old_b""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_mse": [
        (-7.5, "The size is right, and the sign is not."),
        ("7,5", "The decimal sign is a point."),
        ((7, 5), "The decimal sign is a point."),
        (8, None),
    ],
    "recall_parameters": [
        ("28", "Leave out the quotes."),
        ((24, 4), "One number is asked for, and a comma makes two."),
        ([28], "a row with one number"),
        (2.8, "The decimal point is at another place."),
    ],
    "new_weight": [
        (-5, "The size is right, and the sign is not."),
        ((5,), "a row with one number"),
        ("my_new_weight = lambda: 2 - 0.01 * (-300)", "Call it, with round brackets."),
        (5.3, None),
    ],
    "gradients": [
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T - y
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0)""",
            "never uses its argument `b`.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x, 2 * diff.mean(0)""",
            "Result 1 is right. In result 2: every number is too large",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff @ x, 2 / diff.numel() * diff.sum(0)""",
            "as many columns as the right one has rows",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * x.T @ diff, 2 / diff.numel() * diff.sum(0)""",
            "The gradient of w is turned.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    return w.grad, b.grad""",
            "There is no gradient",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    print(2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0))""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x""",
            "That is result 1 alone.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = y - x @ w.T - b
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0)""",
            "The sign is wrong.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum()""",
            "Result 1 is right. In result 2: that is the sum of the right numbers.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(1)""",
            "Result 1 is right.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / 10 * diff.T @ x, 2 / 10 * diff.sum(0)""",
            "In result 1: every number would be right if how many numbers `y` has were 10.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x, diff.sum(0) / diff.numel()""",
            "Result 1 is right. In result 2: every number is 2 times too small.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / (diff.numel() * diff.T @ x), 2 / diff.numel() * diff.sum(0)""",
            "Result 2 is right.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    loss = ((x @ w.T + b - y) ^ 2).mean()
    return torch.autograd.grad(loss, (w, b))""",
            "`^` is no power in Python",
        ),
        (
            """\
inputs = torch.ones(4, 5)
def my_gradients(x, y, w, b):
    diff = inputs @ w.T + b - y
    return 2 / diff.numel() * diff.T @ inputs, 2 / diff.numel() * diff.sum(0)""",
            "It uses `inputs`, a variable of the notebook.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    mse(predict(x, w, b), y).backward
    return w.grad, b.grad""",
            "`backward` stands without round brackets",
        ),
        (
            """\
def my_gradients(x, diff):
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0)""",
            "Your function takes 2 arguments, and the check hands over 4: x, y, w, b.",
        ),
        (
            """\
def my_gradients(w, b, x, y):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0)""",
            "in the order x, y, w, b",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * (diff * x).sum(0), 2 / diff.numel() * diff.sum(0)""",
            "The shapes do not fit.",
        ),
        (
            """\
def my_gradients(x, y, w, b):
    loss = ((x @ w.T + b - y) ** 2).mean()
    loss.backward()
    return w.grad.zero_(), b.grad.zero_()""",
            "every number is 0",
        ),
    ],
    "step": [
        (
            """\
def my_step(w, b, lr):
    w = w - lr * w.grad
    b = b - lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w = w - lr * w.grad
        b = b - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero_()""",
            "The gradient of b is not zeroed.",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w - lr * w.grad
        b - lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "computes something with `-` and keeps it nowhere",
        ),
        (
            """\
def my_step(w, b, lr):
    w.sub(lr * w.grad)
    b.sub(lr * b.grad)
    w.grad.zero_()
    b.grad.zero_()""",
            "`sub(...)` makes a new tensor, which nobody keeps",
        ),
        (
            """\
def my_step(w, b, lr):
    return w - lr * w.grad, b - lr * b.grad""",
            "makes a new tensor and leaves the old one as it was.",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero()
    b.grad.zero()""",
            "no attribute of this name",
        ),
        (
            """\
def my_step(w, b, lr):
    w.sub_(lr * w.grad)
    b.sub_(lr * b.grad)
    w.grad.zero_()
    b.grad.zero_()""",
            "The update is watched",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad:
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "The name behind `with` is not called.",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.zero_()
    b.zero_()""",
            "The update is watched",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
        w.zero_()
        b.zero_()""",
            "every number is 0",
        ),
        (
            """\
def my_step(w, b, lr):
    for _ in range(2):
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "You took two steps.",
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w *= lr * w.grad
        b *= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            None,
        ),
        (
            """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= 1e-5 * w.grad
        b -= 1e-5 * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "never uses its argument `lr`.",
        ),
        (
            """\
def my_step(w, b):
    with torch.no_grad():
        w -= 1e-5 * w.grad
        b -= 1e-5 * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "Your function takes 2 arguments, and the check hands over 3: w, b, lr.",
        ),
        (
            """\
def my_step(lr, w, b):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "in the order w, b, lr",
        ),
        (
            """\
def my_step(w, b, lr):
    torch.optim.SGD([w, b], lr=lr).step()""",
            "The gradients are not zeroed",
        ),
        (
            """\
def my_step(w, b, lr):
    optimizer = torch.optim.SGD([w, b], lr=lr)
    optimizer.zero_grad()
    optimizer.step()""",
            "The gradients are zeroed before the step",
        ),
        (
            """\
def my_step(w, b, lr):
    w.data = -lr * w.grad
    b.data = -lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
            "In w: it is right but for `w`, which is not added.",
        ),
        (torch.ones(3), "That is no function."),
        (np.sum, None),
    ],
}
