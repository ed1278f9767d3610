"""The forms of Kazakh words.

Kazakh adds endings one after another, in a fixed order, and voices some final consonants before them:
кітап, кітабымыздағы. A verb stands in a dictionary as its noun in -у: сату, сатты, сатылған.
"""

import re

OWN_LETTERS = "әғқңөұүһі"
PLAIN = str.maketrans(OWN_LETTERS, "агкноуухи")

_DERIVED = "(?:лық|лік|дық|дік|тық|тік|лы|лі|сыз|сіз|шы|ші|шылық|шілік)?"
_PLURAL = "(?:лар|лер|дар|дер|тар|тер)?"
_POSSESSED = "(?:ым|ім|ың|ің|ы|і|сы|сі|м|ң|ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз)?"
_CASE = (
    "(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|да|де|та|те|нда|нде"
    "|дан|ден|тан|тен|нан|нен|мен|бен|пен|дай|дей|тай|тей|ша|ше)?"
)
_PLACED = "(?:ғы|гі|қы|кі)?"
_NOUN = _DERIVED + _PLURAL + _POSSESSED + _CASE + _PLACED + _PLURAL + _CASE
_VOICE = "(?:ыл|іл|л|ын|ін|н|ыс|іс|с|тыр|тір|дыр|дір|т)?"
_NEGATED = "(?:ма|ме|ба|бе|па|пе)?"
_TENSE = (
    "(?:у|ды|ді|ты|ті|ған|ген|қан|кен|йды|йді|ады|еді|атын|етін|йтын|йтін|ып|іп|п|са|се|мақ|мек|бақ|бек"
    "|пақ|пек|ар|ер|р|а|е|й)"
)
_NOUN_ENDINGS = re.compile(_NOUN.translate(PLAIN))
_VERB_ENDINGS = re.compile((_VOICE + _VOICE + _NEGATED + _TENSE + _NOUN).translate(PLAIN))
_VOICED = str.maketrans("пк", "бг")
_SHORTEST_VERB = 4
_SHORT_VERBS = frozenset("алу ату ету өсу".translate(PLAIN).split())
"""Of other words of three letters, «тау» for one, forms of such a verb would be other words: «тап»."""


def is_form(word: str, base: str) -> bool:
    """Whether ``word`` is the dictionary form ``base`` with any endings, or none.

    Both with plain letters: Kazakh is often typed on a Russian keyboard.
    """
    if not word.startswith(base[:-1]):  # nearly always, so nearly all of the time
        return False
    return (
        _ends(word, base, _NOUN_ENDINGS)
        or _ends(word, base[:-1] + base[-1:].translate(_VOICED), _NOUN_ENDINGS)
        or (_is_verb(base) and _ends(word, base[:-1] + ("й" if base[-1] == "ю" else ""), _VERB_ENDINGS))
    )


def _is_verb(base: str) -> bool:
    return base in _SHORT_VERBS or base.endswith("ю") or (base.endswith("у") and len(base) >= _SHORTEST_VERB)


def _ends(word: str, base: str, endings: re.Pattern[str]) -> bool:
    return word.startswith(base) and endings.fullmatch(word, len(base)) is not None


_FINITE = re.compile(
    "(?:ған|ген|қан|кен|ды|ді|ты|ті|ады|еді|мақ|мек|бақ|бек|пақ|пек|атын|етін|йтын|йтін|ып|іп|у|ар|ер|са|се"
    "|ыңыз|іңіз|пты|пті)$"
)
"""How verbs end where they say what happened or will happen."""


def is_nominal(word: str) -> bool:
    """Whether a folded word does not end as a verb does.

    Some nouns end so too: a noun that is taken for a verb only counts for less.
    """
    return _FINITE.search(word) is None
