from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from retrieval.encoder import TokenEncoder, encode_windows, fingerprint, load_encoder, token_counter
from retrieval.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def test_vectors_are_float32_rows_of_unit_length(model: "SentenceTransformer") -> None:
    rows = encode_windows(model, ["Один.", "Другое предложение, подлиннее."])
    assert (rows.dtype.name, rows.shape) == ("float32", (2, 384))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_token_states_are_of_the_texts_own_tokens(model: "SentenceTransformer") -> None:
    texts = ["мир", "Казахстан — союзник России", "а" * 30]
    for method in (model.encode_query, model.encode_document):
        encoded = TokenEncoder(method)(texts)
        own = [len(model.tokenizer(text, add_special_tokens=False)["input_ids"]) for text in texts]
        assert [len(one.tokens) for one in encoded] == own


def test_a_vector_is_the_mean_of_all_states_as_the_model_pools_them(model: "SentenceTransformer") -> None:
    (encoded,) = TokenEncoder(model.encode_document)(["Казахстан — союзник России"])
    np.testing.assert_allclose(
        encoded.vector, encode_windows(model, ["Казахстан — союзник России"])[0], atol=1e-6
    )


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
