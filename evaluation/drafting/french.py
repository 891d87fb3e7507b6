"""Questions that a French sentence answers, by rules over its subject, verb and the rest."""

import re
from collections.abc import Iterator

from evaluation.drafting.amounts import DATE, Amount, amounts
from evaluation.drafting.asked import Asked, Vocabulary, is_name
from evaluation.drafting.french_clause import FrenchClause, french_clause, of, that

_PREPOSITION = (
    r"en|à|au|aux|dans|sur|par|pour|depuis|pendant|durant|avec|sous|entre|vers|contre|selon|chez|"
    r"lors|avant|après|dès|jusqu|afin"
)
_GOES_ON = re.compile(rf"\s*(?:$|(?:{_PREPOSITION}|de|du|des|et)\b|d['’])")
_CHANGE = r"augment|baiss|progress|diminu|recul|chut|crû|croît|réduit|grimp|bond"
_NOUN_OF = re.compile(
    r"(?:(?P<by>à|sur|avec|dans|pour|par)\s)?(?P<article>une?)\s"
    r"(?P<noun>[a-zà-ÿ’' -]{3,30}?)\s?d[e'’]$"
)
_PLACE = re.compile(
    r"\b(?:(?:situ|n|bas|implant|install|inaugur|fond|sign|organis|célébr|enterr|inhum|cré)ée?s?|"
    r"morte?|tenue?s?|construite?s?|meurt|naît|se trouve|se trouvent|se situe|lieu)\s"
    r"(?P<where>(?:à|au|aux|en)\s(?P<place>[A-ZÀ-Ý][\w’'-]+(?:[\s-][A-ZÀ-Ý][\w’'-]+)*))"
)
_DATE_INSIDE = re.compile(
    rf"(?:^|\s)(en|le|depuis|dès|depuis le|dès le)\s({DATE})(?=$|\s(?:{_PREPOSITION})\b)"
)
_IS_PERSON = (
    r"une?\s(?:\S+\s){0,3}?(?:homme|femme|politicien|écrivain|acteur|actrice|peintre|poète|auteur|"
    r"chanteu|joueu|physicien|chimiste|mathématicien|philosophe|médecin|avocat|général|militaire|"
    r"compositeur|réalisateur|journaliste|historien|ingénieur|scientifique|chercheu|roi|reine)"
)
_PAST = r"(?:a|ont|est|sont|fut|furent|sera|avait|était|doit|\w+(?:a|it|ut|èrent|irent))$"
_OPEN_END = r"\b(?:depuis|dès|de|à|que|avant|après|jusque?|fin|début|vers)$"


def french_questions(sentence: str, vocabulary: Vocabulary) -> Iterator[Asked]:
    """Whatever a question can be made for; the answers stand in the sentence, mostly."""
    clause = french_clause(sentence, vocabulary)
    if clause is None:
        return
    leading = [amount for amount in amounts(clause.subject) if amount.start == 0]
    if leading:
        yield from _for_leading_amount(clause, leading[0])
    else:
        yield from _for_subject(clause)
    for amount in amounts(clause.rest):
        before = clause.rest[: amount.start].strip()
        after = clause.rest[amount.end :]
        if not before:
            yield from _for_object(clause, amount, after)
        elif _GOES_ON.match(after):
            yield from _after_words(clause, amount, before, after + clause.outro)
    yield from _for_dates(clause)
    yield from _for_places(clause)


def _for_leading_amount(clause: FrenchClause, amount: Amount) -> Iterator[Asked]:
    left = clause.subject[amount.end :].strip()
    predicate = f"{clause.verb} {clause.rest}{clause.outro}"
    if amount.kind == "percent" and re.match(r"(?:de|du|des)\b|d['’]", left):
        yield Asked(f"Quel pourcentage {left} {predicate} ?", amount.answers, "amount", 0.9)
    elif amount.kind == "count" and re.match(r"[a-zà-ÿ][\w’'-]+s\b", left):
        yield Asked(f"Combien {of(left)} {predicate} ?", amount.answers, "amount", 0.9)


def _for_subject(clause: FrenchClause) -> Iterator[Asked]:
    """Who did so, or what that is."""
    if clause.verb == "est" and re.fullmatch(r"une?(?:\s\S+){3,}", clause.rest):
        if not clause.intro:
            is_person = re.match(_IS_PERSON, clause.rest)
            asks = f"Qui est {clause.subject}" if is_person else f"Qu'est-ce {that(clause.subject)}"
            question = f"{asks} ?"
            yield Asked(question, (clause.rest,), "definition", 0.7)
        return
    # Of plural verbs only this one is surely made singular.
    verb = "a" if clause.verb == "ont" else clause.verb
    is_deed = re.fullmatch(r"a|fut|\w+(?:a|it|ut)", verb) and not clause.rest.startswith("pour ")
    has_names = is_name(clause.subject) and is_name(clause.rest) and " et " not in clause.subject
    if is_deed and has_names and len(clause.rest.split()) >= 4:
        question = f"Qui {verb} {clause.rest}{clause.outro} ?"
        yield Asked(question, (clause.subject,), "name", 0.5)


def _after_words(clause: FrenchClause, amount: Amount, before: str, after: str) -> Iterator[Asked]:
    """Other words, such as a preposition, stand between the verb and the amount."""
    held, _, last = before.rpartition(" ")
    article = re.match(r"(le|la)\s", clause.subject)
    is_value = clause.verb in ("est", "était", "sera") and re.fullmatch(r"de|d['’]", before)
    if is_value and article and amount.kind != "count":
        which = "Quel" if article[1] == "le" else "Quelle"
        text = " ".join(f"{which} {clause.verb} {clause.subject} {after}".split())
        yield Asked(f"{text} ?", amount.answers, "amount", 0.95)
    elif clause.verb.startswith(("s'élèv", "se mont")) and before == "à":
        text = " ".join(f"À combien {clause.verb} {clause.subject} {after}".split())
        yield Asked(f"{text} ?", amount.answers, "amount", 0.95)
    elif last in ("pendant", "durant") and amount.kind == "time":
        yield clause.ask("Pendant combien de temps", f"{held} {after}", amount.answers, 0.9)
    elif before == "de" and re.match(_CHANGE, clause.verb):
        yield clause.ask("De combien", after, amount.answers, 0.9)
    elif held and last == "à" and amount.kind in ("money", "percent"):
        yield clause.ask("À combien", f"{held} {after}", amount.answers, 0.9)
    elif noun_of := _NOUN_OF.fullmatch(before):
        which = "quelle" if noun_of["article"] == "une" else "quel"
        question = f"{noun_of['by'] or ''} {which} {noun_of['noun']}".strip()
        yield clause.ask(question[0].upper() + question[1:], after, amount.answers, 0.9)


def _for_object(clause: FrenchClause, amount: Amount, after: str) -> Iterator[Asked]:
    """The amount stands right behind the verb."""
    ends = _GOES_ON.match(after) is not None
    is_of = re.match(r"\s(?:du|de|des)\s|\sd['’]", after) is not None
    what, further = _noun_phrase(after.strip())
    rest = after + clause.outro
    if amount.kind == "percent" and is_of:
        share = f"Quel pourcentage {what}"
        yield clause.ask(share, further + clause.outro, amount.answers, 0.9)
    elif amount.kind == "percent" and ends and re.match(r"détien|détenai|possèd", clause.verb):
        yield clause.ask("Quel pourcentage", rest, amount.answers, 0.85)
    elif amount.kind == "money" and ends:
        is_price = re.match(r"coût|vaut|val", clause.verb)
        yield clause.ask("Combien" if is_price else "Quelle somme", rest, amount.answers, 0.9)
    elif amount.kind == "time" and ends and clause.verb.startswith("dur"):
        yield clause.ask("Combien de temps", rest, amount.answers, 0.95)
    elif amount.kind == "measure" and is_of:
        how_many = f"Combien {of(amount.unit)} {what}"
        yield clause.ask(how_many, further + clause.outro, amount.answers, 0.85)
    elif amount.kind == "measure" and ends:
        yield clause.ask(f"Combien {of(amount.unit)}", rest, amount.answers, 0.85)
    elif amount.kind == "count" and not is_of and _is_plural(what):
        yield clause.ask(f"Combien {of(what)}", further + clause.outro, amount.answers, 0.9)


def _is_plural(noun: str) -> bool:
    return re.match(r"[a-zà-ÿ]\S+[sx]\b", noun) is not None and len(noun.split()) <= 5


def _noun_phrase(text: str) -> tuple[str, str]:
    found = re.search(rf"\s(?:{_PREPOSITION})\b|,", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _for_dates(clause: FrenchClause) -> Iterator[Asked]:
    if re.match(r"(?:est|était|fut) une?\s", f"{clause.verb} {clause.rest}"):
        return
    merit = 0.85 if re.match(_PAST, clause.verb) else 0.4
    if found := re.fullmatch(rf"(?:En|Le)\s({DATE})", clause.intro):
        yield clause.ask("Quand", clause.rest, (found[1],), merit, "date")
        return
    dates = list(_DATE_INSIDE.finditer(clause.rest))
    if len(dates) != 1 or len(re.findall(DATE, clause.rest)) != 1 or clause.intro:
        return
    before, after = clause.rest[: dates[0].start()], clause.rest[dates[0].end() :]
    since, date = dates[0].groups()
    if not re.search(_OPEN_END, before):
        is_since = since.startswith("depuis")
        word, merit = ("Depuis quand", 0.75) if is_since else ("Quand", merit)
        yield clause.ask(word, f"{before} {after}", (date,), merit, "date")


def _for_places(clause: FrenchClause) -> Iterator[Asked]:
    text = f"{clause.verb} {clause.rest}"
    place = None if re.match(r"\w+ une?\s", text) else _PLACE.search(text)
    if not place or not _GOES_ON.match(text[place.end() :]) or re.search(r"\d", place["place"]):
        return
    left = text[len(clause.verb) : place.start("where")] + text[place.end() :]
    if not re.search(r"\bque\b", left):
        yield clause.ask("Où", left + clause.outro, (place["place"],), 0.9, "place")
