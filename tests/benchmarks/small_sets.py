"""Tiny public sets in the forms of the real ones, whose figures can be worked out by hand.

A text set has three documents in the library and a withheld one, and asks for the words of a
document, for those of the withheld one, and for what none says: half of the two answerable
questions can be answered. A paged set asks for the words of a page, for those of one two pages
away from the page named as gold, for a document without naming a page, and for nothing.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.ingest.pdf_writer import Line, Pdf

Row = dict[str, Any]
TEXT_SETS = ("energy_news", "energy_policy", "french", "korean", "single_topic", "squad2")
PAGED_SET = "climate_reports"
PAGES = (
    "The wind farm of Rye has forty turbines and a visitor centre.",
    "The staff canteen serves soup and bread on every working day.",
    "The solar park of Ely makes ninety gigawatt hours every year.",
    "The geothermal well of Bath is two thousand metres deep.",
)


def write_text_set(root: Path, name: str = "squad2") -> Path:
    """A set of texts; its documents and questions name the set, so that sets do not mix."""
    own = name.replace("_", "").title()
    folder = root / name
    folder.mkdir(parents=True)
    workshop = f"The {own} workshop was held in Montreal."
    texts = {
        "Workshop#1": f"{workshop} It was about hydrogen.",
        "pumps": f"Sales of {own} heat pumps fell by 22 per cent in 2023.",
        ".cell": f"The tandem cell of {own} reached an efficiency of 30.8 per cent.",
        "withheld": f"The headquarters of {own} are in Daejeon.",
    }
    write_jsonl(
        folder / "corpus.jsonl",
        (
            {"doc_id": id_, "title": "", "text": text, "withheld": id_ == "withheld"}
            for id_, text in texts.items()
        ),
    )
    write_jsonl(
        folder / "questions.dev.jsonl",
        [
            question(
                "w",
                f"Where was the {own} workshop held?",
                answers=["Montreal"],
                gold_doc_ids=["Workshop#1"],
                gold_passages=[workshop],
            ),
            question(
                "h",
                f"Where are the headquarters of {own}?",
                answers=["Daejeon"],
                gold_doc_ids=["withheld"],
                gold_passages=[texts["withheld"]],
            ),
            # As in energy_news: what a withheld document would have answered.
            question(
                "u",
                "Who is the queen of Denmark?",
                answers=["Mary"],
                gold_doc_ids=["withheld"],
                answerable=False,
                type="unanswerable",
            ),
        ],
    )
    return folder


def write_paged_set(root: Path) -> Path:
    """A set of two PDF files with wrapped answers and gold pages."""
    folder = root / PAGED_SET
    folder.mkdir(parents=True)
    lines = [[Line(text, y=700)] for text in PAGES]
    (folder / "plants.pdf").write_bytes(Pdf(lines).to_bytes())
    other = [[Line("The railway of York carries coal and iron ore to the sea.", y=700)]]
    (folder / "railway.pdf").write_bytes(Pdf(other).to_bytes())
    write_jsonl(
        folder / "corpus.jsonl",
        [
            {"doc_id": "The plants", "title": "Plants", "text": "", "path": "plants.pdf"},
            {"doc_id": "railway", "title": "Railway", "text": "", "path": "railway.pdf"},
        ],
    )
    paged = {"gold_doc_ids": ["The plants"], "gold_passages": ["doc1{of no use}"]}
    write_jsonl(
        folder / "questions.dev.jsonl",
        [
            question(
                "beside",
                "How much does the solar park of Ely make?",
                answers=["doc1{ninety gigawatt hours}"],
                gold_pages=[2],
                **paged,
            ),
            question(
                "far",
                "How deep is the geothermal well of Bath?",
                answers=["two thousand metres"],
                gold_pages=[2],
                **paged,
            ),
            question(
                "document", "What has forty turbines?", answers=["Rye"], gold_pages=[], **paged
            ),
            question("none", "Who is the queen of Denmark?", answerable=False, gold_pages=[]),
        ],
    )
    return folder


def question(qid: str, text: str, **more: object) -> Row:
    """A row of questions.dev.jsonl, answerable unless it says otherwise."""
    row = {"qid": qid, "question": text, "answers": [], "gold_doc_ids": [], "gold_passages": []}
    return row | {"answerable": True, "type": "fact"} | more


def write_jsonl(path: Path, rows: Iterable[Row]) -> Path:
    """A JSONL file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
