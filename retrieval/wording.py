"""Words of a text as comparable keys, each with its place: sentence, clause and position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import snowballstemmer

from retrieval.dates import Date, find_dates
from retrieval.names import GROUP, may_be_common
from retrieval.quantities import Quantity, find_quantities
from retrieval.sentences import sentence_spans
from retrieval.terms import STOP_WORDS, fold, stem

_TOKEN = re.compile(r"[가-힣]+|[^\W_가-힣]+(?:[’'.&/-](?=[^\W_가-힣])[^\W_가-힣]+)*")
_CLAUSE = re.compile(
    r"[;:()–—]|,(?!\d)|\b(?:and|but|while|whereas|although|though|yet|unlike|than|which|mais|et|tandis|"
    r"alors|que|dont|und|aber|während)\b|(?<=[가-힣])(?:지만|으며|이며|하고|이고|했고|었고|으나|다고|라고|면서|하며|되며)(?=[\s,])",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une?|est|et|dans|pour|que|qui|sur|avec|au|aux|par|plus|combien|"
    r"quel(?:le)?s?|où|quand|comment|pourquoi|ont|sont|ils?|elles?|cette)\b|\b[ldnscqj]['’]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|is|are|was|were|in|to|for|that|with|by|at|has|have|it|an?(?!.t.(?:il|elle|on)\b))\b",
    re.IGNORECASE,
)
# Forms that no stemmer brings together.
_IRREGULAR = """
be is are was were been being am|have has had having|begin began begun|break broke broken|
bring brought|build built|buy bought|choose chose chosen|come came|cut cuts|do does did done|
draw drew drawn|drive drove driven|fall fell fallen|find found|get got gotten|give gave given|
go went gone|grow grew grown|hold held|keep kept|know knew known|lay laid|lead led|leave left|
lose lost|make made|mean meant|meet met|pay paid|put puts|rise rose risen|run ran|say said|
see saw seen|sell sold|send sent|set sets|show shown|shrink shrank shrunk|sign signed signing|
speak spoke spoken|spend spent|stand stood|take took taken|tell told|think thought|win won|
write wrote written|become became|overtake overtook overtaken|withdraw withdrew withdrawn|
large larger largest|high higher highest|low lower lowest|cheap cheaper cheapest cheaply|
dear dearer dearest|good better best|bad worse worst|
avoir a ont avait avaient eu|être est sont était étaient été sera|faire fait font|
mettre met mis mise|prendre prend pris|tenir tient tenu tenue|venir vient venu|devoir doit dû|
devenir devient devenu|pouvoir peut peuvent pu|aller va ira"""
_BASE = {
    form: fold(forms.split()[0])
    for forms in _IRREGULAR.replace("\n", "").split("|")
    for form in map(fold, forms.split())
}
_STEM_FRENCH = snowballstemmer.stemmer("french")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서도|으로는|으로도|에게서|이라는|이라고|에서|에게|에는|에도|으로|까지|부터|"
    r"보다|처럼|라는|라고|이며|이고|이다|이었다|였다|였던|하고|했다|했고|하며|하는|한다|하기로|하기|"
    r"됐다|됐고|되며|되는|된다|되었다|되기|됐으며|했으며|할|될|한|된|은|는|이|가|을|를|에|의|와|과|도|"
    r"만|로|며|고|씩|쪽|들)$"
)
_NAME_LIKE = re.compile(r"[A-ZÀ-Ý]|\d+[A-Z][a-z]")  # also 1PointFive, 3Sun
_CONTRACTED = re.compile(r"^(?:[ldnscqjm]|qu)['’]", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A word, an amount or a date with its key and its place in the text.

    ``key`` is equal for forms of one word; ``position`` counts words, and sentences and
    clauses are numbered through the text. Offsets are half-open.
    """

    key: str
    start: int
    end: int
    position: int
    clause: int
    sentence: int
    is_name: bool
    is_content: bool


@dataclass(frozen=True)
class Wording:
    """A text taken apart; ``sentences`` are spans of offsets."""

    text: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    sentences: tuple[tuple[int, int], ...]
    language: str

    @cached_property
    def starts(self) -> list[int]:
        """Where the words begin."""
        return [word.start for word in self.words]

    def in_sentence(self, number: int) -> list[Word]:
        """The words of one sentence."""
        return [word for word in self.words if word.sentence == number]


def language_of(text: str) -> str:
    """ "ko", "fr" or "en", by its script and its function words; anything else counts as "en"."""
    hangul = sum("가" <= character <= "힣" for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    if hangul * 2 > latin:
        return "ko"
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"


@lru_cache(maxsize=65536)
def key_of(word: str, language: str) -> str:
    """What is equal for forms of one word."""
    if "가" <= word[0] <= "힣":
        bare = _PARTICLE.sub("", word)
        return f"@{GROUP[bare]}" if bare in GROUP else bare
    folded = fold(word)
    if folded in GROUP:
        return f"@{GROUP[folded]}"
    if folded in _BASE:
        folded = _BASE[folded]
    elif folded.endswith(("'s", "’s")):
        folded = folded[:-2]
    if language == "fr":
        return str(_STEM_FRENCH.stemWord(folded))
    return stem(folded)


@lru_cache(maxsize=256)
def take_apart(text: str) -> Wording:
    """Words, amounts and dates of a text with their places."""
    language = language_of(text)
    spans = tuple(sentence_spans(text, language))
    quantities, dates = find_quantities(text), find_dates(text)
    taken = [(q.start, q.end) for q in quantities] + [(d.start, d.end) for d in dates]
    words: list[Word] = []
    clause = 0
    for number, (start, end) in enumerate(spans):
        borders = [start + match.start() for match in _CLAUSE.finditer(text[start:end])]
        tokens = [
            (start + match.start(), start + match.end(), match.group())
            for match in _TOKEN.finditer(text[start:end])
        ]
        for i, (first, last, token) in enumerate(tokens):
            while borders and borders[0] <= first:
                borders.pop(0)
                clause += 1
            bare = _CONTRACTED.sub("", token)
            is_name = bool(_NAME_LIKE.match(bare)) and (i > 0 or not may_be_common(bare))
            folded = fold(bare)
            words.append(
                Word(
                    key_of(bare or token, language), first, last,
                    len(words), clause, number, is_name,
                    is_content=folded not in STOP_WORDS and (len(folded) > 1 or folded > "z")
                    and not any(a <= first < b for a, b in taken),
                )
            )  # fmt: skip
        clause += 1
    return Wording(text, tuple(words), tuple(quantities), tuple(dates), spans, language)


def same_key(a: str, b: str) -> bool:
    """Whether two keys stand for one word; Korean ones may have other endings."""
    if a == b:
        return True
    if "가" <= a[:1] <= "힣" and "가" <= b[:1] <= "힣":
        shared = 0
        for x, y in zip(a, b, strict=False):
            if x != y:
                break
            shared += 1
        return (
            shared >= 2 and shared * 2 >= min(len(a), len(b)) and shared >= min(len(a), len(b), 3)
        )
    return False


def found_in(key: str, words: Sequence[Word]) -> list[Word]:
    """The words that have this key."""
    return [word for word in words if same_key(key, word.key)]
