"""HTML of a whole document, with the images of its pages where it has any. Pure; all is escaped."""

from html import escape
from urllib.parse import quote, urlencode

from retrieval.records import Page, Source
from ui.document_lines import PageText
from ui.render import STYLE, about, original_link
from ui.translation import translated

PREVIOUS, NEXT = "Previous page", "Next page"
PRINTED = "Page {number} as it is printed"
PRINTED_AND_MARKED = "Page {number} as it is printed, the cited words marked"


def document_html(
    source: Source,
    pages: list[Page],
    page: int,
    start: int,
    end: int,
    root_path: str = "",
    note: str = "",
) -> str:
    """A whole document as a web page, the words from ``start`` to ``end`` of ``page`` marked.

    Each page of a PDF has its image beside its text, the same words marked there.

    Args:
        root_path: below which the server is reached, such as ``/energy``.
        note: what is to be said of the document above its text.
    """
    numbers = [each.number for each in pages]
    sections = []
    for before, each, after in zip([0, *numbers], pages, [*numbers[1:], 0], strict=False):
        mark = (start, end) if each.number == page else (0, 0)
        head = _page_head(each.number, before, after) if len(pages) > 1 else ""
        text = PageText(each, *mark, source.title).html()
        if source.format == "pdf":
            text = f"{_figure(source, each.number, mark, root_path)}<div>{text}</div>"
        kind = ' class="sheet"' if source.format == "pdf" else ""
        sections.append(f'<section id="page-{each.number}"{kind}>{head}{text}</section>')
    said = f'<p class="changed" role="note">{escape(note)}</p>' if note else ""
    link = f"{root_path}/{original_link(source, page)}"
    original = f'<a href="{link}">{translated("Original file")}</a>'
    return _web_page(
        source.title,
        f"<header><h1>{escape(source.title)}</h1><p>{about(source)} · {original}</p>{said}</header>"
        f"<main>{''.join(sections)}</main>",
        source.language,
    )


def message_html(title: str, message: str) -> str:
    """A web page that says what went wrong."""
    return _web_page(title, f"<header><h1>{escape(title)}</h1></header><p>{escape(message)}</p>")


def page_image_link(source: Source, page: int, start: int = 0, end: int = 0) -> str:
    """Address, below the server's, of the image of a page, ``start`` to ``end`` marked."""
    place = {"page": page} | ({"start": start, "end": end} if start < end else {})
    return f"page/{quote(source.document)}?{urlencode(place)}"


def _page_head(number: int, before: int, after: int) -> str:
    """The page's number, and links to the pages beside it; 0 where there is none."""
    links = [
        f'<a href="#page-{other}">{translated(name)}</a>'
        for name, other in ((PREVIOUS, before), (NEXT, after))
        if other
    ]
    head = translated("Page {number}", number=number)
    return f'<p class="page">{head}</p><nav>{" ".join(links)}</nav>'


def _figure(source: Source, number: int, mark: tuple[int, int], root_path: str) -> str:
    said = translated(PRINTED_AND_MARKED if mark[0] < mark[1] else PRINTED, number=number)
    # The images of a long document are drawn one by one as they come into view.
    loading = "eager" if mark[0] < mark[1] else "lazy"
    return (
        f'<figure><img src="{root_path}/{escape(page_image_link(source, number, *mark))}" '
        f'loading="{loading}" alt="{said}"></figure>'
    )


def _web_page(title: str, body: str, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{escape(language or "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body class="document">{body}</body></html>'
    )
