"""What tests of the engine share."""

from typing import Any

import pytest

from retrieval import ModelChoice
from retrieval.encoding.models import load_reference
from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder


@pytest.fixture(scope="session")
def reference() -> SentenceTransformerEncoder:
    """The bundled model run by sentence-transformers."""
    return load_reference(ModelChoice(device="cpu", precision="float32"))


@pytest.fixture(scope="session")
def model(reference: SentenceTransformerEncoder) -> Any:
    """The bundled model as sentence-transformers has it."""
    return reference.model
