"""Tables as text: values separated by commas, semicolons, tabs or bars."""

import csv
import io

from ingest.blocks import Parsed
from ingest.decode import text_of
from ingest.tables import sheet_blocks
from retrieval.errors import ParseError

SAMPLE = 20_000  # characters that the separator is told from
SEPARATORS = ",;\t|"
csv.field_size_limit(2**31 - 1)  # the size of the file is bounded already


def parse(content: bytes) -> Parsed:
    """Read a CSV or TSV file; each row is a line that names its columns.

    Raises:
        ParseError: the encoding cannot be told, or the quotes do not match.
    """
    text = text_of(content).replace("\x00", "")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text)))
    except csv.Error as error:
        raise ParseError(
            f"The table cannot be read: {error}. Export it anew as CSV in UTF-8."
        ) from error
    return Parsed((tuple(sheet_blocks(rows)),))


def _separator(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, two or more."""
    lines = [line for line in text[:SAMPLE].split("\n")[:50] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0), usual

    return max(SEPARATORS, key=agreement)
