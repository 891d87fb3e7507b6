"""An evaluation for programs: the rows of a test set in, metrics and judged answers out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from evaluation import (
    QuestionSet,
    Result,
    absent_documents,
    answer_all,
    make_run,
    question_set,
    run_json,
)
from retrieval.assistant import Assistant
from retrieval.errors import RequestError
from ui.answering import AT_ONCE, LONGEST_QUESTION
from ui.api_parameters import MOST_EVALUATED
from ui.serialise import Json

SENT = "questions.jsonl"  # what was sent, under the name that a report gives it
TOO_MANY = (
    "{n} questions are too many: at most {most} are asked in one request, which takes long enough. "
    "Send the others in a further one; `energychat evaluate` takes any number."
)
TOO_LONG = "The question {id!r} is too long: at most {most:,} characters can be asked."
NO_ROW = "None of the rows can be used. The first of them: row {row} {problem}."

_ONE_AT_A_TIME = CapacityLimiter(1)  # evaluation: the other threads are for those who ask


async def evaluation_of(assistant: Assistant, rows: Sequence[Mapping[str, Any]]) -> Json:
    """What ``run.json`` of `energychat evaluate` holds, and what is to be said of the rows.

    ``bad_rows`` has the number of each row that cannot be used, counted from 1, and why;
    ``absent_documents`` those of the test set that the library lacks.

    Raises:
        RequestError: there are too many rows, none that can be used, or too long a question.
        EvaluationError: the library holds no documents.
    """
    questions = _questions_of(rows)
    async with _ONE_AT_A_TIME:
        results = await _answered(assistant, questions)
    return await run_sync(_reply, assistant, questions, results, limiter=AT_ONCE)


def _questions_of(rows: Sequence[Mapping[str, Any]]) -> QuestionSet:
    if len(rows) > MOST_EVALUATED:
        raise RequestError(TOO_MANY.format(n=len(rows), most=MOST_EVALUATED))
    # A row a line, as in a file, so that the number of a line is that of its row.
    questions = question_set(SENT, "\n".join(map(json.dumps, rows)).encode("ascii"))
    if not questions.questions:
        first = questions.bad[0]
        raise RequestError(NO_ROW.format(row=first.line, problem=first.problem))
    for question in questions.questions:
        if max(map(len, question.key)) > LONGEST_QUESTION:
            raise RequestError(TOO_LONG.format(id=question.id, most=LONGEST_QUESTION))
    return questions


async def _answered(assistant: Assistant, questions: QuestionSet) -> list[Result]:
    """Each question in its turn: a thread of those for answers is free again after each."""
    answering = answer_all(assistant, questions.questions)
    results: list[Result] = []
    while result := await run_sync(next, answering, None, limiter=AT_ONCE):
        results.append(result)
    return results


def _reply(assistant: Assistant, questions: QuestionSet, results: Sequence[Result]) -> Json:
    bad = [{"row": each.line, "problem": each.problem} for each in questions.bad]
    absent = absent_documents(assistant.library, questions.questions)
    run = make_run(questions, results, assistant.library)
    return run_json(run) | {"bad_rows": bad, "absent_documents": absent}
