"""How high the right document comes."""

from benchmarks.ranks import first_rank, row


def test_a_document_ranks_by_its_first_passage() -> None:
    assert first_rank(["a", "a", "b", "c", "b"], ["b", "c"]) == 2
    assert first_rank(["a", "b"], ["c"]) == 0


def test_a_row_counts_what_is_not_found() -> None:
    assert row([1, 3, 0, 12]) == "hit@1 0.250  nDCG@10 0.375"
