"""The kinds of arrays that the engine passes around."""

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Float32 rows. Where they are unit vectors, the inner product is the cosine: higher is more similar."""

Ids = npt.NDArray[np.int64]
"""Numbers of passages, sentences or tokens, counted from 0."""

Scores = npt.NDArray[np.float64]
"""One figure for each item; the name of the value says what it measures."""

Mask = npt.NDArray[np.bool_]
"""Of each item, whether it is meant."""
