"""Questions for the amounts of an English clause."""

import re
from collections.abc import Iterator

from evaluation.drafting.amounts import Amount, amounts
from evaluation.drafting.asked import Asked
from evaluation.drafting.english_clause import Clause
from evaluation.drafting.english_verbs import LEMMAS, PARTICIPLES

PREPOSITION = (
    r"in|on|at|by|for|from|with|to|during|between|under|within|over|since|until|after|before|"
    r"across|through|per|as|into|against|among|worldwide|annually|when|if|every|each"
)
GOES_ON = re.compile(rf"\s*(?:$|(?:{PREPOSITION})\b)")  # what ends a noun phrase
_OTHER_AMOUNT = r"\b(?:and|or|than)\b.*\d"  # of another subject, which gapping leaves unsaid
_NOT_ALONE = r"\bfrom\s\S*\d|\b(?:from|between|than|or|and)$|\d.*\band\b|\bthat\b"
_OF_NOUN = re.compile(
    r"(?:^|(?P<held>.*?)\b(?P<by>with|at|to|for|by)\s)(?:an?|the)\s(?P<noun>(?:[a-z-]+\s){0,3}[a-z-]+)\sof$"
)
_LEVEL = frozenset("reach total exceed average attain".split())
_TELLING = frozenset("name give report state say expect mean mention quote cite".split())


def amount_questions(clause: Clause) -> Iterator[Asked]:
    """A question for each amount that stands where the rules know how to ask for it."""
    leading = [amount for amount in amounts(clause.subject) if amount.start == 0]
    if leading:
        yield from _for_subject(clause, leading[0])
        return
    for amount in amounts(clause.rest):
        before, after = clause.rest[: amount.start].strip(), clause.rest[amount.end :]
        if re.search(_OTHER_AMOUNT, after) or re.search(_NOT_ALONE, before):
            continue
        after = _without_goal(after)
        if not before or _is_verb_group(clause, before):
            yield from _for_object(clause, amount, before, after)
        elif before in ("for", "up") and amount.kind == "percent" and after.startswith(" of "):
            # "account for", "make up"
            share = f"What percentage{after}"
            yield clause.ask(share, before + clause.outro, amount.answers, 0.95)
        elif GOES_ON.match(after):
            yield from _after_words(clause, amount, before, after + clause.outro)


def _for_subject(clause: Clause, amount: Amount) -> Iterator[Asked]:
    """The amount begins the subject: "64% of the new capacity was built in China"."""
    rest = clause.subject[amount.end :].strip()
    predicate = f"{clause.verb} {clause.predicate}"
    if amount.kind == "percent" and rest.startswith("of "):
        yield Asked(f"What percentage {rest} {predicate}?", amount.answers, "amount", 0.9)
    elif amount.kind == "measure" and rest.startswith("of ") and clause.verb in ("is", "was"):
        yield Asked(f"How much {rest[3:]} {predicate}?", amount.answers, "amount", 0.9)
    elif amount.kind == "count" and re.match(r"[a-z][\w-]+(?:\s[\w-]+)*$", rest):
        yield Asked(f"How many {rest} {predicate}?", amount.answers, "amount", 0.85)


def _is_verb_group(clause: Clause, words: str) -> bool:
    """Whether the words go on with the verb: "may" with "receive", "wants" with "to remove"."""
    found = re.fullmatch(r"(?:(?:be |been )?[a-z]+ed )?(to )?([a-z]+)", words)
    if not found:
        return False
    if clause.verb in ("has", "have", "had") and not clause.lemma:
        return found[2] in PARTICIPLES
    return found[2] in LEMMAS and bool(found[1] or not clause.lemma)


def _without_goal(after: str) -> str:
    """What follows "by 11%", without a "to 1,133 GW" right behind it."""
    reached = amounts(after)
    if reached and after[: reached[0].start].strip() == "to":
        return after[reached[0].end :]
    return after


def _for_object(clause: Clause, amount: Amount, held: str, after: str) -> Iterator[Asked]:
    """The amount is the verb's object; ``held`` is what of the verb follows the auxiliary."""
    verb = held.rsplit(maxsplit=1)[-1] if held else clause.lemma
    rest = f"{held}{after}{clause.outro}"
    if re.match(r"\sof\s|\s[a-z]", after) and not GOES_ON.match(after):
        yield from _for_object_of(clause, amount, held, after)
    elif not GOES_ON.match(after) or amount.kind == "count":
        return
    elif clause.is_copula and not held:
        question = f"What {clause.verb} {clause.inner_subject}{rest}?"
        yield Asked(question, amount.answers, "amount", 0.95)
    elif verb == "cost":
        yield clause.ask("How much", rest, amount.answers, 1.0)
    elif verb in _LEVEL:
        what = "How much" if amount.kind == "money" else f"What {amount.noun}"
        yield clause.ask(what, rest, amount.answers, 0.8)
    elif amount.kind == "time" and verb in ("last", "take"):
        yield clause.ask("How long", rest, amount.answers, 0.95)
    elif amount.kind == "money":
        yield clause.ask("How much money", rest, amount.answers, 0.85)
    elif amount.kind == "measure" and verb not in _TELLING:
        yield clause.ask(f"How many {amount.unit}", rest, amount.answers, 0.9)


def _for_object_of(clause: Clause, amount: Amount, held: str, after: str) -> Iterator[Asked]:
    """The object is an amount of something: "278 GW of solar", "200 people"."""
    if clause.is_copula and not held:
        return
    what, further = noun_phrase(after.strip())
    rest = f"{held}{further}{clause.outro}"
    is_of = what.startswith("of ")
    if amount.kind == "percent" and is_of:
        share = f"What percentage{after}"
        yield clause.ask(share, held + clause.outro, amount.answers, 0.9)
    elif amount.kind == "measure" and is_of:
        yield clause.ask(f"How many {amount.unit} {what}", rest, amount.answers, 0.9)
    elif amount.kind == "count" and not is_of:
        is_plural = re.search(r"(?:s|people|men|women|children)$", what)
        if is_plural and len(what.split()) <= 5:
            yield clause.ask(f"How many {what}", rest, amount.answers, 0.9)


def _after_words(clause: Clause, amount: Amount, before: str, after: str) -> Iterator[Asked]:
    """Other words stand between the verb and the amount."""
    *words, last = before.split()
    rest = f"{' '.join(words)} {after}"
    of_noun = _OF_NOUN.match(before)
    if of_noun and amount.kind not in ("count", "time"):
        by = f"{of_noun['by'].capitalize()} what" if of_noun["by"] else "What"
        rest = f"{of_noun['held'] or ''} {after}"
        yield clause.ask(f"{by} {of_noun['noun']}", rest, amount.answers, 0.9)
    elif last == "by" and amount.kind != "time":
        yield clause.ask("By how much", rest, amount.answers, 0.9)
    elif last == "for" and amount.kind == "time":
        yield clause.ask("For how long", rest, amount.answers, 0.95)
    elif last == "for" and amount.kind == "money":
        yield clause.ask("For how much money", rest, amount.answers, 0.85)
    elif before == "to" and clause.lemma in ("come", "amount"):
        yield clause.ask("How much", f"to {after}", amount.answers, 0.85)
    elif last in ("to", "at") and amount.kind in ("measure", "percent", "money") and rest.strip():
        yield clause.ask(f"{last.capitalize()} what {amount.noun}", rest, amount.answers, 0.75)


def noun_phrase(text: str) -> tuple[str, str]:
    """The words up to the next preposition but "of", and what follows."""
    found = re.search(rf"\s(?:{PREPOSITION}|that|which|who|is|are)\b|,", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")
