"""`energychat doctor`: what is there, what is wrong, and how to mend it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from commands import Commands, Result
from tiny_reranker import make_reranker

from retrieval.settings import DEFAULT_MODEL

Doctor = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "pump.txt").write_text("The pump of Ely costs 5,200 pounds.")
    return folder


@pytest.fixture
def library(energychat: Commands, folder: Path, tmp_path: Path) -> Path:
    """A library of that document."""
    energychat("ingest", folder, "--library", tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def doctor(energychat: Commands, library: Path) -> Doctor:
    """Runs the doctor on the library."""
    return lambda *options, **more: energychat("doctor", "--library", library, *options, **more)


def test_a_healthy_library_is_in_order(doctor: Doctor) -> None:
    result = doctor()
    assert result.code == 0
    assert result.out.endswith("Everything is in order.\n")


def test_the_facts_are_given_by_name(doctor: Doctor, library: Path) -> None:
    facts = doctor("--json").json()
    assert facts.keys() == {"versions", "encoder", "language_model", "library", "problems"}
    assert facts["versions"]["chromadb"] == version("chromadb")
    assert facts["encoder"]["model"] == DEFAULT_MODEL
    assert "digest" in facts["encoder"]["weights"]
    assert facts["encoder"]["reader"].startswith("as shipped, sha256 ")
    assert facts["library"]["folder"] == str(library)
    assert (facts["library"]["documents"], facts["library"]["chunks"]) == ("1", "1")
    assert facts["problems"] == []


def test_the_reader_can_be_switched_off(doctor: Doctor) -> None:
    facts = doctor("--json", environment={"ENERGYCHAT_READER": "none"}).json()
    assert facts["encoder"]["reader"].startswith("none")


def test_without_a_language_model_answers_are_quotes(doctor: Doctor) -> None:
    facts = doctor("--json").json()
    assert facts["language_model"] == {"language model": "none; answers are quotes"}


def test_a_language_model_that_does_not_answer_is_a_problem(doctor: Doctor) -> None:
    # Nothing listens at the port of discard.
    own = {
        "ENERGYCHAT_LLM": "openai:some-model",
        "ENERGYCHAT_LLM_BASE_URL": "http://127.0.0.1:9/v1",
    }
    result = doctor("--json", environment=own | {"OPENAI_API_KEY": "sk-secret-42"})
    assert result.code == 1
    facts = result.document()
    assert facts["language_model"] == {"language model": "openai:some-model", "answers": "no"}
    assert "no connection" in facts["problems"][0]
    assert "sk-secret" not in result.out + result.err


def test_a_language_model_without_its_key_says_which_variable_to_set(doctor: Doctor) -> None:
    result = doctor(environment={"ENERGYCHAT_LLM": "openai:some-model", "OPENAI_API_KEY": ""})
    assert result.code == 1
    assert "OPENAI_API_KEY" in result.out


def test_an_empty_library_is_to_be_filled(energychat: Commands, tmp_path: Path) -> None:
    result = energychat("doctor", "--library", tmp_path / "new")
    assert result.code == 1
    assert "energychat ingest FOLDER" in result.out


def test_a_changed_chunk_size_is_to_be_rebuilt(doctor: Doctor) -> None:
    result = doctor(environment={"ENERGYCHAT_CHUNK_TOKENS": "64"})
    assert result.code == 1
    assert "energychat rebuild" in result.out


def test_missing_vectors_are_mended_by_an_ingest(
    doctor: Doctor, library: Path, folder: Path, energychat: Commands
) -> None:
    shutil.rmtree(library / "chroma")
    result = doctor()
    assert result.code == 1
    assert "1 chunks but 0 vectors" in result.out
    assert "energychat ingest" in result.out
    energychat("ingest", folder, "--library", library)
    assert doctor().code == 0


def test_a_folder_that_is_gone_is_named(doctor: Doctor, folder: Path) -> None:
    shutil.rmtree(folder)
    result = doctor()
    assert result.code == 1
    assert f"{folder} is gone" in result.out


def test_a_file_that_could_not_be_read_is_named(
    doctor: Doctor, library: Path, folder: Path, energychat: Commands
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    energychat("ingest", folder, "--library", library)
    result = doctor()
    assert result.code == 1
    assert "broken.pdf could not be read" in result.out


def test_a_model_that_cannot_be_loaded_is_named(energychat: Commands, tmp_path: Path) -> None:
    model = tmp_path / "no model"
    model.mkdir()
    environment = {"ENERGYCHAT_EMBEDDING_MODEL": str(model)}
    result = energychat("doctor", "--library", tmp_path / "library", environment=environment)
    assert result.code == 1
    assert f"The embedding model {str(model)!r} cannot be loaded" in result.out
    assert "Set ENERGYCHAT_EMBEDDING_MODEL" in result.out


def test_a_damaged_catalogue_is_to_be_rebuilt(doctor: Doctor, library: Path) -> None:
    for path in library.glob("catalog.sqlite-*"):
        path.unlink()
    (library / "catalog.sqlite").write_text("This is no database. " * 100)
    result = doctor()
    assert result.code == 1
    assert "energychat rebuild" in result.out
    assert "Traceback" not in result.err


def test_a_library_of_another_encoder_is_to_be_rebuilt(doctor: Doctor, library: Path) -> None:
    with closing(sqlite3.connect(library / "catalog.sqlite")) as database, database:
        database.execute("UPDATE meta SET value = 'other-model' WHERE key = 'embedding_model'")
    result = doctor()
    assert result.code == 1
    assert "other-model" in result.out
    assert "energychat rebuild" in result.out


def test_json_of_a_sick_library_is_still_one_document(doctor: Doctor, folder: Path) -> None:
    shutil.rmtree(folder)
    result = doctor("--json")
    assert result.code == 1
    assert "is gone" in result.document()["problems"][0]


def test_the_reranker_is_named(doctor: Doctor, tmp_path: Path) -> None:
    assert doctor("--json").json()["encoder"]["reranker"] == "none"
    folder = make_reranker(tmp_path / "model", ["pump", "pounds", "heat"], "wind")
    facts = doctor("--json", environment={"ENERGYCHAT_RERANKER": str(folder)}).json()
    assert facts["encoder"]["reranker"] == str(folder)
    assert facts["problems"] == []


def test_a_reranker_that_cannot_be_loaded_is_a_problem(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = doctor(environment={"ENERGYCHAT_RERANKER": str(tmp_path / "empty")})
    assert result.code == 1
    assert "ENERGYCHAT_RERANKER" in result.out
