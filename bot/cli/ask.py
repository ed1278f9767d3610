"""The command ``ask``: one question, or many from standard input."""

import argparse
import sys
from collections.abc import Iterator

from bot.advice import sentence
from bot.cli.payload import answer_payload, failure_payload, print_json
from bot.engine import open_engine
from bot.exit_codes import FAILED, OK
from bot.settings import Settings
from bot.terminal.console import Terminal, answer_phrases, user_phrases
from bot.terminal.layout import answer_text
from retrieval import Engine, Period, checked_question
from retrieval.conversation import leans, remark_in
from retrieval.errors import QuestionError, QuestionFault


def ask(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    if options.question == ["-"]:
        return _ask_many(options, settings, terminal)
    question, within = checked_question(" ".join(options.question)), _within(options)
    with terminal.progress(user_phrases(settings)) as bars:
        engine = open_engine(settings, bars)
        answer = engine.retriever.answer(question, options.top, within)
    _report_shortcomings(engine, settings, terminal)
    if options.json:
        print_json(answer_payload(answer))
    elif leans(question) and not remark_in(question):
        terminal.out.print(answer_phrases(settings, answer.language).unclear)
    else:
        phrases = answer_phrases(settings, answer.language)
        terminal.out.print(answer_text(answer, phrases, terminal.width))
    return OK


def _ask_many(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Asks each line of standard input, and prints a JSON object for each."""
    within = _within(options)
    with terminal.progress(user_phrases(settings)) as bars:
        engine = open_engine(settings, bars)
        retriever = engine.retriever
    _report_shortcomings(engine, settings, terminal)
    unasked = []
    for number, line in enumerate(_lines(), 1):
        try:
            payload = answer_payload(retriever.answer(_decode(line), options.top, within))
        except QuestionError as error:
            unasked.append(number)
            payload = failure_payload(line.decode(errors="replace"), sentence(error))
        print_json(payload)
    if unasked:
        terminal.err.print(
            f"dayeksoz: {len(unasked)} of the lines could not be asked (the first is line "
            f"{unasked[0]}); each has its 'error' in the output."
        )
    return FAILED if unasked else OK


def _within(options: argparse.Namespace) -> Period | None:
    """The days that ``--since`` and ``--until`` leave; raises QuestionError where they leave none."""
    since, until = options.since, options.until
    if since is None and until is None:
        return None
    try:
        return Period(since and since.since, until and until.until)
    except ValueError as error:
        raise QuestionError(QuestionFault.DATES, "--since lies after --until: exchange them.") from error


def _lines() -> Iterator[bytes]:
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n")


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(QuestionFault.NOT_TEXT, "The question is not UTF-8 text.") from error


def _report_shortcomings(engine: Engine, settings: Settings, terminal: Terminal) -> None:
    """Names the files that are not in the index, and warns where the model is not calibrated."""
    phrases = user_phrases(settings)
    for file in engine.generation.record.skipped:
        terminal.err.print(phrases.skipped_file(file))
    if not engine.retriever.is_calibrated:
        terminal.err.print(phrases.uncalibrated)
