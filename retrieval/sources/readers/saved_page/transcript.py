"""Who speaks in which paragraph of a transcript. Where the text leaves it open, nobody is named."""

import re
from collections import Counter

from retrieval.documents import Span
from retrieval.language.languages import page_pattern
from retrieval.sources.readers.saved_page.voice import goes_on

_CAPITAL = "[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ]"
_SMALL = "[а-яёa-zәғқңөұүһі]"
_MIXED = rf"{_CAPITAL}{_SMALL}+(?:[-‑]{_CAPITAL}{_SMALL}+)?"
_UPPER = rf"{_CAPITAL}{{3,30}}(?:[-‑]{_CAPITAL}{{2,30}})?(?!\w)"
_NAME = rf"(?:{_MIXED}|{_UPPER})"
_INITIAL = rf"{_CAPITAL}\.(?:\s|&nbsp;)?"
_WORDS = page_pattern(lambda words: words.speaker)
_LABELS = f"{_WORDS}|{_WORDS.upper()}".replace(" ", r"\ ")  # the pattern below is verbose
_BOLD = r"(?:\*\*|__)?"
_TURN = re.compile(
    rf"""{_BOLD}(?P<speaker>(?:{_INITIAL}(?:[-‑]\s?{_INITIAL})?){{1,2}}{_NAME}
    |{_NAME}\s(?:{_CAPITAL}\.\s?){{0,1}}{_CAPITAL}\.
    |(?P<label>{_LABELS})
    |(?P<full_name>{_MIXED}(?:\s{_MIXED}){{1,2}})
    |(?P<surname>(?:{_UPPER}\s)?{_NAME}))
    (?:\s?\([^)\n]{{1,60}}\)|,\s[^:,.!?«»"\n]{{3,80}})?\s?{_BOLD}\s?:{_BOLD}(?=\s|&nbsp;|$)""",
    re.VERBOSE,
)
"""«К.-Ж.Токаев:», «АХМЕТОВ С.:», «Вопрос:», «Д.Песков (пресс-секретарь):», «Сергей Лавров, министр:»."""

_ALONE = re.compile(
    rf"{_BOLD}(?P<speaker>(?:{_INITIAL}(?:[-‑]\s?{_INITIAL})?){{1,2}}{_NAME}|{_MIXED}(?:\s{_MIXED}){{1,2}}){_BOLD}"
)
"""A name that is a line of its own."""

_LABEL = re.compile(
    rf"{_BOLD}(?:{_NAME}|{_CAPITAL}[^:!?«»\"\n]{{0,80}}(?:\)|[\s.‑-]{_NAME})){_BOLD}:{_BOLD}(?=\s|$)"
)
"""What may open the turn of somebody the reader does not know."""

_INTRODUCED = re.compile(rf"(?<!\w)(?:{_MIXED}\s|{_INITIAL})(?=({_MIXED}))")
_SURNAME_FORM = re.compile(
    r"[A-Za-z’'-]+|\w+(?:[оеё]в|[иы]н|ск|ц?к)(?:а|ая|ий|ой)?|\w+(?:ко|ян|дзе|швили|ич|[уюа]к|ұлы|қызы)",
    re.IGNORECASE,
)
"""How surnames end; in Latin letters they have no form."""

_QUOTE = re.compile(r"\s{0,9}[«\"“„]")

_QUESTION_AND_ANSWER = {"Q", "A"}

Turn = re.Match[str] | None


def find_turns(text: str, paragraphs: list[Span]) -> list[Turn]:
    """For each paragraph the mark that opens a speaker's turn in it, if any.

    A full name and a colon may also be a headline or prose. It opens a turn only where marks of another
    form do too, or one name does so twice. A surname does only where the page gives it with a first name
    too, and somebody else speaks. Without any such mark, names on lines of their own are marks.
    """
    turns = [_TURN.match(text, start, end) for start, end in paragraphs]
    if (
        turns
        and turns[0]
        and not turns[0]["label"]
        and text[turns[0].end() :].lstrip()[:1] in {"«", '"', "“"}
    ):
        turns[0] = None  # a headline: «Имя Фамилия: «…»»
    turns = _without_strange_surnames(text, turns)
    turns = _without_lone_letters(turns)
    names = Counter(turn["full_name"] for turn in turns if turn and not turn["surname"])
    surnames = {turn["surname"] for turn in turns if turn and turn["surname"]}
    if names[None] or max(names.values(), default=0) > 1 or len(surnames) > 1:
        return turns
    return _names_alone(text, paragraphs)


def _without_strange_surnames(text: str, turns: list[Turn]) -> list[Turn]:
    if not any(turn and turn["surname"] for turn in turns):
        return turns
    known = set()
    for match in _INTRODUCED.finditer(text):
        name = match[1].casefold()
        known |= {name, name[:-1], name[:-2]}  # «с Касым-Жомартом Токаевым»
    return [
        turn if not turn or not turn["surname"] or _is_known(turn["surname"], known) else None
        for turn in turns
    ]


def _is_known(surname: str, known: set[str]) -> bool:
    last = surname.rsplit(maxsplit=1)[-1]
    return last.casefold() in known and _SURNAME_FORM.fullmatch(last) is not None


def _without_lone_letters(turns: list[Turn]) -> list[Turn]:
    """«A:» is an answer only where there is a «Q:»; else it may be the first of several points."""
    letters = {turn["label"] for turn in turns if turn} & _QUESTION_AND_ANSWER
    if letters == _QUESTION_AND_ANSWER:
        return turns
    return [turn if not turn or turn["label"] not in letters else None for turn in turns]


def _names_alone(text: str, paragraphs: list[Span]) -> list[Turn]:
    """Marks that are lines of their own: in a dialogue a name comes twice, and words follow each."""
    turns = [_ALONE.fullmatch(text, start, end) for start, end in paragraphs]
    names = Counter(turn["speaker"] for turn in turns if turn)
    follows = all(not (turn and (turns[at + 1 : at + 2] or [turn])[0]) for at, turn in enumerate(turns))
    if len(names) > 1 and max(names.values()) > 1 and follows:
        return turns
    return [None] * len(turns)


def speakers(text: str, paragraphs: list[Span], turns: list[Turn]) -> list[str | None]:
    """For each paragraph its speaker: named there, or carried over from the turn that it goes on with.

    Nobody is carried over what is not prose («* * *»), over a label that the reader does not know, to
    a paragraph in another voice and what follows it, or where only one speaker is marked, since what
    others say is not marked then.
    """
    names = [_speaker(turn) if turn else None for turn in turns]
    is_dialogue = len(set(names) - {None}) > 1
    surnames = _surnames(names)
    found: list[str | None] = []
    speaker, end = None, 0
    for (start, paragraph_end), name in zip(paragraphs, names, strict=True):
        if name:
            speaker = name
        elif (
            not is_dialogue
            or not speaker
            or text[end:start].strip()
            or _LABEL.match(text, start, paragraph_end)
            or not goes_on(text[start:paragraph_end], surnames)
        ):
            speaker = None
        found.append(speaker)
        end = paragraph_end
    return found


def _speaker(turn: re.Match[str]) -> str:
    return " ".join(turn["speaker"].replace("&nbsp;", " ").split())


def _surnames(names: list[str | None]) -> re.Pattern[str] | None:
    """A pattern of the surnames of those who speak, with the endings they may have."""
    words = {word for name in set(names) if name for word in re.findall(rf"{_NAME}", name) if len(word) > 3}  # noqa: PLR2004
    known = [re.escape(word) for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})\w{{0,3}}(?!\w)", re.IGNORECASE) if known else None
