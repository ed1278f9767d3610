"""Which first line is a headline, and not the beginning of the text."""

import re

from razdel import sentenize

_LONGEST = 150
"""Characters; longer first lines are a first paragraph."""

_LONGEST_OF_SEVERAL = 120
_MOST_SENTENCES = 3
"""Of a headline with sentences in it: «Мост закрывают. Где объезд?»"""

_WRAPPED = (45, 100)
"""Characters of a line that may have been wrapped at a fixed width: mail programs wrap at 60 to 80."""

_ENDS = re.compile(r"[.!?…:;][»”\"’')]*$")
_QUOTATION = re.compile(r"[^«»“”\":.!?]{2,80}:\s?(?:«[^«»]+(?:«[^«»]+»[^«»]*)?»|“[^“”]+”|\"[^\"]+\")[.!?]?")
_LABELLED = re.compile(r"[^:]{2,40}:[^:]*\d{4}\D{0,8}")
"""«Дата обращения: 18.04.2024»: a fact about the page, or about anything."""


def is_quotation(line: str) -> bool:
    """Whether ``line`` is all a name and what is quoted of it, as headlines are: in transcripts, what is said
    stands without quotation marks.
    """
    return len(line) <= _LONGEST and _QUOTATION.fullmatch(line) is not None


def is_labelled(line: str) -> bool:
    """Whether ``line`` gives a day behind a label: «Дата обращения: 18.04.2024»."""
    return len(line) <= _LONGEST and _LABELLED.fullmatch(line) is not None


def is_headline(line: str, *, is_dated: bool, may_go_on: bool) -> bool:
    """Whether ``line``, the first of a text, is its headline.

    ``is_dated``: whether a dateline stands right above or below ``line``. ``may_go_on``: whether nothing lies
    between ``line`` and a paragraph that was wrapped at a fixed width, as ``line`` may have been.
    A full stop at the end is the mark of text, unless the page sets the line apart as dated.
    """
    if len(line) > _LONGEST or is_labelled(line) or not any(map(str.isalpha, line)):
        return False
    if is_quotation(line):
        return True
    if may_go_on and _is_wrapped(line):
        return False
    sentences = len(list(sentenize(line)))
    if line.endswith(".") and not line.endswith("..."):
        return is_dated and sentences == 1
    return sentences == 1 or (len(line) <= _LONGEST_OF_SEVERAL and sentences <= _MOST_SENTENCES)


def _is_wrapped(line: str) -> bool:
    shortest, longest = _WRAPPED
    return shortest <= len(line) <= longest and not _ENDS.search(line)
