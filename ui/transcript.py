"""A conversation as it is exported: turns, and references numbered through all of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.citations import split_markers
from retrieval.disagreement import disagreement_text
from retrieval.notes import CLOSEST
from retrieval.records import Answer, Citation
from ui.references import one_line, page_of, web_address
from ui.render import note_lines
from ui.translation import translated

Place = tuple[str, int, int, int]


@dataclass(frozen=True)
class Piece:
    """Words of an answer with their spaces, and the reference behind them, 0 for none."""

    text: str
    number: int


@dataclass(frozen=True)
class Turn:
    """A question with its answer; each paragraph is a list's line where ``is_list``."""

    question: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    is_list: bool
    disagreement: tuple[Piece, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CitedPlace:
    """A reference: its number, what is known of its document, and the quoted words.

    ``about`` is publisher, date and page; ``address`` is empty or one on the web.
    """

    number: int
    title: str
    about: str
    address: str
    quote: str


@dataclass(frozen=True)
class Transcript:
    """The turns of a conversation, and what they cite in the order of its first citation."""

    turns: tuple[Turn, ...]
    references: tuple[CitedPlace, ...]


def transcript(answers: Sequence[Answer]) -> Transcript:
    """The conversation; a place that is cited again keeps its number.

    Sentences of a language model that were struck out are no part of it.
    """
    places: dict[Place, CitedPlace] = {}
    turns = tuple(_turn(answer, places) for answer in answers)
    return Transcript(turns, tuple(places.values()))


def line(pieces: Sequence[Piece]) -> str:
    """The words with the numbers in brackets, as one line of text."""
    return "".join(
        f"{piece.text}[{piece.number}]" if piece.number else piece.text for piece in pieces
    )


def _turn(answer: Answer, places: dict[Place, CitedPlace]) -> Turn:
    numbers = {citation.marker: _number(citation, places) for citation in answer.citations}
    if answer.written_by or not answer.answered:
        said = [tuple(_marked(answer.text, numbers))]
    else:
        quotes = [c for c in answer.citations if c.said in answer.text]
        pieces = [Piece(f"{one_line(f'{c.lead} {c.quote}')} ", numbers[c.marker]) for c in quotes]
        said = [(piece,) for piece in pieces] if answer.is_list else [tuple(_apart(pieces))]
    return Turn(
        question=one_line(answer.question),
        paragraphs=tuple(said),
        is_list=answer.is_list,
        disagreement=tuple(_marked(disagreement_text(answer), numbers)),
        # The closest passages, of which the page has a note, are no part of this.
        notes=tuple(one_line(note) for note in note_lines(answer) if note not in CLOSEST.values()),
    )


def _apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with a space between each number and the words behind it."""
    for n, piece in enumerate(pieces):
        yield replace(piece, text=f" {piece.text}") if n else piece


def _marked(text: str, numbers: dict[int, int]) -> Iterator[Piece]:
    for piece, marker in split_markers(text, numbers):
        # Between two guards, since the spaces around a marker are to stay.
        yield Piece(one_line(f"|{piece}|")[1:-1], numbers.get(marker, 0))


def _number(citation: Citation, places: dict[Place, CitedPlace]) -> int:
    source = citation.source
    place = (source.document, citation.page, citation.start, citation.end)
    if place not in places:
        pages = [translated("page {number}", number=page) for page in page_of(citation)]
        known = (
            source.publisher or translated("no publisher"),
            source.published or translated("no date"),
            *pages,
        )
        places[place] = CitedPlace(
            number=len(places) + 1,
            title=one_line(source.title or source.document),
            about=one_line(", ".join(known)),
            address=web_address(source),
            quote=one_line(citation.quote),
        )
    return places[place].number
