"""The encoding of a text is told from its bytes."""

import pytest

from ingest.decode import text_of
from retrieval.errors import ParseError

KOREAN = "한국에너지기술연구원은 몬트리올에서 제4회 배터리 워크숍을 개최하였다."
ENGLISH = "The plant delivers heat to the whole city."
QUOTED = "The plant delivers “heat” – at 5 € – to the whole city."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-16-le"),  # valid UTF-8, too
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (QUOTED, "utf-16-le"),
        (QUOTED, "cp1252"),
        (KOREAN, "utf-16-le"),
        (KOREAN, "euc_kr"),
        (ENGLISH * 9000 + KOREAN, "cp949"),
        (CZECH, "cp1250"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


def test_a_declared_encoding_goes_before_a_guess() -> None:
    assert text_of("Łódź".encode("iso8859_2"), "iso-8859-2") == "Łódź"


@pytest.mark.parametrize("declared", ["no-such-encoding", "ascii"])
def test_a_wrong_declaration_is_passed_over(declared: str) -> None:
    assert text_of(KOREAN.encode("cp949"), declared) == KOREAN


@pytest.mark.parametrize("content", [b"\x01\x02\x03\x04" * 50, bytes(range(32)) * 9])
def test_control_characters_are_no_text(content: bytes) -> None:
    with pytest.raises(ParseError, match="not text in any known encoding"):
        text_of(content)


def test_a_few_control_characters_are_let_through() -> None:
    assert text_of(
        b"A page\x0c of a plant \x00 in the north of the town and \x07 its sea."
    ).startswith("A page\x0c")
