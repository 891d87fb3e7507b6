"""How much an ingest slows the answers down, as ratios in one run.

Run from the repository's root: `python -m benchmarks.asking_while_ingesting`. The library is the
shipped corpus; questions of its test set are asked alone, then while another process ingests
generated documents into it, then while a thread of the same process does, as from the page.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.large_library import generate
from evaluation import read_questions
from ingest import sync
from retrieval import Library, load_settings
from retrieval.assistant import Assistant

CORPUS = Path("corpus/documents")
TESTSET = Path("corpus/testset.jsonl")
MANY = 400  # documents, more than are ingested while the questions are asked


def main() -> None:
    """Print a table: median and slowest answer, and their ratio to those asked alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=40)
    arguments = parser.parse_args()
    every = read_questions(TESTSET).questions
    questions = [each.question for each in every[:: max(len(every) // arguments.questions, 1)]]
    with tempfile.TemporaryDirectory() as scratch:
        library = Library(load_settings(library=Path(scratch) / "library"))
        sync(library, CORPUS)
        folders = [Path(scratch) / name for name in ("process", "thread")]
        for seed, folder in enumerate(folders):
            generate(folder, MANY, random.Random(seed))
        assistant = Assistant(library)
        assistant.ask(questions[0])
        alone = asked(assistant, questions)
        print("| answers | median s | slowest s | ratio of medians |\n|---|---|---|---|")
        show("alone", alone, alone)
        show("another process ingests", while_process(assistant, questions, folders[0]), alone)
        show("the same process ingests", while_thread(assistant, questions, folders[1]), alone)


def asked(
    assistant: Assistant, questions: list[str], goes_on: Callable[[], bool] = lambda: True
) -> list[float]:
    """Seconds that each answer took, until the ingest beside it has ended."""
    seconds = []
    for question in questions:
        started = time.perf_counter()
        assistant.ask(question)
        if not goes_on():
            break
        seconds.append(time.perf_counter() - started)
    return seconds


def while_process(assistant: Assistant, questions: list[str], folder: Path) -> list[float]:
    """The same while a process of its own ingests a folder."""
    library = assistant.library
    command = [str(Path(sys.executable).with_name("energychat")), "ingest", str(folder)]
    before = library.catalogue.generation
    with subprocess.Popen(
        [*command, "--library", str(library.folder)], stdout=subprocess.DEVNULL
    ) as process:
        while library.catalogue.generation == before and process.poll() is None:
            time.sleep(0.1)  # until its start-up is over
        seconds = asked(assistant, questions, lambda: process.poll() is None)
        process.terminate()
    return seconds


def while_thread(assistant: Assistant, questions: list[str], folder: Path) -> list[float]:
    """The same while a thread of this process does."""
    stop = threading.Event()
    thread = threading.Thread(
        target=sync, args=(assistant.library, folder), kwargs={"stop": stop.is_set}
    )
    thread.start()
    seconds = asked(assistant, questions, thread.is_alive)
    stop.set()
    thread.join()
    return seconds


def show(name: str, seconds: list[float], alone: list[float]) -> None:
    """Print a row."""
    median = statistics.median(seconds)
    ratio = median / statistics.median(alone)
    print(f"| {name} ({len(seconds)}) | {median:.2f} | {max(seconds):.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
