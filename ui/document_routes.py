"""Pages of whole documents, and the original files, on routes of our own."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from ingest.archive import archived
from retrieval.errors import EnergyChatError, UnknownDocument
from retrieval.index import Library
from ui.document_page import document_html, message_html
from ui.translation import translated

# A document's page runs no script and loads nothing but the images of its pages.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    "X-Content-Type-Options": "nosniff",
}
# An original is never run on our origin: what is no PDF is downloaded, not shown.
DOWNLOAD_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
NO_DOCUMENT = "The library has no document {document} any more."
CHANGED = (
    "This document has changed since it was cited. "
    "The cited words may stand elsewhere by now, so none are marked."
)
NO_FILE = "The file {file} is no longer in its folder."
Offset = Annotated[int, Query(ge=0)]


def document_routes(library: Library) -> APIRouter:
    """The routes ``/document/NAME`` and ``/original/NAME``."""
    router = APIRouter()

    @router.get("/document/{document:path}", response_class=HTMLResponse)
    def document_page(
        request: Request,
        document: str,
        page: Offset = 1,
        start: Offset = 0,
        end: Offset = 0,
        revision: str = "",
    ) -> Response:
        try:
            source = library.catalogue.source(document)
        except UnknownDocument:
            return message(translated(NO_DOCUMENT, document=document))
        pages = library.catalogue.pages(source.document)
        root_path = request.scope.get("root_path", "")
        now = library.catalogue.revisions().get(source.document, "")
        if now.startswith(revision):
            html = document_html(source, pages, page, start, end, root_path)
        else:
            html = document_html(source, pages, page, 0, 0, root_path, note=translated(CHANGED))
        return HTMLResponse(html, headers=PAGE_HEADERS)

    @router.get("/original/{document:path}")
    def original_file(document: str) -> Response:
        try:
            path = library.catalogue.original(document)
        except UnknownDocument:
            return message(translated(NO_DOCUMENT, document=document))
        if not path.is_file():
            return _archived(path) or message(translated(NO_FILE, file=path.name))
        if path.suffix.lower() == ".pdf":
            headers = {"X-Content-Type-Options": "nosniff"}
            return FileResponse(
                path,
                media_type="application/pdf",
                filename=path.name,
                headers=headers,
                content_disposition_type="inline",
            )
        return FileResponse(
            path,
            media_type="application/octet-stream",
            filename=path.name,
            headers=DOWNLOAD_HEADERS,
        )

    return router


def _archived(path: Path) -> Response | None:
    """A file that lies in an archive, to be downloaded; None where there is none."""
    try:
        content = archived(path)
    except (EnergyChatError, OSError):
        return None
    if content is None:
        return None
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
    return Response(
        content, media_type="application/octet-stream", headers=DOWNLOAD_HEADERS | named
    )


def message(text: str, status: int = 404, title: str = "Not found") -> HTMLResponse:
    """A page that says why there is nothing to show."""
    page = message_html(translated(title), text)
    return HTMLResponse(page, status_code=status, headers=PAGE_HEADERS)
