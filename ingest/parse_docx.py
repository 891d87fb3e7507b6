"""Word documents, by way of mammoth's HTML."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import mammoth
from docx.opc.exceptions import PackageNotFoundError

from ingest.blocks import Parsed
from ingest.html_blocks import blocks_of_html
from retrieval.errors import ParseError


def parse(path: Path) -> Parsed:
    """Read a DOCX file with its headings, lists and tables.

    Raises:
        ParseError: the file is encrypted, or no Word document.
    """
    stream = BytesIO(path.read_bytes())
    try:
        markup = mammoth.convert_to_html(stream).value
        properties = docx.Document(stream).core_properties
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise ParseError(
            "The file is no Word document that can be opened: it is damaged, encrypted, or an "
            "old .doc. Open it in a word processor and save it as .docx without a password."
        ) from error
    if properties.author == "python-docx":  # the library's template, not the document
        return Parsed((tuple(blocks_of_html(markup)),), {"title": properties.title})
    metadata = {
        "title": properties.title,
        "publisher": properties.author,
        "published": properties.created.date().isoformat() if properties.created else "",
        "language": properties.language.split("-")[0],
    }
    return Parsed((tuple(blocks_of_html(markup)),), metadata)
