"""What made texts consist of: beginnings and ends of real sentences, names and words, by language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

from retrieval.chunking import sentences_of
from retrieval.documents import Document
from retrieval.errors import DatasetError
from retrieval.language.detection import language_of

_MOST_SENTENCES = 4_000
"""A choice: halves of as many are embedded in two minutes."""

_FEWEST_SENTENCES = 10
"""Sentences from which texts of a language are made. A choice: fewer come with hardly a name."""

_SHORTEST_SENTENCE = 6
"""Words: a half of a shorter one says nothing."""

_SHORTEST_NAME = 4
"""Letters: halves of a shorter one make no new name."""

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageMaterial:
    """Halves of the sentences of one language, its words with a capital, and its other words."""

    beginnings: tuple[Words, ...]
    ends: tuple[Words, ...]
    names: Words
    words: Words

    @classmethod
    def of(cls, sentences: Sequence[Words]) -> Self:
        all_words = sorted({word.strip('.,:;!?«»()"“”') for words in sentences for word in words})
        return cls(
            tuple(words[: len(words) // 2] for words in sentences),
            tuple(words[len(words) // 2 :] for words in sentences),
            tuple(word for word in all_words if word[:1].isupper() and len(word) >= _SHORTEST_NAME),
            tuple(word for word in all_words if word.islower() and word.isalpha()),
        )


@dataclass(frozen=True, slots=True)
class Material:
    """The languages, in the order of their codes."""

    languages: tuple[LanguageMaterial, ...]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Self:
        """From the sentences of ``documents``; raises DatasetError where these are too few."""
        by_language: dict[str, dict[Words, None]] = defaultdict(dict)
        for sentence in _sentences(documents):
            by_language[language_of(" ".join(sentence))][sentence] = None
        found = [
            LanguageMaterial.of(list(by_language[code]))
            for code in sorted(by_language)
            if len(by_language[code]) >= _FEWEST_SENTENCES
        ]
        usable = tuple(one for one in found if one.names and one.words)
        if not usable:
            raise DatasetError(
                f"The corpus holds too few sentences to make texts of: {_FEWEST_SENTENCES} of one language, "
                "with names, are needed."
            )
        return cls(usable)

    @property
    def halves(self) -> list[Words]:
        """Beginnings and ends of all languages, in a fixed order."""
        return [half for one in self.languages for half in (*one.beginnings, *one.ends)]


def _sentences(documents: Sequence[Document]) -> list[Words]:
    """The words of each sentence that is long enough, of too many an even choice."""
    found = [
        tuple(document.text[start:end].split())
        for document in documents
        for paragraph in document.paragraphs
        for start, end in sentences_of(document.text, paragraph.start, paragraph.end)
    ]
    found = [sentence for sentence in found if len(sentence) >= _SHORTEST_SENTENCE]
    return found[:: -(-len(found) // _MOST_SENTENCES) or 1]
