"""The one place where the choice of a model becomes an encoder."""

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from retrieval.encoding.model_choice import BUNDLED, ModelChoice
from retrieval.progress import Progress, no_progress

if TYPE_CHECKING:
    from retrieval.encoding.encoder import Encoder, ModelId
    from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder

_log = logging.getLogger(__name__)


def identify(choice: ModelChoice) -> "ModelId":
    """What tells the chosen model from any other, without loading it."""
    from retrieval.encoding.encoder import ModelId
    from retrieval.encoding.fingerprint import fingerprint
    from retrieval.encoding.light import PRECISION

    choice = _available(choice)
    return ModelId(fingerprint(choice.name), PRECISION if _is_light(choice) else choice.precision)


def is_unpacked(choice: ModelChoice) -> bool:
    """Whether loading the model is all that is left to do."""
    from retrieval.encoding.bundled import UNPACKED
    from retrieval.encoding.light import LIGHT_FILES

    choice = _available(choice)
    files = LIGHT_FILES if _is_light(choice) else UNPACKED
    return choice.name != BUNDLED or files.is_whole(choice.cache)


def load_encoder(choice: ModelChoice, progress: Progress = no_progress) -> "Encoder":
    """The chosen model.

    Raises EncoderError where it can't be had, and MissingExtraError without the packages that it takes.
    """
    available = _available(choice)
    if _is_light(available):
        from retrieval.encoding.light import load_light

        return load_light(available.cache)
    if available != choice:
        _log.warning("The bundled model does not exist for this machine: %s serves instead.", available.name)
    return load_reference(available, progress)


def load_reference(choice: ModelChoice, progress: Progress = no_progress) -> "SentenceTransformerEncoder":
    """The chosen model run by sentence-transformers, the bundled one too. Raises as `load_encoder` does."""
    from retrieval.encoding.encoder import ModelId
    from retrieval.encoding.fingerprint import fingerprint
    from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder, load_model

    choice = _available(choice)
    source = reference_source(choice, progress)
    load = partial(load_model, source, choice.devices[0], choice.precision, name=choice.name)
    model_id = ModelId(fingerprint(choice.name), choice.precision)
    return SentenceTransformerEncoder(load(), model_id, choice.devices, load)


def reference_source(choice: ModelChoice, progress: Progress = no_progress) -> str:
    """What sentence-transformers loads the chosen model from, its folder or hub id; a bundled one is unpacked
    first, which raises EncoderError where it can't be.
    """
    from retrieval.encoding.bundled import unpacked_model

    choice = _available(choice)
    return str(unpacked_model(choice.cache, progress)) if choice.name == BUNDLED else choice.name


def _available(choice: ModelChoice) -> ModelChoice:
    """``choice``, or the same model from the hub where the bundled one is not carried."""
    from retrieval.encoding.carrier import ON_THE_HUB, is_carried

    is_missing = choice.name == BUNDLED and not is_carried()
    return replace(choice, name=ON_THE_HUB) if is_missing else choice


def _is_light(choice: ModelChoice) -> bool:
    """Whether the light engine runs it: the bundled model, but for another device or a chosen precision."""
    return choice.name == BUNDLED and choice.device in ("auto", "cpu") and choice.precision == "auto"
