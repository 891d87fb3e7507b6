"""Lets a language model write the answer, and judges each sentence before it is given out."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from retrieval.citations import MarkedSentence, complete_sentences, marked_sentences
from retrieval.embedding import Encoder
from retrieval.errors import LanguageModelError
from retrieval.grounds import Grounds
from retrieval.models import LanguageModel
from retrieval.prompting import answer_messages
from retrieval.records import Passage
from retrieval.support import STRUCK, Judge, Judged
from retrieval.terms import STOP_WORDS, terms

MOST_SENTENCES = 8  # judged, then the model is stopped
MOST_CHARACTERS = 6000  # read, thoughts included
REPEATS = 2  # sentences said before, after which a model goes round in circles
REFUSAL = "no answer"  # what the prompt asks for where the passages do not answer


@dataclass(frozen=True)
class Draft:
    """What has been judged so far; ``problem`` says why the model gave no more."""

    sentences: tuple[Judged, ...] = ()
    refused: bool = False
    problem: str = ""

    @property
    def standing(self) -> tuple[Judged, ...]:
        """The sentences that the documents support."""
        return tuple(s for s in self.sentences if s.outcome != STRUCK)

    @property
    def struck(self) -> tuple[Judged, ...]:
        """The sentences that they do not support."""
        return tuple(s for s in self.sentences if s.outcome == STRUCK)


def write(
    model: LanguageModel, passages: Sequence[Passage], grounds: Grounds, encoder: Encoder
) -> Generator[Draft, None, None]:
    """The draft as it grows, given also while nothing new is judged, so that it can be closed.

    A model that fails ends the draft with a problem, never with an error.

    Args:
        passages: the best first; those beyond the model's context are left out.
    """
    messages, shown = answer_messages(
        grounds.question, passages, model.count_tokens, model.context_tokens
    )
    draft = Draft()
    if not shown:
        yield replace(draft, problem="its context is too small for a passage")
        return
    judge = Judge(shown, grounds, encoder)
    text, seen, repeats = "", 0, 0
    said: set[str] = set()
    try:
        # Closed with this one, which ends the request.
        with closing(model.stream(messages)) as pieces:
            for piece in pieces:
                text += piece
                new = complete_sentences(text)[seen:] if piece else []
                seen += len(new)
                repeats += sum(_key(sentence) in said for sentence in new)
                draft = _judged(draft, new, said, judge)
                yield draft
                if _is_long(draft, text) or repeats >= REPEATS:
                    return
    except LanguageModelError as error:
        # What was written stands for itself; the sentence that broke off is not one.
        yield replace(draft, problem=str(error))
        return
    yield _judged(draft, marked_sentences(text)[seen:], said, judge)


def _judged(
    draft: Draft, sentences: Sequence[MarkedSentence], said: set[str], judge: Judge
) -> Draft:
    for sentence in sentences:
        key = _key(sentence)
        if key in said or STOP_WORDS.issuperset(key.split()):
            continue
        said.add(key)
        if key == REFUSAL:
            draft = replace(draft, refused=True)
        elif not sentence.text.endswith(("?", "？", ":", "：")):  # no statement
            draft = replace(draft, sentences=(*draft.sentences, judge.judge(sentence)))
    return draft


def _key(sentence: MarkedSentence) -> str:
    """What makes two sentences the same."""
    return " ".join(terms(sentence.text))


def _is_long(draft: Draft, text: str) -> bool:
    return len(draft.sentences) >= MOST_SENTENCES or len(text) >= MOST_CHARACTERS
