"""Vectors and token states of all segments of a generation, searched as one."""

from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.numbering import Column, Numbering
from retrieval.index.parts.token_codes import similarities
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.sentences import Sentences

_ROUNDING = 1e-5
"""Two similarities that are nearer to each other may be the same, computed in another order."""

_NONE: Vectors = np.zeros(0, np.float32)


class JoinedVectors:
    """The vectors of all live passages."""

    def __init__(
        self, parts: Sequence[VectorIndex], numbering: Numbering, precedence: Column[np.uint64]
    ) -> None:
        """``precedence``: for each passage its place among those that are equally near."""
        self._parts = parts
        self._numbering = numbering
        self._precedence = precedence

    def __len__(self) -> int:
        return len(self._numbering)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> Ids:
        """The numbers of the ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first.

        ``among``: which of them may be found; all where it is None.
        """
        masks = [None] * len(self._parts) if among is None else self._numbering.masks(among)
        near = [self._near(number, query, count, mask) for number, mask in enumerate(masks)]
        ids, similarities = (np.concatenate(arrays) for arrays in zip(*near, strict=True))
        found: Ids = ids[np.lexsort((self._precedence[ids], -similarities))[:count]]
        return found

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        of_parts, numbers = self._numbering.arrays(ids)
        if not len(ids):
            return np.zeros((0, 0), np.float32)
        at = [np.flatnonzero(of_parts == part) for part in np.unique(of_parts).tolist()]
        rows = [self._parts[int(of_parts[each[0]])].vectors(numbers[each]) for each in at]
        found: Vectors = np.concatenate(rows)[np.argsort(np.concatenate(at))]
        return found

    def _near(self, number: int, query: Vectors, count: int, among: Mask | None) -> tuple[Ids, Vectors]:
        """The ``count`` nearest vectors of one part that are alive, with all that are as near as these.

        Their numbers, and how similar they are. ``among``: which of the part's own may be found.
        """
        part, wanted = self._parts[number], 2 * count
        while len(part):
            wanted = min(wanted, len(part))
            near = part.search(query, wanted, among)
            is_all = len(near) < wanted or wanted == len(part)
            near = near[self._numbering.is_live(number, near)]
            similarities = _similarities(part.vectors(near), query) if len(near) else _NONE
            enough = len(near) > count and similarities[-1] < similarities[count - 1] - _ROUNDING
            if enough or is_all:
                return self._numbering.numbers(number, near), similarities
            wanted *= 2
        return np.zeros(0, np.int64), _NONE


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
        blocks = [part.of_passage(number) for part, number in found]
        return sentences.best(similarities(question_tokens, blocks)), sentences

    def lengths(self, passage: int) -> list[int]:
        """How many tokens each sentence of a passage has."""
        part, number = self._numbering.place(passage)
        return self._parts[part].sentences.lengths(number)


def _similarities(vectors: Vectors, query: Vectors) -> Vectors:
    """The inner product of each row, rounded alike wherever the row stands."""
    products: Vectors = (vectors * query).sum(axis=1)
    return products
