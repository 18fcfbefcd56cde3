"""Small tables for the cases of exercises: rows, inputs and targets differ in number."""

import torch


def numbers(*shape, seed, largest=4.0):
    """Return numbers with one decimal, the same every time.

    Args:
        *shape: the shape.
        seed: whole number; another one gives other numbers.
        largest: the numbers lie between this and its negative.

    Returns:
        A float32 tensor.

    Example:
        >>> numbers(4, 3, seed=0).shape
        torch.Size([4, 3])
    """
    generator = torch.Generator().manual_seed(seed)
    limit = round(10 * largest)
    return torch.randint(-limit, limit + 1, shape, generator=generator) / 10


def table(n, d, m, *, largest=4.0):
    """Return inputs, targets and parameters that are watched.

    Args:
        n: number of rows.
        d: number of inputs.
        m: number of targets.
        largest: as in `numbers`.

    Returns:
        x (n, d), y (n, m), w (m, d) and b (m,).

    Example:
        >>> [tuple(tensor.shape) for tensor in table(4, 5, 3)]
        [(4, 5), (4, 3), (3, 5), (3,)]
    """
    shapes = (n, d), (n, m), (m, d), (m,)
    tensors = [numbers(*s, seed=i + 10 * n, largest=largest) for i, s in enumerate(shapes)]
    return *tensors[:2], *(tensor.requires_grad_() for tensor in tensors[2:])


def watched(value, grad=None):
    """Return a leaf that is watched, with a gradient if one is given.

    Args:
        value: a tensor.
        grad: its gradient, or None.

    Returns:
        A new tensor.

    Example:
        >>> watched(torch.ones(3), grad=torch.zeros(3)).grad
        tensor([0., 0., 0.])
    """
    tensor = value.detach().clone().requires_grad_()
    tensor.grad = grad if grad is None else grad.clone()
    return tensor
