"""Run a reader's function so that it can damage nothing and cannot run for ever."""

import contextlib
import ctypes
import io
import random
import threading
import traceback

import numpy as np
import torch

SECONDS = 5
CHARACTERS = 10_000


class ReadersError(Exception):
    """What went wrong inside the reader's function; the error itself is the cause."""

    def __init__(self, text, line=None):
        """Keep the text of the error and the reader's own line that raised it, if known."""
        super().__init__(text)
        self.line = line


class _Stop(BaseException):
    """Stops the reader's function; `except Exception` does not catch it."""


class _Printed(io.StringIO):
    def write(self, text):
        if self.tell() > CHARACTERS:
            raise _Stop
        return super().write(text)


def call(work, function):
    """Call `work(function)` and return what it returns, and what was printed meanwhile.

    The random state, and the tensors and arrays that the function can reach by their names, are
    put back afterwards. A function that takes longer than 5 seconds or prints more than 10,000
    characters is stopped. (Nothing can stop one call of a compiled function that never returns.)

    Args:
        work: takes a function that stands for the reader's, and calls it.
        function: the reader's function.

    Returns:
        `(result, printed)`.

    Raises:
        ReadersError: the reader's function raised an error or was stopped. Every other error is
            one of `work`.
    """
    printed = _Printed()
    streams = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
    with streams[0], streams[1], _random_state(), _named_numbers(function):
        result = _in_time(lambda: work(_told_apart(function)))
    return result, printed.getvalue()


def _told_apart(function):
    """Return the function, with its errors marked as the reader's."""

    def stand_in(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except _Stop:
            raise
        except BaseException as error:  # exit() as well
            frames = traceback.extract_tb(error.__traceback__)
            file = getattr(getattr(function, "__code__", None), "co_filename", None)
            lines = [frame.line for frame in frames if frame.filename == file and frame.line]
            text = f"{type(error).__name__}: {error}"
            raise ReadersError(text, lines[-1] if lines else None) from error

    return stand_in


def _in_time(work):
    """Do the work in a thread of its own, because a thread can be stopped on every system."""
    outcome = {}

    def run():
        try:
            outcome["result"] = work()
        except BaseException as error:
            outcome["error"] = error

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        thread.join(SECONDS)
    finally:
        too_long = thread.is_alive()
        for _ in range(20):  # a bare `except:` may have caught the first
            if not thread.is_alive():
                break
            stop = ctypes.c_ulong(thread.ident), ctypes.py_object(_Stop)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(*stop)
            thread.join(0.05)
    if too_long:
        text = f"it was stopped after {SECONDS:g} seconds. Usual cause: a loop that never ends."
        raise ReadersError(text)
    if isinstance(outcome.get("error"), _Stop):
        text = f"it was stopped after printing {CHARACTERS:,} characters. Usual cause: a print "
        raise ReadersError(text + "in a loop.")
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]


@contextlib.contextmanager
def _random_state():
    """Put back the state of all three random generators."""
    states = torch.get_rng_state(), np.random.get_state(), random.getstate()
    try:
        yield
    finally:
        torch.set_rng_state(states[0])
        np.random.set_state(states[1])
        random.setstate(states[2])


@contextlib.contextmanager
def _named_numbers(function):
    """Put back the tensors and arrays that the function can reach by their names."""
    values = list(getattr(function, "__globals__", {}).values())
    arrays = [(v, v.copy()) for v in values if isinstance(v, np.ndarray) and v.size < 1e6]
    tensors = [(v, _copies(v)) for v in values if isinstance(v, torch.Tensor) and v.numel() < 1e6]
    try:
        yield
    finally:
        for array, before in arrays:
            if array.tobytes() != before.tobytes():
                array[...] = before
        for tensor, before in tensors:
            if not _same(tensor.detach(), before[0]):
                tensor.data = before[0] if tensor.shape != before[0].shape else tensor.data
                tensor.detach().copy_(before[0])
            if tensor.is_leaf and not _same(tensor.grad, before[1]):
                tensor.grad = before[1]
            if tensor.is_leaf:
                tensor.requires_grad_(before[2])


def _copies(tensor):
    grad = tensor.grad if tensor.is_leaf else None
    grad = None if grad is None else grad.clone()
    return tensor.detach().clone(), grad, tensor.requires_grad


def _same(now, before):
    if now is None or before is None:
        return now is before
    return now.shape == before.shape and torch.equal(now, before)
