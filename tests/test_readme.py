"""What the READMEs show must be so."""

import re

import pytest

from bot.cli.main import main
from bot.exit_codes import ANOTHER_INSTANCE, BAD_USAGE, SETTINGS_WRONG, TOKEN_REFUSED
from bot.settings import PREFIX, PROJECT, Settings
from retrieval import Engine, Retriever
from retrieval.conversation import AboutQuote, Turn, read_in_context
from retrieval.encoding.encoder import Encoder
from retrieval.sources.corpus import Corpus

README = (PROJECT / "README.md").read_text("utf-8")
TELEGRAM = (PROJECT / "bot" / "telegram" / "README.md").read_text("utf-8")
PAGES = {"README.md": README, "bot/telegram/README.md": TELEGRAM}


def test_the_transcript_is_what_a_session_says(retriever: Retriever, seeds: Corpus) -> None:
    session = README.split("```text\n")[1].split("```")[0]
    asked = re.findall(r"^\? (.+)$", session, re.MULTILINE)
    assert [retriever.answer(question).answered for question in asked] == [True, True, False, False]
    turn: Turn | None = None
    everything = " ".join(" ".join(document.text.split()) for document in seeds.documents)
    for question, shown in zip(asked, re.split(r"^\? .+$", session, flags=re.MULTILINE)[1:], strict=True):
        bars = re.findall(r"^([│┃]) (.+)$", shown, re.MULTILINE)
        assert " ".join(text for _, text in bars) in everything
        if turn and read_in_context(question, turn).about_quote is AboutQuote.SPEAKER:
            assert turn.quote
            assert shown.splitlines()[1] == f"Сөйлеуші: {turn.quote.speaker}"
            assert " ".join(text for _, text in bars) == " ".join(turn.quote.text.split())
            continue
        answer = retriever.answer(question, top=10)
        turn = Turn(question, answer.quotes[0] if answer.quotes else None)
        if answer.answered:
            more = len(answer.quotes) - 1
            assert re.findall(r"^\w+: 1/(\d+)$|: (\d+) — /more$", shown, re.MULTILINE) == (
                [(str(more + 1), ""), ("", str(more))] if more else []
            )
            start, end = answer.quotes[0].highlight[0]
            set_off = " ".join(text for bar, text in bars if bar == "┃")
            assert set_off == " ".join(answer.quotes[0].document.text[start:end].split())


def test_the_lines_of_the_library_run(
    seeds_engine: Engine,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (lines,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    lines = lines.replace('".data"', repr(str(seeds_engine.data)))
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: encoder)
    monkeypatch.chdir(PROJECT)
    exec(compile(lines, "README.md", "exec"), {})  # noqa: S102 - it is our own page
    said = capsys.readouterr().out
    assert "председательствует" in said
    assert 0.3 < float(said.splitlines()[-1]) < 0.5


def test_each_place_in_the_map_exists() -> None:
    table = README.split("### Where to change what")[1].split("## Licence")[0]
    named = re.findall(r"`((?:bot|retrieval)/[\w/.]+)`", table)
    assert len(named) > 10
    assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`dayeksoz (\w+)", README + TELEGRAM))))
def test_each_command_exists(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: dayeksoz {command}")


def test_each_command_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^    (\w+)\b", capsys.readouterr().out, re.MULTILINE)
    assert listed
    assert set(listed) == set(re.findall(r"^\| `dayeksoz (\w+)", README, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_each_setting_that_is_named_exists(page: str) -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", PAGES[page]))
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}


def test_each_setting_of_the_telegram_bot_is_explained() -> None:
    settings = {name.upper() for name in Settings.model_fields if name.startswith("telegram_")}
    named = set(re.findall(rf"{PREFIX}(TELEGRAM_[A-Z_]+)", README + TELEGRAM))
    assert settings <= named


@pytest.mark.parametrize("page", PAGES)
def test_each_link_within_the_project_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]*)(?:#([\w-]+))?\)", PAGES[page])
    assert links
    for path, heading in links:
        target = (PROJECT / page).parent / path if path else PROJECT / page
        assert target.exists(), path
        if heading:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert heading in {one.lower().replace(" ", "-") for one in headings}


def test_what_the_service_and_the_container_start_with_is_there() -> None:
    for path in re.findall(r"^COPY (.+) \S+$", TELEGRAM, re.MULTILINE):
        assert all((PROJECT / name).exists() for name in path.split())
    for given in re.findall(r"^(?:Environment=|ENV )(.+)$", TELEGRAM, re.MULTILINE):
        names = {one.partition("=")[0].removeprefix(PREFIX).lower() for one in given.split()}
        assert names <= set(Settings.model_fields)
    stated = re.findall(r"^RestartPreventExitStatus=(.+)$", TELEGRAM, re.MULTILINE)
    assert stated == [f"{BAD_USAGE} {TOKEN_REFUSED} {ANOTHER_INSTANCE} {SETTINGS_WRONG}"]
