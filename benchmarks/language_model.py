"""Measure what a language model adds, and how much of what it writes the documents support.

Run from the repository's root: `python -m benchmarks.language_model --llm gguf:MODEL.gguf`,
over a library that `energychat ingest corpus/documents` has filled. Other settings come from
the environment.
"""

import argparse
import json
import logging
import random
import sys
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.shown_facts import missing_facts
from benchmarks.transcript import Transcribed, Transcript
from evaluation import GoldQuestion, read_questions
from evaluation.metrics import contains, token_f1
from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.citations import split_markers
from retrieval.errors import EnergyChatError
from retrieval.generation import Draft
from retrieval.reader import Evidence
from retrieval.records import Answer, Citation
from retrieval.settings import load_settings
from retrieval.support import KEPT, RECITED, STRUCK
from retrieval.writer import Writer

CANNOT_RUN = 2


class ObservedWriter(Writer):
    """A writer that remembers its last draft, and asks a model each prompt only once."""

    def __init__(self, library: Library, transcript: Transcript) -> None:
        super().__init__(library)
        self.model = Transcribed.of(self.model, transcript)
        self.draft = Draft()

    def drafts(self, question: str, evidence: Sequence[Evidence]) -> Generator[Draft, None, None]:
        """The drafts of the model, the last of which stays in ``draft``."""
        for self.draft in super().drafts(question, evidence):
            yield self.draft


@dataclass(frozen=True)
class Asked:
    """A question with the accepted answers, what the model drafted, and both final answers."""

    accepted: tuple[str, ...]
    draft: Draft
    written: Answer
    quoted: Answer


@dataclass(frozen=True)
class Shown:
    """A sentence that was shown as a model's, with what it cites."""

    question: str
    text: str
    citations: tuple[Citation, ...]

    @property
    def missing(self) -> list[str]:
        """Numbers, dates and names that are neither in the cited passages nor their titles."""
        sources = (f"{c.source.title} {c.passage.chunk.heading}" for c in self.citations)
        passages = (c.passage.chunk.text for c in self.citations)
        return missing_facts(self.text, " ".join([*sources, *passages]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and return the exit code."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    given = _parser().parse_args(arguments)
    try:
        library = Library(load_settings(library=given.library, llm=given.llm))
        transcript = Transcript(given.transcript)
        asked = list(ask_all(library, transcript, answerable_questions(given)))
    except EnergyChatError as error:
        print(error, file=sys.stderr)
        return CANNOT_RUN
    shown = list(shown_sentences(asked))
    if given.shown:
        lines = (json.dumps(_row(one), ensure_ascii=False) for one in shown)
        given.shown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for line in figures(asked, shown, transcript):
        print(line)
    return 0


def answerable_questions(given: argparse.Namespace) -> list[GoldQuestion]:
    """The answerable questions of the split, or a seeded sample of them."""
    split = None if given.split == "all" else given.split
    questions = [q for q in read_questions(given.testset).of_split(split) if q.answerable]
    if given.limit and given.limit < len(questions):
        return random.Random(given.seed).sample(questions, given.limit)
    return questions


def ask_all(
    library: Library, transcript: Transcript, questions: Sequence[GoldQuestion]
) -> Iterator[Asked]:
    """Each question that the library is found to answer, with the model and without."""
    quoting = Assistant(library, quotes=True)
    writing = Assistant(library, quotes=True)
    writing.writer = writer = ObservedWriter(library, transcript)
    for number, gold in enumerate(questions, 1):
        written = writing.ask(gold.question, gold.history)
        if written.answered:
            quoted = quoting.ask(gold.question, gold.history)
            yield Asked(gold.answers, writer.draft, written, quoted)
        print(f"\r{number} of {len(questions)} questions", end="", file=sys.stderr)
    print(file=sys.stderr)


def shown_sentences(asked: Sequence[Asked]) -> Iterator[Shown]:
    """The sentences of all answers that the model wrote."""
    for one in asked:
        if not one.written.written_by:
            continue
        by_marker = {c.marker: c for c in one.written.citations}
        text, cited = "", list[Citation]()
        for piece, marker in [*split_markers(one.written.text, by_marker), ("end", 0)]:
            if piece.strip() and cited:
                yield Shown(one.written.standalone_question, text.strip(), tuple(cited))
                text, cited = "", []
            text += piece
            cited += [by_marker[marker]] if marker else []


def figures(
    asked: Sequence[Asked], shown: Sequence[Shown], transcript: Transcript
) -> Iterator[str]:
    """The figures as rows of a Markdown table."""
    outcomes = Counter(s.outcome for one in asked for s in one.draft.sentences)
    total = outcomes.total()
    written = [one for one in asked if one.written.written_by]
    missing = [one for one in shown if one.missing]
    turns = list(transcript.turns.values())
    yield "| figure | value |\n|---|---|"
    yield f"| questions that were put to the model | {len(asked)} |"
    yield f"| sentences that it wrote | {total} |"
    for outcome in (KEPT, RECITED, STRUCK):
        yield f"| … {outcome} | {_share(outcomes[outcome], total)} |"
    yield f"| answers in the model's words | {_share(len(written), len(asked))} |"
    yield f"| sentences shown as the model's | {len(shown)} |"
    yield (
        "| … with a number, date or name that is not in what they cite | "
        f"{_share(len(missing), len(shown))} |"
    )
    for name, answer_of in (("with the model", _written), ("in quotes", _quoted)):
        answers = [(answer_of(one), one.accepted) for one in asked]
        holds = mean(contains(answer.text, gold) or 0.0 for answer, gold in answers)
        f1 = mean(token_f1(answer.short_answer, gold) or 0.0 for answer, gold in answers)
        yield f"| answer contains an accepted form / short F1, {name} | {holds:.3f} / {f1:.3f} |"
    yield (
        f"| seconds of writing, median: clock / processor | "
        f"{median(t.seconds for t in turns):.1f} / {median(t.cpu for t in turns):.1f} |"
    )


def _written(one: Asked) -> Answer:
    return one.written


def _quoted(one: Asked) -> Answer:
    return one.quoted


def _row(one: Shown) -> dict[str, object]:
    return {
        "question": one.question,
        "sentence": one.text,
        "missing": one.missing,
        "cited": [
            {"title": c.source.title, "quote": c.quote, "passage": c.passage.chunk.text}
            for c in one.citations
        ],
    }


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / (whole or 1):.1%})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.language_model", description=__doc__
    )
    parser.add_argument("--llm", required=True, help="as ENERGYCHAT_LLM")
    parser.add_argument("--library", type=Path, help="folder of the index")
    parser.add_argument("--testset", type=Path, default=Path("corpus/testset.jsonl"))
    parser.add_argument("--split", choices=("train", "test", "all"), default="train")
    parser.add_argument("--limit", type=int, help="size of a random sample of the questions")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--transcript", type=Path, help="file that keeps what the model writes")
    parser.add_argument("--shown", type=Path, help="file for the sentences shown, to be labelled")
    return parser


if __name__ == "__main__":
    sys.exit(main())
