"""Answers made by hand, for what is exported of them."""

from dataclasses import replace

from retrieval.records import Answer, Chunk, Citation, Passage, Source

SOURCE = Source("a.md", "a.md", "md", "Heat pumps", "IEA", "2025-03", "en", "https://iea.example/a")
EMPTY = Answer("What?", "What?", "", False, "", 0.0, "", (), (), 0.1)


def citation_of(
    source: Source = SOURCE, quote: str = "Sales rose.", marker: int = 1, page: int = 1
) -> Citation:
    """A citation of words at the beginning of a page."""
    chunk = Chunk(page, 0, len(quote), "", quote)
    passage = Passage(f"{source.document}-{page}", source, chunk, 0.9)
    return Citation(marker, source, page, 0, len(quote), quote, passage)


def answer_with(*citations: Citation, question: str = "What?", is_list: bool = False) -> Answer:
    """An answer in the words of its citations."""
    said = [citation.said for citation in citations]
    text = "\n".join(f"- {line}" for line in said) if is_list else " ".join(said)
    return replace(
        EMPTY,
        question=question,
        standalone_question=question,
        text=text,
        answered=True,
        short_answer=citations[0].quote,
        confidence=0.9,
        citations=citations,
        passages=tuple(citation.passage for citation in citations),
        is_list=is_list,
    )
