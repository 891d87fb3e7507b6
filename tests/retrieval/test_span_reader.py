"""The reader that ships: how its weights are kept, and how passages are read with them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tiny_weights
import torch
from line_documents import document
from safetensors.torch import save_file

from retrieval import Library, search, span_reader
from retrieval.e5_unpack import unpack
from retrieval.embedding import Encoder
from retrieval.errors import EncoderError
from retrieval.settings import NO_READER
from retrieval.span_network import SpanNetwork
from retrieval.span_reader import SpanReader, packed, unpacked
from retrieval.spans import OUTSIDE

TEXTS = ["heat pump", "pump", "heat pump heat pump heat pump"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """An encoder of the kind of e5, a millionth of its size."""
    folder = tmp_path_factory.mktemp("model")
    unpacked_folder = unpack(tiny_weights.packed(), folder / "unpacked")
    return Encoder(str(unpacked_folder.rename(folder / "multilingual-e5-small")))


@pytest.fixture(scope="module")
def weights(tiny: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that nobody trained."""
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("weights") / "reader.safetensors"
    save_file(packed(SpanNetwork(tiny.network.config).state_dict()), path)
    return path


def test_weights_are_kept_to_within_a_two_hundredth_of_their_row(tiny: Encoder) -> None:
    weights = SpanNetwork(tiny.network.config).state_dict()
    for name, value in unpacked(packed(weights)).items():
        most = weights[name].abs().amax(dim=-1, keepdim=True)
        assert ((value - weights[name]).abs() <= most / 200 + 1e-6).all(), name


def test_every_word_of_a_passage_has_its_place(tiny: Encoder, weights: Path) -> None:
    for text, reading in zip(
        TEXTS, SpanReader(tiny, weights).read("a", [("pump", t) for t in TEXTS]), strict=True
    ):
        assert len(reading.logits) == 1 + len(reading.spans)
        inside = [text[start:end] for start, end in reading.spans if (start, end) != OUTSIDE]
        assert inside == text.split()


def test_a_passage_is_read_alike_alone_and_beside_others(tiny: Encoder, weights: Path) -> None:
    passages = [("", text) for text in TEXTS]
    together = SpanReader(tiny, weights).read("a", passages)
    for passage, reading in zip(passages, together, strict=True):
        (alone,) = SpanReader(tiny, weights).read("a", [passage])
        np.testing.assert_allclose(reading.logits, alone.logits, atol=0.05)


def test_what_was_read_is_remembered(tiny: Encoder, weights: Path) -> None:
    reader = SpanReader(tiny, weights)
    (first,) = reader.read("a", [("", TEXTS[0])])
    again, _ = reader.read("a", [("", TEXTS[0]), ("", TEXTS[1])])
    assert again is first


def test_missing_weights_are_told_of(tiny: Encoder, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="ENERGYCHAT_READER=none"):
        SpanReader(tiny, tmp_path / "reader.safetensors")


def test_damaged_weights_are_told_of(
    tiny: Encoder, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "reader.safetensors"
    shipped.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    monkeypatch.setattr(span_reader, "WEIGHTS", shipped)
    with pytest.raises(EncoderError, match="not the expected ones"):
        SpanReader(tiny, shipped)


def test_weights_of_an_own_training_read_where_they_are_named(
    open_library: Callable[..., Library], tiny: Encoder, weights: Path
) -> None:
    library = open_library(reader=str(weights))
    library.__dict__["encoder"] = tiny
    reader = library.extractive_reader
    assert isinstance(reader, SpanReader)
    assert reader.name == str(weights)


def test_weights_for_another_encoder_are_told_of(
    open_library: Callable[..., Library], e5: Encoder, weights: Path
) -> None:
    library = open_library(reader=str(weights))
    library.__dict__["encoder"] = e5
    with pytest.raises(EncoderError, match="do not fit the encoder"):
        assert library.extractive_reader


@pytest.mark.parametrize("reader", ["", NO_READER])
def test_beside_another_encoder_and_where_it_is_switched_off_nothing_reads(
    open_library: Callable[..., Library], e5: Encoder, reader: str
) -> None:
    library = open_library(reader=reader)
    if reader:
        library.__dict__["encoder"] = e5
    assert library.extractive_reader is None


@pytest.fixture(scope="module")
def shipped(e5: Encoder) -> SpanReader:
    """The weights that ship."""
    return SpanReader(e5)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "How long did the plasma last?",
            "In February 2025 the tokamak WEST in Cadarache held its plasma for 1,337 seconds.",
            "1,337 seconds",
        ),
        (
            "Quel rendement la cellule tandem atteint-elle ?",
            "En 2024, la cellule tandem du CEA et de 3SUN atteint un rendement de 30,8 %.",
            "30,8 %",
        ),
    ],
)
def test_the_shipped_reader_finds_the_words_that_answer(
    shipped: SpanReader, question: str, text: str, answer: str
) -> None:
    with_answer, without = (
        reading.best(0, len(each))
        for reading, each in zip(
            shipped.read(question, [("", text), ("", "Bread is baked in an oven.")]),
            (text, "Bread is baked in an oven."),
            strict=True,
        )
    )
    assert answer in text[with_answer.start : with_answer.end]
    assert with_answer.end - with_answer.start < len(text) / 2
    assert with_answer.margin > without.margin


def test_a_passage_that_answers_gains_on_one_that_only_shares_words(
    open_library: Callable[..., Library], e5: Encoder
) -> None:
    library = open_library()
    library.__dict__["encoder"] = e5
    texts = {
        "talk.txt": "When will Mammoth open? Many people ask when the plant Mammoth will open.",
        "news.txt": "The plant Mammoth opened in Iceland on 8 May 2024.",
    }
    with library.writer():
        for name, text in texts.items():
            library.replace(*document(name, text))

    def lead() -> float:
        found = {each.document: each.score for each in search(library, "When did Mammoth open?")}
        return found["news.txt"] - found["talk.txt"]

    with_reader = lead()
    library.__dict__["extractive_reader"] = None
    assert with_reader > lead()
