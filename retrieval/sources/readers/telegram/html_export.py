"""``messages.html``, ``messages2.html``, …: a chat as Telegram Desktop exports it, 1000 messages a file.

The pages do not say what kind of chat it is, nor its user name, nor when a message was edited.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from retrieval.documents import PublicationDate
from retrieval.sources.readers.page import Reading
from retrieval.sources.readers.telegram.post import Mark, Post, Run, moment, poll_runs

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_HEAD = 4096
"""Bytes in which the beginning of an export stands."""

_DELETED = ("Deleted Account", "Deleted")
_VIA = re.compile(r"\s+via @\w+$")
_ANCHOR = re.compile(r"message(-?\d{1,18})")
_VOTES = re.compile(r"(\d{1,9}) votes?\b")
_MARKS = {"strong": Mark.BOLD, "a": Mark.LINK}
_LENGTH_OF_DATE = len("18.04.2024 10:35:12")


def is_telegram_export(content: bytes) -> bool:
    """Whether a web page is part of an export of Telegram Desktop: messages, or one of its lists."""
    head = content[:_HEAD]
    return b"<title>Exported Data</title>" in head and b'class="page_wrap"' in head


def read_html_export(content: bytes) -> Iterable[Reading]:
    """The posts of a file of an export, their message's number as ``part``.

    A chat in which nobody but the chat itself speaks is taken for a channel, which publishes its posts; in
    others each post has its sender as author.
    """
    from retrieval.sources.readers.telegram.album import joined
    from retrieval.sources.readers.telegram.post_page import page_of

    for post in joined(_posts(content)):
        page = page_of(post)
        if page:
            yield page


def _posts(content: bytes) -> list[Post]:
    from lxml import html

    root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    name = next((_words(one) for one in _all(root, "page_header")), None)
    posts = list({post.part: post for post in _messages(root)}.values())
    if any(post.sender != name for post in posts):
        return [replace(post, author=None if post.is_forwarded else post.sender) for post in posts]
    return [replace(post, publisher=name) for post in posts]


def _messages(root: Element) -> Iterator[Post]:
    sender = origin = None
    for message in _all(root, "message"):
        anchor = _ANCHOR.fullmatch(message.get("id", ""))
        classes = message.get("class").split()
        if not anchor or "default" not in classes:
            sender = None
            continue
        forwarded = _first(message, "forwarded", "body")
        origins = [] if forwarded is None else list(_all(forwarded, "from_name"))
        names = [_name(one) for one in _all(message, "from_name") if one not in origins]
        sender = names[0] if names else (sender if "joined" in classes else None)
        # Those that were forwarded together name their origin once.
        origin = _name(origins[0]) if origins else origin if forwarded is not None else None
        yield Post(
            part=anchor[1],
            number=int(anchor[1]),
            runs=_text(message),
            sender=sender,
            author=_words(_first(message, "signature")),
            origin=origin,
            is_forwarded=forwarded is not None,
            is_media=_first(message, "media_wrap") is not None and _first(message, "media_poll") is None,
            published=_date(_first(message, "date")),
        )


def _all(element: Element, *names: str) -> Iterator[Element]:
    """The elements below ``element`` that have all these classes."""
    for one in element.iterdescendants("div", "a"):
        if set(names) <= set(one.get("class", "").split()):
            yield one


def _first(element: Element, *names: str) -> Element | None:
    return next(_all(element, *names), None)


def _words(element: Element | None) -> str | None:
    return (" ".join(element.text_content().split()) or None) if element is not None else None


def _name(element: Element) -> str | None:
    """The name in an element whose own text it is: a date may stand behind it."""
    name = _VIA.sub("", " ".join((element.text or "").split()))
    return None if not name or name in _DELETED else name


def _date(element: Element | None) -> PublicationDate | None:
    """That of the attribute: «18.04.2024 10:35:12 UTC+06:00», by the clock of the machine that exported."""
    stated = element.get("title", "")[:_LENGTH_OF_DATE] if element is not None else ""
    try:
        return moment(datetime.datetime.strptime(stated, "%d.%m.%Y %H:%M:%S"))
    except ValueError:
        return None


def _text(message: Element) -> tuple[Run, ...]:
    text, poll = _first(message, "text"), _first(message, "media_poll")
    runs = tuple(_runs(text, Mark.NONE)) if text is not None else ()
    if poll is None:
        return runs
    answers = [_answer(one) for one in _all(poll, "answer")]
    return runs + poll_runs(_words(_first(poll, "question")) or "", answers)


def _runs(element: Element, mark: Mark) -> Iterator[Run]:
    """The text of an element: its line breaks are elements too."""
    yield Run(element.text or "", mark)
    for child in element:
        if child.tag == "br":
            yield Run("\n")
        elif isinstance(child.tag, str):
            yield from _runs(child, _MARKS.get(child.tag, mark))
        yield Run(child.tail or "", mark)


def _answer(element: Element) -> tuple[str, int]:
    """«- Да <span>12 votes</span>»"""
    votes = _VOTES.search("".join(child.text_content() for child in element))
    text = " ".join((element.text or "").split()).removeprefix("- ")
    return text, int(votes[1]) if votes else 0
