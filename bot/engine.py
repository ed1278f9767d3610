"""Opening the engine, and the way to the web, as the settings say."""

from typing import TYPE_CHECKING

from bot.settings import Settings
from retrieval import Engine, ModelChoice, Progress, no_progress
from retrieval.sources import Additions, JoinedSource, SourceFolder

if TYPE_CHECKING:
    from retrieval.sources import Fetcher


def open_engine(settings: Settings, progress: Progress | None = None) -> Engine:
    """The engine that ``settings`` describe; it loads nothing yet."""
    model = model_choice(settings)
    corpus = JoinedSource((SourceFolder(settings.corpus_dir), Additions(settings.additions)))
    return Engine(
        corpus,
        settings.data_dir,
        model=model,
        reranker=settings.reranker,
        store=settings.store.get_secret_value() if settings.store else "faiss",
        builds=settings.index_builds,
        progress=progress or no_progress,
    )


def model_choice(settings: Settings) -> ModelChoice:
    """The embedding model, and how it is run."""
    return ModelChoice(settings.embedding_model, settings.device, settings.precision, settings.cache_dir)


def open_fetcher(settings: Settings) -> "Fetcher":
    """What gets pages from the web; between two pages it keeps no connection open."""
    from retrieval.sources import Fetcher  # no question needs it

    return Fetcher(allow_private=settings.fetch_private, pause=settings.fetch_pause)
