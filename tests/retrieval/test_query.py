"""From a question to a query."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest

from retrieval.encoding.encoder import Encoder, TextKind
from retrieval.language.glossary import shipped_glossary
from retrieval.ranking.query import Query, QueryEncoder
from retrieval.ranking.retriever import Retriever

Encode = Callable[[Sequence[str]], list[Query]]


@pytest.fixture(scope="session")
def encode(encoder: Encoder, retriever: Retriever) -> Encode:
    encoder_of_queries = QueryEncoder(encoder, retriever.generation.centres, shipped_glossary(), str)
    return partial(encoder_of_queries, today=datetime.date(2024, 5, 1))


def asked(query: Query) -> list[tuple[tuple[str, ...], list[int], bool]]:
    """What is asked about by its own name, with its tokens, and whether it is particular."""
    return [(thing.names[0], thing.rows.tolist(), thing.is_particular) for thing in query.topics]


def test_what_is_asked_about_knows_its_tokens(encode: Encode) -> None:
    # ▁Кто ▁выиграл ▁Супер ку бок ▁XL IX ? : «Кто» says nothing
    (query,) = encode(["Кто выиграл Суперкубок XLIX?"])
    assert asked(query) == [
        (("выиграл",), [1], False),
        (("суперкубок",), [2, 3, 4], True),
        (("xlix",), [5, 6, 7], True),
    ]
    assert len(query.tokens) == 8


def test_names_of_several_words_numbers_and_years(encode: Encode) -> None:
    (query,) = encode(["Сколько газа у «Жалпы ішкі өнім» в 2021 году, 18 300?"])
    found = {name: particular for name, _, particular in asked(query)}
    assert found[("2021",)]
    assert found[("18300",)]
    assert query.years == {2021}
    assert query.language == "ru"
    (kazakh,) = encode(["жалпы ішкі өнім қанша өсті"])
    assert asked(kazakh)[0][0] == ("жалпы", "ішкі", "өнім")
    assert asked(kazakh)[0][2]


def test_questions_are_encoded_alike_alone_and_together(encode: Encode) -> None:
    alone = [query for text in ("Кто?", "Қазақстан туралы", "?!") for query in encode([text])]
    together = encode(["Кто?", "Қазақстан туралы", "?!"])
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one.vector, other.vector, atol=0.03)
        assert asked(one) == asked(other)
    assert [asked(query) for query in together] == [[], [(("қазақстан",), [0], True)], []]


def test_tokens_are_those_whose_states_are_kept(encoder: Encoder) -> None:
    for text in ("мир", "Кто выиграл Суперкубок XLIX?", "а", "В 2021 году — да."):
        for kind in TextKind:
            (encoding,) = encoder.encode([text], kind)
            assert encoder.count_tokens(text) == len(encoding.tokens)
    assert encoder.count_tokens("") == 0


def test_kazakh_without_its_letters_is_searched_for_as_it_is_spelled(retriever: Retriever) -> None:
    (typed, spelled) = retriever.queries(["казак тили туралы не айтылды?", "қазақ тілі туралы не айтылды?"])
    assert typed.question == "казак тили туралы не айтылды?"
    assert typed.language == "kk"
    assert [topic.names for topic in typed.topics] == [topic.names for topic in spelled.topics]
    np.testing.assert_array_equal(typed.vector, spelled.vector)
