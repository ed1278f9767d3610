"""The commands ``feedback``: they export the verdicts given in Telegram, and let a person decide which of
them become questions of a test set.
"""

import argparse
import contextlib
import json
import sys

from bot.engine import open_database
from bot.exit_codes import OK
from bot.serving.records import Records
from bot.settings import Settings
from bot.terminal.console import Terminal
from retrieval.evaluation import (
    Feedback,
    Verdict,
    add_question,
    known_ids,
    read_feedback,
    write_feedback,
)

_MARK = {Verdict.UP: "👍", Verdict.DOWN: "👎"}
_CHOICES = "[a] the quote answers  [n] the corpus has no answer  [s] skip  [q] stop"


def feedback(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    if options.action == "export":
        return _export(options, settings, terminal)
    return _review(options, terminal)


def _export(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Writes all verdicts as rows that ``review`` reads."""
    rows = []
    if settings.database or settings.telegram_records.exists():
        with contextlib.closing(open_database(settings)) as database:
            rows = Records(database).verdicts()
    if options.output:
        write_feedback(options.output, rows)
        terminal.err.print(f"{len(rows)} verdicts written to {options.output}.")
    else:
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return OK


def _review(options: argparse.Namespace, terminal: Terminal) -> int:
    """Shows each verdict that is not in the test set yet, and asks what to make of it."""
    rows = read_feedback(options.export)
    known = known_ids(options.into)
    added = 0
    for row in rows:
        if row.id in known:
            continue
        choice = _ask(row, terminal)
        if choice == "q":
            break
        if choice in ("a", "n"):
            add_question(options.into, row, is_answer=choice == "a")
            known.add(row.id)
            added += 1
    terminal.out.print(f"{added} of {len(rows)} rows became questions of {options.into}.")
    return OK


def _ask(row: Feedback, terminal: Terminal) -> str:
    """The choice a, n, s or q; the end of input counts as q."""
    terminal.out.print(f"\n{_MARK[row.verdict]} {row.question}\n  [{row.document}]\n  {row.quote}")
    while True:
        try:
            choice = terminal.out.input(f"{_CHOICES}: ", markup=False).strip().lower()
        except EOFError:
            return "q"
        if choice in ("a", "n", "s", "q"):
            return choice
