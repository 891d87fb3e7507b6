"""The benchmark of language models: facts that are missing, and transcripts."""

from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from benchmarks.shown_facts import missing_facts
from benchmarks.transcript import Transcript, Turn, key_of

CITED = "On 5 February 2024 Canada passed China with 4,000 tonnes (BNEF)."


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Canada passed China on 5 February 2024.", []),
        ("In 2024 BNEF counted 4000 tonnes.", []),
        ("In 2025 Canada passed Chile.", ["2025", "Chile"]),
        ("It rose by 40 tonnes.", ["40"]),
        ("Today Canada leads.", []),
    ],
)
def test_facts_that_the_cited_text_lacks_are_found(sentence: str, missing: list[str]) -> None:
    assert missing_facts(sentence, CITED) == missing


def test_a_transcript_is_read_again(tmp_path: Path) -> None:
    turn = Turn("It is warm.", "", 1.5, 0.5)
    Transcript(tmp_path / "turns.jsonl").add(key_of([HumanMessage("Why?")]), turn)
    kept = Transcript(tmp_path / "turns.jsonl").turns
    assert kept == {key_of([HumanMessage("Why?")]): turn}
    assert key_of([HumanMessage("How?")]) not in kept
