"""Makes up for an encoder's preference for passages in the question's own language.

A multilingual encoder puts texts of one language near each other, so that the passage that
answers in another language comes behind those that merely share the question's. Described in
Roy et al. 2020, "LAReQA: Language-Agnostic Answer Retrieval from a Multilingual Pool".
"""

from collections.abc import Mapping

LEVELLED = 0.75  # of the distance between the languages' best; see benchmarks/RESULTS.md


def level(similarities: Mapping[str, float], languages: Mapping[str, str]) -> dict[str, float]:
    """Raise the passages of each language by most of what its best one lies below the best.

    Args:
        similarities: of question and passages, by id; only the ids of ``languages`` are kept.
        languages: of the passages, by id; those of an unknown one, "", stay as they are.
    """
    known = {id_: similarity for id_, similarity in similarities.items() if id_ in languages}
    top = max(known.values(), default=0.0)
    best = {"": top}
    for id_, similarity in known.items():
        language = languages[id_]
        best[language] = max(best.get(language, similarity), similarity)
    return {
        id_: similarity + LEVELLED * (top - best[languages[id_]])
        for id_, similarity in known.items()
    }
