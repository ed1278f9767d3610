from hypothesis import given
from hypothesis import strategies as st

from retrieval.chunking import passages_of
from retrieval.documents import Document
from retrieval.sources.readers.composing import Block, composed, table_blocks

TABLE = [["Область", "2022", "2023"], ["Абай", "1 200", "1 350"], ["", "", ""], ["Жетысу", "900", "870"]]


def test_rows_of_a_table_carry_its_caption_and_heads() -> None:
    text, paragraphs = composed([Block("Урожай", is_title=True), *table_blocks(TABLE, "Сбор,\nтонн")])
    header = "Сбор, тонн. Область | 2022 | 2023"
    assert text.split("\n\n") == [
        "Урожай", "Сбор,\nтонн", "Область | 2022 | 2023", "Абай | 1 200 | 1 350", "Жетысу | 900 | 870",
    ]  # fmt: skip
    assert [(text[one.start : one.end], one.is_title, one.header) for one in paragraphs] == [
        ("Урожай", True, None),
        ("Абай | 1 200 | 1 350", False, header),
        ("Жетысу | 900 | 870", False, header),
    ]
    title, table = passages_of(Document("1", "c/1", text, paragraphs), len, 500)
    assert (title.header, table.header) == ("", header)
    assert [text[start:end] for start, end in table.sentences] == [
        "Абай | 1 200 | 1 350",
        "Жетысу | 900 | 870",
    ]


def test_a_table_with_nothing_but_heads_has_no_rows() -> None:
    assert [block.is_prose for block in table_blocks(TABLE[:1])] == [False]
    assert table_blocks([["", ""]]) == table_blocks([]) == []


@given(st.lists(st.text(max_size=20)))
def test_all_that_is_not_blank_is_kept(texts: list[str]) -> None:
    text, paragraphs = composed(Block(each) for each in texts)
    kept = [each.strip() for each in texts if each.strip()]
    assert [text[one.start : one.end] for one in paragraphs] == kept
