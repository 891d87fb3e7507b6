"""Finite forms of common English verbs, by which a clause is told apart without a parser."""

import re

AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might must should".split()
)

_REGULAR = """
    absorb accept account achieve acquire adapt add adopt agree aim allocate allow amend amount
    announce appear apply appoint approve arrest arrive assess attack attend attract average award
    base belong boost call capture carry cause change charge claim close collect combine commission
    commit compare compete complete compose comprise confirm connect conquer construct consume
    contain continue contribute control convert cool cooperate cover create decide declare decline
    decrease defeat defend define deliver demonstrate deploy describe design detect determine
    develop differ direct discover discuss distribute double drop earn elect emit employ enable end
    enrol enter establish estimate exceed expand expect explain export extend fill finance finish
    follow form found fund gain generate govern grade graduate grant guarantee halve happen heat
    hire host house identify implement import improve inaugurate include increase inform install
    introduce invade invent invest issue join kill last launch limit link locate lower maintain
    manage manufacture mark marry measure merge migrate mix move name need obtain occupy offer open
    operate orbit order organise organize own pass perform place play power predict prepare present
    prevent process produce project promise propose protect prove provide publish purchase qualify
    raise range rank rate reach receive recognise recognize record recover recycle reduce refer
    reject release remain remove rename replace represent require reserve respond result retain
    retire return reveal rule scale score select serve settle show sign slow solve span specify
    sponsor stabilise start state stop store study submit suffer suggest supply support surpass
    suspend target test total train transfer transform travel triple unite unveil use value vary
    visit vote want warn weigh widen work
"""
# lemma, past, participle; third person and -ing are regular
_IRREGULAR = """
    become became become, begin began begun, break broke broken, bring brought brought,
    build built built, buy bought bought, choose chose chosen, come came come, cost cost cost,
    cut cut cut, deal dealt dealt, do did done, draw drew drawn, drive drove driven,
    fall fell fallen, feed fed fed, fight fought fought, find found found, fly flew flown,
    foresee foresaw foreseen, get got got, give gave given, go went gone, grow grew grown,
    hold held held, keep kept kept, lead led led, leave left left, lie lay lain, lose lost lost,
    make made made, mean meant meant, meet met met, pay paid paid, put put put, read read read,
    ride rode ridden, rise rose risen, run ran run, say said said, see saw seen, sell sold sold,
    send sent sent, set set set, shine shone shone, sink sank sunk, speak spoke spoken,
    spend spent spent, split split split, spread spread spread, stand stood stood,
    take took taken, teach taught taught, tell told told, think thought thought, win won won,
    write wrote written
"""
# Forms that are as often a plural noun.
_NOUNS_TOO = frozenset(
    """changes charges claims costs covers cuts deals decreases designs drops ends estimates
    exports falls finishes forms funds gains grades grants heats hosts houses imports increases
    issues leads limits links makes marks means measures moves names needs offers opens orders
    passes places plays powers presents processes projects purchases ranges ranks rates reads
    records returns rides rises rules runs scales scores sets shows signs starts states stops
    stores studies supplies supports targets tests totals trains transfers travels uses values
    visits votes works""".split()
)
_DOUBLED = frozenset("commit drop enrol get put refer run set stop transfer".split())


def _past(lemma: str) -> str:
    if lemma in _DOUBLED:
        return f"{lemma}{lemma[-1]}ed"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    return lemma + ("d" if lemma.endswith("e") else "ed")


def third_person(lemma: str) -> str:
    """The third person singular of the present: "reach" gives "reaches"."""
    if lemma == "have":
        return "has"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", lemma) else "s")


_TRIPLES = [entry.split() for entry in _IRREGULAR.split(",")]
LEMMAS = frozenset(_REGULAR.split()) | {lemma for lemma, _, _ in _TRIPLES}
# Lemmas by their past and by their third person. "found" is taken for the past of find.
PAST = {_past(lemma): lemma for lemma in _REGULAR.split()} | {
    past: lemma for lemma, past, _ in _TRIPLES if past != lemma
}
PRESENT = {third_person(lemma): lemma for lemma in LEMMAS}
PARTICIPLES = frozenset(map(_past, _REGULAR.split())) | {part for _, _, part in _TRIPLES}


def is_finite(word: str) -> bool:
    """Whether a lower-case word may be a finite verb, though it may be a participle or noun."""
    return word in AUXILIARIES or word in PAST or word in PRESENT


def is_surely_finite(word: str) -> bool:
    """Whether a lower-case word is a finite verb and hardly anything else."""
    return (
        word in AUXILIARIES
        or (word in PRESENT and word not in _NOUNS_TOO)
        or (word in PAST and word not in PARTICIPLES)
    )
