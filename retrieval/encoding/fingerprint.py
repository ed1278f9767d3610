"""What tells one embedding model from another, without loading either."""

import hashlib
from pathlib import Path

from retrieval.encoding.carrier import bundled_fingerprint
from retrieval.encoding.encoder import UNKNOWN
from retrieval.encoding.model_choice import BUNDLED


def fingerprint(name: str) -> str:
    """For ``bundled`` a constant; for a local folder a hash of its files; for a hub id the revision that the
    hub's cache holds, if any.
    """
    if name == BUNDLED:
        return bundled_fingerprint()
    folder = Path(name)
    return f"folder:{_hash_folder(folder)}" if folder.is_dir() else f"hub:{name}@{_cached_revision(name)}"


def _cached_revision(name: str) -> str:
    from huggingface_hub import try_to_load_from_cache

    try:
        cached = try_to_load_from_cache(name, "config.json")
    except ValueError:
        cached = None
    return Path(cached).parent.name if isinstance(cached, str) else UNKNOWN


def _hash_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
