"""Asking every question of a test set, and what came of it."""

import datetime
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from retrieval.documents import Answer
from retrieval.durable import write_file
from retrieval.engine import Engine
from retrieval.errors import DatasetError
from retrieval.evaluation.dataset import Dataset, EvaluationQuestion
from retrieval.evaluation.near_misses import near_misses
from retrieval.evaluation.rankers import HYBRID, RANKERS, Ranker
from retrieval.index.record import BuildRecord
from retrieval.progress import Progress, Task, no_progress
from retrieval.ranking.retriever import Retriever

_KEPT = 100
"""Items of a ranking that are kept: what the deepest measure looks at."""

_EXPECTED = 400
"""Characters of an expected document that a report shows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one question gave.

    ``items``: the ranking, best first. ``confidence`` and ``answered`` are None for rankings that answer
    nothing. ``is_right``: the first item is relevant. ``highlight_is_right``: the sentence that was set off
    holds an answer string; None where the set has none.
    """

    id: str
    question: str
    language: str
    kind: str
    split: str
    items: tuple[str, ...]
    relevant: frozenset[str]
    expected: tuple[str, ...]
    quote: str
    quoted_from: str
    confidence: float | None
    answered: bool | None
    highlight_is_right: bool | None
    milliseconds: float

    @property
    def is_answerable(self) -> bool:
        return bool(self.relevant)

    @property
    def is_right(self) -> bool:
        return bool(self.items) and self.items[0] in self.relevant


@dataclass(frozen=True, slots=True)
class Run:
    """All results of one evaluation, and what was evaluated.

    ``index_seconds``: to build the index, or only to open it; ``passages_per_second``: when it was built,
    None where its passages were known already.
    """

    dataset: str
    ranker: str
    model: str
    generation: str
    asked: str
    documents: int
    passages: int
    index_seconds: float
    passages_per_second: float | None
    results: tuple[Result, ...]

    def percentile(self, percent: float) -> float:
        """The milliseconds that ``percent`` % of the questions stayed below."""
        return float(np.percentile([result.milliseconds for result in self.results], percent))


_run = TypeAdapter(Run)


def evaluate(
    engine: Engine,
    dataset: Dataset,
    *,
    ranker: str = HYBRID,
    split: str | None = None,
    with_near_misses: bool = False,
    progress: Progress = no_progress,
) -> Run:
    """Asks the questions of ``dataset`` one at a time, as a person would, and indexes its corpus first.

    ``split``: only the questions of this split, ``tune`` or ``report``. ``with_near_misses``: also near
    misses that are made of them by rule. Raises DatasetError for a faulty set, or one without such questions.
    """
    asked = [question for question in dataset.questions if split in (None, question.split)]
    if not asked:
        raise DatasetError(f"The test set has no question in the split {split!r}.")
    _ = engine.encoder  # loading the model is not part of the index's time
    over = engine.over(dataset.corpus, f"evaluation/{dataset.name}")
    start = time.perf_counter()
    generation = over.generation
    index_seconds = time.perf_counter() - start
    retriever = over.retriever
    ranked_by = None if ranker == HYBRID else RANKERS[ranker](retriever)
    if with_near_misses:
        asked += near_misses(dataset, asked, generation)
    results = []
    progress(Task.ASK, 0, len(asked))
    for number, question in enumerate(asked, 1):
        results.append(_ask(dataset, question, retriever, ranked_by))
        progress(Task.ASK, number, len(asked))
    return Run(
        dataset=dataset.name,
        ranker=ranker,
        model=str(generation.record.recipe.model if ranked_by else over.ranking_models),
        generation=generation.id,
        asked=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        documents=len(generation.documents),
        passages=len(generation.passages),
        index_seconds=index_seconds,
        passages_per_second=_throughput(generation.record),
        results=tuple(results),
    )


def _ask(
    dataset: Dataset, question: EvaluationQuestion, retriever: Retriever, ranked_by: "Ranker | None"
) -> Result:
    """``ranked_by``: None for the ranking of answers itself, which answers too."""
    generation = retriever.generation
    answer: Answer | None = None
    start = time.perf_counter()
    if ranked_by:
        ranked = ranked_by(question.text)
    else:
        (query,) = retriever.queries([question.text], today=question.asked)
        ranking = retriever.rank(query)
        answer = retriever.answer_from(ranking, top=1)
        ranked = ranking.passages
    milliseconds = 1000 * (time.perf_counter() - start)
    passages = [generation.passages[number] for number in ranked]
    first = passages[0] if passages else None
    source = generation.documents[first.document] if first else None
    return Result(
        id=question.id,
        question=question.text,
        language=question.language,
        kind=question.kind,
        split=question.split,
        items=tuple(dict.fromkeys(dataset.item(passage) for passage in passages))[:_KEPT],
        relevant=dataset.relevant(generation, question),
        expected=_expected(question, retriever),
        quote=source.text[first.start : first.end] if source and first else "",
        quoted_from=source.path if source else "",
        confidence=answer.confidence if answer else None,
        answered=answer.answered if answer else None,
        highlight_is_right=_highlight_is_right(question, answer),
        milliseconds=milliseconds,
    )


def _expected(question: EvaluationQuestion, retriever: Retriever) -> tuple[str, ...]:
    documents = retriever.generation.documents
    texts = [documents[id_].text[:_EXPECTED] for id_ in sorted(question.documents)]
    return (*(gold.quote for gold in question.gold), *texts)


def _highlight_is_right(question: EvaluationQuestion, answer: Answer | None) -> bool | None:
    if not answer or not question.answers:
        return None
    quote = answer.found[0]
    set_off = "".join(quote.document.text[start:end] for start, end in quote.highlight).casefold()
    return any(string.casefold() in set_off for string in question.answers)


def _throughput(record: BuildRecord) -> float | None:
    return round(record.encoded / record.seconds, 1) if record.encoded else None


def save_run(run: Run, folder: Path) -> Path:
    """Writes a run as JSON and as a TREC run file beside it; returns the JSON file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{run.dataset}-{run.ranker}-{run.asked.translate(str.maketrans('', '', '-:+'))}"
    trec = [
        f"{_word(result.id)} Q0 {_word(item)} {place} {1 / place:.6f} dayeksoz-{run.ranker}\n"
        for result in run.results
        for place, item in enumerate(result.items, 1)
    ]
    write_file(folder / f"{stem}.trec", "".join(trec).encode())
    path = folder / f"{stem}.json"
    write_file(path, _run.dump_json(run))
    return path


def load_run(path: Path) -> Run:
    """Reads a run that `save_run` wrote; raises DatasetError for anything else."""
    try:
        return _run.validate_json(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"{path} can't be read ({error.strerror}): give a saved run.") from error
    except ValidationError as error:
        raise DatasetError(f"{path} is not a saved run: give a .json file that `save_run` wrote.") from error


def _word(text: str) -> str:
    """Fields of a TREC file are separated by white space, so none may hold any."""
    return "_".join(text.split()) or "_"
