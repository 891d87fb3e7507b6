"""How like two texts are, on one scale for all encoders."""

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Encoder

# Texts about nothing that a library of energy research is about, in its three languages.
_UNRELATED: Final = (
    "My grandmother baked an apple cake for the birthday of her youngest cousin.",
    "The goalkeeper caught the ball shortly before the final whistle.",
    "Le chat dort sur le canapé pendant que les enfants jouent du piano.",
    "Nous avons réservé une table au restaurant pour samedi soir.",
    "어제 동생과 함께 영화를 보고 저녁으로 비빔밥을 먹었다.",
    "그 가수의 새 노래는 많은 사람들에게 사랑을 받고 있다.",
)
_vectors: "WeakKeyDictionary[Encoder, NDArray[np.float32]]" = WeakKeyDictionary()


def similarities(text: str, windows: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """Likeness of a text to each window, shape ``(len(windows),)``, between 0 and 1.

    The cosine c, set against the mean cosine u of the text and unrelated texts:
    (c - u) / (1 - u), since some encoders give any two texts .75 and others 0. Below 0 it is 0.
    """
    if encoder not in _vectors:
        _vectors[encoder] = encoder.encode_passages(_UNRELATED)
    vectors = encoder.encode_passages([text, *windows])
    unrelated = float((_vectors[encoder] @ vectors[0]).mean())
    cosines = vectors[1:] @ vectors[0]
    return np.asarray(np.clip((cosines - unrelated) / (1 - unrelated), 0, 1), dtype=np.float32)
