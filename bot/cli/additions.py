"""The commands ``add``, ``remove``, ``sync`` and ``watch``: what the owner adds to the corpus."""

import argparse
import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.citation import shown
from bot.cli.payload import print_json
from bot.engine import open_engine, open_fetcher
from bot.errors import AlreadyThereError
from bot.exit_codes import FAILED, OK
from bot.locale.phrases import Phrases
from bot.outcomes import totals_text, why_text
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from retrieval import Progress, no_progress
from retrieval.sources import Additions, Change, Collector, Outcome
from retrieval.sources import watch as watch_folders

_COLOURS = {Change.ADDED: "green", Change.UPDATED: "cyan", Change.REMOVED: "yellow", Change.SKIPPED: "red"}


def add(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``add``; returns the exit code."""
    _refuse_built_in(options.place, settings)
    since = options.since and options.since.since
    with terminal.progress(user_phrases(settings)) as bars:
        outcomes = _collector(settings, bars).add(options.place, options.limit, since)
    _print(outcomes, options, settings, terminal)
    _index(settings, terminal)
    is_all_skipped = bool(outcomes) and all(one.change is Change.SKIPPED for one in outcomes)
    return FAILED if is_all_skipped or any(one.is_failure for one in outcomes) else OK


def remove(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``remove``; returns the exit code."""
    outcomes = Additions(settings.additions).remove(*options.name)
    _print(outcomes, options, settings, terminal)
    _index(settings, terminal)
    return OK


def sync(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``sync``; returns the exit code."""
    with terminal.progress(user_phrases(settings)) as bars:
        outcomes = _collector(settings, bars).sync(options.place)
    _print(outcomes, options, settings, terminal)
    _index(settings, terminal)
    return FAILED if any(one.is_failure for one in outcomes) else OK


def watch(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``watch`` until Ctrl-C; returns the exit code."""
    _refuse_built_in(options.place, settings)
    phrases = user_phrases(settings)
    collector = _collector(settings)
    every = datetime.timedelta(minutes=options.every) if options.every else None
    try:
        if options.place:
            collector.add(options.place)
        for outcomes in watch_folders(collector, every):
            changed = [one for one in outcomes if one.change is not Change.UNCHANGED]
            if changed:
                _print_table(changed, phrases, terminal)
            _index(settings, terminal)
    except KeyboardInterrupt:
        return OK
    return OK


def outcomes_table(outcomes: Iterable[Outcome], phrases: Phrases) -> Table:
    """A row an item: what became of it, its id, what it is, and why it was skipped, if so."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(3):
        table.add_column(no_wrap=True, overflow="ignore")
    table.add_column(overflow="fold")
    for one in outcomes:
        change, *rest = _row(one, phrases)
        table.add_row(Text(change, style=_COLOURS.get(one.change, "dim")), *rest)
        for part in one.skipped:
            table.add_row("", "", "", phrases.skipped_file(part))
    return table


def outcomes_lines(outcomes: Iterable[Outcome], phrases: Phrases) -> Text:
    """The rows of the table for files and pipes, where they have no columns to keep to."""
    lines: list[str] = []
    for one in outcomes:
        lines.append("  ".join(filter(None, _row(one, phrases))))
        lines += [phrases.skipped_file(part) for part in one.skipped]
    return Text("\n").join(map(Text, lines))


def _row(one: Outcome, phrases: Phrases) -> tuple[str, str, str, str]:
    many = f"{phrases.documents}: {one.documents}" if one.documents > 1 else ""
    return phrases.changes[one.change], one.id, shown(one.place), why_text(one, phrases) or many


def outcomes_payload(outcomes: Sequence[Outcome], phrases: Phrases) -> dict[str, Any]:
    """All outcomes, and how many there are of each kind."""
    counts = Counter(outcome.change for outcome in outcomes)
    return {
        "outcomes": [
            {
                "change": one.change,
                "place": one.place,
                "id": one.id or None,
                "documents": one.documents,
                "why": why_text(one, phrases) or None,
                "skipped": [{"path": part.path, "reason": part.reason} for part in one.skipped],
            }
            for one in outcomes
        ],
        "totals": {change: counts[change] for change in Change},
    }


def _collector(settings: Settings, progress: Progress = no_progress) -> Collector:
    return Collector(Additions(settings.additions), lambda: open_fetcher(settings), progress)


def _index(settings: Settings, terminal: Terminal) -> None:
    """Brings the index up to date; that of an earlier command too which was killed before it could.

    What became of the items was said before, so that it is known where this fails.
    """
    with terminal.progress(user_phrases(settings)) as bars:
        _ = open_engine(settings, bars).generation


def _print(
    outcomes: Sequence[Outcome], options: argparse.Namespace, settings: Settings, terminal: Terminal
) -> None:
    phrases = user_phrases(settings)
    if options.json:
        print_json(outcomes_payload(outcomes, phrases))
        return
    shown_ones = [one for one in outcomes if options.command == "add" or one.change is not Change.UNCHANGED]
    if shown_ones:
        _print_table(shown_ones, phrases, terminal)
    terminal.out.print(Text(totals_text(outcomes, phrases), style="bold"))


def _print_table(outcomes: Sequence[Outcome], phrases: Phrases, terminal: Terminal) -> None:
    form = outcomes_table if terminal.out.is_terminal else outcomes_lines
    terminal.out.print(form(outcomes, phrases))


def _refuse_built_in(places: Iterable[str], settings: Settings) -> None:
    """Raises AlreadyThereError for a place within the folder of sources: all of it is in the corpus."""
    folder = settings.corpus_dir.resolve()
    for place in places:
        if "://" not in place and Path(place).resolve().is_relative_to(folder):
            raise AlreadyThereError(place, settings.corpus_dir)
