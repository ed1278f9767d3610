"""Which English words name things."""

_VERBS = frozenset(
    """
    announce announced become became begin began begun bought bring brought build built buy close closed come came cost costs
    did die died do does done end ended expect expected find found gave get give given go goes gone got had
    happen happened happens has have hit hold held keep kept kill killed know known let live lived lives lose lost
    made make makes mean means meant need needed needs open opened pay paid picked plan planned please promise
    promised put raise raised read receive received report reported run said sell sold send sent set show showed
    shown spend spent start started state stated stay stayed take taken tell told took use used want wanted win won
    work worked works write wrote written
    """.split()
)
"""Verbs that questions are often asked with."""


def is_nominal(word: str) -> bool:
    """Whether a folded word is not one of the common verbs, nor ends in -ing."""
    return word not in _VERBS and not word.endswith("ing")


def form_of(word: str) -> str:
    """Whether a folded word may be a plural: all that English nouns and adjectives show."""
    return "plural" if word.endswith("s") else "singular"
