"""Processes that encode for a ``SentenceTransformer``, each on a device of its own."""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from torch import nn
from tqdm import tqdm  # type: ignore[import-untyped]

_LOOK_EVERY = 1.0
"""Seconds between looks whether the process that made this one is still there."""


class EndsWithItsParent(nn.Module):  # type: ignore[misc]  # torch is imported untyped here
    """A last module that changes nothing. Where a model with it arrives in another process, that process ends
    when the one that made it is gone, even by ``kill -9``; else it would wait for ever for texts.
    """

    def __init__(self) -> None:
        super().__init__()
        self._maker = os.getpid()

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        return features

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        # tqdm would make a semaphore, of which Python complains at the end when the process is terminated.
        tqdm.set_lock(threading.RLock())
        threading.Thread(target=_end_after, args=(self._maker,), daemon=True).start()


@contextmanager
def worker_processes(model: Any, devices: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """``model`` and the pool of processes to encode with it.

    It is a ``SentenceTransformer`` of their own: it is moved into main memory, and must not have been used
    before, for what transformers adds to a model then can't be sent to another process.
    """
    model.append(EndsWithItsParent())
    # Ctrl-C is for this process: it ends the others. What is blocked here is blocked in them.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool = model.start_multi_process_pool(list(devices))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    try:
        yield model, pool
    finally:
        model.stop_multi_process_pool(pool)


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)
