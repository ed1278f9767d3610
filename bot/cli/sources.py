"""The command ``sources``: what is in the corpus, chosen and sorted. It needs no model."""

import argparse
import re
from collections.abc import Sequence

from bot.cli.payload import print_json, source_payload
from bot.engine import open_engine
from bot.exit_codes import OK
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from bot.terminal.layout import sources_text
from retrieval import Period
from retrieval.documents import Document, PublicationDate
from retrieval.sources import ADDED_FOLDER, Additions, Corpus

_LAST = "\U0010ffff"
"""Sorts behind all titles."""


def sources(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``sources``; returns the exit code."""
    phrases = user_phrases(settings)
    corpus = _corpus(settings)
    documents, skipped, replaced = corpus.documents, corpus.skipped, corpus.replaced()
    chosen = [document for document in documents if is_chosen(document, options)]
    if options.sort:
        chosen = in_order(chosen, options.sort, Additions(settings.additions))
    if options.json:
        print_json([source_payload(each) | {"replaced_by": replaced.get(each.id)} for each in chosen])
    elif chosen:
        terminal.out.print(sources_text(chosen, phrases, replaced))
    else:
        terminal.err.print(phrases.no_such_sources)
    for file in skipped if len(chosen) == len(documents) else ():
        terminal.err.print(phrases.skipped_file(file))
    return OK


def is_chosen(document: Document, options: argparse.Namespace) -> bool:
    """Whether ``document`` is what the options ask for; a date that is known in part, if it may be."""
    known = (document.title, document.author, document.publisher)
    facts = [fact.value for fact in known if fact]
    said = "\n".join([*facts, document.id, document.path, document.link.url or ""]).casefold()
    publisher = document.publisher.value.casefold() if document.publisher else ""
    return (
        all(word.casefold() in said for word in options.words)
        and (options.publisher is None or options.publisher.casefold() in publisher)
        and (not options.added or _is_added(document))
        and (not (options.since or options.until) or _is_between(document.published, options))
    )


def in_order(documents: Sequence[Document], order: str, additions: Additions) -> list[Document]:
    """``documents`` by one of the orders of ``--sort``; those that lack what it goes by come last."""
    if order == "date":
        dated = [(one.published.earliest, one) for one in documents if one.published]
        newest_first = [one for _, one in sorted(dated, key=lambda each: each[0], reverse=True)]
        return [*newest_first, *(one for one in documents if not one.published)]
    if order == "title":
        return sorted(documents, key=lambda one: one.title.value.casefold() if one.title else _LAST)
    if order == "id":
        return sorted(documents, key=lambda one: _natural(one.id))
    places = {item.name: place for place, item in enumerate(additions.items())}
    return sorted(documents, key=lambda one: _place(one, places), reverse=True)


def _corpus(settings: Settings) -> Corpus:
    """The documents of the index where it is up to date, which is faster than reading them anew."""
    engine = open_engine(settings)
    status = engine.index_status()
    if status.record and not status.why_stale:
        return Corpus(tuple(engine.generation.documents.values()), status.record.skipped)
    return engine.read_corpus()


def _is_added(document: Document) -> bool:
    return document.path.startswith(f"{ADDED_FOLDER}/")


def _is_between(published: PublicationDate | None, options: argparse.Namespace) -> bool:
    if published is None:
        return False
    days = Period.of(published.year, published.month, published.day)
    since, until = options.since, options.until
    return (since is None or days.last >= since.first) and (until is None or days.first <= until.last)


def _natural(id_: str) -> list[tuple[bool, int, str]]:
    """Numbers by their value, so that n9 comes before n10."""
    pieces = re.split(r"(\d+)", id_)
    return [(piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces]


def _place(document: Document, places: dict[str, int]) -> int:
    """When the document was added, as a number; -1 for one that was not."""
    name = document.path.removeprefix(f"{ADDED_FOLDER}/") if _is_added(document) else ""
    while name not in places and "#" in name:  # a part's path has its name behind that of the file
        name = name.rpartition("#")[0]
    return places.get(name, -1)
