"""Building a generation: passages, their encodings, and the parts that are made of these."""

import datetime
import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.encoding.centring import Centres, CentreSum
from retrieval.encoding.encoder import Encoder, Encoding, TextKind
from retrieval.index.encoding_cache import EncodingCache, Key
from retrieval.index.generation import FORMAT, Recipe, new_generation, write_contents, write_record
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import ENGINES
from retrieval.index.passage_texts import PassageTexts, texts_of
from retrieval.index.sentences import Sentences
from retrieval.language.languages import LANGUAGES
from retrieval.progress import Progress, Task
from retrieval.sources.corpus import Corpus

CACHE = "encodings.sqlite"

_BATCH = 64
"""Texts that are encoded, and made durable, at a time: a kill loses at most a few seconds of work."""

_UNCENTRED = "uncentred.float16"


def build(folder: Path, corpus: Corpus, recipe: Recipe, encoder: Encoder, progress: Progress) -> None:
    """Makes a generation of ``corpus`` in ``folder`` and puts it into use.

    Call it under the folder's lock. Raises OSError where the folder can't be written.
    """
    start = time.perf_counter()
    old = corpus.replaced()
    current = [document for document in corpus.documents if document.id not in old]
    passages = [texts for document in current for texts in texts_of(document, encoder)]
    built = datetime.datetime.now(datetime.UTC)
    identity = hashlib.sha256(f"{recipe}{built.isoformat()}".encode()).hexdigest()
    keys = _keys(passages)
    with EncodingCache.at(folder / CACHE, f"{FORMAT} {recipe.model}") as cache:
        encoded = sum(not cache.has(key) for key in dict.fromkeys(map(_key, passages)))
        _encode(keys, cache, encoder, progress)
        with new_generation(folder, f"{built:%Y%m%dT%H%M%S}-{identity[:8]}") as building:
            lexicon = Lexicon.of(
                [texts.sentences for texts in passages], [texts.context for texts in passages]
            )
            lexicon.write(building)
            copies = Copies.of(
                [texts.said for texts in passages],
                [texts.passage.speaker for texts in passages],
                [texts.context for texts in passages],
            )
            copies.write(building)
            centres = _write_encodings(building, passages, copies.weights, recipe, cache, encoder)
            write_contents(building, corpus.documents, [texts.passage for texts in passages], centres)
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
        cache.keep_only(keys)


def _key(texts: PassageTexts) -> Key:
    return TextKind.PASSAGE, texts.read


def _keys(passages: Sequence[PassageTexts]) -> list[Key]:
    """All texts that are encoded, each once."""
    typical = [text for language in LANGUAGES.values() for text in language.typical_questions]
    return list(
        dict.fromkeys(
            [
                *map(_key, passages),
                *((TextKind.PASSAGE, text) for text in typical),
                *((TextKind.QUESTION, text) for text in typical),
            ]
        )
    )


def _encode(keys: Sequence[Key], cache: EncodingCache, encoder: Encoder, progress: Progress) -> None:
    """Encodes what ``cache`` lacks, texts of about the same length together."""
    missing = [key for key in keys if not cache.has(key)]
    if not missing:
        return
    total, done = sum(len(text) for _, text in missing), 0
    progress(Task.EMBED, 0, total)
    for kind in TextKind:
        texts = sorted((text for of_kind, text in missing if of_kind is kind), key=len)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            cache.put([(kind, text) for text in batch], encoder.encode(batch, kind))
            done += sum(map(len, batch))
            progress(Task.EMBED, done, total)


def _write_encodings(
    folder: Path,
    passages: Sequence[PassageTexts],
    counting: Scores,
    recipe: Recipe,
    cache: EncodingCache,
    encoder: Encoder,
) -> Centres:
    """Writes vectors and token states, centred; ``counting``: as how many each passage counts in the centre.

    The centre is known only when all passages have been seen, so that token states are put aside in a file in
    between: in memory there is one passage at a time, and the vectors.
    """
    questions = {code: _typical(code, TextKind.QUESTION, cache) for code in LANGUAGES}
    dimensions = len(next(iter(questions.values()))[0].vector)
    total = CentreSum(dimensions)
    vectors = np.zeros((len(passages), dimensions), np.float32)
    lengths: list[list[int]] = []
    with (folder / _UNCENTRED).open("wb") as aside:
        for number, texts in enumerate(passages):
            encoding = cache.get(_key(texts))
            bounds = _sentence_bounds(texts, len(encoding.tokens), encoder)
            states = encoding.tokens[bounds[0] :]
            total.add(Encoding(encoding.vector, states), counting[number])
            vectors[number] = encoding.vector
            lengths.append(np.diff(bounds).tolist())
            states.astype(np.float16).tofile(aside)
    typical_passages = [text for code in LANGUAGES for text in _typical(code, TextKind.PASSAGE, cache)]
    centres = Centres.of(total, typical_passages, questions)
    ENGINES[recipe.vectors].write(folder, centres.passages.centred_vectors(vectors))
    sentences = Sentences.of(lengths)
    states_of = (centres.passages.centred_tokens(rows) for rows in _put_aside(folder, sentences, dimensions))
    TokenStates.write(folder, sentences, dimensions, states_of)
    (folder / _UNCENTRED).unlink()
    return centres


def _typical(code: str, kind: TextKind, cache: EncodingCache) -> list[Encoding]:
    return [cache.get((kind, text)) for text in LANGUAGES[code].typical_questions]


def _put_aside(folder: Path, sentences: Sentences, dimensions: int) -> Iterator[Vectors]:
    """The uncentred token states of each passage."""
    with (folder / _UNCENTRED).open("rb") as aside:
        for number in range(len(sentences.passages) - 1):
            rows = sentences.rows(number)
            count = (rows.stop - rows.start) * dimensions
            yield np.fromfile(aside, np.float16, count).astype(np.float32).reshape(-1, dimensions)


def _sentence_bounds(texts: PassageTexts, tokens: int, encoder: Encoder) -> Ids:
    """Where each sentence's tokens start among the ``tokens`` of what the model read, and the end."""
    # A space at the end would be counted as a token of its own; it belongs to the next word's.
    bounds = [min(encoder.count_tokens(text.rstrip()), tokens) for text in texts.before]
    return np.array([*np.maximum.accumulate(bounds), tokens], np.int64)
