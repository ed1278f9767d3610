import pytest

from retrieval.language import Language, language_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Что говорилось о филиалах вузов?", Language.RUSSIAN),
        ("Кто такой Ким?", Language.RUSSIAN),
        ("ОДКБ", Language.RUSSIAN),
        ("12 345", Language.RUSSIAN),
        ("Қазақстанда қанша компания бар?", Language.KAZAKH),
        ("Путин мен Токаев туралы не айтты", Language.KAZAKH),
        ("Казакстан кашан президент сайлады", Language.KAZAKH),
        ("What did Putin say about medicine?", Language.ENGLISH),
        ("Who is Токаев and what did he say?", Language.ENGLISH),
        ("Что такое NATO?", Language.RUSSIAN),
        ("Что такое Kazakhtelecom?", Language.RUSSIAN),
        ("Кто такой Қасым-Жомарт Тоқаев?", Language.RUSSIAN),
        ("Чем опасны осы?", Language.RUSSIAN),
        ("What is Ұлттық құрылтай?", Language.ENGLISH),
        ("Елорда кай кала?", Language.KAZAKH),
        ("Ресей мен Казакстан достыгы", Language.KAZAKH),
        ("Тоқаевтың сөзі", Language.KAZAKH),
    ],
)
def test_language_of_a_question(question: str, language: Language) -> None:
    assert language_of(question) is language
