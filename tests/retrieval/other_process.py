"""A process that obeys orders on its standard input, each in a child that may be killed.

It is no test module: ``OtherProcess`` in conftest.py starts it. The encoder is loaded
once and shared by forking, since loading it takes seconds.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import torch
from line_documents import document

import retrieval.catalog
import retrieval.e5_folder
import retrieval.index
from ingest import rebuild, sync
from retrieval import Library, Settings
from retrieval.catalog import Catalogue
from retrieval.embedded import MINILM
from retrieval.embedding import Encoder
from retrieval.vectors import VectorStore

WRITES = [
    (VectorStore, "upsert"),
    (VectorStore, "delete"),
    (Catalogue, "replace"),
    (Catalogue, "remove"),
    (Catalogue, "become"),
    (retrieval.catalog, "_delete_rows"),  # the beginning of each transaction
    (retrieval.catalog, "_raise_generation"),  # and its end
    (retrieval.e5_folder, "unpack"),
    (Path, "rename"),
]


def main() -> None:
    torch.set_num_threads(1)  # a pool of threads would not survive the fork
    encoder = Encoder(MINILM)
    holding: set[int] = set()
    say(0)
    for line in sys.stdin:
        order = json.loads(line)
        if order["action"] == "kill":
            holding.remove(order["pid"])
            say(kill(order["pid"]))
            continue
        pid = os.fork()
        if not pid:
            run_as_child(order, encoder)
        elif order["action"] == "hold":
            holding.add(pid)
        else:
            say(wait(pid))
    for pid in holding:
        kill(pid)


def run_as_child(order: dict[str, str], encoder: Encoder) -> None:
    code = 1
    try:
        obey(order, encoder)
        code = 0
    except BaseException:
        traceback.print_exc()
        if order["action"] == "hold":
            say(0)  # where its id was awaited
    os._exit(code)


def obey(order: dict[str, str], encoder: Encoder) -> None:
    if order["action"] == "unpack":
        die_at(order["die"])
        unpack(order, processes=int(order["processes"]))
        return
    if order["action"] == "rebuild":
        die_at(order["die"])
        retrieval.index.Encoder = lambda _: encoder  # type: ignore[assignment, misc]
        rebuild(Settings(library=Path(order["library"])))
        return
    library = Library(Settings(library=Path(order["library"])))
    library.__dict__["encoder"] = encoder
    if order["action"] == "sync":
        die_at(order["die"])
        sync(library, Path(order["folder"]))
        return
    with library.writer():
        if order["action"] == "hold":
            say(os.getpid())
            signal.pause()
        die_at(order.get("die", ""))
        if order["action"] == "replace":
            library.replace(*document(order["name"], order["text"]))
        else:
            library.remove(order["name"])
    library.close()


def unpack(order: dict[str, str], processes: int) -> None:
    """Unpack the encoder of a folder of packages, in several processes at once."""
    sys.path.insert(0, order["site"])
    os.environ["XDG_CACHE_HOME"] = order["cache"]
    retrieval.e5_folder.PACKED_DIGEST = order["digest"]
    others = []
    for _ in range(processes - 1):
        pid = os.fork()
        if not pid:
            others.clear()
            break
        others.append(pid)
    retrieval.e5_folder.e5_folder()
    codes = [wait(pid) for pid in others]
    assert not any(codes)


def die_at(moment: str) -> None:
    """Kill this process at a moment such as "before upsert" or "after upsert"."""
    for owner, name in WRITES:
        setattr(owner, name, mortal(getattr(owner, name), name, moment))


def mortal(write: Callable[..., object], name: str, moment: str) -> Callable[..., object]:
    def wrapped(*args: object) -> object:
        if moment == f"before {name}":
            os.kill(os.getpid(), signal.SIGKILL)
        result = write(*args)
        if moment == f"after {name}":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


def kill(pid: int) -> int:
    os.kill(pid, signal.SIGKILL)
    return wait(pid)


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
