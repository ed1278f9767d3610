"""What became of what was added, as a message. Pure: values in, drafts out."""

from collections.abc import Sequence

from bot.citation import shown
from bot.locale.chat_phrases import ChatPhrases
from bot.outcomes import totals_text, why_text
from bot.telegram.faults import DownloadFailedError, DownloadTooLargeError
from bot.telegram.messages.cutting import shortened
from bot.telegram.messages.draft import Draft, plain_draft
from retrieval.sources import Change, Outcome

_ROWS = 20
"""Rows of a message; a sitemap may have hundreds of items."""

_PLACE, _DETAIL = 60, 110
"""UTF-16 units of an item's name and of what is said of it, so that all rows fit into a message."""


def outcomes_draft(outcomes: Sequence[Outcome], phrases: ChatPhrases) -> Draft:
    """A row an item, those that were skipped first, and the totals."""
    skipped = [one for one in outcomes if one.change is Change.SKIPPED]
    others = [one for one in outcomes if one.change is not Change.SKIPPED]
    rows = [row for one in (*skipped, *others) for row in _rows(one, phrases)]
    lines = rows[:_ROWS]
    if len(rows) > _ROWS:
        lines.append(phrases.more_rows.format(count=len(rows) - _ROWS))
    lines.append(totals_text(outcomes, phrases.common))
    if any(one.change in (Change.ADDED, Change.UPDATED) for one in outcomes):
        lines.append(phrases.indexed_soon)
    return plain_draft("\n".join(lines))


def _rows(outcome: Outcome, phrases: ChatPhrases) -> list[str]:
    common = phrases.common
    many = f"{common.documents}: {outcome.documents}" if outcome.documents > 1 else ""
    detail = shortened(_why(outcome, phrases) or many, _DETAIL)
    row = f"{common.changes[outcome.change]}: {shortened(shown(outcome.place), _PLACE)}"
    parts = [shortened(shown(common.skipped_file(part)), _PLACE + _DETAIL) for part in outcome.skipped]
    return [f"{row} — {detail}" if detail else row, *parts]


def _why(outcome: Outcome, phrases: ChatPhrases) -> str:
    if isinstance(outcome.why, DownloadTooLargeError):
        return phrases.download_too_large
    if isinstance(outcome.why, DownloadFailedError):
        return phrases.download_failed
    return why_text(outcome, phrases.common)
