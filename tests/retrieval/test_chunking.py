"""Passages: what is whole, what is covered, what fits."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.chunking import heading_of, passages_of, sentences_of
from retrieval.documents import Document, Fact, Paragraph
from retrieval.encoding.encoder import Encoder
from retrieval.language.normalisation import plain_text
from retrieval.sources.corpus import Corpus
from retrieval.sources.readers.saved_page.lines import read_page


@pytest.mark.parametrize(
    "sentences",
    [
        ["К.-Ж.Токаев приехал.", "В. В. Путин тоже."],
        ["Объём составил 18,3 млрд. Казахстан рад.", "Да."],
        ["В 2021 г. Казахстан вырос, т.е. стал больше.", "И т. д."],
        ["Он живёт в г. Алматы на ул. Абая, д. 5.", "Там 23 тыс. компаний."],
        ["Ұлт көшбасшысы Н.Назарбаев келді.", "ЖІӨ 5 млрд. теңге болды."],
        ["In Jan. 2020 he met Dr. Jones.", "They talked."],
        ["«Это хорошо?", "Очень», — сказал он."],
        ["Рост (в 2021 г.) есть."],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentences_of(text, 0, len(text))] == sentences


def test_sentence_spans_are_offsets_of_the_whole_text() -> None:
    assert sentences_of("Раз. Два. Три.", 5, 14) == [(5, 9), (10, 14)]


def document(text: str) -> Document:
    return Document("1", "c/1.txt", text, read_page(text).paragraphs)


def lengths(text: str) -> int:
    return len(text) // 3 + 3


def test_short_paragraphs_of_one_speaker_share_a_passage() -> None:
    text = "В.Путин: Спасибо.\nМы рады.\nК.Токаев: И мы.\nВ.Путин: Да."
    found = [(p.speaker, text[p.start : p.end]) for p in passages_of(document(text), lengths, 512)]
    assert found == [
        ("В.Путин", "В.Путин: Спасибо.\nМы рады."),
        ("К.Токаев", "К.Токаев: И мы."),
        ("В.Путин", "В.Путин: Да."),
    ]


def test_boilerplate_between_paragraphs_is_in_no_passage() -> None:
    text = "Раз. Два.\nShare Post\nТри. Четыре."
    assert [text[p.start : p.end] for p in passages_of(document(text), lengths, 512)] == [
        "Раз. Два.",
        "Три. Четыре.",
    ]


def test_a_long_paragraph_is_cut_between_sentences_in_even_parts() -> None:
    text = " ".join(f"Предложение номер {number:04} здесь кончается." for number in range(60))
    found = passages_of(document(text), lengths, 512)
    assert [len(p.sentences) for p in found] == [30, 30]
    assert all(text[p.start : p.end].endswith("кончается.") for p in found)


def test_a_heading_is_the_title_unless_it_takes_too_much() -> None:
    titled = replace(document("Текст."), title=Fact("О газе и\xa0нефти."))
    assert heading_of(titled, lengths, 512) == "О газе и нефти. "
    assert heading_of(titled, lengths, 20) == ""
    assert heading_of(document("Текст."), lengths, 512) == ""


def test_a_passage_leaves_room_for_its_heading() -> None:
    text = " ".join(f"Предложение номер {number:04} здесь кончается." for number in range(20))
    plain, titled = document(text), replace(document(text), title=Fact("Заголовок " * 5))
    limit = 100
    assert max(lengths(text[p.start : p.end]) for p in passages_of(plain, lengths, limit)) == 96
    heading = heading_of(titled, lengths, limit)
    assert max(lengths(heading + text[p.start : p.end]) for p in passages_of(titled, lengths, limit)) <= limit


texts = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            ["В.Путин: да. Нет!", "Share Post", "23.12.2024", "слово " * 150, "ы" * 3000, "\ufeff", "г. 5"]
        ),
    ),
    max_size=8,
).map("\n".join)


@given(texts, st.integers(min_value=12, max_value=512))
def test_passages_cover_all_prose_in_order_and_fit(text: str, limit: int) -> None:
    whole = document(text)
    found = passages_of(whole, lengths, limit)
    covered = [False] * len(text)
    last = 0
    for passage in found:
        assert last <= passage.start < passage.end <= len(text)
        last = passage.end
        assert lengths(plain_text(text[passage.start : passage.end])) <= limit
        assert passage.end - passage.start <= 1200
        assert passage.start == passage.sentences[0][0]
        assert passage.end == passage.sentences[-1][1]
        inside = passage.start
        for start, end in passage.sentences:
            assert inside <= start < end
            inside = end
            covered[start:end] = [True] * (end - start)
    for paragraph in whole.paragraphs:
        missed = [
            text[i] for i in range(paragraph.start, paragraph.end) if not covered[i] and not text[i].isspace()
        ]
        assert missed == []


def test_hundred_thousand_characters_without_a_space() -> None:
    text = "ы" * 100_000
    found = passages_of(Document("1", "c/1.txt", text, (Paragraph(0, len(text)),)), lengths, 512)
    assert "".join(text[p.start : p.end] for p in found) == text
    assert max(p.end - p.start for p in found) <= 1200


def test_passages_of_the_seeds_fit_the_models_own_tokens(seeds: Corpus, encoder: Encoder, model: Any) -> None:
    # <s> passage : and </s> are added to every text
    assert encoder.limit == 512 - 4
    for source in seeds.documents:
        passages = passages_of(source, encoder.count_tokens, encoder.limit)
        texts = [plain_text(source.text[p.start : p.end]) for p in passages]
        features = model.preprocess([f"passage: {text}" for text in texts])
        seen = features["attention_mask"].sum(dim=1).tolist()
        assert [encoder.count_tokens(text) + 4 for text in texts] == seen
        assert max(seen) < 512
        covered = "".join(
            "".join(source.text[start:end].split()) for p in passages for start, end in p.sentences
        )
        prose = "".join("".join(source.text[p.start : p.end].split()) for p in source.paragraphs)
        assert covered == prose
