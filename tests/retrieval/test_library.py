"""The library's face: few names, loaded when they are used, and a tree of errors that is whole."""

import importlib
import pkgutil
import re
import subprocess
import sys
from typing import Any

import pytest

import retrieval
from bot.settings import PROJECT
from retrieval import errors, evaluation
from retrieval.errors import DayeksozError


@pytest.mark.parametrize("package", [retrieval, evaluation], ids=["retrieval", "evaluation"])
def test_every_public_name_can_be_had(package: Any) -> None:
    names = package.__all__
    assert names
    assert set(names) <= set(dir(package))
    for name in names:
        assert getattr(package, name) is not None


def test_the_public_names_are_few() -> None:
    assert len(vars(retrieval)["__all__"]) <= 22


def test_importing_the_library_imports_nothing_heavy() -> None:
    program = (
        "import sys, retrieval; retrieval.Engine; print(*{'numpy', 'torch', 'scipy'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == ""


def _pairs(root: type[DayeksozError]) -> set[tuple[str, str]]:
    """Each error of the engine with its parent."""
    children = [each for each in root.__subclasses__() if each.__module__.startswith("retrieval.")]
    return {(root.__name__, each.__name__) for each in children}.union(*map(_pairs, children))


def _drawn(docstring: str) -> set[tuple[str, str]]:
    """The same from a drawing, in which each name stands four columns to the right of its parent."""
    pairs, path = set(), [""]
    for line in re.findall(r"^[ │├└─]+\w+Error$", docstring, re.MULTILINE):
        name = line.lstrip(" │├└─")
        del path[(len(line) - len(name)) // 4 :]
        pairs.add((path[-1], name))
        path.append(name)
    return pairs - {("", "DayeksozError")}


def test_the_tree_of_errors_is_as_it_is_drawn() -> None:
    for module in pkgutil.walk_packages(retrieval.__path__, "retrieval."):
        importlib.import_module(module.name)
    assert _drawn(errors.__doc__ or "") == _pairs(DayeksozError)


def test_an_error_of_the_engine_names_no_setting_and_no_command() -> None:
    for path in (PROJECT / "retrieval").rglob("*.py"):
        assert not re.search(r"DAYEKSOZ_|'dayeksoz [a-z]", path.read_text("utf-8")), path
