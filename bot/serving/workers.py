"""The processes that share the database and the work: which of them live, which of them does what.

Each worker has a row, and counts up in it every two seconds. One that has not done so for ten is taken for
dead: its row is deleted, and with it the worker has lost its place for good. Nothing here compares clocks of
different machines. A worker knows by its own clock for how long the others can't have taken it for dead, and
beyond that time asks before it says anything: so one that was only slow does not answer what another has
answered.

Of the living workers each chat has one of its own, and the oldest leads: it does what only one may do.
"""

import asyncio
import hashlib
import logging
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, select

from bot.errors import DeposedError, RecordsError
from bot.serving.database import Database
from bot.serving.tables import workers

_LOG = logging.getLogger(__name__)

_BEAT_EVERY = 2.0
"""Seconds between two beats. A choice: little to write, and soon noticed where one is missing."""

_DEAD_AFTER = 10.0
"""Seconds without a beat after which the others take a worker for dead: a few missed ones are no death."""

_SURE_FOR = 6.0
"""Seconds from a beat for which no other can have taken this worker for dead, with four to spare for a
message on its way.
"""

_AGAIN = 1.0
"""Seconds before another try, where the database can't be reached."""


_LIVING = select(workers.c.number, workers.c.is_leaving)


def _seconds() -> float:
    """A clock that goes on while the machine sleeps, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True, slots=True)
class _Seen:
    beats: int
    since: float


class Workers:
    """All workers, as one of them sees them."""

    def __init__(self, database: Database, folder: Path, clock: Callable[[], float] = _seconds) -> None:
        """``folder``: where those of this machine have files that show that they live."""
        self._database = database
        self._folder = folder
        self._clock = clock
        self._host = socket.gethostname()
        self._file: FileLock | None = None
        self._beaten = 0.0
        self._seen: dict[int, _Seen] = {}
        self._one_at_a_time = asyncio.Lock()
        self.number = 0
        self.alive: tuple[int, ...] = ()
        self.leads = asyncio.Event()
        """Set once this worker is the oldest: it stays so until it ends."""

    def join(self) -> None:
        """Becomes one of the workers; raises RecordsError where the database can't be used."""
        begun = self._clock()
        with self._database.transaction() as connection:
            inserted = connection.execute(
                workers.insert().values(host=self._host).returning(workers.c.number)
            )
            self.number = inserted.scalar_one()
            self._file = self._hold()
            self._look(connection)
        self._beaten = begun

    def beat(self) -> None:
        """Shows that this worker lives, and looks which others do.

        Raises RecordsError where the database can't be used, and DeposedError where the others have taken
        this worker for dead.
        """
        begun = self._clock()
        with self._database.transaction() as connection:
            is_it = workers.c.number == self.number
            beaten = connection.execute(workers.update().where(is_it).values(beats=workers.c.beats + 1))
            if not beaten.rowcount:
                raise DeposedError
            if begun - self._beaten > _SURE_FOR:
                self._seen.clear()  # who was cut off does not know how long the others have been silent
            self._look(connection)
        self._beaten = begun

    def is_own(self, line: int) -> bool:
        """Whether this worker handles the updates of a chat."""
        return worker_of(line, self.alive) == self.number

    async def run(self, changed: Callable[[], None]) -> None:
        """Beats until cancelled; raises DeposedError.

        Calls ``changed`` at first, and when others come or go.
        """
        known: tuple[int, ...] = ()
        while True:
            if self.alive != known:
                known = self.alive
                changed()
            if self.number == min(self.alive, default=0):
                self.leads.set()
            await asyncio.sleep(_BEAT_EVERY)
            async with self._one_at_a_time:
                try:
                    await asyncio.to_thread(self.beat)
                except RecordsError as error:
                    _LOG.warning("%s", error)

    async def confirm(self) -> None:
        """Returns once it is certain that no other worker has taken over what this one does.

        Raises DeposedError where they have. Where the database can't be asked, waits until it can; but a
        file that this worker can't use, no other one can.
        """
        while self._clock() - self._beaten > _SURE_FOR:
            async with self._one_at_a_time:
                if self._clock() - self._beaten <= _SURE_FOR:
                    return
                try:
                    await asyncio.to_thread(self.beat)
                except RecordsError:
                    if not self._database.is_remote:
                        return
                    await asyncio.sleep(_AGAIN)

    def leave(self) -> bool:
        """Takes nothing new from now on; returns whether there are others that will."""
        with self._database.transaction() as connection:
            others = any(takes for number, takes in living(connection).items() if number != self.number)
            if others:
                is_it = workers.c.number == self.number
                connection.execute(workers.update().where(is_it).values(is_leaving=1))
        return others

    def end(self) -> None:
        """Is no worker any more: the others take over what is left."""
        try:
            self._database.rows(workers.delete().where(workers.c.number == self.number))
        except RecordsError as error:
            _LOG.warning("%s", error)  # the others notice it by the file
        else:
            self._path(self.number).unlink(missing_ok=True)
        if self._file:
            self._file.release()

    def _look(self, connection: Connection) -> None:
        """Deletes the dead, and notes the living."""
        now = self._clock()
        columns = (workers.c.number, workers.c.host, workers.c.beats, workers.c.is_leaving)
        rows = connection.execute(select(*columns).order_by(workers.c.number)).all()
        seen = {}
        for number, _, beats, _ in rows:
            last = self._seen.get(number)
            seen[number] = last if last and last.beats == beats else _Seen(beats, now)
        dead = [
            number
            for number, host, *_ in rows
            if number != self.number
            and (now - seen[number].since >= _DEAD_AFTER or self._has_ended(number, host))
        ]
        if dead:
            _LOG.info("Workers that are no more: %s.", ", ".join(map(str, dead)))
            connection.execute(workers.delete().where(workers.c.number.in_(dead)))
        self._seen = seen
        self.alive = tuple(row.number for row in rows if row.number not in dead and not row.is_leaving)

    def _path(self, number: int) -> Path:
        return self._folder / f"worker-{number}.lock"

    def _hold(self) -> FileLock | None:
        """A file that the system keeps locked as long as this process lives, however it ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = FileLock(self._path(self.number), timeout=0, thread_local=False)
        try:
            file.acquire()
        except (OSError, NotImplementedError):  # the others will go by the beats alone
            return None
        return file

    def _has_ended(self, number: int, host: str) -> bool:
        """Whether a worker of this machine is certain to have ended: its file is there, and not locked."""
        path = self._path(number)
        if host != self._host or not path.exists():
            return False
        try:
            with FileLock(path, timeout=0, thread_local=False):
                path.unlink(missing_ok=True)
                return True
        except (Timeout, OSError, NotImplementedError):
            return False


def living(connection: Connection) -> dict[int, bool]:
    """The numbers of all workers whose claims hold, and whether each takes new work."""
    return {number: not is_leaving for number, is_leaving in connection.execute(_LIVING)}


def worker_of(line: int, among: Collection[int]) -> int | None:
    """The worker that handles a chat's updates, the same as long as it lives, by rendezvous hashing: one that
    comes or goes moves no other worker's chats. None where there are no workers.
    """
    return max(among, key=lambda number: _weight(number, line), default=None)


def _weight(number: int, line: int) -> bytes:
    return hashlib.blake2b(f"{number} {line}".encode(), digest_size=8).digest()
