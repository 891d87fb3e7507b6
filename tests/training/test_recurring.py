"""Questions that are made without labels, from words that recur."""

import random

from training.examples import Example
from training.recurring import BLANK, recurring_questions, recurring_spans

FIRST = "The plant of Kestrel Vale opened in 2031. It heats a school."
SECOND = "A storm hit the coast. Kestrel Vale lost its roof."


def passages(*texts: str, article: str = "A") -> list[Example]:
    return [Example(article, article, "?", text, 0, 0, ()) for text in texts]


def test_a_sentence_with_a_blank_asks_for_what_another_passage_says() -> None:
    found = recurring_questions(passages(FIRST, SECOND), random.Random(1))
    (asked,) = [each for each in found if each.answers == ("Kestrel Vale",)]
    assert asked.context[asked.start : asked.end] == "Kestrel Vale"
    hidden = SECOND if asked.context == FIRST else FIRST
    assert asked.question.replace(BLANK, "Kestrel Vale") in hidden


def test_of_one_passage_the_sentence_that_asks_is_left_out() -> None:
    text = "Kestrel Vale opened in 2031. Then Kestrel Vale closed."
    (asked,) = recurring_questions(passages(text), random.Random(1))
    assert asked.context in ("Kestrel Vale opened in 2031. ", "Then Kestrel Vale closed.")
    assert asked.question.replace(BLANK, "Kestrel Vale") not in asked.context


def test_spans_are_the_longest_that_recur_and_do_not_begin_or_end_with_a_common_word() -> None:
    texts = ["We saw the Kestrel Vale plant and the sea.", "It is the Kestrel Vale plant and hums."]
    assert set(recurring_spans(texts, {"the", "and"})) == {"Kestrel Vale plant"}
    assert set(recurring_spans(texts, set())) == {"the Kestrel Vale plant and"}


def test_what_recurs_in_another_article_only_is_not_asked_for() -> None:
    examples = passages(FIRST) + passages(SECOND, article="B")
    assert recurring_questions(examples, random.Random(1)) == []


def test_the_same_chance_gives_the_same_questions() -> None:
    examples = passages(FIRST, SECOND, "Kestrel Vale is small. It heats a school too.")
    first, second = (recurring_questions(examples, random.Random(3)) for _ in range(2))
    assert first == second and first
