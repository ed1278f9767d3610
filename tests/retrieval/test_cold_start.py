"""Whole processes, measured."""

import sys

import pytest

from retrieval.errors import ProcessFailedError
from retrieval.evaluation.cold_start import launched


def test_a_process_is_measured_alone() -> None:
    small = [sys.executable, "-c", "import time; time.sleep(0.2)"]
    large = [sys.executable, "-c", "bytes(range(256)) * 400_000"]  # 98 MiB
    hoard = bytes(range(256)) * 1_000_000  # what this process holds is not counted
    seconds, memory = launched(small)
    assert seconds >= 0.2
    assert memory < 60
    assert launched(large)[1] > memory + 90
    assert len(hoard) == 256_000_000


def test_a_process_that_fails_is_named_with_what_it_said() -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such model')"]
    with pytest.raises(ProcessFailedError, match="ended with exit code 1: no such model") as caught:
        launched(command)
    assert caught.value.code == 1
