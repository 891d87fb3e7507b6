"""The nouns of an evaluation: frozen dataclasses without I/O."""

from dataclasses import dataclass

Scores = dict[str, float | None]  # by metric, such as "retrieval.hit@1"; None is undefined

RIGHT = "right"
RIGHTLY_SILENT = "rightly not answered"
SILENT = "not answered"
WRONG = "wrong answer"
INVENTED = "answered the unanswerable"
VERDICTS = (INVENTED, WRONG, SILENT, RIGHTLY_SILENT, RIGHT)  # worst first


@dataclass(frozen=True)
class GoldQuestion:
    """A question of a test set with what a good answer holds.

    ``answers`` are alternatives, any of which is right; ``documents`` all documents that
    hold the answer and ``passages`` their words that do. ``history`` has the earlier
    questions of the conversation, oldest first. ``pages`` of those documents, counted
    from 1, tell where the answer is when the words are not known. ``split`` is what the question
    is for, such as "train" for fitting and "test" for the last look.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    answerable: bool = True
    kind: str = ""
    language: str = ""
    history: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    split: str = ""

    @property
    def places(self) -> tuple[str, ...] | tuple[int, ...]:
        """Where in the documents the answer is: the gold passages, else the gold pages."""
        return self.passages or self.pages

    @property
    def key(self) -> tuple[str, ...]:
        """Tells the question from others in whatever order and under whatever id they come."""
        return (*self.history, self.question)


@dataclass(frozen=True)
class JudgedCitation:
    """A citation of an answer; ``is_right`` is None where the test set names no source."""

    document: str
    page: int
    quote: str
    is_right: bool | None


@dataclass(frozen=True)
class Result:
    """What the product answered to one question, and how good that is.

    ``found`` are the documents found, best first, at most ten.
    """

    gold: GoldQuestion
    standalone_question: str
    answer: str
    short_answer: str
    answered: bool
    confidence: float
    seconds: float
    citations: tuple[JudgedCitation, ...]
    found: tuple[str, ...]
    scores: Scores
    verdict: str
