"""The main clause of a French sentence: subject, verb and the rest, or none that is sure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.drafting.amounts import DATE, amounts
from evaluation.drafting.asked import Asked, Vocabulary
from evaluation.drafting.french_verbs import FINITE

LONGEST_SUBJECT = 12  # words
LONGEST_REST = 26

_UNFIT = re.compile(
    r"\b(?:il|elle|ils|elles|on|nous|vous|je|tu|ce|cet|cette|ces|celui|celle|ceux|celles|cela|ceci|"
    r"ça|leur|leurs|lui|eux|y|ici|là|dont|notre|nos|votre|mon|ma|mes|autre|autres|même|mêmes|"
    r"dernier|dernière|derniers|ainsi|ne|pas|jamais|aucun|aucune|rien|aujourd'hui|hier|désormais|"
    r"actuellement|notamment|respectivement)\b|\b[cjmnt]['’]|[?!\"“”«»\[\]|{}$\\*_=<>]",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^(?:Cependant|Toutefois|Par ailleurs|De plus|En outre|Ainsi|Enfin|Ensuite|Puis|Or|Mais|Et|"
    r"Donc|En effet|Par exemple|Néanmoins|Pourtant|Au total|En particulier|Finalement),?\s"
)
_INTRO = re.compile(
    r"^((?:En|Le|Au|À|Dans|Depuis|Dès|Lors|Selon|Pour|Sur|Avant|Après|Jusqu'en|Vers|Entre|Fin|"
    r"Début|D'après|Avec|Par|Parmi|Sous)\s(?:[^,]|,(?=\d)){2,60}),\s"
    rf"|^((?:En|Le|Depuis)\s{DATE})\s(?=\w)"
)
_CUT = re.compile(
    r"\s?[;:]\s|\s[–—-]\s|,\s(?!\d).*|\s(?:mais|car|parce|alors|tandis|bien qu|puisque|lorsque?|"
    r"lorsqu|quand|qui|où|grâce|afin|soit|c'est)\b.*"
)
_ADVERB = re.compile(
    r"\s(?:par ailleurs|également|aussi|donc|ensuite|enfin|toutefois|alors|encore)\b,?"
)
_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_APPOSITION = re.compile(
    r"^([^,]+),\s(?:[A-ZÀ-Ý][\w’'-]*(?:\s[\w’'-]+){0,5}|"
    r"(?:établie?|créée?|lancée?|fondée?)[^,]+),(?=\s)"
)
_RELATIVE = re.compile(
    r",\s(?:qui|que|dont|où|le|la|les|l['’]|un|une|appelée?|nommée?|dite?)\s[^,]{3,90},(?=\s)"
)
_DETERMINERS = frozenset(
    "le la les l un une des d du plusieurs quelques certains certaines chaque environ près plus "
    "toutes tous".split()
)
_NO_START = re.compile(
    r"(?:en|à|au|dans|sur|par|pour|avec|depuis|selon|chez|et|mais|de|son|sa|ses|lors|après|avant|"
    r"plus|ni|tout|dès|sous|d['’])\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:qui|que|où|dont|si|quand|comme|lorsque)\b|\bqu['’]", re.IGNORECASE)


@dataclass(frozen=True)
class FrenchClause:
    """A main clause; ``intro`` stood before the subject, set off by a comma.

    ``subject`` is spelled as inside a sentence; ``verb`` may begin with "se".
    """

    intro: str
    subject: str
    verb: str
    rest: str

    @property
    def outro(self) -> str:
        """The intro as it stands at a clause's end."""
        return f" {self.intro[0].lower()}{self.intro[1:]}" if self.intro else ""

    def ask(
        self, word: str, rest: str, answers: tuple[str, ...], merit: float, kind: str = "amount"
    ) -> Asked:
        """A question with "est-ce que", behind which the clause keeps its order."""
        text = " ".join(f"{word} est-ce {that(self.subject)} {self.verb} {rest}".split())
        return Asked(f"{text.rstrip(' ,')} ?", answers, kind, merit)


def that(words: str) -> str:
    """The words with "que" before them."""
    return (
        f"qu'{words}" if re.match(r"[aeiouyàâéèêîôûœæAEIOUYÀÂÉÈÊÎÔÛh]", words) else f"que {words}"
    )


def of(words: str) -> str:
    """The words with "de" before them."""
    return f"d'{words}" if re.match(r"[aeiouyàâéèêîôûœhAEIOUÉ]", words) else f"de {words}"


def french_clause(sentence: str, vocabulary: Vocabulary) -> FrenchClause | None:
    """The main clause of a sentence; None where it is not sure, or needs other sentences."""
    if not re.match(r"[A-ZÀ-Ý0-9]", sentence) or not sentence.endswith("."):
        return None
    intro, text = _parts(sentence)
    words = text.split()
    index = next((i for i, word in enumerate(words) if i and word in FINITE), None)
    if index is None or index > LONGEST_SUBJECT:
        return None
    subject, verb = words[:index], words[index]
    if subject[-1] == "se":
        verb = f"{subject.pop()} {verb}"
    rest = _rest(words[index + 1 :])
    if not rest or len(rest.split()) > LONGEST_REST or not _is_subject(subject):
        return None
    if _UNFIT.search(" ".join([intro, *subject, verb, rest])):
        return None
    first = subject[0]
    if _determiner(first) or vocabulary.is_common(first):
        subject[0] = first[0].lower() + first[1:]
    return FrenchClause(intro, " ".join(subject), verb, rest)


def _parts(sentence: str) -> tuple[str, str]:
    """What introduces a sentence, and the sentence without what can be left out of it."""
    text = _RELATIVE.sub("", _PARENTHESIS.sub("", sentence.rstrip(". ")))
    text = _CONNECTIVE.sub("", text)
    found = _APPOSITION.match(text)
    if found and not FINITE.intersection(found[1].split()):
        text = found[1] + text[found.end() :]
    found = _INTRO.match(text)
    if found and not FINITE.intersection(found.group().split()):
        return found[1] or found[2], text[found.end() :]
    return "", text


def _rest(words: Sequence[str]) -> str:
    """What follows the verb, up to the next clause."""
    text = _ADVERB.sub("", " ".join(["", *words])).strip()
    text = _CUT.split(text)[0]
    tokens = text.split()
    for i, word in enumerate(tokens):
        if word == "et" and FINITE.intersection(tokens[i + 1 :]):
            tokens = tokens[:i]
            break
    return " ".join(tokens).strip(" ,")


def _determiner(word: str) -> bool:
    return re.split(r"['’]", word.lower(), maxsplit=1)[0] in _DETERMINERS


def _is_subject(words: Sequence[str]) -> bool:
    """Whether the words are a noun phrase that means something without other sentences."""
    text = " ".join(words)
    if not words or re.search(r",(?!\d)|:", text) or _SUBORDINATE.search(text):
        return False
    if words[-1].lower() in _DETERMINERS | {"en", "y", "lui"}:
        return False
    if _NO_START.match(text) and not amounts(text):
        return False
    # "Le projet" is one only in its own document.
    has_name = text[1:] != text[1:].lower() or re.search(r"\d", text)
    return not (_determiner(words[0]) and len(words) <= 2 and not has_name)
