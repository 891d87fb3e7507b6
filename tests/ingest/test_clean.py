"""Navigation and repetitions leave the text; what an author says twice in short does not."""

import pytest

from ingest.blocks import Block
from ingest.clean import clean

HEADLINE = "KIER leads the fourth battery workshop of Korea and Canada"
SENTENCE = "The workshop took place in Montreal, organized by the institute."


def cleaned(*texts: str) -> list[str]:
    return [block.text for block in clean(Block(text) for text in texts)]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "SKIP TO MAIN CONTENT",
        "Read also:",
        "» Latest",
        "Latest",
        "Share this article",
        "À lire aussi :",
        "Zum Inhalt springen",
        "본문 바로가기",
        "관련기사",
    ],
)
def test_a_navigation_line_is_dropped(line: str) -> None:
    assert cleaned(line, SENTENCE) == [SENTENCE]


@pytest.mark.parametrize(
    "line",
    [
        "The latest figures are from 2024.",
        "Read also the report of the agency.",
        "Home heating",
        "최신 기사에 따르면 비용이 줄었다.",
    ],
)
def test_a_sentence_that_begins_like_navigation_is_kept(line: str) -> None:
    assert cleaned(line) == [line]


def test_a_navigation_heading_is_dropped() -> None:
    assert clean([Block("Read also:", 2), Block(SENTENCE)]) == (Block(SENTENCE),)


def test_a_repeated_headline_is_kept_at_its_first_place() -> None:
    assert clean([Block(HEADLINE, 1), Block(SENTENCE), Block(HEADLINE.upper(), 1)]) == (
        Block(HEADLINE, 1),
        Block(SENTENCE),
    )


def test_a_repeated_paragraph_is_kept_once() -> None:
    assert cleaned(SENTENCE, HEADLINE, SENTENCE) == [SENTENCE, HEADLINE]


def test_a_short_line_may_occur_twice() -> None:
    assert cleaned("Region: Asia", "Yes", "Region: Europe", "Yes").count("Yes") == 2


@pytest.mark.parametrize("end", ["...", "…", " …"])
def test_a_teaser_goes_where_its_full_line_stands(end: str) -> None:
    assert cleaned(f"{SENTENCE[:36]}{end}", SENTENCE) == [SENTENCE]


def test_a_line_cut_off_stays_where_nothing_completes_it() -> None:
    assert cleaned("The workshop took place in Seoul, organized...", SENTENCE) == [
        "The workshop took place in Seoul, organized...",
        SENTENCE,
    ]


@pytest.mark.parametrize("line", ["***", "—", "›"])
def test_a_line_without_letters_or_digits_is_dropped(line: str) -> None:
    assert cleaned(line, SENTENCE) == [SENTENCE]


def test_the_order_of_the_lines_stays() -> None:
    assert cleaned("One.", "Two.", "Three.") == ["One.", "Two.", "Three."]


def test_a_line_that_is_said_again_much_further_on_is_kept() -> None:
    meal = "Breakfast of oats, berries and the milk of one almond tree"
    between = [Block(f"Line number {n} of the plan") for n in range(20)]
    given = [Block(meal), Block(meal), *between, Block(meal)]
    assert clean(given) == (Block(meal), *between, Block(meal))


@pytest.mark.parametrize(
    "line",
    [
        "CLICK HERE TO GET THE APP",
        "See more: The price of heat",
        "Get the latest updates right in your inbox.",
        "Don’t miss these stories",
        "Sign up for our weekly letter on energy.",
    ],
)
def test_a_line_that_asks_to_go_elsewhere_is_left_out(line: str) -> None:
    assert clean([Block("The plant delivers heat."), Block(line)]) == (
        Block("The plant delivers heat."),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Read more books: that is what the minister asked of the country.",
        "Signing up for the tariff takes a minute.",
        "Follow the cable to the sea.",
        "See more" + " of the plant" * 20 + ".",
    ],
)
def test_a_line_that_only_begins_like_a_call_is_kept(line: str) -> None:
    assert clean([Block(line)]) == (Block(line),)
