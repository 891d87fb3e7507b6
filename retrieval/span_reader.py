"""The extractive reader that ships: its weights, and how passages are read with it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import EncoderError
from retrieval.span_inputs import TextTokens, body_of, passage_tokens, question_tokens
from retrieval.spans import ExtractiveReader, Reading

if TYPE_CHECKING:
    from torch import Tensor

    from retrieval.embedding import Encoder

WEIGHTS = Path(__file__).with_name("weights") / "reader.safetensors"
DIGEST = "0099a96da2792cd374a92e999ffd13a1a40333a13dd9122cee73820b3b9ece48"
SCALE = ".scale"  # of a matrix of int8: what each of its rows is multiplied by
READ_AT_ONCE = 8  # passages


class SpanReader(ExtractiveReader):
    """Reads passages for a question with the trained network on top of the encoder's embeddings.

    Args:
        encoder: multilingual-e5-small, which it was trained with.
        weights: another file than the shipped one, whose digest is not checked.

    Raises:
        EncoderError: the weights are missing or not the expected ones.
    """

    def __init__(self, encoder: "Encoder", weights: Path = WEIGHTS) -> None:
        # Imported here: PyTorch takes seconds, which a list of documents need not wait for.
        import torch

        from retrieval.span_network import SpanNetwork

        is_shipped = weights == WEIGHTS
        super().__init__(f"as shipped, sha256 {DIGEST} (checked)" if is_shipped else str(weights))
        self._encoder = encoder
        self._body = body_of(encoder)
        dtype = torch.bfloat16 if encoder.dtype == "bfloat16" else torch.float32
        self._network = SpanNetwork(self._body.config)
        try:
            self._network.load_state_dict(unpacked(_checked(weights)))
        except RuntimeError as error:  # as PyTorch reports names and shapes
            raise EncoderError(
                f"The reader's weights in {weights} do not fit the encoder {encoder.name}. Set "
                "ENERGYCHAT_READER to a file that training/ wrote for it, or unset it."
            ) from error
        self._network.to(dtype).eval()

    def _read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        (asked,) = question_tokens(self._encoder, [question])
        read = passage_tokens(self._encoder, passages)
        found: dict[int, Reading] = {}
        # Those of about one length together, so that little padding is read.
        order = sorted(range(len(read)), key=lambda n: len(read[n].ids))
        for at in range(0, len(order), READ_AT_ONCE):
            part = order[at : at + READ_AT_ONCE]
            for n, logits in zip(part, self._logits(asked, [read[n] for n in part]), strict=True):
                found[n] = Reading(logits.float().numpy(), read[n].spans)
        return [found[n] for n in range(len(read))]

    def _logits(self, asked: TextTokens, read: Sequence[TextTokens]) -> "list[Tensor]":
        import torch

        from retrieval.span_network import pair_logits

        pairs = [(asked, passage) for passage in read]
        with torch.inference_mode():
            return pair_logits(self._network, self._body.embeddings, pairs)


def packed(weights: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """Weights as they are stored: matrices as int8 with a scale for each row, the rest bfloat16."""
    import torch

    found = {}
    for name, value in weights.items():
        if value.dim() < 2:
            found[name] = value.to(torch.bfloat16).contiguous()
            continue
        scale = value.abs().amax(dim=1).clamp_min(1e-8) / 127
        found[name] = (value / scale[:, None]).round().to(torch.int8).contiguous()
        found[name + SCALE] = scale.float().contiguous()
    return found


def unpacked(stored: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """Weights in float32 of what :func:`packed` made."""
    return {
        name: value.float() * stored[name + SCALE][:, None]
        if name + SCALE in stored
        else value.float()
        for name, value in stored.items()
        if not name.endswith(SCALE)
    }


def _checked(weights: Path) -> "dict[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load

    is_shipped = weights == WEIGHTS
    remedy = "Install energychat again" if is_shipped else "Name another file in ENERGYCHAT_READER"
    remedy += ", or set ENERGYCHAT_READER=none to answer without it."
    try:
        data = weights.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if is_shipped and digest != DIGEST:
            raise EncoderError(
                f"The reader's weights in {weights} are not the expected ones (sha256 {digest}). "
                + remedy
            )
        return load(data)
    except (OSError, SafetensorError) as error:
        raise EncoderError(
            f"The reader's weights cannot be read from {weights}: {error}. {remedy}"
        ) from error
