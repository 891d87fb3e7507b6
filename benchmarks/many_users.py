"""How long answers take when many people ask at once, with an ingest running and without.

Run from the repository's root: `python -m benchmarks.many_users`. The shipped corpus is served by
`energychat chat`; as many clients as there are users ask the questions of its test set one after
the other, through `/v1/chat/completions` as a stream.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.large_library import generate
from evaluation import read_questions

CORPUS = Path("corpus/documents")
TESTSET = Path("corpus/testset.jsonl")
COMMAND = str(Path(sys.executable).with_name("energychat"))
MANY = 400  # documents, more than are ingested while the questions are asked
Times = tuple[float, float]  # seconds to the first words of an answer, and to its end


def main() -> None:
    """Print a table: seconds to the first words and to the end of an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--each", type=int, default=3, help="questions that each user asks")
    arguments = parser.parse_args()
    questions = [each.question for each in read_questions(TESTSET).questions]
    print("| users | ingest | first words, median s | finished, median s | 95 % | answers/s |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        library, more = Path(scratch) / "library", Path(scratch) / "more"
        generate(more, MANY, random.Random(0))
        subprocess.run([*ingest(library), str(CORPUS)], check=True, stdout=subprocess.DEVNULL)
        with served(library) as address:
            ask(address, questions[0])
            measure(address, questions, arguments.users, arguments.each, "no")
            with subprocess.Popen(
                [*ingest(library), str(more)], stdout=subprocess.DEVNULL
            ) as process:
                measure(address, questions, arguments.users, arguments.each, "yes")
                if process.poll() is not None:
                    print("The ingest ended before the last answer.")
                process.terminate()


def measure(address: str, questions: list[str], users: list[int], each: int, ingests: str) -> None:
    """Print a row for each number of users."""
    for count in users:
        asked = [questions[n % len(questions)] for n in range(count * each)]
        started = time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            times = list(pool.map(lambda question: ask(address, question), asked))
        rate = len(times) / (time.perf_counter() - started)
        first, last = (sorted(column) for column in zip(*times, strict=True))
        slow = last[min(int(0.95 * len(last)), len(last) - 1)]
        print(
            f"| {count} | {ingests} | {statistics.median(first):.2f} | "
            f"{statistics.median(last):.2f} | {slow:.2f} | {rate:.2f} |",
            flush=True,
        )


def ask(address: str, question: str) -> Times:
    """Ask as a chat client does, and time the answer."""
    body = {
        "model": "energychat",
        "stream": True,
        "messages": [{"role": "user", "content": question}],
    }
    request = urllib.request.Request(
        f"{address}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    started = time.perf_counter()
    first = 0.0
    with urllib.request.urlopen(request) as stream:
        for line in stream:
            if not first and b'"content":' in line and b'"content":""' not in line:
                first = time.perf_counter() - started
    return first, time.perf_counter() - started


def ingest(library: Path) -> list[str]:
    """The command that ingests into a library; a folder is to follow."""
    return [COMMAND, "ingest", "--library", str(library)]


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of a chat over a library, which is stopped at the end."""
    own = os.environ | {"ENERGYCHAT_LIBRARY": str(library)}
    with subprocess.Popen(
        [COMMAND, "chat", "--port", "0", "--json"], env=own, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield str(json.loads(server.stdout.readline())["address"])
        server.terminate()


if __name__ == "__main__":
    main()
