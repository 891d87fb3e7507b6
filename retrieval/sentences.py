"""Sentences of a text as spans of character offsets."""

import re

from sentencex import get_sentence_boundaries

_LINE = re.compile(r"[^\n]+")


def sentence_spans(text: str, language: str = "") -> list[tuple[int, int]]:
    """Half-open spans of the sentences, in order and without surrounding white space.

    A line break always ends a sentence: parsers write one block, such as a paragraph,
    a list item or a table row, a line. ``language`` is an ISO 639-1 code; empty means
    English.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for boundary in get_sentence_boundaries(language or "en", line.group()):
            part = boundary["text"]
            if stripped := part.strip():
                start = line.start() + boundary["start_index"] + part.index(stripped)
                spans.append((start, start + len(stripped)))
    return spans
