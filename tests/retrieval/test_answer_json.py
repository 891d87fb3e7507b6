"""Answers that are kept as JSON and read back."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer_json import VERSION, answer_from_json, answer_to_json
from retrieval.errors import NotKept
from retrieval.records import Answer, Chunk, Citation, Passage, Source, SourceChange

FINITE = st.floats(allow_nan=False, allow_infinity=False)
PASSAGES = st.builds(Passage, score=FINITE, change=st.none())
ANSWERS = st.builds(
    Answer,
    confidence=FINITE,
    seconds=FINITE,
    passages=st.lists(PASSAGES, max_size=2).map(tuple),
    citations=st.lists(st.builds(Citation, passage=PASSAGES), max_size=2).map(tuple),
)
EMPTY = Answer("What?", "What?", "", False, "", 0.0, "", (), (), 0.1)


@given(ANSWERS)
def test_any_answer_is_read_back_as_it_was(answer: Answer) -> None:
    assert answer_from_json(answer_to_json(answer)) == answer


def test_what_became_of_a_source_is_not_kept() -> None:
    source = Source("a.md", "a.md", "md", "A")
    change = SourceChange("2026-01-02", is_gone=True)
    passage = Passage("a.md:12:0000", source, Chunk(1, 0, 2, "", "Hi"), 0.5, (), change)
    kept = answer_from_json(answer_to_json(replace(EMPTY, passages=(passage,))))
    assert kept.passages == (replace(passage, change=None),)


def test_an_answer_from_before_a_field_was_there_gets_its_default() -> None:
    kept = json.loads(answer_to_json(EMPTY))
    late = [field.name for field in fields(Answer) if field.name in ("is_list", "written_by")]
    for name in late:
        del kept["answer"][name]
    assert len(late) == 2
    assert answer_from_json(json.dumps(kept)) == EMPTY


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "answer": {"question": "?"}}'])
def test_a_damaged_answer_is_said_to_be_unreadable(text: str) -> None:
    with pytest.raises(NotKept, match="cannot be read"):
        answer_from_json(text)


def test_an_answer_of_a_newer_version_asks_for_an_update() -> None:
    newer = json.dumps({"version": VERSION + 1, "answer": {"words": "Yes."}})
    with pytest.raises(NotKept, match="Update the program"):
        answer_from_json(newer)
