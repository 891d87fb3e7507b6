"""An extractive reader of the user's own: any model with a question-answering head."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import EncoderError
from retrieval.spans import OUTSIDE, ExtractiveReader, Reading

MOST_TOKENS = 384  # of question and passage together; the passage is cut


class QuestionAnsweringModel(ExtractiveReader):
    """Reads passages with a model of transformers' ``AutoModelForQuestionAnswering``.

    Its first token stands for "no answer here", as SQuAD 2.0's models learn it.

    Args:
        model: a hub name, or a folder.

    Raises:
        EncoderError: the model cannot be loaded, or its tokenizer gives no offsets.
    """

    def __init__(self, model: str) -> None:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        # Imported here: it takes seconds, which a search without such a reader need not wait for.
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        super().__init__(model)
        is_local = Path(model).is_dir()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=is_local)
            self._model = AutoModelForQuestionAnswering.from_pretrained(
                model, local_files_only=is_local
            ).eval()
            if not self._tokenizer.is_fast:
                raise ValueError("its tokenizer does not tell the characters of a token")
        except Exception as error:  # a boundary: it depends on the folder what is raised
            raise EncoderError(
                f"The reader {model!r} cannot be loaded: {error}. Set ENERGYCHAT_READER to a "
                "folder or hub name of a question-answering model, or unset it."
            ) from error
        # Fast tokenizers fail with "Already borrowed" when two threads use one at once.
        self._lock = threading.Lock()

    def _read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        # What stands above a passage is not read.
        return [self._read_text(question, text) for _, text in passages]

    def _read_text(self, question: str, text: str) -> Reading:
        import torch

        with self._lock:
            encoded = self._tokenizer(
                question,
                text,
                truncation="longest_first",
                max_length=min(MOST_TOKENS, self._tokenizer.model_max_length),
                return_offsets_mapping=True,
                return_tensors="pt",
            )
        offsets = encoded.pop("offset_mapping")[0].tolist()
        with torch.inference_mode():
            output = self._model(**encoded)
        logits = torch.stack([output.start_logits[0], output.end_logits[0]], dim=1)
        sides = encoded.sequence_ids(0)
        spans = [
            (start, end) if side == 1 else OUTSIDE
            for side, (start, end) in zip(sides[1:], offsets[1:], strict=True)
        ]
        return Reading(logits.float().numpy(), spans)
