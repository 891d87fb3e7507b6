"""A conversation as Markdown, HTML and Word, and what of it goes into them."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from conversations import EMPTY, SOURCE, answer_with, citation_of
from html_reader import HOSTILE, Reader
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from retrieval.notes import CLOSEST
from retrieval.records import Answer, Source, StatedValue, Unsupported
from ui.export import FORMATS, NO_CONVERSATION, NO_REFERENCES, NothingToExport, export
from ui.export_markdown import escaped
from ui.references import one_line
from ui.transcript import transcript

TODAY = date(2026, 11, 23)
OTHER = Source("b.pdf", "b.pdf", "pdf", "Grids", "CEA", "2024", "fr", "")


def as_text(answers: list[Answer]) -> dict[str, str]:
    """What a reader sees of each format."""
    word = docx.Document(io.BytesIO(export(answers, ".docx", TODAY)))
    return {
        ".md": Reader(MarkdownIt().render(export(answers, ".md", TODAY).decode())).text,
        ".html": Reader(export(answers, ".html", TODAY).decode()).text,
        ".docx": "\n".join(paragraph.text for paragraph in word.paragraphs),
    }


@pytest.fixture(params=[".md", ".html", ".docx"])
def shown(request: pytest.FixtureRequest) -> Callable[[list[Answer]], str]:
    """What a reader sees of a conversation, in each of the three formats."""
    return lambda answers: as_text(answers)[request.param]


Shown = Callable[[list[Answer]], str]


# --- what is exported ---------------------------------------------------------------------


def test_a_turn_is_its_question_and_the_numbered_sentences(shown: Shown) -> None:
    answer = answer_with(citation_of(), citation_of(OTHER, "Grids grew.", 2), question="And grids?")
    text = shown([answer])
    assert "And grids?" in text
    assert "Sales rose. [1] Grids grew. [2]" in text


def test_a_reference_has_title_publisher_date_page_and_quote(shown: Shown) -> None:
    text = shown([answer_with(citation_of(OTHER, "Grids grew.", page=7))])
    references = text.split("References")[1]
    for part in ("[1] Grids", "CEA, 2024, page 7", "Grids grew."):
        assert part in references


def test_what_is_not_known_of_a_document_is_said(shown: Shown) -> None:
    bare = replace(SOURCE, publisher="", published="", url="")
    assert "no publisher, no date" in shown([answer_with(citation_of(bare))])


def test_a_place_that_is_cited_again_keeps_its_number(shown: Shown) -> None:
    first = answer_with(citation_of(), citation_of(OTHER, "Grids grew.", 2))
    second = answer_with(citation_of(OTHER, "Grids grew.", 1), citation_of(OTHER, "New.", 2, 9))
    text = shown([first, second])
    assert "Grids grew. [2] New. [3]" in text
    assert text.split("References")[1].count("Grids grew.") == 1


def test_the_lines_of_a_list_stand_apart(shown: Shown) -> None:
    citations = (citation_of(), citation_of(OTHER, "Grids grew.", 2))
    lines = shown([answer_with(*citations, is_list=True)]).splitlines()
    assert {"Sales rose. [1]", "Grids grew. [2]"} <= set(lines)


def test_a_brackets_number_that_a_document_has_itself_is_no_reference() -> None:
    quote = "As [2] shows, sales rose."
    answer = answer_with(citation_of(quote=quote), citation_of(OTHER, "Grids grew.", 2))
    pieces = transcript([answer_with(citation_of(SOURCE)), answer]).turns[1].paragraphs[0]
    assert [piece.number for piece in pieces] == [2, 3]


def test_a_lead_stands_before_its_sentence(shown: Shown) -> None:
    older = replace(citation_of(), lead="Older, as of 2024-12:")
    assert "Older, as of 2024-12: Sales rose. [1]" in shown([answer_with(older)])


def test_sources_that_disagree_are_said_with_the_numbers_of_this_conversation(
    shown: Shown,
) -> None:
    citations = (citation_of(quote="It was 5 GW."), citation_of(OTHER, "It was 6 GW.", 2))
    values = (StatedValue("5 GW", 1, "2025-03"), StatedValue("6 GW", 2, "2024"))
    answer = replace(answer_with(*citations), disagreement=values)
    text = shown([answer_with(citation_of(quote="First.", page=4)), answer])
    assert "Sources disagree: 5 GW (2025-03) [2]; 6 GW (2024) [3]." in text


def test_a_models_prose_keeps_its_markers_and_loses_what_was_struck_out(shown: Shown) -> None:
    prose = replace(
        answer_with(citation_of(), citation_of(OTHER, "Grids grew.", 2)),
        text="Both grew. [1][2] So it is. [2]",
        written_by="a model",
        unsupported=(Unsupported("Prices fell.", "is not in the source"),),
    )
    text = shown([prose])
    assert "Both grew. [1][2] So it is. [2]" in text
    assert "Written by a model" in text
    assert "Prices fell" not in text


def test_a_question_without_an_answer_is_kept_with_its_note(shown: Shown) -> None:
    text = shown([replace(EMPTY, text="No document answers.", note="Be wary.")])
    assert "No document answers." in text
    assert "Be wary." in text
    assert "References" not in text


def test_the_note_of_passages_that_are_not_there_is_left_out(shown: Shown) -> None:
    assert CLOSEST["en"] not in shown([replace(EMPTY, text="None.", note=CLOSEST["en"])])


def test_how_a_follow_up_was_read_is_said(shown: Shown) -> None:
    answer = replace(answer_with(citation_of()), standalone_question="What of heat pumps?")
    assert "Read as: What of heat pumps?" in shown([answer])


# --- the formats --------------------------------------------------------------------------


def hostile() -> Answer:
    source = replace(SOURCE, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    return answer_with(citation_of(source, HOSTILE), question=HOSTILE)


def test_the_text_of_a_document_is_shown_as_it_is(shown: Shown) -> None:
    assert shown([hostile()]).count(HOSTILE) == 5  # question, sentence, title, publisher, quote


def test_html_has_no_markup_of_a_document_and_loads_nothing() -> None:
    page = Reader(export([hostile()], ".html", TODAY).decode())
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert page.links() == ["#reference-1"]


def test_the_numbers_in_html_lead_to_the_references() -> None:
    page = Reader(export([answer_with(citation_of())], ".html", TODAY).decode())
    assert page.links() == ["#reference-1", "https://iea.example/a"]
    assert "reference-1" in {about.get("id") for _, about in page.tags}


@given(st.text())
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    line = one_line(text)
    html = MarkdownIt("commonmark").render(escaped(line))
    assert Reader(html).text.strip() == line
    assert {tag for tag, _ in Reader(html).tags} <= {"p"}


@settings(max_examples=25)  # a document takes a tenth of a second
@given(st.text(), st.text(min_size=1))
def test_word_takes_any_text(question: str, quote: str) -> None:
    answers = [answer_with(citation_of(quote=f"x{quote}"), question=question)]
    word = docx.Document(io.BytesIO(export(answers, ".docx", TODAY)))
    assert word.paragraphs[2].text == one_line(question)
    assert word.paragraphs[-1].text == one_line(f"x{quote}")


def test_word_has_an_outline_and_says_who_made_it() -> None:
    word = docx.Document(io.BytesIO(export([answer_with(citation_of())], ".docx", TODAY)))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings == ["Questions and answers", "What?", "References"]
    assert word.core_properties.author == "energychat"


@pytest.mark.parametrize("suffix", FORMATS.values())
def test_every_format_holds_the_title_of_what_is_cited(suffix: str) -> None:
    content = export([answer_with(citation_of())], suffix, TODAY)
    assert content[:2] == b"PK" if suffix == ".docx" else b"Heat pumps" in content


@pytest.mark.parametrize("suffix", FORMATS.values())
def test_an_empty_conversation_is_no_file(suffix: str) -> None:
    with pytest.raises(NothingToExport, match=NO_CONVERSATION):
        export([], suffix, TODAY)


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".json"])
def test_a_conversation_that_cites_nothing_has_no_list_of_references(suffix: str) -> None:
    with pytest.raises(NothingToExport, match=NO_REFERENCES):
        export([EMPTY], suffix, TODAY)
