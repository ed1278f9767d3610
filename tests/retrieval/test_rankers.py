"""Rankings to compare with."""

from pathlib import Path

import pytest

from retrieval import Engine
from retrieval.errors import MissingExtraError
from retrieval.evaluation.rankers import RANKER_NAMES, RANKERS
from retrieval.extras import needed
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

# Each file is one passage without a title; the words are 3, 2 and 1: mean length 2.
SOURCES: dict[str, str | bytes] = {"1.txt": "Газ, газ! Нефть.", "2.txt": "Газ, вода.", "3.txt": "Лес."}


@pytest.fixture
def engine(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Engine:
    return Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny)


def test_lexical_ranks_by_bm25(engine: Engine) -> None:
    rank = RANKERS["lexical"](engine.retriever)
    # f / (f + 1.2 * (1 - 0.75 + 0.75 * length / mean)): 2 / (2 + 1.65) in the first, 1 / 2.2 in the second
    assert rank("газ").tolist() == [0, 1]
    assert rank("вода или газ?").tolist() == [1, 0]
    assert rank("уран").tolist() == rank("и или").tolist() == rank("…").tolist() == []


@pytest.mark.parametrize("name", [name for name in RANKER_NAMES if name != "lexical"])
def test_the_others_rank_every_passage_of_a_small_corpus(engine: Engine, name: str) -> None:
    ranked = RANKERS[name](engine.retriever)("Лес.")
    assert ranked[0] == 2
    assert sorted(ranked.tolist()) == [0, 1, 2]


def test_a_missing_package_says_which_extra_brings_it() -> None:
    with pytest.raises(MissingExtraError, match=r"'no_such_package': pip install 'dayeksoz\[eval\]'"):
        needed("no_such_package.inner")
    assert needed("json.decoder").JSONDecoder
