"""PowerPoint files made with python-pptx."""

import io
from collections.abc import Callable

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from retrieval.records import Heading, Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

TITLE_ONLY, BLANK = 5, 6


@pytest.fixture
def deck() -> Deck:
    """An empty deck."""
    return Presentation()


def saved(deck: Deck) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def add_text(deck: Deck, slide: int, text: str, top: float, left: float = 1) -> None:
    box = deck.slides[slide].shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    box.text_frame.text = text


def test_each_slide_is_a_page_with_its_title_as_heading(read: Read, deck: Deck) -> None:
    for title in ("Wind", "Sun"):
        deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]).shapes.title.text = title
    add_text(deck, 0, "It grew.\nBy a fifth.", 3)
    _, pages = read("a.pptx", saved(deck))
    assert pages == [
        Page(1, "Wind\n\nIt grew.\n\nBy a fifth.", (Heading(0, 1, "Wind"),)),
        Page(2, "Sun", (Heading(0, 1, "Sun"),)),
    ]


def test_texts_are_read_from_top_to_bottom_and_left_to_right(lines: Lines, deck: Deck) -> None:
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    add_text(deck, 0, "third", 5)
    add_text(deck, 0, "second", 2, left=4)
    add_text(deck, 0, "first", 2)
    assert lines("a.pptx", saved(deck)) == ["first", "second", "third"]


def test_table_rows_can_be_read_alone(lines: Lines, deck: Deck) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for n, text in enumerate(["Region", "Added", "Asia", "421 GW"]):
        table.cell(n // 2, n % 2).text = text
    assert lines("a.pptx", saved(deck)) == ["Region: Asia; Added: 421 GW"]


def test_the_numbers_of_a_chart_are_read(lines: Lines, deck: Deck) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    data.add_series("Wind", (1.5, 2))
    data.add_series("Sun", (3, None))
    place = (Inches(1), Inches(1), Inches(4), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    assert lines("a.pptx", saved(deck)) == ["2023; Wind: 1.5; Sun: 3", "2024; Wind: 2"]


def test_notes_and_grouped_shapes_are_read(lines: Lines, deck: Deck) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group."
    slide.notes_slide.notes_text_frame.text = "Say this slowly."
    assert lines("a.pptx", saved(deck)) == ["In a group.", "Notes: Say this slowly."]


def test_core_properties_give_the_metadata(read: Read, deck: Deck) -> None:
    deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]).shapes.title.text = "Wind"
    deck.core_properties.title, deck.core_properties.author = "The deck", "KIER"
    source, _ = read("a.pptx", saved(deck))
    assert (source.title, source.publisher) == ("The deck", "KIER")


def test_the_properties_of_the_template_are_not_the_decks(read: Read, deck: Deck) -> None:
    deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]).shapes.title.text = "Wind"
    source, _ = read("a.pptx", saved(deck))
    assert (source.title, source.publisher, source.published) == ("Wind", "", "")
