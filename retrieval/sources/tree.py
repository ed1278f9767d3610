"""The files below a folder, as the sources of a corpus are looked for."""

import os
from pathlib import Path

from retrieval.sources.page_assets import is_of_a_page, page_names


def files_below(folder: Path) -> tuple[list[Path], list[Path]]:
    """All files below ``folder`` but those that are hidden, or belong to a saved page; and the folders that
    can't be entered. Links to folders are not followed. Both are sorted.
    """
    found: list[Path] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        pages = page_names(names)
        folders[:] = [name for name in folders if not name.startswith(".") and not is_of_a_page(name, pages)]
        found += [Path(root) / name for name in names if not name.startswith(".")]
    return sorted(found), sorted(Path(error.filename) for error in closed)


def path_text(path: Path) -> str:
    """``path`` as text that can be stored: bytes of a name that are not UTF-8 are escaped."""
    return os.fsencode(path.as_posix()).decode(errors="backslashreplace")
