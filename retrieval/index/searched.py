"""Which passages of a generation are searched, and as how many each counts.

That depends on what else there is, so it is worked out when a generation is built, and written with it, not
with its segments: opening one looks at no passage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores
from retrieval.index.numbering import Numbering, Numbers
from retrieval.index.parts.array_file import Arrays, open_arrays, write_arrays
from retrieval.index.parts.copies import weights_of
from retrieval.index.replaced import replaced_in
from retrieval.index.segment import Segment

_FILE = "searched.arrays"


@dataclass(frozen=True, slots=True)
class Gone:
    """What a segment has and the generation has not, by number, ascending.

    ``files``: those that are gone or changed; ``documents``: those of these files; ``passages``: those of
    these documents, and of documents that newer versions replace.
    """

    files: Numbers
    documents: Numbers
    passages: Numbers

    @classmethod
    def of(cls, segment: Segment, dead: Ids, replaced: Ids) -> Self:
        """``dead``: files; ``replaced``: documents."""
        documents, passages = segment.live(dead)
        searched = segment.passages_without(passages, replaced)
        return cls(
            dead.astype(np.int32),
            _others(documents, len(segment.ids)),
            _others(searched, len(segment.passages)),
        )


@dataclass(frozen=True, slots=True)
class Searched:
    """``gone``: for each segment what is gone of it. ``weights``: as how many each passage that is searched
    counts, see `weights_of`.
    """

    gone: Sequence[Gone]
    weights: Scores

    @classmethod
    def of(cls, parts: Sequence[tuple[Segment, Ids]]) -> Self:
        """``parts``: each segment with the numbers of its files that are gone or changed."""
        gone = [Gone.of(*part, old) for part, old in zip(parts, replaced_in(parts), strict=True)]
        copies = [segment.copies for segment, _ in parts]
        numbering = Numbering([len(one.texts) for one in copies], [one.passages for one in gone])
        texts, variants = (
            numbering.joined([getattr(one, name) for one in copies]) for name in ("texts", "variants")
        )
        return cls(gone, weights_of(texts, variants))

    def write(self, folder: Path, names: Sequence[str]) -> None:
        """``names``: those of the segments."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"weights": self.weights}
        for name, gone in zip(names, self.gone, strict=True):
            arrays |= {f"{name} {field.name}": getattr(gone, field.name) for field in fields(gone)}
        write_arrays(folder / _FILE, arrays)

    @classmethod
    def open(cls, folder: Path, names: Sequence[str]) -> Self:
        """Raises OSError, ValueError or KeyError for a damaged file."""
        arrays: Arrays = open_arrays(folder / _FILE)
        gone = [Gone(*(arrays[f"{name} {field.name}"] for field in fields(Gone))) for name in names]
        return cls(gone, arrays["weights"])


def _others(numbers: Ids, count: int) -> Numbers:
    """The numbers below ``count`` that are not among ``numbers``."""
    return np.delete(np.arange(count, dtype=np.int32), numbers)
