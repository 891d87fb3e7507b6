"""A search that gives the worst passage first."""

from importlib import import_module

import pytest

from retrieval.search import fuse


def reverse_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the search."""

    def reversed_fuse(*scores: dict[str, float] | float) -> dict[str, float]:
        return {id_: 1 - score for id_, score in fuse(*scores).items()}  # type: ignore[arg-type]

    # By name the package gives its function `search`, not the module.
    monkeypatch.setattr(import_module("retrieval.search"), "fuse", reversed_fuse)
