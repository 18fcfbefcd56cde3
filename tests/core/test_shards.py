"""Several processes: what one finds, and that none of them hangs when another fails.

That two processes find what one finds is shown, and compared, in notebook 10.
"""

import multiprocessing
import os
import signal
import sys
import threading
from datetime import timedelta
from unittest import mock

import pytest
import torch
import torch.distributed as dist
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from linreg_helpers import Statistics, shards

FAILURES = {"dies": lambda *_: os._exit(1), "hangs": lambda *_: threading.Event().wait()}


@pytest.mark.parametrize("rank", [0, 1, 7])
def test_every_process_draws_rows_of_its_own_around_the_same_plane(rank):
    x, y = shards.draw_rows(rank, 10)
    torch.manual_seed(rank)
    assert torch.equal(x, torch.randn(10, 3))
    plane = x @ torch.tensor([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]) + torch.tensor([7.0, 8.0])
    torch.testing.assert_close(y - plane, torch.randn(10, 2), rtol=0, atol=1e-5)


def test_drawing_rows_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    shards.draw_rows(3, 10)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_sum_of_all_leaves_the_sums_of_each_alone(monkeypatch):
    # Of two processes with the same rows, each receives twice its own sums, in the same memory.
    monkeypatch.setattr(dist, "all_reduce", lambda sums: sums.mul_(2))
    own = Statistics.of(*shards.draw_rows(0, 10))
    before = own.sums.clone()
    whole = shards.all_reduce(own)
    assert torch.equal(own.sums, before)
    assert torch.equal(whole.sums, 2 * before)
    assert (whole.n_rows, whole.n_inputs, whole.n_targets) == (20, 3, 2)


# The program


@pytest.fixture
def run_alone(monkeypatch):
    """Return the program as a function: it runs here, in a group of one process."""
    alone = {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "localhost", "MASTER_PORT": "0"}
    for name, value in alone.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("USE_LIBUV", "0")  # PyTorch for Windows has none

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["shards", *arguments])
        shards.main()

    yield run
    if dist.is_initialized():
        dist.destroy_process_group()


def test_the_program_prints_the_fit_and_closes_its_group(run_alone, capsys):
    run_alone()
    assert capsys.readouterr().out == (
        "1 processes, Statistics(100,000 rows, 3 inputs, 2 targets)\n"
        "w [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\n"
        "b [7.0, 8.0]\n"
    )
    assert not dist.is_initialized()


def test_the_rows_can_be_chosen_and_are_shown_to_two_places(run_alone, capsys):
    run_alone("--rows", "50")
    lines = capsys.readouterr().out.splitlines()
    w, b = Statistics.of(*shards.draw_rows(0, 50)).least_squares()
    assert lines[0] == "1 processes, Statistics(50 rows, 3 inputs, 2 targets)"
    assert lines[1] == f"w {[[float(f'{v:.2f}') for v in row] for row in w.tolist()]}"
    assert lines[2] == f"b {[float(f'{v:.2f}') for v in b.tolist()]}"


def test_only_the_first_process_prints_and_each_takes_its_own_rows(run_alone, capsys, monkeypatch):
    drawn = []
    monkeypatch.setattr(dist, "get_rank", lambda: 1)
    real = shards.draw_rows
    monkeypatch.setattr(shards, "draw_rows", lambda *a: drawn.append(a) or real(*a))
    run_alone("--rows", "20")
    assert drawn == [(1, 20)]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("arguments", "seconds"), [([], 60), (["--timeout", "0.5"], 0.5)])
def test_the_group_waits_as_long_as_it_is_told(run_alone, monkeypatch, arguments, seconds):
    groups = []
    real = dist.init_process_group

    def noted(*args, **options):
        groups.append((args, options))
        real(*args, **options)

    monkeypatch.setattr(dist, "init_process_group", noted)
    run_alone("--rows", "10", *arguments)
    assert groups == [(("gloo",), {"timeout": timedelta(seconds=seconds)})]


def test_the_program_explains_itself(run_alone, capsys):
    with pytest.raises(SystemExit) as caught:
        run_alone("--help")
    assert caught.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Fit rows that are spread over several processes, with one message between them." in text
    assert "torchrun" not in text  # one line of the module's words, not all
    assert "--rows ROWS rows of each process" in text
    assert text.endswith("--timeout TIMEOUT seconds to wait for the others")


# Processes that fail


def run_with_a_failure(failure):
    """Be the program in each process, but let the second fail while the first waits for it."""
    sys.argv = ["shards", "--rows", "1000", "--timeout", "2"]
    if os.environ["RANK"] == "1":
        shards.draw_rows = FAILURES[failure]
    shards.main()


# The signals that torchrun handles in its own way, as far as this system has them.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
HANDLED = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]


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
        yield elastic_launch(config, run_with_a_failure)
    for sign, handler in before.items():
        signal.signal(sign, handler)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_process_that_fails_ends_the_run_with_an_error(torchrun, failure):
    # Of a process that waits for ever, the other hears nothing: it gives up after 2 seconds.
    with pytest.raises(ChildFailedError):
        torchrun(failure)
