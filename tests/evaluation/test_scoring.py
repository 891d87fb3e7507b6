"""Judging an answer, its citations and the passages found."""

import pytest

from evaluation.records import (
    INVENTED,
    RIGHT,
    RIGHTLY_SILENT,
    SILENT,
    WRONG,
    GoldQuestion,
)
from evaluation.scoring import (
    MEAN_METRICS,
    RETRIEVAL_METRICS,
    document_ranking,
    judge_citations,
    passage_ranking,
    score,
    score_retrieval,
    verdict,
)
from retrieval.records import Answer, Chunk, Citation, Passage, Source

FIRST = "The fourth workshop was held in Montreal."
SECOND = "It was signed at the headquarters of KIER in Daejeon."
OTHER = "Nothing of any use to anyone is said in this passage."
GOLD = GoldQuestion("q", "Where?", ("Montreal",), ("a.md", "b.md"), (FIRST, SECOND))


PAGED = GoldQuestion("q", "Where?", ("Montreal",), ("a.pdf",), pages=(7, 12))


def passage(document: str, text: str, score: float = 0.5, page: int = 1) -> Passage:
    source = Source(document, document, "md", document)
    return Passage(f"{document}:{text}", source, Chunk(page, 0, len(text), "", text), score)


def citation(document: str, quote: str, page: int = 1) -> Citation:
    found = passage(document, quote, page=page)
    return Citation(1, found.source, page, 0, len(quote), quote, found)


def answer(text: str, short: str, *citations: Citation, answered: bool = True) -> Answer:
    return Answer("Where?", "Where?", text, answered, short, 0.7, "", citations, (), 0.2)


def scores_of(given: Answer, *passages: Passage, gold: GoldQuestion = GOLD) -> dict[str, object]:
    return dict(score(gold, given, passages, judge_citations(gold, given.citations)))


def test_a_document_ranks_by_its_first_passage_and_ten_are_kept() -> None:
    names = ["a", "b", "a", *(f"d{n}" for n in range(12))]
    ranked = document_ranking([passage(name, "text") for name in names])
    assert ranked == ["a", "b", *(f"d{n}" for n in range(8))]


def test_a_passage_counts_where_it_first_holds_a_gold_one() -> None:
    found = [passage("a.md", OTHER), passage("a.md", FIRST), passage("b.md", FIRST)]
    ranked, relevant = passage_ranking(GOLD, found)
    assert ranked == ["passage 0", "passage 1", "passage 2"]
    assert relevant == ("passage 1", "missing 0")  # SECOND is in none


def test_gold_passages_that_lie_together_count_as_one() -> None:
    _, relevant = passage_ranking(GOLD, [passage("a.md", f"{FIRST} {SECOND}")])
    assert relevant == ("passage 0",)


def test_the_gold_words_in_another_document_do_not_count() -> None:
    _, relevant = passage_ranking(GOLD, [passage("copy.md", FIRST)])
    assert relevant == ("missing 0", "missing 1")


@pytest.mark.parametrize(
    ("page", "expected"), [(5, 0.0), (6, 1.0), (7, 1.0), (8, 1.0), (9, 0.0), (13, 1.0)]
)
def test_a_passage_counts_on_a_gold_page_or_beside_it(page: int, expected: float) -> None:
    found = score_retrieval(PAGED, [passage("a.pdf", OTHER, page=page)])
    assert found["passage_retrieval.hit@1"] == expected
    assert found["passage_retrieval.recall@5"] == expected / 2  # of two gold pages


def test_a_gold_page_of_another_document_does_not_count() -> None:
    assert passage_ranking(PAGED, [passage("b.pdf", OTHER, page=7)])[1] == (
        "missing 0",
        "missing 1",
    )


def test_a_gold_page_counts_once() -> None:
    found = [passage("a.pdf", OTHER, page=7), passage("a.pdf", FIRST, page=8)]
    assert passage_ranking(PAGED, found)[1] == ("passage 0", "missing 0")


def test_gold_words_go_before_gold_pages() -> None:
    gold = GoldQuestion("q", "Where?", (), ("a.pdf",), (FIRST,), pages=(7,))
    assert gold.places == (FIRST,)
    assert passage_ranking(gold, [passage("a.pdf", OTHER, page=7)])[1] == ("missing 0",)


def test_a_citation_is_right_on_a_gold_page_or_beside_it() -> None:
    cited = [citation("a.pdf", OTHER, page) for page in (8, 9)]
    assert [c.is_right for c in judge_citations(PAGED, cited)] == [True, False]


def test_a_search_alone_is_judged_as_with_an_answer() -> None:
    found = [passage("a.md", OTHER), passage("b.md", SECOND)]
    alone = score_retrieval(GOLD, found)
    assert alone.keys() == set(RETRIEVAL_METRICS)
    assert alone.items() <= scores_of(answer("", ""), *found).items()


def test_the_search_is_not_judged_of_an_unanswerable_question() -> None:
    gold = GoldQuestion("q", "Who?", answerable=False)
    found = score_retrieval(gold, [passage("a.md", FIRST)])
    assert found == dict.fromkeys(RETRIEVAL_METRICS)


def test_retrieval_is_judged_by_document_and_by_passage() -> None:
    found = scores_of(answer("", ""), passage("a.md", OTHER), passage("b.md", SECOND))
    assert found["retrieval.hit@1"] == 1
    assert found["retrieval.recall@5"] == 1
    assert found["passage_retrieval.hit@1"] == 0
    assert found["passage_retrieval.mrr"] == 0.5
    assert found["passage_retrieval.recall@10"] == 0.5


def test_a_document_beyond_the_tenth_is_not_found() -> None:
    found = [passage(f"d{n}", OTHER) for n in range(10)] + [passage("a.md", FIRST)]
    assert scores_of(answer("", ""), *found)["retrieval.mrr"] == 0


def test_the_short_answer_is_matched_and_the_whole_one_contains() -> None:
    found = scores_of(answer("It was in Montreal, Canada [1].", "Montreal, Canada"))
    assert found["answers.exact_match"] == 0
    assert found["answers.token_f1"] == pytest.approx(2 / 3)
    assert found["answers.contains"] == 1


def test_a_refusal_contains_nothing() -> None:
    given = answer("Montreal is not in the documents.", "", answered=False)
    found = scores_of(given)
    assert found["answers.contains"] == 0
    assert found["citations.uncited"] is None


def test_a_citation_is_right_with_gold_document_and_gold_words() -> None:
    given = answer(
        "…",
        "…",
        citation("a.md", FIRST),
        citation("a.md", OTHER),
        citation("copy.md", FIRST),
    )
    assert [c.is_right for c in judge_citations(GOLD, given.citations)] == [True, False, False]
    found = scores_of(given)
    assert found["citations.precision"] == pytest.approx(1 / 3)
    assert found["citations.recall"] == 0.5
    assert found["citations.uncited"] == 0


def test_without_gold_passages_the_document_decides() -> None:
    gold = GoldQuestion("q", "Where?", ("Montreal",), ("a.md",))
    (judged,) = judge_citations(gold, [citation("a.md", OTHER)])
    assert judged.is_right is True


def test_without_gold_sources_citations_are_not_judged() -> None:
    gold = GoldQuestion("q", "Where?", ("Montreal",))
    found = scores_of(answer("…", "…", citation("a.md", OTHER)), gold=gold)
    assert found["citations.precision"] is None
    assert found["citations.recall"] is None
    assert found["retrieval.hit@1"] is None
    assert found["passage_retrieval.hit@1"] is None


def test_an_answer_without_citations_has_recall_0_and_no_precision() -> None:
    found = scores_of(answer("Montreal", "Montreal"))
    assert found["citations.precision"] is None
    assert found["citations.recall"] == 0
    assert found["citations.uncited"] == 1


def test_nothing_but_abstention_is_judged_of_an_unanswerable_question() -> None:
    gold = GoldQuestion("q", "Who?", answerable=False)
    found = scores_of(answer("x", "x", citation("a.md", FIRST)), passage("a.md", FIRST), gold=gold)
    assert found == dict.fromkeys(MEAN_METRICS)


@pytest.mark.parametrize(
    ("answerable", "text", "short", "answered", "expected"),
    [
        (True, "It was in Montreal [1].", "in Montreal", True, RIGHT),
        (True, "It was in Toronto [1].", "Toronto", True, WRONG),
        (True, "Not said.", "", False, SILENT),
        (False, "It was he [1].", "he", True, INVENTED),
        (False, "Not said.", "", False, RIGHTLY_SILENT),
    ],
)
def test_the_verdict(
    answerable: bool, text: str, short: str, answered: bool, expected: str
) -> None:
    answers = ("Montreal",) if answerable else ()
    gold = GoldQuestion("q", "Where?", answers, answerable=answerable)
    given = answer(text, short, answered=answered)
    assert verdict(gold, answered, score(gold, given, [], []), False) == expected


def test_without_gold_answers_a_right_citation_makes_it_right() -> None:
    gold = GoldQuestion("q", "Where?", (), ("a.md",))
    given = answer("…", "…")
    assert verdict(gold, True, score(gold, given, [], []), True) == RIGHT
    assert verdict(gold, True, score(gold, given, [], []), False) == WRONG
