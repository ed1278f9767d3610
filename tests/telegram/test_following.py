"""Chats follow questions, and are told once of each new source that answers."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.locale.lookup import chat_phrases
from bot.serving import library
from bot.serving.opening import open_file
from bot.serving.subscriptions import News, Subscription, Subscriptions
from bot.telegram import notices
from bot.telegram.messages.draft import LONGEST
from bot.telegram.messages.notice_drafts import FollowedQuote, notice_draft
from retrieval import Engine
from retrieval.documents import Document, Fact, Link, LinkKind, Paragraph, Quote
from tests.conftest import WriteSources
from tests.telegram.api import TOKEN, Call, StrictApi, refusing
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import GROUP, press, text_message
from tests.tiny_encoder import TinyEncoder

RU = chat_phrases("ru")
QUESTION = "Какова длина моста через Ишим?"
BRIDGE = "Новый мост через Ишим открыли в Астане. Длина моста через Ишим 300 метров."
OTHER = "Аким рассказал журналистам, какова длина моста через Ишим: ровно триста метров."
SCHOOL = "Новая школа открыта в городе Абай."


class Stage:
    """A bot on the strict server, whose corpus another process adds to."""

    def __init__(self, api: StrictApi, add: Callable[[dict[str, str]], None]) -> None:
        self.api = api
        self._add = add

    async def publish(self, **files: str) -> None:
        """New sources, indexed by another process."""
        await asyncio.to_thread(self._add, {f"{name}.txt": text for name, text in files.items()})

    async def say(self, text: str, **more: Any) -> Call:
        """The bot's next message, after a person's."""
        known = len(self.api.of("sendMessage"))
        await self.api.push(text_message(text, **more))
        return (await self.api.sent(known + 1))[-1]

    async def indexed(self, id_: str) -> None:
        """Waits until the bot answers from an index with the source ``id_``; somebody else asks for it."""
        async with asyncio.timeout(30):
            while True:
                card = await self.say(f"/source {id_}", chat=78, sender=78)
                if card.fields["text"].startswith(f"{id_}\n"):
                    return
                await asyncio.sleep(0.02)

    async def to(self, chat: int, count: int) -> Sequence[Call]:
        """The messages to a chat, once there are ``count``."""

        def sent() -> list[Call]:
            return [call for call in self.api.of("sendMessage") if call.fields["chat_id"] == chat]

        await self.api.wait(lambda: len(sent()) >= count)
        return sent()

    async def sent(self, count: int) -> Sequence[Call]:
        return await self.api.sent(count)


@pytest.fixture
def stage(
    run_bot: RunBot,
    write_sources: WriteSources,
    tmp_path: Path,
    tiny: TinyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., AbstractAsyncContextManager[Stage]]:
    monkeypatch.setattr(library, "_LOOK_EVERY", 0.02)
    folder = write_sources({"school.txt": SCHOOL})

    def add(files: dict[str, str]) -> None:
        write_sources(files)
        Engine(folder, tmp_path / "own", encoder=tiny).prepare()

    @asynccontextmanager
    async def run(**settings: Any) -> Any:
        engine = Engine(folder, tmp_path / "own", encoder=tiny)
        async with strict_api() as (api, url), run_bot(url, TOKEN, engine=engine, **settings):
            yield Stage(api, add)

    return run


Staging = Callable[..., AbstractAsyncContextManager[Stage]]


def buttons(call: Call) -> dict[str, str]:
    rows = call.fields.get("reply_markup", {}).get("inline_keyboard", [])
    return {one["text"]: one["callback_data"] for row in rows for one in row}


def test_a_new_source_that_answers_is_quoted_once(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            begun = await play.say(f"/follow {QUESTION}")
            assert begun.fields["text"] == RU.followed.format(question=QUESTION)
            await play.publish(bridge=BRIDGE)
            notice = (await play.sent(2))[1]
            assert notice.fields["chat_id"] == 77
            assert notice.fields["text"].startswith(f"{RU.notice.format(question=QUESTION)}\n{BRIDGE}\n")
            assert any("blockquote" in entity["type"] for entity in notice.fields["entities"])
            await play.publish(bridge=f"{BRIDGE} Мост красив.", other="Погода в Алматы тёплая.")
            listed = await play.say("/following")
            assert listed.fields["text"] == f"{RU.following}\n1. {QUESTION}"
            assert list(buttons(listed)) == ["✕ 1"]

    asyncio.run(run())


def test_what_was_told_before_is_no_news_also_after_a_restart(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            await play.publish(bridge=BRIDGE)
            await play.indexed("bridge")
            await play.say(f"/follow {QUESTION}")
        async with stage() as play:
            await play.publish(reprint=f"По словам акима: {BRIDGE}")
            await play.indexed("reprint")
            await play.publish(second=OTHER)
            (notice,) = await play.to(77, 1)
            assert OTHER in notice.fields["text"]

    asyncio.run(run())


def test_news_found_before_a_kill_is_told_after_it(
    stage: Staging, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def never(_: object) -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(notices.Notices, "tell", never)
            async with stage() as play:
                await play.say(f"/follow {QUESTION}")
                await play.publish(bridge=BRIDGE)
                kept = Subscriptions(open_file(tmp_path / "data" / "telegram.sqlite3"))
                async with asyncio.timeout(20):
                    while not kept.untold():
                        await asyncio.sleep(0.02)
        async with stage() as play:
            (notice,) = await play.sent(1)
            assert BRIDGE in notice.fields["text"]

    asyncio.run(run())


def test_the_last_notice_of_an_hour_holds_the_rest(stage: Staging) -> None:
    async def run() -> None:
        async with stage(telegram_notices=2) as play:
            for subject in ("моста", "дороги", "школы"):
                await play.say(f"/follow Какова длина {subject} через Ишим?")
            await play.publish(
                bridge=BRIDGE,
                road="Дорога через Ишим построена. Какова длина дороги через Ишим? Длина дороги 90 метров.",
            )
            notices_ = (await play.sent(5))[3:]
            assert len(buttons(notices_[0])) == 1
            assert len(buttons(notices_[1])) > 1
            text = notices_[1].fields["text"]
            assert text.count(RU.notice.format(question="")[:-1]) >= 2
            await play.publish(third=OTHER)
            await play.indexed("third")
            assert len(await play.to(77, 5)) == 5

    asyncio.run(run())


def test_a_button_stops_and_the_list_gets_shorter(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            begun = await play.say(f"/follow {QUESTION}")
            again = await play.say(f"/follow {QUESTION.upper()}")
            assert buttons(again) == buttons(begun)
            await play.say("/follow Где школа?")
            listed = await play.say("/following")
            assert listed.fields["text"].splitlines()[1:] == [f"1. {QUESTION}", "2. Где школа?"]
            await play.api.push(press(buttons(listed)["✕ 2"], listed.result, id_="p1"))
            (edit,) = await play.api.sent(method="editMessageText")
            assert edit.fields["text"].splitlines()[1:] == [f"1. {QUESTION}"]
            await play.api.push(press(buttons(begun)[RU.stop_button], begun.result, id_="p2"))
            await play.api.sent(method="editMessageReplyMarkup")
            told = [call.fields["text"] for call in play.api.of("answerCallbackQuery")]
            assert told == [RU.unfollowed] * 2
            assert (await play.say("/following")).fields["text"].startswith(RU.follows_nothing)

    asyncio.run(run())


def test_a_reply_to_an_answer_follows_its_question(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            answer = await play.say("Где открыта новая школа?")
            begun = await play.say("/follow", id_=6, reply_to_message=answer.result)
            assert begun.fields["text"] == RU.followed.format(question="Где открыта новая школа?")

    asyncio.run(run())


def test_in_a_group_its_administrators_decide(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            group: dict[str, Any] = {"chat": GROUP, "message_thread_id": 3, "is_topic_message": True}
            refused = await play.say(f"/follow {QUESTION}", sender=2, **group)
            assert refused.fields["text"] == RU.follow_by_administrators
            begun = await play.say(f"/follow {QUESTION}", sender=1, **group)
            assert begun.fields["text"] == RU.followed.format(question=QUESTION)
            await play.api.push(press(buttons(begun)[RU.stop_button], begun.result, sender=2))
            (told,) = await play.api.sent(method="answerCallbackQuery")
            assert told.fields["text"] == RU.follow_by_administrators
            await play.publish(bridge=BRIDGE)
            notice = (await play.sent(3))[2]
            assert (notice.fields["chat_id"], notice.fields["message_thread_id"]) == (GROUP, 3)

    asyncio.run(run())


def test_who_blocked_the_bot_is_told_no_more(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            await play.say(f"/follow {QUESTION}")
            play.api.faults["sendMessage"].append(refusing(403, "Forbidden: bot was blocked by the user"))
            await play.publish(bridge=BRIDGE)
            await play.api.struck("sendMessage")
            async with asyncio.timeout(20):
                while RU.follows_nothing not in (await play.say("/following")).fields["text"]:
                    await asyncio.sleep(0.02)

    asyncio.run(run())


def test_a_notice_that_telegram_never_takes_does_not_hold_up_the_next(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            await play.say(f"/follow {QUESTION}")
            play.api.faults["sendMessage"].append(refusing(400, "Bad Request: message thread not found"))
            await play.publish(bridge=BRIDGE)
            await play.api.struck("sendMessage")
            await play.publish(second=BRIDGE.replace("300", "310"))
            assert "310" in (await play.sent(2))[1].fields["text"]

    asyncio.run(run())


def test_forget_ends_what_a_person_follows_and_a_limit_is_said(stage: Staging) -> None:
    async def run() -> None:
        async with stage() as play:
            for number in range(20):
                await play.say(f"/follow Вопрос номер {number}?")
            full = await play.say("/follow Ещё один вопрос?")
            assert full.fields["text"] == RU.follow_too_many.format(count=20)
            listed = await play.say("/following")
            assert len(listed.fields["text"].splitlines()) == 21
            await play.say("/forget")
            assert (await play.say("/following")).fields["text"].startswith(RU.follows_nothing)

    asyncio.run(run())


def test_an_owner_can_do_without(stage: Staging) -> None:
    async def run() -> None:
        async with stage(telegram_subscriptions=False) as play:
            assert (await play.say(f"/follow {QUESTION}")).fields["text"] == RU.unknown_command
            assert "/follow" not in (await play.say("/help")).fields["text"]
            commands = (await play.api.sent(4, "setMyCommands"))[0].fields["commands"]
            assert not {"follow", "following"} & {one["command"] for one in commands}

    asyncio.run(run())


def followed(number: int, text: str, link: str) -> FollowedQuote:
    document = Document(
        f"d{number}",
        f"seeds/d{number}.txt",
        text,
        (Paragraph(0, len(text)),),
        title=Fact("Т" * 300),
        link=Link(link, LinkKind.ARTICLE),
    )
    quote = Quote(document, 0, len(text), text, ((0, 7),), None, 1.0)
    return FollowedQuote(News(Subscription(number, 1, None, "Что? " * 60, "g"), document.id), quote)


@pytest.mark.parametrize(
    ("count", "text", "link", "expected"),
    [
        (1, "Первое. " * 1000, "https://a.kz/" + "д" * 900, 1),
        (3, "Первое. " * 10, "https://a.kz/1", 3),
        (9, "Первое. " * 1000, "https://a.kz/1", 4),
        (9, "Первое. " * 1000, "https://a.kz/" + "д" * 900, 2),
        (9, "Первое.", "https://a.kz/1", 5),
    ],
)
def test_a_notice_fits_into_a_message_and_each_quote_can_be_read(
    count: int, text: str, link: str, expected: int
) -> None:
    draft, held = notice_draft([followed(number, text, link) for number in range(count)], RU)
    assert held == expected == len(draft.excerpts)
    assert len(draft.proven().text) <= LONGEST
    assert all(len(excerpt.text) >= min(len(text), 280) for excerpt in draft.excerpts)
    assert draft.keyboard is not None
    assert len(draft.keyboard.inline_keyboard) == expected
