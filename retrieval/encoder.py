"""The embedding model: any ``SentenceTransformer``, by name.

The rest of the engine needs only its ``encode_query`` and ``encode_document``, and its tokenizer to count
with. torch and sentence-transformers take seconds to import, so they are imported inside the functions that
need them.
"""

import copy
import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from retrieval.bundled import BUNDLED, bundled_fingerprint, bundled_model
from retrieval.chunking import TokenCounter
from retrieval.errors import ModelLoadError
from retrieval.progress import Progress, no_progress
from retrieval.words import common_start

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PROBES = ["а", "z"]
"""Texts of one token each, which differ: what they have in common once encoded is not of them."""

Vectors = npt.NDArray[np.float32]
"""Rows of unit length: inner product is cosine similarity, higher is better."""

MAX_TOKENS = 512
"""Longest input that the engine makes, even for models that take more: longer text is cut into
passages, never cut off."""


class EncodeMethod(Protocol):
    """One of the two methods. With ``output_value=None`` one dict a text: ``sentence_embedding``,
    and where the model has them ``token_embeddings``, ``input_ids`` and ``attention_mask``."""

    def __call__(self, inputs: list[str], /, **options: Any) -> Any: ...


def load_encoder(
    name: str = BUNDLED,
    *,
    device: str = "auto",
    precision: str = "auto",
    cache_dir: Path | None = None,
    progress: Progress = no_progress,
) -> "SentenceTransformer":
    """The model called ``name``: ``bundled``, a local folder, or a hub id.

    ``device`` is a torch device or ``auto`` (CUDA, then MPS, then CPU); ``precision`` is
    ``float32``, ``bfloat16``, ``float16`` or ``auto`` (bfloat16 where the processor computes in it).
    Raises EncoderError, with what to set instead, when the model can't be had.
    """
    source = str(bundled_model(cache_dir, progress)) if name == BUNDLED else name
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # forked workers would deadlock
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    from retrieval.inner_states import keep_inner_states

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # it announces each retry
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    chosen = _device(torch) if device == "auto" else device
    dtype = _precision(torch, chosen) if precision == "auto" else precision
    try:
        model = SentenceTransformer(
            source,
            device=chosen,
            local_files_only=Path(source).is_dir(),
            model_kwargs={"dtype": getattr(torch, dtype)},
        )
    except Exception as error:  # the hub, the file system and torch all raise their own kinds
        raise ModelLoadError(name, device, _first_line(error)) from error
    keep_inner_states(model)
    return model


@dataclass(frozen=True, slots=True)
class Encoded:
    """One encoded text.

    ``vector``: unit length, shape ``(dimensions,)``. ``tokens``: the model's states of the text's own
    tokens, shape ``(tokens, dimensions)``; none for models without hidden states.
    """

    vector: Vectors
    tokens: Vectors


class TokenEncoder:
    """Encodes texts to vectors and token states by one of an encoder's two methods.

    A model sees each text inside a frame (a prompt, special tokens); the frame's states are left
    out. It is found once, as what two different texts have in common.
    """

    def __init__(self, method: EncodeMethod) -> None:
        self._method = method
        self._head, self._tail = _frame(*(_unpadded(output, "input_ids") for output in self._run(_PROBES)))

    def __call__(self, texts: list[str]) -> list[Encoded]:
        return [self._encoded(output) for output in self._run(texts)]

    def _run(self, texts: list[str]) -> list[dict[str, Any]]:
        # One batch size for all, so that a text's encoding does not depend on where it is encoded from.
        outputs: list[dict[str, Any]] = self._method(
            texts, output_value=None, show_progress_bar=False, batch_size=16
        )
        return outputs

    def _encoded(self, output: dict[str, Any]) -> Encoded:
        # Models that compute in bfloat16 also normalise in it: lengths are then off by up to 1 %. Some do
        # not normalise at all.
        vector = unit(_numpy(output["sentence_embedding"]))
        states = _unpadded(output, "token_embeddings").reshape(-1, len(vector))
        return Encoded(vector, states[self._head : len(states) - self._tail])


def unit(rows: Vectors) -> Vectors:
    """Rows scaled to unit length; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, np.float32(1e-9))
    return scaled


def token_counter(model: "SentenceTransformer") -> TokenCounter:
    """Counts tokens as ``model`` will see a document, prompt and special tokens included."""
    tokens = _tokens_of_documents(model)
    return lambda text: len(tokens(text))


def own_token_counter(model: "SentenceTransformer") -> TokenCounter:
    """Counts the tokens of a text alone, of which a `TokenEncoder` gives the states."""
    tokens = _tokens_of_documents(model)
    head, tail = _frame(*map(tokens, _PROBES))
    return lambda text: len(tokens(text)) - head - tail if text else 0


def token_limit(model: "SentenceTransformer") -> int:
    """Most tokens that a passage may have under ``model``."""
    return min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)


def fingerprint(name: str) -> str:
    """What tells this model from any other, without loading it.

    For ``bundled`` a constant; for a local folder a hash of its files; for a hub id the revision
    that the hub's cache holds, if any.
    """
    if name == BUNDLED:
        return bundled_fingerprint()
    folder = Path(name)
    if folder.is_dir():
        return f"folder:{_hash_folder(folder)}"
    from huggingface_hub import try_to_load_from_cache

    try:
        cached = try_to_load_from_cache(name, "config.json")
    except ValueError:
        cached = None
    revision = Path(cached).parent.name if isinstance(cached, str) else "unknown"
    return f"hub:{name}@{revision}"


def _unpadded(output: dict[str, Any], name: str) -> Vectors:
    """One value a token of ``output[name]``; none where the model has no such output."""
    if name not in output:
        return np.zeros(0, np.float32)
    values: Vectors = _numpy(output[name])[_numpy(output["attention_mask"]) > 0]
    return values


def _frame(first: Any, second: Any) -> tuple[int, int]:
    """How many tokens two sequences have in common at their beginning and at their end."""
    return common_start(first, second), common_start(first[::-1], second[::-1])


def _tokens_of_documents(model: "SentenceTransformer") -> Callable[[str], list[int]]:
    prompt = (model.prompts or {}).get("document") or ""
    # A copy: counting changes how a tokenizer cuts and pads, and another thread may be encoding with it.
    tokenizer: Any = copy.deepcopy(model.tokenizer)

    def tokens(text: str) -> list[int]:
        ids: list[int] = tokenizer(prompt + text, truncation=False, verbose=False)["input_ids"]
        return ids

    return tokens


def _numpy(array: Any) -> Any:
    """A torch tensor of any device and precision, or an array, as float32 NumPy."""
    return np.asarray(array.float().cpu() if hasattr(array, "cpu") else array, dtype=np.float32)


def _device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _precision(torch: Any, device: str) -> str:
    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    if device != "cpu":
        return "float32"
    reported = torch.cpu.get_capabilities()
    return "bfloat16" if reported.get("avx512_bf16") or reported.get("amx_bf16") else "float32"


def _hash_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
