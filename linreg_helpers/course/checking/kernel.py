"""Call a reader's function as any cell does, and put back what belongs to the kernel.

There is no thread and no clock: the stop button ends what never ends. What is put back are the
settings of the kernel, and not the reader's own variables.
"""

import contextlib
import io
import os
import random
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np
import torch

from linreg_helpers.course.checking.reading import UnreadableError, cut, name_of, read

SEED = 271_828_182  # no seed that a reader would choose: who forgets the seed must not be lucky
KEPT_CHARACTERS = 2_000
OURS = str(Path(__file__).parents[2])
LIBRARIES = (OURS, str(Path(torch.__file__).parents[1]), str(Path(os.__file__).parent), "<frozen")


class ReadersError(Exception):
    """What went wrong in the reader's code, in words.

    Args:
        text: type and text of the error.
        line: the reader's own line that raised it, or None.
    """

    def __init__(self, text, line=None):
        """Keep both."""
        super().__init__(text)
        self.line = line


def _device():
    try:
        return torch.get_default_device()
    except AttributeError:  # torch 2.6, once None has been set
        return torch.device("cpu")


def _put_back_device(device):
    if _device() != device:
        torch.set_default_device(None if device.type == "cpu" else device)


def _folder():
    return os.getcwd() if Path().exists() else None


SETTINGS = [
    (torch.get_rng_state, torch.set_rng_state),
    (np.random.get_state, np.random.set_state),
    (random.getstate, random.setstate),
    (_device, _put_back_device),
    (torch.get_default_dtype, torch.set_default_dtype),
    (torch.is_grad_enabled, torch.set_grad_enabled),
    (torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
    (np.geterr, lambda kept: np.seterr(**kept)),
    (_folder, lambda kept: kept and os.chdir(kept)),
    (sys.getrecursionlimit, sys.setrecursionlimit),
]


class Printed(io.TextIOBase):
    """Keeps the beginning of what is written, however much it is, and can't be closed."""

    def __init__(self):
        """Begin with nothing."""
        self.kept = ""

    def write(self, text):
        """Keep as much of the text as there is room for."""
        self.kept += text[: KEPT_CHARACTERS - len(self.kept)]
        return len(text)

    def close(self):
        """Stay open: a reader who closes `sys.stdout` closes this."""


@contextlib.contextmanager
def fresh_settings():
    """Begin with the settings of a fresh kernel, and put back those that were there.

    Yields:
        What is printed meanwhile.
    """
    kept = [(put_back, get()) for get, put_back in SETTINGS]
    printed = Printed()
    streams = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Printed())
    try:
        with streams[0], streams[1], warnings.catch_warnings():
            warnings.simplefilter("default")
            torch.set_default_device(None)
            torch.set_default_dtype(torch.float32)
            torch.set_grad_enabled(True)
            torch.default_generator.manual_seed(SEED), np.random.seed(SEED), random.seed(SEED)
            yield printed
    finally:
        for put_back, value in kept:
            put_back(value)


def call(work):
    """Do what runs a reader's code, under fresh settings, and read what comes out.

    Args:
        work: a function without arguments.

    Returns:
        `(result, printed)`: what came out, in plain parts, and the beginning of what was printed.

    Raises:
        KeyboardInterrupt: the reader pressed the stop button.
        UnreadableError: what came out can't be read.
        ReadersError: in place of every other error, exit() as well.
    """
    with fresh_settings() as printed:
        try:
            return read(work()), printed.kept
        except (KeyboardInterrupt, UnreadableError):
            raise
        except BaseException as error:
            raise ReadersError(_words(error), _line(error)) from None


def _words(error):
    try:
        text = cut(" ".join(str(error).split()), 300)
    except BaseException:  # even its text may raise
        text = "(an error without a readable text)"
    kind = name_of(error).split(" ", 1)[1]
    return f"{kind}: {text}" if text else kind


def _line(error):
    """Return the innermost line that is neither ours nor a library's."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(LIBRARIES)]
    return cut(own[-1].line, 100) if own and own[-1].line else None
