"""Starts the processes of an encoder on two devices, prints their ids, and kills itself, as ``kill -9`` does.

Run as ``python killed_pool.py MODEL``.
"""

import multiprocessing
import os
import signal
import sys

from retrieval.encoding.encoder import TextKind, in_bulk
from retrieval.encoding.model_choice import ModelChoice
from retrieval.encoding.models import load_encoder


def main(model: str) -> None:
    encoder = load_encoder(ModelChoice(model, device="cpu,cpu", precision="float32"))
    with in_bulk(encoder) as encode:
        encode(["мир"] * 64, TextKind.PASSAGE)
        sys.stdout.write(" ".join(str(process.pid) for process in multiprocessing.active_children()))
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
