"""Builds an index and kills itself, as ``kill -9`` does, before the N-th change of the data folder.

Run as ``python killed_build.py CORPUS FOLDER N``; exits 0 when there were fewer than N changes.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from retrieval.index.place import IndexPlace, ensure_index
from retrieval.sources.folder import SourceFolder
from tests.tiny_encoder import TinyEncoder

_CHANGES = {"os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}


def main(corpus: str, folder: str, last: int) -> None:
    changes = 0

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal changes
        is_write = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        if (is_write or event in _CHANGES) and str(arguments[0]).startswith(folder):
            changes += 1
            if changes == last:
                os.kill(os.getpid(), signal.SIGKILL)

    encoder = TinyEncoder()
    sys.addaudithook(audit)
    ensure_index(IndexPlace(Path(folder), SourceFolder(Path(corpus)), encoder.model_id), lambda: encoder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
