"""Several processes: none of them can hang when another fails.

That two processes find what one finds is shown, and compared, in notebook 10.
"""

import os
import subprocess
import sys
import time

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


def launch(*arguments):
    command = [*LAUNCHER, *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("failure", ["os._exit(1)", "time.sleep(1000)"], ids=["dies", "hangs"])
def test_a_process_that_fails_ends_the_run_with_an_error_in_bounded_time(tmp_path, failure):
    program = tmp_path / "failing.py"
    program.write_text(FAILING.format(failure=failure))
    begin = time.monotonic()
    result = launch(str(program))
    assert result.returncode != 0
    assert time.monotonic() - begin < 60


def test_every_process_draws_rows_of_its_own():
    assert not torch.equal(draw_rows(0, 10)[0], draw_rows(1, 10)[0])
