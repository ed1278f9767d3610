"""What text a piece of HTML holds, and in which blocks."""

import pytest

from retrieval.sources.readers.fragment import fragment_blocks, is_markup


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<b>Первый</b> абзац.\n\nВторой <i>абзац</i>.", ["Первый абзац.", "Второй абзац."]),
        ("<p>Строка\nбез разрыва<br/>с ним<br> <br>и далее</p>", ["Строка без разрыва\nс ним", "и далее"]),
        ("<div>Мәтін<p>Абзац</p>соңы</div>", ["Мәтін", "Абзац", "соңы"]),
        ("One<script>two</script> three<!-- four --> five", ["One three five"]),
        ("<figure><img src=a><figcaption>The bridge</figcaption></figure>", ["The bridge"]),
        ("<table><tr><td>Left</td><td>Right</td></tr></table>", ["Left", "Right"]),
        ("<p>Читайте также:</p><ul><li><a href=a>Одно</a></li></ul><p>Текст.</p>", ["Текст."]),
        ("<p><a href=a>Ссылка</a> и текст</p>", ["Ссылка и текст"]),
        ("<font>" * 1000 + "глубоко", ["глубоко"]),
        ("a\0b\ud800c", ["abc"]),
        ("", []),
        ("<!---->", []),
    ],
)
def test_blocks_of_a_fragment(markup: str, texts: list[str]) -> None:
    assert [block.text for block in fragment_blocks(markup)] == texts


@pytest.mark.parametrize("text", ["a < b > c", "<https://a.kz>", "<ivan@a.kz>", "5 <6", "x -> y"])
def test_signs_alone_are_no_markup(text: str) -> None:
    assert not is_markup(text)


def test_what_is_nested_too_deep_is_not_cut_off_in_silence() -> None:
    with pytest.raises(ValueError, match="too deep"):
        fragment_blocks("Начало" + "<div>" * 5000 + "конец")
