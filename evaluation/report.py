"""The report as one HTML file that needs nothing else: no network, no other file. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from evaluation.charts import Estimate, histogram, interval_plot
from evaluation.compare import Comparison
from evaluation.gate import Breach
from evaluation.records import INVENTED, VERDICTS, WRONG, GoldQuestion, Result
from evaluation.run_file import Run
from evaluation.summary import METRICS, NO_NAME, value_of

Say = Callable[..., str]  # takes a text and the values for the names in its braces

MEANING = {
    "retrieval.hit@1": "the first document found is a right one",
    "retrieval.hit@5": "a right document is among the first five",
    "retrieval.hit@10": "a right document is among the first ten",
    "retrieval.recall@5": "share of the right documents among the first five",
    "retrieval.recall@10": "share of the right documents among the first ten",
    "retrieval.mrr": "1 / rank of the first right document",
    "retrieval.ndcg@10": "right documents among the first ten, the higher the better",
    "passage_retrieval.hit@1": "the first passage holds the gold words",
    "passage_retrieval.hit@5": "one of the first five passages does",
    "passage_retrieval.hit@10": "one of the first ten passages does",
    "passage_retrieval.recall@5": "share of the gold passages among the first five",
    "passage_retrieval.recall@10": "share of the gold passages among the first ten",
    "passage_retrieval.mrr": "1 / rank of the first passage with gold words",
    "passage_retrieval.ndcg@10": "gold passages among the first ten, the higher the better",
    "answers.exact_match": "the short answer is the expected one",
    "answers.token_f1": "words that short and expected answer share",
    "answers.contains": "the whole answer holds the expected one",
    "citations.precision": "share of an answer's citations that are right",
    "citations.recall": "share of the right documents that are cited",
    "citations.uncited": "share of the answers without a citation (lower is better)",
    "abstention.accuracy": "answered if answerable, and only then",
    "abstention.precision": "share of the refusals that were due",
    "abstention.recall": "share of the unanswerable questions that were refused",
    "abstention.false_refusals": "share of the answerable questions that were refused "
    "(lower is better)",
    "abstention.auroc": "the confidence tells answerable from unanswerable (0.5: chance)",
}
HEADLINES = ("retrieval.hit@1", "answers.contains", "citations.precision", "abstention.accuracy")
TABLE = (
    "retrieval.hit@1",
    "retrieval.ndcg@10",
    "passage_retrieval.hit@5",
    "answers.exact_match",
    "answers.token_f1",
    "answers.contains",
    "citations.precision",
    "citations.recall",
    "abstention.accuracy",
)


def in_english(text: str, **values: object) -> str:
    """A text with its values, as it stands."""
    return text.format(**values) if values else text


def render_report(
    run: Run,
    comparison: Comparison | None = None,
    breaches: Sequence[Breach] = (),
    chat_link: Callable[[GoldQuestion], str] | None = None,
    say: Say = in_english,
    language: str = "en",
) -> str:
    """The report of a run, and of what changed since an earlier one if that is given.

    Args:
        chat_link: the address that asks a question in the chat, where there is one.
        say: the words of the report for its English ones, in the given language.
    """
    changes = {
        change.after.gold.id: "better" if change.is_better else "worse"
        for change in (comparison.questions if comparison else ())
    }
    return _template().render(
        report=run.report,
        metrics=[(m, value_of(run.report, m), run.report["intervals"][m]) for m in METRICS],
        meaning=MEANING,
        charts=[(metric, _chart(run, metric, say)) for metric in HEADLINES],
        confidence=Markup(_confidence(run.results, say)),
        table=TABLE,
        groups=[("kind", run.report["by_kind"]), ("language", run.report["by_language"])],
        results=worst_first(run.results),
        verdicts=[v for v in VERDICTS if any(r.verdict == v for r in run.results)],
        comparison=comparison,
        changes=changes,
        breaches=breaches,
        no_name=NO_NAME,
        chat_link=chat_link,
        value_of=value_of,
        say=say,
        language=language,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = lambda value: "–" if value is None else f"{value:.3f}"
    return environment.get_template("report.html")


def worst_first(results: Sequence[Result]) -> list[Result]:
    """Untrue answers first, the surest of them foremost; then missing ones; then right ones."""

    def badness(result: Result) -> tuple[float, ...]:
        is_untrue = result.verdict in (INVENTED, WRONG)
        return (
            # Either way of being untrue is equally bad.
            1 if is_untrue else VERDICTS.index(result.verdict),
            -result.confidence if is_untrue else result.confidence,
            result.scores["answers.token_f1"] or 0.0,
        )

    return sorted(results, key=badness)


def _chart(run: Run, metric: str, say: Say) -> Markup:
    """The metric overall, by kind and by language."""
    # What is no score of a single question, such as abstention, is asked of every question.
    asked = [r.gold for r in run.results if r.scores.get(metric, 0.0) is not None]
    kinds = Counter(gold.kind or NO_NAME for gold in asked)
    languages = Counter(gold.language or NO_NAME for gold in asked)
    blocks = [(say("all"), run.report, len(asked))]
    blocks += [(name, block, kinds[name]) for name, block in run.report["by_kind"].items()]
    blocks += [(name, block, languages[name]) for name, block in run.report["by_language"].items()]
    rows = [
        Estimate(name, value_of(block, metric), block["intervals"][metric], n)
        for name, block, n in blocks
        if n
    ]
    return Markup(interval_plot(f"{metric}: {say(MEANING[metric])}", rows, say("undefined")))


def _confidence(results: Sequence[Result], say: Say) -> str:
    return histogram(
        say("Confidence of answerable (up) and unanswerable questions (down)"),
        (say("answerable"), [r.confidence for r in results if r.gold.answerable]),
        (say("unanswerable"), [r.confidence for r in results if not r.gold.answerable]),
    )
