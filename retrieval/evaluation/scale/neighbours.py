"""How many of the nearest vectors are found, and how fast: beside an exact search, and beside a graph alone.

Texts that are the same count once: of what is found, those that differ must be the nearest ones.
"""

import functools
import importlib.util
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.evaluation.scale.figures import Graph, Neighbours
from retrieval.evaluation.scale.made_encoder import MadeEncoder
from retrieval.extras import needed
from retrieval.index.generation import Generation
from retrieval.index.passage_texts import texts_of
from retrieval.progress import Progress, Task

_FOUND = 100
"""Vectors that are asked for: as many as ranking asks for."""

_BEST = 10
"""How many of them must be the nearest ones."""

_BLOCK = 1 << 16
"""Vectors that are compared at a time: 100 MB."""

_EQUAL = 1e-5
"""Two similarities that are nearer to each other may be the same, computed in another order."""

_EXPANSIONS = (100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400)
"""Candidates that the graph looks at, from as many as it must find; with the first that is good enough it is
timed."""

_ENOUGH = 0.99
"""Recall at which the graph is timed, or at that of the index where this is lower: no graph reaches 1."""

_GRAPH = "usearch"


def measure_neighbours(
    generation: Generation, encoder: MadeEncoder, queries: Vectors, exact: Vectors, progress: Progress
) -> Neighbours:
    """``queries``: centred vectors of questions; ``exact``: those of all passages, each text once."""
    best = best_similarities(queries, exact, progress)
    found, ms = _searched(lambda query: generation.vectors.search(query, _FOUND), queries)
    vector_of = functools.cache(partial(_vector, generation, encoder))
    similarities = [
        _similarities(np.stack([vector_of(number) for number in numbers[:_BEST].tolist()]), query)
        for numbers, query in zip(found, queries, strict=True)
    ]
    recall = recall_of(similarities, best)
    is_installed = importlib.util.find_spec(_GRAPH) is not None
    graph = _measure_graph(queries, exact, best, recall, progress) if is_installed else None
    return Neighbours(recall, ms, graph)


def best_similarities(queries: Vectors, exact: Vectors, progress: Progress) -> Vectors:
    """For each query the highest similarities to ``exact``, in descending order."""
    best = np.full((len(queries), 0), -np.inf, np.float32)
    for first in range(0, len(exact), _BLOCK):
        progress(Task.COMPARE, first, len(exact))
        similarities = np.concatenate([best, queries @ exact[first : first + _BLOCK].T], axis=1)
        count = min(_BEST, similarities.shape[1])
        best = np.partition(similarities, -count, axis=1)[:, -count:]
    progress(Task.COMPARE, len(exact), len(exact))
    descending: Vectors = -np.sort(-best, axis=1)
    return descending


def recall_of(found: Sequence[Vectors], best: Vectors) -> float:
    """The mean share of what is ``found``, similarities of different texts, that is among the ``best``.

    Where copies leave room for fewer than ten texts, it is so many of the best that these must be.
    """
    shares = [
        np.mean(similarities >= best[number, len(similarities) - 1] - _EQUAL)
        for number, similarities in enumerate(found)
    ]
    return float(np.mean(shares))


def _similarities(vectors: Vectors, query: Vectors) -> Vectors:
    found: Vectors = np.unique(vectors, axis=0) @ query
    return found


def _vector(generation: Generation, encoder: MadeEncoder, number: int) -> Vectors:
    """The exact vector of a passage, whatever the index has made of it."""
    passage = generation.passages[number]
    texts = texts_of(generation.documents[passage.document], encoder)
    return next(encoder.table.centred_vector(one.read) for one in texts if one.passage == passage)


def _searched(search: Callable[[Vectors], Ids], queries: Vectors) -> tuple[list[Ids], float]:
    """What each search finds, and the median of their milliseconds."""
    found, times = [], []
    for query in queries:
        start = time.perf_counter()
        found.append(search(query))
        times.append(1000 * (time.perf_counter() - start))
    return found, statistics.median(times)


def _measure_graph(
    queries: Vectors, exact: Vectors, best: Vectors, recall: float, progress: Progress
) -> Graph:
    """A graph of usearch with its own defaults, over the vectors as they are."""
    graph: Any = needed(f"{_GRAPH}.index").Index(ndim=exact.shape[1], metric="ip", dtype="f32")
    start = time.perf_counter()
    for first in range(0, len(exact), _BLOCK):
        progress(Task.COMPARE, first, len(exact))
        block = np.array(exact[first : first + _BLOCK])
        # The first ones by one thread: where several begin a graph, parts of it may not be joined. 0: as many
        # threads as there are cores.
        graph.add(np.arange(first, first + len(block)), block, threads=0 if first else 1)
    build_seconds = time.perf_counter() - start
    progress(Task.COMPARE, len(exact), len(exact))

    def search(query: Vectors) -> Ids:
        keys: Ids = graph.search(query, _FOUND).keys.astype(np.int64)
        return keys

    for expansion in _EXPANSIONS:
        graph.expansion_search = expansion
        found, ms = _searched(search, queries)
        near = [exact[keys[:_BEST]] @ query for keys, query in zip(found, queries, strict=True)]
        reached = recall_of(near, best)
        if reached >= min(recall, _ENOUGH):
            break
    return Graph(ms, reached, expansion, build_seconds)
