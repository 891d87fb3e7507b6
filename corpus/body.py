"""The body of a source as the few kinds of block that plain text and Word are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.source import Source, SourceError

MARKDOWN = MarkdownIt().enable("table")


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` is 1 for ``##``, since the title is no part of the body."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class List:
    """A list with bullets or with numbers."""

    items: list[str]
    is_numbered: bool


@dataclass(frozen=True)
class Table:
    """A table; the first row holds the labels of the columns."""

    rows: list[list[str]]


Block = Heading | Paragraph | List | Table


def read_blocks(source: Source) -> Iterator[Block]:
    """The blocks of the body in order, their text without marks of emphasis.

    Raises:
        SourceError: the body has a block of another kind, such as a quotation.
    """
    for node in SyntaxTreeNode(MARKDOWN.parse(source.body)).children:
        match node.type:
            case "heading":
                yield Heading(_text(node), int(node.tag[1]) - 1)
            case "paragraph":
                yield Paragraph(_text(node))
            case "bullet_list" | "ordered_list":
                yield List(list(map(_text, node.children)), node.type == "ordered_list")
            case "table":
                rows = [row for part in node.children for row in part.children]
                yield Table([list(map(_text, row.children)) for row in rows])
            case _:
                raise SourceError(f"{source.name}: {source.format} takes no {node.type}")


def _text(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(_text, node.children)) if node.children else node.content
