"""What the form under a thumbs-down makes of its fields."""

import pytest

from evaluation import EvaluationError, GoldQuestion
from ui.feedback_form import gold_question


def test_words_that_answer_make_an_answerable_question() -> None:
    gold = gold_question(" Where is it? ", " Montreal ", False, "a.md", ("What is KIER?",))
    assert gold == GoldQuestion(
        "",
        "Where is it?",
        answers=("Montreal",),
        documents=("a.md",),
        kind="user",
        history=("What is KIER?",),
    )


def test_an_unanswerable_question_has_no_document() -> None:
    gold = gold_question("Where is it?", "", True, "a.md", ())
    assert (gold.answerable, gold.answers, gold.documents) == (False, (), ())


@pytest.mark.parametrize(("answer", "is_unanswerable"), [("", False), (" ", False), ("x", True)])
def test_what_contradicts_itself_is_refused(answer: str, is_unanswerable: bool) -> None:
    with pytest.raises(EvaluationError):
        gold_question("Where is it?", answer, is_unanswerable, "a.md", ())
