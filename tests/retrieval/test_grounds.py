"""What is known of passages beside their words."""

from retrieval import Library
from retrieval.grounds import grounds_of
from retrieval.records import Chunk, Heading, Page, Passage, Source

SOURCE = Source("report.pdf", "report.pdf", "pdf", "The report")
PAGES = [
    Page(1, "Wind\n\nIt blows.", (Heading(0, 1, "Wind"),)),
    Page(2, "At sea it blows.\n\nOn land\n\nLess.", (Heading(18, 2, "On land"),)),
]
CHUNK = Chunk(2, 0, 16, "Wind", "At sea it blows.")


def test_headings_of_this_page_and_of_those_before_are_known(library: Library) -> None:
    with library.writer():
        library.replace(SOURCE, "documents", "revision", PAGES, [CHUNK])
    passage = Passage("1", SOURCE, CHUNK, 1.0)
    grounds = grounds_of(library, "Where does it blow?", [passage])
    assert grounds.headings == {"The report", "Wind", "On land"}
    assert grounds.readings == {}  # the smaller encoder has no reader
