"""Several processes: none of them can hang when another fails.

That two processes find what one finds is shown, and compared, in notebook 10.
"""

import os
import subprocess
import sys

import pytest
import torch

from linreg_helpers.shards import draw_rows

LAUNCHER = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "USE_LIBUV": "0"}

# A process that fails in the middle of the sum, in one of two ways. The others wait for it.
FAILING = """
import os, sys, time
from datetime import timedelta
import torch.distributed as dist
from linreg_helpers import Statistics
from linreg_helpers.shards import all_reduce, draw_rows

dist.init_process_group("gloo", timeout=timedelta(seconds=3))
if dist.get_rank() == 1:
    {failure}
all_reduce(Statistics.of(*draw_rows(dist.get_rank(), 1000)))
"""


@pytest.fixture(scope="module")
def launched(tmp_path_factory):
    """Launch both programs at once, because most of their time they wait."""
    folder, processes = tmp_path_factory.mktemp("failing"), {}
    for name, failure in {"dies": "os._exit(1)", "hangs": "time.sleep(1000)"}.items():
        program = folder / f"{name}.py"
        program.write_text(FAILING.format(failure=failure), encoding="utf-8")
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        processes[name] = subprocess.Popen([*LAUNCHER, program], env=ENVIRONMENT, **streams)
    yield processes
    for process in processes.values():
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", ["dies", "hangs"])
def test_a_process_that_fails_ends_the_run_with_an_error_in_bounded_time(launched, name):
    assert launched[name].wait(timeout=60) != 0


def test_every_process_draws_rows_of_its_own():
    assert not torch.equal(draw_rows(0, 10)[0], draw_rows(1, 10)[0])
