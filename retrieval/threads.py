"""How the threads of native libraries wait for each other."""

import os


def wait_without_spinning() -> None:
    """Makes OpenMP's threads sleep while they wait; unless the user has said how they wait.

    By default they spin. Where another process uses the processor, a thread that spins keeps the one that it
    waits for from running, at each of the many barriers of one question: on two cores, the p95 of a question
    then rose to 1.2 s, against 0.1 s with threads that sleep. OpenMP reads the setting when it is loaded, so
    call this before PyTorch or FAISS is imported.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
