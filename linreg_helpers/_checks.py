"""What every public function asks of its arguments, and the words it uses when they are wrong.

Each message has four parts: the function and the argument, what it must be, what it was, and the
usual cause. A check changes nothing and returns nothing; `whole_number` and `positive_number`
return the number that they have checked.
"""

import math
import operator

import torch


def complaint(where, must, got, cause):
    """Word a message: the function, what was expected, what was received, the usual cause."""
    return f"{where}: {must}; got {got}. Usual cause: {cause}"


def describe(value):
    """Say in a few words what a value is: its type, and its shape where it has one."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if hasattr(value, "shape"):
        return f"a {type(value).__module__}.{type(value).__name__} of shape {tuple(value.shape)}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of length {len(value)}"
    return repr(value)


def float_tensor(where, name, value, shape):
    """Require a non-empty floating-point tensor.

    Args:
        where: name of the calling function, for the message.
        name: name of the argument, for the message.
        value: what the caller received.
        shape: one letter or number for each dimension, such as `("n", "d")` or `("n", 2)`; a
            letter stands for any size of at least 1.
    """
    if (
        isinstance(value, torch.Tensor)
        and value.dtype.is_floating_point
        and value.ndim == len(shape)
        and value.numel() > 0
        and all(k == size or isinstance(k, str) for k, size in zip(shape, value.shape, strict=True))
    ):
        return  # all is well: a loop of thousands of steps need not prepare any words
    wanted = "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
    must = f"{name} must be a floating-point tensor of shape {wanted}"
    if not isinstance(value, torch.Tensor):
        cause = f"it is not a tensor yet. Try torch.tensor({name}) or torch.from_numpy({name})."
        raise TypeError(complaint(where, must, describe(value), cause))
    if not value.dtype.is_floating_point:
        cause = f"numbers written without a decimal point become integers. Try {name}.float()."
        raise TypeError(complaint(where, must, f"a tensor of {value.dtype}", cause))
    if value.ndim != len(shape):
        cause = (
            f"a dimension was lost by indexing, as in {name}[0]. Keep it with {name}[0:1]."
            if value.ndim < len(shape)
            else f"a dimension too many. Look at {name}.shape."
        )
        raise ValueError(complaint(where, must, describe(value), cause))
    if value.numel() == 0:
        cause = "a slice or a filter selected no rows."
        raise ValueError(complaint(where, f"{name} must not be empty", describe(value), cause))
    cause = "rows and columns are swapped, or the tensors belong to different data."
    raise ValueError(complaint(where, must, describe(value), cause))


def same_dtype(where, **tensors):
    """Require that all tensors hold the same kind of number."""
    if len({value.dtype for value in tensors.values()}) > 1:
        dtypes = {name: str(value.dtype).removeprefix("torch.") for name, value in tensors.items()}
        got = ", ".join(f"{name} {dtype}" for name, dtype in dtypes.items())
        cause = "NumPy makes float64 and PyTorch float32 by default. Try .float() on the former."
        must = f"{', '.join(dtypes)} must have one dtype"
        raise TypeError(complaint(where, must, got, cause))


def finite(where, name, value, cause="a missing value in the table, or a division by zero."):
    """Require that no number in the tensor is NaN or infinite."""
    good = torch.isfinite(value)
    if not good.all():
        place = tuple((~good).nonzero()[0].tolist())
        index = ", ".join(map(str, place))
        must = f"{name} must hold finite numbers only"
        raise ValueError(complaint(where, must, f"{value[place].item()} at {name}[{index}]", cause))


def whole_number(where, name, value, *, least):
    """Require a whole number of at least `least`, and return it as an int."""
    must = f"{name} must be a whole number of at least {least}"
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        cause = "a division or a quoted number. Try int(...)."
        raise TypeError(complaint(where, must, repr(value), cause)) from None
    if number < least:
        cause = "a sign, or a count that came out too small."
        raise ValueError(complaint(where, must, repr(value), cause))
    return number


def positive_number(where, name, value):
    """Require a finite number above zero, and return it as a float."""
    must = f"{name} must be a finite number above 0"
    try:
        if isinstance(value, (bool, str)):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError, RuntimeError):
        cause = "a value of another kind was passed in its place."
        raise TypeError(complaint(where, must, describe(value), cause)) from None
    if not (math.isfinite(number) and number > 0):
        cause = "a sign, or 1e-5 typed as 1e5 or 0."
        raise ValueError(complaint(where, must, repr(value), cause))
    return number


def regression_data(where, x, y):
    """Require inputs `x (n, d)` and targets `y (n, m)` of one dtype with finite numbers."""
    float_tensor(where, "x", x, ("n", "d"))
    float_tensor(where, "y", y, (x.shape[0], "m"))
    same_dtype(where, x=x, y=y)
    finite(where, "x", x)
    finite(where, "y", y)


def parameters(where, w, b, *, n_inputs="d", n_targets="m"):
    """Require weights `w (m, d)` and a bias `b (m,)`, the sizes fixed where they are known."""
    float_tensor(where, "w", w, (n_targets, n_inputs))
    float_tensor(where, "b", b, (w.shape[0],))


def starting_point(where, **parameters):
    """Require parameters to start from: no NaN, and nothing infinite."""
    for name, value in parameters.items():
        cause = "an earlier run with a learning rate that is too large. Draw new parameters."
        finite(where, name, value, cause)


def divergence(where, loss, *, step, lr, limit, dtype):
    """Make the error of a run whose loss is no longer finite, for the caller to raise."""
    must = (
        f"the loss must stay finite; the largest learning rate that converges here is {limit:.4g}"
    )
    if lr > limit:
        cause = "lr is above that limit, so each step overshoots by more than the last. "
        cause += "Try half the limit."
    else:
        cause = f"the numbers are too large for {dtype}. Scale the inputs and the targets."
    return ValueError(complaint(where, must, f"{loss} at step {step} with lr = {lr:g}", cause))
