"""Letters: the subject is the title, and the text is what their author wrote. Attachments are left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from typing import TypeAlias

from retrieval.documents import NO_LINK, Fact, SkipReason
from retrieval.sources.readers.article import blocks_of, page_of, titled
from retrieval.sources.readers.composing import Block, composed
from retrieval.sources.readers.decoding import Decoded
from retrieval.sources.readers.fragment import fragment_blocks
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.stated import decoded_as, stated_author, stated_date, stated_title

_LONGEST_HEADER = 5000
"""Characters of a header that are read: what the standard library makes of one takes the square of it."""

_MOST_PARTS = 1000
_MULTIPART, _PLAIN, _HTML = "multipart", "text/plain", "text/html"
_SIGNATURE = "-- "
_QUOTED = ">"
_REPLY = re.compile(r"[^\n]{0,300}(?:@|wrote|писал|пишет|жазды)[^\n]{0,100}:\s*", re.IGNORECASE)
"""The line above a quoted letter: «27 нояб. 2024 г., в 14:25, Иван <ivan@a.kz> написал(а):»."""

_Letter: TypeAlias = "Message[str, str]"


class _Bounded(Compat32):
    """Reads messages, their headers only so far."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def read_mail(content: bytes) -> Iterable[Reading]:
    """The page that a letter is; a file without headers is no letter."""
    letter = message_from_bytes(content, policy=_Bounded())
    if not letter.keys():
        return [Skipped(SkipReason.UNSUPPORTED)]
    bodies = [_decoded(part) for part in _bodies(letter)]
    if bodies and not any(bodies):
        return [Skipped(SkipReason.UNKNOWN_ENCODING)]
    read = [(body, _blocks(part, body)) for part, body in zip(_bodies(letter), bodies, strict=True) if body]
    body, blocks = next(((body, blocks) for body, blocks in read if blocks), (None, []))
    title = stated_title(_words(_header(letter, "Subject")))
    text, paragraphs = composed(titled(title, blocks))
    page = Page(
        text=text,
        paragraphs=paragraphs,
        title=Fact(title) if title else None,
        author=stated_author(_words(parseaddr(_header(letter, "From"))[0])),
        published=stated_date(_header(letter, "Date")),
    )
    return [_with_sources(page, blocks, body)]


def _with_sources(page: Page, blocks: list[Block], body: Decoded | None) -> Page:
    from retrieval.sources.readers.saved_page.cited import find_cited
    from retrieval.sources.readers.saved_page.publishers import find_publisher

    said, spans = composed(blocks)
    prose = [(one.start, one.end) for one in spans]
    publisher = find_publisher(said, prose, NO_LINK)
    cited = find_cited(said, prose, publisher)
    return replace(page, cites=cited, publisher=publisher, encoding=body.encoding if body else page.encoding)


def _header(letter: _Letter, name: str) -> str:
    """A header as it is written, in one line; empty where there is none."""
    found = (value for key, value in letter.raw_items() if key.casefold() == name.casefold())
    return " ".join(str(next(found, "")).split())


def _words(header: str) -> str:
    """What ``header`` says: in encoded words, or in the bytes of an encoding that can be told."""
    if not header.isascii():
        found = decoded_as(header.encode("ascii", "surrogateescape"), None)
        return found.text if found else ""
    try:
        return str(make_header(decode_header(header)))
    except (MessageError, ValueError, LookupError):
        return header


def _bodies(letter: _Letter) -> list[_Letter]:
    """The letter's own texts, those in plain text first; no attached file, and no attached letter's."""
    found = list(_texts(letter))
    return sorted(found, key=lambda part: part.get_content_type() != _PLAIN)


def _texts(letter: _Letter) -> Iterator[_Letter]:
    waiting = [letter]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        payload = part.get_payload()
        if part.get_content_maintype() == _MULTIPART and isinstance(payload, list):
            waiting.extend(each for each in reversed(payload) if isinstance(each, Message))
        elif part.get_content_type() in {_PLAIN, _HTML}:
            yield part


def _decoded(part: _Letter) -> Decoded | None:
    content = part.get_payload(decode=True)
    return decoded_as(content, part.get_content_charset()) if isinstance(content, bytes) else None


def _blocks(part: _Letter, body: Decoded) -> list[Block]:
    if part.get_content_type() == _HTML:
        return fragment_blocks(body.text)
    is_flowed = str(part.get_param("format", "")).casefold() == "flowed"
    return blocks_of(page_of("\n".join(_own_lines(body.text.splitlines(), is_flowed=is_flowed))))


def _own_lines(lines: list[str], *, is_flowed: bool) -> Iterator[str]:
    """The lines that the author wrote. ``is_flowed``: whether a space at the end of a line joins the next."""
    joined = ""
    for number, line in enumerate(lines):
        if line == _SIGNATURE:
            break
        following = next((each for each in lines[number + 1 : number + 3] if each.strip()), "")
        leads_in = following.startswith(_QUOTED) and _REPLY.fullmatch(line)
        own = "" if leads_in or line.startswith(_QUOTED) else line
        joined += own
        if not (is_flowed and own.endswith(" ")):
            yield joined
            joined = ""
    yield joined
