"""Where the name of a source ends in a Russian sentence: «Министерство промышленности и строительства».

A name is a noun with its adjectives, then what depends on it: nouns in the genitive, names, words in
quotation marks. Its end is known where the next word can't depend on it.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from retrieval.language.reporting import PhraseEnd

_LONGEST = 200
"""Characters that are read for one name: more than the longest of a ministry."""

_TOKEN = re.compile(
    r"""«[^»]{1,80}»{1,2}|"[^"]{1,80}"|“[^”]{1,80}”|„[^“]{1,80}“|\w+(?:[-‑.]\w+)*|\S""",
)
_SHORTEST_WORD = 3
"""Letters; shorter words that depend on a name are abbreviations, and nearly all others prepositions."""

_LATIN = re.compile(r"[A-Za-z][\w.-]*")

_BODIES = frozenset(
    """
    агентство администрация акимат аппарат банк бюро ведомство генпрокуратура департамент издание инспекция
    институт кабмин комиссия комитет компания консульство мажилис министерство мэрия организация палата
    полиция посольство правительство представительство прокуратура пресс-служба пресс-центр сенат служба
    соцсеть суд управление фонд центр штаб минздрав нацбанк госдума облакимат госдеп кремль акорда
    """.split()
)
_PEOPLE = frozenset(
    """
    аким глава депутат министр посол представитель премьер-министр пресс-секретарь президент прокурор спикер
    судья
    """.split()
)
_MEDIA = frozenset("газета журнал издание портал сайт радиостанция телеканал радио агентство канал".split())
_WORDS_OF = frozenset(
    "данные информация канал пресс-релиз публикация релиз сайт сообщение страница телеграм-канал".split()
)
"""Sources only with the name of whose they are."""

_NO_SOURCES = frozenset(
    """
    договор закон кодекс конституция норма опыт постановление правило приказ решение соглашение
    статья указ устав
    """.split()
)
_UNITS = frozenset(
    "агентство департамент инспекция комиссия комитет министерство отдел служба управление фонд центр".split()
)
_ABROAD = frozenset("консульство посольство представительство".split())
_NO_MATTERS = frozenset(
    "вопрос данные информация итог мнение повод поручение приглашение просьба результат решение слово".split()
)
_NAMED_PLACES = frozenset("город область республика село".split())
"""A place's own name may follow these in the nominative: «Республики Казахстан»."""

_COUNTRIES = frozenset("ЕАЭС ЕС КНР ОАЭ РК РФ СНГ СССР США".split())
_SHORTENED = re.compile("(?:Мин|Нац|Гос|Ген|Рос|Каз)[а-я]{3,}")
_LIKELY = 0.02
"""Probability; rarer readings are not meant in news."""

_INNER = {"NOUN", "ADJF", "PRTF"}


class _Token(NamedTuple):
    text: str
    end: int

    @property
    def is_name(self) -> bool:
        """In quotation marks, in Latin letters, or an abbreviation: a name in any case."""
        if self.text[0] in '«"“„':
            return len(self.text) > 1
        is_short = self.text.isupper() and len(self.text) > 1 and self.text.isalpha()
        return is_short or bool(_LATIN.fullmatch(self.text))

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class _Reading(NamedTuple):
    part: str
    case: str
    lemma: str


@cache
def analyser() -> Any:
    """The analyser of Russian words, loaded when it is first asked."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _readings(word: str) -> tuple[_Reading, ...]:
    """What a word may be; nothing for one with a letter that Unicode gives no name."""
    if "-" in word and word[0].isascii():
        word = word.rpartition("-")[2]  # «Telegram-канал»
    try:
        found = analyser().parse(word)
    except ValueError:
        return ()
    return tuple(
        _Reading(str(one.tag.POS), _plain_case(str(one.tag.case)), one.normal_form)
        for one in found
        if one.score >= _LIKELY
    )


def _plain_case(case: str) -> str:
    return {"gen2": "gent", "acc2": "accs", "loc2": "loct"}.get(case, case)


def _as(token: _Token, cases: set[str], parts: set[str] = _INNER) -> _Reading | None:
    """The first reading of a word as one of ``parts`` in one of ``cases``."""
    if not token.text[0].isalpha() or len(token.text) < _SHORTEST_WORD:
        return None
    readings = _readings(token.text)
    return next((one for one in readings if one.case in cases and one.part in parts), None)


def _is_inner(token: _Token) -> bool:
    return token.text[0].isalpha() and any(one.part in _INNER for one in _readings(token.text))


def source_end(case: str, *, is_institution: bool = False, ends_clause: bool = False) -> PhraseEnd:
    """A `PhraseEnd` for names whose first noun stands in ``case``, as pymorphy3 calls it.

    ``is_institution``: whether only an institution may be named, since a person or a place could stand there
    too. ``ends_clause``: whether a punctuation mark must follow, since a sentence may go on with a word
    that could belong to the name.
    """

    def end(text: str, start: int) -> int | None:
        line = re.split(r"[\n\r\u2028\u2029]", text[start : start + _LONGEST], maxsplit=1)[0]
        tokens = [_Token(match.group(), match.end()) for match in _TOKEN.finditer(line)]
        phrase = _Phrase(tokens, case)
        if not phrase.read(is_institution=is_institution, ends_clause=ends_clause):
            return None
        return start + tokens[phrase.at - 1].end

    return end


class _Phrase:
    """One name, read token by token; ``at`` is the token behind it."""

    def __init__(self, tokens: list[_Token], case: str) -> None:
        self.tokens = tokens
        self.case = case
        self.at = 0
        self.head: _Token | None = None
        self.lemma = ""
        self.joined = case  # the case, but for the genitive, of what «и» may join
        self.last = ""
        self.has_unit = False
        self.has_name = False
        self.must_stop = False

    def read(self, *, is_institution: bool, ends_clause: bool) -> bool:
        """Reads the name; whether it is one of a source and its end is known."""
        if not self._read_head() or not self._read_dependents():
            return False
        is_sure = not (ends_clause or self.must_stop) or self._is_at_stop()
        return is_sure and (self._is_institution() if is_institution else self._is_source())

    def _read_head(self) -> bool:
        while token := self._token():
            self.at += 1
            if token.is_name:
                self.head, self.has_name = token, True
                return True
            if noun := _as(token, {self.case}, {"NOUN"}):
                self.head, self.lemma, self.has_name = token, noun.lemma, token.is_capital
                self._pass(noun.lemma)
                return True
            if not _as(token, {self.case}, {"ADJF", "PRTF"}):
                return False
            self.has_name = self.has_name or token.is_capital
        return False

    def _read_dependents(self) -> bool:
        """Goes on to the first word that can't depend on the name; False where the name's end is open."""
        while token := self._token():
            if self._depends(token):
                if not self._read_noun():
                    return False
            elif self.last in _NAMED_PLACES and token.is_capital:
                self.last = ""
                self.at += 1
            elif not self._read_joint(token):
                return not (token.text == "и" and (following := self._token(1)) and _is_inner(following))
        return True

    def _read_noun(self) -> bool:
        """Adjectives and their noun, or a name."""
        while (token := self._token()) and self._depends(token):
            self.at += 1
            self.has_name = self.has_name or token.is_name or token.is_capital
            noun = _as(token, {"gent", self.case}, {"NOUN"})
            if noun:
                self._pass(noun.lemma)
            if noun or token.is_name:
                return True
        return False

    def _pass(self, noun: str) -> None:
        self.last = noun
        self.has_unit = self.has_unit or noun in _UNITS

    def _depends(self, token: _Token) -> bool:
        if token.is_name:
            return True
        return _as(token, {"gent", self.case} if token.is_capital else {"gent"}) is not None

    def _read_joint(self, token: _Token) -> bool:
        """Goes past a word that joins a further part to the name, if one follows."""
        following = self._token(1)
        if following is None:
            return False
        word = token.text.casefold()
        if word == "и" and self._may_be_joined(following):
            self.must_stop = True
            self.at += 1
            return self._depends(following) or self._read_case(self.joined)
        if token.text == "," and self._is_list():
            self.at += 1
            return True
        matter = _as(following, {"datv"}) if word == "по" and self.has_unit else None
        if matter and matter.lemma not in _NO_MATTERS:
            self.at += 1
            self.joined = "datv"
            return self._read_case("datv")
        is_place = word == "при" or (word == "в" and self.lemma in _ABROAD)
        if is_place and following.is_capital and _as(following, {"loct"}):
            self.at += 2
            return True
        return False

    def _may_be_joined(self, token: _Token) -> bool:
        return self._depends(token) or _as(token, {self.joined}) is not None

    def _read_case(self, case: str) -> bool:
        while (token := self._token()) and (reading := _as(token, {case})):
            self.at += 1
            if reading.part == "NOUN":
                return True
        return False

    def _is_list(self) -> bool:
        """Whether «, геологии и природных ресурсов» follows."""
        for token in self.tokens[self.at + 1 : self.at + 5]:
            if token.text.casefold() == "и":
                return True
            if token.text != "," and not (_as(token, {"gent"}) and not token.is_capital):
                return False
        return False

    def _token(self, ahead: int = 0) -> _Token | None:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def _is_at_stop(self) -> bool:
        token = self._token()
        return token is None or not token.text[0].isalnum()

    def _is_source(self) -> bool:
        if not self.head or self.lemma in _NO_SOURCES:
            return False
        if self.lemma in _WORDS_OF:
            return self.has_name
        is_known = self.lemma in _BODIES | _PEOPLE | _MEDIA
        return is_known or self.head.is_name or self.head.is_capital

    def _is_institution(self) -> bool:
        if not self.head:
            return False
        if self.lemma in _BODIES:
            return True
        text = self.head.text
        is_short = text.isupper() and self.head.is_name and text not in _COUNTRIES and not text.isascii()
        return is_short or bool(_SHORTENED.match(text)) or (self.lemma in _WORDS_OF and self.has_name)
