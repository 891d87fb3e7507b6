"""What the margins of a PDF file's pages repeat: running titles, footers and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from math import nan

from ingest.pdf_lines import Line

SAME_PLACE = 2.0  # points
FEWEST_NUMBERED = 4  # pages whose numbers agree
_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|seite|쪽)?\s*\d+(?:\s*(?:/|of|de|sur|von)\s*\d+)?|[ivxl]{1,7})\W*$",
    re.I,
)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that its margins repeat, and without its number."""
    furniture, shift = _furniture(pages), _numbering(pages)
    return [
        [line for line in page if not _is_furniture(line, furniture, number + shift)]
        for number, page in enumerate(pages)
    ]


def _furniture(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Texts, digits masked, that stand in the margins of page after page.

    That is on half of the pages, or in the same place of three that are next to each other or
    next but one, as a chapter's title is.
    """
    places: dict[str, list[tuple[int, Line]]] = {}
    for number, page in enumerate(pages):
        for text, line in {_masked(line): line for line in page if line.in_margin}.items():
            places.setdefault(text, []).append((number, line))
    return {
        text
        for text, found in places.items()
        if (len(found) >= 2 and len(found) >= len(pages) / 2) or _runs_on(found)
    }


def _runs_on(found: list[tuple[int, Line]]) -> bool:
    """Whether three in a row are at most two pages apart and at the same height."""
    return any(
        max(second[0] - first[0], third[0] - second[0]) <= 2
        and max(abs(line.top - first[1].top) for _, line in (second, third)) < SAME_PLACE
        and not first[1].is_row
        for first, second, third in zip(found, found[1:], found[2:], strict=False)
    )


def _numbering(pages: Sequence[Sequence[Line]]) -> float:
    """What printed page numbers that stand beside a running title are ahead of the pages' order."""
    shifts = Counter(
        shift
        for number, page in enumerate(pages)
        for shift in {end - number for line in page if line.in_margin for end in _numbers(line)}
    )
    shift, count = shifts.most_common(1)[0] if shifts else (0, 0)
    return shift if count >= FEWEST_NUMBERED else nan


def _numbers(line: Line) -> set[int]:
    """The numbers that are a cell of their own at an end of a row."""
    ends = {line.cells[0].text, line.cells[-1].text} if line.is_row else set()
    return {int(end) for end in ends if _NUMBER.fullmatch(end)}


def _is_furniture(line: Line, furniture: set[str], number: float) -> bool:
    return line.in_margin and bool(
        _masked(line) in furniture or _PAGE_NUMBER.match(line.text) or number in _numbers(line)
    )


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
