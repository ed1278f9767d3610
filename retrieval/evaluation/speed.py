"""What answering costs beside the plainest way to do it, with the same model on the same machine.

The plain way embeds the passages and nothing else, and finds the nearest vector to a question's.
"""

import contextlib
import hashlib
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.arrays import Ids
from retrieval.chunking import LONGEST_PASSAGE, sentences_of
from retrieval.documents import Document, Paragraph
from retrieval.encoding.sentence_transformer import Model, SentenceTransformerEncoder
from retrieval.engine import Engine
from retrieval.index.parts.exact_vectors import ExactVectors
from retrieval.progress import Progress, Task, no_progress
from retrieval.ranking.retriever import Retriever
from retrieval.sources.corpus import Corpus, FileReading
from retrieval.sources.seen_files import SeenFiles

_SAMPLE = "sample"
_PASSAGE = 700
"""Characters from which a made-up passage gets no further sentence."""

_TOP = 10
"""Passages that the plain way finds, as many as the measures look at."""

_BUSY_QUESTIONS = 60
"""Questions that are asked beside another process: 95 % of them leaves three, and it takes seconds."""

_WARM_UP = 10
"""Questions that are asked before the clock runs."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of questions asked one at a time, and passages a second, each beside the plain way's.

    ``answer_ms`` and ``plain_answer_ms`` are medians. ``busy_p95_ms``: what 95 % of the answers stay below
    while another process keeps one core busy.
    """

    passages: int
    questions: int
    answer_ms: float
    plain_answer_ms: float
    busy_p95_ms: float
    indexed_per_second: float
    embedded_per_second: float

    @property
    def answer_ratio(self) -> float:
        """How many times the plain way's time an answer takes: lower is better."""
        return self.answer_ms / self.plain_answer_ms

    @property
    def busy_ratio(self) -> float:
        """``busy_p95_ms`` as a multiple of the median of an answer: lower is better."""
        return self.busy_p95_ms / self.answer_ms

    @property
    def index_ratio(self) -> float:
        """Share of the plain way's throughput that indexing reaches: higher is better."""
        return self.indexed_per_second / self.embedded_per_second


@dataclass(frozen=True, slots=True)
class SampledCorpus:
    """``passages`` made-up documents of sentences drawn at random from ``source``, the same each time.

    Each is about one passage long, under a real title.
    """

    source: Corpus
    passages: int

    @property
    def hashes(self) -> dict[str, str]:
        texts = "\0".join(document.text for document in self.source.documents)
        return {_SAMPLE: hashlib.sha256(f"{self.passages} {texts}".encode()).hexdigest()}

    def snapshot(self, seen: SeenFiles | None = None) -> Self:  # noqa: ARG002 - there is no file
        return self

    def read(self, name: str) -> FileReading:  # noqa: ARG002 - there is one
        chance = random.Random(0)  # noqa: S311 - no secret
        sentences = [
            " ".join(document.text[start:end].split())
            for document in self.source.documents
            for paragraph in document.paragraphs
            for start, end in sentences_of(document.text, paragraph.start, paragraph.end)
        ]
        documents = []
        for number in range(self.passages):
            text = ""
            while len(text) < _PASSAGE:
                text = f"{text} {chance.choice(sentences)}".strip()
            title = self.source.documents[number % len(self.source.documents)].title
            text = text[:LONGEST_PASSAGE]
            documents.append(Document(str(number), str(number), text, (Paragraph(0, len(text)),), title))
        return FileReading(tuple(documents))


def measure_speed(
    engine: Engine, questions: Sequence[str], passages: int, progress: Progress = no_progress
) -> Speed:
    """Indexes ``passages`` made of the corpus in a temporary folder, and asks ``questions`` of them."""
    source, encoder = engine.read_corpus(), engine.encoder
    reference = encoder if isinstance(encoder, SentenceTransformerEncoder) else engine.load_reference()
    with tempfile.TemporaryDirectory() as folder:
        measured = Engine(
            SampledCorpus(source, passages),
            folder,
            encoder=encoder,
            reranker=engine.reranker,
            progress=progress,
        )
        start = time.perf_counter()
        generation = measured.generation
        indexed = time.perf_counter() - start
        texts = [
            generation.documents[passage.document].text[passage.start : passage.end]
            for passage in generation.passages
        ]
        start = time.perf_counter()
        vectors = np.asarray(reference.model.encode_document(texts, show_progress_bar=False), np.float32)
        embedded = time.perf_counter() - start
        plain = PlainSearch(reference.model, ExactVectors.of([vectors], vectors.shape[1]))
        answer_ms, plain_ms = _ask(questions, measured.retriever, plain, progress)
        with _another_process():
            asked = questions[:_BUSY_QUESTIONS]
            busy = [_milliseconds(measured.retriever.answer, question) for question in asked]
    return Speed(
        passages=len(texts),
        questions=len(questions),
        answer_ms=answer_ms,
        plain_answer_ms=plain_ms,
        busy_p95_ms=float(np.percentile(busy, 95)),
        indexed_per_second=len(texts) / indexed,
        embedded_per_second=len(texts) / embedded,
    )


@dataclass(frozen=True, slots=True)
class PlainSearch:
    """The plainest way: the nearest vector to that of the question."""

    model: Model
    vectors: ExactVectors

    def answer(self, question: str) -> Ids:
        (vector,) = self.model.encode_query([question], show_progress_bar=False)
        return self.vectors.search(np.asarray(vector, np.float32), _TOP)[0]


def _ask(
    questions: Sequence[str], retriever: Retriever, plain: PlainSearch, progress: Progress
) -> tuple[float, float]:
    """The median milliseconds of an answer and of the plain way, in turns: both see the same machine."""
    for question in questions[:_WARM_UP]:
        retriever.answer(question)
        plain.answer(question)
    answers, plainly = [], []
    for number, question in enumerate(questions, 1):
        answers.append(_milliseconds(retriever.answer, question))
        plainly.append(_milliseconds(plain.answer, question))
        progress(Task.ASK, number, len(questions))
    return statistics.median(answers), statistics.median(plainly)


@contextlib.contextmanager
def _another_process() -> Iterator[None]:
    """One that keeps a core busy for as long as the block lasts."""
    process = multiprocessing.get_context("spawn").Process(target=_spin, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _spin() -> None:
    while True:
        pass


def _milliseconds(ask: Callable[[str], object], question: str) -> float:
    start = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - start)
