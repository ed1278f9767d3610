"""A corpus of made news of any size: real sentences recombined, with other names, figures and words.

Document ``n`` of file ``m`` is the same in a corpus of every size, so that a larger one begins with a smaller
one. It is made when it is read; nothing of it lies on a disk.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from retrieval.documents import Document, Fact, Link, LinkKind, Paragraph, PublicationDate
from retrieval.evaluation.scale.material import LanguageMaterial, Material
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.corpus import FileReading
from retrieval.sources.seen_files import SeenFiles

IN_FILE = 1_000
"""Passages of a file: as many as a monthly archive of a small newsroom."""

_MOST_PARAGRAPHS = 3
_FEWEST_DOCUMENTS = IN_FILE // _MOST_PARAGRAPHS
"""Documents that every full file has at least."""

_LENGTHS = (55, 105)
"""Words from which a paragraph gets no further sentence; with the last one it has 60 to 120. A choice: the
paragraphs of the project's own news have 20 to 130, and short ones share a passage."""

_LONGEST_TITLE = 12
"""Words."""

_QUESTION = 9
"""Words of a made question: as many as the questions of the project's own test sets have on average."""

_REPRINTS = 0.03
"""The share of documents that repeat another one's text: a choice, near what agencies' news have."""

_OTHER_WORDS = 0.1
"""The share of ordinary words that are exchanged: a choice. Without it, each pair of halves would come dozens
of times in a million passages, word for word."""

_COMMON_NAMES = 500
_RARITY = 1.5
"""Names are drawn by rank, as Zipf and Mandelbrot found words to be: rank r by a chance that falls as
(1 + r / `_COMMON_NAMES`) ^ -(1 + 1 / `_RARITY`). Of n names drawn, some n ^ .6 differ, the inverse of that
exponent: as the words of real text grow (Heaps' law)."""

_MIXED = 2_654_435_761
"""2³² by the golden ratio, a prime: numbers in a row come apart (Knuth's multiplicative hashing)."""


@dataclass(frozen=True)
class MadeCorpus:
    """``files``: how many passages each file has, at most `IN_FILE`; ``progress``: told which is read."""

    material: Material
    files: tuple[int, ...] = ()
    progress: Progress = no_progress

    def grown(self, passages: int) -> "MadeCorpus":
        """This corpus with ``passages`` more, in files of their own."""
        whole, rest = divmod(passages, IN_FILE)
        return replace(self, files=(*self.files, *([IN_FILE] * whole), *([rest] if rest else [])))

    @property
    def passages(self) -> int:
        return sum(self.files)

    def snapshot(self, seen: SeenFiles | None = None) -> "MadeSnapshot":  # noqa: ARG002 - there is no file
        return MadeSnapshot(self)

    def documents(self, file: int) -> Iterator[Document]:
        """Those of the file with this number; each paragraph is meant to be a passage."""
        passages, number = 0, 0
        while passages < self.files[file]:
            document = self._document(file, number)
            kept = document.paragraphs[: self.files[file] - passages]
            yield replace(document, text=document.text[: kept[-1].end], paragraphs=kept)
            passages, number = passages + len(kept), number + 1

    def question(self, number: int) -> str:
        """A question with the words of some document, of another one for each ``number``."""
        chance = random.Random(number)  # noqa: S311 - no secret
        file = chance.randrange(len(self.files))
        documents = max(1, self.files[file] // _MOST_PARAGRAPHS)
        words = self._document(file, chance.randrange(documents)).text.split()
        return f"{' '.join(words[:_QUESTION]).rstrip('.,;:!?')}?"

    def _document(self, file: int, number: int) -> Document:
        chance = random.Random((file << 20) + number)  # noqa: S311 - no secret
        link = Link(f"https://news.example/{file}/{number}", LinkKind.ARTICLE)
        published = PublicationDate(chance.randint(2015, 2024), chance.randint(1, 12), chance.randint(1, 28))
        whose = file, number
        if chance.random() < _REPRINTS:
            whose = chance.randrange(file + 1), chance.randrange(_FEWEST_DOCUMENTS)
        title, paragraphs = self._said(*whose)
        spans, start = [], 0
        for paragraph in paragraphs:
            spans.append(Paragraph(start, start + len(paragraph)))
            start += len(paragraph) + 1
        return Document(
            id=f"{file}-{number}",
            path=f"made/{file}.jsonl#{number}",
            text="\n".join(paragraphs),
            paragraphs=tuple(spans),
            title=Fact(title),
            published=published,
            link=link,
        )

    def _said(self, file: int, number: int) -> tuple[str, list[str]]:
        """Title and paragraphs."""
        chance = random.Random(-1 - (file << 20) - number)  # noqa: S311 - no secret
        writer = _Writer(chance, chance.choice(self.material.languages))
        title = " ".join(writer.sentence()[:_LONGEST_TITLE])
        return title, [writer.paragraph() for _ in range(chance.randint(1, _MOST_PARAGRAPHS))]


class MadeSnapshot:
    """The corpus, which never changes."""

    def __init__(self, corpus: MadeCorpus) -> None:
        self._corpus = corpus

    @cached_property
    def hashes(self) -> dict[str, str]:
        material = hashlib.sha256(repr(self._corpus.material).encode()).hexdigest()
        return {f"{number}.jsonl": f"{material} {size}" for number, size in enumerate(self._corpus.files)}

    def read(self, name: str) -> FileReading:
        number = int(name.partition(".")[0])
        self._corpus.progress(Task.EMBED, number + 1, len(self._corpus.files))
        return FileReading(tuple(self._corpus.documents(number)))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes sentences of one language, as ``chance`` has it."""

    chance: random.Random
    material: LanguageMaterial

    def paragraph(self) -> str:
        wanted = self.chance.randint(*_LENGTHS)
        words: list[str] = []
        while len(words) < wanted:
            words += self.sentence()
        return " ".join(words)

    def sentence(self) -> list[str]:
        halves = self.chance.choice(self.material.beginnings) + self.chance.choice(self.material.ends)
        return [self._own(word) for word in halves]

    def _own(self, word: str) -> str:
        """Another figure for a figure, another name for a name, and sometimes another word for a word."""
        if word[0].isdigit():
            return re.sub(r"\d", lambda _: str(self.chance.randrange(10)), word)
        if word[0].isupper():
            return self._name()
        if word.isalpha() and self.chance.random() < _OTHER_WORDS:
            return self.chance.choice(self.material.words)
        return word

    def _name(self) -> str:
        """One that begins like one name and ends like another; a very rare one has a syllable between."""
        names = self.material.names
        rank = int(_COMMON_NAMES * ((1 - self.chance.random()) ** -_RARITY - 1))
        between, place = divmod(rank, len(names) ** 2)
        one, other = divmod(place * _MIXED % len(names) ** 2, len(names))
        syllable = names[between % len(names)][1:3] if between else ""
        return names[one][: (len(names[one]) + 1) // 2] + syllable + names[other][len(names[other]) // 2 :]
