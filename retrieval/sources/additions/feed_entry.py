"""An entry of a feed as an item of its own, where there is no page to be had."""

import json

from retrieval.documents import Fact, PublicationDate
from retrieval.sources.readers.page import Page

ENDING = ".jsonl"


def entry_content(page: Page) -> bytes:
    """What a feed's entry holds and states, as the reader of JSON Lines reads it."""
    fields = {
        "text": page.text,
        "title": _value(page.title),
        "author": _value(page.author),
        "publisher": _value(page.publisher),
        "published": _moment(page.published),
        "updated": _moment(page.updated),
        "link": page.link.url,
    }
    stated = {name: value for name, value in fields.items() if value}
    return json.dumps(stated, ensure_ascii=False).encode()


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def _moment(date: PublicationDate | None) -> str | None:
    if date is None:
        return None
    return f"{date.isoformat()}T{date.time:%H:%M}" if date.time else date.isoformat()
