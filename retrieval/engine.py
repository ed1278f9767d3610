"""From a folder of sources to answers: the one place where the engine's parts are put together."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from retrieval.encoding.model_choice import BUNDLED, ModelChoice
from retrieval.encoding.models import (
    identify,
    is_unpacked,
    load_encoder,
    load_reference,
    reference_source,
)
from retrieval.progress import Progress, no_progress
from retrieval.threads import wait_without_spinning

if TYPE_CHECKING:
    from retrieval.documents import Answer
    from retrieval.encoding.encoder import Encoder, ModelId
    from retrieval.encoding.sentence_transformer import SentenceTransformerEncoder
    from retrieval.index.generation import Generation
    from retrieval.index.place import IndexPlace
    from retrieval.index.record import BuildRecord
    from retrieval.index.status import IndexStatus
    from retrieval.language.glossary import Glossary
    from retrieval.periods import Period
    from retrieval.ranking.calibration import Calibration
    from retrieval.ranking.reranking import Reranker
    from retrieval.ranking.retriever import Retriever
    from retrieval.sources.corpus import Corpus, CorpusSource


class Engine:
    """Answers questions about one corpus. Each part is opened when it is first needed.

    Making an engine reads nothing; the first question unpacks the model and builds the index where needed.
    Call `prepare` before several threads share one.
    """

    def __init__(  # noqa: PLR0913 - one for each part that can be exchanged
        self,
        corpus: "CorpusSource | Path | str",
        data: Path | str,
        *,
        model: ModelChoice | str = BUNDLED,
        encoder: "Encoder | None" = None,
        reranker: "Reranker | Path | str | None" = None,
        vectors: str = "faiss",
        store: str = "faiss",
        builds: bool = True,
        glossary: Path | str | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
        progress: Progress = no_progress,
    ) -> None:
        """``corpus``: a folder of sources, or anything else that documents come from. ``data``: the folder
        of the index and of calibrations that are fitted here; made when it is first written. ``encoder``: one
        of your own in place of ``model``. ``reranker``: what looks at the first passages again, the folder or
        hub id of a ``CrossEncoder``, or one of your own; by default none. ``vectors``: the engine that holds
        the vectors, one of `retrieval.index.parts.vectors.ENGINES`. ``store``: where passages are searched:
        ``faiss`` for the index itself, or a Milvus, see `MilvusAddress.of`. ``builds``: whether the index is
        built here; otherwise the one that another machine keeps in ``data`` is read. ``glossary``: a CSV file
        of further names; by default ``glossary.csv`` in the folder of sources, if there is one. ``today``:
        the day from which "last year" in a question is seen.
        """
        from retrieval.sources.joined import glossary_file

        wait_without_spinning()
        self.corpus = _source(corpus)
        self.data = Path(data)
        self._model = model if isinstance(model, ModelChoice) else ModelChoice(model)
        self._glossary_file = glossary_file(self.corpus) if glossary is None else Path(glossary)
        self._vectors = vectors
        self._store = store
        self._builds = builds
        self._today = today
        self._progress = progress
        self._index_name = "index"
        if encoder is not None:
            self.encoder = encoder
        if reranker is None or isinstance(reranker, Path | str):
            self._reranker_name = str(reranker or "")
        else:
            self.reranker = reranker

    def ask(self, question: str, top: int = 3, within: "Period | None" = None) -> "Answer":
        """At most ``top`` quotes that answer; or none, and the ``top`` nearest passages.

        ``within``: the only days that count.

        Raises QuestionError for a question that can't be asked, and another DayeksozError where the model,
        the sources or the index can't be used.
        """
        return self.retriever.answer(question, top, within)

    def prepare(self) -> None:
        """Does all long work now: unpacks the model and builds the index where needed, and loads both."""
        _ = self.retriever

    @property
    def is_prepared(self) -> bool:
        """Whether `prepare` only has to load: the model is at hand and the index is up to date."""
        has_model = "encoder" in vars(self) or is_unpacked(self._model)
        return has_model and not self._place.why_stale()

    def read_corpus(self) -> "Corpus":
        """The documents as they are now; raises CorpusError where there are none."""
        from retrieval.sources.corpus import corpus_of

        return corpus_of(self.corpus.snapshot())

    def index_status(self, *, verify: bool = False) -> "IndexStatus":
        """What is known of the index without opening it; ``verify``: all of its files are read and hashed."""
        from retrieval.index.status import IndexStatus

        return IndexStatus.of(self._place, verify=verify)

    def update(self) -> "Generation":
        """Brings the index up to date, also after a rollback, and answers from it."""
        from retrieval.index.place import update_index

        return self._answer_from(update_index(self._place, lambda: self.encoder, self._progress))

    def rebuild(self) -> "Generation":
        """Makes a new index from nothing, and answers from it: every passage is encoded again."""
        from retrieval.index.place import rebuild_index

        return self._answer_from(rebuild_index(self._place, self.encoder, self._progress))

    def roll_back(self) -> "BuildRecord":
        """Puts the generation before the current one into use, until the sources change or `update` is
        called.

        Raises NoEarlierIndexError where there is none.
        """
        from retrieval.index.place import roll_back

        record = roll_back(self._place, self._progress)
        for name in ("retriever", "generation"):
            vars(self).pop(name, None)
        return record

    @cached_property
    def encoder(self) -> "Encoder":
        """The embedding model, loaded; raises EncoderError where it can't be had."""
        return load_encoder(self._model, self._progress)

    def load_reference(self) -> "SentenceTransformerEncoder":
        """The embedding model run by sentence-transformers in float32, loaded anew."""
        return load_reference(replace(self._model, precision="float32"), self._progress)

    def reference_source(self) -> str:
        """What sentence-transformers loads the embedding model from: its folder or hub id."""
        return reference_source(self._model, self._progress)

    @cached_property
    def reranker(self) -> "Reranker | None":
        """The re-ranker, loaded, if there is one; raises RerankerLoadError where it can't be had."""
        if not self._reranker_name:
            return None
        from retrieval.encoding.cross_encoder import load_reranker

        return load_reranker(self._reranker_name, self._model.devices[0], self._model.precision)

    @cached_property
    def model_id(self) -> "ModelId":
        """What tells the model from any other; known without loading it."""
        if "encoder" not in vars(self):
            identity = identify(self._model)
            if identity.is_known:
                return identity
        return self.encoder.model_id  # loading may have fetched the model

    @cached_property
    def generation(self) -> "Generation":
        """The index, built first where it is missing or out of date."""
        from retrieval.index.place import ensure_index

        return ensure_index(self._place, lambda: self.encoder, self._progress)

    @cached_property
    def retriever(self) -> "Retriever":
        """What answers from `generation`."""
        return self._retriever_of(self.generation)

    def refreshed_retriever(self) -> "Retriever":
        """A retriever over the sources as they are now; brings the index up to date first, as `update` does,
        if it is built here.

        `ask` goes on with `retriever`.
        """
        from retrieval.index.place import ensure_index, update_index

        refreshed = update_index if self._builds else ensure_index
        return self._retriever_of(refreshed(self._place, lambda: self.encoder, self._progress))

    def newer_retriever(self, than: "Retriever") -> "Retriever | None":
        """A retriever over an index that another process has built since ``than``; None if there is none.

        `ask` goes on with `retriever`.
        """
        from retrieval.index.place import newer_generation

        generation = newer_generation(self._place, than.generation)
        return self._retriever_of(generation) if generation else None

    def retriever_with(self, calibration: "Calibration") -> "Retriever":
        """A retriever with another calibration than the one in use."""
        return self._retriever_of(self.generation, calibration)

    def over(self, corpus: "CorpusSource", name: str) -> Self:
        """An engine over another corpus with the same model and glossary; its index is ``data/name``.

        It is this engine itself where ``corpus`` is its own, or all that there is in its own.
        """
        from retrieval.sources.joined import is_all_of

        if is_all_of(corpus, self.corpus):
            return self
        other = type(self)(
            corpus,
            self.data,
            model=self._model,
            encoder=self.encoder,
            reranker=self.reranker,
            vectors=self._vectors,
            store=self._store,
            builds=self._builds,
            glossary=self._glossary_file,
            today=self._today,
            progress=self._progress,
        )
        other._index_name = name
        return other

    @property
    def ranking_models(self) -> "ModelId":
        """What tells the model and the re-ranker, together, from any others: what a calibration is for."""
        from retrieval.ranking.reranking import with_reranker

        return with_reranker(self.model_id, self.reranker)

    @property
    def calibration_path(self) -> Path:
        """Where a calibration of these models that was fitted here is kept."""
        from retrieval.ranking.calibration import path_of

        return path_of(self.ranking_models, self._calibrations)

    @property
    def _calibrations(self) -> Path:
        return self.data / "calibration"

    @cached_property
    def _place(self) -> "IndexPlace":
        from retrieval.index.place import IndexPlace
        from retrieval.index.store_choice import open_store

        folder = self.data / self._index_name
        store = open_store(self._store, folder)
        return IndexPlace(folder, self.corpus, self.model_id, self._vectors, store, self._builds)

    def _answer_from(self, generation: "Generation") -> "Generation":
        vars(self).pop("retriever", None)
        vars(self)["generation"] = generation
        return generation

    def _retriever_of(
        self, generation: "Generation", calibration: "Calibration | None" = None
    ) -> "Retriever":
        from retrieval.ranking.calibration import load_calibration
        from retrieval.ranking.retriever import Retriever

        if calibration is None:
            model = generation.record.recipe.model
            calibration = load_calibration(model, self._calibrations, self.reranker)
        return Retriever(generation, self.encoder, calibration, self._glossary(), self.reranker, self._today)

    def _glossary(self) -> "Glossary":
        from retrieval.language.glossary import glossary_with

        return glossary_with(self._glossary_file)


def _source(corpus: "CorpusSource | Path | str") -> "CorpusSource":
    from retrieval.sources.folder import SourceFolder

    return SourceFolder(Path(corpus)) if isinstance(corpus, Path | str) else corpus
