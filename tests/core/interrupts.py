"""The stop button, pressed at every moment there is."""

import contextlib
import itertools
import sys

import torch


@contextlib.contextmanager
def stopped_before(instruction):
    """Raise KeyboardInterrupt before one of the instructions that the core math executes.

    No signal is sent: what a process makes of one depends on how it was started. Yields a list
    that holds a line for each instruction that was reached.
    """
    reached = []

    def trace(frame, event, _):
        module = frame.f_globals["__name__"]
        if not module.startswith("linreg_helpers.") or module.endswith("._checks"):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            reached.append(f"{module}:{frame.f_lineno}")
            if len(reached) > instruction:
                raise KeyboardInterrupt
        return trace

    outer = sys.gettrace()  # a debugger's, or that of a measurement of coverage
    sys.settrace(trace)
    try:
        yield reached
    finally:
        sys.settrace(outer)


def assert_that_only_whole_steps_are_left_behind(run, fresh, n_steps):
    """Stop a run before each of its instructions, and look at what it leaves behind.

    Args:
        run: takes w, b and a number of steps, and returns a History.
        fresh: returns new w and b.
        n_steps: length of the run.
    """
    whole = []  # what runs of 0, 1, 2, ... steps leave behind
    for n in range(n_steps + 1):
        w, b = fresh()
        whole.append((run(w, b, n).losses, w.detach(), b.detach()))

    lengths = set()
    for instruction in itertools.count():
        w, b = fresh()
        history = None
        with (
            stopped_before(instruction) as reached,
            contextlib.suppress(KeyboardInterrupt),
        ):
            history = run(w, b, n_steps)
        torch.set_grad_enabled(True)  # Python leaves a `with` open that is stopped while it closes
        if len(reached) <= instruction:
            break  # the run has fewer instructions
        line = reached[-1]
        same = [n for n, (_, *p) in enumerate(whole) if all(map(torch.equal, p, (w, b)))]
        assert same, f"w and b are not those after whole steps: stopped at {line}"
        if history is not None:
            assert torch.equal(history.losses, whole[same[0]][0]), line
            assert history.interrupted, line
            lengths.add(same[0])
        else:  # stopped before the first step, or while the result is put down
            assert same[0] in (0, n_steps), line
    assert lengths == set(range(n_steps + 1))
