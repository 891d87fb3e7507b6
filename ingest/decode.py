"""From bytes to text, in any encoding."""

import re

from charset_normalizer import from_bytes
from charset_normalizer.utils import any_specified_encoding

from retrieval.errors import ParseError

# Tried before all others: in a short text one single-byte encoding looks like any other, and
# "électricité" in Latin-1 would be read as Baltic or Arabic letters.
LIKELY_ENCODINGS = ["utf_16", "utf_32", "cp1252", "cp949", "cp932", "gb18030", "big5"]
SAMPLE_BYTES = 200_000  # that are looked at for control characters and zeros
MANY_ZEROS = 0.2  # share of the bytes of a text in UTF-16 that are mostly Latin letters
MOST_CONTROL = 0.02  # share of control characters from which on a file is no text
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BINARY = "The file is not text in any known encoding. Save it as UTF-8, or take it out."


def text_of(content: bytes, declared: str = "") -> str:
    """The text, with line ends made ``\\n``.

    Args:
        declared: an encoding that stands beside the content, as in a mail.

    Raises:
        ParseError: the encoding cannot be told, as in a binary file.
    """
    text = _decoded(content, declared)
    sample = text[:SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > MOST_CONTROL * max(len(sample), 100):
        raise ParseError(_BINARY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, declared: str) -> str:
    # UTF-16 of plain letters is valid UTF-8, too, so it is looked for first.
    for encoding in (_utf16_without_mark(content), "utf-8-sig", declared):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    stated = any_specified_encoding(content)
    likely = [*LIKELY_ENCODINGS, stated] if stated else LIKELY_ENCODINGS
    best = from_bytes(content, cp_isolation=likely).best() or from_bytes(content).best()
    if best is None:
        raise ParseError(_BINARY)
    return str(best)


def _utf16_without_mark(content: bytes) -> str:
    """The byte order of UTF-16 without its mark, told by the zeros of its Latin letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    sample = content[:SAMPLE_BYTES]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros) < len(sample) * MANY_ZEROS or min(zeros) * 10 > max(zeros):
        return ""
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
