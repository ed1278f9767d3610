"""What each command does."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from bot.engine import open_engine
from bot.exit_codes import FAILED, OK
from bot.payload import answer_payload, failure_payload, source_payload
from bot.render import answer_text, sources_text
from bot.settings import Settings, read_settings, unknown_settings
from bot.terminal import Terminal, answer_frame, user_frame
from retrieval import Engine
from retrieval.errors import QuestionError, QuestionFault


def run(options: argparse.Namespace) -> int:
    """Runs the command of ``options``; returns the exit code."""
    command: Callable[[argparse.Namespace, Settings, Terminal], int] = {
        "ask": _ask_many if options.command == "ask" and options.question == ["-"] else _ask,
        "repl": _repl,
        "sources": _sources,
        "index": _index,
        "eval": _eval,
        "calibrate": _calibrate,
        "bench": _bench,
        "feedback": _feedback,
        "telegram": _telegram,
    }[options.command]
    settings, terminal = read_settings(), Terminal()
    for sentence in unknown_settings():
        terminal.err.print(f"dayeksoz: {sentence}")
    return command(options, settings, terminal)


def _ask(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from retrieval import checked_question

    question = checked_question(" ".join(options.question))
    with terminal.progress(user_frame(settings)) as bars:
        engine = open_engine(settings, bars)
        answer = engine.retriever.answer(question, options.top)
    _report_shortcomings(engine, settings, terminal)
    if options.json:
        _print_json(answer_payload(answer))
    else:
        words = answer_frame(settings, answer.language)
        terminal.out.print(answer_text(answer, words, terminal.width))
    return OK


def _ask_many(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    with terminal.progress(user_frame(settings)) as bars:
        engine = open_engine(settings, bars)
        retriever = engine.retriever
    _report_shortcomings(engine, settings, terminal)
    unasked = []
    for number, line in enumerate(_lines(), 1):
        try:
            payload = answer_payload(retriever.answer(_decode(line), options.top))
        except QuestionError as error:
            unasked.append(number)
            payload = failure_payload(line.decode(errors="replace"), str(error))
        _print_json(payload)
    if unasked:
        terminal.err.print(
            f"dayeksoz: {len(unasked)} of the lines could not be asked (the first is line "
            f"{unasked[0]}); each has its 'error' in the output."
        )
    return FAILED if unasked else OK


def _lines() -> Iterator[bytes]:
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n")


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(QuestionFault.NOT_TEXT, "The question is not UTF-8 text.") from error


def _repl(_: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.repl import Repl

    return Repl(settings, terminal).run()


def _sources(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    words = user_frame(settings)
    corpus = open_engine(settings).read_corpus()
    if options.json:
        _print_json([source_payload(document) for document in corpus.documents])
    else:
        terminal.out.print(sources_text(list(corpus.documents), words))
    for file in corpus.skipped:
        terminal.err.print(words.skipped_file(file))
    return OK


def _index(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    words = user_frame(settings)
    with terminal.progress(words) as bars:
        engine = open_engine(settings, bars)
        if options.action == "rebuild":
            engine.rebuild()
        elif options.action == "build":
            _ = engine.generation
    status = engine.index_status()
    record, stale = status.record, status.why_stale
    if record:
        terminal.out.print(f"Built {record.built} with {record.recipe.model}.")
        terminal.out.print(words.corpus.format(documents=record.documents, passages=record.passages))
        for file in record.skipped:
            terminal.err.print(words.skipped_file(file))
    terminal.out.print(
        f"Out of date: {stale}; the next question, or 'dayeksoz index', builds it."
        if stale
        else "Up to date."
    )
    return OK


def _eval(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.evaluation import evaluate

    return evaluate(options, settings, terminal)


def _calibrate(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.evaluation import calibrate

    return calibrate(options, settings, terminal)


def _bench(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.bench import bench

    return bench(options, settings, terminal)


def _feedback(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.feedback import export, review

    return (export if options.action == "export" else review)(options, settings, terminal)


def _telegram(_: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    from bot.telegram import service

    service.token_of(settings)  # before the long work
    engine = open_engine(settings)
    if not engine.is_prepared:
        # The long work of a first start has its progress bars; later ones load behind the connection.
        with terminal.progress(user_frame(settings)) as bars:
            engine = open_engine(settings, bars)
            engine.prepare()
    service.run(settings, engine)
    return OK


def _report_shortcomings(engine: Engine, settings: Settings, terminal: Terminal) -> None:
    """Files that are not in the index, and a model whose confidence is not calibrated."""
    words = user_frame(settings)
    for file in engine.generation.record.skipped:
        terminal.err.print(words.skipped_file(file))
    if not engine.retriever.is_calibrated:
        terminal.err.print(words.uncalibrated)


def _print_json(payload: Any) -> None:
    print(json.dumps(payload, ensure_ascii=False), flush=True)
