"""The boxes of words as the catalogue keeps them: one compressed array a page."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from retrieval.records import Box, Page

Rows = Callable[..., list[Any]]

SCALE = 65_535  # a side is kept to 1/65,535 of the page, a hundredth of a point
_SIDES = ("left", "top", "right", "bottom")
_ROW = np.dtype([("start", "<u4"), ("end", "<u4"), *((side, "<u2") for side in _SIDES)])


def packed(boxes: Sequence[Box]) -> bytes:
    """Boxes as bytes, their sides rounded to 1 / SCALE."""
    rows = np.empty(len(boxes), dtype=_ROW)
    for n, box in enumerate(boxes):
        sides = (box.left, box.top, box.right, box.bottom)
        rows[n] = (box.start, box.end, *(round(SCALE * side) for side in sides))
    return zlib.compress(rows.tobytes())


def unpacked(data: bytes) -> tuple[Box, ...]:
    """The boxes that :func:`packed` made into bytes."""
    rows = np.frombuffer(zlib.decompress(data), dtype=_ROW).tolist()
    return tuple(Box(start, end, *(side / SCALE for side in sides)) for start, end, *sides in rows)


def box_rows(document: str, pages: Sequence[Page]) -> Iterator[tuple[str, int, bytes]]:
    """The rows of the table ``boxes`` of a document; a page without boxes has none."""
    return ((document, page.number, packed(page.boxes)) for page in pages if page.boxes)


def boxes_of(rows: Rows, document: str, page: int) -> tuple[Box, ...]:
    """The boxes of a page, none where none are kept."""
    found = rows("SELECT data FROM boxes WHERE document = ? AND page = ?", document, page)
    return unpacked(found[0]["data"]) if found else ()
