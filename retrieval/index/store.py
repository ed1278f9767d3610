"""What keeps passages where they are searched.

All else that an answer takes is read from the index itself, whatever the store.
"""

from dataclasses import dataclass
from typing import Protocol

from retrieval.index.finder import Finder
from retrieval.index.generation import Generation
from retrieval.progress import Progress


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What is known of a store outside the index.

    ``place``: where it is, without what is secret. ``rows``: how many passages it holds, of all generations
    that are kept; 0 where nothing of this index is there. ``has_words``: whether it searches words itself;
    otherwise the index does. ``fault``: why it can't be used, mostly empty.
    """

    place: str
    rows: int
    has_words: bool
    fault: str = ""


class Store(Protocol):
    """Holds the passages of the generations of one index.

    A writer calls, under the lock of the index, `take_up` before it puts a generation into use, and
    `forget_others` afterwards. Both may be killed at any moment, and called again. All raise StoreError where
    the store can't be used.
    """

    def finder(self, generation: Generation) -> Finder:
        """What searches ``generation``; it need not be taken up before the first search."""
        ...

    def has(self, id_: str) -> bool:
        """Whether all passages of the generation with this id are there."""
        ...

    def take_up(self, generation: Generation, progress: Progress) -> None:
        """Adds the passages of a generation that are not there; those of others stay."""
        ...

    def forget_others(self) -> None:
        """Removes the passages that no generation has which is kept on disk."""
        ...

    def status(self) -> StoreStatus | None:
        """What is known of the store; None where the index itself is the store."""
        ...
