"""Who imports whom: faces import the library's public names, the library imports no face, and no circles."""

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import retrieval
import retrieval.conversation
import retrieval.evaluation
import retrieval.sources
from bot.settings import PROJECT

PUBLIC = {
    "retrieval": set(vars(retrieval)["__all__"]),
    "retrieval.conversation": set(vars(retrieval.conversation)["__all__"]),
    "retrieval.evaluation": set(vars(retrieval.evaluation)["__all__"]),
    "retrieval.sources": set(vars(retrieval.sources)["__all__"]),
    "retrieval.documents": None,
    "retrieval.errors": None,
}
"""What a face may import: these names of a module; None for all that it has."""


def modules(package: str) -> dict[str, Path]:
    """The modules of a package by name; a package's own code is called like the package."""
    found = {}
    for path in sorted((PROJECT / package).rglob("*.py")):
        parts = path.relative_to(PROJECT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


LAZY = {"retrieval", "retrieval.conversation", "retrieval.evaluation", "retrieval.sources"}
"""Packages that load their public names when they are used."""

MODULES = {**modules("bot"), **modules("retrieval")}


def imports(name: str) -> Iterator[tuple[str, str | None]]:
    """Each import anywhere in a module: from which module, and the name taken; None for ``import x``."""
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            yield from ((str(node.module), alias.name) for alias in node.names)


def imported(name: str) -> set[str]:
    """The modules, ours or not, that a module imports."""
    return {
        f"{module}.{taken}" if f"{module}.{taken}" in MODULES else module for module, taken in imports(name)
    }


def is_below(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


@pytest.mark.parametrize("name", modules("bot"))
def test_a_face_imports_the_public_names_of_the_library(name: str) -> None:
    for module, taken in imports(name):
        if is_below(module, "retrieval"):
            assert module in PUBLIC, f"{name} imports {module}"
            allowed = PUBLIC[module]
            assert taken is not None, f"{name} imports {module} as a whole"
            assert allowed is None or taken in allowed, f"{name} imports {taken} from {module}"


@pytest.mark.parametrize("name", modules("retrieval"))
def test_the_library_imports_no_face(name: str) -> None:
    assert [one for one in imported(name) if is_below(one, "bot") or is_below(one, "telegram")] == []


@pytest.mark.parametrize("name", modules("retrieval"))
def test_the_library_takes_its_own_names_from_where_they_stand(name: str) -> None:
    """Names that a package loads when they are used would hide a circle."""
    whole = [
        module for module, taken in imports(name) if module in LAZY and f"{module}.{taken}" not in MODULES
    ]
    assert whole == []


@pytest.mark.parametrize("name", [name for name in modules("bot") if is_below(name, "bot.serving")])
def test_serving_knows_no_messenger(name: str) -> None:
    faces = ("telegram", "bot.telegram", "bot.cli", "bot.terminal", "bot.settings")
    assert [one for one in imported(name) for face in faces if is_below(one, face)] == []
    words = MODULES[name].read_text("utf-8").lower()
    assert "telegram" not in words
    assert "botfather" not in words


@pytest.mark.parametrize(
    "name", [name for name in MODULES if MODULES[name].name == "__init__.py" and name not in LAZY]
)
def test_a_package_is_only_described_where_it_begins(name: str) -> None:
    (only,) = ast.parse(MODULES[name].read_text("utf-8")).body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


@pytest.mark.parametrize("package", ["bot", "retrieval"])
def test_no_module_imports_itself_by_a_detour(package: str) -> None:
    graph = {name: imported(name) & set(modules(package)) - {name} for name in modules(package)}
    order = tuple(graphlib.TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_long(name: str) -> None:
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= 300
