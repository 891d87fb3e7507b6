"""The words of a sentence that answer a question, found by the kind of answer it asks for."""

import re

from retrieval.answer_kind import expected_answer
from retrieval.terms import STOP_WORDS, content_terms, stem, terms, words

LONGEST = 12  # words of a short answer that is no date, amount or name

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|janvier|février|mars|avril|mai|"
    r"juin|juillet|août|septembre|octobre|novembre|décembre|Januar|Februar|März|Mai|Juni|Juli|"
    r"Oktober|Dezember)"
)
_DATE = re.compile(
    rf"(?:\d{{1,2}}(?:er|\.)?(?:\s*(?:and|to|et|au|[–-])\s*\d{{1,2}})?\s+)?{_MONTH}\.?"
    rf"(?:\s+\d{{1,2}}(?!\d)(?:\s*(?:and|to|[–-])\s*\d{{1,2}}(?!\d))?,?)?(?:\s+(?:19|20)\d{{2}})?"
    r"|(?:(?:19|20)\d{2}년\s*)?(?:\d{1,2}월\s*)(?:\d{1,2}(?:\s*[~–-]\s*\d{1,2})?일)?"
    r"|(?:19|20)\d{2}년|\b(?:19|20)\d{2}(?:-\d{2}){0,2}\b"
)
_NUMBER = r"(?<![\w.,])\d+(?:[.,\u00a0\u202f]\d+|\s\d{3}(?!\d))*"
_RANGE = rf"{_NUMBER}(?:\s?[–-]\s?\d+(?:[.,]\d+)*)?"
_CURRENCY = r"(?:(?:USD|EUR|GBP|KRW|AUD|CAD|US\$|CA\$|A\$|\$|€|£|¥|₩)\s?)?"
_UNIT = (
    r"(?:\s?(?:%|per\s?cent\b|pour\s?cent\b|퍼센트|°C|°F|€|\$|[kMGT]?Wh?(?:/[a-z]+)?\b|Wp\b|"
    r"[kMG]?J\b|k?m²|k?m\b|cm²|mm²|kg\b|Mt\b|t\b|tonnes?\b|tons?\b|ft\b|feet\b|suns?\b|years?\b|"
    r"months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|seconds?\b|s\b|ans?\b|mois\b|jours?\b|"
    r"heures?\b|secondes?\b|million\b|billion\b|trillion\b|millions\b|milliards?\b|Mio\b|Mrd\b|"
    r"억|조|만|원|년|개|명|톤|시간|초|호기|기|배|ct\b|cents?\b|centimes?\b|euros?\b|dollars?\b|"
    r"points?\b|/[kM]Wh?\b))"
)
_AMOUNT = re.compile(rf"{_CURRENCY}{_RANGE}(?:{_UNIT}+|(?!\w))")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DURATION = re.compile(
    rf"{_RANGE}\s?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|secondes?|heures?|jours?|"
    r"mois|ans?|Sekunden?|Minuten?|Stunden?|Tagen?|Monaten?|Jahren?|min|s|h)\b"
    rf"|{_NUMBER}\s?(?:초|분|시간|일|개월|년)"
    r"|\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)\s"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|deux|trois|quatre|cinq|"
    r"sept|huit|neuf|dix)\b",
    re.IGNORECASE,
)
# A name does not begin with a function word at the start of a sentence, nor with a weekday.
_NO_NAME = "|".join(sorted(word.capitalize() for word in STOP_WORDS))
_NAME = re.compile(
    rf"\b(?!(?:{_NO_NAME}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_MONTH})\b)"
    r"[A-ZÀ-Ý][\w’'.&/-]*(?:[ -](?:(?:of|the|for|and|de|du|des|la|le|et|&) |d')*"
    r"[A-ZÀ-Ý0-9][\w’'.&/-]*)*(?:\s\([A-Z][\w -]*\))?"
)

_OBJECT_QUESTION = re.compile(r"^what (?:did|does|do|has|have|had|will)\b", re.IGNORECASE)


def find_short_answer(question: str, sentence: str) -> str:
    """The words of the sentence that answer, verbatim; empty if it lacks what is asked for.

    Of several dates, amounts or names, none of whose words the question gives, the one
    nearest to the question's words is taken. Otherwise it is the longest run of words
    that the question does not hold, or the run after the verb if its object is asked for.
    """
    kind = expected_answer(question)
    if kind == "date":
        spans = [m.span() for m in _DATE.finditer(sentence)]
    elif kind == "duration":
        spans = [m.span() for m in _DURATION.finditer(sentence)]
    elif kind == "amount":
        amounts = [m for m in _AMOUNT.finditer(sentence) if not _YEAR.fullmatch(m.group())]
        spans = [m.span() for m in amounts]
        spans = spans or [m.span() for m in _NUMBER_WORD.finditer(sentence)]
    elif kind == "name" and not _is_korean(sentence):
        spans = [m.span() for m in _NAME.finditer(sentence)]
    else:
        spans = []
    asked = set(content_terms(question))
    fresh = [span for span in spans if not asked.issuperset(terms(sentence[slice(*span)]))]
    if fresh:
        start, end = min(fresh, key=lambda span: (_distance(sentence, span, asked), span))
        return sentence[start:end].strip(" ,.;")
    if kind in ("date", "duration", "amount") or (kind == "name" and not _is_korean(sentence)):
        return ""
    runs = _new_runs(sentence, asked)
    if _OBJECT_QUESTION.match(question) and asked:
        # The object follows the verb, which ends such a question.
        verb = content_terms(question)[-1]
        after = [run for run in runs if verb not in terms(sentence[run[0][0] :])]
        runs = after[:1] or runs
    best = max(runs, key=len, default=[])[:LONGEST]
    return sentence[best[0][0] : best[-1][1]].strip(" ,.;:") if best else ""


def _is_korean(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


def _distance(sentence: str, span: tuple[int, int], asked: set[str]) -> float:
    """Mean distance, in characters, from a span to the question's words in the sentence."""
    gaps = [
        min(abs(match.start() - span[1]), abs(span[0] - match.end()))
        for match in re.finditer(r"\w+", sentence)
        if asked.intersection(terms(match.group())) and not span[0] <= match.start() < span[1]
    ]
    return sum(gaps) / len(gaps) if gaps else float("inf")


def _new_runs(sentence: str, asked: set[str]) -> list[list[tuple[int, int, str]]]:
    """Runs of words that the question lacks, function words cut off their ends."""
    runs: list[list[tuple[int, int, str]]] = [[]]
    for match in re.finditer(r"[^\s,;:\"“”]+", sentence):
        found = [stem(word) for word in words(match.group())] or terms(match.group())
        if asked.intersection(found):
            runs.append([])
        else:
            runs[-1].append((match.start(), match.end(), match.group()))
    return [trimmed for run in runs if (trimmed := _trim(run))]


def _trim(run: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    while run and run[0][2].casefold() in STOP_WORDS:
        run = run[1:]
    while run and run[-1][2].casefold().strip(".") in STOP_WORDS:
        run = run[:-1]
    return run
