"""A deterministic encoder without a model: a text is the mean of its words' fixed random vectors."""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 32


class TinyEncoder:
    """Has what the engine uses of a ``SentenceTransformer``; ``texts`` holds everything it encoded."""

    max_seq_length = 512

    def __init__(self) -> None:
        self.prompts = {"query": "query: ", "document": "passage: "}
        self.texts: list[str] = []

    def tokenizer(self, text: str, **_: Any) -> dict[str, list[int]]:
        return {"input_ids": [0, *(_token(word) for word in text.split()), 1]}

    def encode_query(self, texts: list[str], **options: Any) -> Any:
        return self._encode("query: ", texts, options)

    def encode_document(self, texts: list[str], **options: Any) -> Any:
        return self._encode("passage: ", texts, options)

    def _encode(self, prompt: str, texts: list[str], options: dict[str, Any]) -> Any:
        self.texts += texts
        outputs = []
        for text in texts:
            ids = self.tokenizer(prompt + text)["input_ids"]
            states = np.stack([_vector(token) for token in ids])
            outputs.append(
                {
                    "input_ids": np.array(ids),
                    "attention_mask": np.ones(len(ids), np.int64),
                    "token_embeddings": states,
                    "sentence_embedding": states[2:-1].mean(axis=0) if len(ids) > 3 else states[0],
                }
            )
        if "output_value" in options:
            return outputs
        return np.stack([output["sentence_embedding"] for output in outputs])


def _token(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.casefold().strip(".,!?«»").encode()).digest()[:4], "big")


def _vector(token: int) -> npt.NDArray[np.float32]:
    return np.random.default_rng(token).standard_normal(DIMENSIONS).astype(np.float32)
