"""``messages.html``, ``messages2.html``, …: a chat as Telegram Desktop exports it, 1000 messages a file.

The pages do not say what kind of chat it is, nor its user name, nor when a message was edited.
"""

import datetime
import re
from collections import defaultdict
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
    found = _by_class(root)
    name = _words(_first(found["page_header"]))
    posts = list({post.part: post for post in _messages(found["message"])}.values())
    if {post.sender for post in posts if post.sender} == {name}:
        return [replace(post, publisher=name) for post in posts]
    return [replace(post, author=None if post.is_forwarded else _known(post.sender)) for post in posts]


def _messages(messages: list[Element]) -> Iterator[Post]:
    sender = origin = last = None
    for message in messages:
        if last is not None and any(one is last for one in message.iterancestors()):
            continue  # no export has messages within each other
        last = message
        anchor = _ANCHOR.fullmatch(message.get("id", ""))
        classes = message.get("class").split()
        if not anchor or "default" not in classes:
            sender = None
            continue
        found = _by_class(message)
        forwarded = _by_class(_first(found["forwarded body"]))
        names = [_name(one) for one in found["from_name"] if one not in forwarded["from_name"]]
        sender = names[0] if names else (sender if "joined" in classes else None)
        # Those that were forwarded together name their origin once.
        origins = [_name(one) for one in forwarded["from_name"]] or [origin]
        origin = origins[0] if found["forwarded body"] else None
        yield Post(
            part=anchor[1],
            number=int(anchor[1]),
            runs=_text(found),
            sender=sender,
            author=_words(_first(found["signature"])),
            origin=_known(origin),
            is_forwarded=bool(found["forwarded body"]),
            is_media=bool(found["media_wrap"]) and not found["media_poll"],
            published=_date(_first(found["date"])),
        )


def _by_class(element: Element | None) -> dict[str, list[Element]]:
    """The blocks below ``element`` by each of their classes, and by all that one has."""
    found: dict[str, list[Element]] = defaultdict(list)
    for one in element.iterdescendants("div") if element is not None else ():
        classes = one.get("class", "").split()
        for name in {*classes, " ".join(classes)}:
            found[name].append(one)
    return found


def _first(elements: list[Element]) -> Element | None:
    return elements[0] if elements else None


def _words(element: Element | None) -> str | None:
    return (" ".join(element.text_content().split()) or None) if element is not None else None


def _name(element: Element) -> str | None:
    """The name in an element whose own text it is: a date may stand behind it."""
    return _VIA.sub("", " ".join((element.text or "").split())) or None


def _known(name: str | None) -> str | None:
    """``name``, unless it stands for an account that is no more."""
    return None if name in _DELETED else name


def _date(element: Element | None) -> PublicationDate | None:
    """That of the attribute: «18.04.2024 10:35:12 UTC+06:00», by the clock of the machine that exported."""
    stated = element.get("title", "")[:_LENGTH_OF_DATE] if element is not None else ""
    try:
        return moment(datetime.datetime.strptime(stated, "%d.%m.%Y %H:%M:%S"))
    except ValueError:
        return None


def _text(found: dict[str, list[Element]]) -> tuple[Run, ...]:
    text, poll = _first(found["text"]), _first(found["media_poll"])
    runs = tuple(_runs(text, Mark.NONE)) if text is not None else ()
    if poll is None:
        return runs
    answers = [_answer(one) for one in found["answer"]]
    return runs + poll_runs(_words(_first(found["question"])) or "", answers)


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
    votes = _VOTES.search("".join(child.text_content() for child in element.iterchildren("*")))
    text = " ".join((element.text or "").split()).removeprefix("- ")
    return text, int(votes[1]) if votes else 0
