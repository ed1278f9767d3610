"""All languages that questions are asked in and answers are framed in.

A package in the folder `profiles` is a language: its module `profile` has a ``PROFILE``. It needs no
registration.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping

from retrieval.language import profiles
from retrieval.language.profile import Language, PageWords, Script

DEFAULT = "ru"
"""The language of a question that shows none: the one that the corpus is in."""


def _found() -> Mapping[str, Language]:
    modules = [importlib.import_module(f"{name}.profile") for _, name, _ in _modules()]
    by_code = {module.PROFILE.code: module.PROFILE for module in modules}
    return dict(sorted(by_code.items(), key=lambda item: (item[0] != DEFAULT, item[1].script, item[0])))


def _modules() -> list[pkgutil.ModuleInfo]:
    return list(pkgutil.iter_modules(profiles.__path__, f"{profiles.__name__}."))


LANGUAGES: Mapping[str, Language] = _found()
"""By code; the default first, then by script."""


def of_script(script: Script) -> list[Language]:
    """The languages that are written in ``script``."""
    return [language for language in LANGUAGES.values() if language.script is script]


def alternatives(*patterns: str) -> str:
    """One pattern that matches what any of ``patterns`` does; empty ones do not count."""
    return "|".join(filter(None, patterns))


def page_pattern(part: Callable[[PageWords], str]) -> str:
    """One pattern for a part of the page words of all languages."""
    return alternatives(*(part(language.page) for language in LANGUAGES.values()))
