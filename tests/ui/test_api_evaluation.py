"""The evaluation for programs, called without a server."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from evaluation import make_run, read_questions, run_json
from evaluation.run import answer_all
from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.errors import RequestError
from ui.answering import ANSWERS_AT_ONCE, AT_ONCE, FAILED
from ui.api_boundary import Tool
from ui.api_tools import api_tools
from ui.serialise import Json

COST = {"question": "How much does the pump of Ely cost?", "answers": ["5,200"]}


def tool(library: Library, name: str) -> Tool:
    return next(each for each in api_tools(Assistant(library)) if each.__name__ == name)


def evaluate(library: Library, *rows: dict[str, Any]) -> Json:
    return anyio.run(partial(tool(library, "evaluate"), questions=list(rows)))


def refusal(library: Library, *rows: dict[str, Any]) -> str:
    with pytest.raises(RequestError) as refused:
        evaluate(library, *rows)
    return str(refused.value)


def test_the_reply_is_the_run_of_the_same_test_set(small_library: Library, tmp_path: Path) -> None:
    rows = [COST | {"documents": ["pump.md"]}, {"question": "Who was Ely?", "answerable": False}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    asked = read_questions(path)
    results = list(answer_all(Assistant(small_library), asked.questions))
    expected, found = (
        run_json(make_run(asked, results, small_library)),
        evaluate(small_library, *rows),
    )
    assert found["settings"]["test_set_sha256"] == expected["settings"]["test_set_sha256"]
    assert found.keys() == expected.keys() | {"bad_rows", "absent_documents"}
    for row in (*expected["questions"], *found["questions"]):
        del row["seconds"]
    assert found["questions"] == expected["questions"]
    groups = expected.keys() - {"settings", "latency_ms", "by_kind", "by_language"}
    assert {name: found[name] for name in groups} == {name: expected[name] for name in groups}


def test_rows_that_cannot_be_used_are_numbered(small_library: Library) -> None:
    found = evaluate(small_library, {"question": " "}, COST, {"question": "\ud800", "answer": "x"})
    assert (found["n"], found["skipped"]) == (1, 2)
    assert found["bad_rows"] == [
        {"row": 1, "problem": "has no question"},
        {"row": 3, "problem": "has characters in question that are no text"},
    ]


def test_documents_that_the_library_lacks_are_named(small_library: Library) -> None:
    found = evaluate(small_library, COST | {"documents": ["pump.md", "none.md"]})
    assert found["absent_documents"] == ["none.md"]


def test_too_many_rows_are_refused_with_the_bound(small_library: Library) -> None:
    assert refusal(small_library, *[COST] * 51).startswith("51 questions are too many: at most 50")


def test_rows_of_which_none_can_be_used_are_refused(small_library: Library) -> None:
    assert "row 1 has no question" in refusal(small_library, {"question": ""}, {})


def test_a_question_that_is_too_long_is_refused(small_library: Library) -> None:
    assert "The question 'long' is too long" in refusal(
        small_library, COST | {"id": "long", "question": "x" * 2001}
    )


def test_an_unexpected_error_is_a_sentence(small_library: Library) -> None:
    with small_library.catalogue._transaction() as database:
        database.execute("DROP TABLE chunk_words")
    assert refusal(small_library, COST) == FAILED


def test_who_asks_meanwhile_need_not_wait_for_its_end(small_library: Library) -> None:
    ended: list[str] = []

    async def run(name: str, **given: object) -> None:
        await tool(small_library, name)(**given)
        ended.append(name)

    async def both() -> None:
        # One thread is left for both of them.
        others = [object() for _ in range(ANSWERS_AT_ONCE - 1)]
        for other in others:
            await AT_ONCE.acquire_on_behalf_of(other)
        try:
            async with anyio.create_task_group() as group:
                rows = [COST | {"id": str(n)} for n in range(10)]
                group.start_soon(partial(run, "evaluate", questions=rows))
                await anyio.wait_all_tasks_blocked()
                group.start_soon(partial(run, "ask", question=COST["question"]))
        finally:
            for other in others:
                AT_ONCE.release_on_behalf_of(other)

    anyio.run(both)
    assert ended == ["ask", "evaluate"]
