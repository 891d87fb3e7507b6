"""PowerPoint slides: each is a page, with its title, texts, tables, charts and notes."""

from collections.abc import Iterator
from io import BytesIO

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from ingest.blocks import Block, Parsed, table_rows, tidy
from ingest.properties import core_fields


def parse(content: bytes) -> Parsed:
    """Read a PPTX file; hidden slides count, too."""
    deck = Presentation(BytesIO(content))
    pages = tuple(tuple(_slide(slide)) for slide in deck.slides)
    return Parsed(pages, core_fields(deck.core_properties))


def _slide(slide: Slide) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        yield Block(tidy(title.text_frame.text), 1)
    # From top to bottom and left to right, as it is read; the order in the file is that of drawing.
    shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=_place):
        yield from _shape(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = tidy(slide.notes_slide.notes_text_frame.text)
        yield Block(f"Notes: {notes}" if notes else "")


def _place(shape: BaseShape) -> tuple[int, int]:
    return int(shape.top or 0), int(shape.left or 0)


def _shape(shape: BaseShape) -> Iterator[Block]:
    if isinstance(shape, GroupShape):
        for inner in sorted(shape.shapes, key=_place):
            yield from _shape(inner)
    elif isinstance(shape, Shape):
        yield from (Block(tidy(paragraph.text)) for paragraph in shape.text_frame.paragraphs)
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        yield from table_rows([[cell.text for cell in row.cells] for row in shape.table.rows])
    elif isinstance(shape, GraphicFrame) and shape.has_chart:
        yield from _chart(shape.chart)


def _chart(chart: Chart) -> Iterator[Block]:
    """The data of a chart, a line for each category."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield Block(tidy(chart.chart_title.text_frame.text))
    for plot in chart.plots:
        series = list(plot.series)
        header = ["", *(one.name or "" for one in series)]
        rows = [
            [str(category), *(_number(one.values, n) for one in series)]
            for n, category in enumerate(plot.categories)
        ]
        yield from table_rows([header, *rows])


def _number(values: tuple[float | None, ...], index: int) -> str:
    value = values[index] if index < len(values) else None
    return "" if value is None else f"{value:.12g}"
