"""Near misses by rule: a true question in which one thing is swapped for another of its kind.

The passages that answer the true question must not hold what is swapped in. It is taken from other questions
of the same set and language, so that the corpus may well speak of it elsewhere, and it has the form of what
it replaces: the same ending, or in Russian the same gender, number and case. A word of one language is not
looked for in passages of another.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.evaluation.dataset import Dataset, EvaluationQuestion
from retrieval.index.generation import Generation
from retrieval.language.languages import LANGUAGES
from retrieval.language.words import is_telling, letter_runs, stem, words

_WORD = re.compile(r"\w+(?:-\w+)*")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_ENDING = 3
"""Letters at the end of a word that its replacement shares, in languages whose forms are not analysed."""

_FEWEST_LETTERS = 4
_SAME_WORD = 0.4
"""The share of letter runs from which two words may be forms of one."""


class Kind(StrEnum):
    """What is swapped; the value is the kind of the question that comes of it."""

    NAME = "swapped_name"
    YEAR = "swapped_year"
    NUMBER = "swapped_number"
    THING = "swapped_thing"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a question that can be swapped: ``form`` is what its replacement has in common with it."""

    start: int
    text: str
    kind: Kind
    form: str


def near_misses(
    dataset: Dataset, questions: Sequence[EvaluationQuestion], generation: Generation
) -> list[EvaluationQuestion]:
    """For each of ``questions`` with an answer at most one near miss of each kind; always the same ones."""
    answerable = [question for question in questions if question.is_answerable]
    pools: dict[tuple[str, Kind, str], list[str]] = defaultdict(list)
    for question in answerable:
        for word in _swappable(question):
            pools[question.language, word.kind, word.form].append(word.text)
    texts = _texts(dataset, generation)
    chance = random.Random(0)  # noqa: S311 - no secret
    made = []
    for question in answerable:
        known = " ".join(texts[item] for item in dataset.relevant(generation, question))
        by_kind: dict[Kind, list[_Word]] = defaultdict(list)
        for word in _swappable(question):
            by_kind[word.kind].append(word)
        for kind, swappable in by_kind.items():
            word = chance.choice(swappable)
            swapped_in = _other(word, pools[question.language, kind, word.form], known, chance)
            if swapped_in:
                made.append(_swapped(question, word, swapped_in))
    return made


def _texts(dataset: Dataset, generation: Generation) -> dict[str, str]:
    """The text of each item, under the titles of its documents."""
    found: dict[str, list[str]] = defaultdict(list)
    for passage in generation.passages:
        document = generation.documents[passage.document]
        title = document.title.value if document.title else ""
        found[dataset.item(passage)] += [title, document.text[passage.start : passage.end]]
    return {item: " ".join(parts) for item, parts in found.items()}


def _swappable(question: EvaluationQuestion) -> Iterator[_Word]:
    for number, match in enumerate(_WORD.finditer(question.text)):
        text = match.group()
        if _YEAR.fullmatch(text):
            yield _Word(match.start(), text, Kind.YEAR, "")
        elif text.isdigit():
            yield _Word(match.start(), text, Kind.NUMBER, "")
        elif len(text) >= _FEWEST_LETTERS and text.isalpha() and is_telling(text.casefold()):
            form = LANGUAGES[question.language].form_of(text.casefold()) or text.casefold()[-_ENDING:]
            if number and text[0].isupper() and not text.isupper():
                yield _Word(match.start(), text, Kind.NAME, form)
            elif text.islower() and LANGUAGES[question.language].is_nominal(text):
                yield _Word(match.start(), text, Kind.THING, form)


def _other(word: _Word, pool: Sequence[str], known: str, chance: random.Random) -> str | None:
    """Something of the same kind that ``known`` does not hold; None where there is nothing."""
    if word.kind in (Kind.YEAR, Kind.NUMBER):
        others = [str(int(word.text) + step) for step in (-3, -2, -1, 1, 2, 3) if int(word.text) + step > 0]
    else:
        others = sorted(set(pool) - {word.text})
    chance.shuffle(others)
    held = words(known)
    return next((other for other in others if not _holds(held, other, word.text)), None)


def _holds(held: Sequence[str], other: str, replaced: str) -> bool:
    """Whether one of the words ``held``, or the word that is replaced, is ``other`` or a form of it."""
    compared = words(other)[0]
    runs = set(letter_runs(compared))
    return any(
        stem(word) == stem(compared)
        or (runs and len(runs & set(letter_runs(word))) / len(runs) >= _SAME_WORD)
        for word in (*held, *words(replaced))
    )


def _swapped(question: EvaluationQuestion, word: _Word, other: str) -> EvaluationQuestion:
    text = question.text[: word.start] + other + question.text[word.start + len(word.text) :]
    return replace(
        question,
        id=f"{question.id}~{word.kind}",
        text=text,
        kind=word.kind,
        documents=frozenset(),
        gold=(),
        answers=(),
    )
