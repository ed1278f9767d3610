"""What became of what was added, in a terminal and in a chat alike. Pure: values in, plain text out."""

from collections import Counter
from collections.abc import Iterable

from bot.citation import shown
from bot.locale.phrases import Phrases
from retrieval.documents import SkipReason
from retrieval.errors import DayeksozError, FetchError
from retrieval.sources import Absence, Change, Outcome, Rest


def why_text(outcome: Outcome, phrases: Phrases) -> str:
    """Why an item was skipped; empty where none was."""
    why = outcome.why
    if isinstance(why, SkipReason):
        return phrases.skip_reasons[why]
    if isinstance(why, Absence):
        return phrases.absences[why]
    if isinstance(why, Rest):
        return phrases.rest.format(count=why.count)
    if isinstance(why, FetchError):
        return shown(phrases.not_fetched(why))
    return str(why) if isinstance(why, DayeksozError) else ""


def totals_text(outcomes: Iterable[Outcome], phrases: Phrases) -> str:
    """How many items were added, updated and so on, in one line."""
    counts = Counter(outcome.change for outcome in outcomes)
    said = [f"{phrases.changes[change]}: {counts[change]}" for change in Change if counts[change]]
    return ", ".join(said or [f"{phrases.changes[Change.ADDED]}: 0"])
