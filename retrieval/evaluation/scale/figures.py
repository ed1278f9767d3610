"""The figures of one size of a corpus, and how they grow from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.evaluation.scale.resources import Memory


@dataclass(frozen=True, slots=True)
class Building:
    """The first build: seconds by stage, the highest memory, and bytes on disk by kind of file.

    ``passages`` and ``documents`` are those that the index then has.
    """

    passages: int
    documents: int
    stages: Mapping[str, float]
    peak: Memory
    disk: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asking:
    """A process that opens the index and asks ``questions``, one at a time; the model is loaded before.

    ``first_ms`` is the first of the questions, the others are in the percentiles, all without the encoder.
    ``parts_ms``: means by part. ``loaded``, ``opened``, ``asked``: the memory before opening, after it, and
    after the questions.
    """

    open_seconds: float
    questions: int
    first_ms: float
    p50_ms: float
    p95_ms: float
    parts_ms: Mapping[str, float]
    loaded: Memory
    opened: Memory
    asked: Memory


@dataclass(frozen=True, slots=True)
class Graph:
    """What usearch, an HNSW graph alone, takes to find as many vectors with at least the same recall.

    ``expansion``: how many candidates it looks at for that.
    """

    ms: float
    recall: float
    expansion: int
    build_seconds: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest vectors: the share of the ten best that are found, and median milliseconds of a search.

    ``graph``: None where usearch is not installed.
    """

    recall: float
    ms: float
    graph: Graph | None


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """All that was measured with ``passages`` passages; seconds and milliseconds are of the clock.

    ``words`` of the text, and how many ``distinct_words``; ``embedding_seconds``: what embedding all passages
    would take; ``added``: how many passages were added then, in ``adding_seconds``.
    """

    passages: int
    words: int
    distinct_words: int
    embedding_seconds: float
    building: Building
    asking: Asking
    neighbours: Neighbours
    added: int
    adding_seconds: float

    @property
    def build_seconds(self) -> float:
        """Without embedding."""
        return sum(seconds for name, seconds in self.building.stages.items() if name != STAND_IN)

    @property
    def disk(self) -> int:
        """Bytes of the index."""
        return sum(self.building.disk.values())


STAND_IN = "embedding, by a stand-in"
"""The stage of building that takes the place of embedding, and counts for nothing."""


def slope(figures: Sequence[tuple[float, float]]) -> float | None:
    """The exponent with which the second values grow with the first: 1 is linear, 0 is not at all.

    It is the slope of the straight line that fits best when both have logarithmic scales; None for fewer than
    two sizes.
    """
    if len({size for size, _ in figures}) <= 1:
        return None
    sizes, values = np.log(np.array(figures)).T
    return float(np.polyfit(sizes, values, 1)[0])
