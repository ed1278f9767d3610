from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from retrieval.encoder import TokenEncoder, fingerprint, load_encoder, token_counter
from retrieval.errors import EncoderError
from retrieval.inner_states import keep_inner_states

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def test_vectors_are_float32_rows_of_unit_length(model: "SentenceTransformer") -> None:
    encoded = TokenEncoder(model.encode_document)(["Один.", "Другое предложение, подлиннее."])
    rows = np.stack([one.vector for one in encoded])
    assert (rows.dtype.name, rows.shape) == ("float32", (2, 384))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_token_states_are_of_the_texts_own_tokens(model: "SentenceTransformer") -> None:
    texts = ["мир", "Казахстан — союзник России", "а" * 30]
    for method in (model.encode_query, model.encode_document):
        encoded = TokenEncoder(method)(texts)
        own = [len(model.tokenizer(text, add_special_tokens=False)["input_ids"]) for text in texts]
        assert [len(one.tokens) for one in encoded] == own


def test_a_vector_is_what_the_model_itself_gives(model: "SentenceTransformer") -> None:
    (encoded,) = TokenEncoder(model.encode_document)(["Казахстан — союзник России"])
    (own,) = model.encode_document(["Казахстан — союзник России"])
    np.testing.assert_allclose(encoded.vector, own / np.linalg.norm(own), atol=1e-6)


def test_token_states_are_those_of_the_layer_before_the_last(model: "SentenceTransformer") -> None:
    import torch

    features = model.tokenizer("query: мир и труд", return_tensors="pt")
    with torch.inference_mode():
        layers = model[0].model(**features, output_hidden_states=True).hidden_states
    (encoded,) = TokenEncoder(model.encode_query)(["мир и труд"])
    expected = layers[-2][0, -1 - len(encoded.tokens) : -1].float().numpy()
    np.testing.assert_allclose(encoded.tokens, expected, rtol=0.02, atol=0.02)
    assert not np.allclose(expected, layers[-1][0, -1 - len(encoded.tokens) : -1].float().numpy(), atol=0.1)


def test_a_model_without_layers_stays_as_it_is() -> None:
    modules = [SimpleNamespace()]
    keep_inner_states(modules)
    assert modules == [SimpleNamespace()]


def test_a_model_without_token_states_gives_vectors_only() -> None:
    def method(texts: list[str], /, **_: object) -> list[dict[str, object]]:
        return [{"sentence_embedding": np.array([3.0, 4.0])} for _ in texts]

    (encoded,) = TokenEncoder(method)(["мир"])
    assert encoded.vector == pytest.approx(np.array([0.6, 0.8]))
    assert encoded.tokens.shape == (0, 2)


def test_tokens_are_counted_with_prompt_and_special_tokens(model: "SentenceTransformer") -> None:
    # <s>, passage, :, hi, there, </s>
    assert token_counter(model)("hi there") == 6


def test_a_model_that_cannot_be_loaded_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"can't be loaded .*: set DAYEKSOZ_EMBEDDING_MODEL to") as caught:
        load_encoder(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_fingerprints_tell_models_apart(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = fingerprint(str(tmp_path))
    assert before == fingerprint(str(tmp_path))
    (tmp_path / "config.json").write_text("{ }")
    assert fingerprint(str(tmp_path)) != before
    assert fingerprint("bundled").startswith("bundled:1571fc98")
    assert fingerprint("no-such/model") == "hub:no-such/model@unknown"
