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
from retrieval.chunking import TokenCounter, heading_of, passages_of
from retrieval.documents import Document, Passage
from retrieval.encoder import Encoded, TokenEncoder, own_token_counter, token_counter, token_limit
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.generation import (
    FORMAT,
    VECTORS,
    Recipe,
    new_generation,
    write_contents,
    write_record,
)
from retrieval.index.lexicon import Lexicon
from retrieval.index.store import FaissStore
from retrieval.index.token_store import TokenStore
from retrieval.language import Language
from retrieval.normalisation import plain_text
from retrieval.progress import Progress, Task
from retrieval.sources import Corpus
from retrieval.typical_questions import TYPICAL_QUESTIONS
from retrieval.years import meant_years, stated_years

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CACHE = "encodings.sqlite"

_BATCH = 64
"""Texts that are encoded, and made durable, at a time."""


class _Kind(StrEnum):
    """How a text is encoded; the same text of two kinds has two encodings."""

    PASSAGE = "passage"
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
    with EncodingCache.at(folder / CACHE, f"{FORMAT} {model}") as cache:
        texts = _Texts(corpus.documents, passages, lambda document: heading_of(document, count, limit))
        encoded = sum(not cache.has("".join(key)) for key in dict.fromkeys(texts.passages))
        _encode(texts.keys, cache, encoder, progress)
        with new_generation(folder, f"{built:%Y%m%dT%H%M%S}-{identity[:8]}") as building:
            lexicon = Lexicon.of(texts.words, texts.contexts)
            centres = _write_encodings(building, texts, cache, own_token_counter(encoder))
            write_contents(building, corpus.documents, passages, centres, lexicon)
            write_record(
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
    """Every text that a generation encodes.

    ``passages`` are under their headings. ``prefixes``: for each passage all that stands before each of its
    sentences, the first one's is the heading. ``words``: for each passage what is counted as the words of
    each of its sentences, with the years that these mean; ``contexts``: and as words of the whole: title,
    speaker and year.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        passages: tuple[Passage, ...],
        heading: Callable[[Document], str],
    ) -> None:
        headed = {document.id: (document, heading(document)) for document in documents}
        self.passages: list[_Key] = []
        self.prefixes: list[list[str]] = []
        self.words: list[list[str]] = []
        self.contexts: list[str] = []
        for passage in passages:
            document, above = headed[passage.document]
            whole = document.text
            text = plain_text(whole[passage.start : passage.end])
            if text.startswith(above.rstrip(". ")):
                above = ""
            self.passages.append((_Kind.PASSAGE, above + text))
            read = [plain_text(whole[passage.start : end]) for _, end in passage.sentences[:-1]]
            self.prefixes.append([above, *(above + part for part in read)])
            sentences = [plain_text(whole[slice(*span)]) for span in passage.sentences]
            self.words.append([_with_years(sentence, document) for sentence in sentences])
            year = document.published.year if document.published else ""
            self.contexts.append(f"{above}{passage.speaker or ''} {year}")
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
        questions = itertools.chain.from_iterable(self.typical_questions.values())
        return list(dict.fromkeys([*self.passages, *self.typical_passages, *questions]))


def _with_years(sentence: str, document: Document) -> str:
    meant = meant_years(sentence, document.published) - stated_years(sentence)
    return " ".join([sentence, *map(str, sorted(meant))])


def _encode(
    keys: list[_Key], cache: EncodingCache, encoder: "SentenceTransformer", progress: Progress
) -> None:
    """Encodes what ``cache`` lacks, texts of about the same length together."""
    missing = [key for key in keys if not cache.has("".join(key))]
    if not missing:
        return

    methods: dict[_Kind, Callable[[list[str]], list[Encoded]]] = {
        _Kind.PASSAGE: TokenEncoder(encoder.encode_document),
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
    bounds = []
    for passage, prefixes in zip(get(texts.passages), texts.prefixes, strict=True):
        bounds.append(_sentence_bounds(len(passage.tokens), prefixes, count))
        total.add(Encoded(passage.vector, passage.tokens[bounds[-1][0] :]))
    centres = Centres.of(total, list(get(texts.typical_passages)), typical)
    rows = [centres.passages.encoded(passage).vector for passage in get(texts.passages)]
    FaissStore.of(np.stack(rows)).save(folder / VECTORS)
    own = (
        centres.passages.encoded(passage).tokens[of_passage[0] :]
        for passage, of_passage in zip(get(texts.passages), bounds, strict=True)
    )
    lengths = [np.diff(of_passage).tolist() for of_passage in bounds]
    TokenStore.write(folder, lengths, rows[0].shape[0], own)
    return centres


def _sentence_bounds(tokens: int, prefixes: list[str], count: TokenCounter) -> list[int]:
    """Where each sentence's tokens start among the ``tokens`` of a passage under its heading, and the end.

    ``prefixes``: all that stands before each sentence; ``count`` counts a text's own tokens.
    """
    # A space at the end would be counted as a token of its own; it belongs to the next word's.
    bounds = [min(count(prefix.rstrip()), tokens) for prefix in prefixes]
    return [*np.maximum.accumulate(bounds).tolist(), tokens]
