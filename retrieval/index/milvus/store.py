"""Milvus as the store of an index: filled by whoever builds it, searched by any number of machines."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.errors import StoreError
from retrieval.index.generation import Generation, GenerationError, open_generation
from retrieval.index.generations import stored_generations
from retrieval.index.milvus.address import MilvusAddress
from retrieval.index.milvus.collection import Collection
from retrieval.index.milvus.connection import Connection
from retrieval.index.milvus.contents import Contents
from retrieval.index.milvus.finder import MilvusFinder
from retrieval.index.milvus.rows import RowIds, ids_of, new_rows
from retrieval.index.record import Recipe
from retrieval.index.store import StoreStatus
from retrieval.progress import Progress, Task

_LAYOUT = 1
"""Raise it when the fields of a row, or how its id is made, change."""


class MilvusStore:
    """The rows of the index in ``folder``, in a collection for each model and format."""

    def __init__(self, address: MilvusAddress, folder: Path) -> None:
        self._connection = Connection(address)
        self._folder = folder
        self._present: RowIds | None = None
        """What is in the collection, from `take_up` until `forget_others`."""

    def finder(self, generation: Generation) -> MilvusFinder:
        return MilvusFinder(self._collection(generation.record.recipe), generation)

    def has(self, id_: str) -> bool:
        contents = Contents.read(self._folder)
        if contents.place != self._connection.address.shown or id_ not in contents.filled:
            return False
        collection = Collection(self._connection, contents.collection)
        return collection.exists() and collection.count() >= contents.rows

    def take_up(self, generation: Generation, progress: Progress) -> None:
        Contents.made(self._folder)
        collection = self._collection(generation.record.recipe)
        collection.make(generation.centres.dimensions)
        rows, present = ids_of(generation), self._rows_of(collection)
        contents = self._contents_of(collection)
        contents.write(self._folder)
        new = len(np.setdiff1d(rows, present, assume_unique=True))
        done = 0
        for written in collection.write(new_rows(generation, present)):
            done += written
            progress(Task.FILL, done, new)
        if new:
            collection.settle()
        if collection.count() < len(rows):
            raise StoreError(self._connection.address.shown, "it has not kept all that was written")
        filled = [*contents.filled, generation.id]
        replace(contents, filled=filled, rows=len(rows)).write(self._folder)
        self._present = np.union1d(present, rows)

    def forget_others(self) -> None:
        contents = Contents.read(self._folder)
        collection = Collection(self._connection, contents.collection)
        stored = {one.id: one.record for one in stored_generations(self._folder)}
        kept = [id_ for id_ in contents.filled if id_ in stored]
        rows = self._rows_of_generations(kept)
        present = collection.ids() if self._present is None else self._present
        self._present = None
        contents = replace(contents, filled=kept, rows=len(rows), is_exact=False)
        contents.write(self._folder)
        collection.delete(np.setdiff1d(present, rows, assume_unique=True))
        replace(contents, is_exact=True).write(self._folder)
        self._drop_others([_name(contents, record.recipe) for record in stored.values()])

    def status(self) -> StoreStatus:
        contents, place = Contents.read(self._folder), self._connection.address.shown
        collection = Collection(self._connection, contents.collection)
        try:
            if contents.collection not in self._connection.collections():
                return StoreStatus(place, 0, has_words=False)
            return StoreStatus(place, collection.count(), collection.has_words)
        except StoreError as error:
            return StoreStatus(place, 0, has_words=False, fault=error.reason)

    def _collection(self, recipe: Recipe) -> Collection:
        return Collection(self._connection, _name(Contents.read(self._folder), recipe))

    def _contents_of(self, collection: Collection) -> Contents:
        """What is known of ``collection`` before something is added to it."""
        known, place = Contents.read(self._folder), self._connection.address.shown
        if (known.place, known.collection) == (place, collection.name):
            return replace(known, is_exact=False)
        return Contents(known.index, place, collection.name)

    def _rows_of(self, collection: Collection) -> RowIds:
        """The rows that ``collection`` has, ascending."""
        known, place = Contents.read(self._folder), self._connection.address.shown
        if (known.place, known.collection) == (place, collection.name) and known.is_exact:
            try:
                rows = self._rows_of_generations(known.filled)
            except GenerationError:
                return collection.ids()
            if collection.count() == len(rows):
                return rows
        return collection.ids()

    def _rows_of_generations(self, ids: Sequence[str]) -> RowIds:
        rows = [ids_of(open_generation(self._folder / id_)) for id_ in ids]
        return np.unique(np.concatenate([*rows, np.zeros(0, np.int64)]))

    def _drop_others(self, names: Sequence[str]) -> None:
        """Removes the collections of this index that no generation on disk belongs to."""
        own = Contents.read(self._folder).index
        for name in self._connection.collections():
            if name.startswith(f"dayeksoz_{own}_") and name not in names:
                Collection(self._connection, name).drop()


def _name(contents: Contents, recipe: Recipe) -> str:
    """The name of the collection of an index made with the model and format of ``recipe``."""
    kind = hashlib.sha256(f"{recipe.model} {recipe.format} {_LAYOUT}".encode()).hexdigest()[:12]
    return f"dayeksoz_{contents.index}_{kind}"
