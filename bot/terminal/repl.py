"""Asking in the terminal, one question after another.

The prompt appears at once: the model loads behind it while the person types. Only the first start, which
unpacks the model and builds the index, shows its progress first.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from bot.advice import sentence
from bot.citation import time_text
from bot.engine import open_engine
from bot.exit_codes import OK
from bot.locale.phrases import Phrases
from bot.serving.understanding import (
    ASKS_FOR_MORE,
    about_quote_text,
    nothing_next,
    reply_to,
    said_next,
    understood,
)
from bot.settings import Settings
from bot.terminal.console import Terminal, answer_phrases, user_phrases
from bot.terminal.layout import document_text, quote_text, sources_text, wrapped
from bot.terminal.prompt import typed_lines
from retrieval import LANGUAGES, Answer, DayeksozError, Engine, Period, QuestionError, question_language
from retrieval.conversation import AboutQuote, Reading, ReadingKind, Turn, answer_reading
from retrieval.documents import Quote

if TYPE_CHECKING:
    from retrieval import Retriever

LOADER = "model loader"
"""The name of the thread that loads the model."""

_QUOTES = 10
"""How many quotes `/more` can reach, as many as the buttons in a chat."""


class Repl:
    """One session: settings that it may change, and the answer that it is showing."""

    def __init__(self, settings: Settings, terminal: Terminal) -> None:
        self._settings = settings
        self._terminal = terminal
        self._engine: Engine = open_engine(settings)
        self._retriever: Future[Retriever] = Future()
        self._answer: Answer | None = None
        self._shown = 0
        self._within: Period | None = None
        self._turn: Turn | None = None
        self._commands: dict[str, Callable[[str], None]] = {
            "/sources": self._show_sources,
            "/source": self._show_source,
            "/more": lambda _: self._show_more(),
            "/dates": self._set_dates,
            "/language": self._set_language,
            "/help": lambda _: self._print(self._phrases.help),
        }

    def run(self) -> int:
        """Obeys until ``/quit`` or the end of input; returns the exit code."""
        self._prepare()
        self._print(self._phrases.welcome)
        for line in typed_lines(self._settings.data_dir / "repl_history"):
            try:
                if line.strip() in ("/quit", "/exit"):
                    break
                self._obey(line.strip())
            except QuestionError as error:
                self._print(self._phrases.faults[error.fault])
            except DayeksozError as error:
                self._print(sentence(error))
            except KeyboardInterrupt:
                self._print("")
        return OK

    def _prepare(self) -> None:
        """Loads behind the prompt, or before it where there is long work to watch."""
        if self._engine.is_prepared:
            threading.Thread(target=self._load, name=LOADER, daemon=True).start()
            return
        with self._terminal.progress(self._phrases) as bars:
            self._engine = open_engine(self._settings, bars)
            self._retriever.set_result(self._engine.retriever)

    def _load(self) -> None:
        try:
            self._retriever.set_result(self._engine.retriever)
        except Exception as error:  # noqa: BLE001 - `_wait` raises it again
            self._retriever.set_exception(error)

    def _obey(self, line: str) -> None:
        if not line.startswith("/"):
            if line:
                self._ask(line)
            return
        name, _, argument = line.partition(" ")
        command = self._commands.get(name)
        if command:
            command(argument.strip())
        else:
            self._print(self._phrases.unknown_command.format(command=name))

    def _ask(self, message: str) -> None:
        from retrieval import checked_question

        meaning = understood(checked_question(message), self._turn)
        if not isinstance(meaning, Reading):
            phrases = answer_phrases(self._settings, meaning.language)
            self._print(reply_to(meaning.remark, self._wait(), phrases))
        elif meaning.kind is ReadingKind.UNCLEAR:
            self._print(answer_phrases(self._settings, question_language(message)).unclear)
        elif meaning.about_quote and self._turn and self._turn.quote:
            self._say_of(self._turn, self._turn.quote, meaning.about_quote, question_language(message))
        else:
            self._answer_to(meaning)

    def _say_of(self, turn: Turn, quote: "Quote", about: AboutQuote, language: str) -> None:
        """What is asked about a quote, and the quote; or the passage that follows it."""
        phrases = answer_phrases(self._settings, language)
        if about in ASKS_FOR_MORE:
            following = said_next(self._wait(), quote, about)
            if following is None:
                self._print(nothing_next(quote, about, phrases))
                return
            quote = following
            self._turn = replace(turn, quote=quote)
        else:
            self._print(about_quote_text(about, quote, phrases))
        self._print(quote_text(quote, phrases, self._terminal.width, number=1, total=1))
        self._print("")

    def _answer_to(self, reading: Reading) -> None:
        """Answers a question as it was read, and says how that was if it was not as typed."""
        self._take_up_newer()
        answer = self._answer = answer_reading(self._wait(), reading, _QUOTES, self._within)
        self._shown = 0
        self._turn = Turn(reading.question, answer.quotes[0] if answer.quotes else None)
        phrases = answer_phrases(self._settings, answer.language)
        if reading.is_changed:
            self._print(phrases.read_as.format(question=reading.shown))
        said = time_text(answer, phrases)
        if answer.answered:
            if said:
                self._print(said)
            self._show_more()
            return
        nearest = phrases.nearest_more.format(count=len(answer.nearest)) if answer.nearest else ""
        self._print("\n".join(filter(None, [phrases.no_answer, said, nearest])))

    def _take_up_newer(self) -> None:
        """Answers from the index that another process has made in the meantime, if one has."""
        if not self._retriever.done() or self._retriever.exception():
            return
        newer = self._engine.newer_retriever(self._retriever.result())
        if newer:
            self._retriever = Future()
            self._retriever.set_result(newer)

    def _wait(self) -> "Retriever":
        if not self._retriever.done():
            with self._terminal.err.status(self._phrases.model_loading):
                self._retriever.result()
        retriever = self._retriever.result()
        if not retriever.is_calibrated and self._answer is None:
            self._print(self._phrases.uncalibrated)
        return retriever

    def _show_more(self) -> None:
        """The next quote of the last answer, or the next of the nearest passages."""
        answer = self._answer
        quotes = answer.found if answer else ()
        if answer is None or self._shown == len(quotes):
            self._print(self._phrases.no_more)
            return
        phrases = answer_phrases(self._settings, answer.language)
        number, total = self._shown + 1, len(quotes)
        self._shown = number
        if self._turn:
            self._turn = replace(self._turn, quote=quotes[number - 1])
        if not answer.answered and number == 1:
            self._print(phrases.nearest)
        self._print(quote_text(quotes[number - 1], phrases, self._terminal.width, number=number, total=total))
        self._print("")
        if number < total:
            self._print(phrases.more.format(count=total - number))

    def _show_sources(self, _: str) -> None:
        corpus = open_engine(self._settings).read_corpus()
        self._print(sources_text(list(corpus.documents), self._phrases, corpus.replaced()))

    def _show_source(self, id_: str) -> None:
        documents = open_engine(self._settings).read_corpus().documents
        found = next((document for document in documents if document.id == id_), None)
        if found:
            self._print(document_text(found, self._phrases))
        else:
            self._print(self._phrases.unknown_source.format(id=id_ or "?"))

    def _set_dates(self, dates: str) -> None:
        """Counts only sources and passages of ``dates`` from now on; all where it is empty."""
        try:
            self._within = Period.of_iso_range(dates) if dates else None
        except ValueError:
            self._print(self._phrases.dates_how)
            return
        within, phrases = self._within, self._phrases
        self._print(phrases.time.format(period=phrases.period(within)) if within else phrases.dates_all)

    def _set_language(self, code: str) -> None:
        if code not in ("auto", *LANGUAGES):
            self._print(self._phrases.languages)
            return
        self._settings = self._settings.model_copy(update={"language": code})
        self._print(self._phrases.question_language_set if code == "auto" else self._phrases.language_set)

    @property
    def _phrases(self) -> Phrases:
        return user_phrases(self._settings)

    def _print(self, text: str | Text) -> None:
        self._terminal.out.print(wrapped(text, self._terminal.width) if isinstance(text, str) else text)
