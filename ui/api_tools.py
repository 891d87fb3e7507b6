"""What programs may ask for: the functions behind Gradio's interface and MCP's tools."""

from retrieval.assistant import Assistant
from retrieval.errors import RequestError
from retrieval.search import search as search_library
from ui.address import address
from ui.api_boundary import Tool, tool_of
from ui.api_evaluation import evaluation_of
from ui.api_parameters import (
    Documents,
    History,
    Languages,
    Limit,
    Name,
    OnePage,
    Publishers,
    Question,
    Since,
    TestRows,
    Until,
)
from ui.filter_options import filters_of
from ui.serialise import (
    Json,
    answer_json,
    document_json,
    linked_citation_json,
    linked_passage_json,
    stored_json,
)


def api_tools(assistant: Assistant) -> tuple[Tool, ...]:
    """The functions ask, search, documents, document and evaluate over the assistant's library.

    Each of them raises an EnergyChatError whose message says what is wrong, and no other.
    """
    tools = _Tools(assistant)
    each = (tools.ask, tools.search, tools.documents, tools.document, tools.evaluate)
    return tuple(tool_of(work) for work in each)


class _Tools:
    """The functions; their docstrings are what programs read of them."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._catalogue = assistant.library.catalogue

    def ask(
        self,
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
        answer = self._assistant.ask(question, history or (), filters)
        citations = [linked_citation_json(each, address()) for each in answer.citations]
        passages = [linked_passage_json(each, address()) for each in answer.passages]
        return answer_json(answer) | {"citations": citations, "passages": passages}

    def search(
        self,
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
        found = search_library(self._assistant.library, query, limit, filters)
        return {"passages": [linked_passage_json(each, address()) for each in found]}

    def documents(self) -> Json:
        """List the documents of the library: id, title, publisher, date, language and size."""
        coverage = self._catalogue.coverage()
        # What was ingested between the two readings is listed the next time.
        rows = [
            stored_json(stored, coverage[stored.source.document])
            for stored in self._catalogue.documents()
            if stored.source.document in coverage
        ]
        for row in rows:
            del row["path"]  # Gradio's client takes what has a path for a file to fetch
        return {"documents": rows}

    def document(self, document: Name, page: OnePage = 0) -> Json:
        """Read the text of a document, page by page."""
        source = self._catalogue.source(document)
        read = self._catalogue.pages(source.document)
        pages = [each for each in read if page in {0, each.number}]
        if page and not pages:
            raise RequestError(f"The document {source.document!r} has no page {page}.")
        coverage = self._catalogue.coverage(source.document)[source.document]
        return document_json(source, pages, coverage)

    async def evaluate(self, questions: TestRows) -> Json:
        """Ask up to 50 questions whose answers are known, and say how good the answers are.

        The reply has the metrics of retrieval, answers, citations and abstention, and for each
        of the questions the answer given, its verdict and what it cites. Rows that cannot be
        used are in bad_rows with their numbers. It takes as long as asking them one by one.
        """
        return await evaluation_of(self._assistant, questions)
