"""What a large corpus of short messages costs: building, updating, asking, all beside embedding alone.

``python -m tests.retrieval.scale [MESSAGES]``: the messages are made of half sentences of the test sets, with
other names and figures. A stand-in takes the place of the embedding model, with as many tokens and numbers a
token; what embedding takes is measured on a few messages with the bundled model, and extrapolated. Prints a
table; needs Linux for the figures of memory, and some 60 KB of disk a message.
"""

import json
import multiprocessing
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval import ModelChoice
from retrieval.encoding.encoder import Encoder, Encoding, TextKind, unit
from retrieval.encoding.models import load_encoder
from retrieval.index import build as building
from retrieval.index.generations import bytes_on_disk
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.piece import Piece
from retrieval.index.place import IndexPlace, ensure_index
from retrieval.ranking.retriever import Retriever
from retrieval.sources.folder import FolderSnapshot, SourceFolder

MESSAGES = 100_000
_IN_FILE = 1_000
_UPDATES, _UPDATE = 50, 100
_QUESTIONS = 100
_EMBEDDED = 300
"""Messages that are embedded in earnest: as many take some ten seconds."""

_TESTSET = Path(__file__).parents[1] / "testset"
_STATES = 4_096
_DIMENSIONS = 384
_REST = "the rest"

_STAGES: list[tuple[str, Any, str]] = [
    ("reading", FolderSnapshot, "read"),
    ("cutting", Piece, "add"),
    ("keeping encodings", Piece, "_encode"),
    ("writing encodings", Piece, "_write_encodings"),
    ("words", PassageWords, "of"),
    ("fingerprints", Copies, "of"),
    ("merging", building, "merge"),
]
"""By name the function that does it."""


class StandIn:
    """An encoder that takes no time: token states come from a table, at a place that the text decides."""

    def __init__(self) -> None:
        self._tokens = load_encoder(ModelChoice())
        self.model_id = self._tokens.model_id
        self.limit = self._tokens.limit
        states = np.random.default_rng(1).standard_normal((_STATES + self.limit, _DIMENSIONS))
        self._states = unit(states.astype(np.float32))

    def count_tokens(self, text: str) -> int:
        return self._tokens.count_tokens(text)

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:  # noqa: ARG002
        return list(map(self._encode, texts))

    def _encode(self, text: str) -> Encoding:
        first = random.Random(text).randrange(_STATES)  # noqa: S311 - no secret
        tokens = self._states[first : first + min(self.count_tokens(text), self.limit)]
        return Encoding(unit(tokens.mean(axis=0)), tokens)


class Writer:
    """Writes messages: half a sentence of the test sets and half of another one, with names and figures
    of its own.
    """

    def __init__(self) -> None:
        self._chance = random.Random(1)  # noqa: S311 - no secret
        self._number = 0

    def write(self, path: Path, count: int) -> None:
        """A file of ``count`` messages, in a language each."""
        lines = [json.dumps(self._message(), ensure_ascii=False) for _ in range(count)]
        path.write_text("\n".join(lines), "utf-8")

    def question(self) -> str:
        """A question with words of some message."""
        return f"{self._sentence(self._chance.choice(list(self._halves)))[:-1]}?"

    def _message(self) -> dict[str, str]:
        chance, self._number = self._chance, self._number + 1
        language = chance.choice(list(self._halves))
        return {
            "text": " ".join(self._sentence(language) for _ in range(chance.randint(1, 4))),
            "published": f"20{chance.randint(15, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "link": f"https://news.example/{self._number}",
        }

    def _sentence(self, language: str) -> str:
        first, second = (self._chance.choice(half) for half in self._halves[language])
        own = [self._own(word) for word in f"{first} {second}".split()]
        return " ".join(own)

    def _own(self, word: str) -> str:
        """Another figure for a figure, and for a name one that begins like one and ends like another."""
        if word[0].isdigit():
            return re.sub(r"\d", lambda _: str(self._chance.randrange(10)), word)
        if word[0].isupper():
            one, other = (self._chance.choice(self._names) for _ in range(2))
            return one[: (len(one) + 1) // 2] + other[len(other) // 2 :]
        return word

    @cached_property
    def _halves(self) -> dict[str, tuple[list[str], list[str]]]:
        """By folder of the test sets the beginnings of its sentences, and their ends."""
        found = {}
        for folder in sorted(_TESTSET.glob("news-*/sources")):
            text = " ".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))
            split = [sentence.split() for sentence in re.split(r"(?<=[.!?])\s+", text)]
            words = [sentence for sentence in split if len(sentence) > 5]
            found[str(folder)] = (
                [" ".join(sentence[: len(sentence) // 2]) for sentence in words],
                [" ".join(sentence[len(sentence) // 2 :]) for sentence in words],
            )
        return found

    @cached_property
    def _names(self) -> list[str]:
        text = " ".join(half for halves in self._halves.values() for half in (*halves[0], *halves[1]))
        return sorted({word for word in re.findall(r"\w+", text) if word[0].isupper() and len(word) > 4})


class Stopwatch:
    """Seconds by stage; a stage that is called from another one does not count there."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stages = [_REST]
        self._since = time.perf_counter()
        for name, owner, function in _STAGES:
            setattr(owner, function, self._timed(name, getattr(owner, function)))

    def _timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            self._enter(name)
            try:
                return function(*arguments)
            finally:
                self.stop()

        return timed

    def _enter(self, name: str) -> None:
        self.stop(leave=False)
        self._stages.append(name)

    def stop(self, *, leave: bool = True) -> None:
        now = time.perf_counter()
        self.seconds[self._stages[-1]] += now - self._since
        self._since = now
        if leave:
            self._stages.pop()


@contextmanager
def peak_memory() -> Iterator[dict[str, int]]:
    """Megabytes at the highest: all, and without what is mapped from files and can be dropped."""
    peak, end = {"all": 0, "anonymous": 0}, threading.Event()

    def look() -> None:
        while not end.wait(0.05):
            lines = Path("/proc/self/status").read_text("utf-8").splitlines()
            status = dict(line.split(":", 1) for line in lines)
            for name, field in (("all", "VmRSS"), ("anonymous", "RssAnon")):
                peak[name] = max(peak[name], int(status[field].split()[0]) // 1024)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        end.set()
        watcher.join()


def place_in(folder: Path, encoder: Encoder) -> IndexPlace:
    return IndexPlace(folder / "index", SourceFolder(folder / "corpus"), encoder.model_id)


def first_build(folder: Path) -> dict[str, Any]:
    """Builds the index; the seconds of each stage, and the memory."""
    encoder = StandIn()
    with peak_memory() as memory:
        watch, start = Stopwatch(), time.perf_counter()
        generation = ensure_index(place_in(folder, encoder), lambda: encoder)
        watch.stop()
        seconds = time.perf_counter() - start
    passages = len(generation.passages)
    return {"stages": dict(watch.seconds), "seconds": seconds, "memory": memory, "passages": passages}


def updates(folder: Path) -> list[float]:
    """The seconds of each update of a few messages."""
    encoder, writer, seconds = StandIn(), Writer(), []
    for number in range(_UPDATES):
        writer.write(folder / "corpus" / f"new-{number}.jsonl", _UPDATE)
        start = time.perf_counter()
        ensure_index(place_in(folder, encoder), lambda: encoder)
        seconds.append(time.perf_counter() - start)
    return seconds


def questions(folder: Path) -> dict[str, Any]:
    """The milliseconds of each answer without the encoder's."""
    encoder, writer = StandIn(), Writer()
    milliseconds = []
    with peak_memory() as memory:
        start = time.perf_counter()
        retriever = Retriever(ensure_index(place_in(folder, encoder), lambda: encoder), encoder)
        opening = time.perf_counter() - start
        for query in retriever.queries([writer.question() for _ in range(_QUESTIONS)]):
            start = time.perf_counter()
            retriever.answer_from(retriever.rank(query), 3)
            milliseconds.append(1000 * (time.perf_counter() - start))
    return {"opening": opening, "first": milliseconds[0], "others": sorted(milliseconds), "memory": memory}


def embedding(folder: Path) -> float:
    """The seconds that embedding a message takes."""
    lines = next((folder / "corpus").iterdir()).read_text("utf-8").splitlines()[:_EMBEDDED]
    texts = [json.loads(line)["text"] for line in lines]
    encoder = load_encoder(ModelChoice())
    encoder.encode(texts[:8], TextKind.PASSAGE)
    start = time.perf_counter()
    encoder.encode(texts, TextKind.PASSAGE)
    return (time.perf_counter() - start) / len(texts)


def show(title: str, *values: str) -> None:
    print(f"{title:<44}{''.join(f'{value:>12}' for value in values)}", flush=True)


def show_seconds(title: str, seconds: float, alone: float) -> None:
    """``alone``: the seconds that embedding would take."""
    show(title, f"{seconds:.2f} s", f"{seconds / alone:.3f}")


def show_memory(title: str, memory: dict[str, int]) -> None:
    show(f"memory of {title}: all, without mapped files", *(f"{size} MB" for size in memory.values()))


def main(messages: int) -> None:
    with (
        tempfile.TemporaryDirectory() as temporary,
        multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool,
    ):
        folder, writer = Path(temporary), Writer()
        (folder / "corpus").mkdir()
        for first in range(0, messages, _IN_FILE):
            writer.write(folder / "corpus" / f"{first}.jsonl", min(_IN_FILE, messages - first))
        of_message = pool.apply(embedding, (folder,))
        alone = of_message * messages
        show_seconds(f"embedding alone, as {_EMBEDDED} messages tell", alone, alone)
        built = pool.apply(first_build, (folder,))
        for name, seconds in built["stages"].items():
            show_seconds(name, seconds, alone)
        show_seconds(f"first build, {built['passages']} passages", built["seconds"], alone)
        show_memory("building", built["memory"])
        show("disk", f"{bytes_on_disk(folder / 'index') / 1e6:.0f} MB")
        asked = pool.apply(questions, (folder,))
        times = asked["others"]
        show("opening, first question", f"{asked['opening']:.2f} s", f"{asked['first']:.0f} ms")
        at_95 = times[int(0.95 * len(times))]
        show("a question: median, 95th percentile", f"{statistics.median(times):.0f} ms", f"{at_95:.0f} ms")
        show_memory("asking", asked["memory"])
        added = pool.apply(updates, (folder,))
        show_seconds(f"adding {_UPDATE}, median", statistics.median(added), of_message * _UPDATE)
        show_seconds(f"adding {_UPDATE}, slowest", max(added), of_message * _UPDATE)
        show(f"disk after {_UPDATES} updates", f"{bytes_on_disk(folder / 'index') / 1e6:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
