"""What is added to the corpus while the bot runs: off the event loop, and indexed soon after."""

import asyncio
from collections.abc import Callable, Sequence

from bot.serving.apart import apart
from bot.serving.refresher import Refresher
from retrieval.sources import Additions, Change, Collector, Fetcher, Outcome

_THREAD = "intake"
_NO_CHANGE = (Change.UNCHANGED, Change.SKIPPED)


class Intake:
    """Changes what was added to the corpus, and has the index brought up to date where it did change."""

    def __init__(
        self, additions: Additions, open_fetcher: Callable[[], Fetcher], refresher: Refresher
    ) -> None:
        self._additions = additions
        self._open_fetcher = open_fetcher
        self._refresher = refresher
        self._fetcher: Fetcher | None = None
        self._one_at_a_time = asyncio.Lock()

    async def change(self, change: Callable[[Additions], list[Outcome]]) -> list[Outcome]:
        """What became of each item; raises the DayeksozError that ``change`` raises."""
        outcomes = await apart(lambda: change(self._additions), _THREAD)
        if any(one.change not in _NO_CHANGE for one in outcomes):
            self._refresher.note()
        return outcomes

    async def add_pages(self, addresses: Sequence[str]) -> list[Outcome]:
        """Fetches and adds pages, feeds and sitemaps; one that can't be fetched is an outcome."""
        async with self._one_at_a_time:
            return await self.change(
                lambda additions: Collector(additions, self._shared_fetcher).add(addresses)
            )

    def _shared_fetcher(self) -> Fetcher:
        """One for all, since it remembers when it last asked each site. It is not closed: between two
        pages it keeps no connection open, and a bot that is stopped should not wait for the one under way.
        """
        if self._fetcher is None:
            self._fetcher = self._open_fetcher()
        return self._fetcher
