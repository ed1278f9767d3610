"""Which documents of some segments are replaced by newer versions of their pages."""

from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Ids
from retrieval.index.segment import Segment
from retrieval.sources.versions import replaced


def replaced_in(parts: Sequence[tuple[Segment, Ids]]) -> list[Ids]:
    """For each segment, given with its dead files, the numbers of the documents that are replaced.

    Only documents of pages that have several are read.
    """
    live = [segment.live(dead)[0] for segment, dead in parts]
    pages = [segment.pages[numbers] for (segment, _), numbers in zip(parts, live, strict=True)]
    distinct, counts = np.unique(np.concatenate([np.zeros(0, np.uint64), *pages]), return_counts=True)
    several = distinct[counts > 1]
    versions = [numbers[np.isin(of, several)] for numbers, of in zip(live, pages, strict=True)]
    documents = [
        [segment.document(number) for number in numbers.tolist()]
        for (segment, _), numbers in zip(parts, versions, strict=True)
    ]
    old = replaced(document for of_segment in documents for document in of_segment)
    return [
        numbers[[document.id in old for document in of_segment]] if of_segment else numbers
        for numbers, of_segment in zip(versions, documents, strict=True)
    ]
