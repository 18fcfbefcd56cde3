"""Exercises of notebook 4: a step by head, the gradients by formula, a step in place."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import numbers, table, watched
from linreg_helpers.descent import gradient_step
from linreg_helpers.model import gradients

check_recall_mse = Exercise(
    name="recall_mse",
    question="The differences of four predictions are 3, -1, 2 and -4. What is their mse?",
    answer=7.5,
    wrong=[
        (30, "That is the sum of the squares. The mse is their mean."),
        (0, "That is the mean of the differences as they are. They cancel out."),
        (2.5, "That is the mean of the sizes. The mse squares the differences."),
        (10, "That is the sum of the sizes. The mse is a mean of squares."),
        (15, "You divided by 2. There are four differences."),
        (-1, "A square is never negative: (-1)² is 1, and (-4)² is 16."),
        (6.25, "You took the mean first, and the square after it."),
        (3.75, "You divided by 8. There are four differences."),
    ],
    hints=["Square each difference first, then take the mean."],
    code="my_recall_mse = (9 + 1 + 4 + 16) / 4",
    insight="Large misses count most: the 4 alone makes more than half of this loss.",
)

check_recall_parameters = Exercise(
    name="recall_parameters",
    question="A model predicts 4 targets from 6 inputs. How many parameters does it have, weights "
    "and biases together?",
    answer=28,
    wrong=[
        (24, "Those are the weights alone."),
        (4, "Those are the biases alone."),
        (25, "Each target has a bias of its own."),
        (30, "That has one bias for each input. The biases belong to the targets."),
        (10, "You added inputs and targets. Each target has a weight for each input."),
        (8, "That is the model of the course, with 3 inputs and 2 targets."),
        (34, "That has a bias for each input, too. The biases belong to the targets only."),
        (48, "That is twice the number of weights. How many biases are there?"),
    ],
    hints=["Each target has a weight for each input, and one bias."],
    code="my_recall_parameters = 4 * 6 + 4",
    insight="w has the shape (m, d) and b the shape (m,): m · d + m numbers.",
)

check_new_weight = Exercise(
    name="new_weight",
    question="A weight has the value 2, its gradient is -300, and the learning rate is 0.01. What "
    "is the weight after one step?",
    answer=5,
    wrong=[
        (-1, "The sign is wrong. The step goes against the gradient: minus times minus is plus."),
        (302, "You forgot the learning rate."),
        (3, "That is the change. Add it to the old value."),
        (0, "The gradients are set to zero after a step, and not the weights."),
        (-3, "That is the change, and its sign: the step goes against the gradient."),
        (
            -298,
            "You added the gradient itself. The learning rate is missing, and the sign is wrong.",
        ),
        (2, "That is the weight before the step."),
        (32, "You took a learning rate of 0.1."),
        (2.3, "You took a learning rate of 0.001."),
        (2.03, "You took a learning rate of 0.0001."),
        (-300, "That is the gradient."),
        (6, "You multiplied the weight and the change. A step subtracts."),
        (-6, "You multiplied the weight by its change. A step subtracts the change."),
        (8, "You took two steps. It is only one."),
        (299.98, "You mixed up the weight's place and the gradient's: lr goes with the gradient."),
    ],
    hints=["The new weight is the old weight - lr · gradient.", "0.01 · (-300) is -3."],
    code="my_new_weight = 2 - 0.01 * (-300)",
    insight="A negative gradient makes the weight larger: the loss falls in that direction.",
)


def _scaled(factor):
    """Return a wrong answer: the right gradients times a factor."""

    def scaled(x, y, w, b):
        return tuple(factor * gradient for gradient in gradients(x, y, w, b))

    return scaled


def _mean_for_bias(x, y, w, b):
    grad_w, grad_b = gradients(x, y, w, b)
    return grad_w, grad_b / len(x)


check_gradients = Exercise(
    name="gradients",
    question="Write `my_gradients` without autograd. It returns the gradient of w, in the shape of "
    "w, and the gradient of b, in the shape of b.",
    answer=gradients,
    cases=[table(4, 5, 3), table(5, 3, 4)],
    wrong=[
        (_scaled(1 / 2), "You forgot the factor 2, the slope of a square."),
        (_scaled(-1), "The sign is wrong. The difference is prediction minus target."),
        (_scaled(4), "You forgot to divide by the number of differences."),
        (_scaled(2), "You divided by the number of rows. `numel` counts all differences."),
        (
            lambda x, y, w, b: (gradients(x, y, w, b)[0].T, gradients(x, y, w, b)[1]),
            "The gradient of w is turned. It has the shape of w.",
        ),
        (
            lambda x, y, w, b: gradients(x, y, w, b)[::-1],
            "The two results are swapped. The gradient of w comes first.",
        ),
        (
            _mean_for_bias,
            "The gradient of b has one division too many: add up the differences, and divide once.",
        ),
    ],
    hints=[
        "A weight acts through its input: sum up difference times input over the rows.",
        "With `diff = x @ w.T + b - y`, begin with `2 / diff.numel() * diff.T @ x`.",
    ],
    code="""\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    grad_w = 2 / diff.numel() * diff.T @ x
    grad_b = 2 / diff.numel() * diff.sum(0)
    return grad_w, grad_b""",
    insight="`backward` finds the same numbers. By formula you see why: each slope is a sum of "
    "differences times inputs.",
    minutes=10,
)


def _parameters(d, m):
    """Return w and b with gradients."""
    shapes = (m, d), (m,)
    return [watched(numbers(*s, seed=1), grad=numbers(*s, seed=2)) for s in shapes]


def _look_after(step, w, b, lr):
    """Call a step, and look at what it has left behind."""
    step(w, b, lr)
    parts = {"w": w, "b": b, "w.grad afterwards": w.grad, "b.grad afterwards": b.grad}
    kept = {name: t if t is None else t.detach().clone() for name, t in parts.items()}
    for name, tensor in (("w.grad afterwards", w), ("b.grad afterwards", b)):
        if kept[name] is None:  # no gradient is as good as a gradient of zero
            kept[name] = torch.zeros_like(tensor).detach()
    return kept


def _step(order, *, sign=1, rate=True):
    """Return a wrong step: some parts of it, in some order."""

    def step(w, b, lr):
        for part in order:
            for parameter in (w, b):
                if part == "zero w" and parameter is b:
                    continue
                if part.startswith("zero"):
                    parameter.grad.zero_()
                elif part != "w only" or parameter is w:
                    parameter.data -= sign * (lr if rate else 1) * parameter.grad

    return step


def _new_tensors(w, b, lr):
    with torch.no_grad():
        w = w - lr * w.grad
        b = b - lr * b.grad


def _outside_no_grad(w, b, lr):
    w -= lr * w.grad


check_step = Exercise(
    name="step",
    question="Write `my_step`. It takes one step of gradient descent in place, from `w.grad` and "
    "`b.grad`, and leaves the gradients at zero. It returns nothing.",
    answer=gradient_step,
    run=_look_after,
    cases=[(*_parameters(3, 4), 0.1), (*_parameters(5, 3), 0.3)],
    wrong=[
        (
            _step(["zero", "step"]),
            "The gradients are zeroed before the step, so it subtracts zero and nothing moves.",
        ),
        (_step(["step"]), "The gradients are not zeroed, so the next `backward` adds to them."),
        (_step(["step", "zero"], sign=-1), "The step goes up the slope. Subtract."),
        (_step(["step", "zero"], rate=False), "The learning rate is missing."),
        (_step(["w only", "zero"]), "b does not move. Both need their step."),
        (_step(["step", "zero w"]), "The gradient of b is not zeroed. Both need it."),
        (_step(["step", "step", "zero"]), "You took two steps. It is only one."),
        (
            _new_tensors,
            "`w = w - ...` makes a new tensor and leaves the old one as it was.",
        ),
        (_outside_no_grad, "The update is watched as if it were a part of the loss."),
    ],
    hints=[
        "First the step, then zero. The update stands inside `torch.no_grad()`.",
        "`w -= lr * w.grad` changes w in place, and `w.grad.zero_()` empties its gradient.",
    ],
    code="""\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
    insight="Step, then zero, in place: three things to get right, and two of them fail silently.",
)
