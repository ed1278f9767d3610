"""What answering costs beside the plainest way to do it, with the same model on the same machine.

The plain way embeds the passages and nothing else, and finds the nearest vector to a question's.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.chunking import LONGEST_PASSAGE, sentences_of
from retrieval.documents import Document, Paragraph
from retrieval.engine import Engine
from retrieval.index import Generation, IndexPlace, ensure_index
from retrieval.index.store import FaissStore
from retrieval.progress import Progress, Task, no_progress
from retrieval.search import Retriever
from retrieval.sources import Corpus

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PASSAGE = 700
"""Characters from which a made-up passage gets no further sentence."""

_TOP = 10
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians over questions asked one at a time, and passages a second; each beside the plain way's."""

    passages: int
    questions: int
    answer_ms: float
    plain_answer_ms: float
    indexed_per_second: float
    embedded_per_second: float

    @property
    def answer_ratio(self) -> float:
        """How many times the plain way's time an answer takes: lower is better."""
        return self.answer_ms / self.plain_answer_ms

    @property
    def index_ratio(self) -> float:
        """Share of the plain way's throughput that indexing reaches: higher is better."""
        return self.indexed_per_second / self.embedded_per_second


@dataclass(frozen=True, slots=True)
class Shuffled:
    """A corpus of a given size, made of another one's sentences in a fixed random order.

    Every document is one passage, under the title of a real one.
    """

    corpus: Corpus
    passages: int

    def snapshot(self) -> dict[str, str]:
        return {**self.corpus.hashes, "passages": str(self.passages)}

    def read(self) -> Corpus:
        chance = random.Random(0)  # noqa: S311 - no secret
        sentences = [
            " ".join(document.text[start:end].split())
            for document in self.corpus.documents
            for paragraph in document.paragraphs
            for start, end in sentences_of(document.text, paragraph.start, paragraph.end)
        ]
        documents = []
        for number in range(self.passages):
            text = ""
            while len(text) < _PASSAGE:
                text = f"{text} {chance.choice(sentences)}".strip()
            title = self.corpus.documents[number % len(self.corpus.documents)].title
            text = text[:LONGEST_PASSAGE]
            documents.append(Document(str(number), str(number), text, (Paragraph(0, len(text)),), title))
        return Corpus(tuple(documents), (), self.snapshot())


def measure_speed(
    engine: Engine, questions: Sequence[str], passages: int, progress: Progress = no_progress
) -> Speed:
    """Indexes ``passages`` made of the corpus in a temporary folder, and asks ``questions`` of them."""
    corpus, encoder, model = engine.read_corpus(), engine.encoder, engine.model_id
    with tempfile.TemporaryDirectory() as folder:
        place = IndexPlace(Path(folder), Shuffled(corpus, passages), model)
        start = time.perf_counter()
        generation = ensure_index(place, lambda: encoder, progress)
        indexed = time.perf_counter() - start
        texts = [
            generation.documents[passage.document].text[passage.start : passage.end]
            for passage in generation.passages
        ]
        start = time.perf_counter()
        vectors = np.asarray(encoder.encode_document(texts, show_progress_bar=False), np.float32)
        embedded = time.perf_counter() - start
        answer_ms, plain_ms = _ask(questions, generation, encoder, FaissStore.of(vectors), progress)
    return Speed(
        passages=len(texts),
        questions=len(questions),
        answer_ms=answer_ms,
        plain_answer_ms=plain_ms,
        indexed_per_second=len(texts) / indexed,
        embedded_per_second=len(texts) / embedded,
    )


def _ask(
    questions: Sequence[str],
    generation: Generation,
    encoder: "SentenceTransformer",
    plain: FaissStore,
    progress: Progress,
) -> tuple[float, float]:
    """Median milliseconds of an answer, and of the plain way, in turns so that both see the same machine."""
    retriever = Retriever(generation, encoder)

    def nearest(question: str) -> None:
        (vector,) = encoder.encode_query([question], show_progress_bar=False)
        plain.search(np.asarray(vector, np.float32), _TOP)

    for question in questions[:_WARM_UP]:
        retriever.answer(question)
        nearest(question)
    answers, plainly = [], []
    for number, question in enumerate(questions, 1):
        answers.append(_milliseconds(retriever.answer, question))
        plainly.append(_milliseconds(nearest, question))
        progress(Task.ASK, number, len(questions))
    return statistics.median(answers), statistics.median(plainly)


def _milliseconds(ask: Callable[[str], object], question: str) -> float:
    start = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - start)
