"""What the faces say around quotes: one field a text, so that no language can lack one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from retrieval import Period, Task
from retrieval.conversation import Remark
from retrieval.documents import Basis, Precision, PublicationDate, SkippedFile, SkipReason
from retrieval.errors import FetchError, FetchFault, QuestionFault
from retrieval.sources import Absence, Change


@dataclass(frozen=True, slots=True)
class Phrases:
    """Texts in one language; the face fills in the names in braces, which the comments list.

    ``language`` is the language's code, by which Babel knows it too.
    """

    language: str
    answer_of: str  # {number} {total}
    no_answer: str
    nearest: str
    nearest_more: str  # {count}
    also: Mapping[str, str]  # by the plural form of {count}
    also_more: str  # {count}
    replaced: str  # {id}
    more: str  # {count}
    no_more: str
    speaker: str
    table: str
    untitled: str
    cites: str  # {source}
    author: str  # {author}
    updated: str  # {date}
    encoding: str  # {encoding}
    no_publisher: str
    no_date: str
    no_link: str
    publisher_link: str
    basis: Mapping[Basis, str]
    time: str  # {period}
    no_time: str  # {period}
    since: str  # {date}
    until: str  # {date}
    newest: str  # {count} {date}
    newer: str  # {date} {title}
    dates_all: str
    dates_how: str
    faults: Mapping[QuestionFault, str]
    skip_reasons: Mapping[SkipReason, str]
    fetch_faults: Mapping[FetchFault, str]
    tasks: Mapping[Task, str]
    so_far: str  # {done} {total}
    speed: str  # {number}
    left: str  # {time}
    changes: Mapping[Change, str]
    absences: Mapping[Absence, str]
    rest: str  # {count}
    documents: str
    model_loading: str
    corpus: str  # {documents} {passages}
    skipped: str  # {path} {reason}
    uncalibrated: str
    welcome: str
    help: str
    unknown_command: str  # {command}
    unknown_source: str  # {id}
    language_set: str
    question_language_set: str
    no_such_sources: str
    languages: str
    read_as: str  # {question}
    unclear: str
    no_speaker: str
    published: str  # {date}
    remarks: Mapping[Remark, str]  # {documents} {span} {newest} {publishers}

    def number(self, number: float) -> str:
        """``number`` as this language writes it."""
        written = format_decimal(number, locale=self.language)
        return written.replace("\u202f", "\u00a0")  # few terminal fonts have the narrow no-break space

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
        written = written.replace("\u202f", " ")  # few terminal fonts have the narrow no-break space
        if published.time:
            written += f", {published.time:%H:%M}"
        return written + self.of_basis(published.basis)

    def also_in(self, count: int) -> str:
        """That ``count`` further sources say the same."""
        form = Locale.parse(self.language).plural_form(count)
        return self.also.get(form, self.also["other"]).format(count=count)

    def period(self, period: Period) -> str:
        """``period`` in words, its ends only as precise as they have to be."""
        first, last = (end and self.date(PublicationDate(*end)) for end in period.ends)
        if first and last:
            return first if first == last else f"{first} – {last}"
        return self.since.format(date=first) if first else self.until.format(date=last)

    def skipped_file(self, file: SkippedFile) -> str:
        """A sentence saying that ``file`` is not in the corpus, and why."""
        return self.skipped.format(path=file.path, reason=self.skip_reasons[file.reason])

    def not_fetched(self, error: FetchError) -> str:
        """A sentence saying which address could not be fetched, and why."""
        return self.fetch_faults[error.fault].format(**error.facts)

    def of_basis(self, basis: Basis) -> str:
        """The note that marks a fact of ``basis``; empty for a stated one."""
        return "" if basis is Basis.STATED else f" ({self.basis[basis]})"
