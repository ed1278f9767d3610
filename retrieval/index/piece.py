"""New documents on their way into the index: cut, encoded, and written as a segment."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoder, TextKind
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.tokens import States, TokenStates, quantised
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.passage_texts import PassageTexts, texts_of
from retrieval.index.segment import (
    IndexedFile,
    Keys,
    Segment,
    SegmentTexts,
    id_bytes,
    json_of,
    page_of,
    passage_json,
    precedence_of,
)
from retrieval.progress import Progress, Task
from retrieval.sources.corpus import FileReading

_BATCH = 64
"""Texts that are encoded, and made durable, at a time: a kill loses at most a few seconds of work."""


@dataclass
class Piece:
    """Documents that were read, with their passages."""

    encoder: Encoder
    files: list[tuple[str, FileReading, int]] = field(default_factory=list)  # with the number of passages
    documents: list[Document] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    passages: list[PassageTexts] = field(default_factory=list)

    def add(self, name: str, reading: FileReading) -> None:
        """Cuts the documents of a file."""
        before = len(self.passages)
        for document in reading.documents:
            texts = list(texts_of(document, self.encoder))
            self.documents.append(document)
            self.counts.append(len(texts))
            self.passages += texts
        self.files.append((name, reading, len(self.passages) - before))

    def write(
        self,
        folder: Path,
        hashes: dict[str, str],
        centres: Centres,
        cache: EncodingCache,
        earlier: Sequence[Segment],
        engine: type[VectorIndex],
        progress: Progress,
    ) -> int:
        """Writes a segment into ``folder``; returns how many distinct texts had to be encoded.

        ``hashes``: of the files. ``earlier``: segments that are searched for passages that are the same.
        """
        keys = np.array([_key(texts) for texts in self.passages], "S16")
        known: dict[bytes, tuple[Segment, int]] = {}
        for segment in earlier:
            found = segment.with_keys(np.unique(keys))
            known |= {key: (segment, number) for key, number in found.items()}
        of_passages = [known.get(key) for key in keys.tolist()]
        missing = [texts.read for texts, one in zip(self.passages, of_passages, strict=True) if one is None]
        encoded = self._encode(list(dict.fromkeys(missing)), cache, progress)
        self._write_encodings(folder, of_passages, centres, cache, engine)
        words = PassageWords.of(
            [texts.sentences for texts in self.passages], [texts.context for texts in self.passages]
        )
        words.write(folder)
        copies = Copies.of(
            [texts.said for texts in self.passages],
            [texts.passage.speaker for texts in self.passages],
            [texts.context for texts in self.passages],
        )
        copies.write(folder)
        PassageDates.of_documents(self._passages_of_documents()).write(folder)
        self._texts(hashes, keys).write(folder)
        return encoded

    def _encode(self, texts: Sequence[str], cache: EncodingCache, progress: Progress) -> int:
        """Encodes what ``cache`` lacks, texts of about the same length together."""
        missing = sorted((text for text in texts if not cache.has((TextKind.PASSAGE, text))), key=len)
        total, done = sum(map(len, missing)), 0
        for start in range(0, len(missing), _BATCH):
            progress(Task.EMBED, done, total)
            batch = missing[start : start + _BATCH]
            encodings = self.encoder.encode(batch, TextKind.PASSAGE)
            cache.put([(TextKind.PASSAGE, text) for text in batch], encodings)
            done += sum(map(len, batch))
            progress(Task.EMBED, done, total)
        return len(missing)

    def _write_encodings(
        self,
        folder: Path,
        of_passages: Sequence[tuple[Segment, int] | None],
        centres: Centres,
        cache: EncodingCache,
        engine: type[VectorIndex],
    ) -> None:
        """Writes vectors and token states, centred; those that an earlier segment has are copied."""
        # In half precision whatever the engine: the same numbers then wherever a passage is copied to.
        vectors = np.zeros((len(self.passages), centres.dimensions), np.float16)

        def states() -> Iterator[tuple[States, list[int]]]:
            for number, (texts, known) in enumerate(zip(self.passages, of_passages, strict=True)):
                if known:
                    segment, place = known
                    vectors[number] = segment.vectors.vectors(np.array([place]))[0]
                    yield segment.tokens.of_passage(place), segment.tokens.sentences.lengths(place)
                    continue
                encoding = cache.get((TextKind.PASSAGE, texts.read))
                bounds = self._sentence_bounds(texts, len(encoding.tokens))
                centre = centres.of_passage(texts.read)
                vectors[number] = centre.centred_vectors(encoding.vector)
                of_passage = quantised(centre.centred_tokens(encoding.tokens[bounds[0] :]))
                yield of_passage, np.diff(bounds).tolist()

        TokenStates.write(folder, centres.dimensions, states())
        engine.write(folder, [vectors.astype(np.float32)], len(vectors), centres.dimensions)

    def _sentence_bounds(self, texts: PassageTexts, tokens: int) -> list[int]:
        """Where each sentence's tokens start among the ``tokens`` of what the model read, and the end."""
        # A space at the end would be counted as a token of its own; it belongs to the next word's.
        bounds = [min(self.encoder.count_tokens(text.rstrip()), tokens) for text in texts.before]
        return [*np.maximum.accumulate(bounds).tolist(), tokens]

    def _passages_of_documents(self) -> Iterator[tuple[Document, list[Passage]]]:
        texts = iter(self.passages)
        for document, count in zip(self.documents, self.counts, strict=True):
            yield document, [each.passage for each in itertools.islice(texts, count)]

    def _texts(self, hashes: dict[str, str], keys: Keys) -> SegmentTexts:
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
            keys,
            np.array([page_of(document) for document in self.documents], np.uint64),
        )


def _key(texts: PassageTexts) -> bytes:
    """What the encoding of a passage, and where its sentences start in it, depend on."""
    return hashlib.sha256("\0".join([texts.read, *texts.before]).encode(errors="surrogatepass")).digest()[:16]
