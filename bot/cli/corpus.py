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
from retrieval import IndexStatus


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
            engine.update()
        elif options.action == "rollback":
            engine.roll_back()
    status = engine.index_status(verify=options.verify)
    record = status.record
    if record:
        terminal.out.print(f"Built {record.built} with {record.recipe.model}.")
        terminal.out.print(phrases.corpus.format(documents=record.documents, passages=record.passages))
        for file in record.skipped:
            terminal.err.print(phrases.skipped_file(file))
    if record and options.action == "status":
        terminal.out.print(_kept(status))
    terminal.out.print(_state(status, builds=settings.index_builds))
    for path in status.damaged or ():
        terminal.err.print(f"dayeksoz: {path} is damaged: 'dayeksoz index rebuild' makes the index anew.")
    return FAILED if status.damaged else OK


def _kept(status: IndexStatus) -> str:
    """A line for each generation, and what all take together."""
    lines = []
    for one in status.generations:
        segments = one.record.segments.values()
        passages, live = sum(of.passages for of in segments), sum(of.live for of in segments)
        lines.append(
            f"{'*' if one.is_current else ' '} {one.id}: {one.record.documents} documents, {live} passages, "
            f"segments: {len(segments)}, dead: {(passages - live) / max(passages, 1):.0%}"
        )
    lines.append(f"On disk: {status.bytes / 1e6:.1f} MB.")
    return "\n".join([*lines, *_store(status)])


def _store(status: IndexStatus) -> list[str]:
    """A line about the store outside the index, if there is one."""
    store = status.store
    if store is None:
        return []
    if store.fault:
        return [f"Store: Milvus at {store.place} can't be used ({store.fault})."]
    words = "" if store.has_words or not store.rows else "; it has no search by words, so the index does that"
    return [f"Store: Milvus at {store.place}, {store.rows} passages{words}."]


def _state(status: IndexStatus, *, builds: bool) -> str:
    """Whether the index is what the sources make it; ``builds``: whether it is built here."""
    if status.why_stale and builds:
        return f"Out of date: {status.why_stale}; the next question, or 'dayeksoz index', builds it."
    if status.why_stale:
        return f"It can't be used: {status.why_stale}; 'dayeksoz index build' makes it where it is built."
    if not builds:
        return "It is only read here; whether it is up to date is known where it is built."
    if status.is_rolled_back:
        return (
            "Rolled back: the index before the newest is in use until the sources change; "
            "'dayeksoz index build' goes forward again."
        )
    if status.store and status.store.fault:
        return "Whether the index is up to date can't be told without its store."
    return "Up to date." + (" No file is damaged." if status.damaged == () else "")
