"""Kill ingests at every step of a write and at random times, and see what is lost.

Run from the repository's root: `python -m benchmarks.kills [--kills 200] [--seed 0]`. Each worker
is a child forked after the imports, with a tiny encoder; the parent never opens a library, since
Chroma's threads would not survive the fork. A worker brings a library in line with a folder
that changed since (files new, edited, moved, deleted, copied), or builds the index anew, and gets
SIGKILL. Afterwards the catalogue's integrity is checked, every chunk must have its vector, a search
must answer, the next ingest must finish, and then the library must hold the folder's texts, no
more and no less.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch

import retrieval.catalog
import retrieval.index
from benchmarks.tiny_encoder import tiny_encoder
from ingest import rebuild, sync
from retrieval import Library, Settings, load_settings, search
from retrieval.catalog import Catalogue
from retrieval.state import State
from retrieval.vectors import VectorStore

FILES = 12
# What a worker may be killed before and after, with how often it may have come there before.
STEPS: list[tuple[type, str]] = [
    (VectorStore, "upsert"),
    (VectorStore, "delete"),
    (Catalogue, "replace"),
    (Catalogue, "remove"),
    (Catalogue, "set_copies"),
    (Catalogue, "become"),
    (State, "add_ingest"),
]
ONCE = {"set_copies", "become", "add_ingest"}  # in an ingest or rebuild
RANDOM_TIME = "at a random time"


@dataclass(frozen=True)
class Kill:
    """One worker that is killed: what it does, at which moment, and what was found after it."""

    action: str
    moment: str
    hit: bool
    problems: tuple[str, ...]


def main() -> None:
    """Print a table of the moments: workers killed, and what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    kills = run_kills(arguments.kills, arguments.seed)
    hits, lost = Counter(each.moment for each in kills), Counter[str]()
    for each in kills:
        lost[each.moment] += bool(each.problems)
        for problem in each.problems:
            print(f"{each.action}, {each.moment}: {problem}")
    print("| killed | workers | with anything lost |\n|---|---|---|")
    for moment in sorted(hits):
        print(f"| {moment} | {hits[moment]} | {lost[moment]} |")
    print(f"| all | {len(kills)} | {sum(lost.values())} |")


def run_kills(count: int, seed: int) -> list[Kill]:
    """Kill so many workers; those that end before their moment do not count.

    Args:
        seed: of what changes in the folder, and of the moments.
    """
    torch.set_num_threads(1)  # a pool of threads would not survive the fork
    chance = random.Random(seed)
    kills: list[Kill] = []
    with tempfile.TemporaryDirectory() as scratch:
        encoder = tiny_encoder(Path(scratch) / "encoder")
        # The workers inherit the encoder: loading it takes longer than all else.
        retrieval.index.Encoder = lambda _: encoder  # type: ignore[assignment, misc, attr-defined]
        number = 0
        while len(kills) < count:
            number += 1
            kill = _kill_one(Path(scratch) / str(number), chance)
            shutil.rmtree(Path(scratch) / str(number))
            if kill.hit:
                kills.append(kill)
    return kills


def _kill_one(place: Path, chance: random.Random) -> Kill:
    folder, settings = place / "documents", load_settings(library=place / "library")
    folder.mkdir(parents=True)
    for name in range(FILES):
        (folder / f"{name}.txt").write_text(_text(chance))
    _end(_fork(lambda: _ingest("ingest", settings, folder)))
    _change(folder, chance)
    action, moment, times, seconds = _moment(chance)
    worker = _fork(lambda: _ingest(action, settings, folder, moment, times))
    if moment == RANDOM_TIME:
        time.sleep(seconds)
        os.kill(worker, signal.SIGKILL)
    hit = _end(worker) == -signal.SIGKILL
    problems: list[str] = []
    if hit:
        said = place / "problems.txt"
        code = _end(_fork(lambda: said.write_text("\n".join(_problems(settings, folder)))))
        problems = said.read_text().splitlines() if not code else ["the library cannot be used"]
    return Kill(action, moment, hit, tuple(problems))


def _fork(work: Callable[[], object]) -> int:
    """The id of a child that does the work and ends; its code is 1 where the work failed."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def _end(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _text(chance: random.Random) -> str:
    """Some sentences, no two texts alike."""
    return " ".join(
        f"Station {chance.randrange(10**6)} measured {chance.randrange(100)} degrees."
        for _ in range(chance.randrange(1, 40))
    )


def _change(folder: Path, chance: random.Random) -> None:
    """Add, edit, move, delete and copy files."""
    names = [f"{number}.txt" for number in range(FILES)]
    chance.shuffle(names)
    edited, moved, deleted, copied, broken = names[:5]
    (folder / edited).write_text(_text(chance))
    (folder / moved).rename(folder / f"moved-{moved}")
    (folder / deleted).unlink()
    shutil.copy(folder / copied, folder / f"copy-{copied}")
    (folder / broken).write_bytes(b"\x00\x01\x02")
    for number in range(3):
        (folder / f"new-{number}.txt").write_text(_text(chance))


def _moment(chance: random.Random) -> tuple[str, str, int, float]:
    """What to do and when to kill it: a name, how often it comes before, seconds at random."""
    action = chance.choice(["ingest", "ingest", "ingest", "rebuild"])
    if chance.random() < 0.4:
        return action, RANDOM_TIME, 0, chance.uniform(0.0, 0.6 if action == "ingest" else 1.0)
    name = chance.choice([name for _, name in STEPS])
    times = 0 if name in ONCE else chance.randrange(3)
    if name == "become":
        action = "rebuild"
    return action, f"{chance.choice(['before', 'after'])} {name}", times, 0.0


def _ingest(
    action: str, settings: Settings, folder: Path, moment: str = "", times: int = 0
) -> None:
    for owner, name in STEPS:
        setattr(owner, name, _mortal(getattr(owner, name), name, moment, [times]))
    if action == "rebuild":
        rebuild(settings, folder)
    else:
        sync(Library(settings), folder)


def _mortal(
    write: Callable[..., object], name: str, moment: str, times: list[int]
) -> Callable[..., object]:
    def die(when: str) -> None:
        if moment == f"{when} {name}":
            if not times[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            times[0] -= 1

    def wrapped(*given: object, **named: object) -> object:
        die("before")
        result = write(*given, **named)
        die("after")
        return result

    return wrapped


def _problems(settings: Settings, folder: Path) -> list[str]:
    """What is wrong with a library right after a kill, and after the next ingest."""
    problems = []
    with closing(sqlite3.connect(settings.library / "catalog.sqlite")) as database:
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            problems.append("the catalogue is damaged")
    library = Library(settings)
    if library.catalogue.chunk_ids() - library.vectors.ids():
        problems.append("a chunk has no vector")
    if not search(library, "Which station measured degrees?"):
        problems.append("a search finds nothing")
    report = sync(library, folder)
    if report.stopped or [path for path, _ in report.failed if "copy" in path]:
        problems.append("the next ingest did not complete")
    if library.catalogue.chunk_ids() != library.vectors.ids():
        problems.append("vectors and catalogue differ after the next ingest")
    held = {stored.source.path for stored in library.catalogue.documents()}
    held |= set(library.catalogue.copies(folder.name))
    held |= set(library.catalogue.failures(folder.name))
    wanted = {path.name for path in folder.iterdir()}
    if held != wanted:
        problems.append(f"documents differ from files: {sorted(held ^ wanted)}")
    for stored in library.catalogue.documents():
        text = "".join(page.text for page in library.catalogue.pages(stored.source.document))
        content = (folder / stored.source.path).read_bytes()
        if b"\x00" not in content and " ".join(text.split()) != content.decode():
            problems.append(f"{stored.source.path} has another text")
    again = sync(library, folder)
    if again.added or again.updated or again.moved or again.removed:
        problems.append("an ingest after that found something to do")
    library.close()
    return problems


if __name__ == "__main__":
    main()
