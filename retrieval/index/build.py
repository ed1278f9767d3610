"""Building a generation: passages, encodings, lexicon, centres."""

import datetime
import hashlib
import itertools
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.centring import Centres, CentreSum
from retrieval.chunking import TokenCounter, passages_of, windows_of
from retrieval.documents import Document, Passage
from retrieval.encoder import (
    Encoded,
    TokenEncoder,
    encode_windows,
    token_counter,
    token_limit,
)
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.generation import (
    VECTORS,
    Recipe,
    new_generation,
    write_contents,
    write_manifest,
)
from retrieval.index.lexicon import Lexicon
from retrieval.index.store import FaissStore
from retrieval.index.token_store import TokenStore
from retrieval.language import Language
from retrieval.normalisation import plain_text
from retrieval.progress import Progress, Task
from retrieval.sources import Corpus
from retrieval.typical_questions import TYPICAL_QUESTIONS

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CACHE = "encodings.sqlite"

_BATCH = 64
"""Texts that are encoded, and made durable, at a time."""


class _Kind(StrEnum):
    """How a text is encoded; the same text of two kinds has two encodings."""

    PASSAGE = "passage"
    WINDOW = "window"
    QUESTION = "question"


_Key = tuple[_Kind, str]


def build(
    folder: Path,
    corpus: Corpus,
    model: str,
    encoder: "SentenceTransformer",
    progress: Progress,
) -> None:
    """Makes a generation of ``corpus`` in ``folder`` and puts it into use.

    ``model`` is the encoder's fingerprint. Call it under the folder's lock. Raises OSError where the
    folder can't be written.
    """
    start = time.perf_counter()
    count, limit = token_counter(encoder), token_limit(encoder)
    passages = tuple(
        passage for document in corpus.documents for passage in passages_of(document, count, limit)
    )
    built = datetime.datetime.now(datetime.UTC)
    recipe = Recipe(corpus.hashes, model)
    identity = hashlib.sha256(f"{recipe}{built.isoformat()}".encode()).hexdigest()
    with EncodingCache.at(folder / CACHE, model) as cache:
        texts = _Texts(corpus.documents, passages)
        encoded = sum(not cache.has("".join(key)) for key in dict.fromkeys(texts.passages))
        _encode(texts.keys, cache, encoder, progress)
        with new_generation(folder, f"{built:%Y%m%dT%H%M%S}-{identity[:8]}") as building:
            lexicon = Lexicon.of([text for _, text in texts.passages])
            centres = _write_encodings(building, texts, cache, count)
            write_contents(building, corpus.documents, passages, centres, lexicon)
            write_manifest(
                building,
                recipe,
                built.isoformat(timespec="seconds"),
                skipped=corpus.skipped,
                documents=len(corpus.documents),
                passages=len(passages),
                encoded=encoded,
                seconds=round(time.perf_counter() - start, 3),
            )
        cache.keep_only("".join(key) for key in texts.keys)


class _Texts:
    """Every text that a generation encodes."""

    def __init__(self, documents: tuple[Document, ...], passages: tuple[Passage, ...]) -> None:
        whole = {document.id: document.text for document in documents}
        self.passages: list[_Key] = []
        self.prefixes: list[list[str]] = []
        self.windows: list[list[_Key]] = []
        for passage in passages:
            text = whole[passage.document]
            self.passages.append((_Kind.PASSAGE, plain_text(text[passage.start : passage.end])))
            self.prefixes.append([plain_text(text[passage.start : end]) for _, end in passage.sentences[:-1]])
            self.windows.append(
                [(_Kind.WINDOW, plain_text(text[slice(*window)])) for window in windows_of(passage)]
            )
        self.typical_questions: dict[Language, list[_Key]] = {
            language: [(_Kind.QUESTION, text) for text in questions]
            for language, questions in TYPICAL_QUESTIONS.items()
        }
        self.typical_passages: list[_Key] = [
            (_Kind.PASSAGE, text) for texts in TYPICAL_QUESTIONS.values() for text in texts
        ]

    @property
    def keys(self) -> list[_Key]:
        """All texts, each once."""
        found = [*self.passages, *self.typical_passages]
        for group in [*self.windows, *self.typical_questions.values()]:
            found += group
        return list(dict.fromkeys(found))


def _encode(
    keys: list[_Key], cache: EncodingCache, encoder: "SentenceTransformer", progress: Progress
) -> None:
    """Encodes what ``cache`` lacks, texts of about the same length together."""
    missing = [key for key in keys if not cache.has("".join(key))]
    if not missing:
        return

    def windows(texts: list[str]) -> list[Encoded]:
        vectors = encode_windows(encoder, texts)
        return [Encoded(vector, np.zeros((0, len(vector)), np.float32)) for vector in vectors]

    methods: dict[_Kind, Callable[[list[str]], list[Encoded]]] = {
        _Kind.PASSAGE: TokenEncoder(encoder.encode_document),
        _Kind.WINDOW: windows,
        _Kind.QUESTION: TokenEncoder(encoder.encode_query),
    }
    total, done = sum(len(text) for _, text in missing), 0
    progress(Task.EMBED, 0, total)
    for kind, method in methods.items():
        texts = sorted((text for of_kind, text in missing if of_kind is kind), key=len)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            cache.put([kind + text for text in batch], method(batch))
            done += sum(map(len, batch))
            progress(Task.EMBED, done, total)


def _write_encodings(folder: Path, texts: _Texts, cache: EncodingCache, count: TokenCounter) -> Centres:
    """Writes vectors and token states, centred; one passage in memory at a time but for vectors."""

    def get(keys: list[_Key]) -> Iterator[Encoded]:
        for key in keys:
            encoded = cache.get("".join(key))
            assert encoded is not None  # noqa: S101 - `_encode` has just put it there
            yield encoded

    typical = {language: list(get(keys)) for language, keys in texts.typical_questions.items()}
    total = CentreSum(len(typical[Language.RUSSIAN][0].vector))
    lengths = []
    for passage, prefixes in zip(get(texts.passages), texts.prefixes, strict=True):
        total.add(passage)
        lengths.append(_sentence_lengths(len(passage.tokens), prefixes, count))
    centres = Centres.of(total, list(get(texts.typical_passages)), typical)
    rows = [
        centres.passages.encoded(encoded).vector
        for passage, windows in zip(texts.passages, texts.windows, strict=True)
        for encoded in get([passage, *windows])
    ]
    FaissStore.of(np.stack(rows)).save(folder / VECTORS)
    centred = (centres.passages.encoded(passage).tokens for passage in get(texts.passages))
    TokenStore.write(folder, lengths, rows[0].shape[0], centred)
    return centres


def _sentence_lengths(tokens: int, prefixes: list[str], count: TokenCounter) -> list[int]:
    """How many of a passage's ``tokens`` each sentence has.

    ``prefixes`` end where each sentence but the last ends; their token counts are the bounds, less the
    tokens of the model's frame, which the count of nothing tells.
    """
    frame = count("")
    bounds = [0, *(min(count(prefix) - frame, tokens) for prefix in prefixes), tokens]
    return [end - start for start, end in itertools.pairwise(np.maximum.accumulate(bounds).tolist())]
