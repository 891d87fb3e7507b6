"""What the rules of each language make: a question with the words that answer it."""

import re
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question with alternative answers; ``merit`` says how good its rule is, from 0 to 1.

    ``kind`` is what it asks for: amount, date, place, name, definition or acronym.
    """

    question: str
    answers: tuple[str, ...]
    kind: str
    merit: float


class Vocabulary:
    """How a text spells its words where no sentence begins: tells names from other words."""

    def __init__(self, text: str) -> None:
        self._spelled = Counter(re.findall(r"(?<=[\w,;)] )[^\W\d_][\w’'-]*", text))

    def is_name(self, word: str) -> bool:
        """Whether a capitalised word is so spelled inside sentences too."""
        return self._spelled[word] > self._spelled[word.lower()]

    def is_common(self, word: str) -> bool:
        """Whether a word occurs without its capital."""
        return self._spelled[word.lower()] > 0 and not self.is_name(word)


def is_name(text: str) -> bool:
    """Whether a noun phrase is, or holds, a name: a capital after its first letter."""
    return bool(re.search(r"(?<=.)[A-ZÀ-Ý]", text))


def anchors(question: str) -> int:
    """How many words tie a question to its matter: names, acronyms and years."""
    words = re.findall(r"[\w’'&-]+", question)[1:]
    return sum(
        word != word.lower() or re.fullmatch(r"(?:1\d|20)\d\d", word) is not None for word in words
    )
