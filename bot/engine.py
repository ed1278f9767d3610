"""From settings to a retriever: the one place where the engine's parts are put together."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from retrieval.progress import Progress, no_progress

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.calibration import Calibration
    from retrieval.index import Generation, IndexPlace
    from retrieval.search import Retriever
    from retrieval.sources import CorpusSource


class Engine:
    """Opens what a command needs, when it needs it; numpy and torch are imported only then."""

    def __init__(self, settings: Settings, progress: Progress = no_progress) -> None:
        self._settings = settings
        self._progress = progress

    @cached_property
    def place(self) -> "IndexPlace":
        """Where the index of the sources lies."""
        from retrieval.sources import TextFolder

        return self.place_of(TextFolder(self._settings.corpus_dir), "index")

    def place_of(self, corpus: "CorpusSource", name: str) -> "IndexPlace":
        """Where the index of ``corpus`` lies in the data folder."""
        from retrieval.encoder import fingerprint
        from retrieval.index import IndexPlace

        settings = self._settings
        model = f"{fingerprint(settings.embedding_model)} {settings.precision}"
        return IndexPlace(settings.data_dir / name, corpus, model)

    @property
    def is_prepared(self) -> bool:
        """Whether only loading is left to do: the model is unpacked and the index is up to date."""
        from retrieval.bundled import BUNDLED, is_unpacked

        settings = self._settings
        is_bundled = settings.embedding_model == BUNDLED
        return (not is_bundled or is_unpacked(settings.cache_dir)) and not self.place.why_stale()

    def prepare(self) -> None:
        """Does all long work now: unpacks the model and builds the index where needed, and loads both."""
        _ = self.retriever

    @cached_property
    def encoder(self) -> "SentenceTransformer":
        from retrieval.encoder import load_encoder

        settings = self._settings
        return load_encoder(
            settings.embedding_model,
            device=settings.device,
            precision=settings.precision,
            cache_dir=settings.cache_dir,
            progress=self._progress,
        )

    @cached_property
    def generation(self) -> "Generation":
        """The index of the sources, built first where it is missing or out of date."""
        return self.generation_at(self.place)

    def generation_at(self, place: "IndexPlace") -> "Generation":
        """The index at ``place``, built first where it is missing or out of date."""
        from retrieval.index import ensure_index

        return ensure_index(place, lambda: self.encoder, self._progress)

    @cached_property
    def retriever(self) -> "Retriever":
        return self.retriever_of(self.generation)

    def retriever_of(self, generation: "Generation", calibration: "Calibration | None" = None) -> "Retriever":
        """One over ``generation``; ``calibration`` defaults to the one in use."""
        from retrieval.calibration import load_calibration
        from retrieval.glossary import glossary_for
        from retrieval.search import Retriever

        if calibration is None:
            calibration = load_calibration(generation.manifest.recipe.model, self.calibrations)
        return Retriever(generation, self.encoder, calibration, glossary_for(self._settings.corpus_dir))

    def refreshed_retriever(self) -> "Retriever":
        """One over an index that fits the sources as they are now, built first where it does not."""
        return self.retriever_of(self.generation_at(self.place))

    def newer_retriever(self, than: "Retriever") -> "Retriever | None":
        """One over an index that another process has put in place since, if there is any."""
        from retrieval.index import newer_generation

        generation = newer_generation(self.place, than.generation)
        return self.retriever_of(generation) if generation else None

    @property
    def calibrations(self) -> Path:
        """Where calibrations that the owner made are kept."""
        return self._settings.data_dir / "calibration"

    def rebuild(self) -> "Generation":
        """A new index from nothing."""
        from retrieval.index import rebuild_index

        return rebuild_index(self.place, self.encoder, self._progress)
