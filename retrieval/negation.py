"""Which words of a text are negated, and whether it speaks of what is done, planned or possible."""

import re

from retrieval.wording import Word, Wording, same_key

DENIED = 1  # words of a claim that its negation denies for certain
AHEAD = 6  # words with content that a negation reaches
BEHIND = 2  # the same in Korean, where it stands behind
_AHEAD = re.compile(
    r"\b(?:not(?! only| until| just)|never|cannot|without|neither|nor|fail(?:ed|s|ing)? to|lacks?|"
    r"free (?:of|from)|no(?! (?:more|less|fewer) than|\.|\s?\d)|none|nobody|nothing|hardly|barely|"
    r"instead of|rather than|no longer|far from|refus\w+ to|"
    r"sans|aucune?|jamais|faute de)\b|\w+n['’]t\b|\b(?:does|do|can|could) without\b|"
    r"\bn(?:e\s+|['’])(?=[^.;]{1,40}\b(?:pas|plus|jamais|aucune?|rien|guère|point)\b)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"지\s?(?:않|못|아니)|않[은을는았으고다]|못[한하했]|없[이다는었으고]|아니[다며라었]|아닌|무산"
)
_TURN = re.compile(
    r"\b(?:but|while|whereas|although|though|mais|tandis|alors que)\b|, yet\b|[;:]|지만"
)
_PLANNED = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:\w+ )?to(?! be sure)\b|plan(?:s|ned|ning)?\b|intend\w*|"
    r"aim(?:s|ed)?\b|wants?\b|hop(?:es?|ed)\b|should|expect\w*|forecast\w*|foresee\w*|project(?:s|ed|ion)\b|"
    r"propos\w*|target\w*|goal|seeks?\b|scheduled|due to|going to|"
    r"devrai\w*|doi(?:t|vent)|prév\w+|vise\w*|veu\w+|sera|seront|compte\w* \w+er|objectif|cible|espér\w*|projet\w*)\b|"
    r"예정|계획|전망|목표|할 것|[하려]려(?:고|는| )|방침|예상|들어선다|[될릴]\s?것",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|possibl[ey]|perhaps|potential\w*|likely|"
    r"pourrai\w*|peut-être|éventuel\w*)\b|수 있|가능성|지도 모",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were|already|did)\b|\b(?!need)\w{3,}ed\b|\b(?:began|built|made|rose|fell|grew|"
    r"held|sold|took|became|came|went|won|led|sank|paid)\b|\b(?:a|ont|avait|avaient) (?:\w+ )?\w+(?:é|i|u|it|is)e?s?\b|"
    r"\bdéjà\b|[했됐었았렸졌]다|이미",
    re.IGNORECASE,
)


def negated(wording: Wording, reach: int = AHEAD) -> set[int]:
    """Positions of the words that a negation reaches, at most to the end of its clause.

    Args:
        reach: words with content that it reaches ahead.
    """
    found: set[int] = set()
    text = wording.text
    for match in _AHEAD.finditer(text):
        reached = 0
        sentence = _sentence_at(wording, match.start())
        turn = _TURN.search(text, match.end())
        for word in wording.words:
            if word.start < match.end() or word.sentence != sentence or reached == reach:
                continue
            if turn and word.start >= turn.start():
                break
            if word.is_content:
                found.add(word.position)
                reached += 1
    for match in _BEHIND.finditer(text):
        sentence = _sentence_at(wording, match.start())
        before = [
            w
            for w in wording.words
            if w.sentence == sentence and w.start < match.start() and w.is_content
        ]
        found.update(word.position for word in before[-BEHIND:])
    return found


def is_negated_at(wording: Wording, offset: int, reached: set[int]) -> bool:
    """Whether a negation reaches the word at an offset."""
    return any(w.start <= offset < w.end and w.position in reached for w in wording.words)


def _sentence_at(wording: Wording, offset: int) -> int:
    return sum(start <= offset for start, _ in wording.sentences) - 1


def modality(text: str) -> str:
    """What a sentence speaks of: "possible", "planned", "done", or empty: several or none."""
    rest = _PLANNED.sub(" ", text)
    if _DONE.search(rest):
        return "done" if rest == text and not _POSSIBLE.search(text) else ""
    if rest != text:
        return "planned"
    return "possible" if _POSSIBLE.search(text) else ""


def speaks_of_plan(text: str) -> bool:
    """Whether a text has any word of a plan, an aim or an expectation."""
    return bool(_PLANNED.search(text))


def contradicting_negation(claim: Wording, source: Wording, aligned: set[int]) -> Word | None:
    """A word of the claim that is negated in one of the two texts only; None if there is none.

    Where both negate something, each must negate what the other does not, since how far a
    negation reaches is uncertain.

    Args:
        aligned: numbers of the source's sentences that the claim is about.
    """
    own = negated(claim)
    nearby = [word for word in source.words if word.sentence in aligned]
    theirs = negated(source) & {word.position for word in nearby}
    theirs |= {
        w.position
        for w in nearby
        if any(_has_other_sign(word.key, w.key, longer=w.key) for word in claim.words)
    }
    prefixed = {
        word.position
        for word in claim.words
        if any(_has_other_sign(word.key, w.key, longer=word.key) for w in nearby)
    }
    own |= prefixed
    if own and theirs:
        return _crossed(claim, nearby, own, theirs)
    # What an answer denies in words of its own, such as "no longer on track", is no denial of
    # all the words that follow.
    own &= negated(claim, DENIED) | prefixed
    for word in claim.words:
        same = [w for w in nearby if _is_form(word.key, w.key)]
        if not word.is_content or not same or (word.is_name and word.position not in own):
            continue
        if word.position in own or all(w.position in theirs for w in same):
            return word
    return None


def _crossed(claim: Wording, nearby: list[Word], own: set[int], theirs: set[int]) -> Word | None:
    only_own: Word | None = None
    only_theirs: Word | None = None
    for word in claim.words:
        same = [w for w in nearby if same_key(word.key, w.key)]
        if not word.is_content or word.is_name or not same:
            continue
        flags = {w.position in theirs for w in same}
        if word.position in own and True in flags:
            return None
        if word.position in own:
            only_own = word
        elif flags == {True}:
            only_theirs = word
    return only_own if only_theirs else None


_PREFIX = re.compile(r"^(?:un|in|im|ir|il|non|dis|mé|불|비|미)")


def _is_form(a: str, b: str) -> bool:
    return same_key(a, b) or _has_other_sign(a, b, max(a, b, key=len))


def _has_other_sign(a: str, b: str, longer: str) -> bool:
    """Whether the longer of two words is the other with "un" or the like before it."""
    shorter = b if longer == a else a
    match = _PREFIX.match(longer)
    return len(shorter) > 3 and match is not None and longer[match.end() :] == shorter
