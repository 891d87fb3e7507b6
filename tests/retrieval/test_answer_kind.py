"""What kind of answer a question asks for."""

import pytest

from retrieval.answer_kind import expected_answer, is_asked_for


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the workshop held?", "date"),
        ("In what year did the laboratory open?", "date"),
        ("Quand a eu lieu le record ?", "date"),
        ("워크숍은 언제 열렸나?", "date"),
        ("How long did the plasma last?", "duration"),
        ("How many institutions took part?", "amount"),
        ("What is the efficiency of the cell?", "amount"),
        ("Quel est le rendement de la cellule ?", "amount"),
        ("가격은 얼마인가?", "amount"),
        ("Who leads the laboratory?", "name"),
        ("Where was the workshop held?", "name"),
        ("What is the new name of NREL?", "name"),
        ("What did KIER and NRC CEI sign?", None),
        ("Why did sales fall?", None),
        ("When it opened in 2019, how many people worked there?", "amount"),
        ("How many cars were in use when 2024 ended?", "amount"),
        ("What did residents do when the plant closed?", None),
        ("Since when has it had this name?", "date"),
        ("The laboratory in Golden.\nWhen did it open?", "date"),
    ],
)
def test_the_question_tells_what_kind_of_answer_it_asks_for(
    question: str, kind: str | None
) -> None:
    assert expected_answer(question) == kind


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was it recorded?", "1097"),
        ("When was it recorded?", "the 9th century"),
        ("When will it be built?", "in three years"),
        ("몇 년짜리 협약인가?", "5년"),
        ("How many kilowatt-hours does it need?", "2 MWh"),
        ("How many dollars did it cost?", "CAD 5 million"),
        ("How many days did it take?", "two weeks"),
        ("How many people took part?", "17 million"),
        ("How many of them took part?", "40 %"),
        ("몇 %포인트 낮아졌나?", "0.4 %p"),
        ("What share does China refine?", "70"),
        ("What did the price fall by?", "12 %"),
        ("How much did it cost to build?", "€ 3.5bn"),
        ("Combien coûte la batterie ?", "108 dollars par kWh"),
        ("Who signed it?", "Kim Junbeom"),
        ("Why did it fall?", "17 %"),
    ],
)
def test_words_of_the_kind_and_unit_are_what_is_asked_for(question: str, words: str) -> None:
    assert is_asked_for(question, words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was it recorded?", "36,000 tonnes"),
        ("When was it recorded?", "the headquarters"),
        ("How long did it last?", "50 million °C"),
        ("How many kilowatt-hours does it need?", "36,000 tonnes"),
        ("How many people took part?", "2 GW"),
        ("How many people took part?", "an institute"),
        ("총사업비는 얼마인가?", "84 %"),
        ("Quel est le coût de la phase 2 ?", "15 minutes"),
        ("What share does China refine?", "22 GWh"),
        ("Who signed it?", "30 July 2025"),
        ("Where was it signed?", "15"),
    ],
)
def test_other_kinds_and_units_are_not(question: str, words: str) -> None:
    assert not is_asked_for(question, words)
