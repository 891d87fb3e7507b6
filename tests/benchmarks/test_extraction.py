"""`python -m benchmarks.extraction` on two tiny pages."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.extraction import PageScore, main, score_page, sum_up

BODY = (
    "The heat pump factory of the town opened last spring and employs ninety people. "
    "It makes four hundred pumps a week and sells most of them abroad. "
    "The mayor hopes that a second hall will be built before the end of the decade."
)
SHORT = "Nothing else happened."
PAGE = """<html><head><title>Pumps</title><style>p {{ color: red }}</style></head>
<body><script>var hidden = 1;</script><article><p>{}</p></article></body></html>"""


def write_benchmark(root: Path) -> Path:
    (root / "html").mkdir()
    bodies = {"long": BODY, "short": SHORT}
    for name, body in bodies.items():
        page = PAGE.format(body) if name == "long" else f"<p>{body}</p>"
        (root / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    gold = {name: {"articleBody": body, "url": ""} for name, body in bodies.items()}
    (root / "ground-truth.json").write_text(json.dumps(gold), encoding="utf-8")
    return root


def test_shingles_are_runs_of_four_tokens() -> None:
    # Given: abcd bcde; gold: abcd bcdf cdfg. One is shared.
    assert score_page("a b c d e", "a, b: c d f g") == PageScore(1 / 2, 1 / 3, False)


def test_repeated_shingles_count_as_often_as_they_occur() -> None:
    # Given: aaaa three times; gold: once.
    assert score_page("a a a a a a", "a a a a") == PageScore(1 / 3, 1, False)


def test_a_short_text_is_one_shingle_and_punctuation_is_none() -> None:
    assert score_page("It is so.", "It is so") == PageScore(1, 1, True)


def test_nothing_given_has_no_precision_and_recall_0() -> None:
    assert score_page("", "It is so") == PageScore(None, 0, False)


def test_f1_is_of_the_mean_precision_and_the_mean_recall() -> None:
    figures = sum_up([PageScore(0.5, 1, False), PageScore(1, 0.5, True), PageScore(None, 0, False)])
    assert figures["precision"] == pytest.approx(0.75)  # of two pages
    assert figures["recall"] == pytest.approx(0.5)
    assert figures["f1"] == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert figures["accuracy"] == pytest.approx(1 / 3)


def test_nothing_extracted_anywhere_scores_0() -> None:
    figures = sum_up([PageScore(None, 0, False), PageScore(None, 0, False)])
    assert (figures["f1"], figures["precision"], figures["recall"]) == (0, 0, 0)


def test_the_extractors_are_scored_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_benchmark(tmp_path)
    assert main(["--root", str(root), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["n"] == 2
    stripper = report["tag-stripper"]
    # "Pumps", the title, goes before the 43 tokens of the long body: 41 shingles, of which 40
    # are in the body. The short page is exact.
    assert stripper["precision"] == pytest.approx((40 / 41 + 1) / 2)
    assert stripper["recall"] == 1
    assert stripper["accuracy"] == 0.5
    assert stripper["f1"] == pytest.approx(2 * (81 / 82) / (81 / 82 + 1))
    # Both read the long page exactly and find nothing in the other, which has no body.
    for name in ("ours", "trafilatura"):
        assert (report[name]["precision"], report[name]["recall"]) == (1, 0.5)
        assert report[name]["f1"] == pytest.approx(2 / 3)


def test_the_table_has_a_row_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(write_benchmark(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("ours", "trafilatura", "tag-stripper", "2 pages"))


@pytest.mark.parametrize("missing", ["ground-truth.json", "html/long.html.gz"])
def test_a_missing_file_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    root = write_benchmark(tmp_path)
    (root / missing).unlink()
    assert main(["--root", str(root)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert missing in line
