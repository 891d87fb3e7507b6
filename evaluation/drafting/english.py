"""Questions that an English sentence answers, by rules over its subject, verb and the rest."""

import re
from collections.abc import Iterator

from evaluation.drafting.amounts import DATE, amounts
from evaluation.drafting.asked import Asked, Vocabulary, is_name
from evaluation.drafting.english_amounts import (
    GOES_ON,
    PREPOSITION,
    amount_questions,
    noun_phrase,
)
from evaluation.drafting.english_clause import Clause, clause_of
from evaluation.drafting.english_verbs import PARTICIPLES, third_person

_SAID = re.compile(
    r"[^,]{3,90}\b(?:said|says|announced|reported|reports|found|finds|estimates|estimated|stated|"
    r"states|showed|shows|concluded|concludes|claims|claimed|noted|notes)\sthat\s(.{20,})$"
)
_EVENTS = frozenset(
    """acquire adopt agree announce appoint approve award begin build capture choose close
    commission complete create defeat discover elect end establish find finish form found host
    inaugurate install introduce invade invent issue join launch meet merge move name open present
    propose publish purchase receive record release rename replace reveal select sell send set sign
    start stop submit take unveil visit win write""".split()
)
_DEEDS = frozenset(
    """acquire agree announce appoint approve award break build buy call claim coordinate
    demonstrate design develop discover expect finance found fund hold host invent invest issue
    keep launch lead manage meet operate own place present propose publish receive release report
    say select set sign spend support unveil want win write""".split()
)
_MAKING = frozenset(
    """acquire adopt approve build buy create demonstrate design develop discover establish form
    found install introduce invent join launch lead open operate own present produce propose
    provide publish receive replace sign submit use win write""".split()
)
_OF_THINGS = frozenset(
    """cause combine connect contain cover exceed follow maintain protect provide
    reach replace require retain store supply""".split()
)
_AGENTS = (
    r"institute|institution|team|researcher|government|compan|ministry|agency|commission|"
    r"laborator|universit|consortium|group|association|authorit|council|scientist|engineer|"
    r"organi[sz]ation|committee|department|office|bank|court|party"
)
_OFFICE = (
    r"the\s(?:[\w-]+\s){0,3}?(?:director|president|minister|head|chair\w*|chief|CEO|founder|"
    r"secretary|leader|governor|king|queen|emperor|author|inventor|mayor|chancellor|spokes\w+|"
    r"manager|commander)\b"
)
_IS_PERSON = (
    r"an?\s(?:[\w-]+\s){0,4}(?:student|scientist|physicist|chemist|engineer|politician|professor|"
    r"writer|author|actor|actress|singer|king|queen|lawyer|leader|teacher|poet|composer|player|"
    r"mathematician|philosopher|theologian|minister|man|woman|businessman|investor|artist|painter)\b|an?\s.*\bwho\b"
)
_PLACE = re.compile(r"\b(?:in|at|near)\s((?:[A-ZÀ-Ý][\w.’'-]+(?:,?\s(?=[A-ZÀ-Ý]))?)+)")
_LOCATING = (
    r"\b(?:held|located|based|signed|built|born|opened|situated|founded|published|presented|"
    r"stands?|stood|lies?|met|meet|headquartered|installed|produced|tested|announced|take place|"
    r"took place|constructed|lives?|operated|open)$"
)
_DATE_INTRO = re.compile(rf"(?:[Ii]n|[Oo]n)\s(?:the year\s|early\s|late\s)?({DATE})$")
_DATE_INSIDE = re.compile(rf"(?:^|\s)(in|on|since)\s({DATE})(?=$|\s(?:{PREPOSITION})\b)")
_OPEN_END = r"\b(?:than|as|of|or|and|from|to|between|until|the)$|\bthat\b"


def english_questions(sentence: str, vocabulary: Vocabulary) -> Iterator[Asked]:
    """Whatever a question can be made for; the answers stand in the sentence, mostly."""
    # What somebody says is asked for without saying who says so.
    said = _SAID.match(sentence)
    text = said[1][0].upper() + said[1][1:] if said else sentence
    clause = clause_of(text, vocabulary)
    if clause is None:
        return
    yield from amount_questions(clause)
    if not any(amount.start == 0 for amount in amounts(clause.subject)):
        yield from _for_subject(clause)
        yield from _for_dates(clause)
        yield from _for_object(clause)
    yield from _for_places(clause)
    yield from _for_definitions(clause, text)


def _for_subject(clause: Clause) -> Iterator[Asked]:
    """Who did so, or what does: the subject is the answer."""
    if not is_name(clause.subject) or " and " in clause.subject:
        return
    verb = {"are": "is", "were": "was", "have": "has"}.get(clause.verb, clause.verb)
    if clause.is_plural_present and verb != "has":
        verb = third_person(clause.lemma)
    is_office = clause.is_copula and re.match(_OFFICE, clause.rest)
    if is_office or (clause.lemma in _DEEDS and _is_agent(clause.inner_subject)):
        yield Asked(f"Who {verb} {clause.predicate}?", (clause.subject,), "name", 0.7)
    elif clause.lemma in _OF_THINGS and len(clause.rest.split()) >= 5 and is_name(clause.rest):
        yield Asked(f"What {verb} {clause.predicate}?", (clause.subject,), "name", 0.4)


def _is_agent(subject: str) -> bool:
    """Whether people act: a name, or a common noun of theirs such as "company"."""
    head = re.split(rf"\s(?:of|{PREPOSITION})\s", subject, maxsplit=1)[0].split()[-1]
    return head != head.lower() or re.match(_AGENTS, head) is not None


def _for_dates(clause: Clause) -> Iterator[Asked]:
    if clause.is_present or (clause.is_copula and re.match(r"an?\s", clause.rest)):
        return
    is_passive = not clause.lemma and clause.rest.split()[0] in PARTICIPLES
    merit = 0.85 if clause.lemma in _EVENTS or is_passive else 0.5
    if found := _DATE_INTRO.match(clause.intro):
        yield clause.ask("When", clause.rest, (found[1],), merit, "date")
        return
    dates = list(_DATE_INSIDE.finditer(clause.rest))
    if len(dates) != 1 or len(re.findall(DATE, clause.rest)) != 1:
        return
    before, after = clause.rest[: dates[0].start()], clause.rest[dates[0].end() :]
    preposition, date = dates[0].groups()
    if not re.search(_OPEN_END, before) and (before or clause.lemma or preposition == "since"):
        word = "Since when" if preposition == "since" else "When"
        yield clause.ask(word, f"{before} {after}{clause.outro}", (date,), merit, "date")


def _for_object(clause: Clause) -> Iterator[Asked]:
    """What somebody signed, built or published."""
    is_indefinite = re.match(r"(?:an?|the)\s", clause.rest)
    if clause.lemma not in _MAKING or not is_indefinite or not is_name(clause.subject):
        return
    what, further = noun_phrase(clause.rest)
    is_vague = len(what.split()) < 3 or re.search(r"\d|\sand$|\b(?:first|second|new)$", what)
    ends_openly = re.search(rf"\b(?:{PREPOSITION})$", further)
    if not is_vague and not ends_openly and further[:1] != "," and (further or clause.intro):
        yield clause.ask("What", further + clause.outro, (what,), 0.75, "name")


def _for_places(clause: Clause) -> Iterator[Asked]:
    text = f"{clause.verb} {clause.rest}"
    place = _PLACE.search(text)
    if not place or re.search(rf"\d|^{DATE}\b", place[1]) or re.match(r"\w+\s(?:an?|the)\s", text):
        return
    before, after = text[: place.start()].strip(), text[place.end() :]
    # "at a site located in" and "said that it is based in" do not say where the subject is.
    is_of_other = re.search(r"\sthat\s|\b(?:an?|the)\s[\w-]+\s\w+$", before)
    if re.search(_LOCATING, before) and GOES_ON.match(after) and not is_of_other:
        rest = f"{before[len(clause.verb) :]} {after}{clause.outro}"
        yield clause.ask("Where", rest, (place[1].strip(" ,"),), 0.9, "place")


def _for_definitions(clause: Clause, sentence: str) -> Iterator[Asked]:
    is_long_enough = re.fullmatch(r"an?(?:\s\S+){4,24}", clause.rest)
    if clause.verb not in ("is", "was") or not is_long_enough or clause.intro:
        return
    # Where a comma cut the rest off, it may be an enumeration.
    ends = re.escape(clause.rest) + r"(?:\.|;|\s\(|, (?:which|who|and|but) )"
    is_short = len(clause.subject.split()) <= 6
    if re.search(ends, sentence) and is_short and not clause.subject.startswith(("A ", "An ")):
        asks = "Who" if re.match(_IS_PERSON, clause.rest) else "What"
        question = f"{asks} {clause.verb} {clause.inner_subject}?"
        yield Asked(question, (clause.rest,), "definition", 0.6)
