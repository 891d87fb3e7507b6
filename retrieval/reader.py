"""Finds the sentences that answer a question, or that none does, without a language model.

Each sentence of the best passages gets a few features between 0 and 1, over which one
logistic regression ranks the sentences and a second one says how probable it is that
the best of them answers at all.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from retrieval.followup import StandaloneQuestion
from retrieval.index import Library
from retrieval.records import HEADING_SEPARATOR, Citation, Passage
from retrieval.sentences import sentence_spans
from retrieval.short_answer import expected_answer, find_short_answer
from retrieval.terms import content_terms, terms

READ_PASSAGES = 12  # best passages that are read
READ_SENTENCES = 48  # sentences with the best lexical features that are also embedded
SHORTEST_SENTENCE = 3  # words; a shorter line is a label
TOPIC_SHARE = 0.3  # of a term that stands in an earlier question
NEAR_CREDIT = 0.5  # of a question term that stands beside the sentence instead of in it


@dataclass(frozen=True)
class Features:
    """What the regression sees of a sentence; every value lies between 0 and 1.

    coverage: idf-weighted share of the question's terms that the sentence holds, half of
        it for terms of its neighbours, headings or title.
    inside: the same for the sentence alone.
    similarity: cosine of the encoder's vectors of question and sentence.
    passage: the search's score of the passage.
    has_type: whether the sentence holds what the question asks for, such as a date.
    unknown: idf-weighted share of the question's terms that no passage of the library has.
    """

    coverage: float
    inside: float
    similarity: float
    passage: float
    has_type: float
    unknown: float


# From `python -m benchmarks.reader_fit` on SQuAD 2.0 development questions; WEIGHTS are in
# the order of Features. The first regression ranks sentences, the second turns the best
# sentence's log-odds into the probability that the question is answered at all.
WEIGHTS = (2.55, 2.04, 1.89, 4.14, 1.33, 0.28)
INTERCEPT = -10.5
CONFIDENCE_SLOPE = 0.65
CONFIDENCE_OFFSET = 0.67


@dataclass(frozen=True)
class Evidence:
    """A sentence of a page that may answer, with the words in it that do."""

    passage: Passage
    start: int
    end: int
    text: str
    short_answer: str
    features: Features
    log_odds: float

    @property
    def confidence(self) -> float:
        """Probability that the sentence answers the question, between 0 and 1."""
        return 1 / (1 + math.exp(-(CONFIDENCE_SLOPE * self.log_odds + CONFIDENCE_OFFSET)))

    @property
    def context(self) -> str:
        """The sentence with its document's title and its headings."""
        return f"{self.text} {self.passage.source.title} {self.passage.chunk.heading}"

    def cited_as(self, marker: int, lead: str = "") -> Citation:
        """The citation of the sentence."""
        passage = self.passage
        page = passage.chunk.page
        return Citation(
            marker, passage.source, page, self.start, self.end, self.text, passage, lead
        )


def read(
    library: Library, asked: StandaloneQuestion, passages: Sequence[Passage]
) -> list[Evidence]:
    """The sentences of the passages, the most probable answer first.

    A sentence that occurs in several passages is given once, at its best place.
    """
    weights = _term_weights(library, asked)
    candidates = [
        candidate
        for passage in passages[:READ_PASSAGES]
        for candidate in _candidates(passage, weights)
    ]
    candidates.sort(key=lambda c: -(c.coverage + c.inside + c.passage.score))
    candidates = candidates[:READ_SENTENCES]
    if not candidates:
        return []
    vectors = library.encoder.encode_passages([c.text for c in candidates])
    similarities = vectors @ library.encoder.encode_query(asked.text)
    unknown = 1 - sum(w for t, w in weights.items() if library.catalogue.frequency(t)) / (
        sum(weights.values()) or 1.0
    )
    found: dict[str, Evidence] = {}
    for candidate, similarity in zip(candidates, similarities, strict=True):
        evidence = _evidence(asked.question, candidate, float(similarity), unknown)
        key = " ".join(terms(candidate.text))
        if key not in found or evidence.log_odds > found[key].log_odds:
            found[key] = evidence
    return sorted(found.values(), key=lambda e: -e.log_odds)


@dataclass(frozen=True)
class _Candidate:
    passage: Passage
    start: int
    end: int
    text: str
    coverage: float
    inside: float


def _term_weights(library: Library, asked: StandaloneQuestion) -> dict[str, float]:
    """Inverse document frequency of the content terms, those of the topic counting less."""
    total = library.catalogue.count_chunks()
    shares = dict.fromkeys(content_terms(asked.topic), TOPIC_SHARE) | dict.fromkeys(
        content_terms(asked.question), 1.0
    )
    return {
        term: share * math.log(1 + (total + 0.5) / (library.catalogue.frequency(term) + 0.5))
        for term, share in shares.items()
    }


def _candidates(passage: Passage, weights: dict[str, float]) -> list[_Candidate]:
    chunk, source = passage.chunk, passage.source
    labels = chunk.heading.split(HEADING_SEPARATOR)
    # A text without a title has its first sentence for one, which may well answer.
    if not source.title.endswith((".", "!", "?", "。")):
        labels.append(source.title)
    spans = [
        (start, end)
        for start, end in sentence_spans(chunk.text, source.language)
        if chunk.text[start:end] not in labels
        and len(terms(chunk.text[start:end])) >= SHORTEST_SENTENCE
    ]
    own = [set(terms(chunk.text[start:end])) for start, end in spans]
    around = set(terms(f"{source.title} {chunk.heading}"))
    total = sum(weights.values()) or 1.0
    found = []
    for i, (start, end) in enumerate(spans):
        near = around.union(*own[max(i - 1, 0) : i + 2])
        inside = sum(w for term, w in weights.items() if term in own[i]) / total
        beside = sum(w for term, w in weights.items() if term in near - own[i]) / total
        found.append(
            _Candidate(
                passage,
                chunk.start + start,
                chunk.start + end,
                chunk.text[start:end],
                coverage=inside + NEAR_CREDIT * beside,
                inside=inside,
            )
        )
    return found


def _evidence(question: str, candidate: _Candidate, similarity: float, unknown: float) -> Evidence:
    short_answer = find_short_answer(question, candidate.text)
    features = Features(
        coverage=candidate.coverage,
        inside=candidate.inside,
        similarity=max(similarity, 0.0),
        passage=candidate.passage.score,
        has_type=float(expected_answer(question) is None or bool(short_answer)),
        unknown=unknown,
    )
    return Evidence(
        candidate.passage,
        candidate.start,
        candidate.end,
        candidate.text,
        short_answer or candidate.text,
        features,
        INTERCEPT + sum(w * x for w, x in zip(WEIGHTS, astuple(features), strict=True)),
    )
