"""The plainest way from cold: a model, an index of ready vectors, one question, its nearest ten passages.

``python -m retrieval.evaluation.plain_process MODEL VECTORS.npy QUESTION``.
"""

import sys

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer


def _answer(model: str, vectors: str, question: str) -> None:
    index = faiss.IndexFlatIP(np.load(vectors, mmap_mode="r").shape[1])
    index.add(np.load(vectors))
    asked = SentenceTransformer(model, device="cpu").encode_query([question], show_progress_bar=False)
    sys.stdout.write(f"{index.search(asked, 10)[1][0].tolist()}\n")


if __name__ == "__main__":
    _answer(*sys.argv[1:])
