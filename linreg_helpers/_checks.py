"""What every public function asks of its arguments, and the words it uses when they are wrong.

Each message has four parts: the function and the argument, what it must be, what it was, and the
usual cause. A check changes nothing. At the end stands one check for each verb of the package,
which is all that the verb calls.
"""

import math
import operator

import torch
from torch import Tensor


def complaint(where, must, got, cause):
    """Word a message: the function, what was expected, what was received, the usual cause."""
    return f"{where}: {must}; got {got}. Usual cause: {cause}"


def shape_text(shape):
    """Write a shape of letters and numbers: (n, 2), and (m,) where there is one dimension."""
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def describe(value):
    """Say in a few words what a value is: its type, and its shape where it has one."""
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if hasattr(value, "shape"):
        return f"a {type(value).__module__}.{type(value).__name__} of shape {tuple(value.shape)}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of length {len(value)}"
    return repr(value)


# --- one argument ---------------------------------------------------------------------------------


def float_tensor(where, name, value, shape=None):
    """Require a non-empty floating-point tensor.

    Args:
        where: name of the calling function, for the message.
        name: name of the argument, for the message.
        value: what the caller received.
        shape: one letter or number for each dimension, such as `("n", "d")` or `("n", 2)`; a
            letter stands for any size of at least 1. None stands for any shape.
    """
    if (
        isinstance(value, Tensor)
        and value.dtype.is_floating_point
        and value.numel() > 0
        and (shape is None or _fits(value.shape, shape))
    ):
        return  # all is well: a loop of thousands of steps need not prepare any words
    must = f"{name} must be a floating-point tensor"
    if shape is not None:
        must += f" of shape {shape_text(shape)}"
    if not isinstance(value, Tensor):
        cause = f"it is not a tensor yet. Try torch.tensor({name}) or torch.from_numpy({name})."
        raise TypeError(complaint(where, must, describe(value), cause))
    if not value.dtype.is_floating_point:
        cause = f"numbers written without a decimal point become integers. Try {name}.float()."
        raise TypeError(complaint(where, must, f"a tensor of {value.dtype}", cause))
    if shape is not None and value.ndim != len(shape):
        cause = (
            f"a dimension was lost by indexing, as in {name}[0]. Keep it with {name}[0:1]."
            if value.ndim < len(shape)
            else f"a dimension too many. Look at {name}.shape."
        )
    elif value.numel() == 0:
        must = f"{name} must not be empty"
        cause = "a slice or a filter selected no rows."
    else:
        cause = "rows and columns are swapped, or the tensors belong to different data."
    raise ValueError(complaint(where, must, describe(value), cause))


def _fits(sizes, shape):
    return len(sizes) == len(shape) and all(
        isinstance(wanted, str) or wanted == size for wanted, size in zip(shape, sizes, strict=True)
    )


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
        raise ValueError(complaint(where, must, f"{value[place]} at {name}[{index}]", cause))


def whole_number(where, name, value, *, least, bits=None):
    """Require a whole number of at least `least`, and below `2**bits`; return it as an int."""
    must = f"{name} must be a whole number of at least {least}"
    if bits is not None:
        must += f" and below 2**{bits}"
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        cause = "a division or a quoted number. Try int(...)."
        raise TypeError(complaint(where, must, repr(value), cause)) from None
    if number < least or (bits is not None and number >= 2**bits):
        cause = f"a sign, or a count that came out too {'small' if number < least else 'large'}."
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


# --- one check for each verb ----------------------------------------------------------------------


def table(where, x, y):
    """Require inputs `x (n, d)` and targets `y (n, m)` of one dtype."""
    float_tensor(where, "x", x, ("n", "d"))
    float_tensor(where, "y", y, (x.shape[0], "m"))
    same_dtype(where, x=x, y=y)


def regression_data(where, x, y):
    """Require a table whose numbers are finite."""
    table(where, x, y)
    finite(where, "x", x)
    finite(where, "y", y)


def parameters(where, *, n_inputs="d", n_targets="m", **parameters):
    """Require weights (m, d) and a bias (m,), named as the caller names them."""
    (w_name, w), (b_name, b) = parameters.items()
    float_tensor(where, w_name, w, (n_targets, n_inputs))
    float_tensor(where, b_name, b, (w.shape[0],))


def linear_model(where, x, w, b):
    """Require finite inputs `x (n, d)`, and parameters that fit them."""
    float_tensor(where, "x", x, ("n", "d"))
    parameters(where, w=w, b=b, n_inputs=x.shape[1])
    same_dtype(where, x=x, w=w, b=b)
    finite(where, "x", x)


def prediction_pair(where, pred, target):
    """Require predictions and finite targets of exactly the same shape."""
    float_tensor(where, "pred", pred)
    float_tensor(where, "target", target)
    if pred.shape != target.shape:
        cause = (
            "a column was selected with pred[:, 0], which drops a dimension, or b is missing one. "
            "PyTorch would stretch both shapes and return a wrong number without an error."
        )
        got = f"pred {tuple(pred.shape)} and target {tuple(target.shape)}"
        must = "pred and target must have the same shape"
        raise ValueError(complaint(where, must, got, cause))
    same_dtype(where, pred=pred, target=target)
    finite(where, "target", target)


def problem(where, x, y, **named):
    """Require a table, and parameters that fit it, named as the caller names them."""
    regression_data(where, x, y)
    parameters(where, n_inputs=x.shape[1], n_targets=y.shape[1], **named)
    same_dtype(where, x=x, y=y, **named)


def starting_point(where, **parameters):
    """Require parameters to start from: of one dtype, no NaN, and nothing infinite."""
    same_dtype(where, **parameters)
    for name, value in parameters.items():
        cause = "an earlier run with a learning rate that is too large. Draw new parameters."
        finite(where, name, value, cause)


def schedule(where, lr, n_steps):
    """Require a learning rate and a number of steps; return a float and an int."""
    lr = positive_number(where, "lr", lr)
    return lr, whole_number(where, "n_steps", n_steps, least=0)


def step(where, w, b, lr):
    """Require parameters whose `.grad` is filled, and a learning rate; return it as a float."""
    parameters(where, w=w, b=b)
    same_dtype(where, w=w, b=b)
    lr = positive_number(where, "lr", lr)
    for name, parameter in (("w", w), ("b", b)):
        if not parameter.is_leaf or parameter.grad is None:
            must = f"{name}.grad must hold a gradient"
            got = "None" if parameter.is_leaf else f"a {name} that is not a leaf tensor"
            cause = (
                "loss.backward() has not been called."
                if parameter.requires_grad and parameter.is_leaf
                else f"{name} = {name} - ... made a new tensor. Update in place: {name} -= ..."
            )
            raise ValueError(complaint(where, must, got, cause))
    return lr


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
