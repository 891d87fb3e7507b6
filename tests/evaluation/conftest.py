"""A small library that no test writes to, a test set over it, and one run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from judged_answers import fill, write_questions

from evaluation import Run, answer_all, make_run, read_questions
from retrieval import Library, Settings
from retrieval.assistant import Assistant
from retrieval.embedding import Encoder
from ui.evaluate_command import evaluate


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Library]:
    """A library of the small documents."""
    folder = tmp_path_factory.mktemp("evaluation")
    library = Library(Settings.model_validate({"library": folder / "library"}))
    library.__dict__["encoder"] = encoder
    fill(library, folder / "documents")
    yield library
    library.close()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """The test set over the small documents."""
    return write_questions(tmp_path)


@pytest.fixture(scope="session")
def run(filled: Library, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The small documents evaluated."""
    path = write_questions(tmp_path_factory.mktemp("questions"))
    chosen = read_questions(path)
    results = list(answer_all(Assistant(filled), chosen.questions))
    return make_run(chosen, results, filled)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> typer.Typer:
    """The command alone, with the tests' encoder, which takes seconds to load."""
    monkeypatch.setattr("retrieval.index.Encoder", lambda _: encoder)
    app = typer.Typer()
    app.command()(evaluate)
    return app
