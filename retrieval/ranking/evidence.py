"""What a ranking says about whether its first passage answers.

A similarity alone says little: a question about Kazakhstan is like all passages about Kazakhstan. What
tells more is whether each thing asked about is there, in the same words or in others.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.ranking.ranker import Ranking

_NAMED_SHARE = 0.8
"""How far a topic counts as present where the passage names it but the token states match less well; chosen
on the calibration sets."""

_THIRD = 2
"""Place, counted from 0, of the passage that the first one is compared with: the second may say the same."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Four figures, each roughly in [0, 1].

    ``presence``: how well the passage matches what is asked about; rarer topics count more. ``absence``: how
    far it lacks the name or number that it lacks most. ``lead`` and ``margin``: how far the highest
    similarity, and the first score, stand above the third one; a second passage may well say the same.
    """

    presence: float
    absence: float
    lead: float
    margin: float


def evidence(ranking: Ranking) -> Evidence:
    """The evidence that the first passage of ``ranking`` answers."""
    lead = _above_third(np.sort(ranking.features["similarity"])[::-1])
    margin = _above_third(ranking.scores)
    first = int(ranking.passages[0])
    comparison = ranking.comparison.only(first)
    topics = ranking.query.topics
    if not topics or comparison is None:
        return Evidence(0, 0, lead, margin)
    matches = comparison.matches.max(axis=1)
    seen = np.array([_seen(matches, topic.rows) for topic in topics])
    named = np.array([term.named[first] for term in ranking.terms])
    weights = np.sqrt([term.weight for term in ranking.terms])
    particular = np.array([topic.is_particular for topic in topics])
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
