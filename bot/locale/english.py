"""English."""

from bot.locale.frame import Frame
from retrieval import Task
from retrieval.documents import Basis, SkipReason
from retrieval.errors import QuestionFault
from retrieval.language import Language

ENGLISH = Frame(
    language=Language.ENGLISH,
    answer_of="Quote {number} of {total}",
    no_answer="The corpus holds no answer to this question.",
    nearest="The nearest passages (not an answer):",
    nearest_more="The nearest passages, {count} (not an answer): /more",
    more="More quotes: {count} — /more",
    no_more="There is nothing more to show.",
    speaker="Speaker",
    untitled="untitled",
    cites="citing: {source}",
    no_publisher="publisher not named",
    no_date="no date given",
    no_link="no link to the article",
    publisher_link="publisher's site",
    basis={Basis.INFERRED: "inferred from the text", Basis.CURATED: "added by hand"},
    faults={
        QuestionFault.EMPTY: "The question is empty. Write it in words.",
        QuestionFault.NO_WORDS: "The question has no words or numbers. Write it in words.",
        QuestionFault.TOO_LONG: "The question is too long. Fit it into 1000 characters.",
        QuestionFault.NOT_TEXT: "The question holds signs that can't be read. Type it anew.",
    },
    skip_reasons={
        SkipReason.UNREADABLE: "it can't be read",
        SkipReason.NOT_TEXT: "it is not a text file",
        SkipReason.NOT_UTF8: "it is not UTF-8; save it as UTF-8 text",
        SkipReason.EMPTY: "it holds no text",
    },
    tasks={
        Task.UNPACK_MODEL: "Unpacking the model (once)",
        Task.EMBED: "Building the index",
        Task.ASK: "Asking the questions",
    },
    model_loading="Loading the model…",
    corpus="Documents: {documents}, passages: {passages}.",
    skipped="Skipped the file {path}: {reason}.",
    uncalibrated="This model is not calibrated: answers are given only when very sure (dayeksoz calibrate).",
    welcome="Dayeksoz answers with quotes only. Ask in Russian, Kazakh or English. Commands: /help.",
    help="""\
/sources        what is in the corpus
/source ID      a whole document
/more           the next quotes
/language en    language around the quotes: ru, kk, en or auto
/help           this help
/quit           leave (or Ctrl-D)""",
    unknown_command="There is no command {command}. The list of commands: /help.",
    unknown_source="There is no document {id}. The list of documents: /sources.",
    language_set="Language around the quotes: English.",
    languages="Name a language: /language ru, kk, en or auto.",
)
