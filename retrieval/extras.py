"""Packages that only some uses need: they come with an optional extra of the project's."""

import importlib
from typing import Any

from retrieval.errors import MissingExtraError

MODELS = "models"
"""The extra that runs any other model than the bundled one."""


def needed(package: str, extra: str = "eval") -> Any:
    """The module called ``package``, of ``extra``; raises MissingExtraError where it is not installed."""
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise
        raise MissingExtraError(extra, package.partition(".")[0]) from error
