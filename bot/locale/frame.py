"""What a frame holds: one field a text, so that no language can lack one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton

from retrieval import Task
from retrieval.documents import Basis, Precision, PublicationDate, SkippedFile, SkipReason
from retrieval.errors import QuestionFault
from retrieval.language import Language


@dataclass(frozen=True, slots=True)
class Frame:
    """Texts in one language; names in braces are filled in by the face."""

    language: Language
    answer_of: str  # {number} {total}
    no_answer: str
    nearest: str
    nearest_more: str  # {count}
    more: str  # {count}
    no_more: str
    speaker: str
    untitled: str
    cites: str  # {source}
    no_publisher: str
    no_date: str
    no_link: str
    publisher_link: str
    basis: Mapping[Basis, str]
    faults: Mapping[QuestionFault, str]
    skip_reasons: Mapping[SkipReason, str]
    tasks: Mapping[Task, str]
    model_loading: str
    corpus: str  # {documents} {passages}
    skipped: str  # {path} {reason}
    uncalibrated: str
    welcome: str
    help: str
    unknown_command: str  # {command}
    unknown_source: str  # {id}
    language_set: str
    languages: str

    def date(self, published: PublicationDate | None) -> str:
        """``published`` in words at its own precision, with its basis unless the source states it."""
        if published is None:
            return self.no_date
        day = datetime.date(published.year, published.month or 1, published.day or 1)
        if published.precision is Precision.DAY:
            written = format_date(day, "long", locale=self.language)
        else:
            skeleton = "yMMMM" if published.precision is Precision.MONTH else "y"
            written = format_skeleton(skeleton, day, locale=self.language)
        written = written.replace("\u202f", " ")  # few terminal fonts have the narrow space
        if published.time:
            written += f", {published.time:%H:%M}"
        return written + self.of_basis(published.basis)

    def skipped_file(self, file: SkippedFile) -> str:
        """That a file is not in the corpus, and why."""
        return self.skipped.format(path=file.path, reason=self.skip_reasons[file.reason])

    def of_basis(self, basis: Basis) -> str:
        """How a fact of ``basis`` is marked; a stated one is not."""
        return "" if basis is Basis.STATED else f" ({self.basis[basis]})"
