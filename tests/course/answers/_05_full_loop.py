"""Right and wrong answers to the exercises of notebook 5, as learners write them."""

import collections

COMPLETE = True

PANELS = {
    "A": "zeroed before",
    "B": "lost leaf",
    "C": "stale predictions",
    "D": "broadcast target",
    "E": "never zeroed",
}

RIGHT = {
    "recall_added": [
        "my_recall_added = 2 * 6",
        "my_recall_added = 12.0",
        "w = torch.tensor(1.0, requires_grad=True)\n(6 * w).backward()\n(6 * w).backward()\n"
        "my_recall_added = w.grad",
        "my_recall_added = sum([6, 6])",
    ],
    "recall_pred_size": [
        "my_recall_pred_size = (torch.ones(7, 3) @ torch.ones(2, 3).T).numel()",
        "my_recall_pred_size = len(range(7)) * 2",
        "my_recall_pred_size = np.size(np.ones((7, 3)) @ np.ones((2, 3)).T)",
        "my_recall_pred_size = 14.0",
    ],
    "bug_hunt": [
        """\
my_bug_hunt = {"E": "Never zeroed ", "D": "broadcast target", "C": "stale predictions",
               "B": "lost leaf", "A": "zeroed  before"}""",
        """\
my_bug_hunt = dict(A="zeroed before", B="lost leaf", C="stale predictions",
                   D="broadcast target", E="never zeroed")""",
        """\
my_bug_hunt = dict(zip("ABCDE", ["zeroed before", "lost leaf", "stale predictions",
                                 "broadcast target", "never zeroed"]))""",
        {key.lower(): text for key, text in PANELS.items()},
        {f" {key}": text.upper() for key, text in PANELS.items()},
        collections.OrderedDict(PANELS),
        collections.defaultdict(str, PANELS),
        {key: text.replace(" ", "_") for key, text in PANELS.items()},
        {key: f'"{text}"' for key, text in PANELS.items()},
        """\
my_bug_hunt = {}
my_bug_hunt["A"] = "zeroed before"
my_bug_hunt["C"] = "stale predictions"
my_bug_hunt["B"] = "lost leaf"
my_bug_hunt["E"] = "never zeroed"
my_bug_hunt["D"] = "broadcast target\"""",
    ],
    "train": [
        """\
def my_train(x, y, w, b, lr, n_steps):
    return train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses""",
        """\
def my_train(x, y, w, b, lr, n_steps):
    losses = [mse(predict(x, w, b), y).item()]
    for _ in range(n_steps):
        mse(predict(x, w, b), y).backward()
        gradient_step(w, b, lr)
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
        """\
def my_train(x, y, w, b, lr, n_steps):
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for step in range(n_steps + 1):
        loss = nn.functional.mse_loss(x @ w.T + b, y)
        losses.append(loss.item())
        if step == n_steps:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses""",
        """\
def my_train(x, y, w, b, lr, n_steps):
    losses = torch.empty(n_steps + 1, dtype=torch.float64)
    for i in range(n_steps):
        diff = x @ w.T + b - y
        losses[i] = (diff ** 2).mean().detach()
        with torch.no_grad():
            w -= lr * 2 / diff.numel() * diff.T @ x
            b -= lr * 2 / diff.numel() * diff.sum(0)
    losses[n_steps] = ((x @ w.T + b - y) ** 2).mean().detach()
    return losses""",
        """\
def my_train(x, y, w, b, lr, n_steps):
    history = []
    while len(history) < n_steps:
        loss = torch.mean((predict(x, w, b) - y) ** 2)
        history += [loss]
        grad_w, grad_b = torch.autograd.grad(loss, (w, b))
        w.data -= lr * grad_w
        b.data -= lr * grad_b
        print(f"step {len(history)}: {loss.item():.4f}")
    history += [torch.mean((predict(x, w, b) - y) ** 2)]
    return [float(loss) for loss in history]""",
        """\
def my_train(x, y, w, b, lr, n_steps):
    def measured():
        return ((torch.einsum("nd,md->nm", x, w) + b - y) ** 2).mean()
    def one_step():
        measured().backward()
        with torch.no_grad():
            for p in (w, b):
                p.sub_(lr * p.grad)
                p.grad = None
        return measured().item()
    return [measured().item()] + [one_step() for _ in range(n_steps)]""",
        """\
class Trainer:
    def __init__(self):
        self.losses = []

    def __call__(self, x, y, w, b, lr, n_steps):
        self.losses = []
        for _ in range(n_steps):
            loss = mse(predict(x, w, b), y)
            self.losses.append(loss.detach().numpy())
            loss.backward()
            gradient_step(w, b, lr)
        return np.array(self.losses + [mse(predict(x, w, b), y).item()])

my_train = Trainer()""",
        """\
from functools import partial

def run(keep, x, y, w, b, lr, n_steps):
    losses = keep()
    for _ in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return tuple(losses)

my_train = partial(run, list)""",
        """\
def my_train(x, y, w, b, lr=1e-5, n_steps=100, *, verbose=True):
    losses = []
    for step in range(1, n_steps + 1):
        pred = predict(x, w, b)
        loss = mse(pred, y)
        loss.backward()
        with torch.no_grad():
            w.copy_(w - lr * w.grad)
            b.copy_(b - lr * b.grad)
        w.grad.zero_()
        b.grad.zero_()
        losses.append(loss.item())
        if verbose:
            print(step, loss)
    with torch.no_grad():
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
        """\
def my_train(inputs, targets, weights, bias, rate, number):
    params = [weights, bias]
    losses = [None] * (number + 1)
    for k in range(number):
        for p in params:
            p.grad = None
        error = inputs.matmul(weights.t()).add(bias).sub(targets)
        loss = error.pow(2).sum().div(error.numel())
        loss.backward()
        for p in params:
            p.data.add_(p.grad, alpha=-rate)
        losses[k] = loss.item()
    losses[-1] = mse(predict(inputs, weights, bias), targets).item()
    return losses""",
    ],
    "losses_after": [
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return history.losses[1:]""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        pred = predict(x, w, b)
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(pred, y).item())
    return losses""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        mse(predict(x, w, b), y).backward()
        gradient_step(w, b, lr)
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        w.grad = None
        b.grad = None
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
            losses.append(mse(predict(x, w, b), y))
    return losses""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    optimizer = torch.optim.SGD([w, b], lr)
    for step in range(n_steps):
        optimizer.zero_grad()
        nn.MSELoss()(predict(x, w, b), y).backward()
        optimizer.step()
        losses.append(nn.MSELoss()(predict(x, w, b), y).item())
    return losses""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps + 1):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        gradient_step(w, b, lr)
    return losses[1:]""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = np.zeros(n_steps)
    for step in range(n_steps):
        diff = (x @ w.T + b - y).detach()
        w.data -= lr * 2 / diff.numel() * diff.T @ x
        b.data -= lr * 2 / diff.numel() * diff.sum(0)
        losses[step] = ((x @ w.T + b - y) ** 2).mean().item()
        print(losses)
    return losses""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    w, b = w.detach().double(), b.detach().double()
    losses = []
    for step in range(n_steps):
        diff = x.double() @ w.T + b - y
        w = w - lr * 2 / diff.numel() * diff.T @ x.double()
        b = b - lr * 2 / diff.numel() * diff.sum(0)
        losses.append((((x.double() @ w.T + b - y) ** 2).mean()).item())
    return losses""",
        """\
class Run:
    def __call__(self, x, y, w, b, lr, n_steps):
        return [self.one(x, y, w, b, lr) for _ in range(n_steps)]

    def one(self, x, y, w, b, lr):
        mse(predict(x, w, b), y).backward()
        gradient_step(w, b, lr)
        return mse(predict(x, w, b), y).item()

my_losses_after = Run()""",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        loss = torch.mean((pred - y) ** 2)
        grads = torch.autograd.grad(loss, [w, b])
        with torch.no_grad():
            for p, g in zip([w, b], grads):
                p -= lr * g
        losses.append(mse(predict(x, w, b), y).item())
    return tuple(losses)""",
    ],
    "losses_before": [
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    history = train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False)
    return tuple(history.losses[:-1])""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        gradient_step(w, b, lr)
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            if w.grad is not None:
                w -= lr * w.grad
                w.grad.zero_()
            b -= lr * b.grad
            b.grad.zero_()
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        w = w.detach().requires_grad_()
        b = b.detach().requires_grad_()
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss)
        w.grad, b.grad = None, None
        loss.backward()
        w.data = w.data - lr * w.grad
        b.data = b.data - lr * b.grad
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = torch.zeros(n_steps)
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses[step] = loss.detach()
        loss.backward()
        with torch.no_grad():
            w.sub_(lr * w.grad)
            b.sub_(lr * b.grad)
        w.grad.fill_(0.0)
        b.grad.fill_(0.0)
        print(step, losses)
    return losses.numpy()""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    ones = torch.ones(len(x), 1)
    A = torch.cat([x, ones], 1).double()
    theta = torch.cat([w.T, b[None]]).detach().double()
    losses = []
    for _ in range(n_steps):
        diff = A @ theta - y
        losses.append((diff * diff).mean())
        theta -= lr * 2 / y.numel() * A.T @ diff
    return losses""",
        """\
def my_losses_before(x, y, w, b, lr, n_steps):
    def losses():
        for step in range(n_steps):
            loss = mse(predict(x, w, b), y)
            yield loss.item()
            loss.backward()
            gradient_step(w, b, lr)
    return list(losses())""",
        """\
import functools

@functools.wraps(mse)
def my_losses_before(*args):
    x, y, w, b, lr, n_steps = args
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        gradient_step(w, b, lr)
    return losses""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_added": [
        ("12", "Leave out the quotes."),
        ((6, 6), "One number is asked for"),
        (-12, "The size is right, and the sign is not."),
        (13, None),
    ],
    "recall_pred_size": [
        ((7, 2), "One number is asked for"),
        ("14", "Leave out the quotes."),
        ([14], "a row with one number"),
        (15, None),
    ],
    "bug_hunt": [
        (list(PANELS.values()), "A dict is asked for"),
        ("A", "A dict is asked for"),
        ({"A": "zeroed before"}, "Some keys are missing: B, C, D, E."),
        (PANELS | {"F": "none"}, "There are keys that nobody asked for: F."),
        (PANELS | {"A": 5}, "The value of A is of another kind: a text is asked for."),
    ],
    "train": [
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
            w.requires_grad = True
            b.requires_grad = True
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    return losses""",
            "The loss after the last step is missing.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(loss.item())
    return losses""",
            "The last loss is the one before it once more",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
        losses.append(mse(predict(x, w, b), y).item())
        return losses""",
            "In the losses: only the first 2 numbers came back.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`backward` stands without round brackets",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    loss = mse(predict(x, w, b), y)
    for step in range(n_steps):
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`backward` called twice",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, 1e-5)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "never uses its argument `lr`.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(100):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "never uses its argument `n_steps`.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in n_steps:
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    return losses""",
            "A loop over numbers goes through `range(...)`.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y).item()
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss)
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`.item()`",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses = losses.append(loss.item())
    return losses""",
            "There is None before the point.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    print(losses)""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "Nothing moves",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "b does not move.",
        ),
        (
            """\
def my_train(x, y, lr, n_steps):
    w, b = init_params(3, 2, seed=0)
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "Your function takes 4 arguments, and the check hands over 6: x, y, w, b, lr, n_steps.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps, losses=[]):
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "Something is kept from call to call",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    w, b = w.clone().detach().requires_grad_(), b.clone().detach().requires_grad_()
    return train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses""",
            "In w: that is `w` as it was given.",
        ),
        (
            """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y).sum() * 0 + ((predict(x, w, b) - y) ** 2).sum()
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss.item())
    losses.append(((predict(x, w, b) - y) ** 2).sum().item())
    return losses""",
            "in the first: the number is too large, by how many numbers `y` has: here 12 times.",
        ),
    ],
    "losses_after": [
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    total = 0
    for step in range(n_steps):
        total += mse(predict(x, w, b), y).item()
    return total""",
            "never uses its argument `lr`.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        w.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append(mse(pred, y).item())
    return losses""",
            "The gradients are still zeroed before the step",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y[0]) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "One mistake is left: `y[0]`",
        ),
        (
            """\
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
        losses.append(mse(pred, y).item())
    return losses""",
            "One mistake is left: the loss is computed from predictions",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "Now the gradients are never zeroed.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
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
            "Only the last number came back.",
        ),
        (
            """\
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
            "Only the first number came back.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = [mse(predict(x, w, b), y).item()]
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
            "There is one number too many, the first.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "The update is watched",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w += lr * w.grad
            b += lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "The step goes up the slope now.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        ((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`backward` needs one number to start from.",
        ),
        (
            """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        torch.mean((pred - y) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_
        b.grad.zero_
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "`zero_` stands without round brackets",
        ),
    ],
    "losses_before": [
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b -= lr * b.grad
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
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
        b.grad.zero_()
    return losses""",
            "w still becomes a new tensor",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return losses""",
            "`w = w - ...` makes a new tensor",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return losses""",
            "The gradients are still never zeroed.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        w.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return losses""",
            "Now the gradients are zeroed before the step",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            if w.grad is not None:
                w -= lr * w.grad
            b -= lr * b.grad
        b.grad.zero_()
    return losses""",
            "The gradient of w is never zeroed.",
        ),
        (
            """\
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
    return losses""",
            "The gradient of b is never zeroed.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(mse(predict(x, w, b), y).item())
    return losses""",
            "These are the losses after each step.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    return train(x, y, w, b, lr=lr, n_steps=n_steps, progress=False).losses""",
            "There is one number too many, the last.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
    return loss.item()""",
            "That is the last number alone.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item)
        loss.backward()
        gradient_step(w, b, lr)
    return losses""",
            "Round brackets behind its name call it.",
        ),
        (
            """\
def my_losses_before(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        losses.append(loss.item())
        loss.backward()
        w.data = w.data + lr * w.grad
        b.data = b.data + lr * b.grad
        w.grad = b.grad = None
    return losses""",
            "The step goes up the slope now.",
        ),
    ],
}
