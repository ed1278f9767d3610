"""From a folder of sources to answers: the one place where the engine's parts are put together."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from retrieval.progress import Progress, no_progress

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.calibration import Calibration
    from retrieval.documents import Answer
    from retrieval.index import BuildRecord, Generation, IndexPlace
    from retrieval.search import Retriever
    from retrieval.sources import Corpus, CorpusSource

DEFAULT_MODEL = "bundled"
"""The embedding model that comes with the packages."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which embedding model to load, and how.

    ``name``: ``bundled``, a model's folder, or a hub id. ``device``: a torch device, or ``auto`` (CUDA, then
    MPS, then the processor). ``precision``: ``float32``, ``bfloat16``, ``float16``, or ``auto`` (bfloat16
    where the hardware computes in it). ``cache``: where the bundled model is unpacked; None for the user's
    cache folder.
    """

    name: str = DEFAULT_MODEL
    device: str = "auto"
    precision: str = "auto"
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index on disk: ``record`` of its build, None where there is none, and why it is out of date.

    ``why_stale`` is an English phrase, empty where the index is up to date.
    """

    record: "BuildRecord | None"
    why_stale: str


class Engine:
    """Answers questions about one corpus. Opens each part when it is first needed.

    Making one imports and reads nothing heavy; the first question unpacks the model and builds the index
    where needed. Not safe to share between threads before `prepare` has returned.
    """

    def __init__(
        self,
        corpus: "CorpusSource | Path | str",
        data: Path | str,
        *,
        model: ModelChoice | str = DEFAULT_MODEL,
        progress: Progress = no_progress,
    ) -> None:
        """``corpus``: a folder of sources, or any other source of documents. ``data``: the folder where the
        index and fitted calibrations are kept; made when first written.
        """
        from retrieval.sources import TextFolder

        self.corpus: CorpusSource = TextFolder(Path(corpus)) if isinstance(corpus, Path | str) else corpus
        self.data = Path(data)
        self._model = model if isinstance(model, ModelChoice) else ModelChoice(model)
        self._progress = progress
        self._index_name = "index"
        self._glossary_folder = self.corpus.path if isinstance(self.corpus, TextFolder) else None

    def ask(self, question: str, top: int = 3) -> "Answer":
        """At most ``top`` quotes that answer; or none, and the ``top`` nearest passages.

        Raises QuestionError for a question that can't be asked, and DayeksozError where the model, the
        sources or the index can't be used.
        """
        return self.retriever.answer(question, top)

    def prepare(self) -> None:
        """Does all long work now: unpacks the model and builds the index where needed, and loads both."""
        _ = self.retriever

    @property
    def is_prepared(self) -> bool:
        """Whether `prepare` only has to load: the model is unpacked and the index is up to date."""
        from retrieval.bundled import is_unpacked

        is_bundled = self._model.name == DEFAULT_MODEL
        return (not is_bundled or is_unpacked(self._model.cache)) and not self._place.why_stale()

    def read_corpus(self) -> "Corpus":
        """The documents as they are now; raises CorpusError where there are none."""
        return self.corpus.read()

    def index_status(self) -> IndexStatus:
        """What is known of the index without opening it."""
        from retrieval.index import current_record

        return IndexStatus(current_record(self._place.folder), self._place.why_stale())

    def rebuild(self) -> None:
        """Makes a new index from nothing: every passage is encoded again."""
        from retrieval.index import rebuild_index

        rebuild_index(self._place, self.encoder, self._progress)

    @cached_property
    def encoder(self) -> "SentenceTransformer":
        """The embedding model, loaded."""
        from retrieval.encoder import load_encoder

        model = self._model
        return load_encoder(
            model.name,
            device=model.device,
            precision=model.precision,
            cache_dir=model.cache,
            progress=self._progress,
        )

    @property
    def model_id(self) -> str:
        """What tells this model, at this precision, from any other; known without loading it."""
        return self._place.model

    @cached_property
    def generation(self) -> "Generation":
        """The index, built first where it is missing or out of date."""
        return self._fitting_generation()

    @cached_property
    def retriever(self) -> "Retriever":
        """What answers from `generation`."""
        return self._retriever_of(self.generation)

    def refreshed_retriever(self) -> "Retriever":
        """A retriever over the sources as they are now; builds the index first where it is out of date."""
        return self._retriever_of(self._fitting_generation())

    def newer_retriever(self, than: "Retriever") -> "Retriever | None":
        """A retriever over an index that another process has built since ``than``; None if there is none."""
        from retrieval.index import newer_generation

        generation = newer_generation(self._place, than.generation)
        return self._retriever_of(generation) if generation else None

    def retriever_with(self, calibration: "Calibration") -> "Retriever":
        """A retriever with another calibration than the one in use."""
        return self._retriever_of(self.generation, calibration)

    def over(self, corpus: "CorpusSource", name: str) -> Self:
        """An engine over another corpus with the same model and glossary; its index is ``data/name``.

        This engine itself where ``corpus`` is its own.
        """
        if corpus == self.corpus:
            return self
        other = type(self)(corpus, self.data, model=self._model, progress=self._progress)
        other._index_name = name
        other._glossary_folder = self._glossary_folder
        vars(other)["encoder"] = self.encoder
        return other

    @property
    def calibration_path(self) -> Path:
        """Where a calibration of this model that was fitted here is kept."""
        from retrieval.calibration import path_of

        return path_of(self.model_id, self._calibrations)

    @property
    def _calibrations(self) -> Path:
        return self.data / "calibration"

    @cached_property
    def _place(self) -> "IndexPlace":
        from retrieval.encoder import fingerprint
        from retrieval.index import IndexPlace

        model = f"{fingerprint(self._model.name)} {self._model.precision}"
        return IndexPlace(self.data / self._index_name, self.corpus, model)

    def _fitting_generation(self) -> "Generation":
        from retrieval.index import ensure_index

        return ensure_index(self._place, lambda: self.encoder, self._progress)

    def _retriever_of(
        self, generation: "Generation", calibration: "Calibration | None" = None
    ) -> "Retriever":
        from retrieval.calibration import load_calibration
        from retrieval.glossary import glossary_for, shipped_glossary
        from retrieval.search import Retriever

        if calibration is None:
            calibration = load_calibration(generation.record.recipe.model, self._calibrations)
        folder = self._glossary_folder
        glossary = glossary_for(folder) if folder else shipped_glossary()
        return Retriever(generation, self.encoder, calibration, glossary)
