"""The peers, on tiny sets."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from quality_run import Outcome
from small_sets import PAGED_SET, write_paged_set, write_text_set

from benchmarks import peers
from evaluation.scoring import RETRIEVAL_METRICS
from ingest import sync
from retrieval import Library

Measure = Callable[..., Outcome]
needs_the_extra = pytest.mark.skipif(
    any(find_spec(name) is None for name in peers.NEEDED),
    reason="the extra `benchmarks` is not installed: pip install --editable '.[benchmarks]'",
)


@needs_the_extra
def test_peers_are_judged_by_the_same_metrics(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    report = measure("--set", "squad2", "--json", "--peer").report("squad2")
    assert report["peers"].keys() == {"plain", "ensemble"}
    for peer in report["peers"].values():
        assert peer.keys() == {"retrieval", "passage_retrieval", "intervals"}
        assert peer["retrieval"] == report["retrieval"]
        assert peer["passage_retrieval"]["hit@1"] == 0.5
        assert peer["intervals"].keys() == set(RETRIEVAL_METRICS)


@needs_the_extra
def test_peers_are_judged_by_pages(tmp_path: Path, measure: Measure) -> None:
    write_paged_set(tmp_path)
    report = measure("--set", PAGED_SET, "--json", "--peer").report(PAGED_SET)
    for peer in report["peers"].values():
        assert peer["retrieval"]["hit@1"] == 1
        assert peer["passage_retrieval"]["hit@1"] == 0.5


@needs_the_extra
def test_peers_stand_in_the_table(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    out = measure("--set", "squad2", "--peer").out
    assert "plain" in out
    assert "ensemble" in out


@needs_the_extra
def test_equal_words_in_two_documents_stay_two_chunks(tmp_path: Path, library: Library) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, end in (("a.txt", ""), ("b.txt", "\n")):
        (documents / name).write_text(f"The dam of Usk holds water.{end}", encoding="utf-8")
    sync(library, documents)
    for find in peers.build_peers(library, tmp_path / "chroma", iter).values():
        found = find("What does the dam of Usk hold?", 10)
        assert sorted(passage.document for passage in found) == ["a.txt", "b.txt"]


@needs_the_extra
def test_chunks_are_cut_as_the_recipe_has_it(tmp_path: Path, library: Library) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    words = " ".join(f"word{number:04d}" for number in range(200))  # 9 characters each
    (documents / "long.txt").write_text(words, encoding="utf-8")
    sync(library, documents)
    find = peers.build_peers(library, tmp_path / "chroma", iter)["plain"]
    first, second = sorted(passage.chunk.text for passage in find("word0000", 10))
    assert len(first) == 998  # 111 words; one more would pass 1000
    assert second.startswith("word0089 ")  # 22 words, 197 characters, are said twice


def test_a_missing_extra_is_one_sentence(
    tmp_path: Path, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text_set(tmp_path)
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    outcome = measure("--set", "squad2", "--peer")
    assert outcome.code == 2
    assert "--peer needs langchain_chroma" in outcome.err
    assert "'.[benchmarks]'" in outcome.err
