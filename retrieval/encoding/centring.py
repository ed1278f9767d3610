"""Centring: taking out of encodings what all texts of one kind have in common.

A centred vector says how a text differs from the average one of its kind and language. The averages are those
of typical texts, the same for every corpus: what is made of a passage depends on nothing but the passage and
the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import Encoder, Encoding, TextKind, unit
from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Centre:
    """Mean vector and mean token state of one kind of text, both of shape ``(dimensions,)``."""

    vector: Vectors
    token: Vectors

    @classmethod
    def of(cls, texts: Sequence[Encoding]) -> Self:
        """That of ``texts``; each counts for as many states as it has."""
        tokens = np.concatenate([text.tokens for text in texts])
        vector: Vectors = np.stack([text.vector for text in texts]).mean(axis=0)
        token: Vectors = tokens.sum(axis=0) / np.float32(max(len(tokens), 1))
        return cls(vector, token)

    def centred(self, text: Encoding) -> Encoding:
        """``text`` less this centre, every row of unit length."""
        return Encoding(self.centred_vectors(text.vector), self.centred_tokens(text.tokens))

    def centred_vectors(self, vectors: Vectors) -> Vectors:
        """Vectors, one or many, less the mean vector and of unit length."""
        return unit(vectors - self.vector)

    def centred_tokens(self, states: Vectors) -> Vectors:
        """Token states less the mean state and of unit length."""
        return unit(states - self.token)


@dataclass(frozen=True, slots=True)
class Centres:
    """The centres of one model, of passages and of questions, by the code of their language."""

    passages: dict[str, Centre]
    questions: dict[str, Centre]

    @classmethod
    def of(cls, encoder: Encoder) -> Self:
        """From the typical texts of each language."""
        return cls(
            {
                language.code: Centre.of(encoder.encode(language.typical_passages, TextKind.PASSAGE))
                for language in LANGUAGES.values()
            },
            {
                language.code: Centre.of(encoder.encode(language.typical_questions, TextKind.QUESTION))
                for language in LANGUAGES.values()
            },
        )

    def of_passage(self, text: str) -> Centre:
        """That of the language which the text of a passage is in."""
        return self.passages[language_of(text)]

    @property
    def dimensions(self) -> int:
        """Numbers of a vector."""
        return len(next(iter(self.passages.values())).vector)

    def save(self, path: Path) -> None:
        """Writes a ``.npz`` file: for each kind and language, vector and token as two rows."""
        centres = {
            f"{kind}.{code}": np.stack([centre.vector, centre.token])
            for kind, by_language in zip(TextKind, (self.passages, self.questions), strict=True)
            for code, centre in by_language.items()
        }
        np.savez(path, allow_pickle=False, **centres)

    @classmethod
    def load(cls, path: Path) -> Self:
        by_kind: dict[str, dict[str, Centre]] = {kind: {} for kind in TextKind}
        with np.load(path) as saved:
            for name in saved.files:
                kind, _, code = name.partition(".")
                by_kind[kind][code] = Centre(*saved[name])
        return cls(by_kind[TextKind.PASSAGE], by_kind[TextKind.QUESTION])
