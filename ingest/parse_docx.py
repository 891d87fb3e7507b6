"""Word documents, by way of mammoth's HTML."""

import zipfile
from io import BytesIO

import docx
import mammoth
from docx.opc.exceptions import PackageNotFoundError

from ingest.blocks import Parsed
from ingest.html_blocks import blocks_of_html
from ingest.properties import core_fields
from retrieval.errors import ParseError


def parse(content: bytes) -> Parsed:
    """Read a DOCX file with its headings, lists and tables.

    Raises:
        ParseError: the file is encrypted, or no Word document.
    """
    stream = BytesIO(content)
    try:
        markup = mammoth.convert_to_html(stream).value
        properties = docx.Document(stream).core_properties
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise ParseError(
            "The file is no Word document that can be opened: it is damaged, encrypted, or an "
            "old .doc. Open it in a word processor and save it as .docx without a password."
        ) from error
    return Parsed((tuple(blocks_of_html(markup)),), core_fields(properties))
