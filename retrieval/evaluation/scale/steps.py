"""The steps that are measured, each run in a process of its own with the index in one folder."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retrieval.encoding.encoder import Encoder, TextKind
from retrieval.engine import Engine
from retrieval.evaluation.scale.figures import STAND_IN, Asking, Building, Neighbours
from retrieval.evaluation.scale.made_corpus import MadeCorpus, MadeSnapshot
from retrieval.evaluation.scale.made_encoder import MadeEncoder, WordTable
from retrieval.evaluation.scale.neighbours import measure_neighbours
from retrieval.evaluation.scale.resources import Memory, disk_by_kind, peak_memory
from retrieval.evaluation.scale.stopwatch import Stages, timing
from retrieval.index import build as building
from retrieval.index import pieces
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.joined import JoinedVectors
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.piece import Piece
from retrieval.progress import Progress, Task
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.retriever import Retriever

_BUILDING: Stages = [
    ("making the texts", MadeSnapshot, "read"),
    (STAND_IN, MadeEncoder, "encode"),
    ("cutting into passages", Piece, "add"),
    ("keeping encodings", EncodingCache, "put"),
    ("vectors and token states", Piece, "_write_encodings"),
    ("words", PassageWords, "of"),
    ("fingerprints", Copies, "of"),
    ("merging", building, "merge"),
    ("merging", pieces, "merge"),
]

_ASKING: Stages = [
    ("vectors", JoinedVectors, "search"),
    ("vectors", Future, "result"),  # of a large index: what is left to wait when the words are done
    ("words", Lexicon, "terms"),
    ("words", Lexicon, "coverage"),
    ("comparing sentences", Comparison, "of"),
    ("the rest of ranking", Retriever, "rank"),
    ("evidence and quotes", Retriever, "answer_from"),
]

_QUOTES = 3
"""As many as an answer has by default."""

_EMBEDDED = 300
"""Passages that are embedded in earnest: as many take half a minute."""

_WARM_UP = 8


@dataclass(frozen=True)
class Trial:
    """One size: where its index lies, what of, and the model, which each process loads anew."""

    folder: Path
    table: Path
    corpus: MadeCorpus
    load: Callable[[], Encoder]

    @property
    def log(self) -> Path:
        """The exact vectors of all passages that were encoded."""
        return self.folder / "vectors.float32"

    def engine(self, encoder: Encoder) -> Engine:
        return Engine(self.corpus, self.folder, encoder=encoder)

    def made_encoder(self, log: Path | None = None) -> MadeEncoder:
        return MadeEncoder(self.load(), WordTable.open(self.table), log)

    def following(self, progress: Progress) -> "Trial":
        """The same, which reports what is read of the corpus."""
        return replace(self, corpus=replace(self.corpus, progress=progress))


def write_table(trial: Trial, progress: Progress) -> None:
    """Makes the table that texts are encoded by."""
    WordTable.of(trial.corpus.material, trial.load(), progress).write(trial.table)


def embed(trial: Trial, progress: Progress) -> float:
    """The seconds that the model takes to embed a passage."""
    encoder, texts = trial.load(), []
    for document in trial.corpus.documents(0):
        texts += [document.text[each.start : each.end] for each in document.paragraphs]
    encoder.encode(texts[:_WARM_UP], TextKind.PASSAGE)
    texts = texts[:_EMBEDDED]
    start = time.perf_counter()
    for number, text in enumerate(texts, 1):
        encoder.encode([text], TextKind.PASSAGE)
        progress(Task.MAKE, number, len(texts))
    return (time.perf_counter() - start) / len(texts)


def count_words(trial: Trial, progress: Progress) -> tuple[int, int]:
    """Words of the corpus, and how many different ones, whether they begin with a capital or not."""
    count, distinct = 0, set[int]()
    for file in range(len(trial.corpus.files)):
        progress(Task.MAKE, file, len(trial.corpus.files))
        for document in trial.corpus.documents(file):
            words = document.text.casefold().split()
            count += len(words)
            distinct.update(hash(word.strip('.,:;!?«»()"“”')) for word in words)
    return count, len(distinct)


def build(trial: Trial, progress: Progress) -> Building:
    """Builds the index."""
    trial = trial.following(progress)
    encoder = trial.made_encoder(trial.log)
    with peak_memory() as peak, timing(_BUILDING) as watch:
        generation = trial.engine(encoder).generation
    return Building(
        passages=len(generation.passages),
        documents=len(generation.documents),
        stages=dict(watch.seconds),
        peak=peak[0],
        disk=disk_by_kind(trial.folder / "index"),
    )


def ask(trial: Trial, questions: Sequence[str], progress: Progress) -> Asking:
    """Opens the index and asks."""
    model = trial.load()
    model.encode(questions[:_WARM_UP], TextKind.QUESTION)
    loaded = Memory.now()
    start = time.perf_counter()
    retriever = trial.engine(model).retriever
    open_seconds = time.perf_counter() - start
    opened, times = Memory.now(), []
    queries = retriever.queries(questions)
    with timing(_ASKING) as watch:
        for number, query in enumerate(queries, 1):
            start = time.perf_counter()
            retriever.answer_from(retriever.rank(query), _QUOTES)
            times.append(1000 * (time.perf_counter() - start))
            if number == 1:
                watch.seconds.clear()  # imports and first reads of files are no part of the others
            progress(Task.ASK, number, len(queries))
    parts = {name: watch.seconds[name] for name, _, _ in _ASKING}
    first, *others = times
    return Asking(
        open_seconds=open_seconds,
        questions=len(times),
        first_ms=first,
        p50_ms=float(np.percentile(others, 50)),
        p95_ms=float(np.percentile(others, 95)),
        parts_ms={name: 1000 * seconds / len(others) for name, seconds in parts.items()},
        loaded=loaded,
        opened=opened,
        asked=Memory.now(),
    )


def compare(trial: Trial, questions: Sequence[str], progress: Progress) -> Neighbours:
    """Finds the vectors that are nearest to the questions, beside an exact search and a graph alone."""
    encoder = trial.made_encoder()
    retriever = trial.engine(encoder).retriever
    queries = np.stack([query.vector for query in retriever.queries(questions)])
    exact = np.memmap(trial.log, np.float32, "r").reshape(-1, queries.shape[1])
    return measure_neighbours(retriever.generation, encoder, queries, exact, progress)


def add(trial: Trial, progress: Progress) -> float:
    """The seconds that it takes to bring the index up to date; ``trial``: with the larger corpus."""
    trial = trial.following(lambda _, done, total: progress(Task.ADD, done, total))
    engine = trial.engine(trial.made_encoder())
    with timing(_BUILDING) as watch:
        engine.update()
    return sum(seconds for name, seconds in watch.seconds.items() if name != STAND_IN)
