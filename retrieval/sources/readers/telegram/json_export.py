"""``result.json``: a chat, or all chats of an account, as Telegram Desktop exports them.

Dates are those of the field ``date``, by the clock of the machine that exported: the day that the reader of
the channel saw. ``date_unixtime`` would shift an early morning in Almaty to the day before. The export has no
user name of the chat, so a post has no link of its own.
"""

import codecs
import datetime
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from retrieval.documents import PublicationDate, SkipReason
from retrieval.sources.readers.page import Reading, Skipped
from retrieval.sources.readers.telegram.post import Mark, Post, Run, moment, poll_runs

_KIND = re.compile(r"(?:personal|bot|private|public)_\w+|saved_messages|replies|verify_codes")
_CHANNELS = ("public_channel", "private_channel")

_LISTS = ("chats", "left_chats")
_FACTS = ("name", "type", "id")
_ITEM = ""
"""Stands in a path for an element of an array."""

_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}

_DEEPEST = 50
"""Objects within each other, several times what exports have."""

_MARKS = {"bold": Mark.BOLD, "text_link": Mark.LINK}
_ALONE = ("sticker", "voice_message", "video_message", "animation")
"""Media that are not sent in albums."""

_ESCAPE = re.compile(rb"\\(?:x([01][0-9A-F])|.)", re.DOTALL)


def read_json_export(content: bytes) -> Iterable[Reading]:
    """The posts of an export, their message's number as ``part``; with several chats, the chat's before it.

    Where the file is cut off, the posts before the cut, and what is missing as skipped. A JSON file of
    another kind is skipped as unsupported.
    """
    # Patterns of all languages are compiled when a file is read, not at each start.
    from retrieval.sources.readers.telegram.album import joined
    from retrieval.sources.readers.telegram.post_page import page_of

    export = _Export(content)
    last = ""
    for post in joined(export.posts()):
        page = page_of(post)
        if page:
            yield page
        last = f"after {post.part}"
    if not export.is_known:
        yield Skipped(SkipReason.UNSUPPORTED)
    elif export.is_damaged:
        yield Skipped(SkipReason.DAMAGED, last)


@dataclass(slots=True)
class _Chat:
    """What has been read of a chat. ``is_only``: whether the file is an export of this chat alone."""

    is_only: bool
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return isinstance(self.facts.get("type"), str) and _KIND.fullmatch(self.facts["type"]) is not None


class _Export:
    """One reading of an export. What it is, and whether it is whole, is known when `posts` has ended."""

    def __init__(self, content: bytes) -> None:
        self._content = _repaired(content)
        self.is_known = False
        self.is_damaged = False

    def posts(self) -> Iterator[Post]:
        """The messages in order, those of media only with them, each once."""
        import ijson

        seen: set[str] = set()
        # Numbers as floats, and whole ones of 64 bits at most: thousands of digits crash the parser else.
        events = ijson.basic_parse(io.BytesIO(self._content), use_float=True)
        try:
            for chat, message in self._messages(events):
                post = _post(chat, message) if chat.is_known else None
                if post and post.part not in seen:
                    seen.add(post.part)
                    yield post
        except (ijson.JSONError, ValueError):
            self.is_damaged = True

    def _messages(self, events: Iterator[tuple[str, Any]]) -> Iterator[tuple[_Chat, dict[str, Any]]]:
        path: list[str] = []
        chat = _Chat(is_only=True)
        for event, value in events:
            if event == "map_key":
                path[-1] = value
            elif event in ("start_map", "start_array"):
                if event == "start_map" and path[-2:] == ["messages", _ITEM] and _is_chat(path[:-2]):
                    yield chat, _built(events)
                    continue
                if event == "start_map" and _is_chat(path):
                    chat = _Chat(is_only=not path)
                path.append(_ITEM)
                _check_depth(len(path))
            elif event in ("end_map", "end_array"):
                path.pop()
            elif path and path[-1] in _FACTS and _is_chat(path[:-1]):
                chat.facts[path[-1]] = value
                self.is_known |= chat.is_known


def _repaired(content: bytes) -> bytes:
    r"""``content`` with control characters escaped as JSON does: exports write ``\x0B``, which is none."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if rb"\x" not in content:
        return content
    return _ESCAPE.sub(lambda match: rb"\u00" + match[1] if match[1] else match[0], content)


def _is_chat(path: list[str]) -> bool:
    return not path or (len(path) == 3 and path[0] in _LISTS and path[1:] == ["list", _ITEM])  # noqa: PLR2004


def _check_depth(depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("no export is nested so deep")


def _built(events: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    """The object that has just begun."""
    import ijson

    builder = ijson.ObjectBuilder()
    builder.event("start_map", None)
    depth = 1
    for event, value in events:
        builder.event(event, value)
        depth += _STEPS.get(event, 0)
        _check_depth(depth)
        if not depth:
            break
    built: dict[str, Any] = builder.value
    return built


def _post(chat: _Chat, message: dict[str, Any]) -> Post | None:
    """The post that a message is; None for a service message."""
    number = message.get("id")
    if message.get("type") != "message" or not isinstance(number, int):
        return None
    name = _text(chat.facts.get("name"))
    sender = _text(message.get("from"))
    is_channel = chat.facts["type"] in _CHANNELS
    is_forwarded = "forwarded_from" in message
    written_by = None if is_forwarded else sender
    if is_channel:
        is_its_own = sender == name or message.get("from_id") == f"channel{chat.facts.get('id')}"
        written_by = _text(message.get("author")) or (None if is_its_own else written_by)
    published, updated = _date(message.get("date")), _date(message.get("edited"))
    return Post(
        part=str(number) if chat.is_only else f"{chat.facts.get('id')}-{number}",
        number=number,
        runs=_runs(message.get("text")) + _poll(message.get("poll")),
        sender=sender,
        author=written_by,
        publisher=name if is_channel else None,
        origin=_text(message.get("forwarded_from")),
        is_forwarded=is_forwarded,
        is_media="photo" in message or ("file" in message and message.get("media_type") not in _ALONE),
        published=published,
        updated=updated,
    )


def _text(value: Any) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _date(value: Any) -> PublicationDate | None:
    try:
        return moment(datetime.datetime.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _runs(text: Any) -> tuple[Run, ...]:
    """The runs of a text: a string, or a list of strings and of objects for what is set apart."""
    pieces = text if isinstance(text, list) else [text]
    runs = (
        Run(piece["text"], _MARKS.get(str(piece.get("type")), Mark.NONE))
        if isinstance(piece, dict) and isinstance(piece.get("text"), str)
        else Run(piece if isinstance(piece, str) else "")
        for piece in pieces
    )
    return tuple(run for run in runs if run.text)


def _poll(poll: Any) -> tuple[Run, ...]:
    if not isinstance(poll, dict):
        return ()
    votes = [
        (_plain(answer.get("text")), voters if isinstance(voters := answer.get("voters"), int) else 0)
        for answer in poll.get("answers") or ()
        if isinstance(answer, dict)
    ]
    return poll_runs(_plain(poll.get("question")), votes)


def _plain(text: Any) -> str:
    return "".join(run.text for run in _runs(text))
