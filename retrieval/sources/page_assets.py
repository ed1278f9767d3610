"""The folders of pictures that browsers save beside a page."""

from collections.abc import Iterable

_PAGE_ENDINGS = (".html", ".htm", ".xhtml")
_ASSETS = ("_files", ".files", "-Dateien", "_fichiers")
"""What browsers add to a page's name for the folder of its pictures."""


def page_names(names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` that are saved pages, without their endings."""
    return frozenset(name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGE_ENDINGS))


def is_of_a_page(folder: str, pages: frozenset[str]) -> bool:
    """Whether browsers keep in ``folder`` the pictures of one of the saved ``pages`` beside it."""
    return any(folder.endswith(ending) and folder.removesuffix(ending) in pages for ending in _ASSETS)
