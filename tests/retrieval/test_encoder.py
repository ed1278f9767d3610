from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from retrieval.encoding.encoder import Encoder, ModelId, TextKind
from retrieval.encoding.fingerprint import fingerprint
from retrieval.encoding.inner_states import keep_inner_states
from retrieval.encoding.model_choice import ModelChoice
from retrieval.encoding.models import identify, load_encoder
from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder
from retrieval.errors import ModelLoadError


def test_vectors_are_float32_rows_of_unit_length(encoder: Encoder) -> None:
    encodings = encoder.encode(["Один.", "Другое предложение, подлиннее."], TextKind.PASSAGE)
    rows = np.stack([encoding.vector for encoding in encodings])
    assert (rows.dtype.name, rows.shape) == ("float32", (2, 384))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("kind", TextKind)
def test_token_states_are_of_the_texts_own_tokens(encoder: Encoder, model: Any, kind: TextKind) -> None:
    texts = ["мир", "Казахстан — союзник России", "а" * 30]
    own = [len(model.tokenizer(text, add_special_tokens=False)["input_ids"]) for text in texts]
    assert [len(encoding.tokens) for encoding in encoder.encode(texts, kind)] == own
    assert [encoder.count_tokens(text) for text in texts] == own


def test_a_vector_is_what_the_model_itself_gives(reference: Encoder, model: Any) -> None:
    (encoding,) = reference.encode(["Казахстан — союзник России"], TextKind.PASSAGE)
    (own,) = model.encode_document(["Казахстан — союзник России"])
    np.testing.assert_allclose(encoding.vector, own / np.linalg.norm(own), atol=1e-6)


def test_token_states_are_those_of_the_layer_before_the_last(reference: Encoder, model: Any) -> None:
    import torch

    features = model.tokenizer("query: мир и труд", return_tensors="pt")
    with torch.inference_mode():
        layers = model[0].model(**features, output_hidden_states=True).hidden_states
    (encoding,) = reference.encode(["мир и труд"], TextKind.QUESTION)
    expected = layers[-2][0, -1 - len(encoding.tokens) : -1].float().numpy()
    np.testing.assert_allclose(encoding.tokens, expected, rtol=0.02, atol=0.02)
    assert not np.allclose(expected, layers[-1][0, -1 - len(encoding.tokens) : -1].float().numpy(), atol=0.1)


def test_a_model_without_layers_stays_as_it_is() -> None:
    modules = [SimpleNamespace()]
    keep_inner_states(modules)
    assert modules == [SimpleNamespace()]


class BareModel:
    """Gives vectors only, not of unit length; a token is a word."""

    max_seq_length: int | None = None

    @property
    def prompts(self) -> dict[str, str]:
        return {"document": "passage: "}

    def tokenizer(self, text: str, **_: object) -> dict[str, list[int]]:
        return {"input_ids": [0, *map(hash, text.split()), 1]}

    def encode_query(self, inputs: list[str], /, **_: object) -> list[dict[str, object]]:
        return [{"sentence_embedding": np.array([3.0, 4.0])} for _ in inputs]

    def encode_document(self, inputs: list[str], /, **_: object) -> list[dict[str, object]]:
        return [{"sentence_embedding": np.array([5.0, 0.0])} for _ in inputs]


def test_a_model_without_token_states_gives_vectors_only() -> None:
    encoder = SentenceTransformerEncoder(BareModel(), ModelId("bare", "exact"))
    (question,) = encoder.encode(["мир"], TextKind.QUESTION)
    assert question.vector == pytest.approx(np.array([0.6, 0.8]))
    assert question.tokens.shape == (0, 2)
    (passage,) = encoder.encode(["мир"], TextKind.PASSAGE)
    assert passage.vector == pytest.approx(np.array([1, 0]))


def test_what_the_model_adds_to_a_text_counts_for_the_limit_only() -> None:
    encoder = SentenceTransformerEncoder(BareModel(), ModelId("bare", "exact"))
    # 512 less the two special tokens and the prompt
    assert encoder.limit == 509
    assert [encoder.count_tokens(text) for text in ("", "да", "два слова")] == [0, 1, 2]


def test_a_model_that_cannot_be_loaded_says_which(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelLoadError, match=r"can't be loaded \(.+\)$") as caught:
        load_encoder(ModelChoice(str(tmp_path), device="cpu"))
    assert (caught.value.model, caught.value.device) == (str(tmp_path), "cpu")
    assert "\n" not in str(caught.value)


def test_fingerprints_tell_models_apart(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = fingerprint(str(tmp_path))
    assert before == fingerprint(str(tmp_path))
    (tmp_path / "config.json").write_text("{ }")
    assert fingerprint(str(tmp_path)) != before
    assert fingerprint("bundled").startswith("bundled:1571fc98")
    assert fingerprint("no-such/model") == "hub:no-such/model@unknown"


def test_an_identity_has_its_precision_apart() -> None:
    identity = identify(ModelChoice("no-such/model", precision="float16"))
    assert identity == ModelId("hub:no-such/model@unknown", "float16")
    assert str(identity) == "hub:no-such/model@unknown float16"
