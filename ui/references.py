"""The documents that answers cite, for reference managers: BibTeX, RIS and CSL-JSON. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from retrieval.records import Answer, Citation, Source
from ui.reference_key import reference_key

PAGED = ("pdf", "pptx")  # formats whose pages a reader sees, too
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# A brace counts for BibTeX even behind a backslash, hence no "\{".
_TEX = str.maketrans(
    {sign: "\\" + sign for sign in "&%$#_"}
    | {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)
# Addresses stand in BibTeX as they are, but braces and backslashes would end or open something.
_ADDRESS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\ <>"'})
_BIBTEX = {"report": "techreport", "webpage": "misc", "document": "misc"}
_RIS = {"report": "RPRT", "webpage": "ELEC", "document": "GEN"}


@dataclass(frozen=True)
class Reference:
    """A document that is cited, with a key that no other of its list has.

    ``pages`` are the cited ones in their order, none where the format has no pages.
    """

    key: str
    source: Source
    pages: tuple[int, ...]

    @property
    def kind(self) -> str:
        """What CSL calls it: a report, a web page, or any other document."""
        source = self.source
        if source.publisher and (source.format == "pdf" or not source.url):
            return "report"
        return "webpage" if source.url else "document"


def references(answers: Iterable[Answer]) -> list[Reference]:
    """The documents that answers cite, each once, in the order of their first citation."""
    sources: dict[str, Source] = {}
    pages: dict[str, set[int]] = {}
    for citation in (citation for answer in answers for citation in answer.citations):
        document = citation.source.document
        sources.setdefault(document, citation.source)
        pages.setdefault(document, set()).update(page_of(citation))
    found: list[Reference] = []
    taken: set[str] = set()
    for document, source in sources.items():
        key = reference_key(source, taken)
        taken.add(key)
        found.append(Reference(key, source, tuple(sorted(pages[document]))))
    return found


def page_of(citation: Citation) -> tuple[int, ...]:
    """The page of a citation, as one number or none."""
    return (citation.page,) if citation.source.format in PAGED else ()


def bibtex(cited: Iterable[Reference], accessed: date) -> str:
    """BibTeX in UTF-8; titles and publishers in braces of their own, so that they stay whole."""
    return "\n".join(_bibtex_entry(reference, accessed) for reference in cited)


def ris(cited: Iterable[Reference], accessed: date) -> str:
    """RIS, a line a tag, with the line ends that the format prescribes."""
    lines = (line for reference in cited for line in _ris_lines(reference, accessed))
    return "".join(f"{line}\r\n" for line in lines)


def csl_json(cited: Iterable[Reference], accessed: date) -> str:
    """CSL-JSON 1.0, an array of items."""
    items = [_csl_item(reference, accessed) for reference in cited]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def one_line(text: str) -> str:
    """A text without line breaks, control characters, and what XML cannot hold."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def web_address(source: Source) -> str:
    """The address of a document on the web, fit for a link; empty where it has none."""
    address = one_line(source.url).translate(_ADDRESS)
    # Anything else in a link, such as "javascript:", would be run.
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""


def _date_parts(published: str) -> list[int]:
    match = _DATE.fullmatch(published)
    return [int(part) for part in match.groups() if part] if match else []


def _bibtex_entry(reference: Reference, accessed: date) -> str:
    source, parts = reference.source, _date_parts(reference.source.published)
    publisher = f"{{{_tex(source.publisher)}}}" if source.publisher else ""
    fields: dict[str, str] = {
        "title": f"{{{_tex(source.title or source.document)}}}",
        "author": publisher,
        "institution": publisher if reference.kind == "report" else "",
        "year": f"{parts[0]:04}" if parts else "",
        "month": _MONTHS[parts[1] - 1] if len(parts) > 1 else "",
        "day": str(parts[2]) if len(parts) > 2 else "",
        "pages": _pages(reference),
        "language": _tex(source.language),
        "url": web_address(source),
        "urldate": accessed.isoformat() if web_address(source) else "",
    }
    # A month is a macro, which styles write out in their language.
    lines = (
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    )
    return f"@{_BIBTEX[reference.kind]}{{{reference.key},\n{''.join(lines)}}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)


def _ris_lines(reference: Reference, accessed: date) -> Iterator[str]:
    source, parts = reference.source, _date_parts(reference.source.published)
    day = "/".join(f"{part:02}" for part in parts)
    is_online = bool(web_address(source))
    fields = [
        ("TY", _RIS[reference.kind]),
        ("ID", reference.key),
        ("TI", source.title or source.document),
        ("AU", source.publisher),
        ("PB", source.publisher),
        ("PY", f"{parts[0]:04}" if parts else ""),
        # The parts that are not known stay empty between their slashes.
        ("DA", day + "/" * (4 - len(parts)) if parts else ""),
        ("SP", _pages(reference)),
        ("LA", source.language),
        ("UR", web_address(source)),
        ("Y2", f"{accessed:%Y/%m/%d}/" if is_online else ""),
    ]
    yield from (f"{tag}  - {one_line(value)}" for tag, value in fields if one_line(value))
    yield "ER  - "


def _csl_item(reference: Reference, accessed: date) -> Mapping[str, Any]:
    source, parts = reference.source, _date_parts(reference.source.published)
    address, publisher = web_address(source), one_line(source.publisher)
    day = {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
    fields = {
        "id": reference.key,
        "type": reference.kind,
        "title": one_line(source.title or source.document),
        "author": [{"literal": publisher}] if publisher else None,
        "publisher": publisher,
        "issued": {"date-parts": [parts]} if parts else None,
        "page": _pages(reference),
        "language": one_line(source.language),
        "URL": address,
        "accessed": day if address else None,
    }
    return {name: value for name, value in fields.items() if value}


def _pages(reference: Reference) -> str:
    return ", ".join(map(str, reference.pages))


Writer = Callable[[Iterable[Reference], date], str]
WRITERS: dict[str, Writer] = {".bib": bibtex, ".ris": ris, ".json": csl_json}
