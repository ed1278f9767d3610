"""Which language words look like: by the runs of letters that the glossary's names have in each.

For what has no function words and no letters that tell: «жол апаты» is Kazakh without Kazakh letters, and
"qazaqstan prezidenti" is Kazakh in Latin ones.
"""

import math
from collections import Counter
from functools import cache

from retrieval.language.glossary import shipped_glossary
from retrieval.language.languages import LANGUAGES
from retrieval.language.words import letter_runs, words

_UNSEEN = 0.5
"""What a run counts that no known word has (Jeffreys)."""


def likelihood_ratio(text: str, one: str, other: str) -> float:
    """How much likelier the words of ``text`` are in the language ``one`` than in ``other``.

    The mean over all runs of four letters of the logarithm of the ratio (naive Bayes); above 0 for ``one``.
    Letters count as they are typed on a Russian keyboard, Latin ones as they sound. 0 where there are none.
    """
    runs = [run for word in words(text) for run in letter_runs(word)]
    in_one, in_other, unlike = _run_counts(one), _run_counts(other), _unlike(one, other)
    ratios = [math.log((in_one[run] + _UNSEEN) / (in_other[run] + _UNSEEN)) + unlike for run in runs]
    return sum(ratios) / len(ratios) if ratios else 0.0


@cache
def _unlike(one: str, other: str) -> float:
    """What makes up for more runs being known of one language than of the other, added to each logarithm."""
    in_one, in_other = _run_counts(one), _run_counts(other)
    unseen = _UNSEEN * len(in_one.keys() | in_other.keys())
    return math.log((in_other.total() + unseen) / (in_one.total() + unseen))


@cache
def _run_counts(code: str) -> Counter[str]:
    """In how many words of a language each run of letters stands."""
    language = LANGUAGES[code]
    known = {*language.function_words, *words(" ".join(language.typical_questions))}
    known.update(words(" ".join(shipped_glossary().names(code))))
    return Counter(run for word in known for run in letter_runs(word))
