from pathlib import Path

import numpy as np

from retrieval.encoding.encoder import unit
from retrieval.index.joined import JoinedTokens
from retrieval.index.numbering import Numbering
from retrieval.index.parts.tokens import TokenStates, quantised


def test_matches_equal_brute_force_within_a_byte(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    lengths = [[3, 1], [5], [2, 0, 4], [0]]
    passages = [unit(random.standard_normal((sum(of), 16)).astype(np.float32)) for of in lengths]
    TokenStates.write(tmp_path, 16, zip(map(quantised, passages), lengths, strict=True))
    states = TokenStates.open(tmp_path)
    store = JoinedTokens(
        [states, states], Numbering([4, 4], [np.array([0, 2, 3], np.int32), np.array([0, 1], np.int32)])
    )
    question = unit(random.standard_normal((4, 16)).astype(np.float32))

    found, sentences = store.matches(question, np.array([1, 0, 2]))
    assert found.shape == (4, 5)
    assert sentences.passages.tolist() == [0, 3, 4, 5]
    np.testing.assert_allclose(found[:, 0], (question @ passages[2][:2].T).max(axis=1), atol=0.02)
    np.testing.assert_array_equal(found[:, 1], 0)
    np.testing.assert_allclose(found[:, 2], (question @ passages[2][2:].T).max(axis=1), atol=0.02)
    np.testing.assert_allclose(found[:, 3], (question @ passages[1].T).max(axis=1), atol=0.02)
    np.testing.assert_array_equal(found[:, 4], 0)


def test_a_model_without_token_states_leaves_an_empty_store(tmp_path: Path) -> None:
    nothing = quantised(np.zeros((0, 16), np.float32))
    TokenStates.write(tmp_path, 16, [(nothing, [0]), (nothing, [0, 0])])
    store = JoinedTokens([TokenStates.open(tmp_path)], Numbering([2]))
    found, _ = store.matches(np.ones((2, 16), np.float32), np.array([0, 1]))
    np.testing.assert_array_equal(found, np.zeros((2, 3)))
