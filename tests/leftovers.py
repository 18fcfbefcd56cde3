"""A plugin of pytest: a test after which something global is not as it was fails."""

import os
import random
import signal
import sys

import matplotlib as mpl
import numpy as np
import pytest
import torch
from _pytest.doctest import DoctestItem

mpl.use("agg")  # no window opens
import matplotlib.pyplot as plt

# pytest's own, and what PyTorch sets with its first optimizer.
NOT_OURS = ("PYTEST_CURRENT_TEST", "TORCHINDUCTOR_CACHE_DIR")
WATCHED = {
    "a figure": plt.get_fignums,
    "a setting of matplotlib": lambda: dict(dict.items(mpl.rcParams)),  # without its own lookup
    "another default dtype": torch.get_default_dtype,
    "gradients switched on or off": torch.is_grad_enabled,
    "another number of threads": torch.get_num_threads,
    "a handler of a signal": lambda: [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)],
    "an environment variable": lambda: {k: v for k, v in os.environ.items() if k not in NOT_OURS},
    "another working folder": os.getcwd,
    "another module __main__": lambda: id(sys.modules["__main__"]),
    "print options": lambda: (np.get_printoptions(), vars(torch._tensor_str.PRINT_OPTS).copy()),
}


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(request):
    """Fail a test after which something global is not as it was: the next one might see it."""
    before = {what: look() for what, look in WATCHED.items()}
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    yield
    # A test may draw at random, but no other test gets other numbers for it.
    random.setstate(states[0]), np.random.set_state(states[1]), torch.set_rng_state(states[2])
    if isinstance(request.node, DoctestItem):
        plt.close("all")  # which is no part of an example
    left = [what for what, look in WATCHED.items() if look() != before[what]]
    plt.close("all")
    if left:
        pytest.fail(f"the test leaves behind: {', '.join(left)}", pytrace=False)
