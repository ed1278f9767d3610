"""The REPL, typed at through a pipe and through a pretended terminal."""

import io
import sys
import threading
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.advice import sentence
from bot.cli.main import main
from bot.locale import lookup
from bot.terminal.console import Terminal
from bot.terminal.repl import LOADER
from retrieval import Engine, Task
from retrieval.errors import ModelLoadError
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture(autouse=True)
def _no_loader_outlives_its_test() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name == LOADER:
            thread.join()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    """Keys sent here are typed at the prompt."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def type_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str) -> list[str]:
    content = "\n".join(lines).encode(errors="surrogateescape")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["repl"]) == 0
    return capsys.readouterr().out.replace("\xa0", " ").splitlines()[1:]


def test_a_question_and_more(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown = type_lines(monkeypatch, capsys, "Кто председательствует в СНГ?", "/more", "")
    assert "Говорит: К.-Ж.Токаев" in shown
    assert shown[-1] == "There is nothing more to show."


def test_no_answer_offers_what_is_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = type_lines(monkeypatch, capsys, "рецепт борща", "/more", "/more")
    assert shown[:4] == [
        "В корпусе нет ответа на этот вопрос.",
        "Ближайшие по теме места, 10 (это не ответ): /more",
        "Ближайшие по теме места (это не ответ):",
        "Цитата 1 из 10",
    ]
    assert "Цитата 2 из 10" in shown


def test_dates_hold_until_they_are_taken_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Кто председательствует в СНГ?"
    shown = type_lines(
        monkeypatch, capsys, "/language ru", "/dates 2030..", question, "/dates июль", "/dates", question
    )
    said = "Только источники этого времени и отрывки, в которых о нём говорится: 2030 и позже"
    assert shown[:4] == [
        "Язык пояснений: русский.",
        said,
        "В корпусе нет ответа на этот вопрос.",
        "Нет ни источников этого времени, ни отрывков о нём: 2030 и позже",
    ]
    assert shown[5].startswith("Укажите годы, месяцы или дни: /dates 2022..2023")
    assert shown[6] == "Снова учитываются все источники, с любой датой."
    assert "Говорит: К.-Ж.Токаев" in shown


def test_a_follow_up_is_read_with_the_last_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = type_lines(
        monkeypatch,
        capsys,
        "А сколько он стоит?",
        "Здравствуйте! Сколько российских компаний работает в Казахстане?",
        "кто это сказал?",
        "And when was that?",
        "А в России?",
        "спасибо",
        "Ал Жапонияда ше?",
    )
    assert shown[0] == "О чём речь? Назовите в вопросе, о ком или о чём вы спрашиваете."
    assert "Источник не отмечает, кто это говорит." in shown
    assert "Published: 2024 (inferred from the text)" in shown
    assert "Понято как: Сколько российских компаний работает в России?" in shown
    assert shown.index("Пожалуйста!") > shown.index("Published: 2024 (inferred from the text)")
    assert shown.count("Статью Токаева опубликовала российская газета") >= 3


def test_remarks_are_answered_from_the_figures_of_the_corpus(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert type_lines(monkeypatch, capsys, "сколько статей?", "what's new?")[:4] == [
        "Документов в корпусе: 5. Даты публикации: 24 декабря 2021 г. (установлено по тексту) – "
        "23 декабря 2024 г.",
        "Список: /sources",
        "The newest by date of publication:",
        "untitled: «Президент России Владимир Путин на брифинге с журналистами по итогам…»",
    ]


def test_commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown = type_lines(
        monkeypatch,
        capsys,
        "/language ru",
        "/more",
        "/language fr",
        "/fly",
        "/source 77",
        "/source 003",
        "/sources",
        "/language auto",
    )
    assert shown[-1] == "Language around the quotes: that of the question."
    assert shown[:5] == [
        "Язык пояснений: русский.",
        "Больше показать нечего.",
        "Укажите язык: /language ru, kk, en или auto.",
        "Нет команды /fly. Список команд: /help.",
        "Нет документа 77. Список документов: /sources.",
    ]
    assert "Встреча с Президентом Казахстана Касым-Жомартом Токаевым" in shown
    assert "2022-08-19 18:35:00" in shown
    assert "004  2024 (установлено по тексту)" in shown


def test_the_language_that_was_set_frames_every_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert type_lines(monkeypatch, capsys, "/language kk", "рецепт борща")[1].startswith(
        "Корпуста бұл сұраққа"
    )


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("😀", "The question has no words or numbers. Write it in words."),
        ("ы" * 100_000, "The question is too long. Fit it into 1000 characters."),
        ("a\udcffb", "The question holds signs that can't be read. Type it anew."),
    ],
)
def test_bad_questions_get_a_sentence_and_the_session_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, reply: str
) -> None:
    assert type_lines(monkeypatch, capsys, line, "/fly") == [
        reply,
        "There is no command /fly. The list of commands: /help.",
    ]


def test_a_model_that_cannot_be_loaded_is_said_when_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ModelLoadError("m", "cuda:1", "no such device")

    monkeypatch.setattr("retrieval.engine.load_encoder", fail)
    assert type_lines(monkeypatch, capsys, "/language en", "Кто председательствует в СНГ?", "/sources")[
        :2
    ] == [
        "Language around the quotes: English.",
        sentence(ModelLoadError("m", "cuda:1", "no such device")),
    ]


def test_control_c_cancels_a_line_and_control_d_leaves(
    terminal: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.send_text("рецепт бор\x03/fly\r\x04")
    assert main(["repl"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "There is no command /fly. The list of commands: /help."
    ]


def test_history_outlives_a_session(terminal: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.send_text("/fly\r\x04")
    assert main(["repl"]) == 0
    terminal.send_text("\x1b[A\r/quit\r")
    assert main(["repl"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "/fly" in line]
    assert len(said) == 2


def test_a_new_index_is_taken_up_before_the_next_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], write_sources: WriteSources
) -> None:
    tiny = TinyEncoder()
    folder = write_sources({"a.txt": "Ракета стартовала с Байконура. Да."})
    monkeypatch.setenv("DAYEKSOZ_CORPUS_DIR", str(folder))
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: tiny)
    monkeypatch.setattr("retrieval.engine.identify", lambda _: tiny.model_id)
    (data := folder.parent / "own").mkdir()
    monkeypatch.setenv("DAYEKSOZ_DATA_DIR", str(data))

    def lines(_: object) -> Iterator[str]:
        yield "спутник"
        yield "/more"
        write_sources({"b.txt": "Спутник вышел на орбиту. Да."})
        Engine(folder, data, encoder=tiny).update()
        yield "спутник"
        yield "/more"

    monkeypatch.setattr("bot.terminal.repl.typed_lines", lines)
    assert main(["repl"]) == 0
    shown = capsys.readouterr().out
    before, after = shown.index("Ракета стартовала"), shown.index("Спутник вышел на орбиту")
    assert before < after


def test_waiting_for_another_updater_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for phrases in map(lookup.phrases, ("ru", "kk", "en")):
        with Terminal().progress(phrases) as bars:
            bars(Task.WAIT, 0, 1)
            bars(Task.WAIT, 1, 1)
        assert capsys.readouterr().err.splitlines() == [phrases.tasks[Task.WAIT]]
