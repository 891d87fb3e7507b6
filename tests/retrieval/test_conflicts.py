"""Documents that give different values for one thing, and those that only seem to."""

import pytest
from dated_documents import put_dated

from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.disagreement import disagreement_text
from retrieval.records import Answer

OTHERS = {
    "a": "The tokamak of Ely held its plasma for 1,337 seconds.",
    "b": "The laboratory of Brae tests pumps for geothermal wells.",
    "c": "Un électrolyseur de Lorient produit de l'hydrogène depuis le printemps.",
}


def ask(library: Library, question: str, *texts: str) -> Answer:
    """Ask a library of the texts, of January, February and so on of 2025, and of others."""
    dated = {f"2025-{month:02}": text for month, text in enumerate(texts, 1)}
    put_dated(library, OTHERS | dated)
    return Assistant(library).ask(question)


@pytest.mark.parametrize(
    ("question", "first", "second", "values"),
    [
        (
            "How many turbines does the wind farm of Morven have?",
            "The wind farm of Morven has 48 turbines, the ministry says.",
            "The wind farm of Morven has 54 turbines off the coast.",
            {"48", "54"},
        ),
        (
            "What is the efficiency of the tandem cell of Zubiri?",
            "The tandem cell of Zubiri has an efficiency of 31.2 %.",
            "An efficiency of 29.8 % is what the tandem cell of Zubiri has.",
            {"31.2 %", "29.8 %"},
        ),
        (
            "When did the pumped storage plant of Corran open?",
            "The pumped storage plant of Corran opened in May 2019.",
            "The pumped storage plant of Corran opened in June 2020 after a delay.",
            {"May 2019", "June 2020"},
        ),
        (
            "Combien de ménages la centrale de Kervran alimente-t-elle ?",
            "La centrale de Kervran alimente 12 000 ménages.",
            "La centrale de Kervran alimente 15 500 ménages de la région.",
            {"12 000", "15 500"},
        ),
        (
            "한빛 배터리 공장의 생산 용량은 얼마인가?",
            "한빛 배터리 공장의 생산 용량은 12 GWh이다.",
            "한빛 배터리 공장의 생산 용량은 20 GWh로 알려졌다.",
            {"12 GWh", "20 GWh"},
        ),
    ],
)
def test_different_values_of_two_documents_are_said(
    library: Library, question: str, first: str, second: str, values: set[str]
) -> None:
    answer = ask(library, question, first, second)
    assert {value.text for value in answer.disagreement} == values
    quotes = {c.marker: c.quote for c in answer.citations}
    assert all(value.text in quotes[value.marker] for value in answer.disagreement)
    assert {value.published for value in answer.disagreement} == {"2025-01", "2025-02"}


MORVEN = "How many turbines does the wind farm of Morven have?"


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (  # the same in words, another unit, a rounding
            "How much does the dam of Ardle store?",
            "The dam of Ardle stores 1.34 GWh of electricity.",
            "The dam of Ardle stores 1,340 MWh of electricity.",
        ),
        (
            "How many people does the plant of Ardle employ?",
            "The plant of Ardle employs about 3,000 people.",
            "The plant of Ardle employs 2,870 people.",
        ),
        (  # of another year
            "How many heat pumps were sold in Norland?",
            "In Norland 30,000 heat pumps were sold in 2023.",
            "In Norland 38,000 heat pumps were sold in 2024.",
        ),
        (  # of another plant
            MORVEN,
            "The wind farm of Morven has 48 turbines of Vestrel.",
            "Beside the wind farm of Morven, that of Kilbride has 54 turbines.",
        ),
        (  # planned and built
            MORVEN,
            "The wind farm of Morven has 48 turbines, which were installed last summer.",
            "The wind farm of Morven is to have 54 turbines, as planned in the spring.",
        ),
        (  # two sides of a range
            "What is the price of heat in Norland?",
            "The highest price of heat in Norland is 140 euros.",
            "The lowest price of heat in Norland is 90 euros.",
        ),
        (  # one knows of both
            MORVEN,
            "The wind farm of Morven has 48 turbines.",
            "The wind farm of Morven has 54 turbines, after 48 turbines at first.",
        ),
        (  # about something else that the wind farm has
            MORVEN,
            "The wind farm of Morven has 48 turbines.",
            "The wind farm of Morven has 3 cables to the shore.",
        ),
    ],
)
def test_values_with_a_reason_to_differ_are_no_disagreement(
    library: Library, question: str, first: str, second: str
) -> None:
    answer = ask(library, question, first, second)
    assert answer.answered
    assert answer.disagreement == ()
    assert disagreement_text(answer) == ""


def test_one_document_does_not_disagree_with_itself(library: Library) -> None:
    put_dated(
        library,
        OTHERS
        | {
            "2025": "The wind farm of Morven has 48 turbines.\n"
            "The wind farm of Morven has 54 turbines."
        },
    )
    assert Assistant(library).ask(MORVEN).disagreement == ()


@pytest.mark.parametrize(
    ("question", "texts", "said"),
    [
        (
            MORVEN,
            (
                "The wind farm of Morven has 48 turbines.",
                "The wind farm of Morven has 54 turbines.",
            ),
            "Sources disagree: ",
        ),
        (
            "Combien de turbines le parc de Kervran compte-t-il ?",
            ("Le parc de Kervran compte 48 turbines.", "Le parc de Kervran compte 54 turbines."),
            "Les sources divergent : ",
        ),
        (
            "한빛 풍력단지의 터빈은 몇 기인가?",
            ("한빛 풍력단지의 터빈은 48기이다.", "한빛 풍력단지의 터빈은 54기이다."),
            "출처마다 값이 다릅니다: ",
        ),
    ],
)
def test_it_is_said_in_the_language_of_the_question(
    library: Library, question: str, texts: tuple[str, str], said: str
) -> None:
    answer = ask(library, question, *texts)
    text = disagreement_text(answer)
    assert text.startswith(said)
    for value in answer.disagreement:
        assert f"{value.text} ({value.published}) [{value.marker}]" in text


def test_a_value_without_a_date_says_so(library: Library) -> None:
    put_dated(
        library,
        OTHERS
        | {
            "2025": "The wind farm of Morven has 48 turbines.",
            "undated": "The wind farm of Morven has 54 turbines.",
        },
    )
    text = disagreement_text(Assistant(library).ask(MORVEN))
    assert "48 turbines" not in text
    assert "48 (2025) [" in text
    assert "54 (no date) [" in text
