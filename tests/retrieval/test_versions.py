"""Which documents are replaced by a newer version of their page."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Engine
from retrieval.documents import NO_LINK, Document, Link, LinkKind, Paragraph, PublicationDate
from retrieval.sources.versions import page_address, replaced
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

DAY, NEXT_DAY = PublicationDate(2024, 3, 14), PublicationDate(2024, 3, 15)
MORNING = PublicationDate(2024, 3, 14, datetime.time(9))
EVENING = PublicationDate(2024, 3, 14, datetime.time(19))
MONTH = PublicationDate(2024, 3)
ARTICLE = Link("https://news.example/gas", LinkKind.ARTICLE)

SITE = Link("https://news.example", LinkKind.PUBLISHER)


def version(
    id_: str,
    published: PublicationDate | None = None,
    updated: PublicationDate | None = None,
    *,
    text: str = "",
    link: Link = ARTICLE,
    path: str = "",
) -> Document:
    text = text or f"Версия {id_}."
    return Document(
        id_,
        f"c/{path or id_}.txt",
        text,
        (Paragraph(0, len(text)),),
        published=published,
        updated=updated,
        link=link,
    )


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([version("a", DAY), version("b", NEXT_DAY)], {"a": "b"}),
        ([version("b", NEXT_DAY), version("a", DAY)], {"a": "b"}),
        ([version("a", MORNING), version("b", EVENING)], {"a": "b"}),
        ([version("a", EVENING), version("b", DAY, NEXT_DAY)], {"a": "b"}),
        ([version("a", DAY), version("b", DAY, DAY)], {"a": "b"}),
        ([version("a", DAY), version("b", NEXT_DAY), version("c", NEXT_DAY, NEXT_DAY)], {"a": "c", "b": "c"}),
        ([version("b", text="Одно."), version("a", text="Одно.")], {"b": "a"}),
        ([version("a", DAY, text="Одно."), version("b", NEXT_DAY, text="Одно.")], {"a": "b"}),
        ([version("a", DAY), version("b", DAY)], {}),
        ([version("a", MONTH), version("b", DAY)], {}),
        ([version("a"), version("b", DAY)], {}),
        ([version("a", DAY, link=NO_LINK), version("b", NEXT_DAY, link=NO_LINK)], {}),
        ([version("a", DAY, path="f#1"), version("b", NEXT_DAY, path="f#2")], {}),
        (
            [
                version(n, d, link=Link("https://news.example", LinkKind.PUBLISHER))
                for n, d in (("a", DAY), ("b", NEXT_DAY))
            ],
            {},
        ),
    ],
)
def test_the_newer_version_replaces(documents: list[Document], expected: dict[str, str]) -> None:
    assert replaced(documents) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/gas",
        "https://www.news.example/gas/",
        "https://NEWS.example/gas#comments",
        "https://news.example/gas?utm_source=tg&utm_medium=post",
        "https://news.example/gas?fbclid=1",
    ],
)
def test_a_page_has_one_address(url: str) -> None:
    assert page_address(url) == "news.example/gas"


@pytest.mark.parametrize(
    "url", ["https://news.example/gas?id=5", "https://news.example/Gas", "https://t.me/news/7", "http://[a"]
)
def test_other_pages_have_another_address(url: str) -> None:
    assert page_address(url) != "news.example/gas"
    assert page_address(url) != page_address(url.replace("5", "6").replace("7", "8") + "x")


DATES = st.none() | st.builds(PublicationDate, st.integers(2023, 2024), st.none() | st.integers(1, 2))
VERSIONS = st.lists(st.tuples(DATES, DATES, st.sampled_from(["Одно.", "Другое."])), min_size=1, max_size=6)


@given(VERSIONS)
def test_some_version_of_a_page_always_stays(
    facts: list[tuple[PublicationDate | None, PublicationDate | None, str]],
) -> None:
    documents = [version(str(n), *dates, text=text) for n, (*dates, text) in enumerate(facts)]
    found = replaced(documents)
    assert set(found) < {document.id for document in documents}
    assert not set(found) & set(found.values())
    assert replaced(documents[::-1]) == found


def test_a_version_that_is_replaced_is_not_quoted_but_can_be_shown(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    page = "Новости газа\n\n{date}\n\nЭкспорт газа вырос и достиг {amount} млн тонн за год.\n\n{url}\n"
    files: dict[str, str | bytes] = {
        "old.txt": page.format(date="14 марта 2024", amount=5, url="https://news.example/gas"),
        "new.txt": page.format(date="15 марта 2024", amount=6, url="https://www.news.example/gas/"),
    }
    engine = Engine(write_sources(files), tmp_path / "data", encoder=tiny)
    answer = engine.ask("Экспорт газа вырос и достиг млн тонн", top=10)
    assert {quote.document.id for quote in answer.found} == {"new"}
    assert engine.generation.documents["old"].published == DAY
    assert len(engine.generation.passages_of("old")) == 0


def test_an_older_version_is_quoted_again_when_the_newer_one_is_gone(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    page = "Новости газа\n\n{date}\n\nЭкспорт газа достиг {amount} млн тонн.\n\nhttps://news.example/gas\n"
    question = "Экспорт газа достиг млн тонн"
    folder = write_sources({"old.txt": page.format(date="14 марта 2024", amount=5)})

    def quoted() -> set[str]:
        found = Engine(folder, tmp_path / "data", encoder=tiny).ask(question, top=10).found
        return {quote.document.id for quote in found}

    assert quoted() == {"old"}
    write_sources({"new.txt": page.format(date="15 марта 2024", amount=6)})
    assert quoted() == {"new"}
    encoded = len(tiny.texts)
    (folder / "new.txt").unlink()
    assert quoted() == {"old"}
    assert [text for text in tiny.texts[encoded:] if "газа" in text] == [question]
