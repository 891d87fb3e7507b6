"""Markers such as [1] in a text: found, taken out, and tied to the sentence before them.

Markers are written by models as [1], [1][2], [1, 2], [1-3], [Passage 1], 【1】 or 【1†source】.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from retrieval.sentences import sentence_spans

_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|&|and|et|및|-|–)\s*\d{1,3})*"
_MARKER = re.compile(
    rf"[ \t]*[\[【［]\s*(?:(?:passages?|sources?|documents?)\s*)?({_NUMBERS})"
    r"(?:†[^\]】］]*)?\s*[\]】］]",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_UNFINISHED_MARKER = re.compile(r"[ \t]*[\[【［][^\]】］\n]{0,40}$")
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_PASSAGE_TAG = re.compile(r"</?passage\b[^>\n]*>?", re.IGNORECASE)
# "The passage says that" is about the prompt, which the reader does not see.
_LEAD_IN = re.compile(
    r"^(?:(?:according to|as per|d'après|selon) (?:the |this |le )?passages?,?\s+|"
    r"(?:the|this|le|ce) passages? (?:says?|states?|mentions?|notes?|reports?|dit|indique)"
    r"(?: that| que)?[:,]?\s+|(?:(?:the |la )?(?:answer|question|réponse)"
    r"(?: is| est)?|답변?|질문)\s*:\s*|the answer is\s+)[\"“«]?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-*•–>#]+|\(?\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence without its markers, and the numbers that they cite, in their order."""

    text: str
    numbers: tuple[int, ...]


def marked_sentences(text: str, language: str = "") -> list[MarkedSentence]:
    """The sentences of a model's text, each with the markers inside it or right behind it.

    Signs of lists and of emphasis, the prompt's own tags, and what the model wrote as its
    thoughts are left out.
    """
    text = _PASSAGE_TAG.sub("", _THOUGHTS.sub("", text))
    plain, marks = _without_markers(text)
    spans = sentence_spans(plain, language)
    found = []
    for n, (start, end) in enumerate(spans):
        # A marker stands behind the full stop as often as before it.
        until = spans[n + 1][0] if n + 1 < len(spans) else len(plain) + 1
        numbers = [number for at, numbers in marks if start < at < until for number in numbers]
        sentence = _EMPHASIS.sub("", _BULLET.sub("", plain[start:end]))
        sentence = _without_lead_in(sentence.strip())
        # "1." before a line of its own is a sign of a list as well.
        if any(sign.isalpha() for sign in sentence) or len(sentence.strip(" .)(")) > 2:
            found.append(MarkedSentence(sentence, tuple(dict.fromkeys(numbers))))
    return found


def complete_sentences(text: str, language: str = "") -> list[MarkedSentence]:
    """The sentences of a text still growing that nothing can be added to.

    The last sentence may go on, and one before it may still get its marker.
    """
    return marked_sentences(_UNFINISHED_MARKER.sub("", text), language)[:-1]


def known(numbers: tuple[int, ...], count: int) -> tuple[int, ...]:
    """The numbers from 1 to ``count``; the model invented the others."""
    return tuple(number for number in numbers if 1 <= number <= count)


def split_markers(text: str, markers: Collection[int]) -> Iterator[tuple[str, int]]:
    """Pieces of an answer's text, each with the marker behind it, or 0 where there is none.

    Args:
        markers: the answer's; other numbers in brackets are text.
    """
    at = 0
    for match in re.finditer(r"\[(\d+)\]", text):
        if int(match[1]) in markers:
            yield text[at : match.start()], int(match[1])
            at = match.end()
    if at < len(text):
        yield text[at:], 0


def without_markers(text: str) -> str:
    """A text in which nothing looks like a marker; brackets of its own become round."""
    return _MARKER.sub(lambda match: match[0].translate(_ROUND), text)


_ROUND = str.maketrans("[]【】［］", "()()()")


def _without_lead_in(sentence: str) -> str:
    said = _LEAD_IN.sub("", sentence)
    return sentence if said == sentence else said[:1].upper() + said[1:].rstrip('"”»')


def _without_markers(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without markers, and each marker's offset in it with its numbers."""
    parts: list[str] = []
    marks: list[tuple[int, list[int]]] = []
    at = length = 0
    for match in _MARKER.finditer(text):
        parts.append(text[at : match.start()])
        length += len(parts[-1])
        marks.append((length, _numbers(match[1])))
        at = match.end()
    parts.append(text[at:])
    return "".join(parts), marks


def _numbers(inside: str) -> list[int]:
    spelled = _RANGE.sub(
        lambda m: ",".join(str(n) for n in range(int(m[1]), min(int(m[2]), int(m[1]) + 20) + 1)),
        inside,
    )
    return [int(number) for number in re.findall(r"\d+", spelled)]
