"""Acronyms and the long forms that a text gives them, as in "levelised cost of energy (LCOE)".

Source: Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions
in biomedical text". A Korean long form shares no letter with its Latin acronym and is told by
its place alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.terms import CJK, STOP_WORDS, fold, stem, words

SHORT_LENGTHS = range(2, 11)  # characters of an acronym
LONGEST_BEFORE = 160  # characters before a parenthesis that may hold the long form
NAME_SYLLABLES = 5  # syllables; a shorter word before a parenthesis is only the end of a name
_PARENTHESES = re.compile(r"[(（]\s*([^()（）\n]{2,160}?)\s*[)）]")
_PARTS = re.compile(r"\s*[,;:/·]\s*|\s+[-–—]\s+")
_HEREAFTER = re.compile(r"^(?:이하|hereinafter|hereafter|ci-après|영어|英)\s*:?\s*", re.IGNORECASE)
_QUOTES = " \t\"'“”‘’«»「」《》"
_SENTENCE_END = re.compile(r"[\n;!?。]|\.\s")
_SHORT = re.compile(r"[A-ZÀ-Ýa-z][\w&.-]*(?: [A-Z]{2}[\w&.-]*)?")
# Two capitals, a capital behind the first letter as in "kWh", or a digit as in "H2".
_IS_ACRONYM = re.compile(r"[A-ZÀ-Ý].*[A-ZÀ-Ý0-9]|^[a-z]{1,2}[A-Z]")
_LAST_WORD = re.compile(r"[^\s(),;\"“”'‘’«»]+$")
_KOREAN = re.compile(rf"[{CJK}]")
_KOREAN_LONG = re.compile(rf"(?:(?<![^\s])[{CJK}·]+ )?[{CJK}·]+$")
_KOREAN_NAME = re.compile(rf"[{CJK}· ]{{{NAME_SYLLABLES},}}")
_WITH_PARTICLE = re.compile(r"[은는이가을를의에서로와과도한된할인]$")


@dataclass(frozen=True, order=True)
class Acronym:
    """An acronym as it is written, and what it stands for."""

    short: str
    long: str

    @property
    def key(self) -> str:
        """What the long form is looked up by."""
        return long_form_key(self.long)


def long_form_key(text: str) -> str:
    """Stems, or, where the text is Korean, its characters without spaces."""
    return "".join(fold(text).split()) if _KOREAN.search(text) else " ".join(map(stem, words(text)))


def find_acronyms(text: str) -> set[Acronym]:
    """The acronyms that a text defines, "Long Form (LF)" or "LF (Long Form)"."""
    found: set[Acronym] = set()
    for match in _PARENTHESES.finditer(text):
        before = text[max(match.start() - LONGEST_BEFORE, 0) : match.start()].rstrip(_QUOTES)
        before = _SENTENCE_END.split(before)[-1].lstrip(_QUOTES)
        parts = [_HEREAFTER.sub("", part).strip(_QUOTES) for part in _PARTS.split(match[1])]
        found.update(_defined(before, [part for part in parts if part], match[1]))
    return found


def _defined(before: str, parts: list[str], inside: str) -> Iterator[Acronym]:
    """What a text before a parenthesis and the parts of what it encloses define."""
    korean = _korean_long_form(before)
    shorts = [singular(part) for part in parts if _is_short(part)]
    for short in shorts:
        if korean:
            yield Acronym(short, korean)
        # "지구 방위 기구(GDI, Global Defence Initiative)" gives two long forms.
        for text in (before, *parts):
            if long := _long_form(short, text):
                yield Acronym(short, long)
    for part in parts:
        if korean and _is_korean_short(part, korean):
            yield Acronym(part, korean)
    last = _LAST_WORD.search(before)
    if last and not shorts and _is_short(last.group()):
        short, text = singular(last.group()), inside.strip(_QUOTES)
        if long := text if _KOREAN_NAME.fullmatch(text) else _long_form(short, text):
            yield Acronym(short, long)


def _is_short(text: str) -> bool:
    return (
        len(text) in SHORT_LENGTHS
        and bool(_SHORT.fullmatch(text))
        and bool(_IS_ACRONYM.search(text))
        and not _KOREAN.search(text)
    )


def singular(short: str) -> str:
    """An acronym without the s of its plural, such as "SMRs"."""
    return re.sub(r"(?<=[A-Z])s$", "", short)


def _is_korean_short(short: str, long: str) -> bool:
    """Whether its syllables stand in the long form in that order, as 화학연 in 한국화학연구원."""
    rest = iter(long)
    return (
        len(short) in SHORT_LENGTHS
        and len(short) < len(long)
        and bool(re.fullmatch(f"[{CJK}]+", short))
        and all(syllable in rest for syllable in short)
    )


def _korean_long_form(before: str) -> str:
    """The last Korean word, with the one before it where it is too short for a name."""
    match = _KOREAN_LONG.search(before)
    if not match:
        return ""
    *first, last = match.group().split(" ")
    if not first or len(last) >= NAME_SYLLABLES or _WITH_PARTICLE.search(first[0]):
        return last if len(last) > 1 else ""
    return match.group()


def _long_form(short: str, text: str) -> str:
    """The shortest end of a text whose words begin with the acronym's characters, in order.

    If there is none, only its first character need begin a word, as in the source.
    """
    letters = [letter for letter in map(_letter, short) if letter.isalnum()]
    for needs_initials, most_words in (
        (True, len(short)),
        (False, min(len(short) + 5, 2 * len(short))),
    ):
        long = _aligned(letters, text, needs_initials=needs_initials)
        own = words(long)
        content = [word for word in own if word not in STOP_WORDS]
        is_new = f" {' '.join(words(short))} " not in f" {' '.join(own)} "
        if is_new and len(own) > 1 and len(content) <= most_words:
            return re.sub(r"['’]\s*s?$", "", long)
    return ""


def _aligned(letters: list[str], text: str, *, needs_initials: bool) -> str:
    """The end of a text that begins where the first letter is found, searched from the right."""
    place = len(text)
    for position in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (
            _letter(text[place]) == letters[position]
            and ((not needs_initials and position) or _begins_word(text, place))
            and (position or not _begins_with_stop_word(text[place:]))
        ):
            place -= 1
        if place < 0:
            return ""
    return text[place:]


def _begins_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _begins_with_stop_word(text: str) -> bool:
    return next(iter(words(text)), "") in STOP_WORDS


def _letter(character: str) -> str:
    return fold(character)[:1]
