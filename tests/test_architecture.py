"""The rules of the house: who may import whom, and how long a module may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "retrieval": set[str](),
    "ingest": {"retrieval"},
    "evaluation": {"retrieval"},
    "ui": {"ingest", "retrieval", "evaluation"},
}
ONLY_IN = {"chromadb": "retrieval/vectors.py", "sqlite3": "retrieval/database.py"}
LONGEST_MODULE = 300  # lines

MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in MAY_IMPORT
    for path in (ROOT / package).rglob("*.py")
)


def imported(module: str) -> Iterator[str]:
    """Top-level names that a module imports, at its top or in a function."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: a relative import"
            yield str(node.module).split(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_package_imports_only_those_below_it(module: str) -> None:
    package = module.split("/", maxsplit=1)[0]
    others = set(imported(module)) & MAY_IMPORT.keys() - {package}
    assert others <= MAY_IMPORT[package]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_store_is_used_by_one_module_only(library: str) -> None:
    assert [module for module in MODULES if library in imported(module)] == [ONLY_IN[library]]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_not_too_long(module: str) -> None:
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
