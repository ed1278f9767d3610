from pathlib import Path

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import unit
from retrieval.index.joined import JoinedTokens
from retrieval.index.numbering import Numbering
from retrieval.index.parts.token_codes import Block, coded
from retrieval.index.parts.tokens import TokenStates

NOTHING = np.zeros((0, 16), np.float32)


def _passages(lengths: list[list[int]], dimensions: int) -> list[Vectors]:
    random = np.random.default_rng(1)
    return [unit(random.standard_normal((sum(of), dimensions), np.float32)) for of in lengths]


def test_matches_equal_brute_force_within_the_error_of_the_codes(tmp_path: Path) -> None:
    lengths = [[3, 1], [5], [2, 0, 4], [0]]
    passages = _passages(lengths, 384)
    TokenStates.write(tmp_path, zip(map(coded, passages), lengths, strict=True))
    states = TokenStates.open(tmp_path)
    store = JoinedTokens(
        [states, states], Numbering([4, 4], [np.array([0, 2, 3], np.int32), np.array([0, 1], np.int32)])
    )
    # Noise added to states of the passages: some are near, as in a question that is answered.
    noise = np.random.default_rng(2).standard_normal((4, 384), np.float32) * np.float32(0.05)
    question = unit(np.concatenate([passages[2][[0, 3]], passages[1][[0, 4]]]) + noise)

    found, sentences = store.matches(question, np.array([1, 0, 2]))
    assert found.shape == (4, 5)
    assert sentences.passages.tolist() == [0, 3, 4, 5]
    # Four times the deviation that `test_token_codes` bounds.
    np.testing.assert_allclose(found[:, 0], (question @ passages[2][:2].T).max(axis=1), atol=0.08)
    np.testing.assert_array_equal(found[:, 1], 0)
    np.testing.assert_allclose(found[:, 2], (question @ passages[2][2:].T).max(axis=1), atol=0.08)
    np.testing.assert_allclose(found[:, 3], (question @ passages[1].T).max(axis=1), atol=0.08)
    np.testing.assert_array_equal(found[:, 4], 0)


def test_a_model_without_token_states_leaves_an_empty_store(tmp_path: Path) -> None:
    TokenStates.write(tmp_path, [(coded(NOTHING), [0]), (coded(NOTHING), [0, 0])])
    store = JoinedTokens([TokenStates.open(tmp_path)], Numbering([2]))
    found, _ = store.matches(np.ones((2, 16), np.float32), np.array([0, 1]))
    np.testing.assert_array_equal(found, np.zeros((2, 3)))


def test_a_copied_passage_keeps_its_bytes(tmp_path: Path) -> None:
    lengths = [[3, 1], [0], [5]]
    blocks: list[Block] = [coded(passage) for passage in _passages(lengths, 24)]
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    TokenStates.write(tmp_path / "one", zip(blocks, lengths, strict=True))
    one = TokenStates.open(tmp_path / "one")
    TokenStates.write(
        tmp_path / "other", ((one.of_passage(number), one.sentences.lengths(number)) for number in (2, 1, 0))
    )
    other = TokenStates.open(tmp_path / "other")
    for number, block in enumerate(reversed(blocks)):
        np.testing.assert_array_equal(other.of_passage(number), block)
    assert [other.sentences.lengths(number) for number in range(3)] == [[5], [0], [3, 1]]
