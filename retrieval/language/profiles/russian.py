"""Russian, with its parts of speech from pymorphy3."""

from functools import cache
from typing import Any

from retrieval.language.profile import Language, PageWords, Script
from retrieval.language.reporting import Cited, Reporting
from retrieval.language.russian_phrase import analyser, source_end

_ENGLISH_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?&"
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,?"

_YEAR = r"год(?:а|у|ом|е)?\b"
_NOMINAL = {"NOUN", "ADJF", "PRTF", "NUMR", None}
"""Parts of speech as pymorphy3 calls them; None for words in other letters."""


@cache
def is_nominal(word: str) -> bool:
    """Whether the likeliest reading of a folded word is a noun, an adjective or a participle."""
    tag = _likeliest(word)
    return tag is None or tag.POS in _NOMINAL


def form_of(word: str) -> str:
    """Part of speech, gender, number and case of the likeliest reading of a folded word."""
    tag = _likeliest(word)
    return f"{tag.POS} {tag.gender} {tag.number} {tag.case} {tag.animacy}" if tag else ""


def _likeliest(word: str) -> Any:
    """The grammar of the likeliest reading; None for a word with a letter that Unicode gives no name, which
    the analyser asks for.
    """
    try:
        return analyser().parse(word)[0].tag
    except ValueError:
        return None


_MEDIA = (
    r"РИА\s(?:Новости|«Новости»)|(?:ИТАР-)?ТАСС|Интерфакс(?:-[А-Яа-я]+)?|РБК|БЕЛТА|БелТА|Казинформ|КазТАГ|Укринформ|УНИАН"
    r"|АЗЕРТАДЖ|АКИpress|Кабар|УзА|Росбалт|Регнум|РЕГНУМ|RT|Sputnik(?:\s(?:Казахстан|Кыргызстан|Узбекистан|Беларусь))?"
    r"|Коммерсантъ?|Ведомости|Известия|Лента\.ру|Фонтанка\.ру|Газета\.[Rr]u"
)
_REPORTS = r"(?:[Пп]ереда[её]т|[Сс]ообщает|[Ии]нформирует)"
_SAY = r"(?:сообщ\w+|рассказа\w+|уточни\w+|отмети\w+|заяви\w+|поясни\w+|информиру\w+|проинформировал\w*|переда\w+|говорится)"
_NO_MEDIUM = rf"(?!(?:{_MEDIA}|МИА|НИА|ИА)\b)"
_TO_OURS = r"(?:корреспонденту\s\S{1,40}\s+)?"

_REPORTING = Reporting(
    media=_MEDIA,
    media_ending="а|у|ом|е",
    before=rf"{_REPORTS}\s+(?:(?:МИА|НИА|ИА)\s+)?",
    correspondent_before=rf"(?:{_REPORTS}\s+)?(?:собственный\s+)?(?:[Кк]орреспондент|[Кк]орр\.)\s+(?:(?:информационного\s+|международного\s+)?(?:агентства|МИА|НИА|ИА)\s+)?",
    others="как",
    cited=(
        Cited(r"\b[Сс]о\s+ссылкой\s+на\s+", source_end("accs"), is_of_page=True),
        Cited(
            r"\b(?:сообща|переда|пиш|информир)(?:[^.!?\n]|\.(?=\w)){1,80}?\sссылаясь\s+на\s+",
            source_end("accs"),
            is_of_page=True,
        ),
        Cited(
            rf"\bОб этом\s+(?:\w+\s+)?{_SAY}\s+{_TO_OURS}в\s+",
            source_end("loct", is_institution=True),
            is_of_page=True,
        ),
        Cited(
            rf"\bОб этом\s+{_SAY}\s+{_NO_MEDIUM}",
            source_end("nomn", is_institution=True, ends_clause=True),
            is_of_page=True,
        ),
        Cited(
            rf"(?:\b[Кк]ак|[,–—])\s+{_SAY}\s+{_TO_OURS}в\s+",
            source_end("loct", is_institution=True),
            is_of_page=False,
        ),
        Cited(
            rf"(?:\b[Кк]ак|[,–—])\s+{_SAY}\s+{_NO_MEDIUM}",
            source_end("nomn", is_institution=True, ends_clause=True),
            is_of_page=False,
        ),
        Cited(
            r"\b[Пп]о\s+(?:данным|информации|сведениям|сообщениям?)\s+",
            source_end("gent", is_institution=True, ends_clause=True),
            is_of_page=False,
        ),
    ),
)

PROFILE = Language(
    code="ru",
    script=Script.CYRILLIC,
    function_words=frozenset(
        """
        а без благодарю более больше бы был была были было быть в вам вас весь во вот все всего вы где говорил
        говорила говорили говорилось говорит говорится да для до его ее если есть еще же за зачем здравствуй
        здравствуйте и из или им их к как какая какие каким какими каких какова каково каковы какой каком
        какому какую когда кого кому которая которые который кто куда ли между меня мне много мной можно мы на
        над надо наш не него нее нет ни них но о об обо однако он она они оно от очень перед по под пока почему
        при привет про расскажи с сам свой сказал сказала сказали сказано сколько со спасибо так такое такой
        там то тоже только том тот ты у уже чего чем что чтобы чья эта эти это этого этой этом этот я
        """.split()
    ),
    typical_questions=(
        "Когда началось строительство завода?",
        "Кто стал победителем конкурса?",
        "Сколько человек живёт в этом городе?",
        "Почему выросли цены на продукты?",
        "Что сказал министр о новой дороге?",
        "Где прошла встреча руководителей компаний?",
        "Какие меры приняты для защиты природы?",
        "Как называется самая высокая гора?",
        "В каком году был подписан договор?",
        "На сколько процентов увеличился экспорт?",
        "Кто возглавляет комитет по образованию?",
        "Какие болезни лечат в этой больнице?",
        "Чем известен этот писатель?",
        "Сколько стоит проезд в метро?",
        "Какая роль у этого белка в клетке?",
        "Что предлагает новый закон о налогах?",
        "Из чего состоит атмосфера планеты?",
        "Какие виды спорта входят в программу игр?",
        "Кому принадлежит эта земля?",
        "Когда откроется новая школа?",
        "Какой язык изучают студенты?",
        "С кем было заключено соглашение о поставках газа?",
        "Каковы причины войны?",
        "Как работает двигатель?",
    ),
    relative_years={
        (-2,): rf"позапрошл\w+ {_YEAR}",
        (-1,): rf"\b(?:прошл|минувш|предыдущ|истекш)\w+ {_YEAR}",
        (0,): rf"\b(?:эт(?:от|ого|ому|ом)|текущ\w+|нынешн\w+|сего) {_YEAR}|с начала года",
        (0, -1): r"последн\w+ год(?:а|у)?\b|за год\b",
        (1,): rf"\b(?:следующ|будущ)\w+ {_YEAR}",
    },
    amounts=r"тенге|рубл|доллар|евро|сом\b|км\b|м\b|тонн|мест\b|человек",
    is_nominal=is_nominal,
    form_of=form_of,
    page=PageWords(
        boilerplate=r"[\d\s.,]+k?\s*(?:просмотр\w*|комментари\w*|репост\w*)|(?:просмотр\w*|комментари\w*)\s*:?\s*[\d\s]+"
        r"|похожие (?:материалы|новости|статьи)|читайте также:?|материалы по теме:?"
        r"|поделиться(?: (?:в|на|ссылкой|новостью|статьей|с друзьями)\b.{0,20})?"
        r"|подпи(?:шитесь|сывайтесь) на .{0,80}|теги:?|тэги:?|реклама|комментарии|распечатать|фото|видео",
        menu="главная|меню|новости|войти|поиск",
        relative_day="сегодня|вчера",
        line_joining="в|во|на|с|со|к|и|о|об|от|до|из|за|по|для|при|у|не",
        update="обновл|измен[её]н",
        source_label="Источник|Ссылка",
        picture_credit="Фото|Видео|Источник фото",
        speaker="Вопрос|Ответ|Реплика|Ведущий|Ведущая",
        year_after=r"года?|г\.",
        time_before="в",
    ),
    reporting=_REPORTING,
    stemmer="russian",
    keyboard=str.maketrans(_ENGLISH_KEYS, _RUSSIAN_KEYS),
)
