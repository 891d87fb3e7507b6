"""Answers as JSON that is kept for years: versioned, and read back as they were."""

import json
from dataclasses import asdict
from typing import Any

from retrieval.errors import NotKept
from retrieval.records import Answer, Chunk, Citation, Passage, Source, StatedValue, Unsupported

# Raise it when a field changes its meaning or its name, and read the older versions on. A field
# that is new and has a default needs none: answers from before are read with that.
VERSION = 1


def answer_to_json(answer: Answer) -> str:
    """The whole answer, but not what became of its sources since."""
    fields = asdict(answer)
    for passage in (*fields["passages"], *(cited["passage"] for cited in fields["citations"])):
        del passage["change"]
    return json.dumps({"version": VERSION, "answer": fields}, ensure_ascii=False)


def answer_from_json(text: str) -> Answer:
    """The answer of which the text was made.

    Raises:
        NotKept: the text is damaged, or was written by a newer version.
    """
    try:
        kept = json.loads(text)
        if kept["version"] > VERSION:
            raise NotKept(
                "An answer was kept by a newer version of this program. Update the program."
            )
        return _answer(kept["answer"])
    except (ValueError, TypeError, KeyError) as error:
        raise NotKept("An answer was kept in a form that cannot be read.") from error


def _answer(fields: dict[str, Any]) -> Answer:
    made = {
        "citations": tuple(_citation(each) for each in fields["citations"]),
        "passages": tuple(_passage(each) for each in fields["passages"]),
        "unsupported": tuple(Unsupported(**each) for each in fields["unsupported"]),
        "disagreement": tuple(StatedValue(**each) for each in fields["disagreement"]),
    }
    return Answer(**fields | made)


def _citation(fields: dict[str, Any]) -> Citation:
    source, passage = Source(**fields["source"]), _passage(fields["passage"])
    return Citation(**fields | {"source": source, "passage": passage})


def _passage(fields: dict[str, Any]) -> Passage:
    made = {
        "source": Source(**fields["source"]),
        "chunk": Chunk(**fields["chunk"]),
        "duplicates": tuple(fields["duplicates"]),
    }
    return Passage(**fields | made)
