"""The commands ``source`` and ``index``: what a source says, and whether the index is up to date."""

import argparse
import hashlib
import sys

from bot.citation import shown
from bot.cli.payload import print_json, source_payload
from bot.engine import open_engine
from bot.exit_codes import FAILED, OK
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from bot.terminal.layout import document_text


def source(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``source``; returns the exit code."""
    phrases = user_phrases(settings)
    with terminal.progress(phrases) as bars:
        document = open_engine(settings, bars).generation.documents.get(options.id)
    if document is None:
        terminal.err.print(
            f"dayeksoz: There is no source {shown(options.id)}: 'dayeksoz sources' lists them."
        )
        return FAILED
    if options.text:
        sys.stdout.buffer.write(document.text.encode())
    elif options.json:
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        print_json(source_payload(document) | {"text_sha256": digest})
    else:
        terminal.out.print(document_text(document, phrases))
    return OK


def index(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``index``; returns the exit code."""
    phrases = user_phrases(settings)
    with terminal.progress(phrases) as bars:
        engine = open_engine(settings, bars)
        if options.action == "rebuild":
            engine.rebuild()
        elif options.action == "build":
            _ = engine.generation
    status = engine.index_status()
    record, stale = status.record, status.why_stale
    if record:
        terminal.out.print(f"Built {record.built} with {record.recipe.model}.")
        terminal.out.print(phrases.corpus.format(documents=record.documents, passages=record.passages))
        for file in record.skipped:
            terminal.err.print(phrases.skipped_file(file))
    terminal.out.print(
        f"Out of date: {stale}; the next question, or 'dayeksoz index', builds it."
        if stale
        else "Up to date."
    )
    return OK
