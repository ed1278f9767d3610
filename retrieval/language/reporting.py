"""How news says who reports it, and from whom it has it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

PhraseEnd = Callable[[str, int], int | None]
"""Where in a text the name that begins at an offset ends; None where that is open, or nobody is named."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One way of naming a source.

    ``before``: the pattern of what stands right before the name, with respect to case. ``end``: see
    `PhraseEnd`. ``is_of_page``: whether it is said of the whole page («со ссылкой на …»); else it may be said
    of one figure («по данным …»), and of the page only where that begins with it.
    """

    before: str
    end: PhraseEnd
    is_of_page: bool


@dataclass(frozen=True, slots=True)
class Reporting:
    """The words of a language for this. The fields but ``cited`` are patterns with alternatives.

    ``media``: names of media that no form tells from other names, without endings; case is ignored but for
    the first letter. ``media_ending``: endings that such a name may take. ``before``: what stands before the
    name of the medium that a page is from, ``after``: what stands behind it. ``correspondent_before`` and
    ``correspondent_after``: the same where a medium can only speak of itself. ``others``: the word before
    ``before`` or before the name that makes it a report by somebody else.
    """

    media: str = ""
    media_ending: str = ""
    before: str = ""
    after: str = ""
    correspondent_before: str = ""
    correspondent_after: str = ""
    others: str = ""
    cited: tuple[Cited, ...] = ()


def end_of(pattern: str, *, having: str = "") -> PhraseEnd:
    """The end of what ``pattern`` matches at the offset, if ``having`` is found in it."""
    phrase, mark = re.compile(pattern), re.compile(having)

    def end(text: str, start: int) -> int | None:
        match = phrase.match(text, start)
        return match.end() if match and mark.search(match.group()) else None

    return end
