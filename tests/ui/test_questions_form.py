"""Several questions at once in the page: the run without a browser, and the journey in one."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import gradio as gr
import pytest
from chat_page import PHONE, ChatPage, overflow
from commands import CORPUS, Commands, Server
from conversations import answer_with, citation_of
from playwright.sync_api import expect

from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.errors import SettingsError
from retrieval.records import Answer
from ui.answer_table import write_answers
from ui.answering import FAILED
from ui.question_table import read_question_table
from ui.questions_form import MOST_QUESTIONS, NO_FILE, QuestionsRun

COST, DEPTH = "How much does the pump of Ely cost?", "Who won the 2018 football World Cup?"
SIGNED = "What did KIER and NRC CEI sign?"
MINE, ANOTHERS = gr.Request(session_hash="mine"), gr.Request(session_hash="another's")
Steps = list[tuple[str, str]]  # what the page says, and the file it offers


@pytest.fixture
def asking(small_library: Library) -> QuestionsRun:
    return QuestionsRun(Assistant(small_library))


def table(folder: Path, text: str) -> str:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(
    asking: QuestionsRun,
    upload: str | None,
    in_quotes: bool = False,
    since: str = "",
    after: Callable[[int], None] = lambda step: None,
) -> Steps:
    """All that the page shows, something being done after each step."""
    steps: Steps = []
    shown = asking.run(upload, in_quotes, None, None, None, since, None, MINE)
    for number, (said, file) in enumerate(shown):
        # The file is the page's as long as it is shown, as Gradio copies it then.
        path = file.get("value")
        steps.append((said, Path(path).read_text("utf-8-sig") if path else ""))
        after(number)
    return steps


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- the run ------------------------------------------------------------------------------


def test_each_question_is_counted_and_answered_behind_its_own_columns(
    asking: QuestionsRun, tmp_path: Path
) -> None:
    steps = run(asking, table(tmp_path, f"id,question\n7,{COST}\n8,{DEPTH}\n"))
    assert ["1 of 2 questions asked" in said for said, _ in steps] == [False, True, False, False]
    assert "2 of 2 questions answered." in steps[-1][0]
    cost, depth = rows(steps[-1][1])
    assert (cost["id"], cost["answered"], depth["id"], depth["answered"]) == ("7", "yes", "8", "no")
    assert "5,200 pounds" in cost["answer"]
    assert cost["sources"] == "[1] The pump of Ely"


def test_rows_that_cannot_be_asked_are_named_with_their_lines(
    asking: QuestionsRun, tmp_path: Path
) -> None:
    said, text = run(asking, table(tmp_path, f"question\n{COST}\n' ',x\n{'x' * 2001}\n"))[-1]
    assert "1 of 1 questions answered. Line 3 has 2 cells for 1 columns" in said
    assert "Line 4 has a question of more than 2,000 characters." in said
    assert len(rows(text)) == 1


def test_a_stop_keeps_what_was_answered(asking: QuestionsRun, tmp_path: Path) -> None:
    def stop_after_the_first(step: int) -> None:
        if step == 1:
            asking.end(MINE)

    upload = table(tmp_path, f"question\n{COST}\n{DEPTH}\n{COST}\n")
    said, text = run(asking, upload, after=stop_after_the_first)[-1]
    assert "1 of 3 questions answered." in said
    assert [row["question"] for row in rows(text)] == [COST]


def test_another_page_stops_only_its_own_run(asking: QuestionsRun, tmp_path: Path) -> None:
    upload = table(tmp_path, f"question\n{COST}\n{DEPTH}\n")
    said, _ = run(asking, upload, after=lambda step: asking.end(ANOTHERS))[-1]
    assert "2 of 2 questions answered." in said


def test_an_unexpected_error_keeps_what_was_answered(
    asking: QuestionsRun, small_library: Library, tmp_path: Path
) -> None:
    def break_after_the_first(step: int) -> None:
        if step == 1:
            with small_library.catalogue._transaction() as database:
                database.execute("DROP TABLE chunk_words")

    upload = table(tmp_path, f"question\n{COST}\n{DEPTH}\n")
    said, text = run(asking, upload, after=break_after_the_first)[-1]
    assert f"{FAILED} 1 of 2 questions answered." in said.replace("&#x27;", "'")
    assert [row["question"] for row in rows(text)] == [COST]


def test_the_filters_apply(asking: QuestionsRun, tmp_path: Path) -> None:
    upload = table(tmp_path, f"question\n{COST}\n")
    _, text = run(asking, upload, since="2099")[-1]
    assert rows(text)[0]["answer"].startswith("No document in the library matches the filters.")
    said, text = run(asking, upload, since="soon")[-1]
    assert "since &#x27;soon&#x27; is no date" in said
    assert text == ""


def test_the_documents_own_sentences_are_given_where_they_are_wanted(
    small_library: Library, tmp_path: Path
) -> None:
    class Broken(Assistant):
        def stream(self, *_: object) -> NoReturn:
            raise SettingsError("The language model is broken.")

    asking, upload = QuestionsRun(Broken(small_library)), table(tmp_path, f"question\n{COST}\n")
    assert "language model is broken. 0 of 1" in run(asking, upload)[-1][0]
    assert "5,200 pounds" in rows(run(asking, upload, in_quotes=True)[-1][1])[0]["answer"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "mine.csv has no question that can be asked. It is empty."),
        ("question\nÜber?".encode("latin-1"), "The table mine.csv is not UTF-8"),
        (b"question\n" + b"What?\n" * (MOST_QUESTIONS + 1), "The table has 501 questions;"),
    ],
)
def test_a_bad_file_is_a_sentence(
    asking: QuestionsRun, tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "mine.csv").write_bytes(content)
    said, text = run(asking, str(tmp_path / "mine.csv"))[-1]
    assert sentence in said
    assert text == ""


def test_no_file_is_a_sentence(asking: QuestionsRun) -> None:
    assert NO_FILE in run(asking, None)[-1][0]


def test_a_row_is_written_before_the_next_question_is_asked(tmp_path: Path) -> None:
    file = io.StringIO()
    seen: list[int] = []

    def answers() -> Iterator[Answer]:
        for _ in range(2):
            seen.append(len(rows(file.getvalue())))
            yield answer_with(citation_of())

    asked = read_question_table(Path(table(tmp_path, "question\nWhat?\nWhy?\nWho?\n")))
    assert list(write_answers(asked, answers(), file)) == [1, 2]
    assert seen == [0, 1]
    assert rows(file.getvalue())[1]["question"] == "Why?"


# --- in a browser -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat over the documents that answer."""
    library = tmp_path_factory.mktemp("questions") / "library"
    chosen = ("--include", "korea-canada-battery*")
    assert energychat("ingest", CORPUS, *chosen, "--library", library).code == 0
    started = energychat.serve(library)
    yield started
    energychat.stop(started)


def test_a_table_is_uploaded_and_comes_back_with_its_answers(
    open_chat: Callable[..., ChatPage], server: Server, tmp_path: Path
) -> None:
    chat = open_chat(server, width=PHONE)
    chat.page.get_by_role("button", name="Several questions at once").click()
    form = chat.page.locator("#questions")
    form.locator("input[type=file]").set_input_files(
        table(tmp_path, f"id,question\n1,{SIGNED}\n2,\n3,{DEPTH}\n")
    )
    expect(form.get_by_text("mine").first).to_be_visible()
    assert overflow(chat.page) <= 0
    form.get_by_role("button", name="Ask them all").click()
    expect(form.locator("#questions-status")).to_contain_text(
        "2 of 2 questions answered. Line 3 has no question."
    )
    name, content = chat.download(form.get_by_text("Download the answers"))
    assert name == "mine-answers.csv"
    signed, won = rows(content.decode("utf-8-sig"))
    assert "Letter of Intent" in signed["answer"]
    assert (signed["id"], won["id"], won["answered"]) == ("1", "3", "no")
