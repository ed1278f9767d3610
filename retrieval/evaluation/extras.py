"""Packages that only evaluation needs: they come with the extra ``eval``."""

import importlib
from typing import Any

from retrieval.errors import MissingExtraError


def needed(package: str) -> Any:
    """The module called ``package``; raises MissingExtraError where it is not installed."""
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise
        raise MissingExtraError("eval", package.partition(".")[0]) from error
