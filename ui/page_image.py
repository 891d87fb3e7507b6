"""Images of the pages of PDF files, on a route of our own."""

import hashlib
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response

from ingest.archive import archived
from retrieval.errors import EnergyChatError, UnknownDocument
from retrieval.index import Library
from ui.document_routes import Offset, message
from ui.page_drawing import MarkedWord, page_png

CONFLICT = 409
NOT_MODIFIED = 304


def page_image_routes(library: Library) -> APIRouter:
    """The route ``/page/NAME?page=N&start=S&end=E``, a PNG image."""
    router = APIRouter()

    @router.get("/page/{document:path}")
    def page_image(
        document: str,
        page: Offset = 1,
        start: Offset = 0,
        end: Offset = 0,
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        catalogue = library.catalogue
        try:
            source, path = catalogue.source(document), catalogue.original(document)
        except UnknownDocument:
            return message(f"The library has no document {document} any more.")
        text = next((p.text for p in catalogue.pages(document) if p.number == page), None)
        if source.format != "pdf" or text is None:
            return message(f"{document} has no page {page} that can be shown as an image.")
        words = [
            MarkedWord(text[box.start : box.end], box)
            for box in (catalogue.boxes(document, page) if start < end else ())
            if box.start < end and start < box.end
        ]
        try:
            return _image(path, page, words, if_none_match)
        except (EnergyChatError, OSError) as error:
            return message(f"{path.name}, page {page}: {error}", CONFLICT, "Not shown")

    return router


def _image(path: Path, page: int, words: list[MarkedWord], known: str) -> Response:
    """The image, or nothing where the browser has it already.

    Raises:
        ParseError: the file is damaged or another one.
        OSError: it cannot be read.
    """
    file = next((each for each in (path, *path.parents) if each.is_file()), None)
    if file is None:
        return message(f"The file {path.name} is no longer in its folder.")
    stat = file.stat()
    about = repr((str(path), stat.st_mtime_ns, stat.st_size, page, words))
    tag = f'"{hashlib.sha256(about.encode()).hexdigest()[:32]}"'
    # Asked for again each time, since the file may change; what has not is not sent again.
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if known == tag:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    content = path if file == path else archived(path)
    if content is None:
        return message(f"The file {path.name} is no longer in its archive.")
    return Response(page_png(content, page, words), media_type="image/png", headers=headers)
