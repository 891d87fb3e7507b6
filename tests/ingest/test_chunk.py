"""Chunks rebuild their pages, fit the encoder and keep to sentences and headings."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, assemble
from ingest.chunk import chunk_pages
from retrieval.embedding import Encoder
from retrieval.records import Chunk, Page

TITLE = "Energy report"
ENGLISH = "The plant, which cost $3.5bn, delivers antidisestablishmentarian heat."
FRENCH = "L'électricité éolienne coûte 12 % de moins qu'en 2019 : « très bien »."
KOREAN = "한국에너지기술연구원은 캐나다 몬트리올에서 제4회 배터리 워크숍을 개최하였다."
PIECES = st.sampled_from(
    [ENGLISH, FRENCH, KOREAN, *ENGLISH.split(), *KOREAN.split(), "🔋", "👩🏽‍🔬"]
)
LONG_WORDS = st.text("abcdezé전지🔋₂-", min_size=1, max_size=30).map(lambda part: part * 25)
# A word that has to be cut, the rest of which has more tokens than it had within the word.
CUT_WORD = "wpvznfysmekcvtdgtsyrqkiapjgnfdrbnvjhmqvbbrrmxglu"
CUT_WORD += "xqwpyvjxkllisujeusznuqtbwvtmyhfztcafjvudegaycvc"
# Characters that an encoder's normalisation makes more or fewer of, without white space.
WIDENED = "½㎿CO₂ＡＢﬁ㈜ㅎㅏㄴ각각é１２～①﷽"
JOINTS = st.sampled_from(["", " ", ". ", "\n"])
TEXTS = st.lists(st.tuples(PIECES | LONG_WORDS | st.text(), JOINTS), max_size=40).map(
    lambda parts: "".join(text + joint for text, joint in parts)
)

Cut = Callable[..., list[Chunk]]


@pytest.fixture
def cut(encoder: Encoder) -> Cut:
    """Chunks of pages made of blocks; a text of its own is a page of one paragraph a line."""

    def cut_(*pages: list[Block], tokens: int = 160, title: str = TITLE) -> list[Chunk]:
        made = [assemble(number, blocks) for number, blocks in enumerate(pages, 1)]
        return chunk_pages(made, title, "en", encoder, tokens)

    return cut_


def paragraphs(*texts: str) -> list[Block]:
    return [Block(text) for text in texts]


def headings(chunks: list[Chunk]) -> list[str]:
    return [chunk.heading for chunk in chunks]


@settings(max_examples=60)
@given(
    text=TEXTS, tokens=st.sampled_from([32, 160, 512]), title=st.sampled_from([TITLE, KOREAN * 9])
)
@example(text=CUT_WORD, tokens=32, title="")
@example(text="antidisestablishmentarianism" * 200, tokens=512, title=KOREAN * 9)
@example(text="전" * 2000, tokens=160, title="")
@example(text=WIDENED * 90, tokens=32, title="")
def test_any_text_is_cut_without_loss_into_what_the_encoder_reads_whole(
    each_encoder: Encoder, text: str, tokens: int, title: str
) -> None:
    page = Page(1, text)
    chunks = chunk_pages([page], title, "", each_encoder, tokens)
    assert all(chunk.text == page.text[chunk.start : chunk.end] for chunk in chunks)
    assert "".join("".join(c.text.split()) for c in chunks) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(chunks))
    inputs = [each_encoder.passage_input(title, chunk) for chunk in chunks]
    assert all(len(spans) <= each_encoder.window for spans in each_encoder.token_spans(inputs))


@settings(max_examples=30)
@given(text=TEXTS, tokens=st.sampled_from([32, 160]))
@example(text=CUT_WORD, tokens=32)
@example(text="-".join("xqzvbnmwrtplk" * 60), tokens=160)
def test_a_chunk_has_no_more_tokens_than_asked_for(
    each_encoder: Encoder, text: str, tokens: int
) -> None:
    chunks = chunk_pages([Page(1, text)], TITLE, "", each_encoder, tokens)
    assert all(len(s) <= tokens for s in each_encoder.token_spans([chunk.text for chunk in chunks]))


def test_short_paragraphs_share_a_chunk(cut: Cut) -> None:
    (chunk,) = cut(paragraphs("One sentence.", "Another sentence."))
    assert chunk.text == "One sentence.\n\nAnother sentence."


def test_a_long_text_is_cut_between_sentences(cut: Cut) -> None:
    sentences = [f"Plant number {n} delivers heat to the city." for n in range(40)]
    chunks = cut(paragraphs(" ".join(sentences)), tokens=64)
    assert len(chunks) > 2
    assert all(chunk.text.startswith("Plant") and chunk.text.endswith(".") for chunk in chunks)


def test_a_chunk_is_filled_as_far_as_sentences_fit(cut: Cut, encoder: Encoder) -> None:
    chunks = cut(paragraphs(" ".join(["Ten small words stand here so that it is full."] * 40)))
    counts = [len(spans) for spans in encoder.token_spans([chunk.text for chunk in chunks])]
    assert min(counts[:-1]) > 160 - 2 * 11


def test_a_sentence_longer_than_a_chunk_is_cut_between_words(cut: Cut) -> None:
    words = [f"electrolyser{n}" for n in range(200)]
    chunks = cut(paragraphs(" ".join(words)), tokens=64)
    assert len(chunks) > 2
    assert [word for chunk in chunks for word in chunk.text.split()] == words


def test_a_heading_begins_a_chunk(cut: Cut) -> None:
    blocks = [Block("Cost", 1), Block("It fell."), Block("Outlook", 1), Block("It will fall.")]
    assert [chunk.text for chunk in cut(blocks)] == [
        "Cost\n\nIt fell.",
        "Outlook\n\nIt will fall.",
    ]


def test_text_before_the_first_heading_has_no_heading(cut: Cut) -> None:
    blocks = [Block("Summary first."), Block("Cost", 1), Block("It fell.")]
    assert headings(cut(blocks)) == ["", "Cost"]


def test_the_heading_path_follows_the_levels(cut: Cut) -> None:
    blocks = [
        *(Block("Market", 1), Block("Text.")),
        *(Block("Europe", 2), Block("Text.")),
        *(Block("France", 3), Block("Text.")),
        *(Block("Asia", 2), Block("Text.")),
        *(Block("Method", 1), Block("Text.")),
    ]
    assert headings(cut(blocks)) == [
        "Market",
        "Market > Europe",
        "Market > Europe > France",
        "Market > Asia",
        "Method",
    ]


def test_headings_without_text_between_them_open_one_chunk(cut: Cut) -> None:
    blocks = [Block("Market", 1), Block("Europe", 2), Block("It grew.")]
    (chunk,) = cut(blocks)
    assert (chunk.heading, chunk.text) == ("Market > Europe", "Market\n\nEurope\n\nIt grew.")


def test_a_heading_at_the_end_is_not_lost(cut: Cut) -> None:
    assert [c.text for c in cut([Block("It grew."), Block("Annex", 1)])] == ["It grew.", "Annex"]


def test_a_heading_holds_for_the_following_pages(cut: Cut) -> None:
    chunks = cut([Block("Cost", 1), Block("It fell.")], paragraphs("It fell again."))
    assert [(chunk.page, chunk.heading) for chunk in chunks] == [(1, "Cost"), (2, "Cost")]


def test_all_chunks_of_a_long_section_have_its_heading(cut: Cut) -> None:
    chunks = cut([Block("Cost", 1), *paragraphs("It fell by a fifth. " * 60)], tokens=64)
    assert len(chunks) > 2
    assert set(headings(chunks)) == {"Cost"}


def test_offsets_count_within_each_page(cut: Cut) -> None:
    first, second = cut(paragraphs("First page."), paragraphs("Second page."))
    assert (first.page, first.start, first.end) == (1, 0, 11)
    assert (second.page, second.start, second.end) == (2, 0, 12)


def test_a_blank_page_has_no_chunk(cut: Cut) -> None:
    assert [chunk.page for chunk in cut([], paragraphs("Text."), [])] == [2]


def test_a_long_title_leaves_room_for_the_text(cut: Cut, encoder: Encoder) -> None:
    title = "A title without an end " * 40
    chunks = cut(paragraphs("It fell by a fifth. " * 200), tokens=512, title=title)
    inputs = encoder.token_spans([encoder.passage_input(title, chunk) for chunk in chunks])
    assert 0.9 * encoder.window < max(map(len, inputs)) <= encoder.window
