import asyncio
import threading
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.serving.desk import Desk
from bot.serving.metrics import Metrics
from retrieval import Retriever
from retrieval.documents import Answer
from retrieval.errors import QuestionError


class SlowRetriever:
    """Answers with the question itself; the first batch waits until it is let go."""

    generation = SimpleNamespace(id="g1")

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.threads: set[int] = set()
        self.go = threading.Event()

    def answer_all(self, questions: Sequence[str], top: int) -> list[Answer | Exception]:
        self.batches.append(list(questions))
        self.threads.add(threading.get_ident())
        self.go.wait(10)
        if "break all" in questions:
            return [RuntimeError("no encoder")] * len(questions)
        assert top == 10
        return [
            ValueError(question) if question == "break" else Answer(question, "en", 0.0, (), ())
            for question in questions
        ]


def ask_all(questions: list[str]) -> tuple[SlowRetriever, list[Any]]:
    """Asks the first question, and the rest while it is being answered."""
    retriever = SlowRetriever()

    async def main() -> list[Any]:
        desk = Desk(Metrics())
        assert not desk.is_ready
        desk.use(cast("Retriever", retriever))
        working = asyncio.create_task(desk.run())
        asking = [asyncio.create_task(desk.ask(questions[0]))]
        while not retriever.batches:
            await asyncio.sleep(0.001)
        asking += [asyncio.create_task(desk.ask(question)) for question in questions[1:]]
        await asyncio.sleep(0)  # all of them are in the queue now
        retriever.go.set()
        async with asyncio.timeout(20):
            found = await asyncio.gather(*asking, return_exceptions=True)
        working.cancel()
        return found

    return retriever, asyncio.run(main())


def test_questions_that_come_together_share_a_call_off_the_event_loop() -> None:
    questions = [f"question {n}" for n in range(24)]
    retriever, found = ask_all(questions)
    assert [one.answer.question for one in found] == questions
    assert {one.generation for one in found} == {"g1"}
    assert [len(batch) for batch in retriever.batches] == [1, 16, 4, 2, 1]
    assert len(retriever.threads) == 1
    assert threading.get_ident() not in retriever.threads


def test_what_fails_for_one_does_not_fail_for_its_neighbours() -> None:
    _, (first, broken, third, unasked) = ask_all(["a", "break", "c", " "])
    assert (first.answer.question, third.answer.question) == ("a", "c")
    assert isinstance(broken, ValueError)
    assert isinstance(unasked, QuestionError)


def test_a_batch_that_fails_does_not_end_the_desk() -> None:
    _, (first, second, *_, last) = ask_all(["a", "break all", "c", "d", "e", "f"])
    assert first.answer.question == "a"
    assert isinstance(second, RuntimeError)
    assert last.answer.question == "f"


def test_a_new_retriever_answers_what_comes_next() -> None:
    async def main() -> None:
        desk = Desk(Metrics())
        working = asyncio.create_task(desk.run())
        waiting = asyncio.create_task(desk.ask("before"))
        await asyncio.sleep(0)
        assert not waiting.done()
        for name in ("g1", "g2"):
            retriever = SlowRetriever()
            retriever.go.set()
            retriever.generation = SimpleNamespace(id=name)
            desk.use(cast("Retriever", retriever))
            assert (await desk.ask("x")).generation == name
            assert desk.in_use is cast("Retriever", retriever)
        assert (await waiting).generation == "g1"
        working.cancel()

    asyncio.run(main())


@pytest.mark.parametrize("question", ["", "?", "я" * 1001, "\ud800"])
def test_what_can_not_be_asked_never_reaches_the_retriever(question: str) -> None:
    async def main() -> None:
        with pytest.raises(QuestionError):
            await Desk(Metrics()).ask(question)

    asyncio.run(main())
