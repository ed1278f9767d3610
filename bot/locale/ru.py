"""All texts in Russian."""

from bot.locale.chat_phrases import ChatPhrases
from bot.locale.phrases import Phrases
from retrieval import Absence, Change, Task
from retrieval.documents import Basis, SkipReason
from retrieval.errors import FetchFault, QuestionFault

PHRASES = Phrases(
    language="ru",
    answer_of="Цитата {number} из {total}",
    no_answer="В корпусе нет ответа на этот вопрос.",
    nearest="Ближайшие по теме места (это не ответ):",
    nearest_more="Ближайшие по теме места, {count} (это не ответ): /more",
    also={"one": "также в {count} источнике", "other": "также в {count} источниках"},
    also_more="и ещё {count}",
    replaced="заменён новой версией: {id}",
    more="Ещё цитаты: {count} — /more",
    no_more="Больше показать нечего.",
    speaker="Говорит",
    table="Таблица",
    untitled="без заголовка",
    cites="со ссылкой на: {source}",
    author="автор: {author}",
    updated="обновлено {date}",
    encoding="кодировка: {encoding}",
    no_publisher="издание не указано",
    no_date="дата не указана",
    no_link="ссылки на статью нет",
    publisher_link="сайт издания",
    basis={Basis.INFERRED: "установлено по тексту", Basis.CURATED: "внесено вручную"},
    faults={
        QuestionFault.EMPTY: "Вопрос пуст. Напишите его словами.",
        QuestionFault.NO_WORDS: "В вопросе нет ни слов, ни чисел. Напишите его словами.",
        QuestionFault.TOO_LONG: "Вопрос слишком длинный. Уложите его в 1000 знаков.",
        QuestionFault.NOT_TEXT: "В вопросе есть знаки, которые нельзя прочесть. Наберите его заново.",
    },
    skip_reasons={
        SkipReason.UNREADABLE: "не читается",
        SkipReason.UNSUPPORTED: "файлы такого вида не читаются: сохраните его как текст, HTML или PDF",
        SkipReason.NOT_TEXT: "это не текстовый файл",
        SkipReason.UNKNOWN_ENCODING: "кодировка неясна: сохраните его как текст UTF-8",
        SkipReason.DAMAGED: "файл повреждён или обрывается: сохраните его ещё раз",
        SkipReason.TOO_LARGE: "файл слишком велик: разделите его",
        SkipReason.PICTURES_ONLY: "в нём только изображения текста: сначала распознайте текст",
        SkipReason.LOCKED: "он защищён паролем: сохраните его без пароля",
        SkipReason.UNSAFE: "это опасный архив: распакуйте его сами и добавьте файлы",
        SkipReason.EMPTY: "нет текста",
    },
    fetch_faults={
        FetchFault.ADDRESS: "{address} — не адрес в интернете. "
        "Укажите адрес, который начинается с http:// или https://.",
        FetchFault.CREDENTIALS: "В адресе {address} есть имя или пароль. Укажите его без них.",
        FetchFault.PRIVATE: "{address} находится в частной или локальной сети. "
        "Загружать оттуда разрешает DAYEKSOZ_FETCH_PRIVATE=true.",
        FetchFault.UNKNOWN_HOST: "{address} не найти: такого сайта нет, или нет связи с интернетом.",
        FetchFault.UNREACHABLE: "{address} недоступен.",
        FetchFault.CERTIFICATE: "У {address} нет действительного сертификата.",
        FetchFault.INSECURE: "{address} не устанавливает защищённое соединение.",
        FetchFault.DOWNGRADE: "{address} уводит с https. "
        "Если вы доверяете соединению, укажите сразу второй адрес.",
        FetchFault.REDIRECTS: "{address} перенаправляет больше {most} раз.",
        FetchFault.ROBOTS: "{address} запрещает загрузку роботам (robots.txt).",
        FetchFault.ROBOTS_UNREADABLE: "{address} не загружается: robots.txt этого сайта не читается.",
        FetchFault.TOO_SLOW: "{address} загружается дольше {seconds} с.",
        FetchFault.TOO_LARGE: "{address} больше {megabytes} МБ.",
        FetchFault.NOT_HTTP: "{address} отвечает не так, как веб-сервер.",
        FetchFault.CUT_OFF: "{address} загрузился не до конца: соединение прервалось.",
        FetchFault.PACKED: "{address} сжат так, что его не распаковать.",
        FetchFault.EMPTY: "{address} пуст.",
        FetchFault.NOT_TEXT: "{address} — изображение, звук, видео или шрифт, а не текст.",
        FetchFault.NOT_FOUND: "{address} не существует ({status}).",
        FetchFault.FORBIDDEN: "{address} открыт не для всех ({status}).",
        FetchFault.BUSY: "{address} сейчас получает слишком много запросов. Попробуйте позже.",
        FetchFault.STATUS: "{address} отвечает ошибкой ({status}).",
    },
    tasks={
        Task.UNPACK_MODEL: "Распаковываю модель (один раз)",
        Task.EMBED: "Строю индекс",
        Task.ASK: "Задаю вопросы",
        Task.ADD: "Добавляю",
        Task.WAIT: "Индекс сейчас обновляет другой процесс, жду его…",
    },
    changes={
        Change.ADDED: "добавлено",
        Change.UPDATED: "обновлено",
        Change.UNCHANGED: "без изменений",
        Change.REMOVED: "удалено",
        Change.SKIPPED: "пропущено",
    },
    absences={
        Absence.FOLDER: "этого нет на месте: возможно, диск не подключён; прочитанное раньше сохранено",
        Absence.FILE: "файла больше нет; прочитанное раньше сохранено",
        Absence.PAGE: "страницы больше нет в интернете; прочитанное раньше сохранено",
        Absence.LISTING: "это больше не лента и не карта сайта; прочитанное раньше сохранено",
    },
    rest="более старые страницы не взяты: {count}; больше возьмёт --limit",
    documents="документов",
    model_loading="Загружаю модель…",
    corpus="Документов: {documents}, отрывков: {passages}.",
    skipped="Пропущен файл {path}: {reason}.",
    uncalibrated="Модель не откалибрована: ответы даются лишь при большой уверенности (dayeksoz calibrate).",
    welcome="Дәйексөз отвечает только цитатами. Спросите по-русски, по-казахски или по-английски. "
    "Команды: /help.",
    help="""\
/sources        что есть в корпусе
/source ID      документ целиком
/more           следующие цитаты
/language ru    язык пояснений: ru, kk, en или auto
/help           эта справка
/quit           выход (или Ctrl-D)""",
    unknown_command="Нет команды {command}. Список команд: /help.",
    unknown_source="Нет документа {id}. Список документов: /sources.",
    language_set="Язык пояснений: русский.",
    languages="Укажите язык: /language ru, kk, en или auto.",
)

CHAT_PHRASES = ChatPhrases(
    common=PHRASES,
    name="Дәйексөз: только цитаты",
    short_description="Отвечает дословными цитатами из новостей, с датой и ссылкой.",
    description="Спросите по-русски, по-казахски или по-английски. В ответ придёт отрывок из источника, "
    "слово в слово, с датой и ссылкой, или честное «в корпусе нет ответа». От себя бот не пишет ничего.",
    commands={
        "ask": "задать вопрос",
        "sources": "что есть в корпусе",
        "source": "один источник по номеру",
        "follow": "следить за вопросом",
        "following": "за какими вопросами вы следите",
        "language": "язык пояснений",
        "help": "как спрашивать",
        "privacy": "что о вас хранится",
        "forget": "удалить то, что о вас хранится",
    },
    administrator_commands={
        "status": "состояние бота",
        "reload": "обновить индекс",
        "add": "добавить страницы в корпус",
    },
    start="Здравствуйте! Я отвечаю только цитатами: напишите вопрос по-русски, по-казахски или "
    "по-английски, и я пришлю отрывок из источника, слово в слово, с датой и ссылкой. Если в корпусе нет "
    "ответа, так и скажу.\n\nНапример: Что говорилось о филиалах вузов в Казахстане?\n\nПодробнее: /help",
    help="""\
Напишите вопрос; в ответе будет цитата из источника, слово в слово. Отвечающее предложение выделено.

Под цитатой: следующие цитаты, соседние отрывки и сведения об источнике. 👍 и 👎 подскажут нам, отвечает \
ли цитата на вопрос.
Если вы исправите вопрос, изменится и ответ.

/sources – что есть в корпусе
/source_003 – один источник
/language – язык пояснений
/privacy – что о вас хранится
/forget – удалить это

В группе: /ask и вопрос, упоминание или ответ на моё сообщение.""",
    help_follow="/follow и вопрос – напишу, когда на него ответит новый источник; /following – все такие",
    help_inline="В любом чате: @{username} и вопрос.",
    help_in_group="В группе я отвечаю на /ask с вопросом, на упоминание и на ответ на моё сообщение.",
    ask_how="Напишите вопрос: здесь просто так, в группе после команды: "
    "/ask Что говорилось о филиалах вузов в Казахстане?",
    text_only="Я читаю только текст. Напишите, пожалуйста, вопрос словами.",
    unknown_command="Такой команды я не знаю. Что я умею: /help",
    private_bot="Это закрытый бот: он отвечает только тем, кого допустил владелец. Ваш id: {id}",
    busy="Сейчас слишком много вопросов сразу. Спросите, пожалуйста, через минуту.",
    slow_down="Вопросов многовато. Снова отвечу через {seconds} сек.",
    came_too_late="Ваш вопрос пришёл, пока меня не было. Если ответ ещё нужен, спросите снова.",
    failed="Что-то пошло не так. Попробуйте ещё раз.",
    put_aside="На это сообщение не удалось ответить: работа над ним дважды обрывалась. Напишите, "
    "пожалуйста, иначе.",
    unproven="Эту цитату не удалось сверить с источником, поэтому я её не показываю. Попробуйте ещё раз.",
    cut="✂️ Здесь опущено знаков: {count}",
    link_too_long="ссылка на статью слишком длинна для сообщения",
    next_quote="Следующая цитата {number}/{total} ▶",
    nearest_button="Похожие отрывки ({count})",
    context_button="Контекст",
    source_button="Источник",
    back_button="◀ Цитата",
    context="Цитата вместе с соседними отрывками:",
    quote_at="Знаки {start}–{end} файла {path}",
    thanks={"up": "Спасибо! Отмечено: отвечает на вопрос.", "down": "Спасибо! Отмечено: не отвечает."},
    too_old="Кнопки этого ответа устарели. Спросите, пожалуйста, снова.",
    sources="Источники, страница {page} из {pages}",
    no_sources="Корпус пуст.",
    source_how="Укажите номер источника, например /source_003. Все номера: /sources",
    follow_how="Напишите вопрос после команды: /follow Что строят в Астане? "
    "Или пришлите /follow в ответ на мой ответ.",
    followed="Напишу, когда новый источник ответит на вопрос «{question}». Все такие вопросы: /following",
    following="Здесь следят за этими вопросами; кнопка с номером прекращает:",
    follows_nothing="Здесь ни за одним вопросом не следят.",
    follow_too_many="Следить можно не более чем за {count} вопросами. Уберите какие-нибудь: /following",
    follow_by_administrators="В группе, за чем следить, решают её администраторы.",
    unfollowed="Больше не слежу.",
    stop_button="Не следить",
    notice="Новое по вопросу, за которым вы следите: {question}",
    choose_language="На каком языке писать пояснения к цитатам?",
    language_name="Русский",
    question_language_name="Как в вопросе",
    language_set="Теперь пояснения на русском.",
    question_language_set="Теперь пояснения на языке вопроса.",
    language_by_administrators="В группе язык выбирают её администраторы.",
    privacy="""\
Что хранится:
• язык, который вы выбрали, и id чата;
• ваши 👍 и 👎: вопрос, цитата, версия индекса, время и псевдоним вместо вашего id в Telegram;
• ваше сообщение, пока на него нет ответа, чтобы оно не потерялось при сбое;
• 48 часов – какое моё сообщение отвечает на какое ваше, без текстов, чтобы правка вопроса меняла ответ;
• вопросы, за которыми вы следите, с id чата и псевдонимом.
Последние вопросы держатся в памяти ради кнопок, до перезапуска. Больше не хранится ничего, и ничего никому \
не передаётся.

/forget удаляет всё это.""",
    privacy_logs="Владелец этого бота также хранит тексты вопросов в журнале.",
    forgotten="Удалено. Оценок: {count}, а также язык, который вы выбрали, и вопросы, за которыми вы "
    "следите.",
    forgotten_in_group="Удалено. Оценок: {count}, а также язык нашего личного чата и вопросы, за которыми вы "
    "следите. "
    "Язык группы меняет /language.",
    forget_in_private="Здесь вы пишете от имени чата, и я не знаю, кто вы. Напишите /forget мне лично.",
    administrators_only="Это могут делать только администраторы бота. Ваш id: {id}",
    status="""\
Дәйексөз {version}
Работает: {days} д. {hours} ч. {minutes} мин.
Готов: {ready}
Ждут: {waiting}
Вопросов с запуска:
• с ответом: {answered}
• без ответа: {no_answer}
• не поняты: {invalid}
• слишком частые: {limited}
• с ошибкой: {failed}""",
    status_index="""\
Индекс: {generation}, построен {built}
Документов: {documents}, отрывков: {passages}
Модель: {model}""",
    ignored_channel="Посты канала «{title}» не принимаются: чтобы принимать их, добавьте {channel} в "
    "DAYEKSOZ_TELEGRAM_CHANNELS.",
    yes="да",
    no="нет",
    add_how="Пришлите файл, несколько файлов или адреса, например /add https://example.kz/news",
    more_rows="…и ещё {count}",
    indexed_soon="Через несколько секунд смогу это цитировать.",
    download_too_large="файлы больше 20 МБ Telegram ботам не отдаёт; разделите файл или возьмите "
    "dayeksoz add",
    download_failed="файл не удалось скачать из Telegram; пришлите его ещё раз",
    reloading="Обновляю индекс…",
    reloaded="Индекс обновлён. Документов: {documents}, отрывков: {passages}, построен {built}.",
    inline_none="В корпусе нет ответа",
    inline_untitled="Цитата",
)
