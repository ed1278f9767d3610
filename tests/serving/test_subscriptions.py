"""What chats follow, and what is new on it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.serving.desk import Desk
from bot.serving.metrics import Metrics
from bot.serving.newsroom import Newsroom
from bot.serving.subscriptions import News, Subscription, Subscriptions
from retrieval import Engine
from tests.conftest import OpenDatabase, WriteSources
from tests.tiny_encoder import TinyEncoder


@pytest.fixture
def subscriptions(open_database: OpenDatabase) -> Subscriptions:
    return Subscriptions(open_database())


def test_a_chat_follows_until_it_is_stopped_moved_or_forgotten(subscriptions: Subscriptions) -> None:
    first = subscriptions.add(-5, 3, 77, "Что?", "g1")
    second = subscriptions.add(77, None, 77, "Кто?", "g1")
    third = subscriptions.add(78, None, 78, "Где?", "g2")
    assert subscriptions.of_chat(-5) == [Subscription(first, -5, 3, "Что?", "g1")]
    assert not subscriptions.remove(78, second)
    subscriptions.move(-5, -1005)
    assert [one.id for one in subscriptions.of_chat(-1005)] == [first]
    subscriptions.forget(77)
    assert [one.id for one in subscriptions.all()] == [third]
    assert subscriptions.remove(78, third)
    assert subscriptions.add(78, None, 78, "Где?", "g2") > third  # a button never stops another one


def test_what_is_to_be_told_stays_until_it_is_told(
    subscriptions: Subscriptions, open_database: OpenDatabase
) -> None:
    assert subscriptions.new_among(["a", "b"]) is None
    subscriptions.note([], ["a", "b"])
    assert subscriptions.new_among(["b", "c"]) == {"c"}
    one = Subscription(subscriptions.add(1, None, 1, "Что?", "g1"), 1, None, "Что?", "g1")
    other = Subscription(subscriptions.add(2, None, 2, "Что?", "g1"), 2, None, "Что?", "g1")
    subscriptions.note([News(one, "c"), News(other, "c"), News(one, "c")], ["c"])
    again = Subscriptions(open_database())
    assert again.new_among(["b", "c"]) == set()
    assert again.untold() == [News(one, "c"), News(other, "c")]
    again.told(News(one, "c"))
    assert again.untold() == [News(other, "c")]
    again.remove_chat(2)
    assert again.untold() == []
    again.note([News(one, "d"), News(other, "d")], ["d"])  # one was stopped while it was looked at
    assert again.untold() == [News(one, "d")]


BRIDGE = "Новый мост через Ишим открыли в Астане. Длина моста через Ишим 300 метров."
SCHOOL = "Новая школа открыта в городе Абай."


@pytest.fixture
def engine(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Callable[..., Engine]:
    """An engine over these files; without a calibration it answers where nearly all words are found."""

    def make(files: dict[str, str]) -> Engine:
        return Engine(write_sources(files), tmp_path / "data", encoder=tiny)

    return make


def test_a_new_document_that_answers_is_news_once(
    engine: Callable[..., Engine], subscriptions: Subscriptions
) -> None:
    async def run() -> None:
        desk = Desk(Metrics())
        working = asyncio.create_task(desk.run())
        newsroom = Newsroom(subscriptions, desk)

        async def take(files: dict[str, str]) -> list[str]:
            retriever = engine(files).retriever
            desk.use(retriever)
            await newsroom.look(retriever)
            return [one.document for one in subscriptions.untold()]

        assert await take({"a.txt": SCHOOL}) == []
        in_use = desk.in_use
        assert in_use
        subscriptions.add(1, None, 1, "Какова длина моста через Ишим?", in_use.generation.id)
        await newsroom.look(in_use)
        assert not newsroom.found.is_set()
        assert await take({"a.txt": SCHOOL, "b.txt": BRIDGE}) == ["b"]
        assert newsroom.found.is_set()
        for one in subscriptions.untold():
            subscriptions.told(one)
        assert await take({"b.txt": BRIDGE + " Мост красив."}) == []
        working.cancel()

    asyncio.run(run())
