"""How well `retrieval.verify` tells supported sentences from minimally falsified ones.

Run from the repository's root: `python -m benchmarks.verification [--half dev|test] [--show]`.
The rows, tests/retrieval/verification.jsonl, were written before the verifier was tuned and are
split by document: "dev" was looked at while it was built, "test" was not.
"""

import argparse
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.embedding import Encoder
from retrieval.verify import Support, check

ROWS = Path(__file__).parents[1] / "tests" / "retrieval" / "verification.jsonl"
Z = 1.959964  # of a two-sided interval of 95 %


@dataclass(frozen=True)
class Row:
    """A sentence, the passage that it cites, and whether that supports it.

    ``title`` is the document's, with its date, and stands before the passage as its first line.
    ``change`` says what was falsified: number, date, name, negation or relation; it is empty
    in a supported sentence.
    """

    sentence: str
    title: str
    source: str
    supported: bool
    change: str
    language: str
    half: str
    document: str


def read_rows(path: Path = ROWS) -> list[Row]:
    """All rows of the kept set."""
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def wilson(successes: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share; ``(0, 1)`` where there is nothing. Source: Wilson 1927."""
    if not total:
        return 0.0, 1.0
    share = successes / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = (
        Z
        * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
        / (1 + Z * Z / total)
    )
    return max(middle - half, 0.0), min(middle + half, 1.0)


def main() -> None:
    """Print the share judged rightly, by kind of row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["dev", "test"])
    parser.add_argument("--model", default="")
    parser.add_argument("--show", action="store_true", help="print the rows judged wrongly")
    arguments = parser.parse_args()
    encoder = Encoder(arguments.model)
    rows = [row for row in read_rows() if arguments.half in (None, row.half)]
    judged = [(row, check(row.sentence, [f"{row.title}\n{row.source}"], encoder)) for row in rows]
    for half in ("dev", "test"):
        if own := [pair for pair in judged if pair[0].half == half]:
            print_half(half, own)
    if arguments.show:
        for row, support in judged:
            if row.supported != support.is_supported:
                print(f"{'STRUCK' if row.supported else 'PASSED'} {row.change:9}{row.sentence}")
                print(f"       {support.problem} {row.document}")


def print_half(half: str, judged: Sequence[tuple[Row, Support]]) -> None:
    """Print one half's table."""
    kept = share(judged, lambda row: row.supported)
    caught = share(judged, lambda row: not row.supported)
    balanced = (kept[0] / kept[1] + caught[0] / caught[1]) / 2
    print(f"{half}: balanced accuracy {balanced:.3f}")
    print(line("supported sentences kept", kept))
    print(line("falsified sentences struck out", caught))
    for change in ("number", "date", "name", "negation", "relation"):
        print(
            line(f"  {change}", share([j for j in judged if j[0].change == change], lambda _: True))
        )
    for language in ("en", "ko", "fr"):
        print(
            line(language, share([j for j in judged if j[0].language == language], lambda _: True))
        )


def share(judged: Sequence[tuple[Row, Support]], wanted: Callable[[Row], bool]) -> tuple[int, int]:
    """How many of the wanted rows were judged rightly, and how many there are."""
    right = [support.is_supported == row.supported for row, support in judged if wanted(row)]
    return sum(right), len(right)


def line(label: str, counts: tuple[int, int]) -> str:
    """A line of the table, with the share's interval."""
    low, high = wilson(*counts)
    ratio = counts[0] / counts[1] if counts[1] else 0.0
    return f"  {label:32}{counts[0]:4} of {counts[1]:<4}{ratio:.2f}  ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
