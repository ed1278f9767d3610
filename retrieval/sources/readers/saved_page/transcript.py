"""Who speaks in which paragraph of a transcript. Where the text leaves it open, nobody is named."""

import re
from collections import Counter

from retrieval.documents import Span
from retrieval.language.languages import page_pattern

_CAPITAL = "[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ]"
_NAME = rf"{_CAPITAL}[а-яёa-zәғқңөұүһі]+(?:[-‑]{_CAPITAL}[а-яёa-zәғқңөұүһі]+)?"
_INITIAL = rf"{_CAPITAL}\.(?:\s|&nbsp;)?"
_LABELS = page_pattern(lambda words: words.speaker).replace(" ", r"\ ")  # the pattern below is verbose
_TURN = re.compile(
    rf"""(?P<speaker>(?:{_INITIAL}(?:[-‑]\s?{_INITIAL})?){{1,2}}{_NAME}
    |{_LABELS}
    |(?P<full_name>{_NAME}(?:\s{_NAME}){{1,2}}))
    (?:\s?\([^)\n]{{1,60}}\))?\s?:(?=\s|&nbsp;)""",
    re.VERBOSE,
)
"""«К.-Ж.Токаев:», «Вопрос:», «Д.Песков (пресс-секретарь):», «Владимир Путин:»."""

_LABEL = re.compile(rf"(?:{_NAME}|{_CAPITAL}[^:!?«»\"\n]{{0,80}}(?:\)|[\s.‑-]{_NAME})):(?=\s)")
"""What may open the turn of somebody the reader does not know."""

Turn = re.Match[str] | None


def find_turns(text: str, paragraphs: list[Span]) -> list[Turn]:
    """For each paragraph the mark that opens a speaker's turn in it, if any.

    A full name and a colon may also be a headline or prose. It opens a turn only where marks of another
    form do too, or one name does so twice.
    """
    turns = [_TURN.match(text, start, end) for start, end in paragraphs]
    names = Counter(turn["full_name"] for turn in turns if turn)
    if names[None] or max(names.values(), default=0) > 1:
        return turns
    return [None] * len(turns)


def speakers(text: str, paragraphs: list[Span], turns: list[Turn]) -> list[str | None]:
    """For each paragraph its speaker: named there, or carried over from the turn that it goes on with.

    Nobody is carried over what is not prose («* * *»), over a label that the reader does not know, or
    where only one turn is marked, since it may end with its paragraph.
    """
    is_dialogue = sum(turn is not None for turn in turns) > 1
    found: list[str | None] = []
    speaker, end = None, 0
    for (start, paragraph_end), turn in zip(paragraphs, turns, strict=True):
        if turn:
            speaker = " ".join(turn["speaker"].replace("&nbsp;", " ").split())
        elif not is_dialogue or text[end:start].strip() or _LABEL.match(text, start, paragraph_end):
            speaker = None
        found.append(speaker)
        end = paragraph_end
    return found
