"""Whether a paragraph goes on in the voice of whoever spoke before it, or the page tells of the meeting."""

import re

from retrieval.language.languages import page_pattern

_LONGEST_HEADING = 120
"""Characters; a longer paragraph without a full stop has lost it."""

_OWN = re.compile(rf"\b(?:{page_pattern(lambda words: words.own_voice)})\b", re.IGNORECASE)
_NARRATED = re.compile(rf"\b(?:{page_pattern(lambda words: words.narrated)})\b", re.IGNORECASE)
_NARRATOR = re.compile(rf"(?:{page_pattern(lambda words: words.narrator)})\b", re.IGNORECASE)
_FOOTER = re.compile(rf"(?:©|\([cс]\)\s|(?:{page_pattern(lambda words: words.footer)})(?!\w))", re.IGNORECASE)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_QUOTE_AND_DASH = re.compile(r"[»”\"],?\s{0,3}[-–—]\s")
_NOTE = re.compile(r"[(\[<][^()\[\]<>]*[)\]>]\.?")


def goes_on(paragraph: str, surnames: re.Pattern[str] | None) -> bool:
    """Whether a paragraph of a transcript, without a speaker's mark, is beyond doubt the last speaker's.

    It is not where it is a heading, a note in brackets or a footer, quotes somebody as a report does, or
    speaks of the meeting or the speakers, whom ``surnames`` finds, with no word of the speaker's own.
    """
    if _is_heading(paragraph) or _FOOTER.match(paragraph) or _NOTE.fullmatch(paragraph):
        return False
    if _QUOTE_AND_DASH.search(paragraph):
        return False
    said = _QUOTED.sub("", paragraph)
    if _OWN.search(said):
        return True
    is_of_speakers = surnames is not None and surnames.search(said)
    return not (is_of_speakers or _NARRATOR.match(said) or _NARRATED.search(said))


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_HEADING and (paragraph[-1].isalnum() or paragraph.endswith("**"))
