"""How the name of a medium is told from other names: by the form of a site's name, or one that is known."""

import re

from retrieval.language.languages import LANGUAGES, alternatives

_SITE = (
    r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,40}\.){1,3}(?:[a-z]{2,6}|[A-Z]{2,6})"
    r"|[А-ЯЁа-яё][А-ЯЁа-яё0-9-]{1,40}\.(?:[Рр]у|рф|қаз)"
)
_KNOWN = alternatives(*(language.reporting.media for language in LANGUAGES.values()))
_ENDING = alternatives(*(language.reporting.media_ending for language in LANGUAGES.values()))

MEDIUM = (
    rf"[«\"“]?(?P<name>{_SITE}|(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])(?i:{_KNOWN or '(?!)'}))(?:{_ENDING})?[»\"”]?"
    r"(?![\w-]|\.\w)"
)
"""The pattern of a medium's name, the group ``name``, and of what may be written around it."""

_IS_SITE = re.compile(_SITE)
_IS_MEDIUM = re.compile(MEDIUM)


def is_site(name: str) -> bool:
    """Whether this is the name of a site: «Zakon.kz»."""
    return _IS_SITE.fullmatch(name) is not None


def is_medium(name: str) -> bool:
    """Whether this is the name of a site, or of a medium that a language's profile knows."""
    return _IS_MEDIUM.fullmatch(name) is not None


def same_name(name: str, other: str) -> bool:
    """Whether two names are one, but for case, quotation marks and what a site's name adds: reuters.com."""
    bare, other_bare = _bare(name), _bare(other)
    if is_site(name) == is_site(other):
        return bare == other_bare
    site, plain = (bare, other_bare) if is_site(name) else (other_bare, bare)
    label = site.rsplit(".", 1)[0]
    return label in plain or plain in label


def _bare(name: str) -> str:
    return "".join(name.casefold().removeprefix("www.").split()).strip('«»"“”.')
