"""A second look at the first passages of a ranking, by a model that reads question and passage together.

No such model comes with the project: it is the owner's choice whether there is one, and which.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from retrieval.arrays import Scores
from retrieval.encoding.encoder import ModelId
from retrieval.index.generation import Generation
from retrieval.language.normalisation import plain_text
from retrieval.language.reading import meant
from retrieval.ranking.ranker import Ranking

RERANK = "rerank"
"""The name of a re-ranker's figure among a ranking's features."""

_RERANKED = 8
"""Passages that are looked at again; the time grows with them. In the project's sets over the seeds, news-ru
and news-kk, the first eight hold a relevant passage for every question that has one, the first alone for .80
to .94 of them."""


class Reranker(Protocol):
    """What tells how well a passage answers a question. Safe to call from several threads."""

    @property
    def fingerprint(self) -> str:
        """What tells this re-ranker from any other."""
        ...

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each of ``texts`` answers ``question``, in [0, 1], shape ``(texts,)``."""
        ...


def rerank(generation: Generation, ranking: Ranking, reranker: Reranker) -> Ranking:
    """``ranking`` with its first passages in the order of their scores plus what ``reranker`` gives them.

    A sum, because a re-ranker's figures lie close to 0 or 1 where it is sure, and the first two scores
    differ by less (by .11 to .21 in half of the cases, by more than .8 in one of a hundred): it decides where
    it tells passages apart, and the scores where it does not. Its figures become one more feature, 0 for all
    other passages, which stay behind in their order.
    """
    count = min(_RERANKED, len(ranking.passages))
    texts = [_text(generation, int(number)) for number in ranking.passages[:count]]
    given = np.zeros(len(ranking.passages))
    given[:count] = reranker.score(meant(ranking.query.question), texts)
    scores = ranking.scores + given
    order = np.arange(len(scores))
    order[:count] = np.argsort(-scores[:count], kind="stable")
    features = {**ranking.features, RERANK: given}
    return replace(
        ranking,
        passages=ranking.passages[order],
        scores=scores[order],
        features={name: values[order] for name, values in features.items()},
    )


def with_reranker(model: ModelId, reranker: Reranker | None) -> ModelId:
    """What tells the embedding model and the re-ranker, together, from any others."""
    if reranker is None:
        return model
    return replace(model, fingerprint=f"{model.fingerprint} + {reranker.fingerprint}")


def _text(generation: Generation, number: int) -> str:
    """The passage under the title of its document."""
    passage = generation.passages[number]
    document = generation.documents[passage.document]
    text = plain_text(document.text[passage.start : passage.end])
    title = plain_text(document.title.value).rstrip(".") if document.title else ""
    return text if text.startswith(title) else f"{title}. {text}"
