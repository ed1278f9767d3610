"""Messages that are no question to the corpus, by hand; and questions that look like one."""

import pytest

from retrieval.conversation import Remark, remark_in, without_greeting

REMARKS = {
    ("ru", Remark.GREETING): "Привет!|Здравствуйте|здравствуй бот|Добрый день!|Доброе утро|добрый вечер, бот"
    "|Приветствую вас|Здравствуйте! Вы тут?|Салам",
    ("ru", Remark.THANKS): "Спасибо|спасибо большое!|Большое спасибо|благодарю вас|спс|Спасибо за помощь|понятно, спасибо",
    ("ru", Remark.FAREWELL): "пока|До свидания!|Всего доброго|спокойной ночи",
    ("ru", Remark.WELL_BEING): "Как дела?|как ты?|привет, как дела? чем занимаешься?|Привет! Как дела?",
    ("ru", Remark.IDENTITY): "Кто ты?|кто вы такой|ты кто|Как тебя зовут?|ты бот?",
    ("ru", Remark.ABILITIES): "Что ты умеешь?|что вы умеете|помощь|Помоги мне|как тобой пользоваться?|о чём тебя можно спросить?",
    ("ru", Remark.COUNT): "Сколько статей?|сколько у тебя документов|Сколько всего новостей?|сколько статей в корпусе",
    ("ru", Remark.NEWEST): "Какая самая свежая?|что нового?|какая последняя новость|Какие новости?|есть новости?"
    "|Какая самая новая статья?",
    ("ru", Remark.SOURCES): "Какие источники?|какие у тебя источники|Откуда у тебя информация?|откуда ты берёшь новости",
    ("kk", Remark.GREETING): "Сәлем|сәлеметсіз бе!|Салем|Сәлем, бот|Қайырлы күн!|Ассалаумағалейкум|Армысыз|салеметсиз бе",
    ("kk", Remark.THANKS): "Рақмет|рахмет!|Көп рақмет|үлкен рахмет сізге|ракмет|Түсінікті, рақмет",
    ("kk", Remark.FAREWELL): "Сау болыңыз|сау бол|Көріскенше!|қош болыңыз",
    ("kk", Remark.WELL_BEING): "Қалың қалай?|қалайсың|Қалыңыз қалай?|сәлем, қалың қалай? не істеп жатырсың?|калайсын",
    ("kk", Remark.IDENTITY): "Сен кімсің?|сіз кімсіз|Атың кім?|сен ботсың ба?|сен кимсин",
    ("kk", Remark.ABILITIES): "Не істей аласың?|қолыңнан не келеді|Көмектесіңіз|Сәлеметсіз бе, көмектесе аласыз ба?"
    "|не туралы сұрауға болады?",
    ("kk", Remark.COUNT): "Қанша мақала бар?|неше құжат|Сенде қанша мақала бар?|канша макала бар",
    ("kk", Remark.NEWEST): "не жаңалық бар?|Ең жаңа мақала қайсы?|соңғы жаңалық|жаңалық бар ма?|не жаналык"
    "|Ең соңғысы қандай?|ең жаңасы қайсы",
    ("kk", Remark.SOURCES): "Қандай дереккөздер бар?|дереккөздерің қандай|Ақпаратты қайдан аласың?",
    ("en", Remark.GREETING): "Hi|Hello!|hey there|Good morning|good evening, bot|Good morning, are you there?|Greetings",
    ("en", Remark.THANKS): "Thanks|thank you!|Thanks a lot|many thanks|thx|Thank you for your help|ok, thanks",
    ("en", Remark.FAREWELL): "Bye|goodbye!|See you later|good night",
    ("en", Remark.WELL_BEING): "How are you?|hey, how are you doing today?|How's it going?|hello, how are you",
    ("en", Remark.IDENTITY): "Who are you?|what are you|What's your name?|are you a robot?",
    ("en", Remark.ABILITIES): "What can you do?|help|Can you help me?|how does this work?|What can I ask you?",
    ("en", Remark.COUNT): "How many articles?|how many documents do you have|How many sources are there?",
    ("en", Remark.NEWEST): "What's new?|what is new|What is the newest article?|Any news?|latest news"
    "|What is the most recent document?",
    ("en", Remark.SOURCES): "What are your sources?|what sources do you have|Where do you get your news from?",
}  # fmt: skip


def test_each_language_has_thirty() -> None:
    for code in ("ru", "kk", "en"):
        assert sum(len(said.split("|")) for (of, _), said in REMARKS.items() if of == code) >= 30


@pytest.mark.parametrize(
    ("message", "language", "remark"),
    [(message, *key) for key, messages in REMARKS.items() for message in messages.split("|")],
)
def test_a_remark_is_told_with_its_language(message: str, language: str, remark: Remark) -> None:
    assert remark_in(message) == (remark, language)


@pytest.mark.parametrize(
    "question",
    [
        "Привет от Токаева кому передали?",
        "спасибо кому сказал Путин?",
        "Кто такой Токаев?",
        "Сколько статей в Конституции Казахстана?",
        "Что умеет новый робот в Алматы?",
        "Какая самая свежая рыба в Аральске?",
        "Какие источники энергии есть в Казахстане?",
        "Что нового сказал Токаев?",
        "Пока не сдали школу, где учатся дети?",
        "Какие новости из Бишкека?",
        "Здравствуйте! Сколько стоит проезд?",
        "Рахмет Нұрпейісов кім?",
        "Сәлем Шағын ауданы қайда?",
        "Конституцияда қанша бап бар?",
        "Елорда кай кала?",
        "Соңғы жаңалық Ақтауда қашан болды?",
        "Who are you calling a robot, asked the minister?",
        "How many articles does the constitution have?",
        "Hello Kitty museum in Almaty",
        "What is new in the tax code?",
        "Thank you letter to whom?",
        "What are your sources of energy, Kazakhstan?",
        "Who said that?",
        "😀",
        "",
    ],
)
def test_a_question_is_no_remark(question: str) -> None:
    assert remark_in(question) is None


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Здравствуйте! Сколько стоит проезд?", "Сколько стоит проезд?"),
        ("Добрый день, кто такой Токаев?", "кто такой Токаев?"),
        ("Сәлеметсіз бе! Токаев кім?", "Токаев кім?"),
        ("Салем, Токаев ким?", "Токаев ким?"),
        ("Hello! Who is Tokayev?", "Who is Tokayev?"),
        ("Hi, who is Tokayev?", "who is Tokayev?"),
        ("Привет от Токаева кому передали?", "Привет от Токаева кому передали?"),
        ("Здравствуйте!", "Здравствуйте!"),
        ("Hello!!!", "Hello!!!"),
        ("İstanbul", "İstanbul"),  # longer in lower case
        ("", ""),
    ],
)
def test_a_greeting_before_a_question_is_left_out(message: str, question: str) -> None:
    assert without_greeting(message) == question


@pytest.mark.parametrize(
    ("typed", "remark", "language"),
    [
        ("spasibo", Remark.THANKS, "ru"),
        ("Privet!", Remark.GREETING, "ru"),
        ("ghbdtn", Remark.GREETING, "ru"),
        ("kakaya samaya svezhaya novost?", Remark.NEWEST, "ru"),
        ("rahmet", Remark.THANKS, "kk"),
        ("hello", Remark.GREETING, "en"),
    ],
)
def test_a_remark_in_another_layout_or_script(typed: str, remark: Remark, language: str) -> None:
    assert remark_in(typed) == (remark, language)
