"""Kazakh."""

from bot.locale.frame import Frame
from retrieval import Task
from retrieval.documents import Basis, SkipReason
from retrieval.errors import QuestionFault
from retrieval.language import Language

KAZAKH = Frame(
    language=Language.KAZAKH,
    answer_of="Дәйексөз: {number}/{total}",
    no_answer="Корпуста бұл сұраққа жауап жоқ.",
    nearest="Тақырыбы жақын үзінділер (бұл жауап емес):",
    nearest_more="Тақырыбы жақын үзінділер, {count} (бұл жауап емес): /more",
    more="Тағы дәйексөз: {count} — /more",
    no_more="Көрсететін басқа ештеңе жоқ.",
    speaker="Сөйлеуші",
    untitled="тақырыпсыз",
    cites="сілтеме жасалған дереккөз: {source}",
    no_publisher="басылым көрсетілмеген",
    no_date="күні көрсетілмеген",
    no_link="мақалаға сілтеме жоқ",
    publisher_link="басылым сайты",
    basis={Basis.INFERRED: "мәтін бойынша анықталған", Basis.CURATED: "қолмен енгізілген"},
    faults={
        QuestionFault.EMPTY: "Сұрақ бос. Оны сөзбен жазыңыз.",
        QuestionFault.NO_WORDS: "Сұрақта сөз де, сан да жоқ. Оны сөзбен жазыңыз.",
        QuestionFault.TOO_LONG: "Сұрақ тым ұзын. Оны 1000 таңбаға сыйдырыңыз.",
        QuestionFault.NOT_TEXT: "Сұрақта оқылмайтын таңбалар бар. Оны қайта теріңіз.",
    },
    skip_reasons={
        SkipReason.UNREADABLE: "оқылмайды",
        SkipReason.NOT_TEXT: "бұл мәтіндік файл емес",
        SkipReason.NOT_UTF8: "UTF-8 емес: оны UTF-8 мәтіні ретінде сақтаңыз",
        SkipReason.EMPTY: "мәтін жоқ",
    },
    tasks={
        Task.UNPACK_MODEL: "Модельді ашып жатырмын (бір рет)",
        Task.EMBED: "Индекс құрып жатырмын",
        Task.ASK: "Сұрақтар қойып жатырмын",
    },
    model_loading="Модельді жүктеп жатырмын…",
    corpus="Құжат: {documents}, үзінді: {passages}.",
    skipped="{path} файлы алынбады: {reason}.",
    uncalibrated="Бұл модель калибрленбеген: жауап тек сенім жоғары болғанда беріледі (dayeksoz calibrate).",
    welcome="Дәйексөз тек дәйексөзбен жауап береді. Орысша, қазақша немесе ағылшынша сұраңыз. "
    "Командалар: /help.",
    help="""\
/sources        корпуста не бар
/source ID      құжат толығымен
/more           келесі дәйексөздер
/language kk    түсіндірме тілі: ru, kk, en немесе auto
/help           осы анықтама
/quit           шығу (немесе Ctrl-D)""",
    unknown_command="{command} командасы жоқ. Командалар тізімі: /help.",
    unknown_source="{id} құжаты жоқ. Құжаттар тізімі: /sources.",
    language_set="Түсіндірме тілі: қазақша.",
    languages="Тілді көрсетіңіз: /language ru, kk, en немесе auto.",
)
