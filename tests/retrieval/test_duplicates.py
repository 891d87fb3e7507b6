"""Passages that say nearly the same are one."""

from dataclasses import replace

import pytest
from line_documents import chunks, source

from retrieval.duplicates import collapse
from retrieval.records import Passage

RELEASE = (
    "KIER and the National Research Council of Canada signed a letter of intent in Montreal on "
    "17 July 2025, under which the two institutes will do joint research on batteries that need "
    "no lithium, exchange researchers every year, and publish what they find for all to read."
)


def passage(document: str, text: str, score: float = 0.5) -> Passage:
    (chunk,) = chunks(text)
    return Passage(f"{document}:0", source(document), chunk, score)


def collapsed(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
    """Documents a, b, c … with the duplicates of each."""
    given = [passage(name, text) for name, text in zip("abcd", texts, strict=False)]
    return [(p.document, p.duplicates) for p in collapse(given)]


@pytest.mark.parametrize(
    "reprint",
    [
        RELEASE,
        RELEASE.replace(", and publish", " and publish"),
        f"“{RELEASE}”",
    ],
)
def test_a_reprint_is_named_beside_the_first(reprint: str) -> None:
    assert collapsed(RELEASE, "Something else.", reprint) == [("a", ("c",)), ("b", ())]


@pytest.mark.parametrize(
    "other",
    [
        RELEASE.replace("Canada", "Norway"),
        RELEASE.replace("17 July", "18 July"),
        RELEASE.replace("2025", "2024"),
        RELEASE.replace("in Montreal", "in montreal"),
        RELEASE.partition(", under")[0],
        RELEASE.replace("will do", "will not do"),
        "Heat pumps sold well.",
    ],
)
def test_a_text_with_another_name_number_or_word_is_no_reprint(other: str) -> None:
    assert collapsed(RELEASE, other) == [("a", ()), ("b", ())]


def test_short_texts_are_compared_as_a_whole() -> None:
    assert collapsed("Heat pumps.", "Heat pumps.", "Heat sells.") == [("a", ("b",)), ("c", ())]


def test_several_reprints_are_named_once_each() -> None:
    first, again = passage("b", RELEASE), passage("b", RELEASE)
    (kept,) = collapse([passage("a", RELEASE), first, again, passage("c", RELEASE)])
    assert kept.duplicates == ("b", "c")


def test_a_line_that_a_document_repeats_has_no_other_document() -> None:
    (kept,) = collapse([passage("a", RELEASE), replace(passage("a", RELEASE), chunk_id="a:1")])
    assert kept.duplicates == ()


def test_korean_reprints_are_found() -> None:
    text = (
        "에너지연은 2025년 7월 캐나다 국립연구위원회와 차세대 배터리 공동연구를 위한 협약을 맺었다"
    )
    assert collapsed(text, f"{text}.") == [("a", ("b",))]
