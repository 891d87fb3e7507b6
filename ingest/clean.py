"""Take out what a page repeats or says only for navigation."""

import re
from collections.abc import Iterable

from ingest.blocks import Block

MIN_REPEATED = 40  # characters; shorter lines, such as "Yes", may rightly occur twice
# Blocks within which a line that is said again is a headline's or a caption's copy; further on it
# is part of the text, as in a plan whose days have the same meals.
REPEATED_WITHIN = 8
MIN_TEASER = 30

# Whole lines that lead elsewhere and say nothing, in English, French, German and Korean.
_NAVIGATION = frozenset(
    """skip to content|skip to main content|skip to navigation|menu|main menu|search|home|share
    share this|share this article|tweet|print|print this page|email|latest|latest news|read also
    read more|read next|see also|related|related articles|related news|related posts|subscribe
    sign in|log in|register|newsletter|advertisement|accept all|accept cookies|cookie settings
    manage cookies|back to top|previous|next|previous article|next article|most read|popular
    trending|tags|comments|leave a comment|follow us|contact us|about us|privacy policy
    terms of use|all rights reserved|loading|you may also like|more from this section
    aller au contenu|à lire aussi|lire aussi|lire la suite|partager|imprimer|s'abonner|accueil
    articles similaires|sur le même sujet|retour en haut|tout accepter|mentions légales
    zum inhalt springen|zum inhalt|auch interessant|mehr zum thema|teilen|drucken|weiterlesen
    lesen sie auch|nach oben|startseite|impressum|datenschutz
    본문 바로가기|메뉴|검색|공유하기|인쇄|관련기사|관련 기사|최신기사|최신 기사|많이 본 기사
    구독하기|로그인|회원가입|목록|이전글|다음글|댓글|맨 위로""".replace("\n", "|").split("|")
)
_NAVIGATION_WORDS = frozenset(line.strip() for line in _NAVIGATION)
# Beginnings of short lines that ask for something and say nothing.
LONGEST_CALL = 200
_CALL = re.compile(
    r"""(?:read|see|find\ out)\ more(?:\ (?:here|on|at|about)\b|\s?:)|do(?:n't|n’t|\ not)\ miss\b
    |(?:click|tap)\ (?:here|on\ the)\b|sign\ up\ (?:for|to)\b|thanks\ for\ (?:signing|subscrib)
    |subscribe\ (?:to|now|here|for)\b|keep\ an\ eye\ on\ your\ inbox
    |there\ was\ an\ error\ processing|have\ a\ tip\?|get\ the\ latest\ .*\b(?:inbox|newsletter)
    |(?:get|download)\ (?:the|our)\ .{0,40}\bapp\b|get\ .{0,60}\bon\ the\ go\b
    |follow\ (?:us|him|her|them|me)\ on\b|tell\ us\ what\ you\ think
    |abonnez-vous|inscrivez-vous|jetzt\ (?:abonnieren|anmelden)""",
    re.IGNORECASE | re.VERBOSE,
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_CUT_OFF = re.compile(r"\s*(?:\.{3}|…)$")


def clean(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Drop navigation lines, repeated headlines and teasers cut off with an ellipsis.

    A line is kept at its first place; a cut-off teaser goes where the full line occurs.
    """
    kept: list[Block] = []
    last: dict[str, int] = {}
    blocks = list(blocks)
    texts = [_key(block.text) for block in blocks]
    for position, (block, key) in enumerate(zip(blocks, texts, strict=True)):
        is_near = key in last and position - last[key] <= REPEATED_WITHIN
        if not key or _leads_away(block.text, key) or _is_teaser(block.text, texts):
            continue
        last[key] = position
        if not (is_near and len(key) >= MIN_REPEATED):
            kept.append(block)
    return tuple(kept)


def _key(text: str) -> str:
    return _EDGES.sub("", text.casefold())


def _leads_away(text: str, key: str) -> bool:
    """Whether a line is navigation, or asks the reader to go or to do something elsewhere."""
    return key in _NAVIGATION_WORDS or (len(text) <= LONGEST_CALL and bool(_CALL.match(text)))


def _is_teaser(text: str, texts: list[str]) -> bool:
    if not _CUT_OFF.search(text):
        return False
    beginning = _key(text)
    return len(beginning) >= MIN_TEASER and any(
        other.startswith(beginning) and len(other) > len(beginning) for other in texts
    )
