"""What one question costs from cold, whole processes: beside the plainest way with the same model."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.engine import Engine
from retrieval.errors import ProcessFailedError
from retrieval.progress import Progress, Task, no_progress

_ROUNDS = 3
"""Runs of each way, in turns, after one that fills the caches of the disk: a median needs no more."""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Medians of whole processes: seconds from start to exit, and peaks of resident memory in MiB."""

    seconds: float
    plain_seconds: float
    memory: float
    plain_memory: float

    @property
    def time_ratio(self) -> float:
        """The share of the plain way's time that a start takes: lower is better."""
        return self.seconds / self.plain_seconds

    @property
    def memory_ratio(self) -> float:
        """The share of the plain way's memory: lower is better."""
        return self.memory / self.plain_memory


def measure_cold_start(
    engine: Engine, command: Sequence[str], question: str, progress: Progress = no_progress
) -> ColdStart:
    """Runs ``command``, a program that answers ``question`` as ``engine`` does, and the plain way, in turns.

    The index is brought up to date first. Raises ProcessFailedError where one of them fails.
    """
    generation = engine.generation
    with tempfile.TemporaryDirectory() as folder:
        vectors = Path(folder) / "vectors.npy"
        np.save(vectors, generation.vectors.vectors(np.arange(len(generation.passages))))
        plain = [sys.executable, "-m", "retrieval.evaluation.plain_process"]
        plain += [engine.reference_source(), str(vectors), question]
        found: list[tuple[float, float]] = []
        plainly: list[tuple[float, float]] = []
        for done in range(_ROUNDS + 1):
            found.append(launched(command))
            plainly.append(launched(plain))
            progress(Task.ASK, done + 1, _ROUNDS + 1)
    return ColdStart(
        seconds=_median(found, 0),
        plain_seconds=_median(plainly, 0),
        memory=_median(found, 1),
        plain_memory=_median(plainly, 1),
    )


def _median(runs: list[tuple[float, float]], part: int) -> float:
    return statistics.median(run[part] for run in runs[1:])


def launched(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak MiB of a program, from start to exit; raises ProcessFailedError where it fails."""
    launch = [sys.executable, "-m", "retrieval.evaluation.launch", *command]
    ended = subprocess.run(launch, capture_output=True, text=True, check=True)  # noqa: S603 - our own commands
    seconds, kibibytes, code = json.loads(ended.stdout)
    if code:
        raise ProcessFailedError(command, code, ended.stderr)
    return seconds, kibibytes / 1024
