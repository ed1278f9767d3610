"""End to end against a Bot API server that this project did not write."""

import asyncio
import re
from pathlib import Path
from typing import Any

import lo_bot_api_emulator.updates
import pytest

from bot.serving import library
from retrieval import Engine, Retriever
from tests.conftest import WriteSources
from tests.telegram.api import Call
from tests.telegram.conftest import RunBot, emulated_api
from tests.telegram.emulator import TOKEN, Emulator
from tests.telegram.payloads import GROUP, inline, message, press, text_message
from tests.tiny_encoder import TinyEncoder

IN_THREE_LANGUAGES = [
    (
        "Что говорилось о филиалах вузов в Казахстане?",
        "002",
        "24 декабря 2021 г., 08:23 (установлено по тексту)",
    ),
    ("Ресей Қазақстанның сауда серіктестері арасында нешінші орында?", "003", "2022 ж. 19 тамыз, 18:35"),
    ("What did Putin say about genetics and medicine?", "002", "December 24, 2021, 08:23 (inferred"),
]
NO_ANSWER = "Who is the president of France?"


def quotations(call: Call) -> list[str]:
    coded = call.fields["text"].encode("utf-16-le")
    return [
        coded[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in call.fields.get("entities", [])
        if entity["type"].endswith("blockquote")
    ]


def labels(call: Call) -> dict[str, str]:
    keyboard = call.fields.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in keyboard for button in row}


def shown_in(call: Call, question: dict[str, Any]) -> dict[str, Any]:
    """The bot's message as Telegram gives it back with a press."""
    return {**call.result, "chat": question["chat"], "reply_to_message": question}


@pytest.mark.parametrize("hook", ["", "/hook"], ids=["polling", "webhook"])
def test_a_question_in_each_language(
    run_bot: RunBot, retriever: Retriever, hook: str, free_port: int
) -> None:
    async def scenario() -> None:
        address = f"127.0.0.1:{free_port}"
        by_webhook = {"telegram_webhook_url": f"http://{address}{hook}", "telegram_webhook_listen": address}
        async with emulated_api() as (api, url), run_bot(url, TOKEN, **(by_webhook if hook else {})):
            if hook:
                await api.sent(method="setWebhook")
            for number, (question, document, date) in enumerate(IN_THREE_LANGUAGES, 1):
                await api.push(text_message(question, id_=number))
                reply = (await api.sent(number))[-1]
                source = retriever.generation.documents[document]
                (quote,) = quotations(reply)
                assert quote in source.text
                assert date in reply.fields["text"]
                assert reply.fields["reply_parameters"]["message_id"] == number
                assert len(api.of("sendChatAction")) == number

    asyncio.run(scenario())


def test_no_answer_and_its_nearest_passages(run_bot: RunBot) -> None:
    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            await api.push(text_message(NO_ANSWER))
            (reply,) = await api.sent()
            assert reply.fields["text"] == "The corpus holds no answer to this question."
            assert quotations(reply) == []
            await api.push(press(labels(reply)["Nearest passages (10)"], shown_in(reply, message(NO_ANSWER))))
            (edit,) = await api.sent(method="editMessageText")
            assert edit.fields["text"].startswith(
                "The corpus holds no answer to this question.\nThe nearest passages (not an answer):\n"
            )
            assert len(quotations(edit)) == 1

    asyncio.run(scenario())


def test_each_button(run_bot: RunBot, retriever: Retriever) -> None:
    question = IN_THREE_LANGUAGES[1][0]

    async def pressed(api: Emulator, label: str, on: Call) -> Call:
        found = next(data for text, data in labels(on).items() if label in text)
        before = len(api.of("editMessageText"))
        await api.push(press(found, shown_in(on, message(question))))
        return (await api.sent(before + 1, "editMessageText"))[-1]

    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            answer = retriever.answer(question, 10)
            await api.push(text_message(question))
            (reply,) = await api.sent()
            following = await pressed(api, "▶", reply)
            assert quotations(following) == [answer.quotes[1].text]
            first = await pressed(api, "◀", following)
            assert quotations(first) == [answer.quotes[0].text]
            context = await pressed(api, "Контекст", first)
            before, after = retriever.neighbours(answer.quotes[0])
            beside = [before, answer.quotes[0], after]
            assert quotations(context) == [quote.text for quote in beside if quote]
            assert quotations(await pressed(api, "Дәйексөз", context)) == [answer.quotes[0].text]
            card = await pressed(api, "Дереккөз", first)
            assert "http://kremlin.ru/events/president/news/copy/69182" in card.fields["text"]
            quote = answer.quotes[0]
            assert f"{quote.start}–{quote.end}" in card.fields["text"]
            for number, verdict in enumerate(["👍", "👎"], 1):
                await api.push(press(labels(first)[verdict], shown_in(first, message(question))))
                await api.sent(5 + number, "answerCallbackQuery")
            said = [call.fields.get("text") for call in api.of("answerCallbackQuery")]
            assert said[:5] == [None] * 5
            assert said[5:] == ["Рахмет! Белгіленді: жауап береді.", "Рахмет! Белгіленді: жауап бермейді."]

    asyncio.run(scenario())


def test_an_edited_question_changes_its_reply(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    # The emulator passes edited messages on, but takes none from a test.
    kinds = lo_bot_api_emulator.updates.KINDS | {"edited_message"}
    monkeypatch.setattr(lo_bot_api_emulator.updates, "KINDS", kinds)

    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            await api.push(text_message(NO_ANSWER))
            (reply,) = await api.sent()
            edited = {**message(IN_THREE_LANGUAGES[2][0]), "edit_date": 1}
            await api.push({"edited_message": edited}, {"edited_message": edited})
            await api.sent(method="editMessageText")
            await api.push(text_message("/start", id_=6))
            await api.sent(2)
            (edit,) = api.of("editMessageText")
            assert edit.fields["message_id"] == reply.result["message_id"]
            assert "генетика" in quotations(edit)[0]

    asyncio.run(scenario())


def test_in_a_group_only_what_speaks_to_it(run_bot: RunBot) -> None:
    question = IN_THREE_LANGUAGES[0][0]
    me = {"id": 7, "is_bot": True, "first_name": "Fixture"}
    mine = {**message("…"), "from": me}
    mention = {"type": "text_mention", "offset": 0, "length": 5, "user": me}

    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            await api.push(
                text_message(question, chat=GROUP, id_=1),
                text_message(f"Бот, {question}", chat=GROUP, id_=2),
                text_message(f"Қайым {question}", chat=GROUP, id_=3, entities=[mention]),
                text_message(f"/ask {question}", chat=GROUP, id_=4),
                text_message(question, chat=GROUP, id_=5, reply_to_message=mine),
            )
            replies = await api.sent(3)
            assert [reply.fields["reply_parameters"]["message_id"] for reply in replies] == [3, 4, 5]
            assert all("учебных заведений" in quotations(reply)[0] for reply in replies)

    asyncio.run(scenario())


def test_inline_mode(run_bot: RunBot, retriever: Retriever) -> None:
    question = IN_THREE_LANGUAGES[1][0]

    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            await api.push(inline(question))
            (call,) = await api.sent(method="answerInlineQuery")
            quotes = retriever.answer(question, 10).quotes
            assert len(call.fields["results"]) == len(quotes)
            for result, quote in zip(call.fields["results"], quotes, strict=True):
                content = result["input_message_content"]
                text = Call("", {"text": content["message_text"], "entities": content["entities"]}, None, 0)
                assert quotations(text) == [quote.text]
            await api.push(inline(NO_ANSWER, id_="q2"))
            (only,) = (await api.sent(2, "answerInlineQuery"))[1].fields["results"]
            assert only["title"] == "No answer in my sources"

    asyncio.run(scenario())


def test_two_chats_at_once(run_bot: RunBot) -> None:
    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN):
            await api.push(
                *(
                    text_message(question, chat=chat, sender=chat, id_=number)
                    for number, (question, *_) in enumerate(IN_THREE_LANGUAGES, 1)
                    for chat in (77, 78)
                )
            )
            replies = await api.sent(6)
            for chat in (77, 78):
                of_chat = [call for call in replies if call.fields["chat_id"] == chat]
                assert [call.fields["reply_parameters"]["message_id"] for call in of_chat] == [1, 2, 3]

    asyncio.run(scenario())


def test_commands_are_set_in_three_languages(run_bot: RunBot) -> None:
    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN, telegram_administrators=frozenset({1})):
            calls = await api.sent(8, "setMyCommands")
            by_language = {
                call.fields.get("language_code"): {
                    one["command"]: one["description"] for one in call.fields["commands"]
                }
                for call in calls
                if "chat_id" not in str(call.fields["scope"])
            }
            assert set(by_language) == {None, "ru", "kk", "en"}
            everyone = {
                "ask",
                "sources",
                "source",
                "follow",
                "following",
                "language",
                "help",
                "privacy",
                "forget",
            }
            assert all(set(commands) == everyone for commands in by_language.values())
            assert re.search("[әғқңөұүһі]", by_language["kk"]["privacy"])
            of_administrators = [call for call in calls if "chat_id" in str(call.fields["scope"])]
            assert all(
                {one["command"] for one in call.fields["commands"]} == everyone | {"status", "reload", "add"}
                for call in of_administrators
            )

    asyncio.run(scenario())


def test_a_question_is_followed_and_stopped(
    run_bot: RunBot,
    write_sources: WriteSources,
    tmp_path: Path,
    tiny: TinyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "_LOOK_EVERY", 0.02)
    question = "Какова длина моста через Ишим?"
    bridge = "Новый мост через Ишим открыли в Астане. Длина моста через Ишим 300 метров."
    folder = write_sources({"school.txt": "Новая школа открыта в городе Абай."})

    def engine() -> Engine:
        return Engine(folder, tmp_path / "own", encoder=tiny)

    async def scenario() -> None:
        async with emulated_api() as (api, url), run_bot(url, TOKEN, engine=engine()):
            await api.push(text_message(f"/follow {question}"))
            await api.sent()
            write_sources({"bridge.txt": bridge})
            await asyncio.to_thread(engine().prepare)
            notice = (await api.sent(2))[1]
            assert quotations(notice) == [bridge]
            (data,) = labels(notice).values()
            await api.push(press(data, {**notice.result, "chat": message("?")["chat"]}))
            await api.sent(method="editMessageReplyMarkup")
            await api.push(text_message("/following", id_=6))
            assert labels((await api.sent(3))[2]) == {}

    asyncio.run(scenario())
