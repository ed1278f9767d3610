"""Complete error messages: the engine states facts, and a face adds the setting or the command that helps."""

from retrieval.errors import (
    BundledModelError,
    CalibrationFileError,
    CorpusEmptyError,
    CorpusMissingError,
    DayeksozError,
    IndexReadOnlyError,
    IndexWriteError,
    ModelLoadError,
    NotAddedError,
    NothingThereError,
    NoThresholdError,
    QuoteMismatchError,
    RerankerLoadError,
    StoreError,
    UnpackingError,
)

_ADVICE: dict[type[DayeksozError], str] = {
    CorpusMissingError: ": make it and put .txt files in it, or set DAYEKSOZ_CORPUS_DIR to the folder that "
    "holds them.",
    CorpusEmptyError: ": put files in the folder of sources, or add some with 'dayeksoz add'.",
    NothingThereError: ": check the path. An address begins with https://.",
    NotAddedError: ": 'dayeksoz sources --added' lists what was. What is in the folder of sources, "
    "DAYEKSOZ_CORPUS_DIR, is removed by deleting its file.",
    BundledModelError: ": set DAYEKSOZ_EMBEDDING_MODEL to a hub id or a model's folder instead, such as "
    "'intfloat/multilingual-e5-small'.",
    UnpackingError: ": make {error.needed_megabytes} MB of writable space there, or set DAYEKSOZ_CACHE_DIR "
    "to another folder.",
    ModelLoadError: ": set DAYEKSOZ_EMBEDDING_MODEL to 'bundled', to a model's folder, or to a hub id that "
    "this machine can download, and DAYEKSOZ_DEVICE ({error.device}) to a device that it has.",
    RerankerLoadError: ": set DAYEKSOZ_RERANKER to a CrossEncoder's folder or to a hub id that this machine "
    "can download, or to nothing, and DAYEKSOZ_DEVICE ({error.device}) to a device that it has.",
    IndexReadOnlyError: ": run 'dayeksoz index build' where it is built, or set DAYEKSOZ_INDEX_BUILDS=true.",
    StoreError: ": check DAYEKSOZ_STORE, and that it runs. If it has lost something, 'dayeksoz index build' "
    "fills it again.",
    IndexWriteError: ", or set DAYEKSOZ_DATA_DIR to another folder.",
    QuoteMismatchError: ": rebuild the index with 'dayeksoz index rebuild'.",
    CalibrationFileError: ": write it anew with 'dayeksoz calibrate'.",
    NoThresholdError: ": raise --target.",
}
"""How the message of an error continues. The messages of all other errors are complete already."""


def sentence(error: DayeksozError) -> str:
    """What is wrong and what to do about it, in a sentence or two. Every face shows errors in this form."""
    return str(error) + _ADVICE.get(type(error), "").format(error=error)
