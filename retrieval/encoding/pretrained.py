"""Loading a model of sentence-transformers, of whichever of its classes, onto the best device and quietly."""

import logging
import os
from pathlib import Path
from typing import Any, Literal

from retrieval.extras import MODELS, needed


def load_pretrained(
    kind: Literal["SentenceTransformer", "CrossEncoder"], source: str, device: str, precision: str
) -> Any:
    """The model in the folder, or with the hub id, ``source``; ``auto`` is the best that the machine has.

    Raises MissingExtraError without the packages that it takes; the hub, the file system and torch all raise
    errors of their own kinds where the model can't be loaded.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # forked workers would deadlock
    sentence_transformers = needed("sentence_transformers", MODELS)
    import torch
    from transformers.utils import logging as transformers_logging

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # it announces each retry
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    chosen = _best_device(torch) if device == "auto" else device
    dtype = _best_precision(torch, chosen) if precision == "auto" else precision
    return getattr(sentence_transformers, kind)(
        source,
        device=chosen,
        local_files_only=Path(source).is_dir(),
        model_kwargs={"dtype": getattr(torch, dtype)},
    )


def reason_of(error: Exception) -> str:
    """What an error of loading says first, without a full stop."""
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def _best_device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _best_precision(torch: Any, device: str) -> str:
    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    if device != "cpu":
        return "float32"
    reported = torch.cpu.get_capabilities()
    return "bfloat16" if reported.get("avx512_bf16") or reported.get("amx_bf16") else "float32"
