"""All texts in English."""

from bot.locale.chat_phrases import ChatPhrases
from bot.locale.phrases import Phrases
from retrieval import Task
from retrieval.conversation import Remark
from retrieval.documents import Basis, SkipReason
from retrieval.errors import FetchFault, QuestionFault
from retrieval.sources import Absence, Change

PHRASES = Phrases(
    language="en",
    answer_of="Quote {number} of {total}",
    no_answer="The corpus holds no answer to this question.",
    nearest="The nearest passages (not an answer):",
    nearest_more="The nearest passages, {count} (not an answer): /more",
    also={"one": "also in {count} source", "other": "also in {count} sources"},
    also_more="and {count} more",
    replaced="replaced by a newer version: {id}",
    more="More quotes: {count} — /more",
    no_more="There is nothing more to show.",
    speaker="Speaker",
    table="Table",
    untitled="untitled",
    cites="citing: {source}",
    author="by {author}",
    updated="updated {date}",
    encoding="encoding: {encoding}",
    no_publisher="publisher not named",
    no_date="no date given",
    no_link="no link to the article",
    publisher_link="publisher's site",
    basis={Basis.INFERRED: "inferred from the text", Basis.CURATED: "added by hand"},
    time="Only sources from this time, or passages that speak of it: {period}",
    no_time="No source is from this time or speaks of it: {period}",
    since="{date} and later",
    until="{date} and earlier",
    newest="The newest of {count} sources: {date}",
    newer="There is a newer source on this: {date}, {title}",
    dates_all="All sources count again, whatever their date.",
    dates_how="Name years, months or days: /dates 2022..2023, /dates 2022-08.., /dates "
    "..2021-05-31. To count all sources again: /dates.",
    faults={
        QuestionFault.EMPTY: "The question is empty. Write it in words.",
        QuestionFault.NO_WORDS: "The question has no words or numbers. Write it in words.",
        QuestionFault.TOO_LONG: "The question is too long. Fit it into 1000 characters.",
        QuestionFault.DATES: "The first date lies after the last one. Exchange them.",
        QuestionFault.NOT_TEXT: "The question holds signs that can't be read. Type it anew.",
    },
    skip_reasons={
        SkipReason.UNREADABLE: "it can't be read",
        SkipReason.UNSUPPORTED: "files of its kind are not read; save it as text, HTML or PDF",
        SkipReason.NOT_TEXT: "it is not a text file",
        SkipReason.UNKNOWN_ENCODING: "its encoding can't be told; save it as UTF-8 text",
        SkipReason.DAMAGED: "it is damaged or cut off; save it once more",
        SkipReason.TOO_LARGE: "it is too large; split it",
        SkipReason.PICTURES_ONLY: "it holds only pictures of text; have a program recognise the text first",
        SkipReason.LOCKED: "it is locked with a password; save it without one",
        SkipReason.UNSAFE: "it is an archive that could do harm; unpack it yourself and add the files",
        SkipReason.EMPTY: "it holds no text",
    },
    fetch_faults={
        **{fault: f"{fault}." for fault in FetchFault},
        FetchFault.PRIVATE: f"{FetchFault.PRIVATE} unless DAYEKSOZ_FETCH_PRIVATE is true.",
    },
    tasks={
        Task.UNPACK_MODEL: "Unpacking the model (once)",
        Task.READ: "Reading the sources",
        Task.EMBED: "Embedding the passages",
        Task.MERGE: "Putting the index together",
        Task.ASK: "Asking the questions",
        Task.ADD: "Adding",
        Task.MAKE: "Making texts",
        Task.COMPARE: "Comparing with an exact search",
        Task.FILL: "Filling the store",
        Task.WAIT: "Another process is updating the index, waiting for it…",
    },
    so_far="{done} of {total}",
    speed="{number}/s",
    left="{time} left",
    changes={
        Change.ADDED: "added",
        Change.UPDATED: "updated",
        Change.UNCHANGED: "unchanged",
        Change.REMOVED: "removed",
        Change.SKIPPED: "skipped",
    },
    absences={
        Absence.FOLDER: "it is not there: perhaps its drive is not mounted; what was read of it is kept",
        Absence.FILE: "it is not there any more; what was read of it is kept",
        Absence.PAGE: "it is not on the web any more; what was read of it is kept",
        Absence.LISTING: "it is no feed or sitemap any more; what was read of it is kept",
    },
    rest="older pages, left out: {count}; --limit takes more",
    documents="documents",
    model_loading="Loading the model…",
    corpus="Documents: {documents}, passages: {passages}.",
    skipped="Skipped the file {path}: {reason}.",
    uncalibrated="This model is not calibrated: answers are given only when very sure (dayeksoz calibrate).",
    welcome="Dayeksoz answers with quotes only. Ask in Russian, Kazakh or English. Commands: /help.",
    help="""\
/sources        what is in the corpus
/source ID      a whole document
/more           the next quotes
/dates 2022..   only sources and passages of these years, months or days
/language en    language around the quotes: ru, kk, en or auto
/help           this help
/quit           leave (or Ctrl-D)""",
    unknown_command="There is no command {command}. The list of commands: /help.",
    unknown_source="There is no document {id}. The list of documents: /sources.",
    language_set="Language around the quotes: English.",
    question_language_set="Language around the quotes: that of the question.",
    no_such_sources="There is no such source.",
    languages="Name a language: /language ru, kk, en or auto.",
    read_as="Read as: {question}",
    unclear="What is this about? Name the person or the thing that you ask about.",
    no_speaker="The source does not mark who says this.",
    published="Published: {date}",
    remarks={
        Remark.GREETING: "Hello! Ask about something in the news, and I will answer with a quote.",
        Remark.THANKS: "You are welcome!",
        Remark.FAREWELL: "Goodbye!",
        Remark.WELL_BEING: "I am up and running, thank you. Ask about the news, and I will look for a quote.",
        Remark.IDENTITY: "I am Dayeksoz, a bot that answers only with quotes from the news, with date and "
        "link. I have {documents} documents.",
        Remark.ABILITIES: "Ask in Russian, Kazakh or English: I look for the passage in the news that "
        "answers and quote it word for word, with date and link. If there is none, I say so. "
        "I have {documents} documents; the list: /sources.",
        Remark.COUNT: "Documents in the corpus: {documents}. Dates of publication: {span}\n"
        "The list: /sources",
        Remark.NEWEST: "The newest by date of publication:\n{newest}",
        Remark.SOURCES: "Documents in the corpus: {documents}. Publishers: {publishers}. The list: /sources.",
    },
)

CHAT_PHRASES = ChatPhrases(
    common=PHRASES,
    name="Dayeksoz: quotes only",
    short_description="Answers with verbatim quotes from a news corpus, with date and link.",
    description="Ask in Russian, Kazakh or English. I reply with the passage that answers, word for word, "
    "with the source's date and link, or say that my sources hold no answer. I never write answers myself.",
    commands={
        "ask": "ask a question",
        "sources": "what is in the corpus",
        "source": "one source by its id",
        "follow": "follow a question",
        "following": "questions that you follow",
        "language": "language around the quotes",
        "help": "how to ask",
        "privacy": "what is kept about you",
        "forget": "delete what is kept about you",
    },
    administrator_commands={
        "status": "how the bot is doing",
        "reload": "bring the index up to date",
        "add": "add pages to the corpus",
    },
    start="Hello! I answer with quotes only: write a question in Russian, Kazakh or English, and I will "
    "reply with the passage that answers, word for word, with its date and link. If the corpus holds no "
    "answer, I say so.\n\nFor example: How many Russian companies work in Kazakhstan?\n\nMore: /help",
    help="""\
Write a question; the reply quotes the source word for word. The sentence that answers is bold.

Under a quote: the next quotes, the neighbouring passages, and details of the source. \
👍 and 👎 tell us whether the quote answers.
If you edit your question, its reply changes too.

/sources – what is in the corpus
/source_003 – one source
/language – language around the quotes
/privacy – what is kept about you
/forget – delete it

In a group: /ask and a question, or mention me, or reply to me.""",
    help_follow="/follow and a question – I will write when a new source answers it; /following lists them",
    help_inline="In any chat: type @{username} and a question.",
    help_in_group="In a group I answer /ask with a question, a mention, or a reply to my message.",
    ask_how="Write your question: here just so, in a group after the command: "
    "/ask How many Russian companies work in Kazakhstan?",
    text_only="I can only read text. Please write your question in words.",
    unknown_command="I don't know this command. What I can do: /help",
    private_bot="This bot is private: it answers only those whom its owner has let in. Your id: {id}",
    busy="There are too many questions at once right now. Please ask again in a minute.",
    slow_down="That is a lot of questions. I will answer again in {seconds} s.",
    came_too_late="Your question came while I was away. If you still need the answer, ask again.",
    failed="Something went wrong. Please try again.",
    put_aside="I could not answer this message: I broke off twice while working on it. Please put it "
    "in other words.",
    unproven="I could not verify this quote against its source, so I do not show it. Please try again.",
    cut="✂️ Characters left out here: {count}",
    link_too_long="the link to the article is too long for a message",
    next_quote="Next quote {number}/{total} ▶",
    nearest_button="Nearest passages ({count})",
    context_button="Context",
    source_button="Source",
    back_button="◀ Quote",
    context="The quote with its neighbouring passages:",
    quote_at="Characters {start}–{end} of the file {path}",
    thanks={"up": "Thank you! Noted: it answers.", "down": "Thank you! Noted: it does not answer."},
    too_old="This reply is too old for its buttons. Please ask again.",
    sources="Sources, page {page} of {pages}",
    no_sources="The corpus is empty.",
    source_how="Send the source's number, for example /source_003. All numbers: /sources",
    follow_how="Write the question after the command: /follow What is being built in Astana? "
    "Or send /follow in reply to an answer of mine.",
    followed="I will write once a new source answers: “{question}”. All that you follow: /following",
    following="Followed here; a button stops the question with its number:",
    follows_nothing="No question is followed here.",
    follow_too_many="No more than {count} questions can be followed here. Stop some first: /following",
    follow_by_administrators="In a group, its administrators decide what it follows.",
    unfollowed="Stopped.",
    stop_button="Stop following",
    notice="New on what you follow: {question}",
    choose_language="In which language should I write around the quotes?",
    language_name="English",
    question_language_name="As in the question",
    language_set="From now on, the words around the quotes are English.",
    question_language_set="From now on, the words around the quotes are in the language of the question.",
    language_by_administrators="In a group, its administrators choose the language.",
    privacy="""\
What is kept:
• a language that you choose, with the id of the chat;
• your 👍 and 👎: the question, the quote, the version of the index, the time, and a pseudonym in place \
of your Telegram id;
• a message of yours until it is answered, so that it is not lost if the bot breaks off;
• for 48 hours, which of my messages answers which of yours, without their texts, so that an edit changes \
the reply;
• the questions that you follow, with the id of the chat and a pseudonym.
Your last questions are held in memory, for buttons and for follow-up questions, until the bot restarts. \
Nothing else is kept, and nothing is passed on.

/forget deletes all of it.""",
    privacy_logs="The owner of this bot also keeps the texts of questions in the log.",
    forgotten="Deleted. Ratings: {count}, the language that you chose, and what you follow.",
    forgotten_in_group="Deleted. Ratings: {count}, the language of your private chat with me, and what you "
    "follow. A group's language is chosen with /language.",
    forget_in_private="Here you write in the name of a chat, so I can't tell who you are. "
    "Send me /forget in private.",
    administrators_only="Only the bot's administrators may do this. Your id: {id}",
    status="""\
Dayeksoz {version}
Running for: {days} d {hours} h {minutes} min
Ready: {ready}
Process: {worker}, working in all: {workers}
Waiting: {waiting}
Questions since the start:
• answered: {answered}
• without an answer: {no_answer}
• not understood: {invalid}
• too many at once: {limited}
• failed: {failed}""",
    status_index="""\
Index: {generation}, built {built}
Documents: {documents}, passages: {passages}
Model: {model}""",
    ignored_channel="Posts of the channel “{title}” are ignored: to take them, add {channel} to "
    "DAYEKSOZ_TELEGRAM_CHANNELS.",
    yes="yes",
    no="no",
    add_how="Send me a file, several files, or addresses such as /add https://example.kz/news",
    more_rows="…and {count} more",
    indexed_soon="I will quote from it in a few seconds.",
    download_too_large="Telegram gives bots no file above 20 MB; split it, or use dayeksoz add",
    download_failed="it could not be downloaded from Telegram; send it once more",
    reloading="Bringing the index up to date…",
    reloaded="The index is up to date. Documents: {documents}, passages: {passages}, built {built}.",
    inline_none="No answer in my sources",
    inline_untitled="Quote",
)
