"""Fields by which files state facts of a text: front matter, the columns of a table, the keys of a record."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.documents import Fact, LinkKind
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.stated import (
    stated_author,
    stated_date,
    stated_link,
    stated_publisher,
    stated_title,
)

TEXT = ("text", "body", "content")
TITLE = ("title", "headline")
PUBLISHED = ("published", "datepublished", "date_published", "publishdate", "publish_date", "pubdate",
             "published_at", "date")  # fmt: skip
UPDATED = ("updated", "lastmod", "last_modified_at", "last_modified", "modified", "datemodified",
           "date_modified", "updated_at")  # fmt: skip
AUTHOR = ("author", "authors")
PUBLISHER = ("publisher", "source")
LINK = ("link", "url", "canonical", "canonical_url", "permalink", "source_url", "source")
ID = ("id",)
"""Names of fields in lower case, the surest first."""


def first(fields: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """What the first of ``names`` that is given a value is given as."""
    return next((fields[name] for name in names if fields.get(name, "").strip()), None)


def with_facts(page: Page, fields: Mapping[str, str]) -> Page:
    """``page`` with what ``fields``, by name in lower case, state of it; they count before its own text."""
    links = [stated_link(fields.get(name)) for name in LINK]
    link = next((link for link in links if link.kind is LinkKind.ARTICLE), page.link)
    published = stated_date(first(fields, PUBLISHED)) or page.published
    updated = stated_date(first(fields, UPDATED)) or page.updated
    if published and updated and updated.isoformat() < published.isoformat():
        updated = None
    named = next((fields[name] for name in PUBLISHER if _is_name(fields.get(name, ""))), None)
    title = stated_title(first(fields, TITLE))
    return replace(
        page,
        title=Fact(title) if title else page.title,
        author=stated_author(first(fields, AUTHOR)) or page.author,
        publisher=stated_publisher(named, "", [], link) or page.publisher,
        published=published,
        updated=updated,
        link=link,
    )


def _is_name(value: str) -> bool:
    """Whether ``value`` names a publisher, and is not the address that a text was taken from."""
    return bool(value.strip()) and "://" not in value
