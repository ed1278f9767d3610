"""Each worker's share of the messages that Telegram lets a bot send."""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from bot.serving.workers import Workers
from bot.telegram.transport.courier import Courier
from bot.telegram.transport.metrics import ApiMetrics


@dataclass
class NamedWorkers:
    """All that the courier asks of the workers."""

    alive: tuple[int, ...] = (1,)

    async def confirm(self) -> None:
        pass


async def carried(courier: Courier, endpoint: str = "sendMessage") -> float:
    """The messages a second that a courier keeps to after one request."""

    async def callback() -> dict[str, Any]:
        return {"message_id": 5}

    data = {"chat_id": 77}
    assert await courier.process_request(callback, (), {}, endpoint, data, None) == {"message_id": 5}
    assert courier._base_limiter
    return courier._base_limiter.max_rate


@pytest.mark.parametrize(
    ("workers", "rate"), [(0, 30), (1, 30), (2, 15), (3, 10), (4, 7.5), (30, 1), (45, 1)]
)
def test_workers_share_thirty_messages_a_second(workers: int, rate: float) -> None:
    named = NamedWorkers(tuple(range(1, workers + 1)))
    courier = Courier(ApiMetrics(CollectorRegistry()), cast("Workers", named))
    assert asyncio.run(carried(courier)) == rate


def test_a_share_changes_when_workers_come_and_go_and_only_then() -> None:
    workers = NamedWorkers()
    courier = Courier(ApiMetrics(CollectorRegistry()), cast("Workers", workers))

    async def run() -> None:
        assert await carried(courier) == 30
        limiter = courier._base_limiter
        await carried(courier)
        assert courier._base_limiter is limiter  # another would not know what was sent just now
        workers.alive = (1, 4)
        assert await carried(courier, "sendChatAction") == 30  # a sign of typing is no message
        assert await carried(courier) == 15
        workers.alive = (5, 6)
        limiter = courier._base_limiter
        assert await carried(courier) == 15
        assert courier._base_limiter is limiter
        workers.alive = (6,)
        assert await carried(courier) == 30

    asyncio.run(run())
