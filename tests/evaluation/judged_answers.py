"""Judged answers made by hand, and a small library with a test set over it."""

from dataclasses import replace
from pathlib import Path

from evaluation.records import RIGHT, GoldQuestion, Result
from evaluation.scoring import MEAN_METRICS
from ingest import sync
from retrieval import Library

DOCUMENTS = {
    "workshop.txt": "The fourth workshop was held in Montreal. KIER and NRC CEI signed an LOI.",
    "heat.txt": "Sales of heat pumps fell by 22 per cent in 2023. Gas boilers were cheaper to run.",
    "solar.txt": "The tandem solar cell reached an efficiency of 30.8 per cent in September 2025.",
}
QUESTIONS = (
    '{"id": "w", "question": "Where was the fourth workshop held?", "answers": ["Montreal"],'
    ' "documents": ["workshop.txt"], "passages": ["The fourth workshop was held in Montreal."],'
    ' "kind": "fact", "language": "en", "split": "train"}\n'
    '{"id": "h", "question": "By how much did sales of heat pumps fall in 2023?",'
    ' "answers": ["22 per cent"], "documents": ["heat.txt"],'
    ' "passages": ["Sales of heat pumps fell by 22 per cent in 2023."], "kind": "fact",'
    ' "language": "en"}\n'
    '{"id": "s", "question": "What efficiency did the tandem solar cell reach?",'
    ' "answers": ["30.8 per cent"], "documents": ["solar.txt"], "kind": "fact"}\n'
    '{"id": "u", "question": "Who is the queen of Denmark?", "answers": [],'
    ' "answerable": false, "kind": "unanswerable", "language": "en", "split": "test"}\n'
)


def fill(library: Library, folder: Path) -> None:
    """Ingest DOCUMENTS."""
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    sync(library, folder)


def write_questions(folder: Path) -> Path:
    """The test set over DOCUMENTS."""
    path = folder / "questions.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def result(
    name: str,
    *,
    answerable: bool = True,
    answered: bool = True,
    confidence: float = 0.5,
    seconds: float = 0.1,
    verdict: str = RIGHT,
    kind: str = "fact",
    language: str = "en",
    **scores: float,
) -> Result:
    """A judged answer; ``scores`` by metric, with "__" for "." and "_at_" for "@"."""
    given = {k.replace("__", ".").replace("_at_", "@"): v for k, v in scores.items()}
    assert given.keys() <= set(MEAN_METRICS)
    gold = GoldQuestion(
        id=name,
        question=f"What of {name}?",
        answers=("yes",) if answerable else (),
        answerable=answerable,
        kind=kind,
        language=language,
    )
    return Result(
        gold=gold,
        standalone_question=gold.question,
        answer="It is so." if answered else "The documents do not say.",
        short_answer="so" if answered else "",
        answered=answered,
        confidence=confidence,
        seconds=seconds,
        citations=(),
        found=("a.md",),
        scores=dict.fromkeys(MEAN_METRICS) | given,
        verdict=verdict,
    )


def with_verdict(given: Result, verdict: str) -> Result:
    """The same answer, judged otherwise."""
    return replace(given, verdict=verdict)
