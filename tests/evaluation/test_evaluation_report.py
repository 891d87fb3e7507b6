"""The HTML report: complete, self-contained, and safe with any text."""

from dataclasses import replace

import pytest
from judged_answers import result, with_verdict
from lxml import html

from evaluation import Run, compare, render_report
from evaluation.charts import Estimate, histogram, interval_plot
from evaluation.gate import Breach
from evaluation.records import INVENTED, RIGHT, RIGHTLY_SILENT, SILENT, WRONG
from evaluation.report import MEANING, worst_first
from evaluation.summary import METRICS

HOSTILE = '<script>alert(1)</script>" onload="x'


@pytest.fixture
def page(run: Run) -> str:
    """The report of the small run."""
    return render_report(run)


def test_every_question_is_in_the_report(page: str, run: Run) -> None:
    rows = html.fromstring(page).xpath("//*[@id='questions']/details")
    assert len(rows) == len(run.results)
    assert "Who is the queen of Denmark?" in page
    assert "no answer: the documents do not say" in page


def test_every_metric_is_in_the_report_and_explained(page: str) -> None:
    assert set(MEANING) == set(METRICS)
    assert all(f"<td>{metric}</td>" in page for metric in METRICS)


def test_the_report_asks_nothing_of_the_outside(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//@src | //@href | //link | //iframe | //object") == []
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_questions_can_be_filtered(page: str) -> None:
    tree = html.fromstring(page)
    assert set(tree.xpath("//form//select/@id")) == {"verdict", "kind", "language"}
    kinds = tree.xpath("//select[@id='kind']/option/text()")
    assert kinds == ["all", "fact", "unanswerable"]
    assert set(tree.xpath("//*[@id='questions']/details/@data-language")) == {"en", "unspecified"}


def test_text_of_documents_and_answers_is_escaped(run: Run) -> None:
    first, *rest = run.results
    gold = replace(first.gold, question=HOSTILE, kind=HOSTILE, documents=(HOSTILE,))
    hostile = replace(first, gold=gold, answer=HOSTILE, short_answer=HOSTILE)
    report = run.report | {"by_kind": {HOSTILE: run.report["by_kind"]["fact"]}}
    page = render_report(Run(report, (hostile, *rest)))
    assert "<script>alert" not in page
    assert html.fromstring(page).xpath("//@onload") == []


def test_the_worst_come_first() -> None:
    results = [
        result("right", verdict=RIGHT),
        result("due", verdict=RIGHTLY_SILENT),
        result("silent", verdict=SILENT),
        result("unsure", verdict=WRONG, confidence=0.4),
        result("sure", verdict=INVENTED, confidence=0.8),
    ]
    order = [r.gold.id for r in worst_first(results)]
    assert order == ["sure", "unsure", "silent", "due", "right"]


def test_a_comparison_shows_each_changed_question(run: Run) -> None:
    before = [with_verdict(r, WRONG) for r in run.results[:1]] + list(run.results[1:])
    page = render_report(run, compare(before, run.results))
    assert run.results[0].verdict == RIGHT
    assert "Better now: 1. Worse now: 0." in page
    tree = html.fromstring(page)
    assert tree.xpath("//*[@id='questions']/details[@data-change='better']//dl")
    assert "change" in tree.xpath("//form//select/@id")


def test_the_report_speaks_the_language_of_its_words(run: Run) -> None:
    def say(text: str, **values: object) -> str:
        return f"«{text.format(**values) if values else text}»"

    tree = html.fromstring(render_report(run, compare(run.results, run.results), say=say))
    said = set(tree.xpath("//th/text() | //h1/text() | //h2/text() | //dt/text()"))
    names = {"p", *(metric.replace(".", " ").replace("_", " ") for metric in METRICS)}
    assert len(said - names) > 20
    assert [text for text in said - names if not text.startswith("«")] == []


def test_breaches_are_said_at_the_top(run: Run) -> None:
    page = render_report(run, breaches=[Breach("retrieval.hit@1", 0.9, 0.5)])
    assert "retrieval.hit@1 is 0.5000, below its floor 0.9000." in page


def test_a_plot_draws_a_dot_for_each_defined_value() -> None:
    rows = [Estimate("a & b", 0.5, (0.4, 0.6), 9), Estimate("c", None, None, 0)]
    svg = interval_plot("Title", rows, "not defined")
    assert svg.count("<circle") == 1
    assert svg.count('class="interval"') == 1
    assert "a &amp; b (9)" in svg
    assert "not defined" in svg


def test_a_histogram_counts_every_value() -> None:
    svg = html.fromstring(histogram("Title", ("yes", [0.0, 0.04, 1.0]), ("no", [0.5])))
    titles = svg.xpath("//*[local-name()='rect']/*[local-name()='title']/text()")
    counts = [int(title.split(": ")[1]) for title in titles]
    assert sum(counts) == 4
    assert counts[0] == 2
