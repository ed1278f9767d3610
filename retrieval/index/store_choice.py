"""Which store a setting names."""

from pathlib import Path

from retrieval.index.segment_store import SegmentStore
from retrieval.index.store import Store

OWN = "faiss"


def open_store(name: str, folder: Path) -> Store:
    """The store of the index in ``folder``; nothing is connected yet.

    ``name``: ``faiss``, or what `MilvusAddress.of` takes; raises ValueError for anything else.
    """
    if name == OWN:
        return SegmentStore()
    from retrieval.index.milvus.address import MilvusAddress
    from retrieval.index.milvus.store import MilvusStore

    return MilvusStore(MilvusAddress.of(name), folder)
