"""Vectors and token states of all segments of a generation, searched as one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Vectors
from retrieval.index.numbering import Numbering
from retrieval.index.parts.tokens import TokenStates, matches
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.sentences import Sentences

_ROUNDING = 1e-5
"""Two similarities that are nearer to each other may be the same, computed in another order."""


class JoinedVectors:
    """The vectors of all live passages."""

    def __init__(
        self, parts: Sequence[VectorIndex], numbering: Numbering, precedence: npt.NDArray[np.uint64]
    ) -> None:
        """``precedence``: for each passage its place among those that are equally near."""
        self._parts = parts
        self._numbering = numbering
        self._precedence = precedence

    def __len__(self) -> int:
        return len(self._numbering)

    def search(self, query: Vectors, count: int) -> Ids:
        """The numbers of the ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first."""
        ids = np.concatenate([self._near(number, query, count) for number in range(len(self._parts))])
        similarities = _similarities(self.vectors(ids), query)
        found: Ids = ids[np.lexsort((self._precedence[ids], -similarities))[:count]]
        return found

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        places = np.array(list(self._numbering.places(ids)), np.int64).reshape(-1, 2)
        by_part = [(part, np.flatnonzero(places[:, 0] == number)) for number, part in enumerate(self._parts)]
        rows = [part.vectors(places[at, 1]) for part, at in by_part if len(at)]
        back = np.argsort(np.concatenate([at for _, at in by_part]))
        found: Vectors = np.concatenate(rows)[back] if rows else np.zeros((0, 0), np.float32)
        return found

    def _near(self, number: int, query: Vectors, count: int) -> Ids:
        """The ``count`` nearest vectors of one part that are alive, and all that are as near as these."""
        part, wanted = self._parts[number], count + 1
        while len(part):
            near = part.search(query, min(wanted, len(part)))
            live = self._numbering.numbers(number, near)
            if wanted >= len(part):
                return live
            if len(live) > count:
                similarities = _similarities(self.vectors(live), query)
                if similarities[-1] < similarities[count - 1] - _ROUNDING:
                    return live
            wanted *= 2
        return np.zeros(0, np.int64)


class JoinedTokens:
    """The token states of all live passages."""

    def __init__(self, parts: Sequence[TokenStates], numbering: Numbering) -> None:
        self._parts = parts
        self._numbering = numbering

    def matches(self, question_tokens: Vectors, passages: Ids) -> tuple[Vectors, Sentences]:
        """For each question token its highest similarity to a token of each sentence of ``passages``.

        The shape is ``(question tokens, sentences)``; the second value says whose sentences these are.
        """
        found = [(self._parts[part], number) for part, number in self._numbering.places(passages)]
        sentences = Sentences.of([part.sentences.lengths(number) for part, number in found])
        states = [part.of_passage(number) for part, number in found]
        return matches(question_tokens, states, sentences), sentences

    def lengths(self, passage: int) -> list[int]:
        """How many tokens each sentence of a passage has."""
        ((part, number),) = self._numbering.places(np.array([passage]))
        return self._parts[part].sentences.lengths(number)


def _similarities(vectors: Vectors, query: Vectors) -> Vectors:
    """The inner product of each row, rounded alike wherever the row stands."""
    products: Vectors = (vectors * query).sum(axis=1)
    return products
