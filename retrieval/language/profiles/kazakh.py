"""Kazakh, with its word forms.

Kazakh adds endings one after another, in a fixed order, and voices some final consonants before them:
кітап, кітабымыздағы. A verb stands in a dictionary as its noun in -у: сату, сатты, сатылған.
"""

import re

from retrieval.language.profile import DateWords, Inflection, Language, PageWords, Script
from retrieval.language.reporting import Cited, Reporting, end_of

_OWN_LETTERS = "әғқңөұүһі"
_PLAIN = str.maketrans(_OWN_LETTERS, "агкноуухи")

_DERIVED = "(?:лық|лік|дық|дік|тық|тік|лы|лі|сыз|сіз|шы|ші|шылық|шілік)?"
_PLURAL = "(?:лар|лер|дар|дер|тар|тер)?"
_POSSESSED = "(?:ым|ім|ың|ің|ы|і|сы|сі|м|ң|ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз)?"
_CASE = (
    "(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|да|де|та|те|нда|нде"
    "|дан|ден|тан|тен|нан|нен|мен|бен|пен|дай|дей|тай|тей|ша|ше)?"
)
_PLACED = "(?:ғы|гі|қы|кі)?"
_NOUN = _DERIVED + _PLURAL + _POSSESSED + _CASE + _PLACED + _PLURAL + _CASE
_VOICE = "(?:ыл|іл|л|ын|ін|н|ыс|іс|с|тыр|тір|дыр|дір|т)?"
_NEGATED = "(?:ма|ме|ба|бе|па|пе)?"
_TENSE = (
    "(?:у|ды|ді|ты|ті|ған|ген|қан|кен|йды|йді|ады|еді|атын|етін|йтын|йтін|ып|іп|п|са|се|мақ|мек|бақ|бек"
    "|пақ|пек|ар|ер|р|а|е|й)"
)
_NOUN_ENDINGS = re.compile(_NOUN.translate(_PLAIN))
_VERB_ENDINGS = re.compile((_VOICE + _VOICE + _NEGATED + _TENSE + _NOUN).translate(_PLAIN))
_VOICED = str.maketrans("пк", "бг")
_SHORTEST_VERB = 4
_SHORT_VERBS = frozenset("алу ату ету өсу".translate(_PLAIN).split())
"""Of other words of three letters, «тау» for one, forms of such a verb would be other words: «тап»."""


def is_form(word: str, base: str) -> bool:
    """Whether ``word`` is the dictionary form ``base`` with any endings, or none.

    Both with plain letters: Kazakh is often typed on a Russian keyboard.
    """
    if not word.startswith(base[:-1]):  # nearly always, so nearly all of the time
        return False
    return (
        _ends(word, base, _NOUN_ENDINGS)
        or _ends(word, base[:-1] + base[-1:].translate(_VOICED), _NOUN_ENDINGS)
        or (_is_verb(base) and _ends(word, base[:-1] + ("й" if base[-1] == "ю" else ""), _VERB_ENDINGS))
    )


def _is_verb(base: str) -> bool:
    return base in _SHORT_VERBS or base.endswith("ю") or (base.endswith("у") and len(base) >= _SHORTEST_VERB)


def _ends(word: str, base: str, endings: re.Pattern[str]) -> bool:
    return word.startswith(base) and endings.fullmatch(word, len(base)) is not None


_FINITE = re.compile(
    "(?:ған|ген|қан|кен|ды|ді|ты|ті|ады|еді|мақ|мек|бақ|бек|пақ|пек|атын|етін|йтын|йтін|ып|іп|у|ар|ер|са|се"
    "|ыңыз|іңіз|пты|пті)$"
)
"""How verbs end where they say what happened or will happen."""


def is_nominal(word: str) -> bool:
    """Whether a folded word does not end as a verb does.

    Some nouns end so too: a noun that is taken for a verb only counts for less.
    """
    return _FINITE.search(word) is None


_MEDIA = r"ҚазАқпарат|Qazinform|Kazinform|Егемен\sҚазақстан|Азаттық|Sputnik\sҚазақстан|Stan"
_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
_BODY = (
    "министрлі[гк]|әкімді[гк]|департамент|комитет|басқарма|агентті[гк]|банк|бюро|орталы[ғқ]|прокуратура|қызмет|полиция|ведомство"
    "|үкімет|палата|мәжіліс|сенат|сайт|арна|газет|компания|қор(?:ы|ының)?\\b"
)
_WORDS = rf"(?!(?:{_MEDIA})\s)[«\"]?{_CAPITAL}[^,.;!?\n]{{1,120}}?"
_LOWER_WORDS = rf"(?!(?:{_MEDIA})\s)[^,.;!?\n]{{2,120}}?"
_INSTITUTION = rf"(?i:{_BODY})|\b{_CAPITAL}{{2,6}}(?:\b|-)"
_LETTERS = "[а-яёәғқңөұүһі]"
_ENDS_IN_BODY = rf"(?i:(?:{_BODY}){_LETTERS}{{0,3}}$)|^{_CAPITAL}{{2,6}}$"
_MANNER = r"(?:мәліметінше|дерегінше|деректерінше|ақпаратынша|хабарлауынша|мәліметтеріне\sсүйенсек|мәліметіне\sсәйкес)"

_REPORTING = Reporting(
    media=_MEDIA,
    before=r"деп\s+хабарла(?:й)?ды\s+",
    after=r"(?:\sагенттігі)?\s+хабарлайды",
    correspondent_before=r"деп\s+хабарла(?:й)?ды\s+(?=\S+(?:\s\S+)?(?:\sагенттігінің)?\s+тілшісі)",
    correspondent_after=r"(?:\sагенттігінің)?\s+тілшісі\s+хабарла(?:й)?ды",
    cited=(
        Cited(
            r"(?:хабарла(?:й)?ды\s+\S{2,40}\s+(?:(?:агенттігі|тілшісі)\s+)?|туралы\s+|,\s+|(?:^|[.!?]\s+))"
            r"(?=[^,.;!?\n]{2,120}\sсілтеме\sжаса)",
            end_of(_WORDS + r"(?:ға|ге|қа|ке|на|не)(?=\sсілтеме\sжаса)", having=_INSTITUTION),
            is_of_page=True,
        ),
        Cited(
            r"туралы\s+", end_of(_WORDS + r"(?=\s+хабарла(?:й)?ды)", having=_ENDS_IN_BODY), is_of_page=True
        ),
        Cited(
            r"деп\s+хабарла(?:й)?ды\s+",
            end_of(_LOWER_WORDS + r"(?=\s*(?:[.,]|[\n\r]|$))", having=_ENDS_IN_BODY),
            is_of_page=True,
        ),
        Cited(
            rf"(?:^|[.!?]\s+)(?=[^,.;!?\n]{{2,120}}\s{_MANNER})",
            end_of(_WORDS + rf"(?=\s{_MANNER})", having=_INSTITUTION),
            is_of_page=False,
        ),
    ),
)

PROFILE = Language(
    code="kk",
    script=Script.CYRILLIC,
    function_words=frozenset(
        """
        айтты айтылды айтылған ал арасында арқылы ба бар барлық бе бен бойынша бол болады болды болып болған
        бұл да де деген деді дейді дейін деп екен емес ең жайлы жайында жатыр жоқ және жөнінде кейін керек кім
        кімге кімді кімнің ма ме мен менен нақты не неге неліктен немесе нені неше нешінші ол олар оның осы оған
        па пе пен рахмет сол сондай соң сәлем сәлеметсіз тура туралы шейін қай қайда қайдан қалай қалайсыз
        қалайсың қандай қанша қатысты қашан үшін мұны мұның бұны соны бұдан содан одан ше
        """.split()
    ),
    typical_questions=(
        "Зауыттың құрылысы қашан басталды?",
        "Байқаудың жеңімпазы кім болды?",
        "Бұл қалада қанша адам тұрады?",
        "Азық-түлік бағасы неге өсті?",
        "Министр жаңа жол туралы не айтты?",
        "Компания басшыларының кездесуі қайда өтті?",
        "Табиғатты қорғау үшін қандай шаралар қабылданды?",
        "Ең биік тау қалай аталады?",
        "Шартқа қай жылы қол қойылды?",
        "Экспорт қанша пайызға артты?",
        "Білім комитетін кім басқарады?",
        "Бұл ауруханада қандай аурулар емделеді?",
        "Бұл жазушы немен танымал?",
        "Метрода жол жүру қанша тұрады?",
        "Бұл ақуыздың жасушадағы рөлі қандай?",
        "Салық туралы жаңа заң не ұсынады?",
        "Планетаның атмосферасы неден тұрады?",
        "Ойындар бағдарламасына спорттың қандай түрлері кіреді?",
        "Бұл жер кімге тиесілі?",
        "Жаңа мектеп қашан ашылады?",
        "Студенттер қай тілді үйренеді?",
        "Газ жеткізу туралы келісім кіммен жасалды?",
        "Соғыстың себептері қандай?",
        "Қозғалтқыш қалай жұмыс істейді?",
    ),
    relative_years={
        (-1,): r"\bбылтыр|\bөткен жыл(?!дар)",
        (0,): r"\bбиыл|\b(?:осы|ағымдағы) жыл(?!дар)",
        (0, -1): r"\bсоңғы (?:бір )?жыл(?!дар)",
        (1,): r"\b(?:келесі|келер) жыл(?!дар)",
    },
    amounts=r"теңге|адам|орын",
    is_nominal=is_nominal,
    page=PageWords(
        boilerplate=r"[\d\s.,]+k?\s*қаралым|қаралым\w*\s*:?\s*[\d\s]+"
        r"|бөлісу|(?:facebook|telegram|whatsapp)\S{0,3}\s?(?:желісінде |арқылы )?бөлісу|тегтер:?|пікірлер|жарнама"
        r"|(?:тегтер|тег)\s?:.{1,150}|(?:тағы оқыңыз|оқи отырыңыз)\s?:.{1,150}"
        r"|(?:©.{0,80})?барлық құқықтар(?:ы)? қорғалған\.?|.{0,60}(?:telegram|instagram|whatsapp)\S{0,3}(?: арна\w*)? жазылыңыз(?:дар)?[.!]?",
        menu="басты бет|мәзір|жаңалықтар|іздеу|кіру|байланыс|жоба туралы|жарнама|мұрағат",
        relative_day="бүгін|кеше",
        line_joining="мен|пен",
        update=r"(?:соңғы )?(?:жаңарт(?:ыл\w*|у)|өзгертіл\w+|өңделген)(?: (?:күні|уақыты))?\b",
        source_label="Дереккөз|Түпнұсқа",
        picture_credit="Сурет",
        speaker="Сұрақ|Жауап|Тілші|Жүргізуші|Журналист|Модератор",
        own_voice=r"мені\w*|маған|менде|біз|біздің|бізге|бізде|бізді|бізбен|сіз|сізд?і\w*|сізге|сіздер\w*|рахмет|құрметті"
        r"|\w{2,}(?:мыз|міз|мын|мін|бын|бін|пын|пін|ңыз|ңіз|сыз|сіз|йық|йік)",
        narrator=r"(?:кездесу|келіссөз|жиын|отырыс|әңгіме|рәсім|сапар|сұхбат|брифинг)\w*(?: \S+)? (?:соңында|барысында|кейін|аясында|басында)"
        r"|кездесу|келіссөздер|жиын|отырыс|әңгіме|рәсім|сұхбат|брифинг|президенттер|тараптар|мемлекет басшы(?:сы|лары)|көшбасшылар|айта кетейік|еске салайық|еске сала кетейік|бұған дейін|ол (?:сондай-ақ )?\S+(?:ды|ді|ты|ті)",
        narrated=r"атап өтті|мәлімдеді|айтып өтті|алғыс айтты|алмасты|талқылады|қол қойды|деп атап",
        footer="жарияланған|сурет|фото|дереккөз|мәтін|авторы?|тегтер|оқи отырыңыз|сұхбаттасқан|барлық құқықтар",
        year_after=r"жыл(?:ы|ғы)?\b|ж\.|ж\b",
        year_before=r"жыл(?:ғы|дың)?\b|ж\.",
        time_before="сағат",
        follow=r"(?:(?:біздің|біз|telegram|телеграмм?|instagram|whatsapp|youtube|tiktok)[\w-]* )*(?:(?:арна|канал|парақша|топ)\w* )?"
        r"(?:жазыл(?:у|ыңыз|ыңыздар|ып қойыңыз(?:дар)?)|қосыл(?:у|ыңыз|ыңыздар))|(?:біздің )?(?:telegram|телеграмм?)[ -]?арна\w*"
        r"|толығырақ|толық (?:оқу|нұсқасы)|сілтеме",
        related="ұқсас (?:материалдар|жаңалықтар):?|тағы оқыңыз(?:дар)?:?|оқи отырыңыз(?:дар)?:?|тақырып бойынша:?|соңғы жаңалықтар",
        rubric="жаңалықтар|саясат|қоғам|экономика|спорт|мәдениет|әлем|білім|денсаулық|руханият|оқиға(?:лар)?|өңірлер|сұхбат"
        "|қазақстан|әлеумет|ғылым|заң|құқық",
        site="қазақпарат|егемен қазақстан|азаттық|ақорда|айқын|жас алаш",
        dates=DateWords(
            publication=r"жариялан(?:ған|ды)(?: (?:күні|уақыты|сәті))?\b|жариялау күні|басылған күні|шыққан күні",
            named="күні",
            ago=r"\d{1,2} (?:минут|сағат|күн|апта|ай) бұрын|жаңа ғана",
            day_after="-?(?:ші|шы)",
            month_ending="[іы]",
            zone=r"(?:астана|алматы|мәскеу|жергілікті) уақыты(?:мен| бойынша)?",
            byline="автор[ы]?:?",
            reading_time=r"\d{1,2} минут(?:тық)? оқу",
        ),
    ),
    reporting=_REPORTING,
    inflection=Inflection(is_form, kept_letters=2),
    own_letters=_OWN_LETTERS,
    plain_letters=_PLAIN,
)
