"""Documents whose texts are nearly the same, such as a report and its draft."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog import Catalogue
from retrieval.records import Page
from retrieval.terms import fold

SHINGLE = 5  # words in a row
PERMUTATIONS = 128  # numbers of a signature: a similarity is told to about 0.04
NEARLY_THE_SAME = 0.8
_WORD = re.compile(r"\w+")


def signature(pages: Sequence[Page]) -> bytes:
    """MinHash of a document's rows of five words: 128 numbers of 32 bits, in four bytes each.

    Source: Broder 1997, "On the resemblance and containment of documents".
    """
    from datasketch import MinHash  # loads SciPy

    words = [word for page in pages for word in _WORD.findall(fold(page.text))]
    shingles = {
        " ".join(words[n : n + SHINGLE]).encode() for n in range(max(len(words) - SHINGLE, 0) + 1)
    }
    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch(sorted(shingles))
    return bytes(sketch.hashvalues.astype(np.uint32).tobytes())


def near_duplicates(catalogue: Catalogue, documents: Iterable[str]) -> list[tuple[str, str, float]]:
    """For each of these documents the most similar other one, if it is nearly the same.

    Returns:
        The document, the other one and their similarity: the share of rows of five words that
        both have (Jaccard index, 0 to 1), as the signatures estimate it.
    """
    signatures = catalogue.signatures()
    wanted = [document for document in documents if document in signatures]
    if not wanted:
        return []
    names = list(signatures)
    rows = np.stack([_numbers(each) for each in signatures.values()])
    found: dict[frozenset[str], tuple[str, str, float]] = {}
    for document in wanted:
        similarity = (rows == _numbers(signatures[document])).mean(axis=1)
        similarity[names.index(document)] = 0
        best = int(similarity.argmax())
        if similarity[best] >= NEARLY_THE_SAME:
            pair = frozenset((document, names[best]))
            found.setdefault(pair, (document, names[best], round(float(similarity[best]), 2)))
    return list(found.values())


def _numbers(stored: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(stored, dtype=np.uint32)
