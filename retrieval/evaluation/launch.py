"""Runs a command and prints what it took: seconds, peak memory in KiB, exit code.

A program of its own, because Linux counts a parent's memory as a child's until the child is another program:
the parent must be small. ``python -m retrieval.evaluation.launch COMMAND…``.
"""

import json
import os
import subprocess
import sys
import time


def _launch(command: list[str]) -> None:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - as asked for
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    # macOS counts bytes.
    kibibytes = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    sys.stdout.write(json.dumps([seconds, kibibytes, process.returncode]))


if __name__ == "__main__":
    _launch(sys.argv[1:])
