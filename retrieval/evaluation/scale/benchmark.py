"""An index of made news, measured at one size after another."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from retrieval.documents import Document
from retrieval.encoding.encoder import Encoder
from retrieval.encoding.model_choice import ModelChoice
from retrieval.encoding.models import load_encoder
from retrieval.evaluation.scale import steps
from retrieval.evaluation.scale.figures import ScaleFigures
from retrieval.evaluation.scale.made_corpus import MadeCorpus
from retrieval.evaluation.scale.material import Material
from retrieval.evaluation.scale.own_process import in_own_process
from retrieval.evaluation.scale.resources import check_resources
from retrieval.evaluation.scale.steps import Trial
from retrieval.progress import Progress, no_progress

_BUNDLED = ModelChoice()

_QUESTIONS = 300
"""Of which at most half are given ones: 95 % of them leave fifteen."""

_ADDED_SHARE = 0.01


def measure_scale(
    documents: Sequence[Document],
    questions: Sequence[str],
    sizes: Sequence[int],
    folder: Path | None = None,
    progress: Progress = no_progress,
    model: ModelChoice = _BUNDLED,
    load: Callable[[ModelChoice], Encoder] = load_encoder,
) -> Iterator[ScaleFigures]:
    """The figures of each of ``sizes``, numbers of passages, as soon as they are known.

    ``documents``: whose sentences the texts are made of; ``questions``: those that are asked beside made
    ones; ``folder``: where the temporary indexes lie, by default the system's temporary folder; ``load``:
    a function of some module, since other processes call it.

    Raises MeasuringError where something is missing before it begins, ProcessFailedError where a step fails.
    """
    material = Material.of(documents)
    folder = folder or Path(tempfile.gettempdir())
    check_resources(folder, max(sizes))
    with tempfile.TemporaryDirectory(dir=folder, prefix="dayeksoz-scale-") as temporary:
        table = Path(temporary) / "table"
        first = Trial(Path(temporary), table, MadeCorpus(material).grown(min(sizes)), partial(load, model))
        in_own_process(steps.write_table, progress, first)
        of_passage = in_own_process(steps.embed, progress, first)
        for size in sizes:
            with tempfile.TemporaryDirectory(dir=temporary) as of_size:
                trial = replace(first, folder=Path(of_size), corpus=MadeCorpus(material).grown(size))
                yield _measured(trial, questions, of_passage, progress)


def _measured(trial: Trial, questions: Sequence[str], of_passage: float, progress: Progress) -> ScaleFigures:
    """``of_passage``: the seconds that embedding a passage takes."""
    asked = _asked(questions, trial.corpus)
    words, distinct_words = in_own_process(steps.count_words, progress, trial)
    building = in_own_process(steps.build, progress, trial)
    asking = in_own_process(steps.ask, progress, trial, asked)
    neighbours = in_own_process(steps.compare, progress, trial, asked)
    passages = trial.corpus.passages
    added = max(1, round(_ADDED_SHARE * passages))
    grown = replace(trial, corpus=trial.corpus.grown(added))
    return ScaleFigures(
        passages=passages,
        words=words,
        distinct_words=distinct_words,
        embedding_seconds=of_passage * building.passages,
        building=building,
        asking=asking,
        neighbours=neighbours,
        added=added,
        adding_seconds=in_own_process(steps.add, progress, grown),
    )


def _asked(questions: Sequence[str], corpus: MadeCorpus) -> list[str]:
    """``questions``, or an even choice of too many, with a made one behind each, more where they are few."""
    given = list(questions[:: -(-2 * len(questions) // _QUESTIONS) or 1])
    made = [corpus.question(number) for number in range(_QUESTIONS - len(given))]
    pairs = [one for pair in zip(given, made, strict=False) for one in pair]
    return pairs + made[len(given) :]
