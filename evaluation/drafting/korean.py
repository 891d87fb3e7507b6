"""Questions that a Korean sentence answers.

Korean leaves the interrogative where the answer stood: the answer is replaced in place and
the ending made that of a question, so that the sentence needs no parsing.
"""

import re
from collections.abc import Iterator

from evaluation.drafting.asked import Asked
from evaluation.drafting.korean_clause import DATE, korean_clause, replaced

LONGEST = 17  # eojeols of a question

_WHEN = re.compile(rf"(?P<date>{DATE})(?P<particle>부터|까지|에)?는?,?(?=\s)")
_TOPIC = r"[가-힣A-Za-z][은는]\s"
_SURE_TOPIC = r"[가-힣A-Za-z](?:은|(?<![하되있없리지르우이키치히기])는)\s"
_PASSIVE = r"[이가]\s.*(?:됐|(?<!\s)되었|졌|지었|열렸|왔|섰|시작했|생겼|나왔|났)다\.$"
_AFTER_DATE = r"\s(?:뒤|뒤로|뒤에|후|후에|이후|이래|따라|따르면)\s"
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = rf"(?<![\w.,~–-]){_PLAIN}(?:\s?[~–-]\s?{_PLAIN})?"
_MONEY = re.compile(
    rf"(?:약\s|총\s|모두\s)?(?P<core>{_NUMBER}\s?(?:조|억|만|천)*"
    r"(?:\s?\d[\d,]*\s?[조억만천]+)*\s?(?:원|달러|유로|엔|위안|파운드))(?!\w*급|/|이라)"
)
# 얼마 ends in a vowel, 원 does not; particles follow the sound before them.
_AFTER_VOWEL = {"으로": "로", "은": "는", "을": "를", "이": "가", "과": "와"}
_UNITS = (
    r"%p|%|퍼센트|[kMGT]?Wh|[kMGT]?W|°C|℃|도|km²|km|cm²|㎠|mm|nm|kg|만 톤|톤|t|Nm³|㎡|m|"
    r"배|개월|개소|개국|개|여 명|만 명|명|년간|년|시간|분|초|일간|호기|기|건|종|회|차례|곳|척|대|"
    r"마리|권|편|가구|층|석|승|점|위|제곱킬로미터|킬로미터|미터|그램|리터"
)
_AMOUNT = re.compile(
    rf"(?:약\s|총\s|모두\s)?(?P<core>{_NUMBER}(?:만|억|천)?\s?(?P<unit>{_UNITS}))"
    r"(?=\s|$|[은는이가을를의로와과에]|으로|까지|부터|이상|이하|였|이었|인|다|[,.])(?!급)"
)
_NO_AMOUNT_BEFORE = r"\s?\d|[은는]\s|의\s\d|\s(?:후|뒤|전|만에)"
_ADNOMINAL = r"\S*\s?\S+[된한던린난온진는]\s"  # a verb before a noun

_ORGANISATION = re.compile(
    r"^(?P<name>(?:[가-힣A-Za-z&·]+(?<![은는이가을를에의로서한된던])\s){0,2}[가-힣]+"
    r"(?:연구원|연구회|위원회|연구소|대학교|대학|공사|협회|재단|정부|연구팀|연구단|센터|그룹|은행|부처|"
    r"산업부|환경부|과기정통부|에너지부|의회|에너지연|기계연|화학연|생기원))[은는이가]\s"
)
_PERSON = re.compile(
    r"^(?P<name>[가-힣]{2,4}\s(?:박사|교수|연구원|책임연구원|선임연구원|원장|소장|단장|대통령|장관|"
    r"회장|사장|감독|총리))[가이은는]\s"
)
_PLACE = re.compile(
    r"(?:^|\s)(?P<place>[가-힣A-Za-z]{2,}(?<!사업)(?<!회의)(?<!행사)(?<!대회)(?<!과정)(?<!분야)"
    r"(?<!단계)(?<!선거)(?<!경기)(?<!가운데)(?<!사이))에서\s"
    r"(?:열렸|개최|진행|체결|서명|태어났|출생|사망|출범|준공|착공|설립|결성|창립)[가-힣]*\.?$"
)
_WHAT = re.compile(r"^(?P<topic>[^,]{1,30}?)(?P<particle>[은는])\s(?P<what>[^,]{6,60}?)이다\.$")
# Forms that go before a noun and end as a topic does.
_NO_TOPIC = (
    r"(?:하|되|있|없|리|지|르|이|나|오|가|보|주|치|키|우|겪|맡|받|찾)는$|"
    r"(?:많|높|같|좋|작|넓|깊|낮|짧|젊|늦|받|얻|맺|맡|입|찾|남)은$|\d|에서?[은는]$"
)
_NO_DEFINITION = r"(?:것|때문|뿐|점|중|예정|편|수준|정도|특징|중심|생명|상황|상태|셈)$"
_OFFICE = (
    r"(?:차관|장관|원장|단장|소장|회장|사장|대표|위원장|총장|감독|대통령|총리|저자|창립자|이사장)$"
)
_PEOPLE = (
    r"(?:법률가|정치인|정치가|가수|배우|선수|왕비|왕|황제|교수|작가|과학자|물리학자|군인|감독|화가|기자|"
    r"학자|시인|소설가|기업인|변호사|의사|작곡가|철학자)$"
)


def korean_questions(sentence: str) -> Iterator[Asked]:
    """Whatever a question can be made for; the answers stand in the sentence, mostly."""
    clause = korean_clause(sentence)
    if clause is None or len(clause.split()) > LONGEST:
        return
    yield from _for_dates(clause)
    # Of several amounts in an enumeration one would be asked for as if it were the only one.
    if ", " not in clause or len(_AMOUNT.findall(clause)) + len(_MONEY.findall(clause)) < 2:
        yield from _for_money(clause)
        yield from _for_amounts(clause)
    yield from _for_names(clause)
    yield from _for_definitions(clause)


def _for_dates(clause: str) -> Iterator[Asked]:
    dates = list(_WHEN.finditer(clause))
    if len(dates) != 1:
        return
    date, particle = dates[0]["date"].strip(), dates[0]["particle"] or ""
    before, after = clause[: dates[0].start()], clause[dates[0].end() :]
    topic_follows = re.search(_TOPIC, after) is not None
    is_of_noun = (topic_follows and before) or (not particle and not date.endswith("일"))
    # Who did so stands in another sentence.
    lacks_topic = (
        not before and not re.search(_SURE_TOPIC, after) and not re.search(_PASSIVE, after)
    )
    lasts = clause.endswith("고 있다.") and particle != "부터"
    is_range = re.search(r"(?:과|와|~|부터|[던한된])\s?$", before)
    if is_of_noun or lacks_topic or lasts or is_range or re.search(_AFTER_DATE, after):
        return
    when = "언제" + (particle if particle != "에" else "")
    if question := replaced(clause, dates[0].start(), dates[0].end(), when):
        # "언제 공개된 실무안": the date belongs to a noun within the sentence.
        merit = 0.6 if re.match(r"\s?\S+[된한던린난온진는]\s", after) else 0.85
        yield Asked(question, (date,), "date", merit)


def _for_money(clause: str) -> Iterator[Asked]:
    for match in _MONEY.finditer(clause):
        after = clause[match.end() :]
        particle = next((p for p in _AFTER_VOWEL if re.match(rf"{p}(?:\s|며|었)", after)), "")
        how_much = "얼마" + _AFTER_VOWEL.get(particle, "")
        if question := replaced(clause, match.start(), match.end() + len(particle), how_much):
            yield Asked(question, _answers(match), "amount", 0.9)


def _for_amounts(clause: str) -> Iterator[Asked]:
    dates = [match.span() for match in re.finditer(DATE, clause)]
    for match in _AMOUNT.finditer(clause):
        after = clause[match.end() :]
        in_date = any(s < match.end("core") and match.start("core") < e for s, e in dates)
        is_year = re.match(r"(?:1\d|20)\d\d년", match["core"])
        if in_date or is_year or re.match(_NO_AMOUNT_BEFORE, after):
            continue
        # Before a noun the amount only tells that thing from others.
        is_before_noun = re.match(r"\s\S*[가-힣A-Z]", after)
        merit = 0.5 if re.match(_ADNOMINAL, after) else 0.75 if is_before_noun else 0.9
        if question := replaced(clause, match.start(), match.end(), f"몇 {match['unit']}"):
            yield Asked(question, _answers(match), "amount", merit)


def _answers(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((match.group().strip(), match["core"].strip())))


def _for_names(clause: str) -> Iterator[Asked]:
    for pattern, asks, merit in ((_ORGANISATION, "어느 기관이 ", 0.65), (_PERSON, "누가 ", 0.75)):
        match = pattern.match(clause)
        if match and (question := replaced(clause, 0, match.end(), asks)):
            yield Asked(question, (match["name"],), "name", merit)
    place = _PLACE.search(clause)
    if place and (question := replaced(clause, *place.span("place"), "어디")):
        yield Asked(question, (place["place"],), "place", 0.9)


def _for_definitions(clause: str) -> Iterator[Asked]:
    match = _WHAT.match(clause)
    if not match or len(match["topic"].split()) > 3:
        return
    topic = match["topic"] + match["particle"]
    if re.search(_NO_TOPIC, topic) or re.search(_NO_DEFINITION, match["what"]):
        return
    is_person = re.search(_OFFICE, match["topic"]) or re.search(_PEOPLE, match["what"])
    # A definition of a thing tells it from others of its kind.
    if is_person or re.search(r"[는한된인의]\s\S+\s?\S*$", match["what"]):
        question = f"{topic} {'누구' if is_person else '무엇'}인가?"
        yield Asked(question, (match["what"],), "definition", 0.7)
