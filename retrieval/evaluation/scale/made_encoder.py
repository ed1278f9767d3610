"""Encodings of made texts without a model's work: put together from real encodings of what they are made of.

Half-sentences are embedded in earnest, once. A word stands for how the halves that have it differ from the
mean of their language, the rarer the more; a text differs from that mean in the direction of the sum of its
words, as far as halves do. So texts with rare words in common are near each other. A word that no half has,
such as a made name, stands for one of the others, always the same one. Token states are those that the model
gave the words where it met them.
"""

import json
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Vectors
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoder, Encoding, TextKind, unit
from retrieval.evaluation.scale.material import Material, Words
from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES
from retrieval.progress import Progress, Task

_NAMES, _ARRAYS, _CENTRES = "names.json", "arrays.npz", "centres.npz"


@dataclass(frozen=True)
class WordTable:
    """What made texts are encoded by: word ``n`` has the row ``vectors[n]``, and the token states
    ``states[starts[n] : starts[n + 1]]``. ``means``: by language the mean centred vector of its halves.
    """

    words: dict[str, int]
    vectors: Vectors
    states: npt.NDArray[np.float16]
    starts: npt.NDArray[np.int64]
    means: dict[str, Vectors]
    centres: Centres

    @classmethod
    def of(cls, material: Material, encoder: Encoder, progress: Progress) -> Self:
        """Embeds the halves of ``material``."""
        centres, halves = Centres.of(encoder), material.halves
        texts = [" ".join(half) for half in halves]
        languages = np.array(list(map(language_of, texts)))
        frequencies = Counter(word for half in halves for word in set(half))
        words = {word: number for number, word in enumerate(sorted(frequencies))}
        centred = np.zeros((len(halves), centres.dimensions), np.float32)
        states: dict[str, Vectors] = {}
        for number, (half, text) in enumerate(zip(halves, texts, strict=True)):
            progress(Task.MAKE, number, len(halves))
            (encoding,) = encoder.encode([text], TextKind.PASSAGE)
            centred[number] = centres.of_passage(text).centred_vectors(encoding.vector)
            states |= _states_of_words(half, encoding.tokens, encoder)
        progress(Task.MAKE, len(halves), len(halves))
        means = {code: centred[languages == code].mean(axis=0) for code in np.unique(languages).tolist()}
        vectors = np.zeros((len(words), centres.dimensions), np.float32)
        for half, vector, language in zip(halves, centred, languages.tolist(), strict=True):
            for word in set(half):
                rarity = math.log(1 + len(halves) / frequencies[word])
                vectors[words[word]] += np.float32(rarity / frequencies[word]) * (vector - means[language])
        in_order = [states[word].astype(np.float16) for word in words]
        starts = np.concatenate([[0], np.cumsum([len(rows) for rows in in_order])])
        return cls(words, vectors, np.concatenate(in_order), starts, means, centres)

    def write(self, folder: Path) -> None:
        """Writes the table into the new folder ``folder``."""
        folder.mkdir()
        names = {"words": list(self.words), "means": list(self.means)}
        (folder / _NAMES).write_text(json.dumps(names), "utf-8")
        means = np.stack(list(self.means.values()))
        np.savez(folder / _ARRAYS, vectors=self.vectors, states=self.states, starts=self.starts, means=means)
        self.centres.save(folder / _CENTRES)

    @classmethod
    def open(cls, folder: Path) -> Self:
        names = json.loads((folder / _NAMES).read_text("utf-8"))
        with np.load(folder / _ARRAYS) as saved:
            return cls(
                {word: number for number, word in enumerate(names["words"])},
                saved["vectors"],
                saved["states"],
                saved["starts"],
                dict(zip(names["means"], saved["means"], strict=True)),
                Centres.load(folder / _CENTRES),
            )

    def centred_vector(self, text: str) -> Vectors:
        """The vector of a made text less the centre of its language."""
        mean = self.means.get(language_of(text), self._mean)
        direction = unit(self.vectors[self.numbers(text)].sum(axis=0))
        return unit(mean + np.float32(math.sqrt(max(0.0, 1 - float(mean @ mean)))) * direction)

    def states_of(self, text: str, count: int) -> Vectors:
        """``count`` token states of a made text; none for a model without them."""
        starts = self.starts
        rows = np.concatenate([np.arange(*starts[number : number + 2]) for number in self.numbers(text)])
        return self.states[np.resize(rows, count if len(self.states) else 0)].astype(np.float32)

    def numbers(self, text: str) -> list[int]:
        """The number of each word; for one that is not there, that of some other."""
        known, count = self.words, len(self.words)
        return [known[word] if word in known else zlib.crc32(word.encode()) % count for word in text.split()]

    @cached_property
    def _mean(self) -> Vectors:
        """For a text that looks as if it were in a language of which there are no halves."""
        mean: Vectors = np.stack(list(self.means.values())).mean(axis=0)
        return mean


class MadeEncoder:
    """The model for typical texts and questions; for all other passages, what the table gives.

    Tokens are counted by the model, as in every build.
    """

    def __init__(self, model: Encoder, table: WordTable, log: Path | None = None) -> None:
        """``log``: a file that the centred vector of each passage is added to, as float32 numbers."""
        self.model_id = model.model_id
        self.limit = model.limit
        self.count_tokens = model.count_tokens
        self._model = model
        self.table = table
        self._log = log

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        if kind is TextKind.QUESTION or self._typical.issuperset(texts):
            return self._model.encode(texts, kind)
        vectors = np.stack([self.table.centred_vector(text) for text in texts])
        if self._log:
            with self._log.open("ab") as file:
                file.write(vectors.tobytes())
        return [self._encoding(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def _encoding(self, text: str, centred: Vectors) -> Encoding:
        tokens = self.table.states_of(text, min(self.count_tokens(text), self.limit))
        return Encoding(_uncentred(centred, self.table.centres.of_passage(text).vector), tokens)

    @cached_property
    def _typical(self) -> frozenset[str]:
        return frozenset(text for language in LANGUAGES.values() for text in language.typical_passages)


def _uncentred(centred: Vectors, centre: Vectors) -> Vectors:
    """The unit vector in whose direction from ``centre`` there is ``centred``, as `Centre` takes it away.

    It is where the ray from the centre leaves the unit sphere.
    """
    along = float(centred @ centre)
    reach = -along + math.sqrt(max(0.0, along**2 + 1 - float(centre @ centre)))
    return unit(centre + np.float32(reach) * centred)


def _states_of_words(half: Words, tokens: Vectors, encoder: Encoder) -> dict[str, Vectors]:
    """For each word of ``half`` its rows of ``tokens``."""
    bounds = [encoder.count_tokens(" ".join(half[:number])) for number in range(len(half))]
    ends = [*bounds[1:], len(tokens)]
    return {word: tokens[start:end] for word, start, end in zip(half, bounds, ends, strict=True)}
