"""The arguments of the commands about sources: what there is, and what is added."""

import argparse
from typing import TypeAlias

from retrieval import Period

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_PLACE = "a file, a folder, a pattern in quotes such as 'news/*.txt', or an address"

ORDERS = ("date", "title", "id", "added")


def add_sources(commands: _Commands) -> None:
    """Adds ``sources``."""
    sources = commands.add_parser(
        "sources",
        help="what is in the corpus, with date, basis and link",
        description="Lists the sources, or those that have all WORDS in what is known of them: title, "
        "author, publisher, path or link.",
    )
    sources.add_argument("words", nargs="*", metavar="WORDS")
    sources.add_argument("--since", type=dates, metavar="DATE", help="not published before DATE: 2024-11-27, "
                         "2024-11 or 2024")  # fmt: skip
    sources.add_argument("--until", type=dates, metavar="DATE", help="not published after DATE")
    sources.add_argument("--publisher", metavar="NAME", help="only those of a publisher called so, in part")
    sources.add_argument("--added", action="store_true", help="only those that were added")
    sources.add_argument(
        "--sort",
        choices=ORDERS,
        help="date: the newest first; title; id; added: what was added last first",
    )
    sources.add_argument("--json", action="store_true", help="print a JSON array")


def add_additions(commands: _Commands) -> None:
    """Adds ``add``, ``remove``, ``sync`` and ``watch``."""
    add = commands.add_parser(
        "add",
        help="add files, folders and pages to the corpus",
        description="Adds files, folders, patterns, pages, feeds and sitemaps, and brings the index up to "
        "date. What an address is, is told by what is there. Contents are kept in the data folder.",
        epilog="Exit code 0: it worked; 1: something named could not be had, or a failure; 2: bad usage.",
    )
    add.add_argument("place", nargs="+", metavar="PATH|URL", help=_PLACE)
    add.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="at most the N newest pages of a feed or sitemap (500)",
    )
    add.add_argument("--since", type=dates, metavar="DATE", help="none of their pages from before DATE")
    add.add_argument("--json", action="store_true", help="print a JSON object")

    remove = commands.add_parser(
        "remove",
        help="remove what was added",
        description="Removes what was added, and brings the index up to date. What is removed from a folder "
        "or feed that stays does not come back by itself, only by 'dayeksoz add'.",
    )
    remove.add_argument("name", nargs="+", metavar="ID|PATH|URL", help="as 'dayeksoz sources' lists it")
    remove.add_argument("--json", action="store_true", help="print a JSON object")

    sync = commands.add_parser(
        "sync",
        help="read again what was added",
        description="Looks for what is new, has changed or is gone in what was added, all of it or the "
        "places named, and brings the index up to date.",
        epilog="Exit code 0: it worked; 1: something could not be read again, or a failure; 2: bad usage.",
    )
    sync.add_argument("place", nargs="*", metavar="PATH|URL", help="as it was added (default: all)")
    sync.add_argument("--json", action="store_true", help="print a JSON object")

    watch = commands.add_parser(
        "watch",
        help="take up changes in folders as they happen",
        description="Watches the folders that were added until Ctrl-C; those that are named are added first.",
        epilog="Exit code 0: it was stopped; 1: a failure; 2: bad usage.",
    )
    watch.add_argument("place", nargs="*", metavar="PATH")
    watch.add_argument("--every", type=_count, metavar="MINUTES", help="also 'sync' all else so often")


def dates(value: str) -> Period:
    """The days of a year, of a month, or one day, in ISO 8601."""
    try:
        return Period.of_iso(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{value!r} is not a date such as 2022, 2022-08 or 2022-08-19"
        ) from error


def _count(value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 10**6:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 1000000")
