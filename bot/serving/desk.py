"""Where questions are answered: off the event loop, and together where they arrive together.

One worker has the retriever, and encodes the questions of a batch in one call. While it answers, the next
questions gather, so nobody waits for a batch to fill, and a lone question is answered at once.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from bot.serving.metrics import Metrics
from retrieval import Retriever, checked_question
from retrieval.conversation import Reading, ReadingKind, answer_readings
from retrieval.documents import Answer

QUOTES = 10
"""How many quotes, or nearest passages, the buttons can reach: more than people look at."""

_BATCH_SIZES = (16, 8, 4, 2, 1)
"""The largest size that can be filled is taken: PyTorch keeps memory for each shape that it has ever seen."""


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """An answer, and the id of the index generation that it was found in."""

    answer: Answer
    generation: str


class Desk:
    """Answers questions with the retriever that is in use at that moment."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._retriever: asyncio.Future[Retriever] = asyncio.get_running_loop().create_future()
        self._exchanged = asyncio.Event()
        self._questions: asyncio.Queue[tuple[Reading, asyncio.Future[DeskAnswer]]] = asyncio.Queue()
        # One thread: PyTorch keeps workers and memory for each thread that has ever called it.
        self._worker = ThreadPoolExecutor(1, "desk")

    @property
    def is_ready(self) -> bool:
        return self._retriever.done() and not self._retriever.exception()

    @property
    def in_use(self) -> Retriever | None:
        """The retriever that answers now; None until the first one is loaded."""
        return self._retriever.result() if self.is_ready else None

    async def retriever(self) -> Retriever:
        """The retriever in use; waits until the first one is loaded."""
        return await asyncio.shield(self._retriever)

    async def other_than(self, known: Retriever | None) -> Retriever:
        """The retriever in use, once it is not ``known``."""
        while (retriever := await self.retriever()) is known:
            await self._exchanged.wait()
        return retriever

    def use(self, retriever: Retriever) -> None:
        """Answers with ``retriever`` from now on; a batch under way is finished with the old one."""
        if self._retriever.done():
            self._retriever = asyncio.get_running_loop().create_future()
        self._retriever.set_result(retriever)
        self._exchanged.set()
        self._exchanged = asyncio.Event()

    async def ask(self, asked: str | Reading) -> DeskAnswer:
        """The answer to a question, as typed or as read; raises QuestionError for one that can't be asked."""
        reading = Reading(asked, ReadingKind.WHOLE) if isinstance(asked, str) else asked
        reading = replace(reading, question=checked_question(reading.question))
        future: asyncio.Future[DeskAnswer] = asyncio.get_running_loop().create_future()
        self._questions.put_nowait((reading, future))
        return await future

    async def run(self) -> None:
        """Answers questions until cancelled."""
        while True:
            batch = [await self._questions.get()]
            batch += [self._questions.get_nowait() for _ in range(_more(self._questions.qsize()))]
            retriever = await self.retriever()
            self._metrics.batch.observe(len(batch))
            readings = [reading for reading, _ in batch]
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._worker, _answers, retriever, readings)
            for (_, future), result in zip(batch, found, strict=True):
                if future.done():
                    continue
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)


def _more(waiting: int) -> int:
    """How many of the waiting questions join the first one."""
    return next(size for size in _BATCH_SIZES if size <= waiting + 1) - 1


def _answers(retriever: Retriever, readings: Sequence[Reading]) -> list[DeskAnswer | Exception]:
    """One result for each question: a failure of one is no failure of its neighbours."""
    results = answer_readings(retriever, readings, QUOTES)
    generation = retriever.generation.id
    return [each if isinstance(each, Exception) else DeskAnswer(each, generation) for each in results]
