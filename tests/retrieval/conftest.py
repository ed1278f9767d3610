"""What tests of the engine share."""

from typing import Any

import pytest

from retrieval.encoding.encoder import Encoder
from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder


@pytest.fixture(scope="session")
def model(encoder: Encoder) -> Any:
    """The bundled model as sentence-transformers has it."""
    assert isinstance(encoder, SentenceTransformerEncoder)
    return encoder.model
