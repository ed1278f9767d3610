"""What people may expect of the bot, on a server that checks each request against Telegram's rules."""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli.main import main
from bot.errors import RecordsError
from bot.locale.chat_phrases import ChatPhrases
from bot.locale.lookup import chat_phrases
from bot.serving import library
from bot.serving.database import Database
from bot.serving.opening import open_file
from bot.serving.workers import Workers, worker_of
from bot.telegram.handlers import questions
from bot.telegram.messages.answer_drafts import answer_draft, inline_draft, quote_draft
from bot.telegram.messages.draft import Draft
from retrieval import Engine, Retriever
from retrieval.encoding.encoder import Encoder
from retrieval.errors import QuestionFault
from retrieval.evaluation import read_feedback
from tests.conftest import WriteSources
from tests.telegram.api import TOKEN, Call, StrictApi, refusing
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import BOT, GROUP, inline, message, press, text_message, user

QUESTION = "Что говорилось о филиалах вузов в Казахстане?"
KAZAKH = "Ресей Қазақстанның сауда серіктестері арасында нешінші орында?"
NO_ANSWER = "Who is the president of France?"
RU, KK, EN = (chat_phrases(code) for code in ("ru", "kk", "en"))

Scenario = Callable[[StrictApi], Coroutine[Any, Any, None]]


def play(run_bot: RunBot, scenario: Scenario, **settings: Any) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN, **settings):
            await scenario(api)

    asyncio.run(run())


def button(call: Call, label: str) -> str:
    rows = call.fields["reply_markup"]["inline_keyboard"]
    return next(str(one["callback_data"]) for row in rows for one in row if label in one["text"])


def quoted(call: Call) -> str:
    """The text of the first quotation."""
    entity = next(one for one in call.fields["entities"] if "blockquote" in one["type"])
    coded = call.fields["text"].encode("utf-16-le")
    return str(coded[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])], "utf-16-le")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", RU.start),
        ("/help", f"{RU.help}\n{RU.help_follow}\n{RU.help_inline.format(username='quotes_bot')}"),
        ("/help@quotes_bot", f"{RU.help}\n{RU.help_follow}\n{RU.help_inline.format(username='quotes_bot')}"),
        ("/ask", RU.ask_how),
        ("/ask   ", RU.ask_how),
        ("/source 999", RU.common.unknown_source.format(id="999")),
        ("/source_999", RU.common.unknown_source.format(id="999")),
        ("/source", RU.source_how),
        ("/language", RU.choose_language),
        ("/language fr", RU.choose_language),
        ("/follow", RU.follow_how),
        ("/follow ?!", RU.common.faults[QuestionFault.NO_WORDS]),
        ("/following", f"{RU.follows_nothing}\n{RU.follow_how}"),
        ("/privacy", RU.privacy),
        ("/forget", RU.forgotten.format(count=0)),
        ("/status", RU.administrators_only.format(id=77)),
        ("/reload", RU.administrators_only.format(id=77)),
        ("/nonsense", RU.unknown_command),
        ("/помощь", RU.unknown_command),
        ("/", RU.unknown_command),
        ("//", RU.unknown_command),
        ("?!…", RU.common.faults[QuestionFault.NO_WORDS]),
        ("слово " * 200, RU.common.faults[QuestionFault.TOO_LONG]),
    ],
)
def test_what_is_said_to(run_bot: RunBot, command: str, said: str) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(command))
        (reply,) = await api.sent()
        assert reply.fields["text"] == said

    play(run_bot, scenario)


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "document", "location"])
def test_what_is_not_text_gets_a_friendly_sentence(run_bot: RunBot, kind: str) -> None:
    file = {"file_id": "f", "file_unique_id": "u", "duration": 1, "width": 1, "height": 1, "type": "regular"}
    content: Any = {"latitude": 1.0, "longitude": 1.0} if kind == "location" else file
    sticker = {**file, "is_animated": False, "is_video": False} if kind == "sticker" else content
    sent = {**message(None), kind: [file] if kind == "photo" else sticker}

    async def scenario(api: StrictApi) -> None:
        in_group = {**sent, "chat": {"id": GROUP, "type": "supergroup", "title": "G"}}
        await api.push({"message": in_group}, {"message": sent})
        (reply,) = await api.sent()
        assert (reply.fields["chat_id"], reply.fields["text"]) == (77, RU.text_only)

    play(run_bot, scenario)


def test_an_album_gets_one_reply(run_bot: RunBot) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

    async def scenario(api: StrictApi) -> None:
        pictures = [message(None, id_=n, photo=photo, media_group_id="a") for n in (1, 2, 3)]
        await api.push(*({"message": picture} for picture in pictures), text_message("/start", id_=4))
        assert [call.fields["text"] for call in await api.sent(2)] == [RU.text_only, RU.start]

    play(run_bot, scenario)


def test_a_reply_in_a_topic_stays_there(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        in_topic = {"is_topic_message": True, "message_thread_id": 12}
        await api.push(text_message(f"/ask {QUESTION}", chat=GROUP, **in_topic))
        (reply,) = await api.sent()
        assert reply.fields["message_thread_id"] == 12
        assert api.of("sendChatAction")[0].fields["message_thread_id"] == 12

    play(run_bot, scenario)


def test_a_mention_by_name_and_one_under_another_message(run_bot: RunBot) -> None:
    mention = {"type": "mention", "offset": 0, "length": 11}

    async def scenario(api: StrictApi) -> None:
        other = message(QUESTION, chat=GROUP, id_=1, sender=5)
        await api.push(
            text_message(f"@Quotes_bot {KAZAKH}", chat=GROUP, id_=2, entities=[mention]),
            text_message("@quotes_bot", chat=GROUP, id_=3, entities=[mention], reply_to_message=other),
            text_message(f"@other__bot {KAZAKH}", chat=GROUP, id_=4, entities=[mention]),
            text_message("/ask@other_bot x", chat=GROUP, id_=5),
            text_message("/start", chat=GROUP, id_=6),
        )
        first, second, third = await api.sent(3)
        assert quoted(first).startswith("Россия находится на")
        assert "учебных заведений" in quoted(second)
        assert third.fields["text"] == RU.help_in_group

    play(run_bot, scenario)


def test_the_language_is_the_chosen_one_else_the_question_s_else_the_client_s(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/help", id_=1), text_message(NO_ANSWER, id_=2))
        await api.push(text_message("/language", id_=3))
        *said, menu = await api.sent(3)
        assert said[0].fields["text"].startswith(RU.help)
        assert said[1].fields["text"] == EN.common.no_answer
        await api.push(press(button(menu, "Қазақша"), menu.result))
        (edit,) = await api.sent(method="editMessageText")
        assert edit.fields["text"] == KK.language_set
        await api.push(text_message(NO_ANSWER, id_=4), text_message("/language auto", id_=5))
        await api.push(text_message(NO_ANSWER, id_=6))
        assert [call.fields["text"] for call in (await api.sent(6))[3:]] == [
            KK.common.no_answer,
            KK.question_language_set,
            EN.common.no_answer,
        ]

    play(run_bot, scenario)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Rnj nfrjq Njrftd?", RU),  # «Кто такой Токаев?» on a keyboard that was set to English
        ("Kto takoi prezident Frantsii?", RU),
        ("Who is Токаев?", EN),
        ("Ресей туралы не айтылды?", KK),
    ],
)
def test_the_words_around_a_quote_are_in_the_language_that_was_meant(
    run_bot: RunBot, retriever: Retriever, typed: str, said: ChatPhrases
) -> None:
    answer = retriever.answer(typed, 10)
    assert answer.language == said.common.language

    async def scenario(api: StrictApi) -> None:
        sender = {"from": user(77, "de")}
        await api.push({"message": {**message(typed), **sender}})
        (reply,) = await api.sent()
        assert reply.fields["text"] == answer_draft(answer, said).text
        await api.push(press(button(reply, ""), reply.result), inline(typed, sender=78))
        (edit,) = await api.sent(method="editMessageText")
        assert edit.fields["text"] == quote_draft(answer, int(answer.answered), said).text
        await api.push({"message": {**message(typed, id_=6), **sender}})
        refusal = (await api.sent(2))[1].fields["text"]
        assert refusal in {said.slow_down.format(seconds=seconds) for seconds in range(1, 61)}
        (offer,) = await api.sent(method="answerInlineQuery")
        shown = offer.fields["results"][0]["input_message_content"]["message_text"]
        expected = inline_draft(answer, 0, said).text if answer.answered else said.common.no_answer
        assert shown.startswith(expected)

    play(run_bot, scenario, telegram_user_questions=2)


def test_in_a_group_its_administrators_choose_the_language(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/language kk", chat=GROUP))
        (menu,) = await api.sent()
        await api.push(press(button(menu, "Қазақша"), menu.result, sender=2, id_="p1"))
        await api.push(press(button(menu, "Қазақша"), menu.result, sender=1, id_="p2"))
        await api.sent(method="editMessageText")
        told = [call.fields.get("text") for call in api.of("answerCallbackQuery")]
        assert told == [RU.language_by_administrators, None]

    play(run_bot, scenario)


def test_sources_are_paged_and_shown(run_bot: RunBot, retriever: Retriever) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/sources", id_=1), text_message("/source 003", id_=2))
        await api.push(text_message("/source_003", id_=3), text_message("/source 3", id_=4))
        listed, card, *same = await api.sent(4)
        assert [call.fields["text"] for call in same] == [card.fields["text"]] * 2
        assert listed.fields["text"].startswith("Источники, страница 1 из 1")
        assert all(id_ in listed.fields["text"] for id_ in retriever.generation.documents)
        assert card.fields["text"] == (
            "003\nВстреча с Президентом Казахстана Касым-Жомартом Токаевым\nkremlin.ru · 19 августа 2022 г., "
            "18:35\nhttp://kremlin.ru/events/president/news/copy/69182\n\nseeds/003_5bae6fbf0cd5c1af.txt"
        )

    play(run_bot, scenario)


def test_verdicts_are_kept_exported_and_forgotten(
    run_bot: RunBot, tmp_path: Path, retriever: Retriever, capsys: pytest.CaptureFixture[str]
) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(QUESTION))
        (reply,) = await api.sent()
        for number, (label, sender) in enumerate([("👎", 77), ("👍", 77), ("👎", 78)]):
            await api.push(press(button(reply, label), reply.result, sender=sender, id_=f"p{number}"))
        await api.sent(3, "answerCallbackQuery")

    async def forgetting(api: StrictApi) -> None:
        await api.push(text_message("/forget"))
        (reply,) = await api.sent()
        assert reply.fields["text"] == RU.forgotten.format(count=1)

    play(run_bot, scenario)
    export = tmp_path / "export.jsonl"
    assert main(["feedback", "export", "--output", str(export)]) == 0
    quote = retriever.answer(QUESTION).quotes[0]
    rows = [json.loads(line) for line in export.read_text("utf-8").splitlines()]
    assert [(row["verdict"], row["quote"], row["generation"]) for row in rows] == [
        ("up", quote.text, retriever.generation.id),
        ("down", quote.text, retriever.generation.id),
    ]
    assert len({row["user"] for row in rows}) == 2
    assert not {"77", "78"} & {row["user"] for row in rows}
    assert [(row.question, row.document) for row in read_feedback(export)] == [
        (QUESTION, "002_da526a3f0524b47f.txt")
    ] * 2
    play(run_bot, forgetting)
    capsys.readouterr()
    assert main(["feedback", "export"]) == 0
    assert [json.loads(line)["verdict"] for line in capsys.readouterr().out.splitlines()] == ["down"]


def test_a_button_works_after_a_restart(run_bot: RunBot, retriever: Retriever) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            async with run_bot(url, TOKEN):
                await api.push(text_message(KAZAKH))
                (reply,) = await api.sent()
            async with run_bot(url, TOKEN):
                await api.push(press(button(reply, "▶"), reply.result))
                (edit,) = await api.sent(method="editMessageText")
                assert quoted(edit) == retriever.answer(KAZAKH).quotes[1].text
                lost = {name: value for name, value in reply.result.items() if name != "reply_to_message"}
                await api.push(press(button(reply, "▶"), {**lost, "message_id": 1}, id_="p2"))
                await api.push(press("quote:0:0123456789", reply.result, id_="p3"))
                await api.push(press("nonsense", reply.result, id_="p4"))
                told = await api.sent(4, "answerCallbackQuery")
                assert [call.fields.get("text") for call in told] == [
                    None, RU.too_old, KK.too_old, RU.too_old,
                ]  # fmt: skip

    asyncio.run(run())


def test_a_quotation_without_proof_is_never_sent(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def forged(*given: Any) -> Draft:
        draft = answer_draft(*given)
        return replace(draft, text=draft.text.replace("очень", "не очень", 1))

    monkeypatch.setattr(questions, "answer_draft", forged)

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(QUESTION))
        (reply,) = await api.sent()
        assert reply.fields["text"] == RU.unproven

    play(run_bot, scenario)
    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert error.getMessage() == "Not sent: A quotation differs from seeds/002_da526a3f0524b47f.txt."


def test_only_those_who_may(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(
            text_message(QUESTION, chat=1, sender=1, id_=1),
            text_message(QUESTION, chat=2, sender=2, id_=1),
            text_message(QUESTION, chat=2, sender=2, id_=2),
            text_message(f"/ask {QUESTION}", chat=GROUP, sender=2, id_=1),
            text_message(f"/ask {QUESTION}", chat=-5, sender=2, id_=1),
            text_message(f"/ask {QUESTION}", chat=-5, sender=1, id_=2),
            inline(QUESTION, sender=2, id_="q1"),
            inline(QUESTION, sender=1, id_="q2"),
            text_message("/start", chat=9, sender=9),
        )
        replies = await api.sent(5)
        answered = {call.fields["chat_id"] for call in replies if call.fields.get("entities")}
        told = {
            call.fields["chat_id"]: call.fields["text"] for call in replies if not call.fields.get("entities")
        }
        assert answered == {1, GROUP, -5}
        assert told == {2: RU.private_bot.format(id=2), 9: RU.start}
        results = await api.sent(2, "answerInlineQuery")
        found = {call.fields["inline_query_id"]: len(call.fields["results"]) for call in results}
        assert found == {"q1": 0, "q2": 1}

    allowed = {
        "telegram_allowed_users": {1},
        "telegram_allowed_chats": {GROUP},
        "telegram_administrators": {9},
    }
    play(run_bot, scenario, **allowed)


def test_too_many_questions_get_one_notice(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(*(text_message(NO_ANSWER, id_=number) for number in range(1, 6)))
        await api.push(text_message("/start", id_=6))
        said = [call.fields["text"] for call in await api.sent(4)]
        assert said == [EN.common.no_answer] * 2 + [EN.slow_down.format(seconds=60), RU.start]

    play(run_bot, scenario, telegram_user_questions=2)


def test_what_came_during_a_long_break_is_skipped_with_a_word(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(
            text_message(QUESTION, id_=1, date=1_700_000_000),
            text_message(QUESTION, id_=2, date=1_700_000_001),
            text_message("chatter", id_=3, date=1_700_000_001, chat=GROUP),
            text_message("/forget", id_=4, date=1_700_000_002),
            text_message(NO_ANSWER, id_=5),
        )
        assert [call.fields["text"] for call in await api.sent(3)] == [
            RU.came_too_late,
            RU.forgotten.format(count=0),
            EN.common.no_answer,
        ]

    play(run_bot, scenario)


def test_beyond_the_queue_one_is_asked_to_come_back(run_bot: RunBot) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN, telegram_queue=4) as service:
            await api.push(text_message("/start", chat=1, sender=1, id_=1))
            await api.sent()
            while service._parts.lines.waiting:
                await asyncio.sleep(0.01)
            api.calls.clear()
            await api.push(*(text_message(QUESTION, chat=n, sender=n) for n in range(1, 7)))
            said = {call.fields["chat_id"]: call.fields["text"] for call in await api.sent(6)}
            assert {chat for chat, text in said.items() if text == RU.busy} == {5, 6}

    asyncio.run(run())


def test_administrators_see_the_state_and_reload(run_bot: RunBot, retriever: Retriever) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(QUESTION, id_=1), text_message("/status", id_=2))
        await api.push(text_message("/reload", id_=3), text_message("/language kk", id_=4))
        await api.push(text_message("/status", id_=5))
        _, status, begun, done, _, kazakh = (call.fields["text"] for call in await api.sent(6))
        manifest = retriever.generation.record
        assert "• с ответом: 1\n• без ответа: 0\n" in status
        assert "• жауабы бар: 1\n• жауабы жоқ: 0\n" in kazakh
        assert f"Индекс: {retriever.generation.id}, построен {manifest.built}\n" in status
        assert TOKEN not in status
        assert begun == RU.reloading
        assert done == RU.reloaded.format(documents=5, passages=manifest.passages, built=manifest.built)

    play(run_bot, scenario, telegram_administrators={77})


def test_the_state_names_the_worker_and_counts_all(
    run_bot: RunBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.workers._BEAT_EVERY", 0.02)
    me = next(user for user in itertools.count(1) if worker_of(user, (1, 2)) == 1)

    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN, telegram_administrators={me}) as service:
            await api.push(text_message("/status", chat=me, sender=me, id_=1))
            await api.sent()
            with contextlib.closing(open_file(tmp_path / "data" / "telegram.sqlite3")) as database:
                other = Workers(database, tmp_path / "data" / "workers")
                await asyncio.to_thread(other.join)
                registry = service._parts.dependencies.metrics.registry
                while registry.get_sample_value("dayeksoz_workers") != 2:
                    await asyncio.sleep(0.01)
                assert registry.get_sample_value("dayeksoz_worker") == 1
                await api.push(text_message("/status", chat=me, sender=me, id_=2))
                said = [call.fields["text"] for call in await api.sent(2)]
                assert "\nПроцесс: 1, всего работают: 1\n" in said[0]
                assert "\nПроцесс: 1, всего работают: 2\n" in said[1]
                await asyncio.to_thread(other.end)

    asyncio.run(asyncio.wait_for(run(), 60))


def test_a_new_index_is_taken_up_while_it_runs(
    run_bot: RunBot,
    encoder: Encoder,
    write_sources: WriteSources,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(library, "_LOOK_EVERY", 0.02)
    caplog.set_level(logging.INFO, "bot")
    folder = write_sources({"a.txt": "Погода в Алматы была тёплой."})
    data = tmp_path / "own"

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/source b", id_=1))
        assert (await api.sent())[0].fields["text"] == RU.common.unknown_source.format(id="b")
        write_sources({"b.txt": "Столицей Казахстана является Астана."})
        other = Engine(folder, data, encoder=encoder)
        generation = await asyncio.to_thread(lambda: other.generation)
        while f"Answering from the new index {generation.id}." not in caplog.messages:
            await asyncio.sleep(0.02)
        await api.push(text_message("/source b", id_=2))
        assert (await api.sent(2))[1].fields["text"].startswith("b\n")

    play(run_bot, scenario, engine=Engine(folder, data, encoder=encoder))


def test_health_pages(run_bot: RunBot, free_port: int) -> None:
    address = f"127.0.0.1:{free_port}"

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(QUESTION))
        await api.sent()
        async with httpx.AsyncClient(base_url=f"http://{address}") as client:
            pages = [await client.get(path) for path in ("/healthz", "/readyz", "/metrics", "/other")]
        assert [page.status_code for page in pages] == [200, 200, 200, 404]
        assert [page.text for page in pages[:2]] == ["ok\n", "ok\n"]
        assert 'dayeksoz_questions_total{outcome="answered"} 1.0' in pages[2].text
        assert "dayeksoz_batch_questions_sum 1.0" in pages[2].text

    play(run_bot, scenario, telegram_health=address)


@pytest.mark.parametrize("with_texts", [False, True])
def test_the_log_holds_questions_only_if_told_to(
    run_bot: RunBot,
    caplog: pytest.LogCaptureFixture,
    with_texts: bool,  # noqa: FBT001
) -> None:
    caplog.set_level(logging.INFO, "bot")

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(QUESTION))
        await api.sent()

    play(run_bot, scenario, telegram_log_questions=with_texts)
    assert (QUESTION in caplog.text) is with_texts


def test_a_database_that_fails_costs_no_answer(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> list[Any]:
        raise RecordsError("the disk is full")

    async def scenario(api: StrictApi) -> None:
        monkeypatch.setattr(Database, "rows", broken)
        await api.push(text_message(QUESTION))
        (reply,) = await api.sent()
        assert "учебных заведений" in quoted(reply)
        await api.push(press(button(reply, "👍"), reply.result))
        (told,) = await api.sent(method="answerCallbackQuery")
        assert told.fields["text"] == RU.failed

    play(run_bot, scenario)


def test_what_came_during_a_short_break_is_all_answered(run_bot: RunBot) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            await api.push(*(text_message(NO_ANSWER, chat=n, sender=n) for n in range(1, 31)))
            async with run_bot(url, TOKEN, telegram_queue=4):
                assert {call.fields["text"] for call in await api.sent(30)} == {EN.common.no_answer}

    asyncio.run(run())


@pytest.mark.parametrize("method", ["sendMessage", "answerInlineQuery"])
def test_that_a_refusal_fails_lets_nobody_in(run_bot: RunBot, method: str) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults[method].append(refusing(400, "Bad Request: something"))
        await api.push(text_message(QUESTION, chat=2, sender=2), inline(QUESTION, sender=3))
        await api.push(text_message("/start", chat=1, sender=1))
        await api.sent()
        await api.struck(method)
        assert not any(call.fields.get("entities") for call in api.of("sendMessage"))
        assert not any(call.fields["results"] for call in api.of("answerInlineQuery"))

    play(run_bot, scenario, telegram_allowed_users={1})


def test_a_caption_is_read_and_a_captioned_post_can_be_asked_about(run_bot: RunBot) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

    async def scenario(api: StrictApi) -> None:
        captioned = {**message(None, id_=1), "photo": photo, "caption": QUESTION}
        post = {**message(None, chat=GROUP, id_=2, sender=5), "photo": photo, "caption": QUESTION}
        await api.push({"message": captioned}, text_message("/ask", chat=GROUP, id_=3, reply_to_message=post))
        assert all("учебных заведений" in quoted(call) for call in await api.sent(2))

    play(run_bot, scenario)


def test_a_button_in_a_group_works_after_a_restart(run_bot: RunBot, retriever: Retriever) -> None:
    async def run() -> None:
        mine = {**message("…", chat=GROUP, id_=1), "from": BOT}
        async with strict_api() as (api, url):
            async with run_bot(url, TOKEN):
                await api.push(text_message(KAZAKH, chat=GROUP, id_=2, reply_to_message=mine))
                (reply,) = await api.sent()
            async with run_bot(url, TOKEN):
                await api.push(press(button(reply, "▶"), reply.result))
                (edit,) = await api.sent(method="editMessageText")
                assert quoted(edit) == retriever.answer(KAZAKH).quotes[1].text

    asyncio.run(run())


def test_an_edit_after_a_restart_changes_the_reply(run_bot: RunBot, retriever: Retriever) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            async with run_bot(url, TOKEN):
                await api.push(text_message(QUESTION))
                (reply,) = await api.sent()
            async with run_bot(url, TOKEN):
                await api.push({"edited_message": {**message(QUESTION), "edit_date": 1}})
                await api.push({"edited_message": {**message(KAZAKH), "edit_date": 2}})
                (edit,) = await api.sent(method="editMessageText")
                assert edit.fields["message_id"] == reply.result["message_id"]
                assert quoted(edit) == retriever.answer(KAZAKH).quotes[0].text
                await api.push(text_message("/forget", id_=6), text_message("/start", id_=7))
                await api.push({"edited_message": {**message(QUESTION), "edit_date": 3}})
                assert quoted((await api.sent(4))[-1]) == quoted(reply)

    asyncio.run(run())


def test_an_edit_that_telegram_refuses_becomes_a_new_reply(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(NO_ANSWER))
        await api.sent()
        api.faults["editMessageText"].append(refusing(400, "Bad Request: message can't be edited"))
        await api.push({"edited_message": {**message(QUESTION), "edit_date": 1}})
        assert "учебных заведений" in quoted((await api.sent(2))[1])

    play(run_bot, scenario)


def test_pages_of_sources_are_turned(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.messages.source_drafts._SOURCES_A_PAGE", 2)

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/sources"))
        (listed,) = await api.sent()
        await api.push(press(button(listed, "2/3"), listed.result))
        (turned,) = await api.sent(method="editMessageText")
        assert turned.fields["text"].startswith("Источники, страница 2 из 3\n\n/source_002")
        assert button(turned, "◀") == "page:0"

    play(run_bot, scenario)


def test_an_engine_that_fails_is_apologised_for_in_a_group_too(
    run_bot: RunBot, retriever: Retriever, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class NativePanic(BaseException):
        pass

    def panic(*_: object) -> None:
        raise NativePanic(QUESTION)

    monkeypatch.setattr(retriever, "rank", panic)

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(f"/ask {QUESTION}", chat=GROUP), text_message(QUESTION))
        assert {call.fields["text"] for call in await api.sent(2)} == {RU.failed}

    play(run_bot, scenario)
    assert QUESTION not in caplog.text


def test_the_owner_s_language_and_auto(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        for number, text in enumerate([NO_ANSWER, "/language auto", NO_ANSWER, "/forget", NO_ANSWER], 1):
            await api.push(text_message(text, id_=number))
            await api.sent(number)
        said = [call.fields["text"] for call in api.of("sendMessage")]
        assert [said[0], said[2], said[4]] == [KK.common.no_answer, EN.common.no_answer, KK.common.no_answer]

    play(run_bot, scenario, language="kk")


def test_every_example_that_the_bot_gives_is_answered(retriever: Retriever) -> None:
    for words in (RU, KK, EN):
        example = words.start.split("\n\n")[1].partition(": ")[2]
        assert words.ask_how.endswith(f"/ask {example}")
        assert retriever.answer(example).answered, example


def test_a_group_that_moves_keeps_its_language(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/language", chat=GROUP, sender=1, id_=1))
        (menu,) = await api.sent()
        await api.push(press(button(menu, "Қазақша"), menu.result, sender=1))
        await api.sent(method="editMessageText")
        await api.push(text_message(None, chat=GROUP, id_=2, migrate_to_chat_id=-1002))
        await api.push(text_message(f"/ask {NO_ANSWER}", chat=-1002, id_=3))
        assert (await api.sent(2))[1].fields["text"] == KK.common.no_answer

    play(run_bot, scenario)
