"""A process that runs `energychat` on order, each command in a child of its own.

It is no test module: ``Commands`` in conftest.py starts it. The children share one
encoder by forking, since loading it takes seconds; all else is as in a fresh process.
"""

import json
import os
import sys
import traceback
from typing import Any

import chromadb  # noqa: F401  # imported once for all children
import torch

import retrieval.index
import ui.app  # noqa: F401
from retrieval.embedding import Encoder
from ui.cli import run


def main() -> None:
    torch.set_num_threads(1)  # a pool of threads would not survive the fork
    encoder = Encoder()
    encoder.encode_query("warm")
    # A model that a command asks for by name is loaded as ever.
    retrieval.index.Encoder = lambda model="": Encoder(model) if model else encoder  # type: ignore
    say(0)
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("wait"):
            say(wait(order["wait"]))
            continue
        pid = os.fork()
        if not pid:
            os._exit(obey(order))
        say(pid if order["background"] else wait(pid))


def obey(order: dict[str, Any]) -> int:
    """Run a command as its own process would, and return its exit code."""
    for name, descriptor in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(order[name], flags), descriptor)
    os.chdir(order["folder"])
    os.environ.update(order["environment"])
    sys.argv = ["energychat", *order["arguments"]]
    code: object = 0
    try:
        run()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
