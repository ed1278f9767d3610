"""Short names for documents, to cite and to type."""

import re
from collections import Counter
from pathlib import PurePosixPath


def part_ids(pages: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A unique id for each page, named by its file and the part of the file that it is.

    That of a whole file is the file's `short_ids`; a part's is this, a hyphen, and the part.
    """
    of_file = short_ids(list(dict.fromkeys(name for name, _ in pages)))
    ids: dict[tuple[str, str], str] = {}
    taken = set(of_file.values())
    for name, part in pages:
        id_ = of_file[name]
        if part:
            id_ = f"{id_}-{part}" if f"{id_}-{part}" not in taken else f"{name}#{part}"
            taken.add(id_)
        ids[name, part] = id_
    return ids


def short_ids(names: list[str]) -> dict[str, str]:
    """A unique id for each file name: its leading number if that is unique, else its stem, else the name."""
    ids: dict[str, str] = {}
    for shorten in (_leading_number, _stem, str):
        short = {name: shorten(name) for name in names if name not in ids}
        uses = Counter([*short.values(), *ids.values()])
        ids |= {name: id_ for name, id_ in short.items() if id_ and uses[id_] == 1}
    # What is left is a name that equals the stem of another.
    return {name: ids.get(name, f"./{name}") for name in names}


def _leading_number(name: str) -> str:
    match = re.match(r"\d+(?=[_\-. ])", _stem(name) + ".")
    return match.group() if match else ""


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
