"""New documents on their way into the index: cut, encoded, and written as a segment."""

import hashlib
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np

from retrieval.arrays import Vectors
from retrieval.documents import Document, Passage
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encode, Encoder, Encoding, TextKind
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.token_codes import Block, coded, states_in
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.passage_texts import PassageTexts, texts_of
from retrieval.index.segment import (
    IndexedFile,
    Segment,
    SegmentTexts,
    id_bytes,
    json_of,
    page_of,
    passage_json,
    precedence_of,
)
from retrieval.sources.corpus import FileReading

_FIRST_BATCH = 64
"""Texts that are encoded at a time, until it is known how long that takes."""

_SMALLEST_BATCH, _LARGEST_BATCH = 16, 1_024
"""As many go through a model at once; their encodings, in float32, take a megabyte for four texts."""

_SECONDS = 2.0
"""What a batch should take: a kill loses no more, and several devices have enough to share."""

_VECTORS = 4_096
"""Vectors that are handed over at a time."""

Encoded: TypeAlias = Mapping[bytes, tuple[Segment, int]]
"""Passages that were encoded before, by their keys: a segment that has one, and its number there."""


@dataclass
class Piece:
    """Documents that were read, with their passages."""

    encoder: Encoder
    files: list[tuple[str, FileReading, int]] = field(default_factory=list)  # with the number of passages
    documents: list[Document] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    passages: list[PassageTexts] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)

    def add(self, name: str, reading: FileReading) -> None:
        """Cuts the documents of a file."""
        before = len(self.passages)
        for document in reading.documents:
            texts = list(texts_of(document, self.encoder))
            self.documents.append(document)
            self.counts.append(len(texts))
            self.passages += texts
            self.keys += map(_key, texts)
        self.files.append((name, reading, len(self.passages) - before))

    def encode(
        self, encode: Encode, centres: Centres, cache: EncodingCache, encoded: Encoded
    ) -> Iterator[int]:
        """Encodes what neither ``cache`` has nor was ``encoded`` before, into ``cache``; after each batch it
        says how many distinct texts it had.
        """
        distinct = dict(zip(self.keys, self.passages, strict=True))
        wanted = [one for one in distinct.items() if one[0] not in encoded and not cache.has(one[0])]
        size = _FIRST_BATCH
        for place in range(0, len(wanted), _LARGEST_BATCH):
            # Texts of about the same length together: a model pads those of a batch.
            window = sorted(wanted[place : place + _LARGEST_BATCH], key=lambda one: len(one[1].read))
            while window:
                began = time.monotonic()
                batch, window = window[:size], window[size:]
                encodings = encode([texts.read for _, texts in batch], TextKind.PASSAGE)
                cache.put(
                    [
                        (key, *_finished(texts, encoding, centres))
                        for (key, texts), encoding in zip(batch, encodings, strict=True)
                    ]
                )
                size = _next_size(size, time.monotonic() - began)
                yield len(batch)

    def write(
        self,
        folder: Path,
        hashes: Mapping[str, str],
        dimensions: int,
        cache: EncodingCache,
        encoded: Encoded,
        engine: type[VectorIndex],
    ) -> None:
        """Writes a segment into ``folder``; call it when all is encoded. ``hashes``: of the files."""
        self._write_encodings(folder, dimensions, cache, encoded, engine)
        contexts = [texts.context for texts in self.passages]
        PassageWords.of([texts.sentences for texts in self.passages], contexts).write(folder)
        speakers = [texts.passage.speaker for texts in self.passages]
        Copies.of([texts.said for texts in self.passages], speakers, contexts).write(folder)
        PassageDates.of_documents(self._passages_of_documents()).write(folder)
        self._texts(hashes).write(folder)

    def _write_encodings(
        self,
        folder: Path,
        dimensions: int,
        cache: EncodingCache,
        encoded: Encoded,
        engine: type[VectorIndex],
    ) -> None:
        # In half precision whatever the engine: the same numbers then wherever a passage is copied to.
        vectors = np.zeros((len(self.passages), dimensions), np.float16)

        def states() -> Iterator[tuple[Block, Sequence[int]]]:
            for number, (key, texts) in enumerate(zip(self.keys, self.passages, strict=True)):
                if key in encoded:
                    segment, place = encoded[key]
                    vectors[number] = segment.vectors.vectors(np.array([place]))[0]
                    yield segment.tokens.of_passage(place), segment.tokens.sentences.lengths(place)
                else:
                    vectors[number], of_passage = cache.get(key)
                    yield of_passage, _lengths(texts, states_in(of_passage, dimensions))

        TokenStates.write(folder, states())
        engine.write(folder, [vectors.astype(np.float32)], *vectors.shape)

    def _passages_of_documents(self) -> Iterator[tuple[Document, list[Passage]]]:
        texts = iter(self.passages)
        for document, count in zip(self.documents, self.counts, strict=True):
            yield document, [each.passage for each in itertools.islice(texts, count)]

    def _texts(self, hashes: Mapping[str, str]) -> SegmentTexts:
        files = [
            IndexedFile(name, hashes[name], len(reading.documents), passages, reading.skipped)
            for name, reading, passages in self.files
        ]
        return SegmentTexts(
            files,
            list(map(id_bytes, self.documents)),
            map(json_of, self.documents),
            self.counts,
            (passage_json(texts.passage) for texts in self.passages),
            np.array([precedence_of(texts.passage) for texts in self.passages], np.uint64),
            np.array(self.keys, "S16"),
            np.array([page_of(document) for document in self.documents], np.uint64),
        )


def _key(texts: PassageTexts) -> bytes:
    """What the encoding of a passage, and where its sentences start in it, depend on."""
    decisive = f"{texts.before}\0{texts.read}"
    return hashlib.sha256(decisive.encode(errors="surrogatepass")).digest()[:16]


def _finished(texts: PassageTexts, encoding: Encoding, centres: Centres) -> tuple[Vectors, Block]:
    """Vector and token states of a passage as a segment keeps them: centred, and without its heading."""
    centre = centres.of_passage(texts.read)
    tokens = centre.centred_tokens(encoding.tokens[texts.before[0] :])
    return centre.centred_vectors(encoding.vector), coded(tokens)


def _lengths(texts: PassageTexts, tokens: int) -> list[int]:
    """How many of the ``tokens`` of a passage each of its sentences has; what the model cuts off has none."""
    heading, *others = texts.before
    bounds = np.minimum(np.maximum.accumulate([0, *(before - heading for before in others)]), tokens)
    lengths: list[int] = np.diff([*bounds, tokens]).tolist()
    return lengths


def _next_size(size: int, seconds: float) -> int:
    """How many texts to encode next, where ``size`` took so many ``seconds``: at most double, or half."""
    change = min(max(_SECONDS / max(seconds, 1e-9), 0.5), 2.0)
    return min(max(int(size * change), _SMALLEST_BATCH), _LARGEST_BATCH)
