"""Finds the sentences that answer a question, or that none does, without a language model."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer_kind import is_asked_for
from retrieval.confidence import WITH_READER, WITHOUT_READER, Features, Regression
from retrieval.followup import StandaloneQuestion
from retrieval.headings import is_name
from retrieval.index import Library
from retrieval.open_questions import is_open
from retrieval.query import OtherNames, with_asked_names
from retrieval.readings import min_max, probability, readings
from retrieval.records import HEADING_SEPARATOR, Citation, Passage
from retrieval.sentences import unmarked_spans
from retrieval.short_answer import find_short_answer
from retrieval.spans import ExtractiveReader
from retrieval.term_weights import coverage, term_weights
from retrieval.terms import terms

READ_PASSAGES = 8  # best passages that are read
READ_SENTENCES = 16  # sentences with the best lexical features that are also embedded
SHORTEST_SENTENCE = 3  # words; a shorter line is a label
MOST_SURE = 10.0  # that a span's margin counts, in either direction
NEAR_CREDIT = 0.5  # of a question term that stands beside the sentence instead of in it


@dataclass(frozen=True)
class Evidence:
    """A sentence of a page that may answer, with the words in it that do.

    ``surest`` is the largest margin of a span in all that was read for the question, and no less
    than 0 for one of yes or no; ``suffices`` says whether the confidence is high enough to answer.
    """

    passage: Passage
    start: int
    end: int
    text: str
    short_answer: str
    features: Features
    surest: float
    log_odds: float
    confidence: float
    suffices: bool

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
    weights = term_weights(library.catalogue, asked.question, asked.topic)
    names = library.catalogue.other_names(asked.text)
    candidates = [
        candidate
        for passage in passages[:READ_PASSAGES]
        for candidate in _candidates(passage, weights, names)
    ]
    if not candidates:
        return []
    if library.extractive_reader:
        regression = WITH_READER
        fits = _answers(library, library.extractive_reader, asked.text, candidates)
    else:
        regression = WITHOUT_READER
        candidates.sort(key=lambda c: -(c.coverage + c.inside + c.passage.score))
        candidates = candidates[:READ_SENTENCES]
        fits = _similarities(library, asked, candidates)
    known = {term for term in weights if library.catalogue.frequency(term)}
    unknown = 1 - coverage(weights, known)
    surest = max(fit.margin for fit in fits)
    if not is_open(asked.text):
        surest = max(surest, 0.0)  # that no words answer says nothing where yes or no does
    found: dict[str, Evidence] = {}
    for candidate, fit in zip(candidates, fits, strict=True):
        features = _features(asked.question, candidate, fit, unknown)
        evidence = _evidence(candidate, fit.short_answer, features, surest, regression)
        key = " ".join(terms(candidate.text))
        if key not in found or evidence.log_odds > found[key].log_odds:
            found[key] = evidence
    return sorted(found.values(), key=lambda e: -e.log_odds)


@dataclass(frozen=True)
class _Candidate:
    """A sentence; ``start`` and ``end`` count from the start of the chunk."""

    passage: Passage
    start: int
    end: int
    text: str
    coverage: float
    inside: float


@dataclass(frozen=True)
class _Fit:
    """How well a sentence fits the question, and the words of it that answer.

    Args:
        share: from 0, not at all, to 1.
        span: the reader's probability of an answer, 0 without a reader.
        margin: of the reader's best span, between -10 and 10; 0 without a reader.
    """

    share: float
    short_answer: str
    span: float = 0.0
    margin: float = 0.0


def _answers(
    library: Library,
    reader: ExtractiveReader,
    question: str,
    candidates: Sequence[_Candidate],
) -> list[_Fit]:
    """What the extractive reader finds in each sentence."""
    passages = list({c.passage.chunk_id: c.passage for c in candidates}.values())
    ids = [passage.chunk_id for passage in passages]
    read = dict(zip(ids, readings(library, reader, question, passages), strict=True))
    fits = []
    for candidate in candidates:
        span = read[candidate.passage.chunk_id].best(candidate.start, candidate.end)
        text = candidate.passage.chunk.text[span.start : span.end]
        # A network is never as sure as its logits say.
        margin = max(-MOST_SURE, min(span.margin, MOST_SURE))
        share = (margin + MOST_SURE) / (2 * MOST_SURE)
        fits.append(_Fit(share, text, probability(span.margin), margin))
    return fits


def _similarities(
    library: Library, asked: StandaloneQuestion, candidates: Sequence[_Candidate]
) -> list[_Fit]:
    """The cosine of question and sentence, and the words that rules find."""
    vectors = library.encoder.encode_passages([c.text for c in candidates])
    similarities = vectors @ library.encoder.encode_query(asked.text)
    shares = min_max([float(similarity) for similarity in similarities])
    return [
        _Fit(share, find_short_answer(asked.question, candidate.text))
        for candidate, share in zip(candidates, shares, strict=True)
    ]


def _candidates(
    passage: Passage, weights: dict[str, float], names: Sequence[OtherNames]
) -> list[_Candidate]:
    chunk, source = passage.chunk, passage.source
    labels = chunk.heading.split(HEADING_SEPARATOR)
    if is_name(source.title):
        labels.append(source.title)
    spans = [
        (start, end)
        for start, end in unmarked_spans(chunk.text, source.language)
        if chunk.text[start:end] not in labels
        and len(terms(chunk.text[start:end])) >= SHORTEST_SENTENCE
    ]
    own = [with_asked_names(set(terms(chunk.text[start:end])), names) for start, end in spans]
    around = with_asked_names(set(terms(f"{source.title} {chunk.heading}")), names)
    found = []
    for i, (start, end) in enumerate(spans):
        near = around.union(*own[max(i - 1, 0) : i + 2])
        inside = coverage(weights, own[i])
        beside = coverage(weights, near - own[i])
        found.append(
            _Candidate(
                passage,
                start,
                end,
                chunk.text[start:end],
                coverage=inside + NEAR_CREDIT * beside,
                inside=inside,
            )
        )
    return found


def _features(question: str, candidate: _Candidate, fit: _Fit, unknown: float) -> Features:
    return Features(
        coverage=candidate.coverage,
        inside=candidate.inside,
        fit=fit.share,
        span=fit.span,
        passage=candidate.passage.score,
        has_type=float(is_asked_for(question, fit.short_answer)),
        unknown=unknown,
    )


def _evidence(
    candidate: _Candidate,
    short_answer: str,
    features: Features,
    surest: float,
    regression: Regression,
) -> Evidence:
    odds = regression.log_odds(features)
    confidence = regression.confidence(odds, surest)
    return Evidence(
        candidate.passage,
        candidate.passage.chunk.start + candidate.start,
        candidate.passage.chunk.start + candidate.end,
        candidate.text,
        short_answer or candidate.text,
        features,
        surest,
        odds,
        confidence,
        confidence >= regression.answered_from,
    )
