"""Lines of a post that are no prose: hashtags, addresses, and what a channel says of itself under each."""

import re

from retrieval.language.languages import page_pattern
from retrieval.sources.readers.saved_page.boilerplate import is_boilerplate

_LONGEST = 200
"""Characters; longer lines say more."""

_HANDLE = re.compile(
    r"(?<![\w@])@\w{3,32}|(?:https?://|(?<!\w)(?:t\.me|telegram\.me)/)\S+|(?<!\w)#[\w·]+", re.IGNORECASE
)
"""A channel's or a person's handle, an address, a hashtag."""

_BETWEEN = re.compile(r"[^\w\s.'’&-]+|\s-\s")
"""What stands between the parts of a footer: signs, emoji."""

_FOLLOW = re.compile(page_pattern(lambda words: words.follow), re.IGNORECASE)
_NETWORK = re.compile(
    r"telegram|телеграмм?|instagram|инстаграмм?|facebook|фейсбук|youtube|ютуб|whatsapp|ватсап|tik ?tok"
    r"|тик ?ток|twitter|x|vk|вк|вконтакте|ok|одноклассники|threads|dzen|дзен|max|viber|сайт|site|website",
    re.IGNORECASE,
)


def is_footer(line: str, publisher: str | None, *, has_link: bool) -> bool:
    """Whether all of ``line``, a line of a post in the channel ``publisher``, is a button or a footer.

    ``has_link``: whether words in it are links. A line of names alone is a footer only where they are.
    """
    if len(line) > _LONGEST:
        return not any(map(str.isalnum, line))
    rest, handles = _HANDLE.subn(" | ", line)
    if not any(map(str.isalnum, rest)):
        return True
    parts = _parts(rest)
    if all(is_boilerplate(part) for part in parts) or is_boilerplate(line):
        return True
    follows = [_FOLLOW.fullmatch(part) is not None for part in parts]
    own = [part.casefold() for part in _parts(publisher or "")]
    names = [_NETWORK.fullmatch(part) is not None or part.casefold() in own for part in parts]
    is_marked = any(follows) or has_link or handles > 0
    return is_marked and all(one or other for one, other in zip(follows, names, strict=True))


def _parts(line: str) -> list[str]:
    return [part for part in (piece.strip(" .-\t\xa0") for piece in _BETWEEN.split(line)) if part]
