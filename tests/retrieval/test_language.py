import pytest

from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Что говорилось о филиалах вузов?", "ru"),
        ("Кто такой Ким?", "ru"),
        ("ОДКБ", "ru"),
        ("12 345", "ru"),
        ("Қазақстанда қанша компания бар?", "kk"),
        ("Путин мен Токаев туралы не айтты", "kk"),
        ("Казакстан кашан президент сайлады", "kk"),
        ("What did Putin say about medicine?", "en"),
        ("Who is Токаев and what did he say?", "en"),
        ("Что такое NATO?", "ru"),
        ("Что такое Kazakhtelecom?", "ru"),
        ("Кто такой Қасым-Жомарт Тоқаев?", "ru"),
        ("Чем опасны осы?", "ru"),
        ("What is Ұлттық құрылтай?", "en"),
        ("Елорда кай кала?", "kk"),
        ("Ресей мен Казакстан достыгы", "kk"),
        ("Тоқаевтың сөзі", "kk"),
        ("жол апаты", "kk"),
        ("казак тили", "kk"),
        ("ауа райы", "kk"),
        ("Казакстан президенти ким?", "kk"),
        ("Шымкент ауа райы ертен", "kk"),
        ("Осимдиктин осимди мушелерине нелер жатады?", "kk"),
        ("Токаев", "ru"),
        ("Кайрат Нуртас", "ru"),
        ("назарбаев", "ru"),
        ("Байконур аренда", "ru"),
        ("инфляция в казахстане", "ru"),
        ("тенге курс", "ru"),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert language_of(question) == language


def test_a_letter_without_a_name_can_be_asked_about() -> None:
    """The analyser of Russian words asks Unicode for each letter's name."""
    assert LANGUAGES["ru"].is_nominal("𗀀")
    assert LANGUAGES["ru"].form_of("𗀀") == ""
