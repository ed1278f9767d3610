"""One collection of a Milvus: rows of passages, searched by vector and by words."""

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from retrieval.arrays import Vectors
from retrieval.errors import StoreError
from retrieval.index.milvus.connection import Connection
from retrieval.index.milvus.rows import MOST_BYTES, MOST_YEARS, RowIds

_SEARCHING, _WRITING = 10.0, 60.0
"""Seconds for a search and for a batch of rows. The client tries again within them where the connection
fails. A choice: people wait no longer for an answer; a server that is compacting takes seconds to write."""

_SETTLING = 1800.0
"""Seconds for the rows that were written to be indexed. A million take minutes."""

_LOOK_EVERY = 0.5
"""Seconds between looks at how far the index is."""

_BATCH = 1_000
"""Rows that are written at once: 2 to 4 MB, where the server takes 64."""

_LISTED = 10_000
"""Row ids that are listed at once: fewer than the 16,384 that a query may give."""

DEEPEST = 16_384
"""Rows that Milvus finds in one search at most."""

_WORDS_SINCE = (2, 5)
"""The version of the server that brought search by words."""

_WIDTH = 2
"""How many times as many neighbours as wanted HNSW looks at."""


class Collection:
    """Safe to use from several threads. All raise StoreError where the server can't do it."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name
        self._has_words: bool | None = None

    def exists(self) -> bool:
        with self._connection.client() as client:
            return bool(client.has_collection(self.name, timeout=_SEARCHING))

    @property
    def has_words(self) -> bool:
        """Whether it finds by words; a server before 2.5 does not."""
        if self._has_words is None:
            with self._connection.client() as client:
                facts = client.describe_collection(self.name, timeout=_SEARCHING)
                self._has_words = any(field["name"] == "bm25" for field in facts["fields"])
        return self._has_words

    def make(self, dimensions: int) -> None:
        """Makes it, where it is not there, for vectors with so many ``dimensions``, and has it searched."""
        with self._connection.client() as client:
            if not self.exists():
                schema, indexes = self._schema(client, dimensions)
                client.create_collection(
                    self.name,
                    schema=schema,
                    index_params=indexes,
                    consistency_level="Bounded",
                    timeout=_WRITING,
                )
            client.load_collection(self.name, timeout=_WRITING)

    def drop(self) -> None:
        with self._connection.client() as client:
            client.drop_collection(self.name, timeout=_WRITING)

    def nearest(self, vector: Vectors, count: int, where: str) -> list[int]:
        """The ids of the ``count`` rows nearest to ``vector``, best first."""
        # A local file, which has no graph, ignores how far one is to be searched.
        wide = {"ef": _WIDTH * count}
        return self._search("vector", vector, count, where, {"metric_type": "IP", "params": wide})

    def naming(self, stems: Sequence[str], count: int, where: str) -> list[int]:
        """The ids of the ``count`` rows that have most of ``stems``, rare ones counting more, best first."""
        return self._search("bm25", " ".join(stems), count, where, {"metric_type": "BM25"})

    def write(self, rows: Iterable[dict[str, Any]]) -> Iterator[int]:
        """Writes ``rows``; gives how many after each batch. Those that are there stay as they are."""
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            if not self.has_words:
                batch = [{name: row[name] for name in row if name != "words"} for row in batch]
            with self._connection.client() as client:
                client.upsert(self.name, batch, timeout=_WRITING)
            yield len(batch)

    def delete(self, ids: RowIds) -> None:
        for start in range(0, len(ids), _BATCH):
            with self._connection.client() as client:
                client.delete(self.name, ids=ids[start : start + _BATCH].tolist(), timeout=_WRITING)

    def settle(self) -> None:
        """Waits until all that was written is found as surely as what was there before.

        What a server has neither sealed nor indexed is found by a rough index: of the 100 nearest of 20,000
        rows 2.3.5 found 16 to 30, with a condition too; indexed, and with a condition, all.
        """
        with self._connection.client() as client:
            client.flush(self.name, timeout=_SETTLING)
            end, waited = time.monotonic() + _SETTLING, False
            while client.describe_index(self.name, "vector", timeout=_WRITING).get("pending_index_rows"):
                if time.monotonic() > end:
                    raise StoreError(self._connection.address.shown, "it does not index what was written")
                waited = True
                time.sleep(_LOOK_EVERY)
            if waited:
                client.refresh_load(self.name, timeout=_SETTLING)

    def count(self) -> int:
        """How many rows there are, those that were just written included."""
        with self._connection.client() as client:
            (found,) = client.query(
                self.name,
                filter="",
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=_WRITING,
            )
            return int(found["count(*)"])

    def ids(self) -> RowIds:
        """The ids of all rows, ascending."""
        found: list[RowIds] = [np.zeros(0, np.int64)]
        with self._connection.client() as client:
            rows = client.query_iterator(
                self.name,
                batch_size=_LISTED,
                output_fields=["id"],
                consistency_level="Strong",
                timeout=_WRITING,
            )
            while batch := rows.next():
                found.append(np.array([row["id"] for row in batch], np.int64))
            rows.close()
        return np.unique(np.concatenate(found))

    def _search(self, by: str, what: Any, count: int, where: str, parameters: dict[str, Any]) -> list[int]:
        with self._connection.client() as client:
            (hits,) = client.search(
                self.name,
                [what],
                anns_field=by,
                limit=min(count, DEEPEST),
                filter=where,
                search_params=parameters,
                timeout=_SEARCHING,
            )
            return [int(hit["id"]) for hit in hits]

    def _schema(self, client: Any, dimensions: int) -> tuple[Any, Any]:
        from pymilvus import DataType, Function, FunctionType

        schema, indexes = client.create_schema(enable_dynamic_field=False), client.prepare_index_params()
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
        for name in ("first", "last", "days"):
            schema.add_field(name, DataType.INT32)
        schema.add_field("years", DataType.ARRAY, element_type=DataType.INT32, max_capacity=MOST_YEARS)
        # In a file all vectors are compared. A graph finds nearly as well, also among a million.
        graph = {"M": 32, "efConstruction": 200}
        is_local = self._connection.address.is_local
        indexes.add_index(
            "vector",
            index_type="FLAT" if is_local else "HNSW",
            metric_type="IP",
            params={} if is_local else graph,
        )
        if is_local or _version(client) >= _WORDS_SINCE:
            schema.add_field(
                "words",
                DataType.VARCHAR,
                max_length=MOST_BYTES,
                enable_analyzer=True,
                analyzer_params={"tokenizer": "whitespace"},
            )
            schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
            schema.add_function(Function("bm25", FunctionType.BM25, ["words"], ["bm25"]))
            # Each word counts once, and a long passage as much as a short one: as coverage does.
            indexes.add_index(
                "bm25",
                index_type="SPARSE_INVERTED_INDEX",
                metric_type="BM25",
                params={"bm25_k1": 0.0, "bm25_b": 0.0},
            )
        return schema, indexes


def _version(client: Any) -> tuple[int, ...]:
    """Of the server: ``v2.3.5-lite`` is (2, 3)."""
    numbers = client.get_server_version(timeout=_SEARCHING).removeprefix("v").split(".")
    return tuple(int(number) for number in numbers[:2])
