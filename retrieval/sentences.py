"""Sentences of a text as spans of character offsets."""

import re

from sentencex import get_sentence_boundaries

# Abbreviations that the segmenter takes for the end of a sentence.
_ABBREVIATION = re.compile(
    r"\b(?:approx|ca|cf|env|resp|incl|excl|max|min|tel|vol|fig|eq|sec|ed|eds|al|MM?|Mme|Mlle|Dr|Pr|"
    r"bzw|bspw|vgl|inkl|Mio|Mrd)\.$"
)
ITEM_SIGNS = "•‣▪·–-"  # before an item of a list, in texts and PDFs
_ITEM_MARK = re.compile(rf"[{ITEM_SIGNS}]\s+")
_LINE = re.compile(r"[^\n]+")
# sentencex 1.0.32 panics at a white space of several bytes between a capital and a full stop.
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")


def sentence_spans(text: str, language: str = "") -> list[tuple[int, int]]:
    """Half-open spans of the sentences, in order and without surrounding white space.

    A line break always ends a sentence: parsers write one block, such as a paragraph,
    a list item or a table row, a line. ``language`` is an ISO 639-1 code; empty means
    English.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        goes_on = False
        plain = _WIDE_SPACE.sub(" ", line.group())
        for boundary in get_sentence_boundaries(language or "en", plain):
            part = boundary["text"]
            if stripped := part.strip():
                start = line.start() + boundary["start_index"] + part.index(stripped)
                first = spans.pop()[0] if goes_on else start
                spans.append((first, start + len(stripped)))
                goes_on = bool(_ABBREVIATION.search(stripped))
    return spans


def unmarked_spans(text: str, language: str = "") -> list[tuple[int, int]]:
    """The same spans, those of a list's items without the sign before them."""
    spans = sentence_spans(text, language)
    marks = (_ITEM_MARK.match(text, start, end) for start, end in spans)
    return [(m.end() if m else start, end) for m, (start, end) in zip(marks, spans, strict=True)]
