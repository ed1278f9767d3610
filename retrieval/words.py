"""Words as the lexicon counts them: folded, stemmed, function words left out of questions."""

import re
import threading

import Stemmer

from retrieval.normalisation import folded

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+")
_LATIN = re.compile(r"[a-z]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")

# Question words, pronouns, prepositions and speech verbs: they say how something is asked, not what.
_FUNCTION_WORDS = frozenset(
    """
    а без благодарю более больше бы был была были было быть в вам вас весь во вот все всего вы
    где говорил говорила говорили говорилось говорит говорится да для до его ее если есть еще же
    за зачем и из или им их к как какая какие каким какими каких какова каково каковы какой
    каком какому какую когда кого кому которая которые который кто куда ли между меня мне много
    мной можно мы на над надо наш не него нее нет ни них но о об обо однако он она они оно от
    очень перед по под пока почему при привет про расскажи с сам свой сказал сказала сказали
    сказано сколько со спасибо так такой там то тоже только том тот ты у уже чего чем что чтобы
    чья эта эти это этого этой этом этот я

    айтты айтылды айтылған ал арасында арқылы ба бар барлық бе бен бойынша бол болды болып
    болған бұл да де деген деді дейін деп екен емес ең жайлы жайында жоқ және жөнінде кейін
    керек кім кімге кімді кімнің ма ме мен менен нақты не неге неліктен немесе нені неше нешінші
    ол олар оның осы оған па пе рахмет салем сол сондай соң сәлем тура туралы шейін қай қайда
    қайдан қалай қалайсыз қалайсың қандай қанша қатысты қашан үшін

    a about all an and any are as at be been between by can could did do does for from had has
    have he hello her hey hi him his how i if in into is it its many me much of on or our said
    say says she so some tell than thank thanks that the their them there they this those to was
    we were what when where which who whom whose why will with would you your
    """.split()
)


def passage_words(text: str) -> list[str]:
    """Stems of all words of a passage, in order."""
    return [_stem(word) for word in _words(text)]


def telling_words(question: str) -> list[str]:
    """The words of ``question`` that say what is asked; none in a greeting, say."""
    return [word for word in _words(question) if word not in _FUNCTION_WORDS]


def question_words(question: str) -> list[str]:
    """Distinct stems of the telling words of a question, in order."""
    return list(dict.fromkeys(_stem(word) for word in telling_words(question)))


def _words(text: str) -> list[str]:
    return [_DECIMAL_COMMA.sub(".", word) for word in _WORD.findall(folded(text))]


class _Stemmers(threading.local):
    """One pair a thread: Snowball stemmers keep state between calls."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")
        self.russian = Stemmer.Stemmer("russian")


_STEMMERS = _Stemmers()


def _stem(word: str) -> str:
    stemmer = _STEMMERS.english if _LATIN.search(word) else _STEMMERS.russian
    return str(stemmer.stemWord(word))
