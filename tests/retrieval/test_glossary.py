"""The glossary: what questions are found to ask about, and the file that owners write."""

from pathlib import Path

import pytest

from retrieval.errors import GlossaryError
from retrieval.language.glossary import SHIPPED, Glossary, shipped_glossary

SMALL = """kk,ru,en
Ұжымдық қауіпсіздік туралы шарт ұйымы; ҰҚШҰ,ОДКБ; Организация Договора о коллективной безопасности,CSTO
банк,банк,bank
Ислам даму банкі,Исламский банк развития,Islamic Development Bank
сату,продажа; продать,sale; sell
"""


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    path = tmp_path / "glossary.csv"
    path.write_text(SMALL, "utf-8")
    return Glossary.read(path)


def test_a_name_in_one_language_has_those_of_all(glossary: Glossary) -> None:
    names = {
        ("ұқшұ",),
        ("ұжымдық", "қауіпсіздік", "шарт", "ұйымы"),
        ("одкб",),
        ("организация", "договора", "коллективной", "безопасности"),
        ("csto",),
    }
    for question, language, own in [
        ("ҰҚШҰ туралы не айтылды?", "kk", ("ұқшұ",)),
        ("What about the CSTO?", "en", ("csto",)),
        ("Что говорили об ОДКБ?", "ru", ("одкб",)),
    ]:
        (concept,) = glossary.concepts(question, language)
        assert concept[0] == own
        assert set(concept) == names


def test_forms_of_a_name_are_found_and_stay_first(glossary: Glossary) -> None:
    (concept,) = glossary.concepts("Организацию договора о коллективной безопасности", "ru")
    assert concept[0] == ("организацию", "договора", "коллективной", "безопасности")
    assert ("ұқшұ",) in concept


def test_the_longest_name_counts(glossary: Glossary) -> None:
    concepts = glossary.concepts("Ислам даму банкінің банкі сатты", "kk")
    assert [concept[0] for concept in concepts] == [("ислам", "даму", "банкінің"), ("банкі",), ("сатты",)]
    assert ("исламский", "банк", "развития") in concepts[0]
    assert ("bank",) in concepts[1]
    assert ("продажа",) in concepts[2]


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("Сколько грузов перевезли?", "cargo", "georgia"),
        ("Каков курс евро?", "euro", "jew"),
        ("сколько кубов", None, "cuba"),
        ("данные переписи", None, "denmark"),
        ("Грузия", "georgia", "cargo"),
        ("Куба", "cuba", "cube"),
        ("столица Франции", "france", "astana"),
    ],
)
def test_words_of_one_stem_are_told_apart(question: str, named: str | None, not_named: str) -> None:
    concepts = shipped_glossary().concepts(question, "ru")
    names = {word for concept in concepts for name in concept for word in name}
    assert not_named not in names
    assert named is None or named in names


def test_other_words_stand_for_themselves_once(glossary: Glossary) -> None:
    assert glossary.concepts("Кто видел лес, где лес?", "ru") == [(("видел",),), (("лес",),)]
    assert glossary.concepts("привет", "ru") == []
    assert glossary.concepts("?!", "ru") == []


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("жалпы ішкі өнімнің өсімі", "kk", ("ввп",)),
        ("ЖІӨ қанша?", "kk", ("валовой", "внутренний", "продукт")),
        ("GDP growth", "en", ("ввп",)),
        ("АҚШ президенті", "kk", ("сша",)),
        ("How many billion?", "en", ("млрд",)),
        ("екі пайызға өсті", "kk", ("%",)),
        ("валовой внутренний продукт", "ru", ("ввп",)),
        ("тауар айналымы", "kk", ("товарооборот",)),
        ("Who is Tokayev?", "en", ("токаев",)),
    ],
)
def test_the_shipped_one_knows_the_news(question: str, language: str, name: tuple[str, ...]) -> None:
    assert any(name in concept for concept in shipped_glossary().concepts(question, language))


def test_an_owners_glossary_is_read_beside_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_bytes("\ufeffen,ru,kk,note\r\nZhezdy,Жезды,Жезді,посёлок\r\n".encode())
    both = Glossary.read(SHIPPED, own)
    (zhezdy, gdp) = both.concepts("Zhezdy GDP", "en")
    assert set(zhezdy) == {("zhezdy",), ("жезды",), ("жезді",)}
    assert ("ввп",) in gdp


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"kk,ru\n\xd0\xb0,\xd0\xb1\n", "has no column en: name ru, kk, en in line 1"),
        (b"", "has no column ru"),
        (b"kk,ru,en\n\xff\xfe,b,c\n", "is not UTF-8: save it as UTF-8 text"),
        (b'kk,ru,en\n"a,b,c\n', "is not a CSV file"),
    ],
)
def test_a_broken_glossary_says_what_to_correct(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes(content)
    with pytest.raises(GlossaryError, match=message):
        Glossary.read(path)


def test_a_missing_glossary_says_so(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"none\.csv can't be read \(No such file"):
        Glossary.read(tmp_path / "none.csv")


def test_rows_that_lack_cells_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text("kk,ru,en\n\nтек,;,\nәкім\nәкім; ,аким,akim,more\n", "utf-8")
    assert Glossary.read(path).concepts("akim", "en") == [(("akim",), ("аким",), ("әкім",))]
