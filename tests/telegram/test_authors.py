"""Whoever writes in the name of a chat is that chat, and nobody's person."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.locale.lookup import chat_phrases
from bot.serving.records import Judgement, Records
from retrieval import Retriever
from retrieval.evaluation import Verdict
from tests.telegram.api import TOKEN, StrictApi
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import GROUP, message, press, text_message, user
from tests.telegram.test_conversation import button

EN, RU = chat_phrases("en"), chat_phrases("ru")
NO_ANSWER = "Who is the president of France?"
OTHER_GROUP = -1002
ANONYMOUS, CHANNEL_BOT, LINKED = 1087968824, 136817688, 777000

Scenario = Callable[[StrictApi], Coroutine[Any, Any, None]]


def play(run_bot: RunBot, scenario: Scenario, **settings: Any) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN, **settings):
            await scenario(api)

    asyncio.run(run())


def written_as(
    sender_chat: int, text: str, *, service: int, chat: int = GROUP, id_: int = 5
) -> dict[str, Any]:
    """A message in ``chat`` in the name of ``sender_chat``, as Telegram delivers it: from a service user."""
    kind = "supergroup" if sender_chat == chat else "channel"
    return {
        "message": {
            **message(text, chat=chat, id_=id_),
            "from": {**user(service), "is_bot": True},
            "sender_chat": {"id": sender_chat, "type": kind, "title": "T"},
        }
    }


@pytest.mark.parametrize("service", [ANONYMOUS, CHANNEL_BOT, LINKED])
def test_those_who_write_in_the_names_of_different_chats_do_not_share_a_pace(
    run_bot: RunBot, service: int
) -> None:
    async def scenario(api: StrictApi) -> None:
        for chat in (GROUP, OTHER_GROUP):
            speaker = chat if service == ANONYMOUS else 10 * chat
            for number in (1, 2):
                said = written_as(speaker, f"/ask {NO_ANSWER}", service=service, chat=chat, id_=number)
                await api.push(said)
        replies = {(one.fields["chat_id"], one.fields["text"]) for one in await api.sent(4)}
        answered = {(chat, EN.common.no_answer) for chat in (GROUP, OTHER_GROUP)}
        assert answered < replies
        told = EN.slow_down.partition("{")[0]
        assert {chat for chat, text in replies - answered if text.startswith(told)} == {GROUP, OTHER_GROUP}

    play(run_bot, scenario, telegram_user_questions=1)


def test_who_is_not_known_forgets_nothing_of_others(run_bot: RunBot, retriever: Retriever) -> None:
    quote = retriever.answer(NO_ANSWER, 1).nearest[0]
    kept = Judgement(NO_ANSWER, quote, answered=False, generation="g", verdict=Verdict.DOWN)

    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN) as service:
            records: Records = service._parts.dependencies.records
            for id_ in (ANONYMOUS, GROUP):
                records.judge(id_, kept)
            records.choose_language(GROUP, "en")
            await api.push(written_as(GROUP, "/forget", service=ANONYMOUS))
            (reply,) = await api.sent()
            assert reply.fields["text"] == EN.forget_in_private
            assert len(records.verdicts()) == 2
            assert records.language(GROUP) == "en"

    asyncio.run(run())


def test_a_verdict_of_a_service_user_is_nobody_s(run_bot: RunBot) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN) as service:
            await api.push(text_message("/ask Кто председательствует в СНГ?", chat=GROUP))
            (reply,) = await api.sent()
            for number, sender in enumerate((ANONYMOUS, 77)):
                await api.push(press(button(reply, "👍"), reply.result, sender=sender, id_=f"p{number}"))
            told = [call.fields.get("text") for call in await api.sent(2, "answerCallbackQuery")]
            assert told == [None, RU.thanks["up"]]
            assert len(service._parts.dependencies.records.verdicts()) == 1

    asyncio.run(run())


def test_an_administrator_s_id_is_one_s_own(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(written_as(GROUP, "/status", service=ANONYMOUS))
        (reply,) = await api.sent()
        assert reply.fields["text"] == RU.administrators_only.format(id=GROUP)

    play(run_bot, scenario, telegram_administrators={ANONYMOUS})


def test_an_allowed_service_user_lets_no_chat_in(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(written_as(OTHER_GROUP, "/help", service=ANONYMOUS, chat=OTHER_GROUP))
        await api.push(written_as(GROUP, "/help", service=ANONYMOUS))
        (reply,) = await api.sent()
        assert (reply.fields["chat_id"], reply.fields["text"]) == (GROUP, RU.help_in_group)

    play(run_bot, scenario, telegram_allowed_users={ANONYMOUS}, telegram_allowed_chats={GROUP})
