"""``manifest.toml``: what a person knows of the sources, each fact with its basis.

::

    ["002_da526a3f0524b47f.txt"]
    published = { value = "2021-12-24T08:23", basis = "inferred", because = "…" }
    link = { value = "https://…", kind = "article", basis = "curated" }

A fact of the manifest takes the place of what the reader found. An inferred or curated fact says why
in ``because``.
"""

import dataclasses
import datetime
import re
import tomllib
from collections.abc import Collection, Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic import model_validator as after_model

from retrieval.documents import Basis, Document, Fact, Link, LinkKind, PublicationDate
from retrieval.errors import ManifestError

MANIFEST = "manifest.toml"

_WHEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2}))?)?)?")


def _checked_date(value: str) -> str:
    parse_date(value, Basis.CURATED)
    return value


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    basis: Basis
    because: str | None = None

    @after_model(mode="after")
    def _says_why(self) -> "_Known":
        if self.basis is not Basis.STATED and not self.because:
            raise ValueError(f"a fact that is {self.basis} must say why in 'because'")
        return self


class _Text(_Known):
    value: str


class _Date(_Known):
    value: Annotated[str, AfterValidator(_checked_date)]


class _Link(_Known):
    value: str
    kind: LinkKind

    @after_model(mode="after")
    def _is_address(self) -> "_Link":
        if self.kind is LinkKind.NONE or not re.match(r"https?://\S+$", self.value):
            raise ValueError("a link needs an http address and the kind 'article' or 'publisher'")
        return self


class Entry(BaseModel):
    """What the manifest says of one file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _Text | None = None
    author: _Text | None = None
    publisher: _Text | None = None
    cites: _Text | None = None
    published: _Date | None = None
    link: _Link | None = None

    def applied_to(self, document: Document) -> Document:
        """``document`` with the facts of this entry in place of its own."""
        facts: dict[str, Any] = {}
        for name in ("title", "author", "publisher", "cites"):
            known: _Text | None = getattr(self, name)
            if known:
                facts[name] = Fact(known.value, known.basis)
        if self.published:
            facts["published"] = parse_date(self.published.value, self.published.basis)
        if self.link:
            facts["link"] = Link(self.link.value, self.link.kind, self.link.basis)
        return dataclasses.replace(document, **facts)


Manifest = dict[str, Entry]
"""Entries by path relative to the corpus folder, with ``/``."""

ManifestByFile = dict[str, Manifest]
"""By file the entries about it and its parts."""


def parse_manifest(content: bytes) -> Manifest:
    """Checks and parses a manifest; raises ManifestError with the first fault."""
    try:
        return TypeAdapter(Manifest).validate_python(tomllib.loads(content.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{MANIFEST} is not valid TOML ({error}): correct it.") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = " → ".join(str(part) for part in fault["loc"])
        raise ManifestError(f"{MANIFEST}: {place}: {fault['msg']}; correct it.") from error


def by_file(manifest: Manifest, files: Collection[str]) -> ManifestByFile:
    """The entries about each of ``files`` and its parts; raises ManifestError for one about no file."""
    found: ManifestByFile = {}
    for key, entry in manifest.items():
        pieces = key.split("#")
        names = ("#".join(pieces[:count]) for count in range(len(pieces), 0, -1))
        name = next((name for name in names if name in files), None)
        if name is None:
            check_names([key], files)
        else:
            found.setdefault(name, {})[key] = entry
    return found


def check_names(entries: Iterable[str], names: Collection[str]) -> None:
    """Raises ManifestError where one of ``entries`` is none of ``names``."""
    unknown = sorted(set(entries).difference(names))
    if unknown:
        raise ManifestError(
            f"{MANIFEST} names a file that is not in the folder: {unknown[0]!r}; correct the name "
            "or remove the entry."
        )


def parse_date(value: str, basis: Basis) -> PublicationDate:
    """``2024``, ``2024-11``, ``2024-11-27`` or ``2024-11-27T14:25``; raises ValueError for others."""
    match = _WHEN.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is not a date such as 2024, 2024-11 or 2024-11-27")
    year, month, day, hour, minute = (None if part is None else int(part) for part in match.groups())
    time = None if hour is None else datetime.time(int(hour), int(minute or 0))
    return PublicationDate(int(year or 0), month, day, time, basis)
