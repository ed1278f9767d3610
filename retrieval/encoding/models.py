"""The one place where the choice of a model becomes an encoder."""

from typing import TYPE_CHECKING

from retrieval.encoding.model_choice import BUNDLED, ModelChoice
from retrieval.progress import Progress, no_progress

if TYPE_CHECKING:
    from retrieval.encoding.encoder import Encoder, ModelId


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
