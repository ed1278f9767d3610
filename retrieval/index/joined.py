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

_COMPARED, _COMPARED_AT_LEAST = 4, 200
"""How many vectors are compared again for each that is wanted: a segment may only estimate how near they are.

Of 250,000 vectors in one segment, 200 for ten give a recall@10 of .9997, and 400 for a hundred a recall@100
of .988.
"""


class JoinedVectors:
    """The vectors of all live passages."""

    def __init__(
        self, parts: Sequence[VectorIndex], numbering: Numbering, precedence: Column[np.uint64]
    ) -> None:
        """``precedence``: for each passage its place among those that are equally near."""
        self._parts = parts
        self._numbering = numbering
        self._precedence = precedence
        self.is_exact = all(part.is_exact for part in parts)
        """Whether all are compared themselves: there are few."""

    def __len__(self) -> int:
        return len(self._numbering)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> Ids:
        """The numbers of the ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first.

        ``among``: which of them may be found; all where it is None.
        """
        masks = [None] * len(self._parts) if among is None else self._numbering.masks(among)
        wanted = 2 * count if self.is_exact else max(_COMPARED * count, _COMPARED_AT_LEAST)
        while True:
            ids, similarities, is_all = self._near(query, wanted, masks)
            if not self.is_exact:
                similarities = self.similarities(query, ids)
            order = np.lexsort((self._precedence[ids], -similarities))
            # With all that are as near as the last one that is wanted, so that precedence decides.
            if is_all or (
                len(ids) > count and similarities[order[-1]] < similarities[order[count - 1]] - _ROUNDING
            ):
                found: Ids = ids[order[:count]]
                return found
            wanted *= 2

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        """How similar to ``query`` the vectors with these numbers are: equal for equal vectors."""
        found = np.zeros(len(ids), np.float32)
        for part, places, numbers in self._numbering.by_segment(ids):
            found[places] = self._parts[part].similarities(query, numbers)
        return found

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        if not len(ids):
            return np.zeros((0, 0), np.float32)
        of_parts = list(self._numbering.by_segment(ids))
        rows = np.concatenate([self._parts[part].vectors(numbers) for part, _, numbers in of_parts])
        found = np.empty_like(rows)
        found[np.concatenate([places for _, places, _ in of_parts])] = rows
        return found

    def _near(self, query: Vectors, wanted: int, masks: Sequence[Mask | None]) -> tuple[Ids, Vectors, bool]:
        """The ``wanted`` live vectors that the parts hold to be nearest, how near they hold them to be, and
        whether these are all there are.

        ``masks``: which of each part's own may be found. Fewer are found where parts have many dead ones.
        """
        found, least = [], -np.inf
        for number, (part, mask) in enumerate(zip(self._parts, masks, strict=True)):
            near, estimates = part.search(query, wanted, mask)
            if wanted <= len(near) < len(part):
                least = max(least, estimates[-1])  # what this part has left out may be as near as this
            found.append(self._numbering.kept(number, near, estimates))
        ids, estimates = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        near = np.flatnonzero(estimates >= least)
        near = near[np.argsort(-estimates[near], kind="stable")[:wanted]]
        return ids[near], estimates[near], len(near) == len(ids) and least == -np.inf


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
