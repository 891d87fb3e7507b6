"""The commands that ask and look: `ask`, `search`, `documents`, `show`, and all wrong use."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Commands, Result

from retrieval import Settings
from ui.cli import app

SUBCOMMANDS = [
    command.name or command.callback.__name__  # type: ignore[union-attr]
    for command in app.registered_commands
]
SIGNED = "What did KIER and NRC CEI sign?"
SCRAPED = "korea-canada-battery-workshop-scraped.html"
CITATION = {"marker", "document", "title", "page", "start", "end", "quote", "lead"}
PASSAGE = {"document", "title", "page", "heading", "start", "end", "text", "score", "duplicates"}
QUESTIONS = [
    SIGNED,
    "Where was the fourth Korea-Canada battery workshop held?",
    "What is the new name of NREL?",
    "How much renewable capacity was added in 2024?",
    "How long did WEST hold its plasma?",
    "What did a battery pack cost in 2025?",
    "What charging rate does CATL claim for Naxtra?",
    "제4회 한국-캐나다 배터리 워크숍은 어디에서 열렸나?",
    "Quel est le rendement de la cellule tandem du CEA et 3SUN ?",
    "Who is the director general of the European Heat Pump Association?",
]
Run = Callable[..., Result]


@pytest.fixture
def corpus(energychat: Commands, corpus_library: Path) -> Run:
    """Runs a subcommand on the library of the corpus."""
    return lambda *arguments, **more: energychat(*arguments, "--library", corpus_library, **more)


@pytest.fixture(scope="module")
def answers(energychat: Commands, corpus_library: Path) -> dict[str, dict[str, Any]]:
    """The answers to ten questions, by question."""
    return {
        question: energychat("ask", question, "--library", corpus_library, "--json").json()
        for question in QUESTIONS
    }


# --- ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (QUESTIONS[0], "Letter of Intent"),
        (QUESTIONS[1], "Montreal"),
        (QUESTIONS[2], "National Laboratory of the Rockies"),
    ],
)
def test_what_the_corpus_says_is_answered_and_quoted(
    answers: dict[str, dict[str, Any]], question: str, words: str
) -> None:
    answer = answers[question]
    assert answer["answered"] is True
    assert words in answer["answer"]
    assert any(words in citation["quote"] for citation in answer["citations"])


def test_what_the_corpus_does_not_say_is_not_answered(corpus: Run) -> None:
    answer = corpus("ask", "Who won the 2018 football World Cup?", "--json").json()
    assert answer["answered"] is False
    assert answer["citations"] == []
    assert answer["short_answer"] == ""
    assert answer["passages"]


def test_each_quote_stands_where_its_citation_says(
    corpus: Run, answers: dict[str, dict[str, Any]]
) -> None:
    citations = [citation for answer in answers.values() for citation in answer["citations"]]
    assert len(citations) >= len(QUESTIONS)
    for citation in citations:
        shown = corpus("show", citation["document"], "--json").json()
        text = {page["page"]: page["text"] for page in shown["pages"]}[citation["page"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert shown["title"] == citation["title"]


def test_each_sentence_of_an_answer_carries_its_marker(
    answers: dict[str, dict[str, Any]],
) -> None:
    for answer in answers.values():
        quotes = [f"{each['quote']} [{each['marker']}]" for each in answer["citations"]]
        lines = [f"- {quote}" for quote in quotes]
        assert answer["answer"] in (" ".join(quotes), "\n".join(lines))
        assert [each["marker"] for each in answer["citations"]] == [1, 2, 3, 4][: len(quotes)]


def test_an_answer_has_the_documented_keys(answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[SIGNED]
    assert answer.keys() == {
        *("question", "answer", "answered", "short_answer", "confidence", "standalone_question"),
        *("note", "disagreement", "citations", "passages", "seconds", "written_by", "unsupported"),
    }
    assert all(citation.keys() == CITATION for citation in answer["citations"])
    assert all(passage.keys() == PASSAGE for passage in answer["passages"])


def test_the_values_of_an_answer_are_of_the_documented_kinds(
    answers: dict[str, dict[str, Any]],
) -> None:
    answer = answers[SIGNED]
    assert answer["question"] == answer["standalone_question"] == SIGNED
    assert 0 <= answer["confidence"] <= 1
    assert type(answer["citations"][0]["marker"]) is int
    assert type(answer["passages"][0]["heading"]) is str


def test_an_answer_as_text_is_followed_by_its_numbered_sources(corpus: Run) -> None:
    result = corpus("ask", SIGNED)
    answer, source = result.out.strip().split("\n\n")
    assert answer.endswith("signed a Letter of Intent (LOI) for joint research. [1]")
    assert source.startswith("[1] KIER leads the 4th joint battery research workshop")
    assert f"{SCRAPED}, page 1" in source


def test_a_question_that_is_not_answered_ends_well(corpus: Run) -> None:
    result = corpus("ask", "Who won the 2018 football World Cup?")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("The documents in the library do not answer this question.")


def test_sources_that_disagree_are_said_with_value_marker_and_date(corpus: Run) -> None:
    question = "How many gigawatts of renewable capacity did the world add in 2024?"
    result = corpus("ask", question)
    assert (
        "Sources disagree: 582 gigawatts (2025-07-14) [1]; 585 GW (2025-03-26) [2]." in result.out
    )
    first, second = corpus("ask", question, "--json").json()["disagreement"]
    assert first == {"text": "582 gigawatts", "marker": 1, "published": "2025-07-14"}
    assert second == {"text": "585 GW", "marker": 2, "published": "2025-03-26"}


def test_how_a_follow_up_was_searched_is_said(corpus: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps(["What is the new name of NREL?"]))
    shown = corpus("ask", "Who is its director?", "--history", history).out
    assert "\nSearched: Who is its director? (" in shown
    assert "Searched:" not in corpus("ask", SIGNED).out


def test_a_follow_up_is_read_with_the_history(corpus: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps(["What is the new name of NREL?"]))
    answer = corpus("ask", "Who is its director?", "--history", history, "--json").json()
    assert answer["question"] == "Who is its director?"
    assert "NREL" in answer["standalone_question"]
    assert answer["short_answer"] in ("Jud Virden", "Virden")


@pytest.mark.parametrize("content", ["no JSON", '{"question": "x"}', "[1, 2]", '"one"', None])
def test_a_history_that_is_no_list_of_questions_is_wrong_use(
    corpus: Run, tmp_path: Path, content: str | None
) -> None:
    history = tmp_path / "history.json"
    if content is not None:
        history.write_text(content)
    result = corpus("ask", "When was it?", "--history", history, "--json")
    assert (result.code, result.out) == (2, "")
    assert "history.json" in "".join(result.err.split())


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_wrong_use(corpus: Run, question: str) -> None:
    result = corpus("ask", question, "--json")
    assert (result.code, result.out) == (2, "")
    assert "The question is empty." in result.err


def test_a_question_that_is_no_valid_text_is_refused_in_a_sentence(corpus: Run) -> None:
    result = corpus("ask", "What did KIER sign in Montr\udce9al?", "--json")
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err


def test_an_empty_library_answers_how_to_fill_it(energychat: Commands, tmp_path: Path) -> None:
    answer = energychat("ask", SIGNED, "--library", tmp_path / "new", "--json").json()
    assert answer["answered"] is False
    assert "energychat ingest" in answer["answer"]


# --- search, documents, show --------------------------------------------------------------


def test_search_finds_the_passages_that_fit_best(corpus: Run) -> None:
    words = "KIER signed a Letter of Intent with the Clean Energy Innovation Center"
    found = corpus("search", words, "--json").json()
    assert found.keys() == {"passages"}
    assert all(passage.keys() == PASSAGE for passage in found["passages"])
    assert len(found["passages"]) == 10
    assert found["passages"][0]["document"] == SCRAPED
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_the_offsets_of_a_passage_are_those_of_its_page(corpus: Run) -> None:
    for passage in corpus("search", "수소 electrolysis", "--json").json()["passages"]:
        pages = corpus("show", passage["document"], "--json").json()["pages"]
        text = pages[passage["page"] - 1]["text"]
        assert text[passage["start"] : passage["end"]] == passage["text"]


def test_search_shows_as_many_passages_as_asked_for(corpus: Run) -> None:
    assert len(corpus("search", "battery", "--limit", 3, "--json").json()["passages"]) == 3


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_that_is_no_count_is_wrong_use(corpus: Run, limit: str) -> None:
    result = corpus("search", "battery", "--limit", limit, "--json")
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize("words", ['"', "IEA-15MW AND (", "NEAR/3 *", "what is 12%?", "전지"])
def test_signs_in_a_search_are_no_syntax(corpus: Run, words: str) -> None:
    assert corpus("search", words, "--json").code == 0


def test_documents_lists_the_whole_corpus(corpus: Run) -> None:
    listed = corpus("documents", "--json").json()["documents"]
    files = {path.name for path in (Path(__file__).parents[2] / "corpus/documents").iterdir()}
    assert {row["document"] for row in listed} == files
    korean = next(row for row in listed if row["document"] == "kier-montreal-workshop-2025-ko.html")
    assert korean["language"] == "ko"


def test_documents_as_text_names_each_document_and_their_number(corpus: Run) -> None:
    lines = corpus("documents").out.splitlines()
    assert any(line.startswith(f"{SCRAPED}: KIER leads") for line in lines)
    assert lines[-1] == f"{len(lines) // 2} document(s)."


def test_show_has_the_documented_keys(corpus: Run) -> None:
    shown = corpus("show", "fusion-records-2025.pdf", "--json").json()
    assert shown.keys() == {"document", "title", "warnings", "pages"}
    assert shown["document"] == "fusion-records-2025.pdf"
    assert [page["page"] for page in shown["pages"]] == list(range(1, len(shown["pages"]) + 1))
    assert all(page.keys() == {"page", "text"} for page in shown["pages"])


def test_show_as_text_prints_title_and_text(corpus: Run) -> None:
    out = corpus("show", SCRAPED).out
    assert out.startswith("KIER leads the 4th joint battery research workshop")
    assert "signed a Letter of Intent (LOI) for joint research." in out


@pytest.mark.parametrize("subcommand", ["show", "remove"])
def test_an_unknown_document_fails_with_the_remedy(corpus: Run, subcommand: str) -> None:
    result = corpus(subcommand, "none.md", "--json")
    assert (result.code, result.out) == (1, "")
    assert "none.md" in result.err
    assert "energychat documents" in result.err


# --- all subcommands ----------------------------------------------------------------------


def test_the_installed_command_keeps_results_and_messages_apart(corpus_library: Path) -> None:
    command = Path(sys.executable).with_name("energychat")
    outcomes = [
        subprocess.run(
            [command, "show", document, "--library", corpus_library, "--json"],
            capture_output=True,
            check=False,
        )
        for document in (SCRAPED, "none.md")
    ]
    assert [outcome.returncode for outcome in outcomes] == [0, 1]
    assert [outcome.stderr == b"" for outcome in outcomes] == [True, False]
    assert json.loads(outcomes[0].stdout)["document"] == SCRAPED
    assert outcomes[1].stdout == b""


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
def test_help_shows_an_example(energychat: Commands, subcommand: str) -> None:
    result = energychat(subcommand, "--help")
    assert result.code == 0
    assert f"Example: energychat {subcommand}" in " ".join(result.out.split())


def test_help_names_all_subcommands(energychat: Commands) -> None:
    out = energychat("--help").out
    for subcommand in ("ingest", "search", "ask", "documents", "show", "remove", "chat", "doctor"):
        assert f"│ {subcommand} " in out


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("show",), ("ask", "a", "b"), ("--library", "x", "documents")]
)
def test_wrong_use_exits_2_with_nothing_on_stdout(
    energychat: Commands, arguments: tuple[str, ...]
) -> None:
    result = energychat(*arguments)
    assert result.code == 2
    assert "Traceback" not in result.err


def test_the_library_may_be_named_in_the_environment(
    energychat: Commands, corpus_library: Path, tmp_path: Path
) -> None:
    environment = {"ENERGYCHAT_LIBRARY": str(corpus_library)}
    listed = energychat("documents", "--json", folder=tmp_path, environment=environment).json()
    assert len(listed["documents"]) > 40


def test_the_option_goes_before_the_environment(corpus: Run, tmp_path: Path) -> None:
    environment = {"ENERGYCHAT_LIBRARY": str(tmp_path / "other")}
    assert len(corpus("documents", "--json", environment=environment).json()["documents"]) > 40


def test_an_unknown_setting_is_refused_with_the_known_ones(corpus: Run) -> None:
    result = corpus("documents", "--json", environment={"ENERGYCHAT_CHUNK_TOKEN": "100"})
    assert (result.code, result.out) == (1, "")
    assert "ENERGYCHAT_CHUNK_TOKEN" in result.err
    assert all(f"ENERGYCHAT_{name.upper()}" in result.err for name in Settings.model_fields)


def test_a_setting_out_of_range_is_refused_by_name(corpus: Run) -> None:
    result = corpus("documents", "--json", environment={"ENERGYCHAT_DENSE_WEIGHT": "1.5"})
    assert (result.code, result.out) == (1, "")
    assert "ENERGYCHAT_DENSE_WEIGHT" in result.err


def test_a_library_of_another_chunk_size_names_the_command_that_rebuilds(corpus: Run) -> None:
    result = corpus("ask", SIGNED, "--json", environment={"ENERGYCHAT_CHUNK_TOKENS": "96"})
    assert (result.code, result.out) == (1, "")
    assert "energychat rebuild" in result.err


@pytest.mark.parametrize("content", ["", "This is no database. " * 100])
def test_a_library_that_cannot_be_opened_is_said_to_be_unusable(
    energychat: Commands, tmp_path: Path, content: str
) -> None:
    library = tmp_path / "library"
    if content:
        library.mkdir()
        (library / "catalog.sqlite").write_text(content)
    else:
        library.write_text("A file stands where the folder should be.")
    result = energychat("ask", SIGNED, "--library", library, "--json")
    assert (result.code, result.out) == (1, "")
    assert str(library) in result.err
    assert "Traceback" not in result.err


def test_an_address_in_use_is_refused_with_the_remedy(
    energychat: Commands, corpus_library: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = energychat("chat", "--port", port, "--library", corpus_library)
    assert (result.code, result.out) == (1, "")
    assert f"127.0.0.1:{port}" in result.err
    assert "--port" in result.err
