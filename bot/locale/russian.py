"""Russian."""

from bot.locale.frame import Frame
from retrieval import Task
from retrieval.documents import Basis, SkipReason
from retrieval.errors import QuestionFault
from retrieval.language import Language

RUSSIAN = Frame(
    language=Language.RUSSIAN,
    answer_of="Цитата {number} из {total}",
    no_answer="В корпусе нет ответа на этот вопрос.",
    nearest="Ближайшие по теме места (это не ответ):",
    nearest_more="Ближайшие по теме места, {count} (это не ответ): /more",
    more="Ещё цитаты: {count} — /more",
    no_more="Больше показать нечего.",
    speaker="Говорит",
    untitled="без заголовка",
    cites="со ссылкой на: {source}",
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
        SkipReason.NOT_TEXT: "это не текстовый файл",
        SkipReason.NOT_UTF8: "не в UTF-8: сохраните его как текст UTF-8",
        SkipReason.EMPTY: "нет текста",
    },
    tasks={
        Task.UNPACK_MODEL: "Распаковываю модель (один раз)",
        Task.EMBED: "Строю индекс",
        Task.ASK: "Задаю вопросы",
    },
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
