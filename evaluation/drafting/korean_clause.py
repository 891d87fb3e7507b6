"""The first clause of a Korean sentence, and its ending turned into that of a question."""

import re

# A Hangul syllable's code point is FIRST_SYLLABLE + (21 * initial + vowel) * FINALS + final.
FIRST_SYLLABLE, FINALS = 0xAC00, 28
FINAL_N, FINAL_SS = 4, 20

DATE = r"(?:(?:(?:1\d|20)\d{2}년\s?)?\d{1,2}월(?:\s?\d{1,2}일)?|(?:1\d|20)\d{2}년(?!\s?\d))"
_LEADING_DATE = re.compile(rf"^{DATE}(?:에는?|부터|까지)?,?\s")
_CONNECTIVE = re.compile(
    r"^(?:그러나|그러다가|또한|또|한편|그리고|하지만|특히|아울러|이어|따라서|반면|"
    r"다만|그 결과|이에 따라),?\s"
)
_JOINED = re.compile(r"(?<=\S)(?:으며|며|고|지만|으나|는데),\s")
_UNFIT = re.compile(
    r"(?:^|[\s‘“(])(?:이|그|저|이들\w*|그들\w*|이는|이를|그는|그가|그를|그의|그녀\w*|이것\w*|그것\w*|이곳\w*|"
    r"여기\w*|거기\w*|이번|해당|본|당시|우리\w*|저희\w*|나는|내가|올해\w*|지난해\w*|작년\w*|내년\w*|"
    r"이듬해\w*|전년\w*|같은|현재|최근|앞서|이후|이때|이와|그중|이중|이날|다음|전자|후자|둘|두|세|양|"
    r"이러한|그러한|이런|그런|이처럼)\s|(?:로|이나),\s|[?!\"“”「」『』〈〉《》\[\]{}=<>:;]"
)
_TOPIC = re.compile(r"[가-힣A-Za-z\d)](?:은|는|이|가|에는|에서는)\s")
# Of these words alone a topic is one only in its own document.
_VAGUE = re.compile(
    r"(?:시스템|연구팀|연구진|연구|기관|회사|참가자들?|행사|협약|체결식|작성|사업비?|계획|예산|직원|보고서|"
    r"결과|기술|공정|단장|목표|사업단|과제|장치|제품|공장|영화|작품|앨범|노래|책|도시|학교|마을|선수|팀|경기|"
    r"시즌|부대|인구|면적|이름|원인|이유|내용|기사|규모|비용|가격|효율|값|수치|[가-힣]+ ?중)"
    r"(?:은|는|이|가|에는|에서는)\s"
)
_INTERROGATIVE_END = re.compile(r"(?:얼마|언제|누구|어디|무엇|몇 [^\s이]+)$")


def korean_clause(sentence: str) -> str | None:
    """The first clause as a sentence; None where it does not name what it is about."""
    text = _CONNECTIVE.sub("", re.sub(r"\([^()]*\)", "", sentence))
    first = _JOINED.split(text, maxsplit=1)[0]
    if first != text:
        if not _ends_in(first[-1], FINAL_SS) and not first.endswith("이"):
            return None
        text = f"{first}다."
    is_statement = text.endswith("다.") and _TOPIC.search(text)
    is_vague = _VAGUE.match(_LEADING_DATE.sub("", text))
    return text if is_statement and not is_vague and not _UNFIT.search(text) else None


def replaced(clause: str, start: int, end: int, by: str) -> str | None:
    """The clause as a question, an interrogative in the place of the answer.

    None where the clause's ending is not known.
    """
    text = re.sub(r"\s+", " ", f"{clause[:start]}{by}{clause[end:]}").rstrip(".")
    if text.endswith("니다"):
        return f"{text[:-1]}까?"
    if len(text) < 3:
        return None
    stem = _interrogative(text[:-1])
    return f"{stem}가?" if stem else None


def _interrogative(stem: str) -> str | None:
    """The stem of a verb in the plain style, before -가.

    -ㅆ다 makes -ㅆ는가, -ㄴ다 and -는다 make -는가, the copula -(이)다 makes -인가.
    """
    last = stem[-1]
    if _ends_in(last, FINAL_SS) or last == "없":
        return f"{stem}는"
    if _INTERROGATIVE_END.search(stem) or not "가" <= last <= "힣":
        return f"{stem}인"
    if last == "는":
        return stem
    if _ends_in(last, FINAL_N):
        return f"{stem[:-1]}{chr(ord(last) - FINAL_N)}는"
    if last in "많높낮같좋적작넓짧젊늦":
        return f"{stem}은"
    return f"{stem[:-1]}{chr(ord(last) + FINAL_N)}" if last in "이하르크니" else None


def _ends_in(syllable: str, final: int) -> bool:
    """Whether a syllable ends in that consonant."""
    return "가" <= syllable <= "힣" and (ord(syllable) - FIRST_SYLLABLE) % FINALS == final
