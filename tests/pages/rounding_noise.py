"""Float32 arithmetic that rounds differently, as on another processor or in another version."""

import contextlib

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from tqdm import tqdm

# These make or move numbers, and have one way to round.
MOVES = (
    *("_local_scalar", "_to_copy", "clone", "copy", "detach", "empty", "fill", "full", "lift"),
    *("new_", "ones", "resize", "set_", "zero", "_foreach_copy"),
)


class RoundingNoise(TorchDispatchMode):
    """Within it, every float32 result that has to be rounded is rounded a little wrongly.

    Each operation is done three times: as usual, in float64, and in float64 with inputs that are
    off by up to one unit in the last place of a float32. Where the first two agree the result is
    exact, and so it is on every processor. Elsewhere it is replaced by the third. The operations
    of autograd's backward pass go the same way.
    """

    def __init__(self, seed):
        """Choose one of many roundings; each is the same for the same numbers, as a processor's."""
        super().__init__()
        self.seed = seed
        self.known = {}

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        computes = self.known.get(func)
        if computes is None:
            computes = self.known[func] = is_arithmetic(func)
        if not computes:
            return func(*args, **kwargs)
        # Copies, made first, because the operation may change its arguments in place.
        float32 = [isinstance(a, torch.Tensor) and a.dtype is torch.float32 for a in args]
        wide = [a.double() if f else a for a, f in zip(args, float32, strict=True)]
        off = [self.off(a) if f else a for a, f in zip(wide, float32, strict=True)]
        result = func(*args, **kwargs)
        if isinstance(result, torch.Tensor):
            if result.dtype is torch.float32:
                disturb(result, func(*wide, **kwargs), func(*off, **kwargs))
        elif isinstance(result, (tuple, list)):
            exact, other = func(*wide, **kwargs), func(*off, **kwargs)
            for part, e, o in zip(result, exact, other, strict=True):
                if isinstance(part, torch.Tensor) and part.dtype is torch.float32:
                    disturb(part, e, o)
        return result

    @classmethod
    def _should_skip_dynamo(cls):
        return False  # PyTorch would import its compiler, which takes a second

    def off(self, value):
        """Return the values, each off by up to one unit in the last place of a float32."""
        error = value.mul(1e8).add_(self.seed + 1).sin_()  # as good as random
        return error.mul_(1.2e-7).add_(1).mul_(value)


@contextlib.contextmanager
def noisy_process(seed):
    """Disturb all that follows, in a loop under tqdm only every 25th pass.

    Looking at each operation makes a loop ten times as slow.
    """
    noise, every_pass = RoundingNoise(seed), tqdm.__iter__

    def some_passes(bar):
        noisy = True
        try:
            for number, item in enumerate(every_pass(bar)):
                if noisy != (number % 25 == 0):
                    noisy = not noisy
                    switch(noise, noisy)
                yield item
        finally:
            if not noisy:
                switch(noise, True)

    tqdm.__iter__ = some_passes
    try:
        with noise:
            yield
    finally:
        tqdm.__iter__ = every_pass


def switch(noise, on):
    """Enter or leave the noise."""
    if on:
        noise.__enter__()
    else:
        noise.__exit__(None, None, None)


def is_arithmetic(func):
    """Say whether an operation computes numbers, and does not draw, make, move or view them."""
    name = func.overloadpacket.__name__
    random = torch.Tag.nondeterministic_seeded in func.tags
    if func.is_view or random or name.startswith(MOVES):
        return False
    if name.startswith("_foreach"):
        raise NotImplementedError(f"RoundingNoise cannot look into the lists of {name}")
    return True


def disturb(result, exact, off):
    """Replace in place what is not exact in a result."""
    result.copy_(torch.where(result == exact, result, off))
