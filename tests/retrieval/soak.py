"""Questions without pause while the sources change and whoever updates the index is killed, again and again.

``python -m tests.retrieval.soak [UPDATES]``: one process asks, and takes up each new index; another adds,
changes and removes documents; updaters bring the index up to date, and are killed with ``kill -9`` at random
moments, half of them. Afterwards no question must have failed, the index must say the same as one that is
built at once, and no file may be left over. Prints a short table; the exit code is 1 where anything is wrong.
"""

import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from retrieval.index.generation import Generation
from retrieval.index.generations import bytes_on_disk
from retrieval.index.place import IndexPlace, ensure_index, newer_generation, rebuild_index
from retrieval.ranking.retriever import Retriever
from retrieval.sources.folder import SourceFolder
from tests.tiny_encoder import TinyEncoder

UPDATES = 200
_FIRST = 1_200
"""Documents at the start: more than what is always merged with what is new."""

_CHANGED = 8
"""Documents that an update adds, changes or removes, at most."""

_WORDS = (
    "газ нефть школа дорога урожай завод музей театр река озеро зоопарк мост поезд хлеб вода снег".split()
)
_SAME, _STRAY = "says the same as a fresh index", "files left over"

_DEEDS = ("открыли", "закрыли", "построили", "обсудили", "проверили")
_QUESTIONS = [f"Где {deed} {word}?" for deed, word in zip(_DEEDS, _WORDS, strict=False)]


def place_in(folder: Path, name: str = "index") -> IndexPlace:
    return IndexPlace(folder / name, SourceFolder(folder / "corpus"), TinyEncoder.model_id)


def ask(folder: Path, end: Event, found: Connection) -> None:
    """Asks until ``end``; tells the milliseconds of each answer, what failed, and how many indexes it had."""
    place, milliseconds, failures, used = place_in(folder), [], [], 1
    retriever = Retriever(ensure_index(place, TinyEncoder), TinyEncoder())
    while not end.is_set():
        for question in _QUESTIONS:
            start = time.perf_counter()
            try:
                newer = newer_generation(place, retriever.generation)
                if newer:
                    retriever, used = Retriever(newer, TinyEncoder()), used + 1
                if not retriever.answer(question).found:
                    failures.append(f"{question}: nothing")
            except Exception as error:  # noqa: BLE001 - that is what is counted
                failures.append(f"{question}: {error!r}")
            milliseconds.append(1000 * (time.perf_counter() - start))
    found.send((milliseconds, failures, used))


def update(folder: Path) -> None:
    """What an updater does."""
    ensure_index(place_in(folder), TinyEncoder)


def story(chance: random.Random) -> str:
    """A short message."""
    sentences = [
        f"В {chance.choice(_WORDS)} {chance.choice(_DEEDS)} {chance.choice(_WORDS)} {chance.randrange(50)}."
        for _ in range(chance.randint(1, 4))
    ]
    return " ".join(sentences)


def change(corpus: Path, chance: random.Random, number: int) -> None:
    """Adds, changes or removes a few documents."""
    for place in range(chance.randint(1, _CHANGED)):
        deed = chance.choice(("add", "change", "remove"))
        known = sorted(corpus.iterdir())
        path = chance.choice(known) if deed != "add" else corpus / f"new-{number}-{place}.txt"
        if deed == "remove" and len(known) > _FIRST // 2:
            path.unlink()
        else:
            path.write_text(story(chance), "utf-8")


def said(generation: Generation) -> object:
    """What an index says, for comparing two."""
    retriever = Retriever(generation, TinyEncoder())
    answers = [retriever.answer(question, 50) for question in _QUESTIONS]
    found = [
        [(quote.document.id, quote.start, quote.score) for quote in answer.found] + [answer.confidence]
        for answer in answers
    ]
    return sorted(map(repr, generation.passages)), found


def kill_some_updaters(folder: Path, updates: int, chance: random.Random) -> tuple[int, list[float]]:
    """Changes the corpus and updates the index; returns how many updaters were killed, and the seconds of the
    others.
    """
    killed = 0
    seconds: list[float] = []
    context = multiprocessing.get_context("forkserver")
    for number in range(updates):
        change(folder / "corpus", chance, number)
        updater: BaseProcess = context.Process(target=update, args=(folder,))
        start = time.perf_counter()
        updater.start()
        updater.join(chance.uniform(0, statistics.median(seconds)) if number % 2 else None)
        if updater.exitcode is None:
            updater.kill()
            killed += 1
        elif updater.exitcode == 0:
            seconds.append(time.perf_counter() - start)
        updater.join()
        if updater.exitcode not in (0, -9):
            raise SystemExit(f"An updater ended with the exit code {updater.exitcode}.")
    return killed, seconds


def left_behind(folder: Path) -> dict[str, object]:
    """How the index compares with one that is built at once, and what lies around."""
    last = ensure_index(place_in(folder), TinyEncoder)
    fresh = rebuild_index(place_in(folder, "fresh"), TinyEncoder())
    kept = {last.id, last.record.previous, "current", ".lock", "files.sqlite"}
    size, size_of_fresh = bytes_on_disk(folder / "index"), bytes_on_disk(folder / "fresh")
    return {
        _SAME: said(last) == said(fresh),
        "passages": len(last.passages),
        "segments": len(last.segments),
        _STRAY: len({path.name for path in (folder / "index").iterdir()} - kept),
        "size beside the fresh one": round(size / size_of_fresh, 2),
    }


def main(updates: int) -> int:
    chance = random.Random(1)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "corpus").mkdir()
        for number in range(_FIRST):
            (folder / "corpus" / f"{number}.txt").write_text(story(chance), "utf-8")
        update(folder)
        context = multiprocessing.get_context("forkserver")
        end, (receiver, sender) = context.Event(), context.Pipe(duplex=False)
        asker = context.Process(target=ask, args=(folder, end, sender))
        asker.start()
        sender.close()  # so that `recv` ends with the process
        try:
            killed, seconds = kill_some_updaters(folder, updates, chance)
        finally:
            end.set()
        milliseconds, failures, used = receiver.recv()
        asker.join()
        change(folder / "corpus", chance, updates)
        rows = {
            "updates": updates,
            "killed in the middle": killed,
            "seconds of an update, median": round(statistics.median(seconds), 2),
            "questions": len(milliseconds),
            "milliseconds of a question, median": round(statistics.median(milliseconds), 1),
            "milliseconds of the slowest": round(max(milliseconds), 1),
            "indexes taken up": used,
            "questions that failed": len(failures),
            **left_behind(folder),
        }
    for name, value in rows.items():
        print(f"{name:<36}{value}")
    for failure in failures[:5]:
        print(failure)
    return int(bool(failures or rows[_STRAY] or not rows[_SAME]))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else UPDATES))
