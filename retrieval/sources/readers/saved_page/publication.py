"""When a page was published and updated, out of all the datelines in it: only what they agree on."""

from dataclasses import dataclass

from retrieval.documents import PublicationDate
from retrieval.sources.readers.saved_page.datelines import Dateline


@dataclass(frozen=True, slots=True)
class Publication:
    """When a page says that it was published and last updated; None where it leaves that open."""

    published: PublicationDate | None = None
    updated: PublicationDate | None = None


def find_publication(head: list[Dateline], body: list[Dateline]) -> Publication:
    """What the datelines in the ``head`` of a page and in its ``body`` state together.

    A date that says it is the one of publication, or else one beside the author's name, counts before all
    others. Without one, the head's date
    counts, unless any other line dates the page, or a part of it, to another day: then it is a digest, whose
    items have dates of their own.
    """
    lines = head + body
    labelled = [line for line in lines if line.is_labelled] or [line for line in head if line.is_signed]
    published = _agreed(labelled) if labelled else _agreed_with(head, body)
    updated = _one([line.updated for line in lines if line.updated])
    if published and updated and updated.isoformat() < published.isoformat():
        updated = None
    return Publication(published, updated)


def _agreed(lines: list[Dateline]) -> PublicationDate | None:
    if any(line.leaves_open for line in lines):
        return None
    return _one([line.published for line in lines if line.published])


def _agreed_with(head: list[Dateline], body: list[Dateline]) -> PublicationDate | None:
    published = _one([line.published for line in head if line.published])
    if published is None or any(_denies(line, published) for line in head + body):
        return None
    is_today = all(line.is_clock for line in head if line.published)
    if is_today and any(line.is_relative for line in head):
        return None  # «вчера, 14:20» under the date of the day on which the page was saved
    return published


def _denies(line: Dateline, published: PublicationDate) -> bool:
    """Whether ``line`` may date the page to another day than ``published``."""
    if line.published:
        return line.published.isoformat() != published.isoformat()
    if published.time and not line.is_timed and not line.is_relative:
        return False  # a day of events, as in a chronicle: pages that give times give them to all
    if not line.leaves_open:
        return False
    return (line.month, line.number) != (published.month, published.day)


def _one(dates: list[PublicationDate]) -> PublicationDate | None:
    """The day that all of ``dates`` are, in its fullest form."""
    if len({date.isoformat() for date in dates}) != 1:
        return None
    return next((date for date in dates if date.time), dates[0])
