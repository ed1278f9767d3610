"""How Russian texts name who reports."""

from retrieval.language.reporting import Cited, Reporting
from retrieval.language.russian_phrase import source_end

_MEDIA = (
    r"РИА\s(?:Новости|«Новости»)|(?:ИТАР-)?ТАСС|Интерфакс(?:-[А-Яа-я]+)?|РБК|БЕЛТА|БелТА|Казинформ|КазТАГ|Укринформ|УНИАН"
    r"|АЗЕРТАДЖ|АКИpress|Кабар|УзА|Росбалт|Регнум|РЕГНУМ|RT|Sputnik(?:\s(?:Казахстан|Кыргызстан|Узбекистан|Беларусь))?"
    r"|Би-би-си|Коммерсантъ?|Ведомости|Известия|Лента\.ру|Фонтанка\.ру|Газета\.[Rr]u"
)
_REPORTS = r"(?:[Пп]ереда[её]т|[Сс]ообщает|[Ии]нформирует)"
_SAY = r"(?:сообщ\w+|рассказа\w+|уточни\w+|отмети\w+|заяви\w+|поясни\w+|информиру\w+|проинформировал\w*|переда\w+|говорится)"
_NO_MEDIUM = rf"(?!(?:{_MEDIA}|МИА|НИА|ИА)\b)"
_TO_OURS = r"(?:корреспонденту\s\S{1,40}\s+)?"

REPORTING = Reporting(
    media=_MEDIA,
    media_ending="а|у|ом|е",
    # «Он передает ТАСС документы»: where no clause begins with the verb, only a site is sure to report.
    before=rf"(?:(?:^|[,–—.!?]\s{{1,3}}|\b[Оо]б этом\s+(?:\w+\s+)?|\b[Ээ]то\s+){_REPORTS}\s+(?:(?:МИА|НИА|ИА)\s+)?"
    rf"|\b{_REPORTS}\s+(?=[A-Za-z0-9-]+\.[A-Za-z]))",
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
