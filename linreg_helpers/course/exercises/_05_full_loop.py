"""Exercises of notebook 5: the hunt for silent bugs, two repairs, and the loop from memory."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.descent import gradient_step, train
from linreg_helpers.model import init_params, mse, predict

# Small tables on which every mistake shows within some steps.
X, Y, W, B = table(4, 5, 3, largest=1.5)
CASES = [(X, Y, W, B, 0.3, 6), (*table(5, 3, 4, largest=1.5), 0.2, 4)]

BUGS = ("stale predictions", "never zeroed", "zeroed before", "broadcast target", "lost leaf")


def descend(x, y, w, b, lr, n_steps, bugs=()):
    """Run the loop of the course with some of five mistakes that raise no error.

    Args:
        x: inputs, (n, d).
        y: targets, (n, m).
        w: weights, (m, d), watched; changed in place.
        b: bias, (m,), watched; changed in place.
        lr: learning rate.
        n_steps: number of steps.
        bugs: some of `BUGS`.

    Returns:
        The losses as the faulty program sees them, a list of n_steps + 1 numbers.

    Example:
        >>> losses = descend(X, Y, *init_params(5, 3, seed=0), 0.1, 3, ["zeroed before"])
        >>> len(losses), len(set(losses))
        (4, 1)
    """
    target = y[0] if "broadcast target" in bugs else y
    losses = [torch.mean((predict(x, w, b) - target) ** 2).item()]
    for _ in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - target) ** 2).backward()
        if "zeroed before" in bugs:
            w.grad, b.grad = None if w.grad is None else w.grad.zero_(), b.grad.zero_()
        with torch.no_grad():
            if "lost leaf" not in bugs:
                w -= lr * w.grad
            elif w.grad is not None:
                w = w - lr * w.grad
            b -= lr * b.grad
        if "never zeroed" not in bugs:
            w.grad, b.grad = None if w.grad is None else w.grad.zero_(), b.grad.zero_()
        seen = pred if "stale predictions" in bugs else predict(x, w, b)
        losses.append(torch.mean((seen - target) ** 2).item())
    return losses


def _in_part(moves="wb", zeroes="wb"):
    """Return a wrong loop, in which only some parameters move, or have their gradients zeroed."""

    def run(x, y, w, b, lr, n_steps):
        losses = [mse(predict(x, w, b), y).item()]
        for _ in range(n_steps):
            mse(predict(x, w, b), y).backward()
            for name, parameter in (("w", w), ("b", b)):
                parameter.data -= lr * parameter.grad * (name in moves)
                parameter.grad = None if name in zeroes else parameter.grad
            losses.append(mse(predict(x, w, b), y).item())
        return losses

    return run


def _with_the_last_loss_twice(*arguments):
    losses = descend(*arguments)
    return [*losses[:-1], losses[-2]]


def _uphill(x, y, w, b, lr, n_steps):
    return descend(x, y, w, b, -lr, n_steps)


def _look_at_training(function, x, y, w, b, lr, n_steps):
    """Train, and look at the losses and at the parameters."""
    losses = function(x, y, w, b, lr, n_steps)
    return {"the losses": losses, "w": w.detach().clone(), "b": b.detach().clone()}


check_train = Exercise(
    name="train",
    minutes=10,
    question="Write `my_train` from memory. It takes `n_steps` steps in place, and returns a list "
    "of the losses before each step and after the last one.",
    answer=lambda x, y, w, b, lr, n_steps: train(
        x, y, w, b, lr=lr, n_steps=n_steps, progress=False
    ).losses.tolist(),
    run=_look_at_training,
    cases=CASES,
    wrong=[
        (lambda *a: descend(*a)[:-1], "The loss after the last step is missing."),
        (lambda *a: descend(*a)[1:], "The loss before the first step is missing."),
        (lambda *a: descend(*a)[-1], "That is the last loss alone. Keep all of them in a list."),
        (lambda *a: descend(*a, ["never zeroed"]), "The gradients are never zeroed."),
        (
            lambda *a: descend(*a, ["zeroed before"]),
            "Nothing moves: no step is taken, or the gradients are zeroed before it.",
        ),
        (
            lambda *a: descend(*a, ["stale predictions"]),
            "The loss is computed from stale predictions, one step late.",
        ),
        (
            lambda *a: descend(*a, ["lost leaf"]),
            "`w = w - ...` makes a new tensor that is not watched.",
        ),
        (
            lambda *a: descend(*a, ["broadcast target"]),
            "The target is a single row, stretched over the table.",
        ),
        (_uphill, "The step goes up the slope. Subtract."),
        (_in_part(moves="w"), "b does not move. Both need their step."),
        (_in_part(zeroes="w"), "The gradient of b is never zeroed."),
        (_in_part(zeroes="b"), "The gradient of w is never zeroed."),
        (
            _with_the_last_loss_twice,
            "The last loss is the one before it once more: it was not computed anew.",
        ),
    ],
    hints=[
        "In each pass: predict, mse, gradients, step. What must be kept, and when?",
        "After the loop, append the loss once more, from a new prediction.",
    ],
    code="""\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
    insight="Four verbs in a loop: this is how nearly every model in PyTorch is trained.",
)


PANELS = {
    "A": "zeroed before",
    "B": "lost leaf",
    "C": "stale predictions",
    "D": "broadcast target",
    "E": "never zeroed",
}
LOOKS = {
    "zeroed before": "stay exactly where they began",
    "lost leaf": "fall in the first step and then hardly at all",
    "stale predictions": "repeat their first value once, and then fall as they should",
    "broadcast target": "begin at another value than the right ones",
    "never zeroed": "swing up and down",
}


def bug_traces(x, y, *, lr=1e-5, n_steps=24):
    """Return the losses of five runs with one silent mistake each, and of a run without any.

    Args:
        x: inputs, (n, d).
        y: targets, (n, m).
        lr: learning rate.
        n_steps: number of steps of each run, all from seed 0.

    Returns:
        A dict from the letter of a panel, A to E, or from "right", to a list of n_steps + 1
        losses.

    Example:
        >>> bug_traces(X, Y, lr=0.1, n_steps=3)["A"][0] == bug_traces(X, Y, n_steps=3)["A"][3]
        True
    """
    runs = {"right": [], **{letter: [bug] for letter, bug in PANELS.items()}}
    return {
        name: descend(x, y, *init_params(x.shape[1], y.shape[1], seed=0), lr, n_steps, bugs)
        for name, bugs in runs.items()
    }


check_recall_added = Exercise(
    name="recall_added",
    question="After `backward`, a gradient is 6. The same forward pass and `backward` run once "
    "more, and nothing else. What is the gradient now?",
    answer=12,
    wrong=[
        (6, "`backward` does not replace what is in `.grad`."),
        (0, "Nothing has set it to zero. What does `backward` do with what is in `.grad`?"),
        (36, "`backward` does not multiply."),
        (3, "`backward` takes no mean of the old and the new."),
        (-6, "`backward` does not turn the sign."),
        (18, "That is three times. `backward` was called twice."),
        (24, "That is four times. `backward` was called twice."),
        (1, "`backward` does not divide."),
    ],
    hints=["Why must the gradients be zeroed after each step?"],
    code="my_recall_added = 6 + 6",
    insight="`backward` adds to what is in `.grad`, so each step ends with zeroing it.",
)

check_recall_pred_size = Exercise(
    name="recall_pred_size",
    question="x has the shape (7, 3), and w the shape (2, 3). How many numbers are in `x @ w.T`?",
    answer=14,
    wrong=[
        (21, "That is how many are in x."),
        (6, "That is how many are in w."),
        (7, "That is the number of rows. Each row has more than one prediction."),
        (2, "That is the number of columns. Each column has more than one row."),
        (42, "You counted the products before they are added."),
        (9, "You added rows and columns. Multiply them."),
        (3, "That is the number of inputs, over which `@` adds up."),
        (27, "That is how many are in x and w together."),
    ],
    hints=["(7, 3) @ (3, 2): which two numbers stay?"],
    code="my_recall_pred_size = 7 * 2",
    insight="`@` adds up over the inner number, so (n, d) @ (d, m) gives (n, m).",
)

check_bug_hunt = Exercise(
    name="bug_hunt",
    minutes=10,
    question="Each panel shows the losses of a program with one mistake, beside those of the right "
    "program. None of the five stops with an error. Which mistake belongs to which panel? "
    "The five are: " + ", ".join(f'`"{bug}"`' for bug in BUGS[:-1]) + f' and `"{BUGS[-1]}"`.',
    answer=PANELS,
    wrong=[
        (
            {letter: claim},
            f"Look at {letter}. With {claim!r} the losses would {LOOKS[claim]}. "
            f"These {LOOKS[bug]}.",
        )
        for letter, bug in PANELS.items()
        for claim in BUGS
        if claim != bug
    ],
    hints=[
        "Begin with the losses that never change, and with those that swing.",
        "One of them is the right curve, one step late. One does not even begin where the others "
        "do.",
    ],
    code="my_bug_hunt = {\n"
    + "".join(f'    "{letter}": "{bug}",\n' for letter, bug in PANELS.items())
    + "}",
    insight="A loss curve tells mistakes apart that raise no error, so draw it before you search.",
)


def _measured_on_the_table(x, y, w, b, lr, n_steps, bugs):
    """Run the given program, whose loss is always measured against the whole table."""
    losses = []
    for _ in range(n_steps):
        pred = predict(x, w, b)
        target = y[0] if "broadcast target" in bugs else y
        torch.mean((pred - target) ** 2).backward()
        if "zeroed before" not in bugs:
            gradient_step(w, b, lr)
        w.grad.zero_(), b.grad.zero_()
        seen = pred if "stale predictions" in bugs else predict(x, w, b)
        losses.append(mse(seen, y).item())
    return losses


check_losses_after = Exercise(
    name="losses_after",
    minutes=10,
    question="This program shall return the loss after each step. It has three mistakes of the "
    "hunt at once, and raises no error. Repair it.",
    given="""\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y[0]) ** 2).backward()
        w.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append(mse(pred, y).item())
    return losses""",
    answer=lambda x, y, w, b, lr, n_steps: (
        train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses[1:].tolist()
    ),
    run=lambda function, *arguments: function(*arguments),
    cases=CASES,
    wrong=[
        (
            lambda *a: _measured_on_the_table(*a, ["zeroed before"]),
            "The gradients are still zeroed before the step, so nothing moves. Another mistake may "
            "hide behind this one.",
        ),
        (
            lambda *a: _measured_on_the_table(*a, ["broadcast target"]),
            "One mistake is left: `y[0]` is one row, which is stretched over all rows.",
        ),
        (
            lambda *a: _measured_on_the_table(*a, ["stale predictions"]),
            "One mistake is left: the loss is computed from predictions made before the step.",
        ),
        (
            lambda *a: _measured_on_the_table(*a, ["broadcast target", "stale predictions"]),
            "Two mistakes are left: `y[0]` is one row, and the loss is computed from predictions "
            "made before the step.",
        ),
        (
            lambda *a: descend(*a, ["never zeroed"])[1:],
            "Now the gradients are never zeroed.",
        ),
        (lambda *a: _uphill(*a)[1:], "The step goes up the slope now."),
        (lambda *a: _in_part(zeroes="w")(*a)[1:], "The gradient of b is never zeroed."),
        (lambda *a: _in_part(zeroes="b")(*a)[1:], "The gradient of w is never zeroed."),
    ],
    hints=[
        "Look at `y[0]`, at the order of step and zero, and at the `pred` of the last line.",
        "Move the two lines with `zero_` below the step, and call `predict` again at the end.",
    ],
    code="""\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
    insight="Mistakes hide behind each other, so repair one, look at the losses, and go on.",
)

check_losses_before = Exercise(
    name="losses_before",
    core=False,
    question="This program shall return the loss before each step. It has the other two mistakes "
    "of the hunt. Repair it.",
    given="""\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            if w.grad is not None:
                w = w - lr * w.grad
            b -= lr * b.grad
    return losses""",
    answer=lambda x, y, w, b, lr, n_steps: (
        train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses[:-1].tolist()
    ),
    run=lambda function, *arguments: function(*arguments),
    cases=CASES,
    wrong=[
        (
            lambda *a: descend(*a, ["lost leaf", "never zeroed"])[:-1],
            "Both mistakes are left: w loses its leaf, and the gradient of b is never zeroed.",
        ),
        (
            lambda *a: descend(*a, ["lost leaf"])[:-1],
            "w still becomes a new tensor, which is not watched.",
        ),
        (lambda *a: descend(*a, ["never zeroed"])[:-1], "The gradients are still never zeroed."),
        (
            lambda *a: descend(*a, ["zeroed before"])[:-1],
            "Now the gradients are zeroed before the step, so nothing moves.",
        ),
        (lambda *a: descend(*a)[1:], "These are the losses after each step."),
        (lambda *a: _uphill(*a)[:-1], "The step goes up the slope now."),
        (lambda *a: _in_part(zeroes="w")(*a)[:-1], "The gradient of b is never zeroed."),
        (lambda *a: _in_part(zeroes="b")(*a)[:-1], "The gradient of w is never zeroed."),
    ],
    hints=[
        "Why may `w.grad` be `None`? And who empties the gradients?",
        "Write `w -= lr * w.grad`, without the `if`, and zero both gradients after the step.",
    ],
    code="""\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return losses""",
    insight="A line that avoids an error, such as `if w.grad is not None`, may hide the mistake.",
)
