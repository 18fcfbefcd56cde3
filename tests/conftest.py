"""What the tests share: how Hypothesis works, and an interrupt that arrives."""

import signal

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture
def interruptible():
    """Let SIGINT interrupt, also where pytest was started with SIGINT ignored, as by `... &`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
