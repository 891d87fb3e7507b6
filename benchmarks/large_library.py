"""Ingest thousands of documents, then again unchanged, then with one edited.

Run from the repository's root: `python -m benchmarks.large_library [--documents 5000]`. With
`--folder FOLDER` documents and library stay there, and the next run begins with them. The
documents are generated; the encoder has random weights and vectors as long as the real ones',
since the time that counts here is all but the embedding's. Each ingest after the first opens the
library anew, as a command would, once the imports are done.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

import retrieval.index
from benchmarks.tiny_encoder import tiny_encoder
from ingest import Report, sync
from retrieval import Library, Settings, load_settings

DIMENSION = 384
WORDS = "station plant turbine sensor pump grid cell stack valve meter".split()


def main() -> None:
    """Print a table: what was done, how long it took, and how many chunks were embedded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = arguments.folder or Path(scratch)
        encoder = tiny_encoder(Path(scratch) / "encoder", DIMENSION)
        retrieval.index.Encoder = lambda _: encoder  # type: ignore[assignment, misc, attr-defined]
        settings = load_settings(library=place / "library")
        folder = place / "documents"
        print("| ingest | seconds | documents | chunks embedded | of |\n|---|---|---|---|---|")
        if not folder.exists():
            generate(folder, arguments.documents, random.Random(arguments.seed))
            show("all new", settings, folder)
        for _ in range(3):
            show("unchanged", settings, folder)
        edited = folder / "0" / "0.txt"
        edited.write_text(edited.read_text() + "\n\nOne more sentence was added.")
        show("one edited", settings, folder)


def generate(folder: Path, count: int, chance: random.Random) -> None:
    """Write that many texts of one to ten paragraphs, a hundred to a folder."""
    for number in range(count):
        path = folder / str(number // 100) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        paragraphs = (
            " ".join(
                f"{chance.choice(WORDS)} {chance.randrange(10**6)} gave {chance.random():.3f} MW."
                for _ in range(8)
            )
            for _ in range(chance.randrange(1, 11))
        )
        path.write_text(f"Report {number}\n\n" + "\n\n".join(paragraphs))


def show(what: str, settings: Settings, folder: Path) -> None:
    """Ingest and print a row."""
    started = time.perf_counter()
    library = Library(settings)
    report: Report = sync(library, folder)
    library.close()
    seconds = time.perf_counter() - started
    done = len(report.added) + len(report.updated)
    print(f"| {what} | {seconds:.2f} | {done} | {report.embedded} | {report.chunks} |", flush=True)


if __name__ == "__main__":
    main()
