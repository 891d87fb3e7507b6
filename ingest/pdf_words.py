"""The characters and words of a PDF page, placed as the page is shown."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.blocks import tidy

# pdfium may be used by one thread at a time, whichever document it reads.
PDFIUM = threading.RLock()


@dataclass(frozen=True)
class Place:
    """A rectangle in points from the lower left corner of the page as it is shown."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Word:
    """A word without white space, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Sheet:
    """What of a page is shown, in its own points, and by how many degrees it is turned right."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Sheet":
        """The sheet of a page: its crop box, where it has one."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def width(self) -> float:
        """Of the page as it is shown, in points."""
        upright = self.turned % 180 == 0
        return self.right - self.left if upright else self.top - self.bottom

    @property
    def height(self) -> float:
        """Of the page as it is shown, in points."""
        upright = self.turned % 180 == 0
        return self.top - self.bottom if upright else self.right - self.left

    def shown(self, box: tuple[float, float, float, float]) -> Place:
        """Where a box of the page's own points, left, bottom, right and top, is seen."""
        left, bottom, right, top = box
        if self.turned == 90:
            sides = bottom - self.bottom, self.right - right, top - self.bottom, self.right - left
        elif self.turned == 180:
            sides = self.right - right, self.top - top, self.right - left, self.top - bottom
        elif self.turned == 270:
            sides = self.top - top, left - self.left, self.top - bottom, right - self.left
        else:
            sides = left - self.left, bottom - self.bottom, right - self.left, top - self.bottom
        return Place(*sides)

    def shares(self, place: Place) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a place as shares of the page, from its upper left."""
        sides = (
            place.left / self.width,
            1 - place.top / self.height,
            place.right / self.width,
            1 - place.bottom / self.height,
        )
        left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in sides)
        return left, top, right, bottom


def around(places: Iterable[Place]) -> Place:
    """The smallest rectangle around some, at least one."""
    each = list(places)
    return Place(
        min(place.left for place in each),
        min(place.bottom for place in each),
        max(place.right for place in each),
        max(place.top for place in each),
    )


def words_of(characters: list[str], indices: Iterable[int], places: dict[int, Place]) -> list[Word]:
    """The words of some characters that stand one after the other.

    Args:
        places: of the characters that are no white space, by index.
    """
    words: list[Word] = []
    current: list[int] = []

    def finish() -> None:
        # Some have no text: pdfium gives invisible characters, too.
        if text := tidy("".join(characters[i] for i in current)):
            words.append(Word(text, around(places[i] for i in current)))
        current.clear()

    for i in indices:
        if i in places:
            current.append(i)
        else:
            finish()
    finish()
    return words
