"""What programs may ask for: the functions behind Gradio's interface and MCP's tools."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from inspect import signature
from typing import Annotated

from anyio.to_thread import run_sync
from pydantic import Field, StringConstraints, ValidationError, validate_call

from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError, RequestError
from retrieval.search import search as search_library
from ui.address import address
from ui.answering import AT_ONCE, FAILED, LONGEST_QUESTION, problem_of
from ui.filter_options import filters_of
from ui.serialise import (
    Json,
    answer_json,
    document_json,
    linked_citation_json,
    linked_passage_json,
    stored_json,
)

MOST_PASSAGES = 100

Asked = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)
]
Question = Annotated[Asked, Field(description="A question in words, in any language.")]
History = Annotated[
    list[str] | None,
    Field(description="The earlier questions of the conversation, oldest first."),
]
Publishers = Annotated[
    list[str] | None, Field(description="Search only documents of these publishers.")
]
Languages = Annotated[
    list[str] | None, Field(description="Search only these languages, such as en or ko.")
]
Documents = Annotated[
    list[str] | None,
    Field(description="Search only these documents: their ids, or patterns such as kier-*."),
]
Since = Annotated[
    str, Field(description="Search only what was published then or later: 2025, 2025-08 or a day.")
]
Until = Annotated[str, Field(description="Search only what was published by then.")]
Limit = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="Most passages to return.")]
Name = Annotated[str, Field(description="The id of a document, as other replies give it.")]
OnePage = Annotated[int, Field(ge=0, description="Only this page, counted from 1; 0 means all.")]

Tool = Callable[..., Awaitable[Json]]

log = logging.getLogger(__name__)


def api_tools(assistant: Assistant) -> tuple[Tool, ...]:
    """The functions ask, search, documents and document over the assistant's library.

    Each of them raises an EnergyChatError whose message says what is wrong, and no other.
    """
    catalogue = assistant.library.catalogue

    def ask(
        question: Question,
        history: History = None,
        publishers: Publishers = None,
        languages: Languages = None,
        documents: Documents = None,
        since: Since = "",
        until: Until = "",
    ) -> Json:
        """Answer a question from the documents of the library, with citations.

        The answer's sentences carry markers such as [1]; each citation quotes the document and
        has a link to the very words. If answered is false, the documents do not answer.
        """
        filters = filters_of(publishers, languages, documents, since, until)
        answer = assistant.ask(question, history or (), filters)
        citations = [linked_citation_json(each, address()) for each in answer.citations]
        passages = [linked_passage_json(each, address()) for each in answer.passages]
        return answer_json(answer) | {"citations": citations, "passages": passages}

    def search(
        query: Question,
        limit: Limit = 10,
        publishers: Publishers = None,
        languages: Languages = None,
        documents: Documents = None,
        since: Since = "",
        until: Until = "",
    ) -> Json:
        """Find the passages of the library's documents that fit a question or words best.

        Best first, each with its document, page and link.
        """
        filters = filters_of(publishers, languages, documents, since, until)
        found = search_library(assistant.library, query, limit, filters)
        return {"passages": [linked_passage_json(each, address()) for each in found]}

    def documents() -> Json:
        """List the documents of the library: id, title, publisher, date, language and size."""
        coverage = catalogue.coverage()
        # What was ingested between the two readings is listed the next time.
        rows = [
            stored_json(stored, coverage[stored.source.document])
            for stored in catalogue.documents()
            if stored.source.document in coverage
        ]
        for row in rows:
            del row["path"]  # Gradio's client takes what has a path for a file to fetch
        return {"documents": rows}

    def document(document: Name, page: OnePage = 0) -> Json:
        """Read the text of a document, page by page."""
        source = catalogue.source(document)
        pages = [each for each in catalogue.pages(source.document) if page in {0, each.number}]
        if page and not pages:
            raise RequestError(f"The document {source.document!r} has no page {page}.")
        return document_json(source, pages, catalogue.coverage(source.document)[source.document])

    return tuple(_in_thread(tool) for tool in (ask, search, documents, document))


def _in_thread(tool: Callable[..., Json]) -> Tool:
    checked, parameters = validate_call(tool), signature(tool)

    @wraps(tool)
    async def run(*arguments: object, **named: object) -> Json:
        # A boundary: whatever fails is a sentence in the reply, and its cause is in the log.
        try:
            given = parameters.bind(*arguments, **named).arguments
            return await run_sync(partial(checked, **given), limiter=AT_ONCE)
        except EnergyChatError:
            raise
        except ValidationError as error:
            raise RequestError(problem_of(error)) from error
        except Exception as error:
            log.exception("%s failed", tool.__name__)
            raise RequestError(FAILED) from error

    return run
