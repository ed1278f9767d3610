"""Builds an index, prints what it has encoded, and kills itself in the middle, as ``kill -9`` does.

Run as ``python killed_embedding.py CORPUS FOLDER``.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from retrieval.encoding.encoder import Encoding, TextKind
from retrieval.index.place import IndexPlace, ensure_index
from retrieval.sources.folder import SourceFolder
from tests.tiny_encoder import TinyEncoder


class DyingEncoder(TinyEncoder):
    """Kills the process when it is to encode the second batch of passages."""

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        news = [text for text in self.texts if text.startswith("Новость")]
        if news:
            sys.stdout.write("\n".join(news))
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, kind)


def main(corpus: str, folder: str) -> None:
    place = IndexPlace(Path(folder), SourceFolder(Path(corpus)), TinyEncoder.model_id)
    ensure_index(place, DyingEncoder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
