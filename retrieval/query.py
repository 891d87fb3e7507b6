"""The full-text query of a question: its words, its names as typed, and what they stand for."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.acronyms import SHORT_LENGTHS, long_form_key, singular
from retrieval.terms import CJK, STOP_WORDS, bigrams, fold, match_expression, terms, words

LONGEST_LONG = 12  # words, or Korean characters by two, of a long form that is looked for
# Words that another name counts as. It stands in for those of the name that was asked for, which
# are more than one as a rule; 2 found more documents than 1 did.
OTHER_NAME_WEIGHT = 2
# What is found as it is typed: words joined by a sign, a number with its unit, letters with
# digits, and capitals in a row, such as IEA-15MW, 30.8 %, 2.6 GW, CO2 and NRC CEI.
_TYPED = [
    re.compile(r"[^\W_]+(?:[-‐‑–./,][^\W_]+)+"),
    re.compile(r"(?<!\w)\d+(?:[.,]\d+)*\s?[^\W\d_]{1,4}\b"),
    re.compile(r"\b[^\W\d_]+\d+\b"),
    re.compile(r"\b[A-Z][A-Z0-9]+(?: [A-Z0-9]{2,})+\b"),
]
_IS_NAME = re.compile(r"[A-ZÀ-Ý\d]")
_WORD_BORDER = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Letters and digits joined by a hyphen, or a number before its unit.
_CODE = re.compile(r"[^\W\d_]+[-‐‑–]\d+|\d+\s[^\W\d_]+")
_LATIN = re.compile(rf"[^\W_{CJK}][^\s,;:!?()\"“”«»{CJK}]*")
_KOREAN = re.compile(rf"[{CJK}·]+")
# What may follow a Korean name in the same word.
_PARTICLES = re.compile(
    "(?:은|는|이|가|을|를|의|에|에서|에게|께서|과|와|도|만|로|으로|까지|부터|보다|처럼|이나|나|"
    "이라는|라는|이란|란|인|측|들)?(?:은|는|도|의|만)?"
)


@dataclass(frozen=True)
class Names:
    """What a question may name: acronyms as typed, and keys of long forms."""

    shorts: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True)
class OtherNames:
    """Names of a question, and other names of the same thing."""

    asked: tuple[str, ...]
    others: tuple[str, ...]


def spelled_out(question: str, names: Sequence[OtherNames]) -> str:
    """The question with another name for each of its names: "Who leads ZWPL? (Zephyr …)".

    A network knows no acronym that it has not been trained on.
    """
    others = "; ".join(each.others[0] for each in names)
    return f"{question} ({others})" if others else question


def with_asked_names(held: set[str], names: Iterable[OtherNames]) -> set[str]:
    """The terms that a text holds, and those of a name that was asked for by another of it.

    Args:
        held: from :func:`retrieval.terms.terms`.
    """
    return held.union(
        *(
            terms(" ".join(each.asked))
            for each in names
            if any(held.issuperset(terms(other)) for other in each.others)
        )
    )


def names_in(question: str) -> Names:
    """All that could be an acronym or a long form; the catalogue knows which ones are.

    An acronym counts in its own case alone: "US" is a country and "us" is not.
    """
    typed = [singular(match.group().rstrip(".'’-&")) for match in _LATIN.finditer(question)]
    shorts = {*typed, *map(" ".join, pairwise(typed))}
    row = words(question)
    keys = {
        long_form_key(" ".join(row[first : first + length]))
        for length in range(2, LONGEST_LONG + 1)
        for first in range(len(row) - length + 1)
    }
    runs = _KOREAN.findall(fold(question))
    for first, run in enumerate(runs):
        together = "".join(runs[first:])[: 2 * LONGEST_LONG]
        keys.update(together[:length] for length in range(3, len(together) + 1))
        shorts.update(
            run[:length] for length in SHORT_LENGTHS if _PARTICLES.fullmatch(run[length:])
        )
    return Names(frozenset(shorts), frozenset(keys))


def typed_phrases(question: str) -> list[str]:
    """Names, numbers and units as rows of words, in the spellings that mean the same.

    "15 MW" may stand in a text as "15MW", and "X-57" as "X57". Such a spelling is given as
    often as it stands in for words that the question has and the text lacks.
    """
    weights: dict[str, int] = {}
    text = unicodedata.normalize("NFKC", question)
    for match in (m for form in _TYPED for m in form.finditer(text)):
        row = words(match.group())
        if _IS_NAME.search(match.group()) and not STOP_WORDS.intersection(row):
            weights.setdefault(" ".join(row), 1)
            for spelling in _other_spellings(row, match.group()):
                weights.setdefault(spelling, len(row) + 1)
    asked = words(question)
    return [phrase for phrase, n in weights.items() for _ in range(n) if phrase not in asked]


def _other_spellings(row: list[str], typed: str) -> list[str]:
    split = words(_WORD_BORDER.sub(" ", typed))
    spellings = [" ".join(split)]
    if len(split) > len(row) or _CODE.fullmatch(typed):
        spellings.append("".join(row))
    if len(row) > 2 and row[-2].isdigit() and not row[-1].isdigit():
        spellings.append(" ".join([*row[:-2], row[-2] + row[-1]]))
    return spellings


def question_expression(question: str, names: Iterable[OtherNames] = ()) -> str:
    """An FTS5 query that finds any word of a question, its names, and other names for them.

    A row of words is found as a phrase, and scores like one more word. Another name counts
    only in a text that lacks the name that was asked for; a text with both would else score
    twice for one thing.
    """
    parts = [match_expression(question), _any_of(typed_phrases(question))]
    for each in names:
        other = f"(({_any_of(each.others)}) NOT ({_any_of(each.asked)}))"
        parts += [other] * OTHER_NAME_WEIGHT
    return " OR ".join(part for part in parts if part)


def _any_of(phrases: Iterable[str]) -> str:
    return " OR ".join(part for part in map(phrase_expression, phrases) if part)


def phrase_expression(text: str) -> str:
    """An FTS5 query that finds the words of a text in a row, or its Korean pairs."""
    if pairs := bigrams(text):
        return f'bigrams : "{" ".join(pairs)}"'
    return f'"{" ".join(words(text))}"' if words(text) else ""
