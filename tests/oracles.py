"""What the tests measure against: the course's data, random problems, the notes' own loop."""

import torch

from linreg_helpers import load_fruit_yields

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
