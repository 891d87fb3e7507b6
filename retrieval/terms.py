"""Words of a text as the lexical index and the reader see them.

Korean, Chinese and Japanese runs become character bigrams, since their words are
not set off by spaces and carry particles; a trigram index would miss words of
two characters.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

CJK = r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD = re.compile(rf"[^\W_{CJK}]+")
# "how long" asks for an amount; "long" says nothing of the topic then.
_HOW = re.compile(
    r"\bhow (?:many|much|long|large|big|far|high|hot|deep|old|fast|often|tall|wide)\b", re.I
)
_STEMMER = snowballstemmer.stemmer("porter")


def fold(text: str) -> str:
    """Lower-case text in NFKC without accents, as FTS5's unicode61 tokenizer folds it."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if not unicodedata.combining(c))
    )


# Function words and question words, which say how a question is put and not what it is about.
STOP_WORDS = frozenset(
    fold("""
    a about after all also am an and any are as at be been before being between both but by can
    could did do does doing during each for from had has have having he her here him his how i if in
    into is it its just many me more most much my no nor not now of on once only or other our out
    over own please same she should so some such tell than that the their them then there these they
    this those through to too under until up very was we were what when where which while who
    whom whose why will with would you your
    au aux avec ce ces cet cette combien comment dans de des du elle elles en est et il ils
    je la le les leur lui mais ne nous on ont ou par pas pour pourquoi qu quand que quel quelle
    quelles quels qui quoi sa se ses son sont sur un une vous était été a-t-il
    der die das den dem ein eine einer und oder ist sind war wie viel wer wann wo für von mit auf
    im zu
    몇 개 명 언제 어디 어디서 어디에서 누가 누구 무엇 무엇을 무엇인가 얼마 얼마나
    얼마인가 왜 어떻게 어떤 어느""").split()
)


def words(text: str) -> list[str]:
    """Folded words outside Korean, Chinese and Japanese runs, in order."""
    return _WORD.findall(fold(text))


def bigrams(text: str) -> list[str]:
    """Overlapping character pairs of each CJK run; a run of one character gives itself."""
    pairs: list[str] = []
    for run in _CJK_RUN.findall(fold(text)):
        pairs += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return pairs


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Porter stem of a folded word."""
    # FTS5's Porter tokenizer, too, leaves words of one or two letters alone: "US" is no plural.
    return str(_STEMMER.stemWord(word)) if len(word) > 2 else word


def content_terms(text: str) -> list[str]:
    """Distinct stems and bigrams that carry meaning, in order; all words if none does."""
    all_words = words(_HOW.sub(" ", text))
    chosen = [w for w in all_words if w not in STOP_WORDS] + bigrams(text)
    return list(dict.fromkeys(stem(w) for w in chosen or all_words))


def terms(text: str) -> list[str]:
    """All stems and bigrams of a text, with repetitions."""
    return [stem(w) for w in words(text)] + bigrams(text)


def match_expression(text: str) -> str:
    """An FTS5 query that finds any word of free text; empty if the text has none.

    Every word is quoted, since raw text such as ``IEA-15MW`` or ``12%`` is a syntax
    error, and hyphenated words are split as the tokenizer splits them.
    """
    found = dict.fromkeys(words(text))
    chosen = [w for w in found if w not in STOP_WORDS] or list(found)
    quoted = [f'"{word}"' for word in chosen]
    return " OR ".join(quoted + [f'bigrams : "{pair}"' for pair in dict.fromkeys(bigrams(text))])


def phrase_expression(text: str) -> str:
    """An FTS5 query that finds the words of a text in a row, or its CJK runs in one another's."""
    pairs = bigrams(text)
    found = " ".join(pairs or words(text))
    return f'bigrams : "{found}"' if pairs else f'"{found}"'
