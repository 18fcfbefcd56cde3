"""What the tests measure against: the course's data, random problems, the notes' own loop."""

import numpy as np
import torch

from linreg_helpers import init_params, load_fruit_yields, mse, predict

X = torch.from_numpy(load_fruit_yields().inputs)
Y = torch.from_numpy(load_fruit_yields().targets)


def random_problem(n, d, m, dtype=torch.float64, seed=0):
    """Draw inputs (n, d), targets (n, m), weights (m, d) and a bias (m,)."""
    generator = torch.Generator().manual_seed(seed)
    shapes = ((n, d), (n, m), (m, d), (m,))
    return tuple(torch.randn(*shape, generator=generator, dtype=dtype) for shape in shapes)


def notes_loop(x, y, w, b, lr=1e-5, n_steps=5000):
    """Train as the study notes do, and return the losses as `train` does."""
    losses = []
    for _ in range(n_steps):
        diff = x @ w.t() + b - y
        loss = torch.sum(diff * diff) / diff.numel()
        loss.backward()
        losses.append(loss.detach())
        with torch.no_grad():
            w -= w.grad * lr
            b -= b.grad * lr
            w.grad.zero_()
            b.grad.zero_()
    diff = x @ w.t() + b - y
    losses.append((torch.sum(diff * diff) / diff.numel()).detach())
    return torch.stack(losses)


def numpy_least_squares(x, y):
    """Return the weights and the bias that NumPy finds, of minimum norm, in float64."""
    a = np.column_stack([x.double().numpy(), np.ones(len(x))])
    theta = np.linalg.lstsq(a, y.double().numpy(), rcond=None)[0]
    return torch.from_numpy(theta[:-1].T), torch.from_numpy(theta[-1])


def float64_loop(x, y, w, b, lr, n_steps):
    """Take the steps one by one, and return the loss before each, the last one, w and b."""
    x, y, w, b = (t.detach().double().numpy().copy() for t in (x, y, w, b))
    losses = []
    for step in range(n_steps + 1):
        diff = x @ w.T + b - y
        losses.append(np.mean(diff**2))
        if step < n_steps:
            w -= lr * 2 / diff.size * diff.T @ x
            b -= lr * 2 / diff.size * diff.sum(0)
    return torch.tensor(losses, dtype=torch.float64), torch.from_numpy(w), torch.from_numpy(b)


def start(seed=0, dtype=torch.float64):
    """Draw the parameters that the notebooks start from, without a graph."""
    return tuple(p.detach().to(dtype) for p in init_params(3, 2, seed=seed))


def loss_at(x, y, w, b):
    """Return the loss as a number."""
    return mse(predict(x, w, b), y).item()
