"""Runs the benchmarks as a user does, but in this process, with the tests' encoder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from quality_run import Outcome

from benchmarks import quality
from retrieval.embedding import Encoder


@pytest.fixture
def measure(
    tmp_path: Path,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Outcome]:
    """Runs `benchmarks.quality` on the sets in the temporary folder."""
    monkeypatch.setattr("retrieval.index.Encoder", lambda *_: encoder)

    def run(*arguments: object) -> Outcome:
        given = ["--root", tmp_path, *arguments]
        code = quality.main([str(argument) for argument in given])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run
