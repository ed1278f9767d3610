"""Where questions are answered: off the event loop, those that came together in one call of the encoder.

One worker has the retriever. While it answers a batch, the next questions gather, so nobody waits for a
batch to fill, and a lone question is answered at once.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.metrics import Metrics
from retrieval.documents import Answer
from retrieval.search import Query, Retriever, checked_question

QUOTES = 10
"""How many quotes, or nearest passages, the buttons can reach."""

_BATCH = 16


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the id of the index generation that gave it."""

    answer: Answer
    generation: str


class Desk:
    """Answers questions with the retriever that is in use at that moment."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._retriever: asyncio.Future[Retriever] = asyncio.get_running_loop().create_future()
        self._questions: asyncio.Queue[tuple[str, asyncio.Future[Answered]]] = asyncio.Queue()

    @property
    def is_ready(self) -> bool:
        return self._retriever.done() and not self._retriever.exception()

    @property
    def in_use(self) -> Retriever | None:
        """The retriever that answers now; None until the first one is loaded."""
        return self._retriever.result() if self.is_ready else None

    async def retriever(self) -> Retriever:
        """The one in use; waits until the first one is loaded."""
        return await asyncio.shield(self._retriever)

    def use(self, retriever: Retriever) -> None:
        """Answers from ``retriever`` from now on; a batch under way ends with the old one."""
        if self._retriever.done():
            self._retriever = asyncio.get_running_loop().create_future()
        self._retriever.set_result(retriever)

    async def ask(self, question: str) -> Answered:
        """The answer; raises QuestionError for a question that can't be asked."""
        future: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._questions.put_nowait((checked_question(question), future))
        return await future

    async def run(self) -> None:
        """Answers questions until cancelled."""
        while True:
            batch = [await self._questions.get()]
            while len(batch) < _BATCH and not self._questions.empty():
                batch.append(self._questions.get_nowait())
            retriever = await self.retriever()
            self._metrics.batch.observe(len(batch))
            found = await asyncio.to_thread(_answers, retriever, [question for question, _ in batch])
            for (_, future), result in zip(batch, found, strict=True):
                if future.cancelled():
                    continue
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)


def _answers(retriever: Retriever, questions: Sequence[str]) -> list[Answered | Exception]:
    """One result a question: what fails for one does not fail for its neighbours."""
    try:
        queries = retriever.queries(questions)
    except Exception as error:  # noqa: BLE001 - it is raised again where the answer is awaited
        return [error] * len(questions)
    return [_answered(retriever, query) for query in queries]


def _answered(retriever: Retriever, query: Query) -> Answered | Exception:
    try:
        answer = retriever.answer_from(retriever.rank(query), QUOTES)
    except Exception as error:  # noqa: BLE001 - as above
        return error
    return Answered(answer, retriever.generation.id)
