"""Answers and sources as JSON objects: the contract that scripts rely on. Keys are never renamed."""

import json
from typing import Any

from retrieval import Period
from retrieval.documents import Answer, Document, Fact, PublicationDate, Quote, TimeApplied


def print_json(payload: Any) -> None:
    """One line on standard output."""
    print(json.dumps(payload, ensure_ascii=False), flush=True)


def answer_payload(answer: Answer) -> dict[str, Any]:
    """One answer; offsets are code points of the document's text."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "quotes": [_quote(quote) for quote in answer.quotes],
        "nearest": [_quote(quote) for quote in answer.nearest],
        "time": _time(answer.time),
        "newer": _quote(answer.newer) if answer.newer else None,
    }


def failure_payload(question: str, message: str) -> dict[str, Any]:
    """What takes the place of an answer to a question that can't be asked."""
    return {
        "question": question,
        "language": None,
        "answered": False,
        "confidence": 0.0,
        "quotes": [],
        "nearest": [],
        "time": None,
        "newer": None,
        "error": message,
    }


def source_payload(document: Document) -> dict[str, Any]:
    """What is known about one document."""
    return {
        "id": document.id,
        "path": document.path,
        "title": _value(document.title),
        "author": _value(document.author),
        "publisher": _value(document.publisher),
        "cites": _value(document.cites),
        "published": _date(document.published),
        "updated": _date(document.updated),
        "link": {"url": document.link.url, "kind": document.link.kind},
        "encoding": document.encoding,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    quote = quote.proven()
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlight": [list(span) for span in quote.highlight],
        "speaker": quote.speaker,
        "header": quote.header or None,
        "score": round(quote.score, 4),
        "source": source_payload(quote.document),
        "also": [_place(other) for other in quote.also],
    }


def _place(quote: Quote) -> dict[str, Any]:
    """Where another source says the same."""
    highlight = [list(span) for span in quote.highlight]
    place = {"start": quote.start, "end": quote.end, "highlight": highlight}
    return source_payload(quote.document) | place


def _time(time: TimeApplied | None) -> dict[str, Any] | None:
    if time is None:
        return None
    period = time.period or Period()
    return {
        "since": period.since.isoformat() if period.since else None,
        "until": period.until.isoformat() if period.until else None,
        "fits": time.fits,
        "newest_of": time.newest_of,
    }


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def _date(published: PublicationDate | None) -> dict[str, Any] | None:
    if published is None:
        return None
    return {
        "date": published.isoformat(),
        "precision": published.precision,
        "basis": published.basis,
        "time": f"{published.time:%H:%M}" if published.time else None,
    }
