"""What a ranking tells of its first passage: how likely it answers.

A similarity alone says little: a question about Kazakhstan is like all passages about Kazakhstan. What
tells more is whether each thing asked about is there, in the same words or others.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.encoder import Vectors
from retrieval.index.lexicon import Scores
from retrieval.index.store import Ids
from retrieval.ranking import Ranking

_NAMED_SHARE = 0.8
"""What a thing that a passage names counts, where the model sees it less clearly."""
_THIRD = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """Four figures, each about in [0, 1].

    ``presence``: how well the passage matches the things asked about, the rarer the more. ``absence``: how
    far it lacks the name or number that it lacks most. ``lead`` and ``margin``: how far the highest
    similarity, and the first score, are above the third one; a second passage may well say the same.
    """

    presence: float
    absence: float
    lead: float
    margin: float


def evidence(ranking: Ranking) -> Evidence:
    """The evidence that the first passage of ``ranking`` answers."""
    lead, margin = _above_third(np.sort(ranking.similar)[::-1]), _above_third(ranking.scores)
    asked = ranking.query.asked
    if not asked:
        return Evidence(0, 0, lead, margin)
    seen = np.array([_seen(ranking.matches[:, 0], thing.rows) for thing in asked])
    named = np.array([sought.named[ranking.passages[0]] for sought in ranking.sought])
    weights = np.sqrt([sought.weight for sought in ranking.sought])
    particular = np.array([thing.is_particular for thing in asked])
    present = np.maximum(seen, _NAMED_SHARE * named)
    return Evidence(
        presence=float(weights @ present / weights.sum()),
        absence=float(np.max((1 - named) * particular)),
        lead=lead,
        margin=margin,
    )


def _seen(matches: Vectors, rows: Ids) -> float:
    """How well a passage's tokens match those in ``rows``; 0 for a model without token states."""
    return float(matches[rows].mean()) if len(rows) else 0.0


def _above_third(values: Scores) -> float:
    return float(values[0] - (values[_THIRD] if len(values) > _THIRD else 0.0))
