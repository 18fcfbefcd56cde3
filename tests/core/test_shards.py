"""Several processes: none of them can hang when another fails.

That two processes find what one finds is shown, and compared, in notebook 10.
"""

import multiprocessing
import os
import signal
import threading
from datetime import timedelta
from unittest import mock

import pytest
import torch
import torch.distributed as dist
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from linreg_helpers import Statistics
from linreg_helpers.shards import all_reduce, draw_rows

FAILURES = {"dies": lambda: os._exit(1), "hangs": lambda: threading.Event().wait()}

# The signals that torchrun handles in its own way, as far as this system has them.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
HANDLED = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]


def sum_with_a_failure(failure):
    """Do what each process does, but let the second one fail while the first waits for it."""
    dist.init_process_group("gloo", timeout=timedelta(seconds=2))
    if dist.get_rank() == 1:
        FAILURES[failure]()
    all_reduce(Statistics.of(*draw_rows(dist.get_rank(), 1000)))


@pytest.fixture
def torchrun():
    """Return torchrun as a function; its processes are forked where PyTorch is imported already."""
    methods = multiprocessing.get_all_start_methods()
    method = "forkserver" if "forkserver" in methods else "spawn"
    multiprocessing.set_forkserver_preload([__name__])
    options = {"rdzv_backend": "c10d", "rdzv_endpoint": "localhost:0", "run_id": "failing"}
    config = LaunchConfig(1, 1, nproc_per_node=2, start_method=method, max_restarts=0, **options)
    before = {sign: signal.getsignal(sign) for sign in HANDLED}
    with mock.patch.dict(os.environ, USE_LIBUV="0"):  # PyTorch for Windows has none
        yield elastic_launch(config, sum_with_a_failure)
    for sign, handler in before.items():
        signal.signal(sign, handler)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_process_that_fails_ends_the_run_with_an_error(torchrun, failure):
    with pytest.raises(ChildFailedError):
        torchrun(failure)


def test_every_process_draws_rows_of_its_own():
    assert not torch.equal(draw_rows(0, 10)[0], draw_rows(1, 10)[0])
