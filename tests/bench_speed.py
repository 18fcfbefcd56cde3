"""How long things take, beside the notes' loop and NumPy in the same run: `make bench`."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from linreg_helpers import DescentPath, Statistics, gradients, init_params, train
from tests.oracles import X, Y

MANY = 10_000_000


def shortest(function, repeats):
    """Return the shortest of several times in seconds: what else the machine did is not in it."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


def set_ratio(benchmark, capsys, words, reference, *, least):
    """Print how many times as fast as the reference, and hold it to the least allowed."""
    ratio = reference / benchmark.stats.stats.min
    benchmark.extra_info["ratio"] = round(ratio, 1)
    with capsys.disabled():
        print(f"\n{words}: {ratio:.4g} times as fast" + (f" (at least {least})" if least else ""))
    assert ratio >= least


def notes_bare_loop():
    """Take 5000 steps exactly as the notes do: without a bar, and without keeping a loss."""
    w, b = init_params(3, 2, seed=0)
    for _ in range(5000):
        diff = X @ w.t() + b - Y
        loss = torch.sum(diff * diff) / diff.numel()
        loss.backward()
        with torch.no_grad():
            w -= w.grad * 1e-5
            b -= b.grad * 1e-5
            w.grad.zero_()
            b.grad.zero_()


@pytest.fixture(scope="module")
def seconds_of_the_notes_loop():
    return shortest(notes_bare_loop, 3)


@pytest.fixture(scope="module")
def many_rows():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(MANY, 3, generator=generator)
    noise = torch.randn(MANY, 2, generator=generator)
    return x, x @ torch.tensor([[1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]]).T + 4 + noise


def test_train_with_its_bar_and_every_loss(benchmark, capsys, seconds_of_the_notes_loop):
    benchmark(lambda: train(X, Y, *init_params(3, 2, seed=0)))
    words = "train with a bar and all losses, against the notes' loop without either"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=1.2)


def test_nn_linear_with_sgd(benchmark, capsys, seconds_of_the_notes_loop):
    def steps():
        linear, loss_of = torch.nn.Linear(3, 2), torch.nn.MSELoss()
        sgd = torch.optim.SGD(linear.parameters(), lr=1e-5)
        for _ in range(5000):
            sgd.zero_grad()
            loss_of(linear(X), Y).backward()
            sgd.step()

    benchmark.pedantic(steps, rounds=3)
    words = "nn.Linear with SGD, against the notes' loop"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=0)


def test_steps_with_the_checked_gradients(benchmark, capsys, seconds_of_the_notes_loop):
    def steps():
        w, b = (parameter.detach() for parameter in init_params(3, 2, seed=0))
        for _ in range(5000):
            grad_w, grad_b = gradients(X, Y, w, b)
            w -= 1e-5 * grad_w
            b -= 1e-5 * grad_b

    benchmark.pedantic(steps, rounds=3)
    words = "5000 times gradients(), with all its checks, against the notes' loop"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=0)


def test_numpy_least_squares(benchmark, capsys, seconds_of_the_notes_loop):
    a = np.column_stack([X.numpy(), np.ones(5, dtype="float32")])
    benchmark(lambda: np.linalg.lstsq(a, Y.numpy(), rcond=None))
    words = "numpy.linalg.lstsq, which needs no steps, against the notes' loop"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=0)


def test_all_losses_of_the_path(benchmark, capsys, seconds_of_the_notes_loop):
    w, b = init_params(3, 2, seed=0)
    steps = torch.arange(5001)
    benchmark(lambda: DescentPath(X, Y, w, b, lr=1e-5).losses(steps))
    words = "all 5001 losses from DescentPath, against the notes' loop"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=500)


def test_5000_steps_from_the_sums(benchmark, capsys, seconds_of_the_notes_loop):
    sums = Statistics.of(X, Y)
    benchmark(lambda: sums.train(*init_params(3, 2, seed=0)))
    words = "5000 steps from the sums, against the notes' loop"
    set_ratio(benchmark, capsys, words, seconds_of_the_notes_loop, least=40)


def test_a_step_from_the_sums_takes_as_long_for_5_rows_as_for_10_million(
    benchmark, capsys, many_rows
):
    few, many = Statistics.of(X, Y), Statistics.of(*many_rows)
    times = {"few": [], "many": []}

    def both():
        # In turns, so that a busy moment of the machine falls on both.
        for name, sums in (("few", few), ("many", many)):
            times[name].append(shortest(lambda s=sums: s.train(*init_params(3, 2, seed=0)), 1))

    benchmark.pedantic(both, rounds=100)
    ratio = min(times["many"]) / min(times["few"])
    with capsys.disabled():
        print(f"\ntime of a step for 10 million rows, over that for 5 rows: {ratio:.3f}")
    assert 1 / 1.1 < ratio < 1.1


def test_the_sums_of_10_million_rows(benchmark, capsys, many_rows):
    x, y = many_rows
    sums = benchmark.pedantic(lambda: Statistics.of(x, y), rounds=5, warmup_rounds=1)
    for dtype in (np.float32, np.float64):
        a = np.column_stack([x.numpy(), np.ones(MANY)]).astype(dtype)
        b = y.numpy().astype(dtype)
        reference = shortest(lambda a=a, b=b: np.linalg.lstsq(a, b, rcond=None), 2)
        words = f"sums of 10 million rows, against numpy.linalg.lstsq in {dtype.__name__}"
        set_ratio(benchmark, capsys, words, reference, least=10)
    theta = np.linalg.lstsq(a, b, rcond=None)[0]
    found_w, found_b = sums.least_squares()
    np.testing.assert_allclose(found_w, theta[:-1].T, rtol=1e-8)
    np.testing.assert_allclose(found_b, theta[-1], rtol=1e-8)


MEMORY = f"""
import torch
from linreg_helpers.sums import Statistics

def peak():  # in MB, since the process started
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024

x, y = torch.ones({MANY}, 3), torch.ones({MANY}, 2)
Statistics.of(x[:1000], y[:1000])
before = peak()
Statistics.of(x, y)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_the_memory_that_the_sums_of_10_million_rows_need(benchmark, capsys):
    # A process of its own: the peak of this one has been higher already.
    command = [sys.executable, "-c", MEMORY]
    run = benchmark.pedantic(
        lambda: subprocess.run(command, capture_output=True, text=True, check=True), rounds=1
    )
    megabytes = float(run.stdout)
    with capsys.disabled():
        print(f"\nmemory beyond the 10 million rows themselves: {megabytes:.1f} MB (at most 64)")
    assert megabytes <= 64


def machine():
    """Describe this machine in a few words."""
    name = platform.processor() or platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((li.split(": ")[1] for li in lines if li.startswith("model name")), name)
    return f"{name}, {os.cpu_count()} cores, torch {torch.__version__}"


def cost(n, d):
    """Measure a step on n rows of d inputs, as the notes take it and from the sums, in seconds."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(n, d, generator=generator)
    y = torch.randn(n, 2, generator=generator)
    w, b = init_params(d, 2, seed=0)

    def notes_step():
        diff = x @ w.t() + b - y
        (torch.sum(diff * diff) / diff.numel()).backward()
        with torch.no_grad():
            w.sub_(w.grad * 1e-5)
            b.sub_(b.grad * 1e-5)
            w.grad.zero_()
            b.grad.zero_()

    sums = Statistics.of(x, y)
    return {
        "a step of the notes": shortest(notes_step, 20),
        "a step from the sums": shortest(lambda: sums.train(w, b, n_steps=1000), 5) / 1000,
        "summing up, once": shortest(lambda: Statistics.of(x, y), 20),
    }


def test_the_cost_as_rows_and_inputs_grow(benchmark, capsys):
    """Write what notebook 10 shows; `cp build/many_rows.json notebooks/` stores it there."""
    tables = {"machine": machine()}
    axes = {"rows": [5, 1000, 100_000, MANY], "inputs": [3, 30, 300]}

    def measure():
        for name, sizes in axes.items():
            costs = [cost(n, 3) if name == "rows" else cost(100_000, n) for n in sizes]
            seconds = {label: [float(f"{c[label]:.2g}") for c in costs] for label in costs[0]}
            tables[name] = {"sizes": sizes, "seconds": seconds}

    benchmark.pedantic(measure, rounds=1)
    path = Path(__file__).parents[1] / "build" / "many_rows.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")
    with capsys.disabled():
        print(f"\n{json.dumps(tables, indent=1)}")
