"""Drafts questions that a document answers, for a person to accept or edit: rules, no model.

The rules would rather miss a sentence than make nonsense of it, and leave out whatever needs
another sentence to be understood, such as a pronoun.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluation.drafting.acronyms import acronym_questions
from evaluation.drafting.asked import Asked, Vocabulary, anchors
from evaluation.drafting.english import english_questions
from evaluation.drafting.french import french_questions
from evaluation.drafting.korean import korean_questions
from evaluation.records import GoldQuestion
from retrieval.records import Page, Source
from retrieval.sentences import sentence_spans
from retrieval.terms import content_terms

LANGUAGES = {"en": "English", "fr": "French", "ko": "Korean"}
PARTS = 5  # of a document, over which the drafts are spread
SAME_PART = 0.12  # off the merit of a draft for each better one of its part
SAME_KIND = 0.08  # the same for its kind
MOST_ACRONYMS = 0.3  # of the drafts: they are easily made and measure little
LONGEST_SENTENCE = 400  # characters
FEWEST_TERMS = 4  # of meaning, which tie a question without a name or year to its document
LEAST_MERIT = 0.45
TOO_ALIKE = 0.7  # share of terms in common
_BROKEN_OFF = re.compile(
    r"\s(?:that|of|and|or|the|an?|than|as|et|ou|de|du|des|que|qui|le|la|les|à|est|ne)\s?\?$"
)


@dataclass(frozen=True)
class _Draft:
    asked: Asked
    sentence: str
    place: int  # characters of the document before it
    merit: float


def suggest(source: Source, pages: Sequence[Page], limit: int = 10) -> list[GoldQuestion]:
    """Questions that a document's sentences answer, the best first, at most one a sentence.

    Every answer stands verbatim in the question's passage, a sentence of the document. There
    are none in languages other than LANGUAGES.

    Args:
        limit: most questions, 1 or more.
    """
    language = language_of(source, pages)
    if language not in LANGUAGES:
        return []
    drafts = list(_drafts(pages, language))
    return [
        GoldQuestion(
            id="",
            question=draft.asked.question,
            answers=draft.asked.answers,
            documents=(source.document,),
            passages=(draft.sentence,),
            kind="acronym" if draft.asked.kind == "acronym" else "single_fact",
            language=language,
        )
        for draft in _spread(drafts, sum(len(page.text) for page in pages), limit)
    ]


def language_of(source: Source, pages: Sequence[Page]) -> str:
    """The ISO 639-1 code of a document's language, guessed where the source has none."""
    if source.language:
        return source.language[:2].lower()
    text = "\n".join(page.text for page in pages)
    if len(re.findall(r"[가-힣]", text)) > len(text) / 5:
        return "ko"
    words = Counter(re.findall(r"\w+", text.lower()))
    french = sum(words[word] for word in "le la les des est une dans et du".split())
    english = sum(words[word] for word in "the of and is in to was for with".split())
    return "fr" if french > english else "en"


def _drafts(pages: Sequence[Page], language: str) -> Iterator[_Draft]:
    """The best draft of each sentence, in reading order."""
    vocabulary = Vocabulary("\n".join(page.text for page in pages))
    before, seen = 0, {heading.text for page in pages for heading in page.headings}
    for page in pages:
        for start, end in sentence_spans(page.text, language):
            sentence = page.text[start:end]
            if len(sentence) > LONGEST_SENTENCE or sentence in seen:
                continue
            seen.add(sentence)
            made = [
                _Draft(asked, sentence, before + start, _merit(asked, sentence))
                for asked in _questions(sentence, language, vocabulary)
            ]
            best = max(made, key=lambda draft: draft.merit, default=None)
            if best and best.merit >= LEAST_MERIT:
                yield best
        before += len(page.text)


def _questions(sentence: str, language: str, vocabulary: Vocabulary) -> Iterator[Asked]:
    yield from acronym_questions(sentence, language)
    if language == "ko":
        yield from korean_questions(sentence)
    elif language == "fr":
        yield from french_questions(sentence, vocabulary)
    else:
        yield from english_questions(sentence, vocabulary)


def _merit(asked: Asked, sentence: str) -> float:
    """The merit of a question's rule, with what the question itself shows; 0 for none."""
    # The rules leave words out of a sentence, and may so join an answer that it does not hold.
    is_verbatim = all(answer and answer in sentence for answer in asked.answers)
    gives_away = any(answer in asked.question for answer in asked.answers)
    is_month = asked.kind == "date" and re.fullmatch(r"[^\d]*|\d+월", asked.answers[0])
    if not is_verbatim or gives_away or is_month or _BROKEN_OFF.search(asked.question):
        return 0.0
    length = len(asked.question.split())
    if re.search(r"[가-힣]", asked.question):
        return asked.merit - 0.02 * max(length - 9, 0)
    names = anchors(asked.question)
    if not names and len(content_terms(asked.question)) < FEWEST_TERMS:
        return 0.0
    return asked.merit + 0.05 * min(names, 3) - 0.02 * max(length - 14, 0)


def _spread(drafts: Sequence[_Draft], length: int, limit: int) -> list[_Draft]:
    """The best drafts, each next one less for every one chosen of its part or kind."""
    chosen: list[_Draft] = []
    left = list(drafts)
    parts: Counter[int] = Counter()
    kinds: Counter[str] = Counter()

    def worth(draft: _Draft) -> float:
        part = draft.place * PARTS // length
        return draft.merit - SAME_PART * parts[part] - SAME_KIND * kinds[draft.asked.kind]

    while left and len(chosen) < limit:
        best = max(left, key=worth)
        chosen.append(best)
        parts[best.place * PARTS // length] += 1
        kinds[best.asked.kind] += 1
        has_enough = kinds["acronym"] >= MOST_ACRONYMS * limit
        left = [
            draft
            for draft in left
            if not _are_alike(best, draft) and not (has_enough and draft.asked.kind == "acronym")
        ]
    return chosen


def _are_alike(one: _Draft, other: _Draft) -> bool:
    first, second = set(content_terms(one.asked.question)), set(content_terms(other.asked.question))
    return one is other or len(first & second) > TOO_ALIKE * len(first | second)
