"""All texts in Kazakh."""

from bot.locale.chat_phrases import ChatPhrases
from bot.locale.phrases import Phrases
from retrieval import Absence, Change, Task
from retrieval.documents import Basis, SkipReason
from retrieval.errors import FetchFault, QuestionFault

PHRASES = Phrases(
    language="kk",
    answer_of="Дәйексөз: {number}/{total}",
    no_answer="Корпуста бұл сұраққа жауап жоқ.",
    nearest="Тақырыбы жақын үзінділер (бұл жауап емес):",
    nearest_more="Тақырыбы жақын үзінділер, {count} (бұл жауап емес): /more",
    also={"other": "тағы {count} дереккөзде де бар"},
    also_more="және тағы {count}",
    replaced="жаңа нұсқасы бар: {id}",
    more="Тағы дәйексөз: {count} — /more",
    no_more="Көрсететін басқа ештеңе жоқ.",
    speaker="Сөйлеуші",
    table="Кесте",
    untitled="тақырыпсыз",
    cites="сілтеме жасалған дереккөз: {source}",
    author="авторы: {author}",
    updated="жаңартылғаны: {date}",
    encoding="кодтауы: {encoding}",
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
        SkipReason.UNSUPPORTED: "мұндай файлдар оқылмайды: оны мәтін, HTML немесе PDF түрінде сақтаңыз",
        SkipReason.NOT_TEXT: "бұл мәтіндік файл емес",
        SkipReason.UNKNOWN_ENCODING: "кодтауы белгісіз: оны UTF-8 мәтіні ретінде сақтаңыз",
        SkipReason.DAMAGED: "файл бүлінген немесе толық емес: оны қайта сақтаңыз",
        SkipReason.TOO_LARGE: "файл тым үлкен: оны бөліңіз",
        SkipReason.PICTURES_ONLY: "онда мәтіннің суреті ғана бар: алдымен мәтінін танытыңыз",
        SkipReason.LOCKED: "ол құпиясөзбен қорғалған: оны құпиясөзсіз сақтаңыз",
        SkipReason.UNSAFE: "бұл қауіпті мұрағат: оны өзіңіз ашып, файлдарын қосыңыз",
        SkipReason.EMPTY: "мәтін жоқ",
    },
    fetch_faults={
        FetchFault.ADDRESS: "{address} — интернет мекенжайы емес. "
        "http:// не https:// деп басталатын мекенжайды беріңіз.",
        FetchFault.CREDENTIALS: "{address} мекенжайында есім не құпиясөз бар. Оны соларсыз беріңіз.",
        FetchFault.PRIVATE: "{address} жеке не жергілікті желіде тұр. "
        "Ол жерден жүктеуге DAYEKSOZ_FETCH_PRIVATE=true рұқсат береді.",
        FetchFault.UNKNOWN_HOST: "{address} табылмады: мұндай сайт жоқ немесе интернет байланысы жоқ.",
        FetchFault.UNREACHABLE: "{address} қолжетімсіз.",
        FetchFault.CERTIFICATE: "{address} жарамды сертификат көрсетпеді.",
        FetchFault.INSECURE: "{address} қорғалған байланыс орнатпады.",
        FetchFault.DOWNGRADE: "{address} https-тен шығарады. "
        "Байланысқа сенсеңіз, екінші мекенжайдың өзін беріңіз.",
        FetchFault.REDIRECTS: "{address} басқа мекенжайға {most} реттен көп бағыттайды.",
        FetchFault.ROBOTS: "{address} роботтарға тыйым салады (robots.txt).",
        FetchFault.ROBOTS_UNREADABLE: "{address} жүктелмейді, себебі сайттың robots.txt файлы оқылмады.",
        FetchFault.TOO_SLOW: "{address} {seconds} секундтан ұзақ жүктеледі.",
        FetchFault.TOO_LARGE: "{address} {megabytes} МБ-тан үлкен.",
        FetchFault.NOT_HTTP: "{address} веб-сервер сияқты жауап бермейді.",
        FetchFault.CUT_OFF: "{address} толық жүктелмеді: байланыс үзілді.",
        FetchFault.PACKED: "{address} ашылмайтындай қысылған.",
        FetchFault.EMPTY: "{address} бос.",
        FetchFault.NOT_TEXT: "{address} — мәтін емес, сурет, дыбыс, бейне немесе қаріп.",
        FetchFault.NOT_FOUND: "{address} деген бет жоқ ({status}).",
        FetchFault.FORBIDDEN: "{address} бәріне бірдей ашық емес ({status}).",
        FetchFault.BUSY: "{address} қазір тым көп сұрау алып жатыр. Кейінірек қайталап көріңіз.",
        FetchFault.STATUS: "{address} қате қайтарады ({status}).",
    },
    tasks={
        Task.UNPACK_MODEL: "Модельді ашып жатырмын (бір рет)",
        Task.EMBED: "Индекс құрып жатырмын",
        Task.ASK: "Сұрақтар қойып жатырмын",
        Task.ADD: "Қосып жатырмын",
        Task.WAIT: "Индексті қазір басқа процесс жаңартып жатыр, оны күтіп тұрмын…",
    },
    changes={
        Change.ADDED: "қосылды",
        Change.UPDATED: "жаңартылды",
        Change.UNCHANGED: "өзгеріссіз",
        Change.REMOVED: "жойылды",
        Change.SKIPPED: "алынбады",
    },
    absences={
        Absence.FOLDER: "ол орнында жоқ, диск қосылмаған болуы мүмкін; бұрын оқылғаны сақталды",
        Absence.FILE: "файл енді жоқ; бұрын оқылғаны сақталды",
        Absence.PAGE: "бет интернетте енді жоқ; бұрын оқылғаны сақталды",
        Absence.LISTING: "бұл енді жаңалықтар таспасы да, сайт картасы да емес; бұрын оқылғаны сақталды",
    },
    rest="ескірек беттер алынбады: {count}; көбірек алу үшін --limit",
    documents="құжат",
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

CHAT_PHRASES = ChatPhrases(
    common=PHRASES,
    name="Дәйексөз: тек дәйексөздер",
    short_description="Жаңалықтардан сөзбе-сөз дәйексөзбен, күні мен сілтемесімен жауап береді.",
    description="Қазақша, орысша немесе ағылшынша сұраңыз. Жауапқа дереккөздің үзіндісі сөзбе-сөз, күні мен "
    "сілтемесімен келеді немесе корпуста жауап жоқ екені айтылады. Бот өз жанынан ештеңе жазбайды.",
    commands={
        "ask": "сұрақ қою",
        "sources": "корпуста не бар",
        "source": "нөмірі бойынша бір дереккөз",
        "language": "түсіндірме тілі",
        "help": "қалай сұрау керек",
        "privacy": "сіз туралы не сақталады",
        "forget": "сіз туралы сақталғанды жою",
    },
    administrator_commands={"status": "боттың күйі", "reload": "индексті жаңарту"},
    start="Сәлеметсіз бе! Мен тек дәйексөзбен жауап беремін: қазақша, орысша немесе ағылшынша сұрақ "
    "жазыңыз, мен дереккөздің үзіндісін сөзбе-сөз, күні мен сілтемесімен жіберемін. Корпуста жауап болмаса, "
    "солай деймін.\n\nМысалы: Ресей Қазақстанның сауда серіктестері арасында нешінші орында?\n\n"
    "Толығырақ: /help",
    help="""\
Сұрақ жазыңыз; жауапта дереккөзден сөзбе-сөз дәйексөз болады. Жауап беретін сөйлем қою қаріппен жазылады.

Дәйексөздің астында: келесі дәйексөздер, көрші үзінділер және дереккөз туралы мәлімет. 👍 мен 👎 дәйексөз \
жауап бере ме, соны айтады.
Сұрағыңызды түзетсеңіз, жауабы да өзгереді.

/sources – корпуста не бар
/source_003 – бір дереккөз
/language – түсіндірме тілі
/privacy – сіз туралы не сақталады
/forget – соны жою

Топта: /ask пен сұрақ, мені атап өту немесе хабарыма жауап беру.""",
    help_inline="Кез келген чатта: @{username} және сұрақ.",
    help_in_group="Топта мен сұрағы бар /ask командасына, атымды атағанға және хабарыма жазылған жауапқа "
    "жауап беремін.",
    ask_how="Сұрақ жазыңыз: мұнда жай ғана, топта командадан кейін: "
    "/ask Ресей Қазақстанның сауда серіктестері арасында нешінші орында?",
    text_only="Мен тек мәтін оқимын. Сұрағыңызды сөзбен жазыңызшы.",
    unknown_command="Мұндай команданы білмеймін. Не істей аламын: /help",
    private_bot="Бұл жабық бот: ол иесі рұқсат бергендерге ғана жауап береді. Сіздің id: {id}",
    busy="Қазір сұрақ тым көп. Бір минуттан кейін қайта сұраңызшы.",
    slow_down="Сұрақ көбейіп кетті. {seconds} секундтан кейін қайта жауап беремін.",
    came_too_late="Сұрағыңыз мен жоқта келді. Жауап әлі керек болса, қайта сұраңыз.",
    failed="Қате шықты. Қайталап көріңіз.",
    unproven="Бұл дәйексөзді дереккөзбен салыстыра алмадым, сондықтан көрсетпеймін. Қайталап көріңіз.",
    cut="✂️ Осы жерде қысқартылған таңба саны: {count}",
    link_too_long="мақалаға сілтеме хабарға сыймайды",
    next_quote="Келесі дәйексөз {number}/{total} ▶",
    nearest_button="Жақын үзінділер ({count})",
    context_button="Контекст",
    source_button="Дереккөз",
    back_button="◀ Дәйексөз",
    context="Дәйексөз көрші үзінділерімен бірге:",
    quote_at="{path} файлының {start}–{end} таңбалары",
    thanks={"up": "Рахмет! Белгіленді: жауап береді.", "down": "Рахмет! Белгіленді: жауап бермейді."},
    too_old="Бұл жауаптың түймелері ескірді. Қайта сұраңызшы.",
    sources="Дереккөздер, {page}-бет, барлығы {pages}",
    no_sources="Корпус бос.",
    source_how="Дереккөздің нөмірін жазыңыз, мысалы /source_003. Барлық нөмірлер: /sources",
    choose_language="Түсіндірмелер қай тілде болсын?",
    language_name="Қазақша",
    question_language_name="Сұрақ тілінде",
    language_set="Енді түсіндірмелер қазақша болады.",
    question_language_set="Енді түсіндірмелер сұрақ тілінде болады.",
    language_by_administrators="Топта тілді оның әкімшілері таңдайды.",
    privacy="""\
Не сақталады:
• сіз таңдаған тіл мен чаттың id-і;
• сіздің 👍 мен 👎: сұрақ, дәйексөз, индекс нұсқасы, уақыт және Telegram-дағы id орнына бүркеншік ат.
Соңғы сұрақтарыңыз түзету мен түймелер үшін бот қайта қосылғанша жадта тұрады. Басқа ештеңе сақталмайды және \
ешкімге берілмейді.

/forget осының бәрін жояды.""",
    privacy_logs="Бұл боттың иесі сұрақтардың мәтінін журналда да сақтайды.",
    forgotten="Жойылды. Пікір саны: {count}, сондай-ақ сіз таңдаған тіл.",
    forgotten_in_group="Жойылды. Пікір саны: {count}, сондай-ақ жеке чатымыздың тілі. Топтың тілі "
    "/language арқылы таңдалады.",
    forget_in_private="Мұнда сіз чат атынан жазып отырсыз, "
    "сондықтан кім екеніңізді білмеймін. /forget командасын маған жеке жазыңыз.",
    administrators_only="Мұны тек боттың әкімшілері жасай алады. Сіздің id: {id}",
    reloading="Индексті жаңартып жатырмын…",
    reloaded="Индекс жаңа. Құжат: {documents}, үзінді: {passages}, құрылған уақыты: {built}.",
    inline_none="Корпуста жауап жоқ",
    inline_untitled="Дәйексөз",
)
