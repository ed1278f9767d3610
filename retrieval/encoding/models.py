"""Which embedding model to use: the one place where a name becomes an encoder."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.progress import Progress, no_progress

if TYPE_CHECKING:
    from retrieval.encoding.encoder import Encoder, ModelId

BUNDLED = "bundled"
"""The name of the model that comes with the packages."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which embedding model to load, and how.

    ``name``: ``bundled``, a model's folder, or a hub id. ``device``: a torch device, or ``auto`` (CUDA, then
    MPS, then the processor). ``precision``: ``float32``, ``bfloat16``, ``float16``, or ``auto`` (bfloat16
    where the hardware computes in it). ``cache``: where the bundled model is unpacked; None for the user's
    cache folder.
    """

    name: str = BUNDLED
    device: str = "auto"
    precision: str = "auto"
    cache: Path | None = None


def identify(choice: ModelChoice) -> "ModelId":
    """What tells the chosen model from any other, without loading it."""
    from retrieval.encoding.encoder import ModelId
    from retrieval.encoding.fingerprint import fingerprint

    return ModelId(fingerprint(choice.name), choice.precision)


def is_unpacked(choice: ModelChoice) -> bool:
    """Whether loading the model is all that is left to do."""
    from retrieval.encoding import bundled

    return choice.name != BUNDLED or bundled.is_unpacked(choice.cache)


def load_encoder(choice: ModelChoice, progress: Progress = no_progress) -> "Encoder":
    """The chosen model; raises EncoderError where it can't be had."""
    from retrieval.encoding import bundled
    from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder, load_model

    is_bundled = choice.name == BUNDLED
    source = str(bundled.unpacked_model(choice.cache, progress)) if is_bundled else choice.name
    model = load_model(source, choice.device, choice.precision, name=choice.name)
    return SentenceTransformerEncoder(model, identify(choice))
