"""The main clause of an English sentence: subject, verb and the rest, or none that is sure."""

import re
from dataclasses import dataclass

from evaluation.drafting.amounts import DATE, amounts
from evaluation.drafting.asked import Asked, Vocabulary
from evaluation.drafting.english_subject import ADVERBS, inside, is_subject, verb_index
from evaluation.drafting.english_verbs import (
    AUXILIARIES,
    LEMMAS,
    PARTICIPLES,
    PAST,
    PRESENT,
    is_finite,
    is_surely_finite,
)

LONGEST_REST = 26  # words

_CONNECTIVE = re.compile(
    r"^(?:However|Moreover|Furthermore|In addition|In total|Therefore|Thus|Also|Finally|First|"
    r"Second|Third|Today|Overall|For example|For instance|As a result|In fact|In short|"
    r"Meanwhile|Nevertheless|In particular|Besides|Further|And|But|So|Yet|Then),?\s",
)
_INTRO = re.compile(
    r"^((?:According to|In|By|On|At|Since|During|From|Under|Between|After|Before|Until|Among|"
    r"Within|Throughout|Across)\s(?:[^,]|,(?=\d)){2,70}),\s"
    rf"|^((?:In|On|By|Since)\s{DATE})\s(?=\w)"
)
_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_RELATIVE = re.compile(r",\s(?:which|who|whose|where)\s[^,]{3,90},(?=\s)")
_APPOSITION = re.compile(r"^([^,]+),\s(?:an?|the|one of|now|formerly|based)\s[^,]{3,90},(?=\s)")
_ATTRIBUTION = re.compile(
    r",\s(?:the\s)?[A-Z][^,]*\s(?:said|says|announced|announces|reported|reports)\b[^,]*$"
)
_CUT = re.compile(
    r"\s?[;:]\s|\s[–—-]\s|,?\s(?:because|although|though|while|whereas|unless|so that|despite|"
    r"thanks to|even|whose|due to|but|which|when|that is|against|compared|including|rather)\s.*|"
    r",\s(?:and|or|who|where|with|as|so|since|after|before|an?|the|then|not)\s.*|"
    # Any other comma, but for those of a list or a date.
    r",\s(?!\d{4}\b|(?:[\w’'-]+(?:\s[\w’'-]+){0,3},\s)*(?:[\w’'-]+\s){1,4}(?:and|or)\s).*"
)
_UNFIT = re.compile(
    r"\b(?:this|these|those|it|they|he|she|we|you|i|him|them|us|here|there|such|former|latter|"
    r"not|no|never|neither|nor|cannot|itself|himself|our|your|my|his|her|respectively|other|"
    r"others|both|same|today|yesterday|tomorrow|nobody|none|nothing)\b|n['’]t\b|"
    r"\b(?:of|in|at|by|for|on|to|with|from)\sthat\b|"
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[?!\"“”«»\[\]|{}$\\*_=<>]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A main clause; ``intro`` stood before the subject, set off by a comma.

    ``inner_subject`` is the subject as spelled inside a sentence. ``lemma`` is that of the
    main verb, empty where ``verb`` is an auxiliary, which then begins a question; ``rest``
    is what follows the verb.
    """

    intro: str
    subject: str
    inner_subject: str
    verb: str
    lemma: str
    rest: str

    @property
    def is_present(self) -> bool:
        """Whether a main verb stands in the present."""
        return bool(self.lemma) and (self.verb in PRESENT or self.is_plural_present)

    @property
    def is_plural_present(self) -> bool:
        """Whether a main verb stands in the plural of the present."""
        return bool(self.lemma) and self.verb == self.lemma and self.verb not in PAST

    @property
    def is_copula(self) -> bool:
        """Whether the verb is a form of "to be", which may also make a passive."""
        return self.verb in ("is", "are", "was", "were")

    @property
    def outro(self) -> str:
        """The intro as it stands at a clause's end."""
        return f" {self.intro[0].lower()}{self.intro[1:]}" if self.intro else ""

    @property
    def predicate(self) -> str:
        """All but subject and verb."""
        return self.rest + self.outro

    def ask(
        self, word: str, rest: str, answers: tuple[str, ...], merit: float, kind: str = "amount"
    ) -> Asked:
        """A question with the auxiliary before the subject, and all else behind the verb."""
        auxiliary = self.verb
        if self.lemma:
            is_singular = self.verb in PRESENT or self.verb == "has"
            auxiliary = "do" if self.is_plural_present else "does" if is_singular else "did"
        parts = [word, auxiliary, self.inner_subject, self.lemma, rest]
        text = " ".join(" ".join(parts).split())
        return Asked(f"{text.rstrip(' ,')}?", answers, kind, merit)


def clause_of(sentence: str, vocabulary: Vocabulary) -> Clause | None:
    """The main clause of a sentence; None where it is not sure, or needs other sentences."""
    if not re.match(r"[A-Z0-9$€£]", sentence) or not sentence.endswith("."):
        return None
    intro, text = _parts(sentence)
    words = text.split()
    index = verb_index(words)
    if index is None:
        return None
    subject = words[:index]
    while subject and (subject[-1].lower() in ADVERBS or subject[-1].endswith("ly")):
        subject.pop()
    rest = _rest(words[index + 1 :])
    lemma = _lemma(words[index], rest)
    is_fit = not _UNFIT.search(" ".join([intro, *subject, rest]))
    if lemma is None or not is_fit or not is_subject(subject) or len(rest.split()) > LONGEST_REST:
        return None
    spelled = " ".join(subject), inside(subject, vocabulary)
    return Clause(intro, *spelled, words[index], lemma, rest)


def _parts(sentence: str) -> tuple[str, str]:
    """What introduces a sentence, and the sentence without what can be left out of it."""
    text = _RELATIVE.sub("", _PARENTHESIS.sub("", sentence.rstrip(". ")))
    text = _CONNECTIVE.sub("", _ATTRIBUTION.sub("", text))
    found = _APPOSITION.match(text)
    if found and not _has_verb(found[1]):
        text = found[1] + text[found.end() :]
    found = _INTRO.match(text)
    if found and not _has_verb(found.group()):
        return found[1] or found[2], text[found.end() :]
    return "", text


def _has_verb(text: str) -> bool:
    return any(is_surely_finite(word) for word in text.lower().split())


def _rest(words: list[str]) -> str:
    """What follows the verb, up to the next clause or a second verb of the same subject."""
    kept = [word for word in words if word.lower().strip(",") not in ADVERBS]
    tokens = _CUT.split(" ".join(kept))[0].split()
    for i in range(len(tokens) - 1):
        if tokens[i] == "and" and is_finite(tokens[i + 1]):
            tokens = tokens[:i]
            break
    text = " ".join(tokens).strip(" ,")
    # "by 20% in 2024 and by 8% in 2025": the verb is left out the second time.
    for found in re.finditer(r"\sand\s", text):
        before, after = amounts(text[: found.start()]), amounts(text[found.end() :])
        if {a.kind for a in before} & {a.kind for a in after} - {"count"}:
            return text[: found.start()]
    return text


def _lemma(verb: str, rest: str) -> str | None:
    """The lemma of a main verb, "" for an auxiliary, None where it is not known."""
    following = next((word for word in rest.split() if not word.endswith("ly")), "")
    if not following or verb in ("do", "does", "did"):
        return None
    if verb in ("has", "have", "had"):
        is_perfect = following in PARTICIPLES or following == "been" or following.endswith("ed")
        return "" if is_perfect else "have"
    if verb in AUXILIARIES:
        return ""
    return PRESENT.get(verb) or PAST.get(verb) or (verb if verb in LEMMAS else None)
