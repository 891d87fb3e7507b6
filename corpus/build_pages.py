"""HTML pages, and the PDF reports that are printed from one."""

import re

import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.body import MARKDOWN
from corpus.source import TEMPLATES, WORDS, Source

PAGES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)

# Words, outside tags, inside which a line could break: at "-", "/" or Hangul.
BREAKABLE = re.compile(r"[^\s<>]*[-/\uac00-\ud7a3][^\s<>]*(?![^<]*>)")
TABLE = re.compile("<table>.*?</table>", re.DOTALL)


def html_bytes(source: Source) -> bytes:
    """The HTML page that the template named by ``source.page`` makes."""
    return _page(source, source.page).encode()


def pdf_bytes(source: Source) -> bytes:
    """The PDF report: running header, page numbers, one column or two.

    Words are kept whole at line ends, since a reader of the PDF could not tell a word
    that was broken there from two words.
    """
    head, body = _page(source, "report").split("<body", 1)
    body = BREAKABLE.sub(r'<span class="unbroken">\g<0></span>', body)
    # A table ends the columns of text above it, and others begin below: WeasyPrint's own
    # `column-span` may drop what follows a table that goes to the next page.
    body = TABLE.sub(r'</div>\g<0><div class="text">', body)
    page = weasyprint.HTML(string=f"{head}<body{body}", base_url=f"{TEMPLATES}/")
    pdf: bytes = page.write_pdf()
    return pdf


def _page(source: Source, template: str) -> str:
    body = Markup(MARKDOWN.render(source.body))
    words = WORDS[source.language]
    page = PAGES.get_template(f"{template}.html")
    return page.render(source=source, words=words, date=source.date, body=body)
