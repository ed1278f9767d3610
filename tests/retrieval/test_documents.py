import datetime

import pytest

from retrieval.documents import Document, Link, LinkKind, Paragraph, Precision, PublicationDate, Quote
from retrieval.errors import ProofError


@pytest.mark.parametrize(
    ("date", "iso", "precision"),
    [
        (PublicationDate(2024), "2024", Precision.YEAR),
        (PublicationDate(2024, 2), "2024-02", Precision.MONTH),
        (PublicationDate(2024, 2, 29), "2024-02-29", Precision.DAY),
        (PublicationDate(987, 1, 5), "0987-01-05", Precision.DAY),
    ],
)
def test_a_date_is_as_precise_as_what_is_known(date: PublicationDate, iso: str, precision: Precision) -> None:
    assert (date.isoformat(), date.precision) == (iso, precision)


@pytest.mark.parametrize(
    "parts",
    [
        {"year": 2023, "month": 2, "day": 29},
        {"year": 2023, "month": 13},
        {"year": 2023, "day": 5},
        {"year": 2023, "month": 5, "time": datetime.time(10, 0)},
        {"year": 0},
    ],
)
def test_an_impossible_date_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is the contract
        PublicationDate(**parts)  # type: ignore[arg-type]


def test_a_link_has_a_url_exactly_when_it_has_a_kind() -> None:
    assert Link().url is None
    with pytest.raises(ValueError, match="exactly when"):
        Link("https://example.org", LinkKind.NONE)
    with pytest.raises(ValueError, match="exactly when"):
        Link(None, LinkKind.ARTICLE)


@pytest.mark.parametrize("spans", [[(0, 5), (4, 6)], [(3, 3)], [(0, 99)], [(5, 6), (0, 2)]])
def test_paragraphs_are_ordered_disjoint_and_inside(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="out of order or outside"):
        Document("1", "c/1.txt", "Семь букв", tuple(Paragraph(*span) for span in spans))


DOCUMENT = Document("1", "c/1.txt", "Мир. Труд. Май.", (Paragraph(0, 15),))


def quote(start: int, end: int, text: str, highlight: tuple[int, int]) -> Quote:
    return Quote(DOCUMENT, start, end, text, (highlight,), None, 1.0)


def test_a_true_quote_is_proven() -> None:
    true = quote(5, 10, "Труд.", (5, 10))
    assert true.proven() is true


@pytest.mark.parametrize(
    "false",
    [
        quote(5, 10, "Труд!", (5, 10)),
        quote(4, 10, "Труд.", (5, 10)),
        quote(-11, -6, "Труд.", (5, 10)),
        quote(5, 99, " Труд. Май.", (5, 10)),
        quote(5, 10, "Труд.", (4, 10)),
        quote(5, 10, "Труд.", (5, 11)),
    ],
)
def test_a_false_quote_is_not(false: Quote) -> None:
    with pytest.raises(ProofError, match=r"c/1\.txt"):
        false.proven()
