"""Filters, exact names and reprints through the command."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Commands, Result

Run = Callable[..., Result]
KOREAN = "kier-montreal-workshop-2025-ko.html"
CEA = "cea-3sun-tandem-30-8-2025.md"


@pytest.fixture
def corpus(energychat: Commands, corpus_library: Path) -> Run:
    """Runs a subcommand on the library of the corpus."""
    return lambda *arguments, **more: energychat(*arguments, "--library", corpus_library, **more)


@pytest.fixture
def rows(corpus: Run) -> dict[str, dict[str, str]]:
    """What the library knows of each document."""
    return {row["document"]: row for row in corpus("documents", "--json").json()["documents"]}


def found(corpus: Run, *arguments: object) -> list[str]:
    passages = corpus("search", *arguments, "--json").json()["passages"]
    return [passage["document"] for passage in passages]


def test_a_language_leaves_its_documents(corpus: Run, rows: dict[str, dict[str, str]]) -> None:
    documents = found(corpus, "battery workshop", "--language", "ko")
    assert len(documents) == 10
    assert {rows[document]["language"] for document in documents} == {"ko"}


def test_a_repeated_option_widens_the_filter(corpus: Run, rows: dict[str, dict[str, str]]) -> None:
    documents = found(corpus, "battery", "--language", "ko", "--language", "fr", "--limit", 100)
    assert {rows[document]["language"] for document in documents} == {"ko", "fr"}


def test_a_publisher_leaves_its_documents(corpus: Run, rows: dict[str, dict[str, str]]) -> None:
    publisher = rows[CEA]["publisher"]
    documents = found(corpus, "heat pump sales", "--publisher", publisher)
    assert documents
    assert {rows[document]["publisher"] for document in documents} == {publisher}


def test_dates_leave_what_was_published_within(
    corpus: Run, rows: dict[str, dict[str, str]]
) -> None:
    documents = found(corpus, "battery", "--since", "2024", "--until", "2024-06", "--limit", 100)
    assert documents
    assert all("2024" <= rows[document]["published"] < "2024-07" for document in documents)


def test_a_document_is_named_or_matched(corpus: Run) -> None:
    assert set(found(corpus, "heat pumps", "--document", KOREAN)) == {KOREAN}
    assert all(name.startswith("kier-") for name in found(corpus, "heat", "--document", "kier-*"))


def test_an_answer_comes_from_within_the_filter(corpus: Run) -> None:
    question = "What did KIER and NRC CEI sign?"
    answer = corpus("ask", question, "--document", KOREAN, "--json").json()
    assert {passage["document"] for passage in answer["passages"]} == {KOREAN}
    assert {citation["document"] for citation in answer["citations"]} <= {KOREAN}


def test_a_filter_that_nothing_matches_is_said(corpus: Run) -> None:
    result = corpus("ask", "What did KIER sign?", "--since", "2099")
    assert result.code == 0
    assert result.out.startswith("No document in the library matches the filters.")
    assert found(corpus, "KIER", "--since", "2099") == []


@pytest.mark.parametrize("subcommand", ["search", "ask"])
@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--language", "kr", "no language 'kr'"),
        ("--document", "kier-nrel-mou-2024.docx", "Closest: kier-nrel-mou-2025.docx"),
        ("--since", "yesterday", "since 'yesterday' is no date"),
    ],
)
def test_a_filter_that_cannot_match_fails_with_what_is_known(
    corpus: Run, subcommand: str, option: str, value: str, said: str
) -> None:
    result = corpus(subcommand, "KIER", option, value, "--json")
    assert (result.code, result.out) == (1, "")
    assert said in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("words", "exact"),
    [("NRC CEI", "NRC CEI"), ("34.85%", "34.85%"), ("34,85 %", "34.85%"), ("20 kW", "20 kW"),
     ("20kW", "20 kW"), ("WEO-2025", "WEO-2025"), ("CO₂", "CO2")],
)  # fmt: skip
def test_the_exact_string_comes_first(corpus: Run, words: str, exact: str) -> None:
    first, *_ = corpus("search", words, "--json").json()["passages"]
    assert exact in first["text"]


def test_an_acronym_finds_the_document_that_has_the_long_form(
    energychat: Commands, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "who.txt").write_text("Zephyr Wave Power Laboratory (ZWPL) was founded in 1999.")
    (folder / "long.txt").write_text("The Zephyr Wave Power Laboratory tested a buoy at sea.")
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"Another plant, number {n}, makes heat from waste.")
    energychat("ingest", folder, "--library", tmp_path / "library")
    run = energychat("search", "ZWPL", "--library", tmp_path / "library", "--json").json()
    assert {p["document"] for p in run["passages"][:2]} == {"who.txt", "long.txt"}


def test_a_reprint_is_named_beside_the_passage(energychat: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("first.txt", "second.txt"):
        (folder / name).write_text("The Zephyr buoy makes 4 kW of power in a calm sea.")
    energychat("ingest", folder, "--library", tmp_path / "library")
    search = ("search", "Zephyr buoy", "--library", tmp_path / "library")
    (passage,) = energychat(*search, "--json").json()["passages"]
    assert {passage["document"], *passage["duplicates"]} == {"first.txt", "second.txt"}
    assert f"also in {passage['duplicates'][0]}" in energychat(*search).out
