"""The files below a folder, as the sources of a corpus are looked for."""

import os
from pathlib import Path

from retrieval.sources.page_assets import is_of_a_page, page_names


def files_below(folder: Path) -> tuple[list[Path], list[Path]]:
    """All files below ``folder`` but those that are hidden, or belong to a saved page; and the folders that
    can't be entered. Links to folders are not followed. Both are sorted.
    """
    found, closed = names_below(folder)
    return [folder / name for name in found], [folder / name for name in closed]


def names_below(folder: Path) -> tuple[list[str], list[str]]:
    """As `files_below`, the paths as text, seen from ``folder``: for many files `pathlib` takes ten times as
    long.
    """
    start = os.fspath(folder)

    def within(path: str) -> str:
        return path[len(start) :].replace(os.sep, "/").lstrip("/")

    found: list[str] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(start, onerror=closed.append):
        pages = page_names(names)
        folders[:] = [name for name in folders if not name.startswith(".") and not is_of_a_page(name, pages)]
        above = f"{within(root)}/".removeprefix("/")
        found += [above + name for name in names if not name.startswith(".")]
    return sorted(found, key=_parts), sorted((within(error.filename) or "." for error in closed), key=_parts)


def path_text(path: Path | str) -> str:
    """``path`` as text that can be stored: bytes of a name that are not UTF-8 are escaped."""
    name = path if isinstance(path, str) else path.as_posix()
    return os.fsencode(name).decode(errors="backslashreplace")


def _parts(path: str) -> list[str]:
    return path.split("/")
