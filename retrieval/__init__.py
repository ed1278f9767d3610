"""Answers questions with verbatim quotes from a corpus: the library behind the faces of Dayeksoz.

The names below are enough to open a corpus, index it, ask, evaluate and calibrate. Five modules hold more
public names: `retrieval.documents` (what answers consist of), `retrieval.sources` (where documents come
from), `retrieval.conversation` (questions that lean on others), `retrieval.errors` and
`retrieval.evaluation`.
Names are loaded when they are first used, so importing this package costs nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
