"""Names of a claim, and whether a source has them in any form."""

import re
from collections.abc import Callable

from retrieval.terms import STOP_WORDS, fold

# Countries and bodies by their forms: adjectives, French, Korean and short names.
_SAME = """
korea korean korean's coree coréen coreen coréenne rok 한국 국내 대한민국 우리나라
canada canadian canadien canadienne canadiens canadiennes 캐나다
france french français francais française francaise 프랑스
germany german allemagne allemand allemande deutschland 독일
china chinese chine chinois chinoise 중국
japan japanese japon japonais japonaise 일본
us usa america american états-unis etats-unis américain americain américaine 미국 united-states
uk u.k britain british royaume-uni britannique 영국 united-kingdom
eu européenne européen european europe union-européenne 유럽 유럽연합
iceland icelandic islande islandais islandaise 아이슬란드
switzerland swiss suisse 스위스
india indian inde indien indienne 인도
australia australian australie australien 호주
italy italian italie italien italienne 이탈리아
norway norwegian norvege norvège norvégien 노르웨이
dutch netherlands pays-bas 네덜란드
iea aie 국제에너지기구
irena 국제재생에너지기구
doe 미국에너지부 에너지부
kier 에너지연 한국에너지기술연구원
kist 한국과학기술연구원
kimm 기계연 한국기계연구원
krict 화학연 한국화학연구원
kitech 생기원 한국생산기술연구원
nst 국가과학기술연구회
montreal montréal 몬트리올
quebec québec québécois québécoise quebecois 퀘벡
ccs csc
lfp
ev evs ve 전기차
co2 이산화탄소
mou moa 양해각서 업무협약
"""
GROUP = {
    fold(form): number
    for number, line in enumerate(_SAME.strip().splitlines())
    for form in line.split()
}
_LETTER = r"[^\W_가-힣]"  # also digits
_NAME = re.compile(
    rf"(?<![\w-])(?:[A-ZÀ-Ý](?:{_LETTER}|[’'.&/-])*{_LETTER}|[A-Z])|(?<![\w-])[a-z]+[A-Z]{_LETTER}*"
)
_WEEKDAY_OR_MONTH = frozenset(
    fold("""january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday janvier février mars avril mai juin
    juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi
    dimanche jan feb mar apr jun jul aug sept oct nov dec i""").split()
)
_UNIT_LIKE = re.compile(
    r"(?:US|CA|AU|A|C)?\$|[kMGT]?Wh?p?|[MGk]t|USD|EUR|GBP|KRW|CAD|AUD|JPY|[MGk]?J|°?[CF]|PV|L"
)
# A family name with a given name, before a title.
_KOREAN_PERSON = re.compile(
    r"(?<![가-힣])([김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노곽성차주우구민진나지엄채원]"
    r"[가-힣]{2})(?=\s[가-힣]{0,12}(?:원장|소장|장관|총리|대통령|교수|박사|대표|실장|단장|국장|팀장|회장|"
    r"연구원|공사|대사|차관|이사장|위원장|사장))"
)
_OPENER = frozenset(
    fold("""against although according across additionally also altogether among amid another around
    besides beyond both compared construction currently despite due each early earlier even every
    finally first following further furthermore globally ground here however including indeed
    initially instead last late later like many measured meanwhile moreover most much nearly
    nevertheless none nonetheless notably nothing once one operations overall output per plans power
    production progress reports research results roughly sales second several similarly since
    some soon sources specifically still storage such taken third though three thus together
    total two ultimately under unlike until via whereas whether while within without work yet
    ainsi afin alors après aucun aucune autre avant avec c'est cependant ces cette chaque comme
    concernant construction contre depuis dès deux donc durant enfin ensuite entre environ grâce
    il jusqu'à lors lorsque mais malgré même ni outre parmi pendant plus plusieurs près prévu
    prévue puis quand quant sans selon seul si sous suite sur tandis tous tout toutefois trois
    vers voici""").split()
)
_COMMON_ENDING = re.compile(
    r"(?:s|ed|ing|ly|tion|ment|ness|ity|ance|ence|ive|ous|ful|able|al|ure|ship|age|é|ée|és|ant|ent|"
    r"eur|ique|isme|ait)$"
)  # fmt: skip


_SHORT = {
    r"United States(?: of America)?|États-Unis|U\.S\.A?": "US",
    r"United Kingdom|Royaume-Uni|Great Britain": "UK",
    r"European Union|Union européenne": "EU",
}


# Acronyms of the field that a source may spell out in small letters.
_TERMS = {
    "EV": "electric[ -](?:vehicle|car)|vehicules? electrique|전기차",
    "EVs": "electric[ -](?:vehicle|car)|vehicules? electrique|전기차",
    "BEV": "battery[ -]electric", "PV": "photovolt|solar|태양광",
    "CO2": "carbon dioxide|dioxyde de carbone|이산화탄소", "GHG": "greenhouse",
    "SMR": "small modular|소형모듈", "SMRs": "small modular|소형모듈",
    "DAC": "direct[ -]air", "R&D": "research and development|연구개발",
    "LCOE": "levelised cost|levelized cost|stromgestehungskosten", "LFP": "iron phosphate",
    "SOEC": "solid oxide|고온수전해|oxyde solide", "MOU": "memorandum|양해각서",
    "MoU": "memorandum|양해각서", "CCS": "carbon capture", "CEO": "chief executive",
}  # fmt: skip


def names_in(sentence: str) -> list[str]:
    """Capitalised words and acronyms; the first word only where it is no common word."""
    found = _KOREAN_PERSON.findall(sentence)
    for match in _NAME.finditer(sentence):
        word = re.sub(r"(?:['’]s|['’])$", "", match.group())
        word = re.sub(r"^(?:[LDNSCQJMldnscqjm]|[Qq]u)['’]", "", word)
        folded = fold(word)
        if not any(c.isupper() for c in word):
            continue
        if folded in _WEEKDAY_OR_MONTH or _UNIT_LIKE.fullmatch(word) or folded in STOP_WORDS:
            continue
        if len(word) == 1:
            continue
        is_first = not re.search(r"\w", sentence[: match.start()])
        if is_first and may_be_common(word):
            continue
        found.append(word)
    return found


def may_be_common(word: str) -> bool:
    if any(c.isupper() or c.isdigit() for c in word[1:]):
        return False
    folded = fold(word)
    if folded in GROUP:
        return False
    return folded in _OPENER or len(folded) < 4 or bool(_COMMON_ENDING.search(folded))


def missing_name(claim: str, source: str, is_common: Callable[[str], bool]) -> str:
    """The first name of the claim that the source has in no form; empty if it has all.

    Args:
        is_common: whether a word is a common one, asked of the sentence's first word.
    """
    for long_form, short in _SHORT.items():
        claim, source = (re.sub(long_form, short, text) for text in (claim, source))
    folded = fold(source)
    tokens = set(re.findall(rf"{_LETTER}+|[가-힣]+", folded))
    groups = _groups(folded, tokens)
    initials = _initials(source)
    skeletons = _skeletons(source)
    all_names = names_in(claim)
    in_source_acronyms = set(re.findall(r"\b[A-Z][A-Za-z&]*[A-Z]\w*\b", source))
    long_forms = _long_forms_of_acronyms(claim, in_source_acronyms)
    for name in all_names:
        key = fold(name)
        parts = re.findall(r"[^\W_]+", key)
        if GROUP.get(key) in groups:
            continue
        if all(_has(part, tokens) for part in parts) or (name >= "가" and name in source):
            continue
        if key in initials or name in long_forms:
            continue
        if name in _TERMS and re.search(_TERMS[name], folded):
            continue
        if all(GROUP.get(part) in groups or _has(part, tokens) for part in parts):
            continue
        if _skeleton(key) and any(s.startswith(_skeleton(key)) for s in skeletons):
            continue
        if claim.lstrip(' *“"«').startswith(name) and name[1:].islower() and is_common(name):
            continue
        return name
    return ""


def _has(part: str, tokens: set[str]) -> bool:
    """Whether a word is there in any form: Californian, Californians, California."""
    if part in tokens or (part.endswith("s") and part[:-1] in tokens):
        return True
    return len(part) > 5 and any(
        _shared(part, token) >= max(5, max(len(part), len(token)) - 3)
        for token in tokens
        if token[0] == part[0]
    )


def _groups(folded: str, tokens: set[str]) -> set[int]:
    found = {GROUP[t] for t in tokens if t in GROUP}
    # Korean words carry particles, and German ones are put together.
    found |= {n for form, n in GROUP.items() if (form >= "가" or len(form) > 8) and form in folded}
    return found


def _initials(source: str) -> set[str]:
    """First letters of the runs of capitalised words, small words between them left out."""
    found: set[str] = set()
    run = re.compile(
        r"[A-ZÀ-Ý][\w’'-]*(?:[ -](?:of|the|for|and|on|in|de|du|des|la|le|les|l['’]|d['’]|et|à|&)?"
        r"(?: the | la | )?[ ]?[A-ZÀ-Ý][\w’'-]*)+"
    )
    for match in run.finditer(source):
        letters = re.findall(r"(?<![\w])[A-ZÀ-Ý]", re.sub(r"[’'-]", " ", match.group()))
        for i in range(len(letters)):
            for j in range(i + 2, len(letters) + 1):
                found.add(fold("".join(letters[i:j])))
    return found


def _long_forms_of_acronyms(claim: str, acronyms: set[str]) -> set[str]:
    """Words of the claim's runs of capitalised words whose first letters the source has."""
    found: set[str] = set()
    run = re.compile(
        r"[A-ZÀ-Ý][\w’'-]*(?:\s(?:(?:of|the|for|and|on|de|du|des|la|le|les|et|à|&)\s)*"
        r"[A-ZÀ-Ý][\w’'-]*)+"
    )
    short = {fold(a) for a in acronyms}
    for match in run.finditer(claim):
        words = re.findall(r"[A-ZÀ-Ý][\w’'-]*", match.group())
        for i in range(len(words)):
            for j in range(i + 2, len(words) + 1):
                if fold("".join(w[0] for w in words[i:j])) in short:
                    found.update(words[i:j])
    return found


def _shared(a: str, b: str) -> int:
    """Characters that two words begin with alike."""
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


_LEAD = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
_TAIL = "_ k k k n n n t l l l l l l l l m p p t t _ t t k t p h".split()
_SOUND = str.maketrans(
    {
        "c": "k",
        "q": "k",
        "g": "k",
        "l": "r",
        "v": "b",
        "f": "p",
        "p": "b",
        "d": "t",
        "z": "s",
        "j": "s",
        "x": "s",
    }
)


def _skeletons(source: str) -> list[str]:
    return [_skeleton(_romanised(run)) for run in re.findall(r"[가-힣]{2,}", source)]


def _romanised(hangul: str) -> str:
    letters = []
    for character in hangul:
        index = ord(character) - 0xAC00
        tail = _TAIL[index % 28]
        letters.append(_LEAD[index // 588].replace("_", "") + "a" + tail.replace("_", ""))
    return "".join(letters)


def _skeleton(word: str) -> str:
    """The consonants of a word, alike where two scripts write one sound; empty if too few."""
    bare = re.sub(r"ch", "s", fold(word))
    consonants = re.sub(r"[^a-z]|[aeiouywh]", "", bare).translate(_SOUND)
    squeezed = re.sub(r"(.)\1+", r"\1", consonants)
    return squeezed if len(squeezed) > 2 else ""
